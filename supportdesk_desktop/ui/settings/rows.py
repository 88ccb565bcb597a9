"""Makes the rows of each section, in the order of the window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from supportdesk_desktop.core import settings
from supportdesk_desktop.core.arrangement import Density
from supportdesk_desktop.core.links import is_dashboard_template
from supportdesk_desktop.core.notices import Shows
from supportdesk_desktop.core.settings import SETTINGS, Section, Setting
from supportdesk_desktop.ui.settings.controls import (
    BurstControl,
    ChoiceControl,
    ListControl,
    ScaleControl,
    SettingControl,
    SwitchControl,
)
from supportdesk_desktop.ui.settings.row import Row, SettingRow
from supportdesk_desktop.ui.settings.schedule import ScheduleControl
from supportdesk_desktop.ui.theme import set_look, theme
from supportdesk_desktop.ui.theme.tokens import S
from supportdesk_desktop.ui.widgets.buttons import PlainButton
from supportdesk_desktop.ui.widgets.labels import Label

EXAMPLE = "https://support.exemple.bj/tickets/{number}"
LONGEST = 500


class DashboardControl(SettingControl):
    """A line of text; what is not usable is marked and changes nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = QLineEdit(self)
        self._line.setObjectName("dashboard-url")
        self._line.setMaxLength(LONGEST)
        self._line.setPlaceholderText(EXAMPLE)
        self._line.setMinimumWidth(theme().px(320))
        self._line.textEdited.connect(lambda: self._mark(False))
        self._line.editingFinished.connect(self._tell)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._line, 1)

    def show_value(self, value: Any) -> None:
        """Show an address."""
        if value != self._line.text().strip():
            self._line.setText(value)
        self._mark(False)

    def text_of(self, value: Any) -> str:
        """Return the address, or that there is none."""
        return value or self.tr("aucune")

    def set_name(self, name: str, hint: str) -> None:
        """Name the line."""
        self._line.setAccessibleName(name)
        self._line.setAccessibleDescription(hint)

    def _tell(self) -> None:
        typed = self._line.text().strip()
        usable = not typed or is_dashboard_template(typed)
        self._mark(not usable)
        if usable:
            self.chosen.emit(typed)

    def _mark(self, refused: bool) -> None:
        set_look(self._line, "refused", refused)


class ChoiceWords(QObject):
    """The choices of settings that have few, in the language of the moment."""

    def shows(self) -> Sequence[tuple[Any, str]]:
        """Return what an announcement may show."""
        return (
            (Shows.SUBJECT_AND_CUSTOMER, self.tr("Sujet et client")),
            (Shows.SUBJECT, self.tr("Sujet")),
            (Shows.NUMBER, self.tr("Numéro seul")),
        )

    def theme(self) -> Sequence[tuple[Any, str]]:
        """Return the appearances."""
        return (
            ("light", self.tr("Clair")),
            ("dark", self.tr("Sombre")),
            ("system", self.tr("Système")),
        )

    def language(self) -> Sequence[tuple[Any, str]]:
        """Return the languages, each in its own."""
        return (("fr", "Français"), ("en", "English"), ("system", self.tr("Système")))

    def density(self) -> Sequence[tuple[Any, str]]:
        """Return how much of a ticket a list shows."""
        return (
            (Density.COMFORTABLE, self.tr("Confortable")),
            (Density.COMPACT, self.tr("Compacte")),
        )

    def undo(self) -> Sequence[tuple[Any, str]]:
        """Return the delays of a filing."""
        said = self.tr("{seconds} s")
        delays = ((one, said.format(seconds=one)) for one in (5, 10, 30))
        return ((0, self.tr("Aucun")), *delays)

    def remind(self) -> Sequence[tuple[Any, str]]:
        """Return after how long an unopened ticket is recalled."""
        said = self.tr("après {minutes} minutes")
        delays = ((one, said.format(minutes=one)) for one in (5, 10, 15, 30, 60))
        return ((0, self.tr("jamais")), *delays)

    def sound(self) -> Sequence[tuple[Any, str]]:
        """Return what is heard of an announcement."""
        return ((False, self.tr("Aucun")), (True, self.tr("Celui du système")))

    def kept(self) -> Sequence[tuple[Any, str]]:
        """Return how long tickets are kept."""
        return (
            (30, self.tr("30 jours")),
            (90, self.tr("3 mois")),
            (180, self.tr("6 mois")),
            (365, self.tr("12 mois")),
            (730, self.tr("24 mois")),
        )


class FactRow(Row):
    """A row that only tells something, with an action beside it where there is one."""

    def __init__(self, name: str, button: PlainButton | None = None) -> None:
        content = QWidget()
        super().__init__(name, content)
        self.value = Label("", "body", "text1", content)
        self.value.setWordWrap(True)
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S)
        row.addWidget(self.value, 1)
        if button is not None:
            row.addWidget(button)

    def value_text(self) -> str:
        """Return what it tells."""
        return self.value.text()


def control_of(setting: Setting[Any], words: ChoiceWords) -> SettingControl:
    """Return what a setting is changed with."""
    choices = {
        settings.SHOWS.name: words.shows,
        settings.THEME.name: words.theme,
        settings.LANGUAGE.name: words.language,
        settings.DENSITY.name: words.density,
        settings.UNDO_S.name: words.undo,
    }
    if setting.name in choices:
        return ChoiceControl(choices[setting.name])
    if setting.name == settings.REMIND_MIN.name:
        return ListControl("remind", words.remind)
    if setting.name == settings.SOUND.name:
        return ListControl("sound", words.sound)
    if setting.name == settings.KEPT_DAYS.name:
        return ListControl("kept-days", words.kept)
    if setting.name == settings.DASHBOARD_URL.name:
        return DashboardControl()
    if setting.name == settings.TEXT_SCALE.name:
        return ScaleControl()
    if setting.name == settings.BURST.name:
        return BurstControl()
    if setting.name == settings.QUIET_HOURS.name:
        return ScheduleControl()
    return SwitchControl()


def setting_rows(words: ChoiceWords, test: QWidget) -> dict[Section, list[SettingRow]]:
    """Return a row for each setting by section; ``test`` stands beside the first announcement's."""
    rows: dict[Section, list[SettingRow]] = {one: [] for one in Section}
    for setting in SETTINGS:
        beside = test if setting is settings.ANNOUNCES else None
        row = SettingRow(setting, control_of(setting, words), beside=beside)
        rows[setting.section].append(row)
    return rows
