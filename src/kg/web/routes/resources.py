"""Every IRI of ours answers: ``/resource/REST`` by Accept or by ending.

A thing that is no document (a unit, a person, a task) answers 303 to what describes it; notices,
graphs, texts and files are documents and answer 200. ``REST`` is an IRI's path below the base, or
a whole IRI. An IRI may itself end in ``.ttl`` or hold escapes: what is known under the name as it
was sent comes before what that may mean besides.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from kg.link.describe import MAX_INCOMING, MEDIA, Description, describe, is_known, write
from kg.store.base import Iri
from kg.web.ask import Ask
from kg.web.frame import VOCABULARY, root_of
from kg.web.kinds import DOCUMENTS, ELSEWHERE, PAGES, VOCABULARIES
from kg.web.linked import address, data_path, embedded, escaped, links, same_path
from kg.web.negotiate import choose
from kg.web.problems import Problem

router = APIRouter(tags=["linked data"])

_ENDINGS = MEDIA | {"html": "text/html"}
_BEYOND_ASCII = re.compile(
    "(?:%[Cc][2-9A-Fa-f]%[89ABab][0-9A-Fa-f]|%[Dd][0-9A-Fa-f]%[89ABab][0-9A-Fa-f]"
    "|%[Ee][0-9A-Fa-f](?:%[89ABab][0-9A-Fa-f]){2}|%[Ff][0-4](?:%[89ABab][0-9A-Fa-f]){3})+"
)
"""Escapes of whole characters of UTF-8."""
_OFFERED = {media: ending for ending, media in _ENDINGS.items()} | {
    "application/rdf+xml": "rdf",
    "application/json": "jsonld",
    "text/plain": "nt",
}
_ANSWERS = {
    200: {"content": {media: {} for media in _ENDINGS.values()}, "description": "The description"},
    303: {"description": "The thing is no document: see its description"},
    404: {"description": "Nothing is known of it"},
    406: {"description": "No such format"},
}


@router.get("/resource/{rest:path}", summary="What is known of an IRI", responses=_ANSWERS)  # type: ignore[arg-type]
def resource(request: Request, rest: str) -> Response:
    """Describe a thing, or lead to its description."""
    if rest.partition(".")[0] in (*VOCABULARIES, "catalog", "problem") or rest.startswith("problem/"):
        return RedirectResponse(f"{root_of(request)}/{quote(rest)}", 303)
    return _answer(Ask(request), _spellings(request, "/resource/", rest))


def _answer(ask: Ask, spellings: list[str]) -> Response:
    asked = ask.request.query_params.get("format", "")
    iri, ending = _named(ask, spellings, endings=asked not in _ENDINGS)
    if asked in _ENDINGS:
        ending = asked
    if ending is None:
        return _itself(ask, iri)
    if ending == "html":
        return _page(ask, iri)
    return _data(ask, iri, ending)


def _elsewhere(kind: str) -> None:
    """Answer at the path itself of IRIs that have no page."""

    def described(request: Request, rest: str) -> Response:
        return _answer(Ask(request), _spellings(request, "/", f"{kind}/{rest}"))

    router.add_api_route(
        f"/{kind}/{{rest:path}}", described, methods=["GET"], include_in_schema=False, name=kind
    )


for _kind in (*ELSEWHERE, "shapes/node"):
    _elsewhere(_kind)


def _spellings(request: Request, prefix: str, rest: str) -> list[str]:
    """Return what an address may spell, the likeliest first.

    As it was sent; with the escapes undone that clients put for characters beyond ASCII, since an
    IRI is sent so; with all undone (``rest``), where it is a link as this service writes them.
    """
    sent = request.scope["raw_path"].decode("ascii", "replace").removeprefix(root_of(request))
    if not sent.startswith(prefix):
        return [rest]
    sent = sent.removeprefix(prefix)
    wide = _BEYOND_ASCII.sub(lambda found: unquote(found[0]), sent)
    ours = [rest] if same_path(sent, rest) else []
    return list(dict.fromkeys((sent, wide, *ours)))


def _named(ask: Ask, spellings: list[str], *, endings: bool) -> tuple[str, str | None]:
    """Return the IRI and the ending that an address names; no ending where the request says its format."""
    readings: list[tuple[str, str | None]] = []
    for rest in spellings:
        readings.append((_whole(rest, ask.base), None))
        stem, dot, ending = rest.rpartition(".")
        if endings and dot and ending in _ENDINGS and stem:
            readings.append((_whole(stem, ask.base), ending))
    *doubtful, last = readings
    return next((reading for reading in doubtful if is_known(ask.store, reading[0])), last)


def _whole(rest: str, base: str) -> str:
    start = VOCABULARY if rest.partition("/")[0] in VOCABULARIES else base
    return rest if rest.startswith(("http://", "https://")) else start + rest


def _wanted(request: Request) -> str:
    chosen = choose(request.headers.get("accept"), ["text/html", *MEDIA.values(), *_OFFERED])
    if chosen is None:
        raise Problem(
            406,
            "not-acceptable",
            "没有 Accept 所要求的格式，可用 .ttl .jsonld .nt .rdf .html。",
            "There is no such format; there are .ttl .jsonld .nt .rdf .html.",
        )
    return _OFFERED[chosen]


def _itself(ask: Ask, iri: str) -> Response:
    """Answer for the thing itself."""
    request, ending = ask.request, _wanted(ask.request)
    kind = iri.removeprefix(ask.base).partition("/")[0]
    if ending == "html":
        where = page_of(request, iri, ask.base) or data_path(request, iri, ask.base, "html")
        _must_exist(ask, iri)
        return RedirectResponse(where, 303, {"Link": links(request, iri, ask.base)})
    whole = kind != "notice" or iri.removeprefix(ask.base).count("/") == 1  # a task is no document
    if kind in DOCUMENTS and iri.startswith(ask.base) and whole:
        response = _data(ask, iri, ending, itself=True)
        response.headers["Content-Location"] = data_path(request, iri, ask.base, ending)
        return response
    _must_exist(ask, iri)
    where = data_path(request, iri, ask.base, ending)
    if is_known(ask.store, f"{iri}.{ending}"):  # that is something else
        where = f"{where.removesuffix(f'.{ending}')}?format={ending}"
    return RedirectResponse(where, 303, {"Link": links(request, iri, ask.base)})


def page_of(request: Request, iri: str, base: str) -> str | None:
    """Return the page that shows a thing, None where only its description does."""
    for start in (base, VOCABULARY):
        if iri.startswith(start):
            path = iri[len(start) :]
            if path.partition("/")[0] in PAGES and "/" in path:
                return f"{root_of(request)}/{escaped(path)}"
    return None


def _must_exist(ask: Ask, iri: str) -> None:
    describe(ask.store, iri, incoming=1)


def _data(ask: Ask, iri: str, ending: str, *, itself: bool = False) -> Response:
    found = describe(ask.store, iri)
    document = address(ask.request)
    media_type = MEDIA[ending]
    data = write(found.triples(document if document != iri else document + "#this"), media_type, ask.base)
    said = f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
    headers = {"Link": links(ask.request, iri, ask.base, itself=itself)}
    if found.cut:
        headers["KG-Truncated"] = f"incoming={MAX_INCOMING}"
    return Response(data, media_type=said, headers=headers)


def _page(ask: Ask, iri: str) -> Response:
    """Show what is known as a page: every statement, both ways."""
    found = describe(ask.store, iri)
    view = ask.view
    page = ask.frame.page(
        ask.request,
        "resource.html",
        title=found.label(view.lang),
        description=found,
        outgoing=_grouped(found),
        incoming=_pointing(found),
        name=lambda term: _name(found, term, view.lang) or view.label(term),
        address=lambda term: (
            view.href(term) if page_of(ask.request, str(term), ask.base) else _where(ask, term)
        ),
        formats={ending: data_path(ask.request, iri, ask.base, ending) for ending in MEDIA},
        jsonld=embedded(ask.request, ask.store, iri),
        limit=MAX_INCOMING,
    )
    page.headers["Link"] = links(ask.request, iri, ask.base)
    return page


def _where(ask: Ask, term: object) -> str:
    text = str(term)
    if text.startswith(ask.base) and "#" not in text:
        return data_path(ask.request, text, ask.base, "html")
    return ask.view.href(text)


def _grouped(found: Description) -> dict[str, list[object]]:
    groups: dict[str, list[object]] = {}
    for predicate, value in found.outgoing:
        groups.setdefault(predicate, []).append(value)
    return groups


def _pointing(found: Description) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for subject, predicate in found.incoming:
        groups.setdefault(predicate, []).append(subject)
    return groups


def _name(found: Description, term: object, lang: str) -> str | None:
    iri = term.value if isinstance(term, Iri) else str(term)
    names = found.names.get(iri, [])
    best = next((n for n in names if n.language == lang), names[0] if names else None)
    return best.value if best else None
