"""What a comparison looks like: changed words marked, every word escaped, the figures the same everywhere."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from click.testing import CliRunner
from lxml import html as lxml_html
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock

from kg import pipeline
from kg.cli import cli
from kg.compare import Comparison, compare
from kg.compare.formats import html, xlsx
from kg.compare.formats import json as as_json
from kg.compare.formats.words import WORDS
from kg.compare.reading import of_file
from kg.compare.targets import TargetPair, as_printed
from kg.compare.values import Body, Target
from kg.compare.wording import marked
from kg.vocab import BASE
from kg.workbook import height, lines

HEAD = (
    "云岚县人民政府办公室文件\n云政办发〔{year}〕7号\n云岚县人民政府办公室关于印发{year}年重点工作责任分解的通知\n"
    "云岚县人民政府办公室\n{year}年2月18日\n{year}年重点工作责任分解\n一、王安县长牵头重点工作\n"
)
BEFORE = HEAD.format(year=2031) + (
    "1.新建农村公路45公里。\n责任单位：县交通运输局\n2.=1+1项改革试点。\n责任单位：县发改局\n"
    "3.推进殡葬改革。\n责任单位：县民政局\n"
)
AFTER = HEAD.format(year=2032) + (
    "1.新建农村公路50公里。\n责任单位：县交通运输局、县财政局\n2.=1+1项改革试点扩面。\n责任单位：县发改局\n"
    "3.举办海岛音乐节3场。\n责任单位：县文旅局\n"
)
ABOVE = BEFORE.replace("云岚县", "东港市").replace("云政办发", "东政办发").replace("45公里", "450公里")


def made(before: str, after: str) -> Comparison:
    return compare(
        *(of_file(pipeline.convert(text.encode(), name="a.txt"), BASE) for text in (before, after))
    )


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return made(BEFORE, AFTER)


@pytest.mark.parametrize(
    ("before", "after", "parts"),
    [
        pytest.param(
            "公路45公里", "公路50公里", [("公路", "same"), ("45", "gone"), ("50", "new"), ("公里", "same")],
            id="a number is one word",
        ),
        pytest.param("修桥", "修桥", [("修桥", "same")], id="nothing"),
        pytest.param("", "修桥", [("修桥", "new")], id="all new"),
        pytest.param("修桥", "", [("修桥", "gone")], id="all gone"),
        pytest.param("", "", [], id="no words"),
        pytest.param(
            "加快甲乙推进", "加快丙乙丁推进",
            [("加快", "same"), ("甲乙", "gone"), ("丙乙丁", "new"), ("推进", "same")],
            id="a lone character between changes belongs to them",
        ),
    ],
)  # fmt: skip
def test_changed_words(before: str, after: str, parts: list[tuple[str, str]]) -> None:
    found = marked(before, after)
    assert list(found) == parts
    assert "".join(text for text, kind in found if kind != "new") == before
    assert "".join(text for text, kind in found if kind != "gone") == after


def test_json(comparison: Comparison) -> None:
    told = as_json.as_json(comparison)
    assert [task["relation"] for task in told["tasks"]] == ["changed", "changed", "new", "dropped"]
    index = {one["iri"]: one for one in told["index"]}
    assert set(index) == {iri for task in told["tasks"] for iri in (*task["a"], *task["b"])}
    assert index[told["tasks"][0]["b"][0]] == {
        "iri": told["tasks"][0]["b"][0],
        "number": "1",
        "section": "一、王安县长牵头重点工作",
        "text": "新建农村公路50公里。",
    }
    assert told["tasks"][0]["changes"] == [
        {"field": "text", "a": "新建农村公路45公里。", "b": "新建农村公路50公里。"},
        {"field": "units", "a": "县交通运输局", "b": "县交通运输局、县财政局"},
    ]
    (roads,) = (pair for pair in told["targets"] if pair["a"] and pair["b"])
    assert (roads["a"]["value"], roads["b"]["value"], roads["difference"]) == (45, 50, 5000)
    assert {unit["unit"]: (unit["a"], unit["b"]) for unit in told["units"]} == {
        "县交通运输局": (1, 1), "县发改局": (1, 1), "县财政局": (0, 1), "县文旅局": (0, 1),
        "县民政局": (1, 0),
    }  # fmt: skip
    assert [leader["leader"] for leader in told["leaders"]] == ["王安"]


def test_every_word_of_a_notice_is_escaped(comparison: Comparison) -> None:
    evil = "<script>alert(1)</script>&\x07"
    side = comparison.b
    first = replace(side.entries[0], text=evil, section=evil, bodies=(Body("x", evil, "lead"),))
    found = compare(comparison.a, replace(side, number=evil, place_name=evil, entries=(first,)))
    page = html.render(found, "zh")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;" in page
    assert load_workbook(io.BytesIO(xlsx.render(found, "zh"))).sheetnames[0] == "任务"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_html(comparison: Comparison, lang: str) -> None:
    page = html.render(comparison, lang)
    assert "<del>45</del>" in page
    assert "<ins>50</ins>" in page
    assert "＋县财政局" in page
    assert "<script" not in page
    assert "+5 公里" in page


def test_what_is_alike_is_folded_away() -> None:
    page = lxml_html.fromstring(html.render(made(BEFORE, BEFORE.replace("45公里", "50公里")), "zh"))
    assert "两边相同的 2 条" in [summary.text for summary in page.xpath("//details/summary")]
    assert len(page.xpath("//details//tr[@class = 'kc-same']")) == 2
    assert not page.xpath("//details//tr[@class != 'kc-same']")


def test_what_one_side_alone_has_is_folded_away_where_it_is_much() -> None:
    words = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"
    many = BEFORE + "".join(
        f"{at}.建成{one}山博物馆。\n责任单位：县文旅局\n" for at, one in enumerate(words, 4)
    )
    page = lxml_html.fromstring(html.render(made(BEFORE, many), "zh"))
    said = [summary.text for summary in page.xpath("//details/summary")]
    assert any(words.startswith("只见于 ") and words.endswith(" 的 20 条") for words in said)
    assert not page.xpath("//tr[@class = 'kc-new'][not(ancestor::details)]")
    assert len(page.xpath("//details//tr[@class = 'kc-new']")) == 20


def test_the_level_above_is_a_third_column(comparison: Comparison) -> None:
    over = made(ABOVE, AFTER)
    page = html.render(comparison, "zh", over)
    assert WORDS["zh"]["above"] in page
    assert "450公里" in page
    book = load_workbook(io.BytesIO(xlsx.render(comparison, "zh", over)))
    (row,) = (row for row in book["任务"].iter_rows(values_only=True) if "公路" in str(row[1]))
    assert "450公里" in str(row[5])
    assert as_json.as_json(comparison, over)["above"]["a"]["documentNumber"] == "东政办发〔2031〕7号"


def test_workbook(comparison: Comparison) -> None:
    book = load_workbook(io.BytesIO(xlsx.render(comparison, "zh")), rich_text=True)
    assert book.sheetnames == ["任务", "指标", "单位", "领导"]
    rows = list(book["任务"].iter_rows(min_row=2))
    roads = next(row for row in rows if "公路" in str(row[1].value))
    for column, word, strike in ((1, "45", True), (2, "50", None)):
        text: Any = roads[column].value
        assert isinstance(text, CellRichText)
        (block,) = (part for part in text if isinstance(part, TextBlock))
        assert (block.text, block.font.strike) == (word, strike)
    dropped = next(row for row in rows if "殡葬" in str(row[1].value))
    assert dropped[0].value == "取消"
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    targets = {row[0]: row for row in book["指标"].iter_rows(min_row=2, values_only=True)}
    assert (5.0, 45.0, 50.0, "公里") in [(row[6], row[4], row[5], row[3]) for row in targets.values()]


def test_rows_are_as_high_as_their_words(comparison: Comparison) -> None:
    """Programs that open the file do not all fit the heights of rows."""
    sheet = load_workbook(io.BytesIO(xlsx.render(comparison, "zh")))["任务"]
    for row in sheet.iter_rows():
        taken = max(lines(str(cell.value or ""), (10, 60, 60, 40, 10)[i]) for i, cell in enumerate(row))
        assert sheet.row_dimensions[row[0].row].height == height(taken)


def target(value: str, unit: str, normalized: str, measure: str) -> Target:
    return Target(
        "x",
        "甲",
        "y",
        "increase",
        "eq",
        Decimal(value),
        unit,
        Decimal(normalized),
        measure,
        "plain",
        False,
        "",
    )


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (("113", "亿元", "11300000000", "yuan"), ("120", "亿元", "12000000000", "yuan"), "+7 亿元"),
        (("9000", "万元", "90000000", "yuan"), ("1", "亿元", "100000000", "yuan"), "+10000000 元"),
        (("6", "%", "6", "percent"), ("5.5", "%", "5.5", "percent"), "-0.5 个百分点"),
        (("8", "个", "8", "ge"), ("8", "个", "8", "ge"), "0 个"),
    ],
)
def test_a_difference_is_told_in_the_unit_that_is_printed(
    one: tuple[str, str, str, str], other: tuple[str, str, str, str], said: str
) -> None:
    pair = TargetPair(target(*one), target(*other))
    assert as_printed(pair).in_words(WORDS["zh"]["points"]) == said


def test_words_are_complete() -> None:
    assert WORDS["zh"].keys() == WORDS["en"].keys()
    template = (html._FOLDER / "comparison.html").read_text("utf-8")
    assert set(re.findall(r"say\.([a-z-]+)", template)) <= WORDS["zh"].keys()


def run(*args: object) -> Any:
    return CliRunner().invoke(cli, ["--lang", "zh", *map(str, args)])


def test_commands(tmp_path: Any) -> None:
    files = [tmp_path / "a.txt", tmp_path / "b.txt"]
    for path, text in zip(files, (BEFORE, AFTER), strict=True):
        path.write_text(text, "utf-8")
    table = run("compare", *files)
    assert table.exit_code == 0, table.output
    assert "任务：有改动 2、新增 1、取消 1。" in table.stdout
    assert "不再出现 县民政局（1）" in table.stdout
    # What stands at the place of another item was rewritten there: versions of one list.
    files[1].write_text(BEFORE.replace("推进殡葬改革", "举办海岛音乐节3场"), "utf-8")
    versions = run("diff", *files, "--format", "json")
    assert [task["relation"] for task in json.loads(versions.stdout)["tasks"]] == ["same", "same", "changed"]
    for form in ("html", "xlsx"):
        target = tmp_path / f"out.{form}"
        assert run("compare", *files, "--format", form, "-o", target).exit_code == 0
        assert target.stat().st_size > 2000


@pytest.mark.parametrize("command", ["compare", "diff"])
def test_what_is_no_side(command: str, tmp_path: Any) -> None:
    path = tmp_path / "a.txt"
    path.write_text(BEFORE, "utf-8")
    result = run(command, path, "云政办发〔1999〕1号", "--store", tmp_path / "store")
    assert result.exit_code in (2, 3)
    assert len(result.stderr.strip().splitlines()) == 1
    assert "Traceback" not in result.output


def test_versions_of_a_store(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_STORE", str(tmp_path / "store"))
    path = tmp_path / "a.txt"
    for text in (BEFORE, BEFORE.replace("45公里", "48公里")):
        path.write_text(text, "utf-8")
        assert run("load", path).exit_code == 0
    found = json.loads(run("diff", "云政办发〔2031〕7号@1", "云政办发〔2031〕7号", "--format", "json").stdout)
    assert (found["a"]["version"], found["b"]["version"]) == (1, None)
    changed = [task for task in found["tasks"] if task["relation"] != "same"]
    assert [task["changes"][0]["field"] for task in changed] == ["text"]
    assert [pair["difference"] for pair in found["targets"] if pair["difference"]] == [3000]
    assert run("diff", "云政办发〔2031〕7号@1", "云政办发〔2031〕7号@9").exit_code != 0
