"""The kinds of department: what is one name, what never is, and what reforms made of them."""

from __future__ import annotations

import itertools
import re

import pytest

from kg.registry.departments import DepartmentName, word_of
from kg.registry.places import places
from kg.registry.units import registry
from kg.resolve import Resolver

TABLES = registry().departments
# A county, a city, a province, a district, a prefecture and a municipality that no registry file holds.
PLACES = {"县": "210922", "市": "210900", "省": "210000", "区": "210902", "州": "532500", "旗": "152921"}
ENDINGS = ("局", "厅", "委", "委员会", "办", "办公室", "中心", "服务中心", "处", "站")
_LONG = {"委员会": "委", "办公室": "办"}


def test_no_form_belongs_to_two_names() -> None:
    owner: dict[str, tuple[str, str]] = {}
    for name in TABLES.names:
        for form, named in name.forms:
            key = (name.short, named.ending)
            assert owner.setdefault(form, key) == key, form


def test_every_type_has_a_name_and_short_names_are_distinct() -> None:
    assert {key for name in TABLES.names for key in name.types} == set(TABLES.types)
    assert len({name.short for name in TABLES.names}) == len(TABLES.names)
    assert all(type_.label_zh and type_.label_en for type_ in TABLES.types.values())


@pytest.mark.parametrize("name", TABLES.names, ids=lambda name: name.short)
def test_examples_of_a_name_are_one_body_anywhere(name: DepartmentName) -> None:
    """县人社局=县人力资源和社会保障局, in a county, city and province that no registry holds."""
    assert name.examples
    for example in name.examples:
        word = next((c for c in example[:3] if c in PLACES), "县")
        place = places().by_code(PLACES[word])
        assert place is not None
        resolver = Resolver(place)
        forms = [m.replace("{s}", place.name[:-1]).replace("{p}", place.name) for m in example.split("=")]
        first, second = (resolver.unit(form) for form in forms)
        assert first.unit.iri == second.unit.iri, example
        assert first.unit.label in {named.label(place, word_of(place)) for _, named in name.forms}
        assert first.unit.departments == name.types
        assert not first.unit.confirmed


@pytest.mark.parametrize("word", PLACES)
def test_an_ending_never_stands_for_another(word: str) -> None:
    """All stems of all names with all endings: what is changed keeps its ending, or is told as a guess."""
    place = places().by_code(PLACES[word])
    resolver = Resolver(place, year=2024)
    stems = {
        core for name in TABLES.names for core in (name.short, name.full, *name.others) if "{" not in core
    }
    changed = 0
    for stem, ending in itertools.product(sorted(stems), ENDINGS):
        printed = word + stem + ending
        found = resolver.unit(printed)
        if found.name == printed:
            continue
        changed += 1
        assert found.confidence < 1
        if found.doubt is not None or found.resolution in ("guessed", "repaired"):
            continue
        assert _ending(found.name) == _ending(printed), (printed, found.name)
    assert changed > 300


def _ending(name: str) -> str:
    end = next((e for e in sorted(ENDINGS, key=len, reverse=True) if name.endswith(e)), "")
    return _LONG.get(end, end)


@pytest.mark.parametrize(
    ("code", "printed"),
    [
        ("210000", "省通信管理局"),
        ("210000", "省大数据中心"),
        ("210000", "省林草局"),
        ("210902", "区商务委"),
        ("210922", "县投促中心"),
        ("210922", "县国资局"),
        ("210922", "县城投集团"),
        ("210900", "市机关事务服务中心"),
        ("210900", "市规划和自然资源局"),
        ("210900", "市外侨办"),
    ],
)
def test_names_that_are_not_changed(code: str, printed: str) -> None:
    found = Resolver(places().by_code(code), year=2017).unit(printed)
    assert (found.name, found.unit.label, found.resolution) == (printed, printed, "exact")


# --- reforms ---------------------------------------------------------------------------------------


def test_reforms_lead_to_the_present_without_a_cycle() -> None:
    for short, reform in TABLES.reforms.items():
        assert reform.source, short
        assert re.fullmatch(r"\d{4}-\d{2}", reform.province), short
        assert re.fullmatch(r"\d{4}-\d{2}", reform.below), short
        seen = {short}
        step = reform
        while step is not None:
            assert step.new[0] not in seen, short
            seen.add(step.new[0])
            step = TABLES.reforms.get(step.new[0])


@pytest.mark.parametrize(
    ("printed", "issued", "meant"),
    [
        ("县卫生局", "2014-05-01", None),
        ("县卫生局", "2017-05-01", "县卫计局"),
        ("县卫生局", "2020-05-01", "县卫健局"),
        ("县卫计局", "2019-03-20", None),
        ("县卫计局", "2019-04-20", "县卫健局"),
        ("县卫计委", "2020-04-20", "县卫健委"),
        ("县安监局", "2021", "县应急管理局"),
        ("县国土资源局", "2021", "县自然资源局"),
        ("县工商局", "2021", "县市场监管局"),
        ("县农业局", "2021", "县农业农村局"),
        ("县地税局", "2019-01-01", "县税务局"),
        ("县扶贫办", "2022-06-01", "县乡村振兴局"),
        ("县扶贫办", "2025-06-01", "县农业农村局"),
        ("县文广新局", "2021", "县文广旅局"),
        ("县法制办", "2021", "县司法局"),
        ("县水务局", "2021", None),
        ("县林业局", "2021", None),
    ],
)
def test_a_reform_is_told_from_the_day_it_was_over(printed: str, issued: str, meant: str | None) -> None:
    found = Resolver(places().by_code("210922"), issued=issued).unit(printed)
    if meant is None:
        assert found.doubt is None
        return
    assert found.doubt is not None
    assert (found.doubt.code, found.doubt.meant[0]) == ("former-name", meant)
    assert found.doubt.source
    assert found.confidence < 1
    assert found.resolution != "exact"


def test_provinces_reformed_before_counties() -> None:
    issued = "2019-02-01"
    assert Resolver(places().by_code("210000"), issued=issued).unit("省农业厅").doubt is not None
    assert Resolver(places().by_code("210922"), issued=issued).unit("县农业局").doubt is None
