"""Profiles filled with tickets, as a desk would have sent them."""

from __future__ import annotations

import random
import time
from pathlib import Path

import msgspec

from supportdesk_desktop.core.frames import Cursor
from supportdesk_desktop.core.ids import AgentId, TicketId
from supportdesk_desktop.core.tickets import Agent, Customer, Priority, Tag, Ticket
from supportdesk_desktop.core.times import iso_utc
from supportdesk_desktop.store import feed_state, snapshots
from supportdesk_desktop.store.engine import Store

EPOCH = "e1"
AGENT = Agent(id=AgentId("ag1"), name="Aïcha Houngbédji", email="a@exemple.bj", level="N1")
SUBJECTS = (
    "Paiement débité deux fois pour la commande #{n}",
    "Livraison bloquée à Parakou depuis trois jours, commande #{n}",
    "Retrait mobile money en attente : {n} XOF",
    "Refus CARD_DECLINED répété sur la carte se terminant par {n}",
    "Changer l’adresse de livraison par défaut",
)
NAMES = ("Koffi Mensah", "Nadège Hounkpè", "Rodrigue Agbossou", "Prudence Zinsou", "Mariam Sanni")
TAGS = ("paiement", "double débit", "livraison", "mobile money", "compte")


async def fill(path: Path, count: int) -> None:
    """Make a store with ``count`` tickets held, the newest assigned just now."""
    path.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
    store = await Store.open(path)
    await store.feed.write(feed_state.bind_agent, AGENT)
    now_ms = time.time_ns() // 1_000_000
    tickets = tuple(_ticket(index, now_ms) for index in range(count))
    await snapshots.replace_all(store.feed, Cursor(epoch=EPOCH, seq=count), tickets, now_ms)
    await store.aclose()


def _ticket(index: int, now_ms: int) -> Ticket:
    dice = random.Random(index)
    at = iso_utc(now_ms - index * 90_000)
    tag = dice.randrange(len(TAGS))
    person = dice.randrange(len(NAMES))
    return Ticket(
        id=TicketId(f"cl{index:023d}"),
        ticket_number=f"INV-{1001 + index}",
        subject=dice.choice(SUBJECTS).format(n=20000 + index),
        status="IN_PROGRESS",
        priority=dice.choice(list(Priority)),
        customer=Customer(
            id=f"cu{person}",
            external_id=f"user_{8800 + person}",
            email=f"client{person}@exemple.bj",
            name=NAMES[person],
        ),
        assigned_agent=AGENT,
        created_at=at,
        description="La commande a été débitée **deux fois** à une minute d’intervalle.",
        category="Paiement",
        metadata=msgspec.Raw(
            f'{{"orderId":"{20000 + index}","amount":{dice.randrange(500, 300_000)}}}'.encode()
        ),
        tags=(Tag(id=f"tag-{tag}", name=TAGS[tag], color="#D9822B"),),
        updated_at=at,
        assigned_at=at,
        assigned_level="N1",
        version=1,
    )
