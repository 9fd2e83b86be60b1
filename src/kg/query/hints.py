"""Why a query that is right finds nothing: the usual slips of those who know the words, not the terms.

    hints(text) -> Hint, Hint, ...

Literals match as terms: ``"县财政局"`` is not ``"县财政局"@zh``, the integer ``113`` no decimal. What a
property holds is read from the ontology and the shapes; a test compares it with what is emitted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple

from kg import resources, vocab
from kg.meant import did_you_mean
from kg.store.base import XSD
from kg.store.lexer import Token, tokens
from kg.vocab import expand

MAX_HINTS = 3
MAX_TEXT = 32 * 2**10
_ZH = "zh"
# Of other vocabularies, as our graphs use them.
_OTHERS = {
    "rdfs:label": _ZH, "rdfs:comment": _ZH, "skos:prefLabel": _ZH, "skos:altLabel": _ZH,
    "skos:hiddenLabel": _ZH, "skos:definition": _ZH, "foaf:name": _ZH, "dcterms:title": _ZH,
    "dcterms:identifier": "string", "oa:exact": "string", "oa:start": "integer", "oa:end": "integer",
}  # fmt: skip
_MIXED = ("kg:since", "kg:until")  # years and months
_COMPARED = ("=", "!=", "<", ">", "<=", ">=")
_FULL_WIDTH = re.compile("[，。；：？！（）“”]")
_YEAR, _DATE = re.compile(r"\d{4}"), re.compile(r"\d{4}-\d\d-\d\d")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


class Hint(NamedTuple):
    """One sentence in two languages."""

    zh: str
    en: str


@dataclass(slots=True)
class _Literal:
    """A literal of the text: as written, its words, and its language or datatype."""

    written: str
    words: str
    kind: str  # zh, en, …; string, integer, decimal, gYear …


@dataclass(slots=True)
class _Uses:
    """What a text does with its terms."""

    properties: dict[str, str] = field(default_factory=dict)  # variable → the property that binds it
    objects: list[tuple[str, _Literal]] = field(default_factory=list)  # property, literal
    compared: list[tuple[str, str, _Literal]] = field(default_factory=list)  # variable, sign, literal


@lru_cache(maxsize=256)
def hints(text: str) -> tuple[Hint, ...]:
    """Return what may be the reason that a query finds nothing, the likeliest first."""
    if len(text) > MAX_TEXT:
        return ()
    read = list(tokens(text))
    prefixes = dict(vocab.PREFIXES) | _declared(read)
    uses = _uses(read, prefixes)
    found = chain(_unknown(read, prefixes), _full_width(read), _kinds_of(uses))
    return tuple(dict.fromkeys(found))[:MAX_HINTS]


# --- what a property holds ----------------------------------------------------------------------


@cache
def kinds() -> Mapping[str, str]:
    """Return for each property with literals its language or the local name of its datatype."""
    from kg.store.writing import parse_quads

    found: dict[str, str] = {}
    for quad in parse_quads(resources.ontology("kg.ttl").read_bytes(), "text/turtle"):
        if quad.predicate.value == expand("rdfs:range"):
            name = getattr(quad.object, "value", "")
            if name == expand("rdfs:Literal"):
                found[str(quad.subject)[1:-1]] = _ZH
            elif name.startswith(XSD):
                found[str(quad.subject)[1:-1]] = name.removeprefix(XSD)
    paths: dict[str, str] = {}
    types: dict[str, str] = {}
    for path in sorted(resources.ontology("shapes").glob("*.ttl")):
        for quad in parse_quads(path.read_bytes(), "text/turtle"):
            if quad.predicate.value == expand("sh:path"):
                paths[str(quad.subject)] = getattr(quad.object, "value", "")
            elif quad.predicate.value == expand("sh:datatype"):
                types[str(quad.subject)] = getattr(quad.object, "value", "").removeprefix(XSD)
    found |= {paths[shape]: kind for shape, kind in types.items() if shape in paths}
    found |= {expand(name): kind for name, kind in _OTHERS.items()}
    return {name: kind for name, kind in found.items() if name not in map(expand, _MIXED)}


# --- what a text does with its terms ------------------------------------------------------------


def _declared(read: list[Token]) -> dict[str, str]:
    found = {}
    for word, name, iri in zip(read, read[1:], read[2:], strict=False):
        if word.text.upper() == "PREFIX" and name.kind == "pname" and iri.kind == "iri":
            found[name.text.partition(":")[0]] = iri.text[1:-1]
    return found


def _iri(token: Token, prefixes: Mapping[str, str]) -> str | None:
    if token.kind == "iri":
        return token.text[1:-1]
    prefix, colon, local = token.text.partition(":")
    return prefixes[prefix] + local if token.kind == "pname" and colon and prefix in prefixes else None


def _uses(read: list[Token], prefixes: Mapping[str, str]) -> _Uses:
    walk = _Walk(read, prefixes)
    at = 0
    while at < len(read):
        literal, end = _literal(read, at, prefixes)
        if literal is None:
            walk.term(at)
            at += 1
        else:
            walk.literal(at, end, literal)
            at = end
    return walk.uses


class _Walk:
    """One pass over the tokens: which property and which variable the next literal belongs to."""

    def __init__(self, read: list[Token], prefixes: Mapping[str, str]) -> None:
        self.read, self.prefixes = read, prefixes
        self.uses = _Uses()
        self.verb: str | None = None  # the property whose objects come
        self.listed: str | None = None  # the variable whose values come: IN (…), VALUES ?x { … }

    def _iri_before(self, at: int) -> str | None:
        return _iri(self.read[at - 1], self.prefixes) if at else None

    def literal(self, at: int, end: int, literal: _Literal) -> None:
        """Note with what a literal is compared, or of which property it is the object."""
        if self.listed is not None:
            self.uses.compared.append((self.listed, "=", literal))
        elif compared := _comparison(self.read, at, end):
            self.uses.compared.append((*compared, literal))
        elif self.verb is not None and at and (self.read[at - 1].text == "," or self._iri_before(at)):
            self.uses.objects.append((self.verb, literal))

    def term(self, at: int) -> None:
        """Read a token that is no literal."""
        token = self.read[at]
        before = self.read[at - 1].text if at else ""
        if token.kind == "var" and at:
            self._variable(at, token.text[1:], before)
        elif token.text.upper() == "IN" and at:
            variable = self.read[at - 2] if before.upper() == "NOT" else self.read[at - 1]
            self.listed = variable.text[1:] if variable.kind == "var" else None
        elif token.text in (")", "}"):
            self.listed = None
        elif token.kind in ("pname", "iri") and before != "^^":
            self.verb = _iri(token, self.prefixes)
        elif token.text in (";", ".", "{", "("):
            self.verb = None

    def _variable(self, at: int, name: str, before: str) -> None:
        if self.verb is not None and (before == "," or self._iri_before(at) == self.verb):
            self.uses.properties.setdefault(name, self.verb)
        elif before.upper() == "VALUES":
            self.listed = name


def _literal(read: list[Token], at: int, prefixes: Mapping[str, str]) -> tuple[_Literal | None, int]:
    """Return the literal that begins here, and where it ends."""
    token = read[at]
    if token.kind == "number":
        kind = "double" if "e" in token.text.lower() else "decimal" if "." in token.text else "integer"
        return _Literal(token.text, token.text, kind), at + 1
    if token.kind != "string":
        return None, at
    words = token.text.strip("\"'")
    after = read[at + 1] if at + 1 < len(read) else None
    if after is not None and after.kind == "lang":
        return _Literal(token.text + after.text, words, after.text[1:].lower()), at + 2
    if after is not None and after.text == "^^" and at + 2 < len(read):
        datatype = _iri(read[at + 2], prefixes) or ""
        return _Literal(token.text, words, datatype.removeprefix(XSD)), at + 3
    return _Literal(token.text, words, "string"), at + 1


def _comparison(read: list[Token], start: int, end: int) -> tuple[str, str] | None:
    """Return the variable that a literal is compared with, and how."""
    sign = read[start - 1].text if start else ""
    at = start - 2
    if sign == "=" and at >= 0 and read[at].text in ("!", "<", ">") and read[at].end == read[start - 1].start:
        sign, at = read[at].text + sign, at - 1
    if sign in _COMPARED and at >= 0 and read[at].kind == "var":
        return read[at].text[1:], sign
    sign = read[end].text if end < len(read) else ""
    at = end + 1
    if sign in ("!", "<", ">") and at < len(read) and read[at].text == "=":
        sign, at = sign + "=", at + 1
    if sign in _COMPARED and at < len(read) and read[at].kind == "var":
        return read[at].text[1:], sign
    return None


# --- the slips ----------------------------------------------------------------------------------


def _kinds_of(uses: _Uses) -> Iterator[Hint]:
    known = kinds()
    for name, literal in uses.objects:
        if wanted := known.get(name):
            yield from _mend(name, wanted, literal, None)
    for variable, sign, literal in uses.compared:
        name = uses.properties.get(variable, "")
        # A number is compared by its value, whatever its type.
        if sign == "!=" or not (wanted := known.get(name)):
            continue
        if not {wanted, literal.kind} <= {"decimal", "integer", "double"}:
            yield from _mend(name, wanted, literal, (variable, sign))


def _mend(name: str, wanted: str, literal: _Literal, compared: tuple[str, str] | None) -> Iterator[Hint]:
    """Yield what to write where a literal is of another kind than its property holds."""
    written, words, kind = literal.written, literal.words, literal.kind
    said = _short(name)
    if not words or kind == wanted or (wanted == _ZH and kind == "en"):
        return
    if wanted == _ZH:
        good = f'"{words}"@zh'
        yield Hint(
            f"{said} 的文字带语言标记，{written} 应写作 {good}",
            f"{said} holds text with a language: write {good}",
        )
    elif wanted == "string":
        yield Hint(
            f'{said} 的文字不带语言标记，应写作 "{words}"', f'{said} holds plain text: write "{words}"'
        )
    elif wanted in ("gYear", "date"):
        if (_YEAR if wanted == "gYear" else _DATE).fullmatch(words):
            good = f'"{words}"^^xsd:{wanted}'
            what = ("年份", "years") if wanted == "gYear" else ("日期", "dates")
            yield Hint(
                f"{said} 的值是{what[0]}（xsd:{wanted}），{written} 应写作 {good}",
                f"{said} holds {what[1]} (xsd:{wanted}): write {good}",
            )
    elif wanted in ("decimal", "integer") and _NUMBER.fullmatch(words):
        if wanted == "decimal" and compared is None:
            good = f"{said} ?v . FILTER(?v = {words})"
            yield Hint(
                f"{said} 的值是小数（xsd:decimal），与 {written} 不是同一个值，应写作 {good}",
                f"{said} holds decimals, which {written} is not: write {good}",
            )
        elif kind == "string" or wanted == "integer":
            yield Hint(f"{said} 的值是数，应写作 {words}", f"{said} holds numbers: write {words}")
    elif wanted == "boolean" and words.lower() in ("true", "false"):
        yield Hint(
            f"{said} 应写作 {words.lower()}，不加引号", f"{said}: write {words.lower()} without quotes"
        )


def _unknown(read: list[Token], prefixes: Mapping[str, str]) -> Iterator[Hint]:
    """Find names in our namespaces that nothing has."""
    codes = frozenset[str]().union(*vocab.CODES.values())
    for token in read:
        iri = _iri(token, prefixes) or ""
        for prefix, start, known in (("kg", vocab.KG, vocab.TERMS), ("kgc", vocab.KGC, codes)):
            local = iri.removeprefix(start)
            if not iri.startswith(start) or local in known or not local or local in vocab.CODES:
                continue
            if start == vocab.KG and local.startswith(("unit-", "matches")):
                continue
            zh, en = f"词表中没有 {token.text}", f"the vocabulary has no {token.text}"
            if meant := did_you_mean(local, known, start=f"{prefix}:"):
                zh, en = f"{zh}，{meant[0]}", f"{en}; {meant[1]}"
            yield Hint(zh, en)


def _full_width(read: list[Token]) -> Iterator[Hint]:
    for at, token in enumerate(read):
        if token.kind == "mark" and _FULL_WIDTH.match(token.text) and at and read[at - 1].kind == "var":
            name = read[at - 1].text
            yield Hint(
                f"变量 {name} 后面的“{token.text}”是全角标点，被当成了变量名的一部分",
                f"the full-width {token.text} behind {name} was read as a part of the name",
            )


def _short(iri: str) -> str:
    """Return the prefixed name of an IRI."""
    for prefix, start in vocab.PREFIXES.items():
        if iri.startswith(start) and re.fullmatch(r"[\w-]+", iri[len(start) :]):
            return f"{prefix}:{iri[len(start) :]}"
    return f"<{iri}>"
