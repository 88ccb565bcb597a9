"""``serve``, ``agents`` and ``tags`` as scripts use them."""

from __future__ import annotations

import contextlib
import re
import sqlite3
import stat
from pathlib import Path

import pytest

from tests.integration.cli.at_the_desk import sentence
from tests.integration.cli.conftest import Shell


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


def test_a_new_key_stands_alone_and_only_its_hash_is_stored(shell: Shell, tmp_path: Path) -> None:
    added = shell.run("agents", "add", "--name", "Aïcha", "--email", "aicha@example.org")
    assert re.fullmatch(r"sk_live_agent_[A-Za-z0-9]{48}\n", added.stdout)
    rotated = shell.run("agents", "rotate", "AICHA@example.org")
    assert re.fullmatch(r"sk_live_agent_[A-Za-z0-9]{48}\n", rotated.stdout)
    assert rotated.stdout != added.stdout
    for file in (tmp_path / "data").iterdir():
        assert added.stdout.strip().encode() not in file.read_bytes()
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    (agent,) = shell.json("agents", "list")["agents"]
    assert (agent["email"], agent["level"], agent["revoked"]) == ("aicha@example.org", "N1", False)
    gone = {"email": "aicha@example.org", "heldTickets": 0, "passedTo": None}
    assert shell.json("agents", "revoke", "aicha@example.org") == gone
    assert shell.json("agents", "list")["agents"][0]["revoked"]
    other = shell.json("agents", "add", "--name", "B", "--email", "b@example.org")
    assert other.keys() == {"email", "key"}


def test_what_cannot_be_done_is_one_clear_line(shell: Shell) -> None:
    for line, code in (
        (("agents", "rotate", "personne@example.org"), 1),
        (("agents", "revoke", "personne@example.org", "--pass-to", "b@example.org"), 1),
        (("agents", "add", "--name", "A", "--email", "pas un courriel"), 2),
        (("agents", "list", "--database", "postgresql://u:secret@h/x"), 2),
        (("serve", "--database", "postgresql://h/x?password=secret"), 2),
        (("serve", "--smtp", "smtp://u:secret@h"), 2),
    ):
        done = shell.run(*line)
        assert (done.returncode, done.stdout) == (code, ""), line
        assert len(done.stderr.splitlines()) == 1
        assert "secret" not in done.stderr


def test_an_empty_list_is_a_sentence_and_an_empty_document(shell: Shell) -> None:
    for command, words in (("agents", "Aucun agent"), ("tags", "Aucune étiquette")):
        done = shell.run(command, "list")
        assert (done.returncode, done.stdout) == (0, "")
        assert words in sentence(done)
        assert shell.json(command, "list") == {command: []}


def test_tags_are_named_once(shell: Shell) -> None:
    added = shell.json("tags", "add", "paiement", "--color", "#FF0000")["tags"][0]
    assert shell.json("tags", "list")["tags"] == [added]
    assert shell.run("tags", "add", "Paiement").returncode == 1


def test_a_database_that_another_program_locks_is_named(shell: Shell) -> None:
    assert shell.run("tags", "add", "first").returncode == 0
    with contextlib.closing(sqlite3.connect(shell.data_dir / "desk.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        done = shell.run("tags", "add", "second", "--lang", "en")
    assert done.returncode == 1
    assert done.stderr == "The database cannot be used: database is locked\n"
