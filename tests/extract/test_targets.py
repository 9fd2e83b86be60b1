"""Targets: what a reader would argue about."""

import pytest

from kg.extract.targets import find_targets
from kg.parse.lines import clean


def read(text: str) -> list[tuple[str, str, float, str]]:
    targets, _, _ = find_targets(clean(text, 0, len(text)), text)
    return [(t.change, t.bound, float(t.value), t.unit) for t in targets]


def named(text: str) -> list[tuple[str, str, float, str]]:
    """Return indicator, bound, value and unit of what is read."""
    targets, _, _ = find_targets(clean(text, 0, len(text)), text)
    return [(t.indicator, t.bound, float(t.value), t.unit) for t in targets]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("一般公共预算收入增长3%以上。", [("increase", "ge", 3, "%")], id="growth with a floor"),
        pytest.param("地区生产总值增长6%左右。", [("increase", "approx", 6, "%")], id="about"),
        pytest.param("日常公用支出压减5%。", [("decrease", "eq", 5, "%")], id="reduction"),
        pytest.param("县域就诊率达到90%。", [("level", "ge", 90, "%")], id="达到 is a floor"),
        pytest.param("居民消费价格指数涨幅控制在3%以内。", [("level", "le", 3, "%")], id="ceiling"),
        pytest.param("城镇登记失业率不高于4.5%。", [("level", "le", 4.5, "%")], id="ceiling by 不高于"),
        pytest.param("接待游客突破100万人次。", [("level", "gt", 100, "万人次")], id="突破 excludes"),
        pytest.param(
            "企业开办时间压缩至1个工作日以内。", [("level", "le", 1, "个工作日")], id="reached, not moved"
        ),
        pytest.param("森林覆盖率提高0.5个百分点。", [("increase", "eq", 0.5, "个百分点")], id="points"),
        pytest.param("新增城镇就业1000人以上。", [("level", "ge", 1000, "人")], id="新增 is a level"),
        pytest.param("新建3座人行天桥。", [("level", "eq", 3, "座")], id="counted noun behind"),
        pytest.param("购置巡回医疗车一辆。", [("level", "eq", 1, "辆")], id="Chinese numeral"),
        pytest.param("新建A、B两所学校。", [("level", "eq", 2, "所")], id="两"),
        pytest.param(
            "采购胃镜、肠镜各1套。", [("level", "eq", 1, "套"), ("level", "eq", 1, "套")], id="each"
        ),
        pytest.param("人均增长5—6%。", [("increase", "ge", 5, "%"), ("increase", "le", 6, "%")], id="range"),
        pytest.param("满意度排名进入全市前3位。", [("level", "le", 3, "位")], id="rank to be reached"),
        pytest.param("排名全省前列，连续3年排名后3位的予以约谈。", [], id="rank that is none"),
        pytest.param("清江河治理二期（全长4.7公里）完工。", [], id="size in brackets"),
        pytest.param("粮食产量稳定在7亿斤。", [("level", "eq", 7, "亿斤")], id="kept at a level"),
        pytest.param("化解56人以上大班额30个。", [("level", "eq", 30, "个")], id="which ones are counted"),
        pytest.param("28个贫困村退出。", [("level", "eq", 28, "个")], id="what becomes of them"),
        pytest.param("建成10所以上三级医院。", [("level", "ge", 10, "所")], id="所以上"),
        pytest.param(
            "家庭农场、合作社各新增500家。",
            [("level", "eq", 500, "家"), ("level", "eq", 500, "家")],
            id="each with a verb",
        ),
        pytest.param(
            "营业收入增长10% 压减法人12户\n新增税收达到800万元。",
            [("increase", "eq", 10, "%"), ("level", "eq", 12, "户"), ("level", "ge", 800, "万元")],
            id="lost commas",
        ),
        pytest.param("产值翻一番。", [("increase", "eq", 1, "番")], id="doubling"),
        pytest.param(
            "新建书房3家，实现城市书房乡镇全覆盖。",
            [("level", "eq", 3, "家"), ("level", "eq", 100, "%")],
            id="full coverage beside a figure",
        ),
        pytest.param("实现城市书房乡镇全覆盖。", [], id="full coverage alone prints no number"),
        pytest.param("开展技能培训5 000人次。", [("level", "eq", 5000, "人次")], id="space in the number"),
        pytest.param("放流海洋生物6亿单位以上。", [("level", "ge", 6, "亿单位")], id="compound unit"),
        pytest.param(
            "招引亿元以上产业项目8个、其中10亿元以上项目1个。",
            [("level", "eq", 8, "个"), ("level", "eq", 1, "个")],
            id="thresholds are names",
        ),
        pytest.param(
            "主要污染物排放分别减少2%、3%。",
            [("decrease", "eq", 2, "%"), ("decrease", "eq", 3, "%")],
            id="分别",
        ),
        pytest.param("压减非急需支出5%以上。", [("decrease", "ge", 5, "%")], id="verb before its object"),
        pytest.param(
            "财政补助标准提高30元、达到450元。",
            [("increase", "eq", 30, "元"), ("level", "ge", 450, "元")],
            id="moved by, reaching",
        ),
        pytest.param("工业投资（亿元）47", [("level", "eq", 47, "亿元")], id="a table states the unit"),
        pytest.param("河流断面优良比例（%）不低于75", [("level", "ge", 75, "%")], id="stated, with a floor"),
        pytest.param("财政收入增长率（%）6", [("increase", "eq", 6, "%")], id="a stated rate of growth"),
        pytest.param(
            "开标率、公开率保持在95%以上。", [("level", "ge", 95, "%")] * 2, id="rates that share a figure"
        ),
        pytest.param(
            "一般登记5个工作日内办结。", [("level", "le", 5, "个工作日")], id="time limit of a service"
        ),
        pytest.param("公告时间压缩至20日。", [("level", "le", 20, "日")], id="days that last"),
        pytest.param("实现70%的事项“省内通办”。", [("level", "eq", 70, "%")], id="share before a quotation"),
        pytest.param("96%税费事项实现“网上办”。", [("level", "eq", 96, "%")], id="share without 的"),
        pytest.param("人口自然增长率控制在7‰以内。", [("level", "le", 7, "‰")], id="growth that is a name"),
        pytest.param("将19个以上项目纳入统筹。", [("level", "ge", 19, "个")], id="将"),
    ],
)
def test_targets(text: str, expected: list[tuple[str, str, float, str]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "完成薄刀咀120MW光伏电站建设。",
        "完成110千伏列岛变配套送出工程建设。",
        "迭代优化“152”督办机制。",
        "打造15分钟托育服务圈。",
        "着力城区24班规模小学工程建设。",
        "建成投用舟桥7号。",
        "创成第七届全国文明城市。",
        "实施数字经济发展三年行动计划。",
        "启动城市小区二次供水设施改造。",
        "去年完成投资50亿元。",
        "对首次上规企业给予10万元奖励。",
        "年满18周岁的中国公民可以担任股东。",
        "进入全省前10位。",
        "2024年2月18日印发。",
        "拨打12345热线。",
        "深化“最多跑一次”改革。",
        "对稳岗率达到95%以上的企业，贷款利率不得高于平均利率。",
        "信用额度可提高至500万元。",
        "发放创新券，每家最高50万元。",
        "加快总库容1200万立方米的白石水库建设。",
        "推进绕城公路（18.6公里）征地。",
        "打造超千万件的金牌项目。",
        "落实《提升行动方案》190条举措。",
        "探索全覆盖、全过程服务机制。",
        "依托两个国家级基地挖掘出口潜力。",
        "2月20日印发。",
        "建设经三路、纬八路。",
        "推动抵押登记、信息查询等6项高频业务全程网办。",
        "对车辆证明、家庭成员证明等6项税务证明事项实行告知承诺制。",
        "确定联合验收包括规划核实、消防验收、竣工备案5个事项。",
        "持续优化企业开办、新房交付等15件“一件事一次办”事项。",
        "对已经公布实施的121项许可事项优化流程。",
        "根据《岚江市执法办法》十一、十二条从严把关。",
        "对几十项经营收费网上公示。",
        "打造步行15分钟、乡村辐射5公里的便民服务圈。",
        "实现一部手机一个账号办理业务。",
        "对新设立的企业，免费发放一套电子印章。",
        "以及对每月通行次数在30次（含）以上的客运班车，给予通行费优惠。",
        "对地方经济贡献不低于300万元，一次性给予奖励。",
        "分别按不低于工程造价1.5%、1.0%和0.8%的标准计取费用。",
        "水资源费省级部分按80%收取。",
        "激励各县新开工一批80亿元级、50亿元级项目。",
        "指导18个县（市）开展窗口改革。",
        "对26个试点领域目录查缺补漏。",
        "在清单发布后6个月内，分别推送数据。",
        "建立信息7个工作日公开机制。",
        "代垫期原则上不超过12个月。",
        "陇原经济开发区、岚江工业区3个省级开发区和三县建立机制。",
        "消除56人以上大班额。",
        "履约保证金比例不得超过中标金额的5%，对守信企业可降低至2%。",
        "工程预付款比例不低于合同总价的10%。",
        "建成岚江大桥（主跨260米、概算3.4亿元）。",
        "扣减年度考核分1分。",
        "约谈连续2个季度滞后的单位。",
        "在建筑面积1000平方米以下、周期短的项目中试点。",
        "建立用工量500人以上及一次招录100人以上的服务专员制度。",
        "对9座（含）以下新能源载客车、3.5吨（含）以下货车，给予奖励。",
        "单家企业奖励资金不超过1000万元。",
        "每场活动最高列支100万元。",
        "对获得金奖、银奖和优秀奖的每件分别补助50万元、30万元和10万元。",
        "对全年上缴经费低于1万元（不含）的小额组织上缴的经费实行全额返还。",
        "支持混合用地（工业面积占比不得低于50%）。",
        "对未完成开发投资总额25%以上的出让土地，实行预告登记制度。",
        "补偿标准为银行实际收取利息的20%。",
    ],
)
def test_distractors(text: str) -> None:
    assert read(text) == []


