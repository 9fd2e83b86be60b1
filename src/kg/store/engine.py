"""pyoxigraph behind plain values: questions in; rows, or bytes in a format, out.

Used by the embedded store in this process and by the worker processes of the service. The row
limit is counted while the engine writes, so that what is too large stops early.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any, TypeVar

import pyoxigraph as ox

from kg.errors import KgError, LimitReached, StoreError, UsageError
from kg.store.base import (
    Answer,
    Bindings,
    Blank,
    Dataset,
    Forgotten,
    Graph,
    Iri,
    Literal,
    Question,
    Term,
    forgetting,
)
from kg.store.lexer import scan
from kg.store.prefixes import undeclared
from kg.store.rows import render_boolean
from kg.store.syntax import explained

T = TypeVar("T")

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
class Wanted:
    """The media type to answer in, by what the query turns out to ask; None: not acceptable."""

    bindings: str | None = "application/sparql-results+json"
    boolean: str | None = "application/sparql-results+json"
    graph: str | None = "text/turtle"


@dataclass(frozen=True, slots=True)
class Rendered:
    """How an answer was written."""

    media_type: str
    rows: int
    cut: bool = False


class NotAcceptable(UsageError):
    """None of the formats of this kind of answer was asked for."""


class CannotRun(UsageError):
    """The text is SPARQL, and cannot be run: an unknown function, a graph that is not there."""


class TooManyRows(LimitReached):
    """The answer has more rows than the limit."""


def too_many(limit: int) -> TooManyRows:
    """Return the error of a result past the row limit."""
    return TooManyRows(
        f"结果超过 {limit} 行的上限：请加 LIMIT 与 OFFSET 分页，或用 COUNT 等聚合。",
        f"The result has more than {limit} rows: page it by LIMIT and OFFSET, or aggregate it.",
    )


# --- terms --------------------------------------------------------------------------------------


def to_engine(text: str) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Return the engine's term for the N-Triples text of one."""
    try:
        quads = list(ox.parse(f"<x:s> <x:p> {text} .", ox.RdfFormat.N_TRIPLES))
    except SyntaxError:
        quads = []
    if len(quads) != 1:
        raise UsageError(f"{text!r} 不是一个 RDF 项。", f"{text!r} is not one RDF term.")
    term = quads[0].object
    if isinstance(term, ox.NamedNode | ox.BlankNode | ox.Literal):
        return term
    raise UsageError("此处不接受三元组项。", "A triple term is not accepted here.")


def named_node(iri: str) -> ox.NamedNode:
    """Return the engine's name for an IRI.

    Raises:
        UsageError: the engine does not take it for one.
    """
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise UsageError(f"{iri[:200]!r} 不是 IRI。", f"{iri[:200]!r} is no IRI: {error}.") from error


def from_engine(term: Any) -> Term:
    """Return our term for an engine's one."""
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    if isinstance(term, ox.Literal):
        return Literal(term.value, term.language, term.datatype.value)
    if isinstance(term, ox.BlankNode):
        return Blank(term.value)
    return Literal(str(term))  # an RDF 1.2 triple term, as text


def question_of(value: Mapping[str, Any], text: str) -> Question:
    """Return the question that ``Question`` became on its way between processes."""
    dataset = value["dataset"]
    return Question(
        text,
        Dataset(tuple(dataset["default"]), tuple(dataset["named"])),
        value["default_graph"],
        value["base_iri"],
        value["substitutions"],
    )


# --- evaluation ---------------------------------------------------------------------------------


def evaluate(store: ox.Store, question: Question) -> Any:
    """Run a query; return the engine's results, not yet read."""
    options: dict[str, Any] = {}
    if question.dataset:
        options["default_graph"] = [named_node(iri) for iri in question.dataset.default]
        options["named_graphs"] = [named_node(iri) for iri in question.dataset.named]
    elif question.default_graph == "union" and not scan(question.text).has_dataset:
        # The engine's switch would override FROM.
        options["use_default_graph_as_union"] = True
    if question.substitutions:
        options["substitutions"] = {
            ox.Variable(name): to_engine(text) for name, text in question.substitutions.items()
        }
    if prefixes := undeclared(question.text):
        options["prefixes"] = prefixes
    return _guard(
        lambda: store.query(
            question.text, base_iri=question.base_iri, custom_functions=_FUNCTIONS, **options
        ),
        question.text,
    )


