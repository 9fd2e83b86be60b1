"""Operations carried out on the engine, in whichever process has it open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.store.evaluation import check_syntax
from kg.store.operations import N_QUADS, Check, Dump, Fetch, Graphs, Operation, Render, Result, Size
from kg.store.rendering import Rendered, render, write_graph
from kg.store.spool import Spool
from kg.store.writing import WRITES

MAX_ANSWER_BYTES = 512 * 2**20


def execute(store: ox.Store, operation: Operation[Any], spool_folder: str | None = None) -> Any:
    """Carry out one operation; an answer that is large goes to a file of ``spool_folder``."""
    kind = type(operation)
    if kind in WRITES:
        return WRITES[kind](store, operation)
    if kind in _WRITTEN:
        return _spooled(lambda spool: _WRITTEN[kind](store, operation, spool), spool_folder)
    return _TOLD[kind](store, operation)


def _spooled(write: Callable[[Spool], Rendered | None], folder: str | None) -> Result | None:
    spool = Spool(folder)
    try:
        done = write(spool)
        path, body = spool.finish()
    except BaseException:
        spool.drop()
        raise
    if done is None:
        return None
    return Result(done.media_type, body, Path(path) if path else None, done.rows, done.cut)


def _render(store: ox.Store, operation: Render, spool: Spool) -> Rendered:
    return render(
        store,
        operation.question,
        operation.wanted,
        spool,
        max_rows=operation.max_rows,
        max_bytes=MAX_ANSWER_BYTES,
        cut=operation.cut,
    )


def _fetch(store: ox.Store, operation: Fetch, spool: Spool) -> Rendered | None:
    found = write_graph(store, operation.graph, operation.media_type, spool)
    return Rendered(operation.media_type, 0) if found else None


def _dump(store: ox.Store, operation: Dump, spool: Spool) -> Rendered:
    """Write everything, not packed: packing needs no engine."""
    write_graph(store, "*", N_QUADS, spool)
    return Rendered(N_QUADS, 0)


_WRITTEN: Mapping[type[Operation[Any]], Callable[[ox.Store, Any, Spool], Rendered | None]] = {
    Render: _render,
    Fetch: _fetch,
    Dump: _dump,
}
_TOLD: Mapping[type[Operation[Any]], Callable[[ox.Store, Any], Any]] = {
    Check: lambda store, operation: check_syntax(operation.text, operation.form, operation.base_iri),
    Graphs: lambda store, operation: sorted(graph.value for graph in store.named_graphs()),
    Size: lambda store, operation: len(store),
}
