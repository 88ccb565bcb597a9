"""Customers that are known here."""

from __future__ import annotations

from supportdesk_desktop.core.drafts import KnownCustomer
from supportdesk_desktop.store import directory
from supportdesk_desktop.store.engine import Store


async def test_what_is_learned_of_a_customer_adds_up(store: Store) -> None:
    await store.feed.write(
        directory.learn_customers, [KnownCustomer("u1", "Fidèle Dossou", None, None, 50, 50)]
    )
    await store.feed.write(
        directory.learn_customers, [KnownCustomer("u1", None, "f.dossou@exemple.bj", None, 20, 90)]
    )
    await store.feed.write(
        directory.learn_customers, [KnownCustomer("u2", "Ɖossa Œuvre", None, None, 60, 60)]
    )
    assert await store.read(directory.find_customer, "u1") == KnownCustomer(
        "u1", "Fidèle Dossou", "f.dossou@exemple.bj", None, 20, 90
    )
    assert [one.external_id for one in await store.read(directory.recent_customers)] == ["u1", "u2"]
    assert [one.external_id for one in await store.read(directory.matching_customers, "doss")] == [
        "u1",
        "u2",
    ]
    assert [
        one.external_id for one in await store.read(directory.matching_customers, "oeuvre")
    ] == ["u2"]
