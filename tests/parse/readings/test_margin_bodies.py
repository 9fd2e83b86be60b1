"""Bodies in the margin, before the numbers of the items that they answer for."""

import pytest

from kg.parse.readings import margin_bodies
from tests.parse.readings.seen import tables

BODIES = ("市教育局", "市教育局、市体育局", "市公安局、各县（区）人民政府", "市住建局、瀛泽城投集团")
TASKS = (
    "新增学位5400个。",
    "更新运动场80所，10月底前完成。",
    "新增停车泊位3000个。",
    "完成跨线桥（长680米）加固。",
)
NUMBERS = {
    "circles": ("①", "②", "③", "④"),
    "figures": ("1.", "2.", "3.", "4."),
    "brackets": ("（1）", "（2）", "（3）", "（4）"),
    "bare": ("1", "2", "3", "4"),
    "noughts": ("01", "02", "03", "04"),
}


def page(numbers: tuple[str, ...], gap: str, headings: tuple[str, str] = ("教育提升", "出行提升")) -> str:
    rows = [gap.join(row) for row in zip(BODIES, numbers, TASKS, strict=True)]
    parts = [headings[0], *rows[:2], headings[1], *rows[2:]]
    return "\n".join(["编号左侧所列为责任单位。", *filter(None, parts), "市人民政府办公室", "2019年3月18日"])


@pytest.mark.parametrize("gap", ["　", "  ", " "])
@pytest.mark.parametrize("numbers", NUMBERS.values(), ids=NUMBERS)
def test_margin(numbers: tuple[str, ...], gap: str) -> None:
    (found,) = tables(margin_bodies, page(numbers, gap))
    printed = [number.strip(".") for number in numbers]
    rows = [f"{n}|{task}|responsible={who}" for n, task, who in zip(printed, TASKS, BODIES, strict=True)]
    assert list(found.rows) == ["# 教育提升", *rows[:2], "# 出行提升", *rows[2:]]
    assert (
        found.lines == ("教育提升", f"{BODIES[3]}{gap}{numbers[3]}{gap}{TASKS[3]}".replace("　", " ")) or gap
    )


def test_without_headings_and_with_a_bracket_of_their_own() -> None:
    text = page(NUMBERS["circles"], "　", ("", "")).replace("5400个。", "5400个。（配合单位：市财政局）")
    (found,) = tables(margin_bodies, text)
    assert len(found.rows) == 4
    assert "support=市财政局" in found.rows[0]


def test_words_go_on_in_the_next_line() -> None:
    (found,) = tables(margin_bodies, page(NUMBERS["circles"], "　").replace("运动场80所，", "运动场80所，\n"))
    assert found.rows[2] == f"②|{TASKS[1]}|responsible={BODIES[1]}"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("新建公园　①　三座\n新建学校　②　一所\n改造小区　③　五个", id="no bodies"),
        pytest.param("市教育局　①　新建。\n市体育局　②　改造。", id="two"),
        pytest.param("市教育局　①　新建。\n市体育局　③　改造。\n市水利局　⑤　加固。", id="do not count up"),
        pytest.param(
            "1.市教育局　①　新建。\n2.市体育局　②　改造。\n3.市水利局　③　加固。", id="numbered before"
        ),
        pytest.param("市教育局①新建。\n市体育局②改造。\n市水利局③加固。", id="no gap"),
    ],
)
def test_no_margin(text: str) -> None:
    assert tables(margin_bodies, text) == []
