"""Keys that were refused, counted by the address they came from.

Whose key worked is let through whatever others at the same address send.
"""

from __future__ import annotations

from collections import OrderedDict
from ipaddress import IPv6Address, ip_address, ip_network
from typing import TypeVar

from starlette.requests import HTTPConnection

from supportdesk_desktop.backend.keys import hash_key
from supportdesk_desktop.backend.refusals import too_many_requests
from supportdesk_desktop.core.pacing import RateLimit, earliest_ms

FAILURES = RateLimit(20, 60)
_ADDRESSES = 4096
_GOOD_KEYS = 4096

V = TypeVar("V")


class FailedKeys:
    """Counts failures in memory; what is oldest is forgotten where there are too many to keep."""

    def __init__(self) -> None:
        self._failures_ms: OrderedDict[str, list[int]] = OrderedDict()
        self._good: OrderedDict[str, None] = OrderedDict()

    def check(self, address: str, key: str | None, now_ms: int) -> None:
        """Let a key be looked up.

        Raises:
            Refusal: TOO_MANY_REQUESTS, where too many keys from this address failed and this one
                is not known to be good.
        """
        failed = [min(at, now_ms) for at in self._failures_ms.get(address, ())]
        free_ms = earliest_ms(failed, (FAILURES,), now_ms)
        if free_ms > now_ms and (key is None or hash_key(key) not in self._good):
            raise too_many_requests(free_ms - now_ms)

    def worked(self, key: str) -> None:
        """Note that a key is good."""
        _put(self._good, hash_key(key), None, _GOOD_KEYS)

    def failed(self, address: str, key: str | None, now_ms: int) -> None:
        """Count a key that was refused."""
        if key is not None:
            self._good.pop(hash_key(key), None)
        recent = [min(at, now_ms) for at in self._failures_ms.get(address, ())]
        _put(self._failures_ms, address, [*recent, now_ms][-FAILURES.requests :], _ADDRESSES)


def address_of(connection: HTTPConnection, *, behind_proxy: bool) -> str:
    """Return where a request comes from; of IPv6 the network, which one caller has whole.

    Behind a proxy it is what the proxy has added to ``X-Forwarded-For``, the last entry.
    """
    host = connection.client.host if connection.client is not None else ""
    if behind_proxy:
        forwarded = connection.headers.getlist("x-forwarded-for")
        host = (forwarded or [host])[-1].rpartition(",")[2].strip()
    try:
        address = ip_address(host)
    except ValueError:
        return host[:64]
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False))
    return host


def _put(kept: OrderedDict[str, V], key: str, value: V, most: int) -> None:
    kept[key] = value
    kept.move_to_end(key)
    if len(kept) > most:
        kept.popitem(last=False)
