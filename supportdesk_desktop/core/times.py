"""Times on the wire (ISO 8601) and in the store (milliseconds since the epoch, UTC)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# A day from either end of the calendar, so that a moment can be shown in any zone.
_EARLIEST = datetime(1, 1, 2, tzinfo=UTC)
_LATEST = datetime(9999, 12, 30, tzinfo=UTC)

LATEST_MS = (_LATEST - _EPOCH) // timedelta(milliseconds=1)
"""The latest moment that is read."""


def epoch_ms(text: str) -> int:
    """Read an ISO 8601 time that has an offset or Z.

    Returns:
        Milliseconds since 1970-01-01T00:00Z.

    Raises:
        ValueError: not such a time (``contract/rest.md``: ``occurredAt`` needs an offset or Z).
        OverflowError: such a time, but before year 1 or after year 9999 in some zone.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or "T" not in text.upper():
        raise ValueError(f"a time with a date, a time of day and an offset is needed: {text!r}")
    if not _EARLIEST <= moment <= _LATEST:
        raise OverflowError(f"out of the calendar: {text!r}")
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def iso_utc(ms: int) -> str:
    """Write milliseconds since the epoch as ISO 8601 in UTC with Z, to the millisecond."""
    moment = _EPOCH + timedelta(milliseconds=ms)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
