"""Which items a sentence of units covers, and where numbers begin items."""

from __future__ import annotations

import pytest

from kg import pipeline
from kg.emit import as_json

HEAD = "云溪县2024年重点工作任务分解\n"


def units(text: str) -> dict[str, list[str]]:
    """Return the bodies of each task by its number."""
    notice = as_json(pipeline.convert((HEAD + text).encode(), name="notice.txt"))
    return {task["number"]: [unit["text"] for unit in task["units"]] for task in notice["tasks"]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "一、稳增长\n1.改造公路30公里。\n2.新建水库1座。\n以上第1至2项工作，由县交通局牵头，县财政局配合。\n"
            "3.新建学校1所。\n责任单位：县教育局",
            {"1": ["县交通局", "县财政局"], "2": ["县交通局", "县财政局"], "3": ["县教育局"]},
            id="by their numbers",
        ),
        pytest.param(
            "一、稳增长\n1.新建学校1所。\n责任单位：县教育局\n2.改造公路30公里。\n3.新建水库1座。\n"
            "上述任务由县水利局负责。",
            {"1": ["县教育局"], "2": ["县水利局"], "3": ["县水利局"]},
            id="those that have none",
        ),
        pytest.param(
            "一、稳增长\n1.改造公路30公里。\n2.新建水库1座。\n3.新建桥梁2座。\n"
            "（第1、3项由县交通局负责，第2项由县水利局负责）",
            {"1": ["县交通局"], "2": ["县水利局"], "3": ["县交通局"]},
            id="clause by clause",
        ),
        pytest.param(
            "一、稳增长\n本部分任务由县民政局、县残联按职责分工负责。\n1.新建养老院3家。\n2.新增床位90张。\n"
            "二、抓安全\n3.新建消防站1座。\n责任单位：县应急局",
            {"1": ["县民政局", "县残联"], "2": ["县民政局", "县残联"], "3": ["县应急局"]},
            id="a chapter",
        ),
        pytest.param(
            "一 稳增长\n1 改造公路 30 公里\n责任单位 县交通局\n二 惠民生\n2 新建学校 1 所\n责任单位 县教育局",
            {"1": ["县交通局"], "2": ["县教育局"]},
            id="bare numbers go on through chapters",
        ),
    ],
)
def test_units_reach_their_items(text: str, expected: dict[str, list[str]]) -> None:
    assert units(text) == expected


def test_amounts_of_money_are_no_row_numbers() -> None:
    cells = "序号 项目名称 总投资 年度投资 责任单位 "
    cells += "1 县医院 2 3 县卫健局 2 水库 60 4 县水利局 3 学校 8 5 县教育局"
    notice = as_json(pipeline.convert((HEAD + cells.replace(" ", "\n")).encode(), name="notice.txt"))
    assert [(p["number"], p["name"], p["investment"]["total"]) for p in notice["projects"]] == [
        ("1", "县医院", 2),
        ("2", "水库", 60),
        ("3", "学校", 8),
    ]


def test_what_a_chapter_says_first_is_no_part_of_its_items() -> None:
    text = (
        "一、振兴产业\n坚持调优结构，加快构筑产业高地。\n做强工业。新建厂房3栋。（责任单位：县工信局）\n"
        "做优农业。改造农田2万亩。（责任单位：县农业农村局）"
    )
    notice = as_json(pipeline.convert((HEAD + text).encode(), name="notice.txt"))
    assert [task["text"] for task in notice["tasks"]] == [
        "做强工业。新建厂房3栋。",
        "做优农业。改造农田2万亩。",
    ]


def test_rows_under_a_merged_number_share_its_leader() -> None:
    cells = (
        "序号 目标任务 牵头领导 责任单位 完成时限 1 新建中心幼儿园5所，毛入园率达到82%。 王安 县教育局 8月底 "
    )
    cells += "改造农村薄弱学校12所，新增学位800个。 12月底 2 城镇新增就业4200人。 李明 县人社局 12月底"
    notice = as_json(pipeline.convert((HEAD + cells.replace(" ", "\n")).encode(), name="notice.txt"))
    assert [[leader["name"] for leader in task["leaders"]] for task in notice["tasks"]] == [
        ["王安"],
        ["王安"],
        ["李明"],
    ]


