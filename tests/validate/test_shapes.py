"""The rules are complete as data: both languages, a severity, one run a notice."""

from __future__ import annotations

from typing import Any

import pytest
from rdflib import OWL, RDF, Graph, Literal, URIRef
from rdflib.namespace import SH

from kg import vocab
from kg.validate import engine, rules, validate
from kg.validate.arrange import arrange
from kg.validate.catalogue import wordings
from kg.validate.shapes import SHAPES, shapes_graph
from kg.validate.terms import triples
from tests.emit import notices
from tests.validate.faults import unchanged

PREFIXES = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in vocab.PREFIXES.items())


def queries() -> dict[str, str]:
    return {str(s).removeprefix(SHAPES): str(text) for s, text in shapes_graph().subject_objects(SH.select)}


def test_every_rule_says_what_is_wrong_and_how_to_mend_it_in_both_languages() -> None:
    for wording in wordings().values():
        rule = wording.rule
        assert rule.title, rule.id
        assert rule.title != rule.title_en, rule.id
        assert len(rule.explanation) >= 8, rule.id
        assert rule.explanation != rule.explanation_en, rule.id


def test_every_shape_with_a_constraint_is_a_named_rule_with_messages() -> None:
    graph = shapes_graph()
    shapes = {
        *graph.subjects(RDF.type, SH.PropertyShape),
        *graph.subjects(SH.sparql),
        *graph.subjects(SH.closed),
    }
    for shape in shapes:
        languages = sorted(
            str(m.language) for m in graph.objects(shape, SH.message) if isinstance(m, Literal)
        )
        assert languages == ["en", "zh"], shape
        assert str(shape) in rules(), shape


def test_shapes_name_only_terms_of_the_ontology() -> None:
    graph = shapes_graph()
    judges = URIRef(SHAPES + "judges")  # codes of findings belong to those who find
    named = {t for s, p, o in graph if p != judges for t in (s, p, o) if isinstance(t, URIRef)}
    for term in named:
        if term.startswith(vocab.KG) and term != URIRef(vocab.KG):
            assert term.removeprefix(vocab.KG) in vocab.TERMS
    codes = {word for scheme in vocab.CODES.values() for word in scheme}
    for term in named:
        if term.startswith(vocab.KGC):
            assert term.removeprefix(vocab.KGC) in codes


def test_queries_name_only_terms_of_the_ontology() -> None:
    import re

    for name, text in queries().items():
        for term in re.findall(r"\bkg:(\w+)", text):
            assert term in vocab.TERMS, (name, term)


@pytest.mark.parametrize("name", sorted(queries()))
def test_sparql_constraints_run_once_a_notice_and_name_the_offender(name: str) -> None:
    graph, text = shapes_graph(), queries()[name]
    shape = graph.value(predicate=SH.sparql, object=URIRef(SHAPES + name))
    assert (shape, SH.targetClass, URIRef(vocab.KG + "Notice")) in graph
    assert "$this" in text
    assert "?value" in text
    assert "\\p{" not in text


@pytest.mark.parametrize("name", sorted(queries()))
def test_arranging_a_query_does_not_change_what_it_finds(name: str) -> None:
    """On a small notice: unarranged, some constraints take minutes on the real one."""
    from kg import emit

    quads = list(emit.quads(notices.NOTICE))
    plain, quick = Graph(), engine.DataGraph()
    for triple in triples(quads):
        plain.add(triple)
    quick.add_all(triples(quads))
    notice = next(plain.subjects(RDF.type, URIRef(vocab.KG + "Notice")))
    # Without its filters the query finds something, so that the comparison is not of two nothings.
    for text in (queries()[name], _without_not_exists(queries()[name])):
        expected = sorted(map(str, plain.query(PREFIXES + text, initBindings={"this": notice})))
        assert sorted(map(str, quick.query(PREFIXES + text, initBindings={"this": notice}))) == expected


def _without_not_exists(text: str) -> str:
    return text.replace("FILTER NOT EXISTS", "FILTER EXISTS")


def test_arrange_is_idempotent() -> None:
    from rdflib.plugins.sparql import prepareQuery

    query = prepareQuery("SELECT ?a WHERE { ?a ?p ?b . ?b ?q 1 FILTER (EXISTS { ?b a ?c } && ?b != 2) }")
    arrange(query, frozenset())
    arrange(query, frozenset())
    assert list(Graph().query(query)) == []


def test_shapes_have_an_ontology_header() -> None:
    assert (URIRef("https://w3id.org/zeren/shapes"), RDF.type, OWL.Ontology) in shapes_graph()


def test_small_notice_is_judged() -> None:
    from kg import emit

    report = validate(emit.quads(notices.NOTICE), content=notices.CONTENT)
    assert not report.broken, [entry.message for entry in report.entries]


def test_the_judge_looks_into_the_graph_a_few_times_a_triple(monkeypatch: pytest.MonkeyPatch) -> None:
    """A query that asks again for each row what one answer would tell shows here, not on the clock."""
    looks = 0
    asked = engine._Store.triples

    def counted(store: engine._Store, *args: Any, **options: Any) -> Any:
        nonlocal looks
        looks += 1
        return asked(store, *args, **options)

    monkeypatch.setattr(engine._Store, "triples", counted)
    quads, content = unchanged()
    validate(quads, content=content)
    assert looks < 8 * len(quads)
