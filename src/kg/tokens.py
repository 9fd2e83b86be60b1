"""Triples of N-Quads tokens, without an RDF library: what a token says, and a graph found from both ends.

A term is its token: ``<https://…>``, ``"县财政局"@zh``, ``"113"^^<…decimal>``, ``_:b1``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

# What must not stand bare in a quoted literal; lone surrogates are no characters at all.
_UNSAFE = re.compile(r'[\x00-\x1f"\\\x7f\ud800-\udfff]')
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_LITERAL = re.compile(r'"(.*)"(?:@([a-zA-Z0-9-]+)|\^\^<([^>]*)>)?', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


def escaped(text: str) -> str:
    """Return a text as it stands between the quotes of a token."""
    return _UNSAFE.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    char = match.group()
    if char >= "\ud800":
        return "\ufffd"
    return _ESCAPES.get(char) or f"\\u{ord(char):04X}"


def literal(token: str) -> tuple[str, str | None, str | None]:
    """Return text, language and datatype of a literal's token.

    Raises:
        ValueError: it is none.
    """
    found = _LITERAL.fullmatch(token)
    if found is None:
        raise ValueError(f"not a literal: {token}")
    text, language, datatype = found.groups()
    return (_ESCAPE.sub(_unescaped, text) if "\\" in text else text), language, datatype


def words(token: str) -> str:
    """Return the text of a literal, or the IRI."""
    if token[0] == '"' and "\\" not in token:
        return token[1 : token.rindex('"')]
    return literal(token)[0] if token[0] == '"' else token.removeprefix("<").removesuffix(">")


def language(token: str) -> str | None:
    """Return the language of a token, if it has one."""
    return literal(token)[1] if token[0] == '"' else None


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _ESCAPED.get(match[3], match[3])


class Triples:
    """One graph, found from either end; what it lacks is looked up in ``beneath``."""

    def __init__(self, triples: Iterable[Sequence[str]], beneath: Triples | None = None) -> None:
        self.beneath = beneath
        self._forward: dict[str, dict[str, list[str]]] = {}
        self._backward: dict[tuple[str, str], list[str]] = {}
        self.add(triples)

    def add(self, triples: Iterable[Sequence[str]]) -> None:
        """Add triples, none of which stands already."""
        forward, backward = self._forward, self._backward
        for s, p, o, *_ in triples:
            said = forward.get(s)
            if said is None:
                said = forward[s] = {}
            if p in said:
                said[p].append(o)
            else:
                said[p] = [o]
            if o[0] != '"':
                backward.setdefault((o, p), []).append(s)

    def objects(self, subject: str, predicate: str) -> list[str]:
        """Return what is said of a subject; its own triples go before those beneath."""
        said = self._forward.get(subject)
        if said is not None and predicate in said:
            return said[predicate]
        return self.beneath.objects(subject, predicate) if self.beneath else []

    def subjects(self, predicate: str, value: str) -> list[str]:
        """Return who says it of a thing, of these triples alone."""
        return self._backward.get((value, predicate), [])

    def value(self, subject: str, predicate: str) -> str | None:
        """Return one of what is said of a subject, if anything is."""
        found = self.objects(subject, predicate)
        return found[0] if found else None

    def said(self, subject: str) -> Mapping[str, list[str]]:
        """Return the properties of a subject with their values, of these triples alone."""
        return self._forward.get(subject, {})

    def predicates(self, subject: str, value: str) -> list[str]:
        """Return by which properties these triples join the two, sorted."""
        return sorted(predicate for predicate, ends in self.said(subject).items() if value in ends)
