"""A column of names linked, and everything else left as it came."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from kg.errors import InputError, UnsupportedFormat, UsageError
from kg.link.linker import COLUMNS, Summary
from kg.link.table import link_file, link_stream

FINANCE = "https://w3id.org/zeren/unit/d8162c5f70"
HUGE = "长" * 350_000  # 1 MB in UTF-8


def link(
    tmp_path: Path, data: bytes | str, column: str = "单位", **more: object
) -> tuple[list[list[str]], Summary]:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_bytes(data.encode() if isinstance(data, str) else data)
    summary = link_file(source, target, column=column, **more)  # type: ignore[arg-type]
    csv.field_size_limit(2**31 - 1)
    text = target.read_bytes().decode("utf-8")
    return list(csv.reader(io.StringIO(text, newline=""))), summary


def test_names_are_linked_and_the_doubtful_only_marked(tmp_path: Path) -> None:
    rows, summary = link(tmp_path, "序号,单位\n1,嵊泗县财政局\n2,财政局\n3,岱山县财政局\n4,县财政局\n")
    assert rows[0] == ["序号", "单位", *COLUMNS]
    first = dict(zip(rows[0], rows[1], strict=True))
    assert (first["iri"], first["label"], first["score"], first["reason"]) == (
        FINANCE,
        "县财政局",
        "100",
        "full-name",
    )
    assert first["codes"] == "gbt2260:330922"
    doubtful = dict(zip(rows[0], rows[2], strict=True))
    assert (doubtful["iri"], doubtful["label"]) == ("", "")
    assert doubtful["reason"].startswith("doubtful: ")
    assert FINANCE in doubtful["candidates"]
    assert rows[3][2:] == ["", "", "", "none", "", ""]
    assert (summary.rows, summary.certain, summary.doubtful, summary.unknown, summary.distinct) == (
        4,
        2,
        1,
        1,
        4,
    )


def test_a_place_makes_a_bare_name_certain(tmp_path: Path) -> None:
    rows, _ = link(tmp_path, "单位\n财政局\n", place="嵊泗县")
    assert rows[1][1] == FINANCE
    with pytest.raises(UsageError):
        link(tmp_path, "单位\n财政局\n", place="无此县")


def test_codes_of_a_place_and_a_body(tmp_path: Path) -> None:
    rows, _ = link(tmp_path, "地区\n舟山市\n330922\n", column="地区", kinds=("place",))
    assert rows[1][5].split() == ["gbt2260:330900", "wikidata:Q58324"]
    assert rows[2][2] == "嵊泗县"
    rows, _ = link(tmp_path, "单位\n县发改局\n")
    assert rows[1][5].split() == ["gbt2260:330922", "uscc:113309220026431300"]


ODD = (
    "编号,单位,备注\r\n"
    '1,县财政局,"说 ""好"",\r\n第二行"\r\n'
    "2,,空\r\n"
    "3,12345,数\r\n"
    "4,3.50,数\r\n"
    "5,=SUM(A1:A9),公式\r\n"
    "6,+县财政局,公式\r\n"
    "7,@x,\r\n"
    "\r\n"
    "8\r\n"
    "9,县教育局,多,出来,的\r\n"
    '10,5" 管,引号\r\n'
    "11, 县 财政局 ,\t制表\r\n"
    f"12,{HUGE},{HUGE}\r\n"
    "13,\x00\x01,控制\r\n"
    "14,🏝️,表情"
)


def test_odd_cells_pass_untouched(tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_bytes(ODD.encode())
    summary = link_file(source, target, column="单位")
    before, after = source.read_bytes(), target.read_bytes()
    # Every line of the source is a prefix of a line of the target, in the same order.
    lines, position = before.split(b"\r\n"), 0
    for line in lines:
        position = after.index(line, position) + len(line)
    assert after.count(b"\r\n") == before.count(b"\r\n")
    rows = list(csv.reader(io.StringIO(after.decode(), newline="")))
    assert rows[0] == ["编号", "单位", "备注", *COLUMNS]
    by_number = {row[0]: row for row in rows if row}
    assert by_number["1"][3] == by_number["11"][3] == FINANCE
    assert by_number["8"][3:] == ["", "", "", "empty", "", ""]
    assert by_number["5"][6] == by_number["6"][6] == by_number["7"][6] == "formula"
    assert by_number["12"][6] == "too-long"
    assert [] in rows
    assert summary.certain == 3
    assert summary.warnings


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_encodings_are_kept(tmp_path: Path, encoding: str) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_bytes("单位;钱\n嵊泗县财政局;1\n".encode(encoding))
    link_file(source, target, column="单位")
    text = target.read_bytes().decode(encoding)
    assert text.splitlines()[0] == "单位;钱;" + ";".join(COLUMNS)
    assert FINANCE in text


def test_a_title_above_the_heading_and_taken_names(tmp_path: Path) -> None:
    rows, _ = link(tmp_path, "2024年预算\n\n单位,Label\n县财政局,x\n")
    assert rows[0] == ["2024年预算"]
    assert rows[2] == ["单位", "Label", "iri", "label_kg", *COLUMNS[2:]]
    assert rows[3][2] == FINANCE


def test_the_column_by_number(tmp_path: Path) -> None:
    rows, _ = link(tmp_path, "x,y\n1,县财政局\n", column="2")
    assert rows[1][2] == FINANCE


def test_wrong_input_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="没有“部门”列"):
        link(tmp_path, "单位\n县财政局\n", column="部门")
    with pytest.raises(InputError):
        link(tmp_path, "")
    with pytest.raises(UnsupportedFormat):
        link(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....")
    with pytest.raises(InputError):
        link(tmp_path, b"PK\x03\x04 broken")
    source = tmp_path / "in.csv"
    with pytest.raises(UsageError):
        link_file(source, source, column="单位")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv"]


def test_progress_ends_at_the_whole(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    link(tmp_path, "单位\n" + "县财政局\n" * 1000, progress=lambda done, total: told.append((done, total)))
    assert len(told) > 3
    assert told[-1][0] == told[-1][1] > 0
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_to_an_open_file(tmp_path: Path) -> None:
    source, output = tmp_path / "in.csv", io.BytesIO()
    source.write_text("单位\n县财政局\n", "utf-8")
    assert link_stream(source, output, column="单位").certain == 1
    link_file(source, tmp_path / "out.csv", column="单位")
    assert output.getvalue() == (tmp_path / "out.csv").read_bytes()


def test_names_are_looked_up_once(tmp_path: Path) -> None:
    _, summary = link(tmp_path, "单位\n" + "县财政局\n县教育局\n" * 500)
    assert (summary.rows, summary.distinct) == (1000, 2)


# --- workbooks --------------------------------------------------------------------------------------


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["TITLE"])
    sheet.append(["编号", "单位", "金额", "合计"])
    sheet.append([1, "嵊泗县财政局", 12.5, "=C3*2"])
    sheet.append([2, "财政局", None, True])
    sheet.append([3, None, 1, "x"])
    sheet.append([4, "=B3", 1, "公式"])
    sheet.append([5, 12345, 1, "数"])
    sheet["B3"].font = openpyxl.styles.Font(bold=True)
    sheet.column_dimensions["B"].width = 33
    book.create_sheet("另一表").append(["单位"])
    path = tmp_path / "in.xlsx"
    book.save(path)
    return path


def test_a_workbook_is_linked(workbook: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    summary = link_file(workbook, target, column="单位")
    before = openpyxl.load_workbook(workbook)
    after = openpyxl.load_workbook(target)
    assert after.sheetnames == before.sheetnames
    old, new = before.worksheets[0], after.worksheets[0]
    for row in old.iter_rows():
        for cell in row:
            twin = new[cell.coordinate]
            assert (twin.value, twin.data_type, twin.font.b) == (cell.value, cell.data_type, cell.font.b)
    assert [new.cell(2, 5 + i).value for i in range(6)] == list(COLUMNS)
    assert new["E3"].value == FINANCE
    assert new["E4"].value is None
    assert str(new["H4"].value).startswith("doubtful")
    assert new["H6"].value == "formula"
    assert new.dimensions == "A1:J7"
    assert new.column_dimensions["B"].width == 33
    assert (summary.rows, summary.certain, summary.doubtful) == (5, 1, 1)


def test_other_parts_of_a_workbook_keep_their_bytes(workbook: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    link_file(workbook, target, column="单位")
    with zipfile.ZipFile(workbook) as old, zipfile.ZipFile(target) as new:
        assert old.namelist() == new.namelist()
        changed = [name for name in old.namelist() if old.read(name) != new.read(name)]
    assert changed == ["xl/worksheets/sheet1.xml"]


def test_a_megabyte_in_a_cell_of_a_workbook(workbook: Path, tmp_path: Path) -> None:
    source, target = tmp_path / "big.xlsx", tmp_path / "out.xlsx"
    with zipfile.ZipFile(workbook) as old, zipfile.ZipFile(source, "w") as made:
        for name in old.namelist():
            data = old.read(name)
            made.writestr(name, data.replace(b"TITLE", b"x" * 2**20))
    link_file(source, target, column="单位")
    with zipfile.ZipFile(target) as book:
        assert any(b"x" * 2**20 in book.read(name) for name in book.namelist())


def test_another_sheet(workbook: Path, tmp_path: Path) -> None:
    link_file(workbook, tmp_path / "out.xlsx", column="单位", sheet="另一表")
    with pytest.raises(UsageError, match="没有工作表"):
        link_file(workbook, tmp_path / "out.xlsx", column="单位", sheet="无")


def test_entities_in_xml_are_not_followed(workbook: Path, tmp_path: Path) -> None:
    source = tmp_path / "bad.xlsx"
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    with zipfile.ZipFile(workbook) as old, zipfile.ZipFile(source, "w") as made:
        for name in old.namelist():
            made.writestr(name, bomb if name == "xl/workbook.xml" else old.read(name))
    with pytest.raises(InputError):
        link_file(source, tmp_path / "out.xlsx", column="单位")
