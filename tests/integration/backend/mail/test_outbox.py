"""Mail about assignments: files in a Maildir, SMTP, retries, and what survives a restart."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Row, select

from supportdesk_desktop.backend.desk import Desk, DeskOptions
from supportdesk_desktop.backend.mail.outbox import (
    ATTEMPTS,
    MaildirCourier,
    SmtpCourier,
    courier_of,
    deliver_due,
    retry_delay_ms,
    start_mail,
)
from supportdesk_desktop.backend.tables import mail_outbox
from tests.integration.backend.mail.smtp_server import SmtpServer
from tests.unit.backend.desk_client import DeskClient, desk_client, with_customer

WAIT_S = 10.0


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[DeskClient]:
    async with desk_client(
        tmp_path, DeskOptions(limits=None, app_name="Boutique Adjara")
    ) as opened:
        await opened.add_agent("Aicha")
        await with_customer(opened)
        yield opened


@pytest.fixture
async def desk(client: DeskClient) -> Desk:
    """A desk with one assignment, whose mail is due."""
    subject, text = "Livraison bloquée à Parakou", "Pour **#20418**\n\n- œ, ɖ et ẹ̀"
    await client.create(subject=subject, description=text, priority="URGENT")
    return client.desk


async def outbox(desk: Desk) -> list[Row[Any]]:
    async with desk.database.reading() as conn:
        return list((await conn.execute(select(mail_outbox).order_by(mail_outbox.c.id))).all())


async def wait_for(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(WAIT_S):
        while not condition():  # noqa: ASYNC110 - files give no event
            await asyncio.sleep(0.01)


def read(path: Path) -> EmailMessage:
    message = message_from_bytes(path.read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    return message


async def test_a_mail_is_a_file_of_the_maildir(desk: Desk, tmp_path: Path) -> None:
    await deliver_due(desk, MaildirCourier(tmp_path / "mail"))
    (path,) = (tmp_path / "mail" / "new").iterdir()
    assert path.suffix == ".eml"
    assert not list((tmp_path / "mail" / "tmp").iterdir())
    message = read(path)
    assert message["To"] == "Aicha <aicha@exemple.bj>"
    assert message["From"].addresses[0].display_name == "Boutique Adjara"
    assert message["Subject"] == "[INV-1001] Priorité urgente\u00a0: Livraison bloquée à Parakou"
    assert message["Content-Language"] == "fr"
    if os.name == "posix":
        assert (tmp_path / "mail").stat().st_mode & 0o777 == 0o700
        assert path.stat().st_mode & 0o777 == 0o600
    body = message.get_content()
    assert "Client\u00a0: Jean Dossou (user_42)" in body
    assert "œ, ɖ et ẹ̀" in body
    (row,) = await outbox(desk)
    assert (row.attempts, row.next_attempt_ms, row.last_error) == (1, None, None)
    assert row.delivered_ms == desk.clock()


async def test_mail_goes_through_smtp(desk: Desk) -> None:
    async with SmtpServer() as server:
        await deliver_due(desk, SmtpCourier(server.url + "?from=desk@exemple.bj"))
    (message,) = server.messages
    assert message["From"].addresses[0].addr_spec == "desk@exemple.bj"
    assert "Livraison bloquée à Parakou" in message["Subject"]


# The second is a way to this machine, too, but not one that is known to be loopback.
@pytest.mark.parametrize(("host", "sent"), [("127.0.0.1", True), ("0.0.0.0", False)])
async def test_a_password_travels_in_clear_on_this_machine_alone(
    desk: Desk, host: str, sent: bool
) -> None:
    async with SmtpServer({"EHLO": "250-essai\r\n250 AUTH PLAIN", "AUTH": "235 ok"}) as server:
        await deliver_due(desk, SmtpCourier(f"smtp://moi:secret@{host}:{server.port}"))
    assert ("AUTH" in server.verbs) is sent
    assert len(server.messages) == sent
    (row,) = await outbox(desk)
    assert (row.last_error is None) is sent
    # It may offer TLS later.
    assert (row.next_attempt_ms is None) is sent


@pytest.mark.parametrize(("answer", "again_ms"), [("550 inconnu", None), ("450 greylisted", 5_000)])
async def test_a_refused_recipient_is_given_up_or_tried_again(
    desk: Desk, answer: str, again_ms: int | None
) -> None:
    async with SmtpServer({"RCPT": answer}) as server:
        await deliver_due(desk, SmtpCourier(server.url))
    (row,) = await outbox(desk)
    next_ms = None if again_ms is None else desk.clock() + again_ms
    assert (row.next_attempt_ms, row.delivered_ms) == (next_ms, None)
    assert answer[4:] in row.last_error


async def test_a_mail_is_given_up_after_the_last_attempt(client: DeskClient, desk: Desk) -> None:
    async with SmtpServer() as server:
        nobody = SmtpCourier(server.url)
    for _ in range(ATTEMPTS):
        await deliver_due(desk, nobody)
        client.clock.advance(3600)
    (row,) = await outbox(desk)
    assert (row.attempts, row.next_attempt_ms) == (ATTEMPTS, None)
    assert row.last_error


def test_delays_double_up_to_an_hour() -> None:
    assert [retry_delay_ms(n) for n in (1, 2, 3)] == [5_000, 10_000, 20_000]
    assert retry_delay_ms(ATTEMPTS) == 3_600_000


async def test_the_task_delivers_what_an_earlier_run_left(
    client: DeskClient, desk: Desk, tmp_path: Path
) -> None:
    mail_dir = tmp_path / "mail"
    desk.options = replace(desk.options, mail_dir=mail_dir)
    start_mail(desk)
    new = mail_dir / "new"
    await wait_for(lambda: new.is_dir() and len(list(new.iterdir())) == 1)
    await client.create()
    await wait_for(lambda: len(list(new.iterdir())) == 2)


async def test_without_a_courier_mail_does_not_pile_up(desk: Desk) -> None:
    assert courier_of(desk) is None
    start_mail(desk)
    async with asyncio.timeout(WAIT_S):
        while (await outbox(desk))[0].next_attempt_ms is not None:  # noqa: ASYNC110 - no event
            await asyncio.sleep(0.01)
    assert (await outbox(desk))[0].delivered_ms is None


@pytest.mark.parametrize(
    "url",
    [
        "http://mail.exemple.bj",
        "smtp://",
        "mail.exemple.bj",
        "smtp://h?from=desk",
        "smtp://h?from=a@b.cd%0D%0ABcc:x@y.z",
    ],
)
def test_an_address_that_is_not_smtp(url: str) -> None:
    with pytest.raises(ValueError, match=r"is smtp://host|is not an address"):
        SmtpCourier(url)


@pytest.mark.parametrize(
    ("url", "sender"),
    [
        ("smtp://h?from=desk@exemple.bj", "desk@exemple.bj"),
        ("smtps://moi%40exemple.bj:secret@h", "moi@exemple.bj"),
        ("smtps://moi%40exemple.bj:secret@h?from=desk@exemple.bj", "desk@exemple.bj"),
        ("smtps://moi:secret@h", "ne-pas-repondre@supportdesk.invalid"),
    ],
)
def test_whom_mail_comes_from(url: str, sender: str) -> None:
    assert SmtpCourier(url).sender == sender