def _matches(text: Any, query: Any) -> Any:
    """Say how well typed words fit a text; unbound where either is no literal."""
    from kg.names.matching import matches

    if not isinstance(text, ox.Literal) or not isinstance(query, ox.Literal):
        return None
    return ox.Literal(str(matches(text.value, query.value)), datatype=_DECIMAL)


_DECIMAL = ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
# Functions that a query may call beside SPARQL's own.
_FUNCTIONS = {ox.NamedNode("https://w3id.org/zeren/ontology#matches"): _matches}


def _guard(run: Callable[[], Any], text: str = "") -> Any:
    """Run a piece of the engine, with its errors said in our words; ``text`` is what it reads."""
    try:
        return run()
    except SyntaxError as error:
        raise explained(text, _first_words(error.msg)) from error
    except RuntimeError as error:
        raise CannotRun(f"语句无法执行：{error}。", f"The text cannot be run: {error}.") from error
    except MemoryError as error:
        raise LimitReached(
            "查询超出内存上限：请缩小范围后再试。", "The query ran out of memory: narrow it and try again."
        ) from error
    except OSError as error:
        raise StoreError(f"存储引擎出错：{error}。", f"The engine failed: {error}.") from error


def contained(run: Callable[[], T]) -> T:
    """Run something whose errors leave this thread without the engine's objects.

    A traceback holds its frames, and results that a frame holds must die where they were made.
    """
    try:
        return run()
    except KgError as error:
        error.__cause__ = error.__context__ = None
        raise error.with_traceback(None) from None


def _first_words(message: str) -> str:
    """Return an error of the engine's parser without its lists of characters."""
    where, _, expected = message.partition(": expected ")
    words = [w for w in re.findall(r"[A-Za-z_]{3,}", expected.split("['", 1)[0]) if w not in ("one",)]
    return f"{where}: expected {', '.join(words[:12])}" if words else where[:200]


def _guarded(rows: Iterable[Any]) -> Iterator[Any]:
    iterator = iter(rows)
    while True:
        try:
            yield _guard(lambda: next(iterator))
        except StopIteration:
            return


def read(store: ox.Store, question: Question, max_rows: int | None) -> Answer:
    """Return a whole answer as values.

    Raises:
        TooManyRows: past ``max_rows``.
    """
    results = evaluate(store, question)
    if isinstance(results, ox.QueryBoolean):
        return bool(results)
    found: list[Any] = []
    for row in _guarded(results):
        if max_rows is not None and len(found) == max_rows:
            raise too_many(max_rows)
        if isinstance(row, ox.Triple):
            found.append(tuple(from_engine(t) for t in (row.subject, row.predicate, row.object)))
        else:
            found.append(tuple(None if t is None else from_engine(t) for t in row))
    if isinstance(results, ox.QueryTriples):
        return Graph(found)
    return Bindings(tuple(v.value for v in results.variables), found)


# --- writing in a format ------------------------------------------------------------------------

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
        _guard(lambda: results.serialize(counter, RESULT_FORMATS[media_type]))
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
        for triple in _guarded(triples):
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
    _guard(lambda: ox.serialize(source, bounded, GRAPH_FORMATS[media_type]))
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


# --- writing to the store -----------------------------------------------------------------------


def update(store: ox.Store, text: str, base_iri: str | None = None) -> None:
    """Run an update in one transaction. Its dataset must already stand in the text."""
    prefixes = undeclared(text)
    _guard(lambda: store.update(text, base_iri=base_iri, prefixes=prefixes or None), text)


def _change(store: ox.Store, steps: list[str]) -> None:
    """Run steps of our own in one transaction."""
    if steps:
        _guard(lambda: store.update(" ;\n".join(steps)))


def check_syntax(text: str, form: str | None, base_iri: str | None) -> None:
    """Have the engine read a text that must not be run: it points nowhere, over an empty store.

    Raises:
        UsageError: it is not SPARQL.
    """
    empty = ox.Store()
    try:
        if form == "update":
            update(empty, text, base_iri)
        else:
            _guard(lambda: empty.query(text, base_iri=base_iri, prefixes=undeclared(text)), text)
    except (StoreError, CannotRun):
        return  # it was read


