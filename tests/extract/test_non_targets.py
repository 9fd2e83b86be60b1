"""Every rule of what is no target proves itself by its examples; the engine that asks them."""

import re

import pytest

from kg.errors import DataError
from kg.extract import non_targets
from kg.extract.non_targets import rules
from kg.extract.targets import figures
from kg.parse.lines import clean
from kg.registry import patterns

RULES = rules()
_CATEGORIES = {"ordinal", "name", "past", "policy", "size", "norm", "others", "phrase", "topic"}


def marked(example: str) -> list[str]:
    """Return the rules that hold for the figure in 〔〕."""
    begin, end = example.index("〔"), example.index("〕") - 1
    text = example.replace("〔", "").replace("〕", "")
    found = [f for f in figures(clean(text, 0, len(text)), 2024) if begin <= f.amount.start < end]
    assert len(found) == 1, f"{example}: {[f.text for f in found]}"
    return [rule.name for rule in non_targets.holding(found[0])]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_examples(rule: non_targets.Rule) -> None:
    row = rule.row
    assert row["why"]
    assert rule.category in _CATEGORIES
    assert row["examples"], "a rule without an example proves nothing"
    assert row["not_examples"], "a rule without a counter-example proves nothing"
    assert [e for e in row["examples"] if rule.name not in marked(e)] == []
    assert [e for e in row["not_examples"] if rule.name in marked(e)] == []


def test_names_are_unique() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)


WORDS = {"name": "x", "category": "past", "regex": "去年"}


@pytest.mark.parametrize(
    "row",
    [
        {**WORDS, "direction": "sideways"},
        {**WORDS, "scope": "page"},
        {**WORDS, "traits": ["blue"]},
        {**WORDS, "without": ["blue"]},
        {"name": "x", "category": "past"},
    ],
)
def test_a_wrong_rule_is_named(row: dict[str, object]) -> None:
    with pytest.raises(DataError, match="x"):
        non_targets.rule_of(row, patterns.load("non-targets"))


def test_a_rule_by_its_words_or_its_traits() -> None:
    file = patterns.load("non-targets")
    words = non_targets.rule_of(WORDS, file)
    assert (words.direction, words.scope, words.traits, words.without) == ("both", "piece", set(), set())
    assert words.words is not None
    assert (words.terminator, words.exception) == (None, None)
    traits = non_targets.rule_of({"name": "x", "category": "norm", "traits": ["weak"]}, file)
    assert (traits.words, traits.traits) == (None, {"weak"})
    named = non_targets.rule_of({**WORDS, "terminated_by": "this_year", "unless": "paid_out"}, file)
    assert named.terminator is not None
    assert named.terminator.search("今年")
    assert named.exception is not None
    assert named.exception.search("发放〔5万元〕")


def test_scopes_and_directions() -> None:
    """What a rule sees of 推进改革。去年建桥5座以上，（含不低于3座危桥的）广场，再建2座."""
    text = "推进改革。去年建桥5座以上，拆除不低于3座危桥，再建2座。"
    figure = figures(clean(text, 0, len(text)), 2024)[1]
    seen = {
        (direction, scope): non_targets.seen(figure, direction, scope, None)
        for direction in non_targets.DIRECTIONS
        for scope in non_targets.SCOPES
    }
    assert seen["forward", "piece"] == seen["forward", "clause"] == "拆除〔不低于3座〕"
    assert seen["forward", "sentence"] == "去年建桥5座以上，拆除〔不低于3座〕"
    assert seen["backward", "piece"] == seen["backward", "clause"] == "〔不低于3座〕危桥，"
    assert seen["backward", "sentence"] == "〔不低于3座〕危桥，再建2座"
    assert seen["both", "clause"] == "拆除〔不低于3座〕危桥，"
    assert seen["both", "sentence"] == "去年建桥5座以上，拆除〔不低于3座〕危桥，再建2座"
    comma = re.compile("，")
    assert non_targets.seen(figure, "both", "sentence", comma) == "拆除〔不低于3座〕危桥"
    assert non_targets.seen(figure, "forward", "sentence", comma) == "拆除〔不低于3座〕"
    assert non_targets.seen(figure, "backward", "sentence", comma) == "〔不低于3座〕危桥"


def test_a_rule_that_is_left_out_holds_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "给予企业5万元。"
    (figure,) = figures(clean(text, 0, len(text)))
    assert [rule.name for rule in non_targets.holding(figure)] == ["grant"]
    monkeypatch.setattr(non_targets.rule_use, "holds", lambda name: name != "non-targets.grant")
    assert non_targets.holding(figure) == []
    assert non_targets.verdict(figure) is None
