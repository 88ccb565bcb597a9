"""Inter, loaded once, and one font for each type role.

Inter comes as one variable font. Qt sees a single style in it, so weights are axes and not
``QFont.setWeight``; a style sheet's ``font-weight`` would change nothing (or smear the glyphs).
"""

from __future__ import annotations

import logging
from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

from supportdesk_desktop.resources import resource
from supportdesk_desktop.ui.theme.tokens import TYPE_ROLES

logger = logging.getLogger(__name__)

_OPTICAL_MIN, _OPTICAL_MAX = 14, 32


@cache
def inter_family() -> str:
    """Load Inter and return its family name, empty where it cannot be loaded."""
    # From memory: a file Qt would map once for each weight and optical size.
    loaded = QFontDatabase.addApplicationFontFromData(resource("fonts", "Inter.ttf").read_bytes())
    families = QFontDatabase.applicationFontFamilies(loaded)
    if not families:
        logger.warning("Inter cannot be loaded, the system's font is used")
        return ""
    return families[0]


def role_font(role: str, scale: float, tabular: bool) -> QFont:
    """Return the font of a type role.

    Args:
        role: a key of ``TYPE_ROLES``.
        scale: factor on the pixel size, 1.0 to 2.0.
        tabular: digits of one width; only for digits, colons and slashes, since in Inter it
            widens hyphens too.

    Raises:
        KeyError: there is no such role.
    """
    kind = TYPE_ROLES[role]
    pixels = round(kind.px * scale)
    if kind.mono:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    else:
        font = QFont()
        if family := inter_family():
            font.setFamilies([family])
            font.setVariableAxis(QFont.Tag("wght"), kind.weight)
            # The optical size of the role, not of the pixels: enlarged text keeps its wide spacing.
            optical = min(max(kind.px, _OPTICAL_MIN), _OPTICAL_MAX)
            font.setVariableAxis(QFont.Tag("opsz"), optical)
        else:
            font.setWeight(QFont.Weight(kind.weight))
        if tabular:
            font.setFeature(QFont.Tag("tnum"), 1)
    font.setPixelSize(pixels)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font
