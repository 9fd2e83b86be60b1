"""Printed indicators and the catalogue: exact, close or none; another quantity is never the same."""

from collections.abc import Mapping

import pytest

from kg.errors import DataError
from kg.registry.indicator_tables import build
from kg.registry.indicators import Indicators


def row(key: str, label: str, kind: str = "Count", verbs: str = "", **more: str) -> dict[str, str]:
    return {
        "key": key, "label": label, "label_en": key, "verbs": verbs, "kind": kind, "direction": "more",
        "aggregation": "flow", "group": "", "broader": "", **more,
    }  # fmt: skip


def name(words: str, key: str, relation: str = "exact", reason: str = "同义") -> dict[str, str]:
    return {"name": words, "key": key, "relation": relation, "reason": reason}


TABLE = Indicators(
    build(
        [
            row("houses", "农村危房改造"),
            row("roads-km", "新建农村公路里程", "Length"),
            row("roads", "新建农村公路条数"),
            row("parking", "新增停车位", verbs="add build"),
            row("exports", "出口总额", "Currency"),
            row("visits", "县域就医就诊率", "DimensionlessRatio"),
            row("paths", "绿道", "Length", verbs="build -"),
            row("sewage", "县城污水处理率", "DimensionlessRatio"),
            row("pipes", "改造城区老旧燃气管网", "Length"),
            row("centres", "新建便民服务中心"),
            row("taps", "自来水普及率", "DimensionlessRatio"),
            row("refuse", "城市垃圾无害化处理率", "DimensionlessRatio"),
            row("land", "工业用地供应", "Area"),
            row("cards", "社保卡持卡人数", aggregation="stock", verbs="- add"),
            row("playgrounds", "社区多功能运动场地"),
            row("firms", "高新技术企业保有量", aggregation="stock"),
            row("projects", "亿元以上项目"),
            row("projects-signed", "签约亿元以上项目"),
            row("tea", "茶叶综合产值", "Currency"),
            row("firms-new", "新增高新技术企业"),
            row("moved-households", "易地扶贫搬迁户数", verbs="move -", group="户"),
            row("moved", "易地扶贫搬迁人数", verbs="move -", group="人"),
            row("cloud", "企业上云"),
            row("hospitals", "三级医院", verbs="- built", aggregation="stock"),
            row("car-output", "汽车产量"),
            row("films", "放映公益电影", verbs="-"),
            row("bonds", "专项债券项目"),
            row("latrines", "旱厕拆除", verbs="remove rebuild"),
            row("meal-points", "老年助餐点", verbs="build -"),
            row("plants", "智能工厂", verbs="build"),
            row("tea-land", "茶园面积", "Area"),
            row("centres-any", "新建便民服务中心站", verbs="build add"),
            row("reading-rooms", "自习室", verbs="build built start -"),
            row("good-days", "空气质量优良天数", "Time"),
            row("settled", "诉求办结率", "DimensionlessRatio"),
            row("works", "工业项目"),
            row("lessons", "困难农民技能培训", group="人"),
            row("places", "托位数", aggregation="stock"),
            row("places-per", "每千人口托位数", aggregation="mean"),
            row("spent", "项目建设投资", "Currency"),
        ],
        [
            name("就诊率", "visits"),
            name("垃圾无害化处理率", "refuse"),
            name("新建农村公路", "roads-km"),
            name("新建农村公路", "roads"),
            name("停车泊位", "parking", "close", "未言明新增"),
            name("易地扶贫搬迁", "moved"),
            name("易地扶贫搬迁", "moved-households"),
            name("上云企业", "cloud"),
            name("老年食堂", "meal-points", "close", "只是其中一种"),
            name("老年食堂（助餐点）", "meal-points"),
            name("城区优良天数", "good-days"),
            name("优良天数", "good-days"),
            name("投诉按期办结率", "settled"),
            name("投诉办结率", "settled"),
            name("重点工业项目", "works"),
            name("农民培训", "lessons"),
            name("完成投资", "spent"),
        ],
    )
)


