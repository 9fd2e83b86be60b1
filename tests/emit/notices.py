"""Small notices built by hand, one value of every kind in them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kg.identity import indicator_path
from kg.model import (
    Addressee,
    Aim,
    Amount,
    CommitmentList,
    Deadline,
    Fact,
    Finding,
    Funding,
    Indicator,
    Leader,
    Leadership,
    Notice,
    Place,
    PlaceMention,
    Project,
    Responsibility,
    Section,
    Source,
    Span,
    StatedTotal,
    Target,
    Task,
    Text,
    Unit,
    UnitGroup,
)

CONTENT = (
    "云岚市人民政府文件\n云政发〔2024〕7号\n关于分解2024年重点工作的通知\n"
    "一、王安市长牵头\n1.75%的行政村年收入达到50万元以上，其中山区村20%，与经济增长同步。6月底前完成。\n"
    "责任单位：市农业农村局、各乡镇人民政府、市农林局\n"
    "合计 1个项目 300\n1 湖东桥梁工程 新建 300 200 100 道路 部门推荐、专家推荐\n"
)
ID = "notice/990100-2024-0a1b2c3d"
LIST, PROJECTS = f"{ID}/1", f"{ID}/2"
SECTION = f"{LIST}/1"
TASK = f"{SECTION}/1"
PROJECT = f"{PROJECTS}/1"


def at(words: str) -> tuple[Span, ...]:
    """Return where the words stand in the text."""
    start = CONTENT.index(words)
    return (Span(start, start + len(words)),)


def responsibility(number: int, mention: str, body: str, **changes: object) -> Responsibility:
    plain = Responsibility(
        iri=f"{TASK}/unit/{number}",
        mention=mention,
        body=body,
        name=mention,
        role="responsible",
        role_text="责任单位",
        role_basis="label",
        position=number,
        collective=False,
        resolution="exact",
        confidence=Decimal(1),
        reasons=(),
        also_named=None,
        evidence=at(mention),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def target(number: int, indicator: str, value: str, unit: str, **changes: object) -> Target:
    plain = Target(
        iri=f"{TASK}/target/{number}",
        indicator=Indicator(indicator_path(indicator), indicator),
        indicator_text=indicator,
        change="level",
        bound="ge",
        value=Decimal(value),
        unit=unit,
        normalized_value=Decimal(value),
        normalized_unit="percent",
        strength="plain",
        text="行政村",
        evidence=at("行政村"),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


LEADERSHIP = Leadership(f"{SECTION}/leader/1", "person/p1", "王安", "市长", "lead", 1, at("王安市长"))
AGRICULTURE = Unit(
    iri="unit/u1",
    label="市农业农村局",
    full="云岚市农业农村局",
    kind="government-department",
    jurisdiction="place/990100",
    part_of="unit/u0",
    alt=("市农办",),
    hidden=("市农业农林局",),
    identifiers=("119901000000000000",),
)
FORESTRY = Unit("unit/u2", "市农林局", None, "government-department", "place/990100", confirmed=False)
TOWNS = UnitGroup("group/g1", "各乡镇人民政府", ("unit/u3", "unit/u4"), True, "group/standing")

NOTICE = Notice(
    iri=ID,
    kind="work-report-division",
    document_number=Fact("云政发〔2024〕7号", at("云政发〔2024〕7号")),
    title=Fact("关于分解2024年重点工作的通知", at("关于分解2024年重点工作的通知")),
    issuers=(Addressee("云岚市人民政府", "unit/u9", at("云岚市人民政府")),),
    issued=Fact("2024-02-18", at("2024")),
    for_years=(2024,),
    jurisdiction="place/990100",
    addressees=(Addressee("各乡镇人民政府", "group/g1", at("各乡镇人民政府")),),
    copied_to=(Addressee("省、市属在岚单位", None, at("市长")),),
    lists=(
        CommitmentList(LIST, "重点工作", "tasks", 1, at("重点工作")),
        CommitmentList(PROJECTS, None, "projects", 2, at("合计")),
    ),
    sections=(
        Section(SECTION, LIST, None, 1, "一、", "一、王安市长牵头", (LEADERSHIP,), at("一、王安市长牵头")),
    ),
    tasks=(
        Task(
            iri=TASK,
            list_iri=LIST,
            section_iri=SECTION,
            number=1,
            number_text="1.",
            text="75%的行政村年收入达到50万元以上",
            leaderships=(LEADERSHIP,),
            responsibilities=(
                responsibility(1, "市农业农村局", "unit/u1", role="lead", role_basis="rule"),
                responsibility(2, "各乡镇人民政府", "group/g1", role="support", collective=True),
                responsibility(
                    3,
                    "市农林局",
                    "unit/u2",
                    resolution="guessed",
                    confidence=Decimal("0.60"),
                    reasons=("near-spelling",),
                    also_named="林业局",
                ),
            ),
            targets=(
                target(1, "达标行政村", "75", "%", each_meeting=1, base="行政村", period="2024"),
                target(
                    2,
                    "年收入",
                    "50",
                    "万元",
                    criterion=True,
                    normalized_value=Decimal(500000),
                    normalized_unit="yuan",
                ),
                target(3, "山区村", "20.50", "%", of_which=0, strength="aspired"),
            ),
            aims=(Aim(f"{TASK}/aim/1", "收入", "与经济增长同步", at("与经济增长同步")),),
            deadline=Deadline("2024-06-30", "6月底前", at("6月底前")),
            theme="agriculture-rural",
            places=(PlaceMention("place/x1", "山区", "山区", at("山区")),),
            evidence=at("75%的行政村年收入达到50万元以上"),
        ),
    ),
    projects=(
        Project(
            iri=PROJECT,
            list_iri=PROJECTS,
            section_iri=None,
            number=1,
            number_text="1",
            name="湖东桥梁工程",
            text=None,
            category=Fact("桥梁", at("桥梁")),
            construction_type=Fact("新建", at("新建")),
            total=Amount(Decimal(300), at("300")),
            planned=None,
            funding=(
                Funding(f"{PROJECT}/funding/1", "fiscal", "财政资金", Amount(Decimal("150.5"), at("200"))),
                Funding(f"{PROJECT}/funding/2", "upward", "向上争取", Amount(Decimal(100), at("100"))),
                Funding(f"{PROJECT}/funding/3", "fiscal", "镇级财政", Amount(Decimal("49.5"), at("200"))),
            ),
            money_unit="万元",
            money_factor=Decimal(10000),
            content=Fact("道路", at("道路")),
            progress_goal=None,
            benefit=None,
            proposed_by=(Fact("部门推荐", at("部门推荐")), Fact("专家推荐", at("专家推荐"))),
            owner=None,
            department=None,
            stage=None,
            leaderships=(),
            responsibilities=(),
            targets=(),
            aims=(),
            deadline=None,
            theme=None,
            places=(),
            evidence=at("湖东桥梁工程"),
            name_evidence=at("湖东桥梁工程"),
        ),
    ),
    stated_totals=(
        StatedTotal(
            f"{PROJECTS}/total/total",
            PROJECTS,
            "total",
            "合计",
            Decimal(300),
            None,
            Decimal(10000),
            at("300"),
        ),
        StatedTotal(f"{PROJECTS}/total/projects", PROJECTS, "projects", "合计", None, 1, None, at("1个项目")),
    ),
    findings=(
        Finding(
            "warning",
            "doubtful-name",
            "“市农林局”可能是“市农业农村局”。",
            "市农林局 may be 市农业农村局.",
            at("市农林局"),
            about=f"{TASK}/unit/3",
            repair="市农业农村局",
        ),
    ),
    text=Text(CONTENT, Source("a.txt", "text/plain; charset=utf-8", "ab" * 32, 400, "utf-8")),
    units={unit.iri: unit for unit in (AGRICULTURE, FORESTRY)},
    groups={TOWNS.iri: TOWNS},
    leaders={"person/p1": Leader("person/p1", "王安")},
    places={
        "place/990100": Place("place/990100", "云岚市", "990100", "city", None),
        "place/x1": Place("place/x1", "山区", None, "unknown", "place/990100"),
    },
)


def empty() -> Notice:
    """Return a notice that says nothing but its text."""
    return Notice(
        iri="notice/x-x-00000000",
        kind="responsibility-notice",
        document_number=None,
        title=None,
        issuers=(),
        issued=None,
        for_years=(),
        jurisdiction=None,
        addressees=(),
        copied_to=(),
        lists=(),
        sections=(),
        tasks=(),
        projects=(),
        stated_totals=(),
        findings=(),
        text=NOTICE.text,
    )
