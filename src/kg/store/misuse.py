"""Mistakes in texts that have the form of SPARQL: names that nobody declared, columns not grouped.

    misuse(text) -> Fault or None      the first one

Each is what engines refuse as syntax although no grammar shows it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from kg.meant import did_you_mean
from kg.store.grammar import AGGREGATES
from kg.store.lexer import Token, tokens
from kg.vocab import PREFIXES


class Fault(NamedTuple):
    """A mistake: where it stands, and what is said after the word, without a full stop."""

    start: int
    end: int
    zh: str
    en: str


_ESCAPE = re.compile(r"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[tbnrf\"'\\])|(\\.)", re.DOTALL)
# How many arguments a function takes, where it is a fixed number or a range.
_ARITY = {
    name: (int(few), int(many))
    for few, many, names in (
        ("0", "0", "NOW RAND UUID STRUUID"),
        ("0", "1", "BNODE"),
        ("1", "1", "ABS BOUND CEIL DATATYPE DAY ENCODE_FOR_URI FLOOR HOURS IRI ISBLANK ISIRI ISLITERAL "
                   "ISNUMERIC ISURI LANG LCASE MD5 MINUTES MONTH ROUND SECONDS SHA1 SHA256 SHA384 SHA512 "
                   "STR STRLEN TIMEZONE TZ UCASE URI YEAR"),
        ("2", "2", "CONTAINS LANGMATCHES SAMETERM STRAFTER STRBEFORE STRDT STRENDS STRLANG STRSTARTS"),
        ("2", "3", "REGEX SUBSTR"),
        ("3", "3", "IF"),
        ("3", "4", "REPLACE"),
    )
    for name in names.split()
}  # fmt: skip
_CLAUSES = frozenset(["GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"])


def misuse(text: str) -> Fault | None:
    """Return the first mistake of these kinds."""
    read = list(tokens(text))
    found = [fault for check in _CHECKS for fault in check(read)]
    return min(found, default=None)


def _prefixes(read: list[Token]) -> Iterator[Fault]:
    declared = set(PREFIXES) | {
        token.text.partition(":")[0]
        for before, token in itertools.pairwise(read)
        if token.kind == "pname" and before.text.upper() == "PREFIX"
    }
    for token in read:
        prefix = token.text.partition(":")[0]
        if token.kind == "pname" and prefix not in declared:
            begin = f"PREFIX {prefix}: <…>"
            meant = did_you_mean(prefix, declared, end=":") if prefix else None
            zh, en = meant or (f"请在开头写 {begin}", f"begin with {begin}")
            yield Fault(
                token.start,
                token.end,
                f"前缀 {prefix}: 没有声明，{zh}",
                f"the prefix {prefix}: is not declared; {en}",
            )
            return


def _escapes(read: list[Token]) -> Iterator[Fault]:
    for token in read:
        if token.kind == "string" and "\\" in token.text:
            for found in _ESCAPE.finditer(token.text):
                if found[1]:
                    at = token.start + found.start(1)
                    yield Fault(
                        at, at + len(found[1]),
                        "引号里的反斜线要写成两个 \\\\", "a backslash in quotes is written twice: \\\\",
                    )  # fmt: skip


def _arities(read: list[Token]) -> Iterator[Fault]:
    for at, token in enumerate(read[:-1]):
        name = token.text.upper()
        if token.kind != "word" or name not in _ARITY or read[at + 1].text != "(":
            continue
        depth, commas, anything = 0, 0, False
        for each in read[at + 1 :]:
            depth += (each.text in ("(", "{", "[")) - (each.text in (")", "}", "]"))
            if depth == 0:
                break
            commas += each.text == "," and depth == 1
            anything |= each is not read[at + 1]
        else:
            return
        count = commas + 1 if anything else 0
        few, many = _ARITY[name]
        if not few <= count <= many:
            wanted = str(few) if few == many else f"{few}–{many}"
            yield Fault(
                token.start, token.end,
                f"{name} 应有 {wanted} 个参数，这里有 {count} 个",
                f"{name} takes {wanted} arguments, not {count}",
            )  # fmt: skip


def _grouping(read: list[Token]) -> Iterator[Fault]:
    """Find columns that are neither computed nor grouped, where something is."""
    for at, token in enumerate(read):
        if token.kind != "word" or token.text.upper() != "SELECT":
            continue
        columns, star, computed, aggregated, end = _columns(read, at + 1)
        grouped, is_grouped = _group_by(read, end)
        if not is_grouped and not aggregated:
            continue
        if star is not None:
            yield Fault(
                star.start, star.end,
                "用了 GROUP BY 或聚合，SELECT 后要写明各列", "with GROUP BY the columns are named, not *",
            )  # fmt: skip
        for column in columns:
            name = column.text[1:]
            if name not in grouped:
                yield Fault(
                    column.start, column.end,
                    f"这一列没有聚合，也没有写在 GROUP BY 里：请加 GROUP BY ?{name}",
                    f"it is neither aggregated nor in GROUP BY: add GROUP BY ?{name}",
                )  # fmt: skip
        for column in computed:
            if column.text[1:] in {c.text[1:] for c in columns}:
                yield _used(column)


def _columns(read: list[Token], at: int) -> tuple[list[Token], Token | None, list[Token], bool, int]:
    """Read what SELECT picks: plain columns, the star, names of computed ones, whether it aggregates."""
    columns: list[Token] = []
    computed: list[Token] = []
    star: Token | None = None
    aggregated, depth = False, 0
    while at < len(read):
        token = read[at]
        word = token.text.upper()
        if depth == 0 and (token.text == "{" or word in ("WHERE", "FROM")):
            break
        depth += (token.text == "(") - (token.text == ")")
        if token.kind == "var" and depth == 0:
            columns.append(token)
        elif token.kind == "var" and depth == 1 and read[at - 1].text.upper() == "AS":
            computed.append(token)
        elif token.text == "*" and depth == 0:
            star = token
        elif token.kind == "word" and word in AGGREGATES:
            aggregated = True
        at += 1
    return columns, star, computed, aggregated, at


def _group_by(read: list[Token], at: int) -> tuple[set[str], bool]:
    """Return the variables of the GROUP BY behind the group that follows, and whether there is one."""
    depth, opened = 0, False
    while at < len(read) and not (opened and depth == 0):
        depth += (read[at].text == "{") - (read[at].text == "}")
        opened |= read[at].text == "{"
        at += 1
    if at >= len(read) or read[at].text.upper() != "GROUP":
        return set(), False
    names = set()
    at += 1
    while at < len(read) and read[at].text.upper() not in _CLAUSES and read[at].text not in "{}":
        if read[at].kind == "var":
            names.add(read[at].text[1:])
        at += 1
    return names, True


def _aggregates(read: list[Token]) -> Iterator[Fault]:
    """Find aggregates inside a group's own conditions."""
    for at, token in enumerate(read[:-1]):
        if token.kind == "word" and token.text.upper() in ("FILTER", "BIND") and read[at + 1].text == "(":
            depth = 0
            for each in read[at + 1 :]:
                depth += (each.text == "(") - (each.text == ")")
                if depth == 0 or each.text == "{":
                    break
                if each.kind == "word" and each.text.upper() in AGGREGATES:
                    yield Fault(
                        each.start, each.end,
                        "聚合用在 SELECT、HAVING、ORDER BY 中，不能用在 FILTER、BIND 中",
                        "aggregates stand in SELECT, HAVING and ORDER BY, not in FILTER or BIND",
                    )  # fmt: skip


