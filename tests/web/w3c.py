"""A runner of the W3C SPARQL 1.1 tests over HTTP, against any server.

    run = Runner(server, suites / "w3c-sparql11")
    run.evaluation("aggregates")   → {test IRI: None, or why it failed}
    run.protocol(), run.graph_store(), run.description()

Manifests are read as data; answers are judged here, the same for every server.
"""

# ruff: noqa: E501 (queries and requests read best on one line)

from __future__ import annotations

import csv
import http.client
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pyoxigraph as ox

from tests.web.running import Server, fetch

BASE = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/"
_PREFIXES = {
    "mf": "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#",
    "qt": "http://www.w3.org/2001/sw/DataAccess/tests/test-query#",
    "ut": "http://www.w3.org/2009/sparql/tests/test-update#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "ht": "http://www.w3.org/2011/http#",
    "cnt": "http://www.w3.org/2011/content#",
    "rs": "http://www.w3.org/2001/sw/DataAccess/tests/result-set#",
}
_FORMATS = {".ttl": ox.RdfFormat.TURTLE, ".rdf": ox.RdfFormat.RDF_XML, ".nt": ox.RdfFormat.N_TRIPLES}
_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS = {_XSD + name for name in ("decimal", "double", "float", "integer")}

QUERY_FOLDERS = [
    "aggregates",
    "bind",
    "bindings",
    "cast",
    "construct",
    "exists",
    "functions",
    "grouping",
    "negation",
    "project-expression",
    "property-path",
    "subquery",
    "syntax-query",
    "csv-tsv-res",
    "json-res",
    "syntax-fed",
]
UPDATE_FOLDERS = [
    "add",
    "basic-update",
    "clear",
    "copy",
    "delete-data",
    "delete-insert",
    "delete-where",
    "delete",
    "drop",
    "move",
    "syntax-update-1",
    "syntax-update-2",
    "update-silent",
]

Row = tuple[Any, ...]


class Manifest:
    """One manifest file as a graph."""

    def __init__(self, path: Path, base: str) -> None:
        self.path = path
        self.store = ox.Store()
        self.store.load(path=str(path), format=ox.RdfFormat.TURTLE, base_iri=base)
        self.base = base

    def all(self, subject: Any, predicate: str) -> list[Any]:
        prefix, _, name = predicate.partition(":")
        term = ox.NamedNode(_PREFIXES[prefix] + name)
        return [quad.object for quad in self.store.quads_for_pattern(subject, term, None)]

    def one(self, subject: Any, predicate: str) -> Any:
        found = self.all(subject, predicate)
        return found[0] if found else None

    def items(self, head: Any) -> Iterator[Any]:
        nil = ox.NamedNode(_PREFIXES["rdf"] + "nil")
        while head is not None and head != nil:
            yield self.one(head, "rdf:first")
            head = self.one(head, "rdf:rest")

    def entries(self) -> list[Any]:
        name = ox.NamedNode(_PREFIXES["mf"] + "entries")
        heads = [quad.object for quad in self.store.quads_for_pattern(None, name, None)]
        return [entry for head in heads for entry in self.items(head)]

    def kind(self, entry: Any) -> str:
        return str(self.one(entry, "rdf:type").value).rpartition("#")[2]

    def file(self, node: Any) -> Path:
        return self.path.parent / str(node.value).removeprefix(self.base).rpartition("/")[2]


