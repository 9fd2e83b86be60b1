"""The walk: what headings, items and the letter state for those below them."""

from __future__ import annotations

import pytest

from kg.extract.extract import ItemFacts, NoticeFacts, every_item, extract
from kg.extract.money import all_within_the_year, money_of, money_of_item
from kg.extract.years import years_in, years_of
from kg.model import Source, Text
from kg.parse.document import Document, Header, Item, ItemList, Label, LabelKind, Section
from kg.parse.lines import Line, clean
from kg.registry import patterns


class Notice:
    """Lays out a document: every line gets its place in one text."""

    def __init__(self) -> None:
        self.content = ""

    def line(self, text: str) -> Line:
        start = len(self.content)
        self.content += text + "\n"
        return clean(self.content, start, start + len(text))

    def label(self, kind: LabelKind, text: str, word: str | None = "责任单位", inline: bool = False) -> Label:
        return Label(kind, word, self.line(text), inline)

    def item(self, text: str, /, *labels: Label, **cells: str) -> Item:
        headings = {"progress": cells.pop("heading")} if "heading" in cells else {}
        lines = {kind: self.line(cell) for kind, cell in cells.items()}
        return Item("1", self.line(text), labels, lines, money_headings=headings)

    def section(self, heading: str, *parts: Item | Section | Label) -> Section:
        return Section(
            self.line(heading),
            None,
            tuple(p for p in parts if isinstance(p, Label)),
            tuple(p for p in parts if isinstance(p, Item)),
            tuple(p for p in parts if isinstance(p, Section)),
        )

    def list(
        self, *parts: Item | Section, title: str | None = None, projects: bool = False, preface: str = ""
    ) -> ItemList:
        return ItemList(
            self.line(title) if title else None,
            "projects" if projects else "tasks",
            tuple(p for p in parts if isinstance(p, Item)),
            tuple(p for p in parts if isinstance(p, Section)),
            (self.line(preface),) if preface else (),
        )

    def document(self, *lists: ItemList, title: str = "2024年重点工作", **header: str) -> Document:
        letter = (self.line(header.pop("letter")),) if "letter" in header else ()
        lines = {name: self.line(text) for name, text in header.items()}
        head = Header(title=self.line(title) if title else None, letter=letter, **lines)  # type: ignore[arg-type]
        return Document(Text(self.content, Source("n.txt", "text/plain", "", 0)), head, lists, ())


def roles(item: ItemFacts) -> list[tuple[str, str]]:
    return [(duty.mention, duty.role) for duty in item.duties]


def items(facts: NoticeFacts) -> list[ItemFacts]:
    return [item for found in facts.lists for item in every_item(found)]


A, B = "县财政局、县税务局", [("县财政局", "lead"), ("县税务局", "support")]
C = [("县财政局", "responsible"), ("县税务局", "responsible")]
RULE = "排位第一的为牵头单位，下同"


def test_units_of_a_heading_are_those_of_its_items() -> None:
    n = Notice()
    facts = extract(
        n.document(
            n.list(
                n.section(
                    "一、财政",
                    n.label("responsible", A),
                    n.item("增收。"),
                    n.item("节支。", n.label("responsible", "县审计局")),
                    n.section("（一）税收", n.item("征税。")),
                ),
                n.section("二、教育", n.item("办学。")),
            )
        )
    )
    first, second, third, fourth = items(facts)
    assert (roles(first), roles(second)) == (C, [("县审计局", "responsible")])
    assert (roles(third), roles(fourth)) == (C, [])
    assert first.duties[0].basis == "heading"
    assert second.duties[0].basis == "label"


def test_leaders_of_a_heading_are_those_of_its_items() -> None:
    n = Notice()
    facts = extract(
        n.document(
            n.list(
                n.section(
                    "一、杨松县长牵头重点工作",
                    n.item("增收。"),
                    n.item("节支。", n.label("leader", "副县长王安", "责任领导")),
                    n.section("（一）税收", n.item("征税。")),
                ),
                n.section("二、教育", n.label("leader", "副县长李明", "责任领导"), n.item("办学。")),
                n.section("三、其他", n.item("考核。")),
            )
        )
    )
    found = [[(leader.name, leader.post) for leader in item.leaders] for item in items(facts)]
    assert found == [[("杨松", "县长")], [("王安", "副县长")], [("杨松", "县长")], [("李明", "副县长")], []]
    assert [leader.name for leader in facts.lists[0].sections[1].leaders] == ["李明"]


