"""What each picture shows, with sample data of one afternoon in April 2026."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import msgspec
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from supportdesk_desktop.core.arrangement import Arrangement, Density, SortBy, ViewLayout, sorted_by
from supportdesk_desktop.core.drafts import Draft, KnownCustomer
from supportdesk_desktop.core.errors import Unreachable
from supportdesk_desktop.core.feed_status import FeedState, FeedStatus
from supportdesk_desktop.core.filing import FilingState
from supportdesk_desktop.core.frames import Cursor
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.notices import NoticeOutcome
from supportdesk_desktop.core.pacing import RateLimit, WindowUse
from supportdesk_desktop.core.query import parse, wanted_by
from supportdesk_desktop.core.rows import (
    FieldChange,
    RailCounts,
    TagMark,
    TicketDetail,
    TicketRow,
    TimelineEntry,
    TimelineKind,
)
from supportdesk_desktop.core.saved_views import SavedView, SavedViewId
from supportdesk_desktop.core.settings import QUIET_HOURS, THEME, UNDO_S, Section
from supportdesk_desktop.core.statistics import Spread, TrustRecord
from supportdesk_desktop.core.ticket_drafts import DuplicateHint
from supportdesk_desktop.core.ticket_lines import TicketLines
from supportdesk_desktop.core.tickets import Tag
from supportdesk_desktop.core.times import QuietSpan
from supportdesk_desktop.core.wording import explain
from supportdesk_desktop.ui.filing.panel import NewTicketPanel
from supportdesk_desktop.ui.ticket.window import TicketWindow
from supportdesk_desktop.ui.tickets.pane import Emptiness
from supportdesk_desktop.ui.tickets.row_painting import Matches
from supportdesk_desktop.ui.trust.states import NotificationState
from supportdesk_desktop.ui.window.commands import GUIDE
from supportdesk_desktop.ui.window.frame import WindowContents
from supportdesk_desktop.ui.window.palette_lines import (
    of_customer,
    of_query,
    of_saved_view,
    of_ticket,
)
from supportdesk_desktop.ui.window.state import View
from supportdesk_desktop.ui.window.toasts import Sign, Toast, Undo
from supportdesk_desktop.ui.window.window import MainWindow
from tests.desktop.ui import sample_tickets as tickets
from tests.desktop.ui.desk import FILINGS, NOW, RELOADED, REPLAYED, at, notice
from tests.desktop.ui.hands import CTRL, find, keys, press
from tests.desktop.ui.sample_tickets import row
from tests.desktop.ui.statistics import GAPS, statistics

PAYMENT = Tag(id="11111111-1111-4111-8111-111111111111", name="paiement", color="#D97B1C")
DOUBLE = Tag(id="22222222-2222-4222-8222-222222222222", name="double débit", color="#CF3B4A")
VERIFIED = FeedStatus(
    FeedState.VERIFIED,
    NOW,
    epoch="e-7f3a",
    seq=4711,
    tickets=38,
    verified_up_to_ms=NOW,
    verified_seq=4711,
    verified_tickets=38,
    clock_offset_ms=120,
)
SUBJECTS = (
    ("CRITICAL", "Paiement débité deux fois pour la commande #20418", 0, "Paiement"),
    ("URGENT", "Livraison bloquée à Parakou depuis trois jours", 6, "Livraison"),
    ("HIGH", "Refus CARD_DECLINED répété sur la carte se terminant par 4417", 19, "Paiement"),
    (
        "MEDIUM",
        "Facture à établir au nom de Zinsou & Fils SARL, avec l’IFU de la société",
        41,
        "Facturation",
    ),
    ("HIGH", "Retrait mobile money en attente : 150 000 XOF", 58, "Mobile money"),
    ("LOW", "Changer l’adresse de livraison par défaut", 72, "Compte"),
    ("URGENT", "Notification de commande en erreur 502 chez le partenaire", 125, "Intégration"),
    ("MEDIUM", "Reçu mobile money illisible, montant à confirmer", 1340, "Mobile money"),
    ("CRITICAL", "Compte marchand suspendu, 34 commandes en attente", 1360, "Compte"),
)

ARABIC = "تم خصم المبلغ مرتين من أجل الطلب #20418 (بطاقة VISA)"
HEBREW = "ההזמנה לא הגיעה כבר שלושה ימים"


@dataclass(frozen=True)
class Scene:
    """One picture: its file name, size in pixels, look, and how the window comes to it.

    ``show`` returns the window that is drawn where it is not the main one.
    """

    name: str
    show: Callable[[MainWindow], QWidget | None]
    width: int = 1440
    height: int = 900
    mode: str = "light"
    scale: float = 1.0
    language: str = "fr"


def open_window(language: str) -> MainWindow:
    """Return the window of an agent in the middle of the afternoon."""
    rows = window_rows()
    contents = WindowContents(
        lines=TicketLines.of_rows(Arrangement(), rows),
        rows=rows,
        counts=RailCounts(mine=38, urgent=6, today=8, pinned=1, open_filings=4, snoozed=2),
        shop="Boutique Adjara",
        agent_name="Aïcha Houngbédji",
        agent_level="N1",
        status=VERIFIED,
        language=language,
    )
    window = MainWindow(contents)
    window.strip.set_intervals((RELOADED, REPLAYED), at(8, 0, day=20))
    window.top_bar.set_stored_count(104_318)
    return window


def window_rows() -> list[TicketRow]:
    """Return the tickets of the list."""
    return [_row(index, *facts) for index, facts in enumerate(SUBJECTS)]


def _row(index: int, priority: str, subject: str, minutes: int, category: str) -> TicketRow:
    tags = tuple(TagMark(tag.id, tag.name or "", tag.color) for tag in (PAYMENT, DOUBLE))
    outcome, latency = {3: ("held_dnd", None), 6: ("late", 41_000), 7: ("refused", None)}.get(
        index, ("shown", 84)
    )
    one = row(
        1046 - index,
        NOW - minutes * 60_000,
        subject,
        priority=priority,
        unread=index < 3,
        pinned=index == 4,
        tags=tags[: 1 + (index == 0)],
    )
    return replace(
        one,
        category=category,
        escalated=index == 4,
        notice_outcome=outcome,
        notice_ms=latency,
    )


def _list(window: MainWindow) -> None:
    window.show_view(View.MINE)


def _detail_of_first() -> TicketDetail:
    return tickets.detail(
        description="La commande **#20418** a été débitée *deux fois* à une minute d’intervalle.",
        metadata=b'{"orderId":"20418","amount":48500,"captured":true}',
        tags=window_rows()[0].tags,
        told=tickets.notice(NoticeOutcome.SHOWN),
    )


def _ticket(window: MainWindow) -> None:
    """Show a snoozed ticket with a note, whose customer has others."""
    window.show_view(View.MINE)
    rows = window_rows()
    window.ticket_list.select(rows[0].id)
    window.detail.show_detail(
        replace(
            _detail_of_first(),
            row=replace(rows[0], snoozed_until_ms=NOW + 3_600_000),
            note="Rappeler l’opérateur avant 16 h.\nLe reçu est dans le courriel du matin.",
            others=tuple(rows[1:6]),
            other_count=12,
        )
    )
    window.open_detail()


def _ticket_window(window: MainWindow) -> QWidget:
    """Show the ticket in a window of its own, an action just done."""
    _ticket(window)
    rows = window_rows()
    own = TicketWindow(window.detail, window.commands)
    # The picture outlives the scene: it goes with the main window.
    window.destroyed.connect(own.deleteLater)
    others = tuple(rows[1:4])
    own.show_detail(replace(_detail_of_first(), row=rows[0], others=others, other_count=12))
    own.open_at({}, 0)
    own.tell(Toast("INV-1046 marqué traité", undo=Undo(6, lambda: None)))
    return own


def _toasts(window: MainWindow) -> None:
    """Show a refusal, what waits for the network, what was created and what was done."""
    _list(window)

    def nothing() -> None:
        return None

    for toast in (
        Toast(
            "« Duplicata de facture » est refusé",
            Sign.REFUSED,
            "Client inconnu du serveur.",
            ("Corriger", nothing),
        ),
        Toast(
            "« Colis retenu en douane » est gardé",
            Sign.KEPT,
            "Partira au retour du réseau.",
            ("Boîte d’envoi", nothing),
        ),
        Toast("INV-1109 créé, confié à Rodolphe Biaou", Sign.CREATED, act=("Ouvrir", nothing)),
        Toast("INV-1030 marqué traité", undo=Undo(6, nothing)),
    ):
        window.tell(toast)


def _right_to_left(window: MainWindow) -> None:
    """Show tickets, a note and a tag in Arabic and Hebrew, beside those in French."""
    window.show_view(View.MINE)
    first, second, third, *rest = window_rows()
    tag = replace(first.tags[0], name="دفع")
    first = replace(first, subject=ARABIC, customer="فاطمة الزهراء", tags=(tag, *first.tags[1:]))
    second = replace(second, subject=HEBREW, customer="דוד כהן")
    third = replace(third, subject=f"{ARABIC} {HEBREW} {ARABIC}")
    window.ticket_model.set_rows([first, second, third])
    window.ticket_list.select(first.id)
    changes = (FieldChange("subject", HEBREW, f"{ARABIC} 12"),)
    shown = tickets.detail(
        description=f"{ARABIC}.\n\nBonjour, voici le message.\n\n- {HEBREW}\n- deux",
        metadata='{"orderId":"20418","note":"שלום 12!"}'.encode(),
        tags=first.tags,
        timeline=(TimelineEntry(TimelineKind.UPDATED, NOW, changes=changes),),
    )
    assert shown.ticket is not None
    customer = replace(shown.ticket.customer, name="فاطمة الزهراء")
    ticket = replace(shown.ticket, subject=ARABIC, customer=customer)
    note = f"{HEBREW}!\nRappeler demain."
    others = (second, third, *rest[:2])
    window.detail.show_detail(
        replace(shown, row=first, ticket=ticket, note=note, others=others, other_count=4)
    )
    window.open_detail()


def _arranged(
    sort: SortBy = SortBy.RECEIVED,
    density: Density = Density.COMFORTABLE,
    *,
    table: bool = False,
    choose: int = 0,
) -> Callable[[MainWindow], None]:
    """Return how to show the list otherwise, with some tickets chosen together."""

    def show(window: MainWindow) -> None:
        window.show_view(View.MINE)
        layout = ViewLayout(sorted_by(sort), density, table)
        rows = window_rows()
        window.ticket_list.set_layout(layout)
        window.ticket_model.set_lines(TicketLines.of_rows(layout.order, rows))
        for one in rows[2 : 2 + 2 * choose : 2]:
            window.ticket_list.select(one.id)
            window.ticket_model.selection.toggle(one.id)
        window.focus_page()

    return show


QUERY = 'priorité:≥haute "mobile money" reçu:<7j prioo:x'
VIEWS = (
    SavedView(SavedViewId("1"), "Retraits mobile money", QUERY, pinned=True),
    SavedView(SavedViewId("2"), "Plus de 100 000 XOF", "méta.amount:>100000"),
    SavedView(SavedViewId("3"), "Livraisons Parakou", "tag:livraison parakou"),
)


def _search(*, naming: bool = False, none: bool = False) -> Callable[[MainWindow], None]:
    """Return what shows a search whose query is one of the saved views."""

    def show(window: MainWindow) -> None:
        query = parse("parakou -remboursée" if none else QUERY)
        window.top_bar.search.setText("parakou -remboursée" if none else QUERY)
        saved = window.rail.saved_views
        saved.show_views(VIEWS)
        for view, count in zip(VIEWS, (6, 4, 9), strict=True):
            saved.show_count(view.id, count)
        if not none:
            window.rail.mark_saved_view(VIEWS[0].id)
        rows = [] if none else [_row(index, *SUBJECTS[index]) for index in (4, 7, 8)]
        excerpts = {one.id: "…un retrait mobile money de 22 000 XOF…" for one in rows[2:]}
        matches = Matches(wanted_by(query), excerpts)
        pane = window.ticket_list
        pane.set_searching(True)
        pane.summary().show_query(query, NOW)
        pane.summary().show_found(len(rows), 104_318, 7)
        window.ticket_model.set_results(rows, matches, has_more=False)
        pane.set_emptiness(Emptiness.NO_MATCH)
        window.detail.set_wanted(matches.wanted)
        if rows:
            one = tickets.detail(description="Le client attend un **retrait** mobile money.")
            window.detail.show_detail(replace(one, row=rows[0]))
            pane.select(rows[0].id)
        if naming:
            pane.summary().ask_name(QUERY)

    return show


def _outbox(window: MainWindow) -> None:
    window.show_view(View.OUTBOX)
    window.pages.outbox().set_filings(FILINGS)


def _notifications(window: MainWindow) -> None:
    window.show_view(View.NOTIFICATIONS)
    outcomes = (
        *((1, NoticeOutcome.SHOWN, 84.0), (9, NoticeOutcome.HELD_DND, None)),
        *((30, NoticeOutcome.LATE, 41_000.0), (44, NoticeOutcome.REFUSED, None)),
    )
    window.pages.notifications().set_notices(
        [notice(number, how, ms, NOW) for number, how, ms in outcomes]
    )


def _statistics(count: int = 7, *, table: bool = False) -> Callable[[MainWindow], None]:
    """Return how to show the statistics of so many days, as bars or as a table."""

    def show(window: MainWindow) -> None:
        window.show_view(View.STATISTICS)
        page = window.pages.statistics()
        page.span.set_current("week" if count == 7 else "month")
        page.look.set_current("table" if table else "bars")
        page.set_verified(True)
        page.show_statistics(statistics(count))
        if count > 7:
            page.focus_list()

    return show


def _journal(window: MainWindow) -> None:
    window.overlays.toggle_journal()
    journal = window.pages.journal()
    journal._now_ms = lambda: NOW
    journal.span.set_current("week")
    journal.show_status(window.strip.status, GAPS, at(8, 0, day=1))


def _details(window: MainWindow) -> None:
    window.overlays.toggle_details()
    window.pages.details()._now_ms = lambda: NOW
    record = TrustRecord(Cursor(epoch="e-7f3a", seq=4711), at(9, 0, 3), Spread(8, 91.0, 112.0))
    window.pages.details().show_record(record)


def _details_offline(window: MainWindow) -> None:
    lost = at(14, 18, 40)
    offline = replace(VERIFIED, state=FeedState.OFFLINE, since_ms=lost, lost_ms=lost)
    offline = replace(offline, verified_up_to_ms=at(14, 18, 31), clock_offset_ms=-120)
    window.strip.set_status(replace(offline, cause="lost", code=1006))
    _details(window)


def _offline(window: MainWindow) -> None:
    lost = replace(VERIFIED, state=FeedState.OFFLINE, verified_up_to_ms=at(14, 18, 31))
    window.strip.set_status(replace(lost, lost_ms=at(14, 18, 40)))
    window.strip.set_outbox({FilingState.QUEUED: 2, FilingState.UNCERTAIN: 1})
    window.ticket_list.set_stale(at(14, 18, 31))


def _key_refused(window: MainWindow) -> None:
    window.strip.set_status(replace(VERIFIED, state=FeedState.KEY_REFUSED, since_ms=at(14, 20)))
    window.strip.set_notifications(NotificationState.DND, at(18, 0))
    window.ticket_list.set_stopped(window.strip.face.said)


def _panel(window: MainWindow) -> NewTicketPanel:
    window.open_new_ticket()
    panel = window.pages.new_ticket()
    panel.form.set_tags((PAYMENT, DOUBLE))
    panel.form.customer.set_customers(
        [KnownCustomer("user_8841", "Koffi Mensah", "koffi.mensah@exemple.bj", None, at(9, 0))]
    )
    limits = ((RateLimit(3, 1), 0), (RateLimit(20, 10), 4), (RateLimit(100, 60), 22))
    panel.foot.meter.set_use(tuple(WindowUse(limit, used) for limit, used in limits), 0)
    panel.header.set_saved(NOW)
    return panel


def _new_ticket(window: MainWindow) -> None:
    panel = _panel(window)
    panel.form.set_draft(
        Draft(
            customer_external_id="user_8841",
            subject="Double débit pour la commande #20418",
            description="La commande **#20418** a été débitée **deux fois**.",
            priority="URGENT",
            category="Paiement",
            metadata=msgspec.Raw(b'{"orderId":"20418","amount":48500,"captured":true}'),
            tag_ids=(PAYMENT.id, DOUBLE.id),
        )
    )
    panel.form.duplicate.set_hint(
        DuplicateHint(TicketId("id-1046"), "INV-1046", NOW - 240_000, "orderId", "20418"), NOW
    )


def _customer_refused(window: MainWindow) -> None:
    panel = _panel(window)
    panel.set_mending(True, at(13, 50))
    panel.form.set_draft(
        Draft(
            customer_external_id="usr_8814",
            subject="Demande de duplicata de facture",
            description="Le client demande un duplicata de la facture **F-2026-0317**.",
            metadata=msgspec.Raw(b'{"invoiceId":"F-2026-0317"}'),
        )
    )
    panel.show_server_refusal("CUSTOMER_NOT_FOUND", "Client non trouvé", {})


def _unnamed_tag(window: MainWindow) -> None:
    _new_ticket(window)
    form = window.pages.new_ticket().form
    form.duplicate.set_hint(None, NOW)
    form.tag_editor.set_tag_ids([PAYMENT.id, "3f2a91c0-5b7e-4c1d-9a2e-0c5a3f1b7d10"])
    form.naming.ask(form.tag_editor.unnamed()[0])


def _nothing_filed(window: MainWindow) -> None:
    _new_ticket(window)
    problem = Unreachable("no complete answer")
    window.pages.new_ticket().show_trouble(explain(problem, "fr"))


def _first_run_checked(window: MainWindow) -> None:
    window.show_first_run()
    page = window.pages.first_run()
    page.show_key_accepted("Boutique Adjara", "Aïcha Houngbédji")
    page.show_feed(True)
    page.show_notifications(12.0)
    page.show_clock(3200)


def _missing_fields(window: MainWindow) -> None:
    _panel(window).submit()


def _settings(section: Section) -> Callable[[MainWindow], QWidget]:
    def show(window: MainWindow) -> QWidget:
        settings = window.pages.settings()
        settings.show_facts(
            server="https://api.supportdesk.example/api/v1",
            agent="Aïcha Houngbédji, N1",
            version="1.0.0",
        )
        settings.show_service("dunst 1.12")
        lunch = QuietSpan((0, 1, 2, 3, 4), 13 * 60 + 30, 14 * 60)
        night = QuietSpan((0, 1, 2, 3, 4, 5, 6), 19 * 60, 8 * 60)
        settings.show_values(
            {QUIET_HOURS.name: (lunch, night), THEME.name: "dark", UNDO_S.name: 10}
        )
        settings.show()
        QApplication.processEvents()
        settings.go_to(section)
        return settings

    return show


def _guide(window: MainWindow) -> None:
    window.commands.run(GUIDE)


def _news_line(window: MainWindow) -> None:
    window.pages.news_line()


def _palette(window: MainWindow) -> None:
    _list(window)
    window.toggle_palette()
    palette = window.pages.palette()
    palette.set_views([of_saved_view(SavedView(SavedViewId("v"), "Urgences Parakou", "tag:paie"))])
    rows = window_rows()
    customer = KnownCustomer("user_4409", "Urgèle Kouton", "urgele@exemple.bj", None, at(9, 0))
    found = [
        *(of_query("priorité:urgente"), of_ticket(rows[1]), of_ticket(rows[6])),
        of_customer(customer, "client:user_4409"),
    ]
    palette.wanted.connect(lambda text, _limit: palette.show_found(text, found))
    keys(find(palette, QLineEdit, "palette-line"), "urg")


def _whole_palette(window: MainWindow) -> None:
    _list(window)
    window.toggle_palette()


def _shortcuts(window: MainWindow) -> None:
    _list(window)
    window.show_shortcuts()


def _shortcut_pressed(window: MainWindow) -> None:
    _shortcuts(window)
    press(find(window.pages.shortcuts(), QLineEdit, "shortcuts-filter"), Qt.Key.Key_B, CTRL)


SCENES = (
    Scene("window-light", _list),
    Scene("window-dark", _list, mode="dark"),
    Scene("window-en", _list, language="en"),
    Scene("compact-900", _list, 900, 700),
    Scene("text-200", _list, scale=2.0),
    Scene("ticket", _ticket, height=1100),
    Scene("ticket-dark", _ticket, 900, 1000, mode="dark", language="en"),
    Scene("ticket-200", _ticket, height=1400, scale=2.0),
    Scene("ticket-window", _ticket_window, 640, 780),
    Scene("ticket-window-dark", _ticket_window, 340, 780, mode="dark", language="en"),
    Scene("ticket-window-200", _ticket_window, 1000, 900, scale=2.0),
    Scene("ticket-window-least", _ticket_window, 680, 520, scale=2.0, language="en"),
    Scene("toasts", _toasts),
    Scene("toasts-dark", _toasts, 900, 700, mode="dark"),
    Scene("toasts-200", _toasts, 900, 700, scale=2.0),
    Scene("right-to-left", _right_to_left, height=1100),
    Scene("list-by-priority", _arranged(SortBy.PRIORITY, choose=2)),
    Scene("list-compact", _arranged(density=Density.COMPACT), mode="dark"),
    Scene("list-compact-900", _arranged(density=Density.COMPACT, choose=2), 900, 700),
    Scene("table-view", _arranged(table=True, choose=3)),
    Scene("table-dark", _arranged(SortBy.PRIORITY, Density.COMPACT, table=True), mode="dark"),
    Scene("table-900", _arranged(SortBy.SUBJECT, table=True, choose=1), 900, 700, language="en"),
    Scene("table-200", _arranged(table=True, choose=2), scale=2.0),
    Scene("search", _search()),
    Scene("search-dark", _search(), mode="dark", language="en"),
    Scene("search-900", _search(naming=True), 900, 700),
    Scene("search-200", _search(naming=True), scale=2.0),
    Scene("search-none", _search(none=True), 900, 700, mode="dark"),
    Scene("outbox", _outbox),
    Scene("notifications", _notifications, mode="dark"),
    Scene("stats", _statistics()),
    Scene("stats-30-dark", _statistics(30), mode="dark"),
    Scene("stats-table-en", _statistics(table=True), language="en"),
    Scene("stats-900", _statistics(), 900, 700, language="en"),
    Scene("stats-200", _statistics(), scale=2.0),
    Scene("stats-table-900", _statistics(30, table=True), 900, 700, mode="dark"),
    Scene("journal", _journal),
    Scene("journal-900", _journal, 900, 700, mode="dark", language="en"),
    Scene("journal-200", _journal, scale=2.0),
    Scene("details", _details),
    Scene("details-offline", _details_offline, 900, 700, mode="dark", language="en"),
    Scene("details-200", _details_offline, scale=2.0),
    Scene("new-ticket-light", _new_ticket),
    Scene("new-ticket-dark", _new_ticket, mode="dark"),
    Scene("new-ticket-900", _new_ticket, 900, 760, language="en"),
    Scene("new-ticket-200", _new_ticket, scale=2.0),
    Scene("new-ticket-missing", _missing_fields, mode="dark"),
    Scene("new-ticket-unnamed-tag", _unnamed_tag),
    Scene("new-ticket-nothing-filed", _nothing_filed, 900, 760, mode="dark"),
    Scene("customer-inline", _customer_refused),
    Scene("settings", _settings(Section.NOTIFICATIONS), 1200, 860, mode="dark"),
    Scene("settings-light-en", _settings(Section.ACCOUNT), 1200, 860, language="en"),
    Scene("settings-700", _settings(Section.NOTIFICATIONS), 700, 760),
    Scene("settings-200", _settings(Section.NOTIFICATIONS), 1200, 900, scale=2.0),
    Scene("palette", _palette),
    Scene("palette-dark-900", _palette, 900, 700, mode="dark", language="en"),
    Scene("palette-whole", _whole_palette),
    Scene("palette-200", _palette, scale=2.0),
    Scene("shortcuts", _shortcuts),
    Scene("shortcuts-900", _shortcuts, 900, 700, mode="dark", language="en"),
    Scene("shortcuts-200", _shortcuts, scale=2.0),
    Scene("shortcuts-pressed", _shortcut_pressed, mode="dark"),
    Scene("guide", _guide),
    Scene("guide-dark-900", _guide, 900, 700, mode="dark", language="en"),
    Scene("news-line", _news_line),
    Scene("offline", _offline),
    Scene("key-refused", _key_refused, language="en", mode="dark"),
    Scene("first-run", MainWindow.show_first_run),
    Scene("first-run-checked", _first_run_checked, language="en", mode="dark"),
)


def each_page(scenes: Iterable[Scene]) -> list[Scene]:
    """Return the first scene of each page: its others differ in size, theme or language."""
    first: dict[str, Scene] = {}
    for scene in scenes:
        first.setdefault(scene.show.__qualname__, scene)
    return list(first.values())
