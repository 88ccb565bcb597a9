"""Reads and works one window as a screen reader does, for tests.

Debian's Python has the AT-SPI bindings, the tests' own has not: this runs under
``/usr/bin/python3`` and takes one JSON request a line on standard input, with one JSON answer a
line on standard output. ``screen.py`` is the tests' side. Every request waits for its condition
and has a time limit; nothing here sleeps for a fixed time and hopes.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import gi  # type: ignore[import-not-found,unused-ignore]

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # type: ignore[import-not-found,unused-ignore]  # noqa: E402

LOOK_AGAIN_S = 0.05
CALL_TIMEOUT_MS = 5000
START_TIMEOUT_MS = 20000
DEPTH_MAX = 30
LISTS = frozenset({"table", "list", "tree", "tree table"})
STATES = {
    "active": Atspi.StateType.ACTIVE,
    "checked": Atspi.StateType.CHECKED,
    "enabled": Atspi.StateType.ENABLED,
    "focused": Atspi.StateType.FOCUSED,
}

Request = dict[str, Any]
Accessible = Any


class NotSeen(Exception):
    """The condition did not come true in time."""


def children(node: Accessible) -> Iterator[Accessible]:
    """Yield the children that still exist."""
    for index in range(node.get_child_count()):
        child = node.get_child_at_index(index)
        if child is not None:
            yield child


def visible(node: Accessible) -> bool:
    """Return whether a person could see the node, were it scrolled to."""
    return bool(node.get_state_set().contains(Atspi.StateType.VISIBLE))


def shown(root: Accessible, depth: int = 0) -> Iterator[Accessible]:
    """Yield what is shown; the rows of a list are read by ``rows`` alone."""
    for child in children(root):
        try:
            if not visible(child):
                continue
            yield child
            if depth < DEPTH_MAX and child.get_role_name() not in LISTS:
                yield from shown(child, depth + 1)
        except GLib.Error:
            continue


def tail(node: Accessible) -> str:
    """Return the object's own name, the end of its accessible id."""
    return str(node.get_accessible_id() or "").rpartition(".")[2]


def text_of(node: Accessible) -> str:
    """Return the text in a field or label, where it has any."""
    text = node.get_text_iface()
    if text is None:
        return ""
    return str(Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node)))


def said(node: Accessible) -> str:
    """Return all that a screen reader says of a node."""
    parts = (node.get_name(), node.get_description(), text_of(node))
    return "\n".join(dict.fromkeys(part for part in parts if part))


def described(node: Accessible) -> dict[str, object]:
    """Return a node as JSON."""
    states = node.get_state_set()
    return {
        "id": tail(node),
        "role": node.get_role_name(),
        "name": node.get_name() or "",
        "description": node.get_description() or "",
        "text": text_of(node),
        "states": [name for name, state in STATES.items() if states.contains(state)],
    }


