"""What harvesters and crawlers ask for: catalogue, VoID, dumps, examples of queries, sitemap."""

from __future__ import annotations

import base64
import gzip
import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import anyio.from_thread
import anyio.to_thread
from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from starlette.responses import RedirectResponse

from kg import vocab
from kg.errors import NotFound
from kg.kept.keeper import Kept
from kg.link.dcat import Dump, dcat
from kg.link.describe import MEDIA, Statement, write
from kg.link.examples import examples
from kg.link.statements import catalog_iri
from kg.link.void import void
from kg.store import operations
from kg.store.base import Bindings, Iri
from kg.store.operations import Fetch, Result
from kg.tables.figures import Figures
from kg.tables.mapping import mapping
from kg.web.ask import Ask
from kg.web.deps import BackendDep, Cacheable
from kg.web.frame import root_of
from kg.web.linked import script
from kg.web.negotiate import choose
from kg.web.problems import Problem

router = APIRouter(tags=["linked data"])

_RDF: dict[int | str, dict[str, Any]] = {
    200: {"description": "RDF", "content": {media: {} for media in MEDIA.values()}},
    406: {"description": "No such format"},
}
_CHUNK = 2**20
_SITEMAP_URLS = 50_000
_LISTED = (
    "/", "/notices", "/units", "/leaders", "/targets", "/projects", "/places", "/themes", "/queries", "/data",
)  # fmt: skip
# Above this many quads a catalogue does not have the dump made; it tells the sum once somebody took it.
_WAIT_BELOW = 400_000


def public_root(request: Request) -> str:
    """Return the service's public address, without a slash at the end."""
    return f"{request.url.scheme}://{request.url.netloc}{root_of(request)}"


# --- descriptions -----------------------------------------------------------------------------------


@router.get("/catalog", summary="The catalogue as DCAT-AP 3", responses=_RDF, dependencies=[Cacheable])
def catalogue(request: Request) -> Response:
    """Describe everything and each notice, for data portals."""
    return _catalogue(request, None)


@router.get("/catalog.{ending}", include_in_schema=False, dependencies=[Cacheable])
def catalogue_as(request: Request, ending: str) -> Response:
    """Describe everything in the format of the ending."""
    if ending not in MEDIA:
        raise NotFound("没有这种格式。", "There is no such format.")
    return _catalogue(request, ending)


def _catalogue(request: Request, ending: str | None) -> Response:
    ask = Ask(request)
    root = public_root(request)
    size = _size(request, ask)
    contact = request.app.state.settings.contact
    dump = _dump_of(request, wait=size < _WAIT_BELOW)
    figures: Figures = request.app.state.figures
    tables = mapping().tables if figures.manifest(ask.base) is not None else ()
    notices = request.app.state.described.of(request)
    statements = dcat(ask.store, root, notices, contact=contact, dump=dump, tables=tables)
    wanted = "text/html" if ending is None and _html(request) else None
    links = _alternates(request, "/catalog")
    if wanted:
        title = vocab.expand("dcterms:title")
        lang = ask.view.lang
        names: dict[str, str] = {}
        for s, p, o in statements:
            if p.value == title and (s.value not in names or getattr(o, "language", None) == lang):
                names[s.value] = o.value
        page = ask.frame.page(
            request,
            "catalog.html",
            title="数据目录" if lang == "zh" else "Data",
            iri=catalog_iri(ask.base),
            datasets=_datasets(statements, names, ask.base),
            triples=size,
            jsonld=script(statements[:400], ask.base),
        )
        page.headers["Link"] = links
        return page
    return _rdf(request, statements, ask.base, ending, links)


def _size(request: Request, ask: Ask) -> int:
    """Return how many quads the store holds, as kept where it is known."""
    kept: Kept = request.app.state.kept
    known = kept.size(ask.store)
    return ask.store.size() if known is None else known


def _datasets(statements: Iterable[Statement], names: dict[str, str], base: str) -> list[dict[str, Any]]:
    """Return each dataset with its page and downloads, everything first."""
    found: dict[str, dict[str, Any]] = {}
    addresses: dict[str, str] = {}
    for s, p, o in statements:
        if p.value == vocab.expand("dcat:downloadURL"):
            addresses[s.value] = o.value
    for _, p, o in statements:
        if p.value == vocab.expand("dcat:dataset"):
            found[o.value] = {"id": o.value.rpartition("#")[2], "name": names.get(o.value, ""), "files": []}
    for s, p, o in statements:
        if p.value == vocab.expand("dcat:distribution") and s.value in found:
            if address := addresses.get(o.value):
                found[s.value]["files"].append((address.rpartition("/")[2], address))
        elif p.value == vocab.expand("dcat:landingPage") and s.value in found:
            found[s.value]["page"] = o.value
    return list(found.values())


