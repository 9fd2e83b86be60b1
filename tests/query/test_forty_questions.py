"""The forty questions that people ask, each answered over a corpus of places, levels and years."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from tests import corpus, loaded
from tests.conftest import ROOT

QUESTIONS: dict[int, dict[str, Any]] = yaml.safe_load((ROOT / "tests/query/questions.yml").read_text("utf-8"))
ANSWERED = [number for number, question in QUESTIONS.items() if "query" in question]
NEED_REPORTS = {33, 37, 38, 39}


def told(row: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    """Return what a row says in the columns that a person looked at; of a code its local name."""
    found = {}
    for name in wanted:
        value = row[name]
        if isinstance(value, str) and value.startswith("https://"):
            value = value.replace("#", "/").rpartition("/")[2]
        found[name] = value
    return found


@pytest.mark.parametrize("number", ANSWERED)
def test_a_question_is_answered(number: int) -> None:
    question = QUESTIONS[number]
    table = loaded.catalog().run(question["query"], question["params"], corpus.whole())
    records = table.records()
    assert records
    for wanted, row in zip(question.get("rows", ()), records, strict=False):
        assert told(row, wanted) == wanted
    assert len(records) >= len(question.get("rows", ()))
    for wanted in question.get("holds", ()):
        assert wanted in [told(row, wanted) for row in records]
    names = set(table.names)
    assert names & {"sentence", "item", "notice", "unit", "place"}, "an answer leads to where it stands"


def test_every_question_is_answered_or_says_why_not() -> None:
    without = {number for number in range(1, 41) if "query" not in QUESTIONS.get(number, {})}
    assert without == NEED_REPORTS | {30}
    assert all(QUESTIONS[number]["cannot"] for number in NEED_REPORTS | {30})


def test_the_corpus_has_many_places_levels_and_years() -> None:
    notices = corpus.notices()
    places = [notice.places[notice.jurisdiction] for notice in notices if notice.jurisdiction]
    assert len(notices) >= 40
    assert len({place.iri for place in places}) >= 25
    assert {place.level for place in places} >= {"province", "city", "county", "zone", "township"}
    assert len({year for notice in notices for year in notice.for_years}) >= 8
