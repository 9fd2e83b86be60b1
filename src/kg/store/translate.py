"""A server's answer brought into the format that was asked for, within the asker's limits."""

from __future__ import annotations

import io

from kg.store.evaluation import too_many
from kg.store.operations import Bindings, Render, Result
from kg.store.rendering import NotAcceptable, format_of, render_triples
from kg.store.results import read_json_results
from kg.store.rows import render_boolean, render_rows
from kg.store.writing import parse_quads


def translated(body: bytes, media_type: str, is_graph: bool, operation: Render) -> Result:
    """Return a server's answer in one of the wanted formats.

    Raises:
        StoreError: the answer is cut, or is something else.
        NotAcceptable: no format for this kind of answer was asked for.
        TooManyRows: past ``max_rows``, unless ``cut``.
    """
    return _graph(body, media_type, operation) if is_graph else _rows(body, operation)


def _graph(body: bytes, media_type: str, operation: Render) -> Result:
    wanted, limit = operation.wanted.graph, operation.max_rows
    if wanted is None:
        raise NotAcceptable("没有所要求的图格式。", "There is no such format for a graph.")
    quads = parse_quads(body, format_of(media_type), rename=False)
    if limit is not None and len(quads) > limit and not operation.cut:
        raise too_many(limit)
    output = io.BytesIO()
    done = render_triples([q.triple for q in quads], wanted, output, limit, operation.cut)
    return Result(done.media_type, output.getvalue(), None, done.rows, done.cut)


def _rows(body: bytes, operation: Render) -> Result:
    wanted, limit = operation.wanted, operation.max_rows
    found = read_json_results(body)
    if not isinstance(found, Bindings):
        if wanted.boolean is None:
            raise NotAcceptable("没有所要求的格式。", "There is no such format.")
        return Result(wanted.boolean, render_boolean(found, wanted.boolean), None, 1)
    if wanted.bindings is None:
        raise NotAcceptable("没有所要求的格式。", "There is no such format.")
    rows = len(found.rows)
    too_long = limit is not None and rows > limit
    if limit is not None and too_long:
        if not operation.cut:
            raise too_many(limit)
        found = Bindings(found.variables, found.rows[:limit])
    written = render_rows(found, wanted.bindings, cut=too_long)
    return Result(wanted.bindings, written, None, len(found.rows), too_long)
