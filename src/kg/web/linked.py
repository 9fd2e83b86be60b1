"""What pages and descriptions share: links to the other formats, and JSON-LD inside HTML."""

from __future__ import annotations

import json
from urllib.parse import quote

from fastapi import Request
from markupsafe import Markup

from kg import vocab
from kg.errors import KgError
from kg.link.describe import DOCUMENTS, LICENCE, MEDIA, Statement, describe, jsonld
from kg.store.base import Store
from kg.web.frame import root_of

_AS_IT_IS = "/:~-._#%?@!$&'()*+,;=[]"  # an IRI is sent with what is beyond ASCII escaped, and no more
_EMBEDDED = 200  # statements in a page; the other formats hold them all


def data_path(request: Request, iri: str, base: str, ending: str) -> str:
    """Return the address of a description in a format, by its ending."""
    path = iri.removeprefix(base)
    if path.startswith(vocab.BASE) and path.removeprefix(vocab.BASE).partition("/")[0] in DOCUMENTS:
        path = path.removeprefix(vocab.BASE)  # themes keep their address whatever the base
    return f"{root_of(request)}/resource/{escaped(path)}.{ending}"


def escaped(path: str) -> str:
    """Return a path as links have it: what is not plain escaped, the percent sign too."""
    return quote(path, safe="/:~-._")


def same_path(sent: str, path: str) -> bool:
    """Say whether a path was sent as links have it."""
    return sent.lower() == escaped(path).lower()


def links(request: Request, iri: str, base: str, *, itself: bool = False) -> str:
    """Return the Link header: other formats, the thing described, licence and dataset.

    ``itself``: the address is that of the thing, a document, not that of its description.
    """
    said = [f'<{data_path(request, iri, base, e)}>; rel="alternate"; type="{t}"' for e, t in MEDIA.items()]
    said.append(f'<{quote(iri, safe=_AS_IT_IS)}>; rel="{"canonical" if itself else "describes"}"')
    said.append(f'<{LICENCE}>; rel="license"')
    said.append(f'<{root_of(request)}/.well-known/void>; rel="collection"')
    return ", ".join(said)


def address(request: Request) -> str:
    """Return the absolute address that was asked for, without its query."""
    return str(request.url.replace(query="", fragment=""))


def embedded(request: Request, store: Store, iri: str) -> Markup:
    """Return what is said of a page's thing as a script of JSON-LD; nothing where nothing is."""
    try:
        found = describe(store, iri, incoming=0)
    except KgError:
        return Markup("")
    return script(found.triples(address(request))[:_EMBEDDED], store.base)


def script(statements: list[Statement], base: str) -> Markup:
    """Return statements as a script element that their words cannot end."""
    text = json.dumps(jsonld(statements, base), ensure_ascii=False)
    for char, escaped in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(char, escaped)
    return Markup(f'<script type="application/ld+json">{text}</script>')
