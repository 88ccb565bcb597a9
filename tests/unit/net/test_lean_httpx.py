"""The HTTP client comes without the command line of its library."""

from __future__ import annotations

import subprocess
import sys

_PROGRAM = """
import sys
from supportdesk_desktop.net.lean_httpx import httpx
print(sorted({"click", "rich", "pygments", "httpx._main"} & set(sys.modules)))
print(httpx.AsyncClient.__name__)
"""


def test_the_command_line_of_httpx_is_not_loaded() -> None:
    run = subprocess.run(
        [sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == ["[]", "AsyncClient"]
