"""Only requests that name an expected ``Host``: against DNS rebinding from a browser."""

from __future__ import annotations

import re
from collections.abc import Collection

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from supportdesk_desktop.backend.envelope import failure
from supportdesk_desktop.backend.refusals import Code, Refusal

_PORT = re.compile(r":[0-9]+$")


class OnlyTheseHosts:
    """ASGI middleware that refuses HTTP requests and handshakes for any other host.

    Hosts are compared without their port.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str]) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 403 HOST_FORBIDDEN."""
        if scope["type"] not in {"http", "websocket"} or self._is_expected(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await failure(Refusal(Code.HOST_FORBIDDEN))(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    def _is_expected(self, scope: Scope) -> bool:
        hosts = Headers(scope=scope).getlist("host")
        return len(hosts) == 1 and _PORT.sub("", hosts[0].lower()) in self._hosts
