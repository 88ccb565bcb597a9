"""What a person reads and keeps when the disk is full, read-only, damaged, newer or oddly named."""

from __future__ import annotations

import json
import re
import sqlite3
import stat
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.small_disk import SmallDisk, small_disk
from tests.integration.cli.at_the_desk import CUSTOMER, FILE, call, lines, make_customer, until
from tests.integration.cli.conftest import ServedDesk, Shell

NEXT_STEP = re.compile(r"[.;:] \S|\u00a0[;:] \S")


@pytest.fixture(autouse=True)
def customer(desk: ServedDesk, shell: Shell) -> None:
    make_customer(desk, shell)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "petit disque à accents") as one:
        yield one


@pytest.fixture
def on_disk(disk: SmallDisk, shell: Shell) -> Iterator[Shell]:
    """The shell with its data on the small disk, and its home elsewhere."""
    moved = replace(shell, data=disk.path / "données", background=[])
    yield moved
    moved.end_all()


def one_sentence(done: subprocess.CompletedProcess[str]) -> str:
    """Return the one line that a command complained with."""
    assert "Traceback" not in done.stderr
    (line,) = done.stderr.splitlines()
    assert NEXT_STEP.search(line), line
    return line


def test_a_full_disk_stores_nothing_says_so_and_keeps_what_there_was(
    disk: SmallDisk, on_disk: Shell
) -> None:
    first = on_disk.json(*FILE)
    disk.fill()
    done = on_disk.run(*FILE, "--description", "long " * 20_000)
    assert done.returncode == 1
    assert one_sentence(done).startswith("Disque plein")
    english = on_disk.run(*FILE, "--description", "long " * 20_000, "--lang", "en")
    assert one_sentence(english).startswith("Disk full")
    disk.free()
    (kept,) = on_disk.json("outbox", "--all")["filings"]
    assert kept["clientRef"] == first["clientRef"]
    assert on_disk.json(*FILE)["state"] == "confirmed"


def test_a_new_profile_on_a_full_disk_says_so(disk: SmallDisk, on_disk: Shell) -> None:
    disk.fill()
    for command in (FILE, ("status",)):
        done = on_disk.run(*command)
        assert done.returncode == 1
        assert one_sentence(done).startswith("Disque plein")
    disk.free()
    assert on_disk.json(*FILE)["state"] == "confirmed"


def test_no_assignment_is_missed_while_the_disk_is_full(
    desk: ServedDesk, disk: SmallDisk, on_disk: Shell
) -> None:
    watch = on_disk.watch()
    disk.fill()
    numbers = []
    for number in range(3):
        ticket = {
            "customerExternalId": CUSTOMER,
            "subject": f"Pendant que le disque est plein, {number}",
            "description": "x" * 100_000,
        }
        created = call(desk, on_disk, "POST", "/tickets/api-create", ticket)
        numbers.append(created["ticketNumber"])
    until(watch, what="state", state="offline")
    disk.free()
    # Three tickets of 100,000 characters need room for themselves and for their index.
    seen = {entry["ticketNumber"] for entry in _assigned(watch, len(numbers))}
    assert seen == set(numbers)
    until(watch, what="verified")
    status = on_disk.json("status")
    assert status["feed"]["state"] == "verified"
    assert status["feed"]["tickets"] == 3
    assert status["blindIntervals"][-1]["cause"] == "store"


def _assigned(watch: subprocess.Popen[str], count: int) -> Iterator[dict[str, Any]]:
    for entry in lines(watch):
        if entry["what"] == "assigned":
            yield entry
            count -= 1
        if count == 0:
            return


def test_a_filing_beside_a_window_on_a_full_disk_is_refused_and_never_lost(
    disk: SmallDisk, on_disk: Shell
) -> None:
    on_disk.watch()
    disk.fill()
    done = on_disk.run(*FILE, "--description", "long " * 20_000)
    assert done.returncode == 1
    assert one_sentence(done).startswith("Disque plein")
    disk.free()
    assert on_disk.json(*FILE)["state"] == "confirmed"
    assert len(on_disk.json("outbox", "--all")["filings"]) == 1


def test_a_read_only_folder_says_so(disk: SmallDisk, on_disk: Shell) -> None:
    assert on_disk.run(*FILE).returncode == 0
    disk.make_read_only()
    for command in (FILE, ("tickets",)):
        done = on_disk.run(*command)
        assert done.returncode == 1
        assert "ne peut pas être écrit" in one_sentence(done)
    new = replace(on_disk, data=disk.path / "autre")
    assert "ne peut pas être écrit" in one_sentence(new.run(*FILE))


