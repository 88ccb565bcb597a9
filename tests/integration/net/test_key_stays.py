"""Where the key may go: over TLS that this system vouches for, or to this very computer."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from supportdesk_desktop.core.errors import (
    BadServerAddress,
    NotOurServer,
    Unreachable,
    Untrusted,
)
from supportdesk_desktop.core.feed_policy import Ending, EndingKind
from supportdesk_desktop.core.filing import Act, Pause
from supportdesk_desktop.core.filing_fate import NotSent, fate
from supportdesk_desktop.core.profile import check_base_url
from supportdesk_desktop.net.feed import open_feed
from supportdesk_desktop.net.rest import RestClient
from tests.fakes.calls import FACTS, KEY, create, feed_ending, whoami
from tests.fakes.certificates import Authority
from tests.fakes.toy_server import hang_up, reply, toy_server

DESK = "https://desk.example/api/v1"


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@pytest.mark.parametrize(
    "address",
    [
        "http://desk.example/api/v1",
        "http://192.168.1.20:8787/api/v1",
        "http://10.0.0.1/api/v1",
        "http://[fe80::1]/api/v1",
        "http://[::2]/api/v1",
        "http://0.0.0.0:8787/api/v1",
        "http://[::]:8787/api/v1",
        "http://localhost.example/api/v1",
        "http://127.0.0.1.example/api/v1",
        "http://127.1/api/v1",
        "http://2130706433/api/v1",
    ],
)
async def test_plain_http_is_refused_off_this_computer(address: str) -> None:
    with pytest.raises(BadServerAddress):
        check_base_url(address)
    # Nothing that calls these two may be trusted to have asked first.
    with pytest.raises(BadServerAddress):
        RestClient(address, "test")
    with pytest.raises(BadServerAddress):
        async with open_feed(address, KEY, "test"):
            pass


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("127.0.0.1", "localhost"),
        ("127.0.0.2", "127.0.0.2"),
        ("::1", "[::1]"),
    ],
)
async def test_this_computer_is_called_without_a_proxy(
    host: str, name: str, proxies: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    if host == "::1" and not _has_ipv6():
        pytest.skip("no IPv6 here")
    async with (
        toy_server(reply(200, FACTS)) as proxy,
        toy_server(reply(200, FACTS), host=host) as toy,
    ):
        for variable in proxies:
            monkeypatch.setenv(variable, f"http://127.0.0.1:{proxy.port}")
        base_url = f"http://{name}:{toy.port}/api/v1"
        assert check_base_url(base_url) == base_url
        assert await whoami(base_url) == "cl9"
        await feed_ending(base_url)
        assert proxy.requests == []
        assert [request.headers["x-api-key"] for request in toy.requests] == [KEY, KEY]


async def test_only_a_certificate_that_the_system_trusts_gets_the_key(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with toy_server(reply(200, FACTS), tls=authority.server("127.0.0.1")) as toy:
        with pytest.raises(Untrusted):
            await whoami(toy.base_url)
        assert (await create(toy.base_url)).not_sent is NotSent.TLS
        assert await feed_ending(toy.base_url) == Ending(EndingKind.NOT_TRUSTED)
        assert toy.requests == []
        # The variable stands for the system's store, as OpenSSL reads it.
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.path))
        assert await whoami(toy.base_url) == "cl9"
        assert len(toy.requests) == 1


async def test_a_certificate_of_another_name_does_not_get_the_key(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.path))
    async with toy_server(reply(200, FACTS), tls=authority.server("autre.example")) as toy:
        with pytest.raises(Untrusted):
            await whoami(toy.base_url)
        await feed_ending(toy.base_url)
        assert toy.requests == []


@pytest.mark.parametrize(
    ("status", "named"),
    [(407, True), (302, True), (403, True), (502, False), (504, False)],
)
async def test_a_proxy_that_lets_nobody_through_is_named_and_nothing_was_sent(
    status: int, named: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with toy_server(reply(status, b"<html>Identifiez-vous</html>")) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        result = await create(DESK)
        with pytest.raises(NotOurServer if named else Unreachable):
            await whoami(DESK)
        assert await feed_ending(DESK) == Ending(EndingKind.PROXY, code=status)
    outcome = fate(result, tries=0, repeating=False)
    assert outcome.act is Act.NOT_SENT
    assert outcome.pause is (Pause.NOT_OUR_SERVER if named else None)
    for request in proxy.requests:
        assert (request.method, request.target) == ("CONNECT", "desk.example:443")
        assert KEY not in str(request)


async def test_a_proxy_that_hangs_up_has_passed_nothing_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with toy_server(hang_up) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        assert (await create(DESK)).not_sent is NotSent.CONNECT


def _has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True
