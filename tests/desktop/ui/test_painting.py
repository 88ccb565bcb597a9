"""What draws itself does so in both themes, small and large, and shows what differs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from supportdesk_desktop.core.feed_status import FeedState, FeedStatus
from supportdesk_desktop.core.filing import FilingState
from supportdesk_desktop.core.notices import NoticeOutcome
from supportdesk_desktop.core.rows import RailCounts
from supportdesk_desktop.ui.days.journal import Journal
from supportdesk_desktop.ui.notices.pane import NotificationsPage
from supportdesk_desktop.ui.outbox.pane import OutboxPage
from supportdesk_desktop.ui.theme import Theme
from supportdesk_desktop.ui.trust.states import NotificationState
from supportdesk_desktop.ui.trust.strip import TrustStrip
from supportdesk_desktop.ui.welcome.page import FirstRunPage
from supportdesk_desktop.ui.widgets.painting import brand_icon
from supportdesk_desktop.ui.window.rail import Rail
from tests.desktop.ui.desk import FILINGS, NOW, RELOADED, REPLAYED, notice

VERIFIED = FeedStatus(FeedState.VERIFIED, NOW, tickets=38, verified_up_to_ms=NOW)


def rail() -> Rail:
    made = Rail()
    made.set_counts(RailCounts(38, 6, 8, 1, 4, 1))
    made.set_agent("Aïcha Houngbédji", "N1")
    return made


def icon_rail() -> Rail:
    made = rail()
    made.set_icons_only(True)
    return made


def strip() -> TrustStrip:
    made = TrustStrip(now_ms=lambda: NOW)
    made.set_intervals([REPLAYED, RELOADED], NOW - 20_000_000)
    made.set_status(VERIFIED)
    made.set_outbox({FilingState.UNCERTAIN: 1})
    made.set_notifications(NotificationState.DND, NOW + 60_000)
    return made


def outbox() -> OutboxPage:
    made = OutboxPage(now_ms=lambda: NOW)
    made.set_filings(FILINGS)
    return made


def notifications() -> NotificationsPage:
    made = NotificationsPage()
    made.set_notices([notice(at, outcome, 84.0) for at, outcome in enumerate(NoticeOutcome)])
    return made


def journal() -> Journal:
    made = Journal(now_ms=lambda: NOW)
    made.show_status(VERIFIED, [REPLAYED, RELOADED], NOW - 20_000_000)
    return made


MAKERS: list[Callable[[], QWidget]] = [
    *(rail, icon_rail, strip, outbox, notifications, journal, FirstRunPage),
]


def drawn(widget: QWidget, qtbot: QtBot) -> QImage:
    qtbot.addWidget(widget)
    widget.resize(900, max(widget.minimumHeight(), 600))
    widget.show()
    return widget.grab().toImage()


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_it_is_drawn_with_more_than_a_ground(
    make: Callable[[], QWidget], each_theme: Theme, scale: float, qtbot: QtBot
) -> None:
    each_theme.set_scale(scale)
    image = drawn(make(), qtbot)
    colours = {
        image.pixelColor(x, y).name()
        for x in range(0, image.width(), 3)
        for y in range(0, image.height(), 3)
    }
    assert len(colours) > 8


@pytest.mark.parametrize("make", MAKERS)
def test_it_follows_a_theme_that_changes_under_it(
    make: Callable[[], QWidget], light_theme: Theme, qtbot: QtBot
) -> None:
    widget = make()
    light = drawn(widget, qtbot)
    light_theme.set_mode("dark")
    dark = widget.grab().toImage()
    corner = (6, light.height() - 20)
    assert light.pixelColor(*corner).lightness() > 200
    assert dark.pixelColor(*corner).lightness() < 80


def test_an_amber_strip_differs_from_a_calm_one(qtbot: QtBot) -> None:
    widget = strip()
    calm = drawn(widget, qtbot)
    widget.set_status(FeedStatus(FeedState.OFFLINE, NOW - 60_000, lost_ms=NOW - 60_000))
    amber = widget.grab().toImage()
    assert calm.pixelColor(4, 20) != amber.pixelColor(4, 20)


def test_the_icon_of_the_window_comes_in_the_usual_sizes(light_theme: Theme) -> None:
    sizes = {size.width() for size in brand_icon().availableSizes()}
    assert {16, 32, 64} <= sizes
