"""What the seed does to the world: people, traffic and faults, in a mixture of its own."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import gc
import shutil
import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

from supportdesk_desktop.core.feed_policy import HostEvent
from tests.simulation import disk
from tests.simulation.machine import NS, Host, Process
from tests.simulation.network import PAGES, BadLine, Way
from tests.simulation.people import WORDS, Business, People
from tests.simulation.world import NOTICED_S, Seat, World

STORM_S = (20, 75)
EVERY_S = 1.0
CALM_S = 420.0
LOOK_S = 5.0
COLLECT_AFTER = 12
A_DAY_S = 86_400
Act = Callable[[], Awaitable[None]]


def _owners(seat: Seat) -> list[int]:
    """Return who owns the profile now."""
    return [
        one.pid
        for one in seat.running.values()
        if one.alive and "services" in one.parts and one.parts["services"].owns
    ]


class Storm:
    """Draws what happens. Each seed leaves out about half of the kinds of faults."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._chance = world.chance
        self._people = People(world)
        self._business = Business(world)
        self._undo: list[asyncio.Task[None]] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._backup: bytes | None = None
        self._revoked: set[Seat] = set()
        self._other_key: set[Seat] = set()

    # The two halves -----------------------------------------------------------------

    async def rage(self) -> None:
        """Open the windows, then let the seed have its way."""
        world, chance = self._world, self._chance
        for seat in world.seats:
            await self._sit_down(seat)
        for _ in range(chance.choice((0, 2, 4))):
            self._start(self._business.create())
        acts, weights = self._mixture()
        until = world.kernel.now_ns + round(chance.uniform(*STORM_S) * NS)
        while world.kernel.now_ns < until:
            await asyncio.sleep(chance.expovariate(1 / EVERY_S))
            act = chance.choices(acts, weights)[0]
            self._start(act())

    async def calm(self) -> None:
        """Undo every fault, start what is to run, and wait until all is quiet."""
        world = self._world
        for task in tuple(self._undo):
            task.cancel()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._mend_network()
        for host in self._hosts():
            host.disk.mend()
            host.vault_ns = 0
        for link in world.network.links:
            link.deaf = False
        for process in world.kernel.processes:
            process.fuse = process.commits = 0
            if process.stopped:
                self._cont(process)
        for host in self._hosts():
            if host.asleep:
                # Nobody sleeps longer than this.
                await asyncio.sleep(60)
        bell = world.programs.bell
        for seat in world.seats:
            if seat.host.name in bell.absent | bell.refuses:
                bell.returned(seat.host.name)
            if seat in self._revoked:
                await self._people.revoke(seat, back=True)
        desk = world.desk
        if desk is not None and "stop" in desk.parts and desk.parts["stop"].is_set():
            await self._end_of(desk)
        if desk is None or not desk.alive:
            await world.start_desk()
        for seat in world.seats:
            if not any(one.alive for one in self._lasting(seat)):
                world.start_window(seat)
            if not seat.windows():
                world.start_window(seat)
            if seat in self._other_key:
                await self._people.change_key(seat, seat.person.key)
        await asyncio.sleep(12)
        await self._open_anew()
        await self._quiet()

    async def _open_anew(self) -> None:
        """Close the windows that ask for a key, or never came so far, and open them again."""
        for seat in self._world.seats:
            for process in seat.windows():
                if "presenters" not in process.parts:
                    self._world.tell("open anew", process.name)
                    with self._world.kernel.inside(process):
                        process.parts["window"].close_requested.emit()
                    await asyncio.sleep(5)
                    self._world.kernel.kill(process)
                    self._world.start_window(seat, process.name.partition(".")[2])
            if not seat.windows():
                self._world.start_window(seat)

    async def _quiet(self) -> None:
        """Wait until nothing moves any more, for as long as is fair."""
        world = self._world
        until = world.kernel.now_ns + round(CALM_S * NS)
        await asyncio.sleep(15)
        same = looks = 0
        while world.kernel.now_ns < until and same < 4:
            await asyncio.sleep(LOOK_S)
            same = same + 1 if self._is_quiet() else 0
            looks += 1
            if looks == COLLECT_AFTER:
                # Python does it sooner elsewhere: what a failure left open is closed by it.
                gc.collect()

    def _is_quiet(self) -> bool:
        from tests.simulation.promises import differences

        return not any(differences(self._world, seat) for seat in self._world.seats)

    # Mixture ----------------------------------------------------------------------

    def _mixture(self) -> tuple[list[Act], list[float]]:
        chance = self._chance
        life: list[tuple[Callable[[], Awaitable[None]], float]] = [
            (self._business.create, 3),
            (self._business.change, 2),
            (self._each(self._people.file), 6),
            (self._each(self._people.file_by_command), 2),
            (self._each(self._people.decide), 5),
            (self._now(self._people.finish), 3),
            (self._now(self._people.pass_on), 2),
            (self._now(self._people.note), 1.5),
            (self._now(self._people.snooze), 2.5),
            (self._now(self._people.pin), 0.5),
            (self._now(self._people.look), 2),
            (self._now(self._people.view), 1),
            (self._now(self._people.presence), 0.5),
            (self._status, 0.5),
        ]
        faults: list[tuple[Callable[[], Awaitable[None]], float]] = [
            (self._cut, 2),
            (self._half_open, 1.5),
            (self._stall, 1),
            (self._damage, 1),
            (self._weather, 2.5),
            (self._kill, 1.5),
            (self._fuse, 1.5),
            (self._kill_at_commit, 1.5),
            (self._stop, 1),
            (self._close_window, 1),
            (self._disk_full, 1),
            (self._disk_fails, 1),
            (self._disk_bad, 1),
            (self._disk_locked, 1),
            (self._disk_slow, 0.7),
            (self._clock, 1),
            (self._suspend, 0.7),
            (self._leap, 0.4),
            (self._desk_ends, 0.7),
            (self._desk_killed, 0.7),
            (self._desk_restored, 0.3),
            (self._desk_disk, 0.7),
            (self._revoke, 0.5),
            (self._key, 0.5),
            (self._bell, 1),
            (self._follower, 1.5),
            (self._deaf, 1.5),
            (self._bad_line, 2.5),
            (self._poison, 0.7),
            (self._plain, 0.4),
            (self._vault, 0.7),
            (self._odd_presence, 0.5),
        ]
        kept = [one for one in faults if chance.random() < 0.45]
        kept = [(act, weight * chance.choice((0.5, 1, 2, 4))) for act, weight in kept]
        both = life + kept
        return [act for act, _ in both], [weight for _, weight in both]

    def _each(self, act: Callable[[Seat], Awaitable[None]]) -> Act:
        return lambda: act(self._seat())

    def _now(self, act: Callable[[Seat], None]) -> Act:
        async def do() -> None:
            act(self._seat())

        return do

    def _seat(self) -> Seat:
        return self._chance.choice(self._world.seats)

    def _hosts(self) -> list[Host]:
        return [self._world.desk_host, *(one.host for one in self._world.seats)]

    def _start(self, work: Any) -> None:
        task: asyncio.Task[None] = asyncio.ensure_future(self._guarded(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _guarded(self, work: Any) -> None:
        await work

    def _later(self, undo: Callable[[], object], *for_s: float) -> None:
        """Undo a fault after one of these times, or at the calm, whichever comes first."""

        async def wait() -> None:
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.sleep(self._chance.choice(for_s))
                undo()

        task = asyncio.ensure_future(wait())
        self._undo.append(task)

    # People come and go -------------------------------------------------------------

    async def _sit_down(self, seat: Seat) -> None:
        """Start what this agent works with: a window, after ``watch``, or started a second time."""
        world, draw = self._world, self._chance.random()
        if draw < 0.5:
            world.start_watch(seat)
            await asyncio.sleep(draw > 0.1)
        world.start_window(seat)
        if 0.5 <= draw < 0.7:
            await asyncio.sleep(1)
            world.start_window(seat, "window2")

    def _lasting(self, seat: Seat) -> list[Process]:
        return [one for name, one in seat.running.items() if not name.startswith("file")]

    def _victims(self, seat: Seat) -> list[Process]:
        return [one for one in seat.running.values() if one.alive]

    async def _follower(self) -> None:
        """Open what is not open: another program of the profile follows, or takes over."""
        seat = self._seat()
        for name in ("watch", "window", "window2"):
            process = seat.running.get(name)
            if process is None or not process.alive:
                self._world.fault("another program", f"{seat.host.name} {name}")
                if name == "watch":
                    self._world.start_watch(seat)
                else:
                    self._world.start_window(seat, name)
                return

    async def _close_window(self) -> None:
        seat = self._seat()
        windows = [one for one in seat.windows() if not one.frozen]
        if windows:
            process = self._chance.choice(windows)
            self._world.fault("close", process.name)
            process.parts["closes"] = True
            with self._world.kernel.inside(process):
                process.parts["window"].close_requested.emit()
            self._again(seat, process)

    def _again(self, seat: Seat, process: Process) -> None:
        """Open it again later, as people do."""

        def start() -> None:
            name = process.name.partition(".")[2]
            if not process.alive and not name.startswith("file"):
                now = seat.running.get(name)
                if now is None or not now.alive:
                    if name == "watch":
                        self._world.start_watch(seat)
                    else:
                        self._world.start_window(seat, name)

        self._later(start, 0.5, 5, 20, 60)

    async def _kill(self) -> None:
        seat = self._seat()
        victims = self._victims(seat)
        if victims:
            process = self._chance.choice(victims)
            self._world.fault("kill", f"{process.name} {process.pid}")
            self._world.kernel.kill(process)
            self._again(seat, process)

    async def _fuse(self) -> None:
        """Kill at one of the next callbacks, most often while something happens to it."""
        seat = self._seat()
        victims = self._victims(seat)
        if victims:
            process = self._chance.choice(victims)
            process.fuse = round(self._chance.expovariate(1 / 300)) + 1
            self._world.fault("kill", f"{process.name} {process.pid} in {process.fuse} callbacks")
            await self._death_of(seat, process)

    async def _kill_at_commit(self) -> None:
        """Kill right after one of the next commits, before anybody hears of it."""
        seat = self._seat()
        victims = self._victims(seat)
        if victims:
            process = self._chance.choice(victims)
            process.commits = round(self._chance.expovariate(1 / 4)) + 1
            self._world.fault("kill", f"{process.name} {process.pid} in {process.commits} commits")
            await self._death_of(seat, process)

    async def _death_of(self, seat: Seat, process: Process) -> None:
        """Wait a minute for a process to be killed, and open it again then."""
        for _ in range(600):
            await asyncio.sleep(0.1)
            if process.dead:
                self._world.tell("killed", f"{process.name} {process.pid}")
                self._again(seat, process)
                return

    async def _stop(self) -> None:
        seat = self._seat()
        victims = [one for one in self._victims(seat) if not one.stopped]
        if victims:
            process = self._chance.choice(victims)
            self._world.fault("stop", f"{process.name} {process.pid}")
            process.stopped, process.stopped_ns = True, self._world.kernel.now_ns
            self._later(lambda: self._cont(process), 1, 8, 20, 60)

    def _cont(self, process: Process) -> None:
        self._world.tell("continue", f"{process.name} {process.pid}")
        process.stopped = False
        process.rested_ns = self._world.kernel.now_ns - process.stopped_ns
        process.went_on_ns = self._world.kernel.now_ns
        self._world.loop.go_on(process)

    # Network ------------------------------------------------------------------------

    def _links(self) -> list[Any]:
        return self._world.remote_links()

    async def _cut(self) -> None:
        for link in self._some_links():
            self._world.fault("cut", str(link.number))
            self._world.network.cut(link)

    async def _half_open(self) -> None:
        for link in self._some_links():
            self._world.fault("half-open", str(link.number))
            link.silent = True

    async def _stall(self) -> None:
        for link in self._some_links():
            for_s = self._chance.choice((0.5, 3, 12, 40))
            self._world.fault("stall", f"{link.number} {for_s}")
            link.stalled_until = self._world.kernel.now_ns + round(for_s * NS)

    async def _damage(self) -> None:
        for link in self._some_links():
            self._world.fault("damaged bytes", str(link.number))
            link.damage_next = True

    async def _deaf(self) -> None:
        """Let requests reach the desk, and no answer come back."""
        for link in self._some_links():
            self._world.fault("answers lost", str(link.number))
            link.deaf = True
            self._later(functools.partial(setattr, link, "deaf", False), 5, 20, 60)

    async def _bad_line(self) -> None:
        """For a while, what passes on a computer's line goes wrong now and then."""
        host, network = self._seat().host, self._world.network
        kind = self._chance.choice(("cut", "damage", "deaf", "silent", "stall"))
        network.lines[host.name] = BadLine(kind, self._chance.choice((0.05, 0.2, 0.5)))
        self._world.fault(f"bad line: {kind}", f"{host.name} {network.lines[host.name].often}")
        self._later(lambda: network.lines.pop(host.name, None), 10, 30, 60)

    async def _poison(self) -> None:
        """A firewall on the way takes a word for an attack, until long after the storm."""
        network = self._world.network
        if not network.poison:
            network.poison = self._chance.choice(WORDS)
            network.wall = self._chance.choice(
                [page for page in PAGES if page.status[:3] in {"403", "404", "502", "503"}]
            )
            self._world.fault("firewall", f"{network.poison} {network.wall.status}")

    async def _plain(self) -> None:
        """The desk is put behind one that knows no Idempotency-Key, for good."""
        if not self._world.programs.plain:
            self._world.fault("no idempotency any more")
            self._world.programs.plain = True

    async def _vault(self) -> None:
        host, for_s = self._seat().host, self._chance.choice((1, 8, 40, 300))
        self._world.fault("keyring hangs", f"{host.name} {for_s}")
        host.vault_ns = for_s * NS
        self._later(lambda: setattr(host, "vault_ns", 0), 5, 30)

    async def _odd_presence(self) -> None:
        """Another program says that the agent is away until an odd time."""
        seat = self._seat()
        until = self._chance.choice(
            (None, "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "demain",
             "2026-04-20T08:05:00Z", "2026-02-30T08:00:00Z", "", "2027-01-01T00:00:00Z")
        )  # fmt: skip
        self._world.fault("odd absence", f"{seat.host.name} {until}")
        self._ask_owner(seat, "presence", {"available": False, "until": until})
        await asyncio.sleep(self._chance.choice((1, 10)))
        self._ask_owner(seat, "presence", {"available": True, "until": None})

    def _ask_owner(self, seat: Seat, name: str, payload: object) -> None:
        process = self._world.kernel.spawn(f"{seat.host.name}.{name}", seat.host)
        program = self._world.programs.request(seat.folder, name, payload)
        self._world.programs.start(process, program)

    async def _status(self) -> None:
        """Ask for the state: who runs all the while is never said not to run."""
        seat, world = self._seat(), self._world
        owners = _owners(seat)
        process = world.kernel.spawn(f"{seat.host.name}.status", seat.host)
        process.parts["seat"] = seat
        world.programs.start(process, world.programs.status(seat.folder))
        for _ in range(120):
            await asyncio.sleep(0.5)
            if not process.alive:
                break
        document = process.code
        owned = bool(owners) and owners == _owners(seat)
        if owned and isinstance(document, dict) and document.get("running", True) is False:
            world.broken("status says who runs", f"{seat.host.name}: {owners}")

    def _some_links(self) -> list[Any]:
        links = self._links()
        if not links:
            return []
        return links if self._chance.random() < 0.3 else [self._chance.choice(links)]

    async def _weather(self) -> None:
        """Let new connections of a computer go wrong for a while, and perhaps what is open too."""
        world, host = self._world, self._seat().host
        way = self._chance.choice([one for one in Way if one is not Way.OPEN])
        network = self._world.network
        network.way[host.name] = way
        network.page = self._chance.choice(PAGES)
        self._world.fault(f"network {way.value}", f"{host.name} {network.page.status}")
        if self._chance.random() < 0.7:
            for link in self._links():
                if link.ends[0].process is not None and link.ends[0].process.host is host:
                    if way in {Way.VOID, Way.NO_ROUTE}:
                        link.silent = True
                    else:
                        network.cut(link)
        told = self._chance.random() < 0.5 and way in {Way.NO_ROUTE, Way.VOID}
        if told:
            world.programs.tell_hosts(host, HostEvent.NETWORK_GONE)

        def clear() -> None:
            network.way.pop(host.name, None)
            if told:
                world.programs.tell_hosts(host, HostEvent.NETWORK_BACK)

        self._later(clear, 2, 10, 30, 70)

    def _mend_network(self) -> None:
        self._world.network.way.clear()
        self._world.network.lines.clear()

    # Disk ---------------------------------------------------------------------------

    async def _disk_full(self) -> None:
        host = self._seat().host
        self._world.fault("disk full", host.name)
        host.disk.full = True
        self._later(lambda: setattr(host.disk, "full", False), 1, 5, 20, 60)

    async def _disk_fails(self) -> None:
        host = self._seat().host
        host.disk.fails_in = 1 + round(self._chance.expovariate(1 / 40))
        self._world.fault("disk fails", f"{host.name} at call {host.disk.fails_in}")

    async def _disk_bad(self) -> None:
        """For a while, calls fail now and then, whatever they are."""
        host = self._seat().host
        host.disk.fails_often = self._chance.choice((0.02, 0.1, 0.4))
        self._world.fault("disk fails often", f"{host.name} {host.disk.fails_often}")
        self._later(lambda: setattr(host.disk, "fails_often", 0.0), 1, 5, 15)

    async def _disk_locked(self) -> None:
        host, for_s = self._seat().host, self._chance.choice((0.3, 1, 5, 15, 40))
        self._world.fault("disk locked", f"{host.name} {for_s}")
        host.disk.locked_until = self._world.kernel.now_ns + round(for_s * NS)

    async def _disk_slow(self) -> None:
        host = self._seat().host
        host.disk.slow = self._chance.choice((20, 200, 2000))
        self._world.fault("disk slow", f"{host.name} {host.disk.slow}")
        self._later(lambda: setattr(host.disk, "slow", 1.0), 2, 10, 30)

    # Time ---------------------------------------------------------------------------

    async def _clock(self) -> None:
        host = self._chance.choice(self._hosts())
        by_s = self._chance.choice((-40_000, -3_600, -60, -2, 2, 60, 3_600, 90_000))
        self._world.fault("clock", f"{host.name} {by_s}")
        host.wall_ns += by_s * NS
        if by_s < -NOTICED_S:
            host.doubted_ns = self._world.kernel.now_ns
        if host is self._world.desk_host and by_s > A_DAY_S:
            self._world.forgot_keys = True

    async def _suspend(self) -> None:
        host = self._seat().host
        if host.asleep:
            return
        for_s = self._chance.choice((5, 40, 400, 4_000))
        self._world.fault("suspend", f"{host.name} {for_s}")
        if for_s > 100:
            # Nothing happens at the desk meanwhile: a night costs nothing.
            self._world.loop.leap(for_s * NS, host)
        else:
            self._world.loop.sleep_host(host, for_s * NS)

    async def _leap(self) -> None:
        """Let hours pass in which no callback of anybody runs."""
        for_s = self._chance.choice((900, 8_000, 50_000, 90_000))
        self._world.fault("hours pass", str(for_s))
        self._world.loop.leap(for_s * NS, None)

    # Desk ---------------------------------------------------------------------------

    async def _desk_ends(self) -> None:
        desk = self._world.desk
        if desk is not None and desk.alive and "stop" in desk.parts:
            self._world.fault("desk ends")
            with self._world.kernel.inside(desk):
                desk.parts["stop"].set()
            await self._desk_again(desk)

    async def _desk_killed(self) -> None:
        desk = self._world.desk
        if desk is not None and desk.alive:
            self._world.fault("desk killed")
            self._world.kernel.kill(desk)
            await self._desk_again(desk)

    async def _desk_again(self, desk: Process) -> None:
        await asyncio.sleep(self._chance.choice((0.2, 3, 15, 40)))
        await self._end_of(desk)
        if self._world.desk is desk:
            self._save()
            await self._world.start_desk()

    async def _end_of(self, desk: Process) -> None:
        """Wait until the desk has ended, as it was told, for half a minute."""
        for _ in range(300):
            if not desk.alive:
                return
            await asyncio.sleep(0.1)
        self._world.broken("the desk ends when told", f"desk {desk.pid}")
        self._world.kernel.kill(desk)

    def _save(self) -> None:
        """Keep a copy of the desk's database, as whoever runs it does."""
        target = self._world.folder / "copy.db"
        source: Any = disk._real_connect(self._world.database)
        copy: Any = disk._real_connect(target)
        with contextlib.suppress(sqlite3.Error):
            source.backup(copy)
        source.close()
        copy.close()

    async def _desk_restored(self) -> None:
        """Put an older copy of the database in place of the present one."""
        world, copy = self._world, self._world.folder / "copy.db"
        desk = world.desk
        if desk is None or not desk.alive:
            return
        if not copy.exists():
            self._save()
            return
        world.fault("desk restored")
        world.kernel.kill(desk)
        world.remember_tickets()
        world.restored += 1
        for suffix in ("-wal", "-shm"):
            world.database.with_name(world.database.name + suffix).unlink(missing_ok=True)
        # A file of its own: SQLite here knows the one that it had open before.
        fresh = world.database.with_suffix(".fresh")
        shutil.copy(copy, fresh)
        fresh.replace(world.database)
        await asyncio.sleep(self._chance.choice((1, 10)))
        if world.desk is desk:
            await world.start_desk(new_epoch=True)

    async def _desk_disk(self) -> None:
        disk_ = self._world.desk_host.disk
        kind = self._chance.choice(("full", "fails", "locked", "slow"))
        self._world.fault(f"desk's disk {kind}")
        self._world.disk_kinds.add(kind)
        if kind == "full":
            disk_.full = True
            self._later(lambda: setattr(disk_, "full", False), 1, 5, 20)
            answer = await self._world.ask_desk("GET", "/readyz")
            if disk_.full and answer is not None and answer[0] == 200:
                self._world.broken("ready only where it can write", "a full disk: 200")
        elif kind == "fails":
            disk_.fails_in = 1 + round(self._chance.expovariate(1 / 40))
        elif kind == "locked":
            for_s = self._chance.choice((0.5, 4, 7, 14))
            disk_.locked_until = self._world.kernel.now_ns + round(for_s * NS)
        else:
            disk_.slow = self._chance.choice((20, 500))
            self._later(lambda: setattr(disk_, "slow", 1.0), 2, 20)

    # Keys and announcements ---------------------------------------------------------

    async def _revoke(self) -> None:
        seat = self._seat()
        self._world.fault("key revoked", seat.host.name)
        self._revoked.add(seat)
        self._other_key.add(seat)
        await self._people.revoke(seat, back=False)
        await asyncio.sleep(self._chance.choice((3, 15, 50)))
        await self._people.revoke(seat, back=True)
        await self._people.change_key(seat, seat.person.key)

    async def _key(self) -> None:
        """Put in the key of another agent, or none, for a while."""
        seat = self._seat()
        other = self._chance.choice([None, *(one.key for one in self._world.founded.agents)])
        self._world.fault("other key", seat.host.name)
        self._other_key.add(seat)
        await self._people.change_key(seat, other)
        await asyncio.sleep(self._chance.choice((2, 10, 40)))
        await self._people.change_key(seat, seat.person.key)

    async def _bell(self) -> None:
        seat, bell = self._seat(), self._world.programs.bell
        name = seat.host.name
        self._world.fault("no notifications", name)
        self._chance.choice((bell.absent, bell.refuses)).add(name)
        self._later(lambda: bell.returned(name), 2, 15, 60)
