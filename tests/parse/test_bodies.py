"""The one recogniser of bodies: names, lists of them, and parts of one."""

import pytest

from kg.parse.bodies import (
    begins_with_body,
    body,
    is_whole,
    mostly_bodies,
    names_bodies,
    parts_name,
    pieces,
    surely_bodies,
)


@pytest.mark.parametrize(
    ("piece", "kind"),
    [
        ("县财政局", "body"),
        ("县供销联社", "body"),
        ("市教育局（市委教育工委）", "body"),
        ("各乡镇人民政府", "set"),
        ("县属有关部门", "set"),
        ("相关成员单位", "set"),
        ("临溪县", "place"),
        ("碧湖经济开发区", "place"),
        ("新建公园3座", None),
        ("李明", None),
        ("区", None),
        ("", None),
        ("国家统计局云溪调查队" + "长" * 17, None),
    ],
)
def test_one_name(piece: str, kind: str | None) -> None:
    assert body(piece) == kind


def test_a_name_has_at_most_26_characters() -> None:
    assert body("甲" * 25 + "局") == "body"
    assert body("甲" * 26 + "局") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("县财政局、县税务局", ["县财政局", "县税务局"]),
        ("县财政局，县税务局；县审计局。", ["县财政局", "县税务局", "县审计局"]),
        ("县财政局/县税务局 县审计局", ["县财政局", "县税务局", "县审计局"]),
        ("各县（市、区）政府、县财政局", ["各县（市、区）政府", "县财政局"]),
        ("计财股牵头，各有关股室配合", ["计财股", "各有关股室"]),
        ("县财政局总牵头、县税务局分别配合", ["县财政局", "县税务局"]),
    ],
)
def test_pieces(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("县财政局", True),
        ("县财政局、县税务局", True),
        ("县财政局、临溪县", True),
        ("临溪县", False),
        ("临溪县、望川县", False),
        ("各乡镇人民政府", True),
        ("县财政局、新建公园", False),
        ("县财政局；", False),
        ("县财政局。", True),
        ("深化改革，建设学校。", False),
        ("支持新建学校。", False),
        ("", False),
        ("县财政局、" * 33 + "县税务局", False),
        ("县财政局、" * 30 + "县税务局", True),
    ],
)
def test_a_list_of_nothing_but_names(text: str, expected: bool) -> None:
    assert names_bodies(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("县财政局、县税务局", True),
        ("县财政局", True),
        ("县财政局。", False),
        ("县财政局、县税务局。", True),
        ("各乡镇人民政府", True),
        ("县财政局、某某小队", False),
        ("任务——措施——标准——责任单位", False),
        ("", False),
    ],
)
def test_names_known_as_a_whole(text: str, expected: bool) -> None:
    assert surely_bodies(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("县财政局、县税务局牵头", True),
        ("县财政局 负责", True),
        ("新建公园、县财政局", False),
        ("县财政局、" + "甲" * 160, False),
    ],
)
def test_words_that_begin_with_a_name(text: str, expected: bool) -> None:
    assert begins_with_body(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("县财政局、县税务局、东航物流", True),
        ("县财政局、上港集装、东航物流", False),
        ("县财政局、东航物流", False),
        ("县财政局、县税务局、新建3座", False),
        ("县财政局、县税务局、县审计局", True),
        ("县财政局、县税务局、" + "甲" * 21, False),
    ],
)
def test_mostly_bodies(text: str, expected: bool) -> None:
    assert mostly_bodies(text) is expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("市政府办", "公室", True),
        ("市政府办", "县财政局", False),
        ("县人力资源和", "社会保障局", True),
        ("县财政局", "县税务局", False),
        ("县自然", "资源局", True),
        ("县自然", "各乡镇", False),
        ("市财政局、各", "区县人民政府", True),
        ("县财政局、有关", "乡镇", True),
    ],
)
def test_a_line_end_that_parts_a_name(left: str, right: str, expected: bool) -> None:
    assert parts_name(left, right) is expected


@pytest.mark.parametrize(
    ("mention", "expected"),
    [("县发改局、县财政局", True), ("县水利局等", True), ("县人力资源和社会保", False), ("县公安。", True)],
)
def test_a_list_that_ends_whole(mention: str, expected: bool) -> None:
    assert is_whole(mention) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("由县教育局负责", ["县教育局"]),
        ("县住建局牵头、县财政局配合", ["县住建局", "县财政局"]),
        ("由县教育局", ["县教育局"]),
        ("由此", ["由此"]),
    ],
)
def test_the_words_of_a_role_are_no_part_of_a_name(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected
