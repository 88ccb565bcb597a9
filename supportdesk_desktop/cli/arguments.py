"""Reads the command line by the tree of ``commands``, and makes help of it."""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import islice
from typing import NoReturn

from supportdesk_desktop import __version__
from supportdesk_desktop.cli.commands import (
    COMMANDS,
    DESK,
    WITHOUT_WINDOW,
    Command,
    add_common,
    add_window,
)
from supportdesk_desktop.cli.language import lang, say, spaced
from supportdesk_desktop.resources import resource

PROGRAM = "supportdesk-desktop"
DEFAULT_PROFILE = "default"
LINK_SCHEME = "supportdesk:"

_TYPED_WIDTH = 33
_COMMON_ON_THE_PAGE = (
    "--data-dir",
    "--profile",
    "--server",
    "--lang",
    "--json",
    "--verbose",
    "--version",
)

_IN_FRENCH = (
    (r"the following arguments are required: (.*)", "il manque : {0}"),
    (r"unrecognized arguments: (.*)", "arguments inconnus : {0}"),
    (r"argument (.*?): expected one argument", "{0} attend une valeur"),
    (r"argument (.*?): expected at least one argument", "{0} attend au moins une valeur"),
    (r"argument (.*?): invalid choice: (.*?) \(choose from (.*)\)", "{0} : {1} n’est pas dans {2}"),
    (r"argument (.*?): invalid (?:\w+) value: (.*)", "{0} : valeur refusée, {1}"),
    (r"argument (.*?): not allowed with argument (.*)", "{0} ne va pas avec {1}"),
    (r"argument (.*?): ignored explicit argument (.*)", "{0} n’attend pas de valeur ({1})"),
    (r"one of the arguments (.*) is required", "il faut l’un de : {0}"),
    (r"ambiguous option: (.*) could match (.*)", "{0} est ambigu : {1}"),
    (r"argument (.*?): (.*)", "{0} : {1}"),
)
"""French for the messages of ``argparse``: the first pattern that fits counts."""


@cache
def texts() -> dict[str, list[str]]:
    """Return what help says of each argument and command, in French and English."""
    # Only help needs it, and msgspec is more than it needs.
    import json

    sentences = json.loads(resource("translations", "sentences.json").read_bytes())
    found: dict[str, list[str]] = sentences["help"]
    return found


def _text(name: str | None) -> str:
    fr, en = texts()[name or ""]
    return say(fr, en)


class Formatter(argparse.HelpFormatter):
    """Looks up what an argument has as its help."""

    def _get_help_string(self, action: argparse.Action) -> str:
        return _text(action.help)


class Parser(argparse.ArgumentParser):
    """A parser that speaks the language in use and takes no abbreviations."""

    def __init__(self, **options: object) -> None:
        options |= {"formatter_class": Formatter, "allow_abbrev": False, "add_help": False}
        super().__init__(**options)  # type: ignore[arg-type]
        self._optionals.title = say("options", "options")
        self._positionals.title = say("arguments", "arguments")
        self.add_argument("-h", "--help", action="help", help="--help")

    def format_help(self) -> str:
        return super().format_help().replace("usage:", say("utilisation :", "usage:"), 1)

    def error(self, message: str) -> NoReturn:
        """Say in one line what is wrong and exit 2."""
        usage = say(
            f"utilisation : {self.prog} … ; --help dit tout\n",
            f"usage: {self.prog} …; --help tells all\n",
        )
        colon = say("\u00a0: ", ": ")
        text = _in_french(message) if lang() == "fr" else message
        self.exit(2, f"{usage}{self.prog}{colon}{text}\n")

    def flags_with_value(self) -> set[str]:
        """Return the options that the next argument belongs to."""
        return {
            flag
            for action in self._actions
            for flag in action.option_strings
            if action.nargs is None
        }


