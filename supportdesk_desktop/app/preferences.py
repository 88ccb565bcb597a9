"""What an agent sets acts at once: in the window, and in whoever announces for this profile."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from PySide6.QtWidgets import QApplication

from supportdesk_desktop.app.services import Services
from supportdesk_desktop.app.session import ProfileSession
from supportdesk_desktop.core.changes import SettingChanged
from supportdesk_desktop.core.errors import DeskError
from supportdesk_desktop.core.settings import (
    DENSITY,
    LANGUAGE,
    SINGLE_LETTERS,
    TEXT_SCALE,
    THEME,
    Section,
    Setting,
)
from supportdesk_desktop.core.wording import explain
from supportdesk_desktop.tasks import TaskOwner
from supportdesk_desktop.ui.language import install_language, language_now, system_language
from supportdesk_desktop.ui.settings.presenter import SettingsPresenter
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.window.window import MainWindow

SCALES = (1.0, 2.0)


class Preferences:
    """Follows what is chosen in the window's menu, by keys and in the settings window."""

    def __init__(self, window: MainWindow, services: Services, session: ProfileSession) -> None:
        self._window = window
        self._services = services
        self._session = session
        self._preferences = services.preferences
        self._tasks = TaskOwner("preferences")
        self._presenter = SettingsPresenter(
            preferences=services.preferences,
            desk=services.desk,
            notices=services.notices,
            server=lambda: services.connection.base_url,
            choose=self._choose,
            reset_all=self._reset_all,
            parent=window,
        )
        self._deaf = services.bus.subscribe(SettingChanged, self._on_change)
        window.theme_chosen.connect(lambda mode: self._choose(THEME, mode))
        window.language_chosen.connect(lambda lang: self._choose(LANGUAGE, lang))
        window.scale_chosen.connect(self._on_scale)
        window.letters_chosen.connect(lambda on: self._choose(SINGLE_LETTERS, on))
        window.pages.serve_settings(self._presenter.attach)

    async def aclose(self) -> None:
        """Store what was chosen last."""
        self._deaf()
        await self._presenter.aclose()
        await self._tasks.drain()
        await self._tasks.aclose()

    def _on_scale(self, scale: float) -> None:
        self._choose(TEXT_SCALE, min(SCALES[1], max(SCALES[0], round(scale, 1))))

    def _choose(self, setting: Setting[Any], value: Any) -> None:
        announced = setting.section is Section.NOTIFICATIONS
        storing = self._preferences.put(setting, value)
        self._tasks.start(setting.name, self._store(storing, announced=announced))

    def _reset_all(self) -> None:
        self._tasks.start("reset", self._store(self._preferences.reset_all(), announced=True))

    async def _store(self, storing: Coroutine[Any, Any, None], *, announced: bool) -> None:
        """Use and store values; who announces reads them once they are stored."""
        try:
            await storing
            if announced:
                await self._session.ask_owner("settings")
        except DeskError as problem:
            self._window.say(explain(problem, language_now()))

    def _on_change(self, change: SettingChanged) -> None:
        value = self._preferences.value
        if change.name == THEME.name:
            theme().set_mode(value(THEME))
        elif change.name == LANGUAGE.name:
            self._speak(value(LANGUAGE))
        elif change.name == TEXT_SCALE.name:
            theme().set_scale(value(TEXT_SCALE))
        elif change.name == DENSITY.name:
            self._window.ticket_list.density_chosen.emit(value(DENSITY))
        elif change.name == SINGLE_LETTERS.name:
            self._window.set_letters(value(SINGLE_LETTERS))
        self._window.set_choices(language_now(), value(THEME))
        self._presenter.show_setting(change.name)

    def _speak(self, chosen: str) -> None:
        language = system_language() if chosen == "system" else chosen
        app = QApplication.instance()
        if isinstance(app, QApplication):
            install_language(app, language)
        self._services.notices.speak(language)