def test_a_leader_counts_once_and_keeps_the_post() -> None:
    n = Notice()
    item = n.item(
        "增收。", n.label("leader", "王安", "责任领导"), n.label("leader", "副县长王安", "责任领导")
    )
    (facts,) = items(extract(n.document(n.list(item))))
    assert [(leader.name, leader.post) for leader in facts.leaders] == [("王安", "副县长")]
    item = n.item("增收。", n.label("leader", "副县长王安", "分管领导"), n.label("leader", "王安", None))
    (facts,) = items(extract(n.document(n.list(item))))
    assert [(leader.post, leader.oversees) for leader in facts.leaders] == [("副县长", True)]


@pytest.mark.parametrize("where", ["letter", "preface", "title", "heading", "label", "item", "above"])
def test_the_rule_that_the_first_leads(where: str) -> None:
    n = Notice()
    unit = n.label("responsible", A)
    labels = [n.label("responsible", A + f"（{RULE}）")] if where == "item" else [unit]
    parts = [n.item("增收。", *labels), n.item("节支。", unit)]
    if where == "above":
        parts = [n.item(f"开头（{RULE}）。"), *parts]
    if where == "label":
        section = n.section("一、财政", n.label("responsible", A + f"（{RULE}）"), *parts)
    else:
        section = n.section(f"一、财政（{RULE}）" if where == "heading" else "一、财政", *parts)
    title = f"2024年工作（{RULE}）" if where == "title" else "2024年工作"
    found = n.list(section, title=title, preface=RULE if where == "preface" else "")
    facts = extract(n.document(found, **({"letter": RULE} if where == "letter" else {})))
    assert [roles(item) for item in items(facts)][-2:] == [B, B]


def test_the_rule_begins_with_its_item_and_ends_with_its_list() -> None:
    n = Notice()
    unit = n.label("responsible", A)
    first = n.list(
        n.section(
            "一、财政", n.item("增收。", unit), n.item("节支。", n.label("responsible", A + f"（{RULE}）"))
        ),
        n.section("二、教育", n.item("办学。", unit), n.section("（一）小学", n.item("扩班。", unit))),
        n.section("三、共同落实", n.item("考核。", unit)),
    )
    second = n.list(n.item("普查。", unit))
    facts = extract(n.document(first, second))
    assert [roles(item) for item in items(facts)] == [C, B, B, B, C, C]


def test_the_rule_of_a_deeper_heading_holds_behind_it() -> None:
    n = Notice()
    unit = n.label("responsible", A)
    facts = extract(
        n.document(
            n.list(
                n.section(
                    "一、财政",
                    n.section("（一）税", n.item(f"增收（{RULE}）。", unit)),
                    n.section("（二）费", n.item("减负。", unit)),
                ),
                n.section("二、教育", n.item("办学。", unit)),
            )
        )
    )
    assert [roles(item) for item in items(facts)] == [B, B, B]


def test_the_mark_before_which_units_lead() -> None:
    n = Notice()
    unit = n.label("responsible", "县财政局，县税务局")
    facts = extract(
        n.document(
            n.list(
                n.section("一、财政", n.item("增收。", unit), n.item("逗号前为牵头单位。", unit)),
                n.section("二、教育", n.item("办学。", unit)),
            )
        )
    )
    assert [roles(item) for item in items(facts)] == [C, B, B]


def test_who_answers_for_all_that_follows_is_stated_once() -> None:
    n = Notice()
    stated = n.label("responsible", "县财政局。以下均需各镇政府落实，不再列出")
    facts = extract(
        n.document(
            n.list(
                n.item("增收。", stated),
                n.item("节支。", n.label("responsible", "县审计局")),
                n.item("考核。"),
            ),
            n.list(n.item("普查。", n.label("responsible", "县统计局"))),
        )
    )
    assert [[duty.mention for duty in item.duties] for item in items(facts)] == [
        ["县财政局"],
        ["县审计局", "各镇政府"],
        [],
        ["县统计局"],
    ]


def test_labels_that_name_no_bodies() -> None:
    n = Notice()
    item = n.item(
        "增收。", n.label("text", "县审计局"), n.label("leader", "王安"), n.label("upper", "省财政厅")
    )
    (facts,) = items(extract(n.document(n.list(item))))
    assert facts.duties == ()
    assert facts.spans == item.body.spans()


