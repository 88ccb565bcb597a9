"""The ways mail is sent: as ``.eml`` files in a Maildir, or by SMTP."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib

from supportdesk_desktop.backend.database import write_private
from supportdesk_desktop.backend.mail.message import Mail, Undeliverable, address_of
from supportdesk_desktop.core.profile import is_loopback

_SMTP_TIMEOUT_S = 30.0
_DEFAULT_SENDER = "ne-pas-repondre@supportdesk.invalid"


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
