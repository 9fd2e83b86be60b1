"""``ontology/`` as quads of ``graph/ontology``: classes, codes, themes, measures and shapes.

Blank nodes (lists, restrictions) get IRIs below the shapes' namespace: the data holds none.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg import resources, vocab
from kg.emit.terms import Quad, iri

_SKOLEM = "https://w3id.org/zeren/shapes/node/"


def ontology_files() -> list[Path]:
    """Return the Turtle files of the ontology and the shapes, in order."""
    return sorted(resources.ontology().glob("*.ttl")) + sorted(resources.ontology("shapes").glob("*.ttl"))


def ontology_quads(base: str = vocab.BASE) -> Iterator[Quad]:
    """Yield every statement of the ontology, once."""
    import pyoxigraph as ox

    graph = iri(f"{base}graph/ontology")
    seen: set[tuple[str, str, str]] = set()
    for path in ontology_files():
        names: dict[str, str] = {}

        def token(node: object, names: dict[str, str] = names, stem: str = path.stem) -> str:
            if isinstance(node, ox.BlankNode):
                return iri(names.setdefault(str(node), f"{_SKOLEM}{stem}-{len(names) + 1}"))
            return str(node)

        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            triple = (token(quad.subject), str(quad.predicate), token(quad.object))
            if triple not in seen:
                seen.add(triple)
                yield (*triple, graph)
