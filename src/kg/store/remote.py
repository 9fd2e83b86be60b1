"""Any SPARQL 1.1 server as the store, asked by httpx.

A graph is put into a scratch graph, counted, and then moved to its place: some servers answer a
broken PUT with an error and have replaced half of the graph by then. What a server does not
guarantee (one transaction for several graphs) is said in README's table of back ends.
"""

from __future__ import annotations

import gzip
import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import httpx

from kg.errors import KgError, StoreError, UsageError
from kg.store.base import Store
from kg.store.execute import MAX_ANSWER_BYTES
from kg.store.federation import refused
from kg.store.http import Endpoint
from kg.store.lexer import scan, with_dataset
from kg.store.operations import (
    JSON_ROWS,
    N_QUADS,
    N_TRIPLES,
    Backup,
    Bindings,
    Check,
    Dataset,
    DefaultGraph,
    Delete,
    Dump,
    Fetch,
    Graphs,
    Load,
    Operation,
    Put,
    Question,
    Render,
    Restore,
    Result,
    Size,
    Update,
    Wanted,
)
from kg.store.prefixes import completed
from kg.store.rendering import too_large
from kg.store.results import read_graph, read_json_results
from kg.store.syntax import mistake
from kg.store.terms import Iri, Literal, forgetting, lines
from kg.store.translate import translated
from kg.store.union import DefaultGraphs

if TYPE_CHECKING:
    from kg.settings import Settings

T = TypeVar("T")
# Virtuoso refuses an INSERT DATA of 5,000 triples.
BATCH = 2000
GRAPH_ACCEPT = "text/turtle, application/n-triples;q=0.9"


