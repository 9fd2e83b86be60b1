"""Targets and the catalogue: what is said around an indicator, also behind the sentence that names it."""

import pytest

from kg.pipeline import convert
from kg.registry.indicator_ellipsis import whole
from kg.resolve.alignment import aligned, around, verb_said


@pytest.mark.parametrize(
    ("printed", "sentence", "expected"),
    [
        ("停车位", "新增停车位500个", ("新增", "500个")),
        ("亿元以上项目", "其中竣工3个", ("其中竣工3个", "其中竣工3个")),
    ],
)
def test_around(printed: str, sentence: str, expected: tuple[str, str]) -> None:
    assert around(printed, sentence) == expected


@pytest.mark.parametrize(
    ("printed", "sentence", "measure", "concept"),
    [
        ("亿元以上项目", "其中当年竣工投产3个", "ge", "投产亿元以上项目"),
        ("市级重点项目", "其中当年竣工3个", "ge", "建成市级重点项目"),
        ("5G基站", "累计达2万座", "zuo", "5G基站总数"),
        ("新增规上工业企业", "年底前总数达到60户", "hu", "规上工业企业总数"),
    ],
)
def test_a_carried_indicator_is_read_with_its_own_sentence(
    printed: str, sentence: str, measure: str, concept: str
) -> None:
    _, found = aligned(printed, sentence, measure, "level")
    assert found is not None
    assert (found.label, found.relation) == (concept, "exact")


@pytest.mark.parametrize(
    ("printed", "sentence", "said", "expected"),
    [
        ("高新技术企业", "高新技术企业40家", "add", ("新增高新技术企业", "exact")),
        ("高新技术企业", "高新技术企业达到40家", "add", ("高新技术企业总数", "exact")),  # it stands there
        ("4A级景区", "创建4A级景区2家", "add", ("创建4A级景区", "exact")),  # its own verb counts
        ("街头游园", "街头游园100处", "rebuild", ("街头游园", "exact")),  # no other is called so
        ("投资", "年度完成投资6亿元", "", ("项目建设投资", "exact")),
    ],
)
def test_a_verb_said_of_the_target_before_holds_for_this_one(
    printed: str, sentence: str, said: str, expected: tuple[str, str]
) -> None:
    unit = "yuan" if printed == "投资" else "chu" if printed == "街头游园" else "jia"
    _, found = aligned(printed, sentence, unit, "level", said)
    assert found is not None
    assert (found.label, found.relation) == expected


@pytest.mark.parametrize(
    ("printed", "sentence", "verb"),
    [("停车位", "新增停车位500个", "add"), ("新建公厕", "公厕5座", "build"), ("公厕", "公厕5座", "")],
)
def test_the_verb_that_is_said(printed: str, sentence: str, verb: str) -> None:
    assert verb_said(printed, sentence) == verb


@pytest.mark.parametrize(
    ("sentence", "printed", "measure", "former", "verb", "expected"),
    [
        ("总产12万吨", "总产", "t", "粮食播种面积", "", ("粮食产量", "exact")),
        ("其中10亿元以上3个", "10亿元以上", "ge", "亿元以上项目", "sign", ("签约10亿元以上项目", "exact")),
        ("其中省级1家", "省级", "jia", "县级以上农业龙头企业", "foster", ("培育省级农业龙头企业", "exact")),
        ("总产12万吨", "总产", "t", "农药使用量", "", None),
    ],
)
def test_words_that_leave_their_thing_to_the_one_before(
    sentence: str, printed: str, measure: str, former: str, verb: str, expected: tuple[str, str] | None
) -> None:
    _, found = aligned(printed, sentence, measure, "level", full=whole(printed, former), former=verb)
    assert (found and (found.label, found.relation)) == expected


def test_what_follows_a_part_speaks_of_the_whole() -> None:
    """Of 开工…，其中公租房…，基本建成… what is completed is of all that was started."""
    text = (
        "甲县人民政府办公室关于印发重点工作的通知\n各有关单位：\n现印发给你们。\n2014年2月8日\n"
        "1.开工建设保障性住房3000套，其中公共租赁住房600套，基本建成1200套。\n责任单位：县住建局\n"
        "2.新增停车位900个，其中公共停车位300个。\n责任单位：县住建局\n"
    )
    found = [
        target.alignment and target.alignment.label
        for item in convert(text.encode(), name="notice.txt").items
        for target in item.targets
    ]
    assert found == ["开工保障性住房", "开工公租房", "保障性住房基本建成", "新增停车位", "新增公共停车位"]
