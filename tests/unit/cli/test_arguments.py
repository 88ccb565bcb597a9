"""The command line is read as ``contract/cli.md`` says, in both languages."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

import pytest

from supportdesk_desktop.cli import language, main
from supportdesk_desktop.cli.arguments import Parser, parse, texts
from supportdesk_desktop.cli.commands import COMMANDS
from supportdesk_desktop.cli.language import Lang
from supportdesk_desktop.cli.running import find_command

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def english() -> None:
    language.use("en")


def test_without_a_command_it_is_the_window() -> None:
    parsed = parse([])
    assert (parsed.command, parsed.link, parsed.simulate, parsed.timeout) == ("window", None, 6, 60)
    assert parsed.profile is None
    assert parsed.lang is None


def test_a_link_is_the_windows_whatever_stands_before_it() -> None:
    parsed = parse(["--profile", "file", "supportdesk://ticket/INV-1042"])
    assert (parsed.command, parsed.profile) == ("window", "file")
    assert parsed.link == "supportdesk://ticket/INV-1042"


def test_common_options_stand_before_and_after_the_command() -> None:
    before = parse(["--json", "--data-dir", "/d", "tickets", "urgent"])
    after = parse(["tickets", "urgent", "--data-dir", "/d", "--json"])
    assert vars(before) == vars(after)
    assert (before.query, before.json, str(before.data_dir)) == ("urgent", True, "/d")
    assert before.profile == "default"


@pytest.mark.parametrize(
    ("line", "query"),
    [
        (["tickets", "Paiement", "échoué"], "Paiement échoué"),
        (["tickets", "-nowait"], "-nowait"),
        (["tickets", "sujet -a", "--limit", "3", "-b", "--json"], "sujet -a -b"),
        (["--json", "tickets", "--limit=3", "-priority:low", "paiement"], "-priority:low paiement"),
        (["--json", "--data-dir", "d", "tickets", "-a", "--limit", "3", "d"], "-a d"),
        (["tickets", "a", "--json", "--limit", "3", "--", "--json", "-h"], "a --json -h"),
        (["tickets", "--json", "--limit", "3"], ""),
    ],
)
def test_tickets_takes_words_as_the_search_field_does(line: list[str], query: str) -> None:
    parsed = parse(line)
    assert parsed.query == query
    assert (parsed.json, parsed.limit) == ("--json" in line, 3 if "3" in " ".join(line) else 100)


@pytest.mark.parametrize(
    "line",
    [
        ["outbox", "retry", "3", "--json", "--data-dir", "/d"],
        ["--data-dir", "/d", "outbox", "--json", "retry", "3"],
    ],
)
def test_parts_of_a_command_take_them_too(line: list[str]) -> None:
    parsed = parse(line)
    assert (parsed.act, parsed.id, parsed.json, str(parsed.data_dir)) == ("retry", 3, True, "/d")


def test_database_options_stand_anywhere() -> None:
    for line in (
        ["agents", "--database", "sqlite:///x", "list"],
        ["agents", "list", "--database", "sqlite:///x"],
    ):
        assert parse(line).database == "sqlite:///x"


@pytest.mark.parametrize(
    "line",
    [
        ["inconnue"],
        ["file"],
        ["--inconnue"],
        ["--local-desk", "--profile", "a"],
        ["--local-desk", "--server", "https://desk.example"],
        ["--theme", "rose"],
        ["--simulate", "-1"],
        ["serve", "--port", "65536"],
        ["serve", "--mail-dir", "a", "--smtp", "smtp://b"],
        ["outbox", "retry"],
        ["outbox", "retry", "0"],
        ["agents"],
        ["tickets", "--lim", "3"],
        ["status", "--lang", "de"],
    ],
)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_wrong_line_is_exit_2_with_one_sentence(
    line: list[str], lang: Lang, capsys: pytest.CaptureFixture[str]
) -> None:
    language.use(lang)
    with pytest.raises(SystemExit) as ended:
        parse(line)
    assert ended.value.code == 2
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 2
    assert told[0].startswith("usage:" if lang == "en" else "utilisation\u00a0:")
    assert "--help" in told[0]
    assert told[1].startswith("supportdesk-desktop")


def without_help(parser: argparse.ArgumentParser) -> list[str]:
    found = []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            named = [one for one in action._choices_actions if one.help]
            found += [one.dest for one in named if one.help not in texts()]
            for part in action.choices.values():
                found += without_help(part)
        elif action.help not in texts():
            found.append(f"{parser.prog} {action.option_strings or action.dest}")
    return found


@pytest.mark.parametrize("name", COMMANDS)
def test_every_argument_has_help(name: str) -> None:
    parser = Parser(prog=name)
    COMMANDS[name].add_arguments(parser)
    assert without_help(parser) == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_there_to_run(name: str) -> None:
    assert callable(find_command(COMMANDS[name].run))


@pytest.mark.parametrize("name", [*COMMANDS, ""])
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_command_has_help(name: str, lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*([name] if name else []), "--help", "--lang", lang]) == 0
    told = capsys.readouterr().out
    assert told.startswith("usage:" if lang == "en" else "utilisation\u00a0:")
    assert not [text for text in told.splitlines() if len(text) > 100]


def test_the_page_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--help", "--lang", "fr"])
    page = capsys.readouterr().out
    assert [name for name in COMMANDS if name not in page] == ["local-desk-child"]


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({"LANG": "fr_BJ.UTF-8"}, "fr"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LC_ALL": "fr_FR", "LANG": "en_GB"}, "fr"),
        ({"LC_MESSAGES": "C", "LANG": "en_GB"}, "fr"),
        ({"LANG": "de_DE"}, "fr"),
        ({}, "fr"),
    ],
)
def test_the_locale_chooses_and_the_option_wins(environment: dict[str, str], lang: str) -> None:
    assert language.choose(["tickets"], environment) == lang
    assert language.choose(["tickets", "--lang=fr"], environment) == "fr"
    assert language.choose(["--lang", "en", "tickets"], environment) == "en"


def test_french_has_its_no_break_spaces() -> None:
    language.use("fr")
    assert language.say("État : « ici » ; sûr ? 3 % !", "") == (
        "État\u00a0: «\u00a0ici\u00a0»\u00a0; sûr\u00a0? 3\u00a0%\u00a0!"
    )
    assert language.say("http://x:1 et a;b", "") == "http://x:1 et a;b"


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_import_neither_qt_nor_the_network(option: str) -> None:
    code = (
        # Isolated, so that no other package of this user loads anything; hence the path.
        f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom supportdesk_desktop.cli import main\n"
        f"main([{option!r}])\n"
        "print(sorted({'PySide6', 'asyncio', 'socket', 'ssl', 'httpx', 'msgspec', 'sqlite3',"
        " 'websockets', 'logging', 'platformdirs'} & set(sys.modules)))"
    )
    told = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert told.splitlines()[-1] == "[]"
