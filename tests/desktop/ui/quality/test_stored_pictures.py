"""Twelve pictures look as the kept ones do; ``script/screenshots --store`` renews these."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from tests.pictures.__main__ import opened
from tests.pictures.scenes import SCENES, Scene
from tests.pictures.stored import KEPT, MOST_BLOCKS, differing, made_with, noted, path_of, small

pytestmark = pytest.mark.skipif(
    noted() != made_with(), reason=f"pictures of {noted()}, this is {made_with()}"
)
KEPT_SCENES = [scene for scene in SCENES if scene.name in KEPT]


def picture(shown: QWidget) -> QImage:
    return small(shown.grab().toImage())


def test_all_twelve_are_kept() -> None:
    assert len(KEPT_SCENES) == len(KEPT) == 12
    assert all(path_of(name).exists() for name in KEPT)


@pytest.mark.parametrize("scene", KEPT_SCENES, ids=lambda scene: scene.name)
def test_a_page_looks_as_it_did(qapp: QApplication, scene: Scene) -> None:
    with opened(qapp, scene) as shown:
        places = differing(QImage(str(path_of(scene.name))), picture(shown))
    assert len(places) <= MOST_BLOCKS, f"{len(places)} blocks differ, the first at {places[:8]}"


def test_a_layout_that_breaks_is_seen(qapp: QApplication) -> None:
    scene = next(scene for scene in KEPT_SCENES if scene.name == "ticket")
    with opened(qapp, scene) as shown:
        before = picture(shown)
        assert differing(before, picture(shown)) == []
        button = shown.findChild(QWidget, "detail-channel")
        assert button is not None
        button.hide()
        qapp.processEvents()
        qapp.processEvents()
        gone = differing(before, picture(shown))
        body = shown.findChild(QWidget, "detail-body")
        assert body is not None
        layout = body.layout()
        assert layout is not None
        layout.setContentsMargins(40, 20, 0, 0)
        qapp.processEvents()
        moved = differing(before, picture(shown))
    assert len(gone) > MOST_BLOCKS
    assert len(moved) > 10 * MOST_BLOCKS