@router.get(
    "/.well-known/void", summary="The dataset as VoID, counted", responses=_RDF, dependencies=[Cacheable]
)
def void_document(request: Request) -> Response:
    """Tell how much there is of what."""
    ask = Ask(request)
    links = f'<{root_of(request)}/catalog>; rel="collection"'
    counted = request.app.state.counted.of(request)
    more = request.app.state.beside.of(request)
    return _rdf(request, void(counted, more, ask.base, public_root(request)), ask.base, None, links)


@router.get(
    "/.well-known/sparql-examples",
    summary="The canned queries as SPARQL examples",
    responses=_RDF,
    dependencies=[Cacheable],
)
def sparql_examples(request: Request) -> Response:
    """Return the canned queries as a graph that editors read."""
    ask = Ask(request)
    queries = [query for group in ask.catalog.questions().values() for query in group]
    statements = examples(queries, ask.base, public_root(request))
    return _rdf(request, statements, ask.base, None, f'<{root_of(request)}/queries>; rel="alternate"')


def _html(request: Request) -> bool:
    return choose(request.headers.get("accept"), ["text/turtle", "text/html", *MEDIA.values()]) == "text/html"


def _alternates(request: Request, path: str) -> str:
    root = root_of(request)
    return ", ".join(f'<{root}{path}.{e}>; rel="alternate"; type="{t}"' for e, t in MEDIA.items())


def _rdf(
    request: Request, statements: list[Statement], base: str, ending: str | None, links: str
) -> Response:
    offered = [*MEDIA.values(), "application/json", "text/plain"]
    accept = request.headers.get("accept")
    chosen = MEDIA[ending] if ending else choose(accept, offered)
    if chosen is None and accept and "text/html" in accept:
        chosen = "text/turtle"
    if chosen is None:
        raise Problem(
            406,
            "not-acceptable",
            "没有 Accept 所要求的格式，可用 Turtle、JSON-LD、N-Triples、RDF/XML。",
            "There is no such format; there are Turtle, JSON-LD, N-Triples and RDF/XML.",
        )
    aliases = {"application/json": "application/ld+json", "text/plain": "application/n-triples"}
    media_type = aliases.get(chosen, chosen)
    said = f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
    return Response(write(statements, media_type, base), media_type=said, headers={"Link": links})


# --- dumps ------------------------------------------------------------------------------------------


@router.get("/dump.nq.gz", summary="Everything as N-Quads, packed", response_class=Response)
async def dump_nquads(request: Request, backend: BackendDep) -> Response:
    """Return everything, graph by graph."""
    result = await backend.perform(operations.Dump(compressed=True))
    return await _file(request, result, "dump.nq.gz", "application/gzip")


@router.get("/dump.nq.gz.sha256", include_in_schema=False)
async def dump_sum(request: Request, backend: BackendDep) -> Response:
    """Return the sum of the dump, as ``sha256sum -c`` reads it."""
    made = await _summed(request, await backend.perform(operations.Dump(compressed=True)), "dump.nq.gz")
    return Response(f"{made.sha256}  dump.nq.gz\n", media_type="text/plain")


@router.get("/dump.ttl", summary="Everything as Turtle", response_class=Response)
async def dump_turtle(request: Request, backend: BackendDep) -> Response:
    """Return everything as one graph."""
    plain = await backend.perform(operations.Dump())
    made = await anyio.to_thread.run_sync(_turtle, plain)
    return StreamingResponse(made, media_type="text/turtle; charset=utf-8", headers=_named("dump.ttl"))


@router.get("/dump/{name}", summary="One notice as N-Quads or Turtle", response_class=Response)
async def dump_notice(request: Request, name: str, backend: BackendDep) -> Response:
    """Return the graph of one notice: ``ID.nq.gz``, ``ID.nq`` or ``ID.ttl``."""
    key, _, ending = name.partition(".")
    media = {"nq.gz": "application/n-quads", "nq": "application/n-quads", "ttl": "text/turtle"}.get(ending)
    graph = f"{backend.base}graph/{key}"
    found = await backend.perform(Fetch(graph, "application/n-triples" if ending != "ttl" else "text/turtle"))
    if media is None or found is None:
        raise NotFound(
            "没有这份通知的转储；地址见 /catalog。", "There is no dump of this notice; /catalog lists them."
        )
    body = await anyio.to_thread.run_sync(_read, found)
    if ending != "ttl":
        end = f" <{graph}> .\n".encode()
        body = b"".join(line[:-2] + end for line in sorted(body.splitlines(keepends=True)) if line.strip())
    if ending == "nq.gz":
        body = gzip.compress(body, 6, mtime=0)
        media = "application/gzip"
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    headers = _named(name) | {"Repr-Digest": f"sha-256=:{digest}:"}
    said = f"{media}; charset=utf-8" if media.startswith("text/") else media
    return Response(body, media_type=said, headers=headers)


def _read(result: Result) -> bytes:
    if result.path is None:
        return result.body
    data = result.path.read_bytes()
    if not result.keep:
        result.path.unlink(missing_ok=True)
    return data


