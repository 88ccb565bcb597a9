"""Hostile Markdown stays text: no tag, no image, no address but http, https, mailto and tel."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QFont, QFontInfo, QTextCursor, QTextDocument
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from supportdesk_desktop.ui.markdown import (
    MOST_CHARACTERS,
    MOST_HTML,
    MOST_LINES,
    MOST_MARKS,
    MarkdownView,
    link_text,
    to_html,
)
from supportdesk_desktop.ui.theme import Theme
from tests.desktop.ui.hands import shown

ALLOWED_TAG = re.compile(
    r"</?(p|em|strong|code|pre|ul|ol|li|blockquote|h[1-6]|s|i)>|<br />|<hr />"
    r'|<a>|<ol start="\d+">|<code class="[^"<>]*">|</a>'
    r'|<p style="white-space:pre-wrap">'
    r'|<a href="(https?://|mailto:|tel:)[^"<>]*"( title="[^"<>]*")?>',
    re.IGNORECASE,
)


def plain(text: str) -> str:
    document = QTextDocument()
    document.setHtml(to_html(text))
    return document.toPlainText()


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src='http://exemple.bj/x.png'>",
        "<b onclick=x>gras</b>",
        "<!-- caché -->",
        "a <a href='javascript:1'>b</a>",
    ],
)
def test_html_is_shown_as_it_was_typed(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "vbscript:x",
        "supportdesk://ticket/INV-1",
        "//exemple.bj/x",
        "/chemin",
        "ftp://exemple.bj",
        "&#106;avascript:alert(1)",
    ],
)
def test_other_addresses_never_become_links(url: str) -> None:
    assert "<a " not in to_html(f"[ici]({url})")
    assert "<a " not in to_html(f"<{url}>")


@pytest.mark.parametrize(
    "url", ["https://exemple.bj/a?b=1", "http://exemple.bj", "mailto:k@exemple.bj", "tel:+2290197"]
)
def test_these_addresses_are_links(url: str) -> None:
    assert f'<a href="{url}">ici</a>' in to_html(f"[ici]({url})")


@pytest.mark.parametrize("text", ["[]()", "[ici]()", '[ici](<> "titre")'])
def test_a_link_without_an_address_is_words(text: str) -> None:
    assert "href" not in to_html(text)


def test_images_become_words() -> None:
    html = to_html("![reçu <b>](https://exemple.bj/recu.png) ![](http://exemple.bj/y.png)")
    assert "<img" not in html
    assert "exemple.bj" not in html
    assert "reçu &lt;b&gt;" in html


def test_bidirectional_overrides_are_left_out() -> None:
    assert plain("Fichier \u202egnp.exe\u2066 `\u202ecode`") == "Fichier gnp.exe code"


def test_a_long_text_is_cut_and_said_to_be() -> None:
    shown = plain("mot " * MOST_CHARACTERS)
    assert shown.endswith("La suite du texte n’est pas affichée.")
    assert len(shown) < MOST_CHARACTERS + 100


BOMBS = {
    "quotations": ">" * 5000 + " fond",
    "quotations in lists": "> - " * 3000 + "fond",
    "lists": "- " * 5000 + "fond",
    "lists by lines": "".join("  " * level + "- fond\n" for level in range(60)),
    "brackets": "[" * 20_000,
    "links in links": "[a](" * 5000,
    "images": "![" * 10_000,
    "emphasis": "*a **a " * 2800,
    "words half bold": "a**b" * 5000,
    "code": "`" * 19_999,
    "html": "<a " * 6000,
    "entities": "&amp;" * 4000,
    "headings": "# a\n" * 5000,
    "rules": "---\n" * 5000,
    "items": "- a\n" * 5000,
    "lines": "a\n" * 10_000,
    "a table": "|a|b|\n" * 3000,
    "an address in every word": "[a]: http://a/" + "x" * 9000 + "\n\n" + "[a] " * 900,
    "one word": "x" * 1_000_000,
    "marks over marks": "e" + "\u0301" * 50_000,
    "white space": "\t\n \r\v\f\u2028" * 3000,
    "frames of Qt": "\ufdd0\ufdd1\ufffc\u2029" * 3000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_shown_within_bounds(name: str, qtbot: QtBot) -> None:
    text = BOMBS[name]
    html = to_html(text)
    assert len(html) <= MOST_HTML + 200
    assert "<" not in ALLOWED_TAG.sub("", html)
    view = MarkdownView(grows=True)
    qtbot.addWidget(view)
    view.resize(400, 100)
    view.set_markdown(text)
    view.grab()
    document = view.document()
    fragments = 0
    block = document.begin()
    while block.isValid():
        place = block.begin()
        while not place.atEnd():
            fragments += 1
            place += 1
        block = block.next()
    # What laying out costs, rather than how long it takes on this computer.
    assert document.blockCount() <= 3 * MOST_LINES + 20
    assert fragments <= 3 * MOST_LINES + MOST_MARKS + 20


@pytest.mark.parametrize("name", ["quotations", "quotations in lists", "lists", "lists by lines"])
def test_what_is_nested_too_deeply_is_shown_as_it_was_typed(name: str) -> None:
    assert "fond" in plain(BOMBS[name])


def test_many_lines_are_cut_and_said_to_be() -> None:
    shown = plain("".join(f"ligne {number}\n" for number in range(MOST_LINES + 5)))
    assert f"ligne {MOST_LINES - 1}\n" in shown
    assert f"ligne {MOST_LINES}" not in shown
    assert shown.endswith("La suite du texte n’est pas affichée.")


def test_a_journal_of_many_brackets_is_shown_as_it_was_typed() -> None:
    journal = "".join(f"[INFO] [a_b]  étape *{number}*\n" for number in range(300))
    assert plain(journal) == journal.rstrip("\n") or plain(journal) == journal


@settings(max_examples=150)
@given(
    st.lists(
        st.sampled_from(
            [*"[]()<>!`*_#&\"'\\|~-=+ \n\t:;/", "javascript:", "http://a", "![", "](", "<img ", "a"]
        ),
        max_size=60,
    ).map("".join)
)
def test_nothing_but_the_known_tags_ever_comes_out(text: str) -> None:
    assert "<" not in ALLOWED_TAG.sub("", to_html(text))


def test_nothing_is_loaded(qtbot: QtBot) -> None:
    view = MarkdownView()
    qtbot.addWidget(view)
    assert view.loadResource(2, QUrl("https://exemple.bj/x.png")) is None
    view.set_markdown("![x](file:///etc/hostname)")
    assert "\ufffc" not in view.toPlainText()


def test_bold_and_code_have_the_fonts_of_their_roles(qtbot: QtBot, each_theme: Theme) -> None:
    view = MarkdownView()
    qtbot.addWidget(view)
    view.set_markdown("normal **gras** `code`")

    def font_at(position: int) -> QFont:
        return _cursor_at(view, position).charFormat().font()

    assert font_at(9).variableAxisValue(QFont.Tag("wght")) == 600
    assert font_at(9).weight() == QFont.Weight.Normal
    assert QFontInfo(font_at(14)).fixedPitch()


def test_a_link_is_told_and_not_opened(qtbot: QtBot) -> None:
    view = MarkdownView()
    qtbot.addWidget(view)
    view.set_markdown("[la commande](https://exemple.bj/20418)")
    view.resize(300, 60)
    with qtbot.waitExposed(view):
        view.show()
    with qtbot.waitSignal(view.link_activated) as told:
        spot = view.cursorRect(_cursor_at(view, 3)).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert told.args == ["https://exemple.bj/20418"]
    assert view.toPlainText() == "la commande"


def test_look_alike_letters_show_in_an_address() -> None:
    assert link_text(QUrl("https://pаypal.com/é")) == "https://xn--pypal-4ve.com/%C3%A9"


def test_a_growing_view_is_as_high_as_its_text(qtbot: QtBot) -> None:
    view = shown(qtbot, MarkdownView(grows=True))
    view.resize(300, 40)
    view.set_markdown("Une ligne.")
    one = view.height()
    view.set_markdown("Une ligne.\n\n" * 6)
    assert view.height() > 4 * one
    assert view.verticalScrollBar().maximum() == 0


def _cursor_at(view: MarkdownView, position: int) -> QTextCursor:
    cursor = QTextCursor(view.document())
    cursor.setPosition(position)
    return cursor
