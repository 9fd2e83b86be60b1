"""A text that is refused: where, which word, and what it should be, in one language at a time."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.store.evaluation import evaluate, read
from kg.store.grammar import departure
from kg.store.operations import Question, Update
from kg.store.prefixes import completed, undeclared
from kg.store.remote import sent
from kg.store.syntax import explained, mistake
from kg.store.writing import update
from kg.vocab import PREFIXES
from tests import loaded
from tests.conftest import suites_path

# text, line, column, the word that is named, a part of what is said of it
MISTAKES = [
    ("SELEC ?s {}", 1, 1, "SELEC", "SELECT"),
    ("SELECT ?s WEHRE { ?s ?p ?o }", 1, 11, "WEHRE", "WHERE"),
    ("SELECT ?s { ?s ?p ?o .\n  FITLER(?o > 1) }", 2, 3, "FITLER", "FILTER"),
    ("SELECT ?s { FILTER(CONTAIN(?s,'x')) }", 1, 20, "CONTAIN", "CONTAINS"),
    ("SELECT * { ?s ?p ?o } LIMT 5", 1, 23, "LIMT", "LIMIT"),
    ("PREFX ex: <http://e/> SELECT * {}", 1, 1, "PREFX", "PREFIX"),
    ("SELECT * { FILTER(ex(?s)) }", 1, 19, "ex", "function"),
    ("SELECT ?s { ?s ?p ?o ", 1, 22, "", "{ of line 1, column 11 is not closed"),
    ("SELECT ?s {\r\n ?s ?p ?o\r\n FILTER(?o > 3 }", 3, 16, "}", ") is missing before it"),
    ("ASK { ?s ?p ?o } }", 1, 18, "}", "too many"),
    ("SELECT ?s { ?s ?p 'x }", 1, 19, "'", "no partner"),
    ("SELECT ?s, ?p { ?s ?p ?o }", 1, 10, ",", "blanks, not commas"),
    ("SELECT COUNT(?s) { ?s ?p ?o }", 1, 8, "COUNT", "(COUNT(…) AS ?name)"),
    ("SELECT (COUNT(?s)) { ?s ?p ?o }", 1, 18, ")", "AS ?name"),
    ("SELECT * { ?s ?p ?o } ORDER BY ?s DESC", 1, 35, "DESC", "DESC(?variable)"),
    ("SELECT * { ?s ?p ?o FILTER ?o > 3 }", 1, 28, "?o", "FILTER(…)"),
    ("SELECT * { ?s ?p ?o FILTER(?o == 3) }", 1, 32, "=", "one ="),
    ("SELECT * { ?s ?p ?o FILTER(?o <> 3) }", 1, 31, "<>", "!="),
    ("SELECT * { ?s ?p ?o FILTER(?o > 1,000) }", 1, 34, ",", "thousands"),
    ("SELECT * { ?s ?p ?o FILTER(?o > 1 AND ?o < 3) }", 1, 35, "AND", "&&"),
    ("SELECT * { ?s ?p ?o FILTER(?o LIKE '%x') }", 1, 31, "LIKE", "CONTAINS"),
    ("SELECT * { ?s kg:value > 3 }", 1, 24, ">", "FILTER(?v > 1)"),
    ("SELECT * { ?s kg:value 20% }", 1, 26, "%", "percent"),
    ("SELECT * { ?s ?p ?o ?s ?q ?z }", 1, 21, "?s", "no . at its end"),
    ("SELECT * { ?s rdfs:label 县财政局 }", 1, 26, "县财政局", '"县财政局"@zh'),
    ("SELECT * { ?s ?p “县” }", 1, 18, "“", 'write "'),
    ("SELECT * { ?s ?p 1； ?q 2 }", 1, 19, "；", "write ;"),
    ("SELECT * { ?s ?p <http://e/a b> }", 1, 18, "<http://e/a b>", "no blanks"),
    ("SELECT ?s { ?s ?p ?o } GROUP ?s", 1, 30, "?s", "BY is missing"),
    ("DESCRIBE", 1, 9, "", "a variable, an IRI"),
    ("PREFIX ex: <http://e/>", 1, 23, "", "there is no query"),
    ("", 1, 1, "", "there is no query"),
    ("SELECT * { ?s a ex:Task }", 1, 17, "ex:Task", "PREFIX ex: <…>"),
    ("SELECT * { ?s a kgs:Task }", 1, 17, "kgs:Task", "did you mean kg:"),
    ("SELECT (COUNT(?s) AS ?n) ?p { ?s ?p ?o }", 1, 26, "?p", "GROUP BY ?p"),
    ("SELECT ?p ?o { ?s ?p ?o } GROUP BY ?p", 1, 11, "?o", "GROUP BY ?o"),
    ("SELECT * { ?s ?p ?o } GROUP BY ?p", 1, 8, "*", "named, not *"),
    ("SELECT * { ?s ?p ?o FILTER(COUNT(?s) > 1) }", 1, 28, "COUNT", "HAVING"),
    ("SELECT * { FILTER(STRLEN(?a, ?b) > 1) }", 1, 19, "STRLEN", "1 arguments, not 2"),
    ("SELECT * { VALUES (?a ?b) { (1 2) (1) } }", 1, 35, "(", "1 values for 2"),
    ("SELECT * { ?s ?p 'a\\q' }", 1, 20, "\\q", "twice"),
    ("SELECT ?s { ?s ?p ?o BIND(1 AS ?o) }", 1, 32, "?o", "in use already"),
    ("SELECT (1 AS ?s) (2 AS ?s) {}", 1, 24, "?s", "in use already"),
    ("SELECT * { ?s <p> ?o }", 1, 15, "<p>", "scheme"),
    ("INSERT DATA { <x:a> <x:b> ?d }", 1, 27, "?d", "no variables"),
    ("DELETE { _:a ?p ?o } WHERE { ?s ?p ?o }", 1, 10, "_:a", "no blank nodes"),
]


def refused(text: str) -> UsageError:
    store = ox.Store()
    is_update = re.match("INSERT|DELETE", text)
    with pytest.raises(UsageError) as found:
        update(store, Update(text)) if is_update else evaluate(store, Question(text))
    return found.value


@pytest.mark.parametrize(("text", "line", "column", "word", "said"), MISTAKES, ids=[m[0] for m in MISTAKES])
def test_a_mistake_is_told(text: str, line: int, column: int, word: str, said: str) -> None:
    error = refused(text)
    where = (
        f"line {line}, column {column}, “{word}”: " if word else f"line {line}, column {column} (the end): "
    )
    assert error.en.startswith(f"SPARQL syntax: {where}")
    assert said in error.en
    assert f"第 {line} 行第 {column} 列" in error.zh
    assert not re.search("[\u4e00-\u9fff]", error.en.replace("县财政局", "").replace("县", ""))
    assert not re.search("[a-z]{4,} [a-z]{3,}", error.zh.replace(word, "")), "one language at a time"
    assert error.zh.endswith("。")


def test_nothing_that_the_engine_takes_leaves_the_grammar() -> None:
    texts = {query.name: query.text for query in loaded.catalog()}
    root = suites_path("w3c-sparql11")
    taken = 0
    for path in sorted([*root.rglob("*.rq"), *root.rglob("*.ru")]):
        text, store = path.read_text("utf-8"), ox.Store()
        run = store.update if path.suffix == ".ru" else store.query
        try:
            run(text, base_iri="http://example.org/")
        except SyntaxError:
            continue
        except (RuntimeError, OSError):
            pass  # it was read
        texts[str(path.relative_to(root))] = text
        taken += 1
    assert taken > 400
    assert {name for name, text in texts.items() if departure(text) is not None} == set()
    # What holds no operation at all is a sound update and no query.
    wrong = {name: error.en for name, text in texts.items() if (error := mistake(text)) is not None}
    assert {name for name, words in wrong.items() if "there is no query" not in words} == set(), wrong


@given(st.text(max_size=60))
def test_whatever_is_sent_has_an_answer(text: str) -> None:
    assert explained(text, "error at 1:1: expected X").zh


def test_what_the_grammar_does_not_know_is_said_by_the_engine() -> None:
    error = explained("SELECT * { <<?s ?p ?o>> ?q ?z ; ; . . }", "error at 1:30: expected X")
    assert "第 1 行第 30 列" in error.zh
    assert "error at 1:30: expected X" in error.en


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("SELECT * { ?t a kg:Task ; rdfs:label ?l }", ["kg", "rdfs"]),
        ("PREFIX kg: <x:y> SELECT * { ?t a kg:Task ; rdfs:label ?l }", ["rdfs"]),
        ("PREFIX\nkg:<x:y> prefix rdfs: <x:z> SELECT * { ?t a kg:Task ; rdfs:label ?l }", []),
        ("# PREFIX kg: <x:y>\nSELECT * { ?t a kg:Task }", ["kg"]),
        ('SELECT * { ?t ?p \'PREFIX kg: kg:x\', """skos:""" ; <oa:p> 1 }', []),
        ("SELECT * { ?t !(kg:a|^prov:b)/org:c+ 1, '1'^^xsd:decimal }", ["kg", "prov", "org", "xsd"]),
        ("SELECT * { ?t mykg:a ex-kg:b <http://x/kg:c> }", []),
        ("ASK {}", []),
    ],
)
def test_which_prefixes_are_lacking(text: str, names: list[str]) -> None:
    assert undeclared(text) == {name: PREFIXES[name] for name in names}
    whole = completed(text)
    assert whole.endswith(text)
    assert "\n" not in whole.removesuffix(text), "lines keep their numbers"
    assert undeclared(whole) == {}


def test_other_servers_get_the_whole_text() -> None:
    text = "SELECT ?t { ?t a kg:Task }"
    assert sent(Question(text))[0] == f"PREFIX kg: <{PREFIXES['kg']}> {text}"
    whole = "PREFIX kg: <http://example.org/> SELECT ?t { ?t a kg:Task }"
    assert sent(Question(whole))[0] == whole


def test_a_prefix_of_ours_may_be_another_ones() -> None:
    store = ox.Store()
    update(store, Update("PREFIX kg: <http://other/> INSERT DATA { kg:a a kg:b }"))
    update(store, Update("INSERT DATA { kg:a a kg:b }"))
    asked = "SELECT ?t { ?s a ?t } ORDER BY ?t"
    answer = read(store, Question(asked), None)
    assert [row[0].value for row in answer.rows] == ["http://other/b", "https://w3id.org/zeren/ontology#b"]


def test_a_long_text_is_looked_over_in_its_length() -> None:
    text = "SELECT * {" + "?s kg:value 1 . " * 12_000 + "FITLER(1) }"
    assert "“FITLER”" in refused(text).en
