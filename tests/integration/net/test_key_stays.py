"""Where the key may go: over TLS that this system vouches for, or to this very computer."""

from __future__ import annotations

import asyncio
import json
import socket
from contextlib import aclosing
from pathlib import Path

import pytest

from supportdesk_desktop.core.errors import (
    BadServerAddress,
    NotOurServer,
    Unreachable,
    Untrusted,
)
from supportdesk_desktop.core.feed_policy import Ending
from supportdesk_desktop.core.filing import Act, Pause
from supportdesk_desktop.core.filing_fate import NotSent, fate
from supportdesk_desktop.core.profile import Profile, check_base_url, resolve
from supportdesk_desktop.net.feed import FeedEnded, open_feed
from supportdesk_desktop.net.rest import RestClient
from tests.fakes.certificates import Authority
from tests.fakes.toy_server import Request, reply, toy_server

KEY = "sk_live_agent_" + "a" * 48
FACTS = json.dumps({"success": True, "data": {"appId": "cl9"}}).encode()
PROXIES = ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy")


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*PROXIES, "NO_PROXY", "no_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


async def whoami(base_url: str) -> str:
    rest = RestClient(base_url, "test")
    async with aclosing(rest):
        return (await rest.whoami(KEY)).app_id


async def feed_ending(base_url: str) -> Ending:
    with pytest.raises(FeedEnded) as ended:
        async with open_feed(base_url, KEY, "test"):
            pass
    return ended.value.ending


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
    "address",
    [
        "http://u:p@127.0.0.1/",
        "http://127.0.0.1\\@desk.example/",
        "ftp://127.0.0.1/",
        "ws://127.0.0.1/",
    ],
)
def test_a_host_cannot_be_dressed_up_as_this_computer(address: str) -> None:
    with pytest.raises(BadServerAddress):
        check_base_url(address)


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
    host: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if host == "::1" and not _has_ipv6():
        pytest.skip("no IPv6 here")
    async with (
        toy_server(reply(200, FACTS)) as proxy,
        toy_server(reply(200, FACTS), host=host) as toy,
    ):
        for variable in PROXIES:
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
        rest = RestClient(toy.base_url, "test")
        async with aclosing(rest):
            assert (await rest.create(KEY, b"{}", None)).not_sent is NotSent.TLS
        await feed_ending(toy.base_url)
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


async def test_from_tls_to_plain_http_is_a_redirect_like_any_other(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.path))
    async with toy_server(reply(200, FACTS)) as plain:
        location = f"Location: {plain.base_url}/auth/whoami"
        tls = authority.server("127.0.0.1")
        async with toy_server(reply(302, b"", location), tls=tls) as toy:
            with pytest.raises(NotOurServer):
                await whoami(toy.base_url)
            await feed_ending(toy.base_url)
        assert plain.requests == []


@pytest.mark.parametrize(
    ("status", "named"),
    [(407, True), (302, True), (403, True), (502, False), (504, False)],
)
async def test_a_proxy_that_lets_nobody_through_is_named_and_nothing_was_sent(
    status: int, named: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with toy_server(reply(status, b"<html>Identifiez-vous</html>")) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        rest = RestClient("https://desk.example/api/v1", "test")
        async with aclosing(rest):
            result = await rest.create(KEY, b"{}", None)
            with pytest.raises(NotOurServer if named else Unreachable):
                await rest.whoami(KEY)
    outcome = fate(result, tries=0, repeating=False)
    assert outcome.act is Act.NOT_SENT
    assert outcome.pause is (Pause.NOT_OUR_SERVER if named else None)
    for request in proxy.requests:
        assert request.method == "CONNECT"
        assert KEY not in str(request)


async def test_a_proxy_that_hangs_up_has_passed_nothing_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def hang_up(_request: Request, writer: asyncio.StreamWriter) -> None:
        writer.transport.abort()

    async with toy_server(hang_up) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        rest = RestClient("https://desk.example/api/v1", "test")
        async with aclosing(rest):
            assert (await rest.create(KEY, b"{}", None)).not_sent is NotSent.CONNECT


def test_a_profile_that_contradicts_itself_is_not_used() -> None:
    mine = Profile("default", "https://desk.example", "https://autre.example/api/v1")
    with pytest.raises(Exception, match=r"belongs to https://desk\.example"):
        resolve("default", mine, None)
    plain = Profile("default", "http://desk.example", "http://desk.example/api/v1")
    with pytest.raises(BadServerAddress):
        resolve("default", plain, None)


def _has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True
