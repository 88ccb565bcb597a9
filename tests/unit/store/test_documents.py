"""What is stored and searched of a ticket, also of a hostile one."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from supportdesk_desktop.core.rows import FieldChange
from supportdesk_desktop.core.tickets import MARK, UnreadableTicket, decode_ticket
from supportdesk_desktop.store.documents import (
    MAX_INTEGER,
    MAX_VALUE,
    changes_between,
    document,
    time_or,
)
from supportdesk_desktop.store.metadata import MAX_ENTRIES, MetaEntry, entries_of
from supportdesk_desktop.store.notices import percentile
from tests.fakes.tickets import NOON_MS, a_ticket

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=12,
)


def test_a_stored_ticket_is_read_back_as_it_was() -> None:
    ticket = a_ticket()
    stored = document(ticket, NOON_MS)
    assert decode_ticket(stored.body) == ticket
    assert stored.text.customer.split("\n")[0] == "koffi mensah"
    assert "debite" in stored.text.subject
    assert stored.client_ref is None


@given(st.dictionaries(st.text(max_size=8), JSON, max_size=6))
@example({"a": MARK})
def test_any_metadata_is_stored_byte_for_byte(metadata: dict[str, object]) -> None:
    raw = msgspec.Raw(msgspec.json.encode(metadata))
    stored = document(a_ticket(metadata=raw), NOON_MS)
    again = decode_ticket(stored.body)
    assert not isinstance(again, UnreadableTicket)
    assert bytes(again.metadata) == bytes(raw)
    assert len(stored.meta) <= MAX_ENTRIES


@pytest.mark.parametrize(
    "metadata",
    [b"{}", b'{"a":"\\ud800"}', b'{"a":1e400}', b'{"a":' + b"[" * 5000 + b"]" * 5000 + b"}"],
)
def test_metadata_that_cannot_be_read_as_values_has_no_entries(metadata: bytes) -> None:
    assert entries_of(metadata) == ()
    assert document(a_ticket(metadata=msgspec.Raw(metadata)), NOON_MS).meta == ()


def test_entries_are_typed_folded_and_found_by_their_path() -> None:
    entries = entries_of(
        b'{"Montant":1.50,"Carte":{"R\xc3\xa9seau":"Visa"},"lots":[1,"B"],"ok":true,"vide":null,'
        b'"clientRef":"5f0c"}'
    )
    assert entries == (
        MetaEntry("montant", "number", 1.5, None),
        MetaEntry("carte.reseau", "text", None, "visa"),
        MetaEntry("lots", "number", 1.0, None),
        MetaEntry("lots", "text", None, "b"),
        MetaEntry("ok", "boolean", None, "true"),
        MetaEntry("vide", "null", None, "null"),
    )


def test_the_work_on_one_ticket_is_bounded() -> None:
    many = msgspec.json.encode({f"k{n}": n for n in range(10_000)})
    assert len(entries_of(many)) == MAX_ENTRIES


@pytest.mark.parametrize(
    "raw", [b'{"id":"t-1"}', b'{"id":"t-1","ticketNumber":7,"assignedAt":[]}', b"\xff", b"["]
)
def test_what_is_left_of_an_unreadable_ticket_is_rescued(raw: bytes) -> None:
    ticket = UnreadableTicket(a_ticket().id, 2**80, raw, "illisible")
    stored = document(ticket, NOON_MS)
    assert (stored.number, stored.subject, stored.assigned_at) == ("", "t-1046", "")
    assert (stored.received_ms, stored.version) == (NOON_MS, MAX_INTEGER)
    assert stored.unreadable == "illisible"


def test_a_time_that_cannot_be_read_is_the_one_at_hand() -> None:
    assert time_or("2026-04-18T12:00:00Z", 5) == NOON_MS
    assert [time_or(text, 5) for text in (None, "", "demain", "2026-04-18")] == [5] * 4


def test_changes_name_the_field_and_keep_numbers_as_they_are_written() -> None:
    before = a_ticket(metadata=msgspec.Raw(b'{"amount":1.10,"gone":1}'))
    after = a_ticket(metadata=msgspec.Raw(b'{"amount":1.1,"new":[1, 2]}'), description="x" * 999)
    changes = {change.field: change for change in changes_between(before, after)}
    assert changes["metadata.amount"] == FieldChange("metadata.amount", "1.10", "1.1")
    assert changes["metadata.gone"].after == ""
    assert changes["metadata.new"].after == "[1, 2]"
    assert len(changes["description"].after) == MAX_VALUE
    assert changes_between(before, before) == ()


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=40))
def test_a_percentile_is_a_value_that_enough_others_do_not_exceed(values: list[float]) -> None:
    values.sort()
    for share in (0.5, 0.95):
        found = percentile(values, share)
        assert found in values
        assert sum(value <= found for value in values) >= share * len(values)
    assert percentile([], 0.5) is None
