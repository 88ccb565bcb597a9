"""The published AsyncAPI document, held against what a real server sends and takes."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import jsonschema
import yaml

from supportdesk_desktop.backend.desk import DeskOptions
from supportdesk_desktop.core.times import iso_utc
from supportdesk_desktop.resources import resource
from tests.integration.backend.feed.live_desk import Desktop, Frame, start_desk


@cache
def document() -> dict[str, Any]:
    """Read the document as shipped."""
    text = resource("contract", "live-feed.asyncapi.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def messages(operation: str) -> dict[str, str]:
    """Return the schema reference of each frame type that an operation carries."""
    found = {}
    for listed in document()["operations"][operation]["messages"]:
        name = listed["$ref"].rpartition("/")[2]
        message = document()["components"]["messages"][name]
        found[message["name"]] = message["payload"]["$ref"]
    return found


def check(frame: Frame, operation: str) -> str:
    """Validate one frame, and that its own type and no other matches it; return the type."""
    matching = []
    for name, reference in messages(operation).items():
        schema = {"$ref": reference, "components": document()["components"]}
        validator = jsonschema.Draft202012Validator(schema)
        if frame["type"] == name:
            validator.validate(frame)
        if validator.is_valid(frame):
            matching.append(name)
    assert matching == [frame["type"]]
    return str(frame["type"])


class CheckedDesktop(Desktop):
    """A desktop that validates every frame in both directions."""

    def __init__(self, plain: Desktop, seen: set[str], sent: set[str]) -> None:
        super().__init__(plain.socket)
        self._seen = seen
        self._sent = sent

    async def send(self, **frame: object) -> None:
        self._sent.add(check(frame, "receiveFromClient"))
        await super().send(**frame)

    async def receive(self) -> Frame:
        """Receive and validate."""
        frame = await super().receive()
        self._seen.add(check(frame, "sendToClient"))
        return frame


async def test_every_frame_type_is_as_published(tmp_path: Path) -> None:
    live = await start_desk(tmp_path, options=DeskOptions(limits=None, heartbeat_ms=50))
    await live.add_customer()
    _, key = await live.add_agent()
    seen: set[str] = set()
    sent: set[str] = set()
    await live.file(category="Livraison", tag_ids=[str(uuid4())])
    async with live.desktop(key) as plain:
        desktop = CheckedDesktop(plain, seen, sent)
        epoch = (await desktop.hello())["epoch"]
        await desktop.until("heartbeat")
        ticket = await live.file()
        await desktop.until("event")
        ticket = await live.change(ticket, priority="URGENT")
        await desktop.until("event")
        await live.change(ticket, status="CLOSED")
        await desktop.until("event")
        await desktop.send(type="ack", epoch=epoch, seq=4)
        until = iso_utc(live.desk.clock() + 60_000)
        await desktop.send(type="presence", available=False, until=until)
        await desktop.until("presence")
        await desktop.send(type="presence", available=True, until=None)
        await desktop.until("presence")
    async with live.desktop(key) as plain:
        desktop = CheckedDesktop(plain, seen, sent)
        assert (await desktop.hello({"epoch": epoch, "seq": 1}))["mode"] == "resume"
        await desktop.until("event")
        await desktop.send(
            type="hello",
            protocol=1,
            client={"name": "essai", "version": "1", "instanceId": "x"},
            resume=None,
        )
        await desktop.until("error")
    await live.stop()
    assert seen == set(messages("sendToClient"))
    assert sent == set(messages("receiveFromClient"))


def test_the_document_is_asyncapi_3_and_every_reference_leads_somewhere() -> None:
    assert document()["asyncapi"].startswith("3.")
    references: list[str] = []

    def walk(node: object) -> None:
        if isinstance(node, dict):
            references.extend(value for key, value in node.items() if key == "$ref")
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(document())
    assert references
    for reference in references:
        node: Any = document()
        for part in reference.removeprefix("#/").split("/"):
            node = node[part]
        assert node


def test_the_schemas_refuse_what_the_contract_refuses() -> None:
    schema = {
        "$ref": "#/components/schemas/Welcome",
        "components": document()["components"],
    }
    validator = jsonschema.Draft202012Validator(schema)
    welcome = {
        "type": "welcome",
        "mode": "snapshot",
        "epoch": "7711-2",
        "seq": 1,
        "agent": {"id": "a", "name": "Aïcha", "email": "a@exemple.bj", "level": "N1"},
        "presence": {"available": True, "until": None},
        "heartbeatMs": 20000,
        "serverTime": "2026-04-18T10:00:00.000Z",
    }
    assert not validator.is_valid(welcome)
    assert validator.is_valid(welcome | {"reason": "no_cursor"})
    assert not validator.is_valid(welcome | {"reason": "another"})
    assert validator.is_valid(json.loads(json.dumps(welcome | {"reason": "no_cursor", "x": 1})))
