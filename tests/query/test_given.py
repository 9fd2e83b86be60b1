"""What is sent of a canned query when parameters are given, and when they are not."""

import pytest

from kg.query.given import as_sent

EXISTS = "SELECT ?item ?unit { ?item a <x> . FILTER(COALESCE(isBlank(?unit), true) || EXISTS { ?item <u> ?unit }) }"  # noqa: E501
COUNT = (
    "SELECT ?a (COUNT(*) AS ?n) ?min { ?a <p> ?b } GROUP BY ?a ?min HAVING (COALESCE(COUNT(*) >= ?min, true))"
)
BOUND_TOO = (
    "SELECT ?g ?unit { { ?g <m> ?unit } UNION { ?g a <G> } FILTER(COALESCE(isBlank(?unit), true) || ?g) }"
)
TEXT = 'SELECT ?a ?word { ?a <p> ?t FILTER(COALESCE(CONTAINS(?t, ?word), true)) FILTER(?t != ")") }'


@pytest.mark.parametrize(
    ("text", "given", "sent"),
    [
        (EXISTS, [], "SELECT ?item ?unit { ?item a <x> .  }"),
        (EXISTS, ["unit"], "SELECT ?item ?unit { ?item a <x> . FILTER(EXISTS { ?item <u> ?unit }) }"),
        (COUNT, [], "SELECT ?a (COUNT(*) AS ?n) ?min { ?a <p> ?b } GROUP BY ?a ?min "),
        (COUNT, ["min"], COUNT.replace("COALESCE(COUNT(*) >= ?min, true)", "COUNT(*) >= ?min")),
        (BOUND_TOO, [], BOUND_TOO),
        (BOUND_TOO, ["unit"], BOUND_TOO),
        (TEXT, [], 'SELECT ?a ?word { ?a <p> ?t  FILTER(?t != ")") }'),
    ],
)
def test_filters_of_parameters(text: str, given: list[str], sent: str) -> None:
    assert as_sent(text, ["unit", "min", "word"], given) == sent
