"""A disk of the tests' own that can be filled to the last byte, or made read-only."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass
class SmallDisk:
    """A file system at ``path``."""

    path: Path

    def fill(self) -> None:
        """Leave no byte free."""
        with (self.path / "ballast").open("ab", buffering=0) as ballast:
            for size in (65_536, 1):
                _write_until_full(ballast.fileno(), size)

    def free(self) -> None:
        """Take the ballast away again."""
        (self.path / "ballast").unlink()

    def make_read_only(self) -> None:
        """Refuse every write from now on, root's included."""
        _mount("-o", "remount,ro", str(self.path))


def _write_until_full(descriptor: int, size: int) -> None:
    while True:
        try:
            os.write(descriptor, b"\0" * size)
        except OSError as problem:
            if problem.errno != errno.ENOSPC:
                raise
            return


@contextmanager
def small_disk(path: Path, mebibytes: int = 3) -> Iterator[SmallDisk]:
    """Mount a disk of this size on a new folder; skips the test where that is not allowed."""
    path.mkdir()
    try:
        _mount("-t", "tmpfs", "-o", f"size={mebibytes}m,mode=0700", "tmpfs", str(path))
    except (OSError, subprocess.CalledProcessError):
        pytest.skip(f"user {os.geteuid()} may not mount a disk here")
    try:
        yield SmallDisk(path)
    finally:
        subprocess.run(["umount", str(path)], check=True)


def _mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True, capture_output=True)
