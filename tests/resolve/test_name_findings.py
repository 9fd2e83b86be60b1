"""From a notice's lists to what is said of its bodies: findings, canonical names, the graph."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg import pipeline, vocab
from kg.emit import as_json
from kg.model import Finding, Notice
from kg.registry.units import registry
from kg.resolve.judgements import Judgements, load

AGRICULTURE = next(r.unit for r in registry().records("330922") if r.unit.label == "县农业农村局")


def notice(
    *lists: str, county: str = "嵊泗县", issued: str = "2024年2月20日", judged: Judgements | None = None
) -> Notice:
    """Return a short notice whose items have these lists of bodies."""
    items = "\n".join(f"{i}.完成第{i}项重点工作。\n责任单位：{bodies}\n" for i, bodies in enumerate(lists, 1))
    text = (
        f"{county}人民政府办公室关于印发重点工作责任分解的通知\n某政办发〔{issued[:4]}〕99号\n\n"
        f"各有关单位：\n现印发给你们，请认真贯彻落实。\n{county}人民政府办公室\n{issued}\n\n重点工作责任分解\n\n{items}"
    )
    return pipeline.convert(text.encode(), name="a.txt", judged=judged)


def findings(made: Notice, code: str) -> list[Finding]:
    return [finding for finding in made.findings if finding.code == code]


def names(made: Notice) -> list[list[str]]:
    return [[r.name for r in task.responsibilities] for task in made.tasks]


def test_names_and_levels_of_lists() -> None:
    made = notice(
        "市发展改革委、财政局",
        "县发改局、财政局、①县审计局",
        "省通信管理局、省大数据中心、省林草局、区商务委",
        "“甲”专班、县财政局（县国资办、县金融办）",
    )
    assert names(made) == [
        ["市发改委", "市财政局"],
        ["县发改局", "县财政局", "县审计局"],
        ["省通信管理局", "省大数据中心", "省林草局", "区商务委"],
        ["“甲”专班", "县财政局"],
    ]
    assert {
        made.places[made.units[r.body].jurisdiction or ""].name for r in made.tasks[0].responsibilities
    } == {"舟山市"}


@pytest.mark.parametrize(
    ("bodies", "code", "words", "zh", "en"),
    [
        (
            "县应急管理局、岱山县应急管理局",
            "foreign-unit",
            "岱山县应急管理局",
            "是岱山县的单位，本通知属嵊泗县；是不是“县应急管理局”？",
            "is a body of 岱山县, the notice is of 嵊泗县; did you mean “县应急管理局”?",
        ),
        (
            "黄尤乡人民政府",
            "unknown-township",
            "黄尤乡人民政府",
            "嵊泗县的乡镇（街道）中没有“黄尤乡人民政府”；是不是“黄龙乡”？",
            "did you mean “黄龙乡”?",
        ),
        ("衢山镇人民政府", "unknown-township", "衢山镇人民政府", "它属于岱山县", "it lies in 岱山县"),
        (
            "县卫计局",
            "former-name",
            "县卫计局",
            "已不存在（2018年《深化党和国家机构改革方案》），是不是“县卫生健康局”？",
            "did you mean “县卫生健康局”?",
        ),
        ("县农林农业局", "doubtful-name", "县农林农业局", "是否为“县农业农村局”", "is “县农业农村局” meant?"),
        ("县卫生建康局", "doubtful-name", "县卫生建康局", "是否为“县卫生健康局”", "is “县卫生健康局” meant?"),
    ],
)
def test_doubtful_names_are_told_at_their_words(bodies: str, code: str, words: str, zh: str, en: str) -> None:
    made = notice(bodies)
    found = findings(made, code)
    assert len(found) == 1, made.findings
    finding = found[0]
    assert finding.severity == "warning"
    assert zh in finding.message
    assert en in finding.message_en
    assert [made.text.content[s.start : s.end] for s in finding.evidence] == [words]
    doubted = next(r for task in made.tasks for r in task.responsibilities if r.mention == words)
    assert finding.about == doubted.body
    assert doubted.resolution != "exact"
    assert doubted.confidence < 1


def test_what_most_places_did_is_information() -> None:
    found = findings(notice("县金融局", county="桐庐县", issued="2025年3月1日"), "former-name")
    assert [f.severity for f in found] == ["info"]
    assert "多数地方" in found[0].message


def test_names_that_are_in_order_say_nothing() -> None:
    made = notice(
        "县发改局、市财政局、省财政厅、菜园镇人民政府、市生态环境局嵊泗分局、国家税务总局嵊泗县税务局"
    )
    quiet = {"foreign-unit", "unknown-township", "former-name", "doubtful-name", "unknown-unit"}
    assert [f.code for f in made.findings if f.code in quiet] == []


def test_a_level_that_nothing_tells_is_asked_for() -> None:
    found = findings(notice("自然资源局", county="广东省"), "doubtful-name")
    assert [f.message for f in found] == ["“自然资源局”没有写明是哪一级、哪个地方的单位，请补上。"]


def test_a_city_s_own_counties_are_not_foreign() -> None:
    made = notice("嵊泗县财政局、岱山县应急管理局、定海区人民政府、宁波市财政局", county="舟山市")
    assert names(made) == [["嵊泗县财政局", "岱山县应急管理局", "定海区人民政府", "宁波市财政局"]]
    assert [f.message.split("”")[0] for f in findings(made, "foreign-unit")] == ["“宁波市财政局"]


def test_one_body_in_a_county_s_notice_and_in_the_city_s() -> None:
    county = notice("县应急管理局", county="岱山县").tasks[0].responsibilities[0].body
    city = notice("岱山县应急管理局", county="舟山市").tasks[0].responsibilities[0].body
    assert county == city


def test_a_former_body_is_followed_by_what_the_reform_made_of_it() -> None:
    made = notice("县卫计局", issued="2017年3月1日")
    body = made.tasks[0].responsibilities[0].body
    assert findings(made, "former-name") == []
    said = {(s, p): o for s, p, o, _ in pipeline.emit(made)}
    base, org = vocab.BASE, vocab.PREFIXES["org"]
    health = next(r.unit.iri for r in registry().records("330922") if r.unit.label == "县卫生健康局")
    assert said[f"<{base}{body}>", f"<{vocab.PREFIXES['dcterms']}isReplacedBy>"] == f"<{base}{health}>"
    assert said[f"<{base}{body}/reform>", f"<{org}originalOrganization>"] == f"<{base}{body}>"
    assert said[f"<{base}{body}/reform>", f"<{org}resultingOrganization>"] == f"<{base}{health}>"


def test_every_body_says_what_it_is_for() -> None:
    made = notice("县教体局、省发改委、市生态环境局桐庐分局、桐君街道办事处", county="桐庐县")
    told = {unit.label: unit.departments for unit in made.units.values()}
    assert told["县教体局"] == ("education", "sport")
    assert told["省发改委"] == ("development-reform",)
    assert told["市生态环境局桐庐分局"] == ("ecology",)
    assert told["桐君街道办事处"] == ("government",)


def test_a_judgement_is_named_in_the_graph_that_it_changed(tmp_path: Path) -> None:
    line = {"division": "330922", "mention": "县农林农业局", "unit": AGRICULTURE.iri, "judgement": "same"}
    line |= {"who": "甲", "when": "2026-11-23", "evidence": "与县里核实"}
    (tmp_path / "a.jsonl").write_text(json.dumps(line, ensure_ascii=False), encoding="utf-8")
    made = notice("县农林农业局、县财政局", judged=load(tmp_path))
    judged, plain = made.tasks[0].responsibilities
    assert (judged.name, judged.resolution) == ("县农业农村局", "alias")
    assert findings(made, "doubtful-name") == []
    base, prov = vocab.BASE, vocab.PREFIXES["prov"]
    quads = pipeline.emit(made)
    own = f"<{base}graph/{made.iri.removeprefix('notice/')}>"
    links = [(s, o, g) for s, p, o, g in quads if p == f"<{prov}wasInfluencedBy>"]
    assert [(s, g) for s, _, g in links] == [(f"<{base}{judged.iri}>", own)]
    said = {(p, o) for s, p, o, g in quads if s == links[0][1] and g == f"<{base}graph/registry>"}
    assert (f"<{vocab.PREFIXES['dcterms']}creator>", '"甲"') in said
    assert (f"<{vocab.PREFIXES['dcterms']}description>", '"与县里核实"@zh') in said
    assert plain.judgement is None
    assert "responsibility" not in {entry.rule.id for entry in pipeline.validate_notice(made).entries}
    assert as_json(made)["tasks"][0]["units"][0]["name"] == "县农业农村局"


def test_the_report_judges_each_name_once() -> None:
    made = notice("县农林农业局、黄尤乡人民政府、岱山县财政局、县卫计局")
    entries = pipeline.validate_notice(made).entries
    rules = {"doubtful-name", "unknown-township", "foreign-unit", "former-name", "unknown-unit"}
    judged = [(e.rule.id, e.marks[0].words) for e in entries if e.rule.id in rules]
    assert judged == [
        ("doubtful-name", "县农林农业局"),
        ("unknown-township", "黄尤乡人民政府"),
        ("foreign-unit", "岱山县财政局"),
        ("doubtful-name", "县卫计局"),
    ]


@pytest.mark.parametrize(
    ("bodies", "told"),
    [
        ("县发改局、县发改委", True),
        ("县自然资源局、县自然资源和规划局", True),
        ("县发改局、县发展和改革局", False),  # one body: its two forms are told otherwise
        ("县卫健局、县医保局", False),
        ("县住建局、县房管局", False),
        ("县教育局、市教育局", False),
    ],
)
def test_names_that_may_be_one_body_are_asked_about(bodies: str, told: bool) -> None:
    made = notice(bodies, county="桐庐县")
    assert bool([f for f in findings(made, "name-variant") if "可能是同一单位" in f.message]) is told
