"""The left column of the settings window: search, sections, and the way back to all defaults."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPainter
from PySide6.QtWidgets import QLineEdit, QWidget

from supportdesk_desktop.core.settings import Section
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.settings.row import ANY_WIDTH
from supportdesk_desktop.ui.settings.words import SECTION_ICONS, SettingsWords
from supportdesk_desktop.ui.theme import follow_theme, set_look, theme
from supportdesk_desktop.ui.theme.tokens import CONTROL, XS, M, S
from supportdesk_desktop.ui.widgets.buttons import DangerButton, FlatButton, PlainButton
from supportdesk_desktop.ui.widgets.labels import Label
from supportdesk_desktop.ui.widgets.layouts import named, vbox
from supportdesk_desktop.ui.widgets.painting import draw_icon, draw_text, text_width

_WIDTH = 248
_ITEM_PAD = 9


class SectionItem(FlatButton):
    """A section; the one that is read has the ground of a selected view."""

    def __init__(self, section: Section, parent: QWidget) -> None:
        super().__init__(f"section-{section}", parent)
        self.setCheckable(True)
        self._icon = SECTION_ICONS[section]
        self._changed = 0

    def say(self, name: str, changed: int) -> None:
        """Show the section's name and how many settings of it were changed."""
        self.setText(name)
        self._changed = changed
        self.setAccessibleName(f"{name}, {self._count()}" if changed else name)
        self.update()

    def ground(self) -> str | None:
        return "railsel" if self.isChecked() else super().ground()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(160), theme().px(CONTROL))

    def paint_content(self, painter: QPainter, area: QRectF) -> None:
        look = theme()
        here, middle = self.isChecked(), area.center().y()
        draw_icon(painter, self._icon, "link" if here else "text2", _ITEM_PAD, middle)
        right = area.right() - _ITEM_PAD
        if self._changed:
            width = text_width("caption", self._count())
            box = QRectF(right - width, area.top(), width, area.height())
            draw_text(painter, "caption", "text1" if here else "text2", box, self._count())
            right -= width + XS
        left = _ITEM_PAD + look.px(16) + S
        role = "bodystrong" if here else "body"
        name = QRectF(left, area.top(), right - left, area.height())
        draw_text(painter, role, "text1" if here else "text2", name, self.text())
        cut = text_width(role, self.text()) > name.width() + 0.5
        self.set_text_tooltip(self.accessibleName() if cut else "")

    def nextCheckState(self) -> None:
        """Leave it to the scroll which section is read."""

    def _count(self) -> str:
        return self.tr("%n modifié(s)", "", self._changed)


class SettingsIndex(QWidget):
    """Sections follow what is read; search and reset are always there."""

    section_chosen = Signal(object)
    reset_requested = Signal()

    def __init__(self, words: SettingsWords, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("ground", "window")
        self.setProperty("edge", "right")
        self._words = words
        self._narrow = False
        self._changed: Mapping[Section, int] = {}
        self.title = Label("", "section", "text1", self)
        self.search = named(QLineEdit(self), "search-settings")
        self._magnifier = QAction(self)
        self.search.addAction(self._magnifier, QLineEdit.ActionPosition.LeadingPosition)
        self._magnifier.triggered.connect(self.search.setFocus)
        self.items = {one: SectionItem(one, self) for one in Section}
        for section, item in self.items.items():
            item.clicked.connect(lambda _on=False, one=section: self.section_chosen.emit(one))
        self._note = Label("", "caption", "text2", self, wraps=True)
        self.reset = named(PlainButton("", "reset", parent=self), "reset-all")
        self.reset.clicked.connect(lambda: self._ask(True))
        self._question = self._make_question()
        items, foot = self.items.values(), (self.reset, self._question)
        parts = (self.title, S, self.search, S, *items, None, self._note, S, *foot)
        vbox(*parts, of=self, margins=(M, M, M, M), spacing=2)
        follow_theme(self._size)
        follow_language(self._retranslate)

    def show_changed(self, changed: Mapping[Section, int]) -> None:
        """Show how many settings of each section were changed."""
        self._changed = changed
        for section, item in self.items.items():
            item.say(self._words.section(section)[0], changed.get(section, 0))
        count = sum(changed.values())
        self.reset.setEnabled(count > 0)
        self.reset.setToolTip("" if count else self.tr("Tout est par défaut."))
        if not count:
            self._ask(False)
        question = self.tr("Remettre %n réglage(s) par défaut\u00a0?", "", count)
        kept = self.tr("La clé, les brouillons et les tickets restent.")
        self._asked.setText(f"{question} {kept}")

    def show_current(self, section: Section) -> None:
        for one, item in self.items.items():
            item.setChecked(one is section)

    def set_narrow(self, narrow: bool) -> None:
        """Lie above the rows, without sections, or beside them."""
        self._narrow = narrow
        for part in (self.title, self._note, *self.items.values()):
            part.setVisible(not narrow)
        set_look(self, "edge", "bottom" if narrow else "right")
        self._size()

    def step_back(self) -> bool:
        """Leave the question, else the search; return whether there was one."""
        if self._question.isVisible():
            self._ask(False)
            self.reset.setFocus()
            return True
        if self.search.text():
            self.search.clear()
            return True
        return False

    def _retranslate(self) -> None:
        self.title.setText(self.tr("Réglages"))
        find = self.tr("Rechercher un réglage")
        self.search.setPlaceholderText(find)
        self.search.setAccessibleName(find)
        self._magnifier.setText(find)
        said = self.tr("Chaque changement s’applique aussitôt et se garde sur ce poste.")
        self._note.setText(said)
        self.reset.setText(self.tr("Tout remettre par défaut…"))
        self._yes.setText(self.tr("Remettre"))
        self._no.setText(self.tr("Garder"))
        self.show_changed(self._changed)

    def _make_question(self) -> QWidget:
        box = named(QWidget(self), "reset-question")
        self._asked = Label("", "caption", "text1", box, wraps=True)
        self._yes = named(DangerButton("", parent=box), "reset-yes")
        self._yes.clicked.connect(self._reset)
        self._no = named(PlainButton("", parent=box), "reset-no")
        self._no.clicked.connect(self.step_back)
        vbox(self._asked, self._yes, self._no, of=box, spacing=S)
        box.hide()
        return box

    def _ask(self, asking: bool) -> None:
        self._question.setVisible(asking)
        self.reset.setVisible(not asking)
        if asking:
            self._no.setFocus()

    def _reset(self) -> None:
        self._ask(False)
        self.search.setFocus()
        self.reset_requested.emit()

    def _size(self) -> None:
        width = theme().px(_WIDTH)
        self.setMinimumWidth(0 if self._narrow else width)
        self.setMaximumWidth(ANY_WIDTH if self._narrow else width)
        self._magnifier.setIcon(theme().icon("search", "text2"))
