"""Every row of the registry is proven by its examples."""

import re

import pytest

from kg import resources
from kg.registry.places import places
from kg.registry.units import registry
from kg.resolve import Resolver

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
    assert {name.kind for name in registry().departments.names} <= kinds


def test_kind_examples():
    for line in resources.data("registry", "unit-kinds.csv").read_text("utf-8").splitlines()[1:]:
        kind, _, _, _, examples = line.split(",")
        for example in filter(None, examples.split("|")):
            assert registry().kind_of(example) == kind, example


def test_misreadings_are_hidden_not_alternative():
    for _, record in ROWS:
        assert not any("嵎" in name for name in (record.unit.label, record.unit.full or "", *record.unit.alt))


def test_every_government_department_is_told_what_it_is_for():
    """Few names tell nothing: 县洋管中心. Those of departments of a government do."""
    silent = [
        record.unit.label
        for _, record in ROWS
        if record.unit.kind == "government-department" and not record.unit.departments
    ]
    assert silent == [], "give each a row of department-names.csv, or another kind"
    told = sum(bool(record.unit.departments) for _, record in ROWS)
    assert told / len(ROWS) > 0.75
