"""The generator of counties: the same seed, other years, and gold that its texts say."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

import pytest

from kg import pipeline
from tests.bench.county import LAYOUTS, YEARS, corpus

FEW = 3 * YEARS


def test_the_same_seed_gives_the_same_texts_and_another_others() -> None:
    first, again, other = (list(corpus(FEW, seed)) for seed in (3, 3, 4))
    assert first == again
    assert {one.text for one in first}.isdisjoint(one.text for one in other)
    assert [one.name for one in corpus(5, 3)] == [one.name for one in first[:5]]


def test_what_gold_says_stands_in_a_text_that_nothing_damaged() -> None:
    whole = [one for one in corpus(FEW) if all(task["text"] in one.text for task in one.gold["tasks"])]
    assert len(whole) > FEW / 3
    for one in whole:
        for task in one.gold["tasks"]:
            assert all(body in one.text for body in (*task["lead"], *task["support"]))
            assert all(f"{target['value']:g}{target['unit']}" in task["text"] for target in task["targets"])


def test_tasks_are_carried_over_moved_reworded_and_dropped() -> None:
    by_county: dict[str, list[dict[str, float]]] = defaultdict(list)
    texts: dict[str, set[str]] = defaultdict(set)
    for one in corpus(FEW):
        said = {
            t["targets"][0]["indicator"]: t["targets"][0]["value"] for t in one.gold["tasks"] if t["targets"]
        }
        by_county[one.name[:5]].append(said)
        for task in one.gold["tasks"]:
            for target in task["targets"]:
                texts[target["indicator"]].add(task["text"].replace(f"{target['value']:g}", "…"))
    for years in by_county.values():
        for before, after in pairwise(years):
            assert before.keys() & after.keys()
        assert any(before.keys() - after.keys() for before, after in pairwise(years))
        assert any(
            before[name] != after[name]
            for before, after in pairwise(years)
            for name in before.keys() & after.keys()
        )
    assert any(len(ways) > 1 for ways in texts.values())


@pytest.mark.parametrize("layout", [layout.__name__ for layout in LAYOUTS])
def test_every_layout_is_read(layout: str) -> None:
    one = next(
        one
        for one in corpus(FEW)
        if layout in one.name and all(task["text"] in one.text for task in one.gold["tasks"])
    )
    notice = pipeline.convert(one.text.encode(), name=one.name)
    assert [task.text for task in notice.tasks] == [task["text"] for task in one.gold["tasks"]]
