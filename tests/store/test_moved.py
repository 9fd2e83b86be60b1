"""A file that is read better than before may get another IRI: it stands once, and the old IRI leads on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from kg import identity, loading, vocab
from kg.cli.loading import _say as tell
from kg.model import Notice
from kg.pipeline import convert
from kg.settings import Settings
from kg.store.base import Bindings
from kg.store.oxigraph import OxigraphStore
from kg.store.versions.archive import Archive
from kg.store.versions.history import history
from kg.web.app import create_app

TEXT = (
    "清政办发〔2024〕5号\n清漪县人民政府办公室关于印发重点工作责任分解的通知\n各乡镇人民政府：\n现印发给你们。\n"
    "清漪县人民政府办公室\n2024年2月18日\n2024年重点工作责任分解\n1.新建公园3座。\n责任单位：县住建局\n"
    "2.改造道路5公里。\n责任单位：各乡镇人民政府\n"
)
OLD = "notice/x-2024-0000beef"
REPLACED = f"{vocab.PREFIXES['dcterms']}isReplacedBy"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[OxigraphStore]:
    with OxigraphStore(None, base=vocab.BASE) as store:
        store.versions = Archive(tmp_path / "versions")
        loading.prepare(store)
        yield store


def read(text: str, iri: str, name: str = "通知.txt") -> Notice:
    """Return the notice as a version of the program called it that read its head otherwise."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(identity, "notice_path", lambda *_: iri)
        return convert(text.encode(), name=name)


def notices(store: OxigraphStore) -> list[str]:
    answer = store.query(f"SELECT ?n WHERE {{ ?n a <{vocab.kg('Notice')}> }} ORDER BY ?n")
    assert isinstance(answer, Bindings)
    return [row[0].value for row in answer.rows if row[0]]


def test_the_same_file_under_another_iri_stands_once(store: OxigraphStore) -> None:
    now = convert(TEXT.encode(), name="通知.txt")
    loading.load_notice(read(TEXT, OLD), store)
    assert notices(store) == [vocab.BASE + OLD]
    outcome = loading.load_notice(now, store)
    assert (outcome.kind, outcome.moved_from) == ("new", (vocab.BASE + OLD,))
    assert notices(store) == [vocab.BASE + now.iri]
    left = store.query(f'SELECT ?g WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRENDS(STR(?s), "{OLD}/1")) }}')
    assert isinstance(left, Bindings)
    assert left.rows == []
    assert [entry.version.until is None for entry in history(store, vocab.BASE + OLD)] == [False]
    with TestClient(create_app(Settings(), store=store), follow_redirects=False) as client:
        answer = client.get(f"/{OLD}")
        assert (answer.status_code, answer.headers["location"]) == (301, f"/{now.iri}")


def test_it_is_said_once_and_again_it_is_unchanged(store: OxigraphStore) -> None:
    now = convert(TEXT.encode(), name="通知.txt")
    loading.load_notice(read(TEXT, OLD), store)
    loading.load_notice(now, store)
    assert loading.load_notice(now, store) == loading.Outcome("unchanged")
    said = store.query(f"SELECT ?g WHERE {{ GRAPH ?g {{ <{vocab.BASE}{OLD}> <{REPLACED}> ?n }} }}")
    assert isinstance(said, Bindings)
    assert len(said.rows) == 1


def test_another_file_of_the_same_words_is_no_move(store: OxigraphStore) -> None:
    one = convert(TEXT.encode(), name="甲.txt")
    loading.load_notice(read(TEXT + "\n", OLD, "乙.txt"), store)
    assert loading.load_notice(one, store).moved_from == ()
    assert len(notices(store)) == 2


def test_where_the_notice_says_its_former_iri_it_is_said_nowhere_else(store: OxigraphStore) -> None:
    now = convert(TEXT.encode(), name="通知.txt")
    assert now.former is not None
    loading.load_notice(read(TEXT, now.former), store)
    loading.load_notice(now, store)
    said = store.query(f"SELECT ?g WHERE {{ GRAPH ?g {{ <{vocab.BASE}{now.former}> <{REPLACED}> ?n }} }}")
    assert isinstance(said, Bindings)
    assert [row[0].value for row in said.rows if row[0]] == [f"{vocab.BASE}graph/{now.iri.split('/')[1]}"]


def test_who_loads_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = loading.Outcome("new", 3, None, (vocab.BASE + OLD,))
    tell(loading.Loaded(Path("通知.txt"), vocab.BASE + "notice/x-2024-1", outcome))
    assert vocab.BASE + OLD in "".join(capsys.readouterr())