class WindowParser(Parser):
    """The parser of the window, whose help is the page of all commands."""

    def __init__(self) -> None:
        super().__init__(prog=PROGRAM)
        self._window_options = add_window(self)
        version = f"{PROGRAM} {__version__}"
        self.add_argument("--version", action="version", version=version, help="--version")
        add_common(self)
        # The page has less room than the help of a command.
        profile = self._option_string_actions["--profile"]
        profile.metavar, profile.help = "NAME", "window --profile"

    def format_help(self) -> str:
        """Return the page of all commands, by groups."""
        window = self._window_options._group_actions
        common = [self._option_string_actions[flag] for flag in _COMMON_ON_THE_PAGE]
        groups = (
            (say("La fenêtre", "The window"), map(_option_line, window)),
            (say("Sans fenêtre", "Without a window"), _command_lines(WITHOUT_WINDOW)),
            (say("Le bureau (serveur)", "The desk (server)"), _command_lines(DESK)),
            (say("Commun à tout", "Common to all"), map(_option_line, common)),
        )
        parts = [
            say("utilisation :", "usage:")
            + f" {PROGRAM} [supportdesk://ticket/INV-1042] [options]",
            f"       {PROGRAM} {say('COMMANDE', 'COMMAND')} …",
        ]
        for title, lines in groups:
            parts += ["", title, *lines]
        parts += ["", _text("foot"), ""]
        return "\n".join(parts)


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line; ``command`` is ``window`` where none is named.

    ``run`` of the result is what runs the command, as ``module:function``.

    Raises:
        SystemExit: it was wrong (2), or help or version was all that was asked (0).
    """
    window, tickets = WindowParser(), _command_parser("tickets")
    takes_a_value = window.flags_with_value() | tickets.flags_with_value()
    place = _command_place(arguments, takes_a_value)
    if place is None:
        parsed = window.parse_args(arguments)
        parsed.command, parsed.run = "window", "window:run"
        if parsed.local_desk and (parsed.server is not None or parsed.profile is not None):
            window.error(
                say(
                    "--local-desk ne va pas avec --server ni --profile",
                    "--local-desk does not go with --server or --profile",
                )
            )
        return parsed
    name, rest = arguments[place], arguments[place + 1 :]
    if name not in COMMANDS:
        window.error(say(f"commande inconnue : {name}", f"unknown command: {name}"))
    words: list[str] = []
    if name == "tickets":
        words, rest = _words_apart(rest, takes_a_value)
    parsed = _command_parser(name).parse_args([*arguments[:place], *rest])
    parsed.command, parsed.run = name, COMMANDS[name].run
    if name == "tickets":
        parsed.query = " ".join(words)
    parsed.profile = DEFAULT_PROFILE if parsed.profile is None else parsed.profile
    # The window has settings of its own for this: it is told only what was asked for.
    parsed.lang = lang()
    return parsed


def _command_place(arguments: Sequence[str], takes_a_value: set[str]) -> int | None:
    """Return where the command stands: the first word that is no option, value or link."""
    skip = False
    for place, argument in enumerate(arguments):
        if skip:
            skip = False
        elif argument in takes_a_value:
            skip = True
        elif argument.startswith(LINK_SCHEME):
            return None
        elif not argument.startswith("-"):
            return place
    return None


def _words_apart(arguments: Sequence[str], takes_a_value: set[str]) -> tuple[list[str], list[str]]:
    """Return the words of a query, and the options among them.

    ``argparse`` takes ``-word``, which means "without", for an option, and words only side by side.
    """
    words: list[str] = []
    options: list[str] = []
    rest = iter(arguments)
    for argument in rest:
        if argument == "--":
            words += rest
        elif argument in takes_a_value:
            options += [argument, *islice(rest, 1)]
        elif argument == "-h" or argument.startswith("--"):
            options.append(argument)
        else:
            words.append(argument)
    return words, options


def _command_parser(name: str) -> Parser:
    parser = Parser(prog=f"{PROGRAM} {name}")
    COMMANDS[name].add_arguments(parser)
    add_common(parser)
    return parser


def _command_lines(commands: Mapping[str, Command]) -> list[str]:
    named = {name: command.typed for name, command in commands.items() if command.typed}
    return [_line(typed, _text(f"command {name}")) for name, typed in named.items()]


def _option_line(option: argparse.Action) -> str:
    value = "|".join(option.choices) if option.choices else option.metavar
    name = option.option_strings[0]
    return _line(name if value is None else f"{name} {value}", _text(option.help))


def _line(typed: str, text: str) -> str:
    return f"  {typed:<{_TYPED_WIDTH}} {text}"


def _in_french(message: str) -> str:
    """Return what ``argparse`` says in French; a sentence that is not known as it is."""
    for pattern, sentence in _IN_FRENCH:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return spaced(sentence.format(*found.groups()))
    return message
