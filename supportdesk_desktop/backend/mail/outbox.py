"""The queue of mail to assigned agents: what is due is sent, as files of a Maildir or by SMTP.

The outbox is a table that the assignment's transaction writes, so mail survives a restart and never
delays an answer. The same mail may arrive twice after a crash; its Message-ID says so.
"""

from __future__ import annotations

import asyncio
import logging
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib
from sqlalchemy import ColumnElement, Row, case, exists, func, or_, select, update

from supportdesk_desktop.backend.admin import list_tags
from supportdesk_desktop.backend.database import write_private
from supportdesk_desktop.backend.desk import MAIL, Desk
from supportdesk_desktop.backend.mail.message import (
    Mail,
    Undeliverable,
    address_of,
    compose,
    one_line,
)
from supportdesk_desktop.backend.tables import agents, customers, mail_outbox, tickets
from supportdesk_desktop.core.profile import is_loopback
from supportdesk_desktop.tasks import declare

logger = logging.getLogger(__name__)

ATTEMPTS = 12
"""After so many failures (some seven hours) a mail is given up, and its last error kept."""
_BATCH = 20
_FIRST_RETRY_MS = 5_000
_LONGEST_RETRY_MS = 3_600_000
_LONGEST_SLEEP_S = 60.0
_LONGEST_REASON = 500

_SMTP_TIMEOUT_S = 30.0
_DEFAULT_SENDER = "ne-pas-repondre@supportdesk.invalid"

WORK = declare("desk.mail", part="desk")


class Courier(Protocol):
    """A way to send mail."""

    @property
    def sender(self) -> str:
        """The address that mail comes from."""

    async def deliver(self, name: str, mail: Mail) -> None:
        """Deliver one mail; ``name`` is the same whenever this mail is tried again.

        Raises:
            Undeliverable: it will never be taken.
            OSError: not now.
        """


@dataclass(frozen=True, slots=True)
class MaildirCourier:
    """Writes ``.eml`` files: whole in ``tmp``, then renamed into ``new``."""

    folder: Path
    sender: str = _DEFAULT_SENDER

    def check(self) -> None:
        """Make the folder where it is missing, and see that a file can be written in it.

        Raises:
            OSError: it cannot.
        """
        self._make_folders()
        # Rights alone do not say it: a file system may be read-only, or full.
        with tempfile.NamedTemporaryFile(dir=self.folder / "tmp"):
            pass

    async def deliver(self, name: str, mail: Mail) -> None:
        """Write one file. The same name replaces an earlier attempt."""
        await asyncio.to_thread(self._write, f"{name}.eml", mail.data)

    def _make_folders(self) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for part in ("tmp", "new", "cur"):
            (self.folder / part).mkdir(mode=0o700, exist_ok=True)

    def _write(self, name: str, data: bytes) -> None:
        self._make_folders()
        whole = self.folder / "tmp" / name
        write_private(whole, data)
        whole.replace(self.folder / "new" / name)


