"""The page behind the strip's state: what is proven now, by what, and what is not."""

from __future__ import annotations

from collections.abc import Callable
from itertools import zip_longest

from PySide6.QtCore import QObject, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from supportdesk_desktop import __version__
from supportdesk_desktop.core.feed_status import FeedState, FeedStatus
from supportdesk_desktop.core.statistics import TrustRecord
from supportdesk_desktop.core.times import iso_utc
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.timers import now_ms
from supportdesk_desktop.ui.trust.states import CauseWords
from supportdesk_desktop.ui.trust.words import Face
from supportdesk_desktop.ui.widgets.buttons import IconButton, PlainButton
from supportdesk_desktop.ui.widgets.labels import IconLabel, Label
from supportdesk_desktop.ui.widgets.layouts import hairline, hbox, named, scroll_down, vbox
from supportdesk_desktop.ui.widgets.popover import Popover

Fact = tuple[str, str, str]
"""One line: its key, what it is about, and what is known."""


class DetailWords(QObject):
    """Explains a status of the feed."""

    def meaning(self, status: FeedStatus) -> str:
        """Return what the present state does and does not prove."""
        offline = self.tr(
            "Ce poste ne reçoit rien du serveur. Des tickets ont pu arriver ou changer "
            "depuis la dernière preuve. Dès le retour de la connexion, ce qui a manqué "
            "est rejoué, ou la liste entière est relue."
        )
        refused = self.tr(
            "Le serveur n’accepte pas la clé de ce poste pour cet agent. La liste n’est plus "
            "tenue à jour ; vos données restent sur ce poste."
        )
        return {
            FeedState.VERIFIED: self.tr(
                "Le serveur vient de dire le numéro de son dernier événement et le nombre de "
                "vos tickets. Les deux sont égaux à ce que ce poste a enregistré : la liste "
                "est complète à cette heure. C’est la seule preuve qui affiche « À jour »."
            ),
            FeedState.UNVERIFIED: self.tr(
                "La dernière preuve ne vaut plus pour le présent, et la suivante n’est pas "
                "encore là. Rien ne dit que la liste a changé, rien ne dit qu’elle est encore "
                "complète."
            ),
            FeedState.CATCHING_UP: self.tr(
                "La connexion est rétablie et ce qui a manqué est en train d’être lu. La "
                "liste d’avant reste affichée ; elle sera dite à jour à la prochaine preuve "
                "du serveur."
            ),
            FeedState.OFFLINE: offline,
            FeedState.CONNECTING: offline,
            FeedState.NO_FEED: self.tr(
                "Ce serveur n’offre pas de flux : rien ne peut prouver ici que la liste est "
                "complète. Le dépôt, la boîte d’envoi et la recherche sur ce poste "
                "fonctionnent."
            ),
            FeedState.ELSEWHERE: self.tr(
                "Une autre copie de l’application suit vos tickets. Cette fenêtre ne reçoit "
                "plus rien tant qu’elle ne reprend pas sa place."
            ),
            FeedState.UPDATE_NEEDED: self.tr(
                "Le serveur ne parle plus avec cette version. La liste n’est plus tenue à "
                "jour ; vos données restent sur ce poste."
            ),
        }.get(status.state, refused)

    def facts(self, status: FeedStatus, record: TrustRecord, now_ms: int) -> list[Fact]:
        """Return the figures behind a status at ``now_ms`` (milliseconds since the epoch)."""
        cursor = record.cursor
        stored = self.tr("aucune : la liste entière sera demandée")
        if cursor is not None:
            stored = self.tr("événement n° {seq}").format(seq=texts.number(cursor.seq))
        read = self.tr("pas encore")
        if record.snapshot_ms is not None:
            read = texts.moment(record.snapshot_ms, now_ms)
        facts = [
            ("head", self.tr("Dernier événement"), self._head(status)),
            ("count", self.tr("Nombre de tickets"), self._count(status)),
            ("time", self.tr("Heure du serveur"), self._time(status, now_ms)),
            ("offset", self.tr("Écart d’horloge"), self._offset(status)),
            ("latency", self.tr("Délai d’annonce"), self._latency(record)),
            ("epoch", self.tr("Époque"), status.epoch or "–"),
            ("cursor", self.tr("Position enregistrée"), stored),
            ("snapshot", self.tr("Relue en entier"), read),
            ("next", self.tr("Prochain essai"), self._next_try(status, now_ms)),
        ]
        if status.cause is not None:
            cause = CauseWords(self).with_code(status.cause, status.code)
            facts.append(("cause", self.tr("Cause"), cause))
        return facts

    def _head(self, status: FeedStatus) -> str:
        if status.verified_seq is None:
            return self._not_compared()
        known = self.tr("n° {seq}, {compared}")
        seq = texts.number(status.verified_seq)
        same = known.format(seq=seq, compared=self._compared(status))
        if status.seq is None or status.seq <= status.verified_seq:
            return same
        later = self.tr("puis n° {seq} reçu depuis").format(seq=texts.number(status.seq))
        return f"{same}, {later}"

    def _count(self, status: FeedStatus) -> str:
        if status.verified_tickets is None:
            return self._not_compared()
        count = texts.number(status.verified_tickets)
        same = f"{count}, {self._compared(status)}"
        if status.tickets == status.verified_tickets:
            return same
        later = self.tr("{count} depuis").format(count=texts.number(status.tickets))
        return f"{same}, {later}"

    def _compared(self, status: FeedStatus) -> str:
        """Return in words whether the comparison is of now or of the last verification."""
        if status.state is FeedState.VERIFIED:
            return self.tr("égal ici et sur le serveur")
        return self.tr("égal à la dernière vérification")

    def _not_compared(self) -> str:
        return self.tr("pas encore comparé depuis l’ouverture")

    def _time(self, status: FeedStatus, now_ms: int) -> str:
        verified = status.verified_up_to_ms
        if verified is None:
            return self.tr("aucune preuve jusqu’ici")
        return f"{texts.moment(verified, now_ms)} ({iso_utc(verified)})"

    def _offset(self, status: FeedStatus) -> str:
        if status.clock_offset_ms is None:
            return "–"
        offset = status.clock_offset_ms
        size = texts.latency(abs(offset))
        if offset == 0:
            return size
        ahead, behind = self.tr("{time}, le serveur avance"), self.tr("{time}, le serveur retarde")
        return (ahead if offset > 0 else behind).format(time=size)

    def _latency(self, record: TrustRecord) -> str:
        if record.announced is None:
            return self.tr("aucune annonce aujourd’hui")
        return self.tr("médiane {median}, p95 {p95} aujourd’hui").format(
            median=texts.latency(record.announced.median_ms),
            p95=texts.latency(record.announced.p95_ms),
        )

    def _next_try(self, status: FeedStatus, now_ms: int) -> str:
        if status.next_try_ms is None:
            connected = (FeedState.VERIFIED, FeedState.UNVERIFIED, FeedState.CATCHING_UP)
            return self.tr("connecté") if status.state in connected else self.tr("aucun prévu")
        left_ms = -(-max(0, status.next_try_ms - now_ms) // 1000) * 1000
        if left_ms == 0:
            return self.tr("en cours")
        return self.tr("dans {length}").format(length=texts.duration(left_ms))


_WIDTH = 560
_EDGE = 2


class TrustDetails(Popover):
    """A popover inside the window; Escape or the cross closes it."""

    def __init__(
        self, parent: QWidget | None = None, *, now_ms: Callable[[], int] = now_ms
    ) -> None:
        super().__init__("trust-details", parent)
        self._now_ms = now_ms
        self._words = DetailWords(self)
        self._status = FeedStatus(FeedState.CONNECTING, since_ms=now_ms())
        self._face: Face | None = None
        self._record = TrustRecord()
        self._title = Label("", "section", parent=self)
        self._state = IconLabel("", "", "captionstrong", "text1", self, wraps=True)
        self._meaning = Label("", "body", "text1", self, wraps=True)
        self._inner = QWidget()
        self._room = QScrollArea(self)
        self._grid = QGridLayout(self._inner)
        self._lines: list[tuple[Label, Label]] = []
        self._place: QRect | None = None
        self._copy = named(PlainButton(icon="copy", parent=self), "details-copy")
        self._close = named(IconButton("x", parent=self), "details-close")
        self._head = hbox(
            (self._title, 1), self._copy, self._close, margins=(16, 10, 12, 6), spacing=8
        )
        self._said = vbox(self._state, self._meaning, margins=(16, 2, 16, 10), spacing=6)
        self._lay_out()
        self._copy.clicked.connect(self._copy_text)
        self._close.clicked.connect(self.closed)
        follow_language(self._retranslate)

    def show_status(self, status: FeedStatus, face: Face) -> None:
        """Explain a status; ``face`` is how the strip shows it."""
        self._status, self._face = status, face
        self._show()

    def show_record(self, record: TrustRecord) -> None:
        self._record = record
        self._show()

    def place_over(self, room: QRect) -> None:
        """Take a place at the bottom left of ``room``, no larger than it."""
        look = theme()
        width = min(look.px(_WIDTH), room.width() - 24)
        inner = width - 2 * _EDGE
        needed = self._head.sizeHint().height() + 2 * _EDGE + 1
        needed += self._said.totalHeightForWidth(inner) + self._inner.minimumSizeHint().height()
        height = min(needed, room.height() - 24)
        self._place = room
        self.setGeometry(room.left() + 12, room.bottom() - height - 7, width, height)

    def focus_first(self) -> None:
        self._copy.setFocus(Qt.FocusReason.PopupFocusReason)

    def as_text(self) -> str:
        """Return everything on the page, for support: no key, no customer, no ticket."""
        now = self._now_ms()
        lines = [f"SupportDesk Desktop {__version__}, {iso_utc(now)}"]
        lines.append("" if self._face is None else self._face.said)
        lines.append(self._words.meaning(self._status))
        lines += [f"{name}\t{value}" for _key, name, value in self._facts(now)]
        return "\n".join(line for line in lines if line)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Ce qui est vérifié"))
        self._title.setText(self.tr("Ce qui est vérifié"))
        self._copy.setText(self.tr("Copier pour l’assistance"))
        self._copy.setToolTip(self.tr("Sans clé, sans client et sans ticket"))
        self._close.set_name(self.tr("Fermer"))
        self._show()

    def _show(self) -> None:
        if self._face is not None:
            self._state.set_content(self._face.icon, self._face.said, self._face.token)
        self._meaning.setText(self._words.meaning(self._status))
        self.setAccessibleDescription(self._meaning.text())
        facts = self._facts(self._now_ms())
        for key, _name, _value in facts[len(self._lines) :]:
            self._add_line(key)
        for (name, value), fact in zip_longest(self._lines, facts):
            name.setVisible(fact is not None)
            value.setVisible(fact is not None)
            if fact is not None:
                name.setText(fact[1])
                # The same text set again would lose what is selected in it.
                if value.text() != fact[2]:
                    value.setText(fact[2])
        if self._place is not None:
            self.place_over(self._place)

    def _facts(self, now_ms: int) -> list[Fact]:
        return self._words.facts(self._status, self._record, now_ms)

    def _add_line(self, key: str) -> None:
        """Add the line of a fact: each comes at the same place every time."""
        name = Label("", "body", "text2", self._inner)
        value = named(Label("", "body", wraps=True), f"details-{key}")
        value.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        row = len(self._lines)
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(name, row, 0, top)
        self._grid.addWidget(value, row, 1, top)
        self._grid.setRowStretch(row, 0)
        self._grid.setRowStretch(row + 1, 1)
        self._lines.append((name, value))

    def _copy_text(self) -> None:
        QGuiApplication.clipboard().setText(self.as_text())

    def _lay_out(self) -> None:
        self._grid.setContentsMargins(16, 10, 16, 10)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(1, 1)
        scroll_down(self._room, self._inner)
        parts = (self._head, self._said, hairline(self), (self._room, 1))
        vbox(*parts, of=self, margins=(1, 1, 1, 1), spacing=0)
