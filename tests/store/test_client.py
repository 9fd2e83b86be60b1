"""The command line's store while a service owns the folder: everything goes through the service."""

# ruff: noqa: E501 (queries and requests read best on one line)

from __future__ import annotations

import io
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.settings import DEFAULT_BASE, Settings
from kg.store import open_store
from kg.store.base import Bindings
from kg.store.client import ServiceClient
from kg.store.oxigraph import OxigraphStore
from tests.store.crash import load
from tests.web.running import TOKEN, service, start_service, stop


def settings(folder: Path, token: str | None = TOKEN, base: str = DEFAULT_BASE) -> Settings:
    return Settings(store=str(folder), token=token, base=base)  # type: ignore[arg-type]


def test_load_query_and_dump_go_through_the_service(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    with service(folder):
        store = open_store(settings(folder))
        assert isinstance(store, ServiceClient)
        for version in (0, 1):
            load(store, 1, version)  # type: ignore[arg-type]
        load(store, 2, 0)  # type: ignore[arg-type]
        answer = store.query("SELECT ?v (COUNT(*) AS ?n) { GRAPH <https://w3id.org/zeren/graph/derived> { ?s ?p ?v } } GROUP BY ?v ORDER BY ?v")  # fmt: skip
        assert isinstance(answer, Bindings)
        assert [[t.value for t in row if t] for row in answer.rows] == [["0", "20"], ["1", "20"]]
        dumped = io.BytesIO()
        store.dump(dumped)
        assert len(dumped.getvalue().splitlines()) == store.size()
        store.backup(tmp_path / "copy")
        assert store.delete(f"{DEFAULT_BASE}graph/n1")
        store.restore(tmp_path / "copy")
        assert f"{DEFAULT_BASE}graph/n1" in store.graphs()
        store.close()
    reopened = open_store(settings(folder), read_only=True)
    assert isinstance(reopened, OxigraphStore)
    assert reopened.size() == len(dumped.getvalue().splitlines())
    reopened.close()


def test_a_wrong_token_and_a_wrong_base_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    with service(folder):
        for token in (None, "wrong"):
            store = open_store(settings(folder, token))
            with pytest.raises(StoreError, match="KG_TOKEN"):
                load(store, 1, 0)  # type: ignore[arg-type]
            assert store.size() == 0
            store.close()
        with pytest.raises(StoreError, match="base"):
            open_store(settings(folder, base="https://example.org/"))


def test_a_service_that_does_not_answer(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    server = start_service(folder)
    try:
        about = folder / "service.json"
        about.write_text('{"url": "http://127.0.0.1:9", "pid": 1}')
        with pytest.raises(StoreError, match="does not answer"):
            open_store(settings(folder))
    finally:
        stop(server)


def test_an_address_that_outlived_its_service(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    server = start_service(folder)
    stop(server, gently=False)
    assert (folder / "service.json").exists()
    store = open_store(settings(folder))
    assert isinstance(store, OxigraphStore)
    load(store, 1, 0)
    store.close()
