"""What agents do at their windows, by the window's own signals and fields."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QLineEdit

from supportdesk_desktop.core.drafts import Draft
from supportdesk_desktop.core.ids import FilingId, TicketId
from supportdesk_desktop.ui.filing.presenter import NewTicketPresenter, PanelContents
from supportdesk_desktop.ui.window.window import MainWindow
from tests.simulation.machine import Process
from tests.simulation.programs import Vault
from tests.simulation.world import Seat, World

LOGINS = 12
LOGIN_AGAIN_S = 5.0
"""So often, with such a pause, a person logs in where the keyring of the owner does not answer."""

WORDS = ("Colis égaré", "Remboursement", "Carte refusée", "Compte bloqué", "Livraison", "Facture")

ODD_SUBJECTS = (
    *["De la boutique"] * 8,
    "Deux\u0085lignes",
    "=?utf-8?q?a=0D=0ABcc:_x=40y.z?=",
    "Fin\r\nBcc: x@y.z",
    "\u202egnirts <b>",
    "é" * 300,
)
"""Subjects of others: what they do to a mail or a list is not theirs to say."""


class People:
    """Draws what the agents do next, and does it."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._chance = world.chance
        self._count = 0

    def hand(self, seat: Seat) -> Process | None:
        """Return a window that an agent can work at now."""
        ready = [one for one in seat.windows() if not one.frozen and self._takes_keys(one)]
        return self._chance.choice(ready) if ready else None

    def _takes_keys(self, process: Process) -> bool:
        return "presenters" in process.parts and process.parts["window"].isEnabled()

    def as_(self, process: Process, work: Callable[[], object]) -> None:
        """Do something at a window, unless it is gone."""
        if process.alive and not process.frozen and self._takes_keys(process):
            with self._world.kernel.inside(process):
                work()

    def _tickets(self, process: Process) -> list[TicketId]:
        window: MainWindow = process.parts["window"]
        return window.ticket_model.ticket_ids()

    def _subject(self) -> str:
        self._count += 1
        return f"{self._chance.choice(WORDS)} n° {self._count:03d}"

    # Filing -----------------------------------------------------------------------

    async def file(self, seat: Seat) -> None:
        """Fill in the form and file it, once or with an impatient second press."""
        process = self.hand(seat)
        if process is None:
            return
        subject, chance = self._subject(), self._chance
        unknown = chance.random() < 0.12
        customer = "personne_1" if unknown else seat.person.customer
        self._world.tell("person", f"{process.name} files “{subject}” for {customer}")
        window: MainWindow = process.parts["window"]
        self.as_(process, window.open_new_ticket)
        await asyncio.sleep(chance.choice((0.1, 0.5, 2)))
        if not self._type(process, subject, customer):
            return
        seat.intents[subject] = {"pid": process.pid, "at": self._world.kernel.now_ns, "by": "form"}
        self._world.counts["filings"] += 1
        await asyncio.sleep(chance.choice((0, 0.2, 3)))
        panel = window.pages.new_ticket_if_built()
        if panel is None or panel.form.draft().subject != subject:
            # Another draft was begun meanwhile: what was typed is on the shelf.
            del seat.intents[subject]
            return
        self.as_(process, panel.submit)
        while chance.random() < 0.35:
            await asyncio.sleep(chance.choice((0, 0.01, 0.05, 0.3, 1)))
            panel = window.pages.new_ticket_if_built()
            if panel is not None and panel.form.draft().subject == subject:
                self.as_(process, panel.submit)
        if chance.random() < 0.3:
            await asyncio.sleep(chance.choice((0, 0.001, 0.01)))
            self._write_on(seat, process, subject)
        elif chance.random() < 0.3:
            await asyncio.sleep(chance.choice((1, 3, 6, 9)))
            await self._undo(seat, process)

    async def _undo(self, seat: Seat, process: Process) -> None:
        """Take back what was filed while the window offers that, and file it again."""
        until_ns, undo = process.parts.pop("undo", (0, None))
        if undo is None or self._world.kernel.now_ns > until_ns:
            return
        self._world.tell("person", f"{process.name} takes back what was filed last")
        for intent in seat.intents.values():
            # What the window offers is not always what this form filed.
            intent["undone"] = True
        self.as_(process, undo)
        await asyncio.sleep(self._chance.choice((1, 4)))
        panel = process.parts["window"].pages.new_ticket_if_built()
        subject = "" if panel is None else panel.form.draft().subject
        # What was written on after it was filed is a draft of its own.
        if subject in seat.intents and not any(subject in one for one in seat.written):
            self.as_(process, panel.submit)

    def _write_on(self, seat: Seat, process: Process, subject: str) -> None:
        """Write another sentence where the panel still shows what was filed."""
        window: MainWindow = process.parts["window"]
        panel = window.pages.new_ticket_if_built()
        if panel is None or panel.form.draft().subject != subject:
            return
        sentence = f"Encore ceci, pour {subject}."
        self._world.tell("person", f"{process.name} writes on: {sentence}")
        self.as_(process, lambda: panel.form.description.set_markdown(f"Bonjour. {sentence}"))
        if process.alive and not process.frozen:
            seat.written[sentence] = {"pid": process.pid, "at": self._world.kernel.now_ns}

    def _type(self, process: Process, subject: str, customer: str) -> bool:
        """Type into an empty panel; False where it shows something else."""
        if not process.alive or process.frozen:
            return False
        window: MainWindow = process.parts["window"]
        panel = window.pages.new_ticket()
        if panel.form.has_something():
            presenter = panel.findChild(NewTicketPresenter)
            if presenter is not None:
                self.as_(process, lambda: presenter.write(PanelContents(Draft())))
        with self._world.kernel.inside(process):
            _field(panel, "customer-external-id").setText(customer)
            _field(panel, "subject").setText(subject)
            panel.form.description.set_markdown("Bonjour, rien ne va plus.")
        return True

    async def file_by_command(self, seat: Seat) -> None:
        """Run ``file`` beside the window, perhaps twice with the same reference."""
        from uuid import UUID

        world, chance = self._world, self._chance
        subject = self._subject()
        ref = str(UUID(int=chance.getrandbits(128), version=4))
        seat.intents[subject] = {"pid": 0, "at": world.kernel.now_ns, "by": "command", "ref": ref}
        world.counts["filings"] += 1
        for _ in range(1 + (chance.random() < 0.3)):
            process = world.kernel.spawn(f"{seat.host.name}.file", seat.host)
            process.parts["seat"] = seat
            seat.running[f"file{process.pid}"] = process
            world.tell("person", f"{process.name} {process.pid} files “{subject}”")
            world.programs.start(
                process, world.programs.file(seat.folder, ref, subject, seat.person.customer)
            )
            await asyncio.sleep(chance.choice((0, 0.5, 4)))

    async def decide(self, seat: Seat) -> None:
        """Decide about a filing that is not settled: resend, withdraw, confirm, wait, correct."""
        process = self.hand(seat)
        filings = self._filings(seat)
        if process is None or not filings:
            return
        filing, state, subject = self._chance.choice(filings)
        acts = {
            "queued": ("withdraw", "retry"),
            "uncertain": ("resend", "withdraw", "wait", "confirm"),
            "refused": ("mend", "withdraw"),
        }[state]
        act = self._chance.choice(acts)
        window: MainWindow = process.parts["window"]
        self._world.tell("person", f"{process.name} {act} filing {filing} ({state})")
        self._world.counts["decisions"] += 1
        intent = seat.intents.get(subject)
        if intent is not None:
            intent.setdefault("acts", []).append(act)
        with self._world.kernel.inside(process):
            choices = window.pages.outbox().detail.choices
            match act:
                case "withdraw":
                    choices.decided.emit("withdraw", filing)
                case "retry":
                    choices.decided.emit("now", filing)
                case "resend":
                    choices.decided.emit("resend", filing)
                case "wait":
                    choices.decided.emit("wait", filing)
                case "confirm":
                    choices.confirm_requested.emit(filing, self._number_of(seat, subject))
                case "mend":
                    choices.decided.emit("mend", filing)
        if act == "mend":
            await self._correct(seat, process, subject)

    async def _correct(self, seat: Seat, process: Process, subject: str) -> None:
        await asyncio.sleep(self._chance.choice((1, 4)))
        window: MainWindow = process.parts["window"]
        if not process.alive or process.frozen:
            return
        panel = window.pages.new_ticket_if_built()
        if panel is None or panel.form.draft().subject != subject:
            return
        with self._world.kernel.inside(process):
            _field(panel, "customer-external-id").setText(seat.person.customer)
        await asyncio.sleep(0.5)
        self.as_(process, panel.submit)

    def _filings(self, seat: Seat) -> list[tuple[FilingId, str, str]]:
        try:
            with self._world.look(seat.store) as db:
                return [
                    (FilingId(number), state, subject)
                    for number, state, subject in db.execute(
                        "SELECT id, state, json_extract(draft, '$.subject') FROM filings "
                        "WHERE state IN ('queued', 'uncertain', 'refused') ORDER BY id"
                    )
                ]
        except sqlite3.Error:
            return []

    def _number_of(self, seat: Seat, subject: str) -> str:
        """Return the number of the ticket, as who looks it up at the desk finds it."""
        with self._world.look(self._world.database) as db:
            row = db.execute("SELECT number FROM tickets WHERE subject = ?", (subject,)).fetchone()
        return "T-0000" if row is None else str(row[0])

    # Tickets ------------------------------------------------------------------------

    def finish(self, seat: Seat) -> None:
        """Mark a ticket as done."""
        self._wish(seat, "finish", lambda window, one: window.detail.finish_requested.emit(one))

    def pass_on(self, seat: Seat) -> None:
        """Pass a ticket to somebody else."""
        others = [one.id for one in self._world.founded.agents if one is not seat.person]
        other = self._chance.choice(others)
        self._wish(seat, "pass", lambda window, one: window.detail.pass_requested.emit(one, other))

    def note(self, seat: Seat) -> None:
        """Write a private note."""
        text = f"Rappeler à {self._chance.randrange(8, 18)} h ({self._count})"
        self._count += 1
        self._wish(
            seat, "note", lambda window, one: window.detail.note_written.emit(one, text), text
        )

    def snooze(self, seat: Seat) -> None:
        """Put a ticket off."""
        for_s = self._chance.choice((5, 20, 60, 600, 86_400))
        until_ms = self._world.wall_ms(seat.host) + for_s * 1000
        self._wish(
            seat,
            "snooze",
            lambda window, one: window.detail.snooze_chosen.emit(one, until_ms),
            until_ms,
        )

    def pin(self, seat: Seat) -> None:
        """Pin a ticket, or no longer."""
        self._wish(seat, "pin", lambda window, one: window.ticket_list.toggle_pin.emit(one))

    def _wish(
        self,
        seat: Seat,
        what: str,
        act: Callable[[MainWindow, TicketId], None],
        value: object = None,
    ) -> None:
        process = self.hand(seat)
        tickets = [] if process is None else self._tickets(process)
        if process is None or not tickets:
            return
        ticket = self._chance.choice(tickets)
        self._world.tell("person", f"{process.name} {what} {ticket}")
        self._world.counts["wishes"] += 1
        wish = {
            "what": what,
            "ticket": ticket,
            "value": value,
            "pid": process.pid,
            "at": self._world.kernel.now_ns,
        }
        if what == "snooze":
            wish["assigned"] = self._assigned_at(seat, ticket)
        seat.wishes.append(wish)
        with self._world.kernel.inside(process):
            act(process.parts["window"], ticket)
        if what in {"finish", "pass"}:
            asyncio.get_running_loop().call_later(2, self._see_stored, seat, wish)

    def _assigned_at(self, seat: Seat, ticket: TicketId) -> str | None:
        try:
            with self._world.look(seat.store) as db:
                return assigned_at(db, ticket)
        except sqlite3.Error:
            return None

    def _see_stored(self, seat: Seat, wish: dict[str, Any]) -> None:
        """Take note that an action was stored: then it may not get lost any more."""
        try:
            with self._world.look(seat.store) as db:
                row = db.execute(
                    "SELECT version FROM ticket_actions WHERE ticket_id = ?", (wish["ticket"],)
                ).fetchone()
        except sqlite3.Error:
            return
        if row is not None:
            wish["stored"], wish["version"] = True, row[0]

    def look(self, seat: Seat) -> None:
        """Look at the list and at a ticket: rows are read for it."""
        process = self.hand(seat)
        if process is None:
            return
        window: MainWindow = process.parts["window"]
        tickets = self._tickets(process)
        with self._world.kernel.inside(process):
            for number in range(min(20, window.ticket_model.rowCount())):
                window.ticket_model.line_at(number)
            if tickets:
                window.ticket_list.ticket_selected.emit(self._chance.choice(tickets))

    def view(self, seat: Seat) -> None:
        """Choose another view of the rail, or verify the list."""
        process = self.hand(seat)
        if process is None:
            return
        from supportdesk_desktop.ui.window.state import View

        window: MainWindow = process.parts["window"]
        with self._world.kernel.inside(process):
            if self._chance.random() < 0.2:
                window.verify_now_requested.emit()
            else:
                window.show_view(self._chance.choice((View.MINE, View.MINE, View.URGENT)))

    def presence(self, seat: Seat) -> None:
        """Be away for a while, or be back."""
        process = self.hand(seat)
        if process is None:
            return
        until = self._world.wall_ms(seat.host) + 120_000
        chosen = self._chance.choice((None, until))
        window: MainWindow = process.parts["window"]
        with self._world.kernel.inside(process):
            window.rail.availability_chosen.emit(chosen)

    # Keys ---------------------------------------------------------------------------

    async def change_key(self, seat: Seat, key: str | None) -> None:
        """Keep another key, and tell whoever owns the profile, as ``login`` does."""
        world = self._world
        world.tell("person", f"{seat.host.name} changes the key")
        if key is None:
            Vault.kept.pop((seat.host.name, seat.account), None)
        else:
            Vault.kept[seat.host.name, seat.account] = key
        process = world.kernel.spawn(f"{seat.host.name}.login", seat.host)

        async def tell(_process: Process) -> None:
            from supportdesk_desktop.system.control import ControlRefused, NoOwner, owner_client
            from supportdesk_desktop.system.paths import DEFAULT_PROFILE, profile_paths

            paths = profile_paths(seat.folder, DEFAULT_PROFILE)
            # A keyring that does not answer is said: who logs in does it again.
            for _ in range(LOGINS):
                try:
                    await owner_client(paths.owner).request("reload-key")
                except ControlRefused as problem:
                    world.tell("login", str(problem))
                    await asyncio.sleep(LOGIN_AGAIN_S)
                    continue
                except NoOwner as problem:
                    world.tell("login", str(problem))
                return

        world.programs.start(process, tell)

    async def revoke(self, seat: Seat, *, back: bool) -> None:
        """Revoke the keys of an agent at the desk, or let them be good again."""
        world = self._world
        for _ in range(50):
            if self._set_revoked(seat, back=back):
                world.tell("desk", f"keys of {seat.person.name} {'back' if back else 'revoked'}")
                return
            await asyncio.sleep(0.2)

    def _set_revoked(self, seat: Seat, *, back: bool) -> bool:
        from tests.simulation import disk

        database: Any = disk._real_connect(self._world.database, timeout=0)
        try:
            with database:
                database.execute(
                    "UPDATE api_keys SET revoked_ms = ? WHERE agent_id = ?",
                    (None if back else self._world.wall_ms(self._world.desk_host), seat.person.id),
                )
                database.execute(
                    "UPDATE agents SET revision = revision + 1 WHERE id = ?", (seat.person.id,)
                )
        except sqlite3.Error:
            return False
        finally:
            database.close()
        return True


