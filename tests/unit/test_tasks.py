"""Tasks that belong to somebody."""

from __future__ import annotations

import asyncio
import gc
import logging
import weakref

import pytest

from supportdesk_desktop import tasks
from supportdesk_desktop.tasks import Loop, TaskOwner


def failing(*problems: BaseException, wake: asyncio.Event, then: asyncio.Event) -> tasks.Step:
    """Return a step that raises each problem in turn, waking the next, then works and says so."""
    raised = iter(problems)

    async def step() -> float | None:
        wake.set()
        for problem in raised:
            raise problem
        then.set()
        return None

    return step


async def test_the_newest_takes_the_slot_and_the_one_before_is_cancelled() -> None:
    owner, seen = TaskOwner("essai"), []

    async def work(name: str) -> None:
        await asyncio.sleep(0)
        seen.append(name)

    owner.replace("ordre", work("ancien"))
    owner.replace("ordre", work("nouveau"))
    await owner.drain()
    assert seen == ["nouveau"]


async def test_the_first_keeps_the_slot_until_it_has_ended() -> None:
    owner, seen = TaskOwner("essai"), []

    async def work(name: str) -> None:
        await asyncio.sleep(0)
        seen.append(name)

    owner.start_alone("envoi", work("premier"))
    owner.start_alone("envoi", work("double clic"))
    await owner.drain()
    owner.start_alone("envoi", work("suivant"))
    await owner.drain()
    assert seen == ["premier", "suivant"]


async def test_nothing_starts_after_the_end() -> None:
    owner, seen = TaskOwner("essai"), []

    async def work() -> None:
        seen.append("trop tard")

    await owner.aclose()
    owner.start("seul", work())
    owner.replace("place", work())
    await owner.drain()
    assert seen == []


async def test_what_a_task_starts_while_it_is_ended_is_dropped() -> None:
    owner, seen = TaskOwner("essai"), []

    async def late() -> None:
        seen.append("trop tard")

    async def stubborn() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            owner.start("suite", late())

    owner.start("têtu", stubborn())
    await asyncio.sleep(0)
    await owner.aclose()
    assert seen == []


async def test_who_closes_can_still_be_cancelled() -> None:
    owner, let_go = TaskOwner("essai"), asyncio.Event()

    async def slow() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await let_go.wait()

    owner.start("lent", slow())
    await asyncio.sleep(0)
    closing = asyncio.ensure_future(owner.aclose())
    await asyncio.sleep(0)
    closing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await closing
    let_go.set()
    await owner.drain()


async def test_a_failure_is_logged_with_its_name(caplog: pytest.LogCaptureFixture) -> None:
    owner = TaskOwner("essai")

    async def work() -> None:
        raise ValueError("perdu")

    with caplog.at_level(logging.ERROR):
        owner.start("tâche", work())
        await owner.drain()
    assert "essai.tâche failed" in caplog.text


async def test_a_loop_survives_whatever_its_step_raises() -> None:
    owner, wake, done = TaskOwner("essai"), asyncio.Event(), asyncio.Event()
    raised = (ValueError("un"), asyncio.CancelledError(), OSError("deux"), KeyError("trois"))
    owner.loop(Loop("essai.tour", "store"), failing(*raised, wake=wake, then=done), wake=wake)
    await done.wait()
    await owner.aclose()


async def test_what_a_failed_step_held_is_let_go_while_the_loop_waits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # What is logged is kept until the end of the test.
    monkeypatch.setattr(tasks.log, "disabled", True)
    owner, held = TaskOwner("essai"), list[weakref.ref[object]]()
    failed = asyncio.Event()

    class Statement:
        """Stands for what locks a database while it lives."""

    async def step() -> None:
        statement = Statement()
        held.append(weakref.ref(statement))
        failed.set()
        raise OSError("essai")

    gc.disable()
    try:
        owner.loop(Loop("essai.tenu", "store"), step, wake=asyncio.Event())
        await failed.wait()
        await asyncio.sleep(0)
        assert held[0]() is None
    finally:
        gc.enable()
        await owner.aclose()


async def test_a_loop_tells_of_each_cause_once_and_when_it_works_again() -> None:
    told, again, wake = list[str](), asyncio.Event(), asyncio.Event()

    def report(_loop: Loop, problem: BaseException | None) -> None:
        told.append(repr(problem))
        if problem is None:
            again.set()

    owner = TaskOwner("essai", report)
    step = failing(*[ValueError("un")] * 3, OSError("deux"), wake=wake, then=asyncio.Event())
    owner.loop(Loop("essai.tour", "store"), step, wake=wake)
    await again.wait()
    await owner.aclose()
    assert told == ["ValueError('un')", "OSError('deux')", "None"]