class Driver:
    """Serves the requests of one test process."""

    def __init__(self) -> None:
        Atspi.init()
        Atspi.set_timeout(CALL_TIMEOUT_MS, START_TIMEOUT_MS)
        self._windows: dict[int, Accessible] = {}
        self._known: dict[tuple[int, str], Accessible] = {}

    def serve(self) -> None:
        """Answer each line until the end of the input."""
        for line in sys.stdin:
            request = json.loads(line)
            try:
                answer = {"result": getattr(self, "do_" + request["do"])(request)}
            except NotSeen as problem:
                answer = {"missing": str(problem), "shown": self._all_said(request)}
            except Exception as problem:
                # The test fails with it; the next one still has its driver.
                answer = {"missing": repr(problem), "shown": []}
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()

    def do_find(self, request: Request) -> dict[str, object]:
        """Wait for a node and describe it."""
        return described(self._wait(request, lambda: self._find(request)))

    def do_gone(self, request: Request) -> None:
        """Wait until no such node is shown."""
        self._wait(request, lambda: True if self._find(request) is None else None)

    def do_press(self, request: Request) -> None:
        """Wait for a node that is enabled and do its action."""

        def press() -> bool | None:
            node = self._find(request)
            if node is None or not node.get_state_set().contains(Atspi.StateType.ENABLED):
                return None
            # The first action is what a click does.
            return Atspi.Action.do_action(node, 0) or None

        self._wait(request, press)

    def do_fill(self, request: Request) -> None:
        """Wait for a field and put a text into it; a password field shows bullets instead."""

        def write() -> bool | None:
            # Found again each time: of a field made this moment the first sight may be a dead one.
            node = self._find(request)
            if node is None or node.get_editable_text_iface() is None:
                return None
            Atspi.Component.grab_focus(node)
            Atspi.EditableText.set_text_contents(node, request["text"])
            hidden = node.get_role_name() == "password text"
            return hidden or text_of(node) == request["text"] or None

        self._wait(request, write)

    def do_rows(self, request: Request) -> list[str]:
        """Wait for a list and read the names of its rows."""
        node = self._wait(request, lambda: self._find(request))
        return list(_rows(node))

    def do_row(self, request: Request) -> str:
        """Wait for a row that says all of ``words``; ``choose`` also selects it."""
        node = self._wait(request, lambda: self._find(request))
        words = request["words"]

        def look() -> tuple[int, str] | None:
            found = enumerate(_rows(node))
            return next(((at, row) for at, row in found if all(w in row for w in words)), None)

        place, row = self._wait(request, look)
        if request.get("choose"):
            Atspi.Table.add_row_selection(node, place)
        return str(row)

    def do_cells(self, request: Request) -> list[list[str]]:
        """Wait for a table and read its titles, then the cells of each row."""
        table = self._wait(request, lambda: self._find(request))
        columns = range(Atspi.Table.get_n_columns(table))
        titles = [Atspi.Table.get_column_header(table, column).get_name() for column in columns]
        rows = range(Atspi.Table.get_n_rows(table))
        cells = [[_cell(table, row, column) for column in columns] for row in rows]
        return [titles, *cells]

    def do_option(self, request: Request) -> None:
        """Wait for a box that folds out and choose the option ``text`` in it, folded as it is."""

        def choose() -> bool | None:
            box = self._find(request)
            if box is None:
                return None
            options = box.get_child_at_index(0)
            names = [option.get_name() for option in children(options)]
            Atspi.Selection.select_child(options, names.index(request["text"]))
            return box.get_name() == request["text"] or None

        self._wait(request, choose)

    def do_said(self, request: Request) -> list[str]:
        """Return what is said of everything shown."""
        return self._all_said(request)

    def _all_said(self, request: Request) -> list[str]:
        window = self._windows.get(request["pid"])
        if window is None:
            return []
        try:
            return [f"{tail(node)}: {text}" for node in shown(window) if (text := said(node))]
        except GLib.Error as problem:
            return [problem.message]

    def _wait(self, request: Request, look: Callable[[], Any]) -> Any:
        end = time.monotonic() + request.get("timeout", 10.0)
        while True:
            try:
                found = look()
            except GLib.Error:
                found = None
            if found is not None:
                return found
            if time.monotonic() > end:
                wanted = {key: value for key, value in request.items() if key != "text"}
                raise NotSeen(json.dumps(wanted, ensure_ascii=False))
            time.sleep(LOOK_AGAIN_S)

    def _find(self, request: Request) -> Accessible | None:
        wanted = request.get("id")
        says = request.get("says", [])
        key = (request["pid"], wanted or "")
        if wanted is not None and key in self._known:
            node = self._known[key]
            try:
                if tail(node) == wanted and visible(node):
                    return node if _says(node, says) else None
            except GLib.Error:
                pass
            del self._known[key]
        window = self._window(request["pid"])
        if window is None:
            return None
        for node in shown(window):
            if wanted is None or tail(node) == wanted:
                if wanted is not None:
                    self._known[key] = node
                if _says(node, says):
                    return node
        return None

    def _window(self, pid: int) -> Accessible | None:
        if pid not in self._windows:
            desktop = Atspi.get_desktop(0)
            desktop.set_cache_mask(Atspi.Cache.NONE)
            for application in children(desktop):
                if application.get_process_id() == pid:
                    application.set_cache_mask(Atspi.Cache.NONE)
                    self._windows[pid] = application
        return self._windows.get(pid)


def _says(node: Accessible, words: list[str]) -> bool:
    return not words or all(word in said(node) for word in words)


def _rows(table: Accessible) -> Iterator[str]:
    for place in range(Atspi.Table.get_n_rows(table)):
        if Atspi.Table.get_accessible_at(table, place, 0) is not None:
            yield _cell(table, place, 0)


def _cell(table: Accessible, row: int, column: int) -> str:
    return str(Atspi.Table.get_accessible_at(table, row, column).get_name() or "")


if __name__ == "__main__":
    Driver().serve()
