"""The window beside a desk that ``serve`` runs: the vendor's snippets, announcements, a cut."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from supportdesk_desktop.core.notices import Burst
from tests.desktop.session.announced import Announced, numbers_in
from tests.desktop.session.processes import Desk, Window, desk, wait_until, window
from tests.fakes.atspi.screen import Driver
from tests.fakes.vendor_snippets import CURL, NODE, PHP, PYTHON, VENDOR

SUBJECT = "Paiement échoué pour la commande #12345"
BRIEF_LOSS_S = 10.0
"""So long the strip says that it reconnects before it says that it is offline."""


@pytest.fixture(scope="module")
def served(session: None, folder: Path) -> Iterator[Desk]:
    """A desk without rate limits, which knows the customer of the vendor's page."""
    with desk(folder / "desk", "--no-rate-limits") as served:
        served.add_customer("user_42", "jean@acme.com", "Jean Dossou")
        yield served


@pytest.fixture(scope="module")
def opened(driver: Driver, folder: Path, served: Desk, heard: Announced) -> Iterator[Window]:
    """The agent's window on that desk."""
    key = {"SUPPORTDESK_API_KEY": served.agent_key}
    with window(driver, folder / "window", "--server", served.base, extra=key) as opened:
        opened.screen.find("strip-state", "à jour, vérifié à")
        yield opened


@pytest.mark.parametrize(
    ("program", "arguments", "snippet"),
    [
        ("sh", ["-c"], CURL),
        ("node", ["--input-type=module", "-e"], NODE),
        (sys.executable, ["-c"], PYTHON),
        ("php", ["-r"], PHP),
    ],
    ids=["curl", "node", "python", "php"],
)
def test_a_snippet_of_the_vendor_appears_in_the_open_window(
    served: Desk,
    opened: Window,
    heard: Announced,
    program: str,
    arguments: list[str],
    snippet: str,
) -> None:
    if shutil.which("curl" if program == "sh" else program) is None:
        pytest.skip(f"{program} is not installed here")
    if program == "php" and subprocess.run(["php", "-r", "curl_version();"], timeout=20).returncode:
        pytest.skip("PHP has no curl here")
    before = len(opened.marks("event_painted"))
    done = subprocess.run(
        [program, *arguments, snippet.replace(VENDOR, served.base)],
        env={"PATH": os.environ["PATH"], "SUPPORTDESK_API_KEY": served.service_key},
        capture_output=True,
        timeout=20,
    )
    assert done.returncode == 0, done.stderr
    opened.wait_mark("event_painted", before + 1)
    number = max(_held_by_server(served), key=lambda one: int(one.removeprefix("INV-")))
    row = opened.screen.row("ticket-list", number)
    assert SUBJECT in row
    assert "Priorité Haute" in row
    wait_until(lambda: heard.numbers()[number] == 1, f"{number} is announced")


def test_the_action_of_an_announcement_brings_the_window_to_its_ticket(
    served: Desk, opened: Window, heard: Announced
) -> None:
    subprocess.run(["dunstctl", "close-all"], check=True, timeout=10)
    _burst_over(opened)
    before = len(opened.marks("notice_shown"))
    number = _file(served, "Remboursement demandé deux fois")
    opened.wait_mark("notice_shown", before + 1)
    _minimise(opened)
    subprocess.run(["dunstctl", "action"], check=True, timeout=10)
    opened.screen.find("detail-number", number)
    opened.screen.find("detail-subject", "Remboursement demandé deux fois")
    wait_until(lambda: "active" in opened.screen.find("main-window").states, "it is in front")


def test_a_killed_desk_is_said_at_once_and_made_up_for(
    served: Desk, opened: Window, heard: Announced
) -> None:
    screen = opened.screen
    held = _held_by_server(served)
    served.kill()
    screen.find("strip-state", "Reconnexion…", timeout_s=5)
    offline = screen.find("strip-state", "Hors ligne depuis", timeout_s=BRIEF_LOSS_S + 5)
    assert "vérifié" in offline.name
    assert numbers_in(screen.rows("ticket-list")) == held
    served.start()
    # Filed before the window is back: it arrives by resuming, or by the snapshot.
    missed = _file(served, "Arrivé pendant la coupure")
    screen.find("strip-state", "à jour, vérifié à", timeout_s=60)
    row = screen.row("ticket-list", missed)
    assert "Arrivé pendant la coupure" in row
    held = _held_by_server(served)
    assert missed in held
    assert numbers_in(screen.rows("ticket-list")) == held
    wait_until(lambda: heard.numbers()[missed] == 1, f"{missed} is announced")
    wait_until(lambda: "pending" not in opened.status()["notices"], "all notices settled")
    assert heard.numbers() == Counter(held)


def test_the_cut_is_in_the_journal_as_made_up_for(opened: Window) -> None:
    (interval,) = [one for one in opened.status()["blindIntervals"] if one["closedBy"]]
    assert interval["from"] < interval["to"]
    said = opened.screen.find("strip-timeline", "1 coupure")
    assert "rien de perdu" in said.name


def test_the_window_had_nothing_to_complain_of(opened: Window) -> None:
    assert opened.end() == 0
    assert opened.complaints() == ""


def _file(served: Desk, subject: str) -> str:
    """File a ticket by REST and return its number."""
    body = {"customerExternalId": "user_42", "subject": subject, "description": "—"}
    return str(served.ask("POST", "/tickets/api-create", body)["ticketNumber"])


def _held_by_server(served: Desk) -> set[str]:
    """Return the numbers of the tickets that the desk's database gives the agent."""
    asked = f"file:{served.folder / 'desk.db'}?mode=ro"
    database = sqlite3.connect(asked, uri=True)
    try:
        rows = database.execute(
            "SELECT number FROM tickets WHERE status IN ('OPEN', 'IN_PROGRESS')"
            " AND agent_id IS NOT NULL"
        )
        return {f"INV-{number}" for (number,) in rows}
    finally:
        database.close()


def _burst_over(opened: Window) -> None:
    """Wait until an arrival is announced by itself: those of one second are merged from the fourth
    on, and a summary leads to no single ticket."""
    last_ns = max(mark["at_ns"] for mark in opened.marks("event_received"))
    burst_ns = Burst().seconds * 1_000_000_000
    wait_until(lambda: time.monotonic_ns() - last_ns > burst_ns or None, "the burst is over")


def _minimise(opened: Window) -> None:
    found = subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--pid", str(opened.process.pid)],
        capture_output=True,
        text=True,
        check=True,
        timeout=10,
    )
    for handle in found.stdout.split():
        subprocess.run(["xdotool", "windowminimize", handle], check=True, timeout=10)
    wait_until(
        lambda: "active" not in opened.screen.find("main-window").states, "it is out of sight"
    )
