"""The one style sheet, generated from the tokens.

Widgets say what they are by dynamic properties; nobody else writes a style sheet:

- ``QPushButton[kind="primary|plain|quiet|danger|icon|link|segment"]``, plain without a kind,
  ``[dense="true"]`` in the trust strip;
- ``QLabel[role="caption|captionstrong|body|bodymedium|bodystrong|section|title|display|mono"]``
  with ``[tone="text1|text2|text3|ok|warn|danger|link|accent"]`` (and the five priorities);
- ``QFrame[kind="well"][tone="ok|warn|danger|neutral"]``, ``QFrame[kind="card|hairline|track"]``;
- ``QLineEdit[refused="true"]``, ``QPlainTextEdit[refused="true"]``, ``QLineEdit[face="mono"]``;
- ``QLineEdit[kind="bare"]`` inside a box that draws itself, ``QFrame[kind="popover"]``;
- ``QTableView[lines="true"]`` for hairlines between rows;
- ``[ground="window|surface|raised|sunken|warnbg|dangerbg|okbg"]`` on any frame or widget (a plain
  ``QWidget`` subclass needs ``WA_StyledBackground``), with ``[edge="top|bottom|left|right"]`` for
  a hairline on that side.

Fonts are set by ``qproperty-font``: Inter's weights are axes, which ``font-weight`` cannot set.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QColor, QFont

from supportdesk_desktop.ui.theme import tokens
from supportdesk_desktop.ui.theme.tokens import Palette

FontOf = Callable[[str], QFont]

_TONES = (
    *("text1", "text2", "text3", "ok", "warn", "danger", "link", "accent"),
    *("low", "medium", "high", "urgent", "critical"),
)
_GROUNDS = ("window", "surface", "raised", "sunken", "warnbg", "dangerbg", "okbg")
_INPUTS = ("QLineEdit", "QPlainTextEdit", "QTextEdit", "QComboBox", "QAbstractSpinBox")


def style_sheet(palette: Palette, scale: float, font: FontOf) -> str:
    """Return the style sheet.

    Args:
        palette: the colours.
        scale: factor on heights.
        font: the font of a type role, at that scale.
    """
    colours = {name: _css(colour) for name, colour in palette.colours.items()}
    return "".join(
        (
            _grounds(colours),
            _labels(colours, font),
            _frames(colours),
            _buttons(colours, scale, font),
            _inputs(colours, scale, font),
            _views(colours, scale, font),
            _bars_and_menus(colours),
        )
    )


def _css(colour: QColor) -> str:
    return colour.name(
        QColor.NameFormat.HexArgb if colour.alpha() < 255 else QColor.NameFormat.HexRgb
    )


def _font(font: FontOf, role: str) -> str:
    return f'qproperty-font:"{font(role).toString()}";'


def _grounds(c: dict[str, str]) -> str:
    grounds = "".join(f'*[ground="{name}"]{{background:{c[name]};}}' for name in _GROUNDS)
    edges = "".join(
        f'*[edge="{side}"]{{border:0px solid {c["border"]};border-{side}-width:1px;}}'
        for side in ("top", "bottom", "left", "right")
    )
    return grounds + edges


def _labels(c: dict[str, str], font: FontOf) -> str:
    roles = "".join(f'QLabel[role="{name}"]{{{_font(font, name)}}}' for name in tokens.TYPE_ROLES)
    return roles + "".join(f'QLabel[tone="{name}"]{{color:{c[name]};}}' for name in _TONES)


def _frames(c: dict[str, str]) -> str:
    radius = f"border-radius:{tokens.RADIUS_PANEL}px;"
    wells = "".join(
        f'QFrame[kind="well"][tone="{tone}"]'
        f"{{background:{c[tone + 'bg']};border:1px solid {c[tone + 'soft']};}}"
        for tone in ("ok", "warn", "danger")
    )
    return f"""
QFrame[kind="well"]{{background:{c["sunken"]};border:1px solid {c["border"]};{radius}}}
{wells}
QFrame[kind="card"]{{background:{c["surface"]};border:1px solid {c["border"]};{radius}}}
QFrame[kind="popover"]{{background:{c["raised"]};border:1px solid {c["border"]};{radius}}}
QFrame[kind="popover"] QListView{{background:transparent;}}
QFrame[kind="track"]{{background:{c["hover"]};border:0px;border-radius:{tokens.RADIUS_CONTROL}px;}}
QFrame[kind="hairline"]{{background:{c["border"]};border:0px;max-height:1px;min-height:1px;}}
QToolTip{{background:{c["raised"]};color:{c["text1"]};border:1px solid {c["borderstrong"]};
 padding:4px 8px;}}
