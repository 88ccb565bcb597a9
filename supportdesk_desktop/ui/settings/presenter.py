"""The settings window: shows what counts now, and hands on what is chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from supportdesk_desktop import __version__
from supportdesk_desktop.core.errors import NotificationAbsent, NotificationError
from supportdesk_desktop.core.settings import SETTINGS, Setting
from supportdesk_desktop.services.account import DeskService
from supportdesk_desktop.services.notices.service import NoticeService
from supportdesk_desktop.services.preferences import PreferenceService
from supportdesk_desktop.tasks import TaskOwner
from supportdesk_desktop.ui import texts

if TYPE_CHECKING:
    from supportdesk_desktop.ui.settings.window import SettingsWindow

Choose = Callable[[Setting[Any], Any], None]


class SettingsPresenter(QObject):
    """Serves the window, which is built when it is first opened."""

    def __init__(
        self,
        *,
        preferences: PreferenceService,
        desk: DeskService,
        notices: NoticeService,
        server: Callable[[], str],
        choose: Choose,
        reset_all: Callable[[], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._desk = desk
        self._notices = notices
        self._server = server
        self._choose = choose
        self._reset_all = reset_all
        self._window: SettingsWindow | None = None
        self._tasks = TaskOwner("ui.settings")

    async def aclose(self) -> None:
        """End what is being tried; the window goes."""
        await self._tasks.aclose()
        if self._window is not None:
            self._window.close()

    def attach(self, window: SettingsWindow) -> None:
        """Serve the window."""
        self._window = window
        window.chosen.connect(self._choose)
        window.reset_all_requested.connect(self._reset_all)
        window.test_requested.connect(lambda: self._tasks.replace("test", self._test()))
        window.shown.connect(self._show_facts)
        window.show_values({one.name: self._preferences.value(one) for one in SETTINGS})
        self._show_facts()

    def show_setting(self, name: str) -> None:
        """Show a setting that has another value now."""
        if self._window is None:
            return
        for setting in SETTINGS:
            if setting.name == name:
                self._window.show_values({name: self._preferences.value(setting)})

    def _show_facts(self) -> None:
        if self._window is None:
            return
        facts = self._desk.facts
        server, agent = self._server(), ""
        if facts is not None and facts.name:
            server = f"{texts.one_line(facts.name)}, {server}"
        if facts is not None and facts.agent is not None:
            agent = texts.one_line(facts.agent.name)
        self._window.show_facts(server=server, agent=agent, version=__version__)
        self._window.show_service(self._notices.describe() if self._notices.available else "")

    async def _test(self) -> None:
        window = self._window
        if window is None:
            return
        window.show_test_result(self.tr("Essai…"), running=True)
        try:
            shown = await self._notices.send_test()
        except NotificationAbsent:
            window.show_test_result(self.tr("Aucun service de notification"))
        except NotificationError:
            window.show_test_result(self.tr("Refusé par le système"))
        else:
            took = texts.latency((shown.shown_ns - shown.sent_ns) / 1e6)
            window.show_test_result(self.tr("Notifié en {time}").format(time=took))
