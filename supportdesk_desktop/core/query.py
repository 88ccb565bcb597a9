"""The search language (``design/ui.md``, Search): text to terms, and where a text has its words.

Every text is a query: what is not understood is searched as a word, and said so by a notice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from supportdesk_desktop.core.links import LONGEST_QUERY
from supportdesk_desktop.core.query_language import (
    DAYS,
    FLAGS,
    KEYS,
    META_PREFIXES,
    PRIORITIES,
    RELATIVE_DAYS,
    STATUSES,
    UNITS,
    AgeFilter,
    DayFilter,
    FlagFilter,
    Key,
    MetaFilter,
    Node,
    Op,
    PriorityFilter,
    Query,
    QueryFault,
    QueryNotice,
    StatusFilter,
    Term,
    Text,
    TextFilter,
    name_of,
)
from supportdesk_desktop.core.text import fold, words


def parse(text: str) -> Query:
    """Read a query; never fails. Only the first 500 characters are read."""
    terms: list[Term] = []
    notices: list[QueryNotice] = []
    for found in _TOKEN.finditer(text[:LONGEST_QUERY].translate(_QUOTES)):
        token = _Token.of(found)
        node, notice = _parse_token(token)
        if notice is not None:
            notices.append(notice)
        if node is not None:
            terms.append(Term(node, token.start, token.end))
    return Query(tuple(terms), tuple(notices))


def without(text: str, term: Term) -> str:
    """Return the text without one of its terms, e.g. when its chip is removed."""
    return " ".join(f"{text[: term.start]} {text[term.end :]}".split())


_QUOTES = str.maketrans("«»“”", '""""')
_TOKEN = re.compile(
    r"""(?P<lone_minus>-)?(?P<lone>[^\W\d_][^\s":<>=≤≥]*):(?:<=|>=|[<>=≤≥])?(?=\s|$)
    |(?P<minus>-(?=\S))?
    (?:(?P<key>[^\W\d_][^\s":<>=≤≥]*):)?
    (?:(?P<op><=|>=|[<>=≤≥])(?=[^\s]))?
    (?:"(?P<quoted>[^"]*)(?:"|$)|(?P<bare>[^\s"]+))""",
    re.VERBOSE,
)
_OPS = {"": Op.IS, "=": Op.IS, "<": Op.LT, "<=": Op.LE, "≤": Op.LE, ">": Op.GT, ">=": Op.GE,
        "≥": Op.GE}  # fmt: skip
_AGE = re.compile(r"(\d{1,5})([^\W\d_]+)")
_COMPARING = "<>=≤≥"


class _Token(msgspec.Struct, frozen=True):
    """One piece of the text before it is understood. ``value`` is None where none was typed."""

    start: int
    end: int
    negated: bool
    key: str | None
    op: str
    value: str | None
    quoted: bool
    source: str

    @classmethod
    def of(cls, found: re.Match[str]) -> _Token:
        minus = bool(found["minus"] or found["lone_minus"])
        source = found[0][1:] if minus else found[0]
        key, op, quoted = found["lone"] or found["key"], found["op"] or "", found["quoted"]
        value = found["bare"] if quoted is None else " ".join(quoted.split())
        return cls(*found.span(), minus, key, op, value, quoted is not None, source)

    @property
    def values(self) -> tuple[str, ...]:
        """The alternatives typed: ``haute|urgente``; a quoted value is one."""
        parts = [self.value or ""] if self.quoted else (self.value or "").split("|")
        return tuple(part for part in parts if part)


def _parse_token(token: _Token) -> tuple[Node | None, QueryNotice | None]:
    if token.key is None:
        return _as_word(token), None
    key = KEYS.get(fold(token.key))
    path = _meta_path(token.key)
    if key is None and path is None:
        return _as_word(token), _unknown_key(token, token.key)
    if not token.values:
        return None, QueryNotice(QueryFault.NO_VALUE, token.key, token.start, token.end)
    node = _filter(token, key, path)
    if node is None:
        notice = QueryNotice(QueryFault.BAD_VALUE, token.value or "", token.start, token.end)
        return _as_word(token), notice
    return msgspec.structs.replace(node, negated=token.negated), None


