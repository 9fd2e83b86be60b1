"""How a conversion is scored against gold: each kind of fact, what is optional, what is wrong."""

from typing import Any

import pytest

from kg.evaluate import FileScore, compare
from kg.evaluate.scoring.header import compare_header

TEXT = "1.新建公园3座，6月底前完成。"


def gold(**more: Any) -> dict[str, Any]:
    return {"number": "1", "text": TEXT[2:], "lead": [], "deadline": None, "targets": [], **more}


def got(**more: Any) -> dict[str, Any]:
    return {
        "number": "1",
        "text": TEXT[2:],
        "units": [],
        "leaders": [],
        "targets": [],
        "deadline": None,
        **more,
    }


def score(expected: dict[str, Any], found: dict[str, Any], **notice: Any) -> FileScore:
    findings = notice.pop("got_findings", [])
    return compare(
        "a",
        {"tasks": [expected], **notice},
        {"tasks": [found], "projects": [], "notice": {}, "findings": findings},
        TEXT,
    )


def counts(result: FileScore, kind: str) -> tuple[int, int, int]:
    one = result.scores[kind]
    return one.right, one.wrong, one.missed


def until(text: str, date: str | None = None) -> dict[str, Any]:
    return {"deadline": {"text": text, "date": date, "evidence": []}}


@pytest.mark.parametrize(
    ("expected", "found", "count"),
    [
        pytest.param({"deadline": "6月底前"}, until("6月底前"), (1, 0, 0), id="the same words"),
        pytest.param({"deadline": "6月底前"}, until("6月底"), (0, 1, 1), id="other words"),
        pytest.param({"deadline": "6月底前"}, {}, (0, 0, 1), id="missed"),
        pytest.param({"deadline": None}, until("6月底前"), (0, 1, 0), id="invented"),
        pytest.param({"deadline": None}, {}, (0, 0, 0), id="none and none"),
        pytest.param(
            {"deadline": "6月底", "deadlineDate": "2024-06-30"},
            until("6月底前完成", "2024-06-30"),
            (1, 0, 0),
            id="of a known day the words hold each other",
        ),
        pytest.param(
            {"deadline": "6月底", "deadlineDate": "2024-06-30"},
            until("6月底", "2023-06-30"),
            (0, 1, 1),
            id="the wrong day",
        ),
        pytest.param(
            {"deadline": "9月1日前", "deadlineDate": ["2024-09-01", "2024-08-31"]},
            until("9月1日前", "2024-08-31"),
            (1, 0, 0),
            id="either day",
        ),
        pytest.param(
            {"deadline": "持续推进", "deadlineDate": None},
            until("持续推进", "2024-12-31"),
            (0, 1, 1),
            id="a day where none can be told",
        ),
        pytest.param(
            {"deadline": "年底前", "alternatives": {"deadline": [None, "上半年"]}},
            until("上半年", "2024-06-30"),
            (1, 0, 0),
            id="an alternative",
        ),
        pytest.param(
            {"deadline": "年底前", "alternatives": {"deadline": [None]}}, {}, (0, 0, 0), id="may be absent"
        ),
        pytest.param(
            {"deadline": "年底前", "alternatives": {"deadline": [None]}},
            until("每月"),
            (0, 1, 0),
            id="absent would have been right",
        ),
    ],
)
def test_deadlines(expected: dict[str, Any], found: dict[str, Any], count: tuple[int, int, int]) -> None:
    assert counts(score(gold(**expected), got(**found)), "deadlines") == count


def test_the_deadline_of_a_lost_and_of_an_invented_task() -> None:
    result = score(gold(deadline="年底前"), got(text="改造老旧小区5个。", **until("年内")))
    assert counts(result, "deadlines") == (0, 1, 1)


