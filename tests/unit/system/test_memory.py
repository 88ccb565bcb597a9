"""What is free goes back to the system; where the allocator is another one, nothing happens."""

from __future__ import annotations

import subprocess
import sys

import pytest

from supportdesk_desktop.system import memory

SCATTERED = """
import os, sys
from supportdesk_desktop.system.memory import give_unused_back

def resident():
    return int(open("/proc/self/statm").read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

# Over 512 bytes they are glibc's, under 128 KiB they are no blocks of their own.
blocks = [bytes(20_000) for _ in range(2_000)]
del blocks[:-1]
before = resident()
give_unused_back()
print(before - resident())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="glibc alone")
def test_what_is_free_between_small_blocks_goes_back() -> None:
    run = subprocess.run(
        [sys.executable, "-c", SCATTERED], capture_output=True, text=True, check=True
    )
    assert int(run.stdout) > 20_000_000


def test_elsewhere_it_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    memory.give_big_blocks_back()
    memory.give_unused_back()
