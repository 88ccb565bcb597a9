"""The text of a mail: whatever a stranger wrote, its headers are ours."""

from __future__ import annotations

from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk_desktop.backend.mail.message import Mail, Undeliverable, compose, one_line

HEADERS = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "Content-Language",
    "Content-Type",
    "Content-Transfer-Encoding",
    "MIME-Version",
]
SENDER = "desk@exemple.bj"
HOSTILE = st.lists(
    st.text(max_size=20)
    | st.sampled_from(
        [
            "\r\n",
            "\x85",
            "\u2028",
            "\x0b",
            "=?utf-8?q?a=0D=0ABcc:_x=40y.z?=",
            "=?x?b?DQo=?=",
            "Bcc: ",
        ]
    ),
    max_size=8,
).map("".join)


def composed(sender: str = SENDER, app_name: str = "Boutique Adjara", **changes: object) -> Mail:
    facts: dict[str, object] = {
        "id": 7,
        "ticket_id": "clx1",
        "created_ms": 1_776_000_000_000,
        "number": 1001,
        "subject": "Livraison bloquée",
        "description": "La commande **#20418** attend.",
        "priority": "URGENT",
        "category": "Livraison",
        "assigned_level": "N1",
        "agent_name": "Aïcha",
        "agent_email": "aicha@exemple.bj",
        "customer_name": "Koffi Mensah",
        "external_id": "user_8841",
        "tag_ids": '["t-1", "t-2"]',
        "metadata": '{"amount": 1.10, "clientRef": "c"}',
    }
    row = cast(Any, SimpleNamespace(**facts | changes))
    return compose(row, {"t-1": "paiement"}, sender, app_name)


def body(mail: Mail) -> str:
    """The text as it is read."""
    read = message_from_bytes(mail.data, policy=default)
    assert isinstance(read, EmailMessage)
    return str(read.get_content())


def head(mail: Mail) -> list[str]:
    """The header fields as they travel, each unfolded."""
    lines = mail.data.decode().split("\r\n\r\n", 1)[0].replace("\r\n ", " ")
    return lines.split("\r\n")


@given(HOSTILE, HOSTILE, HOSTILE, HOSTILE)
def test_whatever_is_written_the_headers_are_ours(
    subject: str, agent: str, app_name: str, description: str
) -> None:
    mail = composed(
        app_name=app_name,
        subject=subject,
        agent_name=agent,
        description=description,
        category=agent,
    )
    fields = [line.partition(": ") for line in head(mail)]
    assert [name for name, _, _ in fields] == HEADERS
    assert all(value.isascii() and value.isprintable() for _, _, value in fields)
    shown = str(make_header(decode_header(fields[2][2])))
    assert shown == one_line(f"[INV-1001] Priorité urgente\u00a0: {subject}")


@pytest.mark.parametrize(
    "address",
    [
        "a@b.cd\r\nBcc: x@y.z",
        "a@b.cd, x@y.z",
        "a<x@y.z>@b.cd",
        '"a b"@b.cd',
        "a\u202e@b.cd",
        "a.b.cd",
        "a@b.cd@e.f",
        f"a@{'é' * 80}.bj",
    ],
)
def test_an_address_that_is_more_than_one_is_not_written_to(address: str) -> None:
    with pytest.raises(Undeliverable, match="address"):
        composed(agent_email=address)
    with pytest.raises(Undeliverable, match="address"):
        composed(sender=address)


def test_an_address_of_another_script_is_kept() -> None:
    mail = composed(agent_email="aïcha@bénin.bj")
    assert mail.recipient == "aïcha@xn--bnin-bpa.bj"
    assert head(mail)[1].endswith("<aïcha@xn--bnin-bpa.bj>")


def test_names_and_text_are_read_as_they_were_written() -> None:
    mail = composed()
    assert (mail.sender, mail.recipient) == (SENDER, "aicha@exemple.bj")
    assert str(make_header(decode_header(head(mail)[1]))) == "To: Aïcha <aicha@exemple.bj>"
    assert b"\r\nClient=C2=A0: Koffi Mensah (user_8841)\r\n" in mail.data


def test_tags_metadata_and_the_way_into_the_window_are_in_it() -> None:
    lines = body(
        composed(metadata='{"amount": 1.10, "a\\nb": "x\\ny", "clientRef": "c"}')
    ).splitlines()
    assert "Étiquettes\u00a0: paiement" in lines
    assert "amount\u00a0: 1.10" in lines
    assert "a b\u00a0: x y" in lines
    assert "Ouvrir\u00a0: supportdesk://ticket/INV-1001" in lines
    assert not any("clientRef" in line for line in lines)
