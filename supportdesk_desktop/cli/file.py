"""``file``: one ticket through the outbox."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import io
import re
import sys
from collections.abc import AsyncIterator, Sequence
from uuid import UUID

import msgspec

from supportdesk_desktop.app.services import Services
from supportdesk_desktop.cli.joining import joined
from supportdesk_desktop.cli.language import say
from supportdesk_desktop.cli.outbox import Settling, filing_document
from supportdesk_desktop.cli.output import document, line, remark, said, shown
from supportdesk_desktop.cli.running import DONE, NOT_SETTLED, Stopped
from supportdesk_desktop.core.drafts import Draft
from supportdesk_desktop.core.errors import InputRefused, ServerError
from supportdesk_desktop.core.filing import FilingState
from supportdesk_desktop.core.strict_json import MAX_LEVELS, StrictJsonError, parse_object
from supportdesk_desktop.core.tickets import Tag
from supportdesk_desktop.store import directory

IDENTIFY_S = 3.0
"""After so long without an answer the filing is stored all the same, and waits for it there."""

_JSON_SCALAR = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null")


async def run(parsed: argparse.Namespace) -> int:
    """File it, and wait until it is settled or cannot be for now."""
    async with joined(parsed, "file", lambda services: services.start_outbox_only) as mine:
        settling = Settling(mine)
        draft = draft_of(parsed, await _tag_book(mine.services, parsed.tag))
        await _refuse_foreign_key(mine.services)
        filing = await mine.services.filings.submit(draft, client_ref=parsed.ref)
        try:
            if not parsed.no_wait:
                filing = await settling.wait(filing.id)
        except asyncio.CancelledError:
            # It is stored all the same: who sees this must not file it again.
            remark(said("interrupted", id=filing.id))
            raise
        queue = await settling.queue()
        if parsed.json:
            document(filing_document(filing, queue))
        if filing.state is FilingState.WITHDRAWN:
            raise Stopped(said("withdrawn", id=filing.id))
        if filing.state is not FilingState.CONFIRMED:
            settling.complain(filing, queue)
            return NOT_SETTLED
        if not parsed.json:
            assert filing.ticket is not None
            line(f"{shown(filing.ticket.ticket_number)} {shown(filing.draft.subject)}")
        return DONE


@contextlib.asynccontextmanager
async def _desk_in_time() -> AsyncIterator[None]:
    """Ask the desk for a short time; if it does not answer, continue without an answer."""
    with contextlib.suppress(ServerError, TimeoutError):
        async with asyncio.timeout(IDENTIFY_S):
            yield


async def _refuse_foreign_key(services: Services) -> None:
    """Ask the server for the key's agent before anything is stored, if it answers in time.

    Raises:
        OtherServer, OtherAgent: the profile belongs elsewhere; its outbox takes nothing of theirs.
    """
    if services.owns:
        async with _desk_in_time():
            await services.desk.identify()


async def _tag_book(services: Services, wanted: Sequence[str]) -> Sequence[Tag]:
    """Return the tags known here; the desk is asked where a wanted name is not among them.

    Raises:
        OtherServer, OtherAgent: the profile belongs elsewhere.
    """
    known = await services.store.read(directory.read_tags)
    if names_all(known, wanted):
        return known
    async with _desk_in_time():
        await services.desk.identify()
        await services.learn_tags()
    return await services.store.read(directory.read_tags)


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
        keys = set(parse_object(text, levels_around=1))
    except StrictJsonError as problem:
        raise _refused("--metadata-json", _json_problem(problem)) from problem
    members = [text[1:-1].strip()] if keys else []
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key:
            why = say("écrivez CLÉ=VALEUR", "write KEY=VALUE")
            raise _refused(f"--metadata {pair[:60]!r}", why)
        if key in keys:
            why = say("cette clé est déjà donnée", "this key is given already")
            raise _refused(f"--metadata {pair[:60]!r}", why)
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
        why = say("texte illisible, il faut de l’UTF-8", "unreadable text, UTF-8 is needed")
        raise _refused("--metadata", why) from problem


def _json_problem(problem: StrictJsonError) -> str:
    what = said(f"json_{problem.fault.name.lower()}", levels=MAX_LEVELS)
    if problem.line is None:
        return what
    return what + said("place_in_json", line=problem.line, column=problem.column)


def _description(text: str) -> str:
    if text != "-":
        return text
    # Elsewhere bytes that are no text are let through; here they are refused in words.
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="strict")
    try:
        return sys.stdin.read().rstrip("\r\n")
    except UnicodeDecodeError as problem:
        why = said("not_text", encoding=problem.encoding)
        raise _refused("--description -", why) from problem


def names_all(tag_book: Sequence[Tag], wanted: Sequence[str]) -> bool:
    """Return whether each wanted tag is a UUID, or the name of one tag of the book."""
    return all(len(_found(text, tag_book)) == 1 for text in wanted)


def _found(text: str, tag_book: Sequence[Tag]) -> list[str]:
    try:
        return [str(UUID(text))]
    except ValueError:
        wanted = text.casefold()
    return [tag.id for tag in tag_book if (tag.name or "").casefold() == wanted]


def _tag(text: str, tag_book: Sequence[Tag]) -> str:
    found = _found(text, tag_book)
    if len(found) != 1:
        why = said("unknown_tag")
        raise _refused(f"--tag {text[:60]!r}", why)
    return found[0]


def _refused(option: str, why: str) -> InputRefused:
    return InputRefused(say(f"{option} : {why}", f"{option}: {why}"))
