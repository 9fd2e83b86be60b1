"""What is looked at before a reading is relied on: shares of what the text itself holds."""

from collections.abc import Mapping

import pytest

from kg import pipeline
from kg.extract import extract
from kg.parse.parse import parse
from kg.read import read
from kg.resolve.confidence import (
    confidence,
    features,
    labels_inside,
    lists_inside,
    named_bodies,
    numbers_inside,
)

HEAD = "关于印发2024年重点工作责任分解的通知\n一、重点工作\n"
LONG = "坚持问题导向，完善工作机制，加强协调配合，推动各项举措落地见效。" * 12


def seen(text: str) -> Mapping[str, float]:
    facts = extract(parse(read(text.encode(), name="a.txt")))
    return features(facts, pipeline.convert(text.encode(), name="a.txt").findings)


def items(*words: str, who: str = "（县住建局、县财政局）") -> str:
    return HEAD + "\n".join(f"{n}.{text}{who}" for n, text in enumerate(words, 1))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("（县住建局、县财政局）", ["县住建局、县财政局"]),
        ("建成投用。县住建局、县财政局。", ["县住建局、县财政局"]),
        ("交办给：县住建局", ["县住建局"]),
        ("1\t县住建局\t6月底", ["县住建局"]),
        ("会同县住建局、县财政局，推进改革。", []),
        ("（各有关方面）", []),
        ("（新建、改建）", []),
        ("（局）", []),
    ],
)
def test_bodies_stand_where_a_duty_does(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in named_bodies(text)] == expected


def test_what_the_words_of_a_task_keep() -> None:
    assert numbers_inside("新建公园。2.新建学校；（二）改造小区，增长2.5%") == 2
    assert labels_inside("交办单位：县住建局，包抓领导：王安，责任单位") == 2
    assert lists_inside("新建公园县住建局，县住建局、县财政局，公园、广场") == 1


def test_a_long_item_is_no_doubt() -> None:
    short, long = (
        seen(items("新建公园。", "新建学校。")),
        seen(items(f"新建公园。{LONG}", f"新建学校。{LONG}")),
    )
    for name in ("much longer", "much shorter", "bodies inside", "without duty", "strange names", "mixed"):
        assert short[name] == long[name] == 0
    assert not any("long" in name and "much" not in name and "names" not in name for name in long)


def test_an_item_that_swallowed_its_neighbours_is_one() -> None:
    found = seen(items("新建公园。", "新建学校。", f"新建泵站。{LONG}", "新建水厂。"))
    assert found["much longer"] == 0.25
    assert found["spread"] > seen(items("新建公园。", "新建学校。", "新建泵站。"))["spread"]


def test_a_list_that_names_nobody_lacks_no_bodies() -> None:
    found = seen("临溪县2024年重点工作任务清单\n1.新建公园3座。\n2.新建学校1所。\n3.新建泵站2座。")
    assert (found["without duty"], found["judge with bodies"], found["judge pure"]) == (0, 1, 1)


def test_bodies_that_no_item_took_up() -> None:
    page = items("新建公园。", "新建学校。") + "\n3.新建泵站。\n结尾\t县水利局、县财政局\n"
    found = seen(page)
    assert found["bodies outside"] + found["bodies inside"] + found["unread names"] > 0
    assert found["mixed"] == pytest.approx(1 / 3)
    assert found["without duty"] == pytest.approx(1 / 3)


def test_characters_that_became_nothing_are_counted_and_figures_are_not() -> None:
    sound = seen(items("新建公园。"))
    assert sound["accounted"] == 1
    stray = seen(items("新建公园。") + "\n\n交办事项甲乙丙丁戊己庚辛\n")
    assert stray["accounted"] == pytest.approx(1 - stray["unread text"] - stray["unread names"])


def test_where_nothing_was_read_the_witness_is_asked() -> None:
    assert confidence({"judge nothing": 1.0, "agreement": 0.25}) == 0.25
    assert confidence({"judge nothing": 1.0}) == 1


def test_the_sum_of_the_leaves_is_kept_between_0_and_1() -> None:
    sound = seen(items("新建公园3座。", "新建学校1所。", "新建泵站2座。"))
    assert 0.9 < confidence(sound) <= 1
    assert 0 <= confidence({name: 99.0 for name in sound if name != "judge nothing"}) <= 1