@pytest.mark.parametrize(
    ("printed", "given", "expected"),
    [
        ("农村危房改造", {"measure": "hu"}, ("houses", "exact", "wording")),
        ("全县改造农村危房", {"measure": "hu"}, ("houses", "exact", "grammar")),
        ("农村危房", {"measure": "hu", "before": "年底前改造"}, ("houses", "exact", "grammar")),
        ("农村危房", {"measure": "mu", "before": "年底前改造"}, None),
        ("新建农村公路", {"measure": "km"}, ("roads-km", "exact", "wording")),
        ("新建农村公路", {"measure": "tiao"}, ("roads", "exact", "wording")),
        ("农村公路", {"measure": "km", "before": "养护"}, None),
        ("停车位", {"measure": "ge", "before": "新建"}, ("parking", "exact", "grammar")),
        ("停车泊位", {"measure": "ge"}, ("parking", "close", "grammar")),
        ("出口总额", {"measure": "percent", "change": "increase"}, ("exports", "exact", "wording")),
        ("出口总额", {"measure": "percent"}, None),
        ("进口总额", {"measure": "yuan"}, None),
        ("社区多功能运动场", {"measure": "ge"}, ("playgrounds", "close", "likeness")),
        ("乡镇敬老院", {"measure": "ge"}, None),
        ("高新技术企业", {"measure": "jia", "after": "达到420家"}, ("firms", "exact", "grammar")),
        ("高新技术企业", {"measure": "jia", "before": "新认定"}, ("firms-new", "close", "grammar")),
        ("高新技术企业", {"measure": "jia", "after": "12家"}, ("firms-new", "close", "grammar")),
        ("停车位", {"measure": "ge", "after": "达到500个"}, None),
        ("新增停车位", {"measure": "ge", "after": "达到500个"}, ("parking", "exact", "wording")),
        ("亿元以上项目", {"measure": "ge", "before": "全年实施"}, ("projects", "exact", "wording")),
        ("亿元以上项目", {"measure": "ge", "before": "新签约"}, ("projects-signed", "exact", "grammar")),
        ("亿元以上项目", {"measure": "ge", "before": "拆除"}, ("projects", "close", "grammar")),
        ("综合产值", {"measure": "yuan"}, None),
        ("新建环湖绿道", {"measure": "km"}, ("paths", "close", "grammar")),
        ("县外就诊率", {"measure": "percent"}, None),
        ("乡镇就诊率", {"measure": "percent"}, None),  # only a name of what is called otherwise
        ("就诊率", {"measure": "percent"}, ("visits", "exact", "wording")),
        ("县城污水集中处理率", {"measure": "percent"}, ("sewage", "close", "grammar")),
        ("县城污水集中处理率", {"measure": "t"}, None),
        ("县城污水农村处理率", {"measure": "percent"}, None),
        ("城区燃气老旧管网改造", {"measure": "km"}, ("pipes", "exact", "grammar")),
        ("城区燃气老旧管网", {"measure": "km"}, None),  # which verb is not said
        ("新增村级便民服务中心", {"measure": "ge"}, ("centres", "close", "grammar")),
        ("县城污水收集率", {"measure": "percent"}, None),
        ("社保卡持卡人数", {"measure": "ren"}, ("cards", "exact", "wording")),
        ("社保卡持卡人数", {"measure": "ren", "before": "新增"}, None),
        ("净增社保卡持卡人数", {"measure": "ren"}, None),
        ("城区自来水普及率", {"measure": "percent"}, ("taps", "close", "grammar")),
        (
            "垃圾无害化处理率",
            {"measure": "percent"},
            ("refuse", "close", "wording"),
        ),  # of which place is not said
        ("县城垃圾无害化处理率", {"measure": "percent"}, None),  # what the wider is called is urban
        ("城市生活垃圾无害化处理率", {"measure": "percent"}, ("refuse", "close", "likeness")),
        ("新增工业用地供应", {"measure": "mu"}, ("land", "close", "grammar")),
        ("停车便民新增停车位", {"measure": "ge"}, ("parking", "exact", "grammar")),  # behind a slogan
        ("大抓城市管理新增停车位", {"measure": "ge"}, ("parking", "exact", "grammar")),
        ("菜市场新增停车位", {"measure": "ge"}, ("parking", "close", "grammar")),
        ("新增各类停车位", {"measure": "ge"}, ("parking", "exact", "grammar")),
        ("南山脚下农村危房", {"measure": "hu", "before": "改造"}, ("houses", "close", "grammar")),
        ("户均农村危房", {"measure": "hu", "before": "改造"}, None),
        ("雨山镇出口总额", {"measure": "yuan"}, ("exports", "close", "grammar")),
        ("农村出口总额", {"measure": "yuan"}, None),
        ("引进投资超亿元项目", {"measure": "ge"}, ("projects", "close", "grammar")),
        ("签约投资超亿元项目", {"measure": "ge"}, ("projects-signed", "exact", "grammar")),
        ("易地扶贫搬迁", {"measure": "hu"}, ("moved-households", "exact", "wording")),
        ("易地扶贫搬迁", {"measure": "ren"}, ("moved", "exact", "wording")),
        # a flow of the year, and what stands by then or was done altogether
        ("上云企业", {"measure": "jia", "before": "新增"}, ("cloud", "close", "grammar")),
        ("上云企业", {"measure": "jia"}, ("cloud", "exact", "wording")),
        ("上云企业", {"measure": "jia", "after": "达到5000家"}, ("cloud", "close", "wording")),
        ("上云企业", {"measure": "jia", "after": "累计5000家"}, ("cloud", "close", "wording")),
        ("上云企业", {"measure": "jia", "before": "三年累计"}, ("cloud", "close", "wording")),
        ("上云企业", {"measure": "jia", "before": "全年累计"}, ("cloud", "exact", "wording")),
        # a thing by itself may be its stock; what was added need not have been built; only started
        ("高新技术企业", {"measure": "jia"}, ("firms-new", "close", "grammar")),
        ("停车位", {"measure": "ge", "said": "add"}, ("parking", "exact", "grammar")),
        ("便民服务中心站", {"measure": "ge", "before": "新增"}, ("centres-any", "close", "grammar")),
        ("自习室", {"measure": "ge", "before": "开工"}, ("reading-rooms", "close", "wording")),
        ("自习室", {"measure": "ge", "before": "建成"}, ("reading-rooms", "exact", "wording")),
        # where, in time, of whom
        ("城区优良天数", {"measure": "h"}, ("good-days", "close", "wording")),
        ("优良天数", {"measure": "h"}, ("good-days", "exact", "wording")),
        ("投诉按期办结率", {"measure": "percent"}, ("settled", "close", "wording")),
        ("投诉办结率", {"measure": "percent"}, ("settled", "exact", "wording")),
        ("重点工业项目", {"measure": "ge"}, ("works", "close", "wording")),
        ("农民培训", {"measure": "renci"}, ("lessons", "exact", "wording")),  # a short name may leave it out
        # for so many people; when it is done between verb and thing
        ("托位数", {"measure": "ge", "after": "达到每千人4.6个"}, ("places-per", "exact", "grammar")),
        ("托位数", {"measure": "ge", "after": "达到460个"}, ("places", "exact", "wording")),
        ("投资", {"measure": "yuan", "before": "完成年度"}, ("spent", "exact", "wording")),
        ("汽车产量", {"measure": "liang", "after": "达到5万辆"}, ("car-output", "exact", "wording")),
        ("三级医院", {"measure": "jia"}, ("hospitals", "exact", "wording")),
        ("三级医院", {"measure": "jia", "before": "建成"}, ("hospitals", "close", "wording")),
        # for each of several
        ("放映公益电影", {"measure": "chang", "before": "为每个行政村"}, ("films", "close", "wording")),
        ("放映公益电影", {"measure": "chang", "before": "每年"}, ("films", "exact", "wording")),
        # other work at the same thing; what is only asked for; what is newly laid out
        ("旱厕", {"measure": "zuo", "before": "拆除"}, ("latrines", "exact", "grammar")),
        ("旱厕", {"measure": "zuo", "before": "改造"}, ("latrines", "close", "grammar")),
        ("专项债券项目", {"measure": "ge", "before": "全年申报"}, ("bonds", "close", "grammar")),
        ("茶园", {"measure": "mu"}, ("tea-land", "exact", "grammar")),
        ("茶园", {"measure": "mu", "before": "发展"}, ("tea-land", "close", "grammar")),
        # a bracket that names a second thing; a row that says near counts more than a form
        ("新建智能工厂（车间）", {"measure": "jia"}, ("plants", "close", "grammar")),
        ("新建智能工厂（个）", {"measure": "jia"}, ("plants", "exact", "grammar")),
        ("老年食堂", {"measure": "jia"}, ("meal-points", "close", "grammar")),
        ("老年食堂（助餐点）", {"measure": "jia"}, ("meal-points", "exact", "wording")),
    ],
)
def test_alignment(printed: str, given: Mapping[str, str], expected: tuple[str, str, str] | None) -> None:
    found = TABLE.align(printed, **given)
    assert (found and (found.concept.key, found.relation, found.method)) == expected
    assert found is None or 0 < found.score <= 1


