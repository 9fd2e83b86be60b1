"""What a SPARQL text would make the engine do, found before the engine sees it.

    scan(text) -> Scan      kind of request, depth, SERVICE and LOAD, FROM, USING, chance

No parser: the words of the language, told apart from strings, IRIs, comments and names. The
engine reads without word boundaries (``SERVICE:x{…}`` calls a service), so everything that might
be such a call counts as one; ``Scan.hidden`` names what cannot be told apart for certain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
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
    found = _Reading().scan(text)
    if plain != text and not found.hidden:
        # Code point escapes are read before words are: look at what they spell.
        spelled = _Reading().scan(plain)
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


class _Reading:
    """What has been read of a text so far: one step a kind of token, one or more a word (``_WORDS``)."""

    def __init__(self) -> None:
        self.form: str | None = None
        self.depth = self.deepest = 0
        self.services: list[Call] = []
        self.loads: list[Call] = []
        self.wheres: list[tuple[int, int, int]] = []
        self.hidden: str | None = None
        self.has_dataset = self.has_using = self.chance = False
        self._prefixes: dict[str, str] = {}
        self._base = ""
        self._chains: dict[str, int] = {}
        self._unary = 0
        self._previous: Token | None = None
        self._pending: tuple[str, bool] | None = None  # SERVICE or LOAD whose target comes next
        self._declared: str | None = None  # a prefix whose IRI comes next
        self._open_where: int | None = None
        self._block_start = -1

    def scan(self, text: str) -> Scan:
        """Read a whole text."""
        for token in tokens(text):
            if self._pending is not None and token.kind == "word" and token.text.upper() == "SILENT":
                self._pending = (self._pending[0], True)
                continue
            if self._declared is not None and token.kind == "iri":
                self._prefixes[self._declared], self._declared = token.text[1:-1], None
            else:
                self._step(token)
            self._previous = token
        if self._pending is not None:
            self._hide(self._pending[0])
        return Scan(
            self.form,
            self.deepest,
            tuple(self.services),
            tuple(self.loads),
            self.hidden,
            self.has_dataset,
            self.has_using,
            self.chance,
            tuple(self.wheres),
        )

    def _step(self, token: Token) -> None:
        if self._pending is not None:
            self._call(token)
        self._unary = self._unary + 1 if token.text in ("!", "-", "+", "^") else 0
        if self._unary > MAX_DEPTH:
            raise _too_deep()
        if step := _KINDS.get(token.kind):
            step(self, token)

    def _call(self, token: Token) -> None:
        """Take the target of SERVICE or LOAD; what cannot be one is a syntax error, and stays one."""
        assert self._pending is not None
        (word, silent), self._pending = self._pending, None
        end = token.end if token.kind in ("iri", "pname", "var") else token.start
        call = Call(_target(token, self._prefixes, self._base), silent, token.start, end)
        (self.services if word == "SERVICE" else self.loads).append(call)

    def _hide(self, word: str) -> None:
        self.hidden = self.hidden or word

    def _follows(self, word: str) -> bool:
        before = self._previous
        return before is not None and before.kind == "word" and before.text.upper() == word

    # --- kinds of tokens ------------------------------------------------------------------------

    def mark(self, token: Token) -> None:
        """Count brackets, and what chains without them."""
        if token.text in "{([":
            if token.text == "{" and self.depth == 0 and self._open_where is not None:
                self._block_start = token.start
            self.depth += 1
            self.deepest = max(self.deepest, self.depth)
            if self.depth > MAX_DEPTH:
                raise _too_deep()
        elif token.text in "})]":
            self.depth -= 1
            self._close_where(token)
        elif token.text in "|/&=^" and self.form != "update":
            self._chain(token.text)

    def _close_where(self, token: Token) -> None:
        if token.text == "}" and self.depth == 0 and self._open_where is not None and self._block_start >= 0:
            self.wheres.append((self._open_where, self._block_start, token.end))
            self._open_where, self._block_start = None, -1

    def word(self, token: Token) -> None:
        """Take each of the steps that a word of the language has."""
        upper = token.text.upper()
        glued = upper not in ("SERVICE", "LOAD") and _FETCH.search(token.text) is not None
        if glued and ("SERVICE" in upper or self.depth == 0):
            self._hide(token.text)
        for step in _WORDS.get(upper, ()):
            step(self, token)

    def pname(self, token: Token) -> None:
        """Take the prefix that is declared, or see whether a name may be read as a call."""
        prefix = token.text.partition(":")[0]
        if self._follows("PREFIX"):
            self._declared = prefix
        elif "service" in prefix.lower() or (self.depth == 0 and "load" in prefix.lower()):
            self._hide(token.text)

    def iri(self, token: Token) -> None:
        """Take the base, or see whether an IRI may be read as something else."""
        if self._follows("BASE"):
            self._base = token.text[1:-1]
        if _AMBIGUOUS_IRI.search(token.text):
            self._hide(token.text)

    # --- words ----------------------------------------------------------------------------------

    def fetching(self, token: Token) -> None:
        """SERVICE anywhere, LOAD as a step of an update."""
        upper = token.text.upper()
        if upper == "SERVICE" or self.depth == 0:
            self._pending = (upper, False)

    def forming(self, token: Token) -> None:
        """The first word that says what the text asks for."""
        if self.form is None:
            self.form = _QUERIES.get(token.text.upper(), "update")

    def rebasing(self, _: Token) -> None:
        """BASE in the prologue: no prefix waits for its IRI any more."""
        if self.form is None:
            self._declared = None

    def chaining(self, token: Token) -> None:
        """Words that make the engine go deeper the more of them there are."""
        self._chain(token.text.upper())

    def reading_from(self, _: Token) -> None:
        """FROM of a query."""
        self.has_dataset = self.has_dataset or self.depth == 0

    def using(self, _: Token) -> None:
        """USING or WITH of an update."""
        self.has_using = self.has_using or self.depth == 0

    def opening_where(self, token: Token) -> None:
        """WHERE of an update's step."""
        if self.depth == 0:
            self._open_where = token.start

    def chancing(self, _: Token) -> None:
        """A function whose answer differs each time."""
        self.chance = True

    def _chain(self, word: str) -> None:
        self._chains[word] = self._chains.get(word, 0) + 1
        if self._chains[word] > MAX_CHAIN:
            raise _too_deep()


_Step = Callable[[_Reading, Token], None]
_KINDS: Mapping[str, _Step] = {
    "mark": _Reading.mark,
    "word": _Reading.word,
    "pname": _Reading.pname,
    "iri": _Reading.iri,
}
_STEPS: Mapping[_Step, Iterable[str]] = {
    _Reading.fetching: ("SERVICE", "LOAD"),
    _Reading.rebasing: ("BASE",),
    _Reading.chaining: ("UNION", "OPTIONAL", "MINUS", "SELECT", "EXISTS"),
    _Reading.forming: (*_QUERIES, *_UPDATES),
    _Reading.reading_from: ("FROM",),
    _Reading.using: ("USING", "WITH"),
    _Reading.opening_where: ("WHERE",),
    _Reading.chancing: _CHANCE,
}
_WORDS: Mapping[str, tuple[_Step, ...]] = {
    word: tuple(step for step, words in _STEPS.items() if word in words)
    for word in sorted({word for words in _STEPS.values() for word in words})
}


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
