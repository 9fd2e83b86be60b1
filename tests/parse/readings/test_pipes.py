"""Rows of cells parted by bars."""

import pytest

from kg.parse.readings import pipes
from tests.parse.readings.seen import rows, tables


def test_marks_of_markdown_are_no_words() -> None:
    page = """\
| 序号 | 工作内容 | 责任单位 |
|---|:---:|---|
| 1 | **新建公园3座**。 | 县住建局<br>县财政局 |
| 2 | __改造__`小区`5个。 | — |
|  | 改造广场&nbsp;2个。 | 县住建局 |
正文。
"""
    (table,) = tables(pipes, page)
    assert table.name == "pipes"
    assert table.lines == ("| 序号 | 工作内容 | 责任单位 |", "| | 改造广场2个。 | 县住建局 |")
    assert table.rows == (
        "1|新建公园3座。|responsible=县住建局县财政局",
        "2|改造小区5个。",
        "2|改造广场2个。|responsible=县住建局",
    )


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(
            "序号 | 工作内容 | 责任单位\n1 | 新建公园3座。 | 县住建局\n2 | 新建学校1所。 | 县教育局\n",
            ["1|新建公园3座。|responsible=县住建局", "2|新建学校1所。|responsible=县教育局"],
            id="no bars at the ends",
        ),
        pytest.param(
            "｜序号｜工作内容｜责任单位｜\n｜1｜新建公园3座。｜县住建局｜\n",
            ["1|新建公园3座。|responsible=县住建局"],
            id="full-width bars",
        ),
        pytest.param(
            "序号|工作内容|责任单位|\n1|新建公园3座。|县住建局|\n",
            ["1|新建公园3座。|responsible=县住建局"],
            id="a bar at the end alone",
        ),
        pytest.param(
            "|序号|工作内容|责任单位\n|1|新建公园3座。|县住建局\n",
            ["1|新建公园3座。|responsible=县住建局"],
            id="a bar at the beginning alone",
        ),
        pytest.param(
            "| 序号 | 工作内容 | 责任单位 |\n| 1 | 新建`公园3座。 | 县住建局 |\n",
            ["1|新建`公园3座。|responsible=县住建局"],
            id="a single mark is a damaged character",
        ),
        pytest.param(
            "| 序号 | 工作内容 | 责任单位 |\n| 1 | 新建公园3座。 | 无 |\n| 2 | 新建学校1所。 | / |\n",
            ["1|新建公园3座。", "2|新建学校1所。"],
            id="what says that a cell is empty",
        ),
        pytest.param("| 序号 | 工作内容 | 责任单位 |\n正文\n", [], id="headings alone"),
        pytest.param("| 序号 | 工作内容 | 责任单位 |\n|---|---|---|\n", [], id="headings over a rule"),
        pytest.param("首页 | 公开\n正文 | 打印\n", [], id="one bar a line"),
        pytest.param("正文甲\n正文乙\n", [], id="no bar"),
    ],
)
def test_rows(page: str, expected: list[str]) -> None:
    assert rows(pipes, page) == expected


ROWS = (
    ("1", "新建公园3座，⏎改造小区5个", "副县长⏎王安", "县住建局、⏎县城管局", "10月⏎底"),
    ("2", "新建学校⏎1所，新增学位500个", "李明⏎（副县长）", "县教⏎育局", "8月底"),
    ("3", "建成养老院2所", "县委常委、⏎副县长李明", "县民政局⏎各街⏎道办事处", "12月底"),
)
EDGES = {"bars at the ends": "| {} |", "no bars at the ends": "{}", "tight": "|{}|"}


