"""Every row of the registry is proven by its examples."""

import re

import pytest

from kg import resources
from kg.registry.places import places
from kg.registry.units import registry
from kg.resolve import Resolver
from kg.resolve.resolver import word_of

CODES = registry().divisions()
ROWS = [(code, record) for code in CODES for record in registry().records(code)]


@pytest.mark.parametrize("code", CODES)
def test_examples_resolve_to_their_row(code):
    resolver = Resolver(places().by_code(code))
    for record in registry().records(code):
        assert record.examples, record.unit.label
        for mention in record.examples:
            assert resolver.unit(mention).unit == record.unit, mention


def test_ids_are_written_once_and_unique():
    ids = [record.unit.iri for _, record in ROWS]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"unit/[0-9a-f]{10}", iri) for iri in ids)


def test_no_name_belongs_to_two_bodies_of_one_division():
    for code in CODES:
        owner: dict[str, str] = {}
        for record in registry().records(code):
            unit = record.unit
            for name in {unit.label, unit.full or unit.label, *unit.alt, *unit.hidden}:
                assert owner.setdefault(name, unit.iri) == unit.iri, name


def test_references_lead_to_rows():
    known = {record.unit.iri for _, record in ROWS}
    for _, record in ROWS:
        assert record.unit.part_of is None or record.unit.part_of in known
        assert record.replaced_by is None or record.replaced_by in known
        assert record.source, record.unit.label
        assert places().by_code(record.unit.jurisdiction.removeprefix("place/")), record.unit.label


def test_kinds_are_codes_with_a_row():
    kinds = {
        line.split(",")[0]
        for line in resources.data("registry", "unit-kinds.csv").read_text("utf-8").splitlines()[1:]
    }
    assert {record.unit.kind for _, record in ROWS} <= kinds
    assert {type_.kind for type_ in registry().types} <= kinds


def test_kind_examples():
    for line in resources.data("registry", "unit-kinds.csv").read_text("utf-8").splitlines()[1:]:
        kind, _, _, _, examples = line.split(",")
        for example in filter(None, examples.split("|")):
            assert registry().kind_of(example) == kind, example


def test_misreadings_are_hidden_not_alternative():
    for _, record in ROWS:
        assert not any("嵎" in name for name in (record.unit.label, record.unit.full or "", *record.unit.alt))


# --- kinds of department -----------------------------------------------------------------------------


def test_no_form_belongs_to_two_types():
    owner: dict[str, str] = {}
    for type_ in registry().types:
        for form in type_.forms:
            assert owner.setdefault(form, type_.short) == type_.short, form


def test_successors_exist():
    shorts = {type_.short for type_ in registry().types}
    assert all(type_.successor is None or type_.successor in shorts for type_ in registry().types)


@pytest.mark.parametrize("type_", registry().types, ids=lambda t: t.short)
def test_examples_of_a_type_are_one_body_anywhere(type_):
    """县人社局=县人力资源和社会保障局, in a county, city and province that no registry holds."""
    assert type_.examples
    words = {"县": "210922", "市": "210900", "省": "210000", "区": "210902", "州": "532500"}
    for example in type_.examples:
        word = next((c for c in example[:3] if c in words), "县")
        place = places().by_code(words[word])
        resolver = Resolver(place)
        first, second = (resolver.unit(m.replace("{s}", place.name[:-1])) for m in example.split("="))
        assert first.unit.iri == second.unit.iri, example
        assert first.unit.label == type_.label(place, word_of(place))
        assert not first.unit.confirmed
