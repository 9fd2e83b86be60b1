"""Slips of kinds that strangers' lists have shown: each alarms at its words, and nothing else does."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg import pipeline
from kg.proof import ALL
from kg.validate import Report

HERE = Path(__file__).parent / "drafts"
ROWS: list[dict[str, Any]] = yaml.safe_load((HERE / "planted.yml").read_text("utf-8"))
SILENT: list[dict[str, Any]] = yaml.safe_load((HERE / "silent.yml").read_text("utf-8"))
DRAFTS = sorted(HERE.glob("*.txt"))


@cache
def draft(name: str) -> str:
    return (HERE / f"{name}.txt").read_text("utf-8")


def alarms(text: str) -> list[tuple[str, str]]:
    report: Report = pipeline.validate_notice(
        pipeline.convert(text.encode(), name="草稿.txt"), engine="quick", packs=ALL
    )
    return [
        (one.rule.id, one.marks[0].words if one.marks else "")
        for one in report.entries
        if one.rule.id != "layout-doubtful" and (one.severity != "info" or one.rule.id in _INFO)
    ]


_INFO = ("parts-not-sum",)  # of some parts nobody knows whether they are all


@pytest.mark.parametrize("path", DRAFTS, ids=lambda path: path.stem)
def test_draft_is_sound(path: Path) -> None:
    assert alarms(path.read_text("utf-8")) == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['draft']} {row['rule']} {row['at'][:12]}")
def test_planted_slip_alarms_and_nothing_else(row: dict[str, Any]) -> None:
    sound = draft(row["draft"])
    assert sound.count(row["old"]) == 1, f"the words occur {sound.count(row['old'])} times"
    found = alarms(sound.replace(row["old"], row["new"]))
    assert (row["rule"], row["at"]) in found
    assert {rule for rule, _ in found} <= {row["rule"], *row.get("also", ())}
    assert len(found) == 1 + len(row.get("also", ()))


@pytest.mark.parametrize("row", SILENT, ids=lambda row: f"{row['draft']} {row['new'][:16]!r}")
def test_what_is_no_mistake_alarms_nobody(row: dict[str, Any]) -> None:
    sound = draft(row["draft"])
    assert sound.count(row["old"]) == 1, f"the words occur {sound.count(row['old'])} times"
    assert alarms(sound.replace(row["old"], row["new"])) == []


def test_rows_are_distinct() -> None:
    assert len({(row["draft"], row["old"], row["new"]) for row in (*ROWS, *SILENT)}) == len(ROWS) + len(
        SILENT
    )


@pytest.mark.parametrize(
    "text",
    [
        "河南省2024年重点任务清单\n1.共享行业信用信息。（责任单位：省发展改革委牵头，省有关部门，各省辖市人民政府，济\n"
        "\n# Page 1116:\n源示范区、航空港区管委会按职责分工负责）\n"
        "2.提升信用应用体验。（责任单位：省发展改革委牵头，省有关部门按职责分工负责）\n",
        "青溪县人民政府令\n\n第5号\n\n《青溪县绿化管理办法》已经县政府常务会议通过，现予公布。\n\n"
        "县长 陶若川\n2024年3月8日\n",
        "上海市徐汇区人民政府天平路街道办事处关于印发2023年重点工作责任分解的通知\n徐天办〔2023〕8号\n各科室、居民区：\n"
        "现将2023年重点工作责任分解印发给你们。\n徐汇区天平路街道办事处\n2023年3月1日\n2023年重点工作责任分解\n"
        "1.改造口袋公园。责任单位：城建中心\n",
        "青溪县教育局关于下达2024年建设任务的通知\n青教〔2024〕23号\n各中小学校：\n现将建设任务下达给你们。\n"
        "附件：青溪县2024年建设任务表\n青溪县教育局\n2024年3月8日\n青溪县2024年建设任务表\n"
        "1.新建教学楼3栋。责任单位：县教育局\n",
        "青溪县2024年民生任务分解表\n序号 任务 责任单位 完成时限\n1 新建幼儿园3所 县教育局 10月\n"
        "2 改造道路5公里 县交通运输局 9月\n",
        "青溪县2024年任务清单\n\n|责任单位|完成时限|任务|编号|\n|---|---|---|---|\n|县教育局|6月底前|新建学校3所|A-1|\n"
        "|县民政局|9月底前|新建养老院2个|A-2|\n|县水利局|9月底前|加固水库2座|B-1|\n"
        "|县财政局|9月底前|拨付资金3亿元|B-2|\n",
    ],
    ids=[
        "pages of a compilation",
        "order",
        "street office",
        "one annex",
        "rows without stops",
        "lettered numbers",
    ],
)
def test_sound_texts_alarm_nobody(text: str) -> None:
    assert [one for one in alarms(text) if one[0] != "no-tasks"] == []