def test_share_links_its_condition() -> None:
    text = "力争75%的行政村年经营性收入达到50万元以上。"
    (share, condition), _, _ = find_targets(clean(text, 0, len(text)))
    assert (share.base, share.each_meeting, share.strength) == ("行政村", 1, "aspired")
    assert condition.criterion


def test_of_which() -> None:
    text = "招引项目8个、其中10亿元以上项目1个。"
    (whole, part), _, _ = find_targets(clean(text, 0, len(text)))
    assert (whole.of_which, part.of_which) == (None, 0)


def test_aim_without_a_figure() -> None:
    text = "居民人均可支配收入与经济增长基本同步。"
    targets, (aim,), _ = find_targets(clean(text, 0, len(text)))
    assert targets == []
    assert aim.indicator == "居民人均可支配收入"


def test_spans_say_the_words() -> None:
    text = "新增 中压管道 3 公里，对 3 个试点小区实施供气。"
    targets, _, _ = find_targets(clean(text, 0, len(text)), text)
    assert len(targets) == 2
    for target in targets:
        span = target.spans[0]
        assert text[span.start : span.end].replace(" ", "") == target.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "甜瓜苗达到38亿株，盆景不低于900万盆。",
            [("甜瓜苗", "ge", 38, "亿株"), ("盆景", "ge", 900, "万盆")],
            id="pots",
        ),
        pytest.param("育成玫瑰种苗20万枝。", [("玫瑰种苗", "eq", 20, "万枝")], id="stems"),
        pytest.param("完成土地出让25宗。", [("土地出让", "eq", 25, "宗")], id="lots"),
        pytest.param("征集剪纸作品80帧。", [("剪纸作品", "eq", 80, "帧")], id="a rare classifier"),
        pytest.param("送戏下乡60出。", [("送戏下乡", "eq", 60, "出")], id="one that is in no table"),
        pytest.param("印发宣传折页2万页。", [("宣传折页", "eq", 2, "万页")], id="with a scale"),
        pytest.param("举办技能培训班150期。", [("技能培训班", "eq", 150, "期")], id="terms of courses"),
        pytest.param("修复古窑洞12孔以上。", [("古窑洞", "ge", 12, "孔")], id="with a floor behind"),
        pytest.param("新建3孔窑洞。", [("窑洞", "eq", 3, "孔")], id="before a noun"),
    ],
)
def test_any_classifier_counts(text: str, expected: list[tuple[str, str, float, str]]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "改造318国道、建成205线。", "对接长三角，建设G60走廊。", "推进110指挥中心建设。", "抓好985高校合作。",
        "打造城市会客厅2.0版。", "服务95后、00后。", "引进世界500强。", "落实第3条。",
        "做好2035年规划。", "覆盖3县。",
    ],
)  # fmt: skip
def test_what_is_no_classifier(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "供水、供热接入时限分别压缩至4、6个工作日以内。",
            [("供水接入时限", "le", 4, "个工作日"), ("供热接入时限", "le", 6, "个工作日")],
            id="numbers in a list share the unit",
        ),
        pytest.param(
            "一般登记、抵押登记分别在3个、1个工作日内办结。",
            [("一般登记", "le", 3, "个工作日"), ("抵押登记", "le", 1, "个工作日")],
            id="the first takes the whole unit",
        ),
        pytest.param(
            "一、二类医疗器械备案分别在3、5个工作日内办结。",
            [("一类医疗器械备案", "le", 3, "个工作日"), ("二类医疗器械备案", "le", 5, "个工作日")],
            id="a number of one character",
        ),
        pytest.param(
            "企业开办、注销时限分别压缩至1、5个工作日。",
            [("企业开办", "le", 1, "个工作日"), ("注销时限", "le", 5, "个工作日")],
            id="without a comparator behind",
        ),
        pytest.param("群众留言3个工作日内答复。", [("群众留言答复", "le", 3, "个工作日")], id="answered"),
        pytest.param("破产案件6个月内办结。", [("破产案件办结", "le", 6, "个月")], id="months"),
        pytest.param(
            "粮食、蔬菜播种面积分别稳定在42、18万亩。",
            [("粮食播种面积", "eq", 42, "万亩"), ("蔬菜播种面积", "eq", 18, "万亩")],
            id="areas",
        ),
        pytest.param(
            "PM10、PM2.5平均浓度分别下降3%、5%以上。",
            [("PM10平均浓度", "ge", 3, "%"), ("PM2.5平均浓度", "ge", 5, "%")],
            id="Latin names",
        ),
        pytest.param(
            "城镇居民、农村居民人均可支配收入分别增长6%、8%。",
            [("城镇居民人均可支配收入", "eq", 6, "%"), ("农村居民人均可支配收入", "eq", 8, "%")],
            id="what they share stands once",
        ),
        pytest.param(
            "工业投资、技改投资分别增长6%、8%。",
            [("工业投资", "eq", 6, "%"), ("技改投资", "eq", 8, "%")],
            id="each has a head of its own",
        ),
        pytest.param("在决定之日起7个工作日内，进行公示。", [], id="the term of a procedure"),
        pytest.param(
            "低压用户接电工程实行备案制，2个工作日内完成，强化监管。",
            [("低压用户接电工程实行备案制", "le", 2, "个工作日")],
            id="done within days",
        ),
        pytest.param(
            "于实体证照制发后2个工作日内完成电子签章。",
            [("电子签章", "le", 2, "个工作日")],
            id="done within days of an event",
        ),
        pytest.param(
            "目标时限：5个工作日内组织。", [("目标时限", "le", 5, "个工作日")], id="a label names the time"
        ),
        pytest.param(
            "目标时限：结案1个月内。", [("目标时限", "le", 1, "个月")], id="a label before an event"
        ),
        pytest.param(
            "将登记事项的审批时限由法定的30个工作日压缩至承诺时限3个工作日。",
            [("登记事项的审批时限", "le", 3, "个工作日")],
            id="from the legal to the promised time",
        ),
        pytest.param(
            "退税到账时间平均不超过2个工作日。", [("退税到账时间", "le", 2, "个工作日")], id="on average"
        ),
        pytest.param(
            "企业诉求在3个工作日内予以答复，一般问题7个工作日内解决。",
            [("企业诉求予以答复", "le", 3, "个工作日"), ("一般问题解决", "le", 7, "个工作日")],
            id="answered and solved",
        ),
        pytest.param(
            "12345热线诉求按时办结率达到98%以上，1小时内响应。",
            [("12345热线诉求按时办结率", "ge", 98, "%"), ("12345热线诉求按时办结率", "le", 1, "小时")],
            id="a number that names a line",
        ),
        pytest.param("压缩公告时间至20天。", [("公告时间", "le", 20, "天")], id="what is shortened first"),
        pytest.param(
            "企业申请专用标志的，7个工作日内予以核准。",
            [("企业申请专用标志", "le", 7, "个工作日")],
            id="granted within days",
        ),
        pytest.param(
            "企业在10个工作日内解除限制措施。", [("企业解除", "le", 10, "个工作日")], id="lifted within days"
        ),
        pytest.param(
            "在完成联合验收后，3个工作日完成首次登记办理。",
            [("首次登记办理", "eq", 3, "个工作日")],
            id="an event in the clause before",
        ),
        pytest.param(
            "受理时间由原来提前48小时缩短到提前24小时。",
            [("受理时间", "le", 24, "小时")],
            id="how long before",
        ),
        pytest.param("完成全国两批162项事项通办。", [("事项通办", "eq", 162, "项")], id="in how many lots"),
        pytest.param("申请材料减少60%以上。", [("申请材料", "ge", 60, "%")], id="申请 within a name"),
        pytest.param(
            "平台留言3个工作日内答复、咨询留言5个工作日内答复。",
            [("平台留言答复", "le", 3, "个工作日"), ("咨询留言答复", "le", 5, "个工作日")],
            id="each with its service",
        ),
        pytest.param(
            "出口退税平均办理时间由5个工作日压缩至4个工作日以内。",
            [("出口退税平均办理时间", "le", 4, "个工作日")],
            id="where the time starts from",
        ),
    ],
)
def test_times_and_rows(text: str, expected: list[tuple[str, str, float, str]]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("县级财政安排1200万元启动费。", [("启动费", "eq", 1200, "万元")]),
        ("设立0.8亿元周转资金。", [("周转资金", "eq", 0.8, "亿元")]),
        ("设立总规模10亿元的产业引导基金。", [("产业引导基金", "eq", 10, "亿元")]),
        ("市财政每年安排不低于5000万元专项资金。", [("专项资金", "ge", 5000, "万元")]),
        ("省财政安排200亿元支持老区加快发展。", [("省财政安排", "eq", 200, "亿元")]),
        ("投资3000万元新建水厂1座。", [("投资", "eq", 3000, "万元"), ("水厂", "eq", 1, "座")]),
        ("筹集资金5000万元用于困难群众救助。", [("资金", "eq", 5000, "万元")]),
        ("拨付奖补资金1800万元。", [("拨付奖补资金", "eq", 1800, "万元")]),
        ("设立800亿元稳外贸专项信贷额度。", [("稳外贸专项信贷额度", "eq", 800, "亿元")]),
        ("引导担保机构提供不低于2亿元担保贷款。", [("担保贷款", "ge", 2, "亿元")]),
        ("每年安排200万元专项资金引导企业。", [("专项资金引导企业", "eq", 200, "万元")]),
        ("设立1000万元风险补偿资金池。", [("风险补偿资金池", "eq", 1000, "万元")]),
        ("省财政统筹新增11亿元支持粮食生产。", [("省财政统筹新增", "eq", 11, "亿元")]),
        ("总投资3000万元的水厂开工。", []),
        ("抓好投资2.6亿元的市博物馆新馆续建。", []),
        ("协议投资3亿元的项目落地。", []),
    ],
)
def test_money_that_is_promised(text: str, expected: list[tuple[str, str, float, str]]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "设施大棚每亩奖补不少于800元。",
        "对产值首次超过3000万元的企业给予奖励。",
        "玉米每亩保额800元，保险费率6%。",
        "农户自缴保费20%。",
        "医保起付线为500元。",
        "贷款期限不低于2年，不超过3年。",
        "按工程造价1.5%、1.0%和0.8%的标准计取费用。",
        "对新引进的博士一次性发放安家费30万元。",
        "第七条对当年新增固定资产超过1000万元（不含土地）的企业，一次性给予30万元奖励。",
        "对固定资产投资5000万元以上，建成运营并经部门认定为产业园的，分别给予50万元、100万元奖励。",
        "新引进固定资产投资1亿元以上（含）项目，给予企业奖励。",
        "排名前三名的县依次给予300万元奖励。",
        "可累计提供不超过3次的贷款贴息支持。",
    ],
)
def test_terms_of_a_policy(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲县、乙县各签约3笔以上“拎包入驻”合同。", [("“拎包入驻”合同", "ge", 3, "笔")]),
        ("甲县、乙县各新建3座以上水厂。", [("水厂", "ge", 3, "座")]),
        ("东部、西部片区各新建3所学校。", [("学校", "eq", 3, "所")]),
        ("家庭农场、合作社各新增500家。", [("家庭农场", "eq", 500, "家"), ("合作社", "eq", 500, "家")]),
        ("新建水厂，甲县、乙县各3座。", [("水厂", "eq", 3, "座")]),
        ("每个乡镇建设1座标准化日间照料中心。", [("标准化日间照料中心", "eq", 1, "座")]),
        ("每个乡镇建设标准化日间照料中心1座。", [("标准化日间照料中心", "eq", 1, "座")]),
        ("每村打造2条示范路。", [("示范路", "eq", 2, "条")]),
        ("各乡镇至少建成示范村2个。", [("示范村", "ge", 2, "个")]),
        ("每个县（市、区）培育龙头企业3家以上。", [("龙头企业", "ge", 3, "家")]),
        ("每年至少召开1次会议。", [("会议", "ge", 1, "次")]),
        (
            "各市每年开展政策评价原则上不少于5次，省政府各部门单位不少于2次。",
            [("政策评价", "ge", 5, "次"), ("政策评价", "ge", 2, "次")],
        ),
        ("落实公开工作分值权重不低于4%的要求。", [("公开工作分值权重", "ge", 4, "%")]),
        ("工业项目用地宗数不低于30%标准。", [("工业项目用地宗数", "ge", 30, "%")]),
        ("优化15件“一件事一次办”事项。", [("“一件事一次办”事项", "eq", 15, "件")]),
        ("开工项目20个，其中新开工9个、续建7个。", [
            ("开工项目", "eq", 20, "个"), ("新开工项目", "eq", 9, "个"), ("续建项目", "eq", 7, "个"),
        ]),
    ],
)  # fmt: skip
def test_an_indicator_names_the_thing(text: str, expected: list[tuple[str, str, float, str]]) -> None:
    assert named(text) == expected