def _unknown_key(token: _Token, key: str) -> QueryNotice | None:
    """Say that a key is not known; an address and a word before a colon are no filters."""
    if not token.values or key.casefold() in {"http", "https"}:
        return None
    start = token.start + (1 if token.negated else 0)
    return QueryNotice(QueryFault.UNKNOWN_KEY, key, start, start + len(key))


def _as_word(token: _Token) -> Text | None:
    """Read a token as a word or a phrase; what has no letter and no digit searches nothing."""
    if token.quoted and token.key is None and not token.op:
        text, phrase = token.value or "", True
    else:
        text, phrase = token.source.replace('"', " ").strip(), False
        phrase = len(text.split()) > 1
        text = " ".join(text.split())
    return Text(text, phrase, negated=token.negated) if words(text) else None


def _filter(token: _Token, key: Key | None, path: str | None) -> Node | None:
    op, values = _OPS[token.op], token.values
    if any(value[0] in _COMPARING for value in values) and not token.quoted:
        return None
    if path is not None:
        return _meta(token, path, op)
    match key:
        case Key.PRIORITY:
            known = tuple(PRIORITIES.get(fold(value), "") for value in values)
            if not all(known) or (op is not Op.IS and len(known) > 1):
                return None
            return PriorityFilter(op, known)
        case Key.RECEIVED:
            return _received(token, op)
        case _ if op is not Op.IS:
            return None
        case Key.STATUS:
            statuses = tuple(STATUSES.get(fold(value), value.upper()) for value in values)
            return StatusFilter(statuses)
        case Key.IS:
            flags = tuple(FLAGS.get(fold(value)) for value in values)
            known_flags = tuple(flag for flag in flags if flag is not None)
            return FlagFilter(known_flags) if len(known_flags) == len(flags) else None
        case None:
            return None
        case _:
            if not all(words(value) for value in values):
                return None
            return TextFilter(key, values, token.quoted)


def _meta(token: _Token, path: str, op: Op) -> MetaFilter | None:
    if op is not Op.IS and (len(token.values) > 1 or as_number(token.values[0]) is None):
        return None
    return MetaFilter(path, op, token.values, token.quoted)


def _received(token: _Token, op: Op) -> Node | None:
    if len(token.values) != 1:
        return None
    value = fold(token.values[0])
    if value in RELATIVE_DAYS:
        return DayFilter(op, days_ago=RELATIVE_DAYS[value])
    age = _AGE.fullmatch(value)
    if age is not None:
        unit = next((unit for unit, known in UNITS.items() if age[2] in known.names), None)
        # "reçu:7j" says the same as "reçu:<7j": within the last seven days.
        compared = Op.LT if op is Op.IS else op
        return None if unit is None else AgeFilter(compared, int(age[1]), unit)
    try:
        return DayFilter(op, day=date.fromisoformat(value).isoformat())
    except ValueError:
        return None


def _meta_path(key: str) -> str | None:
    prefix, dot, path = key.partition(".")
    return path if dot and path and fold(prefix) in META_PREFIXES else None


def as_number(text: str) -> float | None:
    """Read a number as it is typed: ``100000``, ``1,5``; None where it is none."""
    if not re.fullmatch(r"-?\d{1,30}([.,]\d{1,30})?", text, re.ASCII):
        return None
    return float(text.replace(",", "."))


_SIGNS = re.compile(r"^[<>=≤≥]|[\s|]")


def canonical_term(node: Node, lang: str = "fr") -> str:
    """Write one node with the keys of a language, ``fr`` or ``en``; it is read as the same."""
    return ("-" if node.negated else "") + _written(node, lang)


