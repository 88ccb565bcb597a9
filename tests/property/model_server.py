"""A desk of the tests: one agent's feed as a list, every place of it remembered for the oracle."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from supportdesk_desktop.core.frames import Cursor
from supportdesk_desktop.core.times import iso_utc
from tests.fakes.tickets import a_wire_ticket

SERVER_TIME = "2026-04-21T14:32:08Z"
BEGIN_MS = 1_776_000_000_000


class Act(Enum):
    """What may happen to a desk; an act that finds no ticket files a new one.

    ``SLIP_IN`` adds a ticket by an update, which owes no notice until a snapshot shows it.
    """

    FILE = "file"
    FILE_N2 = "file_n2"
    SLIP_IN = "slip_in"
    UPDATE = "update"
    TAKE_AWAY = "take_away"
    GIVE_BACK = "give_back"
    CLOSE = "close"
    SPOIL = "spoil"
    SPOIL_VERSION = "spoil_version"
    REPEAT_OLD_BODY = "repeat_old_body"
    SOMETHING_ELSE = "something_else"
    TRIM = "trim"


@dataclass(frozen=True)
class DeskTicket:
    """One ticket at one version. ``broken`` is a field that clients cannot read."""

    id: str
    text: str
    version: int
    level: str
    assigned_at: str
    broken: str | None = None

    def wire(self) -> dict[str, Any]:
        """Return the JSON of the feed."""
        body = a_wire_ticket(
            id=self.id,
            subject=self.text,
            assignedAt=self.assigned_at,
            assignedLevel=self.level,
            version=self.version,
        )
        return body if self.broken is None else {**body, self.broken: []}

    def seen(self) -> SeenTicket:
        """Return what a client must show of it."""
        if self.broken is not None:
            return SeenTicket(None, None, self.assigned_at)
        return SeenTicket(self.version, self.text, self.assigned_at)


@dataclass(frozen=True)
class SeenTicket:
    """A ticket as a client holds it; without version and text where it could not be read."""

    version: int | None
    text: str | None
    assigned_at: str


Held = dict[str, SeenTicket]


@dataclass(frozen=True)
class Logged:
    """One event: its frame as it is sent for ever, and the set of tickets after it."""

    kind: str
    ticket: DeskTicket | None
    frame: str
    after: Held


@dataclass
class State:
    """What a backup keeps. ``past`` has the first version of each ticket; ``trimmed`` is a seq."""

    mine: dict[str, DeskTicket] = field(default_factory=dict)
    away: dict[str, DeskTicket] = field(default_factory=dict)
    past: dict[str, DeskTicket] = field(default_factory=dict)
    log: list[Logged] = field(default_factory=list)
    trimmed: int = 0

    def copy(self) -> State:
        """Return one that changes by itself; tickets and events never change."""
        return State(
            dict(self.mine), dict(self.away), dict(self.past), list(self.log), self.trimmed
        )


class ModelServer:
    """The truth. Times, texts and ids go on when a backup is restored, as they do outside."""

    def __init__(self) -> None:
        self.epoch = "e1"
        self._state = State()
        self._states = {self.epoch: self._state}
        self._backup = State()
        self._moments = 0
        self.levels: dict[tuple[str, str], str] = {}
        """Every assignment ever made, (ticket id, ``assignedAt``), and its level."""
        self.unsure_until: dict[str, int] = {}
        """Up to which seq of an epoch a snapshot may be ahead of its own place."""

    @property
    def head(self) -> int:
        """The seq of the last event."""
        return len(self._state.log)

    @property
    def trimmed(self) -> int:
        """Events up to here are no longer kept."""
        return self._state.trimmed

    @property
    def mine(self) -> dict[str, DeskTicket]:
        """The tickets of our agent now."""
        return self._state.mine

    def frame(self, seq: int) -> str:
        """Return an event as it was and will be sent."""
        return self._state.log[seq - 1].frame

    def held_at(self, cursor: Cursor) -> Held:
        """Return what a client at this place must hold."""
        log = self._states[cursor.epoch].log
        return log[cursor.seq - 1].after if cursor.seq else {}

    def assigned_between(self, epoch: str, after: int, until: int) -> set[tuple[str, str]]:
        """Return the assignments announced by events ``after`` < seq <= ``until``."""
        events = self._states[epoch].log[after:until]
        return {
            (one.ticket.id, one.ticket.assigned_at)
            for one in events
            if one.kind == "ticket.assigned" and one.ticket is not None
        }

    def left_between(self, epoch: str, after: int, until: int) -> set[str]:
        """Return the tickets that left by events ``after`` < seq <= ``until``."""
        events = self._states[epoch].log[after:until]
        kinds = {"ticket.closed", "ticket.unassigned"}
        return {one.ticket.id for one in events if one.ticket is not None and one.kind in kinds}

    def keep_backup(self) -> None:
        """Keep the present for ``restore``."""
        self._backup = self._state.copy()

    def restore(self) -> None:
        """Go back to the backup: what came after it is gone, and a new epoch begins."""
        self._begin_epoch(self._backup.copy())

    def fail_over(self) -> None:
        """Begin a new epoch although nothing is lost."""
        self._begin_epoch(self._state.copy())

    def _begin_epoch(self, state: State) -> None:
        self.epoch = f"e{len(self._states) + 1}"
        self._state = self._states[self.epoch] = state

    def act(self, act: Act, which: int) -> None:
        """Let something happen, to the ``which``-th ticket (modulo how many there are)."""
        match act:
            case Act.TRIM:
                self._state.trimmed = max(self.trimmed, self.head - which)
            case Act.SOMETHING_ELSE:
                self._log("desk.announcement", None)
            case Act.FILE | Act.FILE_N2:
                self._file("N2" if act is Act.FILE_N2 else "N1")
            case Act.SLIP_IN:
                self._file("N1", "ticket.updated")
            case Act.GIVE_BACK if self._state.away:
                self._give_back(_pick(self._state.away, which))
            case _ if act is Act.GIVE_BACK or not self.mine:
                self._file("N1")
            case _:
                self._change(act, _pick(self.mine, which))

    def _change(self, act: Act, ticket: DeskTicket) -> None:
        broken = {Act.SPOIL: "subject", Act.SPOIL_VERSION: "version"}.get(act)
        newer = replace(ticket, text=self._text(), version=ticket.version + 1, broken=broken)
        match act:
            case Act.REPEAT_OLD_BODY:
                old = self._state.past[ticket.id]
                if ticket.broken != "version" and old.version < ticket.version:
                    self._log("ticket.updated", old)
            case Act.TAKE_AWAY | Act.CLOSE:
                del self.mine[ticket.id]
                if act is Act.TAKE_AWAY:
                    self._state.away[ticket.id] = newer
                self._log("ticket.closed" if act is Act.CLOSE else "ticket.unassigned", newer)
            case _:
                self.mine[ticket.id] = newer
                self._log("ticket.updated", newer)

    def _file(self, level: str, kind: str = "ticket.assigned") -> None:
        at = self._moment()
        self._assign(DeskTicket(f"t{self._moments}", self._text(), 1, level, at), kind)

    def _give_back(self, ticket: DeskTicket) -> None:
        del self._state.away[ticket.id]
        self._assign(replace(ticket, version=ticket.version + 1, assigned_at=self._moment()))

    def _assign(self, ticket: DeskTicket, kind: str = "ticket.assigned") -> None:
        self.mine[ticket.id] = ticket
        self._state.past.setdefault(ticket.id, ticket)
        self.levels[ticket.id, ticket.assigned_at] = ticket.level
        self._log(kind, ticket)

    def _log(self, kind: str, ticket: DeskTicket | None) -> None:
        seq = self.head + 1
        event: dict[str, Any] = {"id": f"{self.epoch}-{seq}", "type": kind}
        event["occurredAt"] = self._moment()
        if ticket is not None:
            event |= {"level": ticket.level, "ticket": ticket.wire()}
        frame = json.dumps({"type": "event", "seq": seq, "event": event})
        after = {one.id: one.seen() for one in self.mine.values()}
        self._state.log.append(Logged(kind, ticket, frame, after))

    def _moment(self) -> str:
        self._moments += 1
        return iso_utc(BEGIN_MS + self._moments * 1000)

    def _text(self) -> str:
        return f"Sujet {self._moment()}"


def _pick(tickets: dict[str, DeskTicket], which: int) -> DeskTicket:
    return list(tickets.values())[which % len(tickets)]
