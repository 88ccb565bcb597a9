"""The Linux notifier against a service on a real, private bus."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from supportdesk_desktop.core.errors import NotificationAbsent, NotificationRefused
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.notices import Announcement, NoticeAction
from supportdesk_desktop.system.notifications.freedesktop import FreedesktopNotifier
from supportdesk_desktop.system.notifications.notifier import Shown
from tests.fakes.notification_server import NotificationServer
from tests.fakes.session_bus import session_bus

TICKET = TicketId("clx0000000000000000001042")
ASSIGNMENT = Announcement(
    tag=TICKET,
    title="INV-1042, urgente",
    body="Paiement débité deux fois <b>& plus</b>\nKoffi Mensah",
    priority="URGENT",
    open_label="Ouvrir",
    ticket_id=TICKET,
)


def number_of(shown: Shown) -> int:
    """Return the number that the service gave."""
    return int(shown.id.rpartition("/")[2])


class Opened:
    """Remembers what was opened, and lets a test wait for it."""

    def __init__(self) -> None:
        self.calls: asyncio.Queue[tuple[TicketId | None, str | None]] = asyncio.Queue()

    def __call__(self, ticket_id: TicketId | None, token: str | None) -> None:
        self.calls.put_nowait((ticket_id, token))

    async def next(self) -> tuple[TicketId | None, str | None]:
        return await asyncio.wait_for(self.calls.get(), 5)


@pytest.fixture
async def server(address: str) -> AsyncIterator[NotificationServer]:
    server = await NotificationServer(address).start()
    yield server
    await server.stop()
    assert server.wrong == []


@pytest.fixture
async def notifier(server: NotificationServer) -> AsyncIterator[FreedesktopNotifier]:
    notifier = FreedesktopNotifier()
    await notifier.start()
    yield notifier
    await notifier.aclose()


async def test_an_assignment_is_handed_over_with_proof(
    server: NotificationServer, notifier: FreedesktopNotifier
) -> None:
    before = time.monotonic_ns()
    shown = await notifier.notify(ASSIGNMENT)
    assert before <= shown.sent_ns <= shown.shown_ns <= time.monotonic_ns()
    (call,) = server.calls
    assert shown.id.endswith(f"/{call.number}")
    assert call.app_name == "SupportDesk Desktop"
    assert call.replaces_id == 0
    assert call.summary == "INV-1042, urgente"
    assert call.body == "Paiement débité deux fois &lt;b&gt;&amp; plus&lt;/b&gt;\nKoffi Mensah"
    assert call.actions == ["default", "Ouvrir", "open", "Ouvrir"]
    assert call.timeout == -1
    hints = {name: (hint.signature, hint.value) for name, hint in call.hints.items()}
    assert hints == {
        "urgency": ("y", 1),
        "desktop-entry": ("s", "supportdesk-desktop"),
        "suppress-sound": ("b", True),
    }
    assert notifier.available
    assert notifier.describe() == "Service d’essai 7.1"


async def test_a_service_without_markup_or_actions_gets_neither(
    server: NotificationServer, notifier: FreedesktopNotifier
) -> None:
    server.capabilities = ["body"]
    fresh = FreedesktopNotifier()
    await fresh.notify(ASSIGNMENT)
    await fresh.aclose()
    assert server.calls[0].body == ASSIGNMENT.body
    assert server.calls[0].actions == []


@pytest.mark.parametrize(
    ("priority", "urgency"), [("LOW", 0), ("MEDIUM", 1), ("CRITICAL", 2), ("INCONNUE", 1)]
)
async def test_urgency_follows_the_priority(
    server: NotificationServer, notifier: FreedesktopNotifier, priority: str, urgency: int
) -> None:
    await notifier.notify(Announcement("t", "titre", "corps", priority, "Ouvrir"))
    assert server.calls[0].hints["urgency"].value == urgency


async def test_hostile_text_is_made_harmless(
    server: NotificationServer, notifier: FreedesktopNotifier
) -> None:
    title = "a\0b\ud800c\u202ed\x1b[31m" + "é" * 300
    await notifier.notify(Announcement("t", title, "x" * 5000, "LOW", "Ouvrir"))
    call = server.calls[0]
    assert call.summary.startswith("a b cd [31mé")
    assert len(call.summary) == 200
    assert call.summary.endswith("…")
    assert len(call.body) == 1000


@pytest.mark.parametrize("action", ["default", "open"])
async def test_a_click_opens_the_ticket_with_the_token(
    server: NotificationServer, notifier: FreedesktopNotifier, action: str
) -> None:
    opened = Opened()
    notifier.opened = opened
    shown = await notifier.notify(ASSIGNMENT)
    await server.click(number_of(shown), action, "jeton-wayland")
    assert await opened.next() == (TICKET, "jeton-wayland")
    # Closed by the click: the next one of this ticket is a new announcement.
    await closed_is_known(notifier)
    await notifier.notify(ASSIGNMENT)
    assert server.calls[-1].replaces_id == 0


async def closed_is_known(notifier: FreedesktopNotifier) -> None:
    """Wait until the signals sent so far were read: an answer comes after them."""
    await notifier.notify(Announcement("autre", "INV-7", "", "LOW", "Ouvrir"))


async def test_clicks_on_what_is_not_ours_open_nothing(
    server: NotificationServer, notifier: FreedesktopNotifier, address: str
) -> None:
    opened = Opened()
    notifier.opened = opened
    shown = await notifier.notify(ASSIGNMENT)
    stranger = NotificationServer(address)
    await stranger.start()  # another owner cannot take the name, but it can send signals
    await stranger.click(number_of(shown), "open")
    await stranger.stop()
    await server.click(9999)
    await server.click(number_of(shown), "inconnue")
    await server.click(number_of(shown), "open")
    assert await opened.next() == (TICKET, None)
    assert opened.calls.empty()


async def test_a_restarted_service_is_found_and_counts_anew(
    server: NotificationServer, notifier: FreedesktopNotifier, address: str
) -> None:
    opened = Opened()
    notifier.opened = opened
    await notifier.notify(ASSIGNMENT)
    await server.stop()
    with pytest.raises(NotificationAbsent):
        await notifier.notify(ASSIGNMENT)
    assert not notifier.available
    await server.start()
    server.capabilities = []
    shown = await notifier.notify(ASSIGNMENT)
    assert server.calls[-1].replaces_id == 0
    assert server.calls[-1].actions == []
    await server.click(number_of(shown))
    assert (await opened.next())[0] == TICKET


async def test_a_service_that_comes_later_is_found(address: str) -> None:
    notifier = FreedesktopNotifier()
    await notifier.start()
    assert not notifier.available
    assert "ServiceUnknown" in notifier.describe()
    server = await NotificationServer(address).start()
    await notifier.notify(ASSIGNMENT)
    assert notifier.available
    await server.stop()
    await notifier.aclose()


async def test_a_refusal_and_silence_have_their_error(
    server: NotificationServer, notifier: FreedesktopNotifier
) -> None:
    server.refuse = "org.freedesktop.DBus.Error.LimitsExceeded"
    with pytest.raises(NotificationRefused, match="LimitsExceeded"):
        await notifier.notify(ASSIGNMENT)
    server.refuse, server.silent = None, True
    hasty = FreedesktopNotifier(timeout_s=0.2)
    with pytest.raises(NotificationRefused, match="no reply"):
        await hasty.notify(ASSIGNMENT)
    await hasty.aclose()


async def test_the_observer_hears_of_the_write_within_one_step(
    server: NotificationServer, notifier: FreedesktopNotifier
) -> None:
    heard: list[tuple[str, int]] = []
    turns = 0

    def turn() -> None:
        nonlocal turns
        turns += 1
        asyncio.get_running_loop().call_soon(turn)

    class Listening:
        def begins(self) -> None:
            heard.append(("begins", turns))

        def written(self) -> None:
            heard.append(("written", turns))

    turn()
    await notifier.notify(ASSIGNMENT, Listening())
    (begins, before), (written, after) = heard
    assert (begins, written) == ("begins", "written")
    assert before == after


@pytest.mark.parametrize(
    "bad", [None, "unix:path=/nulle/part", "n’importe quoi", "unix:", "tcp:host=x"]
)
async def test_no_session_bus_is_an_absence(
    bad: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    if bad is not None:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bad)
    notifier = FreedesktopNotifier()
    await notifier.start()
    with pytest.raises(NotificationAbsent, match="no session bus"):
        await notifier.notify(ASSIGNMENT)
    assert "no session bus" in notifier.describe()
    await notifier.aclose()


async def test_a_session_bus_that_dies_and_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notifier = FreedesktopNotifier()
    with session_bus(tmp_path) as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        server = await NotificationServer(address).start()
        await notifier.notify(ASSIGNMENT)
    async with asyncio.timeout(60):
        while notifier.describe() != "the session bus ended":  # noqa: ASYNC110
            await asyncio.sleep(0.005)
    assert not notifier.available
    with pytest.raises(NotificationAbsent):
        await notifier.notify(ASSIGNMENT)
    with session_bus(tmp_path) as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        server = await NotificationServer(address).start()
        await notifier.notify(ASSIGNMENT)
        await server.stop()
        await notifier.aclose()


async def test_further_actions_are_offered_where_somebody_does_them(
    server: NotificationServer, notifier: FreedesktopNotifier
) -> None:
    offers = msgspec.structs.replace(ASSIGNMENT, more=((NoticeAction.LATER, "Reporter 15 min"),))
    await notifier.notify(offers)
    done: asyncio.Queue[tuple[TicketId, NoticeAction]] = asyncio.Queue()
    notifier.acted = lambda *act: done.put_nowait(act)
    await notifier.notify(offers)
    plain, offered = server.calls
    assert plain.actions == ["default", "Ouvrir", "open", "Ouvrir"]
    assert offered.actions == [*plain.actions, "later", "Reporter 15 min"]
    await server.click(offered.number, "later")
    assert await asyncio.wait_for(done.get(), 5) == (TICKET, NoticeAction.LATER)


async def test_what_is_withdrawn_leaves_the_screen_also_in_the_next_process(
    server: NotificationServer, notifier: FreedesktopNotifier
) -> None:
    first = await notifier.notify(ASSIGNMENT)
    other = await notifier.notify(msgspec.structs.replace(ASSIGNMENT, tag="other"))
    notifier.withdraw(first.id)
    await notifier.aclose()
    assert server.closed == [1]
    later = FreedesktopNotifier()
    await later.start()
    opened = Opened()
    later.opened = opened
    later.adopt({other.id: TICKET})
    await server.click(2)
    assert await opened.next() == (TICKET, None)
    later.withdraw(other.id)
    await later.aclose()
    assert server.closed == [1, 2]


async def test_the_number_of_another_service_is_left_alone(
    server: NotificationServer, notifier: FreedesktopNotifier
) -> None:
    shown = await notifier.notify(ASSIGNMENT)
    stranger = shown.id.replace(":", ":9")
    notifier.adopt({stranger: TICKET, "1": TICKET, "odd/1/x": TICKET})
    for one in (stranger, "1", "odd/1/x", ""):
        notifier.withdraw(one)
    await notifier.aclose()
    assert server.closed == []


async def test_do_not_disturb_of_the_desktop_is_known_and_followed(address: str) -> None:
    server = await NotificationServer(address, inhibited=True).start()
    notifier = FreedesktopNotifier()
    changed = asyncio.Event()
    notifier.returned = changed.set
    await notifier.start()
    assert notifier.inhibited
    for on in (False, True, False):
        changed.clear()
        await server.inhibit(on)
        await asyncio.wait_for(changed.wait(), 5)
        assert notifier.inhibited is on
    await notifier.aclose()
    await server.stop()