def _written(node: Node, lang: str) -> str:
    match node:
        case Text():
            return f'"{node.text}"' if node.phrase else node.text
        case TextFilter():
            return f"{name_of(node.key, lang)}:{_values(node.values, node.phrase)}"
        case PriorityFilter():
            names = "|".join(name_of(value, lang) for value in node.values)
            return f"{name_of(Key.PRIORITY, lang)}:{node.op}{names}"
        case StatusFilter():
            names = _values(tuple(name_of(value, lang) for value in node.values), False)
            return f"{name_of(Key.STATUS, lang)}:{names}"
        case FlagFilter():
            names = "|".join(name_of(flag, lang) for flag in node.flags)
            return f"{name_of(Key.IS, lang)}:{names}"
        case AgeFilter():
            unit = UNITS[node.unit].french if lang == "fr" else UNITS[node.unit].english
            return f"{name_of(Key.RECEIVED, lang)}:{node.op}{node.count}{unit}"
        case DayFilter():
            return f"{name_of(Key.RECEIVED, lang)}:{node.op}{_day(node, lang)}"
        case MetaFilter():
            prefix = name_of(Key.META, lang)
            return f"{prefix}.{node.path}:{node.op}{_values(node.values, node.exact)}"


def _values(values: tuple[str, ...], quoted: bool) -> str:
    # A value with a space or a sign of ours (a status of the server's own) needs its quotes.
    if quoted or any(_SIGNS.search(value) for value in values):
        return f'"{values[0]}"'
    return "|".join(values)


def _day(node: DayFilter, lang: str) -> str:
    if node.days_ago is None:
        return node.day or ""
    return name_of(DAYS[node.days_ago], lang)


Span = tuple[int, int]
"""Start and length, in characters of the text as it is."""

EXCERPT = 160
"""Characters of an excerpt at most, ellipses included."""

_BEFORE = 32
_LOOKED_AT = 20_000
"""Characters of a text in which an excerpt is looked for: a row must not cost a long read."""

_WORD = re.compile(r"[^\W_]+")


class Wanted(msgspec.Struct, frozen=True):
    """Folded words that follow each other; the last is the beginning of a word unless ``whole``."""

    words: tuple[str, ...]
    whole: bool = False


def wanted_by(query: Query) -> tuple[Wanted, ...]:
    """Return what a query wants marked: its words and phrases, not what it leaves out."""
    texts = (node for node in query.nodes if isinstance(node, Text) and not node.negated)
    return tuple(Wanted(words(node.text), node.phrase) for node in texts)


def wanted_words(typed: str) -> tuple[Wanted, ...]:
    """Return each word typed as the beginning of a word."""
    return tuple(Wanted((word,)) for word in words(typed))


def spans(text: str, wanted: Iterable[Wanted]) -> list[Span]:
    """Return where a text has what is wanted, in order, none touching another's characters."""
    found = list(_WORD.finditer(text))
    folded = [fold(word[0]) for word in found]
    marked: list[Span] = []
    for one in wanted:
        count = len(one.words)
        for at in range(len(found) - count + 1 if count else 0):
            if _matches(folded[at : at + count], one):
                last = found[at + count - 1]
                rest = len(last[0]) if one.whole else min(len(one.words[-1]), len(last[0]))
                marked.append((found[at].start(), last.start() + rest - found[at].start()))
    return _merge_spans(marked)


def has_all(texts: Sequence[str], wanted: Iterable[Wanted]) -> bool:
    """Return whether each thing wanted stands in one of these texts."""
    return all(any(spans(text, (one,)) for text in texts) for one in wanted)


def excerpt(text: str, wanted: Sequence[Wanted]) -> str:
    """Return a piece of one line around the first match, empty where there is none."""
    flat = " ".join(text[:_LOOKED_AT].split())
    found = spans(flat, wanted)
    if not found:
        return ""
    start = found[0][0] - _BEFORE
    start = 0 if start <= 0 else flat.find(" ", start, found[0][0]) + 1 or start
    piece = flat[start : start + EXCERPT - 2]
    cut = start + len(piece) < len(flat) or len(text) > _LOOKED_AT
    return f"{'…' if start else ''}{piece.rstrip()}{'…' if cut else ''}"


def _matches(folded: Sequence[str], one: Wanted) -> bool:
    *first, last = one.words
    whole = folded[-1] == last if one.whole else folded[-1].startswith(last)
    return whole and list(folded[:-1]) == first


def _merge_spans(marked: list[Span]) -> list[Span]:
    apart: list[Span] = []
    for start, length in sorted(marked):
        if apart and start < apart[-1][0] + apart[-1][1]:
            before, covered = apart[-1]
            apart[-1] = (before, max(covered, start + length - before))
        else:
            apart.append((start, length))
    return apart
