"""Normal forms: what is the same to a reader, and what only looks alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import resources
from kg.names import fold, normal

NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=30)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("县 财政局。", "县财政局", id="spaces and a closing stop"),
        pytest.param("县民政局(退役军人事务局)", "县民政局（退役军人事务局）", id="brackets"),
        pytest.param("縣農業農村局", "县农业农村局", id="traditional"),
        pytest.param("Ｒ＆Ｄ中心", "R&D中心", id="widths"),
        pytest.param("县财政局​", "县财政局", id="invisible characters"),
        pytest.param("嵎山镇人民政府", "嵎山镇人民政府", id="a misreading is not touched"),
    ],
)
def test_normal(text, expected):
    assert normal(text) == expected


@given(NAMES)
def test_normal_and_fold_are_idempotent(text):
    assert normal(normal(text)) == normal(text)
    assert fold(fold(text)) == fold(text)


def test_traditional_table_is_a_function_into_simplified_characters():
    first, second = resources.data("registry", "traditional.txt").read_text("utf-8").split("\n")[:2]
    assert len(first) == len(second) == len(set(first))
    assert not set(first) & set(second)


def test_look_alikes_are_proven_by_their_examples():
    seen: set[str] = set()
    for line in resources.data("registry", "look-alikes.csv").read_text("utf-8").splitlines()[1:]:
        chars, examples, _ = line.split(",")
        assert len(chars) >= 2
        assert not seen & set(chars), chars
        seen |= set(chars)
        for example in examples.split("|"):
            wrong, right = example.split("=")
            assert wrong != right
            assert fold(wrong) == fold(right), example
