"""What is kept beside a store says what the store says, after every kind of write and every crash."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from kg import loading, pipeline
from kg.errors import StoreError
from kg.kept import figures as kept_figures
from kg.kept.answers import Order, Page, Row, Wanted, listed, words_of
from kg.kept.keeper import Kept, kept_beside
from kg.link.void import figures
from kg.query import CannedQuery
from kg.query.table import make_table
from kg.settings import DEFAULT_BASE
from kg.store.base import Iri, Store
from kg.store.oxigraph import OxigraphStore
from kg.web.rows import ordered
from tests import loaded
from tests.conftest import ROOT

BY_NOTICE = [query.name for query in loaded.catalog() if query.by_notice]
FOREVER: Callable[[], bool] = lambda: True  # noqa: E731


def followed(store: OxigraphStore, path: Path | None = None) -> Kept:
    """Return what is kept of a store, up to date."""
    kept = Kept(path, loaded.catalog(), store.base) if path else kept_beside(store, loaded.catalog())
    kept.follow(store, FOREVER)
    return kept


@pytest.fixture(scope="module")
def two() -> Iterator[Kept]:
    kept = followed(loaded.two())
    yield kept
    kept.close()


def page_of(kept: Kept, name: str, store: OxigraphStore, notice: str | None = None) -> Page | None:
    found = kept.page(name, store, notices=None if notice is None else {notice})
    return found and found[0]


def test_there_are_queries_by_notice() -> None:
    assert {"notices", "workload", "leaders", "targets", "projects", "overview-notices"} <= set(BY_NOTICE)


def told(query: CannedQuery, page: Page) -> tuple[Row, ...]:
    """Return rows as a table tells them."""
    return make_table(query, list(query.columns), page.rows, {}).rows


@pytest.mark.parametrize("name", BY_NOTICE)
def test_rows_are_those_of_the_store(two: Kept, name: str) -> None:
    store, catalog = loaded.two(), loaded.catalog()
    page = page_of(two, name, store)
    assert page is not None
    query = catalog.get(name)
    assert told(query, page) == catalog.answer(query, {}, store).rows
    assert page.total >= len(page.rows)
    if "notice" in query.params:
        for notice in catalog.run("choices-notices", {}, store).dicts():
            iri = notice["value"].value
            one = page_of(two, name, store, iri)
            assert one is not None
            assert told(query, one) == catalog.answer(query, {"notice": Iri(iri)}, store).rows


def test_of_an_empty_store_the_rows_are_its_own_too() -> None:
    store = OxigraphStore(None, base=DEFAULT_BASE)
    loading.prepare(store)
    kept = followed(store)
    for name in BY_NOTICE:
        query, page = loaded.catalog().get(name), page_of(kept, name, store)
        assert page is not None
        assert told(query, page) == loaded.catalog().answer(query, {}, store).rows
    kept.close()


def test_figures_are_those_of_the_store(two: Kept) -> None:
    said = two.figures(loaded.two())
    assert said is not None
    assert asdict(said) == asdict(figures(loaded.two()))


def answers(kept: Kept, store: OxigraphStore) -> dict[str, object]:
    """Return everything that is told from what is kept."""
    said = kept.figures(store)
    assert said is not None
    pages = {name: kept.page(name, store) for name in BY_NOTICE}
    assert None not in pages.values()
    found = {}
    for query in ("增长", "县发改局", "xfgj", "建设", "森林"):
        hits = kept.find(store, query, limit=1000)[0].hits
        # Ranks depend on the names that were known when a text was cut, what is found does not.
        found[query] = {(hit.iri, hit.label, hit.also) for hit in hits}
    return {**pages, **found, "figures": asdict(said)}


def made_anew(store: OxigraphStore, tmp_path: Path) -> dict[str, object]:
    """Return what is told by a file that was made of the store as it is."""
    fresh = followed(store, tmp_path / "fresh.sqlite")
    told = answers(fresh, store)
    fresh.close()
    (tmp_path / "fresh.sqlite").unlink()
    return told


@pytest.fixture
def store(tmp_path: Path) -> Iterator[OxigraphStore]:
    with loaded.prepared(tmp_path / "store") as made:
        yield made


def load(store: OxigraphStore, text: bytes) -> str:
    notice = pipeline.convert(text, name="notice.txt")
    loading.load_notice(notice, store, at=loaded.LOADED, older=True)
    return f"{store.base}graph/{notice.iri.removeprefix('notice/')}"


DUTIES = (ROOT / "tests/gold/own8/Q05-flattened-cells-leader-deadline.txt").read_bytes()
PROJECTS = (ROOT / "tests/gold/own8/Q07-flattened-livelihood-projects-money.txt").read_bytes()
CHANGED = DUTIES.replace("增长".encode(), "下降".encode())


def test_it_follows_every_kind_of_write(store: OxigraphStore, tmp_path: Path) -> None:
    kept = followed(store)
    first = load(store, DUTIES)
    load(store, PROJECTS)
    writes: list[Callable[[], object]] = [
        lambda: None,
        lambda: load(store, CHANGED),
        lambda: store.delete(first),
        lambda: store.put(first, [(f"<{DEFAULT_BASE}notice/x>", "<http://e/p>", '"x"')]),
        lambda: store.update(f"INSERT DATA {{ GRAPH <{first}> {{ <http://e/s> a <http://e/C> }} }}"),
        lambda: load(store, DUTIES),
        lambda: store.backup(tmp_path / "backup"),
        lambda: store.update("DELETE WHERE { GRAPH ?g { ?s <https://w3id.org/zeren/ontology#theme> ?o } }"),
        lambda: store.restore(tmp_path / "backup"),
    ]
    for write in writes:
        write()
        kept.follow(store, FOREVER)
        assert answers(kept, store) == made_anew(store, tmp_path)
    kept.close()


def test_only_the_notice_that_was_loaded_is_read(
    store: OxigraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(store, PROJECTS)
    kept = followed(store)
    read: list[str] = []
    plain = Kept._read

    def watched(self: Kept, of: OxigraphStore, graph: str) -> None:
        read.append(graph)
        plain(self, of, graph)

    monkeypatch.setattr(Kept, "_read", watched)
    graph = load(store, DUTIES)
    kept.follow(store, FOREVER)
    assert read == [graph]
    kept.close()


def test_it_opens_again_as_it_was(store: OxigraphStore, tmp_path: Path) -> None:
    load(store, DUTIES)
    kept = followed(store)
    told = answers(kept, store)
    kept.close()
    again = kept_beside(store, loaded.catalog())
    assert again._stale(1) == []
    assert answers(again, store) == told
    again.close()


def test_a_stop_in_the_middle_is_made_good(store: OxigraphStore, tmp_path: Path) -> None:
    """A process that ends between two graphs, or between the store's write and the file's."""
    load(store, DUTIES)
    load(store, PROJECTS)
    for steps in range(1, 4):
        left = iter(range(steps))
        kept = kept_beside(store, loaded.catalog())
        kept.follow(store, lambda left=left: next(left, None) is not None)  # type: ignore[misc]
        kept.close()
        again = followed(store)
        assert answers(again, store) == made_anew(store, tmp_path)
        again.close()
        store.update(f"INSERT DATA {{ <http://e/{steps}> a <http://e/C> }}")
        store.update(f"DELETE DATA {{ <http://e/{steps}> a <http://e/C> }}")


def test_a_failed_transaction_changes_nothing(
    store: OxigraphStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(store, DUTIES)
    kept = followed(store)
    load(store, CHANGED)

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr("kg.kept.figures.put", full)
        with pytest.raises(StoreError, match="full"):
            kept.follow(store, FOREVER)
        assert len(kept._stale(5)) == 1
    kept.follow(store, FOREVER)
    assert answers(kept, store) == made_anew(store, tmp_path)
    kept.close()


@pytest.mark.parametrize("damage", [b"", b"no database at all", b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_damaged_file_is_made_again(store: OxigraphStore, tmp_path: Path, damage: bytes) -> None:
    load(store, DUTIES)
    path = tmp_path / "kept.sqlite"
    followed(store, path).close()
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    path.write_bytes(damage)
    kept = followed(store, path)
    assert answers(kept, store) == made_anew(store, tmp_path)
    kept.close()


def test_the_file_of_another_store_or_program_is_not_believed(
    store: OxigraphStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "kept.sqlite"
    followed(loaded.two(), path).close()
    load(store, DUTIES)
    kept = followed(store, path)
    assert answers(kept, store) == made_anew(store, tmp_path)
    kept.close()
    monkeypatch.setattr("kg.kept.keeper.__version__", "of tomorrow")
    kept = kept_beside(store, loaded.catalog())
    assert kept._state() is None
    kept.close()


def test_what_was_counted_is_told_until_everything_is_read_again(
    store: OxigraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After an upgrade, and after one more; and after a write of which nobody knows what it changed."""
    for year in range(2010, 2017):
        load(store, DUTIES.replace(b"2016", str(year).encode()))
    kept = followed(store)
    counted = kept.figures(store)
    assert counted is not None
    assert kept.counted_before(store) is None  # it can be counted
    kept.close()
    for version in ("of tomorrow", "of the day after"):
        monkeypatch.setattr("kg.kept.keeper.__version__", version)
        kept = kept_beside(store, loaded.catalog())
        kept._note(store)
        assert kept.figures(store) is None
        assert asdict(kept.counted_before(store)) == asdict(counted)  # type: ignore[call-overload]
        kept.close()
    kept = followed(store)
    assert asdict(kept.figures(store)) == asdict(counted)  # type: ignore[call-overload]
    store.update("INSERT DATA { GRAPH <http://e/g> { <http://e/s> <http://e/p> 1 } }")
    kept._note(store)
    assert kept.figures(store) is None
    assert asdict(kept.counted_before(store)) == asdict(counted)  # type: ignore[call-overload]
    kept.close()


