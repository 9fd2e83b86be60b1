"""Stores with notices in them, made once for a test session.

``real`` holds the notice of Shengsi; ``two`` holds it and the next year's, which is the same text
with the edits of ``EDITS``, so that comparisons, deadlines and wrong totals have something to say;
``several`` holds it and four of other counties, cities and towns; ``fifteen`` holds the two and
thirteen of other provinces, cities, counties and towns, of ten years.
"""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from kg import loading, pipeline, resources
from kg.compare.deriving import rebuild
from kg.link.imports import load_import
from kg.query import Catalog
from kg.settings import DEFAULT_BASE
from kg.store.oxigraph import OxigraphStore
from tests.conftest import ROOT

REAL = ROOT / "tests/gold/shengsi-2024-5/notice.txt"
OTHERS = (
    "H01-city-four-label-lines-leader-per-task.txt",
    "H09-county-rule-mid-document-two-lists.txt",
    "H12-city-markdown-project-table-yiyuan-subtotals.md",
    "H16-township-decimal-numbers-department-lines.txt",
)
FURTHER = (
    *OTHERS,
    "H02-district-ten-things-zhuban-xieban.txt",
    "H03-province-inline-lead-verbs.txt",
    "H05-county-tab-table-merged-leader.txt",
    "H06-city-markdown-pipe-table-category-rows.md",
    "H07-devzone-box-drawing-table-wrapped-cells.txt",
    "H10-county-html-page-prose-you-fuze.html",
    "H11-district-html-page-table-rowspan.html",
    "H13-province-gb18030-halfwidth-one-line-labels.txt",
    "H14-street-lost-punctuation-circled-numbers.txt",
)
NUMBER = "嵊政办发〔2024〕5号"
NEXT_NUMBER = "嵊政办发〔2025〕6号"
LOADED = datetime(2031, 3, 1, 1, tzinfo=UTC)
EDITS = (
    ("嵊政办发〔2024〕5号", NEXT_NUMBER),
    ("2024 年", "2025 年"),
    ("2024年", "2025年"),
    ("一般公共预算收入增长 3%以上", "一般公共预算收入增长 4%以上"),
    ("强化政府性债务管理，", "2025年6月底前强化政府性债务管理，"),
    ("加强金融领域风险监测、化解。", "2025年9月底前加强金融领域风险监测、化解。"),
    ("责任单位：县国安局", "责任单位：县司法局"),
    ("合计\t12 个项目\t\t8845", "合计\t12 个项目\t\t8846"),
)


def next_year() -> str:
    """Return the text of the second notice."""
    text = REAL.read_bytes().decode("utf-8")
    for before, after in EDITS:
        assert before in text, before
        text = text.replace(before, after)
    return text


@cache
def _prepared() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="kg-test-")) / "store"
    with OxigraphStore(folder, base=DEFAULT_BASE) as store:
        loading.prepare(store)
    return folder


def prepared(folder: Path | None = None) -> OxigraphStore:
    """Return a store of its own that holds ontology and registry: a copy of one that is made once."""
    folder = folder or Path(tempfile.mkdtemp(prefix="kg-test-")) / "store"
    shutil.copytree(_prepared(), folder)
    return OxigraphStore(folder, base=DEFAULT_BASE, default_graph="union", max_rows=None)


def _store(texts: list[bytes]) -> OxigraphStore:
    return _named([("notice.txt", text) for text in texts])


def _named(files: list[tuple[str, bytes]]) -> OxigraphStore:
    store = prepared()
    for name, text in files:
        loading.load_notice(pipeline.convert(text, name=name), store, at=LOADED)
    return store


@cache
def real() -> OxigraphStore:
    """Return a store with the real notice."""
    return _store([REAL.read_bytes()])


@cache
def several() -> OxigraphStore:
    """Return a store with the real notice and four of other governments and years."""
    return _store([REAL.read_bytes(), *((ROOT / "tests/gold/own" / name).read_bytes() for name in OTHERS)])


@cache
def fifteen() -> OxigraphStore:
    """Return a store with fifteen notices of several provinces and years, and what was compared of them."""
    own = ROOT / "tests/gold/own"
    ours = [("notice.txt", REAL.read_bytes()), ("notice.txt", next_year().encode())]
    store = _named(ours + [(name, (own / name).read_bytes()) for name in FURTHER])
    rebuild(store)
    return store


@cache
def two() -> OxigraphStore:
    """Return a store with the real notice and the next year's, compared, and the example of an import."""
    store = _store([REAL.read_bytes(), next_year().encode()])
    example = resources.data("imports")
    load_import(example / "statistics.csv", example / "statistics.yml", store)
    rebuild(store)
    return store


@cache
def catalog() -> Catalog:
    """Return the canned queries."""
    return Catalog.load(resources.queries())
