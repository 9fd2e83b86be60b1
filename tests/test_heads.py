"""The measure of heads: what counts as right, and what is listed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.heads import header_of, main

COLUMNS = "file\tnumber\ttitle\tissuer\tdate\tfor_year\tplace\tplace_code\tnotes\n"
TEXT = (
    "嵊政办发〔2024〕5号\n嵊泗县人民政府办公室关于印发重点工作责任分解的通知\n各乡镇人民政府：\n现印发给你们。\n"
    "嵊泗县人民政府办公室\n2024年2月18日\n2024年重点工作责任分解\n1.新建公园3座。\n责任单位：县住建局\n"
)
RIGHT = {
    "file": "H1",
    "number": "嵊政办发〔2024〕5 号",
    "title": "嵊泗县人民政府办公室关于印发重点工作责任分解的通知",
    "issuer": "嵊泗县人民政府办公室",
    "date": "2024-02-18",
    "for_year": "2024",
    "place": "嵊泗县",
    "place_code": "330922",
    "notes": "",
}


def measured(folder: Path, capsys: pytest.CaptureFixture[str], **other: str) -> list[str]:
    (folder / "H1.txt").write_text(TEXT, encoding="utf-8")
    (folder / "gold.tsv").write_text(COLUMNS + "\t".join((RIGHT | other).values()) + "\n", encoding="utf-8")
    main([str(folder)])
    return capsys.readouterr().out.splitlines()


def test_blanks_and_other_readings_are_right(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert measured(tmp_path, capsys)[0] == "1 documents; invented places: 0"
    notes = (
        "ALT issuer 县府办 (title), 嵊泗县人民政府办公室 (signature); ALT number 嵊政办发〔2024〕5号 or empty"
    )
    assert measured(tmp_path, capsys, issuer="县府办", number="", notes=notes)[0].startswith("1 documents")


@pytest.mark.parametrize("brackets", ["[]", "（）", "【】", "﹝﹞"])
def test_the_shape_of_brackets_is_no_other_number(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], brackets: str
) -> None:
    number = f"嵊政办发{brackets[0]}2024{brackets[1]}5号"
    assert measured(tmp_path, capsys, number=number)[0] == "1 documents; invented places: 0"


@pytest.mark.parametrize("title", ["重点工作责任分解(试行)", "责任分解的通知"])
@pytest.mark.parametrize("first", [True, False])
def test_a_field_may_have_several_other_readings(title: str, first: bool) -> None:
    others = ["ALT title 别的题目", f"ALT title {title}"]
    notes = "; ".join(others if first else reversed(others))
    readings = header_of(RIGHT | {"notes": notes})["alternatives"]["title"]
    assert sorted(readings) == sorted(["别的题目", title])


def test_nothing_may_be_right_too() -> None:
    assert header_of(RIGHT | {"notes": "ALT issuer (empty); ALT date (empty)"})["alternatives"] == {
        "issuers": [[]],
        "issued": [None],
    }


@pytest.mark.parametrize(
    ("column", "value", "kind"),
    [
        ("number", "嵊政办发〔2024〕6号", "number"),
        ("title", "关于印发重点工作责任分解的通知", "title"),
        ("issuer", "嵊泗县人民政府办公室、嵊泗县财政局", "issuers"),
        ("date", "", "date"),
        ("for_year", "2023", "year"),
        ("place", "", "invented"),
        ("place_code", "330921", "code"),
    ],
)
def test_each_difference_is_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], column: str, value: str, kind: str
) -> None:
    printed = measured(tmp_path, capsys, **{column: value})
    assert f"H1 {kind}: " in "\n".join(printed)


def test_a_text_that_is_refused_has_nothing_right(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path
    measured(folder, capsys)
    (folder / "H1.txt").write_text("今天天气很好。", encoding="utf-8")
    main([str(folder)])
    assert [line.split()[1] for line in capsys.readouterr().out.splitlines()[-7:]] == ["0"] * 7
