"""One data folder, another agent's key or another server: nothing is filed as somebody else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.cli.at_the_desk import FILE
from tests.integration.cli.conftest import ServedDesk, Shell

LATER = "11111111-2222-4333-8444-666666666666"


@pytest.fixture
def other_key(desk: ServedDesk, tmp_path: Path) -> Iterator[str]:
    """The key of another agent of the same desk."""
    email = f"autre-{tmp_path.name.replace('_', '-')}@example.org"
    yield desk.add_agent("Rachid", email)
    desk.revoke_agent(email)


def test_another_agents_key_files_nothing_and_stores_nothing(shell: Shell, other_key: str) -> None:
    assert shell.run(*FILE).returncode == 5  # CUSTOMER_NOT_FOUND: the profile is bound now
    ours, shell.key = shell.key, other_key
    before = shell.json("outbox", "--all")
    refused = shell.run(*FILE, "--ref", LATER)
    assert refused.returncode == 2
    assert "--profile" in refused.stderr
    assert shell.json("outbox", "--all") == before
    shell.key = ours
    assert shell.run(*FILE, "--ref", LATER).returncode == 5


def test_what_waits_is_not_sent_with_another_agents_key(shell: Shell, other_key: str) -> None:
    assert shell.run(*FILE).returncode == 5
    ours, shell.key = shell.key, "sk_live_agent_" + "a" * 48
    assert shell.run(*FILE, "--ref", LATER).returncode == 5
    (_, waiting) = sorted(shell.json("outbox")["filings"], key=lambda one: one["id"])
    assert (waiting["clientRef"], waiting["state"]) == (LATER, "queued")
    shell.key = other_key
    retried = shell.run("outbox", "retry", str(waiting["id"]))
    assert "--profile" in retried.stderr
    left = shell.json("outbox")["filings"][0]
    assert (left["state"], left["attempts"]) == ("queued", waiting["attempts"])
    shell.key, server, shell.server = ours, shell.server, "http://127.0.0.1:9/api/v1"
    assert shell.run("outbox", "retry", str(waiting["id"])).returncode == 2
    shell.server = server
    assert shell.json("outbox")["filings"][0] == left
