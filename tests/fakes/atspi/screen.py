"""What a screen reader sees of one window, and the hands it offers: the tests' side of a driver.

Widgets are named by their object name, which Qt makes the end of the accessible id; what they say
is their accessible name, description and text.
"""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec

SYSTEM_PYTHON = "/usr/bin/python3"
TIMEOUT_S = 15.0
ANSWER_MARGIN_S = 30.0


class Node(msgspec.Struct, frozen=True):
    """One thing on the screen."""

    id: str
    role: str
    name: str
    description: str
    text: str
    states: list[str]


class NotOnScreen(AssertionError):
    """What was waited for did not appear; the message lists what was there instead."""


class Driver:
    """The process of ``driver.py``; one serves any number of windows."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [SYSTEM_PYTHON, str(Path(__file__).with_name("driver.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self._answers: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=ANSWER_MARGIN_S)
        self._reader.join()
        self._process.stdout.close()

    def ask(self, request: dict[str, Any], timeout_s: float) -> Any:
        """Send one request and return its result.

        Raises:
            NotOnScreen: it did not come true in time.
        """
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({**request, "timeout": timeout_s}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._answers.get(timeout=timeout_s + ANSWER_MARGIN_S))
        if "missing" in answer:
            there = "\n".join(answer["shown"])
            raise NotOnScreen(f"not seen in {timeout_s} s: {answer['missing']}\n{there}")
        return answer["result"]

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._answers.put(line)


@dataclass(frozen=True)
class Screen:
    """One window, known by the process that shows it."""

    driver: Driver
    pid: int

    def find(self, name: str | None = None, *says: str, timeout_s: float = TIMEOUT_S) -> Node:
        """Wait for the widget ``name`` (any, where None) that says all of ``says``."""
        found = self._ask("find", name, says, timeout_s)
        return msgspec.convert(found, Node)

    def gone(self, name: str | None = None, *says: str, timeout_s: float = TIMEOUT_S) -> None:
        """Wait until no such widget is shown."""
        self._ask("gone", name, says, timeout_s)

    def press(self, name: str | None, *says: str, timeout_s: float = TIMEOUT_S) -> None:
        """Press a button (any, where None) once it is enabled."""
        self._ask("press", name, says, timeout_s)

    def fill(self, name: str, text: str) -> None:
        """Put a text into a field and wait until it is there."""
        self._ask("fill", name, (), TIMEOUT_S, text=text)

    def rows(self, name: str) -> list[str]:
        """Return what the rows of a list say, from the top."""
        return msgspec.convert(self._ask("rows", name, (), TIMEOUT_S), list[str])

    def row(self, name: str, *words: str, timeout_s: float = TIMEOUT_S) -> str:
        """Wait for a row of a list that says all of ``words`` and return what it says."""
        return str(self._ask("row", name, (), timeout_s, words=words))

    def choose(self, name: str, *words: str) -> str:
        """Wait for a row of a list, select it and return what it says."""
        return str(self._ask("row", name, (), TIMEOUT_S, words=words, choose=True))

    def cells(self, name: str) -> list[list[str]]:
        """Return the titles of a table, then the cells of each row, from the top."""
        return msgspec.convert(self._ask("cells", name, (), TIMEOUT_S), list[list[str]])

    def option(self, name: str, text: str, *says: str) -> None:
        """Choose an option of a box that folds out, and wait until the box shows it."""
        self._ask("option", name, says, TIMEOUT_S, text=text)

    def said(self) -> list[str]:
        """Return what is said of everything that is shown."""
        return msgspec.convert(self._ask("said", None, (), TIMEOUT_S), list[str])

    def _ask(
        self, do: str, name: str | None, says: tuple[str, ...], timeout_s: float, **more: object
    ) -> Any:
        request = {"do": do, "pid": self.pid, "id": name, "says": says, **more}
        return self.driver.ask(request, timeout_s)
