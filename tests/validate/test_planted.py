"""Every planted fault is found, at the right words, and nothing else is."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import pytest

from kg import pipeline
from kg.validate import Report
from tests.validate import faults


@pytest.fixture(scope="module")
def extra() -> dict[str, list[faults.Found]]:
    """What each row adds; two processes, for a validation takes a second of pure Python."""
    rows = faults.rows()
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        return dict(zip([row["id"] for row in rows], pool.map(faults.beyond, rows, chunksize=4), strict=True))


@pytest.fixture(scope="module")
def real() -> Report:
    return pipeline.validate(faults.NOTICE)


@pytest.mark.parametrize("row", faults.rows(), ids=lambda row: row["id"])
def test_planted_fault_is_found_and_nothing_else(
    row: dict[str, Any], extra: dict[str, list[faults.Found]]
) -> None:
    found = extra[row["id"]]
    expected = [
        entry
        for entry in found
        if (entry.rule, entry.severity, entry.words) == (row["rule"], row["severity"], row["at"])
        and entry.line == row.get("line")
        and row["message"] in entry.message
    ]
    assert expected, found
    assert list(expected[0].follows) == sorted(row.get("follows", []))
    rest = [f"{entry.rule}: {entry.words}" for entry in found if entry is not expected[0]]
    assert sorted(rest) == sorted(row.get("also", []))
    # Both languages are complete: no placeholder is left, and neither stands in for the other.
    for entry in found:
        assert "{" not in entry.message + entry.message_en
        assert entry.message != entry.message_en


def test_table_is_large_enough_and_its_rows_are_distinct() -> None:
    rows = faults.rows()
    assert sum("old" in row for row in rows) >= 40
    assert sum("subject" in row for row in rows) >= 30
    assert len({row["id"] for row in rows}) == len(rows)


def test_real_notice_has_no_violation(real: Report) -> None:
    assert real.conforms
    assert not real.broken
    assert real.counts()["violation"] == 0


@pytest.mark.parametrize(
    ("rule", "words", "line"),
    [
        pytest.param("missing-character", "民生实项目", 11, id="heading lacks 事"),
        pytest.param("look-alike", "嵎山镇人民政府", 121, id="look-alike"),
        pytest.param("doubtful-name", "县农林农业局", 269, id="doubtful name"),
        pytest.param("name-variant", "县人社保局", 33, id="variant"),
    ],
)
def test_known_damage_of_the_real_notice_is_quoted(real: Report, rule: str, words: str, line: int) -> None:
    entries = [entry for entry in real.entries if entry.rule.id == rule]
    marks = [(mark.words, mark.line) for entry in entries for mark in entry.marks]
    assert (words, line) in marks
    assert all(entry.severity in ("warning", "info") and entry.sentence for entry in entries)


def test_marks_hold_the_words_of_the_text(real: Report) -> None:
    assert real.text is not None
    for entry in real.entries:
        for mark in entry.marks:
            assert real.text[mark.span.start : mark.span.end] == mark.words
            assert real.text.split("\n")[mark.line - 1][mark.column - 1 :].startswith(
                mark.words.split("\n")[0]
            )