class RemoteStore(Store):
    """A store behind a query endpoint, and for writes an update and a graph-store endpoint."""

    def __init__(self, endpoint: Endpoint, *, base: str, default_graph: DefaultGraph = "union") -> None:
        self.base = base
        self.endpoint = endpoint
        self._default_graph = default_graph
        self._http = endpoint.client()
        self.default_graphs = DefaultGraphs()
        self._verbs: Mapping[type[Operation[Any]], Callable[[Any], Any]] = {
            Render: self._render,
            Check: lambda _: None,  # the server's syntax is its own
            Fetch: self._fetch,
            Graphs: lambda _: self._graphs(),
            Size: lambda _: self._count(),
            Dump: self._dump,
            Update: self._update,
            Load: self._load,
            Put: self._put,
            Delete: self._delete,
            Backup: lambda _: _not_here(),
            Restore: lambda _: _not_here(),
        }

    @classmethod
    def from_settings(cls, settings: Settings) -> RemoteStore:
        """Make one of ``KG_STORE…``."""
        return cls(Endpoint.of(settings), base=settings.base, default_graph=settings.default_graph)

    @property
    def state(self) -> str | None:
        """Unknown: others may write to the server."""
        return None

    def perform(self, operation: Operation[T]) -> T:
        """Carry one operation out; see ``Store.perform``."""
        done: T = self._verbs[type(operation)](operation)
        if operation.writes:
            self.default_graphs.forget()
        return done

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    # --- reading ----------------------------------------------------------------------------

    def _render(self, operation: Render) -> Result:
        if operation.services:
            raise refused(scan(operation.question.text))
        text, accept = sent(operation.question)
        dataset = self.dataset(operation.question)
        try:
            body, media_type = self._ask(text, dataset, accept, operation.timeout_s)
        except UsageError as error:
            raise mistake(operation.question.text) or error from None
        return translated(body, media_type, accept == GRAPH_ACCEPT, operation)

    def dataset(self, question: Question) -> Dataset:
        """Return the graphs to ask a question of, so that it reads what it means."""
        return self.default_graphs.dataset(question, self._plainly)

    def _plainly(self, text: str) -> Bindings | bool:
        """Answer a query about the server itself, over the default graph that it has."""
        return read_json_results(self._ask(text, Dataset(), JSON_ROWS)[0])

    def _ask(
        self, text: str, dataset: Dataset, accept: str, timeout_s: float | None = None
    ) -> tuple[bytes, str]:
        """Return the body of the answer and its media type."""
        request = self.endpoint.asking(self._http, text, dataset, accept)
        if timeout_s is not None:
            request.extensions["timeout"] = httpx.Timeout(timeout_s, connect=10).as_dict()
        return self._send(request, timeout_s)

    def _send(
        self, request: httpx.Request, limit_s: float | None = None, *, may_lack: bool = False
    ) -> tuple[bytes, str]:
        body = bytearray()
        try:
            response = self._http.send(request, stream=True)
            try:
                for chunk in response.iter_bytes():
                    body += chunk
                    if len(body) > MAX_ANSWER_BYTES:
                        raise too_large(MAX_ANSWER_BYTES)
            finally:
                response.close()
        except (httpx.HTTPError, OSError) as error:
            raise self.endpoint.failure(error, limit_s) from error
        media_type = response.headers.get("content-type", "").partition(";")[0].strip()
        if may_lack and response.status_code == 404:
            return b"", ""
        if refusal := self.endpoint.refusal(response.status_code, bytes(body), media_type):
            raise refusal
        return bytes(body), media_type

    def _graphs(self) -> list[str]:
        """Return the IRIs of the named graphs below the base, sorted.

        Servers keep graphs of their own beside ours, and some list them. A plain DISTINCT ?g is
        what Virtuoso refuses to users that may otherwise read all.
        """
        answer = self._plainly(
            "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } "
            f'FILTER(STRSTARTS(STR(?g), "{self.base}")) }} GROUP BY ?g'
        )
        assert isinstance(answer, Bindings)
        names = [row[0].value for row in answer.rows if isinstance(row[0], Iri)]
        return sorted(name for name in names if name.startswith(self.base))

    def _count(self, graph: str | None = None) -> int:
        """Return the number of triples in one graph, or in all below the base."""
        if graph is None:
            where = f'GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{self.base}"))'
        else:
            where = f"GRAPH <{graph}> {{ ?s ?p ?o }}"
        answer = self._plainly(f"SELECT (COUNT(*) AS ?n) WHERE {{ {where} }}")
        if isinstance(answer, Bindings) and answer.rows and isinstance(answer.rows[0][0], Literal):
            return int(answer.rows[0][0].value)
        return 0

    def _lines(self, graph: str, label: str | None) -> Iterator[bytes]:
        headers = {"Accept": "application/n-triples, text/turtle;q=0.5"}
        request = self.endpoint.graph(self._http, "GET", graph, headers=headers)
        body, media_type = self._send(request, may_lack=True)
        for line in lines(read_graph(body, media_type or "text/turtle").triples, label):
            yield line.encode()

    def _fetch(self, operation: Fetch) -> Result | None:
        """Return a graph in a format; one without triples counts as not there."""
        body = b"".join(self._lines(_named(operation.graph), None))
        if not body:
            return None
        return translated(body, N_TRIPLES, True, Render(Question(""), Wanted(graph=operation.media_type)))

    def _dump(self, operation: Dump) -> Result:
        """Return everything below the base as N-Quads."""
        body = b"".join(line for graph in self._graphs() for line in self._lines(graph, graph))
        if operation.compressed:
            return Result("application/gzip", gzip.compress(body, 1, mtime=0))
        return Result(N_QUADS, body)

    # --- writing ----------------------------------------------------------------------------

    def _update(self, operation: Update) -> None:
        """Run an update; whether it is whole or not at all is the server's matter."""
        text, dataset = operation.text, operation.dataset
        if dataset:
            text = with_dataset(text, dataset.default, dataset.named)
        text = completed(text)
        self._run(f"BASE <{operation.base_iri}>\n{text}" if operation.base_iri else text)

    def _run(self, text: str) -> None:
        self._send(self.endpoint.updating(self._http, text))

    def _load(self, operation: Load) -> int:
        """Load one notice.

        Everything is put into scratch graphs and counted before anything of the notice changes;
        additions come first and the notice's own graph last, so that a notice that is there is
        there with all it needs.
        """
        steps = forgetting(operation.forget)
        pieces = {graph: sorted(set(rows)) for graph, rows in operation.by_graph().items()}
        own = {graph: pieces.pop(graph, []) for graph in operation.replace}
        added = self._staged(pieces)
        replaced: dict[str, str] = {}
        try:
            replaced = self._staged(own)
            for step in steps:
                self._run(step)
            for graph, scratch in added.items():
                self._run(f"ADD SILENT GRAPH <{scratch}> TO GRAPH <{graph}>")
            for graph, scratch in replaced.items():
                self._run(f"MOVE SILENT GRAPH <{scratch}> TO GRAPH <{graph}>")
        finally:
            for scratch in added.values():
                self._drop_quietly(scratch)
        return sum(map(len, (*own.values(), *pieces.values())))

    def _put(self, operation: Put) -> bool:
        """Write documents to a graph, by way of a scratch graph."""
        from kg.store.writing import parse_quads

        graph = _named(operation.graph)
        rows = [
            f"{q.subject} {q.predicate} {q.object} .\n"
            for part in operation.parts
            for q in parse_quads(part.data, part.media_type, base_iri=operation.base_iri)
        ]
        created = self._count(graph) == 0
        scratch = self._staged({graph: sorted(set(rows))})[graph]
        if operation.replace:
            self._run(f"MOVE SILENT GRAPH <{scratch}> TO GRAPH <{graph}>")
        else:
            self._run(f"ADD SILENT GRAPH <{scratch}> TO GRAPH <{graph}>")
            self._drop_quietly(scratch)
        return created

    def _delete(self, operation: Delete) -> bool:
        graph = _named(operation.graph)
        there = self._count(graph) > 0
        self._run(f"DROP SILENT GRAPH <{graph}>")
        return there

    def _staged(self, pieces: Mapping[str, list[str]]) -> dict[str, str]:
        """Put triples into scratch graphs, all or none; return the scratch graph of each graph."""
        made: dict[str, str] = {}
        try:
            for graph, rows in pieces.items():
                made[graph] = f"{self.base}graph/scratch-{uuid.uuid4().hex}"
                self._stage(made[graph], rows)
        except BaseException:
            for scratch in made.values():
                self._drop_quietly(scratch)
            raise
        return made

    def _stage(self, scratch: str, rows: list[str]) -> None:
        """Put triples into a scratch graph; return once the server holds all of them."""
        if self.endpoint.graphs_url:
            content, headers = "".join(rows).encode(), {"Content-Type": "text/turtle"}
            self._send(self.endpoint.graph(self._http, "PUT", scratch, content=content, headers=headers))
        else:
            for at in range(0, len(rows), BATCH):
                self._run(f"INSERT DATA {{ GRAPH <{scratch}> {{\n{''.join(rows[at : at + BATCH])}}} }}")
        found = self._count(scratch)
        if found != len(rows):
            raise StoreError(
                f"服务器只收下 {found} 条，应为 {len(rows)} 条；原有数据未改动。",
                f"The server holds {found} triples of {len(rows)}; nothing was changed.",
            )

    def _drop_quietly(self, graph: str) -> None:
        try:
            self._run(f"DROP SILENT GRAPH <{graph}>")
        except KgError:
            return  # the error that led here says more; a scratch graph is never read


def sent(question: Question) -> tuple[str, str]:
    """Return the text that any server understands, and what to accept for it."""
    text = completed(question.text)
    if question.base_iri:
        text = f"BASE <{question.base_iri}> {text}"
    return text, GRAPH_ACCEPT if scan(text).form in ("construct", "describe") else JSON_ROWS


def _named(graph: str | None) -> str:
    if graph is None:
        raise UsageError(
            "远程知识库请指明图：默认图因服务器而异。",
            "Name a graph: the default graph differs between servers.",
        )
    return graph


def _not_here() -> None:
    raise StoreError(
        "远程知识库请用该服务器自己的备份与恢复。",
        "Back a remote store up, and restore it, by its server's own means.",
    )
