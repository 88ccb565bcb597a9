"""The language of the window: French is the source of all texts, English a translation."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator, Signal
from PySide6.QtWidgets import QApplication

from supportdesk_desktop.resources import resource

logger = logging.getLogger(__name__)

LANGUAGES: Final = ("fr", "en")
_LOCALES = {"fr": "fr_FR", "en": "en_GB"}
_installed: list[QTranslator] = []


class _Language(QObject):
    """Tells widgets that another language was installed."""

    changed = Signal()


_language = _Language()


def system_language() -> str:
    """Return ``fr`` or ``en`` by the system's preference, French where it is neither."""
    for name in QLocale.system().uiLanguages():
        language = name.replace("_", "-").split("-")[0].lower()
        if language in LANGUAGES:
            return language
    return LANGUAGES[0]


def language_now() -> str:
    """Return the language of the window, ``fr`` or ``en``."""
    return "en" if QLocale().language() is QLocale.Language.English else "fr"


def install_language(app: QApplication, language: str) -> None:
    """Show every text, date and number in a language from now on; widgets follow at once.

    Args:
        app: the application.
        language: ``fr`` or ``en``; any other is taken as French.
    """
    language = language if language in LANGUAGES else LANGUAGES[0]
    QLocale.setDefault(QLocale(_LOCALES[language]))
    remove_language(app)
    qt_texts = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name, folder in (
        (f"qtbase_{language}", qt_texts),
        (language, str(resource("translations"))),
    ):
        translator = QTranslator(app)
        if translator.load(name, folder):
            app.installTranslator(translator)
            _installed.append(translator)
        else:
            # Qt's own texts (menus of an edit) may be left out of a bundle; ours may not.
            log = logger.info if name.startswith("qtbase") else logger.warning
            log("no translation %s in %s", name, folder)
    _language.changed.emit()


def follow_language(set_texts: Callable[[], None], *, now: bool = True) -> None:
    """Call a widget's method whenever the language changes, as long as the widget exists.

    Args:
        set_texts: a bound method that sets every text in the present language.
        now: call it at once, too.
    """
    if now:
        set_texts()
    _language.changed.connect(set_texts)


def remove_language(app: QApplication) -> None:
    """Show the source texts again: French, with plurals as they are written in the code."""
    for translator in _installed:
        app.removeTranslator(translator)
    _installed.clear()
