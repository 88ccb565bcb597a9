"""Language, theme and text size: applied at once, kept in the profile."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from supportdesk_desktop.services.tasks import TaskOwner
from supportdesk_desktop.store import Store
from supportdesk_desktop.ui.language import install_language
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.window import MainWindow

SCALES = (1.0, 2.0)


class Preferences:
    """Follows what is chosen in the window's menu."""

    def __init__(self, window: MainWindow, store: Store, tasks: TaskOwner) -> None:
        self._window = window
        self._store = store
        self._tasks = tasks
        self._appearance = theme().mode
        self._language = ""
        window.theme_chosen.connect(self._on_theme)
        window.language_chosen.connect(self._on_language)
        window.scale_chosen.connect(self._on_scale)
        window.letters_chosen.connect(lambda on: self._keep("ui.letters", on))

    def _on_theme(self, mode: str) -> None:
        theme().set_mode(mode)  # type: ignore[arg-type]
        self._keep("ui.theme", mode)

    def _on_language(self, lang: str) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            install_language(app, lang)
        self._keep("ui.lang", lang)

    def _on_scale(self, scale: float) -> None:
        scale = min(SCALES[1], max(SCALES[0], round(scale, 1)))
        theme().set_scale(scale)
        self._keep("ui.scale", scale)

    def _keep(self, name: str, value: object) -> None:
        self._tasks.start(f"keep-{name}", self._store.settings.put(name, value))
