"""What a store held at the end of a day: told from the kept versions, and by nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kg import loading, pipeline, vocab
from kg.errors import LimitReached, NotFound, UsageError
from kg.store.base import Bindings, Store
from kg.store.oxigraph import OxigraphStore
from kg.store.versions.archive import Archive
from kg.store.versions.as_of import day_of
from tests.store.test_succession import words
from tests.store.test_versions import ITEMS, NEW, Held, edited, text

DAY = date(2031, 3, 1)  # of the first load, at 17 o'clock in China


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Held]:
    with OxigraphStore(None, base=vocab.BASE) as store:
        store.versions = Archive(tmp_path / "versions")
        loading.prepare(store)
        yield Held(store, store.versions)


def lines(store: Store, graphs: str = "") -> set[str]:
    """Return what a store holds, graph by graph, without times of conversion."""
    answer = store.query(
        "SELECT ?g ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } "
        f'FILTER(?p NOT IN (<{vocab.PREFIXES["prov"]}endedAtTime>) && CONTAINS(STR(?g), "{graphs}")) }}'
    )
    assert isinstance(answer, Bindings)
    return {str(row) for row in answer.rows}


def test_every_day_is_told_as_it_was(held: Held) -> None:
    """After each load the store is noted; going back gives each of them again, graph by graph."""
    noted: dict[int, set[str]] = {}
    loads = {
        0: text(),
        10: words(2031, 9),
        20: text(edited(1, "113亿元", "120亿元")),
        30: text((*ITEMS, NEW)),
        40: words(2032, 9),
        50: words(2031, 9, title="重点工作责任分解表"),
    }
    for day, source in loads.items():
        held.load(source, days=day)
        noted[day] = lines(held.store)
    for day, before in noted.items():
        for later in (0, 9):
            with loading.as_of(held.store, DAY + timedelta(days=day + later)) as then:
                now = lines(then)
            # What a replaced file or program is stays told, for other notices may come from it.
            extra = {line for line in now - before if "/file/" not in line and "/software/" not in line}
            assert (extra, before - now) == (set(), set()), day + later


def test_a_day_ends_in_china(held: Held) -> None:
    held.load(text())  # 2031-03-01 17:00 in China
    late = datetime(2031, 3, 1, 15, 59, tzinfo=UTC)  # a minute before the day ends there
    notice = pipeline.convert(text((*ITEMS, NEW)).encode(), name="通知.txt")
    loading.load_notice(notice, held.store, at=late)
    with loading.as_of(held.store, DAY) as then:
        assert count(then) == len(ITEMS) + 1
    midnight = late + timedelta(minutes=1)
    notice = pipeline.convert(text(ITEMS[1:]).encode(), name="通知.txt")
    loading.load_notice(notice, held.store, at=midnight)
    with loading.as_of(held.store, DAY) as then:
        assert count(then) == len(ITEMS) + 1
    with loading.as_of(held.store, DAY + timedelta(days=1)) as then:
        assert count(then) == len(ITEMS) - 1


def test_before_the_first_load_is_one_sentence(held: Held) -> None:
    held.load(text())
    held.load(text((*ITEMS, NEW)), days=5)
    with pytest.raises(UsageError, match="2031-03-01") as told:
        loading.as_of(held.store, DAY - timedelta(days=1))
    assert "2031-02-28" in told.value.en


def test_a_version_that_was_not_kept_is_told_and_a_store_can_be_too_large(held: Held) -> None:
    held.load(text())
    held.load(text((*ITEMS, NEW)), days=5)
    with pytest.raises(LimitReached, match="--as-of"):
        loading.as_of(held.store, DAY, most=10)
    held.store.versions = None
    with pytest.raises(NotFound, match="KG_VERSIONS"):
        loading.as_of(held.store, DAY)
    with loading.as_of(held.store, DAY + timedelta(days=5)) as then:
        assert count(then) == len(ITEMS) + 1


def test_an_empty_store_held_nothing(held: Held) -> None:
    with loading.as_of(held.store, DAY) as then:
        assert count(then) == 0


@pytest.mark.parametrize(
    "word", ["", "2031", "2031-13-01", "2031-02-30", "01.03.2031", "昨天", "2031-3-1", "٢٠٣١-٠٣-٠١"]
)
def test_what_is_no_day_is_told(word: str) -> None:
    with pytest.raises(UsageError, match="2024-06-30"):
        day_of(word)


def count(store: Store) -> int:
    answer = store.query("SELECT (COUNT(*) AS ?n) WHERE { ?t a kg:Task }")
    assert isinstance(answer, Bindings)
    return int(answer.rows[0][0].value)  # type: ignore[union-attr]
