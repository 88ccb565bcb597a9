"""What may be the name of a tag: one rule for the desk, its command line and the client."""

from __future__ import annotations

from supportdesk_desktop.core.wording import CONTROLS

MAX_TAG_NAME = 60


def is_tag_name(text: str) -> bool:
    """Return whether a text is one visible line of at most ``MAX_TAG_NAME`` characters."""
    return bool(text.strip()) and len(text) <= MAX_TAG_NAME and not CONTROLS.search(text)
