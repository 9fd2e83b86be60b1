"""A rule that is watched reads as it does unwatched, tells when it holds, and can be left out."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from kg.registry import rule_use
from kg.registry.rule_use import NEVER, RuleUse

ASKED: dict[str, Callable[[Any, str], Any]] = {
    "search": lambda regex, text: (found := regex.search(text)) and found.span(),
    "search from": lambda regex, text: (found := regex.search(text, 1)) and found.span(),
    "match": lambda regex, text: (found := regex.match(text)) and found.group(),
    "fullmatch": lambda regex, text: (found := regex.fullmatch(text)) and found.groupdict(),
    "finditer": lambda regex, text: [found["number"] for found in regex.finditer(text)],
    "findall": lambda regex, text: regex.findall(text),
    "split": lambda regex, text: regex.split(text, maxsplit=1),
    "sub": lambda regex, text: regex.sub("#", text, count=1),
    "subn": lambda regex, text: regex.subn("#", text),
}
REGEX = re.compile(r"(?P<number>\d)")


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> RuleUse:
    monkeypatch.setattr(rule_use, "_use", None)
    return rule_use.watch()


@pytest.mark.parametrize("text", ["1", "甲1乙2", "甲乙", ""])
@pytest.mark.parametrize("how", ASKED)
def test_it_answers_as_the_regex_does(how: str, text: str, use: RuleUse) -> None:
    watched = rule_use.watched("a.number", REGEX)
    answer = ASKED[how](REGEX, text)
    assert ASKED[how](watched, text) == answer
    changes = answer != ASKED[how](re.compile(NEVER), text)
    assert use.held == ({"a.number"} if changes else set())


@pytest.mark.parametrize("how", ASKED)
def test_left_out_it_finds_nothing(how: str, use: RuleUse) -> None:
    watched = rule_use.watched("a.number", REGEX)
    use.without = "a.number"
    assert ASKED[how](watched, "甲1乙2") == ASKED[how](re.compile(NEVER), "甲1乙2")
    assert use.held == set()
    use.without = "a.other"
    assert ASKED[how](watched, "1") == ASKED[how](REGEX, "1")


def test_a_rule_that_goes_into_another_says_so(use: RuleUse) -> None:
    watched = rule_use.watched("a.number", REGEX)
    assert re.compile(f"第{watched.pattern}章").search("第1章")
    assert use.composed == {"a.number"}
    use.without = "a.number"
    assert not re.compile(f"第{watched.pattern}章").search("第1章")
    assert watched.groupindex == REGEX.groupindex


def test_a_rule_that_is_more_than_a_regex(use: RuleUse) -> None:
    assert rule_use.holds("a.rule")
    assert use.held == {"a.rule"}
    use.without = "a.rule"
    assert not rule_use.holds("a.rule")


def test_nothing_is_watched_unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rule_use, "_use", None)
    assert rule_use.watched("a.number", REGEX) is REGEX
    assert rule_use.holds("a.rule")
    assert rule_use.watch() is rule_use.watch()
