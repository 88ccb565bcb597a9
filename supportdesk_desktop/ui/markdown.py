"""Markdown of strangers, shown safely: no HTML, nothing fetched, links that only ask.

Markdown becomes a small set of HTML tags (markdown-it-py with HTML off), which ``MarkdownView``
shows without ever loading a resource.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from PySide6.QtCore import QCoreApplication, Qt, QUrl, Signal
from PySide6.QtGui import (
    QFont,
    QResizeEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QTextEdit, QWidget

from supportdesk_desktop.core.query import spans
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.texts import utf16_spans
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.widgets.focus import FocusRing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.renderer import RendererHTML, RendererProtocol
    from markdown_it.token import Token
    from markdown_it.utils import EnvType, OptionsDict

    from supportdesk_desktop.core.query import Wanted

MOST_CHARACTERS = 20_000
MOST_LINES = 1_000
"""Beyond these a text is cut and said to be: laying out each line costs about 0.1 ms."""

MOST_MARKS = 2_000
"""Signs of Markdown beyond which a text is shown as it was typed: some cost their square."""

MOST_LEVELS = 16
"""Quotations and lists within one another; the parser would leave out what is deeper than 20."""

MOST_HTML = 10 * MOST_CHARACTERS
"""A long address, defined once and used in every word, makes megabytes of a short text."""

MOST_MARKED = 500
"""Matches of a search that are marked in one text."""

_MARK = re.compile(r"[\[\]!*_`~<&\\]")

_SCHEMES = ("http://", "https://", "mailto:", "tel:")
_NO_BAR = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Overrides, embeddings and isolates: one left open would reorder the text after it."""


@lru_cache(maxsize=64)
def to_html(text: str) -> str:
    """Return Markdown as HTML that holds no tag, image or address of the author's choosing.

    Only http, https, mailto and tel links become links; an image becomes its words. What would
    take long to lay out is cut, or shown as it was typed.
    """
    shown = "".join(text[:MOST_CHARACTERS].splitlines(keepends=True)[:MOST_LINES])
    html = _rendered(_BIDI.sub("", shown.replace("\0", "\ufffd")))
    if len(shown) < len(text):
        rest = QCoreApplication.translate("Markdown", "La suite du texte n’est pas affichée.")
        html += f"<p><i>{rest}</i></p>"
    return html


def _rendered(text: str) -> str:
    if len(_MARK.findall(text)) > MOST_MARKS:
        return _as_typed(text)
    markdown = _renderer()
    env: EnvType = {}
    tokens = markdown.parse(text, env)
    if any(token.level > MOST_LEVELS for token in tokens):
        return _as_typed(text)
    html: str = markdown.renderer.render(tokens, markdown.options, env).rstrip()
    return html if len(html) <= MOST_HTML else _as_typed(text)


def _as_typed(text: str) -> str:
    return f'<p style="white-space:pre-wrap">{escapeHtml(text)}</p>'


def link_text(url: QUrl) -> str:
    """Return an address as it is sent, in ASCII: look-alike letters show as what they are."""
    return bytes(url.toEncoded().data()).decode("ascii", "replace")