class Runner:
    """Runs tests against one server."""

    def __init__(self, server: Server, suite: Path) -> None:
        self.server, self.suite = server, suite
        self._loaded: Any = None

    def manifest(self, folder: str, name: str = "manifest.ttl") -> Manifest:
        return Manifest(self.suite / folder / name, f"{BASE}{folder}/")

    # --- query and update -------------------------------------------------------------------

    def evaluation(self, folder: str) -> dict[str, str | None]:
        """Run every test of a folder; a message says why one failed."""
        manifest = self.manifest(folder)
        results: dict[str, str | None] = {}
        for entry in manifest.entries():
            kind = manifest.kind(entry)
            run = {
                "QueryEvaluationTest": self._query_test,
                "CSVResultFormatTest": self._query_test,
                "UpdateEvaluationTest": self._update_test,
                "PositiveSyntaxTest11": self._syntax_test,
                "NegativeSyntaxTest11": self._syntax_test,
                "PositiveUpdateSyntaxTest11": self._syntax_test,
                "NegativeUpdateSyntaxTest11": self._syntax_test,
            }[kind]
            try:
                results[entry.value] = run(manifest, entry, kind)
            except (OSError, ValueError, KeyError, http.client.HTTPException) as error:
                results[entry.value] = f"{type(error).__name__}: {error}"
        return results

    def _query_test(self, manifest: Manifest, entry: Any, kind: str) -> str | None:
        action = manifest.one(entry, "mf:action")
        graphs: list[tuple[Path, str | None, str]] = [
            (manifest.file(node), None, node.value) for node in manifest.all(action, "qt:data")
        ]
        for node in manifest.all(action, "qt:graphData"):
            graphs.append((manifest.file(node), node.value, node.value))
        self._load(graphs)
        query = manifest.one(action, "qt:query")
        text = f"BASE <{query.value}>\n{manifest.file(query).read_text('utf-8')}"
        expected = manifest.file(manifest.one(entry, "mf:result"))
        accept = {
            ".srx": "application/sparql-results+xml",
            ".srj": "application/sparql-results+json",
            ".csv": "text/csv",
            ".tsv": "text/tab-separated-values",
        }.get(expected.suffix)
        graph = expected.suffix in _FORMATS and not _is_result_set(expected)
        status, headers, body = self._ask(
            text, accept or ("text/turtle" if graph else "application/sparql-results+xml")
        )
        if status != 200:
            return f"status {status}: {body[:200]!r}"
        media_type = headers["content-type"].partition(";")[0]
        if graph:
            return _compare_graphs(_triples(expected, BASE), _parse(body, ox.RdfFormat.TURTLE, BASE))
        if expected.suffix == ".csv":
            return _compare_csv(expected.read_bytes(), body, media_type)
        wanted = (
            _result_set(expected)
            if expected.suffix in _FORMATS
            else _solutions(expected.read_bytes(), expected.suffix)
        )
        found = _solutions(body, {"application/sparql-results+xml": ".srx", "application/sparql-results+json": ".srj",
                                  "text/tab-separated-values": ".tsv"}[media_type])  # fmt: skip
        return compare(wanted, found)

    def _update_test(self, manifest: Manifest, entry: Any, kind: str) -> str | None:
        action, result = manifest.one(entry, "mf:action"), manifest.one(entry, "mf:result")
        self._load(_update_data(manifest, action), fresh=True)
        request = manifest.one(action, "ut:request")
        text = f"BASE <{request.value}>\n{manifest.file(request).read_text('utf-8')}"
        status, _, body = self._tell(text)
        self._loaded = None
        if not 200 <= status < 300:
            return f"status {status}: {body[:200]!r}"
        wanted = [
            quad for path, name, base in _update_data(manifest, result) for quad in _quads(path, name, base)
        ]
        found = self._everything()
        return (
            None if _canonical(wanted) == _canonical(found) else f"other quads: {len(found)} of {len(wanted)}"
        )

    def _syntax_test(self, manifest: Manifest, entry: Any, kind: str) -> str | None:
        action = manifest.one(entry, "mf:action")
        # A syntax error is an error of the text, whatever the text would have done.
        text = manifest.file(action).read_text("utf-8")
        text = f"BASE <{action.value}>\n{text}"
        if "Update" in kind:
            self._load([], fresh=True)
            status, _, body = self._tell(text)
            self._loaded = None
        else:
            status, _, body = self._ask(text, "*/*")
        bad = status == 400
        if kind.startswith("Negative"):
            return None if bad else f"accepted: {status}"
        return f"status {status}: {body[:200]!r}" if bad else None

    def _load(self, graphs: Sequence[tuple[Path, str | None, str]], *, fresh: bool = False) -> None:
        key = tuple(graphs)
        if key == self._loaded and not fresh:
            return
        quads = [quad for path, name, base in graphs for quad in _quads(path, name, base)]
        by_graph: dict[str, list[str]] = {}
        for quad in quads:
            by_graph.setdefault(str(quad.graph_name), []).append(
                f"{quad.subject} {quad.predicate} {quad.object} ."
            )
        blocks = ["\n".join(rows) if name == "DEFAULT" else f"GRAPH {name} {{\n" + "\n".join(rows) + "\n}"
                  for name, rows in by_graph.items()]  # fmt: skip
        text = "DROP ALL"
        for _, name, _ in graphs:
            if name is not None:
                text += f" ;\nCREATE SILENT GRAPH <{name}>"
        if blocks:
            text += " ;\nINSERT DATA {\n" + "\n".join(blocks) + "\n}"
        status, _, body = self._tell(text)
        if not 200 <= status < 300:
            raise ValueError(f"the data was not loaded: {status} {body[:200]!r}")
        self._loaded = key

    def _everything(self) -> list[ox.Quad]:
        text = "SELECT ?g ?s ?p ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
        status, _, body = self._ask(text, "application/sparql-results+json")
        if status != 200:
            raise ValueError(f"status {status}")
        found = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
        assert isinstance(found, ox.QuerySolutions)
        return [ox.Quad(row["s"], row["p"], row["o"], row["g"] or ox.DefaultGraph()) for row in found]

    def _ask(self, text: str, accept: str) -> tuple[int, dict[str, str], bytes]:
        headers = {"Content-Type": "application/sparql-query", "Accept": accept}
        return fetch("POST", self.server.query, text.encode(), headers | self.server.headers)

    def _tell(self, text: str) -> tuple[int, dict[str, str], bytes]:
        headers = {"Content-Type": "application/sparql-update"}
        return fetch("POST", self.server.update, text.encode(), headers | self.server.headers)

    # --- protocols --------------------------------------------------------------------------

    def protocol(self) -> dict[str, str | None]:
        """Run the Protocol tests."""
        manifest = self.manifest("protocol")
        results = {}
        for entry in manifest.entries():
            graphs = _update_data(manifest, entry)
            self._load(graphs, fresh=True)
            self._loaded = None
            results[entry.value] = self._conversation(manifest, entry)
        return results

    def graph_store(self) -> dict[str, str | None]:
        """Run the Graph Store Protocol tests, indirect and direct."""
        results = {}
        for name in ("manifest-indirect.ttl", "manifest-direct.ttl"):
            manifest = self.manifest("graph-store-protocol", name)
            for entry in manifest.entries():
                self._load([], fresh=True)
                self._loaded = None
                results[entry.value] = self._conversation(manifest, entry)
        return results

    def _conversation(self, manifest: Manifest, entry: Any) -> str | None:
        connection = manifest.one(entry, "mf:action")
        known: dict[str, str] = {}
        for number, request in enumerate(manifest.items(manifest.one(connection, "ht:requests")), 1):
            problem = self._exchange(manifest, request, known)
            if problem:
                return f"request {number}: {problem}"
        return None

    def _exchange(self, manifest: Manifest, request: Any, known: dict[str, str]) -> str | None:
        def text(node: Any, predicate: str) -> str:
            found = manifest.one(node, predicate)
            value = str(found.value) if found is not None else ""
            for name, replacement in known.items():
                value = value.replace(name, replacement)
            return value

        method = text(request, "ht:methodName")
        raw = str(manifest.one(request, "ht:absolutePath").value)
        for name, replacement in known.items():
            raw = raw.replace(name, quote(replacement, safe=""))
        headers = {
            text(h, "ht:fieldName"): text(h, "ht:fieldValue")
            for h in manifest.items(manifest.one(request, "ht:headers"))
        }
        body_node = manifest.one(request, "ht:body")
        body = None
        if body_node is not None:
            # The manifest's own name of the encoding is what the bytes are in.
            body = text(body_node, "cnt:chars").encode(text(body_node, "cnt:characterEncoding") or "utf-8")
        is_update = (
            "update=" in raw
            or (body is not None and b"update=" in body[:20])
            or any("sparql-update" in value for value in headers.values())
        )
        status, answered, content = self._send(method, self._url(raw, is_update), headers, body)
        response = manifest.one(request, "ht:resp")
        wanted = [node.value.rpartition("#")[2] for node in manifest.all(response, "mf:expectedStatus")]
        if not any(_status_is(name, status) for name in wanted):
            return f"status {status}, not {wanted}: {content[:200]!r}"
        location = manifest.one(response, "mf:expectedLocation")
        if location is not None:
            if "location" not in answered:
                return "no Location"
            known[location.value] = answered["location"]
        boolean = manifest.one(response, "mf:expectedBoolean")
        media_type = answered.get("content-type", "").partition(";")[0]
        if boolean is not None:
            found = _boolean(content, media_type)
            if found != (boolean.value == "true"):
                return f"boolean {found}"
        form = manifest.one(response, "mf:expectedFormat")
        if form is not None and 200 <= status < 300:
            kinds = {
                "boolean": ("sparql-results", "text/", "application/json", "application/xml"),
                "tabular": ("sparql-results", "text/csv", "text/tab", "application/json", "application/xml"),
                "RDF": ("turtle", "rdf+xml", "n-triples", "ld+json", "n-quads", "trig"),
            }
            if not any(kind in media_type for kind in kinds.get(form.value, ())):
                return f"{form.value} as {media_type}"
        expected = manifest.one(response, "ht:body")
        if expected is not None and method != "HEAD":
            if "turtle" not in media_type:
                return f"a graph as {media_type}"
            wanted_graph = _parse(text(expected, "cnt:chars").encode(), ox.RdfFormat.TURTLE, BASE)
            return _compare_graphs(wanted_graph, _parse(content, ox.RdfFormat.TURTLE, BASE))
        return None

    def _url(self, raw: str, is_update: bool) -> str:
        for prefix, target in (
            ("/sparql/", self.server.update if is_update else self.server.query),
            ("/sparql", self.server.update if is_update else self.server.query),
            ("/gsp", self.server.graphs),
        ):
            if raw.startswith(prefix):
                return target + raw.removeprefix(prefix)
        raise ValueError(raw)

    def _send(
        self, method: str, url: str, headers: dict[str, str], body: bytes | None
    ) -> tuple[int, dict[str, str], bytes]:
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
        try:
            # Written out, so that nothing (a Content-Type, an escape) is added.
            connection.putrequest(method, url.partition(parts.netloc)[2], skip_accept_encoding=True)
            for name, value in (headers | self.server.headers).items():
                connection.putheader(name, value)
            connection.putheader("Content-Length", str(len(body or b"")))
            connection.endheaders(body)
            response = connection.getresponse()
            return response.status, {k.lower(): v for k, v in response.getheaders()}, response.read()
        finally:
            connection.close()

    def description(self, shapes: Path | None = None) -> dict[str, str | None]:
        """Run the Service Description tests."""
        status, _, body = fetch("GET", self.server.query, headers={"Accept": "text/turtle"})
        results: dict[str, str | None] = {}
        triples: list[ox.Triple] = []
        try:
            triples = _parse(body, ox.RdfFormat.TURTLE, self.server.query)
            results["returns-rdf"] = None if status == 200 and triples else f"status {status}"
        except (SyntaxError, ValueError) as error:
            results["returns-rdf"] = str(error)
        sd = "http://www.w3.org/ns/sparql-service-description#"
        endpoint = [t for t in triples if t.predicate.value == sd + "endpoint"]
        matches = [t for t in endpoint if getattr(t.object, "value", "") == self.server.query]
        results["has-endpoint-triple"] = None if matches else "no sd:endpoint with the address"
        results["conforms-to-schema"] = _conforms(triples, sd)
        return results


