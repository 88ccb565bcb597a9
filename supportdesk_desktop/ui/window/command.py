"""Commands with their words, keys and the scope of the keys; and the commands of a window."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from enum import Enum, StrEnum, auto
from typing import TYPE_CHECKING

import msgspec
from PySide6 import QtGui
from PySide6.QtCore import QCoreApplication, QObject, SignalInstance

from supportdesk_desktop.core.feed_status import FeedState
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.links import dashboard_link, mail_link, whatsapp_link
from supportdesk_desktop.core.rows import TicketRow
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.window.state import TICKET_VIEWS

if TYPE_CHECKING:
    from supportdesk_desktop.ui.ticket.pane import DetailPane
    from supportdesk_desktop.ui.widgets.markdown_editor import MarkdownEditor
    from supportdesk_desktop.ui.window.window import MainWindow

KEYS_CONTEXT = "Keys"


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Mark ``text`` for lupdate, which knows this name alone; Qt's own is typed as an object."""
    return text


_NAMES = {
    "Shift": QT_TRANSLATE_NOOP("Keys", "Maj"),
    "Return": QT_TRANSLATE_NOOP("Keys", "Entrée"),
    "Enter": QT_TRANSLATE_NOOP("Keys", "Entrée"),
    "Esc": QT_TRANSLATE_NOOP("Keys", "Échap"),
    "Space": QT_TRANSLATE_NOOP("Keys", "Espace"),
    "Left": QT_TRANSLATE_NOOP("Keys", "Gauche"),
    "Right": QT_TRANSLATE_NOOP("Keys", "Droite"),
    "Up": QT_TRANSLATE_NOOP("Keys", "Haut"),
    "Down": QT_TRANSLATE_NOOP("Keys", "Bas"),
    "Del": QT_TRANSLATE_NOOP("Keys", "Suppr"),
}


def strokes(keys: str) -> tuple[str, ...]:
    """Return what is pressed one after the other, each in the words of the window.

    Args:
        keys: a portable sequence, "Ctrl+Shift+N" or "G, M".
    """
    return tuple(_stroke(stroke) for stroke in keys.split(", "))


def said(keys: str) -> str:
    """Return a sequence in one line: "G puis M"."""
    then = QCoreApplication.translate(KEYS_CONTEXT, "puis")
    return f" {then} ".join(strokes(keys))


def portable(sequence: QtGui.QKeySequence) -> str:
    return sequence.toString(QtGui.QKeySequence.SequenceFormat.PortableText)


def _stroke(stroke: str) -> str:
    if sys.platform == "darwin":
        native = QtGui.QKeySequence.SequenceFormat.NativeText
        return QtGui.QKeySequence(stroke).toString(native)
    # A plus at the end is the key itself: "Ctrl++".
    names = stroke.removesuffix("+").removesuffix("+").split("+") if stroke[-2:] == "++" else None
    parts = stroke.split("+") if names is None else [*names, "+"]
    return "+".join(
        QCoreApplication.translate(KEYS_CONTEXT, _NAMES[one]) if one in _NAMES else one
        for one in parts
    )


CONTEXT = "Commands"


class Scope(StrEnum):
    """The scope in which a command's keys are heard."""

    WINDOW = "window"
    EVERYWHERE = "everywhere"
    """In every window of the application, even in a text that has nothing to do with the key."""
    LIST = "list"
    """Only while a list or the rail has the focus: single letters never act inside a field."""
    UNCLAIMED = "unclaimed"
    """Only when nothing that has the focus took the key for itself."""
    SAVED_VIEW = "saved-view"
    """Only while a saved view of the rail has the focus."""
    FIELD = "field"
    """Only inside the field that it is for, before the window hears the key: it may mean something
    else in the window."""


class Place(Enum):
    """The card of the shortcuts page that has a command, in the order in which cards are laid."""

    EVERYWHERE = auto()
    MOVE = auto()
    LIST = auto()
    VIEWS = auto()
    SEARCH = auto()
    GO = auto()
    LOOK = auto()
    FILING = auto()


