"""Every canned query: its expected answer, its parameters, and what it says about evidence."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from kg import resources, vocab
from kg.query import CannedQuery, Parameter, Table
from kg.store.base import Iri
from kg.store.oxigraph import OxigraphStore
from tests import corpus, loaded
from tests.query.expected import FOLDER, answer, cases, text_of

QUERIES = {query.name: query for query in loaded.catalog()}
QUESTIONS = [name for name, query in QUERIES.items() if query.role == "question"]
PARAMETERS = [(query.name, param) for query in QUERIES.values() for param in query.own_params]
A_TASK = "notice/330922-2024-59976130/0693b8/2/1"
A_PROJECT = "notice/330922-2024-59976130/721a94/1/1"
# What a parameter without choices in the data is tried with.
TRIED = {
    "item": [A_TASK, A_PROJECT, "unit/f87c7551df"],
    "target": [f"{A_TASK}/target/1", f"{A_TASK}/target/2"],
    "word": ["改革", "安全"],
    "mention": ["县财政局", "县粮食局"],
    "from": ["2025-07-01", "2020-01-01"],
    "to": ["2025-07-01", "2030-01-01"],
    "min": ["100", "5"],
    "max": ["100", "5"],
    "atLeast": ["9", "2", "3"],
    "year": ["2025", "2024"],
    "withTarget": ["true", "false"],
    "kind": [vocab.kg("Task"), vocab.kg("Project"), vocab.kg("Target")],
    "within": ["1.01", "1.5", "9"],
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_expected_answer(name: str) -> None:
    kept = FOLDER / f"{name}.csv"
    assert kept.exists(), f"run python -m tests.query.expected {name}, read the file and commit it"
    expected = kept.read_text("utf-8")
    found = text_of(answer(name, cases()[name]))
    assert found.splitlines() == expected.splitlines()
    assert len(found.splitlines()) > 1, "a case without an answer shows nothing"


@pytest.mark.parametrize("name", list(QUERIES))
def test_no_row_stands_twice(name: str) -> None:
    table = answer(name, cases()[name]) if name in QUESTIONS else asked(QUERIES[name], {})
    assert len(set(table.rows)) == len(table.rows)


@pytest.mark.parametrize("name", list(QUERIES))
def test_a_fact_is_one_row_however_many_passages_say_it(name: str) -> None:
    asked_of = [asked(QUERIES[name], {})]
    if name in QUESTIONS:
        asked_of.append(answer(name, cases()[name]))
    for table in asked_of:
        facts = rows_without(table, "sentence", "at")
        assert len(set(facts)) == len(facts)


@pytest.mark.parametrize("name", QUESTIONS)
def test_each_row_leads_to_its_evidence(name: str) -> None:
    table = answer(name, cases()[name])
    for row in table.dicts():
        assert "sentence" in row or any(isinstance(term, Iri) for term in row.values())


def store_of(query: CannedQuery) -> OxigraphStore:
    """Return the store that a query has something to tell of."""
    asked_of = cases().get(query.name, {}).get("store")
    return corpus.whole() if asked_of == "corpus" else loaded.two()


def values_of(query: CannedQuery, param: Parameter) -> list[str]:
    """Return values to try a parameter with, from its own choices where it has some."""
    if param.values:
        return list(param.values)
    if param.choices:
        asked_with = [value for name, value in cases().get(query.name, {}).items() if name == param.name]
        return asked_with + [choice.value for choice in loaded.catalog().choices(param, store_of(query))]
    if param.name == "group":
        rows = loaded.catalog().run("collectives", {}, store_of(query)).dicts()
        return list(dict.fromkeys(row["group"].value for row in rows))
    return TRIED[param.name]


def asked(query: CannedQuery, params: dict[str, str]) -> Table:
    """Run a query on both notices, what is required filled in."""
    given = dict(params)
    for param in query.params.values():
        if param.required and param.name not in given and param.name in cases().get(query.name, {}):
            given[param.name] = cases()[query.name][param.name]
        elif param.required and param.name not in given:
            taken = set(given.values())
            given[param.name] = next(v for v in values_of(query, param) if v not in taken)
    return loaded.catalog().run(query.name, given, store_of(query))


def rows_without(table: Table, *names: str) -> list[Any]:
    """Return the rows without some columns."""
    kept = [index for index, column in enumerate(table.columns) if column.name not in names]
    return [tuple(row[index] for index in kept) for row in table.rows]


@pytest.mark.parametrize(("query", "param"), PARAMETERS)
def test_each_parameter_changes_the_answer(query: str, param: str) -> None:
    canned = QUERIES[query]
    values = values_of(canned, canned.params[param])
    answers = [] if canned.params[param].required else [rows_without(asked(canned, {}), param)]
    for value in values[:60]:
        answers.append(rows_without(asked(canned, {param: value}), param))
        if any(answers) and any(one != answers[0] for one in answers):
            return
    pytest.fail(f"?{param} of {query} changes nothing in {len(values)} values")


@pytest.mark.parametrize(
    ("query", "param"),
    [(q, p) for q, p in PARAMETERS if not QUERIES[q].params[p].required and not QUERIES[q].params[p].default],
)
def test_a_parameter_narrows(query: str, param: str) -> None:
    canned = QUERIES[query]
    every = set(asked(canned, {}).rows)
    for value in values_of(canned, canned.params[param])[:5]:
        narrowed = asked(canned, {param: value})
        if len(narrowed.columns) == len(asked(canned, {}).columns):
            assert len(narrowed) <= len(every)


def test_competency_questions_are_answered() -> None:
    questions = yaml.safe_load(resources.ontology("competency.yml").read_text("utf-8"))
    assert len(questions) >= 24
    for question in questions:
        assert question["query"] in QUESTIONS
        assert question["zh"]
        assert question["en"]


def test_figures_of_the_notice() -> None:
    """What a person counts in the notice itself."""
    run = loaded.catalog().run
    counts = run("overview-counts", {}, loaded.real()).records()[0]
    bodies = run("overview-registry", {}, loaded.real()).records()[0]
    assert (counts["tasks"], counts["projects"], bodies["leaders"]) == (151, 12, 8)
    assert counts["investment"] == 88_450_000
    sections = run("contents-of-a-notice", {}, loaded.real()).records()
    assert [row["items"] for row in sections if row["items"]] == [
        6,
        33,
        24,
        16,
        8,
        32,
        28,
        4,
        3,
        2,
        3,
        1,
        2,
        1,
    ]
    sources = {
        row["sourceText"]: row["amount"] for row in run("money-by-source", {}, loaded.real()).records()
    }
    assert sources == {"财政资金": 75_800_000, "向上争取": 12_650_000}
    money = {
        row["category"]: row["investment"] for row in run("money-by-category", {}, loaded.real()).records()
    }
    assert sorted(money.values()) == [5_870_000, 11_050_000, 11_200_000, 15_000_000, 21_430_000, 23_900_000]
    assert not run("totals-that-disagree", {}, loaded.real()).rows
    leaders = {row["leaderLabel"]: row["tasks"] for row in run("leaders", {}, loaded.real()).records()}
    assert leaders == {
        "杨松": 6, "宋晖": 33, "陈完章": 24, "周国宏": 16, "贺孝磊": 8, "王丹俊": 32,
        "朱云飞": 28, "马梁": 28,
    }  # fmt: skip
    together = run("units-together", {"atLeast": "15"}, loaded.real()).records()
    assert {frozenset((r["unitLabel"], r["partnerLabel"])) for r in together} >= {
        frozenset(("县发改局", "县经信局"))
    }
