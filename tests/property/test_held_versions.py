"""Whatever is done to them, the versions held are those that a dictionary would have."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from supportdesk_desktop.core.held_versions import HeldVersions
from supportdesk_desktop.core.ids import TicketId

IDS = st.sampled_from([TicketId(f"t{n}") for n in range(12)]) | st.text(max_size=30).map(TicketId)
VERSIONS = st.integers(-(2**63) + 1, 2**63 - 1)


@given(st.dictionaries(IDS, VERSIONS, max_size=8), st.lists(st.tuples(IDS, VERSIONS | st.none())))
def test_they_are_those_of_a_dictionary(
    first: dict[TicketId, int], changes: list[tuple[TicketId, int | None]]
) -> None:
    held, expected = HeldVersions(first.items()), dict(first)
    for ticket_id, version in changes:
        assert held.get(ticket_id) == expected.get(ticket_id)
        if version is None:
            held.drop(ticket_id)
            expected.pop(ticket_id, None)
        else:
            held.put(ticket_id, version)
            expected[ticket_id] = version
        assert len(held) == len(expected)
    assert held == expected
    assert held != {**expected, TicketId("another one"): 1}


def test_a_version_that_is_too_long_is_the_longest() -> None:
    held = HeldVersions([(TicketId("a"), 2**70)])
    held.put(TicketId("b"), -(2**70))
    assert held == {TicketId("a"): 2**63 - 1, TicketId("b"): -(2**63) + 1}
