"""Judgements on pages: made by who is signed in, kept beside the store, heeded by the next reading."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient
from lxml import html as lxml_html
from pydantic import SecretStr

from kg import loading, pipeline, vocab
from kg.cli import cli
from kg.resolve.judgements import load
from kg.settings import Settings
from kg.store.oxigraph import OxigraphStore
from kg.store.versions.archive import Archive
from kg.web.app import create_app

HERE = "http://data.example"
PAGE = {"Accept": "text/html", "Origin": HERE}
WORDS = (
    "嵊泗县人民政府办公室文件\n嵊政办发〔2031〕7号\n嵊泗县人民政府办公室关于印发2031年重点工作责任分解的通知\n"
    "各乡镇人民政府，县政府各部门：\n现印发给你们。\n2031年重点工作责任分解\n一、重点工作\n"
    "1.新增设施大棚300亩。\n责任单位：县农林农业局、县财政局\n2.开展演练3次。\n责任单位：县应急管理局\n"
)
ID = pipeline.convert(WORDS.encode(), name="通知.txt").iri


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, OxigraphStore, Path]]:
    """A service, once: its processes take a while to start."""
    folder = tmp_path_factory.mktemp("judged") / "judgements"
    settings = Settings(token=SecretStr("t"), judgements=str(folder))
    with OxigraphStore(None, base=vocab.BASE) as store:
        loading.prepare(store)
        app = create_app(settings, store=store)
        with TestClient(app, base_url=HERE, follow_redirects=False) as client:
            yield client, store, folder


@pytest.fixture
def folder(served: tuple[TestClient, OxigraphStore, Path]) -> Path:
    shutil.rmtree(served[2], ignore_errors=True)
    return served[2]


@pytest.fixture
def client(served: tuple[TestClient, OxigraphStore, Path], folder: Path, tmp_path: Path) -> TestClient:
    client, store, _ = served
    store.versions = Archive(tmp_path / "versions")
    notice = pipeline.convert(WORDS.encode(), name="通知.txt")
    loading.load_notice(notice, store, source=WORDS.encode())
    client.cookies.clear()
    return client


def sign_in(client: TestClient, name: str = "县府办") -> None:
    assert client.post("/sign-in", data={"token": "t", "name": name}, headers=PAGE).status_code == 303


def names(client: TestClient, path: str) -> dict[str, str]:
    """Return the names that a page offers: as printed → the form's value."""
    page = lxml_html.fromstring(client.get(path, headers=PAGE).text)
    options = [option.get("value") for option in page.xpath("//select[@id='judge-name']/option")]
    return {value.split("|", 2)[2]: value for value in options}


def judge(client: TestClient, name: str, way: str, **more: str) -> Any:
    return client.post(
        "/judgements", data={"name": name, "way": way, "why": "核对过三定方案", **more}, headers=PAGE
    )


def bodies(client: TestClient) -> dict[str, str]:
    """Return what each printed name is taken for."""
    rows = client.get("/queries/names-of-units.json").json()
    return {row["mention"]: row["unitLabel"] for row in rows}


def test_only_who_is_signed_in_is_offered_names_and_may_judge(client: TestClient, folder: Path) -> None:
    assert names(client, f"/{ID}") == {}
    assert judge(client, f"{ID}|unit/x|县财政局", "same").status_code == 401
    assert client.get("/judgements").status_code == 401
    assert client.get("/judgements.jsonl").status_code == 401
    sign_in(client)
    foreign = {**PAGE, "Origin": "http://evil.example"}
    data = {"name": names(client, f"/{ID}")["县财政局"], "way": "same", "why": "核对过"}
    assert client.post("/judgements", data=data, headers=foreign).status_code == 403
    assert not folder.exists()


def test_names_are_offered_on_the_pages_of_notice_unit_and_place(client: TestClient) -> None:
    sign_in(client)
    on_notice = names(client, f"/{ID}")
    assert list(on_notice) == ["县农林农业局", "县应急管理局", "县财政局"]  # the doubtful first
    unit = on_notice["县财政局"].split("|")[1]
    assert names(client, f"/{unit}") == {"县财政局": on_notice["县财政局"]}
    assert names(client, "/place/330922") == on_notice