def test_where_an_item_stands() -> None:
    n = Notice()
    unit = n.label("responsible", "县财政局")
    item = n.item("增收。", unit, n.label("deadline", "6月底", "时限"))
    (facts,) = items(extract(n.document(n.list(item))))
    assert facts.spans == (*item.body.spans(), *unit.content.spans())


@pytest.mark.parametrize(
    ("text", "labels", "date"),
    [
        ("6月底前增收。", [("deadline", "9月底", False)], "2024-09-30"),
        ("6月底前增收。", [("deadline", "9月底", False), ("deadline", "10月底", False)], "2024-10-31"),
        ("6月底前增收。", [("responsible", "县财政局，9月底完成", True)], "2024-09-30"),
        ("6月底前增收。", [("responsible", "县财政局，9月底完成", False)], "2024-06-30"),
        ("增收。", [("responsible", "县财政局，9月底前完成", False)], "2024-09-30"),
        ("增收。", [("responsible", "县财政局", True)], None),
        ("增收。", [], None),
    ],
)
def test_deadlines(text: str, labels: list[tuple[LabelKind, str, bool]], date: str | None) -> None:
    n = Notice()
    made = [n.label(kind, words, None, inline) for kind, words, inline in labels]
    (facts,) = items(extract(n.document(n.list(n.item(text, *made)))))
    assert (facts.deadline and facts.deadline.date) == date


def values(facts: ItemFacts) -> list[int]:
    return [int(target.value) for target in facts.targets]


@pytest.mark.parametrize(
    ("cells", "projects", "expected"),
    [
        pytest.param(
            {"content": "新建学校3所", "progress": "完成投资5亿元"}, True, [5], id="this year's progress"
        ),
        pytest.param({"content": "新建学校3所"}, True, [3], id="contents"),
        pytest.param({"content": "新建学校3所", "progress": "完工投用"}, True, [3], id="all is completed"),
        pytest.param({"content": "新建学校3所", "progress": "开展前期"}, True, [], id="nothing is"),
        pytest.param({"content": "建筑面积3亩", "progress": "完工投用"}, True, [], id="a size is none"),
        pytest.param(
            {"content": "新建学校3所", "progress": "完成投资5亿元", "heading": "进展情况"},
            True,
            [3],
            id="a report",
        ),
        pytest.param(
            {"content": "新建学校3所", "progress": "完成投资5亿元", "total": "30", "planned": "30"},
            True,
            [3],
            id="all within the year",
        ),
        pytest.param(
            {"content": "新建学校3所", "progress": "完成投资5亿元", "total": "30", "planned": "20"},
            True,
            [5],
            id="part of it within the year",
        ),
        pytest.param({"content": "新建学校3所", "progress": "完成投资5亿元"}, False, [7], id="no project"),
        pytest.param({"progress": "改造学校5所", "heading": "年度目标"}, False, [7, 5], id="a task's aims"),
        pytest.param(
            {"progress": "建成5所", "heading": "2024年工作目标"}, False, [7, 5], id="a task's aims of a year"
        ),
        pytest.param(
            {"progress": "改造学校5所", "heading": "量化指标"}, False, [7, 5], id="figures of a task"
        ),
        pytest.param({"progress": "建成5所", "heading": "形象进度"}, False, [7], id="how a task gets on"),
        pytest.param({"progress": "建成5所", "heading": "目标完成情况"}, False, [7], id="a report on a task"),
    ],
)
def test_targets_of_a_project(cells: dict[str, str], projects: bool, expected: list[int]) -> None:
    n = Notice()
    item = n.item("新建公园7座", **cells)
    (facts,) = items(extract(n.document(n.list(item, projects=projects))))
    assert values(facts) == expected


