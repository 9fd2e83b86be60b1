"""When and by whom a document was issued: broken offices, damaged dates, boxes that lost their labels."""

from __future__ import annotations

import pytest

from kg.parse.dates import iso_date
from kg.parse.document import Header
from kg.parse.header import split_frame
from kg.parse.parse import page_of
from kg.read import read

LIST = "一、重点工作\n1.新建公园3座。（县住建局负责）\n"


def head(page: str) -> Header:
    lines = page_of(read((page + LIST).encode(), name="a.txt")).lines
    first = next(i for i, raw in enumerate(lines) if raw.line.text.startswith("一、"))
    return split_frame(lines, first)[0]


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("2008年87日", "2008-08-07"),
        ("2008年0807日", "2008-08-07"),
        ("2008年8 7日", "2008-08-07"),
        ("20083月27日", "2008-03-27"),
        ("2008年3月27", "2008-03-27"),
        ("二O一八年三月一日", "2018-03-01"),
        ("二o一八年三月一日", "2018-03-01"),
        ("二0一八年三月一日", "2018-03-01"),
        ("二〇一八三月一日", "2018-03-01"),
        ("二〇一八年三月一", "2018-03-01"),
        ("2018年3月1日 |", "2018-03-01"),
        ("（2018年3月1日）", "2018-03-01"),
    ],
)
@pytest.mark.parametrize("above", ["请认真落实。\n", "请认真落实。\n临溪县人民政府\n"])
def test_a_date_that_lost_a_sign(above: str, printed: str, day: str) -> None:
    found = head(f"{above}{printed}\n")
    assert iso_date(found.issued) == day
    assert [line.text for line in found.signers] == (["临溪县人民政府"] if "县" in above else [])


@pytest.mark.parametrize(
    "printed", ["2008年127日", "2008年8月", "到2008年8月7日前", "2008 8 7", "第2008年级"]
)
def test_what_leaves_the_day_open_is_no_date(printed: str) -> None:
    assert iso_date(head(f"请认真落实。\n{printed}\n").issued) is None


@pytest.mark.parametrize(
    ("page", "issuer"),
    [
        ("请落实。\n临溪县人民政府\n办公室\n2024年2月8日\n", "临溪县人民政府办公室"),
        ("请落实。\n云岭省人民政府\n办公厅\n2024年2月8日\n", "云岭省人民政府办公厅"),
        ("临溪县人民政府\n办公室文件\n临政办发〔2024〕5号\n", "临溪县人民政府办公室"),
        ("临溪县人民政府\n办公室\n关于印发方案的通知\n", "临溪县人民政府办公室"),
        ("临溪县\n人民政府办公室\n关于印发方案的通知\n", "临溪县人民政府办公室"),
        ("临溪县\n人民政府\n办公室关于印发方案的通知\n", "临溪县人民政府办公室"),
        ("办公室\n2024年2月8日\n", None),
    ],
)
def test_an_office_below_its_government(page: str, issuer: str | None) -> None:
    assert [line.text for line in head(page).issuers] == ([issuer] if issuer else [])


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("20171116", "2017-11-16"),
        ("2017 6 23", "2017-06-23"),
        ("2017 11 6", "2017-11-06"),
        ("2017.6.23", "2017-06-23"),
        ("2017116", None),
        ("2017 13 6", None),
    ],
)
def test_a_date_without_words_counts_below_an_issuer(printed: str, day: str | None) -> None:
    assert iso_date(head(f"请落实。\n临溪县人民政府\n{printed}\n").issued) == day
    assert iso_date(head(f"请落实。\n其他文字\n{printed}\n").issued) is None


def test_joint_issuers_above_a_title() -> None:
    found = head("临溪县财政局\n临溪县税务局\n关于印发方案的通知\n")
    assert [line.text for line in found.issuers] == ["临溪县财政局", "临溪县税务局"]


@pytest.mark.parametrize(
    ("page", "day"),
    [
        ("临政办发〔2024〕5号\n县政府\n2024-02-08\n2024-02-09\n有效\n", "2024-02-08"),
        ("临政办发〔2024〕5号\n县政府\n2024/02/08\n2024/02/08\n", "2024-02-08"),
        ("临政办发〔2024〕5号\n2023-02-08\n2023-02-09\n", None),
        ("临政办发〔2024〕5号\n2024-02-08\n", None),
        ("2024-02-08\n2024-02-09\n", None),
    ],
)
def test_the_dates_of_a_box_without_labels(page: str, day: str | None) -> None:
    assert iso_date(head(page).issued) == day


@pytest.mark.parametrize("printed", ["印发", "印"])
@pytest.mark.parametrize("between", ["", "  "])
def test_the_imprint_tells_what_nothing_else_does(printed: str, between: str) -> None:
    page = f"2024年工作要点\n1.新建公园3座。（城建局）\n临溪县人民政府办公室{between}2024年1月29日{printed}\n"
    found = head(page)
    assert iso_date(found.issued) == "2024-01-29"
    assert [line.text for line in found.issuers] == ["临溪县人民政府办公室"]