def test_a_judgement_is_kept_exported_and_heeded(
    client: TestClient, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client)
    before = bodies(client)
    answer = judge(client, names(client, f"/{ID}")["县应急管理局"], "other", target="岱山县")
    assert answer.status_code == 303
    (kept,) = load(folder)
    assert (kept.division, kept.mention, kept.judgement, kept.who) == (
        "330922",
        "县应急管理局",
        "same",
        "县府办",
    )
    assert kept.evidence == "核对过三定方案"
    assert answer.headers["location"] == f"/judgements#{kept.iri.rpartition('/')[2]}"
    page = client.get("/judgements", headers=PAGE).text
    assert "核对过三定方案" in page
    assert f'action="/{ID}/reread"' in page
    # Nothing changes until the notice is read again.
    assert bodies(client) == before
    assert client.post(f"/{ID}/reread", headers=PAGE).status_code == 303
    rows = client.get("/queries/names-of-units.json").json()
    (row,) = [row for row in rows if row["mention"] == "县应急管理局"]
    assert row["unit"] == vocab.BASE + kept.unit
    # It is named in the notice's graph.
    graph = client.get("/graphs", params={"graph": vocab.BASE + ID.replace("notice", "graph")}).text
    assert f"{vocab.BASE}{kept.iri}" in graph
    # What is exported is what kg convert reads.
    exported = tmp_path / "exported"
    exported.mkdir()
    lines = client.get("/judgements.jsonl").text
    (exported / "all.jsonl").write_text(lines, "utf-8")
    (tmp_path / "通知.txt").write_bytes(WORDS.encode())
    monkeypatch.setenv("KG_JUDGEMENTS", str(exported))
    result = CliRunner().invoke(cli, ["convert", str(tmp_path / "通知.txt"), "--format", "json"])
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert [u["iri"] for task in told["tasks"] for u in task["units"] if u["text"] == "县应急管理局"] == [
        vocab.BASE + kept.unit
    ]


def test_two_bodies_and_one_body_with_another(client: TestClient) -> None:
    sign_in(client)
    offered = names(client, f"/{ID}")
    assert judge(client, offered["县财政局"], "different").status_code == 303
    assert judge(client, offered["县农林农业局"], "one", target="县应急管理局").status_code == 303
    client.post(f"/{ID}/reread", headers=PAGE)
    taken = {r["mention"]: r["unit"] for r in client.get("/queries/names-of-units.json").json()}
    assert taken["县财政局"] != vocab.BASE + offered["县财政局"].split("|")[1]
    assert taken["县农林农业局"] == taken["县应急管理局"]


def test_a_contradiction_is_told_and_a_judgement_is_taken_back(client: TestClient, folder: Path) -> None:
    sign_in(client)
    name = names(client, f"/{ID}")["县农林农业局"]
    assert judge(client, name, "same").status_code == 303
    (kept,) = load(folder)
    refused = judge(client, name, "different")
    assert refused.status_code == 409
    assert "与已有判断矛盾" in refused.text
    assert judge(client, name, "one", target="县财政局").status_code == 409
    assert [one.judgement for one in load(folder)] == ["same"]
    assert client.post("/judgements/back", data={"judgement": kept.iri}, headers=PAGE).status_code == 303
    assert judge(client, name, "different").status_code == 303
    assert [one.judgement for one in load(folder)] == ["different"]
    gone = client.post("/judgements/back", data={"judgement": kept.iri}, headers=PAGE)
    assert gone.status_code == 400


@pytest.mark.parametrize(
    "fields",
    [
        {"way": "perhaps"},
        {"way": "same", "why": ""},
        {"way": "same", "why": "长" * 501},
        {"way": "same", "name": "notice/x|unit/y|县财政局"},
        {"way": "same", "name": "县财政局"},
        {"way": "other"},
        {"way": "other", "target": "没有县"},
        {"way": "one", "target": "没有这个局"},
    ],
)
def test_what_is_wrong_is_one_sentence_and_nothing_is_kept(
    fields: dict[str, str], client: TestClient, folder: Path
) -> None:
    sign_in(client)
    given = {"name": names(client, f"/{ID}")["县财政局"], "why": "核对过"} | fields
    answer = client.post("/judgements", data=given, headers={"Origin": HERE, "Accept": "application/json"})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert not folder.exists()


def test_who_has_no_name_cannot_judge(client: TestClient, folder: Path) -> None:
    sign_in(client, name="")
    answer = judge(client, names(client, f"/{ID}")["县财政局"], "same")
    assert answer.status_code == 400
    assert "姓名或岗位" in answer.text
    assert not folder.exists()
