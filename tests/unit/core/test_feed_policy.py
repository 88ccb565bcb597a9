"""The close table of ``contract/live-feed.md``, a row a case."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk_desktop.core.feed import CloseReason
from supportdesk_desktop.core.feed_policy import Ending, EndingKind, Next, next_step
from supportdesk_desktop.core.feed_status import BlindCause, FeedState
from supportdesk_desktop.core.pacing import (
    doubling_s,
    full_jitter_s,
    restart_delay_s,
    tries_after,
)


def step(ending: Ending, *, tries: int = 3, protocol_errors: int = 0, had: bool = True) -> Next:
    return next_step(
        ending, tries=tries, protocol_errors=protocol_errors, had_feed=had, fraction=0.5
    )


def refused(status: int, code: str | None = None, retry_after_s: float | None = None) -> Ending:
    return Ending(
        EndingKind.REFUSED,
        code=status,
        error_code=code,
        enveloped=code is not None,
        retry_after_s=retry_after_s,
    )


def closed(code: int, retry_after_s: float | None = None) -> Ending:
    return Ending(EndingKind.CLOSED, code=code, retry_after_s=retry_after_s)


@pytest.mark.parametrize("code", [4400, 1002, 1003, 1007, 1008, 1009])
def test_a_protocol_error_once_more_without_cursor_then_every_five_minutes(code: int) -> None:
    first = step(closed(code))
    assert first.drop_cursor
    assert first.delay_s == 4.0
    assert step(closed(code), protocol_errors=1).delay_s == 300.0


@pytest.mark.parametrize(
    ("ending", "state"),
    [
        (closed(4401), FeedState.KEY_REFUSED),
        (closed(4403), FeedState.KEY_REFUSED),
        (refused(401, "AUTH_API_KEY_INVALID"), FeedState.KEY_REFUSED),
        (refused(403, "AUTH_API_KEY_FORBIDDEN"), FeedState.KEY_REFUSED),
        (closed(4406), FeedState.UPDATE_NEEDED),
        (refused(426, "UPGRADE_REQUIRED"), FeedState.UPDATE_NEEDED),
        (closed(4409), FeedState.ELSEWHERE),
        (Ending(EndingKind.OURS, reason=CloseReason.OTHER_AGENT), FeedState.OTHER_AGENT),
    ],
)
def test_what_only_a_person_can_mend_stops(ending: Ending, state: FeedState) -> None:
    assert (step(ending).delay_s, step(ending).state) == (None, state)


@pytest.mark.parametrize(
    "ending",
    [refused(302), refused(401), refused(403), refused(403, "ORIGIN_FORBIDDEN"), refused(407)],
)
def test_what_is_not_our_server_is_tried_again_and_never_a_bad_key(ending: Ending) -> None:
    assert step(ending).state is FeedState.OFFLINE
    assert step(ending).delay_s == 4.0


@pytest.mark.parametrize("ending", [refused(404), refused(501), Ending(EndingKind.NO_FEED)])
def test_no_feed_is_calm_only_where_there_never_was_one(ending: Ending) -> None:
    assert step(ending, had=False).delay_s is None
    assert step(ending, had=True).delay_s == 300.0
    assert step(ending).state is FeedState.NO_FEED


def test_5xx_honours_retry_after() -> None:
    assert step(refused(503, "UNAVAILABLE", 30.0)).delay_s == 30.0
    assert step(refused(500)).delay_s == 4.0


def test_too_many_honours_the_stated_delay_else_a_minute() -> None:
    assert step(closed(4429, 12.0)).delay_s == 12.0
    assert step(closed(4429)).delay_s == 60.0
    assert step(refused(429, "TOO_MANY_REQUESTS", 3.0)).delay_s == 3.0


def test_a_void_cursor_asks_for_a_snapshot_and_a_slow_reader_resumes() -> None:
    assert step(closed(4410)).drop_cursor
    assert not step(closed(4413)).drop_cursor


@pytest.mark.parametrize("code", [1001, 1012, 1013])
def test_a_restart_comes_back_within_five_seconds(code: int) -> None:
    assert step(closed(code), tries=9).delay_s == pytest.approx(0.35 + 0.5 * 4.65)


@pytest.mark.parametrize("code", [1006, 1011, 1000, 4408])
def test_a_fault_backs_off_and_keeps_the_cursor(code: int) -> None:
    assert step(closed(code)).delay_s == 4.0
    assert not step(closed(code)).drop_cursor


@pytest.mark.parametrize(
    "reason",
    [CloseReason.GAP, CloseReason.HEARTBEAT_DISAGREES, CloseReason.SNAPSHOT_DISAGREES],
)
def test_what_we_close_for_a_disagreement_asks_for_a_snapshot(reason: CloseReason) -> None:
    assert step(Ending(EndingKind.OURS, code=4000, reason=reason)).drop_cursor


@pytest.mark.parametrize(
    "kind",
    [
        EndingKind.NO_ROUTE,
        EndingKind.UNREACHABLE,
        EndingKind.NOT_TRUSTED,
        EndingKind.PROXY,
        EndingKind.SILENT,
        EndingKind.STORE_FAILED,
        EndingKind.FAILED,
    ],
)
def test_faults_without_a_code_back_off(kind: EndingKind) -> None:
    assert step(Ending(kind)).delay_s == 4.0


@pytest.mark.parametrize("kind", [EndingKind.ASKED, EndingKind.ASLEEP])
def test_what_was_ended_here_on_purpose_is_tried_again_at_once(kind: EndingKind) -> None:
    assert step(Ending(kind), tries=9).delay_s == 0.35
    assert not step(Ending(kind)).drop_cursor


def test_without_a_key_nothing_is_tried() -> None:
    assert step(Ending(EndingKind.NO_KEY)).delay_s is None
    assert step(Ending(EndingKind.NO_KEY)).cause is BlindCause.NO_KEY


@pytest.mark.parametrize(
    ("ending", "cause"),
    [
        (refused(200), BlindCause.PORTAL),
        (refused(302), BlindCause.REDIRECTED),
        (refused(407), BlindCause.PROXY),
        (Ending(EndingKind.PROXY, code=502), BlindCause.PROXY),
        (refused(401), BlindCause.NOT_OUR_SERVER),
        (Ending(EndingKind.REFUSED), BlindCause.NOT_OUR_SERVER),
        (Ending(EndingKind.NO_ROUTE), BlindCause.NO_NETWORK),
        (Ending(EndingKind.UNREACHABLE), BlindCause.UNAVAILABLE),
        (Ending(EndingKind.NOT_TRUSTED), BlindCause.NOT_TRUSTED),
    ],
)
def test_what_stands_between_is_named(ending: Ending, cause: BlindCause) -> None:
    assert step(ending).cause is cause


@pytest.mark.parametrize(
    ("healthy", "useful", "after"),
    [(True, True, 0), (True, False, 0), (False, True, 1), (False, False, 7)],
)
def test_tries_count_until_a_connection_was_of_use(healthy: bool, useful: bool, after: int) -> None:
    assert tries_after(7, healthy=healthy, useful=useful) == after


@given(st.integers(0, 2000), st.floats(0, 1, exclude_max=True))
def test_full_jitter_stays_within_its_bounds(tries: int, fraction: float) -> None:
    assert 0.35 <= full_jitter_s(tries, fraction) <= max(0.35, min(60.0, 2.0 ** min(tries, 10)))
    assert 0.35 <= restart_delay_s(fraction) <= 5.0
    assert 1.0 <= doubling_s(tries) <= 60.0
