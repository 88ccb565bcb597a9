"""Garbage of the window is collected in its own thread."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from supportdesk_desktop.app.run import Collector


class Cyclic:
    """Garbage that only the collector finds; it notes in which thread that was."""

    def __init__(self, ends: list[int]) -> None:
        self.myself = self
        weakref.finalize(self, lambda: ends.append(threading.get_ident()))


@pytest.fixture
def collector() -> Iterator[Collector]:
    parent = QObject()
    collector = Collector(parent)
    try:
        yield collector
    finally:
        parent.deleteLater()
        gc.unfreeze()
        gc.enable()


def test_a_worker_that_allocates_collects_nothing(collector: Collector, qtbot: QtBot) -> None:
    ends: list[int] = []
    Cyclic(ends)
    kept: list[list[object]] = []

    def allocate() -> None:
        kept.extend([] for _ in range(gc.get_threshold()[0] * 20))

    worker = threading.Thread(target=allocate)
    worker.start()
    worker.join()
    assert ends == []
    qtbot.waitUntil(lambda: bool(ends))
    assert ends == [threading.get_ident()]
