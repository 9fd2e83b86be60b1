"""Runs the shapes over one graph: pySHACL is the judge, on a plain rdflib graph.

Two things make it quick without changing what it says (``tests/bench/bench_validate.py``):

- the shapes are parsed and harvested once a process, whatever the number of notices;
- the text of a SPARQL constraint is parsed, and its patterns put in order, once a process. pySHACL
  hands the same text to the data graph for every focus node, so ``DataGraph.query`` remembers it.

The third is a habit of ``ontology/shapes/``: constraints that need SPARQL have the notice as
their target and name the offender as ``?value``, so that each runs once a notice.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from pyshacl import ShapesGraph, Validator
from pyshacl.graph_abstraction import RdfLibDataGraph
from pyshacl.monkey import apply_patches
from pyshacl.validator import assign_baked_in
from rdflib import Graph, URIRef, Variable
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.stores.memory import SimpleMemory

from kg.validate.arrange import arrange
from kg.validate.shapes import shapes_graph

if TYPE_CHECKING:
    from rdflib.plugins.sparql.sparql import Query
    from rdflib.query import Result
    from rdflib.term import Node


@lru_cache(maxsize=512)
def _prepared(text: str, given: frozenset[str], namespaces: tuple[tuple[str, URIRef], ...]) -> Query:
    query = prepareQuery(text, initNs=dict(namespaces))
    arrange(query, frozenset(Variable(name) for name in given))
    return query


class _Store(SimpleMemory):
    """rdflib's store without contexts, 1.4 to 2 times as fast as the one with them.

    pySHACL asks every store whether it knows contexts, and then uses the one graph alone.
    """

    context_aware = True
    graph_aware = True

    def __init__(self) -> None:
        super().__init__()
        self._length: int | None = None

    def add(self, triple: Any, context: Any, quoted: bool = False) -> None:
        """Add a triple as ``SimpleMemory`` does."""
        self._length = None
        super().add(triple, context, quoted)

    def remove(self, triple_pattern: Any, context: Any = None) -> None:
        """Remove triples as ``SimpleMemory`` does."""
        self._length = None
        super().remove(triple_pattern, context)

    def __len__(self, context: Any = None) -> int:
        # pySHACL asks whether the graph is empty for every result, and rdflib counts each time.
        if self._length is None:
            self._length = super().__len__(context)
        return self._length


class DataGraph(Graph):
    """An in-memory graph that parses and arranges the same query text once."""

    def __init__(self) -> None:
        super().__init__(store=_Store(), bind_namespaces="none")

    def query(self, query_object: Any, *args: Any, **kwargs: Any) -> Result:
        """Answer a query as ``Graph.query`` does."""
        if isinstance(query_object, str):
            given = kwargs.get("initBindings") or (args[3] if len(args) > 3 else None) or {}
            names = frozenset(map(str, given))
            query_object = _prepared(query_object, names, tuple(self.namespaces()))
        return super().query(query_object, *args, **kwargs)

    def add_all(self, triples: Iterable[tuple[Node, Node, Node]]) -> None:
        """Add triples of rdflib terms without the checks of ``Graph.add``."""
        add = self.store.add
        for triple in triples:
            add(triple, self)


class _Judged(RdfLibDataGraph):
    """pySHACL's view of a data graph, which looks for blank nodes in contexts that ours has not."""

    def quads(self, quad: Any = None) -> Any:
        """Yield the triples, each with the one graph there is."""
        subject, predicate, value = (quad or (None, None, None))[:3]
        for triple in self.impl.triples((subject, predicate, value)):
            yield (*triple, self.impl)


def harvest(shapes: Graph) -> ShapesGraph:
    """Return the shapes as pySHACL keeps them, to be used again and again."""
    _patch_once()
    harvested = ShapesGraph(shapes)
    harvested.shapes  # noqa: B018  the property finds and keeps them
    return harvested


@cache
def our_shapes() -> ShapesGraph:
    """Return the shapes of this project, harvested."""
    return harvest(shapes_graph())


@cache
def _patch_once() -> None:
    """Do what ``pyshacl.validate`` does at each start; its ``Validator`` relies on it."""
    apply_patches()  # type: ignore[no-untyped-call]
    assign_baked_in()  # type: ignore[no-untyped-call]


def judge(data: Graph, shapes: ShapesGraph) -> tuple[bool, Graph]:
    """Validate ``data`` and return whether it conforms, and the W3C report graph."""
    _patch_once()
    validator = Validator(_Judged(store=data.store, impl=data), shacl_graph=shapes.graph)
    validator.shacl_graph = shapes
    conforms, report, _ = validator.run()  # type: ignore[no-untyped-call]
    return conforms, report
