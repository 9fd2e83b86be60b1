"""Versions of a notice: told from new notices, other formats and other documents; kept and found again."""
# ruff: noqa: E501 (a table of pairs reads best a row a line)

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path

import pytest

from kg import loading, pipeline, vocab
from kg.errors import NotFound, Refused, StoreError
from kg.model import Notice
from kg.store.oxigraph import OxigraphStore
from kg.store.versions import record
from kg.store.versions.archive import QUADS, SOURCE, Archive
from kg.store.versions.change import Change
from tests.conftest import ROOT

FIRST = datetime(2031, 3, 1, 9, tzinfo=UTC)
FIXTURES = [ROOT / f"tests/read/fixtures/shengsi-2024-5.{kind}" for kind in ("docx", "pdf", "html")]
HEAD = (
    "云岚县人民政府办公室文件\n云政办发〔2031〕7号\n云岚县人民政府办公室关于印发2031年重点工作责任分解的通知\n"
    "各乡镇人民政府，县政府各部门：\n现将2031年重点工作责任分解印发给你们，请认真组织实施。\n"
    "云岚县人民政府办公室\n2031年2月18日\n2031年重点工作责任分解\n一、王安县长牵头重点工作\n"
)
ITEMS = (
    ("完成固定资产投资113亿元以上，增长8%。", "县发改局、县统计局"),
    ("新建农村公路25公里，改造危桥6座。", "县交通运输局"),
    ("推进县域医共体建设，新增养老床位300张。", "县卫健局、县民政局、各乡镇人民政府"),
    ("加快推进数字化改革，完善公共数据平台。", "县数据局"),
    ("新增绿化面积1200亩，建成口袋公园5个。", "县住建局、县林业局"),
    ("开展安全生产专项整治，确保不发生较大事故。", "县应急管理局、县公安局"),
)
WIDE = {ord(d): ord(d) + 0xFEE0 for d in "0123456789%"}
Items = tuple[tuple[str, str], ...]


def text(items: Items = ITEMS, head: str = HEAD) -> str:
    """Return a small notice."""
    lines = [f"{n}.{words}\n责任单位：{units}\n" for n, (words, units) in enumerate(items, 1)]
    return head + "".join(lines)


def notice(words: str, name: str = "通知.txt") -> Notice:
    return pipeline.convert(words.encode(), name=name)


def edited(number: int, before: str, after: str, items: Items = ITEMS) -> Items:
    """Return the items with words of one changed, in its text or its units."""
    words, units = items[number - 1]
    assert before in words + units
    changed = (words.replace(before, after), units.replace(before, after))
    return (*items[: number - 1], changed, *items[number:])


@dataclass
class Held:
    """A store with its folder of former versions."""

    store: OxigraphStore
    archive: Archive

    def load(self, words: str, days: int = 0, **options: bool) -> loading.Outcome:
        """Load a text so many days after the first."""
        source = words.encode()
        read = notice(words)
        return loading.load_notice(
            read, self.store, at=FIRST + timedelta(days=days), source=source, **options
        )  # type: ignore[arg-type]

    def count(self, pattern: str) -> int:
        prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in vocab.PREFIXES.items())
        answer = self.store.query(f"{prefixes}SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")
        return int(next(iter(answer.dicts()))["n"].value)  # type: ignore[union-attr]


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Held]:
    archive = Archive(tmp_path / "versions")
    with OxigraphStore(None, base=vocab.BASE) as store:
        store.versions = archive
        yield Held(store, archive)


