"""Which graphs a server's default graph holds, found out and not believed.

``oxigraph serve`` reads an empty default graph unless it is started with ``--union-default-graph``;
Virtuoso's is always the union of all graphs. A question that means the union is asked of either:
plainly where the server's default graph is the union, with every graph named where it is not.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeAlias

from kg.errors import StoreError
from kg.store.lexer import scan
from kg.store.operations import Bindings, Dataset, Question
from kg.store.terms import is_iri

MAX_NAMED = 300  # graphs that a request may name
_FRESH_S = 30.0  # of the list of graphs, to which others may add
Ask: TypeAlias = Callable[[str], "Bindings | bool"]


class DefaultGraphs:
    """What is known of one server's default graph."""

    def __init__(self) -> None:
        self._is_union: bool | None = None  # None: there was nothing yet to tell by
        self._names: tuple[float, tuple[str, ...]] | None = None

    def forget(self) -> None:
        """Look again: something was written."""
        self._names = None

    def settled(self, question: Question) -> Dataset | None:
        """Return the graphs to ask a question of, where that is known without asking the server."""
        if question.dataset or scan(question.text).has_dataset:
            return question.dataset
        return Dataset() if self._is_union and question.default_graph == "union" else None

    def dataset(self, question: Question, ask: Ask) -> Dataset:
        """Return the graphs to ask a question of, so that it reads what it means.

        Raises:
            StoreError: the server cannot be asked that.
        """
        known = self.settled(question)
        if known is not None:
            return known
        if self._is_union is None:
            self._is_union = _is_union(ask)
        if self._is_union is None:  # an empty store answers alike
            return Dataset()
        if self._is_union:
            return Dataset() if question.default_graph == "union" else _refuse_strict()
        if question.default_graph == "strict":
            return Dataset()
        names = self._listed(ask)
        return Dataset(names, names)

    def _listed(self, ask: Ask) -> tuple[str, ...]:
        if self._names is None or time.monotonic() - self._names[0] > _FRESH_S:
            answer = ask("SELECT ?g WHERE { GRAPH ?g { } }")
            assert isinstance(answer, Bindings)
            names = (row[0].value for row in answer.rows if row[0] is not None and is_iri(row[0].value))
            self._names = time.monotonic(), tuple(sorted(n for n in names if "/graph/scratch-" not in n))
        names_now = self._names[1]
        if len(names_now) > MAX_NAMED:
            raise StoreError(
                f"远程知识库的默认图不是各图的并集，而图有 {len(names_now)} 个，无法逐一指明："
                "请让服务器以并集为默认图（oxigraph serve 加 --union-default-graph）。",
                f"The remote store's default graph is not the union of its graphs, and {len(names_now)} "
                "graphs are too many to name: have the server use the union "
                "(oxigraph serve --union-default-graph).",
            )
        return names_now


def _is_union(ask: Ask) -> bool | None:
    """Say whether a triple of a named graph is seen in the default graph; None where there is none."""
    answer = ask("SELECT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o FILTER(isIRI(?s) && isIRI(?o)) } } LIMIT 1")
    assert isinstance(answer, Bindings)
    for row in answer.rows:
        triple = " ".join(term.n3 for term in row if term is not None)
        return ask(f"ASK {{ {triple} }}") is True
    return None


def _refuse_strict() -> Dataset:
    raise StoreError(
        "远程知识库的默认图总是各图的并集，不能按 strict 查询：请设 KG_DEFAULT_GRAPH=union。",
        "The remote store's default graph is always the union of its graphs: set KG_DEFAULT_GRAPH=union.",
    )
