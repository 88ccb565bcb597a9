"""Finding a ticket by search, reading it, and keeping the search, as a screen reader does it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.session.processes import Desk, Window, desk, window
from tests.fakes.atspi.screen import Driver

SUBJECT = "Retrait en attente depuis le matin"
DESCRIPTION = "L’opérateur indique que le compte de Parakou est gelé."


@pytest.fixture(scope="module")
def served(session: None, folder: Path) -> Iterator[Desk]:
    """A desk with three tickets, one of which speaks of Parakou in its description alone."""
    with desk(folder / "desk", "--no-rate-limits") as served:
        served.add_customer("user_42", "jean@acme.com", "Jean Dossou")
        file(served, SUBJECT, DESCRIPTION)
        file(served, "Facture à établir", "Au nom de la société.")
        file(served, "Colis égaré", "Entre Cotonou et Ouidah.")
        yield served


@pytest.fixture(scope="module")
def opened(driver: Driver, folder: Path, served: Desk) -> Iterator[Window]:
    """The agent's window on that desk."""
    key = {"SUPPORTDESK_API_KEY": served.agent_key}
    with window(driver, folder / "window", "--server", served.base, extra=key) as opened:
        opened.screen.find("strip-state", "À jour, vérifié à")
        yield opened


def file(served: Desk, subject: str, description: str) -> None:
    """File a ticket for the only agent."""
    ticket = {"customerExternalId": "user_42", "subject": subject, "description": description}
    served.ask("POST", "/tickets/api-create", ticket)


def test_a_ticket_is_found_by_search_and_read(opened: Window) -> None:
    screen = opened.screen
    screen.fill("search", "parakou gele")
    screen.find("search-count", "1 résultat")
    found = "trouvé dans la description\u00a0: …indique que le compte de Parakou est gelé."
    screen.choose("ticket-list", SUBJECT, found)
    assert len(screen.rows("ticket-list")) == 1
    screen.find("detail-subject", SUBJECT)
    screen.find("detail-description", DESCRIPTION)


def test_the_search_is_kept_and_counted_and_found_again(opened: Window, served: Desk) -> None:
    screen = opened.screen
    screen.fill("search", "parakou")
    screen.press("save-view")
    screen.fill("view-name", "Ceux de Parakou")
    screen.press("view-name-save")
    screen.find(None, "Ceux de Parakou, 1 ticket")
    screen.fill("search", "colis")
    screen.find("search-count", "1 résultat")
    file(served, "Encore un de Parakou", "Bonjour.")
    name = screen.find(None, "Ceux de Parakou, 2 tickets").id
    assert name is not None
    screen.press(name)
    screen.row("ticket-list", "Encore un de Parakou")
    screen.find("search-count", "2 résultats")
