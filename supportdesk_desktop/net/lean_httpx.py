"""httpx without its command line.

``import httpx`` tries its command line too, which brings click, pygments and rich where these
happen to be installed: 90 modules and 9 MiB that no window needs.
"""

from __future__ import annotations

import sys
from types import ModuleType

__all__ = ["httpx"]

_COMMAND_LINE = "httpx._main"


def _no_command_line() -> None:
    """Stand for what is not there."""


if "httpx" not in sys.modules:
    _absent = ModuleType(_COMMAND_LINE)
    _absent.__dict__["main"] = _no_command_line
    sys.modules[_COMMAND_LINE] = _absent
    import httpx

    del sys.modules[_COMMAND_LINE]
else:
    import httpx