async def _file(request: Request, result: Result, name: str, media_type: str) -> Response:
    made = await _summed(request, result, name)
    digest = base64.b64encode(bytes.fromhex(made.sha256)).decode()
    headers = _named(name) | {"Repr-Digest": f"sha-256=:{digest}:", "Content-Length": str(made.size)}
    etag = f'"{made.sha256[:32]}"'
    headers["ETag"] = etag
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers={"ETag": etag})
    if result.path is None:
        return Response(result.body, media_type=media_type, headers=headers)
    return StreamingResponse(_pieces(result.path), media_type=media_type, headers=headers)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while data := file.read(_CHUNK):
            yield data


def _named(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


async def _summed(request: Request, result: Result, name: str) -> Dump:
    """Return size and sum of a dump, computed once a state."""
    state = request.app.state
    mark = state.backend.state
    known: dict[str, tuple[object, Dump]] = state.__dict__.setdefault("_kg_dumps", {})
    found = known.get(name)
    if found is None or found[0] != mark or mark is None:
        made = await anyio.to_thread.run_sync(_sum, result)
        found = known[name] = (mark, made)
    return found[1]


def _sum(result: Result) -> Dump:
    if result.path is None:
        return Dump(len(result.body), hashlib.sha256(result.body).hexdigest())
    with result.path.open("rb") as file:
        return Dump(result.path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


def _dump_of(request: Request, *, wait: bool) -> Dump | None:
    """Return size and sum of the dump of everything; None where it is large and not made yet."""
    state = request.app.state
    known = state.__dict__.get("_kg_dumps", {}).get("dump.nq.gz")
    if known is not None and known[0] == state.backend.state is not None:
        found: Dump = known[1]
        return found

    async def made() -> Dump:
        whole = await state.backend.perform(operations.Dump(compressed=True))
        return await _summed(request, whole, "dump.nq.gz")

    return anyio.from_thread.run(made) if wait else None


def _turtle(result: Result) -> Iterator[bytes]:
    """Write N-Quads as Turtle into a file that goes away when it has been sent."""
    import pyoxigraph as ox

    target = tempfile.NamedTemporaryFile(prefix="kg-dump-", suffix=".ttl")  # noqa: SIM115
    source = {"path": str(result.path)} if result.path is not None else {"input": result.body}
    parsed = ox.parse(**source, format=ox.RdfFormat.N_QUADS)
    triples = (quad.triple for quad in parsed if isinstance(quad, ox.Quad))
    ox.serialize(triples, target.name, format=ox.RdfFormat.TURTLE, prefixes=dict(vocab.PREFIXES))

    def pieces() -> Iterator[bytes]:
        with target:
            while data := target.read(_CHUNK):
                yield data

    return pieces()


# --- for crawlers -----------------------------------------------------------------------------------


@router.get("/sitemap.xml", include_in_schema=False, dependencies=[Cacheable])
def sitemap(request: Request, part: int | None = None) -> Response:
    """List the pages; above 50,000 list the lists."""
    root = public_root(request)
    ask = Ask(request)
    kinds = ("Notice", "Unit", "Leader", "Place", "UnitGroup", "Task", "Project", "Target")
    classes = " ".join(f"<{vocab.kg(kind)}>" for kind in kinds)
    answer = ask.store.query(
        f"SELECT DISTINCT ?s WHERE {{ VALUES ?c {{ {classes} }} ?s a ?c }}",
        default_graph="union",
        max_rows=10_000_000,
    )
    assert isinstance(answer, Bindings)
    iris = sorted(row[0].value for row in answer.rows if isinstance(row[0], Iri))
    pages = [*_LISTED, *("/" + iri.removeprefix(ask.base) for iri in iris if iri.startswith(ask.base))]
    if part is None and len(pages) > _SITEMAP_URLS:
        parts = range(-(-len(pages) // _SITEMAP_URLS))
        body = "".join(f"<sitemap><loc>{escape(root)}/sitemap.xml?part={n}</loc></sitemap>" for n in parts)
        return _xml("sitemapindex", body)
    first = (part or 0) * _SITEMAP_URLS
    chosen = pages[max(first, 0) : first + _SITEMAP_URLS]
    if not chosen:
        raise NotFound("没有这一份网站地图。", "There is no such part of the sitemap.")
    return _xml("urlset", "".join(f"<url><loc>{escape(root + path)}</loc></url>" for path in chosen))


def _xml(name: str, body: str) -> Response:
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<{name} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{body}</{name}>\n'
    )
    return Response(text, media_type="application/xml")


@router.get("/robots.txt", include_in_schema=False, dependencies=[Cacheable])
def robots(request: Request) -> Response:
    """Welcome crawlers to the pages, not to the endpoints."""
    lines = ["User-agent: *", "Disallow: /sparql", "Disallow: /reconcile", "Disallow: /search"]
    return Response(
        "\n".join([*lines, f"Sitemap: {public_root(request)}/sitemap.xml", ""]), media_type="text/plain"
    )


@router.get("/.well-known/dcat", include_in_schema=False)
def well_known_dcat(request: Request) -> Response:
    """Lead to the catalogue."""
    return RedirectResponse(f"{root_of(request)}/catalog", 303)
