"""What the columns of a table hold: by their headings, and by their cells."""

import pytest

from kg.parse.columns import is_header, read_columns, told_by
from kg.parse.grid import Grid
from kg.parse.lines import EMPTY, Line, clean


def row(*cells: str) -> tuple[Line, ...]:
    return tuple(clean(cell, 0, len(cell)) if cell else EMPTY for cell in cells)


def grid(*rows: str, unit: str | None = None) -> Grid:
    """Cells parted by bars."""
    return Grid(0, len(rows), tuple(row(*text.split("|")) for text in rows), unit)


def kinds(*rows: str) -> tuple[list[str], int]:
    columns, skip = read_columns(grid(*rows))
    return columns.kinds, skip


AIMS = (
    "1|招大引强，推动延链补链|引进项目24个；到位资金38亿元|县商务局|县财政局、园区管委会",
    "2|扩大有效投资，加快前期工作|固定资产投资增长14%左右|县发改局|各乡镇",
    "3|筹措资金，防范债务风险|争取上级资金16亿元|县财政局|",
    "4|推广国家通用语言文字|—|县教育局|县语委",
)
MEANS = (
    "1|企业开办时间压缩至0.5个工作日|整合窗口平台|市监局",
    "2|审批时间压减40%以上|实行告知承诺制|资规局",
    "3|用电报装不超过8天|推行零投资|供电公司",
)
TASKS = ("1|新建公园3座。|县住建局", "2|改造小区5个。|县住建局、县财政局", "3|新建学校1所。|县教育局")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("序号|工作内容|责任单位", True),
        ("序号|甲|责任单位", True),
        ("序号|甲|乙", False),
        ("序号|甲|乙|责任单位", True),
        ("序号|甲|乙|丙|责任单位", False),
        ("序号||", False),
        ("1|工作内容|责任单位", False),
        ("12*|工作内容|责任单位", False),
        ("序号|工作内容。|责任单位", False),
        ("一、序号|工作内容|责任单位", False),
        (f"序号|工作内容{'甲' * 27}|责任单位", False),
        (f"序号|{'甲' * 30}|责任单位", True),
    ],
)
def test_a_row_of_headings(text: str, expected: bool) -> None:
    assert is_header(row(*text.split("|"))) is expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            ("序号|工作内容|责任单位", *TASKS), (["number", "body", "responsible"], 1), id="known headings"
        ),
        pytest.param(
            ("一览表||", "序号|工作内容|责任单位", *TASKS),
            (["number", "body", "responsible"], 2),
            id="below a title",
        ),
        pytest.param(
            (
                "序号|项目名称|投资|投资|责任单位",
                "序号|项目名称|总投资|2024年计划投资|责任单位",
                "1|公园|30|10|县住建局",
            ),
            (["number", "name", "total", "planned", "responsible"], 2),
            id="two rows of headings",
        ),
        pytest.param(
            ("序号|项目名称|总投资||责任单位", "||投资总额|计划投资|", "1|公园|30|10|县住建局"),
            (["number", "name", "total", "total", "responsible"], 2),
            id="planned below the whole sum is the whole sum's",
        ),
        pytest.param(
            ("序号|工作内容|谁来做", *TASKS),
            (["number", "body", "responsible"], 1),
            id="cells tell of an unknown column",
        ),
        pytest.param(
            ("序号|做什么|责任单位", *TASKS),
            (["number", "body", "responsible"], 1),
            id="the unknown column is the task",
        ),
        pytest.param(
            (
                "序号|工作内容|单位|目标值|责任单位",
                "1|公园面积|公顷|30|县住建局",
                "2|财政收入|亿元|6|县财政局",
            ),
            (["number", "body", "measure", "body", "responsible"], 1),
            id="units of measure",
        ),
        pytest.param(
            (
                "序号|重点任务|工作措施|责任单位",
                "1|城市更新|新建公园三座。|县住建局",
                "2||改造广场两个。|县城管局",
            ),
            (["number", "category", "body", "responsible"], 1),
            id="the first column of words spans rows",
        ),
        pytest.param(
            (
                "序号|重点任务|工作措施|责任单位",
                "1|城市更新|新建公园三座。|县住建局",
                "2|城市更新|改造广场。|县城管局",
            ),
            (["number", "category", "body", "responsible"], 1),
            id="or repeats its words",
        ),
        pytest.param(
            ("次序|做什么|谁来做", *TASKS), (["number", "body", "responsible"], 1), id="unknown headings"
        ),
        pytest.param(TASKS, (["number", "body", "responsible"], 0), id="no headings"),
        pytest.param(
            (
                "次序|说的是|做什么|谁来做|到何时",
                "1|城建|新建公园三座。|县住建局|6月底",
                "2|城建|改造广场。|县城管局|9月底",
            ),
            (["number", "category", "body", "responsible", "deadline"], 1),
            id="unknown headings over groups and deadlines",
        ),
        pytest.param(
            (
                "序号|工作内容|承接|配合单位",
                "1|新建公园3座。|县住建局|县财政局",
                "2|改造小区。|县城管局|县财政局",
            ),
            (["number", "body", "lead", "support"], 1),
            id="who answers beside who helps leads",
        ),
        pytest.param(
            (
                "序号|工作内容|责任|",
                "||谁来抓|谁配合",
                "1|新建公园3座。|县住建局|县财政局",
                "2|改造小区。|县城管局|县财政局",
            ),
            (["number", "body", "lead", "support"], 2),
            id="one known heading in the second row",
        ),
        pytest.param(("甲|乙", "丙|丁"), ([], 0), id="nothing tells"),
        pytest.param(
            ("战役|攻坚课题|全年要攻下的数|主攻单位|协同单位", *AIMS),
            (["number", "body", "progress", "lead", "support"], 1),
            id="what is to be done, then how much of it",
        ),
        pytest.param(
            ("题号|攻什么仗|打下多少|扛旗单位|帮扶单位", *AIMS),
            (["number", "body", "progress", "lead", "support"], 1),
            id="stems tell who leads and who helps",
        ),
        pytest.param(
            ("序号|工作任务|军令状|牵头单位|配合单位", *AIMS),
            (["number", "body", "progress", "lead", "support"], 1),
            id="figures below one unknown heading",
        ),
        pytest.param(
            AIMS, (["number", "body", "progress", "responsible", "responsible"], 0), id="figures below none"
        ),
        pytest.param(
            ("序号|提升目标|具体打法|责任单位", *MEANS),
            (["number", "body", "other2", "responsible"], 1),
            id="figures before the words are the task",
        ),
        pytest.param((TASKS[0],), ([], 0), id="one row"),
        pytest.param(("新建公园3座。", "改造小区5个。"), ([], 0), id="one column"),
    ],
)
def test_columns(rows: tuple[str, ...], expected: tuple[list[str], int]) -> None:
    assert kinds(*rows) == expected