class Command(msgspec.Struct, frozen=True):
    """One thing the window can do.

    Attributes:
        id: stable name, also the object name of its action.
        text: French source text in the context ``Commands``.
        keys: portable key sequences that the window binds.
        where: the scope of the keys.
        place: its card.
        held: keys that whatever has the focus takes by itself; shown first, never bound.
        icon: its name in the theme.
        repeats: a key that is held down does it again.
        act: does it, in the window that has the given commands.
        why_not: returns a sentence while it cannot be done, empty where it can.
    """

    id: str
    text: str
    keys: tuple[str, ...] = ()
    where: Scope = Scope.WINDOW
    place: Place = Place.EVERYWHERE
    held: tuple[str, ...] = ()
    icon: str = "command"
    repeats: bool = False
    act: Callable[[CommandSet], object] = lambda _commands: None
    why_not: Callable[[CommandSet], str] = lambda _commands: ""

    @property
    def every_key(self) -> tuple[str, ...]:
        """The keys that do it, the one to be shown first."""
        return (*self.held, *self.keys)

    @property
    def shown_keys(self) -> tuple[str, ...]:
        """The keys that help shows: one of the window, and one that the focus takes by itself."""
        return (*self.held[:1], *self.keys[:1])

    def title(self) -> str:
        """Return the text in the language of the window."""
        return QCoreApplication.translate(CONTEXT, self.text)

    def key_hint(self) -> str:
        """Return the first keys as people read them ("Ctrl+N"), empty where there are none."""
        return said(self.every_key[0]) if self.every_key else ""

    def tip(self, words: str = "") -> str:
        """Return a tooltip: other ``words`` or its title, and its keys."""
        hint = self.key_hint()
        return f"{words or self.title()} ({hint})" if hint else words or self.title()


_WITHOUT_DESK = {"larger-text", "smaller-text", "normal-text", "quit"} | {
    f"theme-{one}" for one in ("light", "dark", "system")
}
"""Commands that are available while the first-run page covers the desk."""


