"""The clocks and the dice that services are given, so that tests can hold them."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import msgspec


class Clock(msgspec.Struct, frozen=True):
    """``wall_ms``: milliseconds since the epoch. ``monotonic_ns``: CLOCK_MONOTONIC."""

    wall_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000
    monotonic_ns: Callable[[], int] = time.monotonic_ns
    fraction: Callable[[], float] = random.random
