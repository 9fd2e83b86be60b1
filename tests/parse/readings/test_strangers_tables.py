"""Brothers of tables that strangers wrote: other places, columns and orders, the same kind of damage."""

from types import ModuleType

import pytest

from kg.parse.readings import (
    blank_columns,
    blank_parted,
    cell_a_line,
    joined_rows,
    loose_cells,
    pipes,
    records,
    stated_cells,
    tabs,
)
from tests.parse.readings.seen import rows

TITLE = "云溪县2024年重点工作任务分解表\n"

CASES = [
    pytest.param(
        blank_columns,
        "青禾县2024年任务表\n"
        "编                             责任\n"
        "    重 点 任 务                          承办单位        完成时限\n"
        "号                             领导\n"
        "              一、交通\n"
        "1   新建农村公路30公里，改造   王安      县交通局        6月底\n"
        "    危桥4座。\n"
        "\n"
        "2   新增公交车20辆。           李明      县人力资源社    年底\n"
        "                                         会保障局\n"
        "青禾县2024年任务表\n"
        "编                             责任\n"
        "    重 点 任 务                          承办单位        完成时限\n"
        "号                             领导\n"
        "3   新建车站1座。              李明      县住建局        9月底\n"
        "注：时限均指2024年。\n",
        [
            "# 一、交通",
            "1|新建农村公路30公里，改造危桥4座。|leader=王安|responsible=县交通局|deadline=6月底",
            "2|新增公交车20辆。|leader=李明|responsible=县人力资源社会保障局|deadline=年底",
            "3|新建车站1座。|leader=李明|responsible=县住建局|deadline=9月底",
        ],
        id="headings of several lines, again on the next page",
    ),
    pytest.param(
        cell_a_line,
        "类别\n序号\n工作任务\n责任单位\n时限\n乡村\n振兴\n1\n新建公路3公里。\n县交通局\n6月底\n"
        "2\n改造农房20户。\n县住建局\n年底\n教育\n提升\n3\n新建学校1所。\n县教育局\n8月底\n抄送：县委办公室。\n",
        [
            "# 乡村振兴",
            "1|新建公路3公里。|responsible=县交通局|deadline=6月底",
            "2|改造农房20户。|responsible=县住建局|deadline=年底",
            "# 教育提升",
            "3|新建学校1所。|responsible=县教育局|deadline=8月底",
        ],
        id="a group's name that its narrow column breaks",
    ),
    pytest.param(
        loose_cells,
        "表中各列依次为工作任务、主办单位、协办单位和完成时限。\n任务表\n"
        "（一）交通\n〔1〕\n新建公路3公里\n县交通局\n县财政局\n6月底\n"
        "〔2〕\n改造危桥2座\n县公路局\n县财政局、县水利局\n年底\n（二）教育\n〔3〕\n新建学校1所\n县教育局\n县住建局\n8月底\n",
        [
            "# （一）交通",
            "〔1〕|新建公路3公里|lead=县交通局|support=县财政局|deadline=6月底",
            "〔2〕|改造危桥2座|lead=县公路局|support=县财政局、县水利局|deadline=年底",
            "# （二）教育",
            "〔3〕|新建学校1所|lead=县教育局|support=县住建局|deadline=8月底",
        ],
        id="columns that a sentence names",
    ),
    pytest.param(
        joined_rows,
        "领域序号任务分工牵头领导主办单位协办单位完成时限\n"
        "交通1新建公路3公里。王安县交通局县财政局6月底\n2改造危桥2座。县公路局县水利局年底\n"
        "教育3新建学校1所，\n改造食堂2个。李明轩县教育局县住建局8月底\n注：略。\n",
        [
            "# 交通",
            "1|新建公路3公里。|leader=王安|lead=县交通局|support=县财政局|deadline=6月底",
            "2|改造危桥2座。|leader=王安|lead=县公路局|support=县水利局|deadline=年底",
            "# 教育",
            "3|新建学校1所，改造食堂2个。|leader=李明轩|lead=县教育局|support=县住建局|deadline=8月底",
        ],
        id="groups and leaders merged over rows that have run together",
    ),
    pytest.param(
        joined_rows,
        "序号 重点事项 挂帅领导 落实\n1新建厂房3栋。岑嘉树经发局\n2引进项目5个。岑嘉树投促局、经发局\n"
        "3培训员工900人。狄怀瑾人社局\n",
        [
            "1|新建厂房3栋。|leader=岑嘉树|responsible=经发局",
            "2|引进项目5个。|leader=岑嘉树|responsible=投促局、经发局",
            "3|培训员工900人。|leader=狄怀瑾|responsible=人社局",
        ],
        id="leaders before bodies without a level",
    ),
    pytest.param(
        tabs,
        '序号\t任务\t主办\t协办\n1\t"新建公路3公里，\n改造危桥2座"\t"县交\n通局"\t县财政局\n'
        '2\t新建学校1所\t县教育局\t"县住建局\n县财政局"\n',
        [
            "1|新建公路3公里，改造危桥2座|lead=县交通局|support=县财政局",
            "2|新建学校1所|lead=县教育局|support=县住建局县财政局",
        ],
        id="cells in quotes keep their lines",
    ),
    pytest.param(
        tabs,
        "责任单位\t序号\t任务\t责任领导\n县交通局\t1\t新建公路3公里，改造危\t欧阳\n责任单位\t序号\t任务\t责任领导\n"
        "\t\t桥2座。\t予安\n县教育局\t2\t新建学校1所。\t王安\n",
        [
            "1|新建公路3公里，改造危桥2座。|responsible=县交通局|leader=欧阳予安",
            "2|新建学校1所。|responsible=县教育局|leader=王安",
        ],
        id="a row that the page's end breaks",
    ),
    pytest.param(
        tabs,
        "序号\t任务\t主办\t协办\n1\t新建公路3公里，改造危\t县交通局\t县财政局、县自然\n"
        "— 1 —\n序号\t任务\t主办\t协办\n\t桥2座。\t\t资源局\n2\t新建学校1所。\t县教育局\t县住建局\n"
        "3\t培训教师90人。\t县教育局\t\n",
        [
            "1|新建公路3公里，改造危桥2座。|lead=县交通局|support=县财政局、县自然资源局",
            "2|新建学校1所。|lead=县教育局|support=县住建局",
            "3|培训教师90人。|lead=县教育局",
        ],
        id="a name that the page's end breaks",
    ),
    pytest.param(
        tabs,
        "类别\t牵头单位\t实事内容\t配合单位\n交通\t县交通局\t新建公路3公里\t各乡镇\n\t\t改造渡口2道\t县水利局\n"
        "\t\t增加班车4辆\t县公路局\n教育\t县教育局\t新建学校1所\t县财政局\n\t县人社局\t扶持就业120人\t县教育局\n"
        "\t\t培训技能人才80人\t县总工会\n",
        [
            "# 交通",
            "|新建公路3公里|lead=县交通局|support=各乡镇",
            "|改造渡口2道|lead=县交通局|support=县水利局",
            "|增加班车4辆|lead=县交通局|support=县公路局",
            "# 教育",
            "|新建学校1所|lead=县教育局|support=县财政局",
            "|扶持就业120人|lead=县人社局|support=县教育局",
            "|培训技能人才80人|lead=县人社局|support=县总工会",
        ],
        id="who leads merged over rows that name who helps",
    ),
    pytest.param(
        records,
        "题号\t01\n任务\t新建公路3公里\n责任单位\t县交通局\n收官\t6月底\n\n"
        "题号\t02\n任务\t贷款余额增长20%以上\n责任单位\t县财政局\n收官\t年底\n",
        [
            "01|新建公路3公里|responsible=县交通局|deadline=6月底",
            "02|贷款余额增长20%以上|responsible=县财政局|deadline=年底",
        ],
        id="forms with headings that nothing knows",
    ),
    pytest.param(
        blank_parted,
        "序号  实事名称  工作内容  责任单位  分管领导\n1  饮水  新打机井6眼。  县水利局 县财政局  王安\n"
        "2  行路  新修油路8公里。  县交通局  李  明\n3  照明  改造线路5公里。  县电业局  王安\n",
        [
            "1|新打机井6眼。|title=饮水|responsible=县水利局县财政局|leader=王安",
            "2|新修油路8公里。|title=行路|responsible=县交通局|leader=李明",
            "3|改造线路5公里。|title=照明|responsible=县电业局|leader=王安",
        ],
        id="bodies parted by single blanks between wide ones",
    ),
    pytest.param(
        blank_parted,
        "项目名称建设内容建设性质总投资(万元)本年投资(万元)责任部门\n"
        "1.县城水厂　日供水2万吨　续建　12600　5400　县水利局\n"
        "2.客运站　一级站　前期　2600　　　县交通局\n3.垃圾场　日处理90吨　新建　4380　2000　县环卫处\n",
        [
            "1|县城水厂|responsible=县水利局|total=12600|planned=5400",
            "2|客运站|responsible=县交通局|total=2600",
            "3|垃圾场|responsible=县环卫处|total=4380|planned=2000",
        ],
        id="projects between ideographic blanks below headings that have run together",
    ),
]


