"""A window of its own, never modal: six sections in one scroll, each change applied at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QWidget

from supportdesk_desktop.core import settings
from supportdesk_desktop.core.settings import SETTINGS, Section, Setting
from supportdesk_desktop.core.text import words as folded_words
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.settings.controls import (
    BurstControl,
    ChoiceControl,
    DashboardControl,
    ListControl,
    ScaleControl,
    SettingControl,
    SwitchControl,
    WaitsControl,
)
from supportdesk_desktop.ui.settings.index import SettingsIndex
from supportdesk_desktop.ui.settings.row import FactRow, Row, SettingRow
from supportdesk_desktop.ui.settings.schedule import ScheduleControl
from supportdesk_desktop.ui.settings.words import ChoiceWords, SettingsWords
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import XL, M, S
from supportdesk_desktop.ui.timers import later
from supportdesk_desktop.ui.widgets.buttons import PlainButton
from supportdesk_desktop.ui.widgets.labels import Label
from supportdesk_desktop.ui.widgets.layouts import hbox, named, scroll_down, vbox
from supportdesk_desktop.ui.widgets.painting import brand_icon

SIZE, LEAST = (1200, 860), (640, 480)
_INDEX_FROM, _BESIDE_FROM = 800, 1080
"""Effective widths from which the index is at the left, and a row's parts are side by side."""


