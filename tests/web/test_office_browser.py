"""Walks in Debian's Chromium: clerk, secretary, citizen, analyst, in at most four clicks beside typing."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import openpyxl
import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, Download, Page, expect

from tests import loaded
from tests.web.pages import Watched, serving

TALLEST = 8_000  # pixels of a page on a narrow screen
QUERY = (
    "SELECT ?unit ?name (COUNT(?item) AS ?items) WHERE { ?item kg:leadUnit ?unit . ?unit rdfs:label ?name } "
    "GROUP BY ?unit ?name ORDER BY DESC(?items) ?name ?unit"
)
SCREENS = [(1280, "light"), (390, "dark")]


@pytest.fixture(scope="module", params=["one", "fifteen"])
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    """One notice, and fifteen of several governments and years, of which the newest is shown."""
    store = loaded.real() if request.param == "one" else loaded.fifteen()
    with serving(store) as base:
        yield base


@pytest.fixture
def year(request: pytest.FixtureRequest) -> str:
    """The newest year of the county."""
    return "2024" if "one" in request.node.callspec.id else "2025"


@pytest.fixture(params=SCREENS, ids=["wide-light", "narrow-dark"])
def watched(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Watched]:
    width, scheme = cast("tuple[int, Any]", request.param)
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, locale="zh-CN"
    )
    made = Watched(context.new_page(), address)
    yield made
    assert made.foreign + made.errors == []
    context.close()


def sound(watched: Watched) -> None:
    """The page that is open fits, is not too tall, and axe finds nothing serious."""
    assert watched.faults() == []
    assert watched.too_wide() <= 0
    if watched.page.evaluate("innerWidth") < 400:
        assert watched.page.evaluate("document.documentElement.scrollHeight") <= TALLEST


def saved(page: Page, click: Callable[[], None], folder: Path) -> Path:
    with page.expect_download() as waiting:
        click()
    download: Download = waiting.value
    path = folder / download.suggested_filename
    download.save_as(path)
    return path


def printed(page: Page) -> None:
    """The button prints, and the frame is not printed."""
    page.evaluate("window.print = () => { window.printed = true }")
    page.get_by_role("button", name="打印").click()
    assert page.evaluate("window.printed")
    page.emulate_media(media="print")
    expect(page.locator(".site-head")).to_be_hidden()
    expect(page.locator(".tasks tbody tr").first).to_be_visible()
    page.emulate_media(media="screen")


def sheets(page: Page) -> int:
    """Return on how many sheets of A4 the page prints."""
    pdfium: Any = importlib.import_module("pypdfium2")
    page.emulate_media(media="print")
    found = len(pdfium.PdfDocument(page.pdf(prefer_css_page_size=True)))
    page.emulate_media(media="screen")
    return found


def test_a_clerk_takes_the_year_of_the_unit_along(watched: Watched, tmp_path: Path, year: str) -> None:
    page = watched.page
    watched.open("/")
    sound(watched)
    page.get_by_label("我的单位是").type("fgj")
    page.locator("#mine-found a", has_text="县发改局").filter(has_text="嵊泗县").click()
    page.wait_for_url("**/unit/f87c7551df/list")
    expect(page.locator("h1")).to_have_text(f"县发改局{year}年要做的事")
    sound(watched)
    printed(page)
    book = openpyxl.load_workbook(saved(page, page.get_by_role("link", name="台账（Excel）").click, tmp_path))
    assert book.worksheets[0].max_row == 4 + page.locator(".tasks tbody tr:not(.group)").count()
    ics = saved(page, page.get_by_role("link", name="每季度末").click, tmp_path)
    assert len(list(Calendar.from_ical(ics.read_bytes()).walk("VEVENT"))) == 4
    watched.open("/")
    expect(page.get_by_role("link", name="县发改局（嵊泗县）今年要做的事")).to_be_visible()


def test_a_secretary_prints_the_briefing_and_reads_a_target_in_its_sentence(
    watched: Watched, year: str
) -> None:
    page = watched.page
    watched.open("/")
    page.get_by_role("link", name="宋晖", exact=True).first.click()
    expect(page.locator("h1")).to_have_text(f"宋晖{year}年工作简报")
    sound(watched)
    printed(page)
    assert sheets(page) == 1  # 33 tasks
    page.get_by_role("link", name="地区生产总值 增长 6 %").click()
    expect(page.locator("blockquote").first).to_contain_text("地区生产总值增长6%")
    expect(page.locator("blockquote mark")).not_to_have_count(0)


def test_a_citizen_goes_from_the_town_to_the_sentence(watched: Watched) -> None:
    page = watched.page
    watched.open("/")
    page.get_by_role("link", name="枸杞乡", exact=True).first.click()
    expect(page.locator("h1")).to_contain_text("枸杞乡")
    page.locator(".results h3 a").first.click()
    expect(page.locator("blockquote").first).not_to_be_empty()


def test_an_analyst_goes_from_a_query_without_prefixes_to_chart_workbook_and_link(
    watched: Watched, tmp_path: Path
) -> None:
    page = watched.page
    watched.open("/sparql")
    page.evaluate("query => yasqe.setValue(query)", QUERY)
    page.locator("#run").click()
    rows = page.locator("#panel-table tbody tr")
    expect(rows.first).to_contain_text("局")
    expect(rows.first.locator("a").first).to_contain_text("局")  # the label of the address
    first = rows.first.inner_text()
    page.locator("#tab-chart").click()
    expect(page.locator("#panel-chart figure[data-drawn] svg")).to_be_visible()
    assert watched.faults() == []
    assert watched.too_wide() <= 0
    book = openpyxl.load_workbook(saved(page, page.locator("#downloads [data-kind=xlsx]").click, tmp_path))
    head, *cells = book.worksheets[0].iter_rows(values_only=True)
    items = head.index("items")
    assert [row[items] for row in cells] == sorted((row[items] for row in cells), reverse=True)  # type: ignore[type-var]
    expect(page.locator("#history option", has_text="SELECT ?unit ?name")).to_have_count(1)
    shared = page.url
    watched.open("/notices")
    page.goto(shared)
    expect(rows.first).to_contain_text(first.split("\t")[-1].strip())
    expect(rows.first.locator("a").first).to_contain_text("局")


def test_without_scripts(browser: Browser, address: str, year: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{address}/")
    page.get_by_label("我的单位是").fill("县发改局")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    if page.locator("h1").inner_text() == "我的单位":  # several are called so
        page.locator(".results li", has_text="嵊泗县").get_by_role("link").first.click()
    expect(page.locator("h1")).to_have_text(f"县发改局{year}年要做的事")
    context.close()
