"""Kinds of prose: how items may be numbered, and where their units may stand; each in several dresses."""

from __future__ import annotations

from typing import Any

import pytest

from kg import pipeline
from kg.emit import as_json

LETTER = (
    "潮湾县人民政府办公室关于印发2024年重点工作责任分解的通知\n潮政办发〔2024〕9号\n各乡镇人民政府，县直各单位：\n"
    "现将2024年重点工作责任分解印发给你们，请抓好落实。\n潮湾县人民政府办公室\n2024年3月8日\n"
)
WORDS = ("新建公园3座。", "改造小区5个。", "新建学校1所。")
UNITS = (("县住建局", "县林业局"), ("县住建局",), ("县教育局",))
DEADLINES = ("10月底", "9月底", "8月底")


def read(text: str, dress: str = "txt") -> dict[str, Any]:
    if dress == "html":
        text = "".join(f"<p>{line}</p>" for line in text.split("\n") if line)
    if dress == "one line":  # a short line is no whole text
        text = text.replace("请抓好落实。", "请抓好落实。" + "要认真组织实施，及时报送进展。" * 15).replace(
            "\n", "  "
        )
    return as_json(pipeline.convert(text.encode(), name="notice.html" if dress == "html" else "notice.txt"))


def told(notice: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [
        (task["number"], task["text"], tuple(unit["text"] for unit in task["units"]))
        for task in notice["tasks"]
    ]


def unread(notice: dict[str, Any]) -> list[str]:
    return [found["message"] for found in notice["findings"] if found["code"].startswith("unread")]


NUMBERS = {
    "named": ("任务一  ", "任务二  ", "任务三  "),
    "item": ("第一项：", "第二项：", "第三项："),
    "article in digits": ("第1条 ", "第2条 ", "第3条 "),
    "item in digits": ("第1项 ", "第2项 ", "第3项 "),
    "supervised": ("督查事项一  ", "督查事项二  ", "督查事项三  "),
    "one of them": ("其一，", "其二，", "其三，"),
    "of accounts": ("壹、", "贰、", "叁、"),
    "of accounts in brackets": ("（壹）", "（贰）", "（叁）"),
    "code": ("A1. ", "A2. ", "A3. "),
    "numero": ("№1 ", "№2 ", "№3 "),
    "black circles": ("❶", "❷", "❸"),
    "circles": ("①", "②", "③"),
    "square brackets": ("[1]", "[2]", "[3]"),
    "lenses": ("【1】", "【2】", "【3】"),
    "of a report": ("【报告第1条】", "【报告第2条】", "【报告第3条】"),
    "noughts": ("01 ", "02 ", "03★ "),
    "noughts to ten": ("08 ", "09 ", "10 "),
    "Roman": ("Ⅰ-1 ", "Ⅰ-2 ", "Ⅰ-3 "),
}


@pytest.mark.parametrize("dress", ["txt", "html", "one line"])
@pytest.mark.parametrize("numbers", NUMBERS.values(), ids=NUMBERS)
def test_numbers(numbers: tuple[str, ...], dress: str) -> None:
    lines = [
        f"{number}{words}（责任单位：{'、'.join(units)}；完成时限：{until}）"
        for number, words, units, until in zip(numbers, WORDS, UNITS, DEADLINES, strict=True)
    ]
    notice = read(LETTER + "\n".join(lines), dress)
    printed = [number.strip(" ：，、.★") for number in numbers]
    assert told(notice) == list(zip(printed, WORDS, UNITS, strict=True))
    assert [task["deadline"]["text"] for task in notice["tasks"]] == list(DEADLINES)
    assert not unread(notice)


WHO = {
    "bar": "【{units}｜{until}】",
    "bar and verb": "【{first}主办{more}｜{until}】",
    "slashes": "【{slashed}｜{until}】",
    "braces": "{{责任单位：{units}；时限：{until}}}",
    "time behind": "﹝{units}，{until}﹞",
    "labels in lenses": "【责任单位】{units}【完成时限】{until}",
    "one line of labels": "\n责任单位：{units}    完成时限：{until}    联系领导：副县长王安",
    "bullets between labels": "\n▷责任领导：王安　▷责任单位：{units}　▷办结时限：{until}",
    "time first": "\n完成时限：{until}  牵头领导：副县长王安  责任单位：{units}",
    "blanks between units": "\n承办单位:{blank}      办结时限:{until}",
    "bodies as persons in charge": "责任人：{units}。完成时限：{until}",
}


@pytest.mark.parametrize("dress", ["txt", "html"])
@pytest.mark.parametrize("who", WHO.values(), ids=WHO)
def test_who(who: str, dress: str) -> None:
    lines = []
    for number, (words, units, until) in enumerate(zip(WORDS, UNITS, DEADLINES, strict=True), 1):
        more = "".join(f"，{unit}协办" for unit in units[1:])
        joined = {"units": "、".join(units), "slashed": "/".join(units), "blank": " ".join(units)}
        lines.append(f"{number}.{words}" + who.format(first=units[0], more=more, until=until, **joined))
    notice = read(LETTER + "\n".join(lines), dress)
    assert told(notice) == list(zip("123", WORDS, UNITS, strict=True))
    assert [task["deadline"]["text"] for task in notice["tasks"]] == list(DEADLINES)
    assert not unread(notice)


LEGAL_NUMBERS = [
    ("1.1", "1.2", "2.1"),
    ("1.1 ", "1.2 ", "1.3 "),
    ("2.2", "2.3.1", "2.3.2"),
    ("1.", "2.", "3."),
]
BRACKETS = ["【{}】", "〖{}〗", "[{}]", "〔{}〕", "【责任单位：{}】", "【{}】\n"]


@pytest.mark.parametrize("dress", ["txt", "html"])
@pytest.mark.parametrize("numbers", LEGAL_NUMBERS)
@pytest.mark.parametrize("bracket", BRACKETS)
def test_units_in_brackets_before_the_words(bracket: str, numbers: tuple[str, ...], dress: str) -> None:
    lines = [
        number + bracket.format("、".join(units)) + words
        for number, words, units in zip(numbers, WORDS, UNITS, strict=True)
    ]
    notice = read(LETTER + "一、重点工作\n" + "\n".join(lines), dress)
    assert told(notice) == [
        (number.strip(" ."), words, units) for number, words, units in zip(numbers, WORDS, UNITS, strict=True)
    ]
    assert not unread(notice)


@pytest.mark.parametrize(
    "said",
    ["以下均需各乡镇落实。", "以下各项工作均由各乡镇负责组织实施。", "（下列任务都应各乡镇配合）"],
)
def test_who_has_a_part_in_all_below_a_heading(said: str) -> None:
    above, below = (
        f"一、城区\n1.{WORDS[0]}（县住建局）\n",
        f"2.{WORDS[1]}（县住建局）\n3.{WORDS[2]}（县教育局）\n",
    )
    notice = read(LETTER + f"{above}二、乡村\n{said}\n{below}")
    assert [units for _, _, units in told(notice)] == [
        ("县住建局",),
        ("县住建局", "各乡镇"),
        ("县教育局", "各乡镇"),
    ]
    assert not unread(notice)
    notice = read(LETTER + f"{said}\n{above}{below}")
    assert [units[-1] for _, _, units in told(notice)] == ["各乡镇"] * 3


SAID_FIRST = {
    "by": ("由{lead}牵头，{others}配合，", "lead", "support"),
    "by, narrow marks": ("由{lead}牵头,{others}参与,", "lead", "support"),
    "by, a mark of lists": ("由{lead}牵头、{others}协助；", "lead", "support"),
    "without by": ("{lead}牵头、{others}协办，", "lead", "support"),
    "together with": ("由{lead}牵头，会同{others}，", "lead", "support"),
    "a sentence": ("由{lead}具体负责，{others}协办。", "responsible", "support"),
    "several answer": ("由{lead}、{others}共同负责，", "responsible", "responsible"),
}


@pytest.mark.parametrize("width", [0, 24])
@pytest.mark.parametrize("dress", ["txt", "html"])
@pytest.mark.parametrize(("who", "first", "other"), SAID_FIRST.values(), ids=SAID_FIRST)
def test_who_does_it_is_said_first(who: str, first: str, other: str, dress: str, width: int) -> None:
    """A line may end anywhere: within a name, or before a mark."""
    said = [(who.format(lead="县住建局", others="县城管局、县交警大队"), words) for words in WORDS * 2]
    items = [
        f"{i}、{clause}整治背街小巷和老旧楼院周边环境，{words}" for i, (clause, words) in enumerate(said, 1)
    ]
    if width:
        items = [line[at : at + width] for line in items for at in range(0, len(line), width)]
    notice = read(LETTER + "一、城区攻坚\n" + "\n".join(items), dress)
    assert [task["text"] for task in notice["tasks"]] == [
        f"整治背街小巷和老旧楼院周边环境，{words}" for _, words in said
    ]
    for task in notice["tasks"]:
        assert [(unit["text"], unit["role"]) for unit in task["units"]] == [
            ("县住建局", first),
            ("县城管局", other),
            ("县交警大队", other),
        ]
    assert not unread(notice)


def test_sentences_within_that_begin_like_who_does_it_stay_words() -> None:
    notice = read(
        LETTER + "1.由点到面推开试点，新建站点3个。（县住建局）\n2.由易到难，改造小区5个。（县住建局）\n"
    )
    assert [text for _, text, _ in told(notice)] == [
        "由点到面推开试点，新建站点3个。",
        "由易到难，改造小区5个。",
    ]


GLUED = {
    "behind the words": "牵头单位：{lead}责任单位：{others}",
    "in a line of their own": "\n牵头单位：{lead}责任单位：{others}",
    "in a bracket": "（牵头单位：{lead}配合单位：{others}）",
    "a leader first": "\n分管领导：王安牵头单位：{lead}责任单位：{others}完成时限：10月底",
    "a time first": "完成时限：10月底牵头部门：{lead}协同部门：{others}",
}


@pytest.mark.parametrize("page", ["", "\n— 2 —\n", "\n2\n", "\n第2页\n"])
@pytest.mark.parametrize("labels", GLUED.values(), ids=GLUED)
def test_labels_that_nothing_parts(labels: str, page: str) -> None:
    if page and labels.startswith("（"):
        page = page.replace("\n2\n", "\n")  # a bracket goes on below, as before
    who = labels.format(lead="县住建局", others=f"县财政局、{page}县林业局")
    notice = read(LETTER + "".join(f"{i}.{words}{who}\n" for i, words in enumerate(WORDS, 1)))
    assert [task["text"] for task in notice["tasks"]] == list(WORDS)
    for task in notice["tasks"]:
        assert [(unit["text"], unit["role"]) for unit in task["units"]] == [
            ("县住建局", "lead"),
            ("县财政局", "support"),
            ("县林业局", "support"),
        ]
    assert not unread(notice)


def test_a_name_goes_on_behind_the_page() -> None:
    notice = read(
        LETTER
        + f"1.{WORDS[0]}牵头单位：县住建局责任单位：县自然资源\n— 2 —\n局、各乡镇\n2.{WORDS[1]}（县住建局）\n"
    )
    assert [unit["text"] for unit in notice["tasks"][0]["units"]] == ["县住建局", "县自然资源局", "各乡镇"]


@pytest.mark.parametrize(
    ("heading", "leader"),
    [
        ("一、王安（乡长）负责", ("王安", "乡长")),
        ("一、王安（县委常委、常务副县长）", ("王安", "县委常委、常务副县长")),
        ("▲　王安　县委副书记、县长", ("王安", "县委副书记、县长")),
        ("◆常务副县长　王安", ("王安", "常务副县长")),
        ("（一）王安副县长领办事项", ("王安", "副县长")),
        ("■ 王安　县委常委、工业园区党工委书记", ("王安", "县委常委、工业园区党工委书记")),
        ("第一部分　县委常委、副县长王安同志负责的工作", ("王安", "县委常委、副县长")),
        ("一．副县长王安分管的工作", ("王安", "副县长")),
        ("（一）由副县长王安同志牵头的重点任务（3项）", ("王安", "副县长")),
        ("一、副县长　王安　负责推进的工作", ("王安", "副县长")),
        ("王安副县长分管领域重点工作", ("王安", "副县长")),
        ("一、县政府党组成员、县公安局局长王安承担的工作", ("王安", "县政府党组成员、县公安局局长")),
        ("县委常委、副县长王安同志", ("王安", "县委常委、副县长")),
        ("一、县长王安同志包抓事项", ("王安", "县长")),
        ("（一）县委副书记、县长王安（包抓6项）", ("王安", "县委副书记、县长")),
        ("（五）王安同志", ("王安", None)),
        ("一.县长王安同志主抓工程（2件）", ("王安", "县长")),
    ],
)
def test_leaders_of_chapters(heading: str, leader: tuple[str, str | None]) -> None:
    items = "".join(f"（{i}）{words}责任人：城建办、林业站。\n" for i, words in enumerate(WORDS, 1))
    notice = read(LETTER + f"{heading}\n{items}")
    assert [[(one["name"], one["post"]) for one in task["leaders"]] for task in notice["tasks"]] == [
        [leader]
    ] * 3
    assert {unit["text"] for task in notice["tasks"] for unit in task["units"]} == {"城建办", "林业站"}


@pytest.mark.parametrize("leader", ["", "（分管领导：王安）", "："])
def test_bodies_head_items(leader: str) -> None:
    notice = read(
        LETTER + f"县住建局{leader}\n1、{WORDS[0]}\n2、{WORDS[1]}\n县教育局{leader}\n3、{WORDS[2]}\n"
    )
    assert told(notice) == [
        ("1", WORDS[0], ("县住建局",)),
        ("2", WORDS[1], ("县住建局",)),
        ("3", WORDS[2], ("县教育局",)),
    ]


def test_units_of_an_item_between_items_are_no_heading() -> None:
    notice = read(LETTER + f"1、{WORDS[0]}\n县住建局\n2、{WORDS[1]}\n县林业局\n3、{WORDS[2]}\n县教育局\n")
    assert [units for _, _, units in told(notice)] == [("县住建局",), ("县林业局",), ("县教育局",)]


def test_a_title_before_the_units_and_words_behind_them_are_one_item() -> None:
    notice = read(
        LETTER + "（一）精准扶贫（县扶贫办牵头，县财政局配合）。全年脱贫1200人。\n"
        "（二）教育扶贫（县教育局负责）。改造学校9所。"
    )
    assert [text for _, text, _ in told(notice)] == ["精准扶贫。全年脱贫1200人。", "教育扶贫。改造学校9所。"]
    assert not unread(notice)


@pytest.mark.parametrize(
    "note", ["注：完成时限未注明的，均为2024年12月20日。", "未标明完成时限的，于2024年12月20日前完成。"]
)
def test_a_note_says_until_when_what_names_no_day(note: str) -> None:
    notice = read(LETTER + f"1.{WORDS[0]}（县住建局，9月底）\n2.{WORDS[1]}（县住建局）\n{note}\n")
    assert [task["deadline"]["date"] for task in notice["tasks"]] == ["2024-09-30", "2024-12-20"]
    assert told(notice)[-1][1] == WORDS[1]


def test_years_that_a_note_explains_are_no_deadline() -> None:
    notice = read(LETTER + f"1.{WORDS[0]}（县住建局）\n注：未注明年份的均指2024年。\n")
    assert notice["tasks"][0]["deadline"] is None


@pytest.mark.parametrize(
    ("said", "roles"),
    [
        ("承办单位中,第一个为主办,其余协办", ("lead", "support")),
        ("列首位的为主责单位", ("lead", "support")),
        ("承办单位见下", ("responsible", "responsible")),
    ],
)
def test_the_first_leads_however_it_is_said(said: str, roles: tuple[str, str]) -> None:
    letter = LETTER.replace("请抓好落实。", f"{said}。")
    notice = read(letter + f"1.{WORDS[0]}\n承办单位:县住建局 县林业局\n")
    assert tuple(unit["role"] for unit in notice["tasks"][0]["units"]) == roles


def test_a_project_told_in_clauses() -> None:
    notice = read(
        LETTER + "1、滨河大道拓宽工程。续建，总投资2.3亿元，年内投资0.8亿元，拓宽道路6.4公里，建设桥梁2座，"
        "10月1日前通车。业主单位：县城投公司；责任部门：县住建局。\n2、县医院门诊楼。新建，总投资0.65亿元，年内投资0.3亿元，"
        "建筑面积1.8万平方米，主体封顶。业主单位：县医院；责任部门：县卫生局。\n"
    )
    assert not notice["tasks"]
    told_of = [
        (
            one["name"],
            one["constructionType"],
            one["investment"]["total"],
            one["investment"]["planned"],
            one["progressGoal"],
            one["owner"],
        )
        for one in notice["projects"]
    ]
    assert told_of == [
        ("滨河大道拓宽工程", "续建", 2.3, 0.8, "10月1日前通车", "县城投公司"),
        ("县医院门诊楼", "新建", 0.65, 0.3, "主体封顶", "县医院"),
    ]


def test_minutes_close_with_who_attended() -> None:
    notice = read(
        "潮湾县人民政府专题会议纪要\n〔2024〕14号\n潮湾县人民政府办公室    2024年5月9日\n会议议定以下事项：\n"
        "一、关于供水。新建水厂1座。由县水利局牵头，县住建局配合，9月底前完成。\n"
        "二、关于停车。新建车位800个。由县城管局负责，汛期前完成。\n"
        "出席：王安  李明\n列席：县水利局张平。\n分送：各参会单位。\n"
    )
    assert notice["notice"]["documentNumber"] == "〔2024〕14号"
    assert notice["notice"]["title"] == "潮湾县人民政府专题会议纪要"
    assert [task["number"] for task in notice["tasks"]] == ["一", "二"]


@pytest.mark.parametrize("mark", ["第 2 页 / 共 3 页", "第2页，共3页", "Page 2 of 3"])
def test_numbers_of_pages_between_items(mark: str) -> None:
    notice = read(LETTER + f"1.{WORDS[0]}（县住建局）\n{mark}\n2.{WORDS[1]}（县住建局）\n")
    assert [text for _, text, _ in told(notice)] == list(WORDS[:2])
    assert not unread(notice)


NOTES = [
    "注：每小时2元，前30分钟免费。",
    "*注：每小时2元。*",
    "_说明：贴息率为4.35%。_",
    "【备注：上年完成96户。】",
    "（说明：上年已完成12公里。）",
]


@pytest.mark.parametrize("note", NOTES)
@pytest.mark.parametrize("who", ["（县住建局）", "\n责任单位：县住建局"])
def test_a_note_below_an_item_is_no_task_and_no_heading(note: str, who: str) -> None:
    notice = read(LETTER + f"一、重点工作\n1.{WORDS[0]}{who}\n{note}\n2.{WORDS[1]}{who}\n{note}\n")
    assert told(notice) == [
        (number, words, ("县住建局",)) for number, words in zip("12", WORDS, strict=False)
    ]
    assert {task["section"] for task in notice["tasks"]} == {"一、重点工作"}
    assert sum(len(task["targets"]) for task in notice["tasks"]) == 2


def test_a_rule_in_a_note_behind_the_list_holds_for_all_of_it() -> None:
    notice = read(
        LETTER + f"1.{WORDS[0]}（县住建局、县林业局）\n2.{WORDS[1]}（县住建局、县财政局）\n"
        "注：排在首位的为牵头单位。\n"
    )
    assert [[unit["role"] for unit in task["units"]] for task in notice["tasks"]] == [["lead", "support"]] * 2


@pytest.mark.parametrize(
    "who", ["【牵头】{}【配合】{}\n", "【牵头单位】{} 【配合单位】{}\n", "〖主办〗{}；〖协办〗{}\n"]
)
def test_labels_in_brackets_before_the_words(who: str) -> None:
    lines = [
        f"{i}．{who.format('县住建局', '县财政局、县林业局')}{words}" for i, words in enumerate(WORDS, 1)
    ]
    notice = read(LETTER + "甲、重点工作\n" + "\n".join(lines))
    assert [task["text"] for task in notice["tasks"]] == list(WORDS)
    assert [[(u["text"], u["role"]) for u in task["units"]] for task in notice["tasks"]] == [
        [("县住建局", "lead"), ("县财政局", "support"), ("县林业局", "support")]
    ] * 3
    assert not unread(notice)


def test_a_stop_closes_a_list_of_bodies_whose_line_ends_there() -> None:
    notice = read(LETTER + f"1.{WORDS[0]}\n责任单位：县住建局、城市建设办1.\n二 环境美街（责任领导 王安）\n")
    assert not [unit for task in notice["tasks"] for unit in task["units"] if "环境美街" in unit["text"]]


def test_towns_answer_for_what_is_handed_to_them() -> None:
    notice = read(
        "潮湾县2024年各镇（街道）攻坚事项交办单\n各镇人民政府、街道办事处：\n现将攻坚事项交办如下。\n"
        f"▲云桥镇　包联领导：王安\n第1条　{WORDS[0]}（配合：县住建局、县林业局）\n"
        f"第2条　{WORDS[1]}（配合：县住建局）\n▲东门街道　包联领导：李明\n"
        f"第3条　{WORDS[2]}（配合：县教育局）\n"
        "潮湾县攻坚行动领导小组办公室\n2024年3月8日\n"
    )
    assert told(notice) == [
        ("第1条", WORDS[0], ("云桥镇", "县住建局", "县林业局")),
        ("第2条", WORDS[1], ("云桥镇", "县住建局")),
        ("第3条", WORDS[2], ("东门街道", "县教育局")),
    ]
    roles = [[unit["role"] for unit in task["units"]] for task in notice["tasks"]]
    assert roles == [["responsible", "support", "support"], *[["responsible", "support"]] * 2]
    assert [[one["name"] for one in task["leaders"]] for task in notice["tasks"]] == [["王安"]] * 2 + [
        ["李明"]
    ]
    assert notice["notice"]["title"] == "潮湾县2024年各镇（街道）攻坚事项交办单"


COVERING = {
    "needed below": "一、安居（第1件至第3件，以下均需{}落实）",
    "by": "一、安居（以下3件均由{}负责）",
    "of this kind": "（一）安居（本类事项由{}承担）：",
}


@pytest.mark.parametrize("dress", ["txt", "html"])
@pytest.mark.parametrize("heading", COVERING.values(), ids=COVERING)
def test_a_bracket_behind_a_heading_says_who_does_all_below(heading: str, dress: str) -> None:
    """Who only helps with one of them stands beside."""
    helpers = ("", "（县财政局协同）", "（县林业局、各镇人民政府配合）")
    items = "\n".join(f"第{i}件  {WORDS[i - 1]}{helpers[i - 1]}" for i in (1, 2, 3))
    further = "二、便民\n第4件  开通公交线路2条。（主责单位：县交通局；协同单位：县公安局）\n"
    notice = read(LETTER + f"{heading.format('县住建局')}\n{items}\n{further}", dress)
    assert [[(u["text"], u["role"]) for u in task["units"]] for task in notice["tasks"]] == [
        [("县住建局", "responsible")],
        [("县住建局", "responsible"), ("县财政局", "support")],
        [("县住建局", "responsible"), ("县林业局", "support"), ("各镇人民政府", "support")],
        [("县交通局", "lead"), ("县公安局", "support")],
    ]
    assert not unread(notice)


def test_sentences_that_say_who_within_or_at_their_end_are_each_a_task() -> None:
    notice = read(
        "关于做好2024年重点工作的通知\n各县人民政府：\n现将重点工作通知如下。\n\n补齐短板\n\n"
        "新增灌溉面积60万亩，该项工作由市水利局牵头，市财政局配合。\n\n"
        "加固水闸35座，由市水利局负责，6月底前完成涉水部分。\n\n新建灌区1个，由市发改委负责。\n\n"
        "以下各项均需各县人民政府落实。\n\n改善服务\n\n改造危房11万户，由市住建局负责。\n\n"
        "新建公路5000公里，由市交通局负责。\n\n请于12月底前报告。\n"
    )
    seen = [(task["text"][:4], [unit["text"] for unit in task["units"]]) for task in notice["tasks"]]
    assert seen == [
        ("新增灌溉", ["市水利局", "市财政局"]),
        ("加固水闸", ["市水利局"]),
        ("新建灌区", ["市发改委"]),
        ("改造危房", ["市住建局", "各县人民政府"]),
        ("新建公路", ["市交通局", "各县人民政府"]),
    ]


BEHIND_COLON = {
    "bodies": ("{0}：{1}、{2}。", "responsible", "responsible"),
    "bodies, nothing closes": ("{0}：{1}、{2}", "responsible", "responsible"),
    "narrow": ("{0}: {1}、{2};", "responsible", "responsible"),
    "verbs": ("{0}：{1}牵头，{2}配合。", "lead", "support"),
}


@pytest.mark.parametrize("width", [0, 24])
@pytest.mark.parametrize("dress", ["txt", "html"])
@pytest.mark.parametrize(("form", "first", "other"), BEHIND_COLON.values(), ids=BEHIND_COLON)
def test_units_behind_a_colon(form: str, first: str, other: str, dress: str, width: int) -> None:
    """Lines may be broken at the page's width."""
    words = [
        "新建公园3座、口袋公园12处，完善健身步道",
        "改造老旧小区5个",
        "新建公办学校1所，增加学位1620个",
    ] * 2
    items = [f"{i}．{form.format(one, '县住建局', '各乡镇人民政府')}" for i, one in enumerate(words, 1)]
    if width:
        items = [line[at : at + width] for line in items for at in range(0, len(line), width)]
    notice = read(LETTER + "一、稳增长\n" + "\n".join(items), dress)
    assert [task["text"] for task in notice["tasks"]] == words
    assert [[(u["text"], u["role"]) for u in task["units"]] for task in notice["tasks"]] == [
        [("县住建局", first), ("各乡镇人民政府", other)]
    ] * len(words)
    assert not unread(notice)


@pytest.mark.parametrize(
    "words",
    ["推进改革试点，名单如下：县住建局、县财政局。", "成立领导小组，成员单位包括：县住建局、县财政局。"],
)
def test_bodies_behind_a_colon_that_do_no_work(words: str) -> None:
    notice = read(LETTER + f"1.{words}（县教育局）\n2.{WORDS[1]}（县教育局）\n")
    assert told(notice) == [("1", words, ("县教育局",)), ("2", WORDS[1], ("县教育局",))]


QUESTIONS = {
    "asked": ("第{}问　{}怎么办？\n答：{}\n谁来办：{}\n"),
    "what is done": ("问题{}：{}不便\n怎么办：{}\n谁来办：{}\n"),
    "by whom": ("{}.{}困难怎么解决？\n答复：{}\n由谁负责：{}\n"),
}


@pytest.mark.parametrize("dress", ["txt", "html"])
@pytest.mark.parametrize("form", QUESTIONS.values(), ids=QUESTIONS)
def test_questions_and_answers(form: str, dress: str) -> None:
    who = (
        "县教育局牵头，县住建局、县财政局配合。",
        "县教育局、县林业局。",
        "县教育局牵头，各乡镇人民政府配合。",
    )
    asked = ("停车", "上学", "看病")
    lines = [form.format(i, *three) for i, three in enumerate(zip(asked, WORDS, who, strict=True), 1)]
    notice = read(LETTER + "".join(lines), dress)
    assert [task["text"] for task in notice["tasks"]] == list(WORDS)
    assert [[(u["text"], u["role"]) for u in task["units"]] for task in notice["tasks"]] == [
        [("县教育局", "lead"), ("县住建局", "support"), ("县财政局", "support")],
        [("县教育局", "responsible"), ("县林业局", "responsible")],
        [("县教育局", "lead"), ("各乡镇人民政府", "support")],
    ]
    assert not unread(notice)


@pytest.mark.parametrize("dress", ["txt", "html"])
@pytest.mark.parametrize("heading", ["【{}】", "〔{}〕", "〇{}"])
def test_the_first_heading_in_marks_is_one_as_those_below_it(heading: str, dress: str) -> None:
    items = [f"{i}.{words}（县住建局）\n" for i, words in enumerate(WORDS, 1)]
    text = heading.format("上学") + f"\n{items[0]}" + heading.format("出行") + f"\n{items[1]}{items[2]}"
    notice = read(LETTER + text, dress)
    assert [task["section"] for task in notice["tasks"]] == [
        heading.format(word) for word in ("上学", "出行", "出行")
    ]
    assert told(notice) == [(str(i), words, ("县住建局",)) for i, words in enumerate(WORDS, 1)]
    assert not unread(notice)
