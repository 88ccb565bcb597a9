"""``serve``: its first line, its options and its end, with clients of the same program on it."""

from __future__ import annotations

import json
import signal
import socket
import stat
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.integration.cli import conftest
from tests.integration.cli.at_the_desk import FILE, make_customer, sentence, until
from tests.integration.cli.conftest import ServedDesk, Shell


@dataclass
class Served:
    """A desk of this test alone, and a client with its agent's key."""

    process: subprocess.Popen[str]
    url: str
    admin: Shell
    client: Shell
    told_to_end: bool = False

    def end(self) -> None:
        """Tell it to end, once: a second signal would not let it finish."""
        if not self.told_to_end:
            self.told_to_end = True
            self.process.send_signal(signal.SIGTERM)


@contextmanager
def served(tmp_path: Path, *options: str) -> Iterator[Served]:
    admin = Shell(tmp_path)
    known = json.loads(admin.run("agents", "list", "--json").stdout)["agents"]
    act = (
        ("rotate", "a@example.org") if known else ("add", "--name", "A", "--email", "a@example.org")
    )
    key = admin.run("agents", *act).stdout.strip()
    process = admin.start("serve", "--port", "0", *options)
    try:
        assert process.stdout is not None
        url = process.stdout.readline().strip().removeprefix("listening on ")
        home = tmp_path / "client"
        home.mkdir(exist_ok=True)
        client = Shell(home, key, url)
        desk = Served(process, url, admin, client)
        yield desk
        client.end_all()
        desk.end()
        _, complaint = process.communicate(timeout=20)
        assert process.returncode == 0
        (next_step,) = complaint.splitlines()
        assert "agents add" in next_step
    finally:
        admin.end_all()


def get(url: str, **headers: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(
            urllib.request.Request(url, headers=headers), timeout=10
        ) as got:
            return got.status, got.headers.get_content_type()
    except urllib.error.HTTPError as problem:
        with closing(problem):
            return problem.code, problem.headers.get_content_type()


def test_it_is_ready_at_its_first_line_and_closes_feeds_when_it_ends(tmp_path: Path) -> None:
    with served(tmp_path) as desk:
        root = desk.url.removesuffix("/api/v1")
        assert get(f"{root}/healthz")[0] == 200
        assert get(f"{root}/readyz")[0] == 200
        assert get(f"{desk.url}/auth/whoami") == (401, "application/json")
        watch = desk.client.watch()
        desk.end()
        lost = until(watch, what="blind")
        assert (lost["cause"], lost["to"], lost["closedBy"]) == ("restart", None, None)
        watch.send_signal(signal.SIGTERM)
        assert watch.wait(20) == 130


def test_it_ends_with_0_however_often_it_is_told_to(tmp_path: Path) -> None:
    with served(tmp_path) as desk:
        desk.client.watch()
        desk.told_to_end = True
        while desk.process.poll() is None:
            desk.process.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                desk.process.wait(0.005)


def test_one_database_has_one_gateway_and_its_administration_beside_it(tmp_path: Path) -> None:
    with served(tmp_path) as desk:
        database = desk.admin.data_dir / "desk.db"
        (tmp_path / "lien.db").symlink_to(database)
        for line in ((), ("--new-epoch",), ("--database", f"sqlite:///{tmp_path / 'lien.db'}")):
            second = desk.admin.run("serve", "--port", "0", *line)
            assert (second.returncode, second.stdout) == (1, "")
            assert "sert déjà cette base" in sentence(second)
        (tmp_path / "double.db").hardlink_to(database)
        other_name = ("--database", f"sqlite:///{tmp_path / 'double.db'}")
        for command in (("serve", "--port", "0"), ("tags", "list")):
            second = desk.admin.run(*command, *other_name)
            assert (second.returncode, second.stdout) == (1, "")
            assert "a un second nom" in sentence(second)
        (tmp_path / "double.db").unlink()
        assert desk.admin.run("tags", "add", "paiement").returncode == 0


def test_a_quota_pauses_the_outbox_and_mail_is_written(tmp_path: Path) -> None:
    mail = tmp_path / "mail"
    with served(tmp_path, "--quota", "1", "--mail-dir", str(mail)) as desk:
        make_customer(ServedDesk(desk.url, desk.admin), desk.client)
        assert desk.client.run(*FILE).returncode == 0
        over = desk.client.run(*FILE)
        assert over.returncode == 5
        assert "Quota mensuel" in sentence(over)
    (message,) = (mail / "new").iterdir()
    assert message.suffix == ".eml"
    assert b"a@example.org" in message.read_bytes()
    assert stat.S_IMODE(message.stat().st_mode) == 0o600


def test_tickets_survive_and_a_new_epoch_is_told(tmp_path: Path) -> None:
    with served(tmp_path) as desk:
        make_customer(ServedDesk(desk.url, desk.admin), desk.client)
        number = desk.client.json(*FILE)["ticket"]["ticketNumber"]
        port = desk.url.split(":")[2].split("/")[0]
        watch = desk.client.start("watch", "--json")
        first = until(watch, what="verified")
        watch.send_signal(signal.SIGTERM)
        watch.wait(20)
    with served(tmp_path, "--port", port, "--new-epoch") as desk:
        watch = desk.client.start("watch", "--json")
        again = until(watch, what="verified")
        assert again["epoch"] != first["epoch"]
        (ticket,) = desk.client.json("tickets")["tickets"]
        assert ticket["ticketNumber"] == number
        (gap,) = desk.client.json("status")["blindIntervals"]
        assert gap["closedBy"] == "snapshot"


def test_the_databases_address_may_stand_in_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = conftest.environment
    url = f"sqlite:///{tmp_path / 'ailleurs' / 'bureau.db'}"
    monkeypatch.setattr(
        conftest,
        "environment",
        lambda folder: {**bare(folder), "SUPPORTDESK_DATABASE_URL": url},
    )
    shell = Shell(tmp_path)
    assert shell.run("tags", "add", "paiement").returncode == 0
    assert (tmp_path / "ailleurs" / "bureau.db").exists()
    assert not (tmp_path / "data" / "desk.db").exists()
    other = f"sqlite:///{tmp_path / 'autre.db'}"
    assert shell.json("tags", "list", "--database", other) == {"tags": []}


def test_what_cannot_be_served_says_what_to_do(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = str(taken.getsockname()[1])
        for line, code, words in (
            (("--port", port), 1, "Choisissez un autre --port"),
            (("--host", "0.0.0.0"), 2, "--behind-proxy"),
            (("--database", "foo"), 2, "sqlite:///FICHIER"),
            (("--database", "sqlite:////proc/x.db"), 1, "/proc/x.db"),
            (("--smtp", "ftp://x"), 2, "smtp://"),
            (("--port", "0", "--mail-dir", "/proc/courriels"), 1, "/proc/courriels"),
        ):
            done = shell.run("serve", *line)
            assert (done.returncode, done.stdout) == (code, "")
            assert words in sentence(done)
