"""Searching everything stored: accents, phrases, filters, pages, and the newest query wins."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from pathlib import Path

import msgspec
import pytest

from supportdesk_desktop.core.frames import Cursor
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.notices import NoticeOutcome
from supportdesk_desktop.core.query import parse
from supportdesk_desktop.core.tickets import Customer, Tag, Ticket
from supportdesk_desktop.services.search import SearchService
from supportdesk_desktop.store import (
    ledger_copy,
    notices,
    schema,
    search,
    snapshots,
    ticket_events,
)
from supportdesk_desktop.store import tickets as stored_tickets
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.store.notices import Settlement
from supportdesk_desktop.store.search import PageMark
from supportdesk_desktop.system.clock import Clock
from tests.fakes.tickets import NOON_MS, a_ticket, an_event


def ticket(number: int, subject: str, **changes: object) -> Ticket:
    plain: dict[str, object] = {
        "description": "",
        "tags": (),
        "category": None,
        "metadata": msgspec.Raw(b"{}"),
        "priority": "MEDIUM",
    }
    return a_ticket(number, subject=subject, **(plain | changes))


TICKETS = [
    ticket(
        1,
        "Retrait mobile money en attente : 150 000 XOF",
        description="L’opérateur indique « en cours ».",
        priority="HIGH",
        category="Paiement",
        customer=Customer(id="c2", external_id="user_6604", name="Fidèle Dossou"),
        tags=(Tag(id="u-1", name="mobile money"), Tag(id="u-2", name="retrait")),
        metadata=msgspec.Raw(b'{"withdrawalId":"WD-5521","amount":150000,"currency":"XOF"}'),
    ),
    ticket(
        2,
        "Livraison en retard à Parakou",
        priority="LOW",
        category="Livraison",
        status="OPEN",
        channel="EMAIL",
        metadata=msgspec.Raw(b'{"orderId":"20418","amount":75000.5,"urgent":true,"note":null}'),
    ),
    ticket(
        3,
        "Cœur de gamme : le Ɖɔkpɛ n’est plus affiché, straße",
        priority="CRITICAL",
        description="Money, mais pas mobile.",
        metadata=msgspec.Raw(b'{"orderId":20418,"card":{"brand":"Visa"},"lots":[7,8]}'),
        assigned_at="2026-04-10T10:00:00Z",
    ),
]


@pytest.fixture
async def filled(store: Store) -> Store:
    """The three tickets, the second one pinned and read, the third one's notice held."""
    await snapshots.replace_all(store.feed, Cursor(epoch="e", seq=0), [], NOON_MS)
    committed = await snapshots.replace_all(store.feed, Cursor(epoch="e", seq=3), TICKETS, NOON_MS)
    await store.feed.write(stored_tickets.set_mark, "pinned", [TicketId("t-2")], True)
    await store.feed.write(stored_tickets.set_mark, "read", [TicketId("t-2")], True)
    outcomes = {"t-1": NoticeOutcome.SHOWN, "t-3": NoticeOutcome.HELD_DND}
    await notices.settle(
        store.feed,
        [
            Settlement(one.record.id, one.record.ticket_id, outcomes[one.record.ticket_id], NOON_MS)
            for one in committed.notices
            if one.record.ticket_id in outcomes
        ],
    )
    return store


async def found(store: Store, text: str) -> set[int]:
    query = parse(text)
    page = await store.read(search.page, query, NOON_MS)
    assert await store.read(search.count, query, NOON_MS) == len(page.rows)
    return {int(row.number.removeprefix("INV-")) for row in page.rows}


