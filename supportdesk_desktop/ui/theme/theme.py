"""The theme in use: colours, fonts and icons, following the system or a choice."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache
from typing import Literal

from PySide6 import QtGui, QtWidgets
from PySide6.QtCore import QByteArray, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QWidget

from supportdesk_desktop.resources import resource
from supportdesk_desktop.ui.theme import tokens
from supportdesk_desktop.ui.theme.stylesheet import style_sheet

logger = logging.getLogger(__name__)

Mode = Literal["light", "dark", "system"]
STYLE = "Fusion"
SMALLEST_SCALE, LARGEST_SCALE = 1.0, 2.0


class Theme(QObject):
    """Everything visual. ``changed`` is emitted after colours or sizes were replaced.

    Widgets that set sizes or hold pixmaps follow ``changed``; every other one, with those that
    draw themselves, the style sheet makes ask for its size again and be drawn.
    """

    changed = Signal()

    def __init__(self, app: QApplication, mode: Mode, scale: float, *, styled: bool) -> None:
        """Take the place of the application's style; use ``install``."""
        super().__init__(app)
        self._app = app
        self.mode: Mode = mode
        """The chosen mode: light, dark, or as the system."""
        self.scale = within_scales(scale)
        """Factor on type, control heights and icons, 1.0 to 2.0."""
        self.palette = tokens.LIGHT
        self._system_palette = app.palette()
        self._fonts: dict[tuple[str, bool], QFont] = {}
        self._pixmaps: dict[tuple[str, str, int, float, str], QPixmap] = {}
        if not styled:
            app.setStyle(STYLE)
        self._choose_scheme()
        self._apply()
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self._follow_system)
        hints.accessibility().contrastPreferenceChanged.connect(self._follow_system)

    def set_mode(self, mode: Mode) -> None:
        """Use light or dark colours from now on, or those of the system."""
        if mode != self.mode:
            self.mode = mode
            self._choose_scheme()
            self._refresh()

    def set_scale(self, scale: float) -> None:
        """Use another text scale, kept between 1.0 and 2.0."""
        if within_scales(scale) != self.scale:
            self.scale = within_scales(scale)
            self._refresh()

    def px(self, length: float) -> int:
        """Return a length of the design in logical pixels at the present scale."""
        return round(length * self.scale)

    def font(self, role: str, tabular: bool = False) -> QFont:
        """Return the font of a type role, see ``tokens.TYPE_ROLES``.

        ``tabular`` is for strings made of digits, colons and slashes only.
        """
        found = self._fonts.get((role, tabular))
        if found is None:
            found = self._fonts[role, tabular] = role_font(role, self.scale, tabular)
        return found

    def pixmap(
        self,
        name: str,
        token: str,
        size: int = 16,
        ratio: float | None = None,
        ground: str = "surface",
    ) -> QPixmap:
        """Return an icon in a token's colour.

        Args:
            name: the icon's name.
            token: the colour's name.
            size: pixels before scaling.
            ratio: device pixel ratio, by default the highest of all screens.
            ground: the token below the icon, seen through the mark of ``p-critical``.
        """
        ratio = self._app.devicePixelRatio() if ratio is None else ratio
        key = (name, token, size, ratio, ground)
        found = self._pixmaps.get(key)
        if found is None:
            found = self._pixmaps[key] = _draw_icon(
                name, self.colour(token), self.colour(ground), self.px(size), ratio
            )
        return found

    def icon(self, name: str, token: str = "text2", size: int = 16) -> QtGui.QIcon:
        """Return an icon for buttons and menus; fetch it again after ``changed``."""
        return QtGui.QIcon(self.pixmap(name, token, size))

    def colour(self, token: str) -> QColor:
        """Return the colour of a token whose name is only known at run time."""
        return self.palette.colour(token)

    def _choose_scheme(self) -> None:
        # The window frame and the system's own dialogs follow what the application says here.
        schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
        self._app.styleHints().setColorScheme(schemes.get(self.mode, Qt.ColorScheme.Unknown))

    def _follow_system(self) -> None:
        if self._wanted_palette().colours != self.palette.colours:
            self._refresh()

    def _wanted_palette(self) -> tokens.Palette:
        hints = self._app.styleHints()
        if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
            return tokens.high_contrast(self._system_palette)
        if self.mode == "system":
            return tokens.DARK if hints.colorScheme() == Qt.ColorScheme.Dark else tokens.LIGHT
        return tokens.DARK if self.mode == "dark" else tokens.LIGHT

    def _refresh(self) -> None:
        self._apply()
        self.changed.emit()

    def _apply(self) -> None:
        self.palette = self._wanted_palette()
        self._fonts.clear()
        self._pixmaps.clear()
        self._app.setPalette(_qt_palette(self.palette))
        self._app.setFont(self.font("body"))
        self._app.setStyleSheet(style_sheet(self.palette, self.scale, self.font))


