"""``local-desk-child``: the local desk's process, started by the window alone."""

from __future__ import annotations

import argparse
import gc

from supportdesk_desktop.backend.database import file_url
from supportdesk_desktop.backend.local_desk import LocalDeskError, database_path, run_local_desk
from supportdesk_desktop.cli.data import data_root
from supportdesk_desktop.cli.one_gateway import one_gateway
from supportdesk_desktop.cli.running import Stopped

_PREDECESSOR_S = 20.0
"""The child of a window that was killed ends by itself; its last requests have 10 s for it."""


def run(parsed: argparse.Namespace) -> int:
    """Serve until standard input ends."""
    # Commands start without; in a process that lives all day cycles would add up.
    gc.enable()
    root = data_root(parsed)
    try:
        with one_gateway(file_url(database_path(root)), _PREDECESSOR_S):
            return run_local_desk(root, parsed.lang)
    except LocalDeskError as problem:
        raise Stopped(str(problem)) from problem
