"""Fixtures of the tests on a real desktop session: display, AT-SPI, dunst, keyring, processes."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.session.announced import Announced, announced
from tests.fakes.atspi.screen import SYSTEM_PYTHON, Driver

_CAN_READ_THE_SCREEN = """
import gi
gi.require_version("Atspi", "2.0")
from gi.repository import Atspi
Atspi.init()
Atspi.get_desktop(0).get_child_count()
"""


@functools.cache
def what_is_missing() -> str:
    """Return why there is no session to test on, empty where there is one."""
    for name in ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS"):
        if name not in os.environ:
            return f"{name} is not set"
    for program in ("dunstctl", "dbus-monitor", "gnome-keyring-daemon", "xdotool"):
        if shutil.which(program) is None:
            return f"{program} is not installed"
    reading = subprocess.run(
        [SYSTEM_PYTHON, "-c", _CAN_READ_THE_SCREEN], capture_output=True, text=True, timeout=30
    )
    return "" if reading.returncode == 0 else f"no AT-SPI: {reading.stderr.strip()[-200:]}"


@pytest.fixture(autouse=True, scope="session")
def session() -> None:
    """Skip where the services of ``tests/session.sh`` do not run."""
    if missing := what_is_missing():
        pytest.skip(f"needs a desktop session ({missing}): tests/session.sh")


@pytest.fixture(scope="session")
def driver(session: None) -> Iterator[Driver]:
    """One screen reader for all windows."""
    with Driver() as driver:
        yield driver


@pytest.fixture(scope="module")
def heard(session: None) -> Iterator[Announced]:
    """Every announcement of this module's windows."""
    with announced() as heard:
        yield heard


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for what the processes of one module write."""
    return tmp_path_factory.mktemp("session")
