"""Paths stay what they are, or the scheme is raised: a store of before is then told apart."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kg import identity, loading, vocab
from kg.errors import StoreError
from kg.store.oxigraph import OxigraphStore
from tests.store.test_versions import notice, text

NONE = (None, None, None, "")
# Under another scheme these may be others: raise identity.SCHEME, and write them anew.
PATHS = {
    identity.notice_path("330922", 2024, "嵊政办发〔2024〕5号", *NONE): "notice/330922-2024-59976130",
    identity.notice_path(
        None, 2031, "云政办发〔2031〕7号", "云岚县府办", None, None, ""
    ): "notice/x-2031-83d6a856",
    identity.document_path("330922", "建城〔2023〕6号", None): "document/56cb88e5fa",
    identity.unit_path("330922", "县海岛办"): "unit/828e789d19",
    identity.group_path("330922", "各乡镇"): "group/1eae12c580",
    identity.person_path("330922", "王安"): "person/f916cc7a60",
    identity.post_path("330922", "常务副县长"): "post/2b1724c36b",
    identity.place_path("330922", "嵊泗县"): "place/330922",
    identity.place_path(None, "云岚县"): "place/xfc17c9205a",
    identity.place_path(None, "新城镇", "place/330922"): "place/x45a6fa12fd",
    identity.indicator_path("地区生产总值"): "indicator/0f0559ff91",
}


def test_paths_are_those_of_scheme_3() -> None:
    assert identity.SCHEME == 3
    assert [path for path, expected in PATHS.items() if path != expected] == []


@pytest.fixture
def store() -> Iterator[OxigraphStore]:
    with OxigraphStore(None, base=vocab.BASE) as made:
        yield made


def test_a_store_of_another_scheme_is_told_apart(
    store: OxigraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity, "SCHEME", 1)
    loading.prepare(store)
    loading.load_notice(notice(text()), store)
    loading.prepare(store)
    monkeypatch.undo()
    with pytest.raises(StoreError, match="重新载入") as told:
        loading.prepare(store)
    assert "load the files anew" in told.value.en


def test_a_store_that_tells_no_scheme_is_of_before(store: OxigraphStore) -> None:
    loading.prepare(store)
    loading.load_notice(notice(text()), store)
    store.update(
        f"DELETE WHERE {{ GRAPH <{store.base}graph/meta> {{ ?s <http://purl.org/dc/terms/conformsTo> ?o }} }}"
    )
    with pytest.raises(StoreError, match="重新载入"):
        loading.prepare(store)


def test_an_empty_store_is_of_no_scheme_yet(store: OxigraphStore) -> None:
    loading.prepare(store)
    store.update(
        f"DELETE WHERE {{ GRAPH <{store.base}graph/meta> {{ ?s <http://purl.org/dc/terms/conformsTo> ?o }} }}"
    )
    loading.prepare(store)
