"""A text that lost its line breaks."""

from kg import pipeline
from kg.emit import as_json

_LETTER = (
    "青禾县人民政府办公室关于印发2024年政府重点工作责任分解的通知青政办发〔2024〕6号各乡镇人民政府，县政府各部门："
    "现将责任分解印发给你们，请认真贯彻执行。青禾县人民政府办公室2024年2月20日"
)
_TASKS = (
    "一、振兴产业（一）做强工业。推进智能化改造，新建标准厂房12栋，新增规上工业企业8家，工业投资增长10%以上，"
    "开展企业服务月活动，帮助企业解决用地、用工、融资等方面的困难。（责任单位：县工信局、县财政局）"
    "（二）做优农业。推进第一、二、三产业融合，改造高标准农田2万亩，新增家庭农场30家，培育区域公用品牌，"
    "健全农产品质量追溯体系，推广绿色防控技术，发展设施农业和订单农业。（责任单位：县农业农村局）"
    "二、改善民生（一）办好教育。新建幼儿园3所，新增学位900个，招聘教师60名，推进集团化办学，"
    "做到以下几点：（1）优化布局；（2）提高质量。（责任单位：县教育局）三、工作要求各单位要压实责任，抓好落实，按季上报。"
)


def test_numbers_that_count_up_part_it() -> None:
    notice = as_json(pipeline.convert((_LETTER + _TASKS).encode(), name="notice.txt"))
    frame = notice["notice"]
    assert (frame["documentNumber"], frame["issued"], frame["issuer"]) == (
        "青政办发〔2024〕6号",
        "2024-02-20",
        "青禾县人民政府办公室",
    )
    assert frame["title"] == "青禾县人民政府办公室关于印发2024年政府重点工作责任分解的通知"
    assert [(t["section"], t["number"], t["units"][0]["text"]) for t in notice["tasks"]] == [
        ("一、振兴产业", "（一）", "县工信局"),
        ("一、振兴产业", "（二）", "县农业农村局"),
        ("二、改善民生", "（一）", "县教育局"),
    ]


def test_a_paragraph_that_lists_measures_stays_one() -> None:
    lines = "2024年重点工作责任分解\n1." + _TASKS.replace("一、", "").replace("二、", "").replace("三、", "")
    lines += "\n责任单位：县发改局\n2." + "推进项目建设，" * 70 + "新建厂房3栋。\n责任单位：县工信局\n"
    notice = as_json(pipeline.convert(lines.encode(), name="notice.txt"))
    assert [t["number"] for t in notice["tasks"]][-1] == "2"
    assert all("推进项目建设" not in t["text"] for t in notice["tasks"][:-1])
