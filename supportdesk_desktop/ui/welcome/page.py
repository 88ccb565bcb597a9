"""The first-run page: a server, a key, the checks, or the sample data."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QWidget

from supportdesk_desktop import __version__
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.welcome.checks import Check, CheckList, CheckState
from supportdesk_desktop.ui.welcome.form import KeyEntry
from supportdesk_desktop.ui.widgets.choices import Segmented
from supportdesk_desktop.ui.widgets.labels import Label
from supportdesk_desktop.ui.widgets.layouts import hbox, scroll_down, vbox

_SIDE_BY_SIDE_FROM = 900


class Obstacle(StrEnum):
    """Why the key could not be taken over; each has its own sentence and next step."""

    REFUSED = "refused"
    BROWSER_KEY = "browser_key"
    UNREACHABLE = "unreachable"
    NOT_OUR_SERVER = "not_our_server"
    BAD_ADDRESS = "bad_address"
    OTHER_PROFILE = "other_profile"
    SERVER_FAULT = "server_fault"
    THROTTLED = "throttled"
    VAULT_ABSENT = "vault_absent"
    VAULT_LOCKED = "vault_locked"
    VAULT_REFUSED = "vault_refused"
    VAULT_WAITS = "vault_waits"


class FirstRunPage(QWidget):
    """Covers the whole window until a key is known, or another is needed.

    The key leaves by ``verify_requested`` and is cleared here at once.
    """

    verify_requested = Signal(str, str)
    demo_requested = Signal()
    continue_requested = Signal()
    cancelled = Signal()
    language_chosen = Signal(str)
    theme_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("first-run")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("ground", "window")
        self._cancellable = False
        self.language = Segmented([("fr", "Français", None), ("en", "English", None)], self)
        self.appearance = Segmented(
            [("light", "", None), ("dark", "", None), ("system", "", None)], self
        )
        self.entry = KeyEntry(self)
        self.checks = CheckList(self)
        self._card = QFrame(self)
        self._card.setProperty("kind", "card")
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._card)
        self._version = Label("", "caption", "text2", self)
        self._lay_out()
        self.entry.verify_requested.connect(self._verify)
        self.entry.demo_requested.connect(self.demo_requested)
        self.entry.continue_requested.connect(self.continue_requested)
        theme().changed.connect(self._arrange)
        follow_language(self._retranslate)

    def set_server(self, server: str) -> None:
        """Fill in the server's address."""
        self.entry.set_server(server)

    def set_choices(self, language: str, appearance: str) -> None:
        """Show the language ("fr", "en") and theme ("light", "dark", "system") in use."""
        for choice, key in ((self.language, language), (self.appearance, appearance)):
            choice.blockSignals(True)
            choice.set_current(key)
            choice.blockSignals(False)

    def set_cancellable(self, cancellable: bool) -> None:
        """Say whether Escape leads back: a key is replaced, not given for the first time."""
        self._cancellable = cancellable

    def show_key_accepted(self, shop: str, agent: str | None) -> None:
        """The server knows the key: only this is needed to go on."""
        value = shop if agent is None else f"{shop}, {agent}"
        self.checks.set_check(Check.KEY, CheckState.GOOD, value)
        self.entry.show_ready()

    def show_feed(self, offered: bool) -> None:
        """The server offers the live feed, or not; both let one go on."""
        if offered:
            self.checks.set_check(Check.FEED, CheckState.GOOD, self.tr("Offert par ce serveur."))
            return
        text = self.tr(
            "Ce serveur n’en offre pas : le dépôt, la boîte d’envoi et la recherche "
            "locale restent disponibles."
        )
        self.checks.set_check(Check.FEED, CheckState.NOTED, text)

    def show_notifications(self, latency_ms: float | None) -> None:
        """A trial was shown after so many milliseconds; None: there is no service."""
        if latency_ms is None:
            text = self.tr("Aucun service de notification : tout reste écrit dans l’application.")
            self.checks.set_check(Check.NOTIFICATIONS, CheckState.NOTED, text)
            return
        text = self.tr("Essai affiché en {time}.").format(time=texts.latency(latency_ms))
        self.checks.set_check(Check.NOTIFICATIONS, CheckState.GOOD, text)

    def show_clock(self, offset_ms: int | None) -> None:
        """The server's clock differs by at least so many milliseconds; None: it told no time."""
        if offset_ms is None:
            text = self.tr("Ce serveur ne donne pas son heure.")
            self.checks.set_check(Check.CLOCK, CheckState.NOTED, text)
            return
        far = abs(offset_ms) > 2000
        if abs(offset_ms) < 1000:
            text = self.tr("Moins d’une seconde d’écart avec le serveur.")
        else:
            length = texts.duration(abs(offset_ms))
            text = self.tr("Écart avec le serveur : {time}.").format(time=length)
        self.checks.set_check(Check.CLOCK, CheckState.NOTED if far else CheckState.GOOD, text)

    def show_obstacle(self, obstacle: Obstacle, server_message: str = "") -> None:
        """Say why it did not work; ``server_message`` is the server's own sentence."""
        text = self.obstacle_text(obstacle)
        if server_message:
            said = self.tr("Réponse du serveur : {text}").format(text=server_message)
            text = f"{text} {said}"
        keyring = obstacle in (
            Obstacle.VAULT_ABSENT,
            Obstacle.VAULT_LOCKED,
            Obstacle.VAULT_REFUSED,
            Obstacle.VAULT_WAITS,
        )
        if keyring:
            self.entry.show_note("warn", text)
            return
        self.show_failure(text, on_server=obstacle in _ABOUT_THE_SERVER)
        if obstacle in _ABOUT_THE_KEY:
            self.checks.set_check(Check.KEY, CheckState.FAILED, self.tr("Pas acceptée."))

    def show_failure(self, text: str, *, on_server: bool = False) -> None:
        """Say in a sentence of its own why it did not work, beside the field that it is about."""
        self.entry.show_refusal(text, on_server=on_server)
        self.checks.reset()
        self.checks.set_check(Check.KEY, CheckState.NOTED, self.tr("Pas vérifiée."))

    def obstacle_text(self, obstacle: Obstacle) -> str:
        """Return the sentence of an obstacle, with the next step."""
        return {
            Obstacle.REFUSED: self.tr(
                "Clé refusée par le serveur. Vérifiez qu’elle est entière et non révoquée."
            ),
            Obstacle.BROWSER_KEY: self.entry.browser_key_text(),
            Obstacle.UNREACHABLE: self.tr(
                "Serveur injoignable. Vérifiez l’adresse et la connexion, puis réessayez."
            ),
            Obstacle.NOT_OUR_SERVER: self.tr(
                "Un autre serveur a répondu (portail ou proxy). La clé ne lui est pas envoyée "
                "plus loin ; ouvrez d’abord la connexion du réseau."
            ),
            Obstacle.BAD_ADDRESS: self.tr(
                "Cette adresse ne convient pas : il faut https, sans identifiant ni paramètres."
            ),
            Obstacle.OTHER_PROFILE: self.tr(
                "Ce profil appartient à un autre serveur ou à un autre agent. Ouvrez un autre "
                "profil avec --profile."
            ),
            Obstacle.SERVER_FAULT: self.tr(
                "Erreur du serveur. Rien n’est perdu, réessayez dans un instant."
            ),
            Obstacle.THROTTLED: self.tr(
                "Trop de demandes pour l’instant. Réessayez dans une minute."
            ),
            Obstacle.VAULT_ABSENT: self.tr(
                "Trousseau indisponible : la clé ne sera pas gardée après la fermeture."
            ),
            Obstacle.VAULT_LOCKED: self.tr(
                "Trousseau verrouillé : déverrouillez-le, sinon la clé ne sera pas gardée après "
                "la fermeture."
            ),
            Obstacle.VAULT_WAITS: self.tr(
                "Trousseau verrouillé : déverrouillez-le, cette fenêtre continue alors d’elle-même "
                "avec la clé qui y est gardée."
            ),
            Obstacle.VAULT_REFUSED: self.tr(
                "Le trousseau a refusé la clé : elle ne sera pas gardée après la fermeture."
            ),
        }[obstacle]

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Bienvenue"))
        self.language.setAccessibleName(self.tr("Langue"))
        self.appearance.setAccessibleName(self.tr("Apparence"))
        self.appearance.set_texts([self.tr("Clair"), self.tr("Sombre"), self.tr("Système")])
        self._version.setText(self.tr("Version {version}").format(version=__version__))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.entry.focus_key()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._cancellable:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _lay_out(self) -> None:
        head = hbox(None, self.language, self.appearance, margins=(16, 12, 16, 12), spacing=12)
        self._sides.setContentsMargins(1, 1, 1, 1)
        self._sides.setSpacing(0)
        self._sides.addWidget(self.entry, 62)
        self._sides.addWidget(self.checks, 34)
        inner = QWidget()
        middle = vbox(None, of=inner, margins=(24, 8, 24, 8))
        around = hbox(None, self._card, None)
        middle.addLayout(around)
        middle.addStretch(1)
        scroll = QScrollArea(self)
        scroll_down(scroll, inner)
        outer = vbox(head, (scroll, 1), of=self)
        outer.addWidget(self._version, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addSpacing(14)
        self.language.chosen.connect(self.language_chosen)
        self.appearance.chosen.connect(self.theme_chosen)

    def _arrange(self) -> None:
        scale = theme().scale
        side_by_side = self.width() / scale >= _SIDE_BY_SIDE_FROM
        direction = QBoxLayout.Direction
        self._sides.setDirection(direction.LeftToRight if side_by_side else direction.TopToBottom)
        width = 960 if side_by_side else 640
        self._card.setFixedWidth(min(theme().px(width), self.width() - 48))

    def _verify(self, server: str, key: str) -> None:
        self.checks.reset()
        self.checks.set_check(Check.KEY, CheckState.RUNNING)
        self.verify_requested.emit(server, key)


_ABOUT_THE_KEY = frozenset({Obstacle.REFUSED, Obstacle.BROWSER_KEY, Obstacle.OTHER_PROFILE})
_ABOUT_THE_SERVER = frozenset(
    {Obstacle.UNREACHABLE, Obstacle.NOT_OUR_SERVER, Obstacle.BAD_ADDRESS, Obstacle.OTHER_PROFILE}
)
