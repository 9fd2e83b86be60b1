"""Every rendering of one report with faults of all severities."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree as Xml

import jsonschema
import pytest
from rdflib import Graph, Literal
from rdflib.namespace import SH

from kg.errors import UsageError
from kg.model import Reading, Span, UnreadPart
from kg.validate import Entry, Report, Rule, fix, render
from kg.validate.formats.html import fragment
from kg.validate.report import Lines
from tests.conftest import suites_path

TEXT = "关于<重点>工作的通知\n1.增长3%。\n责任单位：县嵎局、县,局\n\n合计：5%\n"


def rule(name: str, severity: str) -> Rule:
    return Rule(
        iri=f"https://w3id.org/zeren/shapes#{name}",
        id=name,
        severity=severity,  # type: ignore[arg-type]
        about_graph=False,
        title=f"规则{name}",
        title_en=f"rule {name}",
        explanation="说明：<改正>。",
        explanation_en="Explanation: <mend>.",
    )


def entry(name: str, severity: str, words: str | None, repair: str | None = None) -> Entry:
    lines = Lines(TEXT)
    start = TEXT.index(words) if words else 0
    marks = (lines.mark(Span(start, start + len(words))),) if words else ()
    return Entry(
        rule=rule(name, severity),
        severity=severity,  # type: ignore[arg-type]
        message=f"“{words}”有误，100%：,",
        message_en=f"“{words}” is wrong, 100%: ,",
        focus=f"https://example.org/{name}",
        value="3",
        label="一、1",
        sentence=lines.sentence(marks[0].span) if marks else None,
        marks=marks,
        repair=repair,
    )


@pytest.fixture
def report() -> Report:
    entries = (
        entry("wrong", "violation", "增长3%"),
        entry("look", "warning", "县嵎局", "县嵊局"),
        entry("look", "warning", "嵎局、县"),
        entry("wide", "warning", "县,局", "县，局"),
        entry("note", "info", "局\n\n合计"),
        entry("none", "info", None),
    )
    return Report("通知 1.txt", "https://example.org/n", "关于<重点>工作", entries, TEXT)


def test_text_is_worst_first_and_says_how_many_more(report: Report) -> None:
    text = render(report.select(cap=1), "text", "zh")
    assert text.index("[错误]") < text.index("[警告]") < text.index("[提示]")
    assert "第 2 行第 3 列" in text
    assert "“县嵎局”改为“县嵊局”" in text
    assert "还有 1 处" in text
    english = render(report.select(cap=1), "text", "en")
    assert "line 2, column 3" in english
    assert "1 more" in english
    assert not re.search(r"规则|行第", english)


def test_filters(report: Report) -> None:
    assert {e.rule.id for e in report.select(severity="warning").entries} == {"wrong", "look", "wide"}
    assert {e.rule.id for e in report.select(rules=["look"]).entries} == {"look"}
    assert {e.rule.id for e in report.select(without=["https://w3id.org/zeren/shapes#look"]).entries} == {
        "wrong", "wide", "note", "none",
    }  # fmt: skip
    assert report.select(cap=1).hidden == {"look": 1}
    with pytest.raises(UsageError):
        report.select(cap=0)


def test_json_holds_both_languages(report: Report) -> None:
    data = json.loads(render(report, "json"))
    assert data["conforms"] is False
    assert data["entries"][0]["messages"] == {
        "zh": "“增长3%”有误，100%：,",
        "en": "“增长3%” is wrong, 100%: ,",
    }
    assert data["entries"][0]["line"] == 2
    assert data["counts"] == {"violation": 1, "warning": 3, "info": 2}
    assert isinstance(json.loads(render([report, report], "json")), list)


def test_sarif_is_valid_by_the_official_schema(report: Report) -> None:
    schema = json.loads(suites_path("sarif", "sarif-schema-2.1.0.json").read_text("utf-8"))
    for lang in ("zh", "en"):
        log = json.loads(render([report, report], "sarif", lang))
        jsonschema.validate(log, schema)
        region = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]
        assert (region["startLine"], region["startColumn"], region["endColumn"]) == (2, 3, 7)
    assert log["runs"][0]["columnKind"] == "unicodeCodePoints"


def test_github_annotations_are_one_escaped_line_each(report: Report) -> None:
    lines = render(report, "github").splitlines()
    assert len(lines) == len(report.entries)
    assert lines[0] == (
        "::error file=通知 1.txt,title=规则wrong,line=2,endLine=2,col=3,endColumn=7"
        "::“增长3%25”有误，100%25：,"
    )
    note = next(line for line in lines if "title=规则note" in line)
    assert "line=3,endLine=5" in note  # across lines, GitHub takes no columns
    assert "col=" not in note


def test_junit_fails_by_violations_alone(report: Report) -> None:
    root = Xml.fromstring(render(report, "junit"))
    assert root.get("failures") == "1"
    assert len(root.findall(".//failure")) == 1
    assert len(root.findall(".//testcase")) == int(root.get("tests") or 0)


def test_turtle_keeps_the_language_tags(report: Report) -> None:
    graph = Graph().parse(data=render(report, "turtle"), format="turtle")
    results = list(graph.objects(None, SH.result))
    assert len(results) == len(report.entries)
    for result in results:
        messages = [m for m in graph.objects(result, SH.resultMessage) if isinstance(m, Literal)]
        assert sorted(str(m.language) for m in messages) == ["en", "zh"]
        assert graph.value(result, SH.sourceShape) is not None
        assert graph.value(result, SH.sourceConstraintComponent) is not None


class Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_html_joins_marks_and_findings_without_script(report: Report, lang: str) -> None:
    html = render(report, "html", lang)
    page = Page()
    page.feed(html)
    ids = [attrs["id"] for _, attrs in page.tags if attrs.get("id")]
    assert len(ids) == len(set(ids))
    links = [attrs["href"] for tag, attrs in page.tags if tag == "a"]
    assert len(links) == 10  # five entries have a place: one link each way
    assert {str(link).lstrip("#") for link in links} <= set(ids)
    assert not [tag for tag, attrs in page.tags if tag == "script" or any(a.startswith("on") for a in attrs)]
    assert not [attrs for _, attrs in page.tags if "style" in attrs]
    assert "关于<重点>工作" in page.text
    marked = re.findall(r"<mark[^>]*>([^<]*)</mark>", html)
    assert "增长3%" in marked


def test_two_fragments_fit_into_one_page(report: Report) -> None:
    both = fragment(report, prefix="a-") + fragment(report, prefix="b-")
    ids = re.findall(r'\bid="([^"]+)"', both)
    assert len(ids) == len(set(ids))


def test_long_text_shows_the_lines_around_findings() -> None:
    text = "无关的一行\n" * 40_000 + "错\n" + "无关的一行\n" * 10
    mark = Lines(text).mark(Span(text.index("错"), text.index("错") + 1))
    one = Entry(rule("a", "warning"), "warning", "错", "wrong", "x", marks=(mark,))
    html = render(Report("n", None, None, (one,), text), "html")
    assert len(html) < 20_000
    assert "此处省略" in html


def test_unknown_format_is_refused(report: Report) -> None:
    with pytest.raises(UsageError):
        render(report, "docx")


def test_fix_makes_certain_repairs_only_and_lists_them(report: Report) -> None:
    text, repairs = fix(report)
    assert text == TEXT.replace("县嵎局", "县嵊局").replace("县,局", "县，局")
    assert [(repair.before, repair.after, repair.mark.line) for repair in repairs] == [
        ("县嵎局", "县嵊局", 3),
        ("县,局", "县，局", 3),
    ]


def test_fix_needs_a_text(report: Report) -> None:
    with pytest.raises(UsageError):
        fix(Report("g.ttl", None, None, report.entries))


def test_a_report_says_how_the_notice_was_read_and_what_to_look_at_first(report: Report) -> None:
    rule = replace(report.entries[0].rule, id="unread-text", title="没有归属的文字", title_en="Stray text")
    told = replace(
        report,
        entries=(*report.entries, replace(report.entries[0], rule=rule)),
        reading=Reading(confidence=0.873, accounted=0.9912, unread=(UnreadPart(Span(2, 5), "text"),)),
    )
    zh = "把握 87%，99.1% 的文字去向已明；请先核对：没有归属的文字。"
    en = "Confidence 87 %, 99.1 % of the text accounted for; look first at: Stray text."
    assert zh in render(told, "text")
    assert en in render(told, "text", "en")
    assert zh in render(told, "html")
    assert json.loads(render(told, "json"))["reading"] == {
        "confidence": 0.87,
        "accounted": 0.991,
        "unread": [{"start": 2, "end": 5, "reason": "text"}],
    }
    # Of a graph of another producer nothing is known.
    assert json.loads(render(report, "json"))["reading"] is None
    assert "把握" not in render(report, "text")
