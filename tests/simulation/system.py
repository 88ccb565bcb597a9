"""Puts the world in the place of the operating system: clocks, chance, files, threads, sockets.

Called once, before any module of the product is imported, in a process of its own: what the
product takes from the standard library is then the world's.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import gc
import os
import random
import socket
import sqlite3
import threading
import time
from typing import Any

from tests.simulation import disk, network
from tests.simulation.machine import BEGIN_NS, Kernel
from tests.simulation.patching import put

_real_open, _real_close, _real_write = os.open, os.close, os.write
_real_pid = os.getpid


class System:
    """Where the patched functions find the world of now."""

    kernel: Kernel | None = None
    chance: random.Random = random.Random(0)


def install() -> None:
    """Put the world's functions in place."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["TZ"] = "UTC"
    time.tzset()
    _install_time()
    _install_chance()
    _install_files()
    put(concurrent.futures, ThreadPoolExecutor=disk.SimExecutor)
    put(sqlite3, connect=disk.connect)
    _install_libraries()
    _install_sockets()
    gc.disable()
    put(gc, enable=lambda: None)


def _install_time() -> None:
    def monotonic_ns() -> int:
        return 0 if System.kernel is None else System.kernel.monotonic_ns()

    def wall_ns() -> int:
        return BEGIN_NS if System.kernel is None else System.kernel.wall_ns()

    def clock_gettime_ns(clock: int) -> int:
        if clock == time.CLOCK_REALTIME:
            return wall_ns()
        if clock == time.CLOCK_MONOTONIC:
            return monotonic_ns()
        return 0 if System.kernel is None else System.kernel.boot_ns()

    put(time, monotonic_ns=monotonic_ns, perf_counter_ns=monotonic_ns)
    put(time, monotonic=lambda: monotonic_ns() / 1e9, perf_counter=lambda: monotonic_ns() / 1e9)
    put(time, time_ns=wall_ns, time=lambda: wall_ns() / 1e9)
    put(time, clock_gettime_ns=clock_gettime_ns)
    put(time, clock_gettime=lambda clock: clock_gettime_ns(clock) / 1e9)


def _install_chance() -> None:
    def urandom(size: int) -> bytes:
        return System.chance.randbytes(size)

    put(os, urandom=urandom)
    put(random, _urandom=urandom)


def _install_files() -> None:
    def opened(path: Any, flags: int, mode: int = 0o777, **options: Any) -> int:
        kernel = System.kernel
        new = flags & os.O_CREAT and not os.path.exists(path)
        if new and kernel is not None and kernel.current is not None:
            disk.check_write()
        descriptor = _real_open(path, flags, mode, **options)
        if kernel is not None:
            kernel.opened(descriptor)
        return descriptor

    def close(descriptor: int) -> None:
        if System.kernel is not None:
            System.kernel.closed(descriptor)
        _real_close(descriptor)

    def write(descriptor: int, data: Any) -> int:
        if System.kernel is not None and System.kernel.current is not None:
            disk.check_write()
        return _real_write(descriptor, data)

    def getpid() -> int:
        kernel = System.kernel
        if kernel is None or kernel.current is None:
            return _real_pid()
        return kernel.current.pid

    put(os, open=opened, close=close, write=write, getpid=getpid)


def _install_libraries() -> None:
    """Give the libraries that work with threads and TLS what they need here."""
    import aiosqlite.core
    import anyio.streams.tls
    import httpcore._backends.anyio
    import truststore

    put(aiosqlite.core, SimpleQueue=disk.SimQueue, Thread=disk.SimThread)
    put(threading, Thread=disk.SimThread)
    put(anyio.streams.tls, TLSStream=network.FakeTls)
    put(httpcore._backends.anyio, is_socket_readable=_is_readable)
    put(truststore, SSLContext=_trust)


def _is_readable(sock: Any) -> bool:
    return sock is None or bool(sock.readable())


_trusted: list[Any] = []


def _trust(protocol: Any) -> Any:
    import ssl

    if not _trusted:
        _trusted.append(ssl.SSLContext(protocol))
    return _trusted[0]


def _install_sockets() -> None:
    put(socket, socket=network.SimSocket)


def begin(kernel: Kernel, seed: int) -> None:
    """Let the patched functions work for this world."""
    System.kernel = kernel
    System.chance = random.Random(f"chance {seed}")
    random.seed(f"random {seed}")
    asyncio.set_event_loop_policy(None)