"""


def _buttons(c: dict[str, str], scale: float, font: FontOf) -> str:
    inner = round(tokens.CONTROL * scale) - 2
    square = round(tokens.ICON_BUTTON * scale) - 2
    segment = round(tokens.SEGMENT * scale) - 2 * 2 - 2
    link = round(tokens.TARGET * scale) - 2
    dense = round(26 * scale) - 2
    icon = round(16 * scale)
    return f"""
QPushButton{{{_font(font, "bodymedium")}qproperty-iconSize:{icon}px {icon}px;
 background:{c["raised"]};color:{c["text1"]};
 border:1px solid {c["borderstrong"]};border-radius:{tokens.RADIUS_CONTROL}px;
 min-height:{inner}px;padding:0px 12px;outline:none;}}
QPushButton:hover{{background:{c["hover"]};}}
QPushButton:pressed{{background:{c["railsel"]};}}
QPushButton:focus{{border:2px solid {c["focus"]};padding:0px 11px;min-height:{inner - 2}px;}}
QPushButton:disabled{{color:{c["text3"]};background:{c["window"]};border-color:{c["border"]};}}
QPushButton::menu-indicator{{width:0px;}}
QPushButton[kind="primary"]{{{_font(font, "bodystrong")}background:{c["accent"]};
 color:{c["onaccent"]};border:1px solid {c["accent"]};min-height:{inner}px;padding:0px 12px;}}
QPushButton[kind="primary"]:hover,QPushButton[kind="primary"]:pressed
 {{background:{c["accenthover"]};border-color:{c["accenthover"]};}}
QPushButton[kind="primary"]:disabled{{color:{c["text3"]};background:{c["window"]};
 border-color:{c["border"]};}}
QPushButton[kind="quiet"],QPushButton[kind="icon"]{{background:transparent;color:{c["text2"]};
 border-color:transparent;padding:0px 8px;}}
QPushButton[kind="icon"]{{min-width:{square}px;max-width:{square}px;padding:0px;}}
QPushButton[kind="quiet"]:hover,QPushButton[kind="icon"]:hover{{background:{c["hover"]};}}
QPushButton[kind="quiet"]:pressed,QPushButton[kind="icon"]:pressed
 {{background:{c["railsel"]};}}
QPushButton[kind="quiet"]:focus{{border-color:{c["focus"]};padding:0px 7px;}}
QPushButton[kind="icon"]:focus{{border-color:{c["focus"]};min-width:{square - 2}px;
 max-width:{square - 2}px;padding:0px;}}
QPushButton[kind="quiet"]:disabled,QPushButton[kind="icon"]:disabled{{color:{c["text3"]};}}
QPushButton[kind="danger"]{{color:{c["danger"]};border-color:{c["danger"]};}}
QPushButton[kind="danger"]:hover{{background:{c["dangerbg"]};}}
QPushButton[kind="danger"]:disabled{{color:{c["text3"]};border-color:{c["border"]};}}
QPushButton[kind="link"]{{{_font(font, "caption")}background:transparent;color:{c["link"]};
 border:1px solid transparent;padding:0px 4px;min-height:{link}px;}}
QPushButton[kind="link"]:hover{{text-decoration:underline;}}
QPushButton[kind="link"]:focus{{border:2px solid {c["focus"]};padding:0px 3px;
 min-height:{link - 2}px;}}
QPushButton[kind="segment"]{{background:transparent;color:{c["text2"]};
 border:1px solid transparent;min-height:{segment}px;padding:0px 10px;}}
QPushButton[kind="segment"]:hover{{background:{c["railsel"]};}}
QPushButton[kind="segment"]:checked{{background:{c["raised"]};color:{c["text1"]};
 border-color:{c["borderstrong"]};}}
QPushButton[kind="segment"]:focus{{border:2px solid {c["focus"]};padding:0px 9px;
 min-height:{segment - 2}px;}}
QPushButton[dense="true"]{{min-height:{dense}px;}}
QPushButton[dense="true"]:focus{{min-height:{dense - 2}px;}}
"""


def _inputs(c: dict[str, str], scale: float, font: FontOf) -> str:
    inner = round(tokens.CONTROL * scale) - 2
    every = ",".join(_INPUTS)
    focused = ",".join(f"{name}:focus" for name in _INPUTS)
    refused = ",".join(f'{name}[refused="true"]' for name in _INPUTS)
    return f"""
{every}{{background:{c["surface"]};color:{c["text1"]};border:1px solid {c["borderstrong"]};
 border-radius:{tokens.RADIUS_CONTROL}px;padding:0px 9px;
 placeholder-text-color:{c["text3"]};
 selection-background-color:{c["accent"]};selection-color:{c["onaccent"]};}}