def store_of(shell: Shell, profile: str = "default") -> Path:
    return shell.data_dir / profile / "store.db"


def spoil(store: Path) -> None:
    """Write noise over everything but the tables' own pages at the beginning."""
    size = store.stat().st_size
    with store.open("r+b") as file:
        file.seek(0)
        file.write(b"\xa5" * min(4096, size))


def test_a_damaged_store_is_set_aside_and_the_filings_stay(shell: Shell) -> None:
    filed = shell.json(*FILE)
    shell.server = None
    shell.key = "sk_live_agent_" + "b" * 48
    waiting = json.loads(shell.run(*FILE, "--no-wait", "--json").stdout)
    spoil(store_of(shell))
    checked = shell.run("self-test")
    assert checked.returncode == 1
    assert re.search("ÉCHEC\tdonnées du profil\tDonnées locales endommagées", checked.stdout)
    listed = shell.run("outbox", "--all", "--json")
    assert listed.returncode == 0
    sentence = one_sentence(listed)
    (aside,) = store_of(shell).parent.glob("store.db.damaged-*")
    assert str(aside) in sentence
    assert "2 dépôts" in sentence
    states = {one["clientRef"]: one["state"] for one in json.loads(listed.stdout)["filings"]}
    assert states == {filed["clientRef"]: "confirmed", waiting["clientRef"]: "uncertain"}
    assert shell.run("outbox").stderr == ""
    for file in store_of(shell).parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_filings_that_are_in_neither_file_are_said(shell: Shell) -> None:
    assert shell.run(*FILE).returncode == 0
    for name in ("store.db", "ledger.db"):
        file = store_of(shell).with_name(name)
        file.write_bytes(b"\xa5" * file.stat().st_size)
    sentence = one_sentence(shell.run("outbox", "--all"))
    assert "0 dépôts" in sentence
    assert "manque ou est illisible" in sentence
    assert list(store_of(shell).parent.glob("ledger.db.damaged-*"))


def test_what_a_restore_left_open_to_others_is_narrowed(shell: Shell) -> None:
    assert shell.run(*FILE).returncode == 0
    folder = store_of(shell).parent
    (folder / "aside").mkdir()
    for path in (folder, *folder.iterdir()):
        path.chmod(0o777)
    assert shell.run("outbox").returncode == 0
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert modes.pop("aside") == 0o700
    assert modes.keys() >= {"store.db", "ledger.db", "profile.json"}
    assert set(modes.values()) == {0o600}, modes


def test_a_damaged_store_beside_a_window_waits_for_it_to_end(shell: Shell) -> None:
    assert shell.run(*FILE).returncode == 0
    shell.watch()
    spoil(store_of(shell))
    before = set(store_of(shell).parent.glob("store.db.damaged-*"))
    shell.run("tickets")
    assert set(store_of(shell).parent.glob("store.db.damaged-*")) == before


def test_a_store_of_a_newer_version_is_named_and_not_touched(shell: Shell) -> None:
    assert shell.run(*FILE).returncode == 0
    store = store_of(shell)
    with closing(sqlite3.connect(store)) as db:
        db.execute("PRAGMA user_version = 9999")
    before = store.read_bytes()
    for command in (FILE, ("outbox",), ("status",)):
        done = shell.run(*command)
        assert done.returncode == 1
        assert "version plus récente" in one_sentence(done)
    assert "version plus récente" in shell.run("self-test").stdout
    assert store.read_bytes() == before


def test_a_binding_that_cannot_be_read_sends_nothing_and_names_the_file(shell: Shell) -> None:
    assert shell.run(*FILE).returncode == 0
    binding = store_of(shell).with_name("profile.json")
    binding.write_bytes(b"\0" * 90)
    done = shell.run(*FILE)
    assert done.returncode == 1
    assert str(binding) in one_sentence(done)
    binding.unlink()
    assert shell.run(*FILE).returncode == 0
    assert len(shell.json("outbox", "--all")["filings"]) == 2


def test_two_profiles_share_nothing_and_odd_paths_do(desk: ServedDesk, shell: Shell) -> None:
    odd = replace(shell, data=shell.folder / "Données d’Aïcha (2)/à garder", background=[])
    one = odd.json(*FILE, "--profile", "boutique")
    other = odd.json(*FILE, "--profile", "agence")
    for profile, filing in (("boutique", one), ("agence", other)):
        (kept,) = odd.json("outbox", "--all", "--profile", profile)["filings"]
        assert kept["clientRef"] == filing["clientRef"]
    assert odd.json("outbox", "--all") == {"filings": []}
    for folder in (odd.data_dir.parent, odd.data_dir, *odd.data_dir.iterdir()):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700, folder
