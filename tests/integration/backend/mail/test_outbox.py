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
from sqlalchemy import Row, insert, select, update

from supportdesk_desktop.backend.admin import add_agent
from supportdesk_desktop.backend.desk import Desk, DeskOptions, open_desk
from supportdesk_desktop.backend.keys import new_id
from supportdesk_desktop.backend.mail.couriers import MaildirCourier, SmtpCourier
from supportdesk_desktop.backend.mail.message import one_line
from supportdesk_desktop.backend.mail.outbox import (
    ATTEMPTS,
    courier_of,
    deliver_due,
    retry_delay_ms,
    start_mail,
)
from supportdesk_desktop.backend.tables import agents, customers, mail_outbox
from supportdesk_desktop.backend.tickets import NewTicket, create_ticket
from tests.integration.backend.mail.smtp_server import SmtpServer

WAIT_S = 10.0


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now_ms = 1_776_000_000_000

    def __call__(self) -> int:
        return self.now_ms


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def desk(tmp_path: Path, clock: Clock) -> AsyncIterator[Desk]:
    opened = await open_desk(
        f"sqlite:///{tmp_path / 'desk.db'}", DeskOptions(app_name="Boutique Adjara"), clock
    )
    async with opened.writing() as writing:
        await add_agent(writing, "Aïcha Houngbédji", "aicha@exemple.bj", clock())
        await writing.conn.execute(
            insert(customers).values(
                id=new_id(),
                external_id="user_8841",
                email="koffi@exemple.bj",
                email_folded="koffi@exemple.bj",
                name="Koffi Mensah",
                metadata="{}",
                created_ms=0,
                updated_ms=0,
            )
        )
    yield opened
    await opened.aclose()


async def file_ticket(desk: Desk, subject: str = "Livraison bloquée à Parakou") -> None:
    new = NewTicket(
        customer_external_id="user_8841",
        subject=subject,
        description="La commande **#20418** attend.\n\n- 48 500 XOF\n- œ, ɖ et ẹ̀",
        priority="URGENT",
        category="Livraison",
        metadata="{}",
        tag_ids=(),
    )
    async with desk.writing() as writing:
        await create_ticket(writing, new, None, desk.clock())


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
    await file_ticket(desk)
    await deliver_due(desk, MaildirCourier(tmp_path / "mail"))
    (path,) = (tmp_path / "mail" / "new").iterdir()
    assert path.suffix == ".eml"
    assert not list((tmp_path / "mail" / "tmp").iterdir())
    message = read(path)
    assert message["To"] == "Aïcha Houngbédji <aicha@exemple.bj>"
    assert message["From"].addresses[0].display_name == "Boutique Adjara"
    assert message["Subject"] == "[INV-1001] Priorité urgente\u00a0: Livraison bloquée à Parakou"
    assert message["Content-Language"] == "fr"
    if os.name == "posix":
        assert (tmp_path / "mail").stat().st_mode & 0o777 == 0o700
        assert path.stat().st_mode & 0o777 == 0o600
    body = message.get_content()
    assert "Client\u00a0: Koffi Mensah (user_8841)" in body
    assert "œ, ɖ et ẹ̀" in body
    (row,) = await outbox(desk)
    assert (row.attempts, row.next_attempt_ms, row.last_error) == (1, None, None)
    assert row.delivered_ms == desk.clock()


async def test_line_breaks_of_a_subject_add_no_header(desk: Desk, tmp_path: Path) -> None:
    await file_ticket(desk, "Bonjour\r\nBcc: tous@exemple.bj\r\n\r\ncorps\u2028suite")
    async with desk.writing() as writing:
        await writing.conn.execute(update(agents).values(name="A\nBcc: x@exemple.bj"))
    await deliver_due(desk, MaildirCourier(tmp_path))
    (path,) = (tmp_path / "new").iterdir()
    message = read(path)
    assert message["Bcc"] is None
    assert message["Subject"].endswith("Bonjour Bcc: tous@exemple.bj corps suite")
    assert one_line("a\x00b\r\nc") == "a b c"


async def test_mail_goes_through_smtp(desk: Desk) -> None:
    await file_ticket(desk)
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
    await file_ticket(desk)
    async with SmtpServer({"EHLO": "250-essai\r\n250 AUTH PLAIN", "AUTH": "235 ok"}) as server:
        await deliver_due(desk, SmtpCourier(f"smtp://moi:secret@{host}:{server.port}"))
    assert ("AUTH" in server.verbs) is sent
    assert len(server.messages) == sent
    (row,) = await outbox(desk)
    assert (row.last_error is None) is sent
    # It may offer TLS later.
    assert (row.next_attempt_ms is None) is sent


async def test_a_failure_is_tried_again_later(desk: Desk, clock: Clock) -> None:
    await file_ticket(desk)
    async with SmtpServer({"MAIL": "451 plus tard"}) as server:
        courier = SmtpCourier(server.url)
        assert await deliver_due(desk, courier) == pytest.approx(5.0)
        (row,) = await outbox(desk)
        assert row.attempts == 1
        assert "plus tard" in row.last_error
        await deliver_due(desk, courier)
        assert (await outbox(desk))[0].attempts == 1
        server.answers.clear()
        clock.now_ms += 5_000
        assert await deliver_due(desk, courier) == pytest.approx(60.0)
    assert len(server.messages) == 1
    assert (await outbox(desk))[0].last_error is None


async def test_a_refused_recipient_is_given_up_at_once(desk: Desk) -> None:
    await file_ticket(desk)
    async with SmtpServer({"RCPT": "550 inconnu"}) as server:
        await deliver_due(desk, SmtpCourier(server.url))
    (row,) = await outbox(desk)
    assert (row.next_attempt_ms, row.delivered_ms) == (None, None)
    assert "inconnu" in row.last_error


async def test_a_recipient_refused_for_now_is_tried_again(desk: Desk) -> None:
    await file_ticket(desk)
    async with SmtpServer({"RCPT": "450 greylisted"}) as server:
        await deliver_due(desk, SmtpCourier(server.url))
    (row,) = await outbox(desk)
    assert row.next_attempt_ms == desk.clock() + 5_000
    assert "greylisted" in row.last_error


async def test_a_mail_is_given_up_after_the_last_attempt(desk: Desk, clock: Clock) -> None:
    await file_ticket(desk)
    async with SmtpServer() as server:
        nobody = SmtpCourier(server.url)
    for _ in range(ATTEMPTS):
        await deliver_due(desk, nobody)
        clock.now_ms += 3_600_000
    (row,) = await outbox(desk)
    assert (row.attempts, row.next_attempt_ms) == (ATTEMPTS, None)
    assert row.last_error


def test_delays_double_up_to_an_hour() -> None:
    assert [retry_delay_ms(n) for n in (1, 2, 3)] == [5_000, 10_000, 20_000]
    assert retry_delay_ms(ATTEMPTS) == 3_600_000


async def test_the_task_delivers_what_an_earlier_run_left(desk: Desk, tmp_path: Path) -> None:
    await file_ticket(desk)
    mail_dir = tmp_path / "mail"
    desk.options = replace(desk.options, mail_dir=mail_dir)
    start_mail(desk)
    new = mail_dir / "new"
    await wait_for(lambda: new.is_dir() and len(list(new.iterdir())) == 1)
    await file_ticket(desk, "Colis incomplet")
    await wait_for(lambda: len(list(new.iterdir())) == 2)


async def test_without_a_courier_mail_does_not_pile_up(desk: Desk) -> None:
    await file_ticket(desk)
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
