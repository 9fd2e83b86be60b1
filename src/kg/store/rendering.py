"""Answers written in a format while the engine finds them, so that what is too large stops early."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pyoxigraph as ox

from kg.errors import LimitReached, UsageError
from kg.store.evaluation import evaluate, guard, guarded, named_node, too_many
from kg.store.operations import Question, Wanted
from kg.store.rows import render_boolean

RESULT_FORMATS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
GRAPH_FORMATS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/n-quads": ox.RdfFormat.N_QUADS,
    "application/trig": ox.RdfFormat.TRIG,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
}


@dataclass(frozen=True, slots=True)
class Rendered:
    """How an answer was written."""

    media_type: str
    rows: int
    cut: bool = False


class NotAcceptable(UsageError):
    """None of the formats of this kind of answer was asked for."""


_JSON_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"')
_CSV_QUOTED = re.compile(rb'"[^"]*"')


class _Counter:
    """A file that counts rows as the engine writes them, and stops it past the limit.

    A separator inside a literal is counted too in JSON and CSV; before stopping, what has been
    written is counted exactly.
    """

    MARKS: Mapping[str, bytes] = {
        "application/sparql-results+json": b"},{",
        "application/sparql-results+xml": b"<result>",
        "text/csv": b"\n",
        "text/tab-separated-values": b"\n",
    }

    def __init__(self, output: Any, media_type: str, max_rows: int | None, max_bytes: int) -> None:
        self.output = output
        self.media_type = media_type
        self.mark = self.MARKS[media_type]
        # A JSON array has one separator fewer than rows; CSV and TSV one line more, the header.
        self.offset = {b"},{": 1, b"\n": -1}.get(self.mark, 0)
        self.max_rows = max_rows
        self.max_bytes = max_bytes
        self.marks = 0
        self.bytes = 0
        self.tail = b""

    def write(self, data: bytes) -> int:
        joined = self.tail + data
        self.marks += joined.count(self.mark)
        # What is kept is shorter than the mark, so that no mark is counted twice.
        keep = len(self.mark) - 1
        self.tail = joined[-keep:] if keep else b""
        self.bytes += len(data)
        self.output.write(data)
        if self.max_rows is not None and self.marks + self.offset > self.max_rows:
            self.marks = self.exact()
            if self.marks + self.offset > self.max_rows:
                raise _Full
        if self.bytes > self.max_bytes:
            raise too_large(self.max_bytes)
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def exact(self) -> int:
        """Count the marks that stand outside of literals, in all that was written."""
        if self.mark not in (b"},{", b"\n") or self.media_type == "text/tab-separated-values":
            return self.marks
        self.output.seek(0)
        written = self.output.read()  # and the position is at the end again
        pattern = _JSON_STRING if self.mark == b"},{" else _CSV_QUOTED
        return pattern.sub(b"", written).count(self.mark)


class _Full(Exception):
    """The row limit is passed."""


def too_large(limit: int) -> LimitReached:
    """Return the error of a result past the limit of bytes."""
    return LimitReached(
        f"结果超过 {limit // 2**20} MB 的上限：请缩小查询范围，或分页。",
        f"The result is larger than {limit // 2**20} MB: narrow the query, or page it.",
    )


def render(
    store: ox.Store,
    question: Question,
    wanted: Wanted,
    output: Any,
    *,
    max_rows: int | None = None,
    max_bytes: int = 2**30,
    cut: bool = False,
) -> Rendered:
    """Write an answer in the wanted format to a file that can be read back.

    Args:
        cut: past ``max_rows``, keep the first rows and say so, where else it is an error.

    Raises:
        NotAcceptable: no format for this kind of answer.
        TooManyRows: past ``max_rows``, unless ``cut``.
    """
    results = evaluate(store, question)
    if isinstance(results, ox.QueryBoolean):
        media_type = _acceptable(wanted.boolean)
        output.write(render_boolean(bool(results), media_type))
        return Rendered(media_type, 1)
    if isinstance(results, ox.QueryTriples):
        return render_triples(results, _acceptable(wanted.graph), output, max_rows, cut, max_bytes)
    media_type = _acceptable(wanted.bindings)
    counter = _Counter(output, media_type, max_rows, max_bytes)
    try:
        guard(lambda: results.serialize(counter, RESULT_FORMATS[media_type]))
    except _Full:
        assert max_rows is not None
        if not cut:
            raise too_many(max_rows) from None
        output.seek(0)
        short = _cut(output.read(), media_type, max_rows)
        output.seek(0)
        output.truncate()
        output.write(short)
        return Rendered(media_type, max_rows, cut=True)
    return Rendered(media_type, max(counter.marks + counter.offset, 0))


def _acceptable(media_type: str | None) -> str:
    if media_type is None:
        raise NotAcceptable(
            "这类查询的结果没有所要求的格式：请看 Accept 头。",
            "There is no such format for the answer to this kind of query: see the Accept header.",
        )
    return media_type


def render_triples(
    triples: Any,
    media_type: str,
    output: Any,
    max_rows: int | None,
    cut: bool,
    max_bytes: int = 2**30,
) -> Rendered:
    """Write triples in a format, as ``render`` does."""
    count = 0

    def counted() -> Iterator[Any]:
        nonlocal count
        for triple in guarded(triples):
            if max_rows is not None and count == max_rows and not cut:
                raise too_many(max_rows)
            count += 1
            yield triple

    class Bounded:
        """Stops the writer at the limit of bytes."""

        written = 0

        def write(self, data: bytes) -> int:
            self.written += len(data)
            if self.written > max_bytes:
                raise too_large(max_bytes)
            return int(output.write(data))

        def flush(self) -> None:
            """Nothing is held back."""

    # One triple more than the limit tells a whole answer from a cut one.
    source = counted() if max_rows is None or not cut else islice(counted(), max_rows + 1)
    held: list[Any] | None = None
    if cut and max_rows is not None:
        held = list(source)
        source = iter(held[:max_rows])
    bounded: Any = Bounded()
    guard(lambda: ox.serialize(source, bounded, GRAPH_FORMATS[media_type]))
    is_cut = held is not None and max_rows is not None and len(held) > max_rows
    if is_cut:
        output.write(_notice_of_cut(media_type, max_rows or 0))
    return Rendered(media_type, min(count, max_rows or count), cut=is_cut)


def _notice_of_cut(media_type: str, rows: int) -> bytes:
    words = f"cut: only the first {rows} of the result / 结果已截断，仅前 {rows} 条"
    if media_type == "application/rdf+xml":
        return f"\n<!-- {words} -->\n".encode()
    return b"" if media_type == "application/ld+json" else f"\n# {words}\n".encode()


def _cut(written: bytes, media_type: str, rows: int) -> bytes:
    """Return the first ``rows`` rows as a whole document that says it is cut."""
    if media_type == "application/sparql-results+xml":
        at = -1
        for _ in range(rows + 1):
            at = written.index(b"<result>", at + 1)
        words = f"<!-- cut: only the first {rows} rows / 结果已截断 -->".encode()
        return written[:at] + b"</results>" + words + b"</sparql>"
    if media_type == "application/sparql-results+json":
        # Strings become as many spaces, so that positions stay and only real separators are left.
        bare = _JSON_STRING.sub(lambda found: b" " * len(found.group()), written)
        at = -1
        for _ in range(rows):
            at = bare.index(b"},{", at + 1)
        return written[: at + 1] + b']},"cut":{"rows":%d}}' % rows
    bare = written
    if media_type == "text/csv":
        bare = _CSV_QUOTED.sub(lambda found: b" " * len(found.group()), written)
    at = -1
    for _ in range(rows + 1):
        at = bare.index(b"\n", at + 1)
    return written[: at + 1]


def write_graph(store: ox.Store, graph: str | None, media_type: str, output: Any) -> bool:
    """Write one graph in a format; say whether it is there. ``*`` is the whole store."""
    form = GRAPH_FORMATS[media_type]
    if graph == "*":
        guard(lambda: store.dump(output, form))
        return True
    if graph is None:
        guard(lambda: store.dump(output, form, from_graph=ox.DefaultGraph()))
        return True
    name = named_node(graph)
    if not store.contains_named_graph(name):
        return False
    guard(lambda: store.dump(output, form, from_graph=name))
    return True


def format_of(media_type: str) -> str:
    """Return the name in ``GRAPH_FORMATS`` of what a server says; Turtle where that is unknown."""
    kind = ox.RdfFormat.from_media_type(media_type)
    return kind.media_type if kind and kind.media_type in GRAPH_FORMATS else "text/turtle"