@pytest.mark.parametrize(
    ("expected", "found", "count"),
    [
        pytest.param(
            {"leader": ["王安"], "leaderTitle": "副县长"}, [("王安", "副县长")], (1, 0, 0), id="same"
        ),
        pytest.param({"leader": "王安", "leaderTitle": "县长"}, [("王安", "副县长")], (0, 1, 1), id="other"),
        pytest.param({"leader": ["王安"], "leaderTitle": None}, [("王安", "副县长")], (0, 1, 0), id="none"),
        pytest.param({"leader": ["王安"]}, [("王安", "副县长")], (0, 0, 0), id="gold does not tell"),
        pytest.param(
            {"leader": ["王安", "李明"], "leaderTitle": "副县长"},
            [("王安", "副县长"), ("李明", None)],
            (1, 0, 1),
            id="one post for all",
        ),
        pytest.param(
            {"leader": ["王安", "李明"], "leaderTitles": ["县长", "副县长"]},
            [("李明", "副县长"), ("王安", "县长")],
            (2, 0, 0),
            id="a post each",
        ),
        pytest.param(
            {"leader": ["王安"], "leaderTitle": "副县长（挂职）"},
            [("王安", "副县长(挂职)")],
            (1, 0, 0),
            id="width of brackets",
        ),
    ],
)
def test_posts(expected: dict[str, Any], found: list[tuple[str, str]], count: tuple[int, int, int]) -> None:
    leaders = [{"name": name, "post": post} for name, post in found]
    assert counts(score(gold(**expected), got(leaders=leaders)), "posts") == count


def target(words: str, **more: Any) -> dict[str, Any]:
    return {"indicator": words, "value": 3, "unit": "座", "change": "level", "bound": "eq", **more}


@pytest.mark.parametrize(
    ("expected", "words", "targets", "indicators"),
    [
        pytest.param("公园", "公园", (1, 0, 0), (1, 0, 0), id="the same"),
        pytest.param("公园", "新建公园", (1, 0, 0), (0, 1, 1), id="overlaps only"),
        pytest.param("“口袋公园”", "口袋 公园", (1, 0, 0), (1, 0, 0), id="marks and spaces aside"),
        pytest.param("公园", "桥梁", (0, 1, 1), (0, 0, 0), id="another"),
    ],
)
def test_indicators(
    expected: str, words: str, targets: tuple[int, int, int], indicators: tuple[int, int, int]
) -> None:
    wanted = {"indicator": expected, "op": "eq", "value": 3, "unit": "座"}
    result = score(gold(targets=[wanted]), got(targets=[target(words)]))
    assert counts(result, "targets") == targets
    assert counts(result, "indicators") == indicators


def test_an_alternative_indicator_is_as_right() -> None:
    wanted = {"indicator": "公园", "op": "eq", "value": 3, "unit": "座"}
    wanted["alternatives"] = [{**wanted, "indicator": "新建公园"}]
    result = score(gold(targets=[wanted]), got(targets=[target("x", indicatorText="新建公园")]))
    assert counts(result, "indicators") == (1, 0, 0)


@pytest.mark.parametrize(
    ("canonical", "name", "count"),
    [
        pytest.param({"县发改局": "县发展和改革局"}, "县发展和改革局", (1, 0, 0), id="right"),
        pytest.param({"县发改局": "县发展和改革局"}, "县发改局", (0, 1, 1), id="wrong"),
        pytest.param({"县发改局": {"name": "县发展和改革局"}}, "县发改局", (0, 1, 1), id="certain"),
        pytest.param(
            {"县发改局": {"name": "县发展和改革局", "certain": False}}, "县发改局", (1, 0, 0), id="uncertain"
        ),
        pytest.param({"县财政局": "县财政局"}, "县发改局", (0, 0, 0), id="not named by the items"),
        pytest.param({}, "县发改局", (0, 0, 0), id="gold does not tell"),
    ],
)
def test_resolution(canonical: dict[str, Any], name: str, count: tuple[int, int, int]) -> None:
    unit = {"text": "县发改局", "name": name, "role": "lead", "collective": False}
    result = score(gold(lead=["县发改局"]), got(units=[unit]), canonical=canonical)
    assert counts(result, "resolution") == count


def finding(code: str, start: int = 0, end: int = 0, severity: str = "warning") -> dict[str, Any]:
    evidence = [{"start": start, "end": end}] if end else []
    return {"code": code, "severity": severity, "message": "…", "evidence": evidence}


