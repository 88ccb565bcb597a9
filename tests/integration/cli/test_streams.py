"""Pipes that close, disks that are full, bytes that are no text, Ctrl+C: never a traceback."""

from __future__ import annotations

import signal
import subprocess

import pytest

from tests.integration.cli.at_the_desk import FILE, UNKNOWN_KEY, sentence
from tests.integration.cli.conftest import COMMAND, ROOT, Shell, environment

NOT_UTF8 = b"d\xe9bit\xe9\n"


def sh(shell: Shell, script: str, **extra: str) -> subprocess.CompletedProcess[str]:
    """Run a line of the shell in which ``sd`` is the command on this shell's data."""
    key = {} if shell.key is None else {"SUPPORTDESK_API_KEY": shell.key}
    server = f"--server {shell.server}" if shell.server else ""
    function = f'sd() {{ "{COMMAND[0]}" -m supportdesk_desktop "$@" {server} --data-dir "$DATA"; }}'
    return subprocess.run(
        ["bash", "-c", f"{function}\n{script}"],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=ROOT,
        env={**environment(shell.folder), **key, **extra, "DATA": str(shell.folder / "data")},
    )


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """Two filings in the outbox of a profile whose desk is not there."""
    shell = Shell(tmp_path_factory.mktemp("filled"), UNKNOWN_KEY, "http://127.0.0.1:9/api/v1")
    for _ in range(2):
        assert shell.run(*FILE, "--no-wait").returncode == 5
    return shell


def test_a_reader_that_leaves_ends_it_quietly(filled: Shell) -> None:
    done = sh(filled, "sd outbox | head -1")
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""
    done = sh(filled, 'sd outbox | true; echo "${PIPESTATUS[0]}"')
    assert (done.stdout, done.stderr) in {("0\n", ""), ("1\n", "")}


def test_watch_ends_when_its_reader_leaves(shell: Shell) -> None:
    done = sh(shell, "sd watch --json | head -1")
    assert done.returncode == 0
    assert done.stdout.startswith('{"what":')
    assert done.stderr == ""


def test_a_full_disk_under_the_output_is_one_sentence(filled: Shell) -> None:
    done = sh(filled, "sd outbox > /dev/full")
    assert done.returncode == 1
    assert "No space left" in sentence(done)
    verbose = sh(filled, "sd outbox --verbose > /dev/full")
    assert "Traceback" in verbose.stderr


def test_closed_streams_are_no_fault(filled: Shell) -> None:
    done = sh(filled, "sd outbox >&-")
    assert (done.returncode, done.stderr) == (0, "")
    assert sh(filled, "sd outbox >&- 2>&-").returncode == 0
    done = sh(filled, "sd file --customer cli_1 --subject s --description - <&-")
    assert done.returncode == 2
    assert "champ est obligatoire" in sentence(done)


@pytest.mark.parametrize("encoding", ["utf-8:strict", "utf-8:surrogateescape"])
def test_input_that_is_no_text_is_a_clear_error(shell: Shell, encoding: str) -> None:
    """Whether Python lets such bytes through depends on the locale; the sentence does not."""
    (shell.folder / "input").write_bytes(NOT_UTF8)
    done = sh(
        shell,
        f"sd {FILE[0]} --customer c --subject s --description - < {shell.folder}/input",
        PYTHONIOENCODING=encoding,
    )
    assert done.returncode == 2
    assert "n’est pas du texte utf-8" in sentence(done)
    assert "iconv" in done.stderr
    assert shell.json("outbox", "--all") == {"filings": []}
    done = sh(shell, f"sd login < {shell.folder}/input", PYTHONIOENCODING=encoding)
    assert done.returncode == 3
    assert "Clé refusée" in sentence(done)


def test_arguments_that_are_no_text_are_named(shell: Shell) -> None:
    done = sh(shell, "sd file --customer c --subject $'d\\xe9' --description d")
    assert done.returncode == 2
    assert "subject" in sentence(done)


def test_an_output_that_cannot_show_it_gets_it_escaped(filled: Shell) -> None:
    done = sh(filled, "sd outbox", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert "D\\xe9bit\\xe9 deux fois" in done.stdout


def test_an_interrupted_watch_is_130_without_a_word(shell: Shell) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        watch = shell.watch()
        watch.send_signal(number)
        _, complaint = watch.communicate(timeout=20)
        assert (watch.returncode, complaint) == (130, "")
        assert shell.json("status")["running"] is False


def test_a_refused_key_is_not_repeated(shell: Shell) -> None:
    shell.key = UNKNOWN_KEY
    for line in (("away", "--verbose"), ("close", "INV-1"), ("login",)):
        done = shell.run(*line, typed=UNKNOWN_KEY)
        assert done.returncode == 3
        assert UNKNOWN_KEY not in done.stdout + done.stderr