def _conforms(triples: list[ox.Triple], sd: str) -> str | None:
    """Check domains, ranges and what the vocabulary's text demands."""
    rdf_type = _PREFIXES["rdf"] + "type"
    types: dict[Any, set[str]] = {}
    for triple in triples:
        if triple.predicate.value == rdf_type:
            types.setdefault(triple.subject, set()).add(triple.object.value)
    domains = {"endpoint": "Service", "feature": "Service", "defaultEntailmentRegime": "Service",
               "supportedLanguage": "Service", "resultFormat": "Service", "inputFormat": "Service",
               "defaultDataset": "Service", "defaultGraph": "Dataset", "namedGraph": "Dataset",
               "name": "NamedGraph", "graph": "NamedGraph"}  # fmt: skip
    ranges = {
        "defaultDataset": "Dataset",
        "defaultGraph": "Graph",
        "namedGraph": "NamedGraph",
        "graph": "Graph",
    }
    services = [s for s, names in types.items() if sd + "Service" in names]
    if not services:
        return "no sd:Service"
    for service in services:
        if sum(t.subject == service and t.predicate.value == sd + "endpoint" for t in triples) != 1:
            return "a service has exactly one endpoint"
    for triple in triples:
        name = triple.predicate.value.removeprefix(sd)
        if name in domains and sd + domains[name] not in types.get(triple.subject, set()):
            return f"sd:{name} on something that is no sd:{domains[name]}"
        if name in ranges and sd + ranges[name] not in types.get(triple.object, set()):
            return f"sd:{name} to something that is no sd:{ranges[name]}"
    for subject, names in types.items():
        if sd + "NamedGraph" in names and not any(
            t.subject == subject and t.predicate.value == sd + "name" for t in triples
        ):
            return "a named graph has a name"
    return None


