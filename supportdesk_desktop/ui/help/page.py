"""A page of our own documents, in the place of list and detail."""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from supportdesk_desktop import __version__
from supportdesk_desktop.resources import resource
from supportdesk_desktop.ui.language import follow_language, language_now
from supportdesk_desktop.ui.markdown import MarkdownView
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import XL, XS, L, S
from supportdesk_desktop.ui.widgets.buttons import IconButton, LinkButton
from supportdesk_desktop.ui.widgets.labels import ElidedLabel
from supportdesk_desktop.ui.widgets.layouts import hbox, named, vbox
from supportdesk_desktop.ui.window.commands import CLOSE


class NewsLine(QFrame):
    """Stands above the page until it is followed or closed; it never takes the focus."""

    news_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("news-line")
        self.setProperty("ground", "sunken")
        self.setProperty("edge", "bottom")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._said = ElidedLabel("", "caption", "text2", self)
        self._read = named(LinkButton("", parent=self), "read-news")
        self._close = named(IconButton("x", parent=self), "close-news")
        close = (self._close, Qt.AlignmentFlag.AlignVCenter)
        hbox(self._said, self._read, None, close, of=self, margins=(L, 0, S, 0), spacing=XS)
        self._read.clicked.connect(self._follow)
        self._close.clicked.connect(self._leave)
        follow_language(self._retranslate)

    def _retranslate(self) -> None:
        said = self.tr("SupportDesk Desktop {version} est installé.")
        self._said.setText(said.format(version=__version__))
        self._read.setText(self.tr("Voir les nouveautés"))
        self._close.set_name(self.tr("Fermer"))

    def _follow(self) -> None:
        self._leave()
        self.news_requested.emit()

    def _leave(self) -> None:
        self.hide()
        self.deleteLater()


_HEADING = re.compile(r"^## +(\S+)$", re.MULTILINE)


def news_of(text: str, version: str) -> str:
    """Return what a version brought, without its heading; empty where nothing is told."""
    parts = _HEADING.split(text)
    # What is before the first heading, then a version and its text in turn.
    return dict(zip(parts[1::2], parts[2::2], strict=True)).get(version, "").strip()


_WIDEST = 860
"""Lines longer than this are hard to follow."""


class HelpPage(QFrame):
    """Shows one document; the window leaves it by Escape."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("help-page")
        self.setProperty("ground", "surface")
        self._news = False
        self._title = ElidedLabel("", "section", "text1", self)
        self._close = named(IconButton("x", parent=self), "close-help")
        self._close.clicked.connect(self.closed)
        self.text = named(_OwnDocument(self), "help-text")
        head = hbox((self._title, 1), self._close, margins=(XL, S, L - S, S))
        vbox(head, (self.text, 1), of=self, spacing=0)
        follow_language(self._retranslate)

    def show_document(self, *, news: bool) -> None:
        """Show the guide, or what is new, from its beginning."""
        self._news = news
        self._retranslate()
        self.text.verticalScrollBar().setValue(0)

    def focus_first(self) -> None:
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _retranslate(self) -> None:
        title = self.tr("Guide de l’agent")
        if self._news:
            title = self.tr("Nouveautés de la version {version}").format(version=__version__)
        self._title.setText(title)
        self.text.setAccessibleName(title)
        self._close.set_name(self.tr("Fermer l’aide"))
        self._close.setToolTip(CLOSE.tip(self.tr("Fermer l’aide")))
        text = _news if self._news else _guide
        self.text.set_markdown(text(language_now()))


class _OwnDocument(MarkdownView):
    """Our own Markdown, which has tables and wrapped lines; no link leads out of it."""

    def html_of(self, text: str) -> str:
        border = theme().palette.border.name()
        table = f'<table border="1" cellspacing="0" cellpadding="6" bordercolor="{border}">'
        return str(_renderer().render(text)).replace("<table>", table)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep lines short enough to be read."""
        look = theme()
        over = max(0, self.width() - look.px(_WIDEST) - 2 * XL)
        self.setViewportMargins(XL, 0, XL + over, 0)
        super().resizeEvent(event)


def _guide(language: str) -> str:
    """Return the guide without its title, which the page has, and the link to the other one."""
    lines = _document("guide", language).splitlines()
    return "\n".join(
        line for line in lines if not line.startswith(("# ", "[English]", "[Français]"))
    )


def _news(language: str) -> str:
    return news_of(_document("news", language), __version__)


def _document(name: str, language: str) -> str:
    return resource("help", f"{name}.{language}.md").read_text("utf-8")


@cache
def _renderer() -> MarkdownIt:
    renderer = MarkdownIt("commonmark", {"html": False}).enable("table")
    renderer.validateLink = lambda url: False  # type: ignore[method-assign]
    return renderer
