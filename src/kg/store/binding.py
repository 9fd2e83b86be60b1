"""Values put where a query's variables stand: as terms, token by token, never as text.

    bound("SELECT ?n ?t { ?t kg:inNotice ?n }", {"n": "<https://…/n1>"})
        SELECT (<https://…/n1> AS ?n) ?t { ?t kg:inNotice <https://…/n1> }

A value is checked to be exactly one RDF term before it comes near a query. Engines plan by what
stands in a pattern: a value that is joined to it afterwards, by VALUES or the engine's own
substitution, is found only when everything else was, with a thousand notices some seconds later
(FILTER and sub-SELECT even ignore it). So the term itself stands in the pattern, in sub-SELECTs
too, and the answer's column is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from kg.errors import UsageError
from kg.store.lexer import Token, tokens
from kg.store.terms import is_iri

_BODY = ("WHERE", "FROM", "{")
_AFTER = ("}", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES")  # what ends GROUP BY or ORDER BY


@dataclass(slots=True)
class _Select:
    """Where the parts of one SELECT stand, as indexes of tokens."""

    depth: int  # of braces around it
    end: int = -1  # the brace that closes its pattern
    clause: list[int] = field(default_factory=list)  # the plain variables of its clause
    keys: list[int] = field(default_factory=list)  # the plain variables that it groups by
    has_other_keys: bool = False


@dataclass(slots=True)
class _Layout:
    """A query's tokens, and those whose variables are not simply replaced."""

    tokens: list[Token]
    selects: list[_Select] = field(default_factory=list)
    ordered: set[int] = field(default_factory=set)  # the plain variables of ORDER BY


def bound(text: str, values: Mapping[str, str]) -> str:
    """Return the query with variables replaced by terms.

    Args:
        text: a query.
        values: by the variable's name the N-Triples text of one term.

    Raises:
        UsageError: a value is no term, or its variable is one that the query itself gives a value.
    """
    for name, value in values.items():
        if not name.isidentifier():
            raise UsageError(f"{name!r} 不是变量名。", f"{name!r} is no name of a variable.")
        check_term(value)
    layout = _layout(text)
    new = dict(_patterns(layout, values))  # index of a token → what stands there instead
    for number, select in enumerate(layout.selects):
        new.update(_columns(layout.tokens, select, values, str(number) if number else ""))
    pieces, at = [], 0
    for index in sorted(new):
        token = layout.tokens[index]
        pieces += [text[at : token.start], new[index]]
        at = token.end
    return "".join([*pieces, text[at:]])


def check_term(text: str) -> None:
    """Refuse a text that is not exactly one RDF term in N-Triples."""
    from kg.store.evaluation import to_engine

    to_engine(text)
    if text.startswith("<") and not is_iri(text[1:-1]):
        raise UsageError(f"{text!r} 不是 IRI。", f"{text!r} is no IRI.")


def _patterns(layout: _Layout, values: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    """Yield what stands for variables wherever a term may stand."""
    found = layout.tokens
    for index, token in enumerate(found):
        name = _name(token)
        if name not in values:
            continue
        before = found[index - 1].text.upper() if index else ""
        if before == "AS" or _is_given_values(found, index):
            raise UsageError(
                f"查询自己给变量 ?{name} 赋值，不能再绑定。",
                f"The query gives ?{name} a value of its own; it cannot be bound.",
            )
        if before == "(" and index > 1 and found[index - 2].text.upper() == "BOUND":
            yield index - 2, ""
            yield index, "true"
        else:
            yield index, f"({values[name]})" if index in layout.ordered else values[name]


def _columns(
    found: list[Token], select: _Select, values: Mapping[str, str], suffix: str
) -> Iterator[tuple[int, str]]:
    """Yield what keeps a value among the columns of its SELECT, under another name in an inner one.

    A value is no key to group by. Where there is no other, the pattern gives it to a variable:
    without a key there would be one group even where nothing is found.
    """
    bound_keys = [at for at in select.keys if _name(found[at]) in values]
    only = not select.has_other_keys and len(bound_keys) == len(select.keys)
    given = {_name(found[at]): f"?{_name(found[at])}{suffix}" for at in bound_keys} if only else {}
    for at in bound_keys:
        yield at, given.get(_name(found[at]), "")
    if given:
        binds = "".join(f"BIND({values[name]} AS {variable}) " for name, variable in given.items())
        yield select.end, binds + "}"
    for at in select.clause:
        if (name := _name(found[at])) in values:
            yield at, given.get(name, f"({values[name]} AS ?{name}{suffix})")


def _name(token: Token) -> str:
    return token.text[1:] if token.kind == "var" else ""


def _is_given_values(found: list[Token], index: int) -> bool:
    """Say whether a variable stands right behind VALUES, alone or in brackets."""
    at = index - 1
    while at >= 0 and (found[at].kind == "var" or found[at].text == "("):
        at -= 1
    return at >= 0 and found[at].text.upper() == "VALUES"


@lru_cache(maxsize=512)
def _layout(text: str) -> _Layout:
    """Find the clause of every SELECT, and what groups or orders it."""
    found = list(tokens(text))
    layout = _Layout(found)
    open_selects: list[_Select] = []
    depth = at = 0
    while at < len(found):
        word = _word(found[at])
        if word == "SELECT":
            select = _Select(depth)
            layout.selects.append(select)
            open_selects.append(select)
            at = _plain(found, at + 1, _BODY, select.clause)[0]
            continue
        if word == "}":
            depth -= 1
            if open_selects and open_selects[-1].depth == depth and open_selects[-1].end < 0:
                open_selects[-1].end = at
            while len(open_selects) > 1 and open_selects[-1].depth > depth:
                open_selects.pop()
        depth += word == "{"
        at += 1
        if word in ("GROUP", "ORDER") and at < len(found) and _word(found[at]) == "BY":
            plain: list[int] = []
            at, others = _plain(found, at + 1, _AFTER, plain)
            if word == "ORDER":
                layout.ordered.update(plain)
            elif open_selects:
                open_selects[-1].keys, open_selects[-1].has_other_keys = plain, others
    return layout


def _plain(found: list[Token], at: int, ends: tuple[str, ...], plain: list[int]) -> tuple[int, bool]:
    """Collect variables outside of brackets up to a word; return its place, and whether more is said."""
    depth, others = 0, False
    while at < len(found) and (depth or _word(found[at]) not in ends):
        token = found[at]
        depth += (token.text == "(") - (token.text == ")")
        if not depth and token.kind == "var":
            plain.append(at)
        elif token.kind != "word":
            others = True
        at += 1
    return at, others


def _word(token: Token) -> str:
    return token.text.upper() if token.kind == "word" else token.text
