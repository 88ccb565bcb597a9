"""Commands without a window, from a script's point of view: lines, documents, exit codes."""

from __future__ import annotations

import json
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.integration.cli.at_the_desk import (
    FILE,
    make_customer,
    on_a_terminal,
    sentence,
    until,
)
from tests.integration.cli.conftest import ServedDesk, Shell

REF = "11111111-2222-4333-8444-555555555555"


@pytest.fixture(autouse=True)
def customer(desk: ServedDesk, shell: Shell) -> None:
    make_customer(desk, shell)


def test_without_a_key_nothing_is_stored(shell: Shell) -> None:
    shell.key = None
    done = shell.run(*FILE)
    assert done.returncode == 3
    assert len(done.stderr.splitlines()) == 1
    assert shell.json("outbox", "--all") == {"filings": []}


def test_a_ticket_is_filed_and_a_rerun_is_the_same_filing(shell: Shell) -> None:
    filing = shell.json(*FILE, "--ref", REF, "--metadata", "amount=1.10")
    assert filing["state"] == "confirmed"
    assert filing["evidence"] == "answer"
    assert filing["draft"]["customerExternalId"] == "cli_1"
    again = shell.run(*FILE, "--ref", REF, "--metadata", "amount=1.10")
    assert again.returncode == 0
    assert again.stdout == f"{filing['ticket']['ticketNumber']} Débité deux fois\n"
    assert len(shell.json("outbox", "--all")["filings"]) == 1


def test_an_unknown_customer_is_in_the_outbox_and_can_be_withdrawn(shell: Shell) -> None:
    done = shell.run(*FILE, "--customer", "nul")
    assert done.returncode == 5
    assert "Client inconnu du serveur" in done.stderr
    (filing,) = shell.json("outbox")["filings"]
    assert (filing["state"], filing["error"]["code"]) == ("refused", "CUSTOMER_NOT_FOUND")
    assert shell.json("outbox", "withdraw", str(filing["id"]))["state"] == "withdrawn"
    assert shell.json("outbox") == {"filings": []}
    assert shell.run("outbox", "retry", str(filing["id"])).returncode == 1
    assert shell.run("outbox", "withdraw", "999").returncode == 1


def test_a_desk_that_is_not_there_keeps_the_filing(shell: Shell) -> None:
    shell.server = "http://127.0.0.1:9/api/v1"
    assert shell.run(*FILE).returncode == 5
    assert shell.json("outbox")["filings"][0]["state"] == "queued"
    assert shell.run("away").returncode == 4


def test_no_key_goes_to_such_a_server(shell: Shell) -> None:
    for server in ("http://desk.example", "https://u:secret@desk.example"):
        shell.server = server
        done = shell.run("status")
        assert done.returncode == 2
        assert "secret" not in done.stderr


def test_watch_owns_the_feed_and_other_commands_go_through_it(shell: Shell) -> None:
    watch = shell.watch()
    shell_key, shell.key = shell.key, None  # the owner has one: a follower needs none
    filing = shell.json(*FILE)
    assert filing["state"] == "confirmed"
    number = filing["ticket"]["ticketNumber"]
    assert until(watch, what="assigned", ticketNumber=number)["arrival"] == "live"
    status = shell.json("status")
    assert status["feed"]["state"] == "verified"
    assert "running" not in status
    assert status["keyPresent"]
    day = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
    away = shell.json("away", "--until", f"{day}T00:00:00Z")
    assert (away["available"], away["until"][:10]) == (False, day)
    assert shell.json("back") == {"available": True, "until": None}
    shell.key = shell_key
    found = shell.json("tickets", f'"{number}"')
    assert [ticket["ticketNumber"] for ticket in found["tickets"]] == [number]
    assert found["tickets"][0]["local"] == {"read": False, "pinned": False}
    assert shell.run("close", number).returncode == 0
    until(watch, what="closed", ticketNumber=number)
    watch.send_signal(signal.SIGINT)
    assert watch.wait(20) == 130
    stored = shell.json("status")
    assert (stored["running"], stored["feed"]["tickets"]) == (False, 0)
    assert shell.json("tickets", "--all")["tickets"][0]["leftBy"] == "closed"


def test_watch_ends_with_3_where_the_server_refuses_its_key(desk: ServedDesk, shell: Shell) -> None:
    email = "en-direct@example.org"
    shell.key = desk.add_agent("Ada", email)
    watch = shell.watch()
    assert desk.admin.run("agents", "revoke", email).returncode == 0
    until(watch, what="state", state="key_refused")
    assert watch.wait(20) == 3
    refused = shell.run("watch", "--json")
    assert refused.returncode == 3
    assert "Clé refusée" in sentence(refused)
    assert json.loads(refused.stdout.splitlines()[-1])["state"] == "key_refused"


