"""Drafts that escalate a ticket, the link that they carry, and how long they have been open."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from supportdesk_desktop.core.drafts import Draft, check
from supportdesk_desktop.core.escalations import (
    LONGEST_REASON,
    Escalation,
    Group,
    Link,
    Standing,
    escalation,
    grouped,
    is_over,
    link_of,
    linked,
    raised,
    reason_of,
    standing_of,
    with_reason,
)
from supportdesk_desktop.core.filing import Filing, FilingState
from supportdesk_desktop.core.ids import FilingId, TicketId
from supportdesk_desktop.core.rows import WaitLimits
from supportdesk_desktop.core.tickets import Priority
from tests.fakes.tickets import NOON_MS, a_ticket

HOUR_MS = 3_600_000
LIMITS = WaitLimits(critical=30, urgent=60, high=240)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_an_escalation_refers_to_its_ticket_and_quotes_it(lang: str) -> None:
    ticket = a_ticket(
        subject="Retrait {subject}",
        description="Bonjour\n\nrien reçu",
        metadata=msgspec.Raw(b'{"amount":1.10,"clientRef":"5f0c","escalates":"INV-7"}'),
        priority="HIGH",
    )
    draft = escalation(ticket, lang)
    assert check(draft) == []
    assert draft.priority == "URGENT"
    assert draft.customer_external_id == ticket.customer.external_id
    assert draft.subject.endswith("Retrait {subject}")
    assert "INV-1046" in draft.subject
    assert reason_of(draft.description) == ("", "> Bonjour\n>\n> rien reçu")
    assert bytes(draft.metadata) == (
        b'{"amount":1.10,"escalatedFrom":{"number":"INV-1046","id":"t-1046"}}'
    )
    assert link_of(draft.metadata) == Link(number="INV-1046", id=TicketId("t-1046"))


@pytest.mark.parametrize(
    ("metadata", "link"),
    [
        (b'{"escalates":"INV-7"}', Link(number="INV-7")),
        (b'{"escalatedFrom":{"number":"INV-8"},"escalates":"INV-7"}', Link(number="INV-8")),
        (b'{"escalatedFrom":"INV-8","escalates":"INV-7"}', Link(number="INV-7")),
        (b'{"escalatedFrom":{"number":""}}', None),
        (b'{"escalates":7}', None),
        (b"{}", None),
        (b"{half", None),
    ],
)
def test_the_link_is_read_from_either_key(metadata: bytes, link: Link | None) -> None:
    assert link_of(metadata) == link


@given(number=st.text(min_size=1, max_size=12).filter(str.isprintable))
@example("INV-1046")
def test_a_link_comes_and_goes_without_a_digit_changed(number: str) -> None:
    before = b'{"amount":1.10,"big":12345678901234567890}'
    link = Link(number=number)
    there = linked(before, link)
    assert link_of(there) == link
    assert bytes(linked(there, None)) == before
    assert bytes(linked(b"{half", link)) == b"{half"


@given(
    reason=st.text(max_size=LONGEST_REASON).filter(lambda text: "---" not in text), rest=st.text()
)
def test_a_reason_stands_apart_from_what_is_quoted(reason: str, rest: str) -> None:
    assert reason_of(with_reason(reason, rest)) == (reason, rest)


def test_a_priority_goes_one_step_up_and_the_highest_stays() -> None:
    steps = [raised(one) for one in ("LOW", "MEDIUM", "HIGH", "URGENT", "CRITICAL", "P0")]
    assert steps == ["MEDIUM", "HIGH", "URGENT", "CRITICAL", "CRITICAL", "HIGH"]


def one(number: int, age_ms: int, priority: str = "URGENT", **more: object) -> Escalation:
    filing = Filing(
        id=FilingId(number),
        client_ref=f"ref-{number}",
        idempotency_key="key",
        state=FilingState.CONFIRMED,
        draft=Draft(),
        created_ms=NOON_MS - age_ms,
    )
    made = Escalation(
        filing=filing,
        origin=Link(number=f"INV-{number}"),
        origin_subject="Virement",
        origin_priority=priority,
        standing=Standing.WITH_AGENT,
    )
    return msgspec.structs.replace(made, **more)


@given(
    ages=st.lists(st.tuples(st.integers(0, 100 * HOUR_MS), st.sampled_from([*Priority]))),
    settled=st.sets(st.integers(0, 20)),
)
def test_each_escalation_is_in_one_group_and_the_oldest_over_its_limit_leads(
    ages: list[tuple[int, Priority]], settled: set[int]
) -> None:
    every = [
        one(at, age, priority, changed_ms=NOON_MS)
        if at not in settled
        else one(at, age, priority, changed_ms=NOON_MS, standing=Standing.SETTLED)
        for at, (age, priority) in enumerate(ages)
    ]
    groups = grouped(every, LIMITS, NOON_MS)
    assert sorted(one.filing.id for group in groups.values() for one in group) == [
        one.filing.id for one in every
    ]
    assert all(is_over(one, LIMITS, NOON_MS) for one in groups[Group.OVER])
    assert not any(is_over(one, LIMITS, NOON_MS) for one in groups[Group.IN_PROGRESS])
    since = [one.since_ms for one in groups[Group.OVER]]
    assert since == sorted(since)


def test_what_was_settled_before_today_is_not_listed() -> None:
    old = one(1, 60 * HOUR_MS, standing=Standing.SETTLED, changed_ms=NOON_MS - 48 * HOUR_MS)
    assert not any(grouped([old], LIMITS, NOON_MS).values())


@pytest.mark.parametrize(
    ("state", "status", "agent", "standing"),
    [
        (FilingState.QUEUED, None, None, Standing.WAITS),
        (FilingState.UNCERTAIN, None, None, Standing.WAITS),
        (FilingState.REFUSED, None, None, Standing.REFUSED),
        (FilingState.CONFIRMED, None, "Sabine", Standing.CREATED),
        (FilingState.CONFIRMED, "OPEN", None, Standing.TO_TAKE),
        (FilingState.CONFIRMED, "IN_PROGRESS", "Sabine", Standing.WITH_AGENT),
        (FilingState.CONFIRMED, "CLOSED", "Sabine", Standing.SETTLED),
    ],
)
def test_who_has_it_is_the_last_word_of_the_desk(
    state: FilingState, status: str | None, agent: str | None, standing: Standing
) -> None:
    filing = msgspec.structs.replace(one(1, 0).filing, state=state)
    assert standing_of(filing, status, agent) is standing