NEW = ("举办海岛旅游节3场，接待游客90万人次。", "县文旅局")
ANOTHER = ("建成智慧码头2座。", "县港航中心、县交通运输局")
# Each row: what is changed, and added, dropped, reworded, duties, targets.
PAIRS: list[tuple[str, Items, tuple[int, int, int, int, int]]] = [
    ("a figure", edited(1, "113亿元", "120亿元"), (0, 0, 1, 0, 1)),
    ("two figures of one item", edited(1, "113亿元以上，增长8%", "120亿元以上，增长9%"), (0, 0, 1, 0, 2)),
    ("a bound", edited(1, "113亿元以上", "113亿元左右"), (0, 0, 1, 0, 1)),
    ("figures of two items", edited(2, "25公里", "30公里", edited(5, "1200亩", "1500亩")), (0, 0, 2, 0, 2)),
    ("a target is gone", edited(2, "，改造危桥6座", ""), (0, 0, 1, 0, 1)),
    ("a target is new", edited(4, "平台。", "平台，归集数据20亿条。"), (0, 0, 1, 0, 1)),
    ("words without a figure", edited(4, "完善公共数据平台", "完善公共数据共享平台"), (0, 0, 1, 0, 0)),
    ("one character", edited(6, "确保", "力保"), (0, 0, 1, 0, 0)),
    ("a unit for another", edited(6, "县公安局", "县司法局"), (0, 0, 0, 1, 0)),
    ("a unit is new", edited(2, "县交通运输局", "县交通运输局、县财政局"), (0, 0, 0, 1, 0)),
    ("two units are new", edited(2, "县交通运输局", "县交通运输局、县财政局、县水利局"), (0, 0, 0, 2, 0)),
    ("a unit is gone", edited(3, "、县民政局", ""), (0, 0, 0, 1, 0)),
    ("a collective for another", edited(3, "各乡镇人民政府", "县级有关部门"), (0, 0, 0, 1, 0)),
    ("a unit comes to lead", edited(1, "县发改局、县统计局", "县统计局（牵头）、县发改局"), (0, 0, 0, 2, 0)),
    ("units of two items", edited(1, "县统计局", "县财政局", edited(5, "县林业局", "县城管局")), (0, 0, 0, 2, 0)),
    ("words and a unit", edited(4, "加快推进", "深入推进", edited(4, "县数据局", "县数据局、县经信局")), (0, 0, 1, 1, 0)),
    ("a figure and a unit", edited(5, "5个", "8个", edited(5, "县林业局", "县城管局")), (0, 0, 1, 1, 1)),
    ("an item at the end", (*ITEMS, NEW), (1, 0, 0, 0, 0)),
    ("an item at the beginning", (NEW, *ITEMS), (1, 0, 0, 0, 0)),
    ("an item in the middle", (*ITEMS[:3], NEW, *ITEMS[3:]), (1, 0, 0, 0, 0)),
    ("two items", (*ITEMS[:2], NEW, *ITEMS[2:], ANOTHER), (2, 0, 0, 0, 0)),
    ("the first is gone", ITEMS[1:], (0, 1, 0, 0, 0)),
    ("the last is gone", ITEMS[:-1], (0, 1, 0, 0, 0)),
    ("two are gone", (*ITEMS[:1], *ITEMS[2:4], *ITEMS[5:]), (0, 2, 0, 0, 0)),
    ("one gone, one new", (*ITEMS[1:], NEW), (1, 1, 0, 0, 0)),
    ("one new and one reworded", (NEW, *edited(2, "25公里", "40公里")), (1, 0, 1, 0, 1)),
    ("one gone and one reworded", edited(5, "1200亩", "900亩")[1:], (0, 1, 1, 0, 1)),
    ("another order", (ITEMS[3], *ITEMS[:3], *ITEMS[4:]), (0, 0, 0, 0, 0)),
    ("an item rewritten at its place", (*ITEMS[:3], ANOTHER, *ITEMS[4:]), (0, 0, 1, 2, 1)),
    ("a deadline", edited(2, "。", "，6月底前完成。"), (0, 0, 1, 0, 0)),
    ("all at once", (NEW, *edited(1, "113亿元", "99亿元", edited(3, "、县民政局", ""))[:-1]), (1, 1, 1, 1, 1)),
]  # fmt: skip


@pytest.mark.parametrize(("items", "expected"), [row[1:] for row in PAIRS], ids=[row[0] for row in PAIRS])
def test_a_version_is_told_with_what_changed(
    items: Items, expected: tuple[int, int, int, int, int], held: Held
) -> None:
    assert held.load(text()).kind == "new"
    outcome = held.load(text(items), days=30)
    assert (outcome.kind, outcome.change) == ("version", Change(*expected))
    # The former version counts in no figure and stands in no graph.
    assert held.count("?t a kg:Task") == len(items)
    assert held.count("?n a kg:Notice") == 1
    assert not [graph for graph in held.store.graphs() if "version" in graph]


