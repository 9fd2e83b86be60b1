"""Parameters that rows fulfil by several values: the kept file counts and narrows as the store does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from kg.kept.answers import Answers, Wanted
from kg.kept.keeper import Kept, kept_beside
from kg.query.paired import key_of, link_of, paired
from kg.store.base import Iri
from tests import loaded

PAIRED = {query.name: paired(query) for query in loaded.catalog() if paired(query)}


def test_what_no_column_shows_is_found() -> None:
    assert set(PAIRED["targets"]) == {"unit", "leader", "theme"}
    assert {"unit", "place"} <= set(PAIRED["projects"])


@pytest.fixture(scope="module")
def kept() -> Iterator[Kept]:
    made = kept_beside(loaded.two(), loaded.catalog())
    made.follow(loaded.two(), lambda: True)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("name", "param"), [(name, param) for name, all_ in PAIRED.items() for param in all_]
)
def test_kept_rows_are_counted_and_narrowed_as_in_the_store(kept: Kept, name: str, param: str) -> None:
    store, catalog = loaded.two(), loaded.catalog()
    query = catalog.get(name)
    found = kept.page(name, store, facets=(param,))
    assert found is not None
    counted = dict(found[1][param])
    assert counted
    for value in [*counted][:2] + [*counted][-1:]:
        narrowed = kept.page(name, store, wanted=Wanted(chosen={param: value}))
        told = catalog.answer(query, {param: value}, store).rows
        key = query.columns.keys()
        at = [*key].index(str(key_of(query)))
        assert narrowed is not None
        assert [row[at] for row in narrowed[0].rows] == [row[at] for row in told]
        assert counted[value] == len(Counter(row[at] for row in told)) == narrowed[0].total
    nothing = kept.page(name, store, wanted=Wanted(chosen={param: Iri("urn:none")}))
    assert nothing is not None
    assert nothing[0].rows == ()


def test_a_row_without_its_key_or_link_has_no_values() -> None:
    store, query = loaded.two(), loaded.catalog().get("targets")
    answers = Answers(query)
    names = [*query.columns]
    key, link = names.index(str(key_of(query))), names.index(link_of(query, "unit") or "")
    rows = [[*row] for row in answers.read(store)][:40]
    whole = answers.read_pairs(store, [tuple(row) for row in rows])
    assert any(name == "unit" for name, _, _ in whole)
    assert answers.read_pairs(store, [(*row[:key], None, *row[key + 1 :]) for row in rows]) == []
    lacking = [(*row[:link], None, *row[link + 1 :]) for row in rows]
    assert [pair for pair in answers.read_pairs(store, lacking) if pair[0] == "unit"] == []
