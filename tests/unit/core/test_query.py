"""The search language of ``design/ui.md``: understood, said so where not, written back the same."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from supportdesk_desktop.core.links import LONGEST_QUERY
from supportdesk_desktop.core.query import (
    EXCERPT,
    canonical_term,
    excerpt,
    has_all,
    parse,
    spans,
    wanted_by,
    wanted_words,
    without,
)
from supportdesk_desktop.core.query_language import (
    AgeFilter,
    DayFilter,
    Flag,
    FlagFilter,
    Key,
    MetaFilter,
    Node,
    Op,
    PriorityFilter,
    Query,
    QueryFault,
    StatusFilter,
    Text,
    TextFilter,
)


def written(query: Query, lang: str) -> str:
    return " ".join(canonical_term(node, lang) for node in query.nodes)


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("retrait", Text("retrait")),
        ("INV-1046", Text("INV-1046")),
        ("-retrait", Text("retrait", negated=True)),
        ('"mobile money"', Text("mobile money", phrase=True)),
        ('-"mobile  money"', Text("mobile money", phrase=True, negated=True)),
        ("« mobile money »", Text("mobile money", phrase=True)),
        ('"mobile mon', Text("mobile mon", phrase=True)),
        ("priorité:≥haute", PriorityFilter(Op.GE, ("HIGH",))),
        ("priorite:>=HAUTE", PriorityFilter(Op.GE, ("HIGH",))),
        ("priority:<high", PriorityFilter(Op.LT, ("HIGH",))),
        ("PRIORITÉ:haute|critique", PriorityFilter(Op.IS, ("HIGH", "CRITICAL"))),
        ("client:mensah", TextFilter(Key.CUSTOMER, ("mensah",))),
        ('customer:"koffi mensah"', TextFilter(Key.CUSTOMER, ("koffi mensah",), phrase=True)),
        ("-tag:paiement", TextFilter(Key.TAG, ("paiement",), negated=True)),
        ("étiquette:paiement", TextFilter(Key.TAG, ("paiement",))),
        ("catégorie:livraison", TextFilter(Key.CATEGORY, ("livraison",))),
        ("category:livraison", TextFilter(Key.CATEGORY, ("livraison",))),
        ("statut:traité", StatusFilter(("CLOSED",))),
        ('status:"in progress"', StatusFilter(("IN_PROGRESS",))),
        ("statut:en_attente", StatusFilter(("EN_ATTENTE",))),
        ("canal:api", TextFilter(Key.CHANNEL, ("api",))),
        ("n:INV-1046", TextFilter(Key.NUMBER, ("INV-1046",))),
        ("reçu:<7j", AgeFilter(Op.LT, 7, "d")),
        ("recu:7j", AgeFilter(Op.LT, 7, "d")),
        ("received:>=2h", AgeFilter(Op.GE, 2, "h")),
        ("reçu:30min", AgeFilter(Op.LT, 30, "min")),
        ("reçu:aujourd'hui", DayFilter(Op.IS, days_ago=0)),
        ("reçu:aujourd’hui", DayFilter(Op.IS, days_ago=0)),
        ("received:≥yesterday", DayFilter(Op.GE, days_ago=1)),
        ("reçu:<2026-04-18", DayFilter(Op.LT, day="2026-04-18")),
        ("méta.orderId:20418", MetaFilter("orderId", Op.IS, ("20418",))),
        ("meta.amount:>100000", MetaFilter("amount", Op.GT, ("100000",))),
        ('méta.card.brand:"Visa"', MetaFilter("card.brand", Op.IS, ("Visa",), exact=True)),
        ("-méta.errorCode:timeout", MetaFilter("errorCode", Op.IS, ("timeout",), negated=True)),
        ("est:nonlu", FlagFilter((Flag.UNREAD,))),
        ("est:épinglé|notifié", FlagFilter((Flag.PINNED, Flag.NOTIFIED))),
        ("is:held", FlagFilter((Flag.WITHHELD,))),
        ("est:retenu", FlagFilter((Flag.WITHHELD,))),
    ],
)
def test_every_operator_is_understood(text: str, node: Node) -> None:
    query = parse(text)
    assert query.nodes == (node,)
    assert query.notices == ()
    assert query.terms[0].start == 0
    assert query.terms[0].end == len(text)
    for lang in ("fr", "en"):
        assert parse(written(query, lang)).nodes == query.nodes


def test_a_whole_query_is_canonical_in_both_languages() -> None:
    query = parse('priorite:>=haute retrait "mobile money" recu:7d is:unread meta.a:>1')
    assert written(query, "fr") == (
        'priorité:≥haute retrait "mobile money" reçu:<7j est:nonlu méta.a:>1'
    )
    assert written(query, "en") == (
        'priority:≥high retrait "mobile money" received:<7d is:unread meta.a:>1'
    )


def test_an_unknown_key_is_searched_as_a_word_and_said_so_with_its_place() -> None:
    query = parse("retrait prioritee:haute")
    assert query.nodes == (Text("retrait"), Text("prioritee:haute"))
    [notice] = query.notices
    assert (notice.fault, notice.text) == (QueryFault.UNKNOWN_KEY, "prioritee")
    assert (notice.start, notice.end) == (8, 17)


@pytest.mark.parametrize(
    "text",
    ["priorité:zébra", "reçu:<7lunes", "reçu:2026-13-01", "est:perdu", "client:>mensah",
     "méta.amount:>beaucoup", "priorité:>haute|basse", "reçu:1j|2j"],
)  # fmt: skip
def test_a_value_that_makes_no_sense_is_searched_as_a_word_and_said_so(text: str) -> None:
    query = parse(text)
    assert [type(node) for node in query.nodes] == [Text]
    assert [notice.fault for notice in query.notices] == [QueryFault.BAD_VALUE]


@pytest.mark.parametrize("text", ["priorité:", "client:", "méta.amount:>", "-est:", 'tag:""'])
def test_a_filter_still_without_a_value_restricts_nothing_yet(text: str) -> None:
    query = parse(text)
    assert query.nodes == ()
    assert [notice.fault for notice in query.notices] == [QueryFault.NO_VALUE]


@pytest.mark.parametrize("text", ["", "   ", "-", "!!", '""', "€ →"])
def test_what_has_no_letter_and_no_digit_searches_nothing(text: str) -> None:
    assert parse(text).nodes == ()


@pytest.mark.parametrize("text", ["Attention: retrait", "https://boutique.bj/commande/20418"])
def test_an_address_and_a_word_before_a_colon_are_words_without_a_remark(text: str) -> None:
    query = parse(text)
    assert query.nodes == tuple(Text(word) for word in text.split())
    assert query.notices == ()


def test_a_term_can_be_taken_out() -> None:
    text = 'priorité:≥haute  retrait "mobile money"'
    first, second, third = parse(text).terms
    assert without(text, first) == 'retrait "mobile money"'
    assert without(text, second) == 'priorité:≥haute "mobile money"'
    assert without(text, third) == "priorité:≥haute retrait"


_PIECES = st.sampled_from(
    ["priorité:", "client:", "méta.a:", "reçu:", "est:", "n:", "statut:", "tag:", "-", '"', "«",
     "»", "|", ">", "≥", "<=", "=", "haute", "7j", "nonlu", "2026-04-18", "hier", "é", "10", " ",
     "\u00a0", "a b", ":", ".", "in progress", "œ", "*", "(", "NEAR", "\x00", "\x1c"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=12).map("".join)))
@example('""STATUS:"|')
@example('statut:"<ouvert"')
@example("CLIENT:0<")
def test_any_text_is_a_query_and_its_canonical_text_means_the_same(text: str) -> None:
    query = parse(text)
    for lang in ("fr", "en"):
        assert parse(written(query, lang)).nodes == query.nodes
    places = [(term.start, term.end) for term in query.terms]
    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end in places)
    for notice in query.notices:
        assert 0 <= notice.start < notice.end <= len(text)


def test_only_the_first_characters_of_a_long_text_are_read() -> None:
    query = parse("mot " * 1000)
    assert query.terms[-1].end <= LONGEST_QUERY


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("Retraits mobile money gelés", "retrait", ["Retrait"]),
        ("Retraits mobile money gelés", '"mobile money"', ["mobile money"]),
        ("mobile, puis money", '"mobile money"', []),
        ("Retraits gelés", '"retrait"', []),
        ("NADÈGE Hounkpè", "nadege houn", ["NADÈGE", "Houn"]),
        ("refusée et remboursée", "refus -rembours", ["refus"]),
        ("INV-1046 et INV-104", "inv-1046", ["INV-1046"]),
        ("cœur de l’œuvre", "oeuv", ["œuvr"]),
        ("double double", "double doub", ["double", "double"]),
        ("rien", "", []),
    ],
)
def test_words_of_a_query_are_found_where_they_begin(
    text: str, query: str, marked: list[str]
) -> None:
    found = spans(text, wanted_by(parse(query)))
    assert [text[start : start + length] for start, length in found] == marked


def test_all_wanted_may_stand_in_different_texts() -> None:
    wanted = wanted_words("koffi retrait")
    assert has_all(("Retrait en attente", "Koffi Mensah"), wanted)
    assert not has_all(("Retrait en attente",), wanted)


def test_an_excerpt_is_one_line_around_the_first_match() -> None:
    text = "Bonjour,\n" + "mot " * 40 + "les trois derniers retraits sont gelés " + "fin " * 80
    piece = excerpt(text, wanted_words("retrait"))
    assert "retraits sont gelés" in piece
    assert piece.startswith("…mot")
    assert piece.endswith("…")
    assert "\n" not in piece
    assert excerpt("Rien de cela", wanted_words("retrait")) == ""


@given(st.text(), st.text())
def test_spans_lie_in_the_text_apart_and_excerpts_are_short(text: str, typed: str) -> None:
    end = 0
    for start, length in spans(text, wanted_words(typed)):
        assert end <= start
        assert length > 0
        end = start + length
    assert end <= len(text)
    assert len(excerpt(text, wanted_words(typed))) <= EXCERPT
