"""The mail outbox: one mail that fails is tried by itself, and keeps no other waiting."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from supportdesk_desktop.backend import database
from supportdesk_desktop.backend.mail.message import Mail
from supportdesk_desktop.backend.mail.outbox import ATTEMPTS, deliver_due
from supportdesk_desktop.backend.tables import mail_outbox
from tests.unit.backend.desk_client import DeskClient


@dataclass
class Postman:
    """A courier that fails in a chosen way at chosen mails, counted from 1."""

    failures: dict[int, BaseException] = field(default_factory=dict)
    on_delivery: Callable[[], None] = lambda: None
    sender: str = "desk@exemple.bj"
    tried: int = 0
    delivered: list[Mail] = field(default_factory=list)

    async def deliver(self, name: str, mail: Mail) -> None:
        self.tried += 1
        if self.tried in self.failures:
            raise self.failures[self.tried]
        self.delivered.append(mail)
        self.on_delivery()


async def outbox(client: DeskClient) -> Sequence[Any]:
    return await client.rows(select(mail_outbox).order_by(mail_outbox.c.id))


@contextmanager
def other_writer(client: DeskClient) -> Iterator[sqlite3.Connection]:
    """Open the desk's file as another process would."""
    path = client.desk.database.path
    assert path is not None
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        yield other


@pytest.mark.parametrize(
    "problem",
    [OSError("plus tard"), KeyError("x"), RuntimeError("\udcff\0 \x1b[31m"), TimeoutError()],
)
async def test_a_mail_that_fails_keeps_no_other_waiting(
    client: DeskClient, problem: Exception
) -> None:
    for subject in ("a", "b", "c"):
        await client.create(subject=subject)
    postman = Postman({1: problem})
    assert await deliver_due(client.desk, postman) == pytest.approx(5.0)
    assert len(postman.delivered) == 2
    first, *others = await outbox(client)
    assert (first.attempts, first.next_attempt_ms) == (1, client.clock() + 5_000)
    assert first.last_error
    assert first.last_error.isprintable()
    assert [row.delivered_ms for row in others] == [client.clock()] * 2
    client.clock.advance(5)
    await deliver_due(client.desk, postman)
    assert len(postman.delivered) == 3
    assert (await outbox(client))[0].last_error is None


async def test_a_clock_set_back_delays_no_mail_beyond_its_own_back_off(client: DeskClient) -> None:
    ahead_s = 365 * 24 * 3600
    client.clock.advance(ahead_s)
    await client.create(subject="a")
    await client.create(subject="b")
    postman = Postman({1: OSError("plus tard")})
    assert await deliver_due(client.desk, postman) == pytest.approx(5.0)
    await client.create(subject="c")
    client.clock.advance(-ahead_s)
    # Never tried: at once. Tried once: its time lies further off than its 5 s, and so it has come.
    assert await deliver_due(client.desk, postman) == pytest.approx(60.0)
    assert len(postman.delivered) == 3


async def test_what_did_not_fit_a_round_is_due_at_once_when_the_clock_was_set_back(
    client: DeskClient,
) -> None:
    client.clock.advance(3600)
    for _ in range(21):
        await client.create()
    client.clock.advance(-3600)
    postman = Postman()
    assert await deliver_due(client.desk, postman) == pytest.approx(0.0)
    assert await deliver_due(client.desk, postman) == pytest.approx(60.0)
    assert len(postman.delivered) == 21


async def test_a_mail_goes_out_once_while_what_became_of_it_cannot_be_stored(
    client: DeskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_BUSY_TIMEOUT_MS", 20)
    await client.create()
    await client.desk.database.engine.dispose()  # its connections wait for as long as before
    with other_writer(client) as other:

        def lock() -> None:
            if not other.in_transaction:
                other.execute("BEGIN IMMEDIATE")

        postman = Postman(on_delivery=lock)
        for _ in range(3):
            with pytest.raises(OperationalError):
                await deliver_due(client.desk, postman)
            client.clock.advance(3600)
        other.execute("ROLLBACK")
    assert len(postman.delivered) == 1


async def test_no_mail_goes_out_whose_attempt_cannot_be_stored(
    client: DeskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_BUSY_TIMEOUT_MS", 20)
    await client.create()
    await client.desk.database.engine.dispose()
    postman = Postman()
    with other_writer(client) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError):
            await deliver_due(client.desk, postman)
        other.execute("ROLLBACK")
    assert postman.tried == 0
    await deliver_due(client.desk, postman)
    assert len(postman.delivered) == 1


async def test_a_last_attempt_that_was_cut_off_is_made_again(client: DeskClient) -> None:
    await client.create()
    failures = dict.fromkeys(range(1, ATTEMPTS), OSError())
    postman = Postman({**failures, ATTEMPTS: asyncio.CancelledError()})
    for _ in range(ATTEMPTS - 1):
        await deliver_due(client.desk, postman)
        client.clock.advance(3600)
    with pytest.raises(asyncio.CancelledError):
        await deliver_due(client.desk, postman)
    assert await deliver_due(client.desk, postman) > 0
    assert postman.delivered == []
    client.clock.advance(3600)
    await deliver_due(client.desk, postman)
    assert len(postman.delivered) == 1
    (row,) = await outbox(client)
    assert row.attempts == ATTEMPTS