# --- judging ------------------------------------------------------------------------------------


def compare(
    wanted: bool | tuple[list[str], list[Row]], found: bool | tuple[list[str], list[Row]]
) -> str | None:
    """Compare answers; blank nodes may be named otherwise, numbers written otherwise."""
    if isinstance(wanted, bool) or isinstance(found, bool):
        return None if wanted is found else f"{found}, not {wanted}"
    if set(wanted[0]) != set(found[0]):
        return f"variables {found[0]}, not {wanted[0]}"
    order = [found[0].index(name) for name in wanted[0]]
    rows = [tuple(row[i] for i in order) for row in found[1]]
    if len(rows) != len(wanted[1]):
        return f"{len(rows)} rows, not {len(wanted[1])}"
    left, right = [[_plain(t) for t in r] for r in wanted[1]], [[_plain(t) for t in r] for r in rows]
    return None if _same(left, right) else f"rows {right[:3]}, not {left[:3]}"


def _plain(term: Any) -> Any:
    if isinstance(term, ox.BlankNode):
        return ("blank", term.value)
    if isinstance(term, ox.Literal) and term.datatype.value in _NUMBERS:
        try:
            number = Decimal(term.value)
            if term.datatype.value in (_XSD + "double", _XSD + "float"):
                return ("number", term.datatype.value, float(f"{number:.10g}"))
            return ("number", term.datatype.value, number)
        except InvalidOperation:
            return ("literal", term.value, term.datatype.value)
    if isinstance(term, ox.Literal):
        return ("literal", term.value, (term.language or "").lower(), term.datatype.value)
    return None if term is None else ("iri", term.value)


