"""The REST contract (``contract/rest.md``) and our desk's additions under ``/desk/v1``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar
from urllib.parse import quote, urlsplit

import msgspec

from supportdesk_desktop.core.errors import (
    NotOurServer,
    ProxyUnusable,
    ServerFault,
    Unreachable,
    Untrusted,
)
from supportdesk_desktop.core.escalations import FiledTicket
from supportdesk_desktop.core.filing_fate import Created, NotSent, SendResult
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.profile import DeskFacts
from supportdesk_desktop.core.tickets import Agent, DeskAgent, Tag, Ticket, Wire
from supportdesk_desktop.net.envelope import error_of, read_data, read_failure, retry_after_s
from supportdesk_desktop.net.http import Answer, HttpClient, NoAnswer, NothingSent

IDEMPOTENCY_HEADER = "Idempotency-Key"
REPLAYED_HEADER = "idempotency-replayed"

T = TypeVar("T")


class _CreateAnswer(Wire, frozen=True):
    id: TicketId | None
    ticket_number: str
    assigned_agent: msgspec.Raw = msgspec.Raw(b"null")


class RestClient:
    """Calls to one desk. The key is given with each call and kept nowhere here."""

    def __init__(self, base_url: str, user_agent: str) -> None:
        self._http = HttpClient(base_url, user_agent)
        self.move(base_url)

    def move(self, base_url: str) -> None:
        """Call another port from now on: only the local desk ever moves."""
        parts = urlsplit(base_url)
        self._base = base_url.rstrip("/")
        self._desk = f"{parts.scheme}://{parts.netloc}/desk/v1"

    async def aclose(self) -> None:
        """Close the connections that are kept open."""
        await self._http.aclose()

    async def whoami(self, key: str) -> DeskFacts:
        """Ask who the key is; no side effect.

        Raises:
            ServerError: unreachable, refused, throttled or not our server.
        """
        return _decode(await self._call("GET", self._base + "/auth/whoami", key), DeskFacts)

    async def create(
        self,
        key: str,
        body: bytes,
        idempotency_key: str | None,
        *,
        may_leave: Callable[[], bool] | None = None,
        answer_s: float | None = None,
    ) -> SendResult:
        """Post one ticket and return the outcome; never raises because of the server.

        Args:
            idempotency_key: names the filing on desks that know such keys.
            may_leave: asked right before the first byte leaves; False: nothing is sent.
            answer_s: how long to wait for the answer, 15 s where not given.
        """
        headers = {"X-API-Key": key, "Content-Type": "application/json"}
        if idempotency_key is not None:
            headers[IDEMPOTENCY_HEADER] = idempotency_key
        url = self._base + "/tickets/api-create"
        try:
            answer = await self._http.exchange(
                "POST", url, headers, body, may_leave=may_leave, answer_s=answer_s
            )
        except NothingSent as problem:
            return SendResult(problem.duration_ms, not_sent=problem.why)
        except NoAnswer as problem:
            return SendResult(problem.duration_ms, timed_out=problem.timed_out)
        return _send_result(answer)

    async def upsert_customer(self, key: str, external_id: str, body: Mapping[str, object]) -> None:
        """Create or change a customer (``PATCH /customers/:externalId``).

        Raises:
            ServerError: VALIDATION_ERROR and CUSTOMER_EMAIL_EXISTS come as ``RequestRefused``.
        """
        url = f"{self._base}/customers/{quote(external_id, safe='')}"
        await self._call("PATCH", url, key, msgspec.json.encode(body))

    async def change_ticket(
        self, key: str, ticket_id: TicketId, version: int, changes: Mapping[str, str]
    ) -> Ticket:
        """Change status, agent or priority of a ticket at the version known here.

        Raises:
            ServerError: VERSION_CONFLICT and TICKET_NOT_FOUND come as ``RequestRefused``.
        """
        url = f"{self._desk}/tickets/{quote(ticket_id, safe='')}"
        data = await self._call(
            "PATCH", url, key, msgspec.json.encode(changes), {"If-Match": f'"{version}"'}
        )
        return _decode(data, Ticket)

    async def agents(self, key: str) -> list[DeskAgent]:
        """List the agents that a ticket can be passed to. Raises ``ServerError``."""
        return _decode(await self._call("GET", self._desk + "/agents", key), list[DeskAgent])

    async def filed_tickets(self, key: str) -> list[FiledTicket]:
        """List what became of the tickets filed by the key's owner. Raises ``ServerError``."""
        url = self._desk + "/tickets?filedBy=me"
        return _decode(await self._call("GET", url, key), list[FiledTicket])

    async def tags(self, key: str) -> list[Tag]:
        """List the desk's tags. Raises ``ServerError``."""
        return _decode(await self._call("GET", self._desk + "/tags", key), list[Tag])

    async def _call(
        self,
        method: str,
        url: str,
        key: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> msgspec.Raw:
        sent = {"X-API-Key": key, **(headers or {})}
        if body is not None:
            sent["Content-Type"] = "application/json"
        try:
            answer = await self._http.exchange(method, url, sent, body)
        except NothingSent as problem:
            if isinstance(problem.__cause__, ProxyUnusable):
                raise problem.__cause__ from problem
            kind = Untrusted if problem.why is NotSent.TLS else Unreachable
            raise kind(str(problem.why)) from problem
        except NoAnswer as problem:
            raise Unreachable("no complete answer") from problem
        if not 200 <= answer.status < 300:
            raise error_of(answer.status, answer.headers, answer.body)
        return read_data(answer.body)


def _send_result(answer: Answer) -> SendResult:
    request_id = answer.headers.get("x-request-id")
    if 200 <= answer.status < 300:
        return SendResult(
            answer.duration_ms,
            status=answer.status,
            created=_created(answer.body),
            replayed=answer.headers.get(REPLAYED_HEADER, "").lower() == "true",
            request_id=request_id,
        )
    failure = read_failure(answer.body)
    return SendResult(
        answer.duration_ms,
        status=answer.status,
        code=failure.code,
        message=failure.message,
        details=failure.field_messages(),
        retry_after_s=retry_after_s(answer.headers),
        request_id=request_id,
    )


def _created(body: bytes) -> Created | None:
    try:
        answer = msgspec.json.decode(read_data(body), type=_CreateAnswer)
    except (NotOurServer, ValueError, RecursionError):
        return None
    try:
        agent = msgspec.json.decode(answer.assigned_agent, type=Agent | None)
    except (ValueError, RecursionError):
        agent = None  # the ticket exists all the same
    name = None if agent is None or answer.id is None else agent.name
    return Created(answer.id, answer.ticket_number, name)


def _decode(data: msgspec.Raw, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(data, type=kind)
    except (ValueError, RecursionError) as problem:
        raise ServerFault("an answer that cannot be read", status=200) from problem
