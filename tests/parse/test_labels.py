"""A paragraph's own words, and the labels and brackets that say who answers for it."""

import re

import pytest

from kg.parse.document import Label
from kg.parse.labels import cut, label_at, whole_duty
from kg.parse.lines import Line, clean


def line(text: str) -> Line:
    return clean(text, 0, len(text))


def seen(pieces: list[Line | Label]) -> list[str]:
    """Own words as they are, labels as "kind word: content", a star where they stand in the paragraph."""
    return [
        f"{p.kind}{'*' if p.inline else ''} {p.word or '-'}: {p.content.text}"
        if isinstance(p, Label)
        else p.text
        for p in pieces
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("责任单位：县住建局、县财政局。", ["responsible 责任单位: 县住建局、县财政局"]),
        (
            "牵头单位：县住建局；配合单位：县财政局，完成时限：6月底前。",
            ["lead 牵头单位: 县住建局", "support 配合单位: 县财政局", "deadline 完成时限: 6月底前"],
        ),
        ("责任单位 县住建局", ["responsible 责任单位: 县住建局"]),
        ("责任单位县住建局", ["responsible 责任单位: 县住建局"]),
        ("责任单位﹕县住建局", ["responsible 责任单位: 县住建局"]),
        ("承接方：县住建局、县财政局", ["responsible 承接方: 县住建局、县财政局"]),
        ("承接方：县住建局等待批复", ["承接方：县住建局等待批复"]),
        ("县住建局：县财政局", ["县住建局：县财政局"]),
        ("谁牵头：县住建局", ["lead 谁牵头: 县住建局"]),
        ("目标位置：全省前5", ["other 目标位置: 全省前5"]),
        ("责任单位", ["responsible 责任单位: "]),
        (
            "（县水务局牵头，县财政局配合）完成灌区改造。",
            ["responsible* -: 县水务局牵头，县财政局配合", "完成灌区改造。"],
        ),
        ("(县教育局负责)新建学校1所。", ["responsible* -: 县教育局负责", "新建学校1所。"]),
        ("（县级）完成灌区改造。", ["（县级）完成灌区改造。"]),
        ("责任单位要加强协调。", ["责任单位要加强协调。"]),
        ("分管领导：王安　牵头单位：县住建局", ["leader 分管领导: 王安", "lead 牵头单位: 县住建局"]),
        (
            "责任单位：县住建局 配合单位：县财政局",
            ["responsible 责任单位: 县住建局", "support 配合单位: 县财政局"],
        ),
        (
            "责任单位：县住建局牵头单位：县财政局",
            ["responsible 责任单位: 县住建局", "lead 牵头单位: 县财政局"],
        ),
        ("工作内容：新建公园3座。", ["text 工作内容: 新建公园3座。"]),
        ("完成时限：，6月底前、", ["deadline 完成时限: 6月底前"]),
    ],
)
def test_lines_that_begin_with_a_label(text: str, expected: list[str]) -> None:
    assert seen(cut(line(text))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "新建公园3座。（县住建局牵头，县财政局配合）",
            ["新建公园3座。", "responsible* -: 县住建局牵头，县财政局配合"],
            id="behind the sentence",
        ),
        pytest.param(
            "新建公园3座（县住建局负责）。",
            ["新建公园3座", "responsible* -: 县住建局负责"],
            id="before its full stop",
        ),
        pytest.param(
            "新建公园3座（县住建局负责）并投用。",
            ["新建公园3座（县住建局负责）并投用。"],
            id="within the sentence",
        ),
        pytest.param("新建公园（含绿道）3座。", ["新建公园（含绿道）3座。"], id="an explanation"),
        pytest.param("新建公园3座。（详见附件）", ["新建公园3座。（详见附件）"], id="no body"),
        pytest.param(
            "新建公园3座。（工作内容：甲）", ["新建公园3座。（工作内容：甲）"], id="a label of words"
        ),
        pytest.param("新建公园3座。（责任单位：）", ["新建公园3座。（责任单位：）"], id="a label of nothing"),
        pytest.param(
            "新建公园3座。（县住建局、县财政局）",
            ["新建公园3座。", "responsible* -: 县住建局、县财政局"],
            id="names alone",
        ),
        pytest.param(
            "新建公园3座。（县住建局、县财政局，下同）",
            ["新建公园3座。", "responsible* -: 县住建局、县财政局，下同"],
            id="and what holds below",
        ),
        pytest.param(
            "新建公园3座。（县住建局、县交通局、东航物流）",
            ["新建公园3座。", "responsible* -: 县住建局、县交通局、东航物流"],
            id="names mostly known",
        ),
        pytest.param(
            "建设公园[县住建局]，改造广场。",
            ["建设公园[县住建局]，改造广场。"],
            id="names within the sentence",
        ),
        pytest.param(
            "新建公园3座。[县住建局]改造广场2个。【县城管局】",
            ["新建公园3座。", "responsible* -: 县住建局", "改造广场2个。", "responsible* -: 县城管局"],
            id="a bracket a sentence",
        ),
        pytest.param(
            "新建公园3座。（责任单位：县住建局；完成时限：年底前）",
            ["新建公园3座。", "responsible* 责任单位: 县住建局", "deadline* 完成时限: 年底前"],
            id="labels in a bracket",
        ),
        pytest.param(
            "新建公园3座。(牵头单位:县住建局)(配合单位:县财政局)，改造广场。",
            ["新建公园3座。", "lead* 牵头单位: 县住建局", "support* 配合单位: 县财政局", "改造广场。"],
            id="two brackets",
        ),
        pytest.param(
            "新建公园3座。（登记处负责，完成时限：年底前）",
            ["新建公园3座。", "responsible* -: 登记处负责", "deadline* 完成时限: 年底前"],
            id="a label behind the bodies",
        ),
        pytest.param(
            "新建公园3座。（副县长王安负责，县住建局牵头）",
            ["新建公园3座。", "leader* -: 副县长王安", "responsible* -: 县住建局牵头"],
            id="a leader before the bodies",
        ),
        pytest.param(
            "新建公园3座。（王安同志负责）", ["新建公园3座。", "leader* -: 王安同志负责"], id="a leader"
        ),
        pytest.param(
            "新建公园3座。（县长热线负责）", ["新建公园3座。", "responsible* -: 县长热线负责"], id="no leader"
        ),
        pytest.param(
            "新建公园3座。（县住建局", ["新建公园3座。", "responsible* -: 县住建局"], id="never closed"
        ),
        pytest.param(
            "新建公园3座。（县住建局（园林处）牵头）",
            ["新建公园3座。", "responsible* -: 县住建局（园林处）牵头"],
            id="a bracket in a bracket",
        ),
    ],
)
def test_brackets(text: str, expected: list[str]) -> None:
    assert seen(cut(line(text))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新建公园3座。责任单位：县住建局", ["新建公园3座。", "responsible* 责任单位: 县住建局"]),
        ("新建公园3座； 责任单位：县住建局", ["新建公园3座；", "responsible* 责任单位: 县住建局"]),
        ("新建公园3座。责任单位要落实。", ["新建公园3座。责任单位要落实。"]),
        ("新建公园3座。工作内容：甲", ["新建公园3座。工作内容：甲"]),
        (
            "新建公园3座。由县住建局牵头，县财政局配合。",
            ["新建公园3座。", "responsible* -: 由县住建局牵头，县财政局配合"],
        ),
        ("新建公园3座，由县住建局牵头落实。", ["新建公园3座，", "responsible* -: 由县住建局牵头落实"]),
        ("压减一般性支出15%——县财政局", ["压减一般性支出15%", "responsible* -: 县财政局"]),
        (
            "清欠率达到100%。——县工信局、县审计局；",
            ["清欠率达到100%。", "responsible* -: 县工信局、县审计局"],
        ),
        ("工期为2024—2026年", ["工期为2024—2026年"]),
        ("7—8月接待游客。由县文旅局牵头", ["7—8月接待游客。", "responsible* -: 由县文旅局牵头"]),
        ("新建公园3座——改善环境", ["新建公园3座——改善环境"]),
        ("由县住建局牵头推进公园建设。", ["由县住建局牵头推进公园建设。"]),
        ("县教育局、县商务局按职责分工负责", ["responsible -: 县教育局、县商务局按职责分工负责"]),
        ("县教育局牵头落实。", ["responsible -: 县教育局牵头落实"]),
        ("县教育局负责：", ["县教育局负责："]),
        ("", []),
    ],
)
def test_labels_and_duties_behind_a_sentence(text: str, expected: list[str]) -> None:
    assert seen(cut(line(text))) == expected


