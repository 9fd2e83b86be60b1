"""Statements about the whole data: what many things share is said once, and order does not matter."""

from __future__ import annotations

import random

import pytest

from kg.link.dcat import About, dcat
from kg.link.describe import write
from kg.link.statements import Triples, en
from kg.settings import DEFAULT_BASE
from kg.store.oxigraph import OxigraphStore


def test_the_classes_of_a_thing_are_said_once() -> None:
    said = Triples()
    assert said.typed("http://x/licence", "dcterms:LicenseDocument")
    assert not said.typed("http://x/licence", "dcterms:LicenseDocument")
    assert said.typed("http://x/licence", "skos:Concept")
    assert len(said) == 2


def test_a_catalogue_says_little_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    themes = [f"https://w3id.org/zeren/theme/t{number}" for number in range(12)]
    notices = {
        f"{DEFAULT_BASE}notice/{number}": About(title=f"通知{number}", years=["2024"], themes=themes)
        for number in range(50)
    }
    store = OxigraphStore(None, base=DEFAULT_BASE)
    said = 0

    class Counting(Triples):
        def append(self, statement: object) -> None:
            nonlocal said
            said += 1
            super().append(statement)  # type: ignore[arg-type]

    monkeypatch.setattr("kg.link.dcat.Triples", Counting)
    told = dcat(store, "http://localhost", notices)
    assert len(told) <= said <= 1.1 * len(told)


def test_what_is_written_does_not_depend_on_the_order() -> None:
    said = Triples()
    for number in range(30):
        said.typed(f"http://x/{number}", "skos:Concept")
        said.say(f"http://x/{number}", "skos:prefLabel", en(f"thing {number}"), en('a "thing"\n'))
    mixed = list(said)
    random.Random(1).shuffle(mixed)
    for form in ("text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json"):
        assert write(mixed, form, DEFAULT_BASE) == write(said, form, DEFAULT_BASE)
    turtle = write(said, "text/turtle", DEFAULT_BASE).decode()
    assert "@prefix skos:" in turtle
    assert "@prefix dcterms:" not in turtle
