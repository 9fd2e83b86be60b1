"""The document's own number: damaged, broken over lines, and never one that is cited."""

from __future__ import annotations

import pytest

from kg.parse.header import split_frame
from kg.parse.parse import page_of
from kg.read import read

LIST = "一、重点工作\n1.新建公园3座。（县住建局负责）\n"


def number(page: str) -> str | None:
    lines = page_of(read((page + LIST).encode(), name="a.txt")).lines
    first = next(i for i, raw in enumerate(lines) if raw.line.text.startswith("一、"))
    found = split_frame(lines, first)[0].number
    return found.text if found else None


@pytest.mark.parametrize("opening", "〔[［【（(﹝<「")
def test_brackets_of_any_kind(opening: str) -> None:
    closing = {
        "〔": "〕", "[": "]", "［": "］", "【": "】", "（": "）", "(": ")", "﹝": "﹞", "<": ">", "「": "」"
    }[opening]  # fmt: skip
    printed = f"临政办发{opening}2024{closing}5号"
    assert number(f"{printed}\n") == printed
    assert number(f"临溪县人民政府关于印发方案的通知\n（{printed}）\n") == printed
    assert number(f"文号：{printed} 主题：综合\n") == printed


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("临政办发〔202532 号\n", "临政办发〔202532号"),
        ("临政办发2025〕32号\n", "临政办发2025〕32号"),
        ("临政办发〔2025〕32\n", "临政办发〔2025〕32"),
        ("临政办发[2025 32号\n", "临政办发[2025 32号"),
        ("（临政函2025〕3号）\n", "临政函2025〕3号"),
        ("发文字号：临政办发〔2025〕32\n发布机构：县府办\n", "临政办发〔2025〕32"),
        ("临政办发〔2025〕\n32号\n", "临政办发〔2025〕32号"),
        ("临政办发\n〔2025〕32号\n", "临政办发〔2025〕32号"),
        ("临 政 办 发 〔 2025 〕 32 号\n", "临政办发〔2025〕32号"),
    ],
)
def test_damaged_numbers_that_stand_alone(page: str, expected: str) -> None:
    assert number(page) == expected


@pytest.mark.parametrize(
    "page",
    [
        "临政办发2025\n",
        "咨询电话0580 5081号\n",
        "落实国发〔202332号，请照办\n",
        "为改善空气,依据浙大气办〔2018〕7号的要求\n",
        "参照浙政办发〔2018〕7号执行\n",
        "2025年32号\n",
    ],
)
def test_what_is_no_number_of_its_own(page: str) -> None:
    assert number(page) is None
