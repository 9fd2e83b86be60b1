"""A draft against last year's notice, and one of the level above."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg import pipeline
from kg.cli import cli
from kg.compare.reading import of_file
from kg.validate import Report
from kg.validate.report import Entry
from kg.vocab import BASE

HEAD = (
    "{place}人民政府办公室关于印发{year}年重点工作责任分解的通知\n\n"
    "{place}人民政府办公室\n{year}年2月23日\n\n"
)
LAST = HEAD.format(place="嵊泗县", year=2023) + (
    "2023年重点工作责任分解\n一、杨松县长牵头重点工作\n1.新增规模以上工业企业15家。责任单位：县经信局。\n"
    "2.举办海洋经济论坛1场。责任单位：县发改局。\n二、周国宏副县长牵头重点工作\n"
    "1.改造老旧小区9个，办结投诉不超过30天。责任单位：县住建局。\n2.新建公园2座。责任单位：县住建局。\n"
)
DRAFT = HEAD.format(place="嵊泗县", year=2024) + (
    "2024年重点工作责任分解\n一、杨松书记牵头重点工作\n1.新增规模以上工业企业12家。责任单位：县经信局。\n"
    "二、贺孝磊副县长牵头重点工作\n"
    "1.改造老旧小区10个，办结投诉不超过20天。责任单位：县住建局。\n2.新建公园2座。责任单位：县住建局。\n"
)


def against(*others: str) -> Report:
    sides = [of_file(pipeline.convert(other.encode(), name="a.txt"), BASE) for other in others]
    notice = pipeline.convert(DRAFT.encode(), name="草稿.txt")
    return pipeline.with_others(pipeline.validate_notice(notice), notice, sides)


def of_rule(report: Report, name: str) -> list[Entry]:
    return [entry for entry in report.entries if entry.rule.id == name]


@pytest.fixture(scope="module")
def report() -> Report:
    return against(LAST)


def test_what_is_dropped(report: Report) -> None:
    [entry] = of_rule(report, "against-dropped")
    assert entry.severity == "info"
    assert "举办海洋经济论坛1场" in entry.message
    assert entry.marks == (), "it has no place in the draft"


def test_what_is_lower_and_not_what_is_stricter(report: Report) -> None:
    [entry] = of_rule(report, "against-lower")
    assert entry.severity == "warning"
    assert "12家" in entry.message
    assert "15家" in entry.message
    assert "12家" in entry.marks[0].words
    assert report.text is not None
    assert report.text[entry.marks[0].span.start : entry.marks[0].span.end] == entry.marks[0].words


def test_leaders_who_came_went_or_have_another_post(report: Report) -> None:
    said = {
        entry.message: [mark.words for mark in entry.marks] for entry in of_rule(report, "against-leader")
    }
    [went] = [message for message in said if "草稿里没有" in message]
    assert "周国宏（副县长）" in went
    [came] = [message for message in said if "贺孝磊（副县长）牵头" in message]
    assert "贺孝磊" in said[came][0]
    [moved] = [message for message in said if "杨松的职务为“书记”" in message]
    assert "中为“县长”" in moved
    assert len(said) == 3


def test_the_level_above_says_values_alone() -> None:
    above = LAST.replace("嵊泗县", "舟山市").replace("县", "市")
    report = against(above)
    assert of_rule(report, "against-dropped") == []
    assert of_rule(report, "against-leader") == []
    assert len(of_rule(report, "against-lower")) == 1


def test_by_the_command(tmp_path: Path) -> None:
    draft, last = tmp_path / "草稿.txt", tmp_path / "上年.txt"
    draft.write_text(DRAFT, "utf-8")
    last.write_text(LAST, "utf-8")
    command = ["--lang", "zh", "validate", str(draft), "--against", str(last)]
    done = CliRunner().invoke(cli, [*command, "--format", "json"])
    told = [entry["ruleId"] for entry in json.loads(done.stdout)["entries"]]
    assert {"against-dropped", "against-lower", "against-leader"} <= set(told)
    twice = CliRunner().invoke(cli, [*command, str(last)])
    assert twice.exit_code == 2
    assert "一次只对照一份草稿" in twice.stderr
