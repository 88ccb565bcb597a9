"""One owner at a time, whatever happens to the one before."""

from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from supportdesk_desktop.core.errors import StoreReadOnly
from supportdesk_desktop.system.locks import OwnerLock, OwnerNote, held_alone, read_owner

HOLD = """
import sys
from pathlib import Path
from supportdesk_desktop.system.locks import OwnerLock, OwnerNote
lock = OwnerLock(Path(sys.argv[1]))
assert lock.try_acquire(OwnerNote(7, "/run/s.sock", "window"))
print("held", flush=True)
sys.stdin.readline()
lock.release()
"""
HOLD_ALONE = """
import signal, sys
from pathlib import Path
from supportdesk_desktop.system.locks import held_alone
with held_alone(Path(sys.argv[1])) as free:
    print(free, flush=True)
    signal.pause()
"""
NOTE = OwnerNote(1, "", "test")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "default" / "owner.lock"


@pytest.fixture
def owner(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock until it gets a line."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_held_lock_is_not_taken_and_its_note_is_read(
    path: Path, owner: subprocess.Popen[str]
) -> None:
    lock = OwnerLock(path)
    assert not lock.try_acquire(NOTE)
    assert not lock.held
    assert read_owner(path) == OwnerNote(7, "/run/s.sock", "window")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_another_process_takes_it_when_the_owner_let_go(
    path: Path, owner: subprocess.Popen[str]
) -> None:
    owner.communicate("\n", timeout=10)
    lock = OwnerLock(path)
    assert lock.try_acquire(NOTE)
    assert lock.held
    lock.release()


def test_the_death_of_the_owner_frees_it(path: Path, owner: subprocess.Popen[str]) -> None:
    owner.send_signal(signal.SIGKILL)
    owner.wait(10)
    lock = OwnerLock(path)
    assert lock.try_acquire(NOTE)
    lock.release()
    assert OwnerLock(path).try_acquire(NOTE)


def test_after_a_clean_release_nobody_owns_it(path: Path) -> None:
    lock = OwnerLock(path)
    assert lock.try_acquire(NOTE)
    assert read_owner(path) == NOTE
    lock.release()
    lock.release()
    assert read_owner(path) is None
    assert OwnerLock(path).try_acquire(NOTE)


def test_a_full_disk_keeps_nobody_from_letting_go(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = OwnerLock(path)
    assert lock.try_acquire(NOTE)

    def full(_descriptor: int, _data: bytes) -> int:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as disk:
        disk.setattr(os, "write", full)
        lock.release()
    assert not lock.held
    assert OwnerLock(path).try_acquire(NOTE)


def test_a_removed_file_does_not_make_two_owners_of_one_name(path: Path) -> None:
    first = OwnerLock(path)
    assert first.try_acquire(NOTE)
    path.unlink()
    path.touch()
    assert OwnerLock(path).try_acquire(NOTE)
    first.release()


def test_an_unreadable_note_is_none(path: Path) -> None:
    path.parent.mkdir(mode=0o700)
    path.write_bytes(b'{"pid": 3, "rel')
    assert read_owner(path) is None
    assert OwnerLock(path).try_acquire(NOTE)


def test_a_folder_in_its_place_is_said(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(StoreReadOnly):
        OwnerLock(path).try_acquire(NOTE)


def test_a_file_is_held_by_one_until_the_block_ends_or_its_process_dies(tmp_path: Path) -> None:
    path = tmp_path / "desk.db.lock"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD_ALONE, str(path)], stdout=subprocess.PIPE, text=True
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "True\n"
        with held_alone(path) as free:
            assert not free
        holder.kill()
    with held_alone(path) as free:
        assert free
        with held_alone(path) as again:
            assert not again
    with held_alone(path) as free:
        assert free
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
