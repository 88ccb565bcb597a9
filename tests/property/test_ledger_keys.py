"""How old an Idempotency-Key is, whatever happened: counted from the first byte under it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from supportdesk_desktop.core.drafts import Draft
from supportdesk_desktop.core.errors import WrongState
from supportdesk_desktop.core.filing import (
    Act,
    Attempt,
    Change,
    Evidence,
    Filing,
    FilingState,
    TicketRef,
    apply,
)
from supportdesk_desktop.core.ids import FilingId, TicketId

steps = st.tuples(
    st.sampled_from(sorted(set(Act) - {Act.EVIDENCE, Act.AGENT_CONFIRMS, Act.ANSWER})),
    st.sampled_from([None, 429]),
    st.booleans(),
)


@given(st.lists(steps, max_size=40))
def test_a_key_is_as_old_as_the_first_byte_that_left_under_it(
    taken: list[tuple[Act, int | None, bool]],
) -> None:
    now = Filing(FilingId(1), "ref", "key", FilingState.QUEUED, Draft(subject="S"), created_ms=0)
    for at_ms, (act, status, takes_new_key) in enumerate(taken, start=1):
        may_rekey = act in {Act.RESEND, Act.MEND}
        change = Change(
            act=act,
            at_ms=at_ms,
            attempt=Attempt(at_ms, http_status=status),
            idempotency_key=f"key-{at_ms}" if may_rekey and takes_new_key else None,
            evidence=Evidence.ANSWER,
            ticket=TicketRef(TicketId("t"), "INV-1"),
        )
        try:
            now = apply(now, change)
        except WrongState:
            continue
        left = [
            one.at_ms
            for one in now.attempts
            if one.idempotency_key == now.idempotency_key
            and (one.outcome != Act.NOT_SENT or one.http_status is not None)
        ]
        assert now.first_attempt_ms == (min(left) if left else None)
