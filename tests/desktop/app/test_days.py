"""Statistics, journal and what is verified, in the whole window beside a real desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLabel

from supportdesk_desktop.ui.window.state import View
from tests.desktop.app.conftest import Opened, eventually, opened, serving_tickets
from tests.desktop.session.processes import Desk
from tests.desktop.ui.hands import click, find, plain

pytestmark = pytest.mark.usefixtures("key")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk with a customer."""
    tickets = [("Avant l’ouverture", "MEDIUM")]
    with serving_tickets(tmp_path_factory.mktemp("desk"), tickets) as served:
        yield served


def value(one: Opened, key: str) -> str:
    label = one.window.pages.details().findChild(QLabel, f"details-{key}")
    return "" if label is None else plain(label.text())


async def test_what_is_received_while_somebody_looks_is_counted(desk: Desk, tmp_path: Path) -> None:
    async with opened(tmp_path, desk.base) as one:
        await one.says("à jour")
        one.window.go(View.STATISTICS)
        page = one.window.pages.statistics()
        # The list of the first start was there before: it was not received today.
        await eventually(lambda: len(page.model.rows()) == 9)
        assert page.model.rows()[1][1] == "0"
        assert page.model.rows()[2][1] == "fermé"
        desk.file("Après l’ouverture")
        await eventually(lambda: page.model.rows()[1][1] == "1")

        click(find(page, QAbstractButton, "statistics-export"))
        dialog = find(one.window, QFileDialog, "export-where")
        chosen = tmp_path / "jours.csv"
        dialog.fileSelected.emit(str(chosen))
        dialog.close()
        await eventually(chosen.is_file)
        assert len(chosen.read_text(encoding="utf-8-sig").splitlines()) == 8


async def test_the_proof_is_explained_with_its_figures(desk: Desk, tmp_path: Path) -> None:
    async with opened(tmp_path, desk.base) as one:
        await one.says("à jour")
        click(find(one.window, QAbstractButton, "strip-state"))
        await eventually(lambda: "égal ici et sur le serveur" in value(one, "head"))
        await eventually(lambda: value(one, "cursor").startswith("événement n°"))
        assert "égal ici et sur le serveur" in value(one, "count")
        assert value(one, "snapshot") != "pas encore"
        text = one.window.pages.details().as_text()
        assert desk.agent_key not in text
        assert "Koffi" not in text


async def test_a_second_opening_is_in_the_journal_and_no_gap_of_the_day(
    desk: Desk, tmp_path: Path
) -> None:
    async with opened(tmp_path, desk.base) as one:
        await one.says("à jour")
    async with opened(tmp_path, desk.base) as one:
        await one.says("à jour")
        one.window.overlays.toggle_journal()
        journal = one.window.pages.journal()
        await eventually(lambda: "Application fermée" in journal._model.as_text())