@pytest.mark.parametrize("broken", [(1,), (2,), (3,), (1, 3), (1, 2, 3, 4)])
@pytest.mark.parametrize("edge", EDGES.values(), ids=EDGES)
def test_rows_whose_cells_are_broken_over_lines(edge: str, broken: tuple[int, ...]) -> None:
    bar = "|" if edge == "|{}|" else " | "
    lines = [edge.format(bar.join(("序号", "工作内容", "责任领导", "责任单位", "完成时限")))]
    for row in ROWS:
        last = edge == "{}"  # nothing tells where the last cell ends
        cells = [
            cell.replace("⏎", "\n" if i in broken and not (last and i == 4) else "")
            for i, cell in enumerate(row)
        ]
        lines.append(edge.format(bar.join(cells)))
    found = rows(pipes, "\n".join(lines))
    assert [row.split("|")[:2] for row in found] == [[row[0], row[1].replace("⏎", "")] for row in ROWS]
    for row, told in zip(ROWS, found, strict=True):
        assert f"leader={row[2].replace('⏎', '')}" in told
    assert "responsible=县住建局、县城管局" in found[0]
    assert "responsible=县教育局" in found[1]


@pytest.mark.parametrize("bar", ["|", " | ", "｜", " ｜ "])
def test_a_number_before_a_bar_of_either_width_begins_a_row(bar: str) -> None:
    lines = ["序号|工作内容|责任单位|完成时限|备注", "1|新建公园3座。|县住建局", "2|新建学校1所。|县教育局"]
    assert rows(pipes, "\n".join(lines).replace("|", bar)) == [
        "1|新建公园3座。|responsible=县住建局",
        "2|新建学校1所。|responsible=县教育局",
    ]


def test_a_row_that_lacks_cells_does_not_take_the_next() -> None:
    page = (
        "| 序号 | 工作内容 | 责任单位 |\n| 1 | 新建公园3座。 |\n| 2 | 新建学校1所。 | 县教育局 |\n"
        "三、保障措施\n加强领导。"
    )
    assert rows(pipes, page) == ["1|新建公园3座。", "2|新建学校1所。|responsible=县教育局"]


def test_one_bar_a_line_below_headings_of_rows() -> None:
    page = """\
二、主要任务
（一）稳增长
新建公园3座，改造老旧小区12个 | 县住建局、县城投公司
规上工业增加值增长8%以上 | 县工信局
完成固定资产投资45亿元 | 县发改局
（二）惠民生
新建学校1所 | 县教育局
改造卫生院4所 | 县卫健局、各乡镇
三、工作要求
各单位要加强领导。
"""
    (table,) = tables(pipes, page)
    assert table.rows == (
        "|新建公园3座，改造老旧小区12个|responsible=县住建局、县城投公司",
        "|规上工业增加值增长8%以上|responsible=县工信局",
        "|完成固定资产投资45亿元|responsible=县发改局",
        "# （二）惠民生",
        "|新建学校1所|responsible=县教育局",
        "|改造卫生院4所|responsible=县卫健局、各乡镇",
    )


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(
            "县住建局 | 新建公园3座，改造老旧小区12个\n县工信局 | 规上工业增加值增长8%以上\n"
            "2.惠民生\n县教育局 | 新建学校1所，新增学位900个\n县卫健局 | 改造乡镇卫生院4所\n",
            [
                "|新建公园3座，改造老旧小区12个|responsible=县住建局",
                "|规上工业增加值增长8%以上|responsible=县工信局",
                "# 2.惠民生",
                "|新建学校1所，新增学位900个|responsible=县教育局",
                "|改造乡镇卫生院4所|responsible=县卫健局",
            ],
            id="bodies before the bar, a numbered heading",
        ),
        pytest.param(
            "新建学校1所，新增学位900个 | 县教育局 | 8月底前\n"
            "开展教师轮岗交流 | 县教育局、县人社局 | 12月底前\n"
            "（二）医疗\n改造乡镇卫生院4所 | 县卫健局 | 10月底前\n",
            [
                "|新建学校1所，新增学位900个|responsible=县教育局|deadline=8月底前",
                "|开展教师轮岗交流|responsible=县教育局、县人社局|deadline=12月底前",
                "# （二）医疗",
                "|改造乡镇卫生院4所|responsible=县卫健局|deadline=10月底前",
            ],
            id="three cells",
        ),
        pytest.param("首页 | 新闻中心\n政务公开 | 县住建局\n正文。\n", [], id="two lines of a menu"),
        pytest.param("首页 | 新闻\n公开 | 服务\n互动 | 数据\n专题 | 视频\n", [], id="no bodies"),
    ],
)
def test_rows_without_headings(page: str, expected: list[str]) -> None:
    assert rows(pipes, page) == expected
