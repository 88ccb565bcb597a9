"""A window whose theme changes looks as one opened in that theme."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from supportdesk_desktop.ui.theme import theme
from tests.pictures.__main__ import SETTLE_ROUNDS, opened
from tests.pictures.scenes import SCENES, Scene, each_page
from tests.pictures.stored import differing, small

PAGES = each_page(scene for scene in SCENES if (scene.scale, scene.mode) == (1.0, "light"))
MOST_BLOCKS = 1
"""A ticket's own window differs by so much from one opening to the next."""


@pytest.mark.parametrize("scene", PAGES, ids=lambda scene: scene.name)
def test_every_colour_follows(qapp: QApplication, scene: Scene) -> None:
    with opened(qapp, replace(scene, mode="dark")) as shown:
        expected = small(shown.grab().toImage())
    with opened(qapp, scene) as shown:
        theme().set_mode("dark")
        for _ in range(SETTLE_ROUNDS):
            qapp.processEvents()
        assert len(differing(expected, small(shown.grab().toImage()))) <= MOST_BLOCKS