class SmtpCourier:
    """Sends through ``smtp[s]://[user:password@]host[:port][?from=address]``.

    A password goes to another machine only after TLS: of ``smtps``, or by STARTTLS. Without
    ``from`` mail comes from the user, where that is an address.

    Raises:
        ValueError: not such an address.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        host = parts.hostname or ""
        if parts.scheme not in {"smtp", "smtps"} or not host:
            # The address is not repeated: it may hold a password.
            raise ValueError("an SMTP address is smtp://host or smtps://host")
        user = None if parts.username is None else unquote(parts.username)
        self.sender = _sender(parse_qs(parts.query), user)
        encrypted = parts.scheme == "smtps"
        must_upgrade = user is not None and not encrypted and not is_loopback(host)
        self._options: dict[str, Any] = {
            "hostname": host,
            "port": parts.port,
            "use_tls": encrypted,
            # Required before a password goes to another machine, else used where it is offered.
            "start_tls": True if must_upgrade else None,
            "username": user,
            "password": None if parts.password is None else unquote(parts.password),
            "timeout": _SMTP_TIMEOUT_S,
        }

    async def deliver(self, name: str, mail: Mail) -> None:
        """Send one mail over a connection of its own."""
        ascii_only = mail.sender.isascii() and mail.recipient.isascii()
        try:
            await aiosmtplib.send(
                mail.data,
                sender=mail.sender,
                recipients=mail.recipient,
                mail_options=None if ascii_only else ["SMTPUTF8"],
                **self._options,
            )
        except aiosmtplib.SMTPNotSupported as problem:
            raise Undeliverable(str(problem)) from problem
        except aiosmtplib.SMTPRecipientsRefused as problem:
            # 4xx is "not now" (RFC 5321, 4.2.1), as greylisting says it.
            for_good = all(one.code >= 500 for one in problem.recipients)
            raise (Undeliverable if for_good else OSError)(str(problem)) from problem
        except aiosmtplib.SMTPException as problem:
            raise OSError(str(problem)) from problem


def _sender(query: dict[str, list[str]], user: str | None) -> str:
    if "from" not in query:
        return user if user is not None and "@" in user else _DEFAULT_SENDER
    try:
        return address_of(query["from"][0])
    except Undeliverable as problem:
        raise ValueError("from= is not an address") from problem


def courier_of(desk: Desk) -> Courier | None:
    """Return what this desk's options say, None where it sends no mail.

    Raises:
        ValueError: an SMTP address that cannot be read.
    """
    if desk.options.smtp_url is not None:
        return SmtpCourier(desk.options.smtp_url)
    if desk.options.mail_dir is not None:
        return MaildirCourier(desk.options.mail_dir)
    return None


async def deliver_due(desk: Desk, courier: Courier) -> float:
    """Try every mail that is due once; returns in how many seconds the next one is (0 to 60)."""
    now_ms = desk.clock()
    async with desk.database.reading() as conn:
        due = (await conn.execute(_due(now_ms))).all()
        names = {tag.id: tag.name for tag in await list_tags(conn) if tag.name} if due else {}
    for row in due:
        await _attempt(desk, courier, row, names)
    now_ms = desk.clock()
    async with desk.database.reading() as conn:
        if await conn.scalar(select(exists().where(_is_due(now_ms)))):
            return 0.0
        next_ms = await conn.scalar(select(func.min(mail_outbox.c.next_attempt_ms)))
    return _LONGEST_SLEEP_S if next_ms is None else min(_LONGEST_SLEEP_S, (next_ms - now_ms) / 1000)


def retry_delay_ms(attempts: int) -> int:
    """Return how long to wait after so many failures: 5 s, 10 s, 20 s … at most an hour."""
    return int(min(_LONGEST_RETRY_MS, _FIRST_RETRY_MS * 2 ** (attempts - 1)))


def _is_due(now_ms: int) -> ColumnElement[bool]:
    """Return the condition that a mail's time has come.

    One that lies further off than its own back-off was noted by a clock that has been set back.
    """
    delays = {attempts: retry_delay_ms(attempts) for attempts in range(1, ATTEMPTS + 1)}
    latest_ms = now_ms + case(delays, value=mail_outbox.c.attempts, else_=0)
    next_ms = mail_outbox.c.next_attempt_ms
    return or_(next_ms <= now_ms, next_ms > latest_ms)


def _due(now_ms: int) -> Any:
    return (
        select(
            mail_outbox,
            tickets.c.number,
            tickets.c.subject,
            tickets.c.description,
            tickets.c.priority,
            tickets.c.category,
            tickets.c.assigned_level,
            tickets.c.tag_ids,
            tickets.c.metadata,
            agents.c.name.label("agent_name"),
            agents.c.email.label("agent_email"),
            customers.c.name.label("customer_name"),
            customers.c.external_id,
        )
        .join(tickets, tickets.c.id == mail_outbox.c.ticket_id)
        .join(agents, agents.c.id == mail_outbox.c.agent_id)
        .join(customers, customers.c.id == tickets.c.customer_id)
        .where(_is_due(now_ms))
        .order_by(mail_outbox.c.next_attempt_ms, mail_outbox.c.id)
        .limit(_BATCH)
    )


async def _attempt(
    desk: Desk, courier: Courier, row: Row[Any], tag_names: Mapping[str, str]
) -> None:
    attempts = min(row.attempts + 1, ATTEMPTS)
    if not await _begin(desk, row, attempts):
        return
    values: dict[str, object] = {"next_attempt_ms": None}
    try:
        mail = compose(row, tag_names, courier.sender, desk.app.name)
        await courier.deliver(f"{row.created_ms}.{row.ticket_id}.{row.id}", mail)
        values |= {"delivered_ms": desk.clock(), "last_error": None}
    except Exception as problem:
        # Whatever it is, it concerns this mail alone: those behind it do not wait for it.
        reason = _reason(problem)
        values["last_error"] = reason
        if attempts < ATTEMPTS and not isinstance(problem, Undeliverable):
            values["next_attempt_ms"] = desk.clock() + retry_delay_ms(attempts)
        foreseen = isinstance(problem, OSError | Undeliverable)
        logger.warning("mail %d, attempt %d: %s", row.id, attempts, reason, exc_info=not foreseen)
    async with desk.writing() as writing:
        await writing.conn.execute(
            update(mail_outbox).where(mail_outbox.c.id == row.id).values(**values)
        )


async def _begin(desk: Desk, row: Row[Any], attempts: int) -> bool:
    """Store that a mail is tried, before it leaves: while nothing can be stored, nothing is sent.

    Returns:
        False where another gateway tries it already.
    """
    async with desk.writing() as writing:
        begun = await writing.conn.execute(
            update(mail_outbox)
            .where(
                mail_outbox.c.id == row.id,
                mail_outbox.c.next_attempt_ms == row.next_attempt_ms,
                mail_outbox.c.attempts == row.attempts,
            )
            .values(attempts=attempts, next_attempt_ms=desk.clock() + retry_delay_ms(attempts))
        )
    return begun.rowcount == 1


def _reason(problem: Exception) -> str:
    """Return what went wrong as text that can be stored and logged, whatever a server said."""
    text = f"{type(problem).__name__}: {problem}".encode("utf-8", "backslashreplace").decode()
    return one_line(text)[:_LONGEST_REASON]


def start_mail(desk: Desk) -> None:
    """Start sending mail in the desk's tasks; without a courier it is settled as undelivered.

    Raises:
        ValueError: an SMTP address that cannot be read.
    """
    courier = courier_of(desk)

    async def step() -> float | None:
        if courier is not None:
            return await deliver_due(desk, courier)
        undue = {"next_attempt_ms": None, "last_error": "this desk sends no mail"}
        is_due = mail_outbox.c.next_attempt_ms.is_not(None)
        async with desk.writing() as writing:
            await writing.conn.execute(update(mail_outbox).where(is_due).values(**undue))
        return None

    desk.tasks.loop(WORK, step, wake=desk.wakeups.subscribe(MAIL))
