"""Mail to the agent whom a ticket was assigned to: ``.eml`` files in a Maildir, or SMTP.

The outbox is a table that the assignment's transaction writes, so mail survives a restart and never
delays an answer. The same mail may arrive twice after a crash; its Message-ID says so.

Mail is in French, as all of SupportDesk's messages are: an agent has no language in the contract.
"""

from __future__ import annotations

import asyncio
import logging
import os
import re
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib
from sqlalchemy import Row, func, select, update

from supportdesk_desktop.backend.desk import Desk
from supportdesk_desktop.backend.tables import agents, customers, mail_outbox, tickets
from supportdesk_desktop.backend.wakeups import MAIL

logger = logging.getLogger(__name__)

ATTEMPTS = 12
"""After so many failures (some seven hours) a mail is given up, and its last error kept."""
_BATCH = 20
_FIRST_RETRY_MS = 5_000
_LONGEST_RETRY_MS = 3_600_000
_LONGEST_SLEEP_S = 60.0
_SMTP_TIMEOUT_S = 30.0
_DEFAULT_SENDER = "ne-pas-repondre@supportdesk.invalid"
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")
_PRIORITIES = {
    "CRITICAL": "critique",
    "URGENT": "urgente",
    "HIGH": "haute",
    "MEDIUM": "moyenne",
    "LOW": "basse",
}


class Undeliverable(Exception):
    """This mail will never be taken: trying again is of no use."""


class Courier(Protocol):
    """What carries mail."""

    @property
    def sender(self) -> str:
        """The address that mail comes from."""

    async def deliver(self, name: str, message: EmailMessage) -> None:
        """Deliver one message; ``name`` is the same whenever this mail is tried again.

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

    async def deliver(self, name: str, message: EmailMessage) -> None:
        """Write one file. The same name replaces an earlier attempt."""
        await asyncio.to_thread(self._write, f"{name}.eml", message.as_bytes())

    def _make_folders(self) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for part in ("tmp", "new", "cur"):
            (self.folder / part).mkdir(mode=0o700, exist_ok=True)

    def _write(self, name: str, data: bytes) -> None:
        self._make_folders()
        whole = self.folder / "tmp" / name
        descriptor = os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        whole.replace(self.folder / "new" / name)


class SmtpCourier:
    """Sends through ``smtp[s]://[user:password@]host[:port][?from=address]``."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            # The address is not repeated: it may hold a password.
            raise ValueError("an SMTP address is smtp://host or smtps://host")
        self.sender = parse_qs(parts.query).get("from", [_DEFAULT_SENDER])[0]
        self._options: dict[str, Any] = {
            "hostname": parts.hostname,
            "port": parts.port,
            "use_tls": parts.scheme == "smtps",
            "username": None if parts.username is None else unquote(parts.username),
            "password": None if parts.password is None else unquote(parts.password),
            "timeout": _SMTP_TIMEOUT_S,
        }

    async def deliver(self, name: str, message: EmailMessage) -> None:
        """Send one message over a connection of its own."""
        try:
            await aiosmtplib.send(message, **self._options)
        except (aiosmtplib.SMTPRecipientsRefused, aiosmtplib.SMTPNotSupported) as problem:
            raise Undeliverable(str(problem)) from problem
        except aiosmtplib.SMTPException as problem:
            raise OSError(str(problem)) from problem


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


async def deliver_mail(desk: Desk, courier: Courier | None) -> None:
    """Deliver what is due, until cancelled; without a courier, settle it undelivered."""
    with desk.wakeups.bell(MAIL) as bell:
        while True:
            pause_s = _LONGEST_SLEEP_S
            try:
                if courier is None:
                    await _settle_all(desk)
                else:
                    pause_s = await deliver_due(desk, courier)
            except Exception:
                logger.exception("working the mail outbox failed; trying again")
            await bell.wait(pause_s)


async def deliver_due(desk: Desk, courier: Courier) -> float:
    """Try every mail that is due once; returns in how many seconds the next one is (0 to 60)."""
    now_ms = desk.clock()
    async with desk.database.reading() as conn:
        due = (await conn.execute(_due(now_ms))).all()
    for row in due:
        await _attempt(desk, courier, row)
    async with desk.database.reading() as conn:
        next_ms = await conn.scalar(select(func.min(mail_outbox.c.next_attempt_ms)))
    if next_ms is None:
        return _LONGEST_SLEEP_S
    wait_s: float = (next_ms - desk.clock()) / 1000
    return min(_LONGEST_SLEEP_S, max(0.0, wait_s))