@pytest.mark.parametrize(
    ("expected", "found", "count"),
    [
        pytest.param([{"code": "number-gap"}], [finding("number-gap")], (1, 0, 0), id="found"),
        pytest.param(
            [{"code": "number-gap", "at": "公园3座"}], [finding("number-gap", 2, 8)], (1, 0, 0), id="at"
        ),
        pytest.param(
            [{"code": "number-gap", "at": "6月底"}], [finding("number-gap", 2, 8)], (0, 1, 1), id="elsewhere"
        ),
        pytest.param([], [finding("number-gap")], (0, 1, 0), id="invented"),
        pytest.param([], [finding("stray-mark", severity="info")], (0, 0, 0), id="only informs"),
        pytest.param([{"code": "truncated"}], [], (0, 0, 1), id="missed"),
        pytest.param(None, [finding("number-gap")], (0, 0, 0), id="gold does not tell"),
    ],
)
def test_findings(
    expected: list[dict[str, Any]] | None, found: list[dict[str, Any]], count: tuple[int, int, int]
) -> None:
    more = {} if expected is None else {"findings": expected}
    assert counts(score(gold(), got(), got_findings=found, **more), "findings") == count


@pytest.mark.parametrize(
    ("expected", "found", "count"),
    [
        pytest.param({"lead": ["县住建局"]}, ["县住建局。"], (1, 0, 0), id="a closing full stop aside"),
        pytest.param({"lead": ["县住建局"]}, ["县 住建局"], (1, 0, 0), id="spaces aside"),
        pytest.param({"lead": ["县住建局"]}, ["县水利局"], (0, 1, 1), id="another"),
        pytest.param({"lead": ["县住建局"]}, ["县住建局", "县住建局"], (1, 1, 0), id="twice"),
        pytest.param({"collectiveAlternatives": ["各乡镇"]}, ["各乡镇"], (0, 0, 0), id="optional"),
    ],
)
def test_units(expected: dict[str, Any], found: list[str], count: tuple[int, int, int]) -> None:
    units = [{"text": text, "name": text, "role": "lead", "collective": "各" in text} for text in found]
    assert counts(score(gold(**expected), got(units=units)), "units") == count


@pytest.mark.parametrize(
    ("text", "number", "count"),
    [
        pytest.param(TEXT[2:], "9", (1, 0, 0), id="by how it begins, not by its number"),
        pytest.param("6月底前新建公园3座，完成。", "1", (0, 1, 1), id="another beginning"),
        pytest.param("新建 公园3座，6月底前完成，验收。", "1", (0, 1, 1), id="beginning of fourteen"),
        pytest.param("新 建公园3座，6月底前完成。", "1", (1, 0, 0), id="spaces aside"),
    ],
)
def test_tasks(text: str, number: str, count: tuple[int, int, int]) -> None:
    assert counts(score(gold(), got(text=text, number=number)), "tasks") == count


@pytest.mark.parametrize(
    ("op", "bound", "found", "count"),
    [
        ("eq", None, ("level", "eq"), (1, 0, 0)),
        ("ge", None, ("level", "ge"), (1, 0, 0)),
        ("ge", None, ("level", "eq"), (0, 1, 1)),
        ("up_by", None, ("increase", "eq"), (1, 0, 0)),
        ("up_by", "ge", ("increase", "ge"), (1, 0, 0)),
        ("down_by", None, ("increase", "eq"), (0, 1, 1)),
    ],
)
def test_bounds(op: str, bound: str | None, found: tuple[str, str], count: tuple[int, int, int]) -> None:
    wanted = {"indicator": "公园", "op": op, "value": 3, "unit": "座", "bound": bound}
    read = target("公园", change=found[0]) | {"bound": found[1]}
    assert counts(score(gold(targets=[wanted]), got(targets=[read])), "bounds") == count


@pytest.mark.parametrize(
    ("header", "notice", "count"),
    [
        pytest.param({"title": "关于甲的通知"}, {"title": "关于甲的 通知"}, (1, 0, 0), id="spaces aside"),
        pytest.param({"title": "关于甲的通知"}, {"title": "关于乙的通知"}, (0, 1, 1), id="another"),
        pytest.param({"title": None}, {"title": "关于乙的通知"}, (0, 1, 0), id="invented"),
        pytest.param({"title": "关于甲的通知"}, {"title": None}, (0, 0, 1), id="missed"),
        pytest.param({"title": None}, {"title": None}, (0, 0, 0), id="none and none"),
        pytest.param({}, {"title": "关于乙的通知"}, (0, 0, 0), id="gold tells nothing"),
        pytest.param(
            {"title": "关于甲的通知", "alternatives": {"title": [None]}},
            {"title": None},
            (0, 0, 0),
            id="either reading",
        ),
    ],
)
def test_a_field_of_the_header(
    header: dict[str, Any], notice: dict[str, Any], count: tuple[int, int, int]
) -> None:
    result = FileScore("a")
    compare_header(result, {"header": header}, {"notice": notice})
    assert counts(result, "title") == count