def test_rows_whose_cells_ran_together_keep_their_lines() -> None:
    text = (
        "类别序号重点督办内容牵头单位全年完成情况\n"
        "产业发展1新建标准厂房12栋。县工信局全县已建成厂房8栋，其余4栋封顶。\n"
        "产业发展2招引项目20个。县商务局、县供销社2023年底签约18个。\n"
        "民生保障3改造农村危房300户。县人力社保局根据县里统一部署，已完成。"
    )
    assert units(text) == {"1": ["县工信局"], "2": ["县商务局", "县供销社"], "3": ["县人力社保局"]}


def test_articles_number_items() -> None:
    text = (
        "第一条精简申报材料。（责任单位：审批科、建设科，排名第一位的为牵头责任单位，下同）\n"
        "第二条推行预约办理。（责任单位：质监站）"
    )
    assert units(text) == {"第一条": ["审批科", "建设科"], "第二条": ["质监站"]}


def test_a_deadline_stands_behind_who() -> None:
    assert units(
        "1.优化开办流程。（登记科负责，完成时限：2024年底前）\n2.推广电子证照。（信息科负责，完成时限：6月底前）"
    ) == {
        "1": ["登记科"],
        "2": ["信息科"],
    }


def test_a_title_begins_an_item_where_others_like_it_do() -> None:
    text = (
        "一、优化服务\n（一）推进一窗受理。完善窗口设置，统一收件标准。（县政务办牵头，县直有关部门配合）\n"
        "二、深化改革\n（二）推动网上办理。梳理事项。（县政务办牵头，县直有关部门配合）"
        "开通夜间服务窗口。（县司法局牵头，县直有关部门配合）"
    )
    notice = as_json(pipeline.convert((HEAD + text).encode(), name="notice.txt"))
    assert [(task["number"], task["text"][:6]) for task in notice["tasks"]] == [
        ("（一）", "推进一窗受理"),
        ("（二）", "推动网上办理"),
        ("（二）", "开通夜间服务"),
    ]


def test_a_heading_may_say_who_leads_what_stands_below() -> None:
    text = (
        "一、主要任务\n（一）市场准入。（县市场监管局牵头）\n1.升级开办平台，压减办理时限。\n2.推行告知承诺。\n"
        "（二）登记财产。（县自然资源局牵头）\n3.推进线上登记。\n4.公开办理流程。"
    )
    assert units(text) == {
        "1": ["县市场监管局"],
        "2": ["县市场监管局"],
        "3": ["县自然资源局"],
        "4": ["县自然资源局"],
    }


def test_members_are_told_what_each_does() -> None:
    text = (
        "一、主要任务\n（一）完善管护体系。（责任单位：县交通局）\n二、成员单位职责\n"
        "1.县财政局：落实管护资金。\n2.县林业局：加强沿线巡查。\n3.县水利局：查处非法采砂。"
    )
    assert units(text) == {"（一）": ["县交通局"], "1": ["县财政局"], "2": ["县林业局"], "3": ["县水利局"]}


def test_a_chapter_of_one_paragraph_stands_beside_chapters_of_numbered_ones() -> None:
    text = (
        "一、健康促进\n1.主要指标。\n居民健康素养水平达到36%以上。（责任处室：规划处）\n"
        "2.重点举措。\n（1）建成无烟单位20家。（责任处室：健康办）\n（2）开展义诊50场次。（责任处室：基层处）"
    )
    notice = as_json(pipeline.convert((HEAD + text).encode(), name="notice.txt"))
    assert [(task["number"], task["section"], task["text"][:6]) for task in notice["tasks"]] == [
        (None, "1.主要指标。", "居民健康素养"),
        ("（1）", "2.重点举措。", "建成无烟单位"),
        ("（2）", "2.重点举措。", "开展义诊50"),
    ]


