"""What an empty answer may be owed to, and what it is not."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.query.hints import hints, kinds
from tests import loaded
from tests.link.service import sample_store

CASES = [
    ('?u rdfs:label "县财政局"', 'write "县财政局"@zh'),
    ("?u rdfs:label '县财政局' ; a kg:Unit", 'write "县财政局"@zh'),
    ('?u skos:prefLabel|skos:altLabel "县财政局"', 'write "县财政局"@zh'),
    ('?u rdfs:label "甲"@zh, "乙"', 'write "乙"@zh'),
    ('?u rdfs:label ?l FILTER(?l = "县财政局")', 'write "县财政局"@zh'),
    ('?u rdfs:label ?l FILTER("县财政局" = ?l)', 'write "县财政局"@zh'),
    ('?u rdfs:label ?l FILTER(?l IN ("甲"@zh, "乙"))', 'write "乙"@zh'),
    ('VALUES ?l { "县财政局" } ?u rdfs:label ?l', 'write "县财政局"@zh'),
    ('?n kg:documentNumber "某政发〔2024〕5号"@zh', 'write "某政发〔2024〕5号"'),
    ("?t kg:value 113", "FILTER(?v = 113)"),
    ('?t kg:target/kg:value "113"', "FILTER(?v = 113)"),
    ('?t kg:value ?v FILTER(?v > "113")', "write 113"),
    ("?n kg:forYear 2024", '"2024"^^xsd:gYear'),
    ('?n kg:forYear "2024"', '"2024"^^xsd:gYear'),
    ('?n kg:forYear "2024"^^xsd:integer', '"2024"^^xsd:gYear'),
    ("?n kg:forYear ?y FILTER(?y >= 2024)", '"2024"^^xsd:gYear'),
    ('?t kg:deadline ?d FILTER(?d < "2024-12-31")', '"2024-12-31"^^xsd:date'),
    ('?n dcterms:issued "2024-02-18"', '"2024-02-18"^^xsd:date'),
    ('?t kg:number "5"', "write 5"),
    ('?u kg:confirmed "true"', "true without quotes"),
    ('<x:t> <https://w3id.org/zeren/ontology#forYear> "2024"', '"2024"^^xsd:gYear'),
    ("?u a kg:unit", "did you mean kg:Unit"),
    ("?t kg:leadunit ?u", "did you mean kg:leadUnit"),
    ("?t kg:nonsenseOfMine ?u", "no kg:nonsenseOfMine"),
    ("?r kg:role kgc:leads", "did you mean kgc:lead"),
    ("?u rdfs:label ?l； a kg:Unit", "the full-width ；"),
]


@pytest.mark.parametrize(("pattern", "said"), CASES, ids=[pattern for pattern, _ in CASES])
def test_a_slip_is_told(pattern: str, said: str) -> None:
    found = hints(f"SELECT * WHERE {{ {pattern} }}")
    assert len(found) == 1
    assert said in found[0].en
    assert found[0].zh != found[0].en
    assert (
        "应写作" in found[0].zh or "是否指" in found[0].zh or "没有" in found[0].zh or "全角" in found[0].zh
    )


@pytest.mark.parametrize(
    "pattern",
    [
        '?u rdfs:label "县财政局"@zh',
        '?u rdfs:label "Finance bureau"@en',
        '?u rdfs:label ?l FILTER(CONTAINS(?l, "财政") && LANG(?l) = "zh")',
        '?u rdfs:label ?l FILTER(STR(?l) = "县财政局")',
        "?t kg:value ?v FILTER(?v = 113 && ?v < 113.5)",
        '?n kg:forYear "2024"^^xsd:gYear ; kg:documentNumber "某政发〔2024〕5号"',
        '?n kg:forYear ?y FILTER(STR(?y) = "2024")',
        "?t kg:number 5 ; kg:deadline ?d FILTER(YEAR(?d) = 2024)",
        '?p oa:exact "全年招引亿元以上产业项目 8 个" ; oa:start 5',
        "?x <http://example.org/value> 113 ; a <http://example.org/unit>",
        "?t kg:role kgc:lead ; kg:normalizedUnit kg:unit-case FILTER(kg:matches(?a, ?b) > 0)",
        '?u rdfs:label ?l FILTER(?l != "" && ?l != "甲")',
        "?s ?p ?o",
    ],
)
def test_what_is_right_has_no_hint(pattern: str) -> None:
    assert hints(f"SELECT * WHERE {{ {pattern} }}") == ()


def test_no_canned_query_has_a_slip() -> None:
    assert {query.name: found for query in loaded.catalog() if (found := hints(query.text))} == {}


def test_properties_hold_what_is_emitted() -> None:
    """Else a hint would lead from a right query to a wrong one."""
    emitted: dict[str, set[str]] = {}
    for quad in sample_store().engine:
        if isinstance(quad.object, ox.Literal):
            kind = quad.object.language or quad.object.datatype.value.rpartition("#")[2]
            emitted.setdefault(quad.predicate.value, set()).add(kind)
    told = {name: kind for name, kind in kinds().items() if name in emitted}
    assert len(told) > 40
    # Labels of the vocabulary are in English too, and comments of links in no language.
    wrong = {name: emitted[name] for name, kind in told.items() if emitted[name] - {"en"} != {kind}}
    assert {name.rpartition("#")[2] for name in wrong} <= {"comment", "label"}
    assert all("zh" in found for found in wrong.values())


def test_a_long_text_is_let_be() -> None:
    assert hints('SELECT * { ?s rdfs:label "甲" ' + " " * 40_000 + "}") == ()
