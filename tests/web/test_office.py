"""What an office reads: the sentence of the first page, leaders by rank, the briefing, words and figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from lxml import html as lxml_html

from kg import loading, vocab
from kg.settings import Settings
from kg.store.oxigraph import OxigraphStore
from kg.web.app import create_app
from kg.web.kinds import ELSEWHERE
from tests import loaded
from tests.query.expected import anywhere, cases
from tests.web.test_pages import PAGES

HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(rate_per_minute=1_000_000), store=loaded.two())) as made:
        yield made


@pytest.fixture(scope="module")
def one() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(rate_per_minute=1_000_000), store=loaded.real())) as client:
        yield client


@pytest.fixture(scope="module")
def nothing() -> Iterator[TestClient]:
    with OxigraphStore(None, base=vocab.BASE) as store:
        loading.prepare(store)
        with TestClient(create_app(Settings(rate_per_minute=1_000_000), store=store)) as client:
            yield client


def page(client: TestClient, path: str) -> Any:
    answer = client.get(path, headers=HTML)
    assert answer.status_code == 200, path
    return lxml_html.fromstring(answer.text)


def words(client: TestClient, path: str) -> str:
    return " ".join(page(client, path).xpath("string(//main)").split())


def test_the_first_page_says_what_was_promised(one: TestClient, several: TestClient) -> None:
    said = page(one, "/").xpath("string(//p[@class='promise'])")
    counts = one.get("/", headers={"Accept": "application/json"}).json()["overview-counts"][0]
    assert said.startswith("嵊泗县的 1 份通知（2024年）作出承诺：")
    for name in ("tasks", "projects", "targets"):
        assert f"{counts[name]} " in said
    assert "总投资 8,845 万元" in said
    assert "8 位领导牵头" in said
    assert (
        page(several, "/")
        .xpath("string(//p[@class='promise'])")
        .startswith("嵊泗县、青川县的 2 份通知（2024至2025年）")
    )


def test_the_first_page_can_be_narrowed(several: TestClient) -> None:
    year = page(several, "/?year=2025").xpath("string(//p[@class='promise'])")
    assert year.startswith("青川县的 1 份通知（2025年）作出承诺：2 项任务")
    for path in ("/?area=嵊泗县", "/?level=county&year=2024"):
        assert page(several, path).xpath("string(//p[@class='promise'])").startswith("嵊泗县的 1 份通知")
    assert "/notices?year=2025" in several.get("/?year=2025", headers=HTML).text
    assert "所选范围内没有通知" in words(several, "/?year=1999")
    assert several.get("/?year=lately", headers=HTML).status_code == 400


def test_an_empty_store_has_a_first_page(nothing: TestClient) -> None:
    assert "还没有载入通知" in words(nothing, "/")
    assert "没有找到" in words(nothing, "/my-unit?q=没有这样的单位")
    # a unit that only the registry knows
    assert "还没有通知把任务交给这个单位" in words(nothing, "/my-unit?q=县发改局")


def test_the_first_page_is_small(several: TestClient) -> None:
    assert len(several.get("/", headers=HTML).content) < 60_000


def test_names_that_governments_share_have_their_place(one: TestClient, several: TestClient) -> None:
    assert "县发改局（嵊泗县）" in words(several, "/")
    assert "县发改局（嵊泗县）" not in words(one, "/")
    found = words(several, "/my-unit?q=县发改局")
    assert "青川县" in found
    assert "嵊泗县" in found


@pytest.mark.parametrize(
    "path",
    ["/units?_q=县发改局", "/queries/workload?_limit=100", "/queries/leaders-and-units", "/targets"],
)
def test_they_have_it_in_every_list_and_choice(one: TestClient, several: TestClient, path: str) -> None:
    told = words(several, path)
    assert "县发改局（嵊泗县）" in told
    assert "县发改局（青川县）" in told
    assert "（嵊泗县）" not in words(one, path)


@pytest.mark.parametrize("path", ["/", "/leaders"])
def test_the_head_of_the_government_is_first(one: TestClient, path: str) -> None:
    names = page(one, path).xpath("//main//a[contains(@href, '/person/')]/text()")
    assert names[:2] == ["杨松", "宋晖"]  # who has 6 tasks, and who has 33


@pytest.mark.parametrize("path", ["/targets", "/queries/growth-targets"])
def test_a_list_of_targets_tells_each_as_an_office_writes_it(one: TestClient, path: str) -> None:
    told = page(one, path)
    heads = [" ".join(head.text_content().split()) for head in told.xpath("//thead//th")]
    assert "目标值" in heads
    assert not {"变化", "上下限", "数值", "计量单位", "计量单位（原文）"} & set(heads)
    cells = told.xpath("//tbody//td[@data-label='目标值' or @data-label='折算值']")
    assert cells
    # each number has its unit or its percent sign behind it
    assert all(re.search(r"\d\s?\D+$", cell.text_content().strip()) for cell in cells)


def test_cells_lead_to_pages_alone(several: TestClient) -> None:
    paths = ("/projects", "/targets", "/queries/findings", "/queries/posts")
    links = [link for path in paths for link in page(several, path).xpath("//main//td//a/@href")]
    assert links
    assert not [link for link in links if link.startswith(tuple(f"/{kind}/" for kind in ELSEWHERE))]


def test_a_briefing_has_each_task_with_its_unit_and_target(one: TestClient) -> None:
    told = page(one, "/person/d86b288d34")
    rows = told.xpath("//table[contains(@class, 'tasks')]/tbody/tr")
    assert len(rows) == 33
    first = " ".join(rows[0].text_content().split())
    assert re.search(r"2-1.*地区生产总值.*县发改局.*增长 6 %.*固定资产投资 ≥ 113 亿元", first)
    cells = told.xpath("//td[contains(@class, 'target')]")
    assert [cell.text_content() for cell in cells].count("—") == 33 - 8
    assert told.xpath("//h1")[0].text_content() == "宋晖2024年工作简报"
    assert told.xpath("//a[contains(@href, '/ledger.xlsx')]")


def test_what_was_left_out_is_said_by_what_is_absent(several: TestClient) -> None:
    told = page(several, "/my-unit?q=青川县发改局")
    assert told.xpath("string(//h1)") == "县发改局2025年要做的事"
    assert [" ".join(h.text_content().split()) for h in told.xpath("//section/h2")] == ["牵头", "配合"]


FOR_PROGRAMS = ("/data", "/catalog")  # they name formats, protocols and addresses
LATIN = re.compile(r"[A-Za-z]{3,}")
# Names of formats and programs, keys, and what notices themselves print in Latin letters.
NAMES = {
    "Excel", "CSV", "TSV", "JSON", "SPARQL", "SQL", "XML", "RDF", "CSVW", "URL", "SHA", "Turtle",
    "Triples", "Word", "JavaScript", "Ctrl", "Tab", "Enter", "txt", "docx", "pdf", "html", "ofd", "ics",
    "import", "LNG", "GEP", "GDP", "KG_TOKEN", "Zeren", "plain", "doc", "odt",
    "rtf", "wps", "LibreOffice",
}  # fmt: skip
_OWN = (
    "//main//*[self::script or self::style or self::pre or self::code or self::textarea"
    " or @lang='en' or @id='citation']"
)
# Checksums, names of files and types of media are what they are in every language.
_SIGNS = re.compile(r"\b[0-9a-f]{16,}\b|[\w-]+\.(?:txt|docx|pdf|html|md)\b|\btext/\w+")


def foreign(told: Any) -> set[str]:
    """Return what a Chinese page says that is no Chinese: Latin words, addresses, positions in a text."""
    for element in told.xpath(_OWN):
        element.drop_tree()
    text = " ".join(told.xpath("//main")[0].itertext())
    found = set(LATIN.findall(_SIGNS.sub("", text))) - NAMES
    return found | set(re.findall(r"https?://\S+|\d+[:–]\d{3,}", text))


@pytest.mark.parametrize("path", [p for p in PAGES if "?a=" not in p and p not in FOR_PROGRAMS])
def test_a_chinese_page_speaks_chinese(client: TestClient, path: str) -> None:
    assert foreign(page(client, path)) == set()


@pytest.mark.parametrize("name", [q.name for found in loaded.catalog().questions().values() for q in found])
def test_answers_speak_chinese(client: TestClient, name: str) -> None:
    answer = client.get(f"/queries/{name}", params=anywhere(cases()[name]), headers=HTML)
    assert foreign(lxml_html.fromstring(answer.text)) == set()
