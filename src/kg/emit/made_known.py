"""What a notice makes known to the registry: the units, people, places, indicators and groups it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg import vocab
from kg.emit.entities import indicator_triples, judgement_triples, place_triples, post_triples, unit_triples
from kg.emit.parts import K, concept_iri
from kg.emit.terms import LABEL, TYPE, Triple, term, zh
from kg.model import Notice, Project

_CONCEPT, _IN_SCHEME = term("skos:Concept"), term("skos:inScheme")
_PREF, _NAME = term("skos:prefLabel"), term("foaf:name")


def registry_triples(notice: Notice, base: str = vocab.BASE) -> Iterator[Triple]:
    """Yield what the notice makes known of units, people, places, indicators and groups."""
    for unit in notice.units.values():
        yield from unit_triples(unit, base)
    for place in notice.places.values():
        yield from place_triples(place, base)
    for group in notice.groups.values():
        if group.version_of:
            s = f"<{base}{group.version_of}>"
            yield s, TYPE, K["StandingGroup"]
            yield s, LABEL, zh(group.label)
    for leader in notice.leaders.values():
        s = f"<{base}{leader.iri}>"
        yield s, TYPE, K["Leader"]
        yield s, LABEL, zh(leader.name)
        yield s, _NAME, zh(leader.name)
    for post in notice.posts.values():
        yield from post_triples(post, base)
    for reference in notice.references:
        s = f"<{base}{reference.document}>"
        yield s, TYPE, K["CitedDocument"]
        yield s, LABEL, zh(reference.document_number or f"《{reference.title}》")
    judged = {
        r.judgement.iri: r.judgement for item in notice.items for r in item.responsibilities if r.judgement
    }
    for judgement in judged.values():
        yield from judgement_triples(judgement, base)
    for item in notice.items:
        for target in item.targets:
            yield from indicator_triples(target.indicator.iri, target.indicator.label, base)
            if (near := target.alignment) and near.concept != target.indicator.iri:
                yield from indicator_triples(near.concept, near.label, base)
    yield from _concepts(notice.projects, base)


def _concepts(projects: Iterable[Project], base: str) -> Iterator[Triple]:
    """Yield the words of projects that the ontology has no concept for."""
    for project in projects:
        for scheme, facts in (
            ("project-category", (project.category,)),
            ("construction-type", (project.construction_type,)),
            ("project-origin", project.proposed_by),
        ):
            for fact in facts:
                if fact is not None and fact.value not in vocab.PRINTED[scheme]:
                    s = concept_iri(scheme, fact.value, base)
                    yield s, TYPE, _CONCEPT
                    yield s, _PREF, zh(fact.value)
                    yield s, _IN_SCHEME, f"<{vocab.KGC}scheme-{scheme}>"
