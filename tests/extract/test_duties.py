"""Who answers, and how the text says so."""

import pytest

from kg.extract.duties import (
    covers_below,
    find_duties,
    full_mention,
    mark_that_leads,
    names_assistants,
    states_rule,
)
from kg.parse.document import Label
from kg.parse.labels import cut
from kg.parse.lines import Line, clean


def labels(text: str) -> list[Label]:
    return [part for part in cut(clean(text, 0, len(text))) if isinstance(part, Label)]


def read(text: str, *, rule: bool = False) -> list[tuple[str, str]]:
    return [(d.mention, d.role) for d in find_duties(labels(text), rule=rule)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "责任单位：县财政局、县税务局",
            [("县财政局", "responsible"), ("县税务局", "responsible")],
            id="label",
        ),
        pytest.param(
            "牵头单位：区发改局；责任单位：各街道，区市场局",
            [("区发改局", "lead"), ("各街道", "support"), ("区市场局", "support")],
            id="one label leads, the rest support",
        ),
        pytest.param(
            "完成改革。（市审改办牵头，市级有关部门配合）",
            [("市审改办", "lead"), ("市级有关部门", "support")],
            id="verbs",
        ),
        pytest.param(
            "建成公园。（县住建局、县水利局（按职责分别牵头））",
            [("县住建局", "lead"), ("县水利局", "lead")],
            id="a bracket for all",
        ),
        pytest.param(
            "责任单位：★区发改委、统计局",
            [("区发改委", "lead"), ("统计局", "support")],
            id="a star leads",
        ),
        pytest.param(
            "责任单位：市政府办 公室、市人力资源和社会 保障局",
            [("市政府办公室", "responsible"), ("市人力资源和社会保障局", "responsible")],
            id="names that a cell wraps",
        ),
        pytest.param(
            "开展培训。（种植业科、市农技中心）",
            [("种植业科", "responsible"), ("市农技中心", "responsible")],
            id="offices alone in a bracket",
        ),
        pytest.param(
            "完善规划。〔省自然资源厅、省住建厅等〕",
            [("省自然资源厅", "responsible"), ("省住建厅", "responsible")],
            id="and others",
        ),
        pytest.param(
            "抓好投资。（蒋维舟同志负责，市发改委牵头）", [("市发改委", "lead")], id="a leader comes first"
        ),
        pytest.param(
            "招聘教师200名。由县教体局、编办负责落实。",
            [("县教体局", "responsible"), ("编办", "responsible")],
            id="a sentence behind a count",
        ),
        pytest.param(
            "编制清单。（市政府办公室、市审改办牵头，市级各有关部门及各县市区政府按职责分工负责）",
            [
                ("市政府办公室", "lead"),
                ("市审改办", "lead"),
                ("市级各有关部门", "responsible"),
                ("各县市区政府", "responsible"),
            ],
            id="及 joins two sets",
        ),
        pytest.param(
            "优化流程。（市住建局牵头，市水利局、市城管局按职责分工负责）",
            [("市住建局", "lead"), ("市水利局", "responsible"), ("市城管局", "responsible")],
            id="beside the lead a verb of duty makes responsible",
        ),
        pytest.param(
            "优化流程。（市住建局牵头，市水利局配合，各县区落实）",
            [("市住建局", "lead"), ("市水利局", "support"), ("各县区", "responsible")],
            id="three verbs",
        ),
        pytest.param(
            "优化流程。（市住建局牵头，市水利局、市城管局）",
            [("市住建局", "lead"), ("市水利局", "support"), ("市城管局", "support")],
            id="beside the lead no verb helps",
        ),
        pytest.param(
            "优化流程。（牵头单位：市住建局、市水利局按职责分别牵头；责任单位：市城管局）",
            [("市住建局", "lead"), ("市水利局", "lead"), ("市城管局", "support")],
            id="each leads by its duties",
        ),
        pytest.param(
            "优化流程。（市住建局、市法院牵头并按职责分工负责）",
            [("市住建局", "lead"), ("市法院", "lead")],
            id="the lead answers by its duties too",
        ),
        pytest.param(
            "优化流程。（市口岸办负责，岚江海关及各县区政府配合）",
            [("市口岸办", "responsible"), ("岚江海关", "support"), ("各县区政府", "support")],
            id="a customs office beside a set",
        ),
        pytest.param(
            "促进研发。（海关总署、商务部等有关部门负责）",
            [("海关总署", "responsible"), ("商务部", "responsible"), ("等有关部门", "responsible")],
            id="等有关部门",
        ),
        pytest.param(
            "责任单位：县发改局（牵头）、县财政局",
            [("县发改局", "lead"), ("县财政局", "support")],
            id="marked",
        ),
        pytest.param(
            "责任单位：文化和旅游部、住房和城乡建设部",
            [("文化和旅游部", "responsible"), ("住房和城乡建设部", "responsible")],
            id="和 inside a name",
        ),
        pytest.param(
            "责任单位：市财政局(市国资委)、市审计局",
            [("市财政局(市国资委)", "responsible"), ("市审计局", "responsible")],
            id="alias in brackets",
        ),
        pytest.param("责任单位：各县、区政府", [("各县、区政府", "responsible")], id="one set"),
        pytest.param("培训450人次，由县农业农村局负责。", [("县农业农村局", "responsible")], id="prose"),
        pytest.param(
            "牵头单位：商务局、发改局", [("商务局", "lead"), ("发改局", "lead")], id="商 is no verb here"
        ),
        pytest.param(
            "（负责部门：商务部；适用范围：所有自贸试验区）",
            [("商务部", "responsible")],
            id="another label ends the list",
        ),
        pytest.param(
            "主办单位 区教育局 协办单位 区财政局 区住建局",
            [("区教育局", "lead"), ("区财政局", "support"), ("区住建局", "support")],
            id="lost punctuation",
        ),
    ],
)
def test_roles(text: str, expected: list[tuple[str, str]]) -> None:
    assert read(text) == expected


