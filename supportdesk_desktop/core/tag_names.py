"""What may be the name of a tag: one rule for the desk, its command line and the client."""

from __future__ import annotations

import re

MAX_TAG_NAME = 60

# Controls and ends of lines; what turns the text around it; halves of a character.
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def is_tag_name(text: str) -> bool:
    """Return whether a text is one visible line of at most ``MAX_TAG_NAME`` characters."""
    return bool(text.strip()) and len(text) <= MAX_TAG_NAME and not _UNFIT.search(text)