QUERIES: tuple[tuple[str, set[int]], ...] = (
    ("retrait", {1}),
    ("RETR", {1}),
    ("fidele", {1}),
    ("operateur", {1}),
    ("coeur", {3}),
    ("cœur", {3}),
    ("dokpe", {3}),
    ("strasse", {3}),
    ("money", {1, 3}),
    ('"mobile money"', {1}),
    ('"money mobile"', set()),
    ("mobile money", {1, 3}),
    ("-retrait", {2, 3}),
    ('money -"mobile money"', {3}),
    ("-retrait -livraison", {3}),
    ("INV-1", {1}),
    ("WD-5521", {1}),
    ("n:INV-2", {2}),
    ("n:2", {2}),
    ("-n:2", {1, 3}),
    ("client:dossou", {1}),
    ('client:"fidele dossou"', {1}),
    ("client:user_6604", {1}),
    ("client:mensah", {2, 3}),
    ("tag:mobile", {1}),
    ("tag:u-2", {1}),
    ("tag:retrait|paiement", {1}),
    ("catégorie:livraison|paiement", {1, 2}),
    ("statut:ouvert", {2}),
    ("-statut:encours", {2}),
    ("canal:email", {2}),
    ("canal:api", {1, 3}),
    ("priorité:haute", {1}),
    ("priorité:≥haute", {1, 3}),
    ("priorité:<haute", {2}),
    ("priorité:basse|critique", {2, 3}),
    ("reçu:<2j", {1, 2}),
    ("reçu:>2j", {3}),
    ("reçu:2026-04-10", {3}),
    ("reçu:>2026-04-10", {1, 2}),
    ("reçu:≤2026-04-10", {3}),
    ("reçu:<0001-01-01", set()),
    ("reçu:≤9999-12-31", {1, 2, 3}),
    ("reçu:aujourd'hui", {1, 2}),
    ("méta.orderId:20418", {2, 3}),
    ('méta.orderid:"20418"', {2, 3}),
    ("méta.withdrawalId:wd-55", {1}),
    ('méta.withdrawalId:"wd-55"', set()),
    ("méta.amount:>100000", {1}),
    ("méta.amount:≤75000,5", {2}),
    ("méta.card.brand:visa", {3}),
    ("méta.lots:8", {3}),
    ("méta.urgent:vrai", {2}),
    ("méta.note:nul", {2}),
    ("-méta.amount:>0", {3}),
    ("est:nonlu", {1, 3}),
    ("est:lu", {2}),
    ("est:épinglé", {2}),
    ("est:notifié", {1}),
    ("est:retenu", {3}),
    ("est:épinglé|retenu", {2, 3}),
    ("-est:notifié", {2, 3}),
    ("money priorité:≥haute reçu:<2j", {1}),
    ("", {1, 2, 3}),
    ("inconnu:retrait", set()),
    ('NEAR( "', set()),
    ("AND", set()),
    ("retrait* OR livraison", set()),
    ("x' OR 1=1 --", set()),
)


async def test_a_query_finds_what_it_says(filled: Store) -> None:
    assert [(text, await found(filled, text)) for text, _ in QUERIES] == list(QUERIES)


async def test_pages_hold_every_ticket_once_newest_first(store: Store) -> None:
    tickets = [ticket(n, f"Commande {n}") for n in range(1, 451)]
    await snapshots.replace_all(store.feed, Cursor(epoch="e", seq=1), tickets, NOON_MS)
    for text in ("", "commande", "commande priorité:moyenne"):
        numbers: list[str] = []
        after: PageMark | None = None
        sizes: list[int] = []
        while True:
            page = await store.read(search.page, parse(text), NOON_MS, after=after)
            numbers += [row.number for row in page.rows]
            sizes.append(len(page.rows))
            if page.next is None:
                break
            after = page.next
        assert numbers == [f"INV-{n}" for n in range(450, 0, -1)]
        assert sizes == [60, 200, 190]


async def test_a_match_outside_subject_customer_and_tags_comes_with_its_line(filled: Store) -> None:
    page = await filled.read(search.page, parse("opérateur"), NOON_MS)
    assert page.excerpts == {TicketId("t-1"): "L’opérateur indique « en cours »."}
    assert (await filled.read(search.page, parse("retrait mobile dossou"), NOON_MS)).excerpts == {}
    assert (await filled.read(search.page, parse("priorité:haute"), NOON_MS)).excerpts == {}


async def test_the_reference_of_a_filing_is_no_word_of_its_ticket(store: Store) -> None:
    """It is random: a search would find, or leave out, tickets by chance."""
    reference = msgspec.Raw(b'{"clientRef":"abcdef01-0000-4000-8000-00000000000a","city":"Ouidah"}')
    tickets = [ticket(1, "Sujet", metadata=reference)]
    await snapshots.replace_all(store.feed, Cursor(epoch="e", seq=1), tickets, NOON_MS)
    for text, found in (("sujet -a", 1), ("abcdef01", 0), ("clientref", 0), ("ouidah", 1)):
        assert len((await store.read(search.page, parse(text), NOON_MS)).rows) == found, text


