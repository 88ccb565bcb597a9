"""Arabic and Hebrew in tickets: each text runs its own way, and turns nothing of ours around."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QLineEdit, QTableView, QWidget

from supportdesk_desktop.core.notices import NoticeOutcome
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.ticket.private_note import NoteText
from supportdesk_desktop.ui.widgets.labels import ElidedLabel, Label
from supportdesk_desktop.ui.widgets.markdown_editor import MarkdownText
from supportdesk_desktop.ui.widgets.painting import draw_text
from supportdesk_desktop.ui.window.palette_lines import of_ticket
from supportdesk_desktop.ui.window.state import View
from supportdesk_desktop.ui.window.window import MainWindow
from tests.desktop.ui.desk import NOW, UNCERTAIN, notice
from tests.desktop.ui.hands import find, keys
from tests.desktop.ui.quality.looking import painted, path_of
from tests.desktop.ui.sample_tickets import row
from tests.pictures.__main__ import opened
from tests.pictures.scenes import ARABIC, HEBREW, SCENES, Scene

TAIL = "ש" * 6 + "." * 14
"""Hebrew letters and full stops: these stand at the left of the letters, or at their right."""
HIGH = 10
RTL = next(scene for scene in SCENES if scene.name == "right-to-left")


def runs_from_the_right(image: QImage) -> bool:
    """Return whether the low marks of ``TAIL`` stand left of its letters in a picture."""
    ground = image.pixel(image.width() - 1, 0)
    high: list[int] = []
    low: list[int] = []
    for x in range(image.width()):
        inked = [y for y in range(image.height()) if image.pixel(x, y) != ground]
        if inked:
            (high if inked[-1] - inked[0] > HIGH // 2 else low).append(x)
    assert high, "nothing is written"
    assert low, "no full stop is written"
    return sum(low) / len(low) < sum(high) / len(high)


def _drawn() -> QImage:
    image = QImage(400, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    # As a painter on a widget of a French window.
    painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    draw_text(painter, "body", "text1", QRectF(20, 0, 380, 30), TAIL)
    painter.end()
    return image


def _shown(widget: QWidget, margin: int = 0) -> QImage:
    widget.resize(400, 40)
    widget.ensurePolished()
    image = widget.grab().toImage()
    widget.deleteLater()
    return image.copy(image.rect().adjusted(margin, margin, -margin, -margin))


def _edit(edit: NoteText | MarkdownText) -> QImage:
    edit.setPlainText(TAIL)
    edit.resize(400, 60)
    return _shown(edit, 4)


@pytest.mark.parametrize(
    "make",
    [
        _drawn,
        lambda: _shown(ElidedLabel(TAIL)),
        lambda: _shown(Label(TAIL)),
        lambda: _edit(NoteText()),
        lambda: _edit(MarkdownText()),
    ],
    ids=["draw_text", "elided label", "label", "private note", "description"],
)
def test_a_text_runs_the_way_of_its_letters(make: Callable[[], QImage]) -> None:
    assert runs_from_the_right(make())


def test_the_picture_tells_the_ways_apart() -> None:
    label = Label(f"\u200e{TAIL}")
    assert not runs_from_the_right(_shown(label))


def test_a_cell_of_metadata_runs_the_way_of_its_letters(qapp: QApplication) -> None:
    with opened(qapp, RTL) as shown:
        table = shown.findChild(QTableView, "metadata-table")
        assert table is not None
        model = table.model()
        said = [model.index(at, 2).data() for at in range(2)]
        assert said == ["20418", "\u2068שלום 12!\u2069"]


def test_only_what_runs_otherwise_is_isolated() -> None:
    assert texts.isolated("Koffi Mensah, 12") == "Koffi Mensah, 12"
    assert texts.isolated(HEBREW) == f"\u2068{HEBREW}\u2069"
    detail = of_ticket(replace(row(1), customer=HEBREW)).detail
    assert detail.startswith(f"\u2068{HEBREW}\u2069, priorité")


def _notifications(window: MainWindow) -> None:
    window.show_view(View.NOTIFICATIONS)
    told = notice(1, NoticeOutcome.SHOWN, 84.0, NOW)
    window.pages.notifications().set_notices([replace(told, subject=ARABIC, customer=HEBREW)])


def _outbox(window: MainWindow) -> None:
    window.show_view(View.OUTBOX)
    draft = replace(UNCERTAIN.draft, subject=ARABIC, customer_external_id=HEBREW)
    window.pages.outbox().set_filings([replace(UNCERTAIN, draft=draft)])


def _palette(window: MainWindow) -> None:
    window.toggle_palette()
    entry = of_ticket(replace(row(1), subject=ARABIC, customer=HEBREW))
    palette = window.pages.palette()
    palette.wanted.connect(lambda text, _limit: palette.show_found(text, [entry]))
    keys(find(palette, QLineEdit, "palette-line"), "inv")


@pytest.mark.parametrize(
    "scene",
    [
        RTL,
        Scene("notifications", _notifications),
        Scene("outbox", _outbox),
        Scene("palette", _palette),
    ],
    ids=lambda scene: scene.name,
)
def test_no_page_draws_it_in_the_direction_of_the_window(qapp: QApplication, scene: Scene) -> None:
    with opened(qapp, scene) as shown:
        written = [one for one in painted(qapp, shown) if texts.isolated(one.text) != one.text]
        assert written
        wrong = {f"{path_of(one.widget)}: {one.text}" for one in written if not one.by_content}
        assert sorted(wrong) == []


def test_subjects_and_names_are_seen_in_the_list(qapp: QApplication) -> None:
    with opened(qapp, RTL) as shown:
        seen = {one.text for one in painted(qapp, shown)}
        assert {ARABIC, HEBREW, "فاطمة الزهراء"} <= seen


def test_what_changed_keeps_before_and_after_in_their_places(qapp: QApplication) -> None:
    with opened(qapp, RTL) as shown:
        said = [label.text() for label in shown.findChildren(Label)]
        change = f"sujet\u00a0: \u2068{HEBREW}\u2069 → \u2068{ARABIC} 12\u2069"
        assert any(change in text for text in said), said