def test_targets_stand_in_the_order_of_their_words() -> None:
    text = "建桥梁3座。城市书房全覆盖，开工项目20个、其中新开工9个，75%的行政村收入达50万元。"
    targets, _, _ = find_targets(clean(text, 0, len(text)), text)
    assert [int(t.value) for t in targets] == [3, 100, 20, 9, 75, 50]
    assert [t.of_which for t in targets] == [None, None, None, 2, None, None]
    assert [t.each_meeting for t in targets] == [None, None, None, None, 5, None]
    assert [t.criterion for t in targets] == [False, False, False, False, False, True]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("14个市州参加评比活动。", ["14个"], id="counted, and nothing is done"),
        pytest.param("向两个新城区、3个副中心配置设施。", [], id="where something is done"),
        pytest.param("二级以上医院100%的科室。", ["100%"], id="a share of which nothing is claimed"),
        pytest.param("加快400MW风电基地二期。", [], id="a size"),
        pytest.param("户均5万元的贷款贴息政策。", [], id="money"),
        pytest.param("整合为一个平台。", [], id="in characters"),
        pytest.param("新建3座水厂。", [], id="a target"),
        pytest.param("去年新建3座水厂。", [], id="what a rule calls progress"),
    ],
)
def test_a_count_that_became_nothing_is_told(text: str, expected: list[str]) -> None:
    _, _, unread = find_targets(clean(text, 0, len(text)), text)
    assert [one.text for one in unread] == expected


