"""Every scene of ``script/screenshots`` can be drawn, in its language, theme and size."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from supportdesk_desktop.ui.language import remove_language
from tests.pictures.__main__ import draw
from tests.pictures.scenes import SCENES, Scene


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    """The application, its language put back afterwards."""
    before = QLocale()
    yield qapp
    remove_language(qapp)
    QLocale.setDefault(before)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_a_scene_is_drawn(app: QApplication, tmp_path: Path, scene: Scene) -> None:
    path = tmp_path / "scene.png"
    draw(app, scene, path)
    image = QImage(str(path))
    assert (image.width(), image.height()) == (scene.width, scene.height)
    colours = {image.pixel(x, y) for x in range(0, image.width(), 9) for y in range(60, 500, 9)}
    assert len(colours) > 30
