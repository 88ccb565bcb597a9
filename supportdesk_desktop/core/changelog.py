"""The part of the changelog that tells of one version (*Keep a Changelog*)."""

from __future__ import annotations

import re

_HEADING = re.compile(r"^## +\[?([^\]\s]+)\]?.*$", re.MULTILINE)
UNRELEASED = "Unreleased"


def news_of(changelog: str, version: str) -> str:
    """Return what a version brought, without its heading.

    A version that is being made is told of under *Unreleased*; empty where nothing is told.
    """
    parts = _HEADING.split(changelog)
    # What is before the first heading, then a version and its text in turn.
    told = dict(zip(parts[1::2], parts[2::2], strict=True))
    return told.get(version, told.get(UNRELEASED, "")).strip()