@pytest.mark.parametrize(
    ("text", "strengths"),
    [
        ("力争投资达到3亿元、税收达到2亿元。", ["aspired", "aspired"]),
        ("力争投资达到3亿元，新建学校3所。", ["aspired", "plain"]),
        ("确保投资达到3亿元，税收达到2亿元。", ["firm", "plain"]),
        ("力争投资达到3亿元，确保税收达到2亿元，出口达到1亿元。", ["aspired", "firm", "plain"]),
        ("力争投资达到3亿元。税收达到2亿元。", ["aspired", "plain"]),
        ("投资达到3亿元。", ["plain"]),
    ],
)
def test_how_far_words_commit(text: str, strengths: list[str]) -> None:
    targets, _, _ = find_targets(clean(text, 0, len(text)), text)
    assert [t.strength for t in targets] == strengths


def test_the_words_of_targets() -> None:
    text = "供水、供热接入时限分别压缩至4、6个工作日以内，并新建水厂 3 座以上。"
    targets, _, _ = find_targets(clean(text, 0, len(text)), text)
    assert [t.text for t in targets] == [
        "供水、供热接入时限分别压缩至4", "6个工作日以内", "并新建水厂3座以上",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("招引项目8个，其中新开工1个、续建2个。", [None, 0, 0]),
        ("招引项目8个，含新开工1个。", [None, 0]),
        ("招引项目8个、企业5家，其中新开工1个、规上2家。", [None, None, 0, 1]),
        ("招引项目8个。其中新开工1个。", [None, None]),
        ("其中新开工1个。", [None]),
        ("招引项目8个，其中完成投资5亿元。", [None, None]),
    ],
)
def test_parts_of_a_whole(text: str, links: list[int | None]) -> None:
    targets, _, _ = find_targets(clean(text, 0, len(text)), text)
    assert [t.of_which for t in targets] == links


