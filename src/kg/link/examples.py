"""The canned queries as SPARQL examples, which editors and harvesters read.

examples(queries, base, root)
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from kg.link.describe import Statement
from kg.link.statements import Triples, catalog_iri, en, zh
from kg.store.base import Literal


class Example(Protocol):
    """What is needed of a canned query."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def topic(self) -> str:
        """Its folder."""

    @property
    def text(self) -> str:
        """Its SPARQL."""

    @property
    def answers(self) -> str:
        """The question in English."""

    @property
    def answers_zh(self) -> str:
        """The question in Chinese."""


def examples(queries: Iterable[Example], base: str, root: str) -> list[Statement]:
    """Return the canned queries as a graph of SPARQL examples."""
    out = Triples()
    for query in queries:
        me = f"{root}/queries/{query.name}"
        form = "SPARQLSelectExecutable"
        out.typed(me, "sh:SPARQLExecutable", f"sh:{form}")
        out.say(me, "rdfs:comment", zh(query.answers_zh), en(query.answers))
        out.say(me, "sh:select", Literal(query.text.strip()))
        out.say(me, "schema:target", f"{root}/sparql")
        out.say(me, "schema:keywords", Literal(query.topic))
        out.say(me, "dcterms:isPartOf", catalog_iri(base, "all"))
    return list(out)
