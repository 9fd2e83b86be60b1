"""What the store keeps of comparisons, in ``graph/derived``: notices of one place over years, and levels.

    rebuild(store)        compares again whatever is to be compared, and forgets what is not any more

    notice/B/compared/A         a kg:Comparison: from A to B, over years or levels, and by which method
    notice/B/compared/A/KEY     a kg:Correspondence in it: which items go together, and how

Years: a notice and the one it ``kg:follows``. Levels: a notice and those of its kind and year of the
nearest place above that has one. What is kept of a notice goes when another version of it is loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from kg import vocab
from kg.compare.comparing import Comparison, compare
from kg.compare.reading import of_notice
from kg.emit.terms import Triple, decimal, string
from kg.identity import digest
from kg.store.base import Bindings, Store
from kg.vocab import kg, kgc

Over = Literal["years", "levels"]
_KEPT = 64  # sides in memory: a notice is compared with few others, near to it in the list
_PREFIX = f"PREFIX kg: <{vocab.KG}>\n"
_TYPE = f"<{vocab.PREFIXES['rdf']}type>"
_NOTICES = """SELECT DISTINCT ?notice ?kind ?year ?place WHERE {
  ?notice a kg:Notice ; kg:kind ?kind ; kg:forYear ?year ; kg:jurisdiction ?place }"""
_ABOVE = "SELECT DISTINCT ?place ?above WHERE { ?place kg:within ?above }"
_FOLLOWS = "SELECT DISTINCT ?later ?earlier WHERE { ?later kg:follows ?earlier }"
_KNOWN = "SELECT DISTINCT ?comparison WHERE { ?comparison a kg:Comparison }"


@dataclass(frozen=True, slots=True, order=True)
class Wanted:
    """Two notices to be compared."""

    later: str  # IRI; of two levels the lower
    earlier: str  # of two levels the upper
    over: Over

    @property
    def iri(self) -> str:
        """The IRI of the comparison: below the later notice, so that it goes with it."""
        return f"{self.later}/compared/{self.earlier.rpartition('/')[2]}"


def wanted(store: Store) -> list[Wanted]:
    """Return what is to be compared in a store."""
    found = {Wanted(row["later"], row["earlier"], "years") for row in _rows(store, _FOLLOWS)}
    above = {row["place"]: row["above"] for row in _rows(store, _ABOVE)}
    of: dict[tuple[str, str, str], list[str]] = {}
    notices = _rows(store, _NOTICES)
    for row in notices:
        of.setdefault((row["place"], row["kind"], row["year"]), []).append(row["notice"])
    for row in notices:
        place, seen = above.get(row["place"]), {row["place"]}
        while place is not None and place not in seen:
            if upper := of.get((place, row["kind"], row["year"])):
                found |= {Wanted(row["notice"], one, "levels") for one in upper if one != row["notice"]}
                break
            seen.add(place)
            place = above.get(place)
    return sorted(found)


def rebuild(store: Store, progress: Callable[[int, int], object] | None = None) -> int:
    """Compare again; return how many comparisons the store holds now. Each is written whole or not at all."""
    side = lru_cache(maxsize=_KEPT)(lambda notice: of_notice(store, notice))
    derived = f"{store.base}graph/derived"
    asked = wanted(store)
    if gone := {row["comparison"] for row in _rows(store, _KNOWN)} - {one.iri for one in asked}:
        store.load({}, merge={derived: []}, forget={derived: sorted(gone)})
    for done, one in enumerate(asked, 1):
        found = compare(side(one.earlier), side(one.later))
        store.load({}, merge={derived: list(_triples(one, found))}, forget={derived: [one.iri]})
        if progress:
            progress(done, len(asked))
    return len(asked)


def _triples(one: Wanted, found: Comparison) -> Iterator[Triple]:
    """Yield what is kept of one comparison."""
    me = f"<{one.iri}>"
    yield me, _TYPE, f"<{kg('Comparison')}>"
    yield me, f"<{kg('comparedFrom')}>", f"<{one.earlier}>"
    yield me, f"<{kg('comparedTo')}>", f"<{one.later}>"
    yield me, f"<{kg('comparedOver')}>", f"<{kgc('comparison', one.over)}>"
    yield me, f"<{kg('comparisonMethod')}>", string(found.method)
    for match in found.matches:
        items = [*(entry.iri for entry in match.a), *(entry.iri for entry in match.b)]
        s = f"<{one.iri}/{digest(*items)}>"
        yield s, _TYPE, f"<{kg('Correspondence')}>"
        yield s, f"<{kg('inComparison')}>", me
        yield s, f"<{kg('correspondence')}>", f"<{kgc('correspondence', match.relation)}>"
        if match.a and match.b:
            yield s, f"<{kg('likeness')}>", decimal(Decimal(f"{match.score:.2f}"))
        for name, side in (("fromItem", match.a), ("toItem", match.b)):
            for entry in side:
                yield s, f"<{kg(name)}>", f"<{entry.iri}>"


def _rows(store: Store, text: str) -> list[dict[str, str]]:
    answer = store.query(_PREFIX + text, default_graph="union")
    assert isinstance(answer, Bindings)
    return [{name: term.value for name, term in row.items()} for row in answer.dicts()]