def test_there_are_thirty_pairs() -> None:
    assert len(PAIRS) >= 30
    assert all(items != ITEMS for _, items, _ in PAIRS)


@pytest.mark.parametrize(
    "again",
    [
        pytest.param(text(), id="the same bytes"),
        pytest.param(text().replace("\n", "\r\n"), id="other line ends"),
        pytest.param(text().replace("113亿元", "113 亿元").replace("25公里", "25 公里"), id="blanks"),
        pytest.param(text().replace("\n责任单位", "\n\n    责任单位"), id="blank lines"),
        pytest.param(text().replace("6.开展", "— 2 —\n6.开展"), id="a page's number"),
        pytest.param(text(tuple((words.translate(WIDE), units) for words, units in ITEMS)), id="wide digits"),
    ],
)
def test_blanks_and_pages_make_no_version(again: str, held: Held) -> None:
    held.load(text())
    assert held.load(again, days=3).kind == "unchanged"
    assert record.former(held.store, record.graph_of(notice(text()).iri, vocab.BASE)) == []


def test_other_formats_of_one_text_make_no_version(held: Held) -> None:
    files = [ROOT / "tests/gold/shengsi-2024-5/notice.txt", *FIXTURES]
    kinds = {}
    for path in files:
        read = pipeline.convert(path)
        outcome = loading.load_notice(read, held.store, source=path.read_bytes())
        kinds[path.suffix] = outcome.kind
    assert kinds == {".txt": "new", ".docx": "unchanged", ".pdf": "unchanged", ".html": "unchanged"}
    assert len(held.archive) == len(files)  # whichever stands, each file is kept


