"""The page of comparisons, and what machines get at the same address."""

from __future__ import annotations

import io
from collections.abc import Iterator

import openpyxl
import pytest
from fastapi.testclient import TestClient
from lxml import html as lxml_html

from kg.settings import Settings
from kg.web.app import create_app
from tests import loaded

A, B = loaded.NUMBER, loaded.NEXT_NUMBER
PATHS = {"a": "notice/330922-2024-59976130", "b": B}
HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(rate_per_minute=1_000_000), store=loaded.two())) as made:
        yield made


def test_changed_words_are_marked_and_linked(client: TestClient) -> None:
    page = lxml_html.fromstring(client.get("/compare", params={"a": A, "b": B}, headers=HTML).text)
    assert set(page.xpath("//del/text()")) >= {"3"}
    assert set(page.xpath("//ins/text()")) >= {"4"}
    assert "任务：有改动 4、延续 147；项目：延续 12。" in page.xpath("//*[@role='status']/text()")[0]
    (moved,) = page.xpath("//h2[@id='kc-targets']/following::table[1]//tr[contains(., '+1 个百分点')]")
    assert "一般公共预算收入" in moved.text_content()
    links = page.xpath("//main//a[@class='kc-open']/@href")
    assert client.get(links[0], headers=HTML).status_code == 200


def test_the_form_alone(client: TestClient) -> None:
    page = lxml_html.fromstring(client.get("/compare", params={"b": B}, headers=HTML).text)
    assert page.xpath("//input[@name='b']/@value") == [B]
    assert set(page.xpath("//datalist/option/@value")) == {A, B}
    assert not page.xpath("//table")


def test_data_at_the_same_address(client: TestClient) -> None:
    told = client.get("/compare.json", params=PATHS).json()
    assert told == client.get("/compare", params=PATHS, headers={"Accept": "application/json"}).json()
    relations = [task["relation"] for task in told["tasks"]]
    assert (relations.count("changed"), relations.count("same")) == (4, 147)
    book = openpyxl.load_workbook(io.BytesIO(client.get("/compare.xlsx", params=PATHS).content))
    changed = [row for row in book["任务"].iter_rows(min_row=2, values_only=True) if row[0] == "有改动"]
    assert len(changed) == 4


def test_a_third_column(client: TestClient) -> None:
    params = {"a": A, "b": B, "above": A}
    page = lxml_html.fromstring(client.get("/compare", params=params, headers=HTML).text)
    assert "上级通知" in page.xpath("string(//table/thead)")
    assert client.get("/compare.json", params=params).json()["above"]["a"]["documentNumber"] == A


def test_what_the_store_keeps_leads_to_the_page(client: TestClient) -> None:
    question = "SELECT ?s { ?s a <https://w3id.org/zeren/ontology#%s> } ORDER BY ?s LIMIT 1"
    for kind in ("Comparison", "Correspondence"):
        (row,) = loaded.two().query(question % kind).rows  # type: ignore[union-attr]
        path = row[0].value.removeprefix(loaded.two().base)
        answer = client.get(f"/{path}", headers=HTML)
        assert (answer.status_code, answer.url.path) == (200, "/compare")
        assert "有改动 4" in answer.text
        turtle = client.get(f"/{path}", headers={"Accept": "text/turtle"})
        assert f"kg:{kind}" in turtle.text


@pytest.mark.parametrize(
    ("a", "status"),
    [
        pytest.param("无政办发〔1999〕1号", 400, id="no such number"),
        pytest.param("notice/nothing", 404, id="no such notice"),
        pytest.param(f"{A}@7", 404, id="no such version"),
        pytest.param("<script>alert(1)</script>", 400, id="no name"),
        pytest.param("https://example.org/> <x", 400, id="no IRI"),
    ],
)
def test_what_is_no_side(a: str, status: int, client: TestClient) -> None:
    answer = client.get("/compare", params={"a": a, "b": B}, headers=HTML)
    assert answer.status_code == status
    assert "<script>alert" not in answer.text
    problem = client.get("/compare.json", params={"a": a, "b": B})
    assert problem.status_code == status
    assert problem.headers["content-type"].startswith("application/problem+json")
