"""``by_notice``: what a file may say of it, and how the order and the limit of the whole are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import DataError
from kg.query.by_notice import by_notice
from kg.query.definition import read_query

NAMES = {"x": {"en": "x", "zh": "x"}, "n": {"en": "n", "zh": "n", "format": "number"}}


def test_order_and_limit_are_those_of_the_query() -> None:
    read = by_notice("SELECT ?x ?n { ?x ?p ?n }\nORDER BY DESC(?n) ASC( ?x ) ?p\nLIMIT 15\n")
    assert read is not None
    assert read.order == (("n", True), ("x", False), ("p", False))
    assert read.limit == 15
    assert "LIMIT" not in read.text
    assert by_notice(read.text) is not None


@pytest.mark.parametrize(
    "tail", ["", "ORDER BY STRLEN(?x)", "ORDER BY ?x OFFSET 3", "ORDER BY ?x LIMIT 3 OFFSET 3"]
)
def test_other_orders_cannot_be_put_together(tail: str) -> None:
    assert by_notice(f"SELECT ?x {{ ?x ?p ?n }} {tail}") is None


@pytest.mark.parametrize(
    ("said", "tail", "word"),
    [
        pytest.param("{sums: [n]}", "ORDER BY ?x", "true", id="not true"),
        pytest.param("false", "ORDER BY ?x", "true", id="false"),
        pytest.param("true", "ORDER BY STRLEN(?x)", "ORDER BY", id="another order"),
    ],
)
def test_a_wrong_file_is_named(tmp_path: Path, said: str, tail: str, word: str) -> None:
    path = tmp_path / "topic" / "name.rq"
    path.parent.mkdir()
    head = "\n".join(f"#+ {key}: x" for key in ("title", "title_zh", "answers", "answers_zh"))
    path.write_text(f"{head}\n#+ by_notice: {said}\nSELECT ?x ?n {{ ?x ?p ?n }} {tail}\n")
    with pytest.raises(DataError, match=word):
        read_query(path, NAMES)
