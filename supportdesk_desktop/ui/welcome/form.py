"""The left side of the first run: address, key, and the ways on."""

from __future__ import annotations

import re
from enum import StrEnum

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme import set_look, theme
from supportdesk_desktop.ui.widgets.buttons import (
    IconButton,
    LinkButton,
    PlainButton,
    PrimaryButton,
)
from supportdesk_desktop.ui.widgets.labels import IconLabel, Label
from supportdesk_desktop.ui.widgets.layouts import hbox, named, vbox
from supportdesk_desktop.ui.widgets.painting import draw_brand_mark
from supportdesk_desktop.ui.widgets.wells import Well

PREFIX = "sk_live_agent_"
TAIL = 48
_WHOLE = re.compile(rf"{PREFIX}[A-Za-z0-9]{{{TAIL}}}")


class KeyForm(StrEnum):
    """The form of a typed key."""

    EMPTY = "empty"
    GOOD = "good"
    BROWSER = "browser"
    SHORT = "short"
    WRONG = "wrong"


def key_form(text: str) -> KeyForm:
    """Return what ``text`` looks like, spaces around it left aside."""
    key = text.strip()
    if not key:
        return KeyForm.EMPTY
    if key.startswith("pk_live_"):
        return KeyForm.BROWSER
    if _WHOLE.fullmatch(key):
        return KeyForm.GOOD
    tail = key.removeprefix(PREFIX)
    begun = key.startswith(PREFIX) and tail.isalnum() and len(tail) < TAIL
    return KeyForm.SHORT if begun or PREFIX.startswith(key) else KeyForm.WRONG


class _BrandMark(QWidget):
    def sizeHint(self) -> QSize:
        return QSize(theme().px(32), theme().px(32))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        side = min(self.width(), self.height())
        draw_brand_mark(QPainter(self), QRectF(0, 0, side, side))


VENDOR_SERVER = "https://supportdesk.innovartx.com/api/v1"