def _values(read: list[Token]) -> Iterator[Fault]:
    """Find rows of VALUES with more or fewer values than variables."""
    for at, token in enumerate(read[:-1]):
        if token.text.upper() != "VALUES" or read[at + 1].text != "(":
            continue
        names, at = _bracketed(read, at + 1)
        at += 1  # the opening brace
        while at < len(read) and read[at].text == "(":
            start = read[at]
            row, at = _bracketed(read, at)
            count = sum(each.kind in ("iri", "pname", "string", "number", "word") for each in row)
            # A datatype behind ^^ is part of its value.
            count -= sum(each.text == "^^" for each in row)
            if count != len(names):
                yield Fault(
                    start.start, start.end,
                    f"这一行有 {count} 个值，VALUES 有 {len(names)} 个变量",
                    f"the row has {count} values for {len(names)} variables",
                )  # fmt: skip


def _bracketed(read: list[Token], at: int) -> tuple[list[Token], int]:
    end = at + 1
    while end < len(read) and read[end].text != ")":
        end += 1
    return read[at + 1 : end], end + 1


def _data(read: list[Token]) -> Iterator[Fault]:
    """Find variables in data, and blank nodes in what is deleted."""
    for at, token in enumerate(read):
        word = token.text.upper()
        if token.kind != "word" or word not in ("INSERT", "DELETE") or at + 1 == len(read):
            continue
        is_data = read[at + 1].text.upper() == "DATA"
        depth = 0
        for each in read[at + 1 :]:
            depth += (each.text == "{") - (each.text == "}")
            if depth == 0 and each.text == "}":
                break
            if is_data and each.kind == "var":
                yield Fault(
                    each.start, each.end, f"{word} DATA 里不能有变量", f"{word} DATA takes no variables"
                )
            elif word == "DELETE" and (each.kind == "blank" or each.text == "["):
                yield Fault(each.start, each.end, "DELETE 里不能有空结点", "DELETE takes no blank nodes")


def _names(read: list[Token]) -> Iterator[Fault]:
    """Find names given by AS that are in use before."""
    seen: set[str] = set()
    for at, token in enumerate(read):
        if token.kind == "var":
            if at and read[at - 1].text.upper() == "AS" and token.text[1:] in seen:
                yield _used(token)
            seen.add(token.text[1:])


def _used(token: Token) -> Fault:
    return Fault(
        token.start,
        token.end,
        "AS 后面的名称已经用过，请换一个",
        "this name is in use already; choose another one behind AS",
    )


def _relative(read: list[Token]) -> Iterator[Fault]:
    """Find addresses that need a base where none is declared."""
    if any(token.text.upper() == "BASE" for token in read):
        return
    for token in read:
        if token.kind == "iri" and not re.match(r"<[A-Za-z][A-Za-z0-9+.-]*:", token.text):
            yield Fault(
                token.start,
                token.end,
                "网址不完整，要从 http:// 等写起",
                "the IRI is not whole: it needs its scheme",
            )


_CHECKS: tuple[Callable[[list[Token]], Iterator[Fault]], ...] = (
    _prefixes, _escapes, _arities, _grouping, _aggregates, _values, _data,
)  # fmt: skip
_UNSURE: tuple[Callable[[list[Token]], Iterator[Fault]], ...] = (_names, _relative)


def doubtful(text: str) -> Fault | None:
    """Return what may be the mistake, where none is certain."""
    read = list(tokens(text))
    return min((fault for check in _UNSURE for fault in check(read)), default=None)