def _same(left: list[list[Any]], right: list[list[Any]]) -> bool:
    """Match rows with blank nodes one to one, by trying."""

    def shape(row: list[Any]) -> tuple[Any, ...]:
        return tuple("blank" if t is not None and t[0] == "blank" else t for t in row)

    if Counter(map(shape, left)) != Counter(map(shape, right)):
        return False
    if not any(t is not None and t[0] == "blank" for row in left for t in row):
        return True

    def match(at: int, free: list[list[Any]], forth: dict[Any, Any], back: dict[Any, Any]) -> bool:
        if at == len(left):
            return True
        row = left[at]
        for place, other in enumerate(free):
            if shape(other) != shape(row):
                continue
            new_forth, new_back = dict(forth), dict(back)
            for one, two in zip(row, other, strict=True):
                if (
                    one is not None
                    and one[0] == "blank"
                    and (new_forth.setdefault(one, two) != two or new_back.setdefault(two, one) != one)
                ):
                    break
            else:
                if match(at + 1, free[:place] + free[place + 1 :], new_forth, new_back):
                    return True
        return False

    return match(0, right, {}, {})


def _solutions(data: bytes, suffix: str) -> bool | tuple[list[str], list[Row]]:
    form = {
        ".srx": ox.QueryResultsFormat.XML,
        ".srj": ox.QueryResultsFormat.JSON,
        ".tsv": ox.QueryResultsFormat.TSV,
    }
    found = ox.parse_query_results(data, form[suffix])
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    return [v.value for v in found.variables], [tuple(row) for row in found]


