"""Starts the window: paint first, import the rest after, then run one loop until it is closed."""

from __future__ import annotations

import sys
from typing import Literal, TypeVar

import msgspec
from PySide6.QtCore import QEvent, QLoggingCategory, QObject, qVersion
from PySide6.QtWidgets import QApplication

from supportdesk_desktop.app.options import (
    Trace,
    WindowOptions,
    draw_offscreen,
    has_display,
    paint_at_once,
    paths_of,
)
from supportdesk_desktop.core.arrangement import COLUMNS_SETTING, ColumnState
from supportdesk_desktop.core.feed_status import FeedState, FeedStatus
from supportdesk_desktop.core.rows import WaitLimits
from supportdesk_desktop.resources import resource
from supportdesk_desktop.store.first_paint import FirstPaint
from supportdesk_desktop.store.settings import WINDOW_STATE
from supportdesk_desktop.ui import timers
from supportdesk_desktop.ui.language import install_language, remove_language
from supportdesk_desktop.ui.theme import STYLE, install
from supportdesk_desktop.ui.theme.theme import inter_family
from supportdesk_desktop.ui.window.frame import WindowContents
from supportdesk_desktop.ui.window.state import View
from supportdesk_desktop.ui.window.window import MainWindow

APP_NAME = "SupportDesk Desktop"
DESKTOP_FILE = "supportdesk-desktop"
PAINT_TIMEOUT_MS = 5000
# Qt asks the desktop portal for its settings and goes on without; a desktop that has none is no
# fault that anybody could mend. QT_LOGGING_RULES still shows it.
_PORTAL_MISSED = "qt.qpa.services.warning=false"

T = TypeVar("T")


def run_window(options: WindowOptions, painted: FirstPaint) -> int:
    """Show the window and run until it is closed; returns the exit code.

    Args:
        options: what the command line says.
        painted: what the store has for the first paint.

    Raises:
        DeskError: what the command line tells in one line.
    """
    trace = Trace(options.trace)
    trace.process_start()
    QLoggingCategory.setFilterRules(_PORTAL_MISSED)
    paint_at_once()
    app = QApplication([*sys.argv[:1], "-style", STYLE])
    app.setApplicationName(APP_NAME)
    app.setDesktopFileName(DESKTOP_FILE)
    app.setQuitOnLastWindowClosed(False)
    options = with_settings(options, painted)
    install_language(app, options.lang or "fr")
    install(app, _mode(options.theme), _scale(painted), styled=True)
    window = MainWindow(contents_of(options, painted))
    _paint(app, window, trace)
    # The first paint is done: only now comes what it does not need.
    from supportdesk_desktop.app.run import run

    return run(app, window, options, paths_of(options), trace)


def with_settings(options: WindowOptions, painted: FirstPaint) -> WindowOptions:
    """Fill in language and theme: the command line, else the setting, else the system."""
    lang = options.lang or _setting(painted, "ui.lang", str)
    if lang not in {"fr", "en"}:
        lang = options.locale_lang
    theme = options.theme or _setting(painted, "ui.theme", str)
    if theme not in {"light", "dark", "system"}:
        theme = "system"
    return msgspec.structs.replace(options, lang=lang, theme=theme)


def _setting(painted: FirstPaint, name: str, kind: type[T]) -> T | None:
    text = painted.settings.get(name)
    try:
        return None if text is None else msgspec.json.decode(text, type=kind)
    except ValueError:
        return None


def _mode(name: str | None) -> Literal["light", "dark", "system"]:
    return "light" if name == "light" else "dark" if name == "dark" else "system"


def _scale(painted: FirstPaint) -> float:
    return min(2.0, max(1.0, _setting(painted, "ui.scale", float) or 1.0))


def contents_of(options: WindowOptions, painted: FirstPaint) -> WindowContents:
    """Return what the window shows first."""
    memory = painted.memory
    status = FeedStatus(
        FeedState.CONNECTING,
        since_ms=timers.now_ms(),
        tickets=memory.tickets,
        verified_up_to_ms=memory.verified_up_to_ms,
        had_feed=memory.had_feed,
    )
    # A picture has the designed size: Qt's screen without a display is smaller than the window.
    remembered = None if options.screenshot else _setting(painted, WINDOW_STATE, dict)
    return WindowContents(
        view=View(painted.view.value),
        over=painted.over,
        saved_views=painted.saved_views,
        layout=painted.layout,
        lines=painted.lines,
        total=painted.total,
        columns=_setting(painted, COLUMNS_SETTING, tuple[ColumnState, ...]) or (),
        rows=painted.rows,
        counts=painted.counts,
        shop=memory.shop,
        agent_name=memory.agent_name,
        agent_level=memory.agent_level,
        sample_data=options.local_desk,
        status=status,
        window=remembered or {},
        language=options.lang or "fr",
        appearance=options.theme or "system",
        letters=_setting(painted, "ui.letters", bool) is not False,
        waits=_setting(painted, "ui.waits", WaitLimits) or WaitLimits(),
    )


class _FirstPaints(QObject):
    """Notes the first paint of the list, rows or empty state: one pass paints the whole window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._list = window.ticket_list
        self.done = False
        self._list.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at paint events alone."""
        if event.type() == QEvent.Type.Paint and not self.done:
            self.done = True
            self._list.removeEventFilter(self)
        return False


def _paint(app: QApplication, window: MainWindow, trace: Trace) -> None:
    """Show the window and let it paint, before anything else happens."""
    paints = _FirstPaints(window)
    window.show()
    window.focus_page()
    end = timers.Deadline(PAINT_TIMEOUT_MS)
    while not paints.done and end.left_ms():
        app.processEvents()
    trace.mark("first_paint")
    trace.mark("populated_paint")


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
