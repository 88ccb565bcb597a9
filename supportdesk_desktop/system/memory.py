"""What a big read needed for a moment goes back to the system once it is done."""

from __future__ import annotations

import contextlib
import sys

BIG_BYTES = 128 * 1024
"""From this size on an allocation is of its own, and given back whole; glibc's first value."""

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3


def give_memory_back() -> None:
    """Keep glibc from raising its thresholds as it goes; another allocator is left alone.

    By itself it takes the first big block freed for a sign to keep all that are smaller, each
    thread for itself: a window with 100,000 tickets held 12 MiB more for nothing.
    """
    if sys.platform != "linux":
        return
    import ctypes

    with contextlib.suppress(OSError, AttributeError):
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_M_MMAP_THRESHOLD, BIG_BYTES)
        mallopt(_M_TRIM_THRESHOLD, BIG_BYTES)
