"""Keeps the key in this process: no child inherits it, no crash writes it to the disk."""

from __future__ import annotations

import os
import sys
from collections import ChainMap
from collections.abc import Mapping

KEY_VARIABLE = "SUPPORTDESK_API_KEY"
"""The vendor's own."""

_taken: dict[str, str] = {}


def take_key() -> None:
    """Take the key out of this process's environment, before anything is started from it."""
    given = os.environ.pop(KEY_VARIABLE, None)
    if given is not None:
        _taken[KEY_VARIABLE] = given


def environment_with_key() -> Mapping[str, str]:
    """Return the environment as it was given, the key included. Never for a child."""
    return ChainMap(os.environ, _taken)


if sys.platform != "win32":
    import resource


def forbid_core_dumps() -> None:
    """Let neither this process nor its children leave a core file, whatever ends them."""
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
