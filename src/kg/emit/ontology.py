"""``ontology/`` as quads of ``graph/ontology``: classes, codes, themes, measures and shapes.

Blank nodes (lists, paths) get IRIs below the shapes' namespace, for the data holds none: the way to
them from the term that they belong to, a member of a list by what it holds. The values that
``kgs:target-bound`` allows are ``shapes/node/target-bound/in``, ``…/in/ge`` and so on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from kg import resources, vocab
from kg.emit.terms import Quad, iri
from kg.errors import DataError

INDICATORS = "indicators.ttl"
_SKOLEM = "https://w3id.org/zeren/shapes/node/"
_FIRST, _REST = (f"<{vocab.expand(name)}>" for name in ("rdf:first", "rdf:rest"))
_WORD = re.compile(r"[A-Za-z0-9_-]+")
Triple = tuple[str, str, str]


def ontology_files() -> list[Path]:
    """Return the Turtle files of the ontology and the shapes, in order.

    Left out is ``indicators.ttl``: the catalogue is part of ``graph/registry``, below the base.
    """
    own = (path for path in resources.ontology().glob("*.ttl") if path.name != INDICATORS)
    return sorted(own) + sorted(resources.ontology("shapes").glob("*.ttl"))


def ontology_quads(base: str = vocab.BASE) -> Iterator[Quad]:
    """Yield every statement of the ontology, once.

    Raises:
        DataError: two blank nodes would get one name, or one belongs to no term.
    """
    graph = iri(f"{base}graph/ontology")
    seen: set[Triple] = set()
    named: set[str] = set()
    for path in ontology_files():
        triples = _triples(path)
        names = _Names(triples)
        for subject, predicate, value in triples:
            triple = (names.of(subject), predicate, names.of(value))
            if triple not in seen:
                seen.add(triple)
                yield (*triple, graph)
        mine = names.given()
        if len(set(mine)) < len(mine) or named.intersection(mine):
            twice = next(name for name in mine if name in named or mine.count(name) > 1)
            raise DataError(
                f"{path.name}：有两个空白节点都叫 {twice}，请给其中一个 IRI。",
                f"{path.name}: two blank nodes would be called {twice}; give one of them an IRI.",
            )
        named.update(mine)


def _triples(path: Path) -> list[Triple]:
    import pyoxigraph as ox

    parsed = ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
    return [(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in parsed]


class _Names:
    """The names of one file's blank nodes."""

    def __init__(self, triples: Sequence[Triple]) -> None:
        self._parents = {value: (subject, predicate) for subject, predicate, value in triples}
        self._members = {subject: value for subject, predicate, value in triples if predicate == _FIRST}
        self._names: dict[str, str] = {}

    def of(self, node: str) -> str:
        """Return a node as it is, or the IRI of one that has none."""
        if not node.startswith("_:"):
            return node
        if node not in self._names:
            self._names[node] = iri(_SKOLEM + self._way(node))
        return self._names[node]

    def given(self) -> list[str]:
        """Return the names that were given."""
        return list(self._names.values())

    def _way(self, node: str) -> str:
        """Return the way to a blank node: the term, its properties, and in a list what it holds."""
        if node not in self._parents:
            raise DataError(
                "ontology 中有一个空白节点不属于任何词项，请给它一个 IRI。",
                "A blank node of ontology/ belongs to no term; give it an IRI.",
            )
        parent, predicate = self._parents[node]
        if predicate == _REST:
            head = parent
            while self._parents.get(head, ("", ""))[1] == _REST:
                head = self._parents[head][0]
            return f"{self._way(head)}/{_local(self._members.get(node, node))}"
        start = self._way(parent) if parent.startswith("_:") else _local(parent)
        return f"{start}/{_local(predicate)}"


def _local(term: str) -> str:
    """Return the last word of an IRI, or the words of a literal."""
    text = term.strip("<>").replace("#", "/").rpartition("/")[2] if term.startswith("<") else term
    return "-".join(_WORD.findall(text.partition("^^")[0]))
