"""The frame of the window: layouts, regions, pages, keys and what is remembered."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from supportdesk_desktop.core.arrangement import Arrangement
from supportdesk_desktop.core.feed_status import FeedState, FeedStatus
from supportdesk_desktop.core.rows import SNOOZED, Over, RailCounts
from supportdesk_desktop.core.saved_views import SavedView, SavedViewId
from supportdesk_desktop.core.ticket_lines import TicketLines
from supportdesk_desktop.ui.outbox.pane import OutboxPage
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.window.frame import WindowContents
from supportdesk_desktop.ui.window.menus import AppMenu
from supportdesk_desktop.ui.window.state import View
from supportdesk_desktop.ui.window.window import MainWindow
from tests.desktop.ui.desk import NOW, RELOADED, REPLAYED
from tests.desktop.ui.hands import PLAIN, SHIFT, click, find, press, told
from tests.desktop.ui.sample_tickets import detail, many_rows, row

MakeWindow = Callable[..., MainWindow]


@pytest.fixture
def make_window(qtbot: QtBot) -> MakeWindow:
    def make(width: int = 1440, height: int = 900, **facts: object) -> MainWindow:
        rows = many_rows(12)
        lines = TicketLines.of_rows(Arrangement(), rows)
        contents = WindowContents(
            **{"lines": lines, "rows": rows, **facts},  # type: ignore[arg-type]
            counts=RailCounts(12, 3, 2, 1, 1, 1, snoozed=1),
            shop="Boutique Adjara",
            agent_name="Aïcha Houngbédji",
            agent_level="N1",
            status=FeedStatus(FeedState.VERIFIED, NOW, tickets=12, verified_up_to_ms=NOW),
        )
        window = MainWindow(contents)
        window.strip.set_intervals((REPLAYED, RELOADED))
        window.top_bar.set_stored_count(104_318)
        qtbot.addWidget(window, before_close_func=lambda w: w.let_close())
        window.resize(width, height)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(lambda: window.isActiveWindow() and window.width() == width)
        # The icon comes with the keys, a turn or two after the first paint.
        qtbot.waitUntil(lambda: not window.windowIcon().isNull())
        return window

    return make


def shown(widget: QWidget) -> bool:
    return widget.isVisible()


def test_the_first_paint_is_populated_and_builds_no_other_page(make_window: MakeWindow) -> None:
    window = make_window()
    assert window.ticket_model.ticket_count() == 12
    assert window.windowTitle() == "Boutique Adjara – SupportDesk Desktop"
    assert window.strip.status.state is FeedState.VERIFIED
    names = {child.objectName() for child in window.findChildren(QWidget)}
    assert not names & {"outbox", "notifications", "new-ticket", "first-run", "journal"}
    assert window.focusWidget() is window.ticket_list.view


def test_a_list_that_fills_later_gets_the_first_focus_only(make_window: MakeWindow) -> None:
    window = make_window(lines=None, rows=())
    assert window.focusWidget() is not window.ticket_list.view
    rows = many_rows(3)
    window.ticket_model.set_rows(rows)
    window.ticket_model.set_lines(TicketLines.of_rows(Arrangement(), rows))
    assert window.focusWidget() is window.ticket_list.view
    window.rail.focus_current()
    window.ticket_model.set_lines(TicketLines.of_rows(Arrangement(), ()))
    window.ticket_model.set_lines(TicketLines.of_rows(Arrangement(), rows))
    assert window.rail.isAncestorOf(window.focusWidget() or window)


@pytest.mark.parametrize(
    ("width", "scale", "icons", "detail"),
    [
        (1440, 1.0, False, True),
        (900, 1.0, True, True),
        (720, 1.0, True, False),
        (1440, 2.0, True, False),
    ],
)
def test_the_layout_follows_the_width_at_any_scale(
    make_window: MakeWindow, width: int, scale: float, icons: bool, detail: bool
) -> None:
    window = make_window(width, 600)
    theme().set_scale(scale)
    assert window.rail.icons_only is icons
    assert shown(window.detail) is detail
    assert shown(window.ticket_list)


def test_narrow_opens_the_detail_alone_and_comes_back_to_the_row(make_window: MakeWindow) -> None:
    window = make_window(720, 600)
    view = window.ticket_list.view
    QTest.keyClick(view, Qt.Key.Key_Down)
    chosen = view.current
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert shown(window.detail)
    assert not shown(window.ticket_list)
    back = find(window, QAbstractButton, "back")
    assert shown(back)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert shown(window.ticket_list)
    assert view.current == chosen
    assert view.hasFocus()
    assert not shown(back)


def test_new_ticket_replaces_the_detail_and_gives_the_focus_back(make_window: MakeWindow) -> None:
    window = make_window()
    window.ticket_list.view.setFocus()
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    panel = window.pages.new_ticket()
    assert shown(panel)
    assert shown(window.ticket_list)
    assert not shown(window.detail)
    assert panel.width() <= 640
    window.step_back()
    assert not shown(panel)
    assert shown(window.detail)
    assert window.ticket_list.view.hasFocus()


def test_only_the_agent_opens_the_panel_for_a_new_ticket(make_window: MakeWindow) -> None:
    window = make_window()
    opened = told(window.new_ticket_opened)
    window.open_new_ticket()
    assert opened == []
    click(find(window, QAbstractButton, "new-ticket-button"))
    assert opened == [None]


@pytest.mark.qt_log_ignore("does not support grabbing the keyboard")
def test_do_not_disturb_is_asked_on_its_page(make_window: MakeWindow) -> None:
    window = make_window()
    QTest.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    chosen = told(window.dnd_chosen)
    menu = find(window.pages.notifications(), QMenu, "dnd-menu")
    menu.actions()[-1].trigger()
    assert len(chosen) == 1
    menu.close()


def test_below_wide_the_panel_covers_list_and_detail(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(900, 700)
    window.open_new_ticket()
    assert not shown(window.ticket_list)
    qtbot.waitUntil(lambda: window.pages.new_ticket().width() == window.body.width())
    window.show_view(View.OUTBOX)
    window.step_back()
    assert shown(window.pages.outbox())


def test_pages_are_built_once_and_served_before_they_are_shown(make_window: MakeWindow) -> None:
    window = make_window()
    served: list[bool] = []
    window.pages.serve(OutboxPage, lambda page: served.append(shown(page)))
    for view in (View.OUTBOX, View.MINE, View.OUTBOX):
        window.show_view(view)
    assert served == [False]
    assert shown(window.pages.outbox())
    assert not shown(window.detail)
    window.pages.serve(OutboxPage, lambda page: served.append(shown(page)))
    assert served == [False, True]


def test_f6_goes_round_the_regions_and_back(make_window: MakeWindow) -> None:
    window = make_window()
    window.ticket_list.view.setFocus()
    regions = ["trust-strip", "rail", "top-bar", "list-pane"]  # the detail is empty here

    def region() -> str:
        places = (window.rail, window.top_bar, window.ticket_list, window.detail, window.strip)
        focus = window.focusWidget()
        return next(one.objectName() for one in places if focus and one.isAncestorOf(focus))

    def stops(modifiers: Qt.KeyboardModifier) -> list[str]:
        seen = []
        for _ in regions:
            press(window, Qt.Key.Key_F6, modifiers)
            seen.append(region())
        return seen

    assert stops(PLAIN) == regions
    assert stops(SHIFT) == [*reversed(regions[:-1]), regions[-1]]


def test_escape_in_the_search_clears_it_once(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    window.top_bar.focus_search()
    with qtbot.waitSignal(window.top_bar.search.textChanged):
        QTest.keyClicks(window.top_bar.search, "colis")
    QTest.keyClick(window.top_bar.search, Qt.Key.Key_Escape)
    assert window.top_bar.search.text() == ""
    QTest.keyClicks(window.top_bar.search, "x")
    QTest.keyClick(window.top_bar.search, Qt.Key.Key_Down)
    assert window.ticket_list.view.hasFocus()
    with qtbot.assertNotEmitted(window.top_bar.search.textChanged):
        window.top_bar.search.show_text("repris")
    assert window.top_bar.search.text() == "repris"


def test_one_popover_lies_over_the_strip_and_gives_the_focus_back(
    make_window: MakeWindow,
) -> None:
    window = make_window()
    # Observed since long ago, so that there is a track of the day.
    window.strip.set_status(FeedStatus(FeedState.VERIFIED, 0, verified_up_to_ms=0))
    window.strip.set_intervals([], 0)
    for name, popover in (("timeline", window.pages.journal), ("state", window.pages.details)):
        part = find(window, QAbstractButton, f"strip-{name}")
        click(part)
        assert shown(popover())
        assert popover().geometry().bottom() < window.strip.y()
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
        assert not shown(popover())
        assert part.hasFocus()
    window.overlays.toggle_details()
    window.overlays.toggle_journal()
    assert not shown(window.pages.details())
    window.overlays.toggle_details()
    assert not shown(window.pages.journal())


def test_first_run_replaces_everything(make_window: MakeWindow) -> None:
    window = make_window()
    window.show_first_run()
    assert window.first_run_is_shown()
    for hidden in (window.rail, window.top_bar, window.strip):
        assert not shown(hidden)
    key = find(window, QLineEdit, "agent-key")
    assert key.hasFocus()
    window.hide_first_run()
    assert shown(window.rail)


def test_closing_is_for_the_application_to_decide(make_window: MakeWindow) -> None:
    window = make_window()
    asked = told(window.close_requested)
    assert not window.close()
    assert len(asked) == 1
    assert shown(window)
    window.let_close()
    assert window.close()


def test_the_window_comes_back_as_it_was(make_window: MakeWindow) -> None:
    first = make_window(1300, 800)
    first.body.set_detail_width(500)
    first.frame.toggle_rail()
    first.show_view(View.URGENT)
    stored = first.state()
    again = make_window(1300, 800, window=stored)
    assert again.body.detail_width == 500
    assert again.rail.icons_only
    assert (stored["view"], stored["over"]) == ("urgent", None)


PARAKOU = SavedView(SavedViewId("v"), "Livraisons", "tag:parakou")


def test_a_saved_view_is_painted_before_it_is_searched(make_window: MakeWindow) -> None:
    rows = many_rows(3)
    lines = TicketLines.as_given(row.id for row in rows)
    over = Over("v", PARAKOU.query)
    window = make_window(
        saved_views=(PARAKOU,), over=over, view=View.URGENT, lines=lines, rows=rows
    )
    assert window.view() is View.URGENT
    assert window.rail.over() == "v"
    assert window.top_bar.search.text() == PARAKOU.query
    assert window.ticket_list.view.visible_ids() == [row.id for row in rows]
    head = [find(window, QLabel, name).text() for name in ("list-title", "list-count")]
    assert head == ["Livraisons", ""]
    assert window.state()["first"] == [row.id for row in rows]
    assert (window.state()["over"], window.state()["query"]) == ("v", PARAKOU.query)
    window.show_view(View.MINE)
    assert find(window, QLabel, "list-title").text() == "Mes tickets"
    assert window.rail.over() is None
    assert window.state()["first"] == []


def test_a_saved_view_can_be_chosen_before_anything_stands_behind_the_window(
    make_window: MakeWindow,
) -> None:
    window = make_window(saved_views=(PARAKOU,))
    item = find(window, QAbstractButton, "rail-saved-v")
    assert (item.text(), item.accessibleName()) == ("Livraisons", "Livraisons")
    click(item)
    assert window.top_bar.search.text() == PARAKOU.query


def test_what_is_put_off_is_marked_in_the_first_paint(make_window: MakeWindow) -> None:
    window = make_window(over=Over(SNOOZED, "est:reporté"))
    assert window.rail.over() == SNOOZED
    assert find(window, QLabel, "list-title").text() == "Reportés"


def test_an_empty_list_has_no_detail_beside_it(make_window: MakeWindow) -> None:
    window = make_window()
    window.ticket_model.set_lines(TicketLines.of_rows(Arrangement(), ()))
    assert not shown(window.detail)


def test_the_menu_has_commands_appearance_and_language(make_window: MakeWindow) -> None:
    window = make_window()
    menu = AppMenu(window, window.commands, language="fr", appearance="dark")
    texts = [action.text() for action in menu.actions()]
    assert "Nouveau ticket\tCtrl+N" in texts
    appearance = next(action for action in menu.actions() if action.text() == "Apparence").menu()
    assert isinstance(appearance, QMenu)
    checked = [action.text() for action in appearance.actions() if action.isChecked()]
    assert checked == ["Sombre"]
    chosen = told(menu.theme_chosen)
    appearance.actions()[0].trigger()
    assert chosen == ["light"]


def test_the_focus_follows_to_a_ticket_that_is_opened_before_it_is_read(
    make_window: MakeWindow,
) -> None:
    window = make_window()
    rows = [row(1), row(2)]
    window.ticket_model.set_lines(TicketLines.of_rows(Arrangement(), rows))
    window.ticket_model.set_rows(rows)
    assert window.ticket_list.view.choose(rows[0].id)
    window.focus_page()
    window.open_detail()
    assert window.focusWidget() is window.ticket_list.view
    window.detail.show_detail(detail(7))
    assert window.focusWidget() is window.ticket_list.view
    window.detail.clear()
    window.open_detail()
    window.detail.show_detail(detail(1))
    assert window.detail.isAncestorOf(window.focusWidget())


def test_the_palette_closes_after_what_had_the_focus_is_gone(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window()
    line = QLineEdit(window.frame.desk)
    line.show()
    line.setFocus()
    window.toggle_palette()
    with qtbot.waitSignal(line.destroyed):
        line.deleteLater()
    window.overlays.close_palette()
    assert window.focusWidget() is window.ticket_list.view


@pytest.mark.parametrize("leave", [MainWindow.show_help, MainWindow.show_shortcuts])
def test_a_card_of_the_strip_closes_with_its_page(
    make_window: MakeWindow, leave: Callable[[MainWindow], None]
) -> None:
    window = make_window()
    window.overlays.toggle_details()
    leave(window)
    assert not window.overlays.popovers()
    window.overlays.toggle_journal()
    window.go(View.NOTIFICATIONS)
    assert not window.overlays.popovers()
