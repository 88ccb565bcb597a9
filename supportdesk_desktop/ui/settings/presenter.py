"""Settings, applied at once: in the window, and in the process that announces for the profile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication

from supportdesk_desktop import __version__
from supportdesk_desktop.core.changes import SettingChanged
from supportdesk_desktop.core.errors import NotificationAbsent, NotificationError
from supportdesk_desktop.core.settings import (
    DENSITY,
    LANGUAGE,
    SETTINGS,
    SINGLE_LETTERS,
    TEXT_SCALE,
    THEME,
    WAITS,
    Section,
    Setting,
)
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.language import install_language, language_now, system_language
from supportdesk_desktop.ui.settings.window import SettingsWindow
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.theme import within_scales
from supportdesk_desktop.ui.workspace import Presenter, Workspace

if TYPE_CHECKING:
    from supportdesk_desktop.ui.window.window import MainWindow


class SettingsPresenter(Presenter):
    """Follows what is chosen in the window's menu, by keys and in the settings window."""

    def __init__(self, workspace: Workspace, window: MainWindow) -> None:
        super().__init__("settings", workspace, window)
        self._window = window
        self._settings: SettingsWindow | None = None
        self._preferences = workspace.preferences
        self._bridge.setting.connect(self._on_change)
        window.theme_chosen.connect(lambda mode: self._choose(THEME, mode))
        window.language_chosen.connect(lambda lang: self._choose(LANGUAGE, lang))
        window.scale_chosen.connect(
            lambda scale: self._choose(TEXT_SCALE, within_scales(round(scale, 1)))
        )
        window.letters_chosen.connect(lambda on: self._choose(SINGLE_LETTERS, on))
        window.pages.serve(SettingsWindow, self._attach)

    async def aclose(self) -> None:
        """Store the last choice, and close the settings window."""
        self._tasks.cancel("test")
        if self._settings is not None:
            self._settings.close()
        await self.settle()
        await super().aclose()

    def _attach(self, settings: SettingsWindow) -> None:
        self._settings = settings
        settings.chosen.connect(self._choose)
        settings.reset_all_requested.connect(lambda: self._do("reset", self._reset_all))
        settings.test_requested.connect(lambda: self._tasks.replace("test", self._test(settings)))
        settings.shown.connect(lambda: self._show_facts(settings))
        settings.show_values({one.name: self._preferences.value(one) for one in SETTINGS})
        self._show_facts(settings)

    def _choose(self, setting: Setting[Any], value: Any) -> None:
        self._do(setting.name, self._put, setting, value)

    async def _put(self, setting: Setting[Any], value: Any) -> None:
        """Use and store a value; the announcing process reads it once it is stored."""
        await self._preferences.put(setting, value)
        if setting.section is Section.NOTIFICATIONS:
            await self._workspace.ask_owner("settings")

    async def _reset_all(self) -> None:
        await self._preferences.reset_all()
        await self._workspace.ask_owner("settings")

    def _on_change(self, change: SettingChanged) -> None:
        setting = next((one for one in SETTINGS if one.name == change.name), None)
        if setting is None:
            return
        value = self._preferences.value(setting)
        if setting is THEME:
            theme().set_mode(value)
        elif setting is LANGUAGE:
            self._apply_language(value)
        elif setting is TEXT_SCALE:
            theme().set_scale(value)
        elif setting is DENSITY:
            self._window.ticket_list.density_chosen.emit(value)
        elif setting is WAITS:
            self._window.ticket_list.view.set_limits(value)
        elif setting is SINGLE_LETTERS:
            self._window.set_letters(value)
        self._window.set_choices(language_now(), self._preferences.value(THEME))
        if self._settings is not None:
            self._settings.show_values({setting.name: value})

    def _apply_language(self, chosen: str) -> None:
        language = system_language() if chosen == "system" else chosen
        app = QApplication.instance()
        if isinstance(app, QApplication):
            install_language(app, language)
        self._workspace.notices.lang = language

    def _show_facts(self, window: SettingsWindow) -> None:
        facts = self._workspace.desk.facts
        server, agent = self._workspace.connection.base_url, ""
        if facts is not None and facts.name:
            server = f"{texts.one_line(facts.name)}, {server}"
        if facts is not None and facts.agent is not None:
            agent = texts.one_line(facts.agent.name)
        window.show_facts(server=server, agent=agent, version=__version__)
        notices = self._workspace.notices
        window.show_service(notices.describe() if notices.available else "")

    async def _test(self, window: SettingsWindow) -> None:
        window.show_test_result(self.tr("Essai…"), running=True)
        try:
            shown = await self._workspace.notices.send_test()
        except NotificationAbsent:
            window.show_test_result(self.tr("Aucun service de notification"))
        except NotificationError:
            window.show_test_result(self.tr("Refusé par le système"))
        else:
            took = texts.latency((shown.shown_ns - shown.sent_ns) / 1e6)
            window.show_test_result(self.tr("Notifié en {time}").format(time=took))