class CommandSet(QObject):
    """Runs commands. A command that cannot be done now says why instead.

    Attributes:
        main: the main window.
        detail: shows the ticket that commands are about, in the main window or another.
        toggle_read: asks to mark a ticket read or not.
        toggle_pin: asks to pin a ticket or not.
    """

    def __init__(
        self,
        parent: QObject,
        known: Sequence[Command],
        main: MainWindow,
        detail: DetailPane,
        *,
        toggle_read: SignalInstance,
        toggle_pin: SignalInstance,
        say: Callable[[str], None],
    ) -> None:
        """Offer the ``known`` commands; ``say`` shows a sentence in the window."""
        super().__init__(parent)
        self.known = tuple(known)
        self.main, self.detail = main, detail
        self.toggle_read, self.toggle_pin = toggle_read, toggle_pin
        self._say = say

    def ticket(self) -> TicketId | None:
        """Return the ticket that commands are about, None where there is none."""
        raise NotImplementedError

    def row(self) -> TicketRow | None:
        raise NotImplementedError

    def show_detail(self) -> None:
        """Show the detail, where a command asks a question in it."""
        raise NotImplementedError

    def run(self, command: Command) -> None:
        """Do it, or say why it cannot be done now."""
        reason = self.why_not(command)
        if reason:
            self._say(reason)
        else:
            command.act(self)

    def why_not(self, command: Command) -> str:
        return command.why_not(self)

    def title(self, command: Command) -> str:
        """Return the words of a command for the ticket that it would act on."""
        row = self.row() if command.id in {"toggle-pin", "toggle-read"} else None
        if row is None:
            return command.title()
        if command.id == "toggle-pin":
            return self.tr("Désépingler") if row.pinned else self.tr("Épingler")
        return self.tr("Marquer lu") if row.unread else self.tr("Marquer non lu")

    def write_note(self) -> None:
        self.show_detail()
        self.detail.sheet().write_note()

    def open_whatsapp(self) -> None:
        """Ask in the detail whether the customer's WhatsApp is to be opened."""
        link = self.whatsapp()
        if link is not None:
            self.show_detail()
            self.detail.sheet().ask_link(link)

    def mail(self) -> str | None:
        ticket = self.detail.ticket()
        if ticket is None:
            return None
        return mail_link(ticket.customer.email, ticket.ticket_number, ticket.subject)

    def whatsapp(self) -> str | None:
        ticket = self.detail.ticket()
        return None if ticket is None else whatsapp_link(ticket.customer.phone)

    def dashboard(self) -> str | None:
        ticket, template = self.detail.ticket(), self.detail.dashboard()
        return None if ticket is None else dashboard_link(template, ticket.ticket_number, ticket.id)

    def description(self) -> MarkdownEditor:
        return self.main.pages.new_ticket().form.description

    def scale_text(self, by: float) -> None:
        self.main.scale_chosen.emit(theme().scale + by)

    # Why a command cannot be done now: a sentence, empty where it can.

    def no_ticket(self) -> str:
        return self.tr("Choisissez d’abord un ticket.") if self.ticket() is None else ""

    def no_detail(self) -> str:
        shown = self.detail.ticket_id is not None
        return self.no_ticket() or ("" if shown else self.tr("Choisissez d’abord un ticket."))

    def not_readable(self) -> str:
        unread = "" if self.detail.ticket() else self.tr("Ce ticket n’est pas lisible.")
        return self.no_detail() or unread

    def no_customer(self) -> str:
        unread = "" if self.detail.customer() else self.tr("Ce ticket n’est pas lisible.")
        return self.no_ticket() or unread

    def no_actions(self) -> str:
        offered = self.detail.desk.actions
        return self.no_ticket() or ("" if offered else self.tr("Ce serveur ne l’offre pas."))

    def no_mail(self) -> str:
        words = self.tr("Ce client n’a pas de courriel utilisable.")
        return self.not_readable() or ("" if self.mail() else words)

    def no_phone(self) -> str:
        words = self.tr("Ce client n’a pas de numéro de téléphone international.")
        return self.not_readable() or ("" if self.whatsapp() else words)

    def no_dashboard(self) -> str:
        words = self.tr("Dites d’abord l’adresse du tableau de bord dans les réglages.")
        return self.not_readable() or ("" if self.dashboard() else words)

    def nothing_done(self) -> str:
        undoable = self.main.overlays.toasts().can_undo()
        return "" if undoable else self.tr("Il n’y a rien à annuler.")

    def no_list(self) -> str:
        shown = self.main.view() in TICKET_VIEWS and not self.main.overlays.aside_is_shown()
        return "" if shown else self.tr("Ouvrez d’abord une vue de tickets.")

    def no_tickets(self) -> str:
        shown = self.main.view() in TICKET_VIEWS and self.main.ticket_model.ticket_count()
        return "" if shown else self.tr("Aucun ticket n’est affiché.")

    def no_view(self) -> str:
        shown = self.main.view() in TICKET_VIEWS and not self.main.ticket_list.searching
        return "" if shown else self.tr("Choisissez d’abord une vue de tickets.")

    def no_saved_view(self) -> str:
        has = self.main.rail.saved_views.current is not None
        return "" if has else self.tr("Choisissez d’abord une vue enregistrée.")

    def no_search(self) -> str:
        typed = self.main.top_bar.search.text().strip()
        return "" if typed else self.tr("Cherchez d’abord quelque chose.")

    def no_panel(self) -> str:
        opened = self.main.body.panel_is_open()
        return "" if opened else self.tr("Ouvrez d’abord un ticket à déposer.")

    def no_check(self) -> str:
        status = self.main.strip.status
        if status is None or status.state is FeedState.NO_FEED:
            return self.tr("Ce serveur n’offre pas de flux en direct.")
        if status.state is FeedState.KEY_REFUSED:
            return self.tr("La clé est refusée.")
        return ""


class WindowCommands(CommandSet):
    """The commands of the main window."""

    def __init__(self, window: MainWindow, known: Sequence[Command]) -> None:
        """Act on ``window``."""
        tickets = window.ticket_list
        asked = {"toggle_read": tickets.toggle_read, "toggle_pin": tickets.toggle_pin}
        super().__init__(window, known, window, window.detail, **asked, say=window.say)

    def run(self, command: Command) -> None:
        if not self.main.first_run_is_shown() or command.id in _WITHOUT_DESK:
            super().run(command)

    def ticket(self) -> TicketId | None:
        """Return the row in the list where that has the focus, else the detail's ticket."""
        if self.no_list():
            return None
        view = self.main.ticket_list.view
        if view.current is not None and view.hasFocus():
            return view.current
        shown = self.detail.ticket_id
        return view.current if shown is None else TicketId(shown)

    def row(self) -> TicketRow | None:
        ticket = self.ticket()
        return None if ticket is None else self.main.ticket_model.row_data(ticket)

    def show_detail(self) -> None:
        self.main.open_detail()
