"""Scenes of ``script/screenshots`` can be drawn in each language, theme, scale and size."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from tests.desktop.ui.quality.looking import cut_words, painted, past_the_edge, sideways
from tests.pictures.__main__ import opened
from tests.pictures.scenes import SCENES, Scene

LOOKS = {(one.language, one.mode, one.scale, one.width): one for one in SCENES}
DRAWN = [one for one in SCENES if one.scale == 2.0 or one in LOOKS.values()]
"""That each page can be drawn at 100 % is held by the tests of a longer language."""


@pytest.mark.parametrize("scene", DRAWN, ids=lambda scene: scene.name)
def test_a_scene_is_drawn(qapp: QApplication, scene: Scene) -> None:
    with opened(qapp, scene) as shown:
        image = shown.grab().toImage()
        if scene.scale == 2.0:
            assert cut_words(shown, painted(qapp, shown)) == []
            assert sideways(shown) == []
            assert past_the_edge(shown) == []
    assert (image.width(), image.height()) == (scene.width, scene.height)
    colours = {image.pixel(x, y) for x in range(0, image.width(), 9) for y in range(60, 500, 9)}
    assert len(colours) > 30
