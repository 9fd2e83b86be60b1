"""Targets and the catalogue: what is said around an indicator, also behind the sentence that names it."""

import pytest

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
