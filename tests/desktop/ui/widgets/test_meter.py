"""The rate meter says what is used and when a filing would leave."""

from __future__ import annotations

import pytest
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


def said(meter: RateMeter) -> list[str]:
    return [label.text() for label in meter.findChildren(QLabel)]


@pytest.fixture
def meter(qtbot: QtBot, french: None) -> RateMeter:
    return shown(qtbot, RateMeter())


def test_a_free_budget_leaves_at_once(meter: RateMeter) -> None:
    meter.set_use((WindowUse(RateLimit(3, 1), 0),), 0)
    assert said(meter) == ["Débit libre", "part tout de suite"]


def test_a_spent_budget_says_when(meter: RateMeter) -> None:
    meter.set_use(FULL, 400)
    assert said(meter)[0] == "Débit limité"
    assert "0,4" in said(meter)[1]
    assert meter.findChildren(QLabel)[0].property("tone") == "warn"


def test_each_window_has_a_spoken_name_and_goes_with_its_limit(meter: RateMeter) -> None:
    meter.set_use(FULL, 0)
    windows = [find(meter, QWidget, f"rate-window-{seconds}") for seconds in (1, 10, 60)]
    uses = ["3 sur 3 utilisés", "15 sur 20 utilisés", "41 sur 100 utilisés"]
    assert [one.accessibleName().split("\u00a0: ")[1] for one in windows] == uses
    meter.set_use((), 0)
    assert not any(one.isVisible() for one in windows)
    assert said(meter)[0] == "Débit libre"


def test_offline_nothing_is_said_to_leave_at_once(meter: RateMeter) -> None:
    meter.set_requests(2)
    meter.set_use((), 0, offline=True)
    assert said(meter) == ["Hors ligne", "Partira au retour du réseau"]
