"""Sentences as notices of many provinces have them, written and read by a person before the reader saw them.

``promises.tsv`` says of each what is promised, who answers and by when; ``~`` before a sentence says
that it is not read right yet. All stand in one notice, each an item.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from kg.emit import as_json
from kg.evaluate.scoring.targets import pair_targets
from kg.pipeline import convert

_TABLE = Path(__file__).parent / "promises.tsv"
_MOVES: Final = {"+": "up_by", "-": "down_by"}
_NONE, _NOT_YET = "–", "~"


def _rows() -> Iterator[tuple[str, str, str, str]]:
    for line in _TABLE.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            text, targets, duties, deadline = line.split("\t")
            yield text, targets, duties, deadline


ROWS: Final = list(_rows())


def _target(words: str) -> dict[str, Any]:
    """Return what ``规上工业增加值 +ge 7 %`` states, in the words of gold."""
    indicator, op, value, unit = words.split(" ")
    moves = _MOVES.get(op[0])
    bound = op[1:] if moves else op
    return {"indicator": indicator, "op": moves or op, "bound": bound, "value": float(value), "unit": unit}


def _stated(cell: str) -> list[str]:
    return [] if cell == _NONE else cell.split("; ")


@pytest.fixture(scope="module")
def tasks() -> list[dict[str, Any]]:
    items = "".join(f"{number}. {row[0].lstrip(_NOT_YET)}\n" for number, row in enumerate(ROWS, 1))
    notice = f"潮湾县2024年重点工作责任分解\n一、重点工作\n{items}"
    read: list[dict[str, Any]] = as_json(convert(notice.encode(), name="notice.txt"))["tasks"]
    assert len(read) == len(ROWS)
    return read


@pytest.mark.parametrize(
    ("number", "row"),
    [
        pytest.param(
            number,
            row,
            id=f"{number + 1}-{row[0][:12]}",
            marks=[pytest.mark.xfail(strict=True)] if row[0].startswith(_NOT_YET) else [],
        )
        for number, row in enumerate(ROWS)
    ],
)
def test_sentences(number: int, row: tuple[str, str, str, str], tasks: list[dict[str, Any]]) -> None:
    _, targets, duties, deadline = row
    task = tasks[number]
    matched, missed, invented = pair_targets([_target(words) for words in _stated(targets)], task["targets"])
    assert ([t["indicator"] for t in missed], [t["text"] for t in invented]) == ([], [])
    assert [found["text"] for _, found, right in matched if not right] == []
    assert [f"{unit['role']} {unit['text']}" for unit in task["units"]] == _stated(duties)
    assert (task["deadline"] or {"text": _NONE})["text"] == deadline
