"""What ``self-test`` asks of the window's parts: Qt, its platform, theme, icons, translations."""

from __future__ import annotations

import sys

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QApplication

from supportdesk_desktop.app.options import draw_offscreen, has_display
from supportdesk_desktop.resources import resource
from supportdesk_desktop.ui.language import install_language, remove_language
from supportdesk_desktop.ui.theme import install
from supportdesk_desktop.ui.theme.fonts import inter_family


def check_window() -> str:
    """Load what a window needs, without one; return Qt's version, platform and font.

    Raises:
        FileNotFoundError: translations are missing.
        RuntimeError: the font cannot be loaded.
    """
    if not has_display():
        draw_offscreen()
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    if not list(resource("translations").glob("*.qm")):
        raise FileNotFoundError("translations")
    install_language(app, "en")
    remove_language(app)
    install(app).icon("bell")
    family = inter_family()
    if not family:
        raise RuntimeError("the font Inter cannot be loaded")
    return f"Qt {qVersion()}, {app.platformName()}, {family}"
