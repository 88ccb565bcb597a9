"""``serve``: the desk on one port."""

from __future__ import annotations

import argparse
import gc
import os
import sys

from sqlalchemy.exc import SQLAlchemyError

from supportdesk_desktop.backend.database import DatabaseUrlError
from supportdesk_desktop.backend.desk import DeskOptions
from supportdesk_desktop.backend.serve import ServeOptions, ServeRefused
from supportdesk_desktop.backend.serve import run as run_desk
from supportdesk_desktop.cli.desk_database import (
    bad_address,
    database_url,
    refuse_password,
    unusable,
)
from supportdesk_desktop.cli.language import say
from supportdesk_desktop.cli.one_gateway import one_gateway
from supportdesk_desktop.cli.running import USAGE, Stopped
from supportdesk_desktop.core.pacing import DOCUMENTED_LIMITS

SMTP_VARIABLE = "SUPPORTDESK_SMTP_URL"


def run(parsed: argparse.Namespace) -> int:
    """Serve until SIGTERM."""
    # Commands start without; in a process that lives for months cycles would add up.
    gc.enable()
    options = ServeOptions(
        database_url=database_url(parsed),
        host=parsed.host,
        port=parsed.port,
        desk=DeskOptions(
            limits=None if parsed.no_rate_limits else DOCUMENTED_LIMITS,
            quota=parsed.quota,
            allow_origins=tuple(parsed.allow_origin),
            behind_proxy=parsed.behind_proxy,
            new_epoch=parsed.new_epoch,
            mail_dir=parsed.mail_dir,
            smtp_url=_smtp_url(parsed),
        ),
        on_listening=_say_what_next,
    )
    try:
        with one_gateway(options.database_url):
            return run_desk(options)
    except ServeRefused as problem:
        raise _stopped(problem) from problem
    except DatabaseUrlError as problem:
        raise Stopped(bad_address(problem), USAGE) from problem
    except (SQLAlchemyError, OSError) as problem:
        raise Stopped(unusable(problem)) from problem
    except ValueError as problem:
        raise Stopped(
            say(
                "Adresse SMTP illisible. Il faut smtp://HÔTE:PORT ou smtps://HÔTE:PORT, et au "
                "besoin ?from=ADRESSE.",
                "The SMTP address cannot be read. It must be smtp://HOST:PORT or smtps://HOST:PORT"
                ", with ?from=ADDRESS where needed.",
            ),
            USAGE,
        ) from problem


def _say_what_next(_port: int) -> None:
    # On stderr: scripts read stdout.
    sys.stderr.write(
        say(
            "« agents add --name NOM --email COURRIEL » imprime la clé d’un agent, pour « login ». "
            "Ctrl+C arrête.\n",
            "“agents add --name NAME --email EMAIL” prints an agent’s key, for “login”. "
            "Ctrl+C stops.\n",
        )
    )


def _smtp_url(parsed: argparse.Namespace) -> str | None:
    asked: str | None = parsed.smtp
    if asked is not None:
        refuse_password(asked, "--smtp", SMTP_VARIABLE)
        return asked
    return None if parsed.mail_dir is not None else os.environ.get(SMTP_VARIABLE)


def _stopped(problem: ServeRefused) -> Stopped:
    if problem.reason == ServeRefused.NOT_LOOPBACK:
        return Stopped(
            say(
                f"{problem.detail} n’est pas ce poste : sans TLS, la clé passerait en clair. "
                "Ajoutez --behind-proxy si un proxy TLS est devant.",
                f"{problem.detail} is not this computer: without TLS the key would travel in "
                "clear. Add --behind-proxy where a TLS proxy stands before it.",
            ),
            USAGE,
        )
    if problem.reason == ServeRefused.NO_MAIL_DIR:
        return Stopped(
            say(
                f"Impossible d’écrire dans --mail-dir : {problem.detail}. Choisissez un autre "
                "dossier, ou retirez cette option.",
                f"Cannot write in --mail-dir: {problem.detail}. Choose another folder, or leave "
                "this option out.",
            )
        )
    return Stopped(
        say(
            f"Impossible d’écouter sur {problem.detail}. Choisissez un autre --port.",
            f"Cannot listen on {problem.detail}. Choose another --port.",
        )
    )
