"""The real notice from file to graph: whole, in one graph each, in known terms, true to its text."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from functools import cache

import jsonschema
import pyoxigraph as ox

from kg import pipeline, resources, vocab
from kg.emit import as_json, derived, meta, nquads, quads, registry_quads
from kg.emit.nquads import lines
from kg.model import Notice
from kg.registry.units import registry
from tests.conftest import ROOT

FILE = ROOT / "tests/gold/shengsi-2024-5/notice.txt"
PREFIXES = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in vocab.PREFIXES.items())


@cache
def notice() -> Notice:
    return pipeline.convert(FILE)


@cache
def store() -> ox.Store:
    loaded = ox.Store()
    for text in (
        nquads(notice()),
        lines(derived(notice())),
        lines(meta(notice(), full_text=True)),
        lines(registry_quads()),
    ):
        loaded.load(text, format=ox.RdfFormat.N_QUADS)
    return loaded


def rows(query: str) -> list[tuple[str, ...]]:
    found = store().query(PREFIXES + query, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return [tuple(str(getattr(value, "value", value)) for value in row) for row in found]


def test_no_triple_stands_in_two_graphs() -> None:
    graphs: defaultdict[ox.Triple, set[object]] = defaultdict(set)
    for quad in store():
        graphs[quad.triple].add(quad.graph_name)
    assert [triple for triple, found in graphs.items() if len(found) > 1] == []


def test_counts_and_money() -> None:
    assert rows("SELECT (COUNT(*) AS ?n) { ?t a kg:Task }") == [("151",)]
    assert rows("SELECT (COUNT(*) AS ?n) { ?p a kg:Project }") == [("12",)]
    assert rows(
        "SELECT (SUM(?t) AS ?a) (SUM(?f) AS ?b) (SUM(COALESCE(?u, 0)) AS ?c)"
        "{ ?p kg:totalInvestment ?t ; kg:fiscalFunds ?f OPTIONAL { ?p kg:higherLevelFunds ?u } }"
    ) == [("88450000", "75800000", "12650000")]


def test_every_passage_says_what_stands_there() -> None:
    content = notice().text.content
    passages = rows("SELECT ?s ?e ?x { ?p a kg:Passage ; oa:start ?s ; oa:end ?e ; oa:exact ?x }")
    assert len(passages) > 500
    assert [row for row in passages if content[int(row[0]) : int(row[1])] != row[2]] == []
    assert rows("SELECT ?part { ?part kg:inNotice ?n FILTER NOT EXISTS { ?part kg:evidence ?e } }") == []


def test_every_commitment_has_one_sentence_which_is_its_evidence() -> None:
    counted = (
        "SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?c) AS ?m)"
        " { ?c a kg:Commitment ; kg:sentence ?p ; kg:evidence ?p . ?p oa:exact ?words }"
    )
    assert rows(counted) == [("163", "163")]


def test_everything_pointed_at_is_described() -> None:
    pointed = rows("SELECT DISTINCT ?o { ?s ?p ?o FILTER(ISIRI(?o)) FILTER NOT EXISTS { ?o ?q ?x } }")
    ours = ("ontology#", "code#", "theme/")
    assert [
        iri
        for (iri,) in pointed
        if iri.startswith(vocab.BASE) and not iri.removeprefix(vocab.BASE).startswith(ours)
    ] == []


def test_only_known_terms_and_codes() -> None:
    codes = frozenset().union(
        *vocab.CODES.values(), (f"department-{key}" for key in registry().departments.types)
    )
    used: Counter[str] = Counter()
    for quad in store():
        for term in (quad.predicate, quad.object):
            if isinstance(term, ox.NamedNode):
                used[term.value] += 1
    for iri in used:
        if iri.startswith(vocab.KG) and not iri.startswith((f"{vocab.KG}unit-", f"{vocab.KG}kind-")):
            vocab.kg(iri.removeprefix(vocab.KG))
        if iri.startswith(vocab.KGC) and not iri.startswith(f"{vocab.KGC}scheme-"):
            assert iri.removeprefix(vocab.KGC) in codes


def test_units_of_measure_are_described_in_the_ontology() -> None:
    described = {
        triple.subject.value
        for triple in ox.parse(path=str(resources.ontology("measures.ttl")), format=ox.RdfFormat.TURTLE)
        if isinstance(triple.subject, ox.NamedNode)
    }
    used = {iri for (iri,) in rows("SELECT DISTINCT ?u { ?t kg:normalizedUnit ?u }")}
    assert used
    assert used <= described


def test_one_label_a_language() -> None:
    assert (
        rows(
            'SELECT ?s (COUNT(?l) AS ?n) { ?s rdfs:label ?l FILTER(LANG(?l) = "zh") }'
            " GROUP BY ?s HAVING(?n > 1)"
        )
        == []
    )


def test_twice_the_same() -> None:
    assert nquads(pipeline.convert(FILE)) == nquads(notice())
    found = quads(notice())
    assert len(found) == len(set(found))


def test_json_fits_its_schema() -> None:
    schema = json.loads(resources.ontology("notice-1.schema.json").read_text("utf-8"))
    document = json.loads(json.dumps(as_json(notice())))
    jsonschema.Draft202012Validator(schema).validate(document)
    assert (len(document["tasks"]), len(document["projects"]), len(document["leaders"])) == (151, 12, 8)
