"""What an analyst does, in Chromium: suggestions, narrowed lists, terms and saved queries of the editor."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests import loaded
from tests.web.pages import Watched, serving


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving(loaded.two()) as base:
        yield base


@pytest.fixture
def watched(browser: Browser, address: str) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    watched = Watched(context.new_page(), address)
    yield watched
    assert watched.foreign == []
    assert watched.errors == []
    assert watched.faults() == []
    context.close()


def test_the_search_suggests_and_keys_reach_it(watched: Watched) -> None:
    page = watched.page
    watched.open("/notices")
    page.locator("#q").press_sequentially("发改委")
    first = page.locator("#suggestions a").first
    expect(first).to_contain_text("县发改局")
    expect(first).to_contain_text("嵊泗县")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("县发改局")


def test_a_list_is_narrowed_without_leaving_the_page(watched: Watched) -> None:
    page = watched.page
    watched.open("/targets")
    page.locator("#words").press_sequentially("增长")
    expect(page).to_have_url(f"{watched.base}/targets?_q=%E5%A2%9E%E9%95%BF")
    expect(page.locator("#words")).to_be_focused()
    choice = page.locator("select[name=bound] option", has_text="不低于")
    number = choice.inner_text().rpartition("· ")[2]
    page.locator("select[name=bound]").select_option("ge")
    expect(page.locator("#list [role=status]")).to_have_text(f"共 {number} 行")
    assert "bound=ge" in page.locator("#exports a").first.get_attribute("href")  # type: ignore[operator]


def test_terms_are_inserted_and_queries_saved(watched: Watched) -> None:
    page = watched.page
    watched.open("/sparql")
    page.evaluate("yasqe.setValue('')")
    page.locator("summary", has_text="有哪些类和属性").click()
    page.locator("[data-insert='kg:leadUnit']").click()
    assert page.evaluate("yasqe.getValue()") == "kg:leadUnit"
    page.locator("summary", has_text="保存查询").click()
    page.locator("#save-name").fill("牵头")
    page.locator("#save").click()
    watched.open("/sparql")
    page.locator("#saved").select_option(label="牵头")
    assert page.evaluate("yasqe.getValue()") == "kg:leadUnit"
