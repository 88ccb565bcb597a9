"""The outbox as a list: filings in groups, what needs a person first, and how its lines look."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from supportdesk_desktop.core.filing import Filing, FilingState
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.outbox.words import GROUP_OF, USUAL, FilingWords, Group
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.widgets.lists import Index, LineDelegate, LineModel
from supportdesk_desktop.ui.widgets.painting import (
    draw_hairline,
    draw_icon,
    draw_row_bar,
    draw_row_ring,
    draw_text,
    text_width,
)


@dataclass(frozen=True)
class GroupHeading:
    """The line over a group, with how many filings it has."""

    group: Group
    count: int


class FilingListModel(LineModel):
    """Headings and filings; ``shown`` holds the groups, at first without the withdrawn."""

    def __init__(self, spoken: Callable[[Filing], str], parent: QObject | None = None) -> None:
        """Make an empty list; ``spoken`` returns the accessible text of a filing."""
        super().__init__(
            lambda one: one.group if isinstance(one, GroupHeading) else one.id,
            lambda one: one.group.value if isinstance(one, GroupHeading) else one.draft.subject,
            lambda one: "" if isinstance(one, GroupHeading) else spoken(one),
            parent,
        )
        self.filings: tuple[Filing, ...] = ()
        self.shown = USUAL

    def set_filings(self, filings: Iterable[Filing]) -> None:
        self.filings = tuple(filings)
        self._arrange()

    def show_groups(self, groups: frozenset[Group]) -> None:
        self.shown = groups
        self._arrange()

    def count_of(self, group: Group) -> int:
        """Return how many filings a group has, shown or not."""
        return sum(1 for filing in self.filings if GROUP_OF[filing.state] is group)

    def filing_at(self, row: int) -> Filing | None:
        """Return the filing of a row, None for a heading or no row."""
        line = self.line_at(row)
        return line if isinstance(line, Filing) else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.filing_at(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    def _arrange(self) -> None:
        grouped: dict[Group, list[Filing]] = {group: [] for group in Group}
        for filing in sorted(self.filings, key=lambda one: (-one.created_ms, -one.id)):
            grouped[GROUP_OF[filing.state]].append(filing)
        entries: list[GroupHeading | Filing] = []
        for group, filings in grouped.items():
            if filings and group in self.shown:
                entries.append(GroupHeading(group, len(filings)))
                entries += filings
        self.set_lines(entries)


ROW, HEADING = 54, 30
_EDGE, _STATE_LEFT, _STATE_GAP = 16, 44, 20
_REASON_TOKENS = {FilingState.UNCERTAIN: "warn", FilingState.REFUSED: "danger"}


class FilingDelegate(LineDelegate):
    """One call for the entry a line; everything else comes from cached fonts and pixmaps."""

    def __init__(
        self, words: FilingWords, now_ms: Callable[[], int], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._words = words
        self._now_ms = now_ms

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        heading = isinstance(index.data(Qt.ItemDataRole.UserRole), GroupHeading)
        return QSize(0, theme().px(HEADING if heading else ROW))

    def paint_line(
        self, painter: QPainter, rect: QRect, line: object, state: QStyle.StateFlag
    ) -> None:
        area = QRectF(rect)
        if isinstance(line, GroupHeading):
            self._paint_heading(painter, area, line)
        elif isinstance(line, Filing):
            self._paint_edges(painter, area, state)
            self._paint_filing(painter, area, line)

    def _paint_heading(self, painter: QPainter, area: QRectF, heading: GroupHeading) -> None:
        text = self._words.group(heading.group)
        box = area.adjusted(_EDGE, 0, -_EDGE, 0)
        used = draw_text(painter, "captionstrong", "text2", box, text)
        box.setLeft(box.left() + used + 8)
        draw_text(painter, "caption", "text3", box, str(heading.count))

    def _paint_edges(self, painter: QPainter, area: QRectF, state: QStyle.StateFlag) -> None:
        look = theme()
        if not self.paint_ground(painter, area, state):
            left = area.left() + look.px(_STATE_LEFT)
            draw_hairline(painter, left, area.right() - _EDGE, area.bottom())
        elif state & QStyle.StateFlag.State_HasFocus:
            draw_row_ring(painter, area)
        else:
            draw_row_bar(painter, area)

    def _paint_filing(self, painter: QPainter, area: QRectF, filing: Filing) -> None:
        look = theme()
        state = self._words.look(filing.state)
        line = look.px(20)
        first = QRectF(area.left(), area.top() + look.px(7), area.width() - _EDGE, line)
        second = first.translated(0, line)
        draw_icon(painter, state.icon, state.token, first.left() + 19, first.center().y())
        clock = texts.clock(filing.created_ms)
        right = Qt.AlignmentFlag.AlignRight
        draw_text(painter, "body", "text2", first, clock, right, tabular=True)
        first.setRight(first.right() - text_width("body", clock) - 12)
        left = area.left() + look.px(_STATE_LEFT)
        word = QRectF(left, first.top(), self._state_width(), line)
        draw_text(painter, "captionstrong", state.token, word, state.word)
        first.setLeft(word.right() + _STATE_GAP)
        second.setLeft(first.left())
        draw_text(painter, "bodymedium", "text1", first, texts.one_line(filing.draft.subject))
        self._paint_second(painter, second, filing)

    def _paint_second(self, painter: QPainter, box: QRectF, filing: Filing) -> None:
        customer = texts.one_line(filing.draft.customer_external_id)
        box.setLeft(box.left() + 12 + draw_text(painter, "caption", "text2", box, customer))
        if filing.ticket is not None:
            number = filing.ticket.ticket_number
            used = draw_text(painter, "captionstrong", "text1", box, number)
            box.setLeft(box.left() + used + 8)
        token = _REASON_TOKENS.get(filing.state, "text2")
        draw_text(painter, "caption", token, box, self._words.reason(filing, self._now_ms()))

    def _state_width(self) -> float:
        return max(
            text_width("captionstrong", self._words.look(state).word) for state in FilingState
        )
