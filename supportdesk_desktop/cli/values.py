"""Values of arguments: read from text, or refused with a sentence (``ArgumentTypeError``)."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from supportdesk_desktop.cli.language import say


def folder(text: str) -> Path:
    """Return a folder, absolute; ``~`` is the home folder."""
    if not text.strip():
        raise argparse.ArgumentTypeError(say("un dossier est attendu", "a folder is expected"))
    return Path(os.path.abspath(os.path.expanduser(text)))


def port(text: str) -> int:
    """Return a port, 0 for any."""
    value = not_negative(text)
    if value > 65535:
        raise argparse.ArgumentTypeError(say("0 à 65535", "0 to 65535"))
    return value


def not_negative(text: str) -> int:
    """Return a whole number, 0 or more."""
    value = int(text)
    if value < 0:
        raise argparse.ArgumentTypeError(say("0 ou plus", "0 or more"))
    return value


def positive(text: str) -> int:
    """Return a whole number, 1 or more, that a database can hold."""
    value = int(text)
    if not 1 <= value < 1 << 63:
        raise argparse.ArgumentTypeError(say("1 ou plus", "1 or more"))
    return value


def uuid(text: str) -> str:
    """Return a UUID in its usual form."""
    from uuid import UUID

    try:
        return str(UUID(text))
    except ValueError as problem:
        raise argparse.ArgumentTypeError(
            say(f"{text[:60]!r} n’est pas un UUID", f"{text[:60]!r} is not a UUID")
        ) from problem


def filled(text: str) -> str:
    """Return a text that is not blank."""
    if not text.strip():
        raise argparse.ArgumentTypeError(say("rien n’est donné", "nothing is given"))
    return text.strip()


def profile(text: str) -> str:
    """Return a profile's name."""
    from supportdesk_desktop.core.errors import InputRefused
    from supportdesk_desktop.system.paths import check_profile_name

    try:
        return check_profile_name(text)
    except InputRefused as problem:
        raise argparse.ArgumentTypeError(
            say(
                "1 à 40 lettres, chiffres, « . », « _ » ou « - »",
                "1 to 40 letters, digits, “.”, “_” or “-”",
            )
        ) from problem


def seconds(text: str) -> float:
    """Return a time in seconds, less than a day."""
    value = float(text)
    if not 0 < value < 86_400:
        raise argparse.ArgumentTypeError(say("des secondes", "seconds"))
    return value
