"""Every setting of a profile: its name, its kind, its default and the section that shows it.

What is stored may be of another version, or damaged: whatever is not of the kind is the default.
Its words are in the window (``ui/settings/words.py``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Generic, Literal, TypeVar

import msgspec

from supportdesk_desktop.core.arrangement import Density
from supportdesk_desktop.core.notices import Burst, Shows, Sound
from supportdesk_desktop.core.rows import EscalationLimits, WaitLimits
from supportdesk_desktop.core.times import Schedule

T = TypeVar("T")
Mode = Literal["light", "dark", "system"]


class Section(StrEnum):
    """A part of the settings window."""

    ACCOUNT = "account"
    NOTIFICATIONS = "notifications"
    LOOK = "look"
    FILING = "filing"
    PRIVACY = "privacy"
    ADVANCED = "advanced"


@dataclass(frozen=True)
class Setting(Generic[T]):
    """One setting. ``kind`` is what ``msgspec`` checks a stored value against."""

    name: str
    section: Section
    kind: Any
    default: T

    def decode(self, text: str | None) -> T:
        """Return a stored value (JSON), the default where there is none or it is not usable."""
        if text is None:
            return self.default
        try:
            value: T = msgspec.json.decode(text, type=self.kind)
        except ValueError:
            return self.default
        return value

    def of(self, stored: Mapping[str, str]) -> T:
        """Return the value in what the store holds."""
        return self.decode(stored.get(self.name))


_Minutes = Literal[0, 5, 10, 15, 30, 60]

ANNOUNCES = Setting("notices.announces", Section.NOTIFICATIONS, bool, True)
QUIET_HOURS: Setting[Schedule] = Setting("notices.quiet_hours", Section.NOTIFICATIONS, Schedule, ())
CRITICAL_PASSES = Setting("notices.critical_passes", Section.NOTIFICATIONS, bool, False)
SHOWS = Setting("notices.shows", Section.NOTIFICATIONS, Shows, Shows.SUBJECT_AND_CUSTOMER)
BURST = Setting("notices.burst", Section.NOTIFICATIONS, Burst, Burst())
REMIND_MIN: Setting[int] = Setting("notices.remind_min", Section.NOTIFICATIONS, _Minutes, 15)
"""Minutes until an announced ticket that was not opened is announced once more, 0 for never."""
SOUND = Setting("notices.sound", Section.NOTIFICATIONS, Sound, Sound.NONE)
"""Play the system's sound for a message, or for a warning where it is critical."""

ESCALATION_LIMITS = Setting(
    "notices.escalations", Section.NOTIFICATIONS, EscalationLimits, EscalationLimits()
)
"""The ages of escalations that the agent is told of, by the priority of the ticket."""

THEME: Setting[Mode] = Setting("ui.theme", Section.LOOK, Mode, "system")
LANGUAGE = Setting("ui.lang", Section.LOOK, Literal["fr", "en", "system"], "system")
TEXT_SCALE = Setting("ui.scale", Section.LOOK, Annotated[float, msgspec.Meta(ge=1, le=2)], 1.0)
DENSITY = Setting("ui.density", Section.LOOK, Density, Density.COMFORTABLE)
"""Of every view when it is chosen; each may have another one later."""
WAITS = Setting("ui.waits", Section.LOOK, WaitLimits, WaitLimits())
"""The waits of customers that stand out in lists, by priority."""
SINGLE_LETTERS = Setting("ui.letters", Section.LOOK, bool, True)

UNDO_S = Setting("filing.undo_s", Section.FILING, Literal[0, 5, 10, 30], 5)
SEND_CLIENT_REF = Setting("filing.send_client_ref", Section.FILING, bool, True)
"""Send ``metadata.clientRef`` with a filing."""

KEPT_DAYS = Setting("privacy.kept_days", Section.PRIVACY, Literal[30, 90, 180, 365, 730], 365)
"""Days that a ticket is kept after it left the list."""

_HttpsOrNone = Annotated[str, msgspec.Meta(pattern="^(https://.*)?$", max_length=500)]
DASHBOARD_URL = Setting("tickets.dashboard_url", Section.ADVANCED, _HttpsOrNone, "")
"""The page of a ticket in the web dashboard (``core.links``), empty for none."""

TELLS_NEWS = Setting("ui.tells_news", Section.ADVANCED, bool, True)

SETTINGS: tuple[Setting[Any], ...] = tuple(
    value for value in vars().values() if isinstance(value, Setting)
)
"""All of the above, in the order of the window."""
