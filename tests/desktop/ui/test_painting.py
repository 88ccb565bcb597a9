"""What is drawn by hand shows what differs."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from supportdesk_desktop.core.feed_status import FeedState, FeedStatus
from supportdesk_desktop.ui.trust.strip import TrustStrip
from supportdesk_desktop.ui.widgets.painting import brand_icon
from tests.desktop.ui.desk import NOW


def test_an_amber_strip_differs_from_a_calm_one(qtbot: QtBot) -> None:
    strip = TrustStrip(now_ms=lambda: NOW)
    qtbot.addWidget(strip)
    strip.resize(900, 40)
    strip.set_status(FeedStatus(FeedState.VERIFIED, NOW, tickets=38, verified_up_to_ms=NOW))
    calm = strip.grab().toImage()
    strip.set_status(FeedStatus(FeedState.OFFLINE, NOW - 60_000, lost_ms=NOW - 60_000))
    assert calm.pixelColor(4, 20) != strip.grab().toImage().pixelColor(4, 20)


def test_the_icon_of_the_window_comes_in_the_usual_sizes() -> None:
    sizes = {size.width() for size in brand_icon().availableSizes()}
    assert {16, 32, 64} <= sizes
