"""Every SKOS scheme of the ontology: labels in both languages, no cycle, no orphan, no clash."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import Any

import pyoxigraph as ox
import pytest

from kg import resources

SKOS = "http://www.w3.org/2004/02/skos/core#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
FILES = ("codes.ttl", "themes.ttl", "indicators.ttl", "departments.ttl")
Said = dict[str, dict[str, list[Any]]]


@cache
def said(name: str) -> Said:
    """Return what a file says, by subject and property."""
    found: Said = defaultdict(lambda: defaultdict(list))
    with resources.ontology(name).open("rb") as file:
        for quad in ox.parse(file, format=ox.RdfFormat.TURTLE):
            found[str(quad.subject)[1:-1]][quad.predicate.value].append(quad.object)
    return found


@cache
def concepts(name: str) -> dict[str, dict[str, list[Any]]]:
    """Return the concepts of a file."""
    return {s: d for s, d in said(name).items() if SKOS + "inScheme" in d}


@cache
def schemes(name: str) -> set[str]:
    """Return the schemes of a file."""
    return {s for s, d in said(name).items() if any(o.value == SKOS + "ConceptScheme" for o in d[TYPE])}


def above(name: str, concept: str) -> set[str]:
    """Return what a concept is narrower than, by way of others too."""
    found: set[str] = set()
    todo = [concept]
    while todo:
        for wider in said(name)[todo.pop()].get(SKOS + "broader", ()):
            if wider.value not in found:
                found.add(wider.value)
                todo.append(wider.value)
    return found


@pytest.mark.parametrize("name", FILES)
def test_concepts_and_schemes_are_labelled_once_in_each_language(name: str) -> None:
    wrong = []
    for subject, told in said(name).items():
        if SKOS + "inScheme" in told or subject in schemes(name):
            languages = [label.language for label in told.get(SKOS + "prefLabel", ())]
            if sorted(languages) != ["en", "zh"] or not all(
                label.value.strip() for label in told[SKOS + "prefLabel"]
            ):
                wrong.append((subject, languages))
    assert not wrong


@pytest.mark.parametrize("name", FILES)
def test_no_concept_is_wider_than_itself(name: str) -> None:
    assert [concept for concept in concepts(name) if concept in above(name, concept)] == []


@pytest.mark.parametrize("name", FILES)
def test_no_concept_is_an_orphan(name: str) -> None:
    """Each is of a scheme that is declared, and a top concept of it or narrower than one of its own."""
    known, lost = concepts(name), []
    for concept, told in known.items():
        tops = {one.value for one in told.get(SKOS + "topConceptOf", ())}
        wider = {one.value for one in told.get(SKOS + "broader", ())}
        mine = {one.value for one in told[SKOS + "inScheme"]}
        if not mine <= schemes(name) or not (tops or wider) or not tops <= mine or not wider <= set(known):
            lost.append(concept)
    assert lost == []


@pytest.mark.parametrize("name", FILES)
def test_no_two_concepts_of_a_scheme_bear_one_name(name: str) -> None:
    bearers: dict[tuple[str, str | None, str], set[str]] = defaultdict(set)
    for concept, told in concepts(name).items():
        for scheme in told[SKOS + "inScheme"]:
            for label in told[SKOS + "prefLabel"]:
                bearers[scheme.value, label.language, label.value].add(concept)
    assert {key: sorted(found) for key, found in bearers.items() if len(found) > 1} == {}


@pytest.mark.parametrize("name", FILES)
def test_a_name_is_preferred_or_an_alternative_not_both(name: str) -> None:
    both = []
    for concept, told in concepts(name).items():
        preferred = {(label.value, label.language) for label in told[SKOS + "prefLabel"]}
        others = {(label.value, label.language) for label in told.get(SKOS + "altLabel", ())}
        hidden = {(label.value, label.language) for label in told.get(SKOS + "hiddenLabel", ())}
        if preferred & (others | hidden) or others & hidden:
            both.append(concept)
    assert both == []


@pytest.mark.parametrize(
    "name", ["base", "content", "source", "period", "value", "dueBy", "action", "baselineValue"]
)
def test_a_name_that_invites_misuse_says_what_it_is_not(name: str) -> None:
    notes = said("kg.ttl")[f"https://w3id.org/zeren/ontology#{name}"][SKOS + "scopeNote"]
    assert sorted(note.language for note in notes) == ["en", "zh"]


def test_properties_without_a_domain_are_those_of_several_classes() -> None:
    rdfs = "http://www.w3.org/2000/01/rdf-schema#domain"
    kinds = ("ObjectProperty", "DatatypeProperty")
    without = {
        subject.partition("#")[2]
        for subject, told in said("kg.ttl").items()
        if subject.startswith("https://w3id.org/zeren/ontology#")
        and any(one.value.endswith(kinds) for one in told[TYPE])
        and rdfs not in told
    }
    assert without == {
        *("jurisdiction", "kind", "evidence", "fieldEvidence", "place", "heldPost", "since", "until"),
        *("sha256", "converterVersion", "conversionFactor", "baseUnit"),
    }
