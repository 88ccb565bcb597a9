"""Changes of the services become Qt signals here and nowhere else, tickets once a frame."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from supportdesk_desktop.core.changes import (
    ActionFailed,
    DeskKnown,
    EscalationsChanged,
    FeedChanged,
    FilingsChanged,
    IntervalsChanged,
    MarksChanged,
    NoticesChanged,
    PresenceChanged,
    QueuePaused,
    SettingChanged,
    SettingStored,
    SnoozesEnded,
    TicketsChanged,
    TicketTrace,
    TroublesChanged,
)
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.rows import TicketRow
from supportdesk_desktop.services.bus import Bus
from supportdesk_desktop.ui.timers import timer

FRAME_MS = 16


class Bridge(QObject):
    """The only listener of the bus that owns signals; each carries one frozen change."""

    tickets = Signal(object)  # TicketsChanged, merged over a frame
    marks = Signal(object)  # MarksChanged
    feed = Signal(object)  # FeedChanged
    intervals = Signal(object)  # IntervalsChanged
    presence = Signal(object)  # PresenceChanged
    desk = Signal(object)  # DeskKnown
    filings = Signal(object)  # FilingsChanged
    escalations = Signal(object)  # EscalationsChanged
    paused = Signal(object)  # QueuePaused
    notices = Signal(object)  # NoticesChanged
    failed = Signal(object)  # ActionFailed
    troubles = Signal(object)  # TroublesChanged
    stored = Signal(object)  # SettingStored
    setting = Signal(object)  # SettingChanged
    snoozes_ended = Signal(object)  # SnoozesEnded

    def __init__(self, bus: Bus, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.report = bus.report
        """Callback for what a presenter cannot read: a ``Report`` of its tasks."""
        self.publish = bus.publish
        self._merged = _MergedTickets()
        self._frame = timer(self, due=self._flush, once=True)
        self._quiet = timer(self, once=True)
        self._unsubscribe: list[Callable[[], None]] = [
            bus.subscribe(TicketsChanged, self._on_tickets),
            bus.subscribe(MarksChanged, self.marks.emit),
            bus.subscribe(FeedChanged, self.feed.emit),
            bus.subscribe(IntervalsChanged, self.intervals.emit),
            bus.subscribe(PresenceChanged, self.presence.emit),
            bus.subscribe(DeskKnown, self.desk.emit),
            bus.subscribe(FilingsChanged, self.filings.emit),
            bus.subscribe(EscalationsChanged, self.escalations.emit),
            bus.subscribe(QueuePaused, self.paused.emit),
            bus.subscribe(NoticesChanged, self.notices.emit),
            bus.subscribe(ActionFailed, self.failed.emit),
            bus.subscribe(TroublesChanged, self.troubles.emit),
            bus.subscribe(SettingStored, self.stored.emit),
            bus.subscribe(SettingChanged, self.setting.emit),
            bus.subscribe(SnoozesEnded, self.snoozes_ended.emit),
        ]

    def close(self) -> None:
        for unsubscribe in self._unsubscribe:
            unsubscribe()
        self._frame.stop()

    def _on_tickets(self, change: TicketsChanged) -> None:
        self._merged.add(change)
        if not self._quiet.isActive():
            self._flush()
        elif not self._frame.isActive():
            self._frame.start(self._quiet.remainingTime())

    def _flush(self) -> None:
        """Emit the changes since the last frame; the first change after a quiet frame at once."""
        merged, self._merged = self._merged, _MergedTickets()
        self._quiet.start(FRAME_MS)
        self.tickets.emit(merged.change())


class _MergedTickets:
    """Ticket changes of one frame; the last word on each ticket stands."""

    def __init__(self) -> None:
        self._last: dict[TicketId, bool] = {}
        self._rows: dict[TicketId, TicketRow] = {}
        self._replaced = False
        self._traces: list[TicketTrace] = []

    def add(self, change: TicketsChanged) -> None:
        for held, ids in ((True, change.upserted), (False, change.removed)):
            for ticket_id in ids:
                self._last[ticket_id] = held
        for row in change.rows:
            self._rows[row.id] = row
        self._replaced = self._replaced or change.replaced
        self._traces.extend(change.traces)

    def change(self) -> TicketsChanged:
        upserted = tuple(one for one, held in self._last.items() if held)
        return TicketsChanged(
            upserted=upserted,
            rows=tuple(self._rows[one] for one in upserted if one in self._rows),
            removed=tuple(one for one, held in self._last.items() if not held),
            replaced=self._replaced,
            traces=tuple(self._traces),
        )