@pytest.mark.parametrize(
    ("rows", "unit", "expected"),
    [
        (("序号|项目名称|总投资（万元）|责任单位", "1|公园|30|县住建局"), None, "万元"),
        (("序号|项目名称|总投资|责任单位", "1|公园|30|县住建局"), "亿元", "亿元"),
        (("序号|项目名称|总投资（万元）|责任单位", "1|公园|30|县住建局"), "亿元", "亿元"),
        (("序号|项目名称|总投资|责任单位", "1|公园|30|县住建局"), None, None),
    ],
)
def test_the_unit_of_money(rows: tuple[str, ...], unit: str | None, expected: str | None) -> None:
    assert read_columns(grid(*rows, unit=unit))[0].unit == expected


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        ("序号|项目名称|总投资|责任单位", True),
        ("序号|建设内容|2024年计划投资|责任单位", True),
        ("序号|项目名称|责任单位", False),
        ("序号|工作内容|总投资|责任单位", False),
    ],
)
def test_a_table_of_projects(headings: str, expected: bool) -> None:
    columns, _ = read_columns(grid(headings, "1|公园|30|县住建局"))
    assert columns.is_projects is expected


def test_headings_as_printed() -> None:
    columns, _ = read_columns(grid("序 号|工作内容|责任 单位", *TASKS))
    assert columns.headings == {"number": "序号", "body": "工作内容", "responsible": "责任单位"}
    assert columns.by_headings
    assert not read_columns(grid(*TASKS))[0].by_headings


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["1", "2", "3"], "number"),
        (["县住建局", "县财政局、县税务局"], "responsible"),
        (["王安", "李明"], "leader"),
        (["6月底", "年底前"], "deadline"),
        (["新建", "续建"], "nature"),
        (["县住建局"] * 5 + ["说明甲", "说明乙"], "responsible"),
        (["县住建局"] * 4 + ["说明甲", "说明乙"], None),
        (["新建公园三座"], None),
        ([], None),
    ],
)
def test_what_most_cells_say(cells: list[str], kind: str | None) -> None:
    assert told_by(cells) == kind
