"""Chapters whose headings are bodies, however these are dressed and whatever numbers the tasks below them."""

import pytest

from kg.parse.readings import body_chapters
from tests.parse.readings.seen import tables

BODIES = ("县住建局", "县教育局", "县卫健委")
TASKS = (
    ("新建公园3座。", "改造小区5个。"),
    ("新建学校1所。", "改造校舍12处。"),
    ("建成医共体2个。", "新增床位300张。"),
)
HEADINGS = {
    "alone": "{}",
    "with a colon": "{}：",
    "numbered": "{n}、{}",
    "numbered in brackets": "（{n}）{}",
    "in brackets": "【{}】",
    "with a count": "{n}、{}（2项）",
    "without a number, with a count": "{}（共2项）",
    "with a mark": "▲{}",
    "whose work it is": "（{n}）{}承担的工作",
    "a part": "第{n}部分 {}",
    "tasks of": "{}重点任务",
}
NUMBERS = {"num": "{}.", "paren": "（{}）", "half": "{}) ", "bullets": "- ", "none": ""}


def page(heading: str, number: str) -> str:
    lines = ["现将工作安排如下。"]
    for n, body, tasks in zip("一二三", BODIES, TASKS, strict=True):
        lines += [heading.format(body, n=n), *(number.format(i) + task for i, task in enumerate(tasks, 1))]
    return "\n".join(lines)


@pytest.mark.parametrize("number", NUMBERS.values(), ids=NUMBERS)
@pytest.mark.parametrize("heading", HEADINGS.values(), ids=HEADINGS)
def test_chapters(heading: str, number: str) -> None:
    (found,) = tables(body_chapters, page(heading, number))
    told = [row.partition("|")[2] for row in found.rows if not row.startswith("#")]
    lead = "lead" if "牵头" in heading else "responsible"
    assert told == [
        f"{task}|{lead}={body}" for body, tasks in zip(BODIES, TASKS, strict=True) for task in tasks
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "1.新建公园3座。\n县住建局\n2.改造小区5个。\n县林业局\n3.新建学校1所。\n县教育局", id="behind"
        ),
        pytest.param(
            "1.新建公园3座。\n责任单位：县住建局\n2.改造小区5个。\n责任单位：县林业局\n3.建校。", id="labels"
        ),
        pytest.param(
            "（县住建局、县财政局分别牵头，县林业局\n配合）2.改造小区5个。\n新建公园3座。\n"
            "（县住建局、县教育局分别牵头，县林业局\n配合）3.新建学校1所。\n改造校舍2处。",
            id="brackets that close on another line",
        ),
        pytest.param("1.1【县住建局】\n新建公园3座。\n1.2【县林业局】\n改造小区5个。", id="items"),
        pytest.param("县住建局\n1\n新建公园3座。\n县教育局\n2\n新建学校1所。", id="cells"),
        pytest.param(
            "县政府办公室\n关于印发要点的通知\n各乡镇：\n现印发给你们。\n县政府办公室\n2024年2月3日",
            id="letter",
        ),
        pytest.param(
            "县住建局\n1.新建公园3座。（县城管局）\n县教育局\n2.新建学校1所。（县财政局）", id="own units"
        ),
    ],
)
def test_bodies_that_head_nothing(text: str) -> None:
    assert tables(body_chapters, text) == []


def test_who_only_helps_leaves_the_task_to_the_heading() -> None:
    text = (
        page("{n}、{}", "{}.")
        .replace("3座。", "3座。（县财政局配合）")
        .replace("1所。", "1所。（县审计局负责）")
    )
    (found,) = tables(body_chapters, text)
    told = [row.partition("|")[2] for row in found.rows if not row.startswith("#")]
    assert told[0] == "新建公园3座。|responsible=县住建局|responsible=县财政局配合"
    assert told[2] == "新建学校1所。|responsible=县审计局负责"


def test_a_body_that_signs_heads_nothing_and_other_chapters_end_the_list() -> None:
    text = page("{n}、{}", "{}.")
    (found,) = tables(body_chapters, text + "\n四、保障措施\n加强领导。\n县政府办公室\n2024年2月3日")
    assert found.lines == ("一、县住建局", "2.新增床位300张。")
    (found,) = tables(body_chapters, page("{}", "{}.") + "\n各部门要抓好落实。\n县政府办公室\n2024年2月3日")
    assert found.lines == ("县住建局", "2.新增床位300张。")


