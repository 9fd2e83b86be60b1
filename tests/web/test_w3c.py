"""The W3C SPARQL 1.1 tests over HTTP, beside ``oxigraph serve`` on the same runner."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import program, suites_path
from tests.web.running import Server, oxigraph, service
from tests.web.w3c import QUERY_FOLDERS, UPDATE_FOLDERS, Runner


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("w3c") / "store"
    with service(folder, default_graph="strict", rate_per_minute="1000000", service_allow="") as server:
        yield server


@pytest.fixture(scope="module")
def theirs() -> Iterator[Server]:
    with oxigraph(program("oxigraph")) as server:
        yield server


def suite() -> Path:
    return suites_path("w3c-sparql11")


def failed(results: dict[str, str | None]) -> dict[str, str]:
    return {name.rpartition("#")[2]: why for name, why in results.items() if why}


def test_protocol(ours: Server) -> None:
    results = Runner(ours, suite()).protocol()
    assert failed(results) == {}
    assert len(results) == 34


def test_graph_store_protocol(ours: Server) -> None:
    results = Runner(ours, suite()).graph_store()
    assert failed(results) == {}
    assert len(results) == 13


def test_service_description(ours: Server) -> None:
    results = Runner(ours, suite()).description()
    assert failed(results) == {}
    assert len(results) == 3


@pytest.mark.parametrize("folder", [*QUERY_FOLDERS, *UPDATE_FOLDERS])
def test_no_worse_than_oxigraph(ours: Server, theirs: Server, folder: str) -> None:
    mine, other = Runner(ours, suite()).evaluation(folder), Runner(theirs, suite()).evaluation(folder)
    assert mine.keys() == other.keys()
    assert mine
    worse = {name: why for name, why in mine.items() if why and not other[name]}
    assert worse == {}
