"""One mistake is one entry: what follows from it is folded under it, and nothing is lost."""

from __future__ import annotations

import json

import pytest

from kg import pipeline
from kg.errors import DataError
from kg.validate import Report, causes, render
from tests.validate.carriers import CARRIERS


def report(carrier: str, *edits: tuple[str, str]) -> Report:
    text = CARRIERS[carrier]
    for old, new in edits:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return pipeline.validate(text.encode(), name="a.txt", engine="quick")


def folded(found: Report) -> dict[str, list[str]]:
    """Return what follows from each warning or violation."""
    return {
        entry.rule.id: [one.rule.id for one in entry.consequences]
        for entry in found.entries
        if entry.severity != "info" and entry.rule.id != "layout-doubtful"
    }


@pytest.mark.parametrize(
    ("carrier", "edit", "expected"),
    [
        pytest.param(
            "table",
            ("| 560 | 460", "| 500 | 460"),
            {"total-not-sum": ["stated-amount-differs"]},
            id="a cell and its total",
        ),
        pytest.param(
            "items", ("3.改造", "2.改造"), {"number-repeated": ["number-gap"]}, id="a number and the gap"
        ),
        pytest.param(
            "items", ("2.新建", "3.新建"), {"number-gap": ["number-repeated"]}, id="a gap and the number"
        ),
        pytest.param(
            "head", ("请认真落实", "请认真贯彻"), {"missing-annex": ["no-tasks"]}, id="an annex and its tasks"
        ),
    ],
)
def test_what_follows_is_folded(carrier: str, edit: tuple[str, str], expected: dict[str, list[str]]) -> None:
    assert folded(report(carrier, edit)) == expected


def test_another_mistake_is_another_entry() -> None:
    found = report("table", ("| 560 | 460", "| 500 | 460"), ("| 1160 |", "| 1170 |"))
    assert folded(found) == {"total-not-sum": ["stated-amount-differs"], "stated-amount-differs": []}


def test_the_verdict_is_that_of_the_causes_and_json_holds_all() -> None:
    found = report("items", ("3.改造", "2.改造"))
    assert found.conforms
    told = json.loads(render([found], "json", lang="zh"))
    (entry,) = [one for one in told["entries"] if one["ruleId"] == "number-repeated"]
    assert [one["ruleId"] for one in entry["consequences"]] == ["number-gap"]
    assert told["counts"]["warning"] == 1
    (result,) = [
        one
        for one in json.loads(render([found], "sarif", lang="zh"))["runs"][0]["results"]
        if one["ruleId"].startswith("number-")
    ]
    assert [one["ruleId"] for one in result["properties"]["consequences"]] == ["number-gap"]
    for form in ("text", "html"):
        assert "由此引起的 1 处" in render([found], form, lang="zh")


def test_what_follows_from_an_entry_that_is_left_out_stands_for_itself() -> None:
    found = report("items", ("3.改造", "2.改造"))
    assert [entry.rule.id for entry in found.select(rules=["number-gap"]).entries] == ["number-gap"]


def test_both_places_of_a_disagreement_are_marked() -> None:
    found = report("items", ("责任单位：县教育局、县财政局", "责任单位：县教育局、县财政局、县教育局"))
    (entry,) = [one for one in found.entries if one.rule.id == "unit-twice"]
    assert [mark.words for mark in entry.marks] == ["县教育局", "县教育局"]
    result = json.loads(render([found], "sarif", lang="zh"))["runs"][0]["results"]
    (twice,) = [one for one in result if one["ruleId"] == "unit-twice"]
    assert len(twice["relatedLocations"]) == 1
    assert render([found], "html", lang="zh").count('<mark class="vr-violation">县教育局</mark>') == 2
    assert "另见" in render([found], "text", lang="zh")


def test_a_row_of_an_unknown_rule_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(causes, "rules", dict)
    causes._rows.cache_clear()
    try:
        with pytest.raises(DataError, match="causes"):
            causes._rows()
    finally:
        causes._rows.cache_clear()