class KeyEntry(QWidget):
    """Server and key; the key is handed over once and never kept in the field."""

    verify_requested = Signal(str, str)
    demo_requested = Signal()
    continue_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("first-run-entry")
        self._ready = False
        self._product = Label("SupportDesk Desktop", "section", parent=self)
        self._welcome = Label("", "display", parent=self)
        self._intro = Label("", "body", "text2", self, wraps=True)
        self._expect = Label("", "caption", "text2", self, wraps=True)
        self._server_label = Label("", "bodymedium", parent=self)
        self.server = named(QLineEdit(VENDOR_SERVER, self), "server")
        self._server_problem = IconLabel("refused", "", "caption", "danger", self, wraps=True)
        self._key_label = Label("", "bodymedium", parent=self)
        self.key = named(QLineEdit(self), "agent-key")
        self._eye = named(IconButton("eye", parent=self), "show-key")
        self._eye.setCheckable(True)
        self._paste = named(PlainButton(parent=self), "paste-key")
        self._form = named(IconLabel("", "", "caption", "text2", self, wraps=True), "key-form")
        self._note = Well(parent=self)
        self._verify = named(PrimaryButton(parent=self), "verify-key")
        self._demo = named(LinkButton(parent=self), "sample-data")
        self._dress()
        self._lay_out()
        self._connect()
        follow_language(self._retranslate)
        self._check_key()

    def show_ready(self) -> None:
        """The key was accepted: the primary button now leads on."""
        self._ready = True
        self._set_enabled(True)
        self._check_key()
        self._verify.setFocus()
        self._form.set_content("confirmed", self.tr("Clé acceptée."), "ok")

    def show_refusal(self, text: str, *, on_server: bool) -> None:
        """Mark the field at fault; the key has to be given again."""
        self._set_enabled(True)
        self._check_key()
        field = self.server if on_server else self.key
        set_look(field, "refused", True)
        field.setAccessibleDescription(text)
        problem = self._server_problem if on_server else self._form
        problem.set_content("refused", text, "danger")
        problem.show()
        field.setFocus()

    def show_note(self, tone: str, text: str) -> None:
        """Show a sentence about the keyring in the well."""
        self._note.set_content(tone, "lock", "", text)

    def browser_key_text(self) -> str:
        return self.tr("C’est une clé de navigateur (pk_live_) : il faut une clé d’agent.")

    def _retranslate(self) -> None:
        self._welcome.setText(self.tr("Bienvenue"))
        self._intro.setText(
            self.tr(
                "Reliez ce poste à votre boutique. Il suffit d’une clé d’agent ; elle se crée "
                "dans le tableau de bord SupportDesk."
            )
        )
        self._expect.setText(
            self.tr(
                "Avec SupportDesk seul, vous déposez des tickets ; la liste en direct demande un "
                "bureau qui offre le flux : le nôtre, local ou en relais d’équipe."
            )
        )
        self._server_label.setText(self.tr("Adresse du serveur"))
        self._key_label.setText(self.tr("Clé d’agent"))
        self._eye.set_name(self.tr("Montrer la clé"))
        self._paste.setText(self.tr("Coller"))
        self._paste.setAccessibleName(self.tr("Coller la clé"))
        kept = self.tr(
            "La clé est gardée dans le trousseau du système, jamais dans un fichier ni dans "
            "un journal. Une clé par agent : elle se révoque seule."
        )
        self.show_note("neutral", kept)
        self._verify.set_key_hint(self.tr("Entrée"))
        self._demo.setText(self.tr("Découvrir avec des données d’exemple"))
        self._check_key()

    def _dress(self) -> None:
        self._server_label.setBuddy(self.server)
        self._key_label.setBuddy(self.key)
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.key.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.key.setMaxLength(256)
        self._server_problem.hide()

    def _lay_out(self) -> None:
        brand = hbox(_BrandMark(self), self._product, None, spacing=10)
        key = hbox((self.key, 1), self._eye, self._paste, spacing=6)
        ways = hbox(self._verify, self._demo, None, spacing=12)
        vbox(
            *(brand, 20, self._welcome, 2, self._intro, 4, self._expect, 12),
            *(self._server_label, self.server, self._server_problem, 8),
            *(self._key_label, key, self._form, 8, self._note, 12, ways, None),
            of=self,
            margins=(40, 36, 40, 36),
            spacing=4,
        )

    def _connect(self) -> None:
        for line in (self.key, self.server):
            line.textChanged.connect(self._check_key)
        self.key.returnPressed.connect(self._hand_over)
        self.server.returnPressed.connect(self.key.setFocus)
        self._eye.toggled.connect(self._show_key)
        self._paste.clicked.connect(self._paste_key)
        self._verify.clicked.connect(self._hand_over)
        self._demo.clicked.connect(self.demo_requested)

    def _check_key(self) -> None:
        """Show the form of the typed key; only a key of the right form can be submitted."""
        form = key_form(self.key.text())
        if form is not KeyForm.EMPTY:
            self._ready = False
            set_look(self.key, "refused", False)
            self.key.setAccessibleDescription("")
        set_look(self.server, "refused", False)
        self._server_problem.hide()
        shape = self.tr("Une clé d’agent : sk_live_agent_ suivi de 48 caractères.")
        good = self.tr("Forme correcte : sk_live_agent_ suivi de 48 caractères.")
        icon, text, tone = {
            KeyForm.EMPTY: ("", shape, "text2"),
            KeyForm.SHORT: ("", shape, "text2"),
            KeyForm.WRONG: ("warn", shape, "warn"),
            KeyForm.BROWSER: ("refused", self.browser_key_text(), "danger"),
            KeyForm.GOOD: ("check", good, "ok"),
        }[form]
        self._form.set_content(icon, text, tone)
        ready = self.tr("Ouvrir l’application")
        self._verify.setText(ready if self._ready else self.tr("Vérifier la clé"))
        self._verify.setEnabled(self._ready or form is KeyForm.GOOD)

    def _hand_over(self) -> None:
        if self._ready:
            self.continue_requested.emit()
            return
        key = self.key.text().strip()
        if key_form(key) is not KeyForm.GOOD:
            return
        server = self.server.text().strip()
        self._eye.setChecked(False)
        self.key.clear()
        self._set_enabled(False)
        self._form.set_content("sync", self.tr("Vérification…"), "text2")
        self.verify_requested.emit(server, key)

    def _set_enabled(self, enabled: bool) -> None:
        for widget in (self.server, self.key, self._eye, self._paste, self._demo):
            widget.setEnabled(enabled)

    def _show_key(self, shown: bool) -> None:
        echo = QLineEdit.EchoMode
        self.key.setEchoMode(echo.Normal if shown else echo.Password)
        self._eye.set_name(self.tr("Cacher la clé") if shown else self.tr("Montrer la clé"))

    def _paste_key(self) -> None:
        self.key.setText(QGuiApplication.clipboard().text().strip())
        self.key.setFocus()