async def test_a_report_that_fails_ends_no_loop(caplog: pytest.LogCaptureFixture) -> None:
    good, wake = asyncio.Event(), asyncio.Event()

    def report(_loop: Loop, _problem: BaseException | None) -> None:
        raise RuntimeError("personne n'écoute")

    owner = TaskOwner("essai", report)
    with caplog.at_level(logging.ERROR):
        step = failing(ValueError("un"), wake=wake, then=good)
        owner.loop(Loop("essai.tour", "store"), step, wake=wake)
        await good.wait()
        await owner.aclose()
    assert "could not be reported" in caplog.text


async def test_a_loop_waits_longer_after_each_failure_and_never_over_its_longest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waits, enough = list[float](), asyncio.Event()

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 10:
            enough.set()
            await asyncio.Event().wait()

    monkeypatch.setattr(tasks, "_wait", lambda _wake, seconds: sleep(seconds))
    failing = [True] * 8 + [False] * 2

    async def step() -> float | None:
        if failing.pop(0):
            raise ValueError
        return 3600.0 if failing else None

    owner = TaskOwner("essai")
    owner.loop(Loop("essai.tour", "store", longest_s=60.0), step)
    await enough.wait()
    await owner.aclose()
    assert waits == [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0, 60.0, 60.0]


async def test_a_loop_runs_once_at_a_time() -> None:
    owner, running = TaskOwner("essai"), list[str]()
    loop = Loop("essai.tour", "store")

    async def step() -> float | None:
        running.append("tour")
        await asyncio.Event().wait()
        return None

    owner.loop(loop, step)
    owner.loop(loop, step)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await owner.aclose()
    assert running == ["tour"]


def test_two_loops_have_two_names() -> None:
    first = tasks.declared_loops()[0] if tasks.declared_loops() else tasks.declare("un", "store")
    with pytest.raises(ValueError, match="two loops"):
        tasks.declare(first.name, "store")


async def test_what_fails_to_end_keeps_no_other_from_its_end() -> None:
    ended: list[str] = []

    def end(name: str, problem: Exception | None = None) -> tasks.Ending:
        async def step() -> None:
            ended.append(name)
            if problem is not None:
                raise problem

        return name, step

    await tasks.end_each(end("a", RuntimeError("x")), end("b"), end("c", TimeoutError()), end("d"))
    assert ended == ["a", "b", "c", "d"]


async def test_an_end_that_is_cancelled_goes_no_further() -> None:
    ended: list[str] = []

    async def hang() -> None:
        await asyncio.Event().wait()

    async def never() -> None:
        ended.append("never")

    ending = asyncio.create_task(tasks.end_each(("hang", hang), ("never", never)))
    await asyncio.sleep(0)
    ending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await ending
    assert ended == []


async def test_work_to_be_done_is_tried_until_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "doubling_s", lambda _tries: 0.001)
    tries: list[int] = []
    said: list[bool] = []

    def report(_loop: Loop, problem: BaseException | None) -> None:
        said.append(problem is None)

    async def work() -> None:
        tries.append(1)
        if len(tries) < 3:
            raise OSError("not yet")

    owner = TaskOwner("essai", report)
    owner.until_done(Loop("essai.load", "store"), work)
    await owner.drain()
    assert (len(tries), said) == (3, [False, True])


async def test_what_is_no_longer_tried_is_no_trouble_any_more() -> None:
    said: list[bool] = []
    heard = asyncio.Event()

    def report(_loop: Loop, problem: BaseException | None) -> None:
        said.append(problem is None)
        heard.set()

    async def step() -> None:
        raise OSError("never")

    owner = TaskOwner("essai", report)
    owner.loop(Loop("essai.send", "store"), step)
    await heard.wait()
    await owner.aclose()
    assert said == [False, True]


@pytest.mark.parametrize("instead", [None, OSError("while it was let go of")], ids=repr)
async def test_a_step_that_swallows_its_end_ends_all_the_same(instead: Exception | None) -> None:
    owner, began, turns = TaskOwner("essai"), asyncio.Event(), list[int]()

    async def step() -> float:
        turns.append(1)
        began.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            if instead is not None:
                raise instead from None
        return 0

    owner.loop(Loop("essai.send", "store"), step)
    await began.wait()
    async with asyncio.timeout(60):
        await owner.aclose()
    assert len(turns) == 1
