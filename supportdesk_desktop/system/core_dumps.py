"""What is in memory stays there: a crash must not write the key to the disk."""

from __future__ import annotations

import sys

if sys.platform != "win32":
    import resource


def forbid_core_dumps() -> None:
    """Let neither this process nor its children leave a core file, whatever ends them."""
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
