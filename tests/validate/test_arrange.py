"""Arranging a query changes its speed, never its answers: plain rdflib is asked the same."""

from __future__ import annotations

import pytest
from rdflib import Graph

from kg.validate.engine import DataGraph

DATA = """
@prefix : <urn:x:> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:a :in :s ; :n 3 ; :text "一二三四五"@zh ; :plain "二三" ; :at [ :start 1 ; :end 3 ] , [ :start 2 ] .
:b :in :s ; :n -2 ; :text "abc" ; :plain "abc" ; :at [ :start 0 ; :end 2.5 ] .
:c :in :t ; :n 1.5 ; :text "x"^^xsd:string ; :plain "x" ; :at [ :start "1"^^xsd:int ; :end "z" ] .
:d :in :t ; :n "no" ; :text 7 ; :plain :b ; :at [ :start 9 ; :end 9 ] .
"""
CLAUSES = [
    "?x :at/:start ?start . ?x :text ?t . FILTER (SUBSTR(?t, ?start + 1, 2) != '')",
    "?x :n ?n ; :at/:start ?start . FILTER (?n - ?start < 1)",
    "?x :n ?n ; :at/:start ?start . FILTER (?n + ?start + 1 > 3)",
    "?x :text ?t ; :plain ?p . FILTER (STR(?t) = ?p)",
    "?x :text ?t ; :plain ?p . FILTER (?t != ?p)",
    "?x :text ?t . FILTER (STRLEN(?t) >= 3 && EXISTS { ?x :at/:end ?end . FILTER (?end > 2) })",
    "?x :at/:start ?start . FILTER NOT EXISTS { ?y :at/:start ?other . FILTER (?other < ?start) }",
    "{ SELECT ?s WHERE { ?any :in ?s ; :n ?n } GROUP BY ?s HAVING (COUNT(?any) > 1) } "
    "?x :in ?s ; :n ?n . FILTER (?n > 0)",
    "?x :in|:none ?s . ?y :in ?s ; :n ?n . FILTER (?x != ?y) BIND (?n + 1 AS ?m) FILTER (?m > 0)",
    "?x :n ?n . FILTER (?n > 1 || STRLEN(?n) > 1 || EXISTS { ?x :at/:start 9 })",
    "?x :text ?t ; :n ?n . FILTER ((?n > 2 && STRLEN(?t) > 4) || !(?n = 3 || ?t = 'abc'))",
    "?x :text ?t . BIND (SUBSTR(?t, 2) AS ?rest) BIND (STR(?t) AS ?words) FILTER (BOUND(?words))",
]


@pytest.mark.parametrize("clause", CLAUSES)
def test_answers_are_those_of_rdflib(clause: str) -> None:
    query = f"PREFIX : <urn:x:> SELECT * WHERE {{ {clause} }}"
    if clause.startswith("{ SELECT"):
        query = f"PREFIX : <urn:x:> SELECT ?x ?n WHERE {{ {clause} }}"
    plain, quick = Graph(), DataGraph()
    plain.parse(data=DATA, format="turtle")
    quick.add_all(plain)
    expected = answers(plain, query)
    assert expected, "the clause tests nothing"
    assert answers(quick, query) == expected


def answers(graph: Graph, query: str) -> list[str]:
    return sorted(str(sorted(solution.items())) for solution in graph.query(query).bindings)