def compose(row: Row[Any], sender: str, app_name: str) -> EmailMessage:
    """Write the mail about one assignment.

    Raises:
        Undeliverable: the agent's address cannot stand in a header.
    """
    message = EmailMessage(policy=SMTP)
    try:
        message["From"] = Address(one_line(app_name), addr_spec=sender)
        message["To"] = Address(one_line(row.agent_name), addr_spec=row.agent_email)
    except (ValueError, UnicodeError) as problem:
        raise Undeliverable(f"address: {problem}") from problem
    number = f"INV-{row.number}"
    priority = _PRIORITIES.get(row.priority, row.priority)
    message["Subject"] = one_line(f"[{number}] Priorité {priority}\u00a0: {row.subject}")
    message["Date"] = format_datetime(datetime.fromtimestamp(row.created_ms / 1000, UTC))
    message["Message-ID"] = f"<{row.ticket_id}.{row.id}@supportdesk.invalid>"
    message["Auto-Submitted"] = "auto-generated"
    lines = [
        f"Bonjour {one_line(row.agent_name)},",
        "",
        f"Le ticket {number} vous est assigné"
        + (f" (niveau {row.assigned_level})." if row.assigned_level else "."),
        "",
        f"Sujet\u00a0: {one_line(row.subject)}",
        f"Priorité\u00a0: {priority}",
        f"Client\u00a0: {one_line(row.customer_name)} ({one_line(row.external_id)})",
    ]
    if row.category:
        lines.append(f"Catégorie\u00a0: {one_line(row.category)}")
    message.set_content("\n".join([*lines, "", row.description, ""]), cte="quoted-printable")
    # After the content, which drops every Content- header that was there before.
    message["Content-Language"] = "fr"
    return message


def one_line(text: str) -> str:
    """Fold line breaks and control characters to a space: nobody adds a header through them."""
    return _CONTROL.sub(" ", text).strip()


def retry_delay_ms(attempts: int) -> int:
    """Return how long to wait after so many failures: 5 s, 10 s, 20 s … at most an hour."""
    return int(min(_LONGEST_RETRY_MS, _FIRST_RETRY_MS * 2 ** (attempts - 1)))


def _due(now_ms: int) -> Any:
    return (
        select(
            mail_outbox.c.id,
            mail_outbox.c.ticket_id,
            mail_outbox.c.created_ms,
            mail_outbox.c.attempts,
            tickets.c.number,
            tickets.c.subject,
            tickets.c.description,
            tickets.c.priority,
            tickets.c.category,
            tickets.c.assigned_level,
            agents.c.name.label("agent_name"),
            agents.c.email.label("agent_email"),
            customers.c.name.label("customer_name"),
            customers.c.external_id,
        )
        .join(tickets, tickets.c.id == mail_outbox.c.ticket_id)
        .join(agents, agents.c.id == mail_outbox.c.agent_id)
        .join(customers, customers.c.id == tickets.c.customer_id)
        .where(mail_outbox.c.next_attempt_ms <= now_ms)
        .order_by(mail_outbox.c.next_attempt_ms, mail_outbox.c.id)
        .limit(_BATCH)
    )


async def _attempt(desk: Desk, courier: Courier, row: Row[Any]) -> None:
    attempts = row.attempts + 1
    values: dict[str, object] = {"attempts": attempts, "next_attempt_ms": None}
    try:
        message = compose(row, courier.sender, desk.app.name)
        await courier.deliver(f"{row.created_ms}.{row.ticket_id}.{row.id}", message)
        values |= {"delivered_ms": desk.clock(), "last_error": None}
    except Undeliverable as problem:
        values["last_error"] = str(problem)
    except (OSError, TimeoutError) as problem:
        values["last_error"] = str(problem) or type(problem).__name__
        if attempts < ATTEMPTS:
            values["next_attempt_ms"] = desk.clock() + retry_delay_ms(attempts)
    if values.get("last_error"):
        logger.warning("mail %d, attempt %d: %s", row.id, attempts, values["last_error"])
    async with desk.writing() as writing:
        await writing.conn.execute(
            update(mail_outbox).where(mail_outbox.c.id == row.id).values(**values)
        )


async def _settle_all(desk: Desk) -> None:
    async with desk.writing() as writing:
        await writing.conn.execute(
            update(mail_outbox)
            .where(mail_outbox.c.next_attempt_ms.is_not(None))
            .values(next_attempt_ms=None, last_error="this desk sends no mail")
        )


async def start_mail(desk: Desk) -> None:
    """Start working the outbox among the desk's tasks.

    Raises:
        ValueError: an SMTP address that cannot be read.
    """
    desk.tasks.start("mail", deliver_mail(desk, courier_of(desk)))
