"""Processes of one profile through the control socket: ``watch`` owns, the others follow it."""

from __future__ import annotations

import signal
import subprocess
from datetime import UTC, datetime, timedelta

import pytest

from tests.integration.cli.at_the_desk import FILE, UNKNOWN_KEY, make_customer, sentence, until
from tests.integration.cli.conftest import ServedDesk, Shell

STATUS = {
    "profile",
    "server",
    "keyPresent",
    "feed",
    "blindIntervals",
    "outbox",
    "notices",
    "trouble",
    "latencyMs",
    "notifications",
    "keyring",
}


@pytest.fixture(autouse=True)
def customer(desk: ServedDesk, shell: Shell) -> None:
    make_customer(desk, shell)


def ended(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)
    assert process.returncode == 130


def test_status_has_every_member_live_and_stored(shell: Shell) -> None:
    never = shell.json("status")
    assert never.keys() == STATUS | {"running"}
    assert never["feed"]["verifiedUpTo"] is None
    watch = shell.start("watch", "--json")
    seq = until(watch, what="verified")["seq"]
    live = shell.json("status")
    assert live.keys() == STATUS
    assert live["feed"].keys() == {
        "state", "epoch", "seq", "tickets", "verifiedUpTo", "since",
    }  # fmt: skip
    assert (live["feed"]["state"], live["feed"]["seq"]) == ("verified", seq)
    assert (live["profile"], live["server"]) == ("default", shell.server)
    assert live["latencyMs"].keys() == {"eventToPaint", "eventToNotice"}
    assert live["keyring"] == "absent"
    assert live["trouble"] == []
    ended(watch)
    stored = shell.json("status")
    assert (stored["running"], stored["feed"]["state"]) == (False, "offline")
    assert stored["feed"]["seq"] == seq
    text = shell.run("status").stdout.replace("\u00a0", " ")
    assert "Profil : default (enregistré)" in text
    assert "Flux : hors ligne" in text
    assert "Profile: default (stored)" in shell.run("status", "--lang", "en").stdout


def test_the_time_without_a_watch_is_a_blind_interval_that_the_next_one_closes(
    shell: Shell,
) -> None:
    first = shell.watch()
    ended(first)
    number = shell.json(*FILE)["ticket"]["ticketNumber"]
    second = shell.start("watch", "--json")
    assert until(second, what="assigned", ticketNumber=number)["arrival"] == "replay"
    told = until(second, what="blind", closedBy="replay")
    (known,) = shell.json("status")["blindIntervals"]
    assert known.keys() == {"from", "to", "cause", "closedBy"}
    assert {"what": "blind", **known} == told
    assert known["cause"] == "closed_app"
    assert known["from"] < known["to"]
    words = f"  {known['from']} → {known['to']} application fermée (rejoué)"
    assert words in shell.run("status").stdout


def test_a_follower_sees_what_the_owner_sees(shell: Shell) -> None:
    owner = shell.watch()
    follower = shell.start("watch")
    assert follower.stdout is not None
    assert follower.stdout.readline().startswith("flux\tà jour")
    filing = shell.json(*FILE)
    number = filing["ticket"]["ticketNumber"]
    told = set()
    for line in follower.stdout:
        told.add(line.split("\t")[0])
        if {"assigné", "dépôt", "notification"} <= told:
            break
    assert until(owner, what="notice", ticketNumber=number)["latencyMs"] is None
    assert shell.run("close", number).returncode == 0
    assert any(line.startswith(f"traité\t{number}\t") for line in follower.stdout)


def test_a_filing_beside_an_owner_whose_queue_stands_still_does_not_wait(shell: Shell) -> None:
    key, shell.key = shell.key, UNKNOWN_KEY
    watch = shell.start("watch", "--json")
    until(watch, what="state", state="key_refused")
    assert shell.run(*FILE).returncode == 5
    done = shell.run(*FILE)
    assert done.returncode == 5
    assert "Clé refusée" in sentence(done)
    shell.key = key
    assert len(shell.json("outbox")["filings"]) == 2


def test_what_another_process_decides_of_a_filing_reaches_owner_and_followers(
    shell: Shell,
) -> None:
    owner = shell.watch()
    follower = shell.start("watch", "--json")
    until(follower, what="state")
    assert shell.run(*FILE, "--customer", "nul").returncode == 5
    for watch in (owner, follower):
        until(watch, what="filing", state="refused")
    assert shell.run("outbox", "withdraw", "1").returncode == 0
    for watch in (owner, follower):
        until(watch, what="filing", state="withdrawn")


def test_presence_through_an_owner_and_its_words(shell: Shell) -> None:
    shell.watch()
    shell.key = None
    assert shell.run("away").stdout == "Absent.\n"
    day = datetime.now(UTC) + timedelta(days=30)
    away = shell.run("away", "--until", f"{day:%Y-%m-%d}T12:00:00Z", "--lang", "en")
    assert away.stdout.startswith(f"Away until {day:%d/%m} ")
    assert shell.run("back").stdout == "Disponible.\n"
    for wrong in ("hier", "2020-01-01T00:00:00Z"):
        done = shell.run("away", "--until", wrong)
        assert done.returncode == 2
        assert "--until" in sentence(done)


def test_an_owner_that_was_killed_leaves_nothing_that_stops_the_next(shell: Shell) -> None:
    watch = shell.watch()
    watch.kill()
    watch.wait(10)
    assert shell.json("status")["running"] is False
    assert shell.json(*FILE)["state"] == "confirmed"
    assert shell.run("logout", "--forget-data").returncode == 0


def test_what_is_not_ours_cannot_be_finished(shell: Shell) -> None:
    number = shell.json(*FILE)["ticket"]["ticketNumber"]
    watch = shell.watch()
    assert shell.json("close", number) == {
        "id": shell.json("tickets", "--all")["tickets"][0]["id"],
        "ticketNumber": number,
        "passedTo": None,
    }
    until(watch, what="closed", ticketNumber=number)
    again = shell.run("close", number)
    assert again.returncode == 1
    assert f"{number} n’est plus à vous" in sentence(again)


def test_tickets_finds_limits_and_says_what_it_did_not_understand(shell: Shell) -> None:
    numbers = {shell.json(*FILE, "--subject", f"Sujet {n}")["ticket"]["ticketNumber"] for n in "ab"}
    empty = shell.run("tickets")
    assert (empty.returncode, empty.stdout) == (0, "")
    assert "« watch »" in sentence(empty).replace("\u00a0", " ")
    shell.watch()
    done = shell.run("tickets")
    assert {line.split("\t")[0] for line in done.stdout.splitlines()} == numbers
    assert sentence(shell.run("tickets", "-sujet")) == "Aucun ticket trouvé ici."
    limited = shell.run("tickets", "--limit", "1")
    assert len(limited.stdout.splitlines()) == 1
    assert "--limit" in sentence(limited)
    found = shell.json("tickets", "sujet -a", "--limit", "1")
    assert (found["query"], found["total"]) == ("sujet -a", 1)
    (ticket,) = found["tickets"]
    assert ticket["subject"] == "Sujet b"
    assert (ticket["heldUntil"], ticket["leftBy"]) == (None, None)
    odd = shell.run("tickets", "priorité:rose")
    assert odd.returncode == 0
    assert "Non compris" in odd.stderr
