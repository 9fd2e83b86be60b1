"""The search as a SPARQL function: kg:matches(?text, "words")."""

from __future__ import annotations

import pytest

from kg.names.matching import matches
from kg.store.base import Bindings
from tests import loaded

ASKED = """
PREFIX kg: <https://w3id.org/zeren/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?label (MAX(?s) AS ?score) WHERE {
  ?unit a kg:Unit ; rdfs:label|<http://www.w3.org/2004/02/skos/core#prefLabel> ?name ; rdfs:label ?label .
  BIND(kg:matches(?name, "%s") AS ?s) FILTER(?s > 0)
} GROUP BY ?label ORDER BY DESC(?score) ?label"""


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("发改局", "县发改局"),
        ("嵎泗海事处", "嵊泗海事处"),
        ("xczj", "县财政局"),
        ("海洋 渔业", "县海洋与渔业局"),
    ],
)
def test_a_query_uses_it(query: str, label: str) -> None:
    answer = loaded.real().query(ASKED % query)
    assert isinstance(answer, Bindings)
    assert label in [row[0].value for row in answer.rows if row[0] is not None]
    assert len(answer.rows) < 20


@pytest.mark.parametrize(
    ("text", "query", "score"), [("县财政局", "", 0.0), ("", "财", 0.0), ("a" * 99, "zz", 0.0)]
)
def test_scores(text: str, query: str, score: float) -> None:
    assert matches(text, query) == score


def test_what_is_no_text_has_no_score() -> None:
    answer = loaded.real().query(
        "PREFIX kg: <https://w3id.org/zeren/ontology#> SELECT ?s { BIND(kg:matches(<http://e/>, 'a') AS ?s) }"
    )
    assert isinstance(answer, Bindings)
    assert answer.rows[0][0] is None
