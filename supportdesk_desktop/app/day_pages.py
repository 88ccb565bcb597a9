"""Joins what tells of the days: statistics, the journal of blind intervals, what is verified."""

from __future__ import annotations

from supportdesk_desktop.app.services import Services
from supportdesk_desktop.services.days import DayService, OpenTime
from supportdesk_desktop.ui.bridge import Bridge
from supportdesk_desktop.ui.days.presenter import StatisticsPresenter, TrustPresenter
from supportdesk_desktop.ui.window.window import MainWindow


class DayPages:
    """The presenters of these pages, and the account of when the window was open."""

    def __init__(
        self,
        window: MainWindow,
        services: Services,
        days: DayService,
        bridge: Bridge,
    ) -> None:
        self._open_time = OpenTime(services.store, services.bus, services.clock)
        self.statistics = StatisticsPresenter(
            days=days,
            bridge=bridge,
            say=window.say,
            parent=window,
        )
        self._trust = TrustPresenter(
            strip=window.strip,
            days=days,
            bridge=bridge,
            say=window.say,
            parent=window,
        )
        window.overlays.journal_opened.connect(self._trust.show_journal)
        window.overlays.details_opened.connect(self._trust.show_details)

    def begin(self) -> None:
        """Write down that the window is open, from now on."""
        self._open_time.start()

    async def aclose(self) -> None:
        """Write down the end, and end what is being read."""
        await self.statistics.aclose()
        await self._trust.aclose()
        await self._open_time.aclose()
