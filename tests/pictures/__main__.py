"""``python -m tests.pictures FOLDER [NAME…]``: draw the scenes offscreen, one PNG each."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import cast

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from supportdesk_desktop.ui.language import install_language
from supportdesk_desktop.ui.theme import Mode, install
from supportdesk_desktop.ui.window import MainWindow
from tests.pictures.scenes import SCENES, Scene, contents

SETTLE_ROUNDS = 8
"""Layouts that depend on one another come to rest within so many turns of the event loop."""


def main(arguments: list[str]) -> int:
    """Draw the scenes named, or all; return the exit code."""
    if not arguments or arguments[0].startswith("-"):
        print("usage: script/screenshots FOLDER [NAME…]", file=sys.stderr)
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


def draw(app: QApplication, scene: Scene, path: Path) -> None:
    """Show one scene in a window of its own and save what it looks like."""
    install(app, cast(Mode, scene.mode), scene.scale)
    install_language(app, scene.language)
    window = MainWindow(contents(scene.language))
    window.resize(scene.width, scene.height)
    window.show()
    app.processEvents()
    shown = scene.show(window) or window
    shown.resize(scene.width, scene.height)
    for _ in range(SETTLE_ROUNDS):
        app.processEvents()
    if not shown.grab().save(str(path)):
        raise OSError(f"cannot write {path}")
    window.let_close()
    window.close()
    window.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.exit(main(sys.argv[1:]))
