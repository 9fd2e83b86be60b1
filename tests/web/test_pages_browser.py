"""The pages in Debian's Chromium: no errors, no other host, accessible, from the overview to the sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kg.store.prefixes import completed
from tests import loaded
from tests.web.pages import Watched, serving
from tests.web.test_pages import PAGES

WIDTHS = (1280, 390)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving(loaded.two()) as base:
        yield base


@pytest.fixture
def watched(browser: Browser, address: str) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    watched = Watched(context.new_page(), address)
    yield watched
    assert watched.foreign == []
    context.close()


@pytest.mark.parametrize(("width", "scheme", "locale"), [(1280, "light", "zh-CN"), (390, "dark", "en")])
def test_every_page(browser: Browser, address: str, width: int, scheme: str, locale: str) -> None:
    """Opens without an error or a foreign request, fits, and axe finds nothing serious."""
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
        locale=locale,
    )
    watched = Watched(context.new_page(), address)
    wrong: dict[str, list[str]] = {}
    for path in [*PAGES, "/docs"]:
        assert watched.open(path) == 200, path
        if path != "/docs":
            expect(watched.page.locator("html")).to_have_attribute("lang", locale)
        found = watched.errors + watched.foreign + watched.faults()
        if watched.too_wide() > 0:
            found.append(f"{watched.too_wide()} pixels too wide")
        if found:
            wrong[path] = found
        watched.errors, watched.foreign = [], []
    context.close()
    assert wrong == {}


def test_designed_errors(watched: Watched) -> None:
    assert watched.open("/unit/nobody") == 404
    expect(watched.page.locator("h1")).to_have_text("没有这个页面")
    assert watched.faults() == []


def test_three_clicks_from_the_overview_to_the_sentence(watched: Watched) -> None:
    page = watched.page
    watched.open("/")
    page.get_by_role("link", name="宋晖", exact=True).first.click()
    page.locator(".tasks .words a", has_text="地区生产总值增长6%").first.click()
    quote = page.locator("blockquote").first
    expect(quote).to_contain_text("确保全年完成固定资产投资113亿元以上")
    expect(quote.locator("mark.target")).not_to_have_count(0)
    page.get_by_role("link", name="在通知中查看").click()
    expect(page.locator(".entry:target")).to_contain_text("地区生产总值增长6%")
    assert watched.errors == []


def test_a_question_is_run_charted_and_exported(watched: Watched, tmp_path: Path) -> None:
    page = watched.page
    watched.open("/queries")
    page.get_by_role("link", name="某领导调度的单位").click()
    page.get_by_label("领导").select_option(label="宋晖")
    page.get_by_role("button", name="运行").click()
    expect(page.locator("figure[data-drawn] svg")).to_be_visible()
    expect(page.locator("tbody tr")).not_to_have_count(0)
    rows = int(page.locator(".card-head [role=status]").inner_text().split()[1])  # of which a page shows some
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).click()
    path = tmp_path / "answer.csv"
    download.value.save_as(path)
    assert len(path.read_text("utf-8-sig").splitlines()) == rows + 1
    assert watched.errors == []


def test_a_mark_of_a_chart_leads_to_its_page(watched: Watched) -> None:
    page = watched.page
    watched.open("/places")
    expect(page.locator("figure[data-drawn] svg")).to_be_visible()
    bars = page.locator("figure svg path[fill]:not([fill='none'])")
    box = bars.nth(3).bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + min(20, box["width"] / 2), box["y"] + box["height"] / 2)
    page.wait_for_url("**/place/*")


def test_the_editor_runs_shows_and_shares(watched: Watched, browser: Browser, address: str) -> None:
    page = watched.page
    watched.open("/sparql")
    page.get_by_label("示例问题").select_option(value="units-together")
    expect(page.get_by_role("tab", name="表格")).to_have_attribute("aria-selected", "true")
    expect(page.locator("#panel-table tbody tr")).not_to_have_count(0)
    page.wait_for_load_state("networkidle")  # the labels of addresses are asked for after the rows
    first = page.locator("#panel-table tbody tr").first.inner_text()
    assert watched.faults() == []
    for view in ("图表", "网络图"):
        page.get_by_role("tab", name=view).click()
        expect(page.locator("[role=tabpanel]:not([hidden]) figure[data-drawn] svg")).to_be_visible()
    assert watched.faults() == []
    link = page.url
    assert "#query=" in link
    context = browser.new_context()
    other = Watched(context.new_page(), address)
    other.page.goto(link)
    expect(other.page.locator("#panel-table tbody tr").first).to_have_text(first.replace("\t", ""))
    assert other.errors + other.foreign == []
    context.close()
    assert watched.errors == []


def test_the_editor_tells_of_errors_and_draws_graphs(watched: Watched) -> None:
    page = watched.page
    watched.open("/sparql")
    page.evaluate("yasqe.setValue('SELECT ?x WHERE { ?x')")
    page.get_by_role("button", name="运行").click()
    expect(page.locator("#status.error")).not_to_be_empty()
    watched.errors.clear()  # the browser itself notes the status 400
    page.evaluate("yasqe.setValue('DESCRIBE <https://w3id.org/zeren/unit/f87c7551df>')")
    page.get_by_role("button", name="运行").click()
    expect(page.locator("#raw")).to_contain_text("县发改局")
    page.get_by_role("tab", name="网络图").click()
    expect(page.locator("#panel-graph figure[data-drawn] svg")).to_be_visible()
    assert watched.errors == []


def test_the_editor_hints_at_slips_and_copies_the_whole_text(watched: Watched) -> None:
    page = watched.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    watched.open("/sparql")
    page.wait_for_function("window.yasqe")
    for query in ("SELECT ?u", "CONSTRUCT { ?u a kg:Unit } WHERE"):
        page.evaluate("text => yasqe.setValue(text)", f'{query} {{ ?u rdfs:label "县财政局" }} # skos:x')
        page.get_by_role("button", name="运行").click()
        expect(page.locator("#hint")).to_contain_text('应写作 "县财政局"@zh')
        assert watched.faults() == []
    page.get_by_role("button", name="复制查询全文").click()
    expect(page.locator("#status")).to_contain_text("全文")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == completed(page.evaluate("yasqe.getValue()")).replace("> ", ">\n")
    page.evaluate("yasqe.setValue('SELECT ?u { ?u rdfs:label ?l } LIMIT 1')")
    page.get_by_role("button", name="运行").click()
    expect(page.locator("#panel-table tbody tr")).to_have_count(1)
    expect(page.locator("#hint")).to_be_hidden()
    assert watched.errors == []


def test_completion_comes_from_the_ontology(watched: Watched) -> None:
    page = watched.page
    watched.open("/sparql")
    page.evaluate(
        "yasqe.setValue('PREFIX kg: <https://w3id.org/zeren/ontology#>\\nSELECT * WHERE { ?t kg:leadU }')"
    )
    page.evaluate("yasqe.focus(); yasqe.setCursor({line: 1, ch: 28})")
    page.keyboard.press("Control+Space")
    expect(page.locator(".CodeMirror-hints, .CodeMirror-code")).to_contain_text(["leadUnit"])


def test_keyboard_alone(watched: Watched) -> None:
    page = watched.page
    watched.open("/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("跳到正文")
    page.keyboard.press("Enter")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("fgj")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=fgj")
    expect(page.locator("main .results h2 a").first).to_have_text("县发改局")
    page.locator("main .results h2 a").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("县发改局")


def test_the_editor_lets_the_keyboard_go(watched: Watched) -> None:
    page = watched.page
    watched.open("/sparql")
    page.evaluate("yasqe.focus()")
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "run":
            break
    expect(page.locator("#run")).to_be_focused()


def test_languages_and_schemes_switch(watched: Watched) -> None:
    page = watched.page
    watched.open("/units?notice=")
    page.get_by_role("link", name="English").click()
    expect(page.locator("h1")).to_have_text("Units")
    page.get_by_role("link", name="Targets", exact=True).click()
    expect(page.locator("h1")).to_have_text("Targets")
    page.get_by_role("link", name="中文").click()
    expect(page.locator("h1")).to_have_text("指标")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="深色").click()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert light != dark
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
    assert watched.faults() == []
    assert watched.errors == []


def told(page: Page) -> int:
    """Return how many rows the list says that it has, of which a page shows some."""
    return int(re.findall(r"\d+", page.locator("[role=status]").first.inner_text())[0])


def test_filters_make_an_address_that_keeps_them(watched: Watched) -> None:
    page = watched.page
    watched.open("/targets")
    every = told(page)
    page.get_by_label("变化").select_option(value="increase")
    page.wait_for_url("**/targets?change=increase")
    assert 0 < told(page) < every
    page.get_by_role("link", name="目标值").click()
    page.wait_for_url("**_sort=value*")
    values = [
        float(re.findall(r"\d[\d,.]*", text)[0].replace(",", ""))
        for text in page.locator("tbody td[data-label=目标值]").all_inner_texts()
    ]
    assert values
    assert values == sorted(values)


def test_the_list_of_a_unit_prints_without_the_frame(watched: Watched) -> None:
    page = watched.page
    watched.open("/unit/f87c7551df/list")
    page.emulate_media(media="print")
    expect(page.locator(".site-head")).to_be_hidden()
    expect(page.locator("tbody tr").first).to_be_visible()
    assert watched.errors == []


def test_the_heads_of_a_matrix_lie_apart(browser: Browser, address: str) -> None:
    """Long names break within their column; nothing runs over its neighbour."""
    context = browser.new_context(viewport={"width": 390, "height": 800}, locale="en")
    watched = Watched(context.new_page(), address)
    assert watched.open("/queries/themes-and-leaders") == 200
    over = watched.page.eval_on_selector_all(
        "table.matrix thead th", "heads => heads.filter(one => one.scrollWidth > one.clientWidth).length"
    )
    assert over == 0
    context.close()
