"""The statistics are green as long as the feed is verified."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from supportdesk_desktop.core.changes import FeedChanged
from supportdesk_desktop.core.feed_status import FeedState, FeedStatus
from supportdesk_desktop.core.statistics import Statistics
from supportdesk_desktop.services.bus import Bus
from supportdesk_desktop.ui.bridge import Bridge
from supportdesk_desktop.ui.days.presenter import StatisticsPresenter
from supportdesk_desktop.ui.days.statistics import StatisticsPage
from tests.desktop.ui.desk import NOW
from tests.desktop.ui.statistics import statistics
from tests.fakes.workspace import workspace


class Counted:
    """What was counted, whoever asks."""

    async def statistics(self, count: int) -> Statistics:
        return statistics(count)


@pytest.mark.parametrize("early", [True, False], ids=["page after status", "status after page"])
async def test_the_page_follows_the_feed(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, early: bool
) -> None:
    bus, page = Bus(), StatisticsPage()
    qtbot.addWidget(page)
    seen: list[bool] = []
    monkeypatch.setattr(page, "set_verified", seen.append)
    bridge = Bridge(bus, page)
    presenter = StatisticsPresenter(workspace(bridge, days=Counted()), page)
    if early:
        bus.publish(FeedChanged(FeedStatus(FeedState.VERIFIED, NOW)))
    presenter.attach(page)
    if not early:
        bus.publish(FeedChanged(FeedStatus(FeedState.VERIFIED, NOW)))
    bus.publish(FeedChanged(FeedStatus(FeedState.UNVERIFIED, NOW)))
    assert seen[-2:] == [True, False]
    await presenter.aclose()
    bridge.close()