def _is_result_set(path: Path) -> bool:
    return "result-set#" in path.read_text("utf-8")


def _result_set(path: Path) -> bool | tuple[list[str], list[Row]]:
    """Read an answer written as RDF."""
    manifest = Manifest(path, BASE)
    boolean = [
        q.object
        for q in manifest.store.quads_for_pattern(None, ox.NamedNode(_PREFIXES["rs"] + "boolean"), None)
    ]
    if boolean:
        return bool(boolean[0].value == "true")
    name = ox.NamedNode(_PREFIXES["rs"] + "resultVariable")
    variables = [q.object.value for q in manifest.store.quads_for_pattern(None, name, None)]
    rows = []
    for quad in manifest.store.quads_for_pattern(None, ox.NamedNode(_PREFIXES["rs"] + "solution"), None):
        bound = {
            manifest.one(b, "rs:variable").value: manifest.one(b, "rs:value")
            for b in manifest.all(quad.object, "rs:binding")
        }
        rows.append(tuple(bound.get(v) for v in variables))
    return variables, rows


def _compare_csv(wanted: bytes, found: bytes, media_type: str) -> str | None:
    if media_type != "text/csv":
        return media_type
    rows = [
        Counter(
            tuple(re.sub(r"^_:.*", "_:", cell) for cell in row) for row in csv.reader(io.StringIO(d.decode()))
        )
        for d in (wanted, found)
    ]
    return None if rows[0] == rows[1] else f"rows {rows[1]}, not {rows[0]}"


def _parse(data: bytes, form: ox.RdfFormat, base: str) -> list[ox.Triple]:
    return [q.triple for q in ox.parse(data, form, base_iri=base)]


def _triples(path: Path, base: str) -> list[ox.Triple]:
    return _parse(path.read_bytes(), _FORMATS[path.suffix], base)


def _quads(path: Path, name: str | None, base: str) -> list[ox.Quad]:
    graph = ox.NamedNode(name) if name else ox.DefaultGraph()
    return [
        ox.Quad(q.subject, q.predicate, q.object, graph)
        for q in ox.parse(path.read_bytes(), _FORMATS[path.suffix], base_iri=base, rename_blank_nodes=True)
    ]


def _update_data(manifest: Manifest, node: Any) -> list[tuple[Path, str | None, str]]:
    found: list[tuple[Path, str | None, str]] = [
        (manifest.file(data), None, data.value) for data in manifest.all(node, "ut:data")
    ]
    for entry in manifest.all(node, "ut:graphData"):
        data = manifest.one(entry, "ut:graph")
        found.append((manifest.file(data), manifest.one(entry, "rdfs:label").value, data.value))
    return found


def _canonical(quads: list[ox.Quad]) -> set[ox.Quad]:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


def _compare_graphs(wanted: list[ox.Triple], found: list[ox.Triple]) -> str | None:
    def canonical(triples: list[ox.Triple]) -> set[ox.Quad]:
        return _canonical([ox.Quad(t.subject, t.predicate, t.object) for t in triples])

    return None if canonical(wanted) == canonical(found) else f"{len(found)} other triples, not {len(wanted)}"


def _boolean(content: bytes, media_type: str) -> bool | None:
    if "json" in media_type or "xml" in media_type:
        found = re.search(rb"boolean\W+(true|false)", content)
        return found is not None and found.group(1) == b"true"
    return content.strip().lower() == b"true"


def _status_is(name: str, status: int) -> bool:
    if name.startswith("StatusCode"):
        return str(status)[0] == name.removeprefix("StatusCode")[0]
    return {"OK": 200, "Created": 201, "NoContent": 204, "NotFound": 404}[name] == status