@pytest.mark.parametrize(("reading", "page", "expected"), CASES)
def test_rows(reading: ModuleType, page: str, expected: list[str]) -> None:
    # Cells a line are read twice: lines that end within cells, and lines that do not.
    assert rows(reading, TITLE + page)[-len(expected) :] == expected


LEGEND = "表中“挑头”为牵头单位，“搭手”为配合单位。\n"
LED = ["1|新建公路3公里|lead=县交通局|support=县财政局", "2|新建学校1所|lead=县教育局|support=县住建局"]


@pytest.mark.parametrize(
    ("reading", "page", "suffix"),
    [
        (
            pipes,
            "|序号|任务|挑头|搭手|\n|1|新建公路3公里|县交通局|县财政局|\n|2|新建学校1所|县教育局|县住建局|\n",
            ".txt",
        ),
        (
            tabs,
            "序号\t任务\t挑头\t搭手\n1\t新建公路3公里\t县交通局\t县财政局\n2\t新建学校1所\t县教育局\t县住建局\n",
            ".txt",
        ),
        (
            stated_cells,
            "<table><tr><td>序号</td><td>任务</td><td>挑头</td><td>搭手</td></tr><tr><td>1</td><td>新建公路3公里</td>"
            "<td>县交通局</td><td>县财政局</td></tr><tr><td>2</td><td>新建学校1所</td><td>县教育局</td>"
            "<td>县住建局</td></tr></table>",
            ".html",
        ),
    ],
)
def test_a_legend_in_the_letter(reading: ModuleType, page: str, suffix: str) -> None:
    letter = f"<p>{LEGEND}</p>" if suffix == ".html" else LEGEND
    assert rows(reading, letter + page, suffix) == LED


def test_who_answers_by_a_legend_does_not_lead() -> None:
    letter = "“谁来干”一栏为责任单位，“谁搭手”一栏为配合单位。\n"
    page = "序号\t任务\t谁来干\t谁搭手\n1\t新建公路3公里\t县交通局\t县财政局\n"
    page += "2\t新建学校1所\t县教育局\t县住建局\n"
    assert rows(tabs, letter + page) == [row.replace("lead", "responsible") for row in LED]
    assert rows(tabs, page.replace("谁来干", "承接")) == LED


@pytest.mark.parametrize("heading", ["年度目标", "年度指标", "量化目标", "具体指标", "绩效目标"])
def test_aims_stand_beside_the_words_of_a_task(heading: str) -> None:
    page = f"序号\t{heading}\t重点任务\t责任单位\n1\t新建站9家\t扩大养老服务\t县民政局\n"
    page += "2\t改造620户\t推进适老化改造\t县残联\n"
    assert rows(tabs, page) == ["1|扩大养老服务|responsible=县民政局", "2|推进适老化改造|responsible=县残联"]
