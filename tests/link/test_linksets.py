"""Links to other people's identifiers: checked ones only, each with its reason."""

from __future__ import annotations

import pytest

from kg import vocab
from kg.link.describe import terms
from kg.link.entities import Entities
from kg.link.linksets import Linkset, linkset_quads, linksets
from kg.registry.indicators import indicators
from kg.registry.places import places
from tests.link.service import BASE, sample_store

# The table of checked identifiers, as the project wrote it down.
CHECKED = {
    ("zeren:place/330000", "skos:exactMatch", "wikidata:Q16967"),
    ("zeren:place/330900", "skos:exactMatch", "wikidata:Q58324"),
    ("zeren:place/100000", "skos:exactMatch", "wikidata:Q148"),
    ("zeren:unit/9dbb594a89", "dcterms:identifier", "uscc:11330922090963010M"),
    ("zeren:unit/f87c7551df", "dcterms:identifier", "uscc:113309220026431300"),
}
# Compared with the classification that the UN Statistics Division publishes, definition by definition.
SDG = {
    ("rnd-intensity", "exactMatch", "C090501"),
    ("mother-mortality", "exactMatch", "C030101"),
    ("child-mortality", "exactMatch", "C030201"),
    ("chronic-mortality", "exactMatch", "C030401"),
    ("forest", "closeMatch", "C150101"),
    ("pm25", "closeMatch", "C110602"),
    ("unemployment", "broadMatch", "C080502"),
    ("energy-intensity", "closeMatch", "C070301"),
    ("carbon-intensity", "closeMatch", "C090401"),
    ("poverty-rate", "closeMatch", "C010201"),
}
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def rows() -> list[tuple[Linkset, str, str, str, str]]:
    return [(s, k.subject, k.predicate, k.object, k.confidence) for s in linksets() for k in s.links]


def test_every_link_was_checked() -> None:
    given = {(s, p, o) for _, s, p, o, _ in rows()}
    assert given >= CHECKED
    outside = {
        (s, p, o)
        for s, p, o in given
        if o.startswith(("wikidata:", "uscc:", "geonames:")) and p != "skos:closeMatch"
    }
    assert outside == CHECKED
    # What nobody has confirmed is a near match at most.
    assert ("zeren:place/330922", "skos:closeMatch", "wikidata:Q7494271") in given


def test_subjects_exist() -> None:
    entities = Entities.of_registry()
    known = {s.value for s, _, _ in terms()}
    for linkset, subject, _, _, _ in rows():
        if subject.startswith("zeren:"):
            assert entities.get(subject.removeprefix("zeren:")), subject
        else:
            assert linkset.expand(subject, BASE) in known, subject


def test_indicators_of_the_sdgs_are_those_that_were_compared() -> None:
    paths = {indicators().by_key[key].path: key for key, _, _ in SDG}
    given = [
        (k.subject, k.predicate, k.object) for s in linksets() if s.name == "indicators-sdg" for k in s.links
    ]
    assert len(given) == len(SDG)
    assert {
        (paths[s.removeprefix("zeren:")], p.removeprefix("skos:"), o.removeprefix("sdg:"))
        for s, p, o in given
    } == SDG
    (linkset,) = (s for s in linksets() if s.name == "indicators-sdg")
    assert linkset.expand("sdg:C090501", BASE) == "http://metadata.un.org/sdg/C090501"


def test_codes_of_places_are_the_registry_s() -> None:
    for linkset, subject, _, value, _ in rows():
        if linkset.name == "places-codes":
            code = value.partition(":")[2]
            assert subject == f"zeren:place/{code}"
            assert places().by_code(code)
            assert value.startswith("stat:" if len(code) == 9 else "gbt2260:")


@pytest.mark.parametrize("code", [o.partition(":")[2] for _, _, _, o, _ in rows() if o.startswith("uscc:")])
def test_check_digits_of_credit_codes(code: str) -> None:
    total = sum(ALPHABET.index(char) * pow(3, i, 31) for i, char in enumerate(code[:17]))
    assert code[17] == ALPHABET[(31 - total % 31) % 31]


def test_the_qudt_links_are_the_ontology_s() -> None:
    predicate = vocab.expand("skos:exactMatch")
    stated = {(s.value, o.value) for s, p, o in terms() if p.value == predicate and "qudt.org" in o.value}
    written = {
        (linkset.expand(s, BASE), linkset.expand(o, BASE))
        for linkset, s, _, o, _ in rows()
        if linkset.name == "measures-qudt"
    }
    assert written == stated


def test_quads_stand_in_one_graph_only() -> None:
    quads = list(linkset_quads(BASE))
    assert len(quads) == len(set(quads))
    assert {g for _, _, _, g in quads} == {f"<{BASE}graph/links>"}
    elsewhere = {(str(q.subject), str(q.predicate), str(q.object)) for q in sample_store().engine
                 if getattr(q.graph_name, "value", "") != f"{BASE}graph/links"}  # fmt: skip
    assert not {(s, p, o) for s, p, o, _ in quads} & elsewhere
    assert not any(term.startswith("_:") for quad in quads for term in quad)


def test_instances_follow_the_base() -> None:
    quads = list(linkset_quads("http://example.org/kg/"))
    assert not any("w3id.org/zeren/place" in term for quad in quads for term in quad)
    assert any(s == "<http://example.org/kg/place/330000>" for s, _, _, _ in quads)
