"""What follows from the ontology is answered: counts by our terms and by standard terms are equal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg import loading, vocab
from kg.emit import derived, derived_registry, quads
from kg.emit.entailment import axioms, entailed
from kg.emit.terms import TYPE, term
from kg.store.base import Bindings
from kg.store.oxigraph import OxigraphStore
from tests import loaded
from tests.emit.notices import ID, NOTICE, TASK

PREFIXES = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in vocab.PREFIXES.items())


def count(pattern: str) -> int:
    """Count the solutions of a pattern over a store with two notices."""
    answer = loaded.two().query(f"{PREFIXES} SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")
    assert isinstance(answer, Bindings)
    (row,) = answer.rows
    assert row[0] is not None
    return int(row[0].value)


@pytest.mark.parametrize(
    ("ours", "standard"),
    [
        pytest.param("{ ?x a kg:Task } UNION { ?x a kg:Project }", "?x a kg:Commitment", id="commitments"),
        pytest.param(
            "?x a ?k ; kg:responsibleUnit ?u VALUES ?k { kg:Task kg:Project }",
            "?x a kg:Commitment ; kg:responsibleUnit ?u",
            id="duties of commitments",
        ),
        pytest.param("?x a kg:Unit", "?x a org:Organization", id="bodies"),
        pytest.param("?x a kg:Leader", "?x a foaf:Person", id="people"),
        pytest.param("{ ?x a kg:UnitGroup } UNION { ?x a kg:StandingGroup }", "?x a foaf:Group", id="groups"),
        pytest.param("?x a kg:Place", "?x a dcterms:Location", id="places"),
        pytest.param(
            "?t kg:indicator ?x . ?x a kg:Indicator",
            "?t kg:indicator ?x . ?x a skos:Concept",
            id="indicators",
        ),
        pytest.param("?x kg:issuer ?o", "?x dcterms:publisher ?o", id="issuers"),
        pytest.param(
            "?x a kg:Notice ; kg:issuer/rdfs:label ?l",
            "?x a kg:Notice ; dcterms:publisher/rdfs:label ?l",
            id="issuers by name",
        ),
        pytest.param("?x kg:jurisdiction ?o", "?x dcterms:spatial ?o", id="areas"),
        pytest.param(
            "?x a kg:Notice ; kg:jurisdiction/kg:code ?o",
            "?x a kg:Notice ; dcterms:spatial/dcterms:identifier ?o",
            id="codes of the areas of notices",
        ),
        pytest.param("?x kg:theme ?o", "?x a kg:Commitment ; dcterms:subject ?o", id="themes"),
        pytest.param(
            "?x a kg:Task ; kg:theme kgt:agriculture-rural",
            "?x a kg:Task ; dcterms:subject kgt:agriculture-rural",
            id="tasks of a theme",
        ),
        pytest.param("?x kg:documentNumber ?o", "?x a kg:Notice ; dcterms:identifier ?o", id="numbers"),
        pytest.param("?x kg:code ?o", "?x a kg:Place ; dcterms:identifier ?o", id="codes of places"),
        pytest.param("?x kg:kind ?o", "?x org:classification ?o", id="kinds"),
        pytest.param(
            "?x a kg:Unit ; kg:kind kgc:government-department",
            "?x a org:Organization ; org:classification kgc:government-department",
            id="bodies of a kind",
        ),
        pytest.param("?x kg:partOf ?o", "?x org:subOrganizationOf ?o", id="superior bodies"),
        pytest.param(
            "?x kg:partOf+ ?o", "?x org:subOrganizationOf+ ?o", id="superior bodies of superior bodies"
        ),
        pytest.param("?x kg:member ?o", "?x foaf:member ?o", id="members"),
        pytest.param("?x kg:within ?o", "?x dcterms:isPartOf ?o", id="places within places"),
        pytest.param(
            "?t a kg:Task ; kg:leadUnit/kg:partOf ?o",
            "?t a kg:Commitment, kg:Task ; kg:leadUnit/org:subOrganizationOf ?o",
            id="tasks by the body above the one that leads",
        ),
        pytest.param(
            "?l a kg:Leadership ; kg:leader ?p . ?p a kg:Leader",
            "?l a kg:Leadership ; kg:leader ?p . ?p a foaf:Person ; foaf:name ?n",
            id="people who lead",
        ),
        pytest.param(
            "{ ?x a kg:SourceText } UNION { ?x a kg:SourceFile } UNION { ?x a kg:Notice }",
            "?x a prov:Entity FILTER NOT EXISTS { ?x foaf:primaryTopic ?n }",
            id="what is derived from what",
        ),
    ],
)
def test_counts_are_equal(ours: str, standard: str) -> None:
    found = count(ours)
    assert found > 0
    assert count(standard) == found


def test_only_what_is_not_said_follows() -> None:
    said = quads(NOTICE)
    triples = {(s, p, o) for s, p, o, _ in said}
    found = list(derived(NOTICE, said=said))
    assert len(found) == len(set(found))
    assert not {(s, p, o) for s, p, o, _ in found} & triples
    assert (f"<{vocab.BASE}{TASK}>", TYPE, f"<{vocab.KG}Commitment>") in {(s, p, o) for s, p, o, _ in found}


def test_a_class_answered_by_a_property_is_not_written() -> None:
    part, number = f"<{vocab.KG}Part>", f"<{vocab.KG}QuantityStatement>"
    for found in (derived(NOTICE), derived_registry()):
        assert not {o for _, _, o, _ in found} & {part, number}


def test_the_axioms_are_those_of_the_ontology() -> None:
    assert axioms().classes[f"<{vocab.KG}Leader>"] == (term("foaf:Person"),)
    assert axioms().properties[f"<{vocab.KG}amends>"] == (term("eli:amends"),)
    amends = (f"<{vocab.BASE}{ID}>", f"<{vocab.KG}amends>", "<http://a/b>")
    assert list(entailed([amends])) == [(amends[0], term("eli:amends"), amends[2])]


def test_a_second_load_leaves_nothing_of_the_first() -> None:
    store = OxigraphStore(None, base=vocab.BASE)
    loading.load_notice(NOTICE, store)
    whole = store.size()
    loading.load_notice(replace(NOTICE, tasks=(), groups={}, addressees=()), store)
    for gone in ("?x a kg:Commitment ; kg:involvedUnit ?u", "?x foaf:member ?u", "<group/g1> a foaf:Group"):
        text = f"{PREFIXES} BASE <{vocab.BASE}> ASK {{ GRAPH <graph/derived> {{ {gone} }} }}"
        assert store.query(text) is False, gone
    loading.load_notice(NOTICE, store)
    assert store.size() == whole
