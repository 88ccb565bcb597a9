"""A small real SMTP server on this machine: it takes mail, or answers in a chosen way."""

from __future__ import annotations

import asyncio
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from types import TracebackType


class SmtpServer:
    """Keeps what it received. ``answers`` maps a verb to the line that answers it."""

    def __init__(self, answers: dict[str, str] | None = None) -> None:
        self.messages: list[EmailMessage] = []
        self.verbs: list[str] = []
        self.answers = answers or {}
        self._server: asyncio.Server | None = None

    @property
    def port(self) -> int:
        """Where it listens."""
        assert self._server is not None
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    @property
    def url(self) -> str:
        """The address for ``--smtp``."""
        return f"smtp://127.0.0.1:{self.port}"

    async def __aenter__(self) -> SmtpServer:
        self._server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._server is not None
        self._server.close()
        await self._server.wait_closed()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 essai\r\n")
        while line := (await reader.readline()).decode().strip():
            verb = line.split()[0].upper()
            self.verbs.append(verb)
            answer = self.answers.get(verb, "221 bye" if verb == "QUIT" else "250 ok")
            if verb == "DATA" and verb not in self.answers:
                writer.write(b"354 go on\r\n")
                data = await reader.readuntil(b"\r\n.\r\n")
                parsed = message_from_bytes(data[:-3], policy=default)
                assert isinstance(parsed, EmailMessage)
                self.messages.append(parsed)
            writer.write(answer.encode() + b"\r\n")
            await writer.drain()
            if verb == "QUIT":
                break
        writer.close()
