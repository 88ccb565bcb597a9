"""Design tokens: the only place where a colour, a size or a font is written.

Values, grounds and limits come from the design's token table; the contrast test keeps them.
"""

from __future__ import annotations

import msgspec
from PySide6.QtGui import QColor, QPalette


class Palette(msgspec.Struct, frozen=True):
    """The colours of one theme, by token name."""

    window: QColor
    surface: QColor
    raised: QColor
    sunken: QColor
    hover: QColor
    selected: QColor
    railsel: QColor
    border: QColor
    borderstrong: QColor
    text1: QColor
    text2: QColor
    text3: QColor
    accent: QColor
    accenthover: QColor
    onaccent: QColor
    link: QColor
    focus: QColor
    ok: QColor
    okbg: QColor
    okline: QColor
    oksoft: QColor
    warn: QColor
    warnbg: QColor
    warnline: QColor
    warnsoft: QColor
    danger: QColor
    dangerbg: QColor
    dangerline: QColor
    dangersoft: QColor
    low: QColor
    medium: QColor
    high: QColor
    urgent: QColor
    critical: QColor
    markbg: QColor
    marktext: QColor
    scrim: QColor
    shadow: QColor

    def colour(self, token: str) -> QColor:
        """Return the colour of a token whose name is only known at run time.

        Raises:
            AttributeError: there is no such token.
        """
        found = getattr(self, token)
        if not isinstance(found, QColor):
            raise AttributeError(token)
        return found


_LIGHT_AND_DARK: dict[str, tuple[str, str]] = {
    "window": ("#F3F5F7", "#11151A"),
    "surface": ("#FFFFFF", "#171C23"),
    "raised": ("#FFFFFF", "#202731"),
    "sunken": ("#F6F8FA", "#12171D"),
    "hover": ("#EDF1F5", "#1F262F"),
    "selected": ("#E5EEFB", "#1B2F4E"),
    "railsel": ("#DFE7F1", "#222C39"),
    "border": ("#E1E6EB", "#29313B"),
    "borderstrong": ("#848D9A", "#738092"),
    "text1": ("#151B24", "#E9EDF2"),
    "text2": ("#454F5E", "#B8C1CD"),
    "text3": ("#586373", "#9BA6B4"),
    "accent": ("#1C5CC7", "#2D69D3"),
    "accenthover": ("#164CA8", "#2A62C6"),
    "onaccent": ("#FFFFFF", "#FFFFFF"),
    "link": ("#1A56BD", "#8AB6FF"),
    "focus": ("#1C5CC7", "#7FB0FF"),
    "ok": ("#0B6E42", "#63CF99"),
    "okbg": ("#E2F4EA", "#15291F"),
    "okline": ("#2E9A68", "#3FA877"),
    "oksoft": ("#C3E4D1", "#23493A"),
    "warn": ("#7A4A00", "#F2BC5E"),
    "warnbg": ("#FFF3DB", "#2E2412"),
    "warnline": ("#B07410", "#C08A2E"),
    "warnsoft": ("#EFD9A9", "#4B3B1D"),
    "danger": ("#A81C2C", "#FF9296"),
    "dangerbg": ("#FDEAEB", "#351A1E"),
    "dangerline": ("#CF3B4A", "#D9606A"),
    "dangersoft": ("#F2C6CA", "#5B2C32"),
    "low": ("#586373", "#9BA6B4"),
    "medium": ("#31568F", "#93B8EE"),
    "high": ("#7E5100", "#E9BA62"),
    "urgent": ("#A83C00", "#FFA067"),
    "critical": ("#A8102A", "#FF8A95"),
    "markbg": ("#FFE48A", "#6B5410"),
    "marktext": ("#151B24", "#FFF6D6"),
    "scrim": ("#5A151B24", "#99060A0F"),
    "shadow": ("#38101828", "#A0000000"),
}

LIGHT = Palette(**{name: QColor(pair[0]) for name, pair in _LIGHT_AND_DARK.items()})
DARK = Palette(**{name: QColor(pair[1]) for name, pair in _LIGHT_AND_DARK.items()})


def high_contrast(system: QPalette) -> Palette:
    """Return the tokens in the colours of the system's high-contrast theme, which wins."""
    role = QPalette.ColorRole
    ground = {"window", "surface", "raised", "sunken", "hover", "selected", "railsel", "markbg"}
    ground |= {"okbg", "warnbg", "dangerbg"}
    colours: dict[str, QColor] = {}
    for name in Palette.__struct_fields__:
        if name in ground:
            colours[name] = system.color(role.Base)
        elif name in {"accent", "accenthover"}:
            colours[name] = system.color(role.Highlight)
        elif name == "onaccent":
            colours[name] = system.color(role.HighlightedText)
        else:
            colours[name] = system.color(role.Text)
    return Palette(**colours)


class TypeRole(msgspec.Struct, frozen=True):
    """Pixel size, line height and weight of one kind of text."""

    px: int
    line: int
    weight: int
    mono: bool = False


TYPE_ROLES: dict[str, TypeRole] = {
    "caption": TypeRole(12, 16, 400),
    "captionstrong": TypeRole(12, 16, 600),
    "body": TypeRole(13, 20, 400),
    "bodymedium": TypeRole(13, 20, 500),
    "bodystrong": TypeRole(13, 20, 600),
    "section": TypeRole(15, 20, 600),
    "title": TypeRole(19, 26, 600),
    "display": TypeRole(26, 34, 600),
    "mono": TypeRole(12, 18, 400, mono=True),
}

# Space between things; these do not grow with the text.
XS, S, M, L, XL = 4, 8, 12, 16, 24
RADIUS_CONTROL, RADIUS_PANEL = 6, 8
# Heights, which grow with the text (``Theme.px``).
CONTROL, SEGMENT, CHIP, ROW_CHIP, KEY = 32, 34, 24, 18, 20
TOP_BAR, HEADER, STRIP, DRAWER_FOOT = 52, 46, 36, 60
ROW, ROW_WITH_EXCERPT, HEADING, METADATA_ROW = 54, 74, 30, 30
FOCUS_RING = 2
TARGET, ICON_BUTTON = 24, 32

PRIORITY_ICONS: dict[str, str] = {
    "LOW": "p-low",
    "MEDIUM": "p-medium",
    "HIGH": "p-high",
    "URGENT": "p-urgent",
    "CRITICAL": "p-critical",
}
"""Shape of each priority; its colour is the token of the same word in lower case."""


def priority_icon(priority: str) -> str:
    """Return the icon of a priority; an unknown one has the shape of MEDIUM."""
    return PRIORITY_ICONS.get(priority, "p-medium")


def priority_token(priority: str) -> str:
    """Return the colour token of a priority; an unknown one is ``text2``."""
    return priority.lower() if priority in PRIORITY_ICONS else "text2"