def test_shared_graphs_of_a_large_store_are_counted_beside_whoever_follows(
    store: OxigraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes seconds: nobody waits for it, what is counted is told meanwhile, and no write stays unread."""
    kept = followed(store)
    counted = kept.figures(store)
    load(store, DUTIES.replace(b"2016", b"2015"))
    kept.follow(store, lambda: True)
    assert kept.counted_before(store) is None  # of a small store the present is told
    monkeypatch.setattr("kg.kept.keeper._LARGE", 0)
    before, count_shared, written = kept.counted_before(store), kept_figures.count_shared, []
    assert before is not None
    assert counted is not None
    assert before.triples > counted.triples  # of the notice, though not of what all share

    def count(store: Store, *given: Any) -> str:
        if not written:
            written.append(store.state)
            load(store, DUTIES.replace(b"2016", b"2014"))
            kept.follow(store, lambda: True)
            assert kept._state() == store.state
        return count_shared(store, *given)

    monkeypatch.setattr("kg.kept.keeper.figures.count_shared", count)
    settling = threading.Thread(target=kept.settle, args=(store,), daemon=True)
    settling.start()
    settling.join(60)
    assert not settling.is_alive()
    kept.settle(store)
    assert kept.counted_before(store) is None
    kept.close()


def test_lists_come_from_the_store_while_much_is_to_be_read(store: OxigraphStore) -> None:
    kept = kept_beside(store, loaded.catalog())
    for year in range(2010, 2017):
        load(store, DUTIES.replace(b"2016", str(year).encode()))
    assert kept.page("workload", store) is None
    assert kept.figures(store) is None
    found, whole = kept.find(store, "县发改局")
    assert not whole
    assert found.total == 0
    kept.follow(store, FOREVER)
    assert kept.page("workload", store) is not None
    assert kept.find(store, "县发改局")[1]
    kept.close()


def test_a_server_that_others_write_to_is_looked_at_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with OxigraphStore(tmp_path / "store", base=DEFAULT_BASE) as store:
        loading.prepare(store)
        monkeypatch.setattr(OxigraphStore, "state", None)
        kept = Kept(None, loaded.catalog(), store.base)
        assert not kept.find(store, "增长", kind="task")[0].total
        graph = load(store, DUTIES)
        assert not kept.find(store, "增长", kind="task")[0].total  # looked at a moment ago
        kept.follow(store, FOREVER)  # this service wrote
        assert kept.find(store, "增长", kind="task")[0].total
        assert kept.page("workload", store) is None  # the server itself is asked
        store.delete(graph)
        monkeypatch.setattr("kg.kept.keeper._LOOK_AGAIN_S", 0.0)
        assert not [hit for hit in kept.find(store, "增长")[0].hits if hit.kind == "task"]
        kept.close()


@pytest.mark.parametrize("downwards", [False, True])
@pytest.mark.parametrize("column", ["unitLabel", "lead", "total", "unit"])
def test_a_reader_sorts_and_pages(two: Kept, column: str, downwards: bool) -> None:
    """As the pages sort what the store itself answers."""
    store = loaded.two()
    shown = lambda term: term.value[::-1]  # noqa: E731 - an order that the file does not know
    order = Order(column, downwards, shown)
    sign = "-" if downwards else ""
    expected = ordered(loaded.catalog().run("workload", {}, store), sign + column, shown).rows
    found = two.page("workload", store, wanted=Wanted(order=order))
    assert found is not None
    whole = found[0]
    names = list(loaded.catalog().get("workload").columns)
    told = loaded.catalog().run("workload", {}, store).names
    assert [tuple(row[names.index(name)] for name in told) for row in whole.rows] == [*expected]
    parts: list[object] = []
    while len(parts) < whole.total:
        found = two.page("workload", store, wanted=Wanted(order=order, limit=7, offset=len(parts)))
        assert found is not None
        page = found[0]
        assert page.total == whole.total
        parts += page.rows
    assert parts == [*whole.rows]


def test_rows_are_narrowed_and_counted(two: Kept) -> None:
    """The facets of a column add up, and what is chosen there has as many rows as it says."""
    store = loaded.two()
    wanted = Wanted(text="增长 %")
    found = two.page("targets", store, wanted=wanted, facets=("bound", "change", "notice"))
    assert found is not None
    page, facets = found
    assert 0 < page.total < two.page("targets", store)[0].total  # type: ignore[index]
    assert all("增长" in words_of(row) and "%" in words_of(row) for row in page.rows)
    for column, values in facets.items():
        assert sum(number for _, number in values) == page.total
        for term, number in values:
            chosen = two.page("targets", store, wanted=Wanted(text="增长 %", chosen={column: term}))
            assert chosen is not None
            assert chosen[0].total == number


def test_an_answer_that_is_not_kept_is_narrowed_alike(two: Kept) -> None:
    store, query = loaded.two(), loaded.catalog().get("targets")
    wanted = Wanted(text="增长", limit=5)
    kept = two.page("targets", store, wanted=wanted, facets=("bound",))
    whole = two.page("targets", store)
    assert kept is not None
    assert whole is not None
    assert listed(query, whole[0].rows, ("bound",), wanted) == kept


def test_of_a_query_with_a_limit_no_more_is_told() -> None:
    store = OxigraphStore(None, base=DEFAULT_BASE)
    for number in range(12):
        load(store, DUTIES.replace("号".encode(), f"{number}号".encode(), 1))
    kept = followed(store)
    query = loaded.catalog().get("overview-notices")
    assert query.by_notice is not None
    assert query.by_notice.limit == 10 < len(store.graphs()) - 2
    for limit, offset, expected in ((None, 0, 10), (4, 0, 4), (4, 8, 2), (4, 12, 0)):
        found = kept.page("overview-notices", store, wanted=Wanted(limit=limit, offset=offset))
        assert found is not None
        assert (len(found[0].rows), found[0].total) == (expected, 10)
    kept.close()