def test_the_rule() -> None:
    assert states_rule("排位第一的为牵头单位，下同")
    assert states_rule("税务总局负责，排在第一位的部门为牵头部门，下同")
    assert not states_rule("县财政局牵头")
    text = "责任单位：县财政局、县税务局（排位第一的为牵头单位，下同）"
    assert read(text, rule=True) == [("县财政局", "lead"), ("县税务局", "support")]


def test_a_collective_never_leads_by_position() -> None:
    assert read("责任单位：各乡镇人民政府", rule=True) == [("各乡镇人民政府", "responsible")]


def test_an_explicit_lead_overrides_the_rule() -> None:
    assert read("责任单位：县财政局、县发改局（牵头）", rule=True) == [
        ("县财政局", "support"),
        ("县发改局", "lead"),
    ]


def test_shared_suffix() -> None:
    first, second = find_duties(labels("责任单位：东屿区、南屿区政府"), rule=False)
    assert (first.mention, first.shares_suffix_of) == ("东屿区", "南屿区政府")
    assert second.shares_suffix_of is None


def test_spans_lead_to_the_mention() -> None:
    text = "责任单位：县 财政局、县税务局"
    for duty in find_duties(labels(text), rule=False):
        span = duty.spans[0]
        assert text[span.start : span.end].replace(" ", "") == duty.mention


def test_an_empty_label_names_nobody() -> None:
    assert find_duties([Label("responsible", "责任单位", Line("", ()))], rule=True) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "责任单位：县政务局，县水利局、县林业局",
            [("县政务局", "lead"), ("县水利局", "support"), ("县林业局", "support")],
            id="before the comma",
        ),
        pytest.param(
            "责任单位：县水利局、县林业局（逗号前为牵头单位，未明确的按职责分工负责，下同）",
            [("县水利局", "responsible"), ("县林业局", "responsible")],
            id="no comma",
        ),
    ],
)
def test_the_units_before_a_mark_lead(text: str, expected: list[tuple[str, str]]) -> None:
    assert mark_that_leads("逗号前为牵头单位，下同") == "，,"
    assert [(d.mention, d.role) for d in find_duties(labels(text), rule=False, mark="，,")] == expected


@pytest.mark.parametrize(
    ("text", "here", "below"),
    [
        ("县民政局。以下均需各镇政府贯彻落实，不再列出", "县民政局", "各镇政府"),
        ("县民政局。以下责任单位中均包含各镇政府，不再列出", "县民政局", "各镇政府"),
        ("县民政局负责。各镇政府均为责任单位，以下不再列出", "县民政局负责。各镇政府", "各镇政府"),
        (
            "县民政局牵头，县财政局配合；从下一项起，以下均需各乡镇人民政府落实",
            "县民政局牵头，县财政局配合",
            "各乡镇人民政府",
        ),
        ("县民政局负责。以下各项工作均由各乡镇负责组织实施", "县民政局负责", "各乡镇"),
        ("县民政局；自本项起，下列任务都要县直各部门配合。", "县民政局", "县直各部门"),
    ],
)
def test_who_answers_for_all_below(text: str, here: str, below: str) -> None:
    rest, who = covers_below(clean(text, 0, len(text)))
    assert (rest.text, who and who.text) == (here, below)


