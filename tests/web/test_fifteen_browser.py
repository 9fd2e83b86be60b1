"""Every page with fifteen notices on a narrow screen: it fits, is not too tall, axe finds nothing serious."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, expect

from tests import loaded
from tests.web.pages import Watched, serving
from tests.web.running import TOKEN
from tests.web.test_office_browser import TALLEST
from tests.web.test_pages import NOTICE, PAGES

SHARED = "/queries/tasks-of-a-unit?unit=县发改局"  # a name that several counties have: 400, with their places
READ_THROUGH = {NOTICE, "/validate"}  # pages to read from end to end, however long
MORE = (
    "/places?area=嵊泗县", "/place/330922", "/search?q=项目", "/my-unit?q=局", "/leaders?year=2024",
    "/queries/tasks-of-a-unit?unit=县发改局（嵊泗县）", "/queries/units-together",
    "/queries/themes-and-leaders", "/queries/leaders-and-units",
    "/queries/findings", "/compare?a=嵊政办发〔2024〕5号&b=青政办〔2018〕22号", "/tables", "/sign-in",
    "/problem", "/ontology", "/code", "/shapes", "/theme", f"{NOTICE}/history",
)  # fmt: skip


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_every_page(browser: Browser, width: int, scheme: str) -> None:
    wrong: dict[str, list[str]] = {}
    with serving(loaded.fifteen(), token=TOKEN) as address:
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,  # type: ignore[arg-type]
            locale="zh-CN",
        )
        watched = Watched(context.new_page(), address)
        # What every width shares is looked at on the narrow screen, on the wide one what is added here.
        for path in dict.fromkeys([*(PAGES if width < 400 else ()), *MORE]):
            assert watched.open(quote(path, safe="/?=&（）")) == (400 if path == SHARED else 200), path
            if path == SHARED:  # the browser itself notes the status
                watched.errors.clear()
                expect(watched.page.locator("main")).to_contain_text("嵊泗县")
            found = watched.errors + watched.foreign + watched.faults()
            if (over := watched.too_wide()) > 0:
                found.append(f"{over} pixels too wide")
            tall = int(watched.page.evaluate("document.documentElement.scrollHeight"))
            if path not in READ_THROUGH and tall > TALLEST:
                found.append(f"{tall} pixels tall")
            if found:
                wrong[path] = found
            watched.errors.clear()
            watched.foreign.clear()
        context.close()
    assert wrong == {}
