"""What ``script/run`` starts where there is no display, on a new computer and once more."""

from __future__ import annotations

import signal
import struct
import time
from collections.abc import Callable
from pathlib import Path

from tests.integration.cli.at_the_desk import FILE, UNKNOWN_KEY, make_customer
from tests.integration.cli.conftest import ServedDesk, Shell

SEEN = (
    "Bureau : http://127.0.0.1:",
    "Déposé par REST et assigné à Aïcha Houngbédji (N1), reçu sur le flux : INV-",
    "aucun service de notification sur cette machine (no_service)",
    "Affiché en ",
    "comme sur le serveur",
    "Image enregistrée : ",
)
DESIGNED_SIZE = (1440, 900)


def test_the_main_job_is_seen_and_drawn_alike_each_time(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    for name in ("first.png", "second.png"):
        picture = tmp_path / name
        done = shell.run("--local-desk", "--screenshot", str(picture))
        assert done.returncode == 0, done.stderr
        assert [words for words in SEEN if words not in done.stdout.replace("\u00a0", " ")] == []
        assert size(picture) == DESIGNED_SIZE


def test_a_picture_without_a_key_ends_by_its_timeout_and_says_what_is_missing(
    tmp_path: Path,
) -> None:
    picture = tmp_path / "none.png"
    done = Shell(tmp_path).run("--screenshot", str(picture), "--timeout", "2")
    assert (done.returncode, done.stdout) == (1, "")
    assert "il manque\u00a0: une clé d’agent" in done.stderr.splitlines()[-1]
    assert not picture.exists()


def test_a_picture_of_a_desk_that_never_comes_ends_by_its_timeout(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    database = shell.data_dir / "local-desk" / "desk.db"
    other = shell.start("serve", "--port", "0", "--database", f"sqlite:///{database}")
    assert other.stdout is not None
    assert other.stdout.readline().startswith("listening on ")
    done = shell.run("--local-desk", "--screenshot", str(tmp_path / "no.png"), "--timeout", "3")
    shell.end_all()
    assert done.returncode == 1
    assert "il manque\u00a0: la réponse du bureau" in done.stderr.splitlines()[-1]


def test_a_picture_of_a_quiet_feed_needs_its_verification_and_one_assignment(
    desk: ServedDesk, shell: Shell, tmp_path: Path
) -> None:
    make_customer(desk, shell)
    trace, picture = tmp_path / "trace.jsonl", tmp_path / "quiet.png"
    drawing = shell.start(*("--screenshot", str(picture), "--trace", str(trace), "--timeout", "20"))
    # Verified before the assignment, and by nothing after it within that time.
    wait_until(lambda: trace.exists() and "feed_verified" in trace.read_text())
    assert shell.run(*FILE).returncode == 0
    told, complaint = drawing.communicate(timeout=40)
    assert drawing.returncode == 0, complaint
    assert "comme sur le serveur" in told
    assert "Image enregistrée" in told
    assert picture.exists()


def test_a_picture_that_is_interrupted_is_130(tmp_path: Path) -> None:
    shell = Shell(tmp_path, UNKNOWN_KEY, "http://127.0.0.1:9/api/v1")
    drawing = shell.start("--screenshot", str(tmp_path / "no.png"))
    assert drawing.stdout is not None
    assert drawing.stdout.readline().startswith("Bureau")
    drawing.send_signal(signal.SIGTERM)
    assert drawing.wait(20) == 130
    shell.end_all()


def wait_until(happened: Callable[[], bool]) -> None:
    """Wait until it happened, 30 s at most."""
    end = time.monotonic() + 30
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.05)


def size(picture: Path) -> tuple[int, int]:
    """Return width and height from a PNG's header."""
    return struct.unpack(">II", picture.read_bytes()[16:24])
