"""A notice that is withdrawn: out of every graph and figure, in its history, to be loaded again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kg import loading, vocab
from kg.compare.deriving import rebuild
from kg.errors import NotFound
from kg.store.oxigraph import OxigraphStore
from kg.store.versions.archive import Archive
from kg.store.versions.history import history, quads
from kg.store.versions.withdrawal import withdraw
from tests.store.test_as_of import DAY, count, lines
from tests.store.test_succession import load, pairs, words
from tests.store.test_versions import FIRST, ITEMS, NEW, Held, notice, text

COMPARED = "?c a ?kind FILTER(?kind IN (kg:Comparison, kg:Correspondence))"


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Held]:
    with OxigraphStore(None, base=vocab.BASE) as store:
        store.versions = Archive(tmp_path / "versions")
        loading.prepare(store)
        yield Held(store, store.versions)


def test_nothing_of_it_is_left_but_its_history(held: Held) -> None:
    held.load(words(2031, 9))
    before = lines(held.store)
    held.load(text(), days=1)
    held.load(text((*ITEMS, NEW)), days=2)
    iri = f"{vocab.BASE}{notice(text()).iri}"
    (standing, _) = history(held.store, iri)
    stood = quads(held.store, standing)
    withdraw(iri, held.store, at=FIRST + timedelta(days=3))
    # What is left of it: its versions, and what the registry knows of the bodies that it named.
    left = lines(held.store) - before
    about = [line for line in left if "/version/" not in line and "graph/registry" not in line]
    of_it = (iri, f"/graph/{iri.rpartition('/')[2]}", f"/text/{iri.rpartition('/')[2]}")
    assert [line for line in about if any(name in line for name in of_it)] == []
    assert count(held.store) == 2
    assert f"{vocab.BASE}graph/{iri.rpartition('/')[2]}" not in held.store.graphs()
    versions = history(held.store, iri)
    assert [entry.version.until is None for entry in versions] == [False, False]
    assert quads(held.store, versions[0]) == stood
    with loading.as_of(held.store, DAY + timedelta(days=2)) as then:
        assert count(then) == len(ITEMS) + 1 + 2
    with loading.as_of(held.store, DAY + timedelta(days=3)) as then:
        assert count(then) == 2
    with pytest.raises(NotFound, match="撤回"):
        withdraw(iri, held.store)


def test_it_can_be_loaded_again(held: Held) -> None:
    held.load(text())
    iri = f"{vocab.BASE}{notice(text()).iri}"
    withdraw(iri, held.store, at=FIRST + timedelta(days=1))
    assert held.load(text(), days=2).kind == "new"
    versions = history(held.store, iri)
    assert [entry.version.until is None for entry in versions] == [True, False]
    with loading.as_of(held.store, DAY + timedelta(days=1)) as then:
        assert count(then) == 0


def test_who_followed_it_follows_none(held: Held) -> None:
    old, new = load(held.store, words(2031, 7)), load(held.store, words(2032, 7))
    assert pairs(held.store) == {(new, old)}
    withdraw(old, held.store)
    assert pairs(held.store) == set()
    assert load(held.store, words(2031, 7)) == old
    assert pairs(held.store) == {(new, old)}


def test_comparisons_with_it_go_too(held: Held) -> None:
    old, new = load(held.store, words(2031, 7)), load(held.store, words(2032, 7))
    assert rebuild(held.store) == 1
    before = held.count("?c a kg:Comparison")
    assert before == 1
    # Nothing tells when it was made: no past day holds it.
    with loading.as_of(held.store, DAY + timedelta(days=40_000)) as then:
        assert Held(then, held.archive).count(COMPARED) == 0
        assert pairs(then) == {(new, old)}
    withdraw(old, held.store)
    assert held.count(COMPARED) == 0