def test_short_headings_stand_between_items_without_numbers() -> None:
    text = (
        "新增优质学位1.86万个。\n主管领导：范明\n责任单位：市教育局\n主要责任人：蔡冬\n进度安排：年底前完成。\n"
        "关键词 交通\n更新公交车600台，新开公交线路20条。\n主管领导：龚华\n责任单位：市交通局\n"
        "进度安排：年底前完成。"
    )
    notice = as_json(pipeline.convert((HEAD + text).encode(), name="notice.txt"))
    assert [(task["text"][:4], [u["text"] for u in task["units"]]) for task in notice["tasks"]] == [
        ("新增优质", ["市教育局"]),
        ("更新公交", ["市交通局"]),
    ]


def test_a_table_of_aims_states_their_units_in_a_column() -> None:
    table = "序号\t指标\t单位\t目标值\t责任单位\n1\t财政收入增长率\t%\t6\t县财政局\n"
    table += "2\t工业投资\t亿元\t47\t县工信局\n3\t优良天数比例\t%\t不低于75\t县环保局\n"
    notice = as_json(pipeline.convert((HEAD + table).encode(), name="notice.txt"))
    found = [
        (t["change"], t["bound"], t["value"], t["unit"]) for task in notice["tasks"] for t in task["targets"]
    ]
    assert found == [("increase", "eq", 6, "%"), ("level", "eq", 47, "亿元"), ("level", "ge", 75, "%")]


def test_a_column_that_groups_rows_is_no_part_of_the_task() -> None:
    cells = [
        ("序号", "重点任务", "工作措施", "责任单位"),
        ("1", "大气治理", "完成锅炉改造120台。", "县环保局"),
        ("2", "大气治理", "关停砖窑6家。", "县工信局"),
        ("3", "水治理", "新建管网16公里。", "县住建局"),
    ]
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in cells)
    page = f"<html><body><p>{HEAD}</p><table>{rows}</table></body></html>"
    notice = as_json(pipeline.convert(page.encode(), name="notice.html"))
    assert [task["text"] for task in notice["tasks"]] == [row[2] for row in cells[1:]]


def test_a_title_and_its_contents_make_a_task_where_there_is_no_money() -> None:
    table = "序号\t项目名称\t主要内容\t牵头单位\n1\t幸福养老\t新建养老中心2家。\t区民政局\n"
    table += "2\t扩大就业\t新增就业2300人。\t区人社局\n"
    notice = as_json(pipeline.convert((HEAD + table).encode(), name="notice.txt"))
    assert [(task["title"], task["text"]) for task in notice["tasks"]] == [
        ("幸福养老", "新建养老中心2家。"),
        ("扩大就业", "新增就业2300人。"),
    ]


def test_bodies_stand_before_what_they_do() -> None:
    text = (
        "（一）经济增长\n1.市发改局牵头，市统计局配合：地区生产总值增长9%。\n2.市商务局：实际利用外资3800万美元。\n"
        "（二）城镇化\n3.市住建局、市规划局：开工建设保障性住房2150套。"
    )
    assert units(text) == {
        "1": ["市发改局", "市统计局"],
        "2": ["市商务局"],
        "3": ["市住建局", "市规划局"],
    }


def test_sentences_that_say_in_their_midst_who_does_them() -> None:
    text = (
        "云溪县人民政府办公室关于开展环境整治行动的通知\n各乡镇人民政府：\n现将有关事项通知如下：\n"
        "一、道路整治\n（一）改造街巷。由县住建局牵头，县财政局、县交通局配合，年内改造街巷32条。\n"
        "（二）规范出租车，由县交通局负责，办结时限缩短为5个工作日。\n"
        "二、市容整治\n（三）清理摊点。由县城管局牵头，设置疏导点14处，由此方便群众。\n"
    )
    tasks = as_json(pipeline.convert(text.encode(), name="notice.txt"))["tasks"]
    assert [[(unit["text"], unit["role"]) for unit in task["units"]] for task in tasks] == [
        [("县住建局", "lead"), ("县财政局", "support"), ("县交通局", "support")],
        [("县交通局", "responsible")],
        [("县城管局", "lead")],
    ]
    assert tasks[0]["text"].startswith("改造街巷。由县住建局牵头")


