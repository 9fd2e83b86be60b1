"""Any SPARQL 1.1 server as the store: query and update by SPARQLWrapper, graphs by httpx.

A graph is put into a scratch graph, counted, and then moved to its place: some servers answer a
broken PUT with an error and have replaced half of the graph by then. What a server does not
guarantee (one transaction for several graphs) is said in README's table of back ends.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import quote

import httpx

from kg.errors import KgError, LimitReached, StoreError, UsageError
from kg.store.base import (
    XSD,
    Answer,
    AnyTerm,
    Bindings,
    Blank,
    Dataset,
    DefaultGraph,
    Forgotten,
    Graph,
    Iri,
    Literal,
    Piece,
    Pieces,
    Term,
    forgetting,
    is_iri,
    lines,
    n3,
)
from kg.store.lexer import scan, tokens, with_dataset
from kg.store.prefixes import completed
from kg.store.syntax import mistake

if TYPE_CHECKING:
    from kg.settings import Settings

# Virtuoso refuses an INSERT DATA of 5,000 triples.
BATCH = 2000


class RemoteStore:
    """A store behind a query endpoint, and for writes an update and a graph-store endpoint."""

    def __init__(
        self,
        query_url: str,
        *,
        update_url: str | None = None,
        graphs_url: str | None = None,
        user: str | None = None,
        password: str | None = None,
        auth: str = "basic",
        token: str | None = None,
        base: str,
        default_graph: DefaultGraph = "union",
        timeout_s: float = 30,
        max_rows: int | None = None,
    ) -> None:
        self.base = base
        self.default_graph: DefaultGraph = default_graph
        self.query_url, self.update_url, self.graphs_url = query_url, update_url, graphs_url
        self.timeout_s, self.max_rows = timeout_s, max_rows
        self.user, self.password, self.auth, self.token = user, password, auth, token
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        credentials: httpx.Auth | None = None
        if user is not None:
            make = httpx.DigestAuth if auth == "digest" else httpx.BasicAuth
            credentials = make(user, password or "")
        self._http = httpx.Client(
            auth=credentials,
            headers=headers,
            timeout=httpx.Timeout(timeout_s + 5, connect=10),
            trust_env=False,
            follow_redirects=False,
        )

    @classmethod
    def from_settings(cls, settings: Settings) -> RemoteStore:
        """Make one of ``KG_STORE…``."""
        return cls(
            settings.store,
            update_url=settings.store_update,
            graphs_url=settings.store_gsp,
            user=settings.store_user,
            password=settings.store_password.get_secret_value() if settings.store_password else None,
            auth=settings.store_auth,
            base=settings.base,
            default_graph=settings.default_graph,
            timeout_s=settings.query_timeout_s,
        )

    @property
    def state(self) -> str | None:
        """Unknown: others may write to the server."""
        return None

    # --- reading ----------------------------------------------------------------------------

    def query(
        self,
        text: str,
        *,
        substitutions: Mapping[str, AnyTerm] | None = None,
        default_graph: DefaultGraph | None = None,
        dataset: Dataset | None = None,
        timeout_s: float | None = None,
        max_rows: int | None = None,
    ) -> Answer:
        """Answer a query; see ``Store.query``. Values are bound by VALUES."""
        sent = completed(bind(text, {name: n3(term) for name, term in (substitutions or {}).items()}))
        form = scan(sent).form
        graph = form in ("construct", "describe")
        wrapper = self._wrapper(timeout_s)
        for iri in dataset.default if dataset else ():
            wrapper.addParameter("default-graph-uri", iri)
        for iri in dataset.named if dataset else ():
            wrapper.addParameter("named-graph-uri", iri)
        wrapper.setQuery(sent)
        wrapper.queryType = (form or "select").upper()
        wrapper.setReturnFormat("turtle" if graph else "json")
        wrapper.addCustomHttpHeader("Accept", "text/turtle" if graph else "application/sparql-results+json")
        try:
            body = self._send(wrapper, timeout_s)
        except UsageError as error:
            raise mistake(text) or error from None
        limit = max_rows if max_rows is not None else self.max_rows
        if graph:
            return _within_rows(_read_graph(body), limit)
        return _within_rows(read_json_results(body), limit)

    def graphs(self) -> list[str]:
        """Return the IRIs of the named graphs below the base, sorted.

        Servers keep graphs of their own beside ours, and some list them. A plain DISTINCT ?g is
        what Virtuoso refuses to users that may otherwise read all.
        """
        answer = self.query(
            "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } "
            f'FILTER(STRSTARTS(STR(?g), "{self.base}")) }} GROUP BY ?g'
        )
        assert isinstance(answer, Bindings)
        names = [row[0].value for row in answer.rows if isinstance(row[0], Iri)]
        return sorted(name for name in names if name.startswith(self.base))

    def size(self) -> int:
        """Return the number of quads in the named graphs below the base."""
        text = (
            "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } "
            f'FILTER(STRSTARTS(STR(?g), "{self.base}")) }}'
        )
        return self._number(text)

    def dump(self, output: IO[bytes], *, graph: str | None = None) -> None:
        """Write N-Quads of everything below the base, or N-Triples of one graph."""
        for name in [graph] if graph else self.graphs():
            for line in self._graph_lines(name, None if graph else name):
                output.write(line)

    def _graph_lines(self, name: str, label: str | None) -> Iterator[bytes]:
        response = self._graph_request(
            "GET", name, headers={"Accept": "application/n-triples, text/turtle;q=0.5"}
        )
        if response.status_code == 404:
            return
        self._check(response)
        found = _read_graph(response.content, response.headers.get("content-type", "text/turtle"))
        for line in lines(found.triples, label):
            yield line.encode()

    def _number(self, text: str) -> int:
        answer = self.query(text)
        if isinstance(answer, Bindings) and answer.rows and isinstance(answer.rows[0][0], Literal):
            return int(answer.rows[0][0].value)
        return 0

    def count(self, graph: str) -> int:
        """Return the number of triples in one graph."""
        return self._number(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")

    # --- writing ----------------------------------------------------------------------------

    def update(self, text: str, *, dataset: Dataset | None = None) -> None:
        """Run an update; whether it is whole or not at all is the server's matter."""
        if dataset:
            text = with_dataset(text, dataset.default, dataset.named)
        text = completed(text)
        wrapper = self._wrapper(None, self._update_url())
        wrapper.setMethod("POST")
        wrapper.setRequestMethod("postdirectly")
        wrapper.setQuery(text)
        wrapper.queryType = "INSERT"
        self._send(wrapper, None)

    def load(self, replace: Pieces, *, merge: Pieces | None = None, forget: Forgotten | None = None) -> int:
        """Load one notice; see ``Store.load``.

        Everything is put into scratch graphs and counted before anything of the notice changes;
        additions come first and the notice's own graph last, so that a notice that is there is
        there with all it needs.
        """
        steps = forgetting(forget or {})
        staged: list[tuple[str, str, bool]] = []
        total = 0
        try:
            for pieces, replaces in ((merge or {}, False), (replace, True)):
                for graph, piece in pieces.items():
                    rows = sorted(set(lines(piece)))
                    total += len(rows)
                    if rows or replaces:
                        staged.append((self._stage(rows), graph, replaces))
            for step in steps:
                self.update(step)
            for scratch, graph, replaces in staged:
                if replaces:
                    self.update(f"MOVE SILENT GRAPH <{scratch}> TO GRAPH <{graph}>")
                else:
                    self.update(f"ADD SILENT GRAPH <{scratch}> TO GRAPH <{graph}>")
        finally:
            for scratch, _, replaces in staged:
                if not replaces:
                    self._drop_quietly(scratch)
        return total

    def put(self, graph: str, piece: Piece) -> None:
        """Replace one graph."""
        self.load({graph: piece})

    def delete(self, graph: str) -> bool:
        """Remove one graph; say whether it was there."""
        there = self.count(graph) > 0
        self.update(f"DROP SILENT GRAPH <{graph}>")
        return there

    def _stage(self, rows: list[str]) -> str:
        """Put triples into a scratch graph; return its IRI once the server holds all of them."""
        scratch = f"{self.base}graph/scratch-{uuid.uuid4().hex}"
        try:
            if self.graphs_url:
                response = self._graph_request(
                    "PUT", scratch, content="".join(rows).encode(), headers={"Content-Type": "text/turtle"}
                )
                self._check(response)
            else:
                for at in range(0, len(rows), BATCH):
                    self.update(f"INSERT DATA {{ GRAPH <{scratch}> {{\n{''.join(rows[at : at + BATCH])}}} }}")
            found = self.count(scratch)
            if found != len(rows):
                raise StoreError(
                    f"服务器只收下 {found} 条，应为 {len(rows)} 条；原有数据未改动。",
                    f"The server holds {found} triples of {len(rows)}; nothing was changed.",
                )
        except BaseException:
            self._drop_quietly(scratch)
            raise
        return scratch

    def _drop_quietly(self, graph: str) -> None:
        try:
            self.update(f"DROP SILENT GRAPH <{graph}>")
        except KgError:
            return  # the error that led here says more; a scratch graph is never read

    def backup(self, target: Path) -> None:
        """Not here: the server has its own."""
        raise StoreError(
            "远程知识库请用该服务器自己的备份。", "Back a remote store up by its server's own means."
        )

    def restore(self, source: Path) -> None:
        """Not here: the server has its own."""
        raise StoreError(
            "远程知识库请用该服务器自己的恢复。", "Restore a remote store by its server's own means."
        )

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    # --- requests ---------------------------------------------------------------------------

    def _update_url(self) -> str:
        if not self.update_url:
            raise StoreError(
                "没有设置远程知识库的更新地址（KG_STORE_UPDATE）。",
                "The remote store has no update address (KG_STORE_UPDATE).",
            )
        return self.update_url

    def _wrapper(self, timeout_s: float | None, update_url: str | None = None) -> Any:
        from SPARQLWrapper import BASIC, DIGEST, SPARQLWrapper

        wrapper = SPARQLWrapper(self.query_url, updateEndpoint=update_url)
        wrapper.setMethod("POST")
        wrapper.setOnlyConneg(True)  # by Accept alone: parameters of old servers confuse others
        wrapper.setTimeout(max(1, round((timeout_s or self.timeout_s) + 5)))
        if self.user is not None:
            wrapper.setHTTPAuth(DIGEST if self.auth == "digest" else BASIC)
            wrapper.setCredentials(self.user, self.password or "")
        if self.token:
            wrapper.addCustomHttpHeader("Authorization", f"Bearer {self.token}")
        return wrapper

    def _send(self, wrapper: Any, timeout_s: float | None) -> bytes:
        from urllib.error import URLError

        from SPARQLWrapper.SPARQLExceptions import (
            EndPointInternalError,
            EndPointNotFound,
            QueryBadFormed,
            SPARQLWrapperException,
            Unauthorized,
        )

        try:
            response = wrapper.query().response
            try:
                body: bytes = response.read()
            finally:
                response.close()
            return body
        except TimeoutError as error:
            raise self._too_slow(timeout_s) from error
        except QueryBadFormed as error:
            words = first_line(error)
            raise UsageError(
                f"服务器不接受此语句：{words}", f"The server refuses the text: {words}"
            ) from error
        except Unauthorized as error:
            raise StoreError(
                "远程知识库拒绝了用户名或密码。", "The remote store refused the user or the password."
            ) from error
        except (EndPointInternalError, EndPointNotFound, SPARQLWrapperException) as error:
            words = first_line(error)
            raise StoreError(f"远程知识库出错：{words}", f"The remote store failed: {words}") from error
        except (URLError, OSError, ValueError) as error:
            if isinstance(getattr(error, "reason", None), TimeoutError):
                raise self._too_slow(timeout_s) from error
            raise self._unreachable(error) from error

    def _too_slow(self, timeout_s: float | None) -> LimitReached:
        limit = timeout_s or self.timeout_s
        return LimitReached(
            f"远程知识库 {limit:g} 秒内没有回答。", f"The remote store did not answer within {limit:g} s."
        )

    def _unreachable(self, error: BaseException) -> StoreError:
        return StoreError(
            f"无法连接知识库 {self.query_url}：{error}。",
            f"The store {self.query_url} is unreachable: {error}.",
        )

    def _graph_request(self, method: str, graph: str, **options: Any) -> httpx.Response:
        if not self.graphs_url:
            raise StoreError(
                "没有设置图存储地址（KG_STORE_GSP）。", "There is no graph-store address (KG_STORE_GSP)."
            )
        sign = "&" if "?" in self.graphs_url else "?"
        try:
            return self._http.request(
                method, f"{self.graphs_url}{sign}graph={quote(graph, safe='')}", **options
            )
        except httpx.TimeoutException as error:
            raise self._too_slow(None) from error
        except httpx.HTTPError as error:
            raise self._unreachable(error) from error

    def _check(self, response: httpx.Response) -> None:
        if response.is_success:
            return
        words = response.text.strip().splitlines()[:1]
        try:
            problem = response.json()
            words = [str(problem.get("detail") or problem.get("title"))]
        except (ValueError, AttributeError):
            pass
        text = f"{response.status_code} {' '.join(words)[:300]}"
        if response.status_code in (400, 413, 415, 422):
            raise UsageError(f"服务器不接受：{text}", f"The server refuses this: {text}")
        raise StoreError(f"远程知识库出错：{text}", f"The remote store failed: {text}")


