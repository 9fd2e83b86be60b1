"""What the tests of pages share: a browser, and the pages of two governments."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser

from kg import loading, pipeline, vocab
from kg.settings import Settings
from kg.store.oxigraph import OxigraphStore
from kg.web.app import create_app
from tests import loaded
from tests.web.pages import chromium

OTHER = """青川县人民政府办公室关于印发2025年重点工作责任分解的通知
青政办〔2025〕3号
各乡镇人民政府，县政府各部门：
现将2025年重点工作责任分解如下。

一、副县长李某牵头重点工作
1.新增耕地400亩。（牵头单位：县发改局；配合单位：县财政局）
2.改造老旧小区12个。（牵头单位：县财政局；配合单位：县发改局）

青川县人民政府办公室
2025年2月1日
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def several() -> Iterator[TestClient]:
    """Two governments whose units share names, each with a year of its own."""
    with OxigraphStore(None, base=vocab.BASE) as store:
        loading.prepare(store)
        for text in (loaded.REAL.read_bytes(), OTHER.encode()):
            loading.load_notice(pipeline.convert(text, name="notice.txt"), store, at=loaded.LOADED)
        with TestClient(create_app(Settings(rate_per_minute=1_000_000), store=store)) as client:
            client.app.state.kept.follow(store, lambda: True)  # type: ignore[attr-defined]
            yield client