def test_the_set_behind_the_last_body() -> None:
    assert read("责任单位：县水务局等县政府有关部门，中、省驻县有关单位") == [
        ("县水务局", "responsible"),
        ("等县政府有关部门", "responsible"),
        ("中、省驻县有关单位", "responsible"),
    ]


def duties(text: str, **given: object) -> list[tuple[str, str, str | None, str]]:
    """Return mention, role, printed word and basis."""
    found = find_duties(labels(text), **{"rule": False, **given})  # type: ignore[arg-type]
    return [(d.mention, d.role, d.role_text, d.basis) for d in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("责任单位：县财政局", [("县财政局", "responsible", "责任单位", "label")]),
        ("配合单位：县财政局", [("县财政局", "support", "配合单位", "label")]),
        ("牵头单位：县财政局", [("县财政局", "lead", "牵头单位", "label")]),
        ("（县财政局）", [("县财政局", "responsible", None, "none")]),
        ("（县财政局负责）", [("县财政局", "responsible", "负责", "verb")]),
        (
            "（县财政局牵头，县税务局配合，县审计局）",
            [
                ("县财政局", "lead", "牵头", "verb"),
                ("县税务局", "support", "配合", "verb"),
                ("县审计局", "support", None, "verb"),
            ],
        ),
        (
            "牵头单位：县财政局，县税务局配合",
            [
                ("县财政局", "lead", "牵头单位", "label"),
                ("县税务局", "support", "配合", "verb"),
            ],
        ),
        (
            "牵头单位：县财政局、县税务局，县审计局、县统计局配合",
            [
                ("县财政局", "lead", "牵头单位", "label"),
                ("县税务局", "lead", "牵头单位", "label"),
                ("县审计局", "support", "配合", "verb"),
                ("县统计局", "support", "配合", "verb"),
            ],
        ),
        (
            "牵头单位：县财政局、县税务局配合",
            [
                ("县财政局", "support", "配合", "verb"),
                ("县税务局", "support", "配合", "verb"),
            ],
        ),
        ("牵头单位：县财政局负责", [("县财政局", "lead", "负责", "label")]),
        (
            "责任单位：县财政局（牵头）、县税务局",
            [
                ("县财政局", "lead", "责任单位", "verb"),
                ("县税务局", "support", "责任单位", "verb"),
            ],
        ),
    ],
)
def test_how_a_role_is_told(text: str, expected: list[tuple[str, str, str | None, str]]) -> None:
    assert duties(text) == expected


def test_labels_of_a_heading() -> None:
    assert duties("责任单位：县财政局", inherited=True) == [
        ("县财政局", "responsible", "责任单位", "heading")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("责任单位：各乡镇、县财政局", [("各乡镇", "responsible"), ("县财政局", "support")]),
        ("配合单位：县财政局、县税务局", [("县财政局", "support"), ("县税务局", "support")]),
        ("牵头单位：县财政局、县税务局", [("县财政局", "lead"), ("县税务局", "lead")]),
        ("（）", []),
    ],
)
def test_the_rule_and_those_it_does_not_make_lead(text: str, expected: list[tuple[str, str]]) -> None:
    assert read(text, rule=True) == expected


def test_a_rule_is_the_basis() -> None:
    assert [d[3] for d in duties("责任单位：县财政局、县税务局", rule=True)] == ["rule", "rule"]
    assert [d[3] for d in duties("责任单位：县财政局（牵头）、县税务局", rule=True)] == ["verb", "rule"]


@pytest.mark.parametrize(
    "text",
    ["下同", "按职责分工", "6月底前", "持续推进", "县", "分管副市长", "长" * 61, "（牵头）", "12"],
)
def test_what_names_no_body(text: str) -> None:
    label = Label("responsible", "责任单位", clean(text, 0, len(text)))
    assert find_duties([label], rule=False) == []


def test_the_longest_and_shortest_mentions() -> None:
    for text in ("县局", "县" + "长" * 58 + "局"):
        label = Label("responsible", "责任单位", clean(text, 0, len(text)))
        assert [d.mention for d in find_duties([label], rule=False)] == [text]


