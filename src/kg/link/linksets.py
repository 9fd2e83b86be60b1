"""``data/links``: our things and other people's identifiers, each link with its justification.

    linksets()            → Linkset("places-wikidata", …, links)   the rows of *.sssom.tsv
    linkset_quads(base)   → quads of graph/links

A link that ``ontology/`` states already is not said again: no triple stands in two graphs. Its
justification is told all the same, as an annotation beside it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg import resources, vocab
from kg.emit.terms import TYPE, Quad, decimal, iri, string
from kg.errors import DataError
from kg.identity import digest
from kg.link.entities import Entities, Entity

SSSOM = "https://w3id.org/sssom/"
_TEXT = {"gbt2260", "stat", "uscc"}  # what has no IRI: the words themselves
_OWL = vocab.PREFIXES["owl"]
_COLUMNS = frozenset(
    ["subject_id", "predicate_id", "object_id", "mapping_justification", "confidence", "comment"]
)


@dataclass(frozen=True, slots=True)
class Link:
    """One row, its CURIEs as written."""

    subject: str
    predicate: str
    object: str
    justification: str
    confidence: str
    comment: str

    @property
    def is_text(self) -> bool:
        """Whether the object is a code without an IRI."""
        return self.object.partition(":")[0] in _TEXT


@dataclass(frozen=True, slots=True)
class Linkset:
    """One file."""

    name: str
    title: str
    prefixes: dict[str, str]
    links: tuple[Link, ...]

    def expand(self, name: str, base: str) -> str:
        """Return the IRI of a CURIE; ``zeren:`` is the base of instances."""
        prefix, _, local = name.partition(":")
        if prefix == "zeren":
            return base + local
        if prefix not in self.prefixes:
            raise _wrong(self.name, name)
        return self.prefixes[prefix] + local


@cache
def linksets() -> tuple[Linkset, ...]:
    """Return every file of ``data/links``."""
    return tuple(read_linkset(path) for path in sorted(resources.data("links").glob("*.sssom.tsv")))


def read_linkset(path: Path) -> Linkset:
    """Read one file.

    Raises:
        DataError: it has not the columns, or a row without its justification.
    """
    text = path.read_text("utf-8")
    head = "\n".join(line[1:] for line in text.splitlines() if line.startswith("#"))
    rows = csv.DictReader(
        (line for line in text.splitlines() if line and not line.startswith("#")), delimiter="\t"
    )
    meta = resources.read_yaml(head) or {}
    name = path.name.removesuffix(".sssom.tsv")
    if _COLUMNS - set(rows.fieldnames or ()) or "curie_map" not in meta:
        raise _wrong(name, "curie_map / columns")
    links = []
    for row in rows:
        if not row["mapping_justification"] or not 0 < float(row["confidence"]) <= 1 or not row["comment"]:
            raise _wrong(name, row["subject_id"])
        links.append(
            Link(
                row["subject_id"],
                row["predicate_id"],
                row["object_id"],
                row["mapping_justification"],
                row["confidence"],
                row["comment"],
            )
        )
    return Linkset(name, str(meta["mapping_set_title"]), dict(meta["curie_map"]), tuple(links))


def linkset_quads(base: str = vocab.BASE) -> Iterator[Quad]:
    """Yield the links, each with an annotation that says why and how sure."""
    from decimal import Decimal

    from kg.link.describe import terms

    graph = iri(f"{base}graph/links")
    stated = {(s.n3, p.n3, o.n3) for s, p, o in terms()}
    for linkset in linksets():
        for link in linkset.links:
            s = iri(linkset.expand(link.subject, base))
            p = iri(linkset.expand(link.predicate, base))
            o = string(_local(link.object)) if link.is_text else iri(linkset.expand(link.object, base))
            if (s, p, o) not in stated:
                yield s, p, o, graph
            axiom = iri(f"{base}link/{digest('link', link.subject, link.predicate, link.object)}")
            yield axiom, TYPE, iri(f"{_OWL}Axiom"), graph
            yield axiom, iri(f"{_OWL}annotatedSource"), s, graph
            yield axiom, iri(f"{_OWL}annotatedProperty"), p, graph
            yield axiom, iri(f"{_OWL}annotatedTarget"), o, graph
            justified = iri(linkset.expand(link.justification, base))
            yield axiom, iri(f"{SSSOM}mapping_justification"), justified, graph
            yield axiom, iri(f"{SSSOM}confidence"), decimal(Decimal(link.confidence)), graph
            yield axiom, iri(f"{SSSOM}mapping_source"), iri(f"{base}catalog#linkset-{linkset.name}"), graph
            yield axiom, iri(vocab.expand("rdfs:comment")), string(link.comment), graph


def codes_of(entities: Entities, entity: Entity) -> str:
    """Return other people's identifiers of an entity: ``gbt2260:330922 uscc:…``."""
    found = list(codes_by_path().get(entity.path, ()))
    place = entity if entity.kind == "place" else entities.by_path.get(entity.first("place") or "")
    if place is not None and (code := place.first("code")):
        written = f"{'stat' if len(code) > 6 else 'gbt2260'}:{code}"
        if written not in found:
            found.insert(0, written)
    return " ".join(found)


@cache
def codes_by_path() -> dict[str, tuple[str, ...]]:
    """Return other people's certain identifiers of our things, by path below the base."""
    table: dict[str, list[str]] = {}
    for linkset in linksets():
        for link in linkset.links:
            if link.subject.startswith("zeren:") and (link.is_text or link.predicate == "skos:exactMatch"):
                table.setdefault(link.subject.removeprefix("zeren:"), []).append(link.object)
    return {path: tuple(codes) for path, codes in table.items()}


def _local(name: str) -> str:
    return name.partition(":")[2]


def _wrong(name: str, what: str) -> DataError:
    return DataError(
        f"data/links/{name}.sssom.tsv 有误：{what}。", f"data/links/{name}.sssom.tsv is wrong: {what}."
    )