class Business:
    """What happens at the desk without the agents: the shop files, colleagues work."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._chance = world.chance
        self._count = 0

    async def create(self) -> None:
        """File some tickets for customers."""
        for _ in range(self._chance.choice((1, 1, 1, 3, 8))):
            self._count += 1
            priority = self._chance.choice(("LOW", "MEDIUM", "HIGH", "CRITICAL"))
            await self._world.ask_desk(
                "POST",
                "/api/v1/tickets/api-create",
                {
                    "customerExternalId": f"user_{8841 + self._chance.randrange(4)}",
                    "subject": f"{self._chance.choice(ODD_SUBJECTS)} {self._count}",
                    "description": "Bonjour",
                    "priority": priority,
                },
            )
            self._world.counts["tickets of the shop"] += 1

    async def change(self) -> None:
        """Change, reassign or close a ticket."""
        with self._world.look(self._world.database) as db:
            known = db.execute(
                "SELECT id, version, agent_id FROM tickets WHERE status <> 'CLOSED' ORDER BY number"
            ).fetchall()
        if not known:
            return
        ticket, version, agent = self._chance.choice(known)
        what: dict[str, str] = self._chance.choice(
            (
                {"priority": self._chance.choice(("LOW", "URGENT", "CRITICAL"))},
                {"priority": "HIGH"},
                {"status": "CLOSED"},
                {"agentId": self._chance.choice(self._world.founded.agents).id},
            )
        )
        if what.get("agentId") == agent:
            return
        await self._world.ask_desk(
            "PATCH", f"/desk/v1/tickets/{ticket}", what, If_Match=f'"{version}"'
        )


def assigned_at(db: sqlite3.Connection, ticket: str) -> str | None:
    """Return when a ticket was assigned last, as a store has it: that ends a snooze."""
    found = db.execute("SELECT assigned_at FROM tickets WHERE id = ?", (ticket,)).fetchone()
    return None if found is None else str(found[0])


def _field(root: Any, name: str) -> QLineEdit:
    found = root.findChild(QLineEdit, name)
    assert isinstance(found, QLineEdit), name
    return found
