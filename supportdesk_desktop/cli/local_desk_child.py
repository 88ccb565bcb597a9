"""``local-desk-child``: the local desk's process, started by the window alone."""

from __future__ import annotations

import argparse

from supportdesk_desktop.backend.local_desk import LocalDeskError, run_local_desk
from supportdesk_desktop.cli.data import data_root
from supportdesk_desktop.cli.running import Stopped


def run(parsed: argparse.Namespace) -> int:
    """Serve until standard input ends."""
    try:
        return run_local_desk(data_root(parsed), parsed.lang)
    except LocalDeskError as problem:
        raise Stopped(str(problem)) from problem