def test_a_newer_program_makes_no_version(held: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    read = notice(text())
    loading.load_notice(read, held.store, at=FIRST)
    assert loading.load_notice(read, held.store, at=FIRST + timedelta(1)) == loading.Outcome("unchanged")
    monkeypatch.setattr(loading, "__version__", "9.9.9")
    monkeypatch.setattr(import_module("kg.emit.meta"), "__version__", "9.9.9")
    task = replace(
        read.tasks[0], theme="agriculture-rural", targets=read.tasks[0].targets[:1], text="别样的读法"
    )
    outcome = loading.load_notice(
        replace(read, tasks=(task, *read.tasks[1:])), held.store, at=FIRST + timedelta(2)
    )
    assert outcome.kind == "unchanged"
    assert outcome.triples > 0  # it is read otherwise, and that stands
    assert held.count('?t kg:text "别样的读法"@zh') == 1
    graph = record.graph_of(read.iri, vocab.BASE)
    standing = record.standing(held.store, graph)
    assert standing is not None
    assert (standing.since, standing.converter) == (FIRST, "9.9.9")
    assert record.former(held.store, graph) == []


def test_words_outside_the_items_make_a_version(held: Held) -> None:
    held.load(text())
    outcome = held.load(text(head=HEAD.replace("请认真组织实施", "请结合实际抓好落实")), days=5)
    assert (outcome.kind, outcome.change) == ("version", Change(0, 0, 0, 0, 0))
    assert outcome.change is not None
    assert outcome.change.text("zh") == "只有事项以外的文字不同"


def test_another_document_of_one_number_is_refused(held: Held) -> None:
    held.load(text())
    before = held.store.size()
    other = text((NEW, ANOTHER), HEAD.replace("2031年重点工作责任分解", "2031年民生实事清单"))
    with pytest.raises(Refused, match="不是同一份文件"):
        held.load(other, days=9)
    assert held.store.size() == before


def test_an_older_version_is_refused_unless_it_is_asked_for(held: Held) -> None:
    held.load(text())
    held.load(text(ITEMS[1:]), days=10)
    state, size = held.store.state, held.store.size()
    for again in (text(), text().replace("\n责任", "\n\n责任")):
        with pytest.raises(Refused, match="2031-03-11 起已被替换"):
            held.load(again, days=20)
    with pytest.raises(Refused, match="成文日期"):
        held.load(text(ITEMS[2:], HEAD.replace("2月18日", "1月18日")), days=20)
    assert (held.store.state, held.store.size()) == (state, size)
    outcome = held.load(text(), days=30, older=True)
    assert outcome.change == Change(1, 0, 0, 0, 0)


# --- kept and found again -------------------------------------------------------------------------


def three(held: Held) -> tuple[str, list[str]]:
    """Load three versions; return the graph and their texts, the first one first."""
    texts = [text(), text(edited(1, "113亿元", "120亿元")), text(ITEMS[1:])]
    for days, words in zip((0, 10, 20), texts, strict=True):
        held.load(words, days=days)
    return record.graph_of(notice(texts[0]).iri, vocab.BASE), texts


def test_former_versions_are_found_again_byte_for_byte(held: Held) -> None:
    graph, texts = three(held)
    former = record.former(held.store, graph)
    assert [(one.since, one.until) for one in former] == [
        (FIRST + timedelta(10), FIRST + timedelta(20)),
        (FIRST, FIRST + timedelta(10)),
    ]
    for version, words in zip(former, (texts[1], texts[0]), strict=True):
        assert held.archive.read(version.source, SOURCE) == words.encode()
        assert version.quads is not None
        quads = held.archive.read(version.quads, QUADS)
        assert hashlib.sha256(quads).hexdigest() == version.quads
        own = sorted(line for line in quads.decode().splitlines() if line.endswith(f" <{graph}> ."))
        expected = pipeline.emit(notice(words))
        assert own == sorted(" ".join(quad) + " ." for quad in expected if quad[3] == f"<{graph}>")


def test_the_chain_of_versions_is_told_in_meta(held: Held) -> None:
    graph, _ = three(held)
    second, first = record.former(held.store, graph)
    meta = f"GRAPH <{vocab.BASE}graph/meta>"
    assert held.count(f"{meta} {{ <{graph}> prov:wasRevisionOf <{second.iri}> }}") == 1
    assert held.count(f"{meta} {{ <{second.iri}> prov:wasRevisionOf <{first.iri}> ; a prov:Entity }}") == 1
    assert held.count("?a prov:wasRevisionOf ?b") == 2
    # A new conversion of what stands leaves the chain as it is.
    held.load(text(ITEMS[1:]).replace("\n责任", "\n\n责任"), days=25)
    assert held.count(f"{meta} {{ <{graph}> prov:wasRevisionOf <{second.iri}> }}") == 1
    assert held.count("?a prov:wasRevisionOf ?b") == 2


def test_a_store_without_a_folder_tells_of_versions_all_the_same() -> None:
    store = OxigraphStore(None, base=vocab.BASE)
    for days, words in ((0, text()), (1, text(ITEMS[1:]))):
        loading.load_notice(notice(words), store, at=FIRST + timedelta(days))
    (former,) = record.former(store, record.graph_of(notice(text()).iri, vocab.BASE))
    assert former.until == FIRST + timedelta(1)


def test_contents_are_checked(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "a")
    digest = archive.keep("旧文".encode(), SOURCE)
    assert archive.keep("旧文".encode(), SOURCE) == digest
    assert archive.read(digest, SOURCE) == "旧文".encode()
    with pytest.raises(NotFound):
        archive.read("0" * 64, SOURCE)
    with pytest.raises(NotFound):
        archive.read("../../etc/passwd", SOURCE)
    next(archive.folder.glob("??/*")).write_bytes(b"other")
    with pytest.raises(StoreError, match="已损坏"):
        archive.read(digest, SOURCE)


def test_a_write_that_fails_leaves_what_stands(held: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    held.load(text())
    before = held.store.size()

    def full(*_: object, **__: object) -> int:
        raise StoreError("磁盘已满。", "The disk is full.")

    monkeypatch.setattr(held.store, "load", full)
    with pytest.raises(StoreError):
        held.load(text(ITEMS[1:]), days=10)
    monkeypatch.undo()
    assert held.store.size() == before
    graph = record.graph_of(notice(text()).iri, vocab.BASE)
    assert record.former(held.store, graph) == []
    assert held.load(text(ITEMS[1:]), days=11).kind == "version"
