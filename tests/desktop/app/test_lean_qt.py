"""Qt loaded without the parts that wait: it says the same of a wrong call as when all is loaded."""

from __future__ import annotations

import subprocess
import sys

LEAN = """
import builtins
from supportdesk_desktop.app import lean_qt
plain = builtins.__import__
lean_qt.load_qt()
assert builtins.__import__ is plain
"""
PLAIN = "import PySide6.QtWidgets"

WAITING = """
import sys
print(*(name for name, one in sys.modules.items() if isinstance(one, lean_qt._Later)), sep="\\n")
"""

WRONG_CALLS = """
from PySide6.QtCore import QObject, QPoint

def tell(call):
    try:
        call()
    except Exception as problem:
        print(type(problem).__name__, problem)

tell(lambda: QPoint("a", "b"))
tell(lambda: QPoint(1, 2, 3))
tell(lambda: QPoint(1, other=2))
tell(lambda: QObject().setObjectName(1))
tell(lambda: QObject(None, objectName=1))
tell(lambda: QObject(None, other=1))
print(QPoint.__doc__)
from PySide6.support.signature import get_signature
print(get_signature(QPoint.manhattanLength))
"""


def run(program: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout.splitlines()


def test_a_wrong_call_is_told_in_the_same_words() -> None:
    told = run(LEAN + WRONG_CALLS)
    assert told[0].startswith("TypeError")
    assert "  PySide6.QtCore.QPoint.__init__(xpos: int, ypos: int, /)" in told
    assert told == run(PLAIN + WRONG_CALLS)


def test_the_parts_of_this_pyside_wait_until_one_is_used() -> None:
    waiting = {name.rpartition(".")[2] for name in run(LEAN + WAITING)}
    assert waiting == {
        "mapping",
        "errorhandler",
        "layout",
        "parser",
        "tool",
        "enum_sig",
        "pyi_generator",
    }
    # What makes stub files waits for ever.
    left = {name.rpartition(".")[2] for name in run(LEAN + WRONG_CALLS + WAITING)[-4:]}
    assert left == {"enum_sig", "pyi_generator"}
