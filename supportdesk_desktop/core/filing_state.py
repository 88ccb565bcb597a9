"""Where a filing and the whole queue stand: what lists, numbers and the strip show of them."""

from __future__ import annotations

from enum import StrEnum


class FilingState(StrEnum):
    """Where a filing stands; never "probably"."""

    QUEUED = "queued"
    SENDING = "sending"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"
    WITHDRAWN = "withdrawn"


OPEN_STATES = frozenset(
    {FilingState.QUEUED, FilingState.SENDING, FilingState.REFUSED, FilingState.UNCERTAIN}
)
TO_DECIDE = frozenset({FilingState.REFUSED, FilingState.UNCERTAIN})


class Pause(StrEnum):
    """Why the whole queue stands still."""

    KEY_MISSING = "key_missing"
    KEY_REFUSED = "key_refused"
    NOT_OUR_SERVER = "not_our_server"
    PLAN_LIMIT = "plan_limit"
    OTHER_PROFILE = "other_profile"