@pytest.mark.parametrize("dress", ["【{}】", "〖{}〗", "［{}］"])
def test_offices_that_nothing_knows_head_their_work_where_they_are_dressed_alike(dress: str) -> None:
    offices = ("建设管理科", "防汛办公室", "办公室、人事科")
    lines = [
        line
        for n, office in enumerate(offices)
        for line in (
            dress.format(office),
            f"{2 * n + 1}、6月底前建站{n + 1}处。",
            f"{2 * n + 2}、修渠{n + 3}公里。",
        )
    ]
    (found,) = tables(body_chapters, "\n".join(lines))
    told = [row.rpartition("=")[2] for row in found.rows if not row.startswith("#")]
    assert told == [office for office in offices for _ in range(2)]


@pytest.mark.parametrize("counted", ["on", "anew"])
@pytest.mark.parametrize(
    "said",
    [
        ("县住建局", "县教育局牵头，县财政局、各乡镇配合", "县卫健委"),
        ("县住建局牵头，县城管局配合", "县教育局", "县卫健委牵头，县医保局协助"),
        ("县住建局牵头，县城管局配合", "县教育局牵头，县财政局配合", "县卫健委牵头，县医保局协助"),
    ],
)
def test_who_leads_and_who_helps_may_head_a_chapter(said: tuple[str, ...], counted: str) -> None:
    lines, number = ["现将工作安排如下。"], 0
    for heading, tasks in zip(said, TASKS, strict=True):
        lines.append(heading)
        number = number if counted == "on" else 0
        for task in tasks:
            number += 1
            lines.append(f"{number}.{task}")
    (found,) = tables(body_chapters, "\n".join(lines))
    told = [row.partition("|")[2] for row in found.rows if not row.startswith("#")]
    assert told == [
        f"{task}|responsible={heading}" for heading, tasks in zip(said, TASKS, strict=True) for task in tasks
    ]


def test_who_leads_below_each_item_heads_nothing() -> None:
    lines = [
        f"{n}.{task}\n{body}牵头，县财政局配合"
        for n, (body, (task, _)) in enumerate(zip(BODIES, TASKS, strict=True), 1)
    ]
    assert tables(body_chapters, "\n".join(lines)) == []


@pytest.mark.parametrize("dress", ["◆{}", "【{}】", "一、{}"])
def test_the_letter_may_say_that_headings_lead_and_a_label_who_helps(dress: str) -> None:
    chapters = (
        "".join(
            dress.format(body) + f"\n①{first}协：县财政局\n②{second}\n"
            for body, (first, second) in zip(BODIES, TASKS, strict=True)
        )
        .replace("一、县教育局", "二、县教育局")
        .replace("一、县卫健委", "三、县卫健委")
    )
    for said, role in [("小标题所列单位为牵头单位。", "lead"), ("请认真落实。", "responsible")]:
        (table,) = tables(body_chapters, f"2024年重点工作分工\n{said}\n{chapters}")
        first, second = table.rows[1:3]
        assert first == f"①|{TASKS[0][0]}|{role}=县住建局|support=县财政局"
        assert second == f"②|{TASKS[0][1]}|{role}=县住建局"


@pytest.mark.parametrize(
    ("rule", "lead"),
    [
        ("清单按牵头单位归类，标题所列单位即为其下各项的牵头单位。", "lead"),
        ("各部分所列部门为主办部门。", "lead"),
        ("各部分所列部门为责任部门。", "responsible"),
        ("排在首位的为牵头单位。", "responsible"),
    ],
)
@pytest.mark.parametrize("heading", ["{n}、{}（2项）", "【{}】", "▲{}"])
def test_a_rule_says_that_who_heads_a_chapter_leads(heading: str, rule: str, lead: str) -> None:
    text = page(heading, "{}.").replace("现将工作安排如下。", f"现将工作安排如下。{rule}")
    text = text.replace("改造小区5个。", "改造小区5个。配合：县财政局、各街道办事处。")
    (found,) = tables(body_chapters, text)
    told = [row.partition("|")[2] for row in found.rows if not row.startswith("#")]
    assert told[:2] == [
        f"新建公园3座。|{lead}=县住建局",
        f"改造小区5个。|{lead}=县住建局|support=县财政局、各街道办事处",
    ]