@pytest.mark.parametrize(
    ("text", "criteria"),
    [
        ("75%的行政村收入达50万元。", [False, True]),
        ("75%的行政村收入达50万元、利润达5万元。", [False, True, False]),
        ("75%的行政村达标，收入达50万元。", [False, False]),
        ("通车率75%，收入达50万元。", [False, False]),
    ],
)
def test_conditions_of_a_share(text: str, criteria: list[bool]) -> None:
    targets, _, _ = find_targets(clean(text, 0, len(text)), text)
    assert [t.criterion for t in targets] == criteria


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("主要污染物排放分别减少2%、3%。", [("decrease", "eq"), ("decrease", "eq")]),
        ("投资增长7%，力争8%。", [("increase", "eq"), ("increase", "eq")]),
        ("投资增长7%，力争8亿元。", [("increase", "eq"), ("level", "eq")]),
        ("投资增长7%，不低于8%。", [("increase", "eq"), ("level", "ge")]),
        ("投资增长7%，税收占8%。", [("increase", "eq"), ("level", "eq")]),
        ("税收占房产总量的比重不低于新房总量的30%。", [("level", "ge")]),
        ("实现10%以上增长。", [("increase", "ge")]),
        ("实现10%的下降。", [("decrease", "eq")]),
        ("压减支出10%的增长。", [("decrease", "eq")]),
        ("人均增长5—6%。", [("increase", "ge"), ("increase", "le")]),
    ],
)
def test_how_it_moves(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(change, bound) for change, bound, _, _ in read(text)] == expected