def test_bodies_head_their_tasks() -> None:
    text = (
        "一、县政府办公室（2项）\n①公文运转平均时限压缩10%。\n②办结热线转办件。\n二、县财政局（1项）\n"
        "①一般性支出压减6%。\n三、县水利局（1项）\n①清淤斗渠46公里。"
    )
    notice = as_json(pipeline.convert((HEAD + text).encode(), name="notice.txt"))
    assert [[unit["text"] for unit in task["units"]] for task in notice["tasks"]] == [
        ["县政府办公室"],
        ["县政府办公室"],
        ["县财政局"],
        ["县水利局"],
    ]


def test_a_bracket_behind_a_chapter_names_leader_and_bodies() -> None:
    text = (
        "一、改善人居环境\n1.新改建户厕6.5万座。\n2.建成污水处理厂14座。\n"
        "（以上任务牵头州领导：副州长龙再兴；牵头单位：州农业农村局；配合单位：州科技局、各县市人民政府）"
    )
    who = ["州农业农村局", "州科技局", "各县市人民政府"]
    assert units(text) == {"1": who, "2": who}


def test_measures_are_counted_by_name() -> None:
    text = (
        "一、污水管网\n整改措施1：新建管网24公里。\n牵头单位：县住建局\n"
        "整改措施2：建成处理站5座。\n牵头单位：县水利局"
    )
    notice = as_json(pipeline.convert((HEAD + text).encode(), name="notice.txt"))
    assert [(task["text"], task["units"][0]["text"]) for task in notice["tasks"]] == [
        ("新建管网24公里。", "县住建局"),
        ("建成处理站5座。", "县水利局"),
    ]


LED_IN = (
    "一、灾情\n灾情发生后，累计投入抢险力量1800人次。\n"
    "二、原则\n括号内所列单位，排在第一位的为牵头单位，其余为配合单位。\n"
)


@pytest.mark.parametrize(
    "work",
    [
        "三、有关事项\n一是新建公园3座。（县住建局、县财政局）\n二是新建学校1所。（县教育局、县财政局）\n",
        "三、有关事项\n1.新建公园3座。（县住建局、县财政局）\n2.新建学校1所。（县教育局、县财政局）\n",
        "三、有关事项\n（一）新建公园3座。\n责任单位：县住建局、县财政局\n（二）新建学校1所。\n责任单位：县教育局、县财政局\n",
    ],
    ids=["counted by words", "numbered", "labelled"],
)
def test_chapters_above_the_work_are_no_tasks_and_state_its_rule(work: str) -> None:
    notice = as_json(pipeline.convert((HEAD + LED_IN + work).encode(), name="notice.txt"))
    assert [[(unit["text"], unit["role"]) for unit in task["units"]] for task in notice["tasks"]] == [
        [("县住建局", "lead"), ("县财政局", "support")],
        [("县教育局", "lead"), ("县财政局", "support")],
    ]


def test_a_title_over_one_paragraph_heads_where_the_like_of_it_head_several() -> None:
    text = (
        "一、农村\n（一）稳定生产。\n种粮52万亩。（县农业农村局）新建农田3万亩。（县农业农村局牵头，县水利局配合）\n"
        "（二）推进改厕。\n改厕1万户。（县农业农村局）\n（三）治理垃圾。\n治理水体26条。（县生态环境局）建设垃圾站9座。"
        "（县住建局）\n"
    )
    notice = as_json(pipeline.convert((HEAD + text).encode(), name="notice.txt"))
    assert [(task["number"], task["section"], task["text"]) for task in notice["tasks"]] == [
        (None, "（一）稳定生产。", "种粮52万亩。"),
        (None, "（一）稳定生产。", "新建农田3万亩。"),
        (None, "（二）推进改厕。", "改厕1万户。"),
        (None, "（三）治理垃圾。", "治理水体26条。"),
        (None, "（三）治理垃圾。", "建设垃圾站9座。"),
    ]


