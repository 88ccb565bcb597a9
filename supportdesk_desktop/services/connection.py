"""Where requests go and the key that they carry, for one profile."""

from __future__ import annotations

from supportdesk_desktop import __version__

USER_AGENT = f"supportdesk-desktop/{__version__}"


class Connection:
    """The desk's base URL and the key in memory; the key is never shown by ``repr``.

    The base URL may change only for the local desk, whose port is new at each start.
    """

    def __init__(self, base_url: str, key: str | None) -> None:
        self.base_url = base_url
        self.key = key
        self.user_agent = USER_AGENT

    def __repr__(self) -> str:
        return f"Connection({self.base_url!r}, key={'set' if self.key else None})"
