"""The size and the shape of the source, as ``script/house`` prints it.

Code lines are those without blanks, comments and docstrings. An import counts as one inside a
function where it stands in one; circles are counted with these, without what only types need.
"""

from __future__ import annotations

import ast
import io
import re
import statistics
import sys
import tokenize
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

PACKAGE = "supportdesk_desktop"
NO_CODE = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}
WALK = re.compile(r"^\d+\. `(?P<module>[\w/]+\.py)`", re.MULTILINE)
"""A step of a walk in ``docs/architecture.md``: its module comes first."""


@dataclass
class Module:
    """One module: its size, and what it imports of the package."""

    lines: int
    code: int
    is_package: bool
    imports: set[str] = field(default_factory=set)
    typed: set[str] = field(default_factory=set)
    in_functions: int = 0


def modules_of(root: Path) -> dict[str, Module]:
    """Return every module of the package, by its dotted name."""
    paths = {_name(path, root): path for path in sorted((root / PACKAGE).rglob("*.py"))}
    return {name: _module(path, name, paths) for name, path in paths.items()}


def circles(graph: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Return the groups of modules that import each other, by Tarjan's algorithm."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    path: list[str] = []
    found: list[list[str]] = []

    def visit(one: str) -> None:
        index[one] = low[one] = len(index)
        path.append(one)
        for other in graph[one]:
            if other not in index:
                visit(other)
            if other in path:
                low[one] = min(low[one], low[other])
        if low[one] == index[one]:
            group = path[path.index(one) :]
            del path[path.index(one) :]
            if len(group) > 1:
                found.append(sorted(group))

    for one in graph:
        if one not in index:
            visit(one)
    return found


def report(root: Path) -> Iterator[str]:
    """Yield the lines to print."""
    modules = modules_of(root)
    plain = {name: one for name, one in modules.items() if not one.is_package}
    importers: dict[str, int] = dict.fromkeys(modules, 0)
    for one in modules.values():
        for other in one.imports | one.typed:
            importers[other] += 1
    longest = max(plain, key=lambda name: plain[name].lines)
    sizes = [one.lines for one in plain.values()]
    rings = circles({name: one.imports for name, one in modules.items()})
    yield f"modules              {len(modules)}"
    yield f"lines                {sum(one.lines for one in modules.values())}"
    yield f"code lines           {sum(one.code for one in modules.values())}"
    yield f"median module        {statistics.median(sizes):.0f}"
    yield f"longest module       {plain[longest].lines} ({longest})"
    yield f"with one importer    {sum(importers[name] == 1 for name in plain)}"
    yield f"imports in functions {sum(one.in_functions for one in modules.values())}"
    yield f"import circles       {len(rings)} {rings or ''}".rstrip()
    tests = {path: path.read_text().count("\n") for path in (root / "tests").rglob("*.py")}
    world = sum(n for path, n in tests.items() if "simulation" in path.parts)
    yield f"lines of tests       {sum(tests.values()) - world}, simulated world {world}"
    yield from _walks((root / "docs" / "architecture.md").read_text())


def _walks(page: str) -> Iterator[str]:
    for part in re.split(r"^##+ ", page, flags=re.MULTILINE):
        passed = set(WALK.findall(part))
        if passed:
            yield f"{part.splitlines()[0]}: {len(passed)} modules"


def _name(path: Path, root: Path) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _module(path: Path, name: str, known: Mapping[str, Path]) -> Module:
    text = path.read_text()
    tree = ast.parse(text)
    module = Module(text.count("\n"), _code_lines(text, tree), path.name == "__init__.py")
    for node, in_function, for_types in _imports(tree):
        module.in_functions += in_function
        homes = {_home(one, known) for one in _imported(node)} - {None, name}
        (module.typed if for_types else module.imports).update(home for home in homes if home)
    return module


def _imports(tree: ast.AST) -> Iterator[tuple[ast.Import | ast.ImportFrom, bool, bool]]:
    """Yield each import, whether it stands in a function, and whether only types need it."""
    waiting: list[tuple[ast.AST, bool, bool]] = [(tree, False, False)]
    while waiting:
        node, in_function, for_types = waiting.pop()
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node, in_function, for_types
        in_function = in_function or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            for_types = True
        waiting += [(child, in_function, for_types) for child in ast.iter_child_nodes(node)]


def _imported(node: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [f"{node.module}.{alias.name}" for alias in node.names]


def _home(name: str, known: Mapping[str, Path]) -> str | None:
    while name and name not in known:
        name = name.rpartition(".")[0]
    return name or None


def _code_lines(text: str, tree: ast.Module) -> int:
    held: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in NO_CODE:
            held.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                held.difference_update(range(first.lineno, (first.end_lineno or 0) + 1))
    return len(held)


if __name__ == "__main__":
    print("\n".join(report(Path(sys.argv[1] if len(sys.argv) > 1 else "."))))
