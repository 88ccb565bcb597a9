"""The window on the local desk, in a real session: arrivals, a second start, a kill."""

from __future__ import annotations

import os
import signal
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.session.announced import Announced, numbers_in
from tests.desktop.session.processes import Window, command, wait_until, window
from tests.fakes.atspi.screen import Driver

WATCHDOG_S = 2.25 * 5
"""Seconds without any frame; the heart of the local desk beats every 5 s."""
WAY_OF_AN_EVENT = ("event_received", "event_committed", "event_painted")


@pytest.fixture(scope="module")
def desk(driver: Driver, folder: Path, heard: Announced) -> Iterator[Window]:
    """The window that a newcomer sees, with a ticket every two seconds."""
    with window(driver, folder, "--local-desk", "--simulate", "30") as opened:
        yield opened


def test_each_arrival_is_shown_announced_and_accounted_for(desk: Window, heard: Announced) -> None:
    desk.wait_mark("feed_verified")
    opening = len(desk.wait_mark("event_painted"))
    desk.wait_mark("event_painted", opening + 5)
    for what in WAY_OF_AN_EVENT:
        marks = desk.marks(what)
        assert len({mark["seq"] for mark in marks}) == len(marks), f"{what} twice for one event"
    # The first ones may have been assigned before the feed and come with its snapshot; those on
    # their way when the trace was read may lack their last mark.
    painted = {mark["seq"] for mark in desk.marks("event_painted")}
    received = {mark["seq"] for mark in desk.marks("event_received")}
    assert received >= painted >= set(range(min(painted), max(painted)))
    sent = Counter(mark["seq"] for mark in desk.marks("notice_sent"))
    assert sent
    assert set(sent.values()) == {1}
    assert {mark["seq"] for mark in desk.marks("notice_shown")} >= set(list(sent)[:-1])
    assert set(sent) <= received


def test_every_assignment_has_an_outcome_and_the_service_saw_it(
    desk: Window, heard: Announced
) -> None:
    def settled() -> dict[str, int] | None:
        status = desk.status()
        assert status["feed"]["state"] in {"verified", "unverified"}
        notices: dict[str, int] = status["notices"]
        known = status["feed"]["tickets"]
        return notices if "pending" not in notices and sum(notices.values()) >= known else None

    notices = wait_until(settled, "every notice is settled")
    assert set(notices) <= {"shown", "late", "merged", "in_window", "first_sync"}
    singly = notices.get("shown", 0) + notices.get("late", 0)
    numbers = heard.numbers()
    assert len(numbers) >= singly
    assert max(numbers.values()) == 1


def test_a_second_start_hands_its_link_to_the_first(desk: Window) -> None:
    (number,) = numbers_in([desk.screen.row("ticket-list", "INV-")])
    command("--local-desk", "--data-dir", str(desk.data_dir), f"supportdesk://ticket/{number}")
    desk.screen.find("detail-number", number)


def test_a_second_start_comes_to_the_first_page(driver: Driver, tmp_path: Path) -> None:
    with window(driver, tmp_path, "--server", "http://127.0.0.1:9/api/v1") as first:
        first.screen.find("server")
        command("--data-dir", str(first.data_dir), "supportdesk://ticket/INV-1")
        assert first.process.poll() is None
        first.screen.find("server")


def test_a_desk_that_hangs_is_noticed_within_the_watchdog(desk: Window) -> None:
    (child,) = _children(desk.process.pid)
    os.kill(child, signal.SIGSTOP)
    try:
        # Counted from the last frame, which an event may be; the machine may be busy meanwhile.
        desk.screen.find("strip-state", "en attente du serveur", timeout_s=2 * WATCHDOG_S)
        desk.screen.find("strip-state", "Reconnexion…", timeout_s=2 * WATCHDOG_S)
    finally:
        os.kill(child, signal.SIGCONT)
    desk.screen.find("strip-state", "à jour, vérifié à", timeout_s=30)


def test_the_window_ends_in_order_and_its_desk_with_it(desk: Window) -> None:
    children = _children(desk.process.pid)
    assert children, "the local desk is a child of the window"
    assert desk.end() == 0
    wait_until(lambda: not any(map(_runs, children)), "the local desk ends with the window")
    assert desk.complaints() == ""


def test_a_kill_loses_nothing_and_announces_nothing_twice(
    driver: Driver, tmp_path: Path, heard: Announced
) -> None:
    begun = len(heard.calls)
    with window(driver, tmp_path, "--local-desk", "--simulate", "12") as first:
        first.wait_mark("feed_verified")
        first.screen.row("ticket-list", "INV-")
        first.screen.press("new-ticket-button")
        first.screen.fill("customer-external-id", "user_1200")
        first.screen.fill("subject", "Brouillon à moitié écrit")
        first.screen.find(None, "brouillon enregistré")
        wait_until(lambda: "pending" not in first.status()["notices"], "all notices settled")
        children = _children(first.process.pid)
        first.kill()
    wait_until(lambda: not any(map(_runs, children)), "the local desk ends with the window")
    before = _held(tmp_path)
    with window(driver, tmp_path, "--local-desk", "--simulate", "0") as second:
        second.wait_mark("feed_verified")
        assert numbers_in(second.screen.rows("ticket-list")) == before
        second.screen.press("new-ticket-button")
        second.screen.find("subject", "Brouillon à moitié écrit")
        second.screen.find("customer-external-id", "user_1200")
        wait_until(lambda: "pending" not in second.status()["notices"], "all notices settled")
        assert second.end() == 0
    numbers = heard.numbers(begun)
    assert numbers
    assert max(numbers.values()) == 1


def _held(folder: Path) -> set[str]:
    """Return the numbers of the tickets that the client holds."""
    done = command(
        *("tickets", "--json", "--limit", "500"),
        *("--data-dir", str(folder / "data"), "--profile", "local-desk"),
    )
    return numbers_in([done.stdout])


def _children(pid: int) -> list[int]:
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, timeout=10)
    return [int(line) for line in found.stdout.split()]


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
