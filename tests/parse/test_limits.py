"""Time grows with the text, however its lines fall: a limit with slack, where a square would take minutes."""

import time
from collections.abc import Callable

import pytest

from kg.parse import parse
from kg.parse.labels import cut
from kg.parse.lines import clean
from kg.read import read

pytestmark = pytest.mark.alone

SECONDS = 20
HEAD = "云溪县2024年重点工作任务分解\n"
CELLS = "序号\n工作内容\n责任单位\n"
ROW = "<tr><td>{}</td><td>{}</td><td>{}</td></tr>"
TABLE = f"<table>{ROW.format('序号', '任务', '责任单位')}{ROW.format(1, '新建公园3座。', '县住建局')}</table>"

PAGES: dict[str, Callable[[], str]] = {
    "lines of one character": lambda: HEAD + "1.新建\n" + "县\n" * 4_000,
    "rows that name nobody": lambda: (
        HEAD + "".join(f"{i} 新建公园三座。 12月底前\n" for i in range(1, 1_000))
    ),
    "rows that name bodies": lambda: HEAD + "新建公园三座并投入使用。 县住建局\n" * 1_500,
    "cells": lambda: HEAD + CELLS + "".join(f"{i}\n新建公园三座。\n县住建局\n" for i in range(1, 1_000)),
    "bars": lambda: (
        HEAD
        + "序号\n| 工作内容\n| 责任单位\n|\n"
        + "".join(f"{i}\n| 新建公园三座。\n| 县住建局\n|\n" for i in range(1, 700))
    ),
    "sentences that cover items": lambda: HEAD + "1.新建公园三座。\n以上各项由县住建局负责。\n" * 1_500,
    "titles with the marks of sites": lambda: (
        ("县政府关于" + "甲-乙_" * 25 + "\n") * 200 + HEAD + "1.新建。\n"
    ),
    "lost blanks": lambda: (" ?" * 40_000 + "A\n") * 2 + HEAD + "1.新建。\n",
    "signs of a forum": lambda: (") a" * 20_000 + "中x\n") * 2 + HEAD + "1.新建。\n",
    "heads in one line": lambda: ("关于" * 8_000 + "\n") * 12 + HEAD + "1.新建。\n",
    "items in one line": lambda: (
        HEAD + "".join(f"{i % 99}.新建公园三座并投入使用（县住建局负责）" for i in range(1, 1_500))
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_pages(name: str) -> None:
    text = read(PAGES[name]().encode(), name="notice.txt")
    started = time.monotonic()
    parse(text)
    assert time.monotonic() - started < SECONDS


def test_many_tables() -> None:
    text = read(f"<p>{HEAD}</p>{TABLE * 1_200}".encode(), name="notice.html")
    started = time.monotonic()
    document = parse(text)
    assert time.monotonic() - started < SECONDS
    assert sum(len(found.items) for found in document.lists) == 1_200


LINES: dict[str, Callable[[], str]] = {
    "brackets that never close": lambda: "（" * 16_000,
    "brackets": lambda: "（新建）" * 4_000,
    "gaps": lambda: "县 　住" * 8_000,
    "gaps before colons": lambda: "责任 　单位：" * 3_000,
    "names": lambda: "责任单位：" + "县住建局、" * 40_000,
    "labels": lambda: "责任单位：县住建局；" * 3_000,
    "sentences": lambda: "由县住建局负责。" * 8_000,
}


@pytest.mark.parametrize("name", LINES)
def test_lines(name: str) -> None:
    text = LINES[name]()
    started = time.monotonic()
    cut(clean(text, 0, len(text)))
    assert time.monotonic() - started < SECONDS
