"""Each theme is proven by its own examples, and the scorer keeps its promises."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from kg import resources
from kg.extract.themes import theme_of, themes

ROWS: list[dict[str, Any]] = yaml.safe_load(resources.data("patterns", "themes.yml").read_text("utf-8"))[
    "themes"
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["key"])
def test_examples(row: dict[str, Any]) -> None:
    assert row["examples"]
    assert row["not_examples"]
    for text in row["examples"]:
        assert theme_of(text) == row["key"], text
    for text in row["not_examples"]:
        assert theme_of(text) != row["key"], text


@pytest.mark.parametrize(
    ("text", "units", "theme"),
    [
        pytest.param("强化政府性债务管理", ["县财政局"], "fiscal-finance", id="words"),
        pytest.param(
            "做好有关工作", ["县教育局"], "education", id="the first body decides where words do not"
        ),
        pytest.param("做好有关工作", ["各乡镇人民政府", "县教育局"], None, id="a second body is too little"),
        pytest.param("做好有关工作", [], None, id="nothing known"),
        pytest.param("", ["县财政局"], "fiscal-finance", id="empty text"),
        pytest.param(
            "新增城镇就业1000人以上", ["县教育局"], "employment-social-security", id="words outweigh bodies"
        ),
    ],
)
def test_theme_of(text: str, units: list[str], theme: str | None) -> None:
    assert theme_of(text, units) == theme


def test_a_word_counts_once() -> None:
    assert theme_of("旅游" * 9 + "医院" + "卫生") == "health"


def test_every_word_is_found() -> None:
    pattern = themes()._pattern
    for row in ROWS:
        for words in row["words"].values():
            for word in str(words).split():
                assert pattern.findall(f"，{word}，") == [word]
