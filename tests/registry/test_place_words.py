"""The words of places in the registry's tables: every row proves itself by its examples."""

import csv

import pytest

from kg.names.normal import normal
from kg.registry import patterns
from kg.registry.departments import is_province
from kg.registry.levels import LEVELS, level_words, words_of
from kg.registry.place_names import level_by_suffix, short_name, spoken_name, suffix_of, suffixes
from kg.registry.places import make
from kg.registry.zones import Zones
from kg.resolve.governments import government_name
from tests.conftest import ROOT

GOVERNMENTS = list(
    csv.DictReader((ROOT / "data/registry/government-names.csv").read_text("utf-8").splitlines())
)


@pytest.mark.parametrize("row", suffixes(), ids=lambda row: row.suffix)
def test_a_suffix_tells_level_and_short_name(row):
    assert row.examples
    for example in row.examples:
        name, short = example.split("=")
        assert suffix_of(name) is row
        assert level_by_suffix(name) == row.level
        assert short_name(name) == short


@pytest.mark.parametrize("row", suffixes(), ids=lambda row: row.suffix)
def test_no_suffix_hides_a_longer_one_behind_it(row):
    behind = suffixes()[suffixes().index(row) + 1 :]
    assert [later.suffix for later in behind if later.suffix.endswith(row.suffix)] == []


def test_what_no_suffix_ends_stays_whole():
    assert (level_by_suffix("望川"), short_name("望川"), spoken_name("望川")) == ("unknown", "望川", "望川")
    assert level_by_suffix("县") == "unknown"


@pytest.mark.parametrize("row", level_words().values(), ids=lambda row: row.word)
def test_a_level_word_begins_its_examples_and_stands_below_its_superior(row):
    assert row.examples
    assert [e for e in row.examples if not e.startswith(row.word)] == []
    if row.above:
        assert level_words()[row.above].rank == row.rank - 1


def test_levels_run_from_above_to_below():
    ranks = [row.rank for row in level_words().values()]
    assert ranks == sorted(ranks)
    assert set(ranks) == set(range(len(LEVELS)))
    assert is_province("自治区")
    assert not is_province("市")
    assert words_of("county") == ("县", "区", "旗")


@pytest.mark.parametrize("row", GOVERNMENTS, ids=lambda row: row["ends"] + row["level"] + row["adds"])
def test_a_government_is_called_by_its_place(row):
    place, government = row["examples"].split("=")
    assert government_name(make(None, place, row["level"] or None)) == government
    assert place.endswith(row["ends"])


@pytest.mark.parametrize("row", patterns.load("departments").raw["written"], ids=lambda row: row["short"])
def test_an_ending_written_in_two_ways(row):
    for example in row["examples"]:
        short, long = example.split("=")
        assert short.endswith(row["short"])
        assert long.endswith(row["long"])
        assert normal(short) != normal(long)


def test_a_zone_is_one_under_all_its_kinds():
    from kg.registry.places import places

    zones: Zones = places()._tables.zones
    long, short = (zones.find(name, None, None) for name in ("合肥高新技术产业开发区", "合肥高新区"))
    assert long is not None
    assert long == short


@pytest.mark.parametrize("row", patterns.load("collectives").raw["townships"], ids=lambda row: row["said"])
def test_townships_that_a_set_means(row):
    assert row["ends"]
    assert [e for e in row["examples"] if row["said"] not in e] == []


@pytest.mark.parametrize("row", patterns.load("zones").raw["kinds"], ids=lambda row: row["short"])
def test_a_kind_of_zone_is_written_in_many_ways(row):
    from kg.registry.zones import _reduced

    assert row["written"]
    for example in row["examples"]:
        long, short = example.split("=")
        assert _reduced(long) == _reduced(short) == short
