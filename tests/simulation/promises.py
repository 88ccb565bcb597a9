"""What must be true once the world is calm, and what must be true all the time."""

from __future__ import annotations

import asyncio
import itertools
import re
import sqlite3
from collections import Counter
from email import message_from_bytes
from typing import Any

from supportdesk_desktop.core.feed_status import FeedState
from supportdesk_desktop.core.wording import sentences
from supportdesk_desktop.tasks import declared_loops
from supportdesk_desktop.ui.outbox.pane import OutboxPage
from supportdesk_desktop.ui.trust.strip import TrackPart
from supportdesk_desktop.ui.widgets.empty_state import EmptyState
from supportdesk_desktop.ui.window.state import View
from supportdesk_desktop.ui.window.window import MainWindow
from tests.simulation.disk import BUSY_NS
from tests.simulation.machine import NS, Process
from tests.simulation.network import Link
from tests.simulation.people import assigned_at
from tests.simulation.programs import HEARTBEAT_MS
from tests.simulation.world import Seat, World

Patch = tuple[int, str, str]
"""A change of a ticket as it leaves: the process, the request's line, the version it is of."""

_REQUEST = re.compile(rb"(POST \S+/api-create|PATCH \S+)")
_HEADER_KEY = re.compile(rb"x-api-key: *([!-~]+)", re.IGNORECASE)
_HEADER_MATCH = re.compile(rb"if-match: *([!-~]+)", re.IGNORECASE)

GREEN_NS = round(1.25 * HEARTBEAT_MS * 1_000_000)
SAMPLE_S = 0.5
TOLD_EVERY = 5
"""So many samples apart a window is compared with its store."""

WELL_NS = 10 * NS
"""So long after the last thing that was in its way a change has been told."""

QUIET_NS = round(2.25 * HEARTBEAT_MS * 1_000_000)
"""Who was stopped for longer than that believes nothing of what came meanwhile."""

GOING_ON_NS = NS
WAKING_NS = 5 * NS // 2
"""A computer looks at its clocks every two seconds."""

PATIENCE = 3
"""So many samples in a row break a promise: what is due has its turn before."""

NOTHING_TO_DO = ("Rien à traiter.", "Aucun ticket dans cette vue.")
LONGEST_WAIT_MS = 61_000
"""No window of the vendor's limits is longer than a minute."""

KEY_AGE_MS = 22 * 3_600_000
ATTEMPTS_A_MINUTE = 14
STORED_S = 2.0
"""So long after a heartbeat its verification is stored, or the store has said that it cannot."""

UNDO_NS = 6 * NS
"""So long an action waits at least, so that it can be taken back."""

TOLD_NS = 20 * NS
STORED_NS = 45 * NS

EVERYWHERE = frozenset({"marks.bring_back", "open_time.keep", "reminders.look"})
OWNERS = frozenset({"outbox.work", "feed.follow", "actions.send", "house.keep"})
"""Loops of a window, and those of a window that owns its profile."""

HEARD = frozenset({"shown", "late", "merged", "digest", "held_dnd", "first_sync", "unexplained"})
"""Outcomes of which an announcement may have been heard."""
BACK = tuple(sentences().announcements["back"].say(lang) for lang in ("fr", "en"))
"""What the announcement of a ticket says that was put off until now."""


