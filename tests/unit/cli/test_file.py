"""Metadata and tags from the command line keep what was typed."""

from __future__ import annotations

import argparse
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk_desktop.cli import language
from supportdesk_desktop.cli.file import draft_of, metadata_of, typed
from supportdesk_desktop.core.errors import InputRefused
from supportdesk_desktop.core.strict_json import parse_object
from supportdesk_desktop.core.tickets import Tag

BOOK = (Tag(id="c1f9262d-55e0-495f-831a-153e9ce9c1cf", name="Paiement"),)


def parsed(**changes: object) -> argparse.Namespace:
    values: dict[str, object] = {
        "customer": "cli_1",
        "subject": "Débité deux fois",
        "description": "texte",
        "priority": "HIGH",
        "category": None,
        "metadata": [],
        "metadata_json": None,
        "tag": [],
    }
    return argparse.Namespace(**{**values, **changes})


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.10", "1.10"),
        ("-0", "-0"),
        ("1e400", "1e400"),
        ("true", "true"),
        ("null", "null"),
        ("007", '"007"'),
        ("+229", '"+229"'),
        ("True", '"True"'),
        ("", '""'),
        ('a"b', '"a\\"b"'),
        ("{}", '"{}"'),
        ("NaN", '"NaN"'),
    ],
)
def test_a_value_is_json_where_it_is_a_number_or_a_word_of_json(text: str, value: str) -> None:
    assert typed(text) == value


def test_pairs_follow_the_object_and_every_digit_stays() -> None:
    metadata = bytes(metadata_of('{"amount": 1.10, "é": {}}', ["orderId=20418", "url=a=b"]))
    assert metadata == '{"amount": 1.10, "é": {}, "orderId": 20418, "url": "a=b"}'.encode()
    assert bytes(metadata_of(None, [])) == b"{}"
    assert bytes(metadata_of(" { } ", ["a=1"])) == b'{"a": 1}'


@pytest.mark.parametrize(
    ("whole", "pairs", "fr", "en"),
    [
        ("[]", [], "un objet JSON est attendu", "a JSON object is expected"),
        ("{", [], "JSON mal formé (ligne 1", "malformed JSON (line 1"),
        ('{"a": NaN}', [], "NaN et Infinity", "NaN and Infinity"),
        ('{"a": 1, "a": 2}', [], "une clé figure deux fois", "a key stands twice"),
        ('{"a": "\\u0000"}', [], "ne peut pas être transmis", "cannot be sent"),
        ('{"a":' * 64 + "1" + "}" * 64, [], "plus de 64 niveaux", "more than 64 levels"),
        ('{"a": 1}', ["a=2"], "cette clé est déjà donnée", "this key is given already"),
        (None, ["a=1", "a=2"], "cette clé est déjà donnée", "this key is given already"),
        (None, ["sans"], "écrivez CLÉ=VALEUR", "write KEY=VALUE"),
        (None, ["=1"], "écrivez CLÉ=VALEUR", "write KEY=VALUE"),
        (None, ["a=\udcff"], "il faut de l’UTF-8", "UTF-8 is needed"),
    ],
)
def test_what_cannot_be_understood_is_refused_in_words(
    whole: str | None, pairs: list[str], fr: str, en: str
) -> None:
    for lang, words in (("fr", fr), ("en", en)):
        language.use("fr" if lang == "fr" else "en")
        with pytest.raises(InputRefused) as refused:
            metadata_of(whole, pairs)
        assert words in refused.value.note


ARGUMENT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(st.dictionaries(ARGUMENT.filter(lambda key: key != "" and "=" not in key), ARGUMENT))
def test_any_pairs_make_an_object_of_these_keys(pairs: dict[str, str]) -> None:
    metadata = metadata_of(None, [f"{key}={value}" for key, value in pairs.items()])
    assert list(parse_object(bytes(metadata))) == list(pairs)
    texts = {
        key: value for key, value in json.loads(bytes(metadata)).items() if isinstance(value, str)
    }
    assert texts == {key: pairs[key] for key in texts}


def test_tags_by_name_or_uuid_and_each_once() -> None:
    draft = draft_of(parsed(tag=["paiement", BOOK[0].id.upper()]), BOOK)
    assert draft.tag_ids == (BOOK[0].id,)
    with pytest.raises(InputRefused):
        draft_of(parsed(tag=["inconnue"]), BOOK)


def test_a_dash_reads_the_description(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("première\nseconde\n"))
    assert draft_of(parsed(description="-"), ()).description == "première\nseconde"
