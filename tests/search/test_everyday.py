"""Everyday words stand for an office's: each row is proven by its examples."""

from __future__ import annotations

import pytest

from kg import resources
from kg.names import normal
from kg.registry.rows import read_rows
from kg.search.everyday import COLUMNS, LEFT_OUT, alternatives

ROWS = read_rows(resources.data("registry", "everyday-words.csv"), COLUMNS, COLUMNS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["word"])
def test_examples(row: dict[str, str]) -> None:
    words = [row["word"]] if row["meant"] == LEFT_OUT else row["meant"].split("|")

    def said(text: str) -> bool:
        return any(normal(word).lower() in normal(text).lower() for word in words)

    assert [text for text in row["examples"].split("|") if not said(text)] == []
    assert [text for text in row["not_examples"].split("|") if said(text)] == []


def test_no_word_stands_twice() -> None:
    assert len({row["word"] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("老人吃饭", [["老人", "老年"], ["吃饭", "食堂"]]),
        ("普通话推广", [["普通话", "国家通用语言文字"]]),
        ("修校舍", [["修", "改造"], ["校舍"]]),
        ("sewage", [["sewage", "污水"]]),
        ("Old Neighbourhoods", [["old neighbourhoods", "老旧小区"]]),
        ("PM2.5", [["pm2.5", "细颗粒物"]]),
        ("社零", [["社零", "社会消费品零售总额"]]),
        ("busy", []),
        ("校舍", []),
    ],
)
def test_words_with_what_may_stand_for_them(query: str, meant: list[list[str]]) -> None:
    found = alternatives(query)
    assert len(found) == len(meant)
    for forms, some in zip(found, meant, strict=True):
        assert set(some) <= {form.lower() for form in forms}