def test_collectives() -> None:
    found = find_duties(labels("责任单位：县财政局、各乡镇人民政府"), rule=False)
    assert [d.collective for d in found] == [False, True]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "牵头单位：县财政局；责任单位：县财政局、县税务局",
            [("县财政局", "lead", "牵头单位", 2), ("县税务局", "support", "责任单位", 1)],
        ),
        ("责任单位：县财政局；牵头单位：县财政局", [("县财政局", "lead", "牵头单位", 2)]),
        (
            "牵头单位：县财政局；配合单位：县财政局",
            [("县财政局", "lead", "牵头单位", 1), ("县财政局", "support", "配合单位", 1)],
        ),
        (
            "责任单位：县财政局、县财政局",
            [("县财政局", "responsible", "责任单位", 1), ("县财政局", "responsible", "责任单位", 1)],
        ),
    ],
)
def test_a_body_under_two_labels(text: str, expected: list[tuple[str, str, str, int]]) -> None:
    found = find_duties(labels(text), rule=False)
    assert [(d.mention, d.role, d.role_text, len(d.spans)) for d in found] == expected


def test_endings_that_places_share() -> None:
    found = find_duties(labels("责任单位：甲区、东屿区、南屿区政府、县财政局、北屿镇"), rule=False)
    assert [(d.mention, d.shares_suffix_of) for d in found] == [
        ("甲区", None), ("东屿区", "南屿区政府"), ("南屿区政府", None), ("县财政局", None), ("北屿镇", None),
    ]  # fmt: skip
    assert [full_mention(d) for d in found][1:3] == ["东屿区政府", "南屿区政府"]
    found = find_duties(labels("责任单位：东屿街道、西屿街道、南屿街道办事处"), rule=False)
    assert [full_mention(d) for d in found] == ["东屿街道办事处", "西屿街道办事处", "南屿街道办事处"]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("逗号前为牵头单位", "，,"),
        ("分号前的单位为牵头单位", "；;"),
        ("县财政局牵头", None),
        ("月底前完成", None),
    ],
)
def test_marks_that_lead(text: str, mark: str | None) -> None:
    assert mark_that_leads(text) == mark


def test_bodies_before_a_mark_outside_brackets_lead() -> None:
    text = "责任单位：县财政局（国资委，金融办）、县税务局，县审计局，县统计局"
    assert [(d[0], d[1], d[3]) for d in duties(text, mark="，,")] == [
        ("县财政局（国资委，金融办）", "lead", "rule"), ("县税务局", "lead", "rule"),
        ("县审计局", "support", "rule"), ("县统计局", "support", "rule"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("县财政局、县税务局（排位第一的为牵头单位，下同）", ["县财政局", "县税务局"]),
        ("县财政局、县税务局，排位第一的为牵头单位", ["县财政局", "县税务局"]),
        ("县财政局（排位第一的为牵头单位）、县税务局", ["县财政局", "县税务局"]),
        ("县财政局（国资委）、县税务局，排位第一的为牵头单位", ["县财政局（国资委）", "县税务局"]),
        ("县财政局（排位第一的为牵头单位，其余单位配合落实）、县税务局", ["县财政局", "县税务局"]),
        ("排位第一的为牵头单位", []),
    ],
)
def test_the_statement_of_the_rule_names_nobody(text: str, expected: list[str]) -> None:
    label = Label("responsible", "责任单位", clean(text, 0, len(text)))
    assert [d.mention for d in find_duties([label], rule=False)] == expected


def test_a_short_body_before_a_mark_leads() -> None:
    assert [d[:2] for d in duties("责任单位：县财政局、县局，县审计局", mark="，,")] == [
        ("县财政局", "lead"),
        ("县局", "lead"),
        ("县审计局", "support"),
    ]


ALONE = "承办：县规划局"


@pytest.mark.parametrize(("assisted", "role"), [(True, "lead"), (False, "responsible")])
def test_who_undertakes_leads_in_a_list_that_names_assistants(assisted: bool, role: str) -> None:
    assert [d.role for d in find_duties(labels(ALONE), rule=False, assisted=assisted)] == [role]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("承办：县规划局；协办：县财政局", True),
        ("承办单位：县规划局；指导单位：县财政局", True),
        ("主办：县规划局；协办：县财政局", False),  # another word says who leads
        ("承办：县规划局；协办：", False),
        (ALONE, False),
    ],
)
def test_labels_that_name_assistants(text: str, named: bool) -> None:
    assert names_assistants(labels(text)) is named
