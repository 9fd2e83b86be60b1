"""What a SPARQL text would make the engine do, found before the engine sees it.

    scan(text) -> Scan      kind of request, depth, SERVICE and LOAD, FROM, USING, chance

No parser: the words of the language, told apart from strings, IRIs, comments and names. The
engine reads without word boundaries (``SERVICE:x{…}`` calls a service), so everything that might
be such a call counts as one; ``Scan.hidden`` names what cannot be told apart for certain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from kg.errors import UsageError

MAX_DEPTH = 100
MAX_CHAIN = 2000  # of one kind of connective in one query; data of updates may hold more

_TOKEN = re.compile(
    r"""
    (?P<space>[ \t\r\n]+|\#[^\r\n]*)
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*(?:\\[uU][0-9A-Fa-f]+[^<>"{}|^`\\\x00-\x20]*)*>)
  | (?P<string>\"\"\"(?:\"{0,2}(?:[^"\\]|\\.))*+\"\"\"|'''(?:'{0,2}(?:[^'\\]|\\.))*+'''
      |"(?:[^"\\\r\n]|\\.)*+"|'(?:[^'\\\r\n]|\\.)*+')
  | (?P<var>[?$]\w+)
  | (?P<blank>_:[\w·]+(?:[.-]+[\w·]+)*)
  | (?P<lang>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<pname>(?:[^\W\d_](?:[\w·.-]*[\w·-])?)?:(?:(?:[\w:·]|%[0-9A-Fa-f]{2}|\\[_~.!$&'()*+,;=/?\#@%-])
      (?:(?:[\w:·.-]|%[0-9A-Fa-f]{2}|\\[_~.!$&'()*+,;=/?\#@%-])*
         (?:[\w:·-]|%[0-9A-Fa-f]{2}|\\[_~.!$&'()*+,;=/?\#@%-]))?)?)
  | (?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)
  | (?P<word>[^\W\d_]\w*)
  | (?P<mark>\^\^|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_CODEPOINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_FETCH = re.compile(r"service|load", re.IGNORECASE)
# `?a<?b)SERVICE#>` is an IRI by its characters and a comparison by its place.
_AMBIGUOUS_IRI = re.compile(r"[)?$][^>]*?(?:service|load)", re.IGNORECASE)

_QUERIES = {"SELECT": "select", "ASK": "ask", "CONSTRUCT": "construct", "DESCRIBE": "describe"}
_UPDATES = frozenset(["INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"])
_CHANCE = frozenset(["NOW", "RAND", "UUID", "STRUUID", "BNODE"])


class Token(NamedTuple):
    """One token that is not white space."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Call:
    """A SERVICE or LOAD: where it points (None: a variable) and where the IRI stands in the text."""

    iri: str | None
    silent: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Scan:
    """What was found."""

    form: str | None  # select, ask, construct, describe, update; None: nothing of the language
    depth: int
    services: tuple[Call, ...] = ()
    loads: tuple[Call, ...] = ()
    hidden: str | None = None  # words that may or may not fetch
    has_dataset: bool = False  # FROM of a query
    has_using: bool = False  # USING or WITH of an update
    chance: bool = False  # the answer may differ each time
    # Where the dataset of the protocol goes: after the template and before WHERE.
    wheres: tuple[tuple[int, int, int], ...] = field(default=())  # (WHERE start, block start, block end)


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a SPARQL text."""
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup or "mark"
        if kind != "space":
            yield Token(kind, found.group(), found.start(), found.end())


@lru_cache(maxsize=512)
def scan(text: str) -> Scan:
    """Return what a SPARQL text asks for.

    Raises:
        UsageError: nested deeper than ``MAX_DEPTH``, or chained longer than ``MAX_CHAIN``.
    """
    plain = _plain(text)
    found = _scan(text)
    if plain != text and not found.hidden:
        # Code point escapes are read before words are: look at what they spell.
        spelled = _scan(plain)
        if len(spelled.services) != len(found.services) or len(spelled.loads) != len(found.loads):
            found = Scan(found.form, found.depth, hidden="\\u")
        elif spelled.hidden:
            found = Scan(found.form, found.depth, hidden=spelled.hidden)
    return found


def _plain(text: str) -> str:
    """Return the text with its code point escapes spelled out, however often they are nested."""
    for _ in range(8):
        if "\\u" not in text and "\\U" not in text:
            break
        spelled = _CODEPOINT.sub(_spell, text)
        if spelled == text:
            break
        text = spelled
    return text


def _spell(found: re.Match[str]) -> str:
    code = int(found.group(1) or found.group(2), 16)
    return chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else "�"


def _scan(text: str) -> Scan:
    form: str | None = None
    prefixes: dict[str, str] = {}
    base = ""
    depth = deepest = 0
    chains: dict[str, int] = {}
    unary = 0
    services: list[Call] = []
    loads: list[Call] = []
    wheres: list[tuple[int, int, int]] = []
    hidden: str | None = None
    has_dataset = has_using = chance = False
    previous: Token | None = None
    pending: tuple[str, bool] | None = None  # SERVICE or LOAD whose target comes next
    declared: str | None = None
    open_where: int | None = None
    block_start = -1

    for token in tokens(text):
        kind, word = token.kind, token.text
        if declared is not None and kind == "iri":
            prefixes[declared] = word[1:-1]
            declared = None
            previous = token
            continue
        if pending is not None:
            if kind == "word" and word.upper() == "SILENT":
                pending = (pending[0], True)
                continue
            target = _target(token, prefixes, base)
            # What cannot be a target is a syntax error, and stays one.
            end = token.end if kind in ("iri", "pname", "var") else token.start
            call = Call(target, pending[1], token.start, end)
            (services if pending[0] == "SERVICE" else loads).append(call)
            pending = None
        unary = unary + 1 if word in ("!", "-", "+", "^") else 0
        if unary > MAX_DEPTH:
            raise _too_deep()
        if kind == "mark":
            if word in "{([":
                if word == "{" and depth == 0 and open_where is not None:
                    block_start = token.start
                depth += 1
                deepest = max(deepest, depth)
                if depth > MAX_DEPTH:
                    raise _too_deep()
            elif word in "})]":
                depth -= 1
                if word == "}" and depth == 0 and open_where is not None and block_start >= 0:
                    wheres.append((open_where, block_start, token.end))
                    open_where, block_start = None, -1
            elif word in "|/&=^" and form != "update":
                _chain(chains, word)
        elif kind == "word":
            upper = word.upper()
            if upper in ("SERVICE", "LOAD"):
                if upper == "SERVICE" or depth == 0:
                    pending = (upper, False)
            elif _FETCH.search(word) and ("service" in word.lower() or depth == 0):
                hidden = hidden or word
            if upper == "BASE" and form is None:
                declared = None
            elif upper in ("UNION", "OPTIONAL", "MINUS", "SELECT", "EXISTS"):
                _chain(chains, upper)
            if form is None and upper in _QUERIES:
                form = _QUERIES[upper]
            elif form is None and upper in _UPDATES:
                form = "update"
            if upper == "FROM" and depth == 0:
                has_dataset = True
            elif upper in ("USING", "WITH") and depth == 0:
                has_using = True
            elif upper == "WHERE" and depth == 0:
                open_where = token.start
            elif upper in _CHANCE:
                chance = True
        elif kind == "pname":
            prefix = word.partition(":")[0]
            if previous is not None and previous.kind == "word" and previous.text.upper() == "PREFIX":
                declared = prefix
            elif "service" in prefix.lower() or (depth == 0 and "load" in prefix.lower()):
                hidden = hidden or word
        elif kind == "iri":
            if previous is not None and previous.kind == "word" and previous.text.upper() == "BASE":
                base = word[1:-1]
            if _AMBIGUOUS_IRI.search(word):
                hidden = hidden or word
        previous = token
    if pending is not None:
        hidden = hidden or pending[0]
    return Scan(
        form, deepest, tuple(services), tuple(loads), hidden, has_dataset, has_using, chance, tuple(wheres)
    )


def _target(token: Token, prefixes: dict[str, str], base: str) -> str | None:
    """Return the IRI that a token after SERVICE or LOAD names; None where only a run would tell."""
    if token.kind == "iri":
        iri = _plain(token.text[1:-1])
        if base and ":" not in iri.partition("/")[0]:
            from urllib.parse import urljoin

            return urljoin(base, iri)
        return iri
    if token.kind == "pname":
        prefix, _, local = token.text.partition(":")
        if prefix in prefixes:
            return prefixes[prefix] + re.sub(r"\\(.)", r"\1", local)
    return None


def _chain(chains: dict[str, int], word: str) -> None:
    chains[word] = chains.get(word, 0) + 1
    if chains[word] > MAX_CHAIN:
        raise _too_deep()


def _too_deep() -> UsageError:
    return UsageError(
        f"查询嵌套超过 {MAX_DEPTH} 层或连接过长：请写得更平些。",
        f"The query nests deeper than {MAX_DEPTH} or chains too long: write it flatter.",
    )


NOWHERE = "<http://127.0.0.1:1/>"  # the engine refuses this port by itself


def defused(text: str, calls: Iterable[Call]) -> str:
    """Return the text with these calls pointing nowhere."""
    pieces, at = [], 0
    for call in sorted(calls, key=lambda c: c.start):
        if call.end > call.start:
            pieces += [text[at : call.start], NOWHERE]
            at = call.end
    return "".join([*pieces, text[at:]])


def with_dataset(text: str, default: tuple[str, ...], named: tuple[str, ...]) -> str:
    """Return an update whose WHERE clauses read the graphs that the protocol names.

    Raises:
        UsageError: the text names its own, which the protocol forbids.
    """
    found = scan(text)
    if found.has_using:
        raise UsageError(
            "更新语句已含 USING 或 WITH，不能再用 using-graph-uri 参数。",
            "The update has USING or WITH of its own; leave out the using-graph-uri parameters.",
        )
    clause = " ".join([*(f"USING <{g}>" for g in default), *(f"USING NAMED <{g}>" for g in named)])
    pieces: list[str] = []
    at = 0
    for where, start, end in found.wheres:
        before = text[at:where]
        pieces.append(before)
        if before.rstrip().upper().endswith("DELETE"):
            # DELETE WHERE {…} takes no USING: its long form does.
            pieces.append(f"{text[start:end]} ")
        pieces.append(f"{clause} {text[where:end]}")
        at = end
    pieces.append(text[at:])
    return "".join(pieces)
