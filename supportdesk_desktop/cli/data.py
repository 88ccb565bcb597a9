"""Where this command's data is."""

from __future__ import annotations

import argparse
from pathlib import Path

from supportdesk_desktop.system.paths import ProfilePaths, default_data_root, profile_paths


def data_root(parsed: argparse.Namespace) -> Path:
    """Return the folder that holds all profiles."""
    chosen: Path | None = parsed.data_dir
    return default_data_root() if chosen is None else chosen


def paths_of(parsed: argparse.Namespace) -> ProfilePaths:
    """Return the paths of the profile asked for. Raises ``InputRefused``."""
    return profile_paths(data_root(parsed), parsed.profile)
