"""Loads Qt, and of PySide only what a start needs.

PySide compiles at each start, from source, what lists the signatures of a wrongly called method and
what makes its stub files: 17 ms of a start. Here these parts load when one is asked for. It also
takes the place of ``__import__``, to look in the source of every module imported after it for
``__feature__`` switches, which nothing here uses: 170 files before the first paint are 11 ms, and
their lines stay in memory.

A PySide that names its parts otherwise loads them at once, as ever.
"""

from __future__ import annotations

import builtins
import importlib
import sys
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from importlib.abc import Loader

_SIGNATURES = "shibokensupport.signature"
_LATER = {
    _SIGNATURES: ("mapping", "errorhandler", "layout", "parser"),
    f"{_SIGNATURES}.lib": ("tool", "enum_sig", "pyi_generator"),
}
"""What PySide's own loader imports of each of its packages."""


class _Later(ModuleType):
    """A module that loads when something is first asked of it."""

    def __init__(self, name: str, loader: Loader) -> None:
        super().__init__(name)
        # PySide renames the spec when it publishes the module.
        self.__spec__ = ModuleSpec(name, loader)
        self._found = ModuleSpec(name, loader)
        # A wrong call looks for this one past ``__getattr__``.
        self.update_mapping = lambda: self._loaded().update_mapping()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self._loaded(), name)

    def _loaded(self) -> ModuleType:
        found = self._found
        self.__class__ = ModuleType  # type: ignore[assignment]
        self.__dict__.clear()
        self.__dict__.update(__name__=found.name, __spec__=found)
        assert found.loader is not None
        found.loader.exec_module(self)
        return self


def load_qt() -> None:
    """Load Qt, and leave imports as they were.

    Raises:
        ImportError: a library of the system is missing.
    """
    plain = builtins.__import__

    def import_lean(name: str, *args: Any, **named: Any) -> ModuleType:
        for part in _LATER.get(name, ()):
            _put_off(name, part)
        return plain(name, *args, **named)

    builtins.__import__ = import_lean
    try:
        importlib.import_module("PySide6.QtWidgets")
    finally:
        builtins.__import__ = plain


def _put_off(package: str, part: str) -> None:
    """Put a module that loads later where PySide is about to import it."""
    name = f"{package}.{part}"
    home, finder = sys.modules.get(package), sys.meta_path[0]
    spec = None if home is None or name in sys.modules else finder.find_spec(name, None)
    if spec is not None and spec.loader is not None:
        module = sys.modules[name] = _Later(name, spec.loader)
        setattr(home, part, module)
