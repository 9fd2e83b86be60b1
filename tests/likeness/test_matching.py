"""Items of two lists that are the same work."""

from __future__ import annotations

import pytest

from kg.likeness import Item, matches
from kg.likeness.grams import alike, covered, grams, words


def items(*texts: str) -> list[Item]:
    return [Item(str(n), text, bodies=frozenset((body,))) for n, (text, _, body) in
            enumerate((text.partition("｜") for text in texts), 1)]  # fmt: skip


def found(
    before: list[Item], after: list[Item], **options: bool
) -> set[tuple[tuple[int, ...], tuple[int, ...]]]:
    return {(match.before, match.after) for match in matches(before, after, **options)}


PARKS, ROADS, BRIDGES = "新建口袋公园6个｜城管", "新建农村公路45公里｜交通", "改造危桥6座｜交通"
BOTH = "新建农村公路45公里，改造危桥6座｜交通"

PARTNER = "开展职业技能培训3000人次｜人社"
PARAGRAPH = (
    "推进城市更新。完成老旧小区改造72个，打通望江路等断头路5条，"
    "新增绿道20公里、口袋公园15个，让城市更有温度｜住建"
)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param([PARKS, ROADS], [ROADS, PARKS], {((1,), (0,)), ((0,), (1,))}, id="moved"),
        pytest.param([PARKS], [ROADS], {((0,), ()), ((), (0,))}, id="dropped and new"),
        pytest.param([BOTH, PARKS], [ROADS, BRIDGES, PARKS], {((0,), (0, 1)), ((1,), (2,))}, id="split"),
        pytest.param([ROADS, BRIDGES, PARKS], [PARKS, BOTH], {((0, 1), (1,)), ((2,), (0,))}, id="merged"),
        pytest.param(
            ["改造老旧小区86个｜住建", "打通断头路6条｜住建", "新建口袋公园20个｜住建", PARTNER],
            [PARAGRAPH, PARTNER],
            {((0, 1, 2), (0,)), ((3,), (1,))},
            id="a paragraph takes up several",
        ),
        pytest.param(
            [PARAGRAPH, PARTNER],
            ["改造老旧小区86个｜住建", "打通断头路6条｜住建", "新建口袋公园20个｜住建", PARTNER],
            {((0,), (0, 1, 2)), ((1,), (3,))},
            id="a paragraph falls into several",
        ),
        pytest.param([ROADS, ROADS], [ROADS, ROADS], {((0,), (0,)), ((1,), (1,))}, id="said twice"),
        pytest.param([], [ROADS], {((), (0,))}, id="nothing before"),
        pytest.param([ROADS], [], {((0,), ())}, id="nothing after"),
        pytest.param(
            ["推进S316省道改建｜交通", "推进X205县道改建｜交通"],
            ["X205县道改建竣工｜交通", "S316省道改建竣工｜交通"],
            {((0,), (1,)), ((1,), (0,))},
            id="numbers in names are names",
        ),
    ],
)
def test_how_items_go_together(before: list[str], after: list[str], expected: set[object]) -> None:
    assert found(items(*before), items(*after)) == expected


def test_a_place_rewritten_is_one_item_in_versions_alone() -> None:
    before, after = items(PARKS, ROADS), items(PARKS, "举办海岛旅游节3场｜文旅")
    assert ((1,), (1,)) in found(before, after, versions=True)
    assert ((1,), (1,)) not in found(before, after)


def test_every_item_stands_once() -> None:
    before, after = items(BOTH, BOTH, ROADS, PARKS), items(ROADS, BRIDGES, BOTH, ROADS, "｜")
    made = matches(before, after)
    assert sorted(i for match in made for i in match.before) == [0, 1, 2, 3]
    assert sorted(j for match in made for j in match.after) == [0, 1, 2, 3, 4]
    assert all(
        len(match.before) == 1 or len(match.after) == 1 for match in made if match.before and match.after
    )
    assert all(0 <= match.score <= 1 for match in made)


def test_numbers_say_nothing_and_rare_words_much() -> None:
    assert words("新建 农村公路 45.5公里，危桥６座。") == "新建农村公路0公里危桥0座"
    assert grams("农村公路45公里") == grams("农村公路50公里")
    desalination = grams("新建海水淡化厂")
    assert alike(desalination, grams("扩建海水淡化厂")) > alike(desalination, grams("新建农村公路"))
    assert covered(grams("改造危桥"), grams("新建公路、改造危桥")) == 1.0
    assert alike(grams(""), grams("公路")) == covered(grams(""), grams("公路")) == 0.0


def test_long_items_are_as_alike_as_the_subjects_they_begin_with() -> None:
    """推进“双随机、一公开”监管 is one work, whatever a province and its city each tell of it."""
    before = items(
        "推进公平竞争审查。运用督查考核等措施，做到增量政策应审尽审。｜市监",
        "优化不动产登记。推行线上线下并行办理，推动抵押登记网上办。｜资规",
    )
    after = items(
        "优化不动产登记服务。把服务延伸到银行和开发企业，年内覆盖全部网点。｜住建",
        "加大公平竞争审查力度。制定工作要点，纠正滥用权力的行为，打破地方保护和市场分割。｜发改",
    )
    assert found(before, after) == {((0,), (1,)), ((1,), (0,))}
    bare = [
        [Item(one.key, one.text.partition("。")[2], bodies=one.bodies) for one in side]
        for side in (before, after)
    ]
    assert found(*bare) == {((0,), ()), ((1,), ()), ((), (0,)), ((), (1,))}
