"""An agent's whole jobs, each from its start to its end, through AT-SPI alone: what is read is what
a screen reader is told, what is done are the actions that it offers. One window, in this order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from anyio.from_thread import start_blocking_portal

from tests.desktop.app.conftest import A_KEY, supportdesk_alone
from tests.desktop.session.announced import numbers_in
from tests.desktop.session.processes import Desk, Window, command, desk, window
from tests.fakes.atspi.screen import Driver, Screen
from tests.fakes.toy_server import hang_up, toy_server

SUBJECT = "Retrait en attente depuis le matin"
DESCRIPTION = "L’opérateur indique que le compte de Parakou est gelé."
FILED = "Double débit pour la commande #20418"
NOTE = "Rappeler avant midi"


@pytest.fixture(scope="module")
def served(session: None, folder: Path) -> Iterator[Desk]:
    """A desk with three tickets, one of which speaks of Parakou in its description alone."""
    with desk(folder / "desk", "--no-rate-limits") as served:
        served.add_customer("user_42", "jean@acme.com", "Jean Dossou")
        tag = command("tags", "add", "paiement", "--database", served.database)
        file(served, SUBJECT, DESCRIPTION, tag.stdout.split()[0])
        file(served, "Facture à établir", "Au nom de la société.")
        file(served, "Colis égaré", "Entre Cotonou et Ouidah.")
        yield served


@pytest.fixture(scope="module")
def opened(driver: Driver, folder: Path, served: Desk) -> Iterator[Window]:
    """The agent's window on that desk."""
    key = {"SUPPORTDESK_API_KEY": served.agent_key}
    with window(driver, folder / "window", "--server", served.base, extra=key) as opened:
        opened.screen.find("strip-state", "à jour, vérifié à")
        yield opened


@pytest.fixture
def screen(opened: Window) -> Screen:
    """What is on the screen."""
    return opened.screen


def file(served: Desk, subject: str, description: str, *tags: str) -> None:
    """File a ticket for the only agent."""
    ticket = {
        "customerExternalId": "user_42",
        "subject": subject,
        "description": description,
        "tagIds": tags,
    }
    served.ask("POST", "/tickets/api-create", ticket)


def run(screen: Screen, typed: str, spoken: str) -> None:
    """Open the palette, type, choose the line that says ``spoken`` and run it."""
    screen.press("commands-button")
    screen.fill("palette-line", typed)
    screen.choose("palette-list", spoken)
    screen.press("palette-run", spoken)
    screen.gone("palette-line")


def write(screen: Screen, customer: str, subject: str, description: str) -> None:
    """Open the filing panel and write what every ticket must have."""
    screen.press("new-ticket-button")
    screen.fill("customer-external-id", customer)
    screen.fill("subject", subject)
    screen.fill("description", description)


def send_now(screen: Screen) -> None:
    """Send what was filed, which waits for Annuler."""
    screen.press("rail-outbox")
    screen.choose("outbox-list", FILED)
    screen.press("filing-now")


def test_a_ticket_is_found_by_search_and_read(screen: Screen) -> None:
    screen.fill("search", "parakou gele")
    screen.find("search-count", "1 résultat")
    found = "trouvé dans la description\u00a0: …indique que le compte de Parakou est gelé."
    screen.choose("ticket-list", SUBJECT, found)
    assert len(screen.rows("ticket-list")) == 1
    screen.find("detail-subject", SUBJECT)
    screen.find("detail-description", DESCRIPTION)


def test_the_search_is_kept_and_counted_and_found_again(screen: Screen, served: Desk) -> None:
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


def test_a_ticket_is_filed_with_every_field_and_read(screen: Screen) -> None:
    screen.press("rail-mine")
    write(screen, "user_42", FILED, "La commande a été débitée **deux fois**.")
    screen.press("priority-urgent")
    screen.fill("category", "paiement")
    screen.fill("metadata-key", "amount")
    screen.option("metadata-type", "nombre")
    screen.fill("metadata-value", "48500")
    screen.fill("tags", "paiement")
    screen.press("submit-ticket")
    screen.gone("submit-ticket")
    send_now(screen)
    screen.press("rail-mine")
    row = screen.choose("ticket-list", FILED, "Priorité Urgente", "paiement")
    (number,) = numbers_in([row])
    screen.find("detail-number", number)
    screen.find("detail-subject", FILED)
    screen.find("detail-description", "La commande a été débitée deux fois.")
    titles, *cells = screen.cells("metadata-table")
    assert titles == ["Clé", "Type", "Valeur"]
    assert ["amount", "nombre", "48500"] in cells
    for said in ("Urgente", "paiement"):
        screen.find(None, said)


