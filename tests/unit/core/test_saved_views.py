"""Saved views: order, names and bounds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from supportdesk_desktop.core import saved_views
from supportdesk_desktop.core.saved_views import (
    LONGEST_NAME,
    MOST_VIEWS,
    SavedView,
    SavedViewId,
    Views,
)


def view(name: str, *, pinned: bool = False) -> SavedView:
    return SavedView(SavedViewId(name), name, f"tag:{name}", pinned)


def three() -> Views:
    return (view("a"), view("b"), view("c"))


def names(views: Views) -> str:
    return "".join(one.name for one in views)


def test_a_view_moves_and_stops_at_the_ends() -> None:
    assert names(saved_views.moved(three(), SavedViewId("a"), 1)) == "bac"
    assert names(saved_views.moved(three(), SavedViewId("a"), 99)) == "bca"
    assert names(saved_views.moved(three(), SavedViewId("c"), -1)) == "cab"
    assert saved_views.moved(three(), SavedViewId("z"), 0) == three()


def test_pinned_views_stay_first() -> None:
    views = saved_views.pinned(three(), SavedViewId("c"), True)
    assert names(views) == "cab"
    assert names(saved_views.moved(views, SavedViewId("b"), 0)) == "cba"
    assert names(saved_views.moved(views, SavedViewId("c"), 2)) == "cab"
    views = saved_views.pinned(views, SavedViewId("b"), True)
    assert names(views) == "cba"
    assert names(saved_views.pinned(views, SavedViewId("c"), False)) == "bca"
    assert names(saved_views.added(views, view("d"))) == "cbad"


def test_a_removed_view_comes_back_to_its_place() -> None:
    rest = saved_views.removed(three(), SavedViewId("b"))
    assert names(rest) == "ac"
    assert saved_views.added(rest, view("b"), 1) == three()


def test_names_are_one_line_and_never_empty() -> None:
    renamed = saved_views.renamed(three(), SavedViewId("a"), "  Retraits\n mobile\u202e money  ")
    assert renamed[0].name == "Retraits mobile money"
    assert saved_views.renamed(three(), SavedViewId("a"), " \n") == three()
    long = saved_views.renamed(three(), SavedViewId("a"), "x" * 100)
    assert long[0].name == "x" * LONGEST_NAME


def test_what_is_read_from_disk_is_bounded() -> None:
    many = [view(str(number)) for number in range(MOST_VIEWS + 5)]
    assert len(saved_views.bounded(many)) == MOST_VIEWS
    broken = [view("a"), view("a"), SavedView(SavedViewId("e"), "", "x"), view("b", pinned=True)]
    assert names(saved_views.bounded(broken)) == "ba"


def test_the_view_of_a_query_is_found_whatever_its_spaces() -> None:
    assert saved_views.showing(three(), "  tag:b ") == view("b")
    assert saved_views.showing(three(), "tag:z") is None


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(-2, 5), st.booleans()), max_size=12))
def test_no_order_loses_or_doubles_a_view(steps: list[tuple[str, int, bool]]) -> None:
    views = three()
    for name, to, pin in steps:
        views = saved_views.moved(views, SavedViewId(name), to)
        views = saved_views.pinned(views, SavedViewId(name), pin)
    assert sorted(names(views)) == ["a", "b", "c"]
    assert [one.pinned for one in views] == sorted((one.pinned for one in views), reverse=True)
