"""A figure has one value: the SQL beside a query answers what its SPARQL does, row by row."""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path

import pytest

from kg import resources
from kg.errors import DataError
from kg.query import CannedQuery, Catalog, Table
from kg.query.sql import read_sql
from kg.settings import DEFAULT_BASE
from kg.store.base import Bindings
from kg.store.oxigraph import OxigraphStore
from kg.tables.building import build
from kg.tables.figures import Figures
from tests import corpus, loaded
from tests.conftest import ROOT

QUERIES = [query for query in loaded.catalog() if query.sql is not None]
STORES = ("real", "two", "gold")
OTHERS = {"notice", "atLeast"}  # parameters that may be left out


@cache
def gold() -> OxigraphStore:
    """Return a store with invented notices of many layouts."""
    paths = (
        sorted((ROOT / "tests/gold/own5").glob("*.txt"))[:6]
        + sorted((ROOT / "tests/gold/own17").glob("*"))[:6]
    )
    return loaded._store([path.read_bytes() for path in paths if path.suffix in (".txt", ".md")])


@cache
def asked(name: str) -> tuple[OxigraphStore, Figures]:
    """Return a store and its tables."""
    import tempfile

    store = {"real": loaded.real, "two": loaded.two, "gold": gold, "corpus": corpus.whole}[name]()
    folder = Path(tempfile.mkdtemp(prefix="kg-test-figures-"))
    build(store, folder)
    return store, Figures(folder)


@cache
def with_tables() -> Catalog:
    """Return a catalogue for which tables answer."""
    return Catalog.load(resources.queries())


def by_both(name: str, store: OxigraphStore, figures: Figures, params: dict[str, str]) -> tuple[Table, Table]:
    """Return the answer of the graph and that of the tables."""
    graph, tables = loaded.catalog(), with_tables()
    tables.figures = figures
    first, second = graph.run(name, params, store), tables.run(name, params, store)
    assert first.tables is None
    assert second.tables is not None
    return first, second


def told(table: Table) -> list[tuple[str | None, ...]]:
    return [tuple(None if cell is None else cell.value for cell in row) for row in table.rows]


def given(query: CannedQuery, store: OxigraphStore) -> list[dict[str, str]]:
    """Return what a query is asked with: nothing, or of what it needs the values that most is said of."""
    needed = [param for param in query.params.values() if param.required]
    if not needed:
        return [{}]
    (param,) = needed
    found = store.query(
        f"PREFIX kg: <https://w3id.org/zeren/ontology#> SELECT ?v WHERE {{ ?s kg:{param.name} ?v }} "
        "GROUP BY ?v ORDER BY DESC(COUNT(?s)) ?v LIMIT 4",
        default_graph="union",
    )
    assert isinstance(found, Bindings)
    return [{param.name: row[0].value} for row in found.rows if row[0] is not None]


@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_tables_say_what_the_graph_says(query: CannedQuery, store: str) -> None:
    held, figures = asked(store)
    rows = 0
    for params in given(query, held):
        first, second = by_both(query.name, held, figures, params)
        assert told(second) == told(first)
        assert [column.name for column in second.columns] == [column.name for column in first.columns]
        assert second.csv() == first.csv()
        assert second.json() == first.json()
        rows += len(first.rows)
    assert rows or not any(param.required for param in query.params.values())


