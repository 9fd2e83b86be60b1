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
    tokens = list(_tokens(text))
    selects: list[_Select] = []
    closed: list[_Select] = []
    traps: dict[str, str] = {}
    forms: list[str] = []
    ordered = False
    braces = 0
    optional: list[int] = []  # depths at which an OPTIONAL group began
    maybe: set[str] = set()
    surely: set[str] = set()
    at = 0
    while at < len(tokens):
        kind, word = tokens[at]
        upper = word.upper()
        if kind == "word" and upper in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"):
            forms.append(upper)
        if kind == "word" and upper == "SELECT":
            began = at + 1
            projection, star, at = _projection(tokens, began)
            for place in range(began, at):
                if tokens[place][1].upper() == "AS":
                    traps.setdefault(tokens[place + 1][1][1:], "AS")
            selects.append(_Select(braces, projection, star, set()))
            continue
        if kind == "word" and upper == "ORDER" and braces == 0:
            ordered = True
        if word == "{" and kind == "mark":
            if at and tokens[at - 1][1].upper() == "OPTIONAL":
                optional.append(braces)
            braces += 1
        elif word == "}" and kind == "mark":
            braces -= 1
            if optional and optional[-1] == braces:
                optional.pop()
            while len(selects) > 1 and selects[-1].depth > braces:
                inner = selects.pop()
                closed.append(inner)
                selects[-1].used |= set(inner.projection)
        elif kind == "variable" and selects:
            selects[-1].used.add(word[1:])
            if braces:
                (maybe if optional else surely).add(word[1:])
        if kind == "word" and upper == "BOUND" and at + 2 < len(tokens):
            traps[tokens[at + 2][1][1:]] = "BOUND"
        if kind == "word" and upper == "AS" and at + 1 < len(tokens) and tokens[at + 1][0] == "variable":
            traps.setdefault(tokens[at + 1][1][1:], "AS")
        at += 1
    for inner in closed:
        if not inner.star:
            for name in inner.used - set(inner.projection):
                traps.setdefault(name, "sub-SELECT")
    for name in maybe - surely:
        traps.setdefault(name, "OPTIONAL")
    outer = tuple(selects[0].projection) if selects else ()
    return Structure(outer, traps, ordered, tuple(forms))


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