# --- texts and answers --------------------------------------------------------------------------


def bind(text: str, values: Mapping[str, str]) -> str:
    """Return the query with variables bound to terms by a VALUES clause that closes its outer group.

    The values are N-Triples text that has been checked to be one term each. Inside the group its
    filters see them; behind the query they would be joined to what was filtered without them. At
    the group's beginning ``oxigraph serve`` plans worse, and Virtuoso fails on sub-SELECTs. As with
    ``substitutions``, the variable must be in the outer SELECT.
    """
    if not values:
        return text
    for name, value in values.items():
        if not name.isidentifier():
            raise UsageError(f"{name!r} 不是变量名。", f"{name!r} is no name of a variable.")
        check_term(value)
    names = " ".join(f"?{name}" for name in values)
    clause = f"VALUES ({names}) {{ ({' '.join(values.values())}) }}"
    group = _outer_group(text)
    if group is None:  # DESCRIBE <iri>; or no query, which the server says better
        return f"{text}\n{clause}"
    start, end, selects = group
    inside = text[start + 1 : end - 1]
    if selects:
        inside = f"{{{inside}\n}}"
    # The newlines end a comment that the group may close with.
    return f"{text[: start + 1]}{inside}\n{clause} {text[end - 1 :]}"


def _outer_group(text: str) -> tuple[int, int, bool] | None:
    """Return where the outer group of a query stands, and whether it is a SELECT itself."""
    is_template = scan(text).form == "construct"
    depth, start, selects, first = 0, -1, False, False
    for token in tokens(text):
        if first:
            selects, first = token.kind == "word" and token.text.upper() == "SELECT", False
        if token.kind != "mark":
            if token.kind == "word" and depth == 0 and token.text.upper() == "WHERE":
                is_template = False
        elif token.text in "({[":
            if token.text == "{" and depth == 0 and not is_template:
                start, first = token.start, True
            depth += 1
        elif token.text in ")}]":
            depth -= 1
            if token.text == "}" and depth == 0:
                if start >= 0:
                    return start, token.end, selects
                is_template = False  # CONSTRUCT {…} {…}
    return None


