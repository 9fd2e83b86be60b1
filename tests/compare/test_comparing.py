"""Two notices, and two versions of one: every planted change is found, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest

from kg import pipeline
from kg.compare import Comparison, Side, compare
from kg.compare.reading import of_file
from kg.vocab import BASE
from tests.loaded import REAL, next_year
from tests.store.test_versions import PAIRS, Items, text

TEXT = REAL.read_text("utf-8")
DEBT = "4.强化政府性债务管理，守住不发生系统性风险底线。\n\n责任单位：县财政局\n"
ISLANDS = "3.积极开展徐公、滩浒等主题岛屿产业谋划研究。"
PORT = "2.协同推进洋山深水港区二期扩建工程，"
NEW = "34.建成海岛低空物流航线3条。\n\n责任单位：县发改局、县交通运输局\n"
Said = set[tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]]


@cache
def side(text: str) -> Side:
    return of_file(pipeline.convert(text.encode(), name="notice.txt"), BASE)


def edited(*edits: tuple[str, str]) -> str:
    text = TEXT
    for before, after in edits:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    return text


def told(found: Comparison) -> Said:
    """Return what differs: relation, the beginnings of both sides, the fields."""
    return {
        (
            match.relation,
            *(tuple(entry.words[:6] for entry in entries) for entries in (match.a, match.b)),  # type: ignore[misc]
            tuple(change.field for change in match.changes),
        )
        for match in found.matches
        if match.relation != "same" or match.changes
    }


def test_a_notice_is_as_itself() -> None:
    found = compare(side(TEXT), side(TEXT), versions=True)
    assert told(found) == set()
    assert {pair.difference for pair in found.targets} == {0}
    assert all(share.a == share.b for share in (*found.units, *found.leaders))


def test_the_next_year() -> None:
    """The edits of ``tests.loaded``; years that moved on are no change."""
    found = compare(side(TEXT), side(next_year()))
    assert told(found) == {
        ("changed", ("一般公共预算",), ("一般公共预算",), ("text",)),
        ("changed", ("强化政府性债",), ("2025年6",), ("text", "deadline")),
        ("changed", ("加强金融领域",), ("2025年9",), ("text", "deadline")),
        ("changed", ("扎实做好国家",), ("扎实做好国家",), ("units",)),
    }
    moved = [pair for pair in found.targets if pair.difference != 0]
    assert [(pair.indicator, pair.difference, pair.unit) for pair in moved] == [
        ("一般公共预算收入", Decimal(1), "%")
    ]
    assert [share.name for share in found.units if not share.a or not share.b] == ["县国安局"]


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        pytest.param(
            [("确保全年完成固定资产投资113亿元以上", "确保全年完成固定资产投资120亿元以上")],
            {("changed", ("地区生产总值",), ("地区生产总值",), ("text",))},
            id="a figure",
        ),
        pytest.param(
            [(DEBT, "")], {("dropped", ("强化政府性债",), (), ())}, id="a task is dropped without a word"
        ),
        pytest.param(
            [("二、宋晖常务副县长牵头", NEW + "\n二、宋晖常务副县长牵头")],
            {("new", (), ("建成海岛低空",), ())},
            id="a task is new",
        ),
        pytest.param(
            [(ISLANDS, "3.加快徐公岛、滩浒岛等主题岛屿开发，编制产业谋划方案。")],
            {("changed", ("积极开展徐公",), ("加快徐公岛、",), ("text",))},
            id="reworded",
        ),
        pytest.param(
            [(DEBT, ""), ("二、宋晖常务副县长牵头重点工作\n", f"二、宋晖常务副县长牵头重点工作\n\n{DEBT}")],
            {("changed", ("强化政府性债",), ("强化政府性债",), ("leaders", "section"))},
            id="moved to another leader",
        ),
        pytest.param(
            [("责任单位：县洋管中心、县投促中心、洋山镇人民政府", "责任单位：县洋管中心、洋山镇人民政府")],
            {("changed", ("做强洋山海事",), ("做强洋山海事",), ("units",))},
            id="a unit is gone",
        ),
        pytest.param(
            [
                (
                    "3.实施新一轮乡镇财政体制改革和县域医共体财政保障体制改革。",
                    "3.实施新一轮乡镇财政体制改革。\n\n责任单位：县财政局\n\n"
                    "31.推进县域医共体财政保障体制改革。",
                )
            ],
            {("split", ("实施新一轮乡",), ("实施新一轮乡", "推进县域医共"), ("text",))},
            id="split: both parts together name the bodies that the whole had",
        ),
        pytest.param(
            [
                (PORT, "2.加快洋山深水港区二期扩建工程，"),
                (DEBT, ""),
                ("二、宋晖常务副县长牵头", NEW + "\n二、宋晖常务副县长牵头"),
            ],
            {
                ("changed", ("协同推进洋山",), ("加快洋山深水",), ("text",)),
                ("dropped", ("强化政府性债",), (), ()),
                ("new", (), ("建成海岛低空",), ()),
            },
            id="all at once",
        ),
        pytest.param(
            [
                ("确保全年完成固定资产投资113亿元以上", "确保全年完成固定资产投资120亿元以上"),
                (ISLANDS, "3.加快徐公岛、滩浒岛等主题岛屿开发，编制产业谋划方案。"),
                (DEBT, ""),
                (
                    "二、宋晖常务副县长牵头重点工作\n",
                    f"{NEW}\n二、宋晖常务副县长牵头重点工作\n\n{DEBT}",
                ),
                ("责任单位：县洋管中心、县投促中心、洋山镇人民政府", "责任单位：县洋管中心、洋山镇人民政府"),
                (
                    "3.实施新一轮乡镇财政体制改革和县域医共体财政保障体制改革。",
                    "3.实施新一轮乡镇财政体制改革。\n\n责任单位：县财政局\n\n"
                    "31.推进县域医共体财政保障体制改革。",
                ),
            ],
            {
                ("changed", ("地区生产总值",), ("地区生产总值",), ("text",)),
                ("changed", ("积极开展徐公",), ("加快徐公岛、",), ("text",)),
                ("changed", ("强化政府性债",), ("强化政府性债",), ("leaders", "section")),
                ("new", (), ("建成海岛低空",), ()),
                ("changed", ("做强洋山海事",), ("做强洋山海事",), ("units",)),
                ("split", ("实施新一轮乡",), ("实施新一轮乡", "推进县域医共"), ("text",)),
            },
            id="every kind in one notice",
        ),
    ],
)
@pytest.mark.parametrize("versions", [True, False])
def test_planted_changes_of_the_real_notice(
    edits: list[tuple[str, str]], expected: Said, versions: bool
) -> None:
    assert told(compare(side(TEXT), side(edited(*edits)), versions=versions)) == expected


def test_money_of_projects() -> None:
    before = side(TEXT)
    at = next(n for n, entry in enumerate(before.entries) if "totalInvestment" in entry.money)
    dearer = replace(before.entries[at], money={"totalInvestment": Decimal(10**8)})
    after = replace(before, entries=(*before.entries[:at], dearer, *before.entries[at + 1 :]))
    (match,) = (match for match in compare(before, after).projects if match.relation != "same")
    sums = {change.field: change.b for change in match.changes}
    assert sums.pop("totalInvestment") == "100000000"
    assert set(sums.values()) <= {None}  # the other sums are gone


def test_across_places_bodies_meet_by_what_they_are_for() -> None:
    def notice(place: str, level: str) -> Side:
        return side(
            f"{place}人民政府办公室文件\n{place[0]}政办发〔2031〕7号\n"
            f"{place}人民政府办公室关于印发2031年重点工作责任分解的通知\n{place}人民政府办公室\n2031年2月18日\n"
            f"2031年重点工作责任分解\n1.新增城镇就业4500人。\n责任单位：{level}人社局、{level}财政局\n"
        )

    found = compare(notice("嵊泗县", "县"), notice("岱山县", "县"))
    assert [(match.relation, match.changes) for match in found.tasks] == [("same", ())]
    assert {(share.name, share.a, share.b) for share in found.units} == {
        ("人力资源和社会保障", 1, 1),
        ("财政", 1, 1),
    }


@pytest.mark.parametrize(("items", "counts"), [row[1:] for row in PAIRS], ids=[row[0] for row in PAIRS])
def test_the_history_counts_what_the_comparison_lists(items: Items, counts: tuple[int, ...]) -> None:
    found = compare(side(text()), side(text(items)), versions=True)
    changed = [match for match in found.tasks if match.relation == "changed"]
    assert (found.count("task", "new"), found.count("task", "dropped")) == counts[:2]
    assert sum(any(one.field != "units" for one in match.changes) for match in changed) == counts[2]
    assert any(one.field == "units" for match in changed for one in match.changes) == bool(counts[3])
