"""Time grows with the text, whatever stands in it: a limit with slack, where a square would take minutes."""

import time
from collections.abc import Callable

import pytest

from kg.extract.amounts import find_amounts
from kg.extract.deadlines import deadline_of_bracket, deadline_of_label, find_deadline
from kg.extract.duties import covers_below, find_duties, states_rule
from kg.extract.leaders import find_leaders, leaders_of_heading
from kg.extract.targets import find_targets
from kg.extract.unit_lists import cut_list
from kg.parse.document import Label
from kg.parse.lines import clean

pytestmark = pytest.mark.alone

SECONDS = 20


def _bodies(count: int, mark: str) -> str:
    return mark.join(f"县{chr(0x4E00 + i % 20_000)}局" for i in range(count))


WORDS: dict[str, Callable[[], str]] = {
    "brackets": lambda: "（" * 16_000,
    "brackets of two kinds": lambda: "（【" * 8_000 + "新建3座",
    "pairs of brackets": lambda: "（新建3座）" * 2_000,
    "quotation marks": lambda: "“" * 40_000 + "新建3座",
    "titles": lambda: "《" * 40_000 + "新建3座",
    "figures": lambda: "新建" + "、".join(f"公园{i % 90 + 1}座" for i in range(3_000)),
    "figures in a row": lambda: "甲、乙分别增长" + "、".join(f"{i % 90 + 1}%" for i in range(3_000)),
    "parts of a whole": lambda: "新建公园3座" + "".join(f"，其中{i % 90 + 1}座" for i in range(3_000)),
    "figures without marks": lambda: "新建公园3座" * 3_000,
    "verbs before figures": lambda: "：新建3座" * 3_000,
    "bare numbers": lambda: "分别压缩至" + "、".join(str(i % 90 + 1) for i in range(10_000)) + "个工作日",
    "grouped digits": lambda: "111," * 20_000,
    "spaced digits": lambda: "111 " * 20_000,
    "digits": lambda: "1" * 100_000,
    "Chinese numerals": lambda: "一" * 100_000,
    "sentences": lambda: "新建公园3座。" * 3_000,
    "verbs": lambda: "新建" * 40_000 + "3座",
    "coverage": lambda: "推进工作全覆盖" * 5_000,
    "doubling": lambda: "产值翻一番" * 5_000,
    "rates": lambda: "新建率、" * 20_000 + "保持在95%",
    "stated units": lambda: "投资（亿元）" * 10_000 + "47",
    "commas": lambda: "推进工作，" * 40_000 + "3座",
}


@pytest.mark.parametrize("name", WORDS)
def test_targets(name: str) -> None:
    line = clean(text := WORDS[name](), 0, len(text))
    started = time.monotonic()
    find_targets(line, text, 2024)
    find_amounts(text)
    assert time.monotonic() - started < SECONDS


NAMES: dict[str, Callable[[], str]] = {
    "listed": lambda: _bodies(40_000, "、"),
    "parted by blanks": lambda: _bodies(40_000, " "),
    "joined": lambda: _bodies(40_000, "和"),
    "joined without bodies": lambda: "甲和" * 40_000,
    "without marks": lambda: _bodies(40_000, ""),
    "of levels": lambda: "各县、区" * 20_000,
    "marked": lambda: "县财政局（牵头）、" * 10_000,
    "with verbs": lambda: "县财政局牵头，县税务局配合；" * 5_000,
    "and others": lambda: "县财政局等有关部门、" * 10_000,
    "brackets": lambda: "（" * 40_000,
    "brackets closed": lambda: "）" * 40_000,
}


@pytest.mark.parametrize("name", NAMES)
def test_bodies(name: str) -> None:
    text = NAMES[name]()
    line = clean(text, 0, len(text))
    started = time.monotonic()
    find_duties([Label("responsible", "责任单位", line)], rule=True, mark="，,")
    list(cut_list(line))
    covers_below(line)
    states_rule(text)
    find_deadline(line, 2024)
    deadline_of_bracket(line, 2024)
    assert time.monotonic() - started < SECONDS


@pytest.mark.parametrize("mark", ["、", " ", "", "和"])
def test_leaders(mark: str) -> None:
    text = mark.join(f"副县长王{chr(0x4E00 + i)}安" for i in range(10_000))
    line = clean(text, 0, len(text))
    started = time.monotonic()
    find_leaders(line)
    leaders_of_heading(line)
    assert time.monotonic() - started < SECONDS


@pytest.mark.parametrize("words", ["2024年底前，", "6月", "每月", "到2025年", "截至2023年底，"])
def test_deadlines(words: str) -> None:
    text = words * 10_000
    line = clean(text, 0, len(text))
    started = time.monotonic()
    find_deadline(line, 2024)
    deadline_of_label(line, 2024)
    deadline_of_bracket(line, 2024)
    assert time.monotonic() - started < SECONDS


def test_every_name_of_a_long_list_is_read() -> None:
    for mark in ("、", "和", "", " "):
        text = _bodies(3_000, mark)
        duties = find_duties([Label("responsible", "责任单位", clean(text, 0, len(text)))], rule=False)
        assert len({duty.mention for duty in duties}) > 2_900, mark
