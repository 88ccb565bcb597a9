"""A draft from the arguments of ``file``."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from uuid import UUID

import msgspec

from supportdesk_desktop.cli.language import say
from supportdesk_desktop.core.drafts import Draft
from supportdesk_desktop.core.errors import InputRefused
from supportdesk_desktop.core.strict_json import StrictJsonError, parse_object
from supportdesk_desktop.core.tickets import Tag

_JSON_SCALAR = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null")


def draft_of(parsed: argparse.Namespace, tag_book: Sequence[Tag]) -> Draft:
    """Build the draft; ``--description -`` reads standard input.

    Raises:
        InputRefused: metadata or a tag that cannot be understood.
    """
    return Draft(
        customer_external_id=parsed.customer,
        subject=parsed.subject,
        description=_description(parsed.description),
        priority=parsed.priority,
        category=parsed.category,
        metadata=metadata_of(parsed.metadata_json, parsed.metadata),
        tag_ids=tuple(dict.fromkeys(_tag(text, tag_book) for text in parsed.tag)),
    )


def metadata_of(whole: str | None, pairs: Sequence[str]) -> msgspec.Raw:
    """Return the metadata as JSON text, every digit and the order kept.

    Args:
        whole: a JSON object, None for none.
        pairs: ``K=V`` each, set after it.

    Raises:
        InputRefused: not an object, not a pair, or a key twice.
    """
    text = "{}" if whole is None else whole.strip()
    try:
        keys = set(parse_object(text))
    except StrictJsonError as problem:
        raise InputRefused(f"--metadata-json: {problem}", "metadata") from problem
    members = [text[1:-1].strip()] if keys else []
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key or key in keys:
            why = say("clé répétée ou sans =", "a key twice, or without =")
            raise InputRefused(f"--metadata {pair[:60]!r}: {why}", "metadata")
        keys.add(key)
        members.append(f"{_json_text(key)}: {typed(value)}")
    return msgspec.Raw(("{" + ", ".join(members) + "}").encode("utf-8", "surrogatepass"))


def typed(value: str) -> str:
    """Return the value as JSON: a number, true, false or null as it stands, else as text."""
    return value if _JSON_SCALAR.fullmatch(value) else _json_text(value)


def _json_text(text: str) -> str:
    try:
        return msgspec.json.encode(text).decode()
    except UnicodeEncodeError as problem:
        raise InputRefused(say("texte illisible", "unreadable text"), "metadata") from problem


def _description(text: str) -> str:
    return sys.stdin.read().rstrip("\n") if text == "-" else text


def _tag(text: str, tag_book: Sequence[Tag]) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        wanted = text.casefold()
    found = [tag.id for tag in tag_book if (tag.name or "").casefold() == wanted]
    if len(found) != 1:
        why = say(
            "étiquette inconnue sur ce poste ; donnez son UUID",
            "a tag not known here; give its UUID",
        )
        raise InputRefused(f"--tag {text[:60]!r}: {why}", "tagIds")
    return found[0]