@pytest.mark.parametrize(
    ("words", "aim", "expected"),
    [
        ("一般公共预算收入", "24.6亿元", ("level", "eq", "一般公共预算收入")),
        ("地区生产总值增速", "增长7%以上", ("increase", "ge", "地区生产总值")),
        ("“12345”热线满意率", "由92%提升至95%", ("level", "eq", "热线满意率")),
        ("新增绿化面积", "不低于2.5万平方米", ("level", "ge", "绿化面积")),
        ("推进城乡建设。", "新建公园3座", ("level", "eq", "公园")),
    ],
)
def test_a_bare_figure_beside_a_task_counts_what_its_words_name(
    words: str, aim: str, expected: tuple[str, str, str]
) -> None:
    n = Notice()
    item = n.item(words, progress=aim, heading="年度目标")
    (facts,) = items(extract(n.document(n.list(item))))
    (target,) = facts.targets
    change, bound, indicator = expected
    assert (target.change, target.bound) == (change, bound)
    assert indicator in target.indicator


def test_what_is_carried_along() -> None:
    n = Notice()
    item = n.item("增收5%，与增长同步。", content="新建", total="1,200.5", fiscal="无")
    facts = extract(n.document(n.list(item, title="清单")))
    (found,) = items(facts)
    assert (found.number_text, found.body, found.cells) == ("1", item.body, item.cells)
    assert {kind: str(fact.value) for kind, fact in found.money.items()} == {"total": "1200.5"}
    assert [aim.text for aim in found.aims] == ["与增长同步"] or found.aims == ()
    assert (facts.lists[0].kind, facts.lists[0].is_table) == ("tasks", False)
    assert facts.lists[0].title is not None


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("30", "30"),
        ("1,200.5", "1200.5"),
        ("1，200", "1200"),
        ("-30万元", "-30"),
        ("－30", "-30"),
        ("无", None),
        ("约30", None),
        ("30 亿元", "30"),
        ("5 000", "5000"),
        ("", None),
    ],
)
def test_money_of_a_cell(cell: str, value: str | None) -> None:
    fact = money_of(clean(cell, 0, len(cell)))
    assert (fact and str(fact.value)) == value


def test_money_of_an_item() -> None:
    n = Notice()
    kinds = ("total", "planned", "fiscal", "upward", "self", "fiscal2", "upward2", "self2")
    item = n.item("公园", **{kind: str(i) for i, kind in enumerate(kinds)}, content="3")
    assert {kind: int(fact.value) for kind, fact in money_of_item(item).items()} == {
        kind: i for i, kind in enumerate(kinds)
    }
    assert not all_within_the_year(item)
    assert all_within_the_year(n.item("公园", total="3", planned="3"))
    assert not all_within_the_year(n.item("公园", total="3"))
    assert not all_within_the_year(n.item("公园", planned="3"))


@pytest.mark.parametrize(
    ("title", "years"),
    [
        ("2024年工作", [2024]),
        ("2018—2020年规划", [2018, 2020]),
        ("工作", []),
        ("2023年和2024 年", [2023, 2024]),
    ],
)
def test_years_in_a_title(title: str, years: list[int]) -> None:
    assert list(years_in(title)) == years


def test_years_of_a_document() -> None:
    n = Notice()
    lists = [n.list(title="2023年清单"), n.list(title="2024年清单"), n.list()]
    assert years_of(n.document(*lists, title="2024年通知")) == (2023, 2024)
    assert years_of(n.document(title="", number="县政发〔2022〕5号", issued="2023年1月5日")) == (2022,)
    assert years_of(n.document(title="", number="县政发5号", issued="2023年1月5日")) == (2023,)
    assert years_of(n.document(title="", issued="2023年1月5日")) == (2023,)
    assert years_of(n.document(title="")) == ()


def test_each_list_has_its_own_year() -> None:
    n = Notice()
    facts = extract(
        n.document(
            n.list(n.item("6月底前增收。"), title="2023年清单"),
            n.list(n.item("6月底前增收。")),
            title="2024年通知",
        )
    )
    dates = [item.deadline and item.deadline.date for item in items(facts)]
    assert dates == ["2023-06-30", "2023-06-30"]
    assert [found.years for found in facts.lists] == [(2023,), (2023, 2024)]
    assert facts.years == (2023, 2024)


def test_progress_of_an_earlier_year_is_no_target() -> None:
    n = Notice()
    item = n.item("2023年建成学校3所。2024年建成学校5所。")
    (facts,) = items(extract(n.document(n.list(item))))
    assert values(facts) == [5]
    (facts,) = items(extract(n.document(n.list(item), title="")))
    assert values(facts) == [3, 5]


def test_patterns_are_read_once() -> None:
    assert patterns.load("targets") is patterns.load("targets")
