"""Where a key may go, and that a profile never changes its server."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk_desktop.core.errors import BadServerAddress, OtherServer
from supportdesk_desktop.core.profile import (
    VENDOR_BASE_URL,
    Profile,
    check_base_url,
    origin_of,
    profile_for,
    resolve,
)


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        (VENDOR_BASE_URL, VENDOR_BASE_URL),
        ("https://Desk.Example/api/v1/", "https://desk.example/api/v1"),
        ("https://desk.example", "https://desk.example/api/v1"),
        ("https://desk.example:443/x", "https://desk.example/x"),
        ("https://desk.example:8443/x", "https://desk.example:8443/x"),
        (" http://127.0.0.1:8787/api/v1\n", "http://127.0.0.1:8787/api/v1"),
        ("http://localhost:80", "http://localhost/api/v1"),
        ("http://[::1]:9/a", "http://[::1]:9/a"),
        ("https://bücher.example", "https://xn--bcher-kva.example/api/v1"),
        ("https://BÜCHER。example", "https://xn--bcher-kva.example/api/v1"),
        ("https://faß.example", "https://xn--fa-hia.example/api/v1"),
        ("https://host_name.example", "https://host_name.example/api/v1"),
    ],
)
def test_usable_addresses_get_one_form(text: str, normal: str) -> None:
    assert check_base_url(text) == normal
    assert check_base_url(normal) == normal


@pytest.mark.parametrize(
    "text",
    [
        "",
        "desk.example",
        "ftp://desk.example",
        "http://desk.example/api/v1",
        "http://127.0.0.1.evil.example",
        "http://localhost.evil.example",
        "http://u:p@127.0.0.1/",
        "http://127.0.0.1\\@desk.example/",
        "ftp://127.0.0.1/",
        "ws://127.0.0.1/",
        "https://",
        "https://user:secret@desk.example",
        "https://@desk.example",
        "https://desk.example/?key=secret",
        "https://desk.example/#x",
        "https://desk.example:99999",
        "https://desk.example:x",
        "https://[::1",
        "https://[x]/",
        "https://desk.example/a b",
        "https://" + "a" * 70 + ".example",
        "https://☃.net",
        "https://xn--n3h.net",
        "https://xn--a.com",
        "https://xn--zzzzzz.example",
        "https://999.999.999.999",
        "https://1.2.3.4.5",
        "https://²",
    ],
)
def test_other_addresses_are_refused_without_showing_secrets(text: str) -> None:
    with pytest.raises(BadServerAddress) as refused:
        check_base_url(text)
    assert "secret" not in str(refused.value)


@given(st.text(max_size=60))
def test_any_text_is_taken_or_refused(text: str) -> None:
    try:
        normal = check_base_url("https://" + text)
    except BadServerAddress:
        return
    assert check_base_url(normal) == normal
    assert normal.startswith(origin_of(normal) + "/")


BOUND = profile_for("default", "https://desk.example/api/v1")


def test_a_new_profile_is_the_vendors_unless_said_otherwise() -> None:
    assert resolve("default", None, None).base_url == VENDOR_BASE_URL
    assert resolve("default", None, "https://desk.example").origin == "https://desk.example"


def test_a_bound_profile_keeps_its_origin() -> None:
    assert resolve("default", BOUND, None) == BOUND
    moved = resolve("default", BOUND, "https://DESK.example:443/v2")
    assert moved == Profile("default", "https://desk.example", "https://desk.example/v2")
    for other in ("https://autre.example", "https://desk.example:8443", VENDOR_BASE_URL):
        with pytest.raises(OtherServer):
            resolve("default", BOUND, other)


def test_the_local_desks_profile_never_stands_for_a_server() -> None:
    local = resolve("local-desk", None, None)
    assert local.origin == "local-desk"
    assert local.base_url.startswith("http://127.0.0.1:")
    with pytest.raises(OtherServer):
        resolve("local-desk", None, "https://desk.example")


def test_a_profile_that_contradicts_itself_is_not_used() -> None:
    mine = Profile("default", "https://desk.example", "https://autre.example/api/v1")
    with pytest.raises(OtherServer, match=r"belongs to https://desk\.example"):
        resolve("default", mine, None)
    plain = Profile("default", "http://desk.example", "http://desk.example/api/v1")
    with pytest.raises(BadServerAddress):
        resolve("default", plain, None)