def test_watch_ends_with_2_where_the_key_is_of_another_agent(
    desk: ServedDesk, shell: Shell
) -> None:
    assert shell.run(*FILE).returncode == 0
    email = "autre-agent@example.org"
    shell.key = desk.add_agent("Ada", email)
    other = shell.run("watch")
    assert other.returncode == 2
    assert "--profile" in other.stderr.splitlines()[-1]
    desk.revoke_agent(email)


def test_absence_without_a_window_uses_a_connection_of_its_own(shell: Shell) -> None:
    assert shell.json("away")["available"] is False
    assert shell.json("back")["available"] is True


def test_a_ticket_is_passed_on(desk: ServedDesk, shell: Shell) -> None:
    number = shell.json(*FILE)["ticket"]["ticketNumber"]
    shell.json("back")
    colleague = "rachid@example.org"
    desk.add_agent("Rachid", colleague, "N2")
    assert shell.run("pass", number, "personne@example.org").returncode == 1
    assert shell.json("pass", number, colleague)["passedTo"]["name"] == "Rachid"
    assert shell.run("close", number).returncode == 1
    assert shell.run("close", "INV-0").returncode == 1


def test_login_needs_a_keyring_and_says_so(shell: Shell, tmp_path: Path) -> None:
    key, shell.key = shell.key or "", None
    done = shell.run("login", typed=key + "\n")
    assert done.returncode == 1
    assert "Trousseau indisponible" in done.stderr
    for nothing in ("", "\n", "  \n"):
        done = shell.run("login", typed=nothing)
        assert done.returncode == 3
        assert "Aucune clé lue" in sentence(done)
    shell.server = "http://127.0.0.1:9/api/v1"  # nothing is asked there
    for bad, words in (("pk_live_" + "a" * 48, "pk_live_"), ("sk_live_agent_court", "entière")):
        done = shell.run("login", "--profile", "autre", typed=bad)
        assert done.returncode == 3
        assert words in sentence(done)
    for file in (tmp_path / "data").rglob("*"):
        assert not file.is_file() or key.encode() not in file.read_bytes()


def test_filings_that_are_not_settled_are_erased_only_where_a_person_says_so(
    shell: Shell, tmp_path: Path
) -> None:
    profile = tmp_path / "data" / "default"
    assert shell.run(*FILE, "--customer", "nul").returncode == 5
    done = shell.run("logout", "--forget-data", typed="oui\n")
    assert (done.returncode, done.stdout) == (2, "")
    assert "non réglés\u00a0: 1" in sentence(done)
    assert "--yes" in done.stderr
    (filing,) = shell.json("outbox")["filings"]
    assert filing["state"] == "refused"
    assert on_a_terminal(shell, "non\n", "logout", "--forget-data") == 1
    assert on_a_terminal(shell, "\n", "logout", "--forget-data") == 1
    assert profile.exists()
    assert on_a_terminal(shell, "oui\n", "logout", "--forget-data") == 0
    assert not profile.exists()


def test_yes_erases_them_unasked_and_says_how_many(shell: Shell, tmp_path: Path) -> None:
    assert shell.run(*FILE, "--customer", "nul").returncode == 5
    done = shell.run("logout", "--forget-data", "--yes")
    assert done.returncode == 0
    assert "non réglés effacés aussi\u00a0: 1." in done.stdout
    assert not (tmp_path / "data" / "default").exists()


def test_a_store_that_cannot_tell_is_asked_about_too(shell: Shell, tmp_path: Path) -> None:
    assert shell.run(*FILE, "--customer", "nul").returncode == 5
    store = tmp_path / "data" / "default" / "store.db"
    store.write_bytes(b"no database at all" * 1000)
    assert shell.run("logout", "--forget-data").returncode == 2
    assert store.exists()
    assert shell.run("logout", "--forget-data", "--yes").returncode == 0
    assert not store.parent.exists()


def test_self_test_passes_and_names_what_is_absent(shell: Shell) -> None:
    done = shell.run("self-test", "--json")
    assert done.returncode == 0, done.stdout
    found = {entry["what"]: entry for entry in map(json.loads, done.stdout.splitlines())}
    assert [what for what, entry in found.items() if entry["needed"] and not entry["ok"]] == []
    assert not found["keyring"]["ok"]
    assert not found["notifications"]["ok"]
    assert "Error" not in found["notifications"]["detail"]


def test_a_window_without_a_display_says_what_to_do(shell: Shell) -> None:
    done = shell.run()
    assert done.returncode == 1
    assert "--screenshot" in done.stderr


def test_a_wrong_line_is_exit_2_and_nothing_opens(tmp_path: Path) -> None:
    for line, words in (
        (("--local-desk", "--profile", "a"), "--local-desk ne va pas avec"),
        (("--profile", "../ailleurs"), "1 à 40 lettres"),
        (("inconnue",), "commande inconnue"),
    ):
        done = Shell(tmp_path).run(*line)
        assert (done.returncode, done.stdout) == (2, "")
        assert words in done.stderr.splitlines()[-1].replace("\u00a0", " ")
        assert not (tmp_path / "data").exists()
