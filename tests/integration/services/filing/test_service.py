"""Filing as a use case: a real store, real sockets, and a desk that answers, refuses or cuts."""

from __future__ import annotations

import json

import pytest

from supportdesk_desktop.core.drafts import Draft
from supportdesk_desktop.core.errors import DraftRefused, WrongState
from supportdesk_desktop.core.filing import Doubt, Evidence, FilingState, Pause, Wait
from supportdesk_desktop.core.settings import SEND_CLIENT_REF
from supportdesk_desktop.store import filing_acts, filings, settings
from tests.fakes.toy_server import Answer, hang_up, reply, toy_server
from tests.fakes.vendor import CREATED, DRAFT, KEY, Vendor, answer, creates
from tests.integration.backend.feed.live_desk import LiveDesk
from tests.integration.services.conftest import Client, attempted, eventually, reaches


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


async def test_a_draft_with_faults_is_not_stored(client: Client) -> None:
    async with toy_server(Vendor(CREATED)) as vendor:
        services = await client.start(vendor.base_url, KEY)
        with pytest.raises(DraftRefused):
            await services.filings.submit(Draft(subject="Sans client"))
        assert await services.store.ledger.read(filings.newest) == []
        await client.stop()


async def test_the_same_reference_is_the_same_filing(client: Client) -> None:
    ref = "0b1f4d0e-9a53-4a39-8a0e-2d9a4f1b7a11"
    async with toy_server(Vendor(CREATED)) as vendor:
        services = await client.start(vendor.base_url, KEY)
        first = await services.filings.submit(DRAFT, client_ref=ref)
        await reaches(services, first, FilingState.CONFIRMED)
        again = await services.filings.submit(DRAFT, client_ref=ref)
        assert again.id == first.id
        await client.stop()
    assert len(creates(vendor)) == 1


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


async def test_a_lost_answer_is_uncertain_and_never_resent_by_the_app(client: Client) -> None:
    async with toy_server(Vendor(hang_up)) as vendor:
        services = await client.start(vendor.base_url, KEY)
        filing = await services.filings.submit(DRAFT)
        doubtful = await reaches(services, filing, FilingState.UNCERTAIN)
        assert doubtful.doubt is Doubt.CUT
        services.outbox.nudge()
        other = await services.filings.submit(DRAFT)
        await reaches(services, other, FilingState.UNCERTAIN)
        assert len(creates(vendor)) == 2
        await client.stop()


async def test_an_uncertain_filing_is_settled_by_the_same_key_where_announced(
    client: Client,
) -> None:
    vendor_ = Vendor(hang_up, CREATED, features=("idempotency-key",))
    async with toy_server(vendor_) as vendor:
        services = await client.start(vendor.base_url, KEY)
        await eventually(lambda: services.desk.is_idempotent)
        filing = await services.filings.submit(DRAFT)
        confirmed = await reaches(services, filing, FilingState.CONFIRMED)
        await client.stop()
    assert confirmed.evidence is Evidence.IDEMPOTENCY
    keys = {request.headers["idempotency-key"] for request in creates(vendor)}
    assert keys == {filing.idempotency_key}


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


async def test_the_feed_confirms_what_the_answer_did_not(client: Client, desk: LiveDesk) -> None:
    _, key = await desk.add_agent()
    services = await client.start(f"http://127.0.0.1:{desk.port}/api/v1", key)
    ref = "0b1f4d0e-9a53-4a39-8a0e-2d9a4f1b7a12"
    filing = await services.filings.submit(DRAFT, client_ref=ref, undo_ms=3_600_000)
    await services.filings.withdraw(filing.id)
    await desk.file(metadata=json.dumps({"clientRef": ref}))
    confirmed = await reaches(services, filing, FilingState.CONFIRMED)
    assert confirmed.evidence is Evidence.FEED
    assert confirmed.ticket is not None
    assert confirmed.ticket.id is not None


@pytest.mark.parametrize(
    ("first", "pause"),
    [
        (answer(401, {"code": "AUTH_API_KEY_INVALID", "message": "Non"}), Pause.KEY_REFUSED),
        (answer(403, {"code": "PLAN_LIMIT_REACHED", "message": "Quota"}), Pause.PLAN_LIMIT),
    ],
)
async def test_what_concerns_all_pauses_the_queue_until_somebody_acts(
    client: Client, first: Answer, pause: Pause
) -> None:
    async with toy_server(Vendor(first, CREATED)) as vendor:
        services = await client.start(vendor.base_url, KEY)
        filing = await services.filings.submit(DRAFT)
        await eventually(lambda: services.outbox.pause is pause)
        waiting = await attempted(services, filing)
        assert waiting.state is FilingState.QUEUED
        services.outbox.resume()
        await reaches(services, filing, FilingState.CONFIRMED)
        await client.stop()


async def test_a_portal_pauses_the_queue_until_whoami_answers(client: Client) -> None:
    async with toy_server(Vendor(reply(200, b"<html>"), CREATED)) as vendor:
        services = await client.start(vendor.base_url, KEY)
        filing = await services.filings.submit(DRAFT)
        await reaches(services, filing, FilingState.UNCERTAIN)
        portal = reply(302, b"", "Location: http://127.0.0.1:1/")
        vendor.answer = Vendor(portal, CREATED)
        second = await services.filings.submit(DRAFT)
        await reaches(services, second, FilingState.CONFIRMED)
        assert services.outbox.pause is None
        await client.stop()


async def test_429_waits_for_the_stated_delay(client: Client) -> None:
    body = json.dumps({"code": "TOO_MANY_REQUESTS", "message": "Trop"}).encode()
    async with toy_server(Vendor(reply(429, body, "Retry-After: 3600"), CREATED)) as vendor:
        services = await client.start(vendor.base_url, KEY)
        filing = await services.filings.submit(DRAFT)
        waiting = await attempted(services, filing)
        assert (waiting.state, waiting.wait) == (FilingState.QUEUED, Wait.THROTTLED)
        assert waiting.next_attempt_ms is not None
        assert waiting.next_attempt_ms - waiting.created_ms >= 3_599_000
        await services.filings.retry(filing.id)
        await reaches(services, filing, FilingState.CONFIRMED)
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


async def test_what_a_dead_owner_was_sending_is_uncertain_never_queued(client: Client) -> None:
    async with toy_server(Vendor(CREATED)) as vendor:
        services = await client.start(vendor.base_url, KEY)
        filing = await services.filings.submit(DRAFT, undo_ms=3_600_000)
        await services.store.ledger.write(filing_acts.take, filing.id, services.clock.wall_ms())
        await client.stop()
        services = await client.start(vendor.base_url, KEY)
        orphan = await services.filings.get(filing.id)
        assert (orphan.state, orphan.doubt) == (FilingState.UNCERTAIN, Doubt.APP_STOPPED)
        await client.stop()
    assert creates(vendor) == []
