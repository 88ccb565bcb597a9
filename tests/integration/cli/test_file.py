"""``file`` and ``outbox``: what becomes of one ticket, and the exit code that says so."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.toy_server import Answer, Request, hang_up, reply, stay_silent, toy_server
from tests.integration.cli.at_the_desk import FILE, UNKNOWN_KEY, make_customer, sentence, until
from tests.integration.cli.conftest import ServedDesk, Shell

REF = "11111111-2222-4333-8444-555555555555"
TAG_ID = "c1f9262d-55e0-495f-831a-153e9ce9c1cf"
WHOAMI = {"appId": "cl1", "slug": "toy", "name": "Toy", "keyType": "agent"}


@pytest.fixture
def customer(desk: ServedDesk, shell: Shell) -> None:
    make_customer(desk, shell)


def last_line(done: subprocess.CompletedProcess[str]) -> str:
    assert "Traceback" not in done.stderr
    return done.stderr.splitlines()[-1]


@pytest.mark.usefixtures("customer")
def test_every_option_is_in_the_filing_and_nothing_is_altered(shell: Shell) -> None:
    filing = shell.json(
        *FILE,
        *("--priority", "URGENT", "--category", "facturation"),
        *("--metadata-json", '{"z": {"y": [1, 2.50]}, "a": 1e2}'),
        *("--metadata", "amount=1.10", "--metadata", "code=007", "--metadata", "ok=true"),
        *("--tag", TAG_ID, "--tag", TAG_ID.upper(), "--ref", REF.upper()),
    )
    assert filing["clientRef"] == REF
    assert filing["ticket"].keys() == {"id", "ticketNumber"}
    assert filing["error"] is None
    assert filing["nextAttemptAt"] is None
    assert filing["createdAt"].endswith("Z")
    (attempt,) = filing["attempts"]
    assert attempt.keys() == {"at", "durationMs", "httpStatus", "code", "outcome", "requestId"}
    assert (attempt["httpStatus"], attempt["code"]) == (201, None)
    assert filing["draft"] == {
        "customerExternalId": "cli_1",
        "subject": "Débité deux fois",
        "description": "Bonjour",
        "priority": "URGENT",
        "category": "facturation",
        "metadata": {"z": {"y": [1, 2.5]}, "a": 100.0, "amount": 1.1, "code": "007", "ok": True},
        "tagIds": [TAG_ID],
    }
    raw = shell.run("outbox", "--all", "--json").stdout
    assert '"metadata":{"z": {"y": [1, 2.50]}, "a": 1e2, "amount": 1.10' in raw


@pytest.mark.usefixtures("customer")
def test_a_tag_by_the_name_that_the_desk_gave_it(desk: ServedDesk, shell: Shell) -> None:
    added = desk.admin.json("tags", "add", f"Paiement {shell.folder.name}")["tags"][0]
    # The first command of this profile: the name is not known here yet.
    filing = shell.json(*FILE, "--tag", added["name"].upper())
    assert filing["draft"]["tagIds"] == [added["id"]]


@pytest.mark.usefixtures("customer")
def test_a_dash_reads_the_description(shell: Shell) -> None:
    done = shell.run(*FILE, "--description", "-", "--json", typed="  a  \r\nseconde\r\n\n")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["draft"]["description"] == "  a  \r\nseconde"


def test_what_cannot_be_filed_is_exit_2_with_the_reason_and_nothing_is_stored(
    shell: Shell,
) -> None:
    for options, lang, words in (
        (("--metadata-json", '{"a": 1,'), "fr", "JSON mal formé (ligne 1"),
        (("--metadata", "clientRef=x"), "en", "reserved for the application"),
        (("--tag", "inconnue"), "fr", "donnez son UUID"),
        (("--ref", "pas-un-uuid"), "fr", "n’est pas un UUID"),
        (("--priority", "haute"), "en", "invalid choice"),
        (("--customer", ""), "fr", "champ est obligatoire"),
        (("--description", "-"), "en", "field is required"),
    ):
        done = shell.run(*FILE, *options, "--lang", lang)
        assert (done.returncode, done.stdout) == (2, "")
        assert words in last_line(done)
    assert shell.json("outbox", "--all") == {"filings": []}


@pytest.mark.usefixtures("customer")
def test_no_wait_ends_at_once_and_says_how_it_goes_on(shell: Shell) -> None:
    done = shell.run(*FILE, "--no-wait", "--json", "--ref", REF)
    assert done.returncode == 5
    filing = json.loads(done.stdout)
    assert (filing["state"], filing["attempts"]) == ("queued", [])
    assert f"« outbox retry {filing['id']} »" in sentence(done).replace("\u00a0", " ")
    # The second time it is settled already, as it may be the first time on a slow machine.
    for _ in range(2):
        assert shell.json("outbox", "retry", str(filing["id"]))["state"] == "confirmed"
    assert shell.run(*FILE, "--ref", REF).returncode == 0
    assert shell.run(*FILE, "--ref", REF).stderr == ""


@pytest.mark.usefixtures("customer")
def test_a_reference_known_with_other_content_is_exit_2_and_files_nothing(shell: Shell) -> None:
    before = shell.json(*FILE, "--ref", REF)
    for options in ((), ("--json",), ("--no-wait",)):
        other = shell.run(*FILE, "--ref", REF, "--subject", "Autre chose", *options)
        assert (other.returncode, other.stdout) == (2, "")
        assert "rien de nouveau n’est déposé" in sentence(other)
    assert shell.json("outbox", "--all")["filings"] == [before]


def test_a_withdrawn_filing_is_not_filed_by_its_reference(shell: Shell) -> None:
    assert shell.run(*FILE, "--ref", REF, "--customer", "nul").returncode == 5
    assert shell.run("outbox", "withdraw", "1").returncode == 0
    again = shell.run(*FILE, "--ref", REF, "--customer", "nul")
    assert again.returncode == 1
    assert "retiré" in sentence(again)
    assert "--ref" in sentence(again)
    assert shell.json("outbox") == {"filings": []}


def test_retry_is_exit_5_until_it_is_settled(shell: Shell) -> None:
    key, shell.key = shell.key, UNKNOWN_KEY
    assert shell.run(*FILE).returncode == 5
    done = shell.run("outbox", "retry", "1")
    assert done.returncode == 5
    assert "Clé refusée" in sentence(done)
    shell.key = None
    done = shell.run("outbox", "retry", "1")
    assert done.returncode == 5
    assert "login" in sentence(done)
    shell.key = key


def test_a_filing_that_is_not_there_or_not_named(shell: Shell) -> None:
    for line, code, words in (
        (("retry", "7"), 1, "dépôt 7"),
        (("withdraw", "99999999999"), 1, "dépôt 99999999999"),
        (("retry", "99999999999999999999"), 2, "1 ou plus"),
        (("confirm", "7", " "), 2, "rien n’est donné"),
        (("confirm", "7"), 2, "NUMÉRO"),
    ):
        done = shell.run("outbox", *line)
        assert (done.returncode, done.stdout) == (code, "")
        assert words in last_line(done)


def toy(create: Answer) -> Answer:
    """Answer ``whoami`` as SupportDesk does, without any feature, and a create as given.

    There is no feed.
    """

    async def answer(request: Request, writer: asyncio.StreamWriter) -> None:
        if request.target.endswith("/auth/whoami"):
            body = json.dumps({"success": True, "data": WHOAMI}).encode()
            await reply(200, body, "Content-Type: application/json")(request, writer)
        elif request.method == "POST":
            await create(request, writer)
        else:
            await reply(404, b"")(request, writer)

    return answer


def refusal(status: int, code: str, *headers: str, **details: list[str]) -> Answer:
    body = json.dumps({"code": code, "message": "Voilà", "details": details}).encode()
    return reply(status, body, "Content-Type: application/json", *headers)


@pytest.mark.parametrize(
    ("create", "state", "waits", "words"),
    [
        (refusal(500, "INTERNAL_ERROR"), "uncertain", None, "outbox confirm 1 NUMÉRO"),
        (hang_up, "uncertain", None, "coupée avant la réponse"),
        (
            refusal(400, "VALIDATION_ERROR", subject=["Trop long"]),
            "refused",
            None,
            "subject: Trop long",
        ),
        (
            refusal(429, "TOO_MANY_REQUESTS", "Retry-After: 3600"),
            "queued",
            "throttled",
            "limite du serveur",
        ),
        (reply(404, b"<html>"), "queued", "stopped", "arrêté en route"),
    ],
)
async def test_a_filing_that_is_not_settled_is_exit_5(
    tmp_path: Path, create: Answer, state: str, waits: str | None, words: str
) -> None:
    async with toy_server(toy(create)) as server:
        shell = Shell(tmp_path, UNKNOWN_KEY, server.base_url)
        done = await asyncio.to_thread(shell.run, *FILE, "--json")
    assert done.returncode == 5
    filing: dict[str, Any] = json.loads(done.stdout)
    assert filing["state"] == state
    assert words in sentence(done).replace("\u00a0", " ")
    (stored,) = shell.json("outbox")["filings"]
    assert stored["clientRef"] == filing["clientRef"]
    for one in (filing, stored):
        assert (one["waits"] and one["waits"]["code"]) == waits


async def test_outbox_says_what_stopped_the_queue_of_the_watch_that_works_it(
    tmp_path: Path,
) -> None:
    async with toy_server(toy(refusal(403, "PLAN_LIMIT_REACHED"))) as server:
        shell = Shell(tmp_path, UNKNOWN_KEY, server.base_url)
        watch = shell.start("watch", "--json")
        await asyncio.to_thread(until, watch, what="state", state="no_feed")
        assert (await asyncio.to_thread(shell.run, *FILE)).returncode == 5
        # Nothing of this one was ever sent: only who works the queue knows why.
        assert (await asyncio.to_thread(shell.run, *FILE)).returncode == 5
        found = await asyncio.to_thread(shell.json, "outbox")
        text = (await asyncio.to_thread(shell.run, "outbox")).stdout
        shell.end_all()
    assert [one["waits"]["code"] for one in found["filings"]] == ["plan_limit"] * 2
    assert text.count("Quota mensuel") == 2


async def test_a_desk_without_ticket_actions_is_named_before_anything_is_looked_for(
    tmp_path: Path,
) -> None:
    async with toy_server(toy(reply(404, b"<html>"))) as server:
        shell = Shell(tmp_path, UNKNOWN_KEY, server.base_url)
        for line in (("close", "INV-1"), ("pass", "INV-1", "rachid@example.org")):
            done = await asyncio.to_thread(shell.run, *line)
            assert done.returncode == 1
            assert "n’offre pas cette action" in sentence(done)


@asynccontextmanager
async def while_sending(shell: Shell) -> AsyncIterator[subprocess.Popen[str]]:
    """Let ``file`` be in the middle of its create while the block runs."""
    released, sent = asyncio.Event(), asyncio.Event()

    async def create(request: Request, writer: asyncio.StreamWriter) -> None:
        sent.set()
        await stay_silent(released)(request, writer)

    async with toy_server(toy(create)) as server:
        shell.server = server.base_url
        process = shell.start(*FILE)
        await asyncio.wait_for(sent.wait(), 20)
        yield process
        released.set()


async def test_what_a_killed_program_was_sending_is_uncertain_and_can_be_decided(
    tmp_path: Path,
) -> None:
    shell = Shell(tmp_path, UNKNOWN_KEY)
    async with while_sending(shell) as process:
        assert shell.json("outbox")["filings"][0]["state"] == "sending"
        process.kill()
        await asyncio.to_thread(process.communicate, timeout=20)
    assert shell.json("outbox")["filings"][0]["state"] == "uncertain"
    confirmed = shell.json("outbox", "confirm", "1", "INV-1042")
    assert (confirmed["state"], confirmed["evidence"]) == ("confirmed", "agent")
    assert confirmed["ticket"] == {"id": None, "ticketNumber": "INV-1042"}
    line = shell.run("outbox", "--all").stdout
    assert line == "1\tconfirmé\tINV-1042\tcli_1\tDébité deux fois\n"


async def test_an_interruption_is_130_and_says_that_the_filing_is_stored(tmp_path: Path) -> None:
    shell = Shell(tmp_path, UNKNOWN_KEY)
    async with while_sending(shell) as process:
        process.send_signal(signal.SIGINT)
        _, complaint = await asyncio.to_thread(process.communicate, timeout=20)
    assert process.returncode == 130
    assert "Traceback" not in complaint
    assert "outbox --all" in complaint
    assert shell.json("outbox")["filings"][0]["state"] == "uncertain"
