"""Deadlines: the last day that the words mean."""

import pytest

from kg.emit import as_json
from kg.extract.deadlines import deadline_of_bracket, deadline_of_label, find_deadline
from kg.parse.lines import clean
from kg.pipeline import convert


@pytest.mark.parametrize(
    ("text", "words", "date"),
    [
        ("2022年10月底前编制并公布清单。", "2022年10月底前", "2022-10-31"),
        ("6月30日前完成。", "6月30日前", "2024-06-30"),
        ("2024年底前建成。", "2024年底前", "2024-12-31"),
        ("年内开工。", "年内", "2024-12-31"),
        ("到2025年，零售总额达到3万亿元。", "到2025年", "2025-12-31"),
        ("每月25日前报送进展。", "每月25日前", None),
        ("第三季度完成主体工程。", "第三季度完成", "2024-09-30"),
        ("2月30日前完成。", "2月30日前", None),
        ("每季度首月10日前报送。", "每季度首月10日前", None),
        ("县人民医院2025年底创成三甲。", "2025年底", "2025-12-31"),
        ("2026年年底前投用。", "2026年年底前", "2026-12-31"),
        ("今年底开工。", "今年底", "2024-12-31"),
        ("建设至2027年12月31日。", "至2027年12月31日", "2027-12-31"),
        ("到2025年6月底，覆盖率达到90%。", "到2025年6月底", "2025-06-30"),
        ("到2025年末建成。", "到2025年末", "2025-12-31"),
        ("上半年完成招标。", "上半年完成", "2024-06-30"),
        ("一季度集中开工25个。", "一季度", "2024-03-31"),
        ("三季度末建成。", "三季度末", "2024-09-30"),
        ("力争2025年一季度开工。", "2025年一季度", "2025-03-31"),
        ("明年上半年完成验收。", "明年上半年完成", "2025-06-30"),
        ("2025年上半年前建成。", "2025年上半年前", "2025-06-30"),
        ("2月底前完成。", "2月底前", "2024-02-29"),
    ],
)
def test_in_the_words_of_a_task(text: str, words: str, date: str | None) -> None:
    found = find_deadline(clean(text, 0, len(text)), 2024)
    assert found
    assert (found.text, found.date) == (words, date)


@pytest.mark.parametrize(
    "text",
    [
        "深化改革。",
        "2024年政府工作报告",
        "巩固前期成果",
        "截至2023年底前已完成",
        "低保标准提高到每人每月690元。",
        "领导小组每季度召开会议1次。",
        "2022年以前立项、尚未开工的项目逐项核查。",
        "一季度已完成招标。",
        "巩固一季度“开门红”成果。",
        "去年四季度开工的项目加快建设。",
        "每年培训1000人次。",
        "5年内引进人才60名。",
        "三年内覆盖率达到60%。",
        "生猪存栏恢复到2017年末的80%。",
        "规模恢复到2023年底水平。",
        "2023年底全区高企1460家。",
        "早在2024年底前提出。",
        "免税政策执行至2027年12月31日。",
        "自2024年1月1日至2024年12月31日，免征增值税。",
    ],
)
def test_none(text: str) -> None:
    assert find_deadline(clean(text, 0, len(text)), 2024) is None


@pytest.mark.parametrize(
    ("cell", "date"),
    [
        ("12月底前", "2016-12-31"),
        ("9月投入使用", "2016-09-30"),
        ("5月底前动工", "2016-05-31"),
        ("2017年", "2017-12-31"),
        ("长期坚持", None),
        ("2022.09-2023.12", "2023-12-31"),
        ("2015—2018年", "2018-12-31"),
        ("全年", "2016-12-31"),
        ("4月份开工，10月底完工", "2016-10-31"),
        ("5月底前完成清淤，年底前全面完成", "2016-12-31"),
        ("第一季度启动，三季度完成", "2016-09-30"),
        ("2016年12月招标，2017年6月完工，9月投用", "2017-09-30"),
        ("5月31日前、6月30日前", "2016-06-30"),
        ("36个月", None),
        ("2月30日", None),
    ],
)
def test_in_a_cell(cell: str, date: str | None) -> None:
    found = deadline_of_label(clean(cell, 0, len(cell)), 2016)
    assert found
    assert (found.text, found.date) == (cell, date)


