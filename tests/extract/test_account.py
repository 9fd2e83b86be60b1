"""What the account does with words that nobody claimed: a document whose frames are taken away."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.extract.account import Account, account
from kg.parse import parse
from kg.read import read

BEFORE = (
    "云岚县人民政府办公室关于印发2024年重点工作责任分解的通知\n各乡镇人民政府，县政府各部门：\n"
    "现将《2024年重点工作责任分解》印发给你们，请认真组织实施。\n"
)
AFTER = (
    "云岚县人民政府办公室\n2024年2月18日\n2024年重点工作责任分解\n一、重点工作\n"
    "1.新建公园3座。\n责任单位：县住建局\n2.改造危桥6座。\n责任单位：县交通运输局\n"
)


def unclaimed(line: str) -> tuple[list[str], Account]:
    """Return what is unread where no frame is claimed, and the account; the bodies are taken by no fact."""
    document = parse(read((BEFORE + line + "\n" + AFTER).encode(), name="通知.txt"))
    bare = replace(document, claims=(), header=replace(document.header, letter=()))
    told = account(bare, [])
    return [document.text.content[part.span.start : part.span.end] for part in told.unread], told


@pytest.mark.parametrize(
    ("line", "unread"),
    [
        pytest.param("材料袋若干自取", ["材料袋若干自取"], id="a few words"),
        pytest.param("材料袋 自取", ["材料袋 自取"], id="one blank parts no words"),
        pytest.param("云岚湖\t水位、复核   材料袋", ["云岚湖", "水位、复核", "材料袋"], id="a stretch each"),
        pytest.param("（3）云岚湖水位", ["3）云岚湖水位"], id="from the first word"),
        pytest.param(
            "云岚湖水位复核，另册登记备查。", ["云岚湖水位复核，另册登记备查"], id="to the last word"
        ),
        pytest.param("甲", [], id="one character"),
        pytest.param("— 3 —", [], id="the number of a page"),
        pytest.param("合计12项", [], id="a total"),
        pytest.param("任务内容", [], id="the word of a column"),
        pytest.param("万元", [], id="a unit of measure"),
        pytest.param("2024年6月底前", [], id="a date"),
        pytest.param("责任单位：", [], id="a label without a list"),
        pytest.param("注：本表由县督查室解释。", [], id="a note"),
    ],
)
def test_words_that_nobody_claimed(line: str, unread: list[str]) -> None:
    usual, _ = unclaimed("")
    found, told = unclaimed(line)
    assert usual == ["县住建局", "县交通运输局"]
    assert found == [*unread, *usual]
    assert all(part.reason == "text" for part in told.unread)


def test_the_share_is_of_all_that_is_no_blank() -> None:
    _, told = unclaimed("")
    letters = sum(not char.isspace() for char in BEFORE + AFTER)
    assert told.accounted == pytest.approx(1 - len("县住建局县交通运输局") / letters)
