"""What a query's text projects and where it uses its variables, read by a lexer alone.

A value given to ``substitutions=`` binds a variable in the outer SELECT; a sub-SELECT that does
not project the variable ignores the value in silence, and ``BOUND(?v)`` is folded to false before
the value is known (pyoxigraph 0.5.13), and a variable that stands in OPTIONAL alone filters nothing.
A query with any of these would answer another question than the one asked: the loader refuses it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""(?P<skip>\s+|\#[^\n]*)
      | (?P<string>\"{3}(?:\\.|[^\\])*?\"{3}|'{3}(?:\\.|[^\\])*?'{3}|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')
      | (?P<iri><[^<>"{}|^`\\\s]*>)
      | (?P<variable>[?$]\w+)
      | (?P<word>[A-Za-z][\w-]*(?::[\w.%-]*)?|:[\w.%-]*)
      | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Structure:
    """The outer projection, in order, and why each variable may not serve as a parameter."""

    projection: tuple[str, ...]
    traps: dict[str, str]
    ordered: bool
    forms: tuple[str, ...]  # query forms met, outermost first
    names: tuple[str, ...] = ()  # prefixed names, in their order


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    for match in _TOKEN.finditer(text):
        if match.lastgroup and match.lastgroup != "skip":
            yield match.lastgroup, match.group()


@dataclass(slots=True)
class _Select:
    depth: int
    projection: list[str]
    star: bool
    used: set[str]


def read(text: str) -> Structure:
    """Read the structure of ``text``, a SELECT query."""
    walk = _Walk(list(_tokens(text)))
    walk.run()
    return walk.structure()


class _Walk:
    """One pass over the tokens of a query: its SELECTs, the groups it is in, and what traps a value."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self.selects: list[_Select] = []  # those that are open, outermost first
        self.closed: list[_Select] = []
        self.traps: dict[str, str] = {}
        self.forms: list[str] = []
        self.ordered = False
        self.braces = 0
        self.optional: list[int] = []  # depths at which an OPTIONAL group began
        self.maybe: set[str] = set()
        self.surely: set[str] = set()

    def run(self) -> None:
        """Read all tokens."""
        at = 0
        while at < len(self.tokens):
            kind, word = self.tokens[at]
            if kind == "word":
                at = self._word(at, word.upper())
                continue
            if kind == "mark":
                self._mark(at, word)
            elif kind == "variable" and self.selects:
                self._variable(word[1:])
            at += 1

    def _word(self, at: int, word: str) -> int:
        """Read a keyword; return where the walk goes on."""
        if word in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"):
            self.forms.append(word)
        if word == "SELECT":
            projection, star, end = _projection(self.tokens, at + 1)
            for place in range(at + 1, end):
                self._renamed(place)
            self.selects.append(_Select(self.braces, projection, star, set()))
            return end
        if word == "ORDER" and self.braces == 0:
            self.ordered = True
        if word == "BOUND" and at + 2 < len(self.tokens):
            self.traps[self.tokens[at + 2][1][1:]] = "BOUND"
        self._renamed(at)
        return at + 1

    def _renamed(self, at: int) -> None:
        """Note the variable behind AS, which a value cannot bind."""
        following = self.tokens[at + 1] if at + 1 < len(self.tokens) else ("", "")
        if self.tokens[at][1].upper() == "AS" and following[0] == "variable":
            self.traps.setdefault(following[1][1:], "AS")

    def _mark(self, at: int, mark: str) -> None:
        """Keep count of groups; a sub-SELECT ends with its own."""
        if mark == "{":
            if at and self.tokens[at - 1][1].upper() == "OPTIONAL":
                self.optional.append(self.braces)
            self.braces += 1
        elif mark == "}":
            self.braces -= 1
            if self.optional and self.optional[-1] == self.braces:
                self.optional.pop()
            while len(self.selects) > 1 and self.selects[-1].depth > self.braces:
                inner = self.selects.pop()
                self.closed.append(inner)
                self.selects[-1].used |= set(inner.projection)

    def _variable(self, name: str) -> None:
        self.selects[-1].used.add(name)
        if self.braces:
            (self.maybe if self.optional else self.surely).add(name)

    def structure(self) -> Structure:
        """Return what was read."""
        for inner in self.closed:
            if not inner.star:
                for name in inner.used - set(inner.projection):
                    self.traps.setdefault(name, "sub-SELECT")
        for name in self.maybe - self.surely:
            self.traps.setdefault(name, "OPTIONAL")
        outer = tuple(self.selects[0].projection) if self.selects else ()
        names = (word for kind, word in self.tokens if kind == "word" and ":" in word)
        return Structure(outer, self.traps, self.ordered, tuple(self.forms), tuple(dict.fromkeys(names)))


def _projection(tokens: list[tuple[str, str]], at: int) -> tuple[list[str], bool, int]:
    """Read what stands between SELECT and its group: names, whether ``*``, where it ends."""
    names: list[str] = []
    star = False
    depth = 0
    while at < len(tokens):
        kind, word = tokens[at]
        if kind == "mark" and word in "()":
            depth += 1 if word == "(" else -1
        elif depth == 0 and (word == "{" or (kind == "word" and word.upper() in ("WHERE", "FROM"))):
            break
        elif depth == 0 and kind == "mark" and word == "*":
            star = True
        elif kind == "variable" and (
            depth == 0 or (tokens[at - 1][1].upper() == "AS" and tokens[at + 1][1] == ")" and depth == 1)
        ):
            names.append(word[1:])
        at += 1
    return names, star, at