def test_issuers_are_counted_each() -> None:
    result = FileScore("a")
    compare_header(
        result,
        {"header": {"issuers": ["甲县委", "甲县人民政府"]}},
        {"notice": {"issuers": ["甲县委", "乙局"]}},
    )
    assert counts(result, "issuers") == (1, 1, 1)


def test_the_day_the_year_and_the_place_of_a_notice() -> None:
    gold_header = {
        "issued": "2024-02-18",
        "forYear": 2024,
        "jurisdiction": "嵊泗县",
        "documentNumber": "甲〔2024〕1号",
    }
    result = FileScore("a")
    compare_header(result, {"header": gold_header}, {"notice": {**gold_header, "jurisdiction": "舟山市"}})
    assert [counts(result, kind) for kind in ("date", "year", "place", "number")] == [
        (1, 0, 0),
        (1, 0, 0),
        (0, 1, 1),
        (1, 0, 0),
    ]


FROM_TWO = {"value": 2, "unit": "座", "period": "2023"}


@pytest.mark.parametrize(
    ("expected", "found", "count"),
    [
        pytest.param({"baseline": FROM_TWO}, FROM_TWO, (1, 0, 0), id="figure, unit and year"),
        pytest.param({"baseline": FROM_TWO}, {**FROM_TWO, "value": 3}, (0, 1, 1), id="another figure"),
        pytest.param({"baseline": FROM_TWO}, {**FROM_TWO, "period": None}, (0, 1, 1), id="without its year"),
        pytest.param({"baseline": FROM_TWO}, {**FROM_TWO, "unit": "个"}, (0, 1, 1), id="another unit"),
        pytest.param({"baseline": FROM_TWO}, None, (0, 0, 1), id="missed"),
        pytest.param({"baseline": None}, FROM_TWO, (0, 1, 0), id="invented"),
        pytest.param({"baseline": None}, None, (0, 0, 0), id="none and none"),
        pytest.param({}, FROM_TWO, (0, 0, 0), id="gold does not say"),
        pytest.param({"baseline": [FROM_TWO, None]}, None, (0, 0, 0), id="may be absent"),
        pytest.param(
            {"baseline": {"value": None, "unit": None, "period": "2023"}},
            {"value": None, "unit": None, "period": "2023"},
            (1, 0, 0),
            id="a year alone",
        ),
    ],
)
def test_what_a_target_sets_out_from(
    expected: dict[str, Any], found: dict[str, Any] | None, count: tuple[int, int, int]
) -> None:
    wanted = {"indicator": "公园", "op": "eq", "value": 3, "unit": "座", **expected}
    result = score(gold(targets=[wanted]), got(targets=[target("公园", baseline=found)]))
    assert counts(result, "baselines") == count


@pytest.mark.parametrize(
    ("expected", "found", "count"),
    [
        pytest.param({"actions": ["build", "complete"]}, ["build"], (1, 0, 1), id="one is missed"),
        pytest.param({"actions": ["build"]}, ["build", "start"], (1, 1, 0), id="one is invented"),
        pytest.param({"actions": []}, [], (0, 0, 0), id="none and none"),
        pytest.param({}, ["build"], (0, 0, 0), id="gold does not say"),
        pytest.param(
            {"actions": ["build"], "alternatives": {"actions": ["start"]}},
            ["build", "start"],
            (1, 0, 0),
            id="one that may be read",
        ),
    ],
)
def test_actions(expected: dict[str, Any], found: list[str], count: tuple[int, int, int]) -> None:
    assert counts(score(gold(**expected), got(actions=found)), "actions") == count


def test_actions_of_a_missed_task_are_missed() -> None:
    expected = gold(actions=["build"])
    result = compare("a", {"tasks": [expected]}, {"tasks": [], "projects": [], "notice": {}}, TEXT)
    assert counts(result, "actions") == (0, 0, 1)


def test_a_reader_that_tells_no_actions_misses_them() -> None:
    assert counts(score(gold(actions=["build"]), got()), "actions") == (0, 0, 1)
