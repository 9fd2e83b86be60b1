"""Values in place of variables: the same answer as if the query were written so, and no way in."""

# ruff: noqa: E501 (queries read best on one line)

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.settings import DEFAULT_BASE
from kg.store.base import Bindings, Iri, Literal
from kg.store.binding import bound
from kg.store.oxigraph import OxigraphStore

E = "http://e/"
A, B, NOTHING = Iri(E + "a"), Iri(E + "b"), Iri(E + "nothing")
DATA = [
    (f"<{E}1>", f"<{E}in>", A.n3),
    (f"<{E}2>", f"<{E}in>", A.n3),
    (f"<{E}3>", f"<{E}in>", B.n3),
    *((f"<{E}{n}>", f"<{E}v>", Literal(str(n * 10), None, "http://www.w3.org/2001/XMLSchema#integer").n3) for n in (1, 2, 3)),
]  # fmt: skip


@pytest.fixture(scope="module")
def store() -> Iterator[OxigraphStore]:
    with OxigraphStore(None, base=DEFAULT_BASE) as made:
        made.put(E + "g", DATA)
        yield made


def rows(store: OxigraphStore, text: str, value: Iri) -> list[list[str | None]]:
    answer = store.query(text, substitutions={"n": value})
    assert isinstance(answer, Bindings)
    names = text[text.index("SELECT") :].split("{")[0]
    assert [f"?{name}" in names for name in answer.variables] == [True] * len(answer.variables)
    return [[t.value.removeprefix(E) if t else None for t in row] for row in answer.rows]


QUERIES = [
    pytest.param("SELECT ?n ?t { ?t <http://e/in> ?n } ORDER BY ?t", [["a", "1"], ["a", "2"]], id="a triple"),
    pytest.param("SELECT ?n (COUNT(*) AS ?c) { ?t <http://e/in> ?n } GROUP BY ?n ORDER BY ?n DESC(?n)", [["a", "2"]], id="the only key"),
    pytest.param("SELECT ?n ?t (COUNT(*) AS ?c) { ?t <http://e/in> ?n } GROUP BY ?n ?t ORDER BY ?t", [["a", "1", "1"], ["a", "2", "1"]], id="one of two keys"),
    pytest.param("SELECT ?n (SUM(?v) AS ?s) { { SELECT DISTINCT ?n ?t WHERE { ?t <http://e/in> ?n } } ?t <http://e/v> ?v } GROUP BY ?n", [["a", "30"]], id="a sub-SELECT that tells it"),
    pytest.param("SELECT ?n ?c { { SELECT (COUNT(?t) AS ?c) { ?t <http://e/in> ?n } } }", [["a", "2"]], id="a sub-SELECT that does not"),
    pytest.param("SELECT ?n ?c { { SELECT ?n (MAX(?v) AS ?c) { ?t <http://e/in> ?n ; <http://e/v> ?v } GROUP BY ?n } }", [["a", "20"]], id="grouped in a sub-SELECT"),
    pytest.param("SELECT ?n ?t { ?t <http://e/in> ?any FILTER(BOUND(?n) && ?any = ?n) } ORDER BY ?t", [["a", "1"], ["a", "2"]], id="a filter"),
    pytest.param("SELECT ?n ?t { ?t <http://e/v> ?v FILTER EXISTS { ?t <http://e/in> $n } } ORDER BY ?t", [["a", "1"], ["a", "2"]], id="EXISTS"),
    pytest.param("SELECT ?t ?n { { ?t <http://e/in> ?n } UNION { ?n <http://e/none> ?t } } # ?n }\nORDER BY ?t", [["1", "a"], ["2", "a"]], id="UNION and a comment"),
    pytest.param("SELECT ?n ?x { ?t <http://e/in> ?n BIND(CONCAT(STR(?n), '?n') AS ?x) } ORDER BY ?t", [["a", "a?n"], ["a", "a?n"]], id="words that look like it"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), QUERIES)
def test_a_value_stands_where_its_variable_did(
    store: OxigraphStore, text: str, expected: list[list[str | None]]
) -> None:
    assert rows(store, text, A) == expected


@pytest.mark.parametrize(
    "text", [case.values[0] for case in QUERIES if "(COUNT(?t) AS" not in str(case.values[0])]
)
def test_where_nothing_is_found_there_is_no_row(store: OxigraphStore, text: str) -> None:
    assert rows(store, text, NOTHING) == []


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?n { BIND(1 AS ?n) }",
        "SELECT ?n { VALUES ?n { 1 } }",
        "SELECT ?n { VALUES (?t ?n) { (1 2) } }",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    ],
)
def test_a_variable_that_the_query_gives_is_not_given_again(store: OxigraphStore, text: str) -> None:
    with pytest.raises(UsageError, match="value of its own"):
        store.query(text, substitutions={"n": A})


@pytest.mark.parametrize("term", ["<a b>", '"open', "?x", "1 ; DROP ALL", '"a" "b"', "<http://a> . <http://b>", "", "<<( <a:a> <a:a> <a:a> )>>"])  # fmt: skip
def test_only_one_term_is_a_value(term: str) -> None:
    with pytest.raises(UsageError):
        bound("SELECT ?n { ?t ?p ?n }", {"n": term})


def test_only_a_name_is_a_variable() -> None:
    with pytest.raises(UsageError, match="no name of a variable"):
        bound("SELECT ?n { ?t ?p ?n }", {"n } DROP": A.n3})


@given(st.text(max_size=40))
def test_any_words_come_back_as_they_are(words: str) -> None:
    if any(0xD800 <= ord(c) <= 0xDFFF for c in words):
        return
    with OxigraphStore(None, base=DEFAULT_BASE) as store:
        store.put(E + "g", [(A.n3, f"<{E}p>", Literal(words))])
        answer = store.query("SELECT ?s ?n { ?s ?p ?n }", substitutions={"n": Literal(words)})
        assert isinstance(answer, Bindings)
        assert answer.rows == [(A, Literal(words))]
