"""The random id of a store: its keyring entry is not touched by any other store."""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path

from supportdesk_desktop.core.errors import BindingDamaged
from supportdesk_desktop.system.paths import make_private_dir, open_private, write_error

_ID = re.compile(r"[0-9a-f]{32}")


def store_id(path: Path) -> str:
    """Return the id kept in ``path``; the first call makes it, also when two come at once.

    Raises:
        StoreReadOnly, StoreFull: it cannot be made.
        BindingDamaged: it cannot be read, or is not such an id.
    """
    known = read_store_id(path)
    if known is not None:
        return known
    make_private_dir(path.parent)
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(open_private(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL), "w") as file:
            file.write(secrets.token_hex(16))
        try:
            # A link, unlike a rename, fails where another process was first.
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    except OSError as problem:
        raise write_error(path, problem) from problem
    made = read_store_id(path)
    if made is None:
        raise BindingDamaged(path)
    return made


def read_store_id(path: Path) -> str | None:
    """Return the id kept in ``path``, None where there is no such file yet.

    Raises:
        BindingDamaged: the file is there but is not such an id.
    """
    try:
        text = path.read_text("ascii").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeError) as problem:
        raise BindingDamaged(path) from problem
    if not _ID.fullmatch(text):
        raise BindingDamaged(path)
    return text


def keyring_account(identity: str, origin: str) -> str:
    """Return the account of the keyring entry: ``<store id>@<origin>`` (``contract/cli.md``)."""
    return f"{identity}@{origin}"