@pytest.mark.parametrize(
    "query",
    [q for q in QUERIES if not {"notice", "atLeast"}.isdisjoint(q.own_params)],
    ids=lambda query: query.name,
)
def test_they_agree_for_every_parameter(query) -> None:  # type: ignore[no-untyped-def]
    held, figures = asked("two")
    notices = [loaded.NUMBER, loaded.NEXT_NUMBER]
    if not by_both(query.name, held, figures, {})[0].rows:  # neither of the two has what is asked for
        held, figures = asked("corpus")
        notices = sorted(
            {str(row["notice"].value) for row in by_both(query.name, held, figures, {})[0].dicts()}
        )
        assert len(notices) > 1
    for name, values in {"notice": notices[:2], "atLeast": ["3", "99999"]}.items():
        for value in values if name in query.params else ():
            first, second = by_both(query.name, held, figures, {name: value})
            assert told(second) == told(first)
            assert second.csv() == first.csv()
            assert told(first) != told(by_both(query.name, held, figures, {})[0])


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_rows_are_counted_without_sorting_them(query: CannedQuery) -> None:
    held, figures = asked("real")
    assert query.sql is not None
    if query.sql.bounded or any(param.required for param in query.params.values()):
        return
    assert not re.search(r"^ORDER BY", query.sql.counting, re.MULTILINE)
    manifest = figures.current(held)
    assert manifest is not None
    rows = figures.ask(manifest, query.sql.text, {}).rows
    assert figures.ask(manifest, query.sql.counting, {}).rows == [(len(rows),)]


def test_sums_over_a_corpus_are_made_of_roll_ups() -> None:
    """What an item has of bodies is twelve million rows for 28,000 notices: distinct ones need gigabytes."""
    read = {query.name for query in QUERIES if query.sql is not None and "item_units" in query.sql.text}
    assert read == {"money-by-unit"}  # of projects alone


def test_questions_of_every_kind_have_a_second_body() -> None:
    assert {query.name for query in QUERIES} >= {
        *("workload", "units-together", "money-by-unit", "targets-by-measure", "overview-themes"),
        *("overview-leaders", "overview-counts", "overview-places", "overview-sources"),
        *("ranking", "hubs", "money-by-leader"),
    }


def test_after_a_write_the_graph_answers_until_tables_are_made_again(tmp_path: Path) -> None:
    store = OxigraphStore(tmp_path / "store", base=DEFAULT_BASE)
    figures = Figures(tmp_path / "tables")
    catalog = Catalog.load(resources.queries())
    catalog.figures = figures
    assert catalog.run("units-together", {}, store).tables is None
    build(store, tmp_path / "tables")
    assert catalog.run("units-together", {}, store).tables is not None
    for write in (
        lambda: store.update("INSERT DATA { GRAPH <http://x/g> { <http://x/s> <http://x/p> 1 } }"),
        lambda: store.put("http://x/g", [("<http://x/s>", "<http://x/p>", "<http://x/o>")]),
        lambda: store.delete("http://x/g"),
    ):
        write()
        assert catalog.run("units-together", {}, store).tables is None
        build(store, tmp_path / "tables")
        assert catalog.run("units-together", {}, store).tables is not None


def test_tables_whose_files_are_gone_leave_the_question_to_the_graph(tmp_path: Path) -> None:
    store = loaded.two()
    build(store, tmp_path / "tables")
    catalog = Catalog.load(resources.queries())
    catalog.figures = Figures(tmp_path / "tables")
    shutil.rmtree(tmp_path / "tables" / "unit_pairs")
    assert catalog.run("units-together", {}, store).tables is None


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        pytest.param("unitLabel: zh, ", "", "columns", id="a column less"),
        pytest.param("total: integer", "total: number", "number", id="no such kind"),
        pytest.param("$notice", "$other", "parameter", id="another parameter"),
        pytest.param("--+ terms", "-- terms", "it should begin", id="no terms"),
    ],
)
def test_a_wrong_second_body_is_told(tmp_path: Path, before: str, after: str, said: str) -> None:
    query = loaded.catalog().get("workload")
    assert query.sql is not None
    text = resources.queries("units", "workload.sql").read_text("utf-8")
    path = tmp_path / "workload.sql"
    path.write_text(text.replace(before, after), "utf-8")
    with pytest.raises(DataError, match=said):
        read_sql(path, tuple(query.sql.terms), query.params)


def test_a_store_of_unknown_state_is_answered_by_tables_only_where_these_are_trusted() -> None:
    held, figures = asked("two")

    class Unknown:
        base = held.base
        state = None

    assert figures.current(Unknown()) is None  # type: ignore[arg-type]
    assert Figures(figures.folder, trusted=True).current(Unknown()) is not None  # type: ignore[arg-type]
