"""Statements about the whole data: how they are put together, and asked of the store."""

from __future__ import annotations

from functools import lru_cache

from kg import vocab
from kg.link.describe import Statement
from kg.store.base import XSD, Bindings, Iri, Literal, Store, Term

_MORE = {
    "adms": "http://www.w3.org/ns/adms#",
    "schema": "https://schema.org/",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
}
_ROWS = 5_000_000
_PATIENCE_S = 300.0


class Triples(list[Statement]):
    """Statements in the order in which they are said."""

    def __init__(self) -> None:
        super().__init__()
        self._iris: dict[str, Iri] = {}
        self._typed: set[tuple[str, ...]] = set()

    def say(self, subject: str, name: str, *values: Term | str) -> None:
        """Add statements; a plain string is an IRI."""
        about, predicate = self._iri(subject), _named(name)
        for value in values:
            self.append((about, predicate, self._iri(value) if isinstance(value, str) else value))

    def typed(self, subject: str, *classes: str) -> bool:
        """Add classes of a thing and say whether that is new: themes and licences are those of many."""
        if (subject, *classes) in self._typed:
            return False
        self._typed.add((subject, *classes))
        self.say(subject, "rdf:type", *(expand(name) for name in classes))
        return True

    def _iri(self, value: str) -> Iri:
        found = self._iris.get(value)
        if found is None:
            found = self._iris[value] = Iri(value)
        return found


@lru_cache(1024)
def expand(name: str) -> str:
    """Return the IRI of a prefixed name; here a few more vocabularies are known than elsewhere."""
    prefix, _, local = name.partition(":")
    return _MORE[prefix] + local if prefix in _MORE else vocab.expand(name)


@lru_cache(1024)
def _named(name: str) -> Iri:
    return Iri(expand(name))


def zh(text: str) -> Literal:
    """Return words in Chinese."""
    return Literal(text, "zh")


def en(text: str) -> Literal:
    """Return words in English."""
    return Literal(text, "en")


def typed(value: object, datatype: str) -> Literal:
    """Return a value of XML Schema."""
    return Literal(str(value), None, XSD + datatype)


def counted(number: int) -> Literal:
    """Return a number of things."""
    return typed(number, "integer")


def catalog_iri(base: str, part: str = "") -> str:
    """Return the IRI of the catalogue, or of something in it."""
    return f"{base}catalog#{part}" if part else f"{base}catalog"


# --- asking -----------------------------------------------------------------------------------------


def select(store: Store, text: str) -> list[tuple[Term | None, ...]]:
    """Return the rows of a query of our own, over every graph, whatever limits users have."""
    prefixes = "".join(
        f"PREFIX {p}: <{vocab.PREFIXES[p]}> " for p in ("kg", "rdfs", "dcterms", "skos", "foaf", "prov")
    )
    answer = store.query(prefixes + text, default_graph="union", max_rows=_ROWS, timeout_s=_PATIENCE_S)
    assert isinstance(answer, Bindings)
    return list(answer.rows)


def pairs(store: Store, text: str) -> list[tuple[str, int]]:
    """Return the rows of a query for IRIs and numbers, sorted."""
    found = [(x.value, int(n.value)) for x, n in select(store, text) if x is not None and n is not None]
    return sorted(found)


def one(store: Store, text: str) -> int:
    """Return the number that a query counts."""
    value = select(store, text)[0][0]
    return int(value.value) if value is not None else 0
