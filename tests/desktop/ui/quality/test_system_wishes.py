"""High contrast and reduced motion, as the system asks for them."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QProxyStyle, QStyle

from supportdesk_desktop.ui.theme import reduced_motion, tokens


@pytest.mark.parametrize(("ground", "ink"), [("#000000", "#ffff00"), ("#ffffff", "#000000")])
def test_high_contrast_is_in_the_colours_of_the_system(ground: str, ink: str) -> None:
    system = QPalette(QColor(ground))
    for role in (QPalette.ColorRole.Window, QPalette.ColorRole.Base):
        system.setColor(role, QColor(ground))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text):
        system.setColor(role, QColor(ink))
    palette = tokens.high_contrast(system)
    assert palette.surface.name() == ground
    assert {palette.text1.name(), palette.text2.name(), palette.text3.name()} == {ink}


class _Still(QProxyStyle):
    """A style of a system that asks for no animations."""

    def styleHint(self, hint: QStyle.StyleHint, *rest: object) -> int:
        """Return no duration."""
        return 0 if hint is QStyle.StyleHint.SH_Widget_Animation_Duration else 1


def test_reduced_motion_follows_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not reduced_motion()
    still = _Still()
    monkeypatch.setattr(QApplication, "style", lambda: still)
    assert reduced_motion()
