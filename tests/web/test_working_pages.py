"""What an analyst works with: matrices, timelines, citations, neighbours, notices without a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from io import BytesIO

import openpyxl
import pytest
from fastapi.testclient import TestClient

from kg import loading, pipeline
from kg.registry.ranks import rank
from kg.settings import DEFAULT_BASE, Settings
from kg.store.oxigraph import OxigraphStore
from kg.web.app import create_app
from tests import loaded

HTML = {"Accept": "text/html", "Accept-Language": "zh-CN"}
ITEM = "/notice/330922-2024-59976130/0693b8/2/1"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(rate_per_minute=1_000_000), store=loaded.two())) as made:
        yield made


def page(client: TestClient, path: str, status: int = 200) -> str:
    answer = client.get(path, headers=HTML)
    assert answer.status_code == status
    return answer.text


@pytest.mark.parametrize("name", ["leaders-and-units", "units-together", "themes-and-leaders"])
def test_a_cell_leads_to_what_it_counts(client: TestClient, name: str) -> None:
    cells = re.findall(
        r'<td class="shade-\d"><a href="([^"]+)"[^>]*>(\d+)</a>', page(client, f"/queries/{name}")
    )
    assert len(cells) > 20
    for path, number in (cells[0], cells[-1]):
        address, _, query = unescape(path).partition("?")
        rows = client.get(f"{address}.json?{query}").json()
        things = {row.get("task") or row["item"] for row in rows}
        assert len(things) >= int(number) > 0


def test_a_target_over_the_years(client: TestClient) -> None:
    assert "历年与各地的数值" in page(client, f"{ITEM}/target/1")


def test_a_citation_says_words_source_and_address(client: TestClient) -> None:
    text = re.search(r'<p id="citation"[^>]*>(.*?)</p>', page(client, ITEM), re.S)
    assert text is not None
    for part in (
        "“地区生产总值增长6%",
        "嵊政办发〔2024〕5号，2024年2月18日",
        "第1项",
        f"https://w3id.org/zeren{ITEM}",
    ):
        assert part in text[1]


def test_before_and_after_lead_through_the_notice(client: TestClient) -> None:
    after = re.search(r'rel="next" href="([^"]+)"', page(client, ITEM))
    assert after is not None
    before = re.search(r'rel="prev" href="([^"]+)"', page(client, after[1]))
    assert before is not None
    assert before[1] == ITEM


@pytest.mark.parametrize("ending", ["ttl", "jsonld", "nt"])
def test_the_page_leads_to_its_data(client: TestClient, ending: str) -> None:
    path = re.search(rf'<p class="note formats.*?href="([^"]+\.{ending})"', page(client, ITEM), re.S)
    assert path is not None
    assert client.get(path[1]).status_code == 200


def test_a_notice_without_number_and_title_has_a_name() -> None:
    store = OxigraphStore(None, base=DEFAULT_BASE, default_graph="union")
    loading.prepare(store)
    text = (
        "一、重点任务\n\n1.新建公园3个。\n责任单位：县住建局\n\n2.改造道路5公里。\n责任单位：县交通运输局\n"
    )
    made = pipeline.convert(text.encode(), name="bare.txt")
    loading.load_notice(made, store, at=loaded.LOADED)
    with TestClient(create_app(Settings(), store=store)) as client:
        (notice,) = (row["notice"] for row in client.get("/notices.json").json())
        task = client.get("/queries/tasks.json").json()[0]["task"]
        for iri in (notice, task):
            assert "无题通知" in page(client, iri.removeprefix("https://w3id.org/zeren"))


def test_an_empty_answer_says_what_to_change(client: TestClient) -> None:
    text = page(client, "/queries/deadlines?from=2090-01-01")
    assert "去掉其中一个条件" in text
    assert 'href="/queries/deadlines"' in text


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b'{"head": {"vars": []}, "results": {"bindings": []}}',
        b'{"head": 1}',
        b"[" * 9999,
        b'{"boolean": true}',
        b'{"head": {"vars": ["a"]}, "results": {"bindings": [{"a": {"type": "uri", "value": 1}}]}}',
        b'{"head": {"vars": ["a"]}, "results": {"bindings": '
        b'[{"a": {"type": "literal", "value": "1", "datatype": {"a": 1}}}]}}',
    ],
)
def test_what_is_no_result_makes_no_workbook(client: TestClient, body: bytes) -> None:
    assert client.post("/sparql/results.xlsx", content=body).status_code == 400


def test_results_become_a_workbook(client: TestClient) -> None:
    asked = {
        "query": "SELECT ?unit ?name WHERE { ?unit a kg:Unit ; rdfs:label ?name } ORDER BY ?name LIMIT 9"
    }
    found = client.post("/sparql", data=asked, headers={"Accept": "application/sparql-results+json"})
    answer = client.post("/sparql/results.xlsx", content=found.content)
    assert answer.status_code == 200
    book = openpyxl.load_workbook(BytesIO(answer.content))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    names = [row["name"]["value"] for row in found.json()["results"]["bindings"]]
    assert [row[-1] for row in rows[1:]] == names


def test_the_footer_leads_everywhere(client: TestClient) -> None:
    foot = page(client, "/data").partition("<footer")[2]
    paths = re.findall(r'href="([^"#]+)', foot)
    assert {"/data", "/tables", "/catalog", "/ontology", "/shapes", "/code", "/reconcile", "/docs"} <= set(
        paths
    )
    for path in set(paths) - {"/dump.nq.gz", "/reconcile"}:
        assert client.get(path, headers=HTML).status_code == 200, path


def test_terms_have_counts_and_examples(client: TestClient) -> None:
    text = page(client, "/sparql/schema")
    assert 'data-insert="kg:Task"' in text
    assert "嵊政办发〔2024〕5号" in text


def test_a_theme_has_one_row_until_a_notice_is_chosen(client: TestClient) -> None:
    whole = client.get("/themes.json").json()
    themes = [row["theme"] for row in whole]
    assert len(themes) == len(set(themes))
    notice = client.get("/notices.json").json()[0]["notice"]
    one = client.get("/themes.json", params={"notice": notice}).json()
    told = {row["theme"]: row["items"] for row in whole}
    assert all(row["items"] <= told[row["theme"]] for row in one)
    assert sum(told.values()) > sum(row["items"] for row in one) > 0


def test_a_finding_has_one_row(client: TestClient) -> None:
    rows = client.get("/queries/findings.json").json()
    assert len({row["finding"] for row in rows}) == len(rows) > 0


def test_what_a_place_does_itself_goes_before_what_collectives_do(client: TestClient) -> None:
    rows = client.get("/queries/items-of-a-place.json", params={"place": "枸杞乡"}).json()
    own = [bool(row["inText"] or row["byUnit"]) for row in rows]
    assert own == sorted(own, reverse=True)
    assert {True, False} <= set(own)


def test_a_long_name_is_not_repeated_whole(client: TestClient) -> None:
    text = page(client, f"/units?notice={'长' * 200}", 400)
    assert "长" * 41 not in text.partition("<main")[2]
    assert "应当是已有的名称或网址" in text


def test_a_body_that_no_notice_names_says_what_to_do(client: TestClient) -> None:
    asked = "SELECT ?u WHERE { ?u a kg:Unit FILTER NOT EXISTS { ?x kg:involvedUnit ?u } } ORDER BY ?u LIMIT 1"
    found = client.get(
        "/sparql", params={"query": asked}, headers={"Accept": "application/sparql-results+json"}
    )
    iri = found.json()["results"]["bindings"][0]["u"]["value"]
    assert "没有点到这个单位" in page(client, iri.removeprefix("https://w3id.org/zeren"))


@pytest.mark.parametrize("name", ["deadlines", "targets", "joint-tasks"])
def test_who_answers_is_said(client: TestClient, name: str) -> None:
    rows = client.get(f"/queries/{name}.json").json()
    assert any(row["unitNames"] and row["leaderNames"] for row in rows)
    shown = page(client, f"/queries/{name}")
    assert "责任单位" in shown
    assert "牵头领导" in shown


@pytest.mark.parametrize("name", ["leaders-and-units", "themes-and-leaders"])
def test_leaders_in_a_matrix_stand_by_their_posts(client: TestClient, name: str) -> None:
    rows = loaded.catalog().run("leaders", {"notice": loaded.NUMBER}, loaded.two()).dicts()
    ranks = {row["leaderLabel"].value: rank(row["post"].value) for row in rows}
    text = page(client, f"/queries/{name}?notice={loaded.NUMBER}")
    table = text[text.index('class="matrix"') :]
    assert all(f">{leader}<" in table for leader in ranks)
    shown = [ranks[leader] for leader in sorted(ranks, key=lambda leader: table.find(f">{leader}<"))]
    assert shown == sorted(shown)
    assert shown[0] < shown[-1]
