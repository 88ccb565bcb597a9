"""The whole command line: names, values and help. Imports only ``argparse``."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from itertools import islice
from typing import NoReturn

from supportdesk_desktop import __version__
from supportdesk_desktop.cli import command_arguments
from supportdesk_desktop.cli.language import lang, say

PROGRAM = "supportdesk-desktop"
DEFAULT_PROFILE = "default"
LINK_SCHEME = "supportdesk:"

_TAKE_A_VALUE = frozenset(
    {
        "--data-dir",
        "--profile",
        "--server",
        "--lang",
        "--limit",
        "--simulate",
        "--screenshot",
        "--timeout",
        "--theme",
        "--trace",
    }
)


class Parser(argparse.ArgumentParser):
    """A parser that speaks the language in use and takes no abbreviations."""

    def __init__(self, **options: object) -> None:
        super().__init__(**options, allow_abbrev=False, add_help=False)  # type: ignore[arg-type]
        self._optionals.title = say("options", "options")
        self._positionals.title = say("arguments", "arguments")
        self.add_argument(
            "-h", "--help", action="help", help=say("montrer cette aide", "show this help")
        )

    def format_help(self) -> str:
        """Return the help."""
        return super().format_help().replace("usage:", say("utilisation :", "usage:"), 1)

    def error(self, message: str) -> NoReturn:
        """Say in one line what is wrong and exit 2."""
        from supportdesk_desktop.cli.french_errors import in_french

        text = in_french(message) if lang() == "fr" else message
        usage = say(
            f"utilisation : {self.prog} … ; --help dit tout\n",
            f"usage: {self.prog} …; --help tells all\n",
        )
        self.exit(2, f"{usage}{self.prog}{_colon()}{text}\n")


class MainParser(Parser):
    """The parser of the window, which is also the page of all commands."""

    def format_help(self) -> str:
        """Return the page of all commands, by groups."""
        from supportdesk_desktop.cli.help_page import main_help

        return main_help(PROGRAM)


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line; ``command`` is ``window`` where none is named.

    Raises:
        SystemExit: it was wrong (2), or help or version was all that was asked (0).
    """
    place = _command_place(arguments)
    if place is None:
        parsed = _window_parser().parse_args(arguments)
        parsed.command = "window"
        _check_window(parsed)
    else:
        name, rest = arguments[place], arguments[place + 1 :]
        parser = _command_parser(name)
        words: list[str] = []
        if name == "tickets":
            words, rest = _words_apart(rest)
        parsed = parser.parse_args([*arguments[:place], *rest])
        parsed.command = name
        if name == "tickets":
            parsed.query = " ".join(words)
        parsed.profile = DEFAULT_PROFILE if parsed.profile is None else parsed.profile
        # The window has settings of its own for this: it is told only what was asked for.
        parsed.lang = lang()
    return parsed


def _command_place(arguments: Sequence[str]) -> int | None:
    """Return where the command stands: the first word that is no option, value or link."""
    skip = False
    for place, argument in enumerate(arguments):
        if skip:
            skip = False
        elif argument in _TAKE_A_VALUE:
            skip = True
        elif argument.startswith(LINK_SCHEME):
            return None
        elif not argument.startswith("-"):
            return place
    return None


def _words_apart(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the words of a query, and the options among them.

    ``argparse`` takes ``-word``, which means "without", for an option, and words only side by side.
    """
    words: list[str] = []
    options: list[str] = []
    rest = iter(arguments)
    for argument in rest:
        if argument == "--":
            words += rest
        elif argument in _TAKE_A_VALUE:
            options += [argument, *islice(rest, 1)]
        elif argument == "-h" or argument.startswith("--"):
            options.append(argument)
        else:
            words.append(argument)
    return words, options


def _command_parser(name: str) -> Parser:
    add = command_arguments.COMMANDS.get(name)
    if add is None:
        window = _window_parser()
        window.error(say(f"commande inconnue : {name}", f"unknown command: {name}"))
    parser = Parser(prog=f"{PROGRAM} {name}")
    add(parser)
    command_arguments.add_common(parser)
    return parser


def _window_parser() -> Parser:
    parser = MainParser(prog=PROGRAM)
    command_arguments.add_window(parser)
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    command_arguments.add_common(parser)
    return parser


def _check_window(parsed: argparse.Namespace) -> None:
    """Refuse what the local desk excludes (``contract/cli.md``, The window)."""
    if parsed.local_desk and (parsed.server is not None or parsed.profile is not None):
        _window_parser().error(
            say(
                "--local-desk ne va pas avec --server ni --profile",
                "--local-desk does not go with --server or --profile",
            )
        )


def _colon() -> str:
    return say("\u00a0: ", ": ")
