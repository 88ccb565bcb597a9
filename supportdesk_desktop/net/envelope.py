"""Answers of the REST contract: the documented envelope, or the error that stands for it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

import msgspec

from supportdesk_desktop.core.errors import (
    KeyRefused,
    NotOurServer,
    RequestRefused,
    ServerError,
    ServerFault,
    Throttled,
)

DEFAULT_RETRY_AFTER_S = 60.0
MAX_RETRY_AFTER_S = 3600.0


class Failure(msgspec.Struct, frozen=True):
    """The documented failure envelope; ``code`` is None where an answer has none."""

    code: str | None
    message: str = ""
    details: msgspec.Raw = msgspec.Raw(b"{}")

    def field_messages(self) -> dict[str, list[str]]:
        """Return ``details`` as field to messages; anything else in it is left out."""
        try:
            values = _raw_object.decode(self.details)
        except ValueError:
            return {}
        found: dict[str, list[str]] = {}
        for field, raw in values.items():
            try:
                found[field] = _messages.decode(raw)
            except ValueError:
                continue
        return found


class Success(msgspec.Struct, frozen=True):
    """The documented success envelope; ``data`` stays raw until its reader takes it."""

    success: bool
    data: msgspec.Raw


_failure = msgspec.json.Decoder(Failure)
_success = msgspec.json.Decoder(Success)
_raw_object = msgspec.json.Decoder(dict[str, msgspec.Raw])
_messages = msgspec.json.Decoder(list[str])


def read_failure(body: bytes) -> Failure:
    """Return the failure envelope, an empty one without a ``code`` where the body is none."""
    try:
        return _failure.decode(body)
    except (ValueError, RecursionError):
        return Failure(None)


def read_data(body: bytes) -> msgspec.Raw:
    """Return ``data`` of a success envelope.

    Raises:
        NotOurServer: a 2xx without the documented envelope.
    """
    try:
        # ``data`` is not looked into here, where bytes that are no text would pass unseen.
        answer = _success.decode(body.decode())
    except (ValueError, RecursionError) as problem:
        raise NotOurServer("an answer without the documented envelope", status=200) from problem
    if not answer.success:
        raise NotOurServer("an answer that is neither success nor failure", status=200)
    return answer.data


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Return ``Retry-After`` in seconds, at most an hour; None where absent or unreadable.

    It is a number or a date (RFC 9110, 10.2.3); a date is measured from the answer's own ``Date``,
    so that a clock of ours that is wrong does not matter.
    """
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return min(float(text), MAX_RETRY_AFTER_S)
    until_s = _http_date_s(text)
    if until_s is None:
        return None
    from_s = _http_date_s(headers.get("date", ""))
    delay_s = until_s - (time.time() if from_s is None else from_s)
    return min(max(0.0, delay_s), MAX_RETRY_AFTER_S)


def _http_date_s(text: str) -> float | None:
    try:
        return parsedate_to_datetime(text).timestamp()
    except (ValueError, OverflowError):
        return None


def error_of(status: int, headers: Mapping[str, str], body: bytes) -> ServerError:
    """Return the error that an answer other than 2xx stands for; branches on ``code``."""
    failure = read_failure(body)
    code, message = failure.code, failure.message
    if status == 429:
        delay_s = retry_after_s(headers)
        if delay_s is None or (code is None and delay_s == 0):
            delay_s = DEFAULT_RETRY_AFTER_S
        return Throttled(retry_after_s=delay_s, code=code, message=message)
    kind: type[ServerError] = RequestRefused
    if status >= 500:
        kind = ServerFault
    elif code is None or status < 400:
        kind = NotOurServer
    elif status == 401 or (status == 403 and code.startswith("AUTH_")):
        kind = KeyRefused
    return kind(status=status, code=code, message=message, details=failure.field_messages())
