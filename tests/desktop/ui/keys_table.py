"""The guides' table of keys, made from the registry of commands: ``script/keys`` writes it."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from supportdesk_desktop.ui.help.shortcuts import place_title, spoken_keys
from supportdesk_desktop.ui.language import LANGUAGES, install_language, remove_language
from supportdesk_desktop.ui.window.command import Command, Place
from supportdesk_desktop.ui.window.commands import COMMANDS

DOCS = Path(__file__).resolve().parents[3] / "docs"
BEGIN, END = "<!-- keys: script/keys writes these lines -->\n", "<!-- end of keys -->\n"
HEADS = {"fr": ("où", "touches", "effet"), "en": ("where", "keys", "what they do")}


def table(app: QApplication, lang: str) -> str:
    """Return the table of every command that has keys, in one language, as Markdown."""
    install_language(app, lang)
    try:
        lines = [f"| {' | '.join(HEADS[lang])} |", "|---|---|---|"]
        for place in Place:
            of_place = [one for one in COMMANDS if one.place is place and one.every_key]
            lines += [_line(place, command) for command in of_place]
        return "\n".join(lines) + "\n"
    finally:
        remove_language(app)


def with_table(text: str, made: str) -> str:
    """Return a guide with the table between its two marks.

    Raises:
        ValueError: a mark is missing.
    """
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}{made}{END}{after}"


def guide(lang: str) -> Path:
    """Return where the guide of a language is."""
    return DOCS / f"guide.{lang}.md"


def _line(place: Place, command: Command) -> str:
    return f"| {place_title(place)} | {spoken_keys(command)} | {command.title()} |"


def main() -> int:
    """Write the table into both guides."""
    app = QApplication(["keys"])
    for lang in LANGUAGES:
        path = guide(lang)
        path.write_text(with_table(path.read_text(), table(app, lang)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
