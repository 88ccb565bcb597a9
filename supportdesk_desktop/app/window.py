"""Starts the window: paint first, import the rest after, then run one loop until it is closed."""

from __future__ import annotations

import sys
import time
from typing import Literal, TypeVar

import msgspec
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from supportdesk_desktop.app.qt_platform import paint_at_once, quiet_the_portal
from supportdesk_desktop.app.start_trace import StartTrace
from supportdesk_desktop.app.window_options import WindowOptions
from supportdesk_desktop.core.arrangement import COLUMNS_SETTING, ColumnState
from supportdesk_desktop.core.feed_status import FeedState, FeedStatus
from supportdesk_desktop.store.first_paint import FirstPaint, read_first_paint
from supportdesk_desktop.store.rows import View as TicketView
from supportdesk_desktop.store.settings import WINDOW_STATE
from supportdesk_desktop.system.paths import (
    DEFAULT_PROFILE,
    LOCAL_DESK_PROFILE,
    ProfilePaths,
    profile_paths,
)
from supportdesk_desktop.ui.language import install_language
from supportdesk_desktop.ui.theme import STYLE, install
from supportdesk_desktop.ui.views import View
from supportdesk_desktop.ui.window import MainWindow, WindowContents

APP_NAME = "SupportDesk Desktop"
DESKTOP_FILE = "supportdesk-desktop"
PAINT_TIMEOUT_S = 5.0

T = TypeVar("T")


def run_window(options: WindowOptions) -> int:
    """Show the window and run until it is closed; returns the exit code.

    Raises:
        DeskError: what the command line tells in one line.
    """
    trace = StartTrace(options.trace)
    trace.process_start()
    paths = paths_of(options)
    quiet_the_portal()
    paint_at_once()
    app = QApplication([*sys.argv[:1], "-style", STYLE])
    app.setApplicationName(APP_NAME)
    app.setDesktopFileName(DESKTOP_FILE)
    app.setQuitOnLastWindowClosed(False)
    if options.local_desk:
        set_orphan_aside(paths)
    # A picture is of the view that everyone knows.
    view = TicketView.MINE if options.screenshot else None
    painted = read_first_paint(paths.store, time.time_ns() // 1_000_000, view=view)
    options = with_settings(options, painted)
    install_language(app, options.lang or "fr")
    install(app, _mode(options.theme), _scale(painted), styled=True)
    window = MainWindow(contents_of(options, painted))
    _paint(app, window, trace)
    # The first paint is done: only now comes what it does not need.
    from supportdesk_desktop.app.window_run import run

    return run(app, window, options, paths, trace)


def paths_of(options: WindowOptions) -> ProfilePaths:
    """Return the profile's paths: the local desk has one of its own."""
    name = LOCAL_DESK_PROFILE if options.local_desk else options.profile or DEFAULT_PROFILE
    return profile_paths(options.data_dir, name)


def set_orphan_aside(paths: ProfilePaths) -> None:
    """Move the store away where the local desk's database is gone: it is of another desk."""
    desk = paths.folder / "desk.db"
    if paths.store.exists() and not desk.exists():
        stamp = time.strftime("%Y%m%d-%H%M%S")
        for suffix in ("", "-wal", "-shm"):
            file = paths.store.with_name(paths.store.name + suffix)
            if file.exists():
                file.rename(file.with_name(f"{file.name}.{stamp}"))


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
        since_ms=time.time_ns() // 1_000_000,
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


def _paint(app: QApplication, window: MainWindow, trace: StartTrace) -> None:
    """Show the window and let it paint, before anything else happens."""
    paints = _FirstPaints(window)
    window.show()
    window.focus_page()
    end = time.monotonic() + PAINT_TIMEOUT_S
    while not paints.done and time.monotonic() < end:
        app.processEvents()
    trace.mark("first_paint")
    trace.mark("populated_paint")
