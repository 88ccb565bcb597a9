"""The proxy on the way to a server, chosen once for REST and feed, from the environment or system.

Both libraries would read it themselves, each by rules of its own: one refuses to begin where
``NO_PROXY`` has an address that it cannot read, the other takes ``ALL_PROXY`` for another variable.
"""

from __future__ import annotations

import os
import urllib.request
from urllib.parse import SplitResult, urlsplit

from supportdesk_desktop.core.errors import ProxyUnusable
from supportdesk_desktop.core.profile import is_loopback

_DEFAULT_PORTS = {"http": 80, "https": 443, "socks5": 1080, "socks5h": 1080}
_SAME_AS = {"socks": "socks5h"}
"""Desktops write ``socks://`` for a SOCKS 5 proxy that looks names up itself."""


def proxy_for(base_url: str) -> str | None:
    """Return the address of the proxy to an https server, None where there is none.

    This computer is never reached through a proxy, whose log would see the key.

    Raises:
        ProxyUnusable: what is set is no proxy that this program can use.
    """
    parts = urlsplit(base_url)
    if is_loopback(parts.hostname or ""):
        return None
    if urllib.request.proxy_bypass(f"{parts.hostname}:{parts.port or 443}"):
        return None
    proxies = urllib.request.getproxies()
    # Windows and macOS name a SOCKS proxy "socks"; the environment has "https" and "all".
    name = next((name for name in ("https", "socks", "all") if proxies.get(name)), None)
    if name is None:
        return None
    try:
        return _usable(proxies[name], "socks5h" if name == "socks" else "http")
    except ValueError as problem:
        raise ProxyUnusable(_where_set(name)) from problem


def _usable(text: str, scheme: str) -> str:
    """Return the address in full. Raises ``ValueError`` where it is none."""
    parts = urlsplit(text.strip() if "://" in text else f"{scheme}://{text.strip()}")
    kind = _SAME_AS.get(parts.scheme, parts.scheme)
    if scheme == "socks5h" and kind == "http":
        kind = scheme
    if kind not in _DEFAULT_PORTS or parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise ValueError("not the address of a proxy")
    host = (parts.hostname or "").encode("idna").decode()
    if not host or any(one.isspace() for one in host):
        raise ValueError("a proxy without a host")
    port = _DEFAULT_PORTS[kind] if parts.port is None else parts.port
    place = f"{f'[{host}]' if ':' in host else host}:{port}"
    user, at, _ = parts.netloc.rpartition("@")
    if at:
        place = f"{user if ':' in user else f'{user}:'}@{place}"
    return SplitResult(kind, place, "", "", "").geturl()


def _where_set(name: str) -> str:
    """Return the variable that it comes from, or whose it is on a system that keeps its own."""
    variable = f"{name}_proxy"
    return variable if variable in os.environ else variable.upper()
