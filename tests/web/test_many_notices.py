"""Pages over fifteen notices: what is of which notice and year, and nothing left out in silence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from lxml import html as lxml_html

from kg.settings import Settings
from kg.web.app import create_app
from tests import loaded

HTML = {"Accept": "text/html"}
LEADER = "/person/d86b288d34"
UNIT = "/unit/f87c7551df"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    store = loaded.fifteen()
    with TestClient(create_app(Settings(rate_per_minute=1_000_000), store=store)) as made:
        made.app.state.kept.follow(store, lambda: True)  # type: ignore[attr-defined]
        yield made


@pytest.fixture(autouse=True)
def _no_cookies(client: TestClient) -> None:
    client.cookies.clear()


def page(client: TestClient, path: str, **params: str) -> Any:
    answer = client.get(path, params=params, headers=HTML)
    assert answer.status_code == 200, path
    return lxml_html.fromstring(answer.text)


def shown(elements: list[Any]) -> list[str]:
    return [" ".join(element.text_content().split()) for element in elements]


def test_a_name_that_many_governments_have_leads_to_all_of_them(client: TestClient) -> None:
    found = shown(page(client, "/my-unit", q="财政").xpath("//ul[@class='results']/li"))
    assert "县财政局 嵊泗县" in found
    assert len(found) > 8  # as many as a box suggests


def test_the_units_of_a_briefing_are_those_of_its_year(client: TestClient) -> None:
    told = page(client, LEADER, year="2024")
    bars = told.xpath("//section[h2='涉及单位']//tbody/tr")
    first = shown(bars)[0]
    assert first == "县发改局（嵊泗县） 20"  # 33 tasks of one year; both years would be 40
    own = [
        row
        for row in told.xpath("//table[contains(@class, 'tasks')]/tbody/tr")
        if "县发改局" in row.text_content()
    ]
    assert len(own) <= 20


@pytest.mark.parametrize("path", [UNIT, "/place/330922202", "/theme/education"])
def test_each_item_of_a_list_says_its_notice(client: TestClient, path: str) -> None:
    items = page(client, path).xpath("//ul[@class='results']/li[h3]")
    assert items
    assert all(item.xpath(".//a[@class='note' and contains(@href, '/notice/')]") for item in items)


def test_a_sum_over_notices_says_so(client: TestClient) -> None:
    assert "见于 2 份通知" in page(client, UNIT).xpath("string(//main)")


@pytest.mark.parametrize("path", ["/queries/workload", "/leaders"])
def test_marks_of_a_chart_are_told_apart(client: TestClient, path: str) -> None:
    (figure,) = page(client, path).xpath("//figure/@data-chart")
    labels = json.loads(figure)["labels"]
    ours = [label for label in labels if label.startswith(("2024 ", "2025 "))]
    assert len(ours) == len(set(ours)) > 10


def test_a_hit_says_its_notice(client: TestClient) -> None:
    hits = page(client, "/search", q="海洋", kind="task").xpath("//ol[@class='results']/li")
    told = shown(hits)
    assert {"嵊政办发〔2024〕5号", "嵊政办发〔2025〕6号"} <= {words.rpartition(" · ")[2] for words in told}
    assert len(told) == len(set(told))


def test_bars_stand_by_their_length(client: TestClient) -> None:
    cells = page(client, "/").xpath("//section[.//h2='各主题指标']//tbody/tr/td[@class='number']/text()")
    numbers = [int(cell.replace(",", "")) for cell in cells]
    assert numbers == sorted(numbers, reverse=True)


def test_an_axis_has_its_unit(client: TestClient) -> None:
    (figure,) = page(client, "/notice/330922-2024-59976130/0693b8/2/1/target/1").xpath("//figure/@data-chart")
    assert json.loads(figure)["unit"] == "%"


def first_hit(client: TestClient, words: str) -> tuple[str, str]:
    found = client.get("/search", params={"q": words}, headers={"Accept": "application/json"}).json()["hits"]
    return found[0]["kind"], found[0]["label"]


@pytest.mark.parametrize(
    ("words", "kind", "label"),
    [
        pytest.param("gudu", "place", "古渡镇", id="pinyin of a place without its level"),
        pytest.param("就业", "theme", "就业与社会保障", id="one of the things that a theme is named by"),
        pytest.param("财政", "unit", "县财政局", id="a department before a theme"),
    ],
)
def test_what_is_found_first(client: TestClient, words: str, kind: str, label: str) -> None:
    assert first_hit(client, words)[0] == kind
    assert label.removeprefix("县") in first_hit(client, words)[1]


def said(client: TestClient, path: str, status: int = 200, **params: str) -> str:
    answer = client.get(path, params=params, headers=HTML)
    assert answer.status_code == status, path
    return " ".join(lxml_html.fromstring(answer.text).xpath("string(//main)").split())


def test_a_year_without_tasks_leads_to_others(client: TestClient) -> None:
    told = said(client, f"{UNIT}/list", year="1999")
    assert "这一年没有通知把任务交给这个单位" in told
    assert "2025 2024" in told


@pytest.mark.parametrize("path", ["/units", "/targets", "/queries/workload"])
def test_an_empty_list_says_which_condition_to_take_away(client: TestClient, path: str) -> None:
    narrowed = page(client, path, year="1999", area="嵊泗县")
    links = {link.text_content(): link.get("href") for link in narrowed.xpath("//div[@class='empty']//a")}
    assert links["去掉：1999年"].startswith(f"{path}?area=")
    assert links["去掉：嵊泗县及其下级"] == f"{path}?year=1999"


@pytest.mark.parametrize("path", ["/units", "/queries/workload"])
def test_a_page_past_the_end_leads_to_the_beginning(client: TestClient, path: str) -> None:
    told = said(client, path, _offset="99999")
    assert "没有这一页" in told
    assert "100000" not in told
    assert page(client, path, _offset="99999").xpath("//nav[@class='pages']/a/@href") == [path]


LONG = "县发展改革和" * 34


@pytest.mark.parametrize(
    ("path", "params", "status", "told"),
    [
        pytest.param("/search", {"q": LONG}, 200, "找到", id="search"),
        pytest.param("/my-unit", {"q": LONG}, 200, "我的单位是", id="my unit"),
        pytest.param("/units", {"_q": LONG}, 200, "去掉：含有的字词", id="words of a list"),
        pytest.param("/targets", {"unit": LONG}, 400, "应当是已有的名称", id="a unit of a list"),
        pytest.param("/compare", {"a": LONG, "b": LONG}, 400, "应当是已有的名称", id="compare"),
        pytest.param("/", {"area": LONG}, 400, "应当是已有的名称", id="area"),
    ],
)
def test_a_name_of_two_hundred_characters(
    client: TestClient, path: str, params: dict[str, str], status: int, told: str
) -> None:
    assert told in said(client, path, status, **params)


def test_a_place_with_one_item(client: TestClient) -> None:
    rows = client.get("/places.json").json()
    least = min(rows, key=lambda row: row["items"])
    path = "/place/" + least["place"].rpartition("/")[2]
    items = page(client, path).xpath("//ul[@class='results']/li[h3]")
    assert len(items) == len({item.xpath("string(h3/a/@href)") for item in items}) == least["items"]
