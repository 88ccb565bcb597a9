"""A window whose language changes says what a window opened in that language says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from supportdesk_desktop.ui.language import install_language
from tests.desktop.ui.quality.looking import path_of, texts_of, visible
from tests.pictures.__main__ import SETTLE_ROUNDS, opened
from tests.pictures.scenes import SCENES, Scene, each_page

SAID_BEFORE = {
    "ticket-window",
    "details",
    "details-offline",
    "new-ticket-missing",
    "new-ticket-nothing-filed",
    "customer-inline",
    "palette",
    "palette-whole",
    "first-run-checked",
}
"""Scenes with a sentence about something that happened: it stays as it was said."""
PAGES = each_page(
    scene
    for scene in SCENES
    if (scene.scale, scene.language) == (1.0, "fr") and scene.name not in SAID_BEFORE
)


def said(root: QWidget) -> list[tuple[str, str]]:
    """Return where each text stands that is shown or heard; a part of a window has no title."""
    return sorted(
        (path_of(one), text)
        for one in visible(root)
        for text in texts_of(one)
        if text and (one.isWindow() or text != one.windowTitle())
    )


@pytest.mark.parametrize("scene", PAGES, ids=lambda scene: scene.name)
def test_every_text_follows(qapp: QApplication, scene: Scene) -> None:
    with opened(qapp, replace(scene, language="en")) as shown:
        expected = said(shown)
    with opened(qapp, scene) as shown:
        install_language(qapp, "en")
        for _ in range(SETTLE_ROUNDS):
            qapp.processEvents()
        assert said(shown) == expected
