"""Why the server ends a feed connection (the close table of ``contract/live-feed.md``)."""

from __future__ import annotations

from enum import IntEnum


class CloseCode(IntEnum):
    """The close codes that the server sends itself."""

    WRONG_TYPE = 1002
    NOT_TEXT = 1003
    BAD_JSON = 1007
    FAULT = 1011
    PROTOCOL = 4400
    KEY_REVOKED = 4401
    VERSION = 4406
    NO_HELLO = 4408
    REPLACED = 4409
    CURSOR_VOID = 4410
    TOO_SLOW = 4413
    TOO_MANY = 4429


class FeedClose(Exception):
    """The connection ends with ``code``, after an error frame with the other facts.

    ``error`` is the stable code of that frame, ``message`` its French sentence and
    ``retry_after_ms`` the delay asked for by 4429.
    """

    def __init__(
        self, code: CloseCode, error: str, message: str, retry_after_ms: int | None = None
    ) -> None:
        super().__init__(f"{code.value} {error}")
        self.code = code
        self.error = error
        self.message = message
        self.retry_after_ms = retry_after_ms


def protocol_error(message: str) -> FeedClose:
    """Return the close for a frame that the protocol does not allow here (4400)."""
    return FeedClose(CloseCode.PROTOCOL, "PROTOCOL_ERROR", message)
