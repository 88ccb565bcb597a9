"""The window: Qt and the application are imported here and nowhere else in ``cli``."""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import sys
import time
from typing import NoReturn

import msgspec

from supportdesk_desktop.app.options import (
    WindowOptions,
    draw_offscreen,
    hand_over,
    has_display,
    move_orphaned_store,
    paths_of,
)
from supportdesk_desktop.cli.language import lang, say
from supportdesk_desktop.core.rows import TicketView
from supportdesk_desktop.store.first_paint import read_first_paint

PACKAGES = "libglib2.0-0t64 libgl1 libegl1 libfontconfig1 libxkbcommon0 libdbus-1-3"
DISPLAY_PACKAGES = "libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxkbcommon-x11-0"


def run(parsed: argparse.Namespace) -> int:
    """Open the window, or hand the link to the one that is open; returns the exit code."""
    given = {**vars(parsed), "timeout_s": parsed.timeout, "locale_lang": lang()}
    options = msgspec.convert(given, WindowOptions)
    # Who asks for a picture gets one: of a second window, where one is open.
    paths = paths_of(options)
    if options.screenshot is None and hand_over(paths, options.link):
        return 0
    if not has_display():
        if options.screenshot is None:
            sys.stderr.write(_no_display() + "\n")
            return 1
        draw_offscreen()
    if options.local_desk:
        move_orphaned_store(paths)
    # Read before Qt is loaded, since PySide makes each import after its own slower. A picture is
    # of the view that everyone knows.
    view = TicketView.MINE if options.screenshot else None
    painted = read_first_paint(paths.store, time.time_ns() // 1_000_000, view=view)
    try:
        from supportdesk_desktop.app.start import run_window
    except ImportError as problem:
        sys.stderr.write(_what_is_missing(problem) + "\n")
        return 1
    return _leave(run_window(options, painted))


def _leave(code: int) -> NoReturn:
    """Exit at once: everything is closed and stored, and only the interpreter remains.

    Python and Qt destroy what is left in an order that neither knows; rarely, with a screen reader
    listening, that ended in a fault after all was done.
    """
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        # Nobody reads any more: that is no reason to end otherwise.
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


def _no_display() -> str:
    return say(
        "Pas d’écran ici (DISPLAY et WAYLAND_DISPLAY sont vides). "
        "--screenshot FILE dessine la fenêtre sans écran.",
        "There is no display here (DISPLAY and WAYLAND_DISPLAY are empty). "
        "--screenshot FILE draws the window without one.",
    )


def _what_is_missing(problem: ImportError) -> str:
    return say(
        f"Qt ne peut pas être chargé ({problem}). Sur Debian : apt install {PACKAGES} "
        f"{DISPLAY_PACKAGES}",
        f"Qt cannot be loaded ({problem}). On Debian: apt install {PACKAGES} {DISPLAY_PACKAGES}",
    )
