"""Every rule of what is no target proves itself by its examples."""

import pytest

from kg.extract import non_targets
from kg.extract.non_targets import rules
from kg.extract.targets import figures
from kg.parse.lines import clean

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