class Promises:
    """Watches while the storm rages, and judges when it is over."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._suspicious: Counter[tuple[int, str]] = Counter()
        self._slept: dict[int, int] = {}
        self._woke: dict[str, int] = {}
        self._who: dict[str, tuple[int, ...]] = {}
        self._ill: dict[str, int] = {}
        self._stored: dict[str, object] = {}
        self._full: dict[str, int] = {}
        self.events = 0
        world.network.heard = self._on_bytes
        world.network.sent = self._on_sent
        self._patches: dict[int, Patch] = {}
        self._answered: dict[Patch, int] = {}
        self._refused: list[tuple[int, str]] = []

    def watch(self) -> None:
        """Look at every window twice a second."""
        self._watching = asyncio.ensure_future(self._sample())

    async def judge(self) -> None:
        """Say which promises were not kept."""
        self._watching.cancel()
        self._ask_rows()
        await asyncio.sleep(3)
        for seat in self._world.seats:
            for line in differences(self._world, seat):
                self._world.broken("after the calm", f"{seat.host.name}: {line}")
            self._judge_filings(seat)
            self._judge_intents(seat)
            self._judge_notices(seat)
            self._judge_wishes(seat)
            self._judge_rows(seat)
            self._judge_outbox(seat)
            self._judge_attempts(seat)
            self._judge_first_verified(seat)
            await self._judge_loops(seat)
        self._judge_keys()
        self._judge_mail()

    # Green ------------------------------------------------------------------------

    def _on_bytes(self, process: Process, data: bytes, link: Link) -> None:
        seat: Seat | None = process.parts.get("seat")
        is_stale = process.rested_ns > QUIET_NS and link.came_ns <= process.went_on_ns
        if seat is not None and b'"heartbeat"' in data and not is_stale:
            seat.heartbeat_ns = self._world.kernel.now_ns
            seat.heartbeat_ms = self._world.wall_ms(seat.host)
            seat.heartbeat_set_ns = seat.host.wall_ns
            seat.heartbeat_asleep_ns = seat.host.asleep_ns
        if b'"type":"event"' in data:
            self.events += data.count(b'"type":"event"')
        patch = None if seat is None else self._patches.get(link.number)
        if patch is not None and not data.startswith(b"HTTP/1.1"):
            # Head and body of the answer are there.
            self._answered[patch] = self._world.kernel.now_ns
        elif patch is not None and not data.startswith(b"HTTP/1.1 2"):
            del self._patches[link.number]

    # What leaves ------------------------------------------------------------------

    def _on_sent(self, process: Process, data: bytes, link: Link) -> None:
        """What is filed or done leaves in the name of who meant it, and not after its answer."""
        if process.name == "desk" and data.startswith(b"HTTP/1.1 4"):
            patch_there = self._patches.get(link.number)
            if patch_there is not None:
                self._refused.append((self._world.kernel.now_ns, patch_there[1]))
        seat: Seat | None = process.parts.get("seat")
        found = _REQUEST.match(data)
        if seat is None or found is None:
            return
        request = found.group(0).decode()
        key = _HEADER_KEY.search(data)
        if key is None or key.group(1).decode() != seat.person.key:
            self._world.broken(
                "nothing leaves in another's name", f"{process.name} {process.pid}: {request}"
            )
        version = _HEADER_MATCH.search(data)
        if version is None:
            return
        patch: Patch = process.pid, request, version.group(1).decode()
        self._patches[link.number] = patch
        answered = self._answered.pop(patch, None)
        if answered is None:
            return
        wished = [
            wish["at"]
            for wish in seat.wishes
            if wish["ticket"] in request and wish["what"] in {"finish", "pass"}
        ]
        # What was wished anew before a sleep may be stored, and so leave, after it.
        slept = len(wished) > 1 and wished[-1] < seat.host.woke_ns
        if not slept and not any(at > answered - UNDO_NS for at in wished):
            self._world.broken("no action is sent after its answer", f"{process.name} {patch}")

    async def _sample(self) -> None:
        for number in itertools.count():
            await asyncio.sleep(SAMPLE_S)
            for seat in self._world.seats:
                if number % TOLD_EVERY == 0:
                    self._look_told(seat)
                # A clock that was set back may have been later before.
                seat.latest_ms = max(seat.latest_ms, self._world.wall_ms(seat.host))
                if not seat.host.disk.full:
                    self._full[seat.host.name] = self._world.kernel.now_ns
                if seat.host.asleep:
                    self._woke[seat.host.name] = self._world.kernel.now_ns
                if seat.host.disk.slow > 1:
                    seat.host.disk.hurt_ns = self._world.kernel.now_ns
                for process in seat.windows():
                    self._look(seat, process)

    def _look_told(self, seat: Seat) -> None:
        """What is stored is shown, in every window, while nothing is in the way of telling it."""
        world, host = self._world, seat.host
        here = [one for one in world.kernel.processes if one.host is host and one.alive]
        who = tuple(one.pid for one in here)
        ill = host.asleep or any(one.frozen for one in here) or host.disk.slow > 1
        if ill or who != self._who.get(host.name):
            self._who[host.name] = who
            self._ill[host.name] = world.kernel.now_ns
        ill_ns = max(self._ill.get(host.name, 0), host.disk.hurt_ns, host.woke_ns)
        if world.kernel.now_ns - ill_ns < WELL_NS or not seat.store.exists():
            return
        try:
            with world.look(seat.store) as db:
                shown = _in_view(world, seat, db)
                states = Counter(
                    state for (state,) in db.execute("SELECT state FROM filings").fetchall()
                )
        except sqlite3.Error:
            return
        stored = shown, states
        same, self._stored[host.name] = self._stored.get(host.name) == stored, stored
        for process in _judged(seat):
            window: MainWindow = process.parts["window"]
            wanted = shown.get(window.view())
            unlike = wanted is not None and set(window.ticket_model.ticket_ids()) != wanted
            told: Any = getattr(window.strip, "told", {})
            untold = any(states[str(state)] != count for state, count in told.items())
            is_open = "closes" not in process.parts
            for is_wrong, what in ((unlike, "the list"), (untold, "the outbox")):
                self._suspect(
                    process, same and is_open and is_wrong, "what is stored is shown", what
                )

    def _look(self, seat: Seat, process: Process) -> None:
        """A strip is green only while a heartbeat is younger than 1.25 of its intervals."""
        now = self._world.kernel.now_ns
        window: MainWindow | None = process.parts.get("window")
        if process.frozen or window is None:
            self._slept[process.pid] = now
            return
        if "closes" in process.parts:
            # It is not there any more for whoever closed it.
            return
        host = process.host
        woke_ns = max(self._woke.get(host.name, 0), host.woke_ns, host.doubted_ns)
        if now - self._slept.get(process.pid, 0) < GOING_ON_NS or now - woke_ns < WAKING_NS:
            return
        age_ns = now - seat.heartbeat_ns - host.asleep_ns + seat.heartbeat_asleep_ns
        age_s = age_ns / NS
        # What was proved before a sleep, or by the clock of before, is proved no more.
        old = age_ns > GREEN_NS or seat.heartbeat_ns < host.doubted_ns
        green = window.strip.status.state is FeedState.VERIFIED
        self._suspect(
            process,
            old and green,
            "green only where proved",
            f"the last heartbeat is {age_s:.1f} s old",
        )
        self._suspect(
            process,
            not green and _says_nothing_to_do(window),
            "green only where proved",
            f"the empty list, with a heartbeat {age_s:.1f} s old",
        )
        self._suspect(
            process,
            _claims_unseen(seat, window),
            "the day is green where it was observed",
            f"the last heartbeat is {age_s:.1f} s old",
        )
        meters = process.parts.get("all of meter", ())
        wait_ms = max((getattr(one, "told_all", (0,))[-1] for one in meters), default=0)
        self._suspect(
            process,
            wait_ms > LONGEST_WAIT_MS,
            "no wait grows when a clock is set back",
            f"the next request leaves in {wait_ms / 1000:.0f} s",
        )
        full_s = (seat.heartbeat_ns - self._full.get(seat.host.name, now)) / NS
        # What the feed brings to a full disk cannot be stored, and whoever owns it knows.
        owns = "services" in process.parts and process.parts["services"].owns
        disk = seat.host.disk
        # A write that waits for a lock, or for a slow disk, has not failed yet.
        waits = disk.slow > 1 or now - disk.locked_until < BUSY_NS + 2 * NS
        knows = full_s > 1 and STORED_S < age_s < 2 * STORED_S and not waits
        self._suspect(
            process,
            owns and knows and window.strip.face.tone != "danger",
            "what cannot work is said",
            f"the disk is full, and the strip says {window.strip.face.key}",
        )

    def _suspect(self, process: Process, is_wrong: bool, promise: str, detail: str) -> None:
        """Count how often in a row something was wrong: what is due has its turn before."""
        which = process.pid, promise + detail[:13]
        self._suspicious[which] = self._suspicious[which] + 1 if is_wrong else 0
        if self._suspicious[which] == PATIENCE:
            self._world.broken(promise, f"{process.name} {process.pid}: {detail}")

    # Filings ------------------------------------------------------------------------

    def _judge_filings(self, seat: Seat) -> None:
        world = self._world
        held = _tickets_by_ref(world)
        with world.look(seat.store) as db:
            filings = db.execute(
                "SELECT id, client_ref, state, evidence, ticket_id FROM filings"
            ).fetchall()
            for filing, ref, state, evidence, ticket in filings:
                at_desk = held.get(ref, [])
                tickets = [one for one, _agent in at_desk]
                proved = state == "confirmed" and evidence != "agent"
                if proved and ticket not in tickets and ticket not in world.past:
                    world.broken("every filing true", f"{filing} confirmed: no ticket {ticket}")
                if (
                    state in {"refused", "queued", "withdrawn"}
                    and tickets
                    and not _was_doubtful(db, filing)
                ):
                    world.broken("every filing true", f"{filing} {state}: the desk has {tickets}")
                if state == "uncertain" and any(_has_ticket(db, one) for one in tickets):
                    world.broken("every filing true", f"{filing} uncertain: here is {tickets}")
                if len(tickets) > 1:
                    self._judge_double(seat, db, filing, at_desk)

    def _judge_double(
        self, seat: Seat, db: sqlite3.Connection, filing: int, at_desk: list[tuple[str, str]]
    ) -> None:
        """Two tickets of one filing: the ledger names both, or says that there may be two."""
        keys = db.execute(
            "SELECT count(DISTINCT idempotency_key) FROM filing_attempts WHERE filing_id = ? "
            "AND (outcome IS NULL OR outcome NOT IN ('refusal', 'not_sent'))",
            (filing,),
        ).fetchone()[0]
        known = db.execute(
            "SELECT count(*) FROM filing_tickets WHERE filing_id = ?", (filing,)
        ).fetchone()[0]
        seen = [ticket for ticket, _agent in at_desk if _has_ticket(db, ticket)]
        # A desk whose clock is put forward by a day has forgotten the key, and nobody can know.
        if keys < 2 and known < 2 and not self._world.forgot_keys:
            self._world.broken(
                "no double without a word", f"{seat.host.name} filing {filing}: {at_desk}, one key"
            )
        elif len(seen) > 1 and known < 2:
            self._world.broken(
                "no double without a word", f"{seat.host.name} filing {filing}: saw {seen}"
            )

    def _judge_intents(self, seat: Seat) -> None:
        """One press is one filing, and what was pressed is not gone."""
        world = self._world
        with world.look(seat.store) as db:
            for subject, intent in seat.intents.items():
                states = [
                    state
                    for (state,) in db.execute(
                        "SELECT state FROM filings WHERE json_extract(draft, '$.subject') = ?",
                        (subject,),
                    )
                ]
                made = [one for one in states if one != "withdrawn" or not intent.get("undone")]
                if len(made) > 1:
                    world.broken(
                        "one intent is one filing", f"{seat.host.name} “{subject}”: {states}"
                    )
                kept = bool(states)
                if not kept and intent["by"] == "form" and self._is_lost(seat, db, subject):
                    world.broken("no filing is lost", f"{seat.host.name} “{subject}”")

            for sentence, written in seat.written.items():
                if not _is_kept(seat, db, sentence) and self._must_be_kept(seat, written):
                    world.broken("what is written is kept", f"{seat.host.name} “{sentence}”")

    def _is_lost(self, seat: Seat, db: sqlite3.Connection, subject: str) -> bool:
        if db.execute("SELECT 1 FROM drafts WHERE subject = ?", (subject,)).fetchone():
            return False
        for process in seat.windows():
            panel = process.parts["window"].pages.new_ticket_if_built()
            if panel is not None and panel.form.draft().subject == subject:
                return False
        return self._must_be_kept(seat, seat.intents[subject])

    def _must_be_kept(self, seat: Seat, wish: dict[str, Any]) -> bool:
        """Return whether nothing excuses that it is gone: no early end, no disk in the way."""
        hurt = seat.host.disk.hurt_ns > wish["at"] - 10 * NS
        return not hurt and _survived(self._world, wish, 10 * NS)

    # Notices ------------------------------------------------------------------------

    def _judge_notices(self, seat: Seat) -> None:
        world = self._world
        heard = Counter(
            one.ticket_id
            for one in world.programs.bell.heard
            if one.host == seat.host.name
            and one.ticket_id is not None
            and one.tag == one.ticket_id
            and not one.title.endswith(BACK)
        )
        with world.look(seat.store) as db:
            for ticket, assigned in db.execute(
                "SELECT t.id, t.assigned_at FROM tickets AS t LEFT JOIN notices AS n "
                "ON n.ticket_id = t.id AND n.assigned_at = t.assigned_at "
                "WHERE t.held = 1 AND (n.id IS NULL OR n.outcome IS NULL)"
            ):
                world.broken(
                    "every assignment accounted for", f"{seat.host.name} {ticket} {assigned}"
                )
            rows = db.execute("SELECT ticket_id, outcome FROM notices").fetchall()
            reminded = Counter(
                one for (one,) in db.execute("SELECT ticket_id FROM ticket_reminders")
            )
        assignments = Counter(ticket for ticket, _outcome in rows)
        outcomes: dict[str, set[str]] = {}
        for ticket, outcome in rows:
            outcomes.setdefault(ticket, set()).add(outcome)
        world.counts["notices"] += len(rows)
        for ticket, count in heard.items():
            if count > assignments[ticket] + reminded[ticket]:
                world.broken(
                    "announced at most once",
                    f"{seat.host.name} {ticket}: {count} times, {outcomes.get(ticket)}",
                )
            elif not outcomes[ticket] & HEARD:
                world.broken(
                    "every assignment accounted for",
                    f"{seat.host.name} {ticket} was heard, and is {outcomes[ticket]}",
                )
        for ticket, seen in outcomes.items():
            if seen <= {"shown", "late"} and not heard[ticket]:
                world.broken(
                    "every assignment accounted for",
                    f"{seat.host.name} {ticket} is {seen}, and nobody heard it",
                )

    # What people wanted ---------------------------------------------------------------

    def _judge_wishes(self, seat: Seat) -> None:
        """The last wish about a ticket is stored or done, or the window said why not."""
        world = self._world
        for at, ticket in seat.failed:
            if not any(
                ticket in request and at - TOLD_NS < when <= at for when, request in self._refused
            ):
                world.broken("the desk alone refuses an action", f"{seat.host.name} {ticket}")
        last: dict[tuple[str, str], dict[str, Any]] = {}
        for wish in seat.wishes:
            kind = "act" if wish["what"] in {"finish", "pass"} else wish["what"]
            last[kind, wish["ticket"]] = wish
        with world.look(seat.store) as db:
            for (kind, ticket), wish in last.items():
                told = any(wish["at"] <= at <= wish["at"] + TOLD_NS for at, _text in seat.said)
                if told or not _survived(world, wish, STORED_NS):
                    continue
                if kind == "note":
                    row = db.execute(
                        "SELECT text FROM ticket_notes WHERE ticket_id = ?", (ticket,)
                    ).fetchone()
                    if row is None or row[0] != wish["value"]:
                        world.broken("each wish kept or refused", f"{seat.host.name} {wish}: {row}")
                elif kind == "snooze" and wish["value"] > seat.latest_ms:
                    if wish["assigned"] != assigned_at(db, ticket):
                        continue
                    row = db.execute(
                        "SELECT until_ms FROM ticket_snoozes WHERE ticket_id = ?", (ticket,)
                    ).fetchone()
                    if row is None or row[0] != wish["value"]:
                        world.broken("each wish kept or refused", f"{seat.host.name} {wish}: {row}")
                elif kind == "act" and wish.get("stored"):
                    self._judge_act(seat, wish)

    def _judge_act(self, seat: Seat, wish: dict[str, Any]) -> None:
        world = self._world
        if world.restored or any(
            ticket == wish["ticket"] and at >= wish["at"] for at, ticket in seat.failed
        ):
            return
        with world.look(world.database) as db:
            row = db.execute(
                "SELECT status, agent_id, version FROM tickets WHERE id = ?", (wish["ticket"],)
            ).fetchone()
        still_here = row is not None and row[0] != "CLOSED" and row[1] == seat.person.id
        if still_here and (wish["what"] == "finish" or row[2] <= wish["version"]):
            world.broken("each wish kept or refused", f"{seat.host.name} {wish}: {row}")

    # Outbox -----------------------------------------------------------------------

    def _judge_outbox(self, seat: Seat) -> None:
        """What each window shows of the outbox is what its store has."""
        world = self._world
        with world.look(seat.store) as db:
            states = dict(db.execute("SELECT id, state FROM filings").fetchall())
        counts = Counter(states.values())
        for process in _judged(seat):
            window: MainWindow = process.parts["window"]
            told: Any = getattr(window.strip, "told", {})
            for state, count in told.items():
                if counts[str(state)] != count:
                    world.broken(
                        "each window's outbox equals its store",
                        f"{process.name}: {count} {state}, not {counts[str(state)]}",
                    )
            page = window.findChild(OutboxPage)
            for filing in () if page is None else getattr(page, "told", ()):
                if str(filing.state) != states[filing.id]:
                    world.broken(
                        "each window's outbox equals its store",
                        f"{process.name}: {filing.id} {filing.state}, not {states[filing.id]}",
                    )

    def _judge_attempts(self, seat: Seat) -> None:
        """What is tried in vain is tried less and less often."""
        with self._world.look(seat.store) as db:
            for filing, times in db.execute(
                "SELECT filing_id, group_concat(at_ms) FROM filing_attempts GROUP BY filing_id"
            ):
                at = sorted(int(one) for one in str(times).split(","))
                most = max(sum(one <= other < one + 60_000 for other in at) for one in at)
                if most > ATTEMPTS_A_MINUTE:
                    self._world.broken(
                        "one bad thing blocks only itself",
                        f"{seat.host.name} filing {filing}: {most} attempts in a minute",
                    )

            # One is on the wire at a time.
            for (filing,) in db.execute(
                "SELECT filing_id FROM filing_attempts AS a WHERE outcome IS NULL AND EXISTS "
                "(SELECT 1 FROM filing_attempts AS b WHERE b.filing_id = a.filing_id "
                "AND b.id > a.id)"
            ):
                self._world.broken(
                    "each attempt ends", f"{seat.host.name} filing {filing}: none of its last"
                )

    def _judge_first_verified(self, seat: Seat) -> None:
        """What was ever verified is known to have been, from a first time on."""
        with self._world.look(seat.store) as db:
            (observed,) = db.execute("SELECT observed_ms FROM feed").fetchone()
            first = db.execute(
                "SELECT 1 FROM settings WHERE name = 'feed.first_verified_ms'"
            ).fetchone()
        if observed is not None and first is None:
            self._world.broken(
                "the day is green where it was observed",
                f"{seat.host.name}: observed at {observed}, and never for the first time",
            )

    def _judge_keys(self) -> None:
        """No request leaves under a key that the desk has forgotten."""
        world = self._world
        if world.counts["fault clock"]:
            return
        for key, first in world.network.first_left.items():
            hours = (world.network.last_left[key] - first) / NS / 3600
            if hours > 24:
                world.broken("no old key is sent again", f"{key}: {hours:.1f} h")

    def _judge_mail(self) -> None:
        """Each mail is delivered, and says to whom by itself alone."""
        world = self._world
        if not world.has_mail:
            return
        now = world.wall_ms(world.desk_host)
        with world.look(world.database) as db:
            for mail, attempts, due, problem in db.execute(
                "SELECT id, attempts, next_attempt_ms, last_error FROM mail_outbox "
                "WHERE delivered_ms IS NULL AND created_ms < ?",
                (now - 60_000,),
            ):
                world.broken(
                    "each mail is delivered",
                    f"{mail}: {attempts} attempts, {problem}, due in {(due or now) - now} ms",
                )
        for path in (world.database.parent / "mail").rglob("*.eml"):
            message = message_from_bytes(path.read_bytes())
            world.counts["mails"] += 1
            if message["Bcc"] or len(message.get_all("To", [])) != 1:
                world.broken("a mail goes to its agent alone", str(message.items()))

    # Loops ------------------------------------------------------------------------

    async def _judge_loops(self, seat: Seat) -> None:
        """Every loop that a window began still runs, and none is in trouble."""
        world = self._world
        declared = {one.name for one in declared_loops()}
        for process in _judged(seat):
            names = {task.get_name() for task in process.tasks if not task.done()}
            alive = {one for one in declared if any(name.endswith(one) for name in names)}
            wanted = EVERYWHERE | (OWNERS if process.parts["services"].owns else frozenset())
            for missing in sorted((wanted & declared) - alive):
                world.broken("every loop lives", f"{process.name}: {missing}")
        if _judged(seat):
            process = world.kernel.spawn(f"{seat.host.name}.status", seat.host)
            world.programs.start(process, world.programs.status(seat.folder))
            for _ in range(60):
                await asyncio.sleep(0.5)
                if not process.alive:
                    break
            document = process.code
            if not isinstance(document, dict):
                world.broken("status answers", f"{seat.host.name}: {document!r}")
            elif document.get("trouble"):
                world.broken("every loop lives", f"{seat.host.name}: {document['trouble']}")

    # Lists ----------------------------------------------------------------------------

    def _ask_rows(self) -> None:
        """Draw every row, as who scrolls through the list does."""
        for seat in self._world.seats:
            for process in _judged(seat):
                model = process.parts["window"].ticket_model
                with self._world.kernel.inside(process):
                    for number in range(model.rowCount()):
                        model.line_at(number)

    def _judge_rows(self, seat: Seat) -> None:
        """What a row says is what the store has of the ticket."""
        world = self._world
        with world.look(seat.store) as db:
            stored = dict(db.execute("SELECT id, priority FROM tickets WHERE held = 1").fetchall())
        for process in _judged(seat):
            model = process.parts["window"].ticket_model
            for ticket in model.ticket_ids():
                row = model.row_data(ticket)
                if row is None:
                    world.broken(
                        "each window's list equals its store",
                        f"{process.name} has no row of {ticket}",
                    )
                elif ticket in stored and str(row.priority) != stored[ticket]:
                    world.broken(
                        "each window's list equals its store",
                        f"{process.name} {ticket}: {row.priority}, {stored[ticket]}",
                    )


def differences(world: World, seat: Seat) -> list[str]:
    """Return what is not as it will be once all is quiet: nothing, if the promises are kept."""
    if not seat.store.exists():
        return ["there is no store"]
    found: list[str] = []
    with world.look(world.database) as desk:
        held = dict(
            desk.execute(
                "SELECT id, version FROM tickets WHERE agent_id = ? "
                "AND status IN ('OPEN', 'IN_PROGRESS')",
                (seat.person.id,),
            ).fetchall()
        )
        head = desk.execute(
            "SELECT feed_seq FROM agents WHERE id = ?", (seat.person.id,)
        ).fetchone()[0]
    with world.look(seat.store) as db:
        try:
            found += _store_differences(world, seat, db, held, head)
            shown = _in_view(world, seat, db)
        except sqlite3.Error as problem:
            return [f"the store: {problem}"]
    for process in _judged(seat):
        found += _window_differences(process, shown)
    if not _judged(seat):
        found.append("no window is open")
    return found


def _store_differences(
    world: World, seat: Seat, db: sqlite3.Connection, held: dict[str, int], head: int
) -> list[str]:
    stored = dict(db.execute("SELECT id, version FROM tickets WHERE held = 1").fetchall())
    found = []
    if stored != held:
        found.append(
            f"store unlike desk: missing {sorted(held.keys() - stored.keys())}, "
            f"too many {sorted(stored.keys() - held.keys())}, "
            f"older {sorted(one for one in held if stored.get(one, held[one]) != held[one])}"
        )
    (seq,) = db.execute("SELECT seq FROM feed").fetchone()
    if seq != head:
        found.append(f"the feed stands at {seq} of {head}")
    now = world.wall_ms(seat.host)
    for filing, state, first, next_ms, wait, subject in db.execute(
        "SELECT id, state, first_attempt_ms, next_attempt_ms, wait, "
        "json_extract(draft, '$.subject') FROM filings "
        "WHERE state IN ('queued', 'sending', 'uncertain')"
    ):
        if state == "uncertain" and (world.programs.plain or _is_old(world, first, now)):
            continue
        if world.network.poison and world.network.poison in subject:
            continue
        due = None if next_ms is None else (next_ms - now) // 1000
        found.append(f"filing {filing} is {state}, waits for {wait}, due in {due} s")
    for (pending,) in db.execute("SELECT count(*) FROM notices WHERE outcome IS NULL"):
        if pending:
            found.append(f"{pending} notices are pending")
    for ticket, due in db.execute("SELECT ticket_id, due_ms FROM ticket_actions"):
        found.append(f"the action on {ticket} is not sent, due in {(due - now) // 1000} s")
    return found


def _is_old(world: World, first_ms: int | None, now_ms: int) -> bool:
    """Return whether a key is too old to be repeated, or nobody can say that it is not."""
    if first_ms is None:
        return bool(world.counts["fault clock"])
    return not -1000 <= now_ms - first_ms < KEY_AGE_MS


def _in_view(world: World, seat: Seat, db: sqlite3.Connection) -> dict[View, set[str]]:
    now = world.wall_ms(seat.host)
    rows = db.execute(
        "SELECT t.id, t.priority_rank, s.until_ms, t.pinned FROM tickets AS t "
        "LEFT JOIN ticket_snoozes AS s ON s.ticket_id = t.id WHERE t.held = 1"
    ).fetchall()
    awake = [(one, rank) for one, rank, until, _pinned in rows if until is None or until <= now]
    return {
        View.MINE: {one for one, _rank in awake},
        View.URGENT: {one for one, rank in awake if rank >= 3},
    }


def _window_differences(process: Process, shown: dict[View, set[str]]) -> list[str]:
    window: MainWindow = process.parts["window"]
    found = []
    listed = window.ticket_model.ticket_ids()
    wanted = shown.get(window.view())
    if wanted is not None and (set(listed) != wanted or len(listed) != len(wanted)):
        found.append(
            f"{process.name}'s list unlike its store: missing {sorted(wanted - set(listed))}, "
            f"too many {sorted(set(listed) - wanted)}"
        )
    state = window.strip.status.state
    if state is not FeedState.VERIFIED:
        found.append(f"{process.name} is {state}")
    if window.strip.face.tone == "danger":
        found.append(f"{process.name} says {window.strip.face}")
    return found


def _claims_unseen(seat: Seat, window: MainWindow) -> bool:
    """Return whether the day's line calls a time observed in which no heartbeat had come."""
    track = window.strip.findChild(TrackPart)
    observed = None
    if track is not None and not track.isHidden():
        observed = getattr(track, "told_all", (None,))[-1]
    if observed is None:
        return False
    if not seat.heartbeat_ns:
        return True
    set_since = seat.host.wall_ns != seat.heartbeat_set_ns
    return not set_since and observed.to_ms - seat.heartbeat_ms > GREEN_NS // 1_000_000 + 3_000


