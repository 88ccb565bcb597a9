"""``python -m tests.pictures FOLDER [NAME…]``: draw the scenes offscreen, one PNG each.

``--store`` in the place of the folder renews the pictures that the tests compare with.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast
from unittest.mock import patch

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from supportdesk_desktop.ui.language import install_language
from supportdesk_desktop.ui.theme import Mode, install
from supportdesk_desktop.ui.timers import TimeSource
from tests.desktop.ui.desk import NOW
from tests.pictures import stored
from tests.pictures.scenes import SCENES, Scene, open_window

SETTLE_ROUNDS = 8
"""Layouts that depend on one another come to rest within so many turns of the event loop."""


def main(arguments: list[str]) -> int:
    """Draw the scenes named, or all; return the exit code."""
    if arguments == ["--store"]:
        return store(QApplication(["screenshots"]))
    if not arguments or arguments[0].startswith("-"):
        print("usage: script/screenshots FOLDER [NAME…] | --store", file=sys.stderr)
        return 2
    folder, names = Path(arguments[0]), set(arguments[1:])
    unknown = names - {scene.name for scene in SCENES}
    if unknown:
        print(f"no such scene: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication(["screenshots"])
    for scene in SCENES:
        if not names or scene.name in names:
            path = folder / f"{scene.name}.png"
            draw(app, scene, path)
            print(path)
    return 0


def store(app: QApplication) -> int:
    """Renew the pictures that are kept; return the exit code."""
    stored.write_note()
    for scene in SCENES:
        if scene.name in stored.KEPT:
            with opened(app, scene) as shown:
                kept = stored.small(shown.grab().toImage())
            if not kept.save(str(stored.path_of(scene.name))):
                raise OSError(f"cannot write {stored.path_of(scene.name)}")
            print(stored.path_of(scene.name))
    return 0


@contextmanager
def opened(app: QApplication, scene: Scene) -> Iterator[QWidget]:
    """Show one scene in a window of its own, at rest; yield the window to look at."""
    install(app, cast(Mode, scene.mode), scene.scale)
    install_language(app, scene.language)
    # A caret that blinks and a clock that goes on would make each picture another one.
    flash = app.cursorFlashTime()
    app.setCursorFlashTime(0)
    try:
        with patch.object(TimeSource, "wall_ms", lambda _time: NOW):
            yield from _opened(app, scene)
    finally:
        app.setCursorFlashTime(flash)


def _opened(app: QApplication, scene: Scene) -> Iterator[QWidget]:
    window = open_window(scene.language)
    window.resize(scene.width, scene.height)
    window.show()
    app.processEvents()
    shown = scene.show(window) or window
    shown.resize(scene.width, scene.height)
    for _ in range(SETTLE_ROUNDS):
        app.processEvents()
    try:
        yield shown
    finally:
        window.let_close()
        window.close()
        window.deleteLater()
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def draw(app: QApplication, scene: Scene, path: Path) -> None:
    """Save what one scene looks like."""
    with opened(app, scene) as shown:
        if not shown.grab().save(str(path)):
            raise OSError(f"cannot write {path}")


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.exit(main(sys.argv[1:]))
