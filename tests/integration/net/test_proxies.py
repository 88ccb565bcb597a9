"""Proxies as people and desktops set them: SOCKS works, and nonsense is said by its variable."""

from __future__ import annotations

from pathlib import Path

import pytest

from supportdesk_desktop.core.errors import ProxyUnusable, Unreachable
from supportdesk_desktop.core.feed_policy import Ending, EndingKind
from supportdesk_desktop.core.filing import Act
from supportdesk_desktop.core.filing_fate import NotSent, fate
from supportdesk_desktop.core.wording import explain
from supportdesk_desktop.net.http import proxy_for
from tests.fakes.calls import FACTS, KEY, create, feed_ending, whoami
from tests.fakes.certificates import Authority
from tests.fakes.socks_proxy import socks_proxy
from tests.fakes.toy_server import reply, toy_server

DESK = "https://desk.example/api/v1"


@pytest.mark.parametrize(
    ("variable", "scheme", "login"),
    [
        ("ALL_PROXY", "socks5h", None),
        ("all_proxy", "socks", None),
        ("HTTPS_PROXY", "socks5h", ("aicha", "m:ot")),
    ],
)
async def test_a_socks_proxy_sees_names_and_never_the_key(
    variable: str,
    scheme: str,
    login: tuple[str, str] | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    authority = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.path))
    async with (
        toy_server(reply(200, FACTS), tls=authority.server("desk.example")) as toy,
        socks_proxy(toy.port, login) as proxy,
    ):
        user = "" if login is None else f"{login[0]}:{login[1].replace(':', '%3A')}@"
        monkeypatch.setenv(variable, f"{scheme}://{user}127.0.0.1:{proxy.port}")
        assert await whoami(DESK) == "cl9"
        assert (await feed_ending(DESK)).kind is EndingKind.REFUSED
        assert proxy.asked == ["desk.example", "desk.example"]
        assert [request.headers["x-api-key"] for request in toy.requests] == [KEY, KEY]
        assert KEY.encode() not in proxy.seen


async def test_a_socks_proxy_that_refuses_has_passed_nothing_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with socks_proxy(9) as proxy:
        proxy.refuse = True
        monkeypatch.setenv("ALL_PROXY", f"socks5://127.0.0.1:{proxy.port}")
        result = await create(DESK)
        with pytest.raises(Unreachable):
            await whoami(DESK)
    assert fate(result, tries=0, repeating=False).act is Act.NOT_SENT


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("HTTPS_PROXY", "foo://x"),
        ("https_proxy", "http://127.0.0.1:99999"),
        ("HTTPS_PROXY", "http://[::1"),
        ("HTTPS_PROXY", "http://"),
        ("HTTPS_PROXY", "http://x y:1"),
        ("HTTPS_PROXY", "socks4://127.0.0.1:1"),
        ("ALL_PROXY", "http://proxy.example/path"),
        ("all_proxy", "http://" + "x" * 70 + ".example"),
    ],
)
async def test_a_proxy_that_is_none_is_said_by_its_variable_and_no_fault_of_ours(
    variable: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    assert (await create(DESK)).not_sent is NotSent.PROXY
    with pytest.raises(ProxyUnusable) as unusable:
        await whoami(DESK)
    for lang in ("fr", "en"):
        assert variable in explain(unusable.value, lang)
    assert await feed_ending(DESK) == Ending(EndingKind.PROXY_UNUSABLE)
    async with toy_server(reply(200, FACTS)) as here:
        assert await whoami(here.base_url) == "cl9"


@pytest.mark.parametrize(
    ("set_to", "used"),
    [
        ("127.0.0.1:3128", "http://127.0.0.1:3128"),
        ("http://127.0.0.1:3128/", "http://127.0.0.1:3128"),
        ("http://proxy.example", "http://proxy.example:80"),
        ("https://proxy.example", "https://proxy.example:443"),
        ("socks://[::1]", "socks5h://[::1]:1080"),
        ("http://prôxy.example:3128", "http://xn--prxy-wqa.example:3128"),
        ("http://aicha@127.0.0.1:3128", "http://aicha:@127.0.0.1:3128"),
        ("http://aicha:p@ss@127.0.0.1:3128", "http://aicha:p@ss@127.0.0.1:3128"),
        ("", None),
    ],
)
def test_what_is_set_is_read_as_it_is_meant(
    set_to: str, used: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", set_to)
    assert proxy_for(DESK) == used


@pytest.mark.parametrize(
    "exceptions",
    ["desk.example", ".example", "[::1],desk.example", "foo:bar,example", "*", "x, desk.example"],
)
async def test_exceptions_hold_whatever_else_stands_among_them(
    exceptions: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", exceptions)
    assert proxy_for(DESK) is None
    assert proxy_for("https://other.test/api/v1") == ("http://127.0.0.1:1", None)[exceptions == "*"]
