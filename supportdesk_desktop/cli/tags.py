"""``tags``: the desk's tags."""

from __future__ import annotations

import argparse
import sys

from supportdesk_desktop.backend.admin import AdminError, add_tag, list_tags
from supportdesk_desktop.backend.desk import wall_ms
from supportdesk_desktop.cli.admin_errors import stopped
from supportdesk_desktop.cli.desk_database import opened_desk
from supportdesk_desktop.cli.language import say
from supportdesk_desktop.cli.output import document, line, shown
from supportdesk_desktop.cli.running import DONE, run_async


def run(parsed: argparse.Namespace) -> int:
    """Add or list tags."""
    return run_async(_run(parsed))


async def _run(parsed: argparse.Namespace) -> int:
    async with opened_desk(parsed) as desk:
        if parsed.act == "list":
            async with desk.database.reading() as conn:
                tags = await list_tags(conn)
        else:
            try:
                async with desk.writing() as writing:
                    tags = [await add_tag(writing, parsed.name, parsed.color, wall_ms())]
            except AdminError as problem:
                raise stopped(problem) from problem
    if parsed.json:
        document({"tags": tags})
    else:
        if not tags:
            sys.stderr.write(
                say("Aucune étiquette. « tags add » en ajoute.", "No tag. “tags add” adds one.")
                + "\n"
            )
        for tag in tags:
            line("\t".join((tag.id, shown(tag.name or tag.id), tag.color or "")).rstrip())
    return DONE
