"""What ``script/run`` starts where there is no display, on a new computer and once more."""

from __future__ import annotations

import struct
from pathlib import Path

from tests.integration.cli.conftest import Shell

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


def size(picture: Path) -> tuple[int, int]:
    """Return width and height from a PNG's header."""
    return struct.unpack(">II", picture.read_bytes()[16:24])
