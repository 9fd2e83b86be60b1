"""How what became nothing is told."""

import pytest

from kg import pipeline
from kg.model import Span, UnreadPart
from kg.resolve.unread import DOUBTFUL, doubtful_layout, unread_findings


@pytest.mark.parametrize(
    ("reason", "text", "code", "severity"),
    [
        ("text", "3个", "unread-text", "info"),
        ("names", "县财政局、县民政局", "unread-text", "info"),
        ("names", "3个", "unread-text", "info"),  # taken for names, and none of them is a body
        ("leader", "某某", "unread-text", "info"),
        ("column", "3个", "unread-column", "warning"),
        ("column", "产业振兴", "unread-column", "warning"),
        ("column", "一、教育提质行动", "unread-column", "warning"),
        ("quantity", "3个", "unread-quantity", "info"),
    ],
)
def test_reasons(reason: str, text: str, code: str, severity: str) -> None:
    span = Span(0, len(text))
    (found,) = unread_findings([UnreadPart(span, reason)], text)  # type: ignore[arg-type]
    assert (found.code, found.severity, found.evidence) == (code, severity, (span,))
    assert f"“{text}”" in found.message
    assert f"“{text}”" in found.message_en


@pytest.mark.parametrize(
    ("words", "quoted"),
    [("县财 \n 政局", "县财政局"), ("字" * 24, "字" * 24), ("字" * 25, "字" * 23 + "…")],
)
def test_words_are_quoted_without_gaps_and_not_at_length(words: str, quoted: str) -> None:
    (found,) = unread_findings([UnreadPart(Span(0, len(words)), "text")], words)
    assert f"“{quoted}”" in found.message


def test_a_doubtful_reading_is_told_at_the_first_line() -> None:
    found = doubtful_layout(0.5, "\n  通知\n正文", [Span(6, 8)])
    assert found is not None
    assert (found.code, found.evidence[0]) == ("layout-doubtful", Span(3, 5))
    assert "50%" in found.message
    assert doubtful_layout(DOUBTFUL, "通知", []) is None
    assert doubtful_layout(DOUBTFUL - 0.01, "通知", []) is not None
    assert doubtful_layout(0.1, " \n", []) is None


def test_columns_that_nothing_knows_are_told_once_a_table() -> None:
    text = "甲乙丙丁"
    parts = [
        UnreadPart(Span(i, i + 1), "column", column)
        for i, column in enumerate(("1/o3", "1/o4", "2/o3", "1/o3"))
    ]
    found = list(unread_findings(parts, text))
    assert [(one.code, len(one.evidence)) for one in found] == [("unread-column", 3), ("unread-column", 1)]
    assert "2" in found[0].message
    assert "“丙”" in found[1].message


def _table(heads: list[str]) -> str:
    rows = [["序号", "工作任务", *heads, "责任单位"]]
    for n, unit in enumerate(("县教育局", "县民政局", "县水利局", "县财政局"), 1):
        rows.append([str(n), f"推进第{n}中学改造工程建设", *(f"完成{n}0%" for _ in heads), unit])
    return "清漪县2024年重点工作任务分解表\n\n" + "\n".join("\t".join(row) for row in rows) + "\n"


@pytest.mark.parametrize(
    "heads",
    [
        ["一季度", "二季度", "三季度", "四季度"],
        ["第一季度", "第二季度", "第三季度", "第四季度"],
        ["Q1", "Q2", "Q3", "Q4"],
        ["1-3月", "4-6月", "7-9月", "10-12月"],
        ["上半年", "下半年"],
        ["上半年计划", "下半年计划"],
        ["一季度（1—3月）", "二季度（4—6月）", "三季度（7—9月）", "四季度（10—12月）"],
        ["3月底", "6月底", "9月底", "12月底"],
        ["第一阶段", "第二阶段", "第三阶段"],
    ],
    ids=lambda heads: heads[0],
)
def test_columns_of_parts_of_a_year_are_known_and_their_words_told_once(heads: list[str]) -> None:
    found = pipeline.validate(_table(heads).encode(), name="notice.txt", engine="quick").entries
    assert [one for one in found if one.rule.id == "unread-column"] == []
    told = [one for one in found if one.rule.id == "unread-text"]
    assert [(one.severity, len(one.marks)) for one in told] == [("info", 4 * len(heads))]


def test_other_columns_are_still_unknown() -> None:
    found = pipeline.validate(
        _table(["完成度", "关注度"]).encode(), name="notice.txt", engine="quick"
    ).entries
    told = [one for one in found if one.rule.id == "unread-column"]
    assert [(one.severity, len(one.marks)) for one in told] == [("warning", 8)]
