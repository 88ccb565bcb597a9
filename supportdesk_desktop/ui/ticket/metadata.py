"""Metadata as key, type and exact value: every digit as it was filed."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QWidget

from supportdesk_desktop.core.metadata import MetaRow, MetaType, rows_of
from supportdesk_desktop.core.strict_json import StrictJsonError
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import METADATA_ROW
from supportdesk_desktop.ui.widgets.layouts import vbox
from supportdesk_desktop.ui.widgets.lists import CopyTable, Index

KEY, TYPE, VALUE = range(3)
_MOST_SHOWN = 40
_MOST_ROWS = 500
_LONGEST_CELL, _LONGEST_TOOLTIP = 300, 4000
_ROOT = QModelIndex()


class MetadataModel(QAbstractTableModel):
    """The rows of one ticket's metadata; read only."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[MetaRow, ...] = ()

    def show_rows(self, rows: tuple[MetaRow, ...]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else 3

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return texts.tip(self._whole(row, column)[:_LONGEST_TOOLTIP])
        if role == Qt.ItemDataRole.FontRole:
            return theme().font("caption" if column == TYPE else "mono")
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme().palette.text2 if column == TYPE else theme().palette.text1
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Clé"), self.tr("Type"), self.tr("Valeur"))[section]
        if role == Qt.ItemDataRole.FontRole:
            return theme().font("caption")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def whole_text(self, index: Index) -> str:
        """Return what a cell stands for, uncut."""
        return self._whole(self.rows[index.row()], index.column())

    def _text(self, row: MetaRow, column: int) -> str:
        # A cell is drawn from left to right: what is written otherwise keeps its own way.
        return texts.isolated(texts.one_line(self._whole(row, column)[:_LONGEST_CELL]))

    def _whole(self, row: MetaRow, column: int) -> str:
        if column == TYPE:
            return texts.metadata_type_names()[row.type]
        return row.key if column == KEY else row.value


class MetadataCard(QFrame):
    """The table in its card, as high as its rows, up to forty of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.model = MetadataModel(self)
        self.table = CopyTable("metadata-table", self)
        self.table.copy_requested.connect(self._copy_cell)
        self._raw: bytes | None = None
        self._dress()
        vbox(self.table, of=self)
        theme().changed.connect(self._fit)
        follow_language(self._retranslate)

    def show_metadata(self, raw: bytes) -> bool:
        """Show JSON text; return whether there is anything to show."""
        if raw != self._raw:
            self._raw = raw
            self.model.show_rows(_shortened(_read(raw)))
            self._fit()
        return bool(self.model.rows)

    def _retranslate(self) -> None:
        self.table.setAccessibleName(self.tr("Métadonnées"))
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, KEY, VALUE)
        self.table.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width: keys up to a third, values the rest."""
        super().resizeEvent(event)
        self._share_width()

    def _dress(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setProperty("lines", True)
        table.setTextElideMode(Qt.TextElideMode.ElideRight)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.horizontalHeader().setStretchLastSection(True)

    def _copy_cell(self) -> None:
        index = self.table.currentIndex()
        if index.isValid():
            QGuiApplication.clipboard().setText(self.model.whole_text(index))

    def _fit(self) -> None:
        row = theme().px(METADATA_ROW) + 1
        self.table.verticalHeader().setDefaultSectionSize(row)
        header = theme().px(METADATA_ROW - 3)
        self.table.horizontalHeader().setFixedHeight(header)
        rows, policy = len(self.model.rows), Qt.ScrollBarPolicy
        self.setFixedHeight(header + min(rows, _MOST_SHOWN) * row)
        self.table.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if rows > _MOST_SHOWN else policy.ScrollBarAlwaysOff
        )
        self._share_width()

    def _share_width(self) -> None:
        look, metrics = theme(), self.table.fontMetrics()
        keys = [metrics.horizontalAdvance(row.key[:60]) for row in self.model.rows]
        widest = max(keys, default=0)
        key = min(max(look.px(140), widest + look.px(24)), max(self.width() // 3, look.px(110)))
        self.table.setColumnWidth(KEY, key)
        self.table.setColumnWidth(TYPE, look.px(86))


def _shortened(rows: tuple[MetaRow, ...]) -> tuple[MetaRow, ...]:
    """Return the first rows, and in a last one how many more "Copier en JSON" has."""
    hidden = len(rows) - _MOST_ROWS
    if hidden <= 0:
        return rows
    return (*rows[:_MOST_ROWS], MetaRow("…", MetaType.JSON, f"+{texts.number(hidden)}"))


def _read(raw: bytes) -> tuple[MetaRow, ...]:
    try:
        return rows_of(raw)
    except StrictJsonError:
        # A server that sends what it should not: shown as it is, in one row.
        return (MetaRow("", MetaType.JSON, raw.decode("utf-8", "replace")),)