def parse_quads(
    data: bytes, media_type: str, *, base_iri: str | None = None, rename: bool = True
) -> list[ox.Quad]:
    """Return the quads of a document in one of ``GRAPH_FORMATS``.

    Raises:
        UsageError: the document is not well-formed.
    """
    try:
        return list(ox.parse(data, GRAPH_FORMATS[media_type], base_iri=base_iri, rename_blank_nodes=rename))
    except (SyntaxError, ValueError, OSError) as error:
        words = getattr(error, "msg", None) or str(error)
        raise UsageError(
            f"RDF 内容有误（{media_type}）：{words}。", f"The RDF is not well-formed ({media_type}): {words}."
        ) from error


def transaction(store: ox.Store, *, drop: Iterable[str], forget: Forgotten, add: list[ox.Quad]) -> None:
    """Drop graphs, forget subjects and add quads: all of it or nothing.

    The engine has no transaction that takes removals and additions but an update, so this is one.
    """
    steps = [f"DROP SILENT GRAPH <{graph}>" for graph in drop]
    steps.extend(forgetting(forget))
    if add:
        steps.append(_insert(add))
    _change(store, steps)


def _insert(quads: Iterable[ox.Quad]) -> str:
    by_graph: dict[str, list[str]] = {}
    for quad in quads:
        row = f"{quad.subject} {quad.predicate} {quad.object} ."
        by_graph.setdefault(str(quad.graph_name), []).append(row)
    body = "\n".join(
        "\n".join(rows) if graph == "DEFAULT" else f"GRAPH {graph} {{\n" + "\n".join(rows) + "\n}"
        for graph, rows in by_graph.items()
    )
    return f"INSERT DATA {{\n{body}\n}}"


def write_parts(
    store: ox.Store,
    graph: str | None,
    parts: list[tuple[str, bytes]],
    *,
    replace: bool,
    base_iri: str | None,
) -> bool:
    """Put documents into one graph (None: the default graph); say whether it is new."""
    name = named_node(graph) if graph else ox.DefaultGraph()
    created = graph is not None and not store.contains_named_graph(named_node(graph))
    # Each document has blank nodes of its own; INSERT DATA makes them new, once for the request.
    quads = [
        ox.Quad(q.subject, q.predicate, q.object, name)
        for media_type, data in parts
        for q in parse_quads(data, media_type, base_iri=base_iri)
    ]
    steps = []
    if graph is None and replace:
        steps.append("CLEAR DEFAULT")
    if graph is not None:
        steps.append(f"{'DROP' if replace else 'CREATE'} SILENT GRAPH <{graph}>")
        if replace:
            steps.append(f"CREATE SILENT GRAPH <{graph}>")
    if quads:
        steps.append(_insert(quads))
    _change(store, steps)
    return created


def remove_graph(store: ox.Store, graph: str | None) -> bool:
    """Remove one graph (None: empty the default graph); say whether it was there."""
    if graph is None:
        _change(store, ["CLEAR DEFAULT"])
        return True
    there = store.contains_named_graph(named_node(graph))
    if there:
        _change(store, [f"DROP SILENT GRAPH <{graph}>"])
    return there


def write_graph(store: ox.Store, graph: str | None, media_type: str, output: Any) -> bool:
    """Write one graph in a format; say whether it is there. ``*`` is the whole store."""
    form = GRAPH_FORMATS[media_type]
    if graph == "*":
        _guard(lambda: store.dump(output, form))
        return True
    if graph is None:
        _guard(lambda: store.dump(output, form, from_graph=ox.DefaultGraph()))
        return True
    name = named_node(graph)
    if not store.contains_named_graph(name):
        return False
    _guard(lambda: store.dump(output, form, from_graph=name))
    return True


def checkpoint(store: ox.Store, target: str) -> None:
    """Make a read-only copy, by hard links."""
    _guard(lambda: store.backup(target))


def bulk_load(store: ox.Store, source: IO[bytes]) -> None:
    """Add N-Quads in bulk, outside of any transaction: for a store that is being made."""
    try:
        store.bulk_load(source, ox.RdfFormat.N_QUADS)
    except (SyntaxError, ValueError) as error:
        words = getattr(error, "msg", None) or str(error)
        raise UsageError(f"N-Quads 有误：{words}。", f"The N-Quads are not well-formed: {words}.") from error
    store.flush()


def dump(store: ox.Store, output: IO[bytes], graph: str | None = None) -> None:
    """Write N-Quads of everything or N-Triples of one graph."""
    if graph is None:
        _guard(lambda: store.dump(output, ox.RdfFormat.N_QUADS))
    else:
        name = named_node(graph)
        _guard(lambda: store.dump(output, ox.RdfFormat.N_TRIPLES, from_graph=name))
