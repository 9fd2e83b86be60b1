"""A head whose parts a page runs together in one line."""

from __future__ import annotations

from itertools import pairwise

import pytest

from kg.parse.lines import clean
from kg.parse.run_on_head import head_ends, opens_head

NUMBER, TITLE = "青政办发〔2024〕6号", "青禾县人民政府办公室关于印发《2024年重点工作》的通知"
TO, LETTER = "各乡镇人民政府，县直各部门：", "《2024年重点工作》已经县政府同意，现印发给你们。"


def parts(text: str, *, goes_on: bool = False) -> list[str]:
    line = clean(text, 0, len(text))
    bounds = [0, *head_ends(line, goes_on=goes_on), len(line)]
    return [line.part(a, b).text for a, b in pairwise(bounds) if a < b]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{TITLE} {NUMBER} {TO} {LETTER}", [TITLE, NUMBER, TO, LETTER]),
        (f"{TITLE}{NUMBER}{TO}{LETTER}", [TITLE, NUMBER, TO, LETTER]),
        (f"{TITLE}（{NUMBER}） {TO}{LETTER}", [TITLE, f"（{NUMBER}）", TO, LETTER]),
        (f"{NUMBER} {TITLE} {TO} {LETTER}", [NUMBER, TITLE, TO, LETTER]),
        (f"{NUMBER}　{TO}{LETTER}", [NUMBER, TO, LETTER]),
        (f"{TITLE}　{TO}{LETTER}", [TITLE, TO, LETTER]),
        (f"{TITLE}　{TO}", [TITLE, TO]),
        (
            f"{NUMBER} 青禾县人民政府办公室 关于印发方案的通知 {TO} {LETTER}",
            [NUMBER, "青禾县人民政府办公室关于印发方案的通知", TO, LETTER],
        ),
        (
            f"青禾县人民政府办公室文件 {NUMBER} 关于印发方案的通知 {TO}",
            ["青禾县人民政府办公室文件", NUMBER, "关于印发方案的通知", TO],
        ),
    ],
)
def test_a_head_in_one_line(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        TITLE,
        f"{TITLE}（{NUMBER}）",
        f"{TO}{LETTER}",
        f"根据{NUMBER}的要求，{LETTER}",
        f"县政府办|通知|关于印发方案的通知（{NUMBER}）",
        f"各乡镇要做到：{LETTER}",
        f"贯彻《意见》（{NUMBER}）。{LETTER}",
    ],
)
def test_other_lines_stay_whole(text: str) -> None:
    assert len(parts(text)) == 1


def test_addressees_go_on_from_a_title() -> None:
    assert parts(f"{TO}{LETTER}", goes_on=True) == [TO, LETTER]
    assert parts(f"各乡镇要做到：{LETTER}", goes_on=True) == [f"各乡镇要做到：{LETTER}"]
    assert parts(f"各科室，各村： {LETTER}", goes_on=True) == ["各科室，各村：", LETTER]
    for text, expected in (
        (f"文号 | {NUMBER} |", True),
        (TITLE, True),
        (f"{TITLE} |", True),
        (NUMBER, True),
        (LETTER, False),
    ):
        assert opens_head(clean(text, 0, len(text))) is expected