def _says_nothing_to_do(window: MainWindow) -> bool:
    """Return whether the list says that it is empty as of now."""
    empty = window.ticket_list.findChild(EmptyState, "list-empty")
    return (
        empty is not None
        and empty.isVisibleTo(window.ticket_list)
        and empty.title.text() in NOTHING_TO_DO
    )


def _is_kept(seat: Seat, db: sqlite3.Connection, sentence: str) -> bool:
    """Return whether a sentence stands in a draft, in a filing, or in a form."""
    stored = db.execute(
        "SELECT 1 FROM drafts WHERE instr(description, ?1) UNION ALL "
        "SELECT 1 FROM filings WHERE instr(json_extract(draft, '$.description'), ?1)",
        (sentence,),
    ).fetchone()
    panels = [one.parts["window"].pages.new_ticket_if_built() for one in seat.windows()]
    return stored is not None or any(
        panel is not None and sentence in panel.form.draft().description for panel in panels
    )


def _judged(seat: Seat) -> list[Process]:
    return [one for one in seat.windows() if "presenters" in one.parts]


def _tickets_by_ref(world: World) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    with world.look(world.database) as db:
        for ticket, agent, ref in db.execute(
            "SELECT id, agent_id, json_extract(metadata, '$.clientRef') FROM tickets "
            "WHERE json_extract(metadata, '$.clientRef') IS NOT NULL ORDER BY number"
        ):
            found.setdefault(ref, []).append((ticket, agent))
    return found


def _was_doubtful(db: sqlite3.Connection, filing: int) -> bool:
    return bool(
        db.execute(
            "SELECT 1 FROM filing_history WHERE filing_id = ? AND after = 'uncertain'", (filing,)
        ).fetchone()
    )


def _has_ticket(db: sqlite3.Connection, ticket: str) -> bool:
    return db.execute("SELECT 1 FROM tickets WHERE id = ?", (ticket,)).fetchone() is not None


def _survived(world: World, wish: dict[str, Any], for_ns: int) -> bool:
    """Return whether the window in which it was wished went on for so long."""
    process = next(one for one in world.kernel.processes if one.pid == wish["pid"])
    return process.alive or process.parts.get("over", 0) > wish["at"] + for_ns
