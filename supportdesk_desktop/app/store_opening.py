"""Opens the store of a profile; a damaged one is set aside first, where nobody else works on it."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Callable

from supportdesk_desktop.core.errors import StoreDamaged
from supportdesk_desktop.core.wording import sentences
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.store.rescue import Rescue, is_suspect, rescue
from supportdesk_desktop.system.locks import OwnerLock, OwnerNote
from supportdesk_desktop.system.paths import ProfilePaths, make_private_dir, narrow_contents

Tell = Callable[[str], None]
"""Takes a sentence for the person."""


def tell_on_stderr(sentence: str) -> None:
    """Tell it where a command's errors are told."""
    sys.stderr.write(sentence + "\n")


async def open_store(paths: ProfilePaths, lang: str, tell: Tell) -> Store:
    """Open the store; what a new one in the place of a damaged one kept is told.

    Raises:
        StoreNewer: written by a newer version; nothing was touched.
        StoreDamaged: it must be set aside, and another process works on it.
        StoreReadOnly, StoreFull: by what the system says.
    """
    narrow_contents(make_private_dir(paths.folder))
    if is_suspect(paths.store):
        await _renew(paths, lang, tell, certain=False)
    try:
        return await Store.open(paths.store)
    except StoreDamaged:
        if not await _renew(paths, lang, tell, certain=True):
            raise
        return await Store.open(paths.store)


async def _renew(paths: ProfilePaths, lang: str, tell: Tell, *, certain: bool) -> bool:
    """Begin a new store while nobody owns the profile; returns whether that was possible."""
    lock = OwnerLock(paths.owner)
    if not lock.try_acquire(OwnerNote(os.getpid(), what="rescue")):
        return False
    try:
        mark = time.strftime("%Y%m%d-%H%M%S")
        done = await asyncio.to_thread(rescue, paths.store, mark, certain=certain)
    except StoreDamaged:
        return False
    finally:
        lock.release()
    if done is not None:
        tell(_sentence(done, lang))
    return True


def _sentence(done: Rescue, lang: str) -> str:
    words = sentences().rescue
    doubts = words["doubts"].say(lang, count=done.doubtful) if done.doubtful else ""
    lost = "" if done.is_whole else words["lost"].say(lang)
    return words["done"].say(
        lang,
        aside=str(done.aside),
        filings=done.filings,
        drafts=done.drafts,
        notes=done.notes,
        doubts=doubts,
        lost=lost,
    )
