"""``area``, ``level``, ``year`` on pages: told, changed by one control, kept by links, and narrowing."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient
from lxml import html as lxml_html

from kg.settings import Settings
from kg.web.app import create_app
from kg.web.routes.lists import LISTINGS
from tests import loaded

HTML = {"Accept": "text/html"}
SCOPED = (
    "/", "/notices", "/units", "/leaders", "/targets", "/projects", "/places", "/themes", "/queries",
    "/queries/tasks", "/queries/deadlines", "/queries/themes-and-leaders", "/queries/units-together",
    "/theme/education", "/unit/f87c7551df", "/unit/f87c7551df/list", "/person/d86b288d34",
    "/place/330922", "/search?q=耕地", "/tables",
)  # fmt: skip
# Of one thing, or of no notice: they narrow nothing, and hand the choice on.
PASSING = ("/notice/330922-2024-59976130", "/queries/evidence-of-an-item", "/compare", "/data", "/sparql")
SERVICES = (
    "/static/",
    "/dump",
    "/sparql?",
    "/openapi",
    "/resource/",
    "/ontology",
    "/code",
    "/shapes",
    "/.well",
)


@pytest.fixture(scope="module")
def client(several: TestClient) -> TestClient:
    return several


def page(client: TestClient, path: str, **params: str) -> Any:
    answer = client.get(path, params=params | {k: v[0] for k, v in parse_qs(urlsplit(path).query).items()},
                        headers=HTML)  # fmt: skip
    assert answer.status_code == 200, path
    return lxml_html.fromstring(answer.text)


def pages_of(told: Any) -> list[str]:
    """Return the links of a page to other pages of ours, without files and what no notice says."""
    found = told.xpath("//a[not(@download) and not(contains(@rel, 'nofollow'))]/@href")
    return [link for link in found if link.startswith("/") and not link.startswith(SERVICES)]


@pytest.mark.parametrize("path", SCOPED)
def test_a_scope_is_told_with_a_way_out(client: TestClient, path: str) -> None:
    told = page(client, path, year="2025", level="county")
    said = told.xpath("//div[@class='narrowing']/p")[0]
    assert " ".join(said.text_content().split()) == "只看以下范围的通知：县级、2025年。 看全部通知"
    assert parse_qs(urlsplit(said.xpath("a/@href")[0]).query).keys() <= {"q"}
    assert told.xpath("//div[@class='narrowing']//option[@selected]/@value") == ["county"]
    assert not page(client, path).xpath("//div[@class='narrowing']/p")


@pytest.mark.parametrize("path", [*SCOPED, *PASSING])
def test_links_keep_the_scope(client: TestClient, path: str) -> None:
    told = page(client, path, year="2024", area="嵊泗县")
    # beside seeing all again, an empty list offers to take one condition away
    way_out = set(told.xpath("//div[@class='narrowing']/p/a/@href | //div[@class='empty']//a/@href"))
    lost = [
        link
        for link in pages_of(told)
        if link not in way_out and parse_qs(urlsplit(link).query).get("area") != ["嵊泗县"]
    ]
    assert not lost
    for form in told.xpath("//form[@method='get']"):
        assert {"area", "year"} <= set(form.xpath(".//*[self::input or self::select]/@name"))


@pytest.mark.parametrize("name", LISTINGS)
def test_a_list_within_a_scope_has_the_rows_of_its_notices(client: TestClient, name: str) -> None:
    rows = client.get(f"/{name}.json").json()
    narrowed = client.get(f"/{name}.json", params={"year": "2025"}).json()
    whole = loaded.catalog().run(LISTINGS[name].query, {"year": "2025"}, client.app.state.backend.store)  # type: ignore[attr-defined]
    assert len(narrowed) < len(rows)
    if not LISTINGS[name].summed:
        assert narrowed == whole.records()
    assert client.get(f"/{name}.json", params={"year": "1999"}).json() == []


def test_the_search_finds_within_the_scope(client: TestClient) -> None:
    def hits(q: str, **params: str) -> list[dict[str, str]]:
        answer = client.get("/search", params={"q": q} | params, headers={"Accept": "application/json"})
        found: list[dict[str, str]] = answer.json()["hits"]
        return found

    shared = {"青川县", "嵊泗县"}
    assert {hit["where"] for hit in hits("县发改局")} >= shared
    assert {hit["where"] for hit in hits("县发改局", year="2025")} & shared == {"青川县"}
    for year, there in (("2024", False), ("2025", True)):
        assert any("400亩" in hit["label"] for hit in hits("新增耕地", year=year, kind="task")) is there


def test_a_question_that_no_scope_narrows_says_so(client: TestClient) -> None:
    told = page(client, "/queries/evidence-of-an-item", year="2025")
    assert "这个问题不分范围" in told.xpath("string(//main)")
    assert client.get("/queries/evidence-of-an-item.csv?year=2025").status_code == 400


@pytest.mark.parametrize("path", ["/?year=lately", "/units?level=village", "/leaders?area=没有的地方"])
def test_a_scope_that_cannot_be_is_told(client: TestClient, path: str) -> None:
    answer = client.get(path, headers=HTML)
    assert answer.status_code == 400
    assert "应当是" in answer.text


def test_of_one_notice_there_is_nothing_to_narrow() -> None:
    with TestClient(create_app(Settings(rate_per_minute=1_000_000), store=loaded.real())) as one:
        assert not page(one, "/units").xpath("//div[@class='narrowing']")
        assert page(one, "/units", year="2025").xpath("//div[@class='narrowing']/p")