@pytest.mark.parametrize(
    ("text", "start", "expected"),
    [
        ("责任单位：县住建局", 0, ("responsible", "责任单位", 5)),
        ("责任单位： 县住建局", 0, ("responsible", "责任单位", 5)),
        ("牵头单位", 0, ("lead", "牵头单位", 4)),
        ("新建。牵头单位：甲", 3, ("lead", "牵头单位", 8)),
        ("新建。牵头单位：甲", 0, None),
        ("分管领导 王安", 0, ("leader", "分管领导", 4)),
        ("县住建局", 0, None),
    ],
)
def test_a_label_at_a_place(text: str, start: int, expected: tuple[str, str, int] | None) -> None:
    assert label_at(line(text), start) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("责任单位：县住建局；配合单位：", ["responsible 责任单位: 县住建局"]),
        ("由县住建局牵头，县财政局配合）。", ["responsible* -: 由县住建局牵头，县财政局配合"]),
        ("县教育局、县商务局按职责分工负责", ["responsible* -: 县教育局、县商务局按职责分工负责"]),
        ("新建公园3座。", []),
        ("。", []),
    ],
)
def test_a_line_that_says_nothing_but_who(text: str, expected: list[str]) -> None:
    assert seen(list(whole_duty(line(text)))) == expected


