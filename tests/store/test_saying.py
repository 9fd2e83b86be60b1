"""What of a text is the number of a page, and says nothing."""

import pytest

from kg.store.versions.saying import _BARE_NUMBER, _PAGE


@pytest.mark.parametrize(
    "line",
    [
        "— 3 —",
        "-3-",
        "  －12－",
        "·4·",
        "第3页",
        "第 3 页",
        "3页",
        "第3页，共12页",
        "第 3 页/共 12 页",
        "\u30003页 ",
    ],
)
def test_numbers_of_pages_are_left_out(line: str) -> None:
    assert _PAGE.sub("", f"甲\n{line}\n乙") == "甲\n\n乙"


@pytest.mark.parametrize("line", ["3", "— 三 —", "-12345-", "见第3页", "第3页末", "- 3 项"])
def test_other_lines_are_not(line: str) -> None:
    assert _PAGE.sub("", line) == line


@pytest.mark.parametrize(("line", "left"), [("3", ""), (" 12\u3000", ""), ("12345", "12345"), ("3项", "3项")])
def test_bare_numbers(line: str, left: str) -> None:
    assert _BARE_NUMBER.sub("", line) == left
