"""The one style sheet: ``resources/theme/window.qss``, filled in from the tokens.

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
from string import Template

from PySide6.QtGui import QColor, QFont

from supportdesk_desktop.resources import resource
from supportdesk_desktop.ui.theme import tokens
from supportdesk_desktop.ui.theme.tokens import Palette

FontOf = Callable[[str], QFont]

_TONES = (
    *("text1", "text2", "text3", "ok", "warn", "danger", "link", "accent"),
    *("low", "medium", "high", "urgent", "critical"),
)
_GROUNDS = ("window", "surface", "raised", "sunken", "warnbg", "dangerbg", "okbg")
_HEIGHTS = {
    "control": (tokens.CONTROL, 2),
    "square": (tokens.ICON_BUTTON, 2),
    "segment": (tokens.SEGMENT, 6),
    "target": (tokens.TARGET, 2),
    "dense": (26, 2),
}
"""Heights, and what the edges take of them; under focus these take 2 more."""


def style_sheet(palette: Palette, scale: float, font: FontOf) -> str:
    """Return the style sheet.

    Args:
        palette: the colours.
        scale: factor on heights.
        font: the font of a type role, at that scale.
    """
    values: dict[str, object] = {name: _css(colour) for name, colour in palette.colours.items()}
    for role in tokens.TYPE_ROLES:
        values[f"font_{role}"] = f'qproperty-font:"{font(role).toString()}";'
    for name, (height, edges) in _HEIGHTS.items():
        inner = round(height * scale) - edges
        values[name], values[f"{name}_focused"] = inner, inner - 2
    sheet = Template(resource("theme", "window.qss").read_text(encoding="utf-8")).substitute(
        values,
        icon=round(16 * scale),
        header=round(34 * scale),
        bare=round(tokens.TARGET * scale),
        control_radius=tokens.RADIUS_CONTROL,
        panel_radius=tokens.RADIUS_PANEL,
    )
    return _by_property(values) + sheet


def _css(colour: QColor) -> str:
    return colour.name(
        QColor.NameFormat.HexArgb if colour.alpha() < 255 else QColor.NameFormat.HexRgb
    )


def _by_property(values: dict[str, object]) -> str:
    """Return the rules of each ground, edge, role and tone."""
    rules = [f'*[ground="{name}"]{{background:{values[name]};}}' for name in _GROUNDS]
    rules += [
        f'*[edge="{side}"]{{border:0px solid {values["border"]};border-{side}-width:1px;}}'
        for side in ("top", "bottom", "left", "right")
    ]
    rules += [f'QLabel[role="{role}"]{{{values[f"font_{role}"]}}}' for role in tokens.TYPE_ROLES]
    rules += [f'QLabel[tone="{name}"]{{color:{values[name]};}}' for name in _TONES]
    return "".join(rules)
