"""Values parted by commas, semicolons or tabs: exported tables as rows of cells."""

import pytest

from kg.parse.readings import tabs
from tests.parse.readings.seen import rows

READ = [
    "1|新建公园3座|responsible=县住建局|support=县财政局,县林业局",
    "2|新建学校1所，改造“薄弱学校”5所|responsible=县教育局|support=县住建局",
    "3|新建水厂1座|responsible=县水利局",
]
LIST = "潮湾县2024年重点工作任务书"
TABLE = [
    ["序号", "工作任务", "责任部门", "配合部门"],
    ["1", "新建公园3座", "县住建局", "县财政局,县林业局"],
    ["2", "新建学校1所，改造“薄弱学校”5所", "县教育局", "县住建局"],
    ["3", "新建水厂1座", "县水利局", ""],
]


def exported(mark: str, quotes: str, table: list[list[str]] = TABLE) -> str:
    """Write a table as a spreadsheet does: in quotes all cells, the filled ones, or those that need them."""

    def cell(text: str) -> str:
        needs = mark in text or "\n" in text or '"' in text
        quoted = needs or quotes == "all" or (quotes == "filled" and text)
        return '"' + text.replace('"', '""') + '"' if quoted else text

    return "".join(mark.join(map(cell, row)) + "\n" for row in table)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("quotes", ["all", "filled", "needed"])
@pytest.mark.parametrize("breaks", ["\n", "\n\n"])
def test_exports_are_rows(mark: str, quotes: str, breaks: str) -> None:
    assert rows(tabs, LIST + "\n" + exported(mark, quotes).replace("\n", breaks)) == READ


@pytest.mark.parametrize("mark", [",", ";"])
@pytest.mark.parametrize("quotes", ["all", "filled", "needed"])
def test_rows_of_one_filled_cell_are_lines(mark: str, quotes: str) -> None:
    empty = [""] * 3
    table = [[LIST, *empty], *TABLE, ["说明：由县督查室核定。", *empty]]
    assert rows(tabs, exported(mark, quotes, table)) == READ


def test_merged_cells_are_empty_below_the_first() -> None:
    groups = ["类别", "城乡建设", "", "保障"]
    table = [[group, *row] for group, row in zip(groups, TABLE, strict=True)]
    read = ["# 城乡建设", *READ[:2], "# 保障", READ[2]]
    assert rows(tabs, exported(",", "filled", table)) == read


def test_headings_in_two_rows() -> None:
    table = [["序号", "工作任务", "责任分工", ""], ["", "", "责任部门", "配合部门"], *TABLE[1:]]
    assert rows(tabs, exported(",", "needed", table)) == READ


def test_a_cell_in_quotes_keeps_its_lines_and_its_quotes() -> None:
    table = [*TABLE[:3], ["3", '建设"口袋"公园2处，\n新建水厂1座', "县水利局", ""]]
    for mark in ",;\t":
        *_, last = rows(tabs, exported(mark, "needed", table))
        assert last == '3|建设"口袋"公园2处，新建水厂1座|responsible=县水利局'


@pytest.mark.parametrize(
    "page",
    [
        "一,二,三\n四,五,六\n七,八,九\n",  # nothing heads them
        "序号,工作任务,责任部门\n1,新建公园3座,县住建局\n",  # two rows
        "县住建局,县财政局,县教育局负责。\n县水利局,县林业局,县交通局负责。\n县委办,县府办,县编办负责。\n",
        '"新建公园3座,"县住建局,县财政局\n"新建学校1所,县教育局,县财政局\n',  # quotes that never close
        "".join(f"{n},任务{'甲' * n},{'乙,' * n}\n" for n in range(3, 9)),  # of no one width
    ],
)
def test_what_is_no_export(page: str) -> None:
    assert rows(tabs, page) == []


def test_many_lines_that_open_quotes_take_no_longer_each() -> None:
    assert rows(tabs, '"新建,公园,县住建局\n' * 3000) == []
