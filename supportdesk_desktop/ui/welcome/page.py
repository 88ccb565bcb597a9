"""The first-run page: a server, a key, the checks, or the sample data."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QLabel, QScrollArea, QWidget

from supportdesk_desktop import __version__
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.welcome.form import KeyEntry
from supportdesk_desktop.ui.widgets.choices import Segmented
from supportdesk_desktop.ui.widgets.labels import Label
from supportdesk_desktop.ui.widgets.layouts import hbox, scroll_down, vbox

_SIDE_BY_SIDE_FROM = 900


class Check(StrEnum):
    """The checks of the first run; only the key must succeed to go on."""

    KEY = "key"
    FEED = "feed"
    NOTIFICATIONS = "notifications"
    CLOCK = "clock"


class CheckState(StrEnum):
    """The progress of a check."""

    WAITING = "waiting"
    RUNNING = "running"
    GOOD = "good"
    NOTED = "noted"
    """A failure that is no obstacle: no feed, no notification service."""
    FAILED = "failed"


_ICONS = {
    Check.KEY: "key",
    Check.FEED: "verified",
    Check.NOTIFICATIONS: "bell",
    Check.CLOCK: "clock",
}
_MARKS = {
    CheckState.WAITING: ("", "text2"),
    CheckState.RUNNING: ("sync", "text2"),
    CheckState.GOOD: ("confirmed", "ok"),
    CheckState.NOTED: ("minus", "warn"),
    CheckState.FAILED: ("refused", "danger"),
}
"""Icon and tone of a state; what waits has the icon of its check."""


class CheckList(QFrame):
    """A column of checks on a sunken ground."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("first-run-checks")
        self.setProperty("ground", "sunken")
        self.states: dict[Check, CheckState] = {}
        self._values: dict[Check, str] = {}
        self._head = Label("", "section", parent=self)
        self._marks = {check: QLabel(self) for check in Check}
        self._titles = {check: Label("", "bodymedium", parent=self) for check in Check}
        self._notes = {check: Label("", "caption", "text2", self, wraps=True) for check in Check}
        self._foot = Label("", "caption", "text2", self, wraps=True)
        self._lay_out()
        self.reset()
        theme().changed.connect(self._fill)
        follow_language(self._retranslate)

    def set_check(self, check: Check, state: CheckState, value: str = "") -> None:
        """Show how far a check has come and what it found ("Boutique Adjara", "12 ms")."""
        self.states[check], self._values[check] = state, value
        self._fill()

    def reset(self) -> None:
        self.states = dict.fromkeys(Check, CheckState.WAITING)
        self._values = dict.fromkeys(Check, "")
        self._fill()

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Vérifications"))
        self._head.setText(self.tr("Ce qui sera vérifié"))
        self._foot.setText(self.tr("Aucun ticket n’est créé pendant cette vérification."))
        self._titles[Check.KEY].setText(self.tr("La clé"))
        self._titles[Check.FEED].setText(self.tr("Le flux en direct"))
        self._titles[Check.NOTIFICATIONS].setText(self.tr("Les notifications"))
        self._titles[Check.CLOCK].setText(self.tr("L’horloge"))
        self._fill()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        for place, check in enumerate(Check):
            row = 3 * place
            grid.addWidget(self._marks[check], row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._titles[check], row, 1)
            grid.addWidget(self._notes[check], row + 1, 1)
            grid.setRowMinimumHeight(row + 2, 16)
        around = (28, 36, 28, 28)
        vbox(self._head, grid, None, self._foot, of=self, margins=around, spacing=16)

    def _fill(self) -> None:
        look = theme()
        for check in Check:
            state = self.states[check]
            icon, tone = _MARKS[state]
            self._marks[check].setPixmap(look.pixmap(icon or _ICONS[check], tone, ground="sunken"))
            self._notes[check].setText(self._values[check] or self._intent(check))
            self._notes[check].set_tone(tone)

    def _intent(self, check: Check) -> str:
        if self.states[check] is CheckState.RUNNING:
            return self.tr("Vérification…")
        return {
            Check.KEY: self.tr("Acceptée par le serveur, de type agent, pour la bonne boutique."),
            Check.FEED: self.tr(
                "S’il existe, vos tickets arrivent seuls, et l’application prouve qu’il n’en "
                "manque pas."
            ),
            Check.NOTIFICATIONS: self.tr("Un essai s’affiche, avec son délai."),
            Check.CLOCK: self.tr("L’écart avec le serveur est mesuré, pour des heures justes."),
        }[check]