HEADED = """潮湾县2024年攻坚任务清单

{}
规上工业产值完成560亿元。
责任单位：县工信局
完成时限：12月
新签约亿元以上项目36个。
责任单位：县商务局
完成时限：11月
{}
建成保障性租赁住房900套。
责任单位：县住建局
完成时限：10月
新建学校1所。
责任单位：县教育局
完成时限：8月
"""


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("◆ 产业攻坚", "◆ 民生攻坚"),
        ("★产业攻坚", "★民生攻坚"),
        ("【产业攻坚】", "【民生攻坚】"),
        ("产业攻坚：", "民生攻坚："),
        ("产业攻坚", "民生攻坚"),
        ("〇 产业攻坚（2项）", "〇 民生攻坚（2项）"),
    ],
)
def test_headings_without_numbers_above_tasks_without_numbers(first: str, second: str) -> None:
    tasks = sections(HEADED.format(first, second))
    named = [heading.replace(" ", "") for heading in (first, first, second, second)]
    assert [section.replace(" ", "") for section, _ in tasks] == [one.strip("◆★") for one in named]
    assert [text for _, text in tasks] == [
        "规上工业产值完成560亿元。",
        "新签约亿元以上项目36个。",
        "建成保障性租赁住房900套。",
        "新建学校1所。",
    ]


def sections(page: str) -> list[tuple[str, str]]:
    notice = as_json(pipeline.convert(page.encode(), name="notice.txt"))
    return [(task["section"], task["text"]) for task in notice["tasks"]]


def test_a_title_behind_a_bullet_above_its_own_words_heads_no_others() -> None:
    page = HEADED.format("■ 壮大产业", "■ 改善民生")
    for more in (
        "新签约亿元以上项目36个。\n责任单位：县商务局\n完成时限：11月\n",
        "新建学校1所。\n责任单位：县教育局\n完成时限：8月\n",
    ):
        page = page.replace(more, "")
    assert [section for section, _ in sections(page)] == [None, None]


ITEMS = """潮湾县2024年重点工作责任分解

1.新建公园3座，改造老旧小区5个。（县住建局）
2.新建学校1所，新增学位900个。（县教育局）
3.新建水厂1座，疏浚河道5公里。{}
"""


@pytest.mark.parametrize(
    "who", ["（县水利局）", "\n责任单位：县水利局", ""], ids=["bracket", "label", "nobody"]
)
@pytest.mark.parametrize(
    "closing",
    [
        "请各责任单位对照任务分工，细化措施，确保按时完成。",
        "各责任单位要按照任务分工抓好落实，县政府办公室适时开展督查。",
        "各地各部门要加强组织领导，及时报送进展情况。\n联系人：王安，电话：0570-1234567。",
        "望有关单位认真组织实施。\n潮湾县人民政府\n2024年3月1日",
    ],
)
def test_a_paragraph_that_asks_everybody_is_no_part_of_the_last_item(who: str, closing: str) -> None:
    page = f"{ITEMS.format(who)}{closing}\n"
    notice = as_json(pipeline.convert(page.encode(), name="notice.txt"))
    assert [task["text"] for task in notice["tasks"]][-1] == "新建水厂1座，疏浚河道5公里。"
    assert [unit["text"] for unit in notice["tasks"][-1]["units"]] == (["县水利局"] if who else [])
    assert not [found for found in notice["findings"] if found["code"] == "unread-text"]


def test_a_paragraph_that_asks_everybody_within_an_item_is_of_the_item() -> None:
    page = ITEMS.format("（县水利局）").replace("3.新建", "各乡镇要落实管护责任。\n3.新建")
    notice = as_json(pipeline.convert(page.encode(), name="notice.txt"))
    assert [task["number"] for task in notice["tasks"]] == ["1", "2", "3"]
    assert notice["tasks"][2]["text"] == "新建水厂1座，疏浚河道5公里。"
