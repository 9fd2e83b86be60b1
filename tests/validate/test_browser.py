"""The HTML report in a real browser: marks at the right words, keyboard, narrow screens."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import pipeline
from kg.validate import render
from tests.conftest import program
from tests.validate.faults import NOTICE


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    text = (
        NOTICE.read_text("utf-8")
        .replace("达到90%", "达到120%")
        .replace("责任单位：县妇联", "责任单位：县芯片办")
    )
    report = pipeline.validate(text.encode(), name="草稿.txt")
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(render(report, "html", "zh"), "utf-8")
    return path


@pytest.mark.parametrize("width", [1280, 390])
def test_marks_links_and_keyboard(page_file: Path, width: int) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program("chromium"), args=["--no-sandbox"])
        try:
            page = browser.new_page(viewport={"width": width, "height": 800})
            asked: list[str] = []
            page.on("request", lambda request: asked.append(request.url))
            page.goto(page_file.as_uri())
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            marked = page.locator("mark.vr-violation").all_inner_texts()
            assert marked == ["力争县域就诊率达到120%"]
            # From the finding to the words and back, by keyboard alone.
            link = page.locator(".vr-rule.vr-violation .vr-where a").first
            link.focus()
            page.keyboard.press("Enter")
            target = page.evaluate("document.querySelector(':target').getBoundingClientRect().top")
            assert 0 <= target < 800
            page.locator(":target").focus()
            page.keyboard.press("Enter")
            assert page.evaluate("document.querySelector(':target').tagName") == "LI"
            assert all(url.startswith("file:") for url in asked)
        finally:
            browser.close()
