"""Nothing is lost in silence: what is planted into a sound notice is read, or reported as unread."""

from pathlib import Path

import pytest

from kg import pipeline
from kg.emit import as_json

GOLD = Path(__file__).parent / "gold"
NOTICES = ("own7/P03-inline-brackets-sentences.txt", "own8/Q01-leader-chapters-rule-two-lists.txt")
STRANGERS = {
    "bodies": "县档案馆、县气象局、县红十字会、县供销社",
    "leader": "牵头领导：副县长秦怀远",
    "target": "全年新增城镇公共停车泊位3270个。",
    "labelled": "承接方：县档案馆、县气象局",
    "chapter": "秦怀远副县长牵头重点工作",
}


def planted(text: str, stranger: str, where: str) -> str:
    """Return the text with a line put into its letter, below its title, into its items or at its end."""
    lines = text.split("\n")
    filled = [i for i, line in enumerate(lines) if line.strip()]
    at = {
        "title": filled[1],
        "letter": next((i for i in filled if lines[i].rstrip().endswith("：")), filled[2]) + 1,
        "items": filled[len(filled) // 2],
        "footer": filled[-1] + 1,
    }[where]
    return "\n".join([*lines[:at], stranger, *lines[at:]])


@pytest.mark.parametrize("where", ["title", "letter", "items", "footer"])
@pytest.mark.parametrize("kind", STRANGERS)
@pytest.mark.parametrize("name", NOTICES)
def test_a_stranger_is_read_or_reported(name: str, kind: str, where: str) -> None:
    stranger = STRANGERS[kind]
    text = planted((GOLD / name).read_text("utf-8"), stranger, where)
    notice = pipeline.convert(text.encode(), name=Path(name).name)
    start = text.index(stranger)
    told = as_json(notice)
    spans = [(part["start"], part["end"]) for part in told["reading"]["unread"]]
    spans += [(p["start"], p["end"]) for task in told["tasks"] for p in _evidence(task)]
    spans += [(s.start, s.end) for section in notice.sections for s in section.evidence]
    reported = any(begin < start + len(stranger) and start < end for begin, end in spans)
    named = {leader["name"] for task in told["tasks"] for leader in task["leaders"]}
    assert reported or "秦怀远" in named, told["reading"]


def _evidence(value: object) -> list[dict[str, int]]:
    """Return every passage of a task, its units, leaders and targets."""
    if isinstance(value, dict):
        own = value.get("evidence") or []
        return [*own, *(one for key, v in value.items() if key != "evidence" for one in _evidence(v))]
    return [one for v in value for one in _evidence(v)] if isinstance(value, list) else []


def test_an_unknown_column_is_read_by_its_cells_or_reported() -> None:
    rows = [f"{i}\t新建公园{i}座\t县住建局\t甲乙丙丁{i}号" for i in range(1, 5)]
    text = "潮湾县2024年重点工作责任分解\n序号\t工作内容\t责任单位\t去向\n" + "\n".join(rows)
    told = as_json(pipeline.convert(text.encode(), name="a.txt"))
    assert [part["reason"] for part in told["reading"]["unread"]] == ["column"] * 4
    (found,) = [f for f in told["findings"] if f["code"] == "unread-column"]
    assert len(found["evidence"]) == 4, "one column is one finding, at all its cells"
