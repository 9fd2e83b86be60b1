"""Thirty pairs of notices aligned by hand: what was carried on, changed, new, dropped, split, merged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from kg.compare import compare
from kg.compare.values import Entry
from tests.compare.aligned import FOLDER, pairs, read, real_pairs
from tests.compare.measure import f1

FIRST, SECOND = pairs("first"), pairs("second")
THIRD = real_pairs(FOLDER / "third")


def test_there_are_thirty_pairs_of_every_kind() -> None:
    assert len(FIRST) == len(SECOND) == 15
    assert sum(pair.level for pair in FIRST + SECOND) >= 5
    for half in (FIRST, SECOND):
        kinds = Counter(relation for pair in half for relation, _, _ in pair.relations)
        assert set(kinds) == {"same", "changed", "new", "dropped", "split", "merged"}


def test_pairs_that_nothing_was_learned_from() -> None:
    """The second half was written after the matcher, which read it first with .976 and .947."""
    matched, related = f1(SECOND)
    assert matched >= 0.95
    assert related >= 0.92


def test_the_other_way_round_is_the_mirror_image() -> None:
    mirrored = {"new": "dropped", "dropped": "new", "split": "merged", "merged": "split"}
    for pair in FIRST + SECOND:
        a, b = read(pair)
        there = {(m.relation, iris(m.a), iris(m.b)) for m in compare(a, b).matches}
        back = {(mirrored.get(m.relation, m.relation), iris(m.b), iris(m.a)) for m in compare(b, a).matches}
        assert there == back, pair.name


def iris(entries: Iterable[Entry]) -> frozenset[str]:
    return frozenset(entry.iri for entry in entries)


def test_all_pairs() -> None:
    matched, related = f1(FIRST + SECOND)
    assert matched >= 0.97
    assert related >= 0.95


def test_pairs_whose_sides_are_laid_out_in_other_ways() -> None:
    """Six whole notices, prose and tables, sentences against paragraphs: first read with .937 and .865."""
    assert len(THIRD) == 6
    kinds = {relation for pair in THIRD for relation, _, _ in pair.relations}
    assert kinds == {"changed", "new", "dropped", "split", "merged"}
    matched, related = f1(THIRD)
    assert matched >= 0.97
    assert related >= 0.95