def test_what_is_not_aligned_has_its_nearest() -> None:
    assert [known.key for known, _ in TABLE.nearest("社区运动场")] == ["playgrounds"]
    assert TABLE.nearest("甲") == []


@pytest.mark.parametrize(
    ("rows", "names", "said"),
    [
        ([row("a", "甲乙"), row("a", "丙丁")], [], "“a”出现两次"),
        ([row("a", "甲乙"), row("b", "甲乙")], [], "与 a 同为“甲乙”"),
        ([row("a", "甲乙", verbs="pai")], [], "没有动词类 pai"),
        ([row("a", "甲乙", broader="z")], [], "没有上位指标 z"),
        ([row("a", "甲乙", direction="up")], [], "“a”的 direction 不能是“up”，可用：more、less、fixed"),
        ([row("a", "甲乙", aggregation="flows")], [], "aggregation 不能是“flows”，是否指 flow"),
        ([row("a", "甲乙", kind="Cuont")], [], "“a”的 kind 不能是“Cuont”，是否指 Count"),
        ([row("a", "甲乙", kind="working_time")], [], "“working_time”，是否指 working-time"),
        ([row("a", "甲乙")], [name("丙", "z")], "没有指标 z"),
        ([row("a", "甲乙")], [name("丙", "a", "near")], "relation 须为 exact 或 close"),
        ([row("a", "甲乙")], [name("丙", "a", reason="")], "reason 不能空"),
    ],
)
def test_a_wrong_row_is_named_with_its_mend(
    rows: list[dict[str, str]], names: list[dict[str, str]], said: str
) -> None:
    with pytest.raises(DataError, match=said) as caught:
        build(rows, names)
    assert "data/registry/" in str(caught.value)
