"""The words that the formats share, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from kg.compare.comparing import RELATIONS, Comparison
from kg.compare.values import Side

WORDS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "title": "通知对照",
        "title.versions": "版本对照",
        "tasks": "任务",
        "projects": "项目",
        "targets": "指标",
        "units": "单位",
        "leaders": "领导",
        "relation": "关系",
        "same": "延续",
        "changed": "有改动",
        "new": "新增",
        "dropped": "取消",
        "split": "拆分",
        "merged": "合并",
        "changes": "其他变化",
        "score": "相似度",
        "indicator": "指标",
        "difference": "差额",
        "points": "个百分点",
        "unit": "计量单位",
        "above": "上级通知",
        "items": "事项数",
        "counted": "（事项数）",
        "came": "新出现",
        "went": "不再出现",
        "none": "没有",
        "nothing": "两边内容一致。",
        "alike": "两边相同的 {number} 条",
        "only": "只见于 {name} 的 {number} 条",
        "number": "序号",
        "no-number": "无序号",
        "method": "匹配方法：{method}。相似度由措辞、单位、指标和章节算出（0–1），供核对时参考。",
        "open": "查看",
        "text": "措辞",
        "field.units": "责任单位",
        "field.leaders": "领导",
        "field.deadline": "时限",
        "field.section": "章节",
        "field.progressGoal": "进度目标",
        "field.benefit": "效益",
        "field.owner": "业主单位",
        "field.department": "主管部门",
        "field.stage": "阶段",
        "field.totalInvestment": "总投资（元）",
        "field.fiscalFunds": "财政资金（元）",
        "field.higherLevelFunds": "上级资金（元）",
        "field.plannedInvestment": "计划投资（元）",
        "field.text": "措辞",
    },
    "en": {
        "title": "Notices compared",
        "title.versions": "Versions compared",
        "tasks": "Tasks",
        "projects": "Projects",
        "targets": "Targets",
        "units": "Units",
        "leaders": "Leaders",
        "relation": "Relation",
        "same": "carried on",
        "changed": "changed",
        "new": "new",
        "dropped": "dropped",
        "split": "split",
        "merged": "merged",
        "changes": "Other changes",
        "score": "Likeness",
        "indicator": "Indicator",
        "difference": "Difference",
        "points": "percentage points",
        "unit": "Unit of measure",
        "above": "Notice of the level above",
        "items": "Items",
        "counted": " (items)",
        "came": "new here",
        "went": "gone",
        "none": "none",
        "nothing": "Both sides say the same.",
        "alike": "{number} alike on both sides",
        "only": "{number} in {name} alone",
        "number": "No.",
        "no-number": "no number",
        "method": "Matched by {method}. The likeness (0–1) is computed from words, bodies, indicators and "
        "headings, and serves to check a match by hand.",
        "open": "open",
        "text": "Words",
        "field.units": "Units",
        "field.leaders": "Leaders",
        "field.deadline": "Deadline",
        "field.section": "Section",
        "field.progressGoal": "Progress goal",
        "field.benefit": "Benefit",
        "field.owner": "Owner",
        "field.department": "Department",
        "field.stage": "Stage",
        "field.totalInvestment": "Total investment (yuan)",
        "field.fiscalFunds": "Fiscal funds (yuan)",
        "field.higherLevelFunds": "Funds from above (yuan)",
        "field.plannedInvestment": "Planned investment (yuan)",
        "field.text": "Words",
    },
}


def summary(comparison: Comparison, lang: str) -> str:
    """Return one sentence: how many tasks, and projects, have each relation."""
    say = WORDS[lang]
    parts = []
    for kind, key in (("task", "tasks"), ("project", "projects")):
        counts = [
            f"{say[name]} {comparison.count(kind, name)}"
            for name in RELATIONS
            if comparison.count(kind, name)
        ]
        if counts:
            parts.append(
                f"{say[key]}：{'、'.join(counts)}" if lang == "zh" else f"{say[key]}: {', '.join(counts)}"
            )
    if lang == "en":
        return "; ".join(parts) + "." if parts else say["nothing"]
    return "；".join(parts) + "。" if parts else say["nothing"]


def heading(side: Side) -> str:
    """Return what stands above a side: number, place and year."""
    years = "、".join(str(year) for year in side.years)
    return " ".join(part for part in (side.name, side.place_name or "", years) if part)