_current: Theme | None = None


def install(
    app: QApplication, mode: Mode = "system", scale: float = 1.0, *, styled: bool = False
) -> Theme:
    """Dress the application; a second call changes the theme in place.

    Args:
        app: the application.
        mode: light, dark, or as the system.
        scale: factor on type, control heights and icons.
        styled: it was started with ``-style`` and ``STYLE``. Whoever handles a ``QStyle`` in Python
            has PySide name all that a style can be asked, for 4 ms.
    """
    global _current
    if _current is not None and _current.parent() is app:
        _current.set_mode(mode)
        _current.set_scale(scale)
    else:
        _current = Theme(app, mode, scale, styled=styled)
    return _current


def theme() -> Theme:
    """Return the theme in use.

    Raises:
        RuntimeError: ``install`` was not called yet.
    """
    if _current is None:
        raise RuntimeError("no theme is installed yet")
    return _current


def follow_theme(restyle: Callable[[], None]) -> None:
    """Call a widget's method now, and whenever colours or sizes were replaced."""
    theme().changed.connect(restyle)
    restyle()


def set_look(widget: QWidget, name: str, value: str | bool) -> None:
    """Change a property that the style sheet looks at (``kind``, ``tone``, ``refused`` …)."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)


def reduced_motion() -> bool:
    hint = QtWidgets.QStyle.StyleHint.SH_Widget_Animation_Duration
    return QApplication.style().styleHint(hint) == 0


def within_scales(scale: float) -> float:
    """Return a text scale that can be used: this one, or the nearest."""
    return min(max(scale, SMALLEST_SCALE), LARGEST_SCALE)


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
    kind = tokens.TYPE_ROLES[role]
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


def _qt_palette(colours: tokens.Palette) -> QPalette:
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    palette = QPalette(colours.raised, colours.window)
    for where, colour in (
        (role.Window, colours.window),
        (role.WindowText, colours.text1),
        (role.Base, colours.surface),
        (role.AlternateBase, colours.sunken),
        (role.Text, colours.text1),
        (role.PlaceholderText, colours.text3),
        (role.Button, colours.raised),
        (role.ButtonText, colours.text1),
        (role.BrightText, colours.onaccent),
        (role.ToolTipBase, colours.raised),
        (role.ToolTipText, colours.text1),
        (role.Highlight, colours.accent),
        (role.HighlightedText, colours.onaccent),
        (role.Accent, colours.accent),
        (role.Link, colours.link),
        (role.LinkVisited, colours.link),
        (role.Light, colours.raised),
        (role.Midlight, colours.hover),
        (role.Mid, colours.border),
        (role.Dark, colours.borderstrong),
        (role.Shadow, colours.borderstrong),
    ):
        palette.setColor(where, colour)
    for where in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(group.Disabled, where, colours.text3)
    return palette


@cache
def _svg(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


def _draw_icon(name: str, colour: QColor, ground: QColor, side: int, ratio: float) -> QPixmap:
    """Return one icon as a square pixmap.

    QtSvg does not resolve ``currentColor``, so the word is replaced before rendering; white inside
    an icon (the mark in the critical priority) stands for the ground below it.

    Args:
        name: file name under ``resources/icons`` without its ending.
        colour: what takes the place of ``currentColor``.
        ground: what takes the place of white.
        side: logical pixels.
        ratio: device pixels for a logical one.

    Raises:
        FileNotFoundError: there is no such icon.
    """
    svg = _svg(name).replace("currentColor", colour.name()).replace("#FFFFFF", ground.name())
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
