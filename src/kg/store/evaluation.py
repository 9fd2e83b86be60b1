"""pyoxigraph behind plain values: terms, queries evaluated, errors in our words.

The only files that know the engine are this one, ``rendering``, ``writing`` and ``copies``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import pyoxigraph as ox

from kg.errors import KgError, LimitReached, StoreError, UsageError
from kg.store.lexer import scan
from kg.store.operations import Answer, Bindings, Graph, Question
from kg.store.prefixes import undeclared
from kg.store.syntax import explained
from kg.store.terms import Blank, Iri, Literal, Term

T = TypeVar("T")


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
    if prefixes := undeclared(question.text):
        options["prefixes"] = prefixes
    return guard(
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


def guard(run: Callable[[], Any], text: str = "") -> Any:
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


def guarded(rows: Iterable[Any]) -> Iterator[Any]:
    """Yield what the engine yields, with its errors said in our words."""
    iterator = iter(rows)
    while True:
        try:
            yield guard(lambda: next(iterator))
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
    for row in guarded(results):
        if max_rows is not None and len(found) == max_rows:
            raise too_many(max_rows)
        if isinstance(row, ox.Triple):
            found.append(tuple(from_engine(t) for t in (row.subject, row.predicate, row.object)))
        else:
            found.append(tuple(None if t is None else from_engine(t) for t in row))
    if isinstance(results, ox.QueryTriples):
        return Graph(found)
    return Bindings(tuple(v.value for v in results.variables), found)


def check_syntax(text: str, form: str | None, base_iri: str | None) -> None:
    """Have the engine read a text that must not be run: it points nowhere, over an empty store.

    Raises:
        UsageError: it is not SPARQL.
    """
    empty = ox.Store()
    try:
        run = empty.update if form == "update" else empty.query
        guard(lambda: run(text, base_iri=base_iri, prefixes=undeclared(text)), text)
    except (StoreError, CannotRun):
        return  # it was read