async def test_the_service_answers_none_where_a_newer_query_came(filled: Store) -> None:
    service = SearchService(filled, Clock(wall_ms=lambda: NOON_MS))
    older = asyncio.ensure_future(service.find("money"))
    newer = asyncio.ensure_future(service.find("retrait priorite:>=haute"))
    assert await older is None
    result = await newer
    assert result is not None
    assert [row.number for row in result.rows] == ["INV-1"]
    count = await service.count(result)
    assert count is not None
    assert (count.found, count.stored) == (1, 3)
    assert await service.more(result) is None


NEAR_AND_FAR = (
    *("r", "e", "-e", "retrait -e", "i n"),
    *("retrait", "express", "-express", "retrait -express", "retrait -rare", "rare", "-retrait"),
    *("méta.amount:>10", "méta.amount:>4000", "méta.amount:<20", "méta.amount:7"),
    *("-méta.amount:>10", "express méta.amount:>100 -rare", "priorité:haute -express", "zzz"),
)


async def test_pages_are_the_same_wherever_the_tickets_stand(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The newest tickets are looked at first; what is found must not depend on that."""
    tickets = [
        ticket(
            n,
            f"Retrait {'express ' * (n % 3 == 0)}{'rare' * (n % 97 == 0)}",
            priority="HIGH" if n % 4 else "LOW",
            metadata=msgspec.Raw(f'{{"amount":{n}}}'.encode()),
        )
        for n in range(1, 301)
    ]
    await snapshots.replace_all(store.feed, Cursor(epoch="e", seq=1), tickets, NOON_MS)
    whole = {text: await everything(store, text) for text in NEAR_AND_FAR}
    assert len(whole["retrait -express"]) == 200
    assert whole["méta.amount:<20"] == [f"INV-{n}" for n in range(19, 0, -1)]
    assert whole["zzz"] == []
    for near, few in ((10, 3000), (10, 5), (60, 5), (299, 5), (300, 3000)):
        monkeypatch.setattr(search, "NEAR", near)
        monkeypatch.setattr(search, "FEW_MATCHES", few)
        assert {text: await everything(store, text) for text in NEAR_AND_FAR} == whole


async def test_tickets_of_before_are_found_by_the_beginning_of_a_word(
    store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The index of a store that had fewer beginnings is made again, with all that it had."""
    every = schema.migrations()
    earlier = [file for file in every if file.name < "0009"]
    with monkeypatch.context() as patched:
        patched.setattr(schema, "migrations", lambda: earlier)
        patched.setattr(ledger_copy, "KEPT", ())
        before = await Store.open(store_path)
        tickets = [ticket(n, f"Retrait {'xylophone' * (n == 2)}") for n in range(1, 5)]
        events = [an_event(one, seq) for seq, one in enumerate(tickets, start=1)]
        await before.feed.write(ticket_events.store_events, events)
        await before.aclose()
    store = await Store.open(store_path)
    try:
        assert (await found(store, "x"), await found(store, "r -x")) == ({2}, {1, 3, 4})
        assert await found(store, "xylop") == {2}
        changed = an_event(ticket(2, "Retrait", version=2), 9, "ticket.updated")
        await store.feed.write(ticket_events.store_events, [changed])
        assert (await found(store, "x"), await found(store, "r")) == (set(), {1, 2, 3, 4})
    finally:
        await store.aclose()
    with contextlib.closing(sqlite3.connect(store_path)) as db:
        (made,) = db.execute("SELECT sql FROM sqlite_schema WHERE name = 'ticket_text'").fetchone()
        assert "prefix = '1 2 3 4 5 6 7 8 9'" in made
        db.execute("INSERT INTO ticket_text (ticket_text) VALUES ('integrity-check')")


async def everything(store: Store, text: str, limit: int = 7) -> list[str]:
    """Return the numbers that a query finds, read in pages."""
    found: list[str] = []
    after: PageMark | None = None
    while True:
        page = await store.read(search.page, parse(text), NOON_MS, after=after, limit=limit)
        found += [row.number for row in page.rows]
        after = page.next
        if after is None:
            assert await store.read(search.count, parse(text), NOON_MS) == len(found)
            return found
