"""What is refused before the upgrade, as the REST contract's error envelope."""

from __future__ import annotations

import logging

from sqlalchemy.exc import SQLAlchemyError
from starlette.websockets import WebSocket

from supportdesk_desktop.backend.desk import Desk
from supportdesk_desktop.backend.keys import Caller
from supportdesk_desktop.backend.rates import admit
from supportdesk_desktop.backend.refusals import Code, Refusal, unavailable
from supportdesk_desktop.core.frames import SUBPROTOCOL

logger = logging.getLogger(__name__)


async def admit_handshake(desk: Desk, websocket: WebSocket) -> Caller:
    """Check one handshake, and return whose feed it opens.

    Raises:
        Refusal: 400 for a query string (a credential could be in it), 403 for an Origin that is
            not allow-listed or a service's key, 401, 429, 426 for another subprotocol, 503.
    """
    if websocket.scope["query_string"]:
        raise Refusal(Code.BAD_REQUEST, {"query": ["Aucun paramètre n’est permis dans l’adresse"]})
    origin = websocket.headers.get("origin")
    if origin is not None and origin not in desk.options.allow_origins:
        raise Refusal(Code.ORIGIN_FORBIDDEN)
    try:
        caller = await admit(desk, websocket)
    except SQLAlchemyError as problem:
        logger.exception("a handshake could not be checked")
        raise unavailable() from problem
    if caller.is_service:
        raise Refusal(Code.AUTH_API_KEY_FORBIDDEN)
    if SUBPROTOCOL not in websocket.scope["subprotocols"]:
        raise Refusal(Code.UPDATE_NEEDED, headers={"Sec-WebSocket-Protocol": SUBPROTOCOL})
    return caller