def test_a_ticket_is_worked_on(screen: Screen) -> None:
    screen.choose("ticket-list", FILED)
    # The ticket before it is of the same customer.
    screen.find("detail-subject", FILED)
    for name, said in (
        ("customer-name", "Jean Dossou"),
        ("customer-external-id", "user_42"),
        ("customer-email", "jean@acme.com"),
    ):
        assert screen.find(name, said).role == "label"
    run(screen, "note", "Note privée")
    screen.fill("private-note", NOTE)
    screen.press("other-ticket-0")
    screen.gone("private-note")
    screen.choose("ticket-list", FILED)
    screen.find("detail-subject", FILED)
    screen.find("private-note", NOTE)
    screen.press("finish")
    screen.press("undo")
    screen.row("ticket-list", FILED)
    screen.gone("undo")
    screen.press("all-of-customer")
    screen.find("search", "client:user_42")
    screen.find("search-count", "5 résultats")


def test_the_palette_leads_to_what_was_filed(screen: Screen) -> None:
    run(screen, "boîte", "Boîte d’envoi")
    screen.choose("outbox-list", FILED, "Confirmé")
    screen.press("filing-view-ticket")
    screen.find("detail-subject", FILED)


def test_the_statistics_are_read_from_their_table(screen: Screen) -> None:
    screen.press("rail-statistics")
    screen.press("segment-table")
    screen.row("statistics-table", "aujourd’hui")
    titles, today, *before, _together = screen.cells("statistics-table")
    read = dict(zip(titles, today, strict=True))
    assert read["Jour"] == "aujourd’hui"
    # Those that were there at the first synchronisation were received before.
    assert (read["Reçus"], read["Déposés"], read["Confirmés"]) == ("2", "1", "1")
    assert int(read["Confirmation médiane, ms"]) > 0
    assert all(set(cells[1:]) == {"fermé"} for cells in before)


def test_a_setting_acts_at_once_and_goes_back_to_its_default(screen: Screen) -> None:
    run(screen, "réglages", "Réglages")
    screen.fill("search-settings", "langue")
    screen.gone("segment-dark")
    screen.press("segment-en")
    screen.find("rail-mine", "My tickets")
    screen.press(None, "Reset Language")
    screen.press("segment-fr")
    screen.find("rail-mine", "Mes tickets")
    screen.find(None, "Les tickets gardent la langue de leur auteur.")
    screen.fill("search-settings", "")
    screen.option("kept-days", "3 mois", "Garder les tickets partis")
    screen.press(None, "Rétablir Garder les tickets partis")
    screen.find("kept-days", "12 mois")


def test_the_window_had_nothing_to_complain_of(opened: Window) -> None:
    assert opened.end() == 0
    assert opened.complaints() == ""


def test_an_uncertain_filing_is_settled(driver: Driver, tmp_path: Path) -> None:
    alone = toy_server(supportdesk_alone(hang_up))
    key = {"SUPPORTDESK_API_KEY": A_KEY}
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(alone) as toy,
        window(driver, tmp_path, "--server", toy.base_url, extra=key) as opened,
    ):
        screen = opened.screen
        write(screen, "user_8841", FILED, "Bonjour")
        screen.press("submit-ticket")
        send_now(screen)
        screen.row("outbox-list", FILED, "Incertain")
        screen.find("filing-doubt-facts", "sans réponse.")
        screen.press("filing-found")
        screen.fill("filing-number", "INV-4417")
        screen.press("filing-confirm")
        screen.row("outbox-list", FILED, "Confirmé", "INV-4417")
        assert opened.end() == 0
        assert opened.complaints() == ""
