"""What who is signed in does on pages, in Debian's Chromium, by keyboard: judge, validate, load, withdraw."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pydantic import SecretStr

from kg import loading, pipeline, vocab
from kg.resolve.judgements import load
from kg.store.oxigraph import OxigraphStore
from kg.store.versions.archive import Archive
from tests.web.pages import Watched, serving
from tests.web.test_judgements import ID, WORDS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "judgements"


@pytest.fixture
def address(tmp_path: Path, folder: Path) -> Iterator[str]:
    with OxigraphStore(None, base=vocab.BASE) as store:
        store.versions = Archive(tmp_path / "versions")
        loading.prepare(store)
        loading.load_notice(pipeline.convert(WORDS.encode(), name="通知.txt"), store, source=WORDS.encode())
        with serving(store, token=SecretStr("t"), judgements=str(folder)) as base:
            yield base


def sound(watched: Watched) -> list[str]:
    """Return what is wrong with the page that is open."""
    found = watched.errors + watched.foreign + watched.faults()
    return found + (["too wide"] if watched.too_wide() > 0 else [])


def sign_in(watched: Watched, path: str) -> Page:
    watched.open(f"/sign-in?next={path}")
    page = watched.page
    page.locator("#token").fill("t")
    page.locator("#name").fill("县府办")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{path}")
    return page


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_judge_validate_load_withdraw(
    browser: Browser, address: str, folder: Path, tmp_path: Path, width: int, scheme: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    watched = Watched(context.new_page(), address)
    page = sign_in(watched, f"/{ID}")
    page.locator("#judge summary").focus()
    page.keyboard.press("Enter")
    page.locator("#withdraw summary").click()
    assert sound(watched) == []
    page.locator("#judge-name").select_option(index=0)
    page.get_by_label("是两个单位").check()
    page.locator("#judge-why").fill("核对过三定方案")
    page.keyboard.press("Enter")
    page.wait_for_url("**/judgements#*")
    assert [one.judgement for one in load(folder)] == ["different"]
    assert sound(watched) == []
    page.get_by_role("button", name="按现有判断重新读取").click()
    page.wait_for_url(f"**/{ID}")
    # A draft with one item more, chosen as a file.
    draft = tmp_path / "草稿.txt"
    draft.write_text(WORDS + "3.建成口袋公园5个。\n责任单位：县住建局\n", "utf-8")
    watched.open("/validate")
    page.locator("#file").set_input_files(draft)
    page.get_by_role("button", name="开始校验", exact=True).click()
    expect(page.locator("#load-heading")).to_be_visible(timeout=60_000)
    expect(page.locator("#report")).to_contain_text("事项新增 1、取消 0、改动 0")
    expect(page.locator("#working")).to_be_hidden()
    assert sound(watched) == []
    page.get_by_role("button", name="载入", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{ID}", timeout=60_000)
    expect(page.locator("article")).to_contain_text("建成口袋公园5个")
    page.locator("#withdraw summary").click()
    page.get_by_label("确认撤回").check()
    page.get_by_role("button", name="撤回", exact=True).click()
    page.wait_for_url("**/notices")
    assert watched.open(f"/{ID}/history") == 200
    assert [error for error in sound(watched) if "404" not in error] == []
    context.close()
