"""What the window says of the feed follows its proof, everywhere."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from pytestqt.qtbot import QtBot

from supportdesk_desktop.core.changes import FeedChanged
from supportdesk_desktop.core.feed_status import FeedState, FeedStatus
from supportdesk_desktop.services.bus import Bus
from supportdesk_desktop.services.days import ObservedDay
from supportdesk_desktop.ui.bridge import Bridge
from supportdesk_desktop.ui.ticket.pane import DetailPane
from supportdesk_desktop.ui.tickets.model import TicketListModel
from supportdesk_desktop.ui.tickets.pane import Emptiness, TicketListPane
from supportdesk_desktop.ui.trust.presenter import FeedPresenter
from supportdesk_desktop.ui.trust.strip import TrustStrip
from supportdesk_desktop.ui.window.rail import Rail
from tests.desktop.ui.desk import NOW
from tests.desktop.ui.hands import words
from tests.fakes.workspace import workspace


class NothingObserved:
    """A journal without an entry."""

    async def day(self) -> ObservedDay:
        return ObservedDay((), NOW)


@pytest.fixture
async def pane(qtbot: QtBot, bus: Bus) -> AsyncIterator[TicketListPane]:
    strip, rail, detail = TrustStrip(now_ms=lambda: NOW), Rail(), DetailPane()
    pane = TicketListPane(TicketListModel(now_ms=lambda: NOW))
    for widget in (strip, rail, detail, pane):
        qtbot.addWidget(widget)
    pane.set_emptiness(Emptiness.NOTHING_TO_DO)
    bridge = Bridge(bus, pane)
    presenter = FeedPresenter(
        workspace(bridge, days=NothingObserved()),
        strip=strip,
        rail=rail,
        pane=pane,
        detail=detail,
    )
    pane.show()
    yield pane
    await presenter.aclose()
    bridge.close()


@pytest.fixture
def bus() -> Bus:
    return Bus()


@pytest.mark.parametrize("state", [one for one in FeedState if one is not FeedState.VERIFIED])
async def test_an_empty_list_is_good_news_only_while_the_feed_is_verified(
    pane: TicketListPane, bus: Bus, state: FeedState
) -> None:
    bus.publish(FeedChanged(FeedStatus(FeedState.VERIFIED, NOW, verified_up_to_ms=NOW)))
    assert "Rien à traiter" in words(pane)
    bus.publish(FeedChanged(FeedStatus(state, NOW, lost_ms=NOW, verified_up_to_ms=NOW)))
    assert "Rien à traiter" not in words(pane)
