"""The draft workbench: a sample, its entries by severity, and the draft with its report written back."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser, expect
from starlette.testclient import TestClient

from kg import loading, pipeline, resources, vocab
from kg.read.formats import MEDIA_TYPES
from kg.settings import Settings
from kg.store.oxigraph import OxigraphStore
from kg.web.app import create_app
from tests.compare.test_against import DRAFT, LAST
from tests.validate import word_files as files
from tests.web.pages import Watched, serving

SAMPLE = resources.data("samples", "draft.docx").read_bytes()
ORIGIN = {"Origin": "http://testserver"}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with (
        OxigraphStore(None, base=vocab.BASE) as store,
        TestClient(create_app(Settings(query_timeout_s=120), store=store)) as started,
    ):
        yield started


def written(client: TestClient, what: str, data: bytes, name: str, lang: str = "zh"):  # type: ignore[no-untyped-def]
    return client.post(
        f"/validate/{what}?lang={lang}",
        files={"file": (name, data)},
        headers={**ORIGIN, "Accept-Language": lang},
    )


def test_the_sample_comes_as_a_file(client: TestClient) -> None:
    answer = client.get("/validate/sample.docx")
    assert answer.headers["content-type"] == MEDIA_TYPES["docx"]
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.content == SAMPLE


def test_comments_and_repairs_are_files_named_after_the_draft(client: TestClient) -> None:
    noted = written(client, "comments", SAMPLE, "关于责任分解.docx")
    assert noted.status_code == 200
    assert "%E6%89%B9%E6%B3%A8.docx" in noted.headers["content-disposition"]  # 批注
    said = [comment.text for comment in docx.Document(io.BytesIO(noted.content)).comments]
    assert any("9月31日" in words for words in said)
    assert len(said) > 5
    mended = written(client, "repaired", SAMPLE, "关于责任分解.docx")
    assert "责任图谱" in files.parts(mended.content)["word/document.xml"].decode()
    assert {noted.headers["cache-control"], mended.headers["cache-control"]} == {"no-store"}


def test_a_text_has_repairs_and_a_report_but_no_comments(client: TestClient) -> None:
    text = (
        "关于印发2024年县民生实项目责任分解的通知\n一、工作\n1.新建公园1座。\n责任单位：县住建局\n".encode()
    )
    mended = written(client, "repaired", text, "草稿.txt")
    assert mended.headers["content-type"] == "text/plain; charset=utf-8"
    assert "民生实事项目" in mended.text
    report = written(client, "report", text, "草稿.txt", "en")
    assert "attachment" in report.headers["content-disposition"]
    assert "<title>Validation report" in report.text
    refused = written(client, "comments", text, "草稿.txt")
    assert refused.status_code == 400
    assert "批注只能写在 docx 里" in refused.text


def test_nothing_else_can_be_made_of_a_draft(client: TestClient) -> None:
    assert written(client, "nothing", SAMPLE, "a.docx").status_code == 400


def test_a_draft_against_a_notice_of_the_store() -> None:
    with OxigraphStore(None, base=vocab.BASE) as store:
        loading.prepare(store)
        loading.load_notice(pipeline.convert(LAST.encode(), name="上年.txt"), store)
        with TestClient(create_app(Settings(query_timeout_s=120), store=store)) as client:
            given = {"file": ("草稿.txt", DRAFT.encode())}
            title = "嵊泗县人民政府办公室关于印发2023年重点工作责任分解的通知"
            answer = client.post(
                "/validate?format=json", files=given, data={"against": title}, headers=ORIGIN
            )
            told = {entry["ruleId"] for entry in answer.json()["entries"]}
            assert {"against-dropped", "against-lower", "against-leader"} <= told
            unknown = client.post("/validate", files=given, data={"against": "没有这份"}, headers=ORIGIN)
            assert unknown.status_code in (400, 404)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_from_the_sample_to_a_commented_word_file_by_keyboard(
    browser: Browser, width: int, scheme: str, tmp_path: Path
) -> None:
    with OxigraphStore(None, base=vocab.BASE) as store, serving(store, query_timeout_s=120) as address:
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,  # type: ignore[arg-type]
            accept_downloads=True,
            locale="zh-CN",
        )
        watched = Watched(context.new_page(), address)
        page = watched.page
        watched.open("/validate")
        page.get_by_role("link", name="用一份有错的示例草稿试试").focus()
        page.keyboard.press("Enter")
        expect(page.locator(".vr-verdict")).to_be_visible(timeout=120_000)
        assert watched.errors + watched.foreign + watched.faults() == []
        assert watched.too_wide() <= 0
        # A severity is put aside and comes back, with its marks and numbers.
        warnings = page.locator(".vr-rule.vr-warning")
        box = page.get_by_role("checkbox", name="警告")
        shown = warnings.first
        expect(shown).to_be_visible()
        box.focus()
        page.keyboard.press("Space")
        expect(shown).to_be_hidden()
        expect(page.locator(".vr-ref.vr-warning").first).to_be_hidden()
        expect(page.locator(".vr-rule.vr-violation").first).to_be_visible()
        page.keyboard.press("Space")
        expect(shown).to_be_visible()
        # Commented Word: the page stays as it is.
        page.get_by_role("button", name="批注版 Word").focus()
        with page.expect_download(timeout=120_000) as waiting:
            page.keyboard.press("Enter")
        target = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(target)
        assert target.name == "示例草稿-批注.docx"
        assert len(docx.Document(str(target)).comments) == page.locator(".vr-rule > ol > li").count()
        expect(page.locator(".vr-verdict")).to_be_visible()
        assert watched.errors == []
        context.close()
