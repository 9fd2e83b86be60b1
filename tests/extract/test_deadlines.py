"""Deadlines: the last day that the words mean."""

import pytest

from kg.extract.deadlines import deadline_of_label, find_deadline
from kg.parse.lines import clean


@pytest.mark.parametrize(
    ("text", "words", "date"),
    [
        ("2022年10月底前编制并公布清单。", "2022年10月底前", "2022-10-31"),
        ("6月30日前完成。", "6月30日前", "2024-06-30"),
        ("2024年底前建成。", "2024年底前", "2024-12-31"),
        ("年内开工。", "年内", "2024-12-31"),
        ("到2025年，零售总额达到3万亿元。", "到2025年", "2025-12-31"),
        ("每月25日前报送进展。", "每月25日前", None),
        ("第三季度完成主体工程。", "第三季度完成", "2024-09-30"),
        ("2月30日前完成。", "2月30日前", None),
    ],
)
def test_in_the_words_of_a_task(text: str, words: str, date: str | None) -> None:
    found = find_deadline(clean(text, 0, len(text)), 2024)
    assert found
    assert (found.text, found.date) == (words, date)


@pytest.mark.parametrize("text", ["深化改革。", "2024年政府工作报告", "巩固前期成果", "截至2023年底前已完成"])
def test_none(text: str) -> None:
    assert find_deadline(clean(text, 0, len(text)), 2024) is None


@pytest.mark.parametrize(
    ("cell", "date"),
    [
        ("12月底前", "2016-12-31"),
        ("9月投入使用", "2016-09-30"),
        ("5月底前动工", "2016-05-31"),
        ("2017年", "2017-12-31"),
        ("长期坚持", None),
    ],
)
def test_in_a_cell(cell: str, date: str | None) -> None:
    found = deadline_of_label(clean(cell, 0, len(cell)), 2016)
    assert found
    assert (found.text, found.date) == (cell, date)