QLineEdit,QComboBox,QAbstractSpinBox{{min-height:{inner}px;}}
QPlainTextEdit,QTextEdit{{padding:6px 6px;}}
{refused}{{border:2px solid {c["danger"]};padding:0px 8px;}}
{focused}{{border:2px solid {c["focus"]};padding:0px 8px;}}
QLineEdit:focus,QComboBox:focus,QAbstractSpinBox:focus,QLineEdit[refused="true"],
 QComboBox[refused="true"]{{min-height:{inner - 2}px;}}
QPlainTextEdit:focus,QTextEdit:focus,QPlainTextEdit[refused="true"]{{padding:5px 5px;}}
QLineEdit:read-only,QLineEdit:disabled,QComboBox:disabled,QPlainTextEdit:disabled
 {{background:{c["sunken"]};color:{c["text3"]};border-color:{c["border"]};}}
QAbstractSpinBox,QAbstractSpinBox:focus{{padding:0px;}}
QAbstractSpinBox QLineEdit,QAbstractSpinBox QLineEdit:focus{{background:transparent;border:0px;
 padding:0px;min-height:0px;}}
QAbstractSpinBox::up-button,QAbstractSpinBox::down-button{{width:0px;border:0px;}}
QLineEdit[face="mono"],QPlainTextEdit[face="mono"]{{{_font(font, "mono")}}}
QLineEdit[kind="bare"],QLineEdit[kind="bare"]:focus{{background:transparent;border:0px;
 padding:0px;min-height:{round(tokens.TARGET * scale)}px;}}
QComboBox{{padding-right:4px;}}
QComboBox::drop-down{{border:0px;width:24px;subcontrol-position:center right;}}
QComboBox::down-arrow{{image:none;}}
QTextBrowser,QTextBrowser:focus{{border:0px;padding:0px;background:transparent;}}
"""


def _views(c: dict[str, str], scale: float, font: FontOf) -> str:
    header = round(34 * scale)
    return f"""
QAbstractItemView{{background:{c["surface"]};color:{c["text1"]};border:0px;outline:none;
 selection-background-color:{c["selected"]};selection-color:{c["text1"]};}}
QComboBox QAbstractItemView{{background:{c["raised"]};border:1px solid {c["borderstrong"]};}}
QTableView{{gridline-color:{c["border"]};}}
QHeaderView{{background:transparent;}}
QHeaderView::section{{background:{c["surface"]};color:{c["text2"]};border:0px;
 border-bottom:1px solid {c["border"]};padding:0px 12px;min-height:{header}px;}}
QTableView[lines="true"],QTableView[lines="true"] QHeaderView::section
 {{background:transparent;}}
QTableView[lines="true"]::item{{padding:0px 9px;border-bottom:1px solid {c["border"]};}}
QTableView[lines="true"]::item:selected{{background:{c["selected"]};color:{c["text1"]};}}
QScrollArea{{background:transparent;border:0px;}}
"""


def _bars_and_menus(c: dict[str, str]) -> str:
    return f"""
QScrollBar:vertical{{background:transparent;width:10px;margin:0px;border:0px;}}
QScrollBar:horizontal{{background:transparent;height:10px;margin:0px;border:0px;}}
QScrollBar::handle{{background:{c["borderstrong"]};border-radius:2px;margin:3px;}}
QScrollBar::handle:vertical{{min-height:32px;}}
QScrollBar::handle:horizontal{{min-width:32px;}}
QScrollBar::handle:hover{{background:{c["text3"]};}}
QScrollBar::add-line,QScrollBar::sub-line{{width:0px;height:0px;}}
QScrollBar::add-page,QScrollBar::sub-page{{background:transparent;}}
QSplitter::handle{{background:{c["border"]};}}
QMenu{{background:{c["raised"]};color:{c["text1"]};border:1px solid {c["borderstrong"]};
 padding:4px 0px;}}
QMenu::item{{padding:6px 24px 6px 12px;}}
QMenu::item:selected{{background:{c["selected"]};color:{c["text1"]};}}
QMenu::item:disabled{{color:{c["text3"]};}}
QMenu::icon{{padding-left:12px;}}
QMenu::separator{{height:1px;background:{c["border"]};margin:4px 0px;}}
"""