def test_commas_that_were_lost_end_clauses() -> None:
    text = "营业收入增长10% 以上 压减法人12户"
    assert read(text) == [("increase", "ge", 10, "%"), ("level", "eq", 12, "户")]


def test_what_a_sentence_before_says_does_not_go_on() -> None:
    assert read("对企业给予5万元、3万元奖励。") == []
    assert read("对企业给予奖励5万元。投资达到3万元。") == [("level", "ge", 3, "万元")]
    assert read("租赁期限不低于5年，不超过20年，新建桥梁3座。") == [("level", "eq", 3, "座")]
    assert read("去年建成5座、3座，今年新建2座。") == [("level", "eq", 2, "座")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新建30多个外场感知执法点。", [("外场感知执法点", "gt", 30)]),
        ("新增岗位300余个。", [("新增岗位", "gt", 300)]),
        ("新增岗位300余个以上。", [("新增岗位", "ge", 300)]),
        ("新增岗位300个。", [("新增岗位", "eq", 300)]),
        ("全面落实服务企业用工保障十五条措施。", []),
    ],
)
def test_a_figure_that_says_more(text: str, expected: list[tuple[str, str, int]]) -> None:
    found, _, _ = find_targets(clean(text, 0, len(text)))
    assert [(one.indicator, one.bound, one.value) for one in found] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "农村公路安防设施提升58公里。",
            [("农村公路安防设施提升", "eq", 58, "公里")],
            id="a length upgraded",
        ),
        pytest.param(
            "公益性公墓覆盖60%以上的乡镇。",
            [("公益性公墓覆盖乡镇", "ge", 60, "%")],
            id="a share that is reached",
        ),
        pytest.param(
            "二手房交易登记压缩到2个环节。",
            [("二手房交易登记环节", "le", 2, "个")],
            id="steps of a procedure",
        ),
        pytest.param(
            "群众满意度位居全省前5名。", [("群众满意度", "le", 5, "名")], id="a rank without the word"
        ),
        pytest.param(
            "退还违规收取的施工保证金320万元。",
            [("退还违规收取的施工保证金", "eq", 320, "万元")],
            id="paid back",
        ),
        pytest.param(
            "无线网络覆盖公共场所90处以上。", [("无线网络覆盖公共场所", "ge", 90, "处")], id="处以上"
        ),
        pytest.param(
            "6个县（市、区）通过省级督导评估。",
            [("县（市、区）通过省级督导评估", "eq", 6, "个")],
            id="those that pass",
        ),
        pytest.param("光伏电站（单村规模300千瓦）并网。", [], id="how big each is"),
    ],
)
def test_what_is_reached(text: str, expected: list[tuple[str, str, float, str]]) -> None:
    assert named(text) == expected
