"""Every rule of form and wording proves itself by its examples, and tells what it cannot know.

Those of an installation too, where ``KG_CHECKS`` names its folder, and the one that the README shows.
"""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path
from typing import Any

import pytest

from kg import resources
from kg.errors import DataError, UsageError
from kg.proof import load, rules
from kg.proof.engine import slips
from kg.proof.rules import TextRule
from kg.proof.words import WrongWord
from tests.proof.sheets import sheet

OWN = re.findall(r"```yaml\n(.*?)```", resources.data("checks", "README.md").read_text("utf-8"), re.S)[0]


def shown() -> dict[str, TextRule]:
    """Return the rules that the README shows."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "own.yml").write_text(OWN, "utf-8")
        return {rule.id: rule for rule in load(folder).rules[len(rules()) :]}


RULES = {rule.id: rule for rule in load(os.environ.get("KG_CHECKS")).rules} | shown()


def cases(of: str) -> list[Any]:
    return [
        pytest.param(rule, example, id=f"{rule.id}-{number}")
        for rule in RULES.values()
        for number, example in enumerate(getattr(rule, of), 1)
    ]


@pytest.mark.parametrize(("rule", "example"), cases("examples"))
def test_example_is_found(rule: TextRule, example: dict[str, Any]) -> None:
    made = sheet(example)
    found = {(made.content[slip.span.start : slip.span.end], slip.repair) for slip in slips(rule, made)}
    assert found == {(example["words"], example.get("repair"))}


@pytest.mark.parametrize(("rule", "example"), cases("not_examples"))
def test_counter_example_is_left_alone(rule: TextRule, example: Any) -> None:
    made = sheet(example)
    assert [made.content[slip.span.start : slip.span.end] for slip in slips(rule, made)] == []


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_rule_is_told_in_both_languages(rule: TextRule) -> None:
    assert rule.examples, "a rule without an example proves nothing"
    assert rule.not_examples, "a rule without a counter-example proves nothing"
    assert rule.rule.severity in ("warning", "info")
    assert not rule.rule.about_graph
    for zh, en in (
        (rule.rule.title, rule.rule.title_en),
        (rule.rule.explanation, rule.rule.explanation_en),
        (rule.message, rule.message_en),
    ):
        assert any("一" <= char <= "龥" for char in zh)
        assert any(char.isascii() and char.isalpha() for char in en)
    assert "不能知道" in rule.rule.explanation
    assert "It cannot know" in rule.rule.explanation_en
    if rule.pack == "form":
        assert "GB/T" in rule.rule.explanation


WORDS = [pytest.param(rule, word, id=word.wrong) for rule in RULES.values() for word in rule.words]


@pytest.mark.parametrize(("rule", "word"), WORDS)
def test_wrong_word(rule: TextRule, word: WrongWord) -> None:
    said = f"要{word.wrong}。"
    found = [(slip.repair) for slip in slips(rule, sheet(said))]
    assert word.right in found
    for right in (f"要{word.right}。", *word.not_examples, f"“{word.wrong}”"):
        assert list(slips(rule, sheet(right))) == [], right
    for right in word.not_examples:
        assert word.wrong in right, "a counter-example holds the characters"


def test_words_are_many_and_distinct() -> None:
    for words in [rule.words for rule in RULES.values() if rule.words]:
        assert len({word.wrong for word in words}) == len(words)
    assert len(WORDS) >= 200


# --- a county's own -------------------------------------------------------------------------------


def test_a_county_adds_rules_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "own.yml").write_text(OWN, "utf-8")
    packs = load(str(tmp_path))
    assert len(packs.rules) == len(rules()) + 1
    own = packs.rules[-1]
    assert [slip.repair for slip in slips(own, sheet("推动我县工业发展"))] == ["清漪县"]
    assert own.rule.iri == "urn:zeren:rule:own-county-name"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param("pack: proof", "pack: spelling", "own.yml", id="no such pack"),
        pytest.param("severity: info", "severity: violation", "own-county-name", id="never a violation"),
        pytest.param("regex: 我县", "regex: '('", "own-county-name", id="no regex"),
        pytest.param("regex: 我县", "check: spell", "own-county-name", id="no such check"),
        pytest.param("  title: 县名写全称\n", "", "title", id="a field is missing"),
        pytest.param("  title_en", "  titel: x\n  title_en", "titel", id="a field is unknown"),
        pytest.param("id: own-county-name", "id: wrong-word", "wrong-word", id="an id twice"),
        pytest.param("pack: proof", "- [", "own.yml", id="no yaml"),
        pytest.param("severity: info", "severity: notice", "没有“notice”，可用：info", id="severity"),
        pytest.param("regex: 我县", "regx: 我县", "own-county-name：没有“regx”，是否指 regex", id="a key"),
        pytest.param(
            "“{words}”应",
            "“{word}”应",
            "own-county-name message：没有“word”，是否指 words",
            id="a placeholder",
        ),
        pytest.param("title: 县名写全称", "title: [县名]", "own-county-name title：应当是文字", id="a list"),
        pytest.param(
            "  why: 本县的习惯，所以提示。\n", "", "own-county-name：缺少 why，请补上", id="no reason"
        ),
    ],
)
def test_a_wrong_rule_is_named(old: str, new: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "own.yml").write_text(OWN.replace(old, new), "utf-8")
    with pytest.raises(DataError, match=said):
        load(str(tmp_path))


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="KG_CHECKS"):
        load(str(tmp_path / "none"))
