"""Design tokens: the only place where a colour, a size or a font is written.

Values, grounds and limits come from the design's token table; the contrast test keeps them.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from PySide6.QtGui import QColor, QPalette


class Token:
    """A colour of the palette, as it is in the light theme and in the dark one."""

    def __init__(self, light: str, dark: str) -> None:
        self.light, self.dark = QColor(light), QColor(dark)

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, palette: Palette, owner: type) -> QColor:
        return palette.colours[self._name]


class Palette:
    """The colours of one theme: attributes by token name, ``colours`` all of them."""

    window = Token("#F3F5F7", "#11151A")
    surface = Token("#FFFFFF", "#171C23")
    raised = Token("#FFFFFF", "#202731")
    sunken = Token("#F6F8FA", "#12171D")
    hover = Token("#EDF1F5", "#1F262F")
    selected = Token("#E5EEFB", "#1B2F4E")
    railsel = Token("#DFE7F1", "#222C39")
    border = Token("#E1E6EB", "#29313B")
    borderstrong = Token("#848D9A", "#738092")
    text1 = Token("#151B24", "#E9EDF2")
    text2 = Token("#454F5E", "#B8C1CD")
    text3 = Token("#586373", "#9BA6B4")
    accent = Token("#1C5CC7", "#2D69D3")
    accenthover = Token("#164CA8", "#2A62C6")
    onaccent = Token("#FFFFFF", "#FFFFFF")
    link = Token("#1A56BD", "#8AB6FF")
    focus = Token("#1C5CC7", "#7FB0FF")
    ok = Token("#0B6E42", "#63CF99")
    okbg = Token("#E2F4EA", "#15291F")
    okline = Token("#2E9A68", "#3FA877")
    oksoft = Token("#C3E4D1", "#23493A")
    warn = Token("#7A4A00", "#F2BC5E")
    warnbg = Token("#FFF3DB", "#2E2412")
    warnline = Token("#B07410", "#C08A2E")
    warnsoft = Token("#EFD9A9", "#4B3B1D")
    danger = Token("#A81C2C", "#FF9296")
    dangerbg = Token("#FDEAEB", "#351A1E")
    dangerline = Token("#CF3B4A", "#D9606A")
    dangersoft = Token("#F2C6CA", "#5B2C32")
    low = Token("#586373", "#9BA6B4")
    medium = Token("#31568F", "#93B8EE")
    high = Token("#7E5100", "#E9BA62")
    urgent = Token("#A83C00", "#FFA067")
    critical = Token("#A8102A", "#FF8A95")
    markbg = Token("#FFE48A", "#6B5410")
    marktext = Token("#151B24", "#FFF6D6")
    scrim = Token("#5A151B24", "#99060A0F")
    shadow = Token("#38101828", "#A0000000")

    def __init__(self, colours: Mapping[str, QColor]) -> None:
        self.colours = colours

    def colour(self, token: str) -> QColor:
        """Return the colour of a token whose name is only known at run time."""
        return self.colours[token]


_TOKENS = {name: one for name, one in vars(Palette).items() if isinstance(one, Token)}
LIGHT = Palette({name: one.light for name, one in _TOKENS.items()})
DARK = Palette({name: one.dark for name, one in _TOKENS.items()})


def high_contrast(system: QPalette) -> Palette:
    """Return the tokens in the colours of the system's high-contrast theme, which wins."""
    role = QPalette.ColorRole
    ground = {"window", "surface", "raised", "sunken", "hover", "selected", "railsel", "markbg"}
    ground |= {"okbg", "warnbg", "dangerbg"}
    colours: dict[str, QColor] = {}
    for name in _TOKENS:
        if name in ground:
            colours[name] = system.color(role.Base)
        elif name in {"accent", "accenthover"}:
            colours[name] = system.color(role.Highlight)
        elif name == "onaccent":
            colours[name] = system.color(role.HighlightedText)
        else:
            colours[name] = system.color(role.Text)
    return Palette(colours)


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

PRIORITY_ICONS = {
    name: f"p-{name.lower()}" for name in ("LOW", "MEDIUM", "HIGH", "URGENT", "CRITICAL")
}
"""Shape of each priority; its colour is the token of the same word in lower case."""


def priority_icon(priority: str) -> str:
    """Return the icon of a priority; an unknown one has the shape of MEDIUM."""
    return PRIORITY_ICONS.get(priority, "p-medium")


def priority_token(priority: str) -> str:
    """Return the colour token of a priority; an unknown one is ``text2``."""
    return priority.lower() if priority in PRIORITY_ICONS else "text2"
