"""Scenes of ``script/screenshots`` can be drawn in each language, theme, scale and size."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from tests.pictures.__main__ import draw
from tests.pictures.scenes import SCENES, Scene

LOOKS = {(one.language, one.mode, one.scale, one.width): one for one in SCENES}
DRAWN = [one for one in SCENES if one.scale == 2.0 or one in LOOKS.values()]
"""That each page can be drawn at 100 % is held by the tests of a longer language."""


@pytest.mark.parametrize("scene", DRAWN, ids=lambda scene: scene.name)
def test_a_scene_is_drawn(qapp: QApplication, tmp_path: Path, scene: Scene) -> None:
    path = tmp_path / "scene.png"
    draw(qapp, scene, path)
    image = QImage(str(path))
    assert (image.width(), image.height()) == (scene.width, scene.height)
    colours = {image.pixel(x, y) for x in range(0, image.width(), 9) for y in range(60, 500, 9)}
    assert len(colours) > 30