class SettingsWindow(QWidget):
    """Shows values and emits changes; its presenter then shows each new value again."""

    chosen = Signal(object, object)
    """A ``Setting`` and the value that it is to have."""
    reset_all_requested = Signal()
    test_requested = Signal()
    new_key_requested = Signal()
    news_requested = Signal()
    shown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("settings-window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("ground", "surface")
        self._words = SettingsWords(self)
        self._service = ""
        self._asked: Section | None = None
        self._going = False
        self.index = SettingsIndex(self._words, self)
        self._test = named(PlainButton("", "bell"), "send-test")
        self._new_key = named(PlainButton("", "key"), "new-key")
        self._news = named(PlainButton("", "bolt"), "show-news")
        self._server = FactRow("fact-server")
        self._key = FactRow("fact-key", self._new_key)
        self._version = FactRow("fact-version", self._news)
        self.rows = _setting_rows(ChoiceWords(self), self._test)
        self._heads: dict[Section, QWidget] = {}
        self._titles: dict[Section, tuple[Label, Label]] = {}
        self._nothing = Label("", "body", "text2", self)
        self._scroll = QScrollArea(self)
        self._lay_out()
        self._connect()
        follow_language(self._retranslate)
        self._show_values({one.name: one.default for one in SETTINGS})
        # What is chosen before anybody serves the window would be lost.
        self._scroll.setEnabled(False)

    def open(self) -> None:
        """Come to the front, with the focus in the search."""
        self.shown.emit()
        if not self.isVisible():
            self.setWindowIcon(brand_icon())
            room = self.screen().availableSize()
            width, height = (theme().px(one) for one in SIZE)
            self.setMinimumSize(*LEAST)
            self.resize(min(width, room.width()), min(height, room.height()))
        self.show()
        self.raise_()
        self.activateWindow()
        self.index.search.setFocus()

    def show_values(self, values: Mapping[str, Any]) -> None:
        """Show values by the names of their settings; from now on they can be changed."""
        self._scroll.setEnabled(True)
        self._show_values(values)

    def _show_values(self, values: Mapping[str, Any]) -> None:
        changed = dict.fromkeys(Section, 0)
        for row in self._all_rows():
            if row.setting.name in values:
                row.show_value(values[row.setting.name])
            changed[row.setting.section] += row.changed
        self.index.show_changed(changed)
        self._find()

    def show_facts(self, *, server: str, agent: str, version: str) -> None:
        """Show what is no setting; ``agent`` may be empty."""
        self._server.value.setText(server)
        self._key.value.setText(agent)
        self._version.value.setText(version)

    def show_service(self, name: str) -> None:
        """Show the name of the notification service, empty for none."""
        self._service = name
        self._say_sections()

    def show_test_result(self, words: str, *, running: bool = False) -> None:
        """Show the outcome of a test announcement beside the switch."""
        self._test.setEnabled(not running)
        self._test.setText(words or self.tr("Envoyer un essai"))
        self._test.setAccessibleDescription(words)

    def go_to(self, section: Section) -> None:
        bar = self._scroll.verticalScrollBar()
        self._going = True
        bar.setValue(min(self._heads[section].y(), bar.maximum()))
        self._going = False
        self._asked = section
        self.index.show_current(section)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave by Escape: question, search, window."""
        if event.key() == Qt.Key.Key_Escape:
            if not self.index.step_back():
                self.close()
        elif event.matches(QKeySequence.StandardKey.Find):
            self.index.search.setFocus()
            self.index.search.selectAll()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._arrange()
        later(0, self, self._follow_scroll)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Réglages – SupportDesk Desktop"))
        self._test.setText(self.tr("Envoyer un essai"))
        self._new_key.setText(self.tr("Saisir une nouvelle clé"))
        self._news.setText(self.tr("Nouveautés"))
        self._nothing.setText(self.tr("Aucun réglage ne correspond."))
        shown = (self._server, self._key, self._version)
        for fact, words in zip(shown, self._words.facts(), strict=True):
            fact.set_words(words)
        for row in self._all_rows():
            row.say(self._words.row(row.setting))
        self._say_sections()
        self._find()

    def _all_rows(self) -> list[SettingRow]:
        return [row for rows in self.rows.values() for row in rows]

    def _rows_of(self, section: Section) -> list[Row]:
        rows: list[Row] = list(self.rows[section])
        if section is Section.ACCOUNT:
            rows = [self._server, self._key]
        elif section is Section.ADVANCED:
            rows.append(self._version)
        return rows

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inside.setProperty("ground", "surface")
        column = vbox(self._nothing, of=inside, margins=(XL, S, XL, XL), spacing=0)
        self._nothing.setContentsMargins(M, XL, 0, 0)
        self._nothing.hide()
        for section in Section:
            column.addWidget(self._head(section, inside))
            for row in self._rows_of(section):
                column.addWidget(row)
        column.addStretch(1)
        scroll_down(self._scroll, inside)
        self._box = hbox(self.index, (self._scroll, 1), of=self, spacing=0)

    def _head(self, section: Section, parent: QWidget) -> QWidget:
        head = self._heads[section] = QWidget(parent)
        title = Label("", "section", "text1", head)
        beside = Label("", "caption", "text2", head, wraps=True)
        self._titles[section] = (title, beside)
        hbox(title, (beside, 1), of=head, margins=(M, M, 0, S), spacing=S)
        return head

    def _connect(self) -> None:
        self._test.clicked.connect(self.test_requested)
        self._new_key.clicked.connect(self.new_key_requested)
        self._news.clicked.connect(self.news_requested)
        self.index.section_chosen.connect(self.go_to)
        self.index.search.textChanged.connect(lambda _text: self._find())
        self.index.reset_requested.connect(self.reset_all_requested)
        self._scroll.verticalScrollBar().valueChanged.connect(self._follow_scroll)
        for row in self._all_rows():
            row.chosen.connect(self.chosen)
        theme().changed.connect(self._arrange)

    def _find(self) -> None:
        """Show the rows that the search finds; a section without any goes too."""
        words = folded_words(self.index.search.text())
        for section, head in self._heads.items():
            rows = self._rows_of(section)
            for row in rows:
                row.setVisible(row.found_by(words))
            head.setVisible(not all(row.isHidden() for row in rows))
        self._nothing.setVisible(all(head.isHidden() for head in self._heads.values()))

    def _follow_scroll(self) -> None:
        """Mark the section at the top; one that was asked for stays marked until a scroll."""
        bar = self._scroll.verticalScrollBar()
        shown = [one for one in Section if not self._heads[one].isHidden()]
        if self._going or not shown:
            return
        self._asked = None
        passed = [one for one in shown if self._heads[one].y() <= bar.value() + theme().px(XL)]
        at_end = bar.maximum() > 0 and bar.value() == bar.maximum()
        self.index.show_current(shown[-1] if at_end else (passed or shown[:1])[-1])

    def _arrange(self) -> None:
        effective = self.width() / theme().scale
        narrow = effective < _INDEX_FROM
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._box.setDirection(way)
        self.index.set_narrow(narrow)
        for section in Section:
            for row in self._rows_of(section):
                row.set_narrow(effective < _BESIDE_FROM)
        if self._asked is not None:
            later(0, self, self._go_there)

    def _go_there(self) -> None:
        """Come back to the section that was asked for, after rows took other heights."""
        if self._asked is not None:
            self.go_to(self._asked)

    def _say_sections(self) -> None:
        for section, (title, beside) in self._titles.items():
            name, more = self._words.section(section)
            if section is Section.NOTIFICATIONS and self._service:
                more = self.tr("par le service du système\u00a0: {name}").format(name=self._service)
            title.setText(name)
            beside.setText(more)


def _control_of(setting: Setting[Any], words: ChoiceWords) -> SettingControl:
    makers: dict[str, Callable[[], SettingControl]] = {
        settings.SHOWS.name: lambda: ChoiceControl(words.shows),
        settings.THEME.name: lambda: ChoiceControl(words.theme),
        settings.LANGUAGE.name: lambda: ChoiceControl(words.language),
        settings.DENSITY.name: lambda: ChoiceControl(words.density),
        settings.UNDO_S.name: lambda: ChoiceControl(words.undo),
        settings.REMIND_MIN.name: lambda: ListControl("remind", words.remind),
        settings.SOUND.name: lambda: ListControl("sound", words.sound),
        settings.KEPT_DAYS.name: lambda: ListControl("kept-days", words.kept),
        settings.DASHBOARD_URL.name: DashboardControl,
        settings.TEXT_SCALE.name: ScaleControl,
        settings.BURST.name: BurstControl,
        settings.ESCALATION_LIMITS.name: lambda: WaitsControl(words.waits),
        settings.WAITS.name: lambda: WaitsControl(words.waits),
        settings.QUIET_HOURS.name: ScheduleControl,
    }
    return makers.get(setting.name, SwitchControl)()


def _setting_rows(words: ChoiceWords, test: QWidget) -> dict[Section, list[SettingRow]]:
    """Return a row for each setting by section; ``test`` stands beside the first announcement's."""
    rows: dict[Section, list[SettingRow]] = {one: [] for one in Section}
    for setting in SETTINGS:
        beside = test if setting is settings.ANNOUNCES else None
        row = SettingRow(setting, _control_of(setting, words), beside=beside)
        rows[setting.section].append(row)
    return rows
