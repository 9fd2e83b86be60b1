"""A person's word on a name is checked before it is kept: contradictions, repeats, what has no effect."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.errors import Contradiction, StoreError, UsageError
from kg.model import Judgement
from kg.registry.places import invented, places
from kg.resolve import Resolver
from kg.resolve.judgements import Judgements, append, as_line, load
from kg.resolve.judging import Mention, Said, body_there, judge, place_of

PLACE = places().by_code("330922")
PLAIN = Resolver(PLACE)
AGRICULTURE = PLAIN.unit("县农业农村局").unit
PRINTED = Mention("县农林农业局", AGRICULTURE.iri, "notice/n1", PLACE, None)


def said(word: str, unit: str, *labels: str, mention: Mention = PRINTED) -> Said:
    return Said(mention, word, unit, labels, "县府办", "2026-11-23T09:00:00+08:00", "核对过三定方案")


def known(*made: Judgement) -> Judgements:
    return Judgements(made)


def test_one_body_two_bodies_that_countys() -> None:
    same = judge(said("same", AGRICULTURE.iri, "县农业农村局"), known())
    assert PRINTED.resolver(known(same)).unit("县农林农业局").unit == AGRICULTURE
    apart = judge(said("different", AGRICULTURE.iri), known())
    assert PRINTED.resolver(known(apart)).unit("县农林农业局").unit.iri != AGRICULTURE.iri
    place = place_of("岱山县")
    there = body_there("县应急管理局", place)
    mention = Mention("县应急管理局", PLAIN.unit("县应急管理局").unit.iri, "notice/n1", PLACE, None)
    other = judge(said("same", there.iri, there.full or "", there.label, mention=mention), known())
    assert mention.resolver(known(other)).unit("县应急管理局").unit.iri == there.iri
    assert there.iri != mention.unit


@pytest.mark.parametrize(("first", "second"), [("same", "different"), ("different", "same")])
def test_a_contradiction_is_refused_until_the_other_is_taken_back(first: str, second: str) -> None:
    before = judge(said(first, AGRICULTURE.iri, "县农业农村局"), known())
    with pytest.raises(Contradiction, match=r"矛盾.*县府办（2026-11-23）.*撤回") as told:
        judge(said(second, AGRICULTURE.iri, "县农业农村局"), known(before))
    assert "take that back first" in told.value.en
    unsure = judge(said("unsure", AGRICULTURE.iri), known(before))
    assert judge(said(second, AGRICULTURE.iri, "县农业农村局"), known(before, unsure)).judgement == second


def test_a_name_is_not_two_bodies_at_once() -> None:
    forestry = PLAIN.unit("县资源规划局").unit
    before = judge(said("same", AGRICULTURE.iri, "县农业农村局"), known())
    with pytest.raises(Contradiction, match="互相矛盾"):
        judge(said("same", forestry.iri, "县资源规划局"), known(before))


def test_what_repeats_or_changes_nothing_is_refused() -> None:
    before = judge(said("same", AGRICULTURE.iri, "县农业农村局"), known())
    with pytest.raises(Contradiction, match="不必再记"):
        judge(said("same", AGRICULTURE.iri, "县农业农村局"), known(before))
    with pytest.raises(Contradiction, match="仍读不到"):
        judge(said("same", "unit/0123456789", "没有这个单位的名称"), known())


def test_places_are_named_by_code_or_name() -> None:
    assert place_of("330921").name == "岱山县"
    assert place_of(" 舟山市岱山县 ") == place_of("浙江省舟山市岱山县") == place_of("岱山县")
    with pytest.raises(UsageError, match="写代码") as told:
        place_of("鼓楼区")
    assert "350102" in told.value.zh
    for text in ("", "没有县", "999999", "３３０９２１２２"):
        with pytest.raises(UsageError, match="区划表"):
            place_of(text)


def test_what_is_kept_is_read_again(tmp_path: Path) -> None:
    folder = tmp_path / "judgements"
    made = judge(said("same", AGRICULTURE.iri, "县农业农村局"), known())
    append(folder, made)
    append(folder, judge(said("unsure", AGRICULTURE.iri), known(made)))
    assert [one.judgement for one in load(folder)] == ["unsure"]
    assert json.loads(as_line(made))["who"] == "县府办"
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="KG_JUDGEMENTS"):
        append(tmp_path / "file", made)


def test_a_word_in_a_place_of_no_table_holds_there_alone() -> None:
    """Two districts of one name in two cities keep their judgements apart."""
    here, there = (invented("新城区", invented(city)) for city in ("澜屿市", "云栖市"))
    unit = Resolver(here).unit("区财税局").unit
    mention = Mention("区财税局", unit.iri, "notice/n1", here, None)
    apart = judge(said("different", unit.iri, mention=mention), known())
    assert apart.division == here.iri != there.iri
    assert mention.resolver(known(apart)).unit("区财税局").unit.iri != unit.iri
    elsewhere = Mention("区财税局", Resolver(there).unit("区财税局").unit.iri, "notice/n2", there, None)
    assert elsewhere.resolver(known(apart)).unit("区财税局").unit.iri == elsewhere.unit
    assert Mention("县财税局", unit.iri, "notice/n3", invented("澜屿县"), None).division == "澜屿县"
    assert Mention("县财税局", unit.iri, "notice/n3", None, None).division == "notice/n3"
