"""Bad input on a narrow dark screen in Chromium: every answer is a designed page that says what to do."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, expect

from kg.store.base import Bindings, Store
from tests import loaded
from tests.web.pages import Watched, serving
from tests.web.running import TOKEN

LONG = "长" * 200
TALLEST = 1_300  # pixels of a page that has nothing to show
ONE_TASK = """SELECT ?place { ?task a kg:Task ; kg:place ?place }
GROUP BY ?place HAVING (COUNT(DISTINCT ?task) = 1) ORDER BY ?place LIMIT 1"""
REGISTERED_ONLY = """SELECT ?unit { ?unit a kg:Unit ; kg:departmentType ?type ; kg:jurisdiction ?place .
?place rdfs:label "嵊泗县"@zh . FILTER NOT EXISTS { ?item kg:involvedUnit|kg:responsibleUnit ?unit } }
ORDER BY ?unit LIMIT 1"""


def only(store: Store, query: str) -> str:
    """Return the path of the one thing that a query finds."""
    answer = store.query(
        "PREFIX kg: <https://w3id.org/zeren/ontology#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
        + query
    )
    assert isinstance(answer, Bindings)
    (row,) = answer.rows
    assert row[0] is not None
    return "/" + row[0].value.removeprefix(store.base)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving(loaded.several(), token=TOKEN) as base:
        yield base


@pytest.fixture(scope="module")
def nothing() -> Iterator[str]:
    with serving(loaded.prepared()) as base:
        yield base


@pytest.fixture
def watched(browser: Browser, address: str) -> Iterator[Watched]:
    yield from narrow(browser, address)


@pytest.fixture
def empty(browser: Browser, nothing: str) -> Iterator[Watched]:
    yield from narrow(browser, nothing)


def narrow(browser: Browser, base: str) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 390, "height": 800}, color_scheme="dark", locale="zh-CN")
    made = Watched(context.new_page(), base)
    yield made
    assert made.foreign == []
    context.close()


def designed(watched: Watched, sentence: str) -> None:
    """The page says the sentence, fits and is accessible."""
    expect(watched.page.locator("main")).to_contain_text(sentence)
    assert watched.faults() == []
    assert watched.too_wide() <= 0


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        (f"/search?q={LONG}", 200, "换一个说法，或只用其中一个词"),
        (f"/my-unit?q={LONG}", 200, "换一个简称，或从全部单位中选"),
        (f"/units?_q={LONG}", 200, "共 0 行"),
        (f"/queries/tasks-of-a-unit?unit={LONG}", 400, "应当是已有的名称或网址"),
        (f"/unit/{LONG}", 404, "核对地址，或用检索按名称查找"),
        (f"/place/{LONG}", 404, "核对地址，或用检索按名称查找"),
    ],
    ids=["search", "my unit", "list", "question", "unit", "place"],
)
def test_a_name_of_200_characters(watched: Watched, path: str, status: int, sentence: str) -> None:
    assert watched.open(quote(path, safe="/?=")) == status
    designed(watched, sentence)
    assert watched.page.evaluate("document.documentElement.scrollHeight") <= TALLEST
    assert LONG not in watched.page.locator("main").inner_text()  # shown in short


def test_a_place_with_one_task_leads_to_its_sentence(watched: Watched) -> None:
    assert watched.open(only(loaded.several(), ONE_TASK)) == 200
    expect(watched.page.locator(".results h3 a")).to_have_count(1)
    assert watched.faults() == []
    assert watched.too_wide() <= 0
    watched.page.locator(".results h3 a").click()
    expect(watched.page.locator("blockquote").first).not_to_be_empty()


def test_a_unit_that_only_the_registry_knows(watched: Watched) -> None:
    path = only(loaded.several(), REGISTERED_ONLY)
    assert watched.open(path) == 200
    designed(watched, "已载入的通知没有点到这个单位")
    expect(watched.page.locator("main section").first).to_contain_text("没有点到")  # first, not below zeros
    assert watched.open(f"{path}/list") == 200
    designed(watched, "还没有通知把任务交给这个单位。可查看全部单位，或载入新的通知。")


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/", "还没有载入通知"),
        ("/search?q=敬老院", "换一个说法"),
        ("/units", "还没有载入通知"),
        ("/leaders", "还没有载入通知"),
        ("/places", "还没有载入通知"),
        ("/notices", "还没有载入通知"),
        ("/queries/workload", "先载入通知"),
        ("/my-unit?q=县发改局", "还没有通知把任务交给这个单位"),
        ("/tables", "还没有生成表"),
        ("/compare", ""),
        ("/sparql", ""),
    ],
)  # fmt: skip
def test_an_empty_store(empty: Watched, path: str, sentence: str) -> None:
    assert empty.open(quote(path, safe="/?=")) == 200
    designed(empty, sentence)
    assert empty.errors == []


def test_a_wrong_token(watched: Watched) -> None:
    watched.open("/sign-in")
    watched.page.locator("input[name=token]").fill("不是口令")
    watched.page.locator("main form button").click()
    designed(watched, "口令不对：请核对大小写，或向管理员索取")
    expect(watched.page.locator("input[name=token]")).to_be_focused()
