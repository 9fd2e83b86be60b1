"""The measure of searches: what counts as the expected hit, and what is printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.searches import fits, main, mean

HIT = {"kind": "task", "label": "新建 充电桩3座", "also": "", "iri": "http://e/1", "where": "嵊泗县"}
ROW = {"search": "充电", "kind": "task", "first": "充电桩", "place": "", "why": ""}


@pytest.mark.parametrize(
    ("other", "fit"),
    [
        ({}, True),
        ({"first": "新建充电桩"}, True),
        ({"kind": "project|task", "first": "加油站|充电桩", "place": "嵊泗"}, True),
        ({"place": "岱山县"}, False),
        ({"kind": "project"}, False),
        ({"first": "加油站"}, False),
    ],
)
def test_what_is_the_expected_hit(other: dict[str, str], fit: bool) -> None:
    assert fits(HIT, ROW | other) is fit


def test_mean_reciprocal_rank() -> None:
    assert mean([1, 2, None, 4]) == pytest.approx((1 + 0.5 + 0.25) / 4)


def test_only_what_is_not_first_is_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    notice = tmp_path / "notice.txt"
    notice.write_text(
        "青芜县人民政府办公室关于印发2024年重点工作责任分解的通知\n青政办发〔2024〕5号\n各乡镇人民政府：\n"
        "现印发给你们。\n青芜县人民政府办公室\n2024年2月18日\n2024年重点工作责任分解\n"
        "1.新建充电桩3座。\n责任单位：县住建局\n2.改造公厕5座。\n责任单位：县执法局\n",
        encoding="utf-8",
    )
    searches = tmp_path / "searches.tsv"
    searches.write_text(
        "search\tkind\tfirst\tplace\twhy\n充电桩\ttask|target|indicator\t充电桩\t\t\n龙舟\ttask\t龙舟\t\t\n",
        encoding="utf-8",
    )
    main([str(searches), str(notice)])
    printed = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in printed[:-1]] == [["–", "龙舟"]]
    assert printed[-1].startswith("2 searches, mean reciprocal rank 0.500")
