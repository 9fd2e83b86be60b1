"""Rows from triples: types, languages, several values, words as they are."""

from __future__ import annotations

import pytest

from kg.errors import DataError
from kg.tables.mapping import Column, Table, mapping
from kg.tables.paths import read_path, walk
from kg.tables.rows import Value, key, notice_rows, registry_rows
from kg.tokens import Triples, words
from kg.vocab import expand

N, T, R, U = "<http://x/n>", "<http://x/t>", "<http://x/r>", "<http://x/u>"


def k(name: str) -> str:
    return f"<{expand(name)}>"


def typed(text: str, kind: str) -> str:
    return f'"{text}"^^<{expand("xsd:" + kind)}>'


BARE = [
    (N, k("rdf:type"), k("kg:Notice")),
    (N, k("kg:forYear"), typed("2025", "gYear")),
    (N, k("kg:forYear"), typed("2024", "gYear")),
    (T, k("rdf:type"), k("kg:Task")),
    (T, k("kg:inNotice"), N),
    (T, k("kg:text"), '"完成\\"一件事\\"。\\n"@zh'),
    (T, k("kg:responsibility"), R),
    (T, k("kg:responsibleUnit"), U),
    (R, k("rdf:type"), k("kg:Responsibility")),
    (R, k("kg:body"), U),
    (R, k("kg:confidence"), typed("0.90", "decimal")),
]


THINGS = ("<http://x/a>", "<http://x/b>")
SAID = {"key": THINGS, "iri": THINGS, "text": ('"一"', '"二"')}


def row(table: str, triples: list[tuple[str, str, str]]) -> dict[str, Value]:
    (only,) = notice_rows(Triples(triples), N, mapping())[table]
    return dict(zip([column.name for column in mapping()[table].columns], only, strict=True))


def test_a_row_holds_keys_words_and_numbers() -> None:
    task, unit = row("tasks", BARE), row("responsibilities", BARE)
    assert task["text"] == '完成"一件事"。\n'
    assert task["key"] == unit["item"] == key("http://x/t")
    assert unit["unit"] == key("http://x/u")
    assert unit["confidence"] == "0.90"
    assert task["theme"] is None


def test_of_several_years_the_least_places_the_notice() -> None:
    assert row("notices", BARE)["year"] == 2024
    assert row("notices", [triple for triple in BARE if "forYear" not in triple[1]])["year"] is None


@pytest.mark.parametrize("table", mapping().of("registry"), ids=lambda table: table.name)
def test_of_what_notices_say_differently_of_one_thing_the_least_stands(table: Table) -> None:
    thing = "<http://x/thing>"
    said = [(thing, k("rdf:type"), name) for name in table.classes]
    expected: dict[str, object] = {}
    for column in table.columns:
        if len(column.path) == 1:
            low, high = SAID[column.type]
            tag = f"@{column.language}" if column.language else ""
            said += [(thing, column.path[0].predicate, f"{token}{tag}") for token in (high, low)]
            expected[column.name] = key(low[1:-1]) if column.type == "key" else low[1:-1]
    (row,) = registry_rows(Triples(said), mapping())[table.name]
    told = dict(zip((column.name for column in table.columns), row, strict=True))
    assert {name: told[name] for name in expected} == expected


def test_a_flag_says_whether_the_path_holds_the_value() -> None:
    item = row("item_units", [*BARE, (T, k("kg:supportUnit"), U)])
    assert (item["named"], item["lead"], item["support"], item["involved"]) == (True, False, True, False)


def test_the_registry_answers_what_the_notice_does_not_say() -> None:
    place = "<http://x/p>"
    registry = Triples([(place, k("kg:code"), '"330922"')])
    facts = Triples([*BARE, (N, k("kg:jurisdiction"), place)], registry)
    (only,) = notice_rows(facts, N, mapping())["notices"]
    assert only[1] == "33"


@pytest.mark.parametrize(
    "triple",
    [
        pytest.param((T, k("kg:text"), '"zweite"@zh'), id="two texts"),
        pytest.param((T, k("kg:deadline"), typed("2024-02-30", "date")), id="no day"),
        pytest.param((T, k("kg:number"), typed("1.5", "decimal")), id="no whole number"),
        pytest.param((T, k("kg:theme"), '"教育"@zh'), id="words where an IRI stands"),
    ],
)
def test_what_does_not_fit_is_refused_and_named(triple: tuple[str, str, str]) -> None:
    with pytest.raises(DataError) as caught:
        row("tasks", [*BARE, triple])
    column = next(c for c in mapping()["tasks"].columns if c.path and c.path[-1].predicate == triple[1])
    assert column.zh in caught.value.zh
    assert column.name in caught.value.en


@pytest.mark.parametrize(
    ("token", "text"),
    [
        ('"a"', "a"),
        ('"a"@zh', "a"),
        ('"a\\\\n"', "a\\n"),
        ('"\\u4E00\\U0001F600"', "一😀"),
        ('"1"^^<http://x/d>', "1"),
        ('"\u2028\x85"', "\u2028\x85"),
    ],
)
def test_words_of_a_token(token: str, text: str) -> None:
    assert words(token) == text


def test_a_path_goes_both_ways() -> None:
    facts = Triples(BARE)
    assert walk(facts, R, read_path("^kg:responsibility/kg:text")) == ['"完成\\"一件事\\"。\\n"@zh']
    assert walk(facts, U, read_path("^kg:body")) == [R]
    with pytest.raises(KeyError):
        read_path("kg:nothing")


def test_a_decimal_beyond_the_engine_is_refused() -> None:
    column = next(c for c in mapping()["responsibilities"].columns if c.name == "confidence")
    assert isinstance(column, Column)
    wide = [t for t in BARE if t[1] != k("kg:confidence")]
    with pytest.raises(DataError):
        row("responsibilities", [*wide, (R, k("kg:confidence"), typed("1" + "0" * 20, "decimal"))])
