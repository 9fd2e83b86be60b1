"""Drafts on the page of validation: what would be loaded, what changes, load, withdraw; none is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from kg import loading, vocab
from kg.settings import Settings
from kg.store.oxigraph import OxigraphStore
from kg.store.versions.archive import Archive
from kg.web.app import create_app
from tests.store.test_as_of import count
from tests.store.test_versions import HEAD, ITEMS, NEW, edited, notice, text

HERE = "http://data.example"
PAGE = {"Accept": "text/html", "Origin": HERE}
PATH = f"/{notice(text()).iri}"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, OxigraphStore]]:
    """A service, once: its processes take a while to start."""
    settings = Settings(token=SecretStr("t"), judgements=str(tmp_path_factory.mktemp("judgements")))
    with OxigraphStore(None, base=vocab.BASE) as store:
        app = create_app(settings, store=store)
        with TestClient(app, base_url=HERE, follow_redirects=False) as client:
            yield client, store


@pytest.fixture
def client(served: tuple[TestClient, OxigraphStore]) -> TestClient:
    served[0].cookies.clear()
    return served[0]


@pytest.fixture
def store(served: tuple[TestClient, OxigraphStore], tmp_path: Path) -> OxigraphStore:
    """The store of the service, empty."""
    store = served[1]
    store.update("DROP ALL")
    store.versions = Archive(tmp_path / "versions")
    return store


def sign_in(client: TestClient) -> None:
    assert client.post("/sign-in", data={"token": "t", "name": "县府办"}, headers=PAGE).status_code == 303


def sent(client: TestClient, path: str, words: str, **fields: str) -> Any:
    files = {"file": ("通知.txt", words.encode(), "text/plain")}
    return client.post(path, files=files, data=fields, headers=PAGE)


def seen(page: Any) -> str:
    found = re.search(r'"seen": "([0-9a-f]{64})"', page.text)
    assert found, page.text
    return found[1]


def test_who_is_not_signed_in_gets_the_report_alone(client: TestClient, store: OxigraphStore) -> None:
    page = sent(client, "/validate", text())
    assert page.status_code == 200
    assert "载入知识库" not in page.text
    assert sent(client, "/load", text()).status_code == 401
    assert client.post(f"{PATH}/withdraw", data={"sure": "1"}, headers=PAGE).status_code == 401
    assert client.post(f"{PATH}/reread", headers=PAGE).status_code == 401
    assert count(store) == 0


def test_a_draft_is_told_loaded_changed_and_withdrawn(client: TestClient, store: OxigraphStore) -> None:
    sign_in(client)
    page = sent(client, "/validate", text())
    assert "新通知" in page.text
    assert "云政办发〔2031〕7号" in page.text
    assert count(store) == 0  # nothing is loaded by looking
    loaded = sent(client, "/load", text(), seen=seen(page))
    assert (loaded.status_code, loaded.headers["location"]) == (303, PATH)
    assert count(store) == len(ITEMS)
    assert "与现行版本相同" in sent(client, "/validate", text()).text
    newer = text(edited(1, "113亿元", "120亿元", (*ITEMS, NEW)))
    page = sent(client, "/validate", newer)
    assert "事项新增 1、取消 0、改动 1" in page.text
    assert f'href="{PATH}"' in page.text
    assert sent(client, "/load", newer, seen=seen(page)).status_code == 303
    assert count(store) == len(ITEMS) + 1
    assert client.post(f"{PATH}/withdraw", headers=PAGE).status_code == 400
    assert count(store) == len(ITEMS) + 1
    gone = client.post(f"{PATH}/withdraw", data={"sure": "1"}, headers=PAGE)
    assert (gone.status_code, gone.headers["location"]) == (303, "/notices")
    assert count(store) == 0
    assert client.get(PATH, headers=PAGE).status_code == 404
    assert client.get(f"{PATH}/history", headers=PAGE).status_code == 200
    assert client.post(f"{PATH}/withdraw", data={"sure": "1"}, headers=PAGE).status_code == 404


def test_an_older_version_is_refused_and_may_be_let_in(client: TestClient, store: OxigraphStore) -> None:
    sign_in(client)
    for words in (text(), text((*ITEMS, NEW))):
        assert sent(client, "/load", words).status_code == 303
    page = sent(client, "/validate", text())
    assert "是较早的版本" in page.text
    assert "仍以它替换现行版本" in page.text
    assert sent(client, "/load", text()).status_code == 409
    assert count(store) == len(ITEMS) + 1
    assert sent(client, "/load", text(), seen=seen(page), older="1").status_code == 303
    assert count(store) == len(ITEMS)


def test_another_notice_of_the_number_cannot_be_loaded(client: TestClient, store: OxigraphStore) -> None:
    sign_in(client)
    assert sent(client, "/load", text()).status_code == 303
    other = text(((("举办龙舟赛一场。", "县文旅局"),)), HEAD.replace("重点工作责任分解", "端午活动安排"))
    page = sent(client, "/validate", other)
    assert "内容却不是同一份文件" in page.text
    assert 'hx-post="/load"' not in page.text
    assert sent(client, "/load", other).status_code == 409
    assert count(store) == len(ITEMS)


def test_another_file_than_was_seen_is_refused(client: TestClient, store: OxigraphStore) -> None:
    sign_in(client)
    page = sent(client, "/validate", text())
    answer = sent(client, "/load", text((*ITEMS, NEW)), seen=seen(page))
    assert answer.status_code == 409
    assert "与刚才校验的不同" in answer.text
    assert count(store) == 0


def test_drafts_are_not_kept(client: TestClient, store: OxigraphStore, tmp_path: Path) -> None:
    sign_in(client)
    sent(client, "/validate", text())
    assert not (tmp_path / "versions").exists()


@pytest.mark.parametrize(("words", "status"), [("", 422), ("你好。", 422), ("\x00\x01\x02", 415)])
def test_what_is_no_notice_is_one_sentence(
    words: str, status: int, client: TestClient, store: OxigraphStore
) -> None:
    sign_in(client)
    for path in ("/validate", "/load"):
        assert sent(client, path, words).status_code == status
    assert count(store) == 0


def test_a_script_is_led_by_a_header(client: TestClient, store: OxigraphStore) -> None:
    sign_in(client)
    files = {"file": ("通知.txt", text().encode(), "text/plain")}
    answer = client.post("/load", files=files, headers={**PAGE, "HX-Request": "true"})
    assert (answer.status_code, answer.headers["hx-redirect"]) == (200, PATH)


def test_a_notice_without_its_file_cannot_be_read_again(client: TestClient, store: OxigraphStore) -> None:
    loading.load_notice(notice(text()), store)
    sign_in(client)
    answer = client.post(f"{PATH}/reread", headers=PAGE)
    assert answer.status_code == 404
    assert "没有存档" in answer.text