def check_term(text: str) -> None:
    """Refuse a text that is not exactly one RDF term in N-Triples."""
    from kg.store.engine import to_engine

    to_engine(text)
    if text.startswith("<") and not is_iri(text[1:-1]):
        raise UsageError(f"{text!r} 不是 IRI。", f"{text!r} is no IRI.")


def read_json_results(body: bytes) -> Answer:
    """Read SPARQL results in JSON.

    Raises:
        StoreError: the body is something else, or is cut.
    """
    try:
        found = json.loads(body)
        if "boolean" in found:
            return bool(found["boolean"])
        names = tuple(found["head"]["vars"])
        if names == ("__ASK_RETVAL",):  # Virtuoso's answer to ASK
            return any(row[names[0]]["value"] in ("1", "true") for row in found["results"]["bindings"])
        rows = [
            tuple(_term(row[name]) if name in row else None for name in names)
            for row in found["results"]["bindings"]
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(
            "知识库的回答不完整或不是 SPARQL JSON。", "The store's answer is cut, or is not SPARQL JSON."
        ) from error
    return Bindings(names, rows)


def _term(value: dict[str, str]) -> Term:
    kind = value["type"]
    if kind == "uri":
        return Iri(value["value"])
    if kind == "bnode":
        return Blank(value["value"])
    language = value.get("xml:lang")
    if language:
        return Literal(value["value"], language, "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString")
    datatype = value.get("datatype") or Literal("").datatype
    if datatype == f"{XSD}boolean":  # Virtuoso says 0 and 1
        return Literal("true" if value["value"] in ("true", "1") else "false", None, datatype)
    return Literal(value["value"], None, datatype)


def _read_graph(body: bytes, media_type: str = "text/turtle") -> Graph:
    import pyoxigraph as ox

    from kg.store.engine import from_engine, parse_quads

    kind = ox.RdfFormat.from_media_type(media_type)
    name = kind.media_type if kind else "text/turtle"
    found = parse_quads(body, name)
    return Graph([(from_engine(q.subject), from_engine(q.predicate), from_engine(q.object)) for q in found])


def _within_rows(answer: Answer, limit: int | None) -> Answer:
    from kg.store.engine import too_many

    count = (
        len(answer.rows)
        if isinstance(answer, Bindings)
        else len(answer.triples)
        if isinstance(answer, Graph)
        else 1
    )
    if limit is not None and count > limit:
        raise too_many(limit)
    return answer


def first_line(error: BaseException) -> str:
    """Return what a server said, on one line of bounded length."""
    words = str(error).replace("\\n", "\n").strip().splitlines()
    return " ".join(word.strip() for word in words if word.strip())[:300]
