"""The detail shows a ticket exactly, asks before it opens links, and tells every intent."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QDateTimeEdit,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QTableView,
)
from pytestqt.qtbot import QtBot

from supportdesk_desktop.core.ids import AgentId
from supportdesk_desktop.core.notices import NoticeOutcome
from supportdesk_desktop.core.rows import (
    Arrival,
    FieldChange,
    LeftBy,
    TagMark,
    TicketDetail,
    TimelineEntry,
    TimelineKind,
)
from supportdesk_desktop.core.tickets import Agent
from supportdesk_desktop.ui.markdown import MarkdownView
from supportdesk_desktop.ui.theme import Theme
from supportdesk_desktop.ui.ticket.header import SnoozeMenu
from supportdesk_desktop.ui.ticket.pane import DetailPane
from supportdesk_desktop.ui.widgets.chips import TagChip
from supportdesk_desktop.ui.widgets.wells import Well
from tests.desktop.ui.hands import click, find
from tests.desktop.ui.sample_tickets import NOW_MS, detail, notice, row


def words(pane: DetailPane) -> list[str]:
    """Return the visible labels, in the order they were made."""
    labels = (label for label in pane.findChildren(QLabel) if label.isVisibleTo(pane))
    return [label.text() for label in labels if label.text()]


def button(pane: DetailPane, name: str) -> QPushButton:
    return find(pane, QPushButton, name)


def cells(pane: DetailPane) -> list[list[str]]:
    table = find(pane, QTableView, "metadata-table")
    model = table.model()
    return [
        [str(model.index(at, column).data()) for column in range(model.columnCount())]
        for at in range(model.rowCount())
    ]


def test_without_a_ticket_it_says_so(pane: DetailPane) -> None:
    assert words(pane) == ["Aucun ticket choisi."]
    assert pane.ticket_id is None


def test_everything_known_is_shown(pane: DetailPane, each_theme: Theme) -> None:
    tags = (TagMark("1", "paiement", "#D08030"), TagMark("2", "double débit", None))
    pane.show_detail(detail(description="Bonjour", tags=tags, told=notice(NoticeOutcome.SHOWN)))
    shown = words(pane)
    for text in (
        "INV-1046",
        "canal API",
        "Paiement débité deux fois",
        "Critique",
        "En cours",
        "Paiement",
        "Notifié en 84 ms",
        "remis au système à 14:32:08",
        "Koffi Mensah",
        "user_8841",
        "koffi.mensah@exemple.bj",
        "+229 01 97 00 00 01",
    ):
        assert text in shown
    chips = [chip for chip in pane.findChildren(TagChip) if chip.isVisible()]
    assert [chip.accessibleName() for chip in chips] == ["paiement", "double débit"]
    assert pane.grab().toImage().pixelColor(3, 400) == each_theme.palette.surface


def test_metadata_keeps_every_digit_and_type(pane: DetailPane) -> None:
    raw = (
        b'{"orderId":"00020418","amount":1.10,"big":12345678901234567890123,"ok":true,'
        b'"rien":null,"lignes":[1.0, {"a":2}]}'
    )
    pane.show_detail(detail(metadata=raw))
    assert cells(pane) == [
        ["orderId", "texte", "00020418"],
        ["amount", "nombre", "1.10"],
        ["big", "nombre", "12345678901234567890123"],
        ["ok", "booléen", "true"],
        ["rien", "nul", "null"],
        ["lignes", "JSON", '[1.0, {"a":2}]'],
    ]


def test_without_metadata_there_is_no_table(pane: DetailPane) -> None:
    pane.show_detail(detail())
    assert "Métadonnées" not in words(pane)
    assert not button(pane, "copy-json").isVisible()


def test_a_cell_is_copied_whole(pane: DetailPane) -> None:
    long = "valeur " * 100
    pane.show_detail(detail(metadata=b'{"cle":"' + long.encode() + b'"}'))
    table = find(pane, QTableView, "metadata-table")
    table.setCurrentIndex(table.model().index(0, 2))
    QTest.keySequence(table, QKeySequence(QKeySequence.StandardKey.Copy))
    assert QGuiApplication.clipboard().text() == long
    assert len(cells(pane)[0][2]) <= 300


def test_buttons_tell_the_ticket(pane: DetailPane, qtbot: QtBot) -> None:
    pane.show_detail(detail(metadata=b'{"a":1}'))
    for name, signal in (
        ("finish", pane.finish_requested),
        ("copy-number", pane.copy_number),
        ("copy-json", pane.copy_json),
    ):
        with qtbot.waitSignal(signal) as told:
            click(button(pane, name))
        assert told.args == ["id-1046"]
    assert all(one.objectName() for one in pane.findChildren(QPushButton))


def test_an_agent_of_the_menu_gets_the_ticket(pane: DetailPane, qtbot: QtBot) -> None:
    pane.show_detail(detail())
    pane.set_agents(
        [
            Agent(id=AgentId("a-1"), name="Bio & Fils", email="b@exemple.bj", level="N1"),
            Agent(id=AgentId("a-2"), name="Chantal Adjovi", email="c@exemple.bj"),
        ]
    )
    menu = button(pane, "pass-on").menu()
    assert [action.text() for action in menu.actions()] == ["Bio && Fils, N1", "Chantal Adjovi"]
    with qtbot.waitSignal(pane.pass_requested) as told:
        menu.actions()[1].trigger()
    assert told.args == ["id-1046", "a-2"]
    pane.set_agents([])
    assert not menu.actions()[0].isEnabled()


def test_narrow_the_actions_are_icons_with_names(pane: DetailPane, qtbot: QtBot) -> None:
    pane.show_detail(detail())
    finish = button(pane, "finish")
    assert finish.text() == "Marquer traité"
    pane.resize(470, 800)
    qtbot.waitUntil(lambda: finish.text() == "")
    assert finish.accessibleName() == "Marquer traité"
    assert finish.toolTip() == "Marquer traité"
    assert finish.width() >= 24


def test_stale_state_says_its_time(pane: DetailPane) -> None:
    pane.show_detail(detail())
    pane.set_stale(NOW_MS)
    assert "état de 14:32:08" in words(pane)
    assert "canal API" not in words(pane)
    pane.set_stale(None)
    assert "canal API" in words(pane)


def test_a_link_is_opened_only_after_a_yes(pane: DetailPane, qtbot: QtBot) -> None:
    pane.show_detail(detail(description="[reçu](https://exemple.bj/recu)"))
    view = find(pane, MarkdownView, "detail-description")
    with qtbot.assertNotEmitted(pane.link_activated):
        view.link_activated.emit("https://exemple.bj/recu")
    assert "https://exemple.bj/recu" in [text.replace("\u200b", "") for text in words(pane)]
    with qtbot.waitSignal(pane.link_activated) as told:
        click(button(pane, "link-open"))
    assert told.args == ["https://exemple.bj/recu"]
    assert not button(pane, "link-open").isVisible()


def test_escape_and_another_ticket_drop_the_question(pane: DetailPane, qtbot: QtBot) -> None:
    pane.show_detail(detail(description="[reçu](https://exemple.bj/recu)"))
    view = find(pane, MarkdownView, "detail-description")
    opens = button(pane, "link-open")
    with qtbot.assertNotEmitted(pane.link_activated):
        view.link_activated.emit("https://exemple.bj/recu")
        QTest.keyClick(opens, Qt.Key.Key_Escape)
        assert not opens.isVisible()
        view.link_activated.emit("https://exemple.bj/recu")
        pane.show_detail(detail(7))
        assert not opens.isVisible()


def test_the_timeline_is_newest_first_and_says_how_it_came(pane: DetailPane) -> None:
    entries = (
        TimelineEntry(TimelineKind.CREATED, NOW_MS - 2000),
        TimelineEntry(TimelineKind.ASSIGNED, NOW_MS - 1000, Arrival.LIVE, 1851, level="N1"),
        TimelineEntry(TimelineKind.NOTICED, NOW_MS - 900, outcome="shown", latency_ms=84),
        TimelineEntry(
            TimelineKind.UPDATED,
            NOW_MS,
            Arrival.REPLAY,
            1852,
            changes=(FieldChange("priority", "HIGH", "URGENT"),),
        ),
        TimelineEntry(TimelineKind.LEFT, NOW_MS + 1, Arrival.SNAPSHOT, left_by=LeftBy.CLOSED),
    )
    pane.show_detail(detail(timeline=entries[::-1]))
    shown = words(pane)
    order = [
        shown.index(text)
        for text in (
            "Traité",
            "Modifié",
            "Notification remise en 84 ms",
            "Assigné à vous, niveau N1",
            "Ticket créé par l’API",
        )
    ]
    assert order == sorted(order)
    assert "priorité : Haute → Urgente\nRejoué, événement 1852" in shown
    assert "Reçu en direct, événement 1851" in shown
    assert "Relu par liste complète" in shown


@pytest.mark.parametrize("outcome", [None, *NoticeOutcome])
def test_every_outcome_of_a_notice_is_said(pane: DetailPane, outcome: NoticeOutcome | None) -> None:
    pane.show_detail(detail(told=notice(outcome)))
    well = find(pane, Well, "notice-well")
    assert well.isVisible()
    assert well.title.text()
    assert well.text.text()
    assert "{" not in well.text.text()


def test_an_unreadable_ticket_is_said_to_be(pane: DetailPane) -> None:
    unreadable = replace(row(5), unreadable=True)
    pane.show_detail(TicketDetail(unreadable, None, None, (), "metadata n’est pas un objet"))
    assert "Ticket illisible" in words(pane)
    assert "metadata n’est pas un objet" in words(pane)
    assert "Client" not in words(pane)
    pane.show_detail(detail())
    assert "Ticket illisible" not in words(pane)
    assert "Client" in words(pane)


def test_news_of_the_same_ticket_keep_the_scroll(pane: DetailPane, qtbot: QtBot) -> None:
    pane.resize(540, 300)
    pane.show_detail(detail(description="Ligne.\n\n" * 60))
    scroll = find(pane, QScrollArea, "detail-scroll")
    bar = scroll.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 400)
    bar.setValue(300)
    pane.show_detail(detail(description="Ligne.\n\n" * 60, told=notice(NoticeOutcome.SHOWN)))
    assert bar.value() == 300
    pane.show_detail(detail(7, description="Ligne.\n\n" * 60))
    assert bar.value() == 0


@pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)
def test_more_offers_what_is_known(pane: DetailPane, qtbot: QtBot) -> None:
    pane.show_detail(detail())
    click(button(pane, "more"))
    menu = find(pane, QMenu, "more-menu")
    actions = {action.text(): action for action in menu.actions() if action.text()}
    # What else can be done comes from the commands of the window.
    assert list(actions) == ["Copier le courriel", "Copier le téléphone"]
    with qtbot.waitSignal(pane.copy_text) as told:
        actions["Copier le téléphone"].trigger()
    assert told.args == ["+229 01 97 00 00 01"]
    menu.close()


def test_nothing_scrolls_sideways_at_any_width(pane: DetailPane, qtbot: QtBot) -> None:
    long = "motsanscoupure" * 30
    pane.show_detail(
        detail(description=f"`{long}`", metadata=b'{"' + long.encode() + b'":1}', told=notice(None))
    )
    scroll = find(pane, QScrollArea, "detail-scroll")
    for width in (440, 470, 540, 720):
        pane.resize(width, 700)
        qtbot.waitUntil(lambda: scroll.horizontalScrollBar().maximum() == 0)
        body = scroll.widget()
        assert body is not None
        assert body.width() <= scroll.viewport().width()


def test_an_own_time_to_come_back_is_chosen(
    pane: DetailPane, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The offscreen platform cannot give a menu the keyboard, and says so.
    monkeypatch.setattr(SnoozeMenu, "popup", lambda _menu, _place: None)
    pane.show_detail(detail())
    pane.sheet().open_snooze()
    menu = find(pane, SnoozeMenu, "snooze-menu")
    edit = find(menu, QDateTimeEdit, "snooze-time")
    edit.setDateTime(edit.dateTime().addDays(3))
    with qtbot.waitSignal(pane.snooze_chosen) as chosen:
        click(find(menu, QPushButton, "snooze-own"))
    assert chosen.args == ["id-1046", edit.dateTime().toMSecsSinceEpoch()]
