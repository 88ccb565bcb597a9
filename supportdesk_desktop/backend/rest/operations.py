"""One route and its operations, checked in the documented order: route, method, key, rate, body."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from supportdesk_desktop.backend.database import UNAVAILABLE
from supportdesk_desktop.backend.desk import Desk
from supportdesk_desktop.backend.keys import Caller
from supportdesk_desktop.backend.rest.answers import (
    Code,
    Refusal,
    failure,
    invalid,
    unavailable,
)
from supportdesk_desktop.backend.rest.fields import Fields, parse_body, read_body
from supportdesk_desktop.backend.rest.rates import admit

logger = logging.getLogger(__name__)

_NUL = "Un caractère nul n’est pas permis dans l’adresse"


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


def operation_route(
    desk: Desk,
    path: str,
    operations: Mapping[str, Operation],
    exists: Callable[[Request], bool] = lambda _request: True,
) -> Route:
    """Return the route at ``path`` whose methods are those of ``operations``.

    Args:
        desk: the desk that answers.
        path: Starlette's pattern of the path.
        operations: what answers each method.
        exists: whether a path that fits the pattern is one of this route after all.
    """
    return Route(path, _OperationsApp(desk, operations, exists))


class _OperationsApp:
    """An ASGI app and not a function, so that Starlette leaves the methods to us."""

    def __init__(
        self,
        desk: Desk,
        operations: Mapping[str, Operation],
        exists: Callable[[Request], bool],
    ) -> None:
        self._desk = desk
        self._operations = operations
        self._exists = exists

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._answer(Request(scope, receive))
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if not self._exists(request):
            return failure(Refusal(Code.NOT_FOUND))
        operation = self._operations.get(request.method)
        if operation is None:
            allowed = ", ".join(self._operations)
            return failure(Refusal(Code.METHOD_NOT_ALLOWED, headers={"Allow": allowed}))
        return await answered(self._desk, request, operation)


async def answered(desk: Desk, request: Request, operation: Operation) -> Response:
    """Run one operation; whatever happens, the answer is in the envelope."""
    try:
        return await operation.run(await _admitted(desk, request, operation))
    except Refusal as refusal:
        return failure(refusal)
    except ClientDisconnect:
        # Nobody is left to read it; the framework wants an answer all the same.
        return failure(Refusal(Code.BAD_REQUEST))
    except UNAVAILABLE as problem:
        logger.warning("%s %s: %s", request.method, request.url.path, problem)
        return failure(unavailable())
    except Exception:
        logger.exception("%s %s failed", request.method, request.url.path)
        return failure(Refusal(Code.INTERNAL_ERROR))


async def _admitted(desk: Desk, request: Request, operation: Operation) -> Call:
    caller = await admit(desk, request)
    _refuse_nul(request)
    body, fields = b"", Fields({})
    if operation.takes_body:
        body = await read_body(request, desk.options.body_timeout_s)
        fields = Fields(await parse_body(body))
    return Call(desk, request, caller, body, fields, desk.clock())


def _refuse_nul(request: Request) -> None:
    """Refuse an address with NUL, as bodies with it are: PostgreSQL stores and compares none.

    Raises:
        Refusal: VALIDATION_ERROR, about ``path`` or ``query``.
    """
    if "\0" in request.scope["path"]:
        raise invalid("path", _NUL)
    if b"\0" in unquote_to_bytes(request.scope["query_string"]):
        raise invalid("query", _NUL)