class MarkdownView(QTextBrowser):
    """Shows Markdown. ``link_activated`` carries an address; nothing is ever opened from here."""

    link_activated = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, grows: bool = False) -> None:
        """Make an empty view; one that ``grows`` is as high as its text and never scrolls."""
        super().__init__(parent)
        self._text = ""
        self._wanted: tuple[Wanted, ...] = ()
        self._grows = grows
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUndoRedoEnabled(False)
        self.document().setDocumentMargin(0)
        self.anchorClicked.connect(lambda url: self.link_activated.emit(link_text(url)))
        if grows:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self.setVerticalScrollBarPolicy(_NO_BAR)
        self.setHorizontalScrollBarPolicy(_NO_BAR)
        self._ring = FocusRing(self)
        theme().changed.connect(self._show_again)
        follow_language(self._mark, now=False)

    @property
    def markdown(self) -> str:
        return self._text

    def set_markdown(self, text: str) -> None:
        """Show a text; the same text again changes nothing, so a selection stays."""
        if text != self._text:
            self._text = text
            self._show_again()

    def set_wanted(self, wanted: tuple[Wanted, ...]) -> None:
        """Mark these words in the text, none where it is empty."""
        if wanted != self._wanted:
            self._wanted = wanted
            self._mark()

    def html_of(self, text: str) -> str:
        """Return a text as HTML; here that of strangers."""
        return to_html(text)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Load nothing, whatever the text asks for."""
        return None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _show_again(self) -> None:
        look = theme()
        document = self.document()
        document.setDefaultFont(look.font("body"))
        document.setIndentWidth(look.px(24))
        document.setDefaultStyleSheet(
            f"a{{color:{look.palette.link.name()};}}"
            f"blockquote{{color:{look.palette.text2.name()};}}"
        )
        self.setHtml(self.html_of(self._text))
        _set_fonts(document)
        self._mark()
        self._fit()

    def _mark(self) -> None:
        """Lay the marks over the text; the document itself and a selection stay as they are."""
        marks: list[QTextEdit.ExtraSelection] = []
        if self._wanted:
            text = self.document().toPlainText()
            look = QTextCharFormat()
            look.setBackground(theme().palette.markbg)
            look.setForeground(theme().palette.marktext)
            found = spans(text, self._wanted)[:MOST_MARKED]
            marks = [self._marked(look, *span) for span in utf16_spans(text, found)]
            self.setAccessibleDescription(self.tr("%n correspondance(s)", "", len(marks)))
        elif self.accessibleDescription():
            self.setAccessibleDescription("")
        self.setExtraSelections(marks)

    def _marked(self, look: QTextCharFormat, start: int, length: int) -> QTextEdit.ExtraSelection:
        mark = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
        mark.cursor, mark.format = cursor, look
        return mark

    def _fit(self) -> None:
        if self._grows:
            height = round(self.document().size().height()) + 2
            if height != self.height():
                self.setFixedHeight(height)


def _set_fonts(document: QTextDocument) -> None:
    """Give bold, headings and code the fonts of their roles: Inter's weights are axes."""
    changes: list[tuple[int, int, QTextCharFormat]] = []
    block = document.begin()
    while block.isValid():
        changes += _fonts_of_block(block)
        block = block.next()
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    for start, length, style in changes:
        cursor.setPosition(start)
        cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(style)
    cursor.endEditBlock()


def _fonts_of_block(block: QTextBlock) -> list[tuple[int, int, QTextCharFormat]]:
    changes = []
    level = block.blockFormat().headingLevel()
    place = block.begin()
    while not place.atEnd():
        fragment = place.fragment()
        style = fragment.charFormat()
        role = _role(style, level)
        if role != "body":
            font = QFont(theme().font(role))
            font.setItalic(style.fontItalic())
            font.setStrikeOut(style.fontStrikeOut())
            font.setUnderline(style.fontUnderline())
            # Bold would smear a font whose axis is already semi-bold.
            font.setWeight(QFont.Weight.Normal)
            merged = QTextCharFormat()
            merged.setFont(font)
            changes.append((fragment.position(), fragment.length(), merged))
        place += 1
    return changes


def _role(style: QTextCharFormat, level: int) -> str:
    if style.fontFixedPitch():
        return "mono"
    if level in (1, 2):
        return "section"
    return "bodystrong" if level or style.fontWeight() > QFont.Weight.Medium else "body"


@cache
def _renderer() -> MarkdownIt:
    renderer = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True})
    renderer.enable("strikethrough")
    renderer.validateLink = _is_allowed  # type: ignore[method-assign]
    renderer.add_render_rule("image", _image_as_words)
    renderer.add_render_rule("link_open", _link_with_address)
    return renderer


def _is_allowed(url: str) -> bool:
    return url.lower().startswith(_SCHEMES)


def _image_as_words(
    self: RendererProtocol, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
) -> str:
    words = escapeHtml(tokens[at].content)
    name = QCoreApplication.translate("Markdown", "image non chargée")
    return f"<i>[{name}\u00a0: {words}]</i>" if words else f"<i>[{name}]</i>"


def _link_with_address(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
) -> str:
    """Open a link; ``[]()`` passes the check of addresses, but leads nowhere."""
    allowed = _is_allowed(str(tokens[at].attrGet("href") or ""))
    return self.renderToken(tokens, at, options, env) if allowed else "<a>"
