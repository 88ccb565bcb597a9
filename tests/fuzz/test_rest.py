"""Whatever answers over REST is a result or an error of ours, with a sentence, and can be kept."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supportdesk_desktop.core.errors import ServerError
from supportdesk_desktop.core.filing_fate import Fate, SendResult, fate
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.pacing import earliest_ms
from supportdesk_desktop.core.profile import DeskFacts
from supportdesk_desktop.core.wording import explain
from supportdesk_desktop.net.rest import RestClient
from tests.fakes.calls import KEY
from tests.fakes.tickets import WIRE_AGENT
from tests.fakes.toy_server import ToyServer, reply, toy_server
from tests.fuzz.json_texts import ODD_TEXTS, TICKET, bent

LONGEST_SENTENCE = 1500
CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

FACTS = {
    "appId": "cl9", "slug": "adjara", "name": "Boutique Adjara", "keyType": "agent",
    "agent": WIRE_AGENT, "features": ["presence"], "limits": [{"requests": 3, "seconds": 1}],
}  # fmt: skip
CREATED = {"id": "cl1", "ticketNumber": "INV-1", "assignedAgent": WIRE_AGENT}
DATA: list[Any] = [FACTS, CREATED, TICKET, [WIRE_AGENT], TICKET["tags"]]
BODIES = st.one_of(
    st.binary(max_size=80),
    st.sampled_from(DATA)
    .flatmap(lambda data: bent({"success": True, "data": data, "timestamp": "x"}))
    .map(lambda text: text.encode("utf-8", "replace")),
    bent({"code": "VALIDATION_ERROR", "message": "Non", "details": {"subject": ["Requis"]}}).map(
        lambda text: text.encode("utf-8", "replace")
    ),
)
STATUSES = st.sampled_from(
    [200, 200, 200, 201, 204, 302, 400, 401, 403, 404, 407, 409, 429, 429, 500, 503, 599]
)
DELAYS = st.sampled_from(["12", "0", "-1", "9" * 400, "1e9", "٣", "Wed, 21 Oct 2099 07:28:00 GMT"])
HEADERS = st.lists(
    st.one_of(
        DELAYS.map(lambda value: f"Retry-After: {value}"),
        st.builds(
            lambda name, value: f"{name}: {value}",
            st.sampled_from(["X-Request-Id", "Idempotency-Replayed", "Content-Type"]),
            ODD_TEXTS.map(lambda text: re.sub("[\r\n\0]", "", text)),
        ),
    ),
    max_size=2,
)


@dataclass
class Wire:
    """A client and a server that answers as told, in a loop of their own."""

    loop: asyncio.Runner
    rest: RestClient
    toy: ToyServer

    def run(self, call: Callable[[RestClient], Awaitable[Any]]) -> Any:
        """Make one call."""

        async def calling() -> Any:
            return await call(self.rest)

        return self.loop.run(calling())


@pytest.fixture(scope="module")
def wire() -> Iterator[Wire]:
    with asyncio.Runner() as loop:
        stack = AsyncExitStack()

        async def begin() -> Wire:
            toy = await stack.enter_async_context(toy_server(reply(200)))
            rest = RestClient(toy.base_url, "test")
            stack.push_async_callback(rest.aclose)
            return Wire(loop, rest, toy)

        yield loop.run(begin())
        loop.run(stack.aclose())


CALLS: list[Callable[[RestClient], Awaitable[Any]]] = [
    lambda rest: rest.whoami(KEY),
    lambda rest: rest.agents(KEY),
    lambda rest: rest.tags(KEY),
    lambda rest: rest.change_ticket(KEY, TicketId("cl1"), 7, {"status": "CLOSED"}),
]


@settings(max_examples=200)
@given(STATUSES, HEADERS, BODIES)
def test_every_answer_has_a_result_or_a_sentence(
    wire: Wire, status: int, headers: list[str], body: bytes
) -> None:
    wire.toy.answer = reply(status, body, *headers)
    for call in CALLS:
        try:
            found = wire.run(call)
        except ServerError as problem:
            for lang in ("fr", "en"):
                sentence = explain(problem, lang)
                assert 0 < len(sentence) < LONGEST_SENTENCE
                assert not CONTROLS.search(sentence)
            continue
        # What was taken can be kept in the store.
        msgspec.json.decode(msgspec.json.encode(found))
        if isinstance(found, DeskFacts):
            assert 0 <= earliest_ms([1], found.rate_limits, 2) <= 3_600_001


@settings(max_examples=400)
@given(STATUSES, HEADERS, BODIES, st.booleans())
def test_every_answer_to_a_create_has_a_fate(
    wire: Wire, status: int, headers: list[str], body: bytes, repeating: bool
) -> None:
    wire.toy.answer = reply(status, body, *headers)
    result = wire.run(lambda rest: rest.create(KEY, b"{}", "k"))
    assert isinstance(result, SendResult)
    outcome = fate(result, tries=1, repeating=repeating)
    assert isinstance(outcome, Fate)
    assert outcome.delay_s is None or 0 <= outcome.delay_s <= 3600
    msgspec.json.decode(msgspec.json.encode((result, outcome)))
