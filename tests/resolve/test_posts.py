"""Posts outlast their holders; a project's owner and department are bodies, not only words."""

from __future__ import annotations

import pytest

from kg import emit, pipeline, vocab
from kg.emit.notice_json import as_json
from kg.emit.terms import TYPE, term
from kg.model import Notice
from kg.registry.places import places
from kg.resolve.posts import Posts
from kg.resolve.resolver import Resolver

COUNTY = places().by_path("place/330922")  # 嵊泗县

LEADERS = (
    "{place}人民政府办公室文件\n{number}\n{place}人民政府办公室关于分解{year}年重点工作的通知\n"
    "各乡镇人民政府，县政府各部门：\n一、{first}常务副县长牵头重点工作\n1.修建道路10公里。\n责任单位：县交通运输局\n"
    "二、{second}副县长牵头重点工作\n1.改造学校3所。\n责任单位：县教育局\n"
)
TABLE = (
    "沙棠县人民政府办公室关于下达2022年重点项目计划的通知\n沙政办发〔2022〕20号\n各乡镇人民政府：\n"
    "附件\n2022年重点项目计划表\n单位：万元\n"
    "序号\t项目名称\t建设内容\t总投资\t项目业主\t责任单位\n"
    "1\t东溪路改造工程\t道路2.8公里\t16800\t县城投公司\t县住建局、各乡镇\n"
    "2\t冷链物流园\t冷库3座\t25000\t/\t县商务局、县供销社\n"
    "3\t云山茶厂\t厂房1座\t800\t—\t无\n"
)


def notice(**words: str) -> Notice:
    said = {
        "place": "嵊泗县",
        "number": "嵊政办发〔2031〕1号",
        "year": "2031",
        "first": "王安",
        "second": "李明",
    }
    return pipeline.convert(LEADERS.format(**(said | words)).encode(), name="notice.txt")


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("县长", [("嵊泗县县长", "县政府")]),
        ("代县长", [("嵊泗县县长", "县政府")]),
        ("副县长（挂职）", [("嵊泗县副县长", "县政府")]),
        ("常务副县长", [("嵊泗县常务副县长", "县政府")]),
        ("县委常委、常务副县长", [("嵊泗县委常委", "县委"), ("嵊泗县常务副县长", "县政府")]),
        ("副县长兼公安局长", [("嵊泗县副县长", "县政府"), ("嵊泗县公安局局长", "县公安局")]),
        ("副县长、县公安局局长", [("嵊泗县副县长", "县政府"), ("嵊泗县公安局局长", "县公安局")]),
        ("县政府党组成员", [("嵊泗县政府党组成员", "县政府")]),
        ("县人大常委会副主任", [("嵊泗县人大常委会副主任", "县人大常委会")]),
        ("公安局长", [("嵊泗县公安局局长", "县公安局")]),
        ("政法委书记", [("嵊泗县委政法委书记", "县委政法委")]),
        ("常委", [("嵊泗县常委", None)]),
        ("镇长", [("嵊泗县镇长", None)]),  # of which town is not said
        ("副市长", [("嵊泗县副市长", None)]),
        ("副 县 长", [("嵊泗县副县长", "县政府")]),
        ("", []),
        (None, []),
    ],
)
def test_the_posts_of_a_title(printed: str | None, expected: list[tuple[str, str | None]]) -> None:
    resolver = Resolver(COUNTY, issued="2024-02-18", owner="notice/x")
    found = []
    for post in Posts(resolver).held(printed):
        body = resolver.known(post.body) if post.body else None
        found.append((post.full, body.label if body else None))
    assert found == expected


def test_a_duty_follows_the_post_whoever_holds_it() -> None:
    first, next_year = (
        notice(),
        notice(number="嵊政办发〔2032〕1号", year="2032", first="赵青", second="王安"),
    )
    (deputy,) = (iri for iri, post in first.posts.items() if post.label == "常务副县长")
    assert deputy in next_year.posts
    for one, holder in ((first, "王安"), (next_year, "赵青")):
        held = [led.name for task in one.tasks for led in task.leaderships if deputy in led.posts]
        assert held == [holder]
    elsewhere = notice(place="岱山县", number="岱政办发〔2031〕1号")
    assert deputy not in elsewhere.posts


def test_a_post_stands_in_the_registry_and_its_holder_in_the_notice() -> None:
    read = notice()
    quads = set(emit.quads(read))
    registry, own = f"<{vocab.BASE}graph/registry>", f"<{vocab.BASE}graph/{read.iri.removeprefix('notice/')}>"
    posts = {s for s, p, o, g in quads if p == TYPE and o == term("org:Post") and g == registry}
    assert posts == {f"<{vocab.BASE}{iri}>" for iri in read.posts}
    holdings = {s for s, p, o, g in quads if p == TYPE and o == term("org:Membership") and g == own}
    said = {(p, o) for s, p, o, _ in quads if s in holdings}
    assert len(holdings) == 2
    assert {o for p, o in said if p == term("kg:heldPost")} == posts
    assert {o for p, o in said if p == term("org:member")} == {f"<{vocab.BASE}{i}>" for i in read.leaders}
    assert {p for p, _ in said} >= {term("org:organization"), term("kg:inNotice"), term("kg:evidence")}
    told = as_json(read)["tasks"][0]["leaders"]
    assert [leader["postIris"] for leader in told] == [[vocab.BASE + read.tasks[0].leaderships[0].posts[0]]]


def test_who_builds_and_who_supervises_are_bodies() -> None:
    read = pipeline.convert(TABLE.encode(), name="notice.txt")
    told = as_json(read)["projects"]
    assert [project["owner"] for project in told] == ["县城投公司", None, None]
    assert [project["department"] for project in told] == ["县住建局、各乡镇", "县商务局、县供销社", None]
    assert [project["ownerUnit"] and project["ownerUnit"]["name"] for project in told] == [
        "县城投公司",
        None,
        None,
    ]
    assert [[body["name"] for body in project["departmentUnits"]] for project in told] == [
        ["县住建局", "各乡镇"],
        ["县商务局", "县供销社"],
        [],
    ]
    assert [body["collective"] for body in told[0]["departmentUnits"]] == [False, True]
    quads = {(s, p, o) for s, p, o, _ in emit.quads(read)}
    for project, found in zip(read.projects, told, strict=True):
        s = f"<{vocab.BASE}{project.iri}>"
        assert {o for t, p, o in quads if t == s and p == term("kg:departmentUnit")} == {
            f"<{body['iri']}>" for body in found["departmentUnits"]
        }
        described = {t for t, p, _ in quads if p == TYPE}
        assert {f"<{body['iri']}>" for body in found["departmentUnits"]} <= described
