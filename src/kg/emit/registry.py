"""``data/registry`` as quads of ``graph/registry``: every row, whoever names it.

A store loads this once; what a notice adds (``kg.emit.graph``) stands in the same graph and says
the same of what is registered.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg import vocab
from kg.emit.entities import place_triples, reform_triples, unit_triples
from kg.emit.indicators import catalogue_triples
from kg.emit.terms import Quad, Triple, term, when
from kg.registry.places import places
from kg.registry.units import Record, registry


def registry_quads(base: str = vocab.BASE) -> Iterator[Quad]:
    """Yield the registry: bodies with their history, the places they serve, common indicators."""
    graph = f"<{base}graph/registry>"
    for s, p, o in dict.fromkeys(_triples(base)):
        yield s, p, o, graph


def _triples(base: str) -> Iterator[Triple]:
    served: set[str] = set()
    for record in registry().all_records():
        yield from unit_triples(record.unit, base)
        yield from _history(record, base)
        if record.unit.jurisdiction:
            served.add(record.unit.jurisdiction)
    tables = places()
    for path in sorted(served):
        if place := tables.by_path(path):
            for one in (*tables.chain(place), *tables.after(place)):
                yield from place_triples(one, base)
    yield from catalogue_triples(base)


def _history(record: Record, base: str) -> Iterator[Triple]:
    """Yield since when and until when a body existed, and the reform that ended it."""
    s = f"<{base}{record.unit.iri}>"
    if record.since:
        yield s, term("kg:since"), when(record.since)
    if record.until:
        yield s, term("kg:until"), when(record.until)
    if record.replaced_by:
        yield from reform_triples(record.unit, record.replaced_by, None, base)
        if record.until:
            change = f"<{base}{record.unit.iri}/reform>"
            yield change, term("dcterms:date"), when(record.until)
