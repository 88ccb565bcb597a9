"""Which database ``serve``, ``agents`` and ``tags`` work on, and how it is opened."""

from __future__ import annotations

import argparse
import errno
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from sqlalchemy.exc import SQLAlchemyError

from supportdesk_desktop.backend.database import UNAVAILABLE, DatabaseUrlError, file_url
from supportdesk_desktop.backend.desk import Desk, open_desk
from supportdesk_desktop.cli.language import say
from supportdesk_desktop.cli.running import USAGE, Stopped
from supportdesk_desktop.system.paths import default_data_root, make_private_dir

URL_VARIABLE = "SUPPORTDESK_DATABASE_URL"
FILE_NAME = "desk.db"


def data_root(parsed: argparse.Namespace) -> Path:
    """Return the folder that holds all profiles, and the desk's database where none is named."""
    chosen: Path | None = parsed.data_dir
    return default_data_root() if chosen is None else chosen


def database_url(parsed: argparse.Namespace) -> str:
    """Return the address asked for, else the environment's, else the file in the data folder.

    Raises:
        Stopped: a password in an argument, which others can read (exit 2).
    """
    asked: str | None = parsed.database
    if asked is not None:
        refuse_password(asked, "--database", URL_VARIABLE)
        return asked
    if given := os.environ.get(URL_VARIABLE):
        return given
    root = make_private_dir(data_root(parsed))
    return file_url(root / FILE_NAME)


def refuse_password(url: str, option: str, variable: str) -> None:
    """Raise ``Stopped`` (exit 2) where an address holds a password."""
    try:
        parts = urlsplit(url)
        secret = parts.password or "password" in parse_qs(parts.query)
    except ValueError:
        secret = True
    if secret:
        raise Stopped(
            say(
                f"Pas de mot de passe dans {option} : tout le monde peut le lire. "
                f"Utilisez {variable}.",
                f"No password in {option}: everybody can read it. Use {variable}.",
            ),
            USAGE,
        )


@asynccontextmanager
async def opened_desk(parsed: argparse.Namespace) -> AsyncIterator[Desk]:
    """Open the desk without serving it; ``serve`` may have it open at the same time.

    Raises:
        Stopped: its database cannot be used, then or while the block runs.
    """
    with database_errors():
        desk = await open_desk(database_url(parsed))
    try:
        yield desk
    except UNAVAILABLE as problem:
        raise Stopped(_unusable(problem)) from problem
    finally:
        await desk.aclose()


@contextmanager
def database_errors() -> Iterator[None]:
    """Turn what the opening of a database raises into a line and an exit code."""
    try:
        yield
    except DatabaseUrlError as problem:
        raise Stopped(_bad_address(problem), USAGE) from problem
    except (SQLAlchemyError, OSError) as problem:
        raise Stopped(_unusable(problem)) from problem


def _unusable(problem: Exception) -> str:
    """Return the sentence for a database that cannot be used, without its address."""
    cause = getattr(problem, "orig", None) or problem
    if isinstance(cause, OSError) and cause.errno == errno.EMLINK:
        return say(
            f"Cette base a un second nom (lien physique), et un autre programme pourrait l’écrire "
            f"sous ce nom : {cause.filename}. Gardez-en un seul.",
            f"This database has a second name (a hard link), by which another program could write "
            f"it: {cause.filename}. Keep one of them.",
        )
    if isinstance(cause, OSError):
        cause = f"{cause.strerror} ({cause.filename})" if cause.filename else cause.strerror
    return say(f"Base de données inutilisable : {cause}", f"The database cannot be used: {cause}")


def _bad_address(problem: DatabaseUrlError) -> str:
    """Return the sentence for a database's address that cannot be used, without the address."""
    missing = problem.__cause__
    if isinstance(missing, ModuleNotFoundError):
        return say(
            f"Il manque « {missing.name} » pour cette base. Installez-le, ou prenez "
            "sqlite:///FICHIER.",
            f"“{missing.name}” is missing for this database. Install it, or use sqlite:///FILE.",
        )
    return say(
        "Adresse de base de données refusée. Il faut sqlite:///FICHIER ou postgresql://…",
        "Database address refused. It must be sqlite:///FILE or postgresql://…",
    )
