"""The outbox as a list: filings in groups, what needs a person first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from supportdesk_desktop.core.filing import Filing, FilingState
from supportdesk_desktop.core.ids import FilingId
from supportdesk_desktop.ui import texts

Index = QModelIndex | QPersistentModelIndex
ENTRY_ROLE = int(Qt.ItemDataRole.UserRole)
"""The one role that the delegate asks for: a ``GroupHeading`` or a ``Filing``."""


class Group(StrEnum):
    """The groups of the outbox, in their order."""

    TO_DECIDE = "to_decide"
    ON_THE_WAY = "on_the_way"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


GROUP_OF: dict[FilingState, Group] = {
    FilingState.UNCERTAIN: Group.TO_DECIDE,
    FilingState.REFUSED: Group.TO_DECIDE,
    FilingState.SENDING: Group.ON_THE_WAY,
    FilingState.QUEUED: Group.ON_THE_WAY,
    FilingState.CONFIRMED: Group.CONFIRMED,
    FilingState.WITHDRAWN: Group.WITHDRAWN,
}


OPEN = frozenset({Group.TO_DECIDE, Group.ON_THE_WAY})
USUAL = frozenset(Group) - {Group.WITHDRAWN}


@dataclass(frozen=True)
class GroupHeading:
    """The line over a group, with how many filings it has."""

    group: Group
    count: int


class FilingListModel(QAbstractListModel):
    """Headings and filings; ``shown`` chooses the groups, withdrawn ones are left out at first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._filings: tuple[Filing, ...] = ()
        self._shown = USUAL
        self._entries: list[GroupHeading | Filing] = []
        self._spoken: dict[FilingId, str] = {}

    @property
    def filings(self) -> tuple[Filing, ...]:
        """All filings, shown or not."""
        return self._filings

    def set_filings(self, filings: Iterable[Filing], spoken: dict[FilingId, str]) -> None:
        """Replace all filings; ``spoken`` has the accessible text of each.

        Rows change in place where only the content of lines changed, so that selection and
        scroll stay.
        """
        self._filings = tuple(filings)
        self._spoken = spoken
        self._arrange()

    def show_groups(self, groups: frozenset[Group]) -> None:
        """Show these groups only."""
        self._shown = groups
        self._arrange()

    def shown_groups(self) -> frozenset[Group]:
        """Return the groups that are shown."""
        return self._shown

    def count_of(self, group: Group) -> int:
        """Return how many filings a group has, shown or not."""
        return sum(1 for filing in self._filings if GROUP_OF[filing.state] is group)

    def filing_at(self, row: int) -> Filing | None:
        """Return the filing of a row, None for a heading or no row."""
        if not 0 <= row < len(self._entries):
            return None
        entry = self._entries[row]
        return entry if isinstance(entry, Filing) else None

    def row_of(self, filing_id: FilingId) -> int:
        """Return the row of a filing, -1 where it is not shown."""
        for row, entry in enumerate(self._entries):
            if isinstance(entry, Filing) and entry.id == filing_id:
                return row
        return -1

    def first_filing_row(self) -> int:
        """Return the first row that is a filing, -1 for none."""
        rows = (row for row, entry in enumerate(self._entries) if isinstance(entry, Filing))
        return next(rows, -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._entries)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self._entries[index.row()], GroupHeading):
            return Qt.ItemFlag.NoItemFlags
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role == ENTRY_ROLE:
            return entry
        if isinstance(entry, GroupHeading):
            return entry.group.value if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.draft.subject
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            spoken = self._spoken.get(entry.id, entry.draft.subject)
            return texts.tip(spoken) if role == Qt.ItemDataRole.ToolTipRole else spoken
        return None

    def _arrange(self) -> None:
        grouped: dict[Group, list[Filing]] = {group: [] for group in Group}
        for filing in sorted(self._filings, key=lambda one: (-one.created_ms, -one.id)):
            grouped[GROUP_OF[filing.state]].append(filing)
        entries: list[GroupHeading | Filing] = []
        for group, filings in grouped.items():
            if filings and group in self._shown:
                entries.append(GroupHeading(group, len(filings)))
                entries += filings
        if [_key(entry) for entry in entries] == [_key(entry) for entry in self._entries]:
            self._entries = entries
            if entries:
                self.dataChanged.emit(self.index(0), self.index(len(entries) - 1))
            return
        self.beginResetModel()
        self._entries = entries
        self.endResetModel()


def _key(entry: GroupHeading | Filing) -> object:
    return entry.group if isinstance(entry, GroupHeading) else entry.id
