"""One route and its operations, checked in the documented order: route, method, key, rate, body."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from supportdesk_desktop.backend.bodies import parse_body, read_body
from supportdesk_desktop.backend.desk import Desk
from supportdesk_desktop.backend.envelope import failure
from supportdesk_desktop.backend.fields import Fields
from supportdesk_desktop.backend.keys import Caller
from supportdesk_desktop.backend.rates import admit
from supportdesk_desktop.backend.refusals import Code, Refusal

logger = logging.getLogger(__name__)

KEY_HEADER = "x-api-key"


@dataclass(frozen=True, slots=True)
class Call:
    """One admitted request. ``body`` and ``fields`` are empty where the operation takes none."""

    desk: Desk
    request: Request
    caller: Caller
    body: bytes
    fields: Fields
    now_ms: int


@dataclass(frozen=True, slots=True)
class Operation:
    """What answers one method of a route; it raises ``Refusal`` or returns the answer."""

    run: Callable[[Call], Awaitable[Response]]
    takes_body: bool = False


def operation_route(desk: Desk, path: str, operations: Mapping[str, Operation]) -> Route:
    """Return the route at ``path`` whose methods are those of ``operations``."""

    async def endpoint(request: Request) -> Response:
        method = "GET" if request.method == "HEAD" else request.method
        return await answered(desk, request, operations[method])

    return Route(path, endpoint, methods=list(operations))


async def answered(desk: Desk, request: Request, operation: Operation) -> Response:
    """Run one operation; whatever happens, the answer is in the envelope."""
    try:
        return await operation.run(await _admitted(desk, request, operation))
    except Refusal as refusal:
        return failure(refusal)
    except ClientDisconnect:
        # Nobody is left to read it; the framework wants an answer all the same.
        return failure(Refusal(Code.BAD_REQUEST))
    except Exception:
        logger.exception("%s %s failed", request.method, request.url.path)
        return failure(Refusal(Code.INTERNAL_ERROR))


def key_of(headers: Mapping[str, str]) -> str | None:
    """Return the key that a request or handshake carries."""
    return headers.get(KEY_HEADER)


async def _admitted(desk: Desk, request: Request, operation: Operation) -> Call:
    caller = await admit(desk, key_of(request.headers))
    body, fields = b"", Fields({})
    if operation.takes_body:
        body = await read_body(request, desk.options.body_timeout_s)
        fields = Fields(await parse_body(body))
    return Call(desk, request, caller, body, fields, desk.clock())
