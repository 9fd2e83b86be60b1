"""A person's own code list as a linkset: what is certain, with how it was found; nothing guessed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kg.errors import InputError, UsageError
from kg.link.linksets import read_linkset
from kg.link.own_linkset import write_linkset

OWN = ("own", "http://example.org/place/")
# As an endpoint answers: a column of IRIs, or of what follows the prefix, and a column of labels.
ROWS = (
    "item,itemLabel\n"
    "http://example.org/place/7,嵊泗县\n"
    "8,舟山市\n"
    "http://example.org/place/9,不知何处县\n"
    ",嵊泗县\n"
)


def written(folder: Path, rows: str = ROWS, prefix: tuple[str, str] = OWN, identifier: str = "item") -> Path:
    """Write the linkset of some rows."""
    table, target = folder / "places.csv", folder / "places.sssom.tsv"
    table.write_text(rows, "utf-8")
    write_linkset(
        table, target, column="itemLabel", identifier=identifier, prefix=prefix, kinds=("place",),
        title="Places", day=date(2030, 1, 2),
    )  # fmt: skip
    return target


def test_what_is_certain_becomes_a_link_with_its_justification(tmp_path: Path) -> None:
    found = read_linkset(written(tmp_path))
    assert (found.title, found.prefixes["own"]) == ("Places", OWN[1])
    assert [(link.subject, link.predicate, link.object, link.justification) for link in found.links] == [
        ("zeren:place/330922", "skos:exactMatch", "own:7", "semapv:LexicalMatching"),
        ("zeren:place/330900", "skos:exactMatch", "own:8", "semapv:LexicalMatching"),
    ]
    assert all("same-name" in link.comment and float(link.confidence) == 1 for link in found.links)


def test_an_identifier_elsewhere_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not below"):
        written(tmp_path, "item,itemLabel\nhttp://example.com/1,嵊泗县\n")


@pytest.mark.parametrize("prefix", [("our own", OWN[1]), ("own", "entity")])
def test_a_prefix_that_is_none_is_told(tmp_path: Path, prefix: tuple[str, str]) -> None:
    with pytest.raises(UsageError, match="prefix"):
        written(tmp_path, prefix=prefix)


def test_a_column_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="it has: item、itemLabel"):
        written(tmp_path, identifier="qid")
