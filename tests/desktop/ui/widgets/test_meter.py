"""The rate meter says what is used and when a filing would leave."""

from __future__ import annotations

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from supportdesk_desktop.core.pacing import RateLimit, WindowUse
from supportdesk_desktop.ui.widgets.meter import RateMeter
from tests.desktop.ui.hands import find, shown

FULL = (
    WindowUse(RateLimit(3, 1), 3),
    WindowUse(RateLimit(20, 10), 15),
    WindowUse(RateLimit(100, 60), 41),
)


def words(meter: RateMeter) -> list[str]:
    return [label.text() for label in meter.findChildren(QLabel)]


def test_a_free_budget_leaves_at_once(qtbot: QtBot) -> None:
    meter = RateMeter()
    qtbot.addWidget(meter)
    meter.set_use((WindowUse(RateLimit(3, 1), 0),), 0)
    assert words(meter) == ["Débit libre", "part tout de suite"]


def test_a_spent_budget_says_when(qtbot: QtBot) -> None:
    QLocale.setDefault(QLocale(QLocale.Language.French))
    meter = RateMeter()
    qtbot.addWidget(meter)
    meter.set_use(FULL, 400)
    assert words(meter)[0] == "Débit limité"
    assert "0,4" in words(meter)[1]
    assert meter.findChildren(QLabel)[0].property("tone") == "warn"


def test_each_window_has_a_spoken_name(qtbot: QtBot) -> None:
    meter = RateMeter()
    qtbot.addWidget(meter)
    meter.set_use(FULL, 0)
    names = [
        find(meter, QWidget, f"rate-window-{seconds}").accessibleName() for seconds in (1, 10, 60)
    ]
    assert [name.split("\u00a0: ")[1] for name in names] == [
        "3 sur 3 utilisés",
        "15 sur 20 utilisés",
        "41 sur 100 utilisés",
    ]


def test_no_limits_show_no_windows(qtbot: QtBot) -> None:
    meter = shown(qtbot, RateMeter())
    meter.set_use(FULL, 400)
    meter.set_use((), 0)
    assert not find(meter, QWidget, "rate-window-1").isVisible()
    assert words(meter)[0] == "Débit libre"