def test_a_time_in_brackets_in_a_line_of_its_own() -> None:
    assert seen(list(cut(line("【完成时限】9月底")))) == ["deadline* 完成时限: 9月底"]
    assert seen(list(cut(line("【重点】新建公园")))) == ["【重点】新建公园"]


@pytest.mark.parametrize(
    "text",
    [
        "新建公园3座。牵头单位：县住建局；助阵单位：县财政局、县林业局",
        "新建公园3座。（牵头单位：县住建局；帮扶单位：县财政局、县林业局）",
        "牵头单位：县住建局；搭手单位：县财政局、县林业局。",
    ],
)
def test_a_label_that_no_pattern_knows_behind_one_that_is_known(text: str) -> None:
    labels = [piece for piece in cut(line(text)) if isinstance(piece, Label)]
    assert [label.content.text for label in labels] == ["县住建局", "县财政局、县林业局"]


def test_bodies_before_a_known_label_are_no_part_of_it() -> None:
    text = "牵头单位：县住建局、县公安局配合单位：县财政局"
    labels = [piece for piece in cut(line(text)) if isinstance(piece, Label)]
    assert [(label.kind, label.content.text) for label in labels] == [
        ("lead", "县住建局、县公安局"),
        ("support", "县财政局"),
    ]


WORDS = "编制产业链招商图谱5张"
SAID = [
    "县发改局、县科技局",
    "县发改局（牵头）、县科技局",
    "县发改局牵头，县科技局参与，4月底前完成",
    "县发改局牵头；县科技局配合；4月底前",
    "由县发改局牵头，县科技局配合，4月底前完成",
]


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize("dash", ["——", "—", "--", " —— ", "→", " → ", "。——"])
@pytest.mark.parametrize("end", ["。", "；", ""])
def test_who_stands_behind_a_dash(said: str, dash: str, end: str) -> None:
    words, *told = cut(line(WORDS + dash + said + end))
    assert isinstance(words, Line)
    assert words.text.rstrip("。 ") == WORDS
    labels = [label for label in told if isinstance(label, Label)]
    assert labels[0].kind == "responsible"
    assert [label.kind for label in labels[1:]] == ["deadline"] * said.count("4月")
    assert re.split("[，；](?=4月)", said) == [label.content.text for label in labels]


@pytest.mark.parametrize("dash", ["——", "--", "→", "。——"])
def test_labels_stand_behind_a_dash(dash: str) -> None:
    said = "牵头单位：县发改局；配合单位：县科技局；完成时限：4月底前"
    words, *labels = cut(line(f"{WORDS}{dash}{said}。"))
    assert isinstance(words, Line)
    assert words.text.rstrip("。") == WORDS
    assert [(label.kind, label.content.text) for label in labels if isinstance(label, Label)] == [
        ("lead", "县发改局"),
        ("support", "县科技局"),
        ("deadline", "4月底前"),
    ]


@pytest.mark.parametrize("said", SAID[2:])
@pytest.mark.parametrize("ahead", ["。", "；", "　　"])
def test_last_clauses_say_who_and_until_when(said: str, ahead: str) -> None:
    words, who = cut(line(WORDS + ahead + said + "。"))
    assert isinstance(words, Line)
    assert isinstance(who, Label)
    assert (words.text.rstrip("。；"), who.content.text) == (WORDS, said)


@pytest.mark.parametrize(
    "text",
    [
        "编制产业链招商图谱——推进招商引资工作",  # what is explained
        "实施2024—2026年行动",
        "1—8月接待游客40万人次",
        "编制图谱5张，县发改局牵头，县科技局参与",  # the clauses before may be those of who leads
        "编制图谱5张。县发改局牵头，县科技局参与，年内招商32次",  # what is done stands last
        "编制图谱5张。4月底前完成",
    ],
)
def test_words_behind_dashes_and_stops_that_are_the_tasks_own(text: str) -> None:
    assert isinstance(cut(line(text))[-1], Line)


def test_a_rule_of_the_notice_names_nobody() -> None:
    text = "现将目标任务下达给你们。各章标题后所列单位对该章全部任务负责。"
    assert [piece.text for piece in cut(line(text)) if isinstance(piece, Line)] == [text]


@pytest.mark.parametrize(
    ("label", "kind"), [("协", "support"), ("配", "support"), ("主", "lead"), ("牵", "lead")]
)
def test_labels_of_one_character(label: str, kind: str) -> None:
    words, who = cut(line(f"{WORDS}。{label}：县住建局、县财政局"))
    assert isinstance(words, Line)
    assert isinstance(who, Label)
    assert (words.text, who.kind, who.content.text) == (WORDS + "。", kind, "县住建局、县财政局")
