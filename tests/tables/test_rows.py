"""Rows from triples: types, languages, several values, words as they are."""

from __future__ import annotations

import pytest

from kg.errors import DataError
from kg.tables.mapping import Table, mapping
from kg.tables.paths import read_path, walk
from kg.tables.rows import Gaps, Value, key, notice_rows, registry_rows
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


def row(table: str, triples: list[tuple[str, str, str]], gaps: Gaps | None = None) -> dict[str, Value]:
    found = gaps or Gaps()
    (only,) = notice_rows(Triples(triples), N, mapping(), found)[table]
    assert gaps is not None or not found.count
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
    (row,) = registry_rows(Triples(said), mapping(), Gaps())[table.name]
    told = dict(zip((column.name for column in table.columns), row, strict=True))
    assert {name: told[name] for name in expected} == expected


def test_a_flag_says_whether_the_path_holds_the_value() -> None:
    item = row("item_units", [*BARE, (T, k("kg:supportUnit"), U)])
    assert (item["named"], item["lead"], item["support"], item["involved"]) == (True, False, True, False)


def test_the_registry_answers_what_the_notice_does_not_say() -> None:
    place = "<http://x/p>"
    registry = Triples([(place, k("kg:code"), '"330922"')])
    facts = Triples([*BARE, (N, k("kg:jurisdiction"), place)], registry)
    (only,) = notice_rows(facts, N, mapping(), Gaps())["notices"]
    assert only[1] == "33"


@pytest.mark.parametrize(
    ("column", "triple"),
    [
        pytest.param("deadline", (T, k("kg:deadline"), typed("2024-02-30", "date")), id="no day"),
        pytest.param("number", (T, k("kg:number"), typed("1.5", "decimal")), id="no whole number"),
        pytest.param("number", (T, k("kg:number"), typed("9" * 20, "integer")), id="a number too long"),
        pytest.param("theme", (T, k("kg:theme"), '"教育"@zh'), id="words where an IRI stands"),
        pytest.param("year", (N, k("kg:forYear"), typed("0x7e8", "gYear")), id="no year"),
        pytest.param("year", (N, k("kg:forYear"), typed("99999", "gYear")), id="a year too far"),
    ],
)
def test_what_does_not_fit_is_one_gap_that_is_told(
    column: str, triple: tuple[str, str, str], caplog: pytest.LogCaptureFixture
) -> None:
    facts = [one for one in BARE if one[:2] != triple[:2]]
    gaps = Gaps()
    found = row("tasks", [*facts, triple], gaps)
    assert found[column] is None
    assert {name: value for name, value in found.items() if name != column} == {
        name: value for name, value in row("tasks", facts).items() if name != column
    }
    assert gaps.count == (2 if column == "year" else 1)  # years are rows of a table, too
    gaps.tell()
    told = next(c for c in mapping()["tasks"].columns if c.name == column)
    for part in (triple[0], told.zh, told.name, triple[2][:60]):
        assert part in caplog.text


def test_several_values_where_one_belongs_are_refused_and_named() -> None:
    with pytest.raises(DataError) as caught:
        row("tasks", [*BARE, (T, k("kg:text"), '"zweite"@zh')])
    assert "text" in caught.value.en


def test_of_many_gaps_the_log_names_some_and_counts_the_rest(caplog: pytest.LogCaptureFixture) -> None:
    gaps = Gaps()
    for _ in range(50):
        row("tasks", [*BARE, (T, k("kg:deadline"), typed("2024-02-30", "date"))], gaps)
    gaps.tell()
    assert len(caplog.records) == 21
    assert "30" in caplog.records[-1].getMessage()


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


def test_a_decimal_beyond_the_engine_is_a_gap() -> None:
    wide = [t for t in BARE if t[1] != k("kg:confidence")]
    said, gaps = (R, k("kg:confidence"), typed("1" + "0" * 20, "decimal")), Gaps()
    assert row("responsibilities", [*wide, said], gaps)["confidence"] is None
    assert gaps.count == 1
