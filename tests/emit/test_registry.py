"""The registry graph: every row once, and nothing that a notice says otherwise."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import pyoxigraph as ox

from kg import vocab
from kg.emit import quads, registry_quads
from kg.emit.nquads import lines
from kg.emit.registry import _history
from kg.model import Unit
from kg.registry.units import Record, registry
from tests.emit.notices import NOTICE

GRAPH = f"<{vocab.BASE}graph/registry>"
LABEL = f"<{vocab.PREFIXES['rdfs']}label>"


def test_every_registered_body_is_there_once() -> None:
    rows = list(registry_quads())
    assert len(rows) == len(set(rows))
    assert {g for _, _, _, g in rows} == {GRAPH}
    typed = {s for s, p, o, _ in rows if o == f"<{vocab.KG}Unit>"}
    assert typed == {f"<{vocab.BASE}{record.unit.iri}>" for record in registry().all_records()}
    for quad in ox.parse(lines(rows), format=ox.RdfFormat.N_QUADS):
        assert isinstance(quad.subject, ox.NamedNode)


def test_a_notice_says_of_registered_bodies_what_the_registry_says() -> None:
    records = list(registry().all_records())[:20]
    notice = replace(NOTICE, units={record.unit.iri: record.unit for record in records})
    known = set(registry_quads())
    subjects = {f"<{vocab.BASE}{record.unit.iri}>" for record in records}
    said = {quad for quad in quads(notice) if quad[3] == GRAPH and quad[0] in subjects}
    assert said
    assert said <= known


def test_one_chinese_label_each() -> None:
    labels: defaultdict[str, set[str]] = defaultdict(set)
    for s, p, o, _ in registry_quads():
        if p == LABEL and o.endswith("@zh"):
            labels[s].add(o)
    assert [s for s, found in labels.items() if len(found) > 1] == []


def test_a_reform_is_a_change_event() -> None:
    old = Unit("unit/old", "县农林局", None, "government-department", "place/990101")
    record = Record(old, "990101", "2001", "2019-03", "unit/new", (), "", "")
    text = "".join(f"{s} {p} {o} .\n" for s, p, o in _history(record, vocab.BASE))
    store = ox.Store()
    store.load(text, format=ox.RdfFormat.N_TRIPLES)
    prefixes = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in vocab.PREFIXES.items())
    assert store.query(
        f"{prefixes} BASE <{vocab.BASE}> ASK {{ ?e a org:ChangeEvent ; org:originalOrganization <unit/old> ;"
        ' org:resultingOrganization <unit/new> ; dcterms:date "2019-03"^^xsd:gYearMonth .'
        ' <unit/old> dcterms:isReplacedBy <unit/new> ; kg:since "2001"^^xsd:gYear }'
    )
