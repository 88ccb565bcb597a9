"""Nothing of the client runs in the background but through ``tasks.py``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import supportdesk_desktop

PACKAGE = Path(supportdesk_desktop.__file__).parent
STARTS = frozenset({"create_task", "ensure_future", "run_coroutine_threadsafe"})

STARTED_ELSEWHERE = {
    "app/run.py:_until_quit": "both are awaited there",
    "system/control.py:_pump": "both end with their connection",
    "system/notifications/freedesktop.py:notify": "awaited there, or by whoever waits for it late",
    "system/notifications/freedesktop.py:withdraw": "one call, whose failure changes nothing",
    "system/notifications/desktop.py:withdraw": "one call, whose failure changes nothing",
    "system/notifications/session_bus.py:connect": "waits for the end of one connection",
}
ENDLESS_ELSEWHERE = {
    "app/owner_requests.py:changes_of": "the items of one follower's connection",
    "cli/outbox.py:wait": "a command waits for one filing, within its limit",
    "cli/watch.py:run": "the command itself: what it raises ends it, with a sentence",
    "services/desk.py:take": "waits for a place in a window, inside a step",
    "services/feed/session.py:_next_frame": "waits for one frame, inside a step",
    "services/feed/session.py:_read": "the frames of one connection",
    "services/feed/session.py:_work": "the frames of one connection, inside a step",
    "services/filing/worker.py:_settle": "keeps an answer until it is stored, inside a step",
    "store/engine.py:write_in_slices": "the slices of one piece of work",
    "ui/tickets/presenter.py:_read_rows": "reads until nothing changed meanwhile",
}


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _own_nodes(function: ast.AST) -> Iterator[ast.AST]:
    """Walk a function without the functions inside it."""
    for child in ast.iter_child_nodes(function):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield child
            yield from _own_nodes(child)


def _starts_a_task(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in STARTS
    )


def _is_endless(node: ast.AST) -> bool:
    """A loop that its work does not end: ``while True``, ``while not self._closing``."""
    if not isinstance(node, ast.While):
        return False
    test = node.test
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return isinstance(test.operand, ast.Attribute)
    return isinstance(test, ast.Constant) and bool(test.value)


def _found() -> tuple[set[str], set[str]]:
    starting, endless = set(), set()
    for path in sorted(PACKAGE.rglob("*.py")):
        where = path.relative_to(PACKAGE).as_posix()
        if where == "tasks.py" or where.startswith("backend/"):
            continue
        for function in _functions(ast.parse(path.read_text("utf-8"))):
            nodes = tuple(_own_nodes(function))
            if any(map(_starts_a_task, nodes)):
                starting.add(f"{where}:{function.name}")
            if isinstance(function, ast.AsyncFunctionDef) and any(map(_is_endless, nodes)):
                endless.add(f"{where}:{function.name}")
    return starting, endless


def test_a_task_is_started_by_its_owner() -> None:
    starting, _ = _found()
    assert starting == STARTED_ELSEWHERE.keys()


def test_a_loop_is_a_step_that_is_supervised() -> None:
    _, endless = _found()
    assert endless == ENDLESS_ELSEWHERE.keys()