class Obstacle(StrEnum):
    """A reason why the key was not accepted, each with its own sentence and next step."""

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
    cancelled = Signal()
    language_chosen = Signal(str)
    theme_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("first-run")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("ground", "window")
        self.cancellable = False
        """True if Escape leads back: a key is replaced, not given for the first time."""
        self.language = Segmented([("fr", "Français", None), ("en", "English", None)], self)
        looks = ("light", "dark", "system")
        self.appearance = Segmented([(look, "", None) for look in looks], self)
        self.entry = KeyEntry(self)
        self.checks = CheckList(self)
        self._card = QFrame(self)
        self._card.setProperty("kind", "card")
        sides = ((self.entry, 62), (self.checks, 34))
        self._sides = hbox(*sides, of=self._card, margins=(1, 1, 1, 1), spacing=0)
        self._version = Label("", "caption", "text2", self)
        self._lay_out()
        self.entry.verify_requested.connect(self._verify)
        theme().changed.connect(self._arrange)
        follow_language(self._retranslate)

    def set_choices(self, language: str, appearance: str) -> None:
        """Show the language ("fr", "en") and theme ("light", "dark", "system") in use."""
        for choice, key in ((self.language, language), (self.appearance, appearance)):
            with QSignalBlocker(choice):
                choice.set_current(key)

    def show_key_accepted(self, shop: str, agent: str | None) -> None:
        """The server knows the key: only this is needed to go on."""
        value = shop if agent is None else f"{shop}, {agent}"
        self.checks.set_check(Check.KEY, CheckState.GOOD, value)
        self.entry.show_ready()

    def show_feed(self, offered: bool) -> None:
        """The server offers the live feed, or not; both let one go on."""
        state, text = CheckState.GOOD, self.tr("Offert par ce serveur.")
        if not offered:
            state, text = (
                CheckState.NOTED,
                self.tr(
                    "Ce serveur n’en offre pas : le dépôt, la boîte d’envoi et la recherche "
                    "locale restent disponibles."
                ),
            )
        self.checks.set_check(Check.FEED, state, text)

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
        """Show why it failed; ``server_message`` is the server's own sentence."""
        text = self.obstacle_text(obstacle)
        if server_message:
            said = self.tr("Réponse du serveur : {text}").format(text=server_message)
            text = f"{text} {said}"
        if obstacle in _ABOUT_THE_KEYRING:
            self.entry.show_note("warn", text)
            return
        self.show_failure(text, on_server=obstacle in _ABOUT_THE_SERVER)
        if obstacle in _ABOUT_THE_KEY:
            self.checks.set_check(Check.KEY, CheckState.FAILED, self.tr("Pas acceptée."))

    def show_failure(self, text: str, *, on_server: bool = False) -> None:
        """Show why it failed, in a sentence of its own beside the field concerned."""
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
        self.entry.key.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.cancellable:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _lay_out(self) -> None:
        head = hbox(None, self.language, self.appearance, margins=(16, 12, 16, 12), spacing=12)
        inner = QWidget()
        vbox(None, hbox(None, self._card, None), None, of=inner, margins=(24, 8, 24, 8))
        scroll = QScrollArea(self)
        scroll_down(scroll, inner)
        vbox(head, (scroll, 1), (self._version, Qt.AlignmentFlag.AlignHCenter), 14, of=self)
        self.language.chosen.connect(self.language_chosen)
        self.appearance.chosen.connect(self.theme_chosen)

    def _arrange(self) -> None:
        side_by_side = self.width() / theme().scale >= _SIDE_BY_SIDE_FROM
        direction = QBoxLayout.Direction
        self._sides.setDirection(direction.LeftToRight if side_by_side else direction.TopToBottom)
        width = 960 if side_by_side else 640
        self._card.setFixedWidth(min(theme().px(width), self.width() - 48))

    def _verify(self, server: str, key: str) -> None:
        self.checks.reset()
        self.checks.set_check(Check.KEY, CheckState.RUNNING)
        self.verify_requested.emit(server, key)


_ABOUT_THE_KEYRING = frozenset(one for one in Obstacle if one.startswith("vault"))
_ABOUT_THE_KEY = frozenset({Obstacle.REFUSED, Obstacle.BROWSER_KEY, Obstacle.OTHER_PROFILE})
_ABOUT_THE_SERVER = frozenset(
    {Obstacle.UNREACHABLE, Obstacle.NOT_OUR_SERVER, Obstacle.BAD_ADDRESS, Obstacle.OTHER_PROFILE}
)
