"""Filing as a use case: a real store, real sockets, and a desk that answers, refuses or cuts."""

from __future__ import annotations

import pytest

from supportdesk_desktop.core.errors import WrongState
from supportdesk_desktop.core.filing import Evidence, FilingState
from supportdesk_desktop.core.settings import SEND_CLIENT_REF
from supportdesk_desktop.store import settings
from tests.fakes.toy_server import hang_up, toy_server
from tests.fakes.vendor import CREATED, DRAFT, KEY, Vendor, answer, creates
from tests.integration.services.conftest import Client, reaches


async def test_a_filing_is_confirmed_by_the_answer_and_every_digit_travels(client: Client) -> None:
    async with toy_server(Vendor(CREATED)) as vendor:
        services = await client.start(vendor.base_url, KEY)
        filing = await services.filings.submit(DRAFT)
        confirmed = await reaches(services, filing, FilingState.CONFIRMED)
        await client.stop()
    assert confirmed.evidence is Evidence.ANSWER
    assert confirmed.ticket is not None
    assert confirmed.ticket.ticket_number == "INV-1042"
    (request,) = creates(vendor)
    assert b'"metadata":{"orderId":"20418","amount":48500.10,"clientRef":' in request.body
    assert filing.client_ref.encode() in request.body


async def test_the_client_ref_stays_here_where_that_was_set(client: Client) -> None:
    async with toy_server(Vendor(CREATED)) as vendor:
        services = await client.start(vendor.base_url, KEY)
        await services.store.ledger.write(settings.put, SEND_CLIENT_REF.name, False)
        filing = await services.filings.submit(DRAFT)
        await reaches(services, filing, FilingState.CONFIRMED)
        await client.stop()
    (request,) = creates(vendor)
    assert b'"orderId":"20418"' in request.body
    assert b"clientRef" not in request.body


async def test_a_refusal_keeps_fields_and_is_mended_under_a_new_key(client: Client) -> None:
    refusal = answer(
        400, {"code": "VALIDATION_ERROR", "message": "Non", "details": {"subject": ["Trop court"]}}
    )
    async with toy_server(Vendor(refusal, CREATED)) as vendor:
        services = await client.start(vendor.base_url, KEY)
        filing = await services.filings.submit(DRAFT)
        refused = await reaches(services, filing, FilingState.REFUSED)
        assert refused.error is not None
        assert refused.error.details == {"subject": ["Trop court"]}
        await services.filings.mend(filing.id, DRAFT)
        await reaches(services, filing, FilingState.CONFIRMED)
        await client.stop()
    keys = [request.headers["idempotency-key"] for request in creates(vendor)]
    assert len(set(keys)) == 2


async def test_an_agents_word_and_a_resend_settle_it_too(client: Client) -> None:
    async with toy_server(Vendor(hang_up, hang_up, CREATED)) as vendor:
        services = await client.start(vendor.base_url, KEY)
        found = await services.filings.submit(DRAFT)
        await reaches(services, found, FilingState.UNCERTAIN)
        told = await services.filings.confirm(found.id, " INV-77 ")
        assert (told.state, told.evidence) == (FilingState.CONFIRMED, Evidence.AGENT)
        resent = await services.filings.submit(DRAFT)
        doubtful = await reaches(services, resent, FilingState.UNCERTAIN)
        again = await services.filings.retry(resent.id)
        assert again.idempotency_key != doubtful.idempotency_key
        assert again.client_ref == doubtful.client_ref
        await reaches(services, resent, FilingState.CONFIRMED)
        await client.stop()


async def test_what_waits_to_be_undone_is_not_sent_and_can_be_withdrawn(client: Client) -> None:
    async with toy_server(Vendor(CREATED)) as vendor:
        services = await client.start(vendor.base_url, KEY)
        held = await services.filings.submit(DRAFT, undo_ms=3_600_000)
        other = await services.filings.submit(DRAFT)
        await reaches(services, other, FilingState.CONFIRMED)
        withdrawn = await services.filings.withdraw(held.id)
        assert withdrawn.state is FilingState.WITHDRAWN
        with pytest.raises(WrongState):
            await services.filings.withdraw(other.id)
        assert len(creates(vendor)) == 1
        await client.stop()
