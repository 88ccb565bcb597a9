"""What the gateway refuses before the upgrade, in the REST envelope."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy.exc import SQLAlchemyError
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin

from supportdesk_desktop.backend.desk import DeskOptions
from supportdesk_desktop.backend.keys import new_key
from supportdesk_desktop.core.pacing import RateLimit
from tests.integration.backend.feed.live_desk import LiveDesk, start_desk


async def refusal(live: LiveDesk, key: str | None, **options: Any) -> tuple[int, dict[str, Any]]:
    """Try one handshake; return status and body of its refusal."""
    with pytest.raises(InvalidStatus) as caught:
        async with live.desktop(key, **options):
            pass
    response = caught.value.response
    assert response.headers["Content-Type"] == "application/json"
    body: dict[str, Any] = json.loads(response.body or b"")
    assert body["message"]
    return response.status_code, body | {"headers": response.headers}


@pytest.mark.parametrize(
    ("suffix", "options", "status", "code"),
    [
        ("?key=x", {}, 400, "BAD_REQUEST"),
        ("ly", {}, 404, "NOT_FOUND"),
        ("", {"key": new_key()}, 401, "AUTH_API_KEY_INVALID"),
        ("", {"subprotocols": None}, 426, "UPDATE_NEEDED"),
        ("", {"subprotocols": ["supportdesk.assigned-tickets.v2"]}, 426, "UPDATE_NEEDED"),
    ],
)
async def test_another_handshake_is_refused(
    live: LiveDesk, suffix: str, options: dict[str, Any], status: int, code: str
) -> None:
    found, body = await refusal(live, **{"key": live.key, "url": live.url + suffix, **options})
    assert (found, body["code"]) == (status, code)


async def test_a_service_has_no_feed(live: LiveDesk) -> None:
    _, key = await live.add_agent("Systèmes", None, "service")
    status, body = await refusal(live, key)
    assert (status, body["code"]) == (403, "AUTH_API_KEY_FORBIDDEN")


async def test_an_origin_is_refused_unless_it_is_listed(tmp_path: Path) -> None:
    options = DeskOptions(limits=None, allow_origins=("https://desk.exemple.bj",))
    live = await start_desk(tmp_path, options=options)
    _, key = await live.add_agent()
    status, body = await refusal(live, key, origin=Origin("https://ailleurs.exemple.bj"))
    assert (status, body["code"]) == (403, "ORIGIN_FORBIDDEN")
    async with live.desktop(key, origin=Origin("https://desk.exemple.bj")) as desktop:
        assert (await desktop.hello())["mode"] == "snapshot"
    await live.stop()


async def test_handshakes_draw_on_the_rate_budget(tmp_path: Path) -> None:
    options = DeskOptions(limits=(RateLimit(1, 60),))
    live = await start_desk(tmp_path, options=options)
    _, key = await live.add_agent()
    async with live.desktop(key):
        status, body = await refusal(live, key)
    assert (status, body["code"]) == (429, "TOO_MANY_REQUESTS")
    assert 1 <= int(body["headers"]["Retry-After"]) <= 60
    await live.stop()


async def test_a_database_that_fails_is_503(
    live: LiveDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise SQLAlchemyError("disque plein")

    monkeypatch.setattr("supportdesk_desktop.backend.feed.gateway.admit", broken)
    status, body = await refusal(live, new_key())
    assert (status, body["code"]) == (503, "SERVICE_UNAVAILABLE")
    assert "disque" not in str(body)


async def test_compression_is_offered_and_not_granted(live: LiveDesk) -> None:
    async with live.desktop(live.key, compression="deflate") as desktop:
        assert desktop.socket.response is not None
        assert "Sec-WebSocket-Extensions" not in desktop.socket.response.headers
        await desktop.hello()


async def test_a_plain_get_is_told_to_upgrade(live: LiveDesk) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        answer = await http.get(live.url.replace("ws:", "http:"))
    assert (answer.status_code, answer.json()["code"]) == (426, "UPDATE_NEEDED")