@pytest.mark.parametrize(
    ("bracket", "words", "date"),
    [
        ("牵头单位：县住建局；责任单位：县水利局，6月底完成", "6月底完成", "2024-06-30"),
        ("牵头单位:县税务局;责任单位:县科技局,全年", "全年", "2024-12-31"),
        ("县发改局分别负责，持续推进", "持续推进", None),
        ("县住建局、县财政局，2025年12月底", "2025年12月底", "2025-12-31"),
        ("县财政局（2024年10月底前）", "2024年10月底前", "2024-10-31"),
    ],
)
def test_among_the_bodies_of_a_bracket(bracket: str, words: str, date: str | None) -> None:
    found = deadline_of_bracket(clean(bracket, 0, len(bracket)), 2024)
    assert found
    assert (found.text, found.date) == (words, date)
    assert "".join(bracket[span.start : span.end] for span in found.spans) == words


@pytest.mark.parametrize(
    "bracket", ["县住建局牵头，县财政局配合", "县发改局，每季度调度", "12月刊编辑部、县委办"]
)
def test_none_among_the_bodies(bracket: str) -> None:
    assert deadline_of_bracket(clean(bracket, 0, len(bracket)), 2024) is None


@pytest.mark.parametrize(
    ("line", "words", "date"),
    [
        ("1.承接行政许可事项，年内公布。（县审批局牵头，县司法局，6月底完成）", "6月底完成", "2024-06-30"),
        ("1.承接行政许可事项，年内公布。（县审批局牵头，县司法局配合）", "年内", "2024-12-31"),
        (
            "1.承接行政许可事项。\n责任单位：县审批局\n进度安排：4月份开工，10月底完工。",
            "4月份开工，10月底完工",
            "2024-10-31",
        ),
    ],
)
def test_a_bracket_and_a_line_of_its_own_come_before_the_words(line: str, words: str, date: str) -> None:
    title = "关于印发2024年重点工作责任分解的通知\n一、重点工作\n"
    (task,) = as_json(convert(f"{title}{line}".encode(), name="notice.txt"))["tasks"]
    assert (task["deadline"]["text"], task["deadline"]["date"]) == (words, date)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("二季度前完成。", "2024-06-30"),
        ("四季度完成。", "2024-12-31"),
        ("2024年1季度前完成。", "2024-03-31"),
        ("2025年第4季度末前完成。", "2025-12-31"),
        ("2025年第3季度前完成。", "2025-09-30"),
        ("前三季度完成。", "2024-09-30"),
        ("2025年下半年前完成。", "2025-12-31"),
        ("2025年前完成。", "2025-12-31"),
        ("2025年6月15日前完成。", "2025-06-15"),
        ("2025年2月底前完成。", "2025-02-28"),
        ("2月29日前完成。", "2024-02-29"),
    ],
)
def test_quarters_and_halves(text: str, date: str) -> None:
    found = find_deadline(clean(text, 0, len(text)), 2024)
    assert found
    assert found.date == date


def test_without_a_year_no_day_is_known() -> None:
    for text in ("6月底前完成。", "年底前完成。", "上半年完成。", "三季度末完成。", "二季度完成。"):
        found = find_deadline(clean(text, 0, len(text)), None)
        assert found
        assert found.date is None
    found = find_deadline(clean("2025年底前完成。", 0, 10), None)
    assert found
    assert found.date == "2025-12-31"
    assert deadline_of_label(clean("全年", 0, 2), None) is not None


def test_what_a_far_clause_tells_of_the_past() -> None:
    text = "截至2023年底前已完成，6月底前验收。"
    found = find_deadline(clean(text, 0, len(text)), 2024)
    assert found
    assert found.text == "6月底前"
    (span,) = found.spans
    assert text[span.start : span.end] == "6月底前"
    text = "自2024年底前开始。"
    assert find_deadline(clean(text, 0, len(text)), 2024) is None


def test_an_empty_label_has_no_deadline() -> None:
    assert deadline_of_label(clean("", 0, 0), 2024) is None
    text = "长期坚持"
    found = deadline_of_label(clean(text, 0, len(text)), 2024)
    assert found
    assert (found.text, found.date) == (text, None)


@pytest.mark.parametrize(
    ("bracket", "words", "date"),
    [
        ("县水利局，6月底完成", "6月底完成", "2024-06-30"),
        ("6月底；县水利局", "6月底", "2024-06-30"),
        ("县水利局、全年", "全年", "2024-12-31"),
        ("县水利局（6月底）", "6月底", "2024-06-30"),
    ],
)
def test_among_bodies(bracket: str, words: str, date: str) -> None:
    found = deadline_of_bracket(clean(bracket, 0, len(bracket)), 2024)
    assert found
    assert (found.text, found.date) == (words, date)


@pytest.mark.parametrize("bracket", ["县水利局", "县水利局，每月25日", "", "每季度调度"])
def test_bodies_alone(bracket: str) -> None:
    assert deadline_of_bracket(clean(bracket, 0, len(bracket)), 2024) is None
