"""The vocabulary's documents: ``/ontology``, ``/code``, ``/theme``, ``/shapes``, ``/schema/…``.

They are served from ``ontology/``, so that a term answers whatever the store holds.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from kg import resources
from kg.errors import NotFound
from kg.link.describe import DOCUMENTS, MEDIA, Statement, vocabulary, write
from kg.store.base import Literal
from kg.web.ask import Ask
from kg.web.frame import VOCABULARY, root_of
from kg.web.linked import script
from kg.web.negotiate import choose
from kg.web.problems import Problem

router = APIRouter(tags=["linked data"])

_TITLES = {
    "ontology": ("本体", "Ontology"),
    "code": ("代码表", "Codes"),
    "theme": ("主题表", "Themes"),
    "shapes": ("校验规则", "Shapes"),
}
_PACKS = {
    "form": ("公文格式（GB/T 9704-2012）", "Form (GB/T 9704-2012)"),
    "proof": ("文字校对", "Wording"),
}
_NAMES = ("http://www.w3.org/2000/01/rdf-schema#label", "http://www.w3.org/2004/02/skos/core#prefLabel")
_TEXTS = (
    "http://www.w3.org/2004/02/skos/core#definition",
    "http://www.w3.org/2000/01/rdf-schema#comment",
    "http://www.w3.org/ns/shacl#message",
)
_EMBEDDED = 400
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_IN_SCHEME = "http://www.w3.org/2004/02/skos/core#inScheme"
_KINDS_OF_TERMS = {
    "Class": ("类", "Classes"),
    "ObjectProperty": ("属性：指向事物", "Properties that lead to things"),
    "DatatypeProperty": ("属性：取值", "Properties with values"),
    "ConceptScheme": ("各代码表", "The lists of codes"),
    "QuantityKind": ("量的种类", "Kinds of quantities"),
    "Unit": ("计量单位", "Units of measure"),
}
_OTHERS = ("其他", "Others")


@router.get("/schema/{name}", summary="The JSON Schema of a converted notice")
def schema(name: str) -> Response:
    """Return a schema of ``ontology/``."""
    if name != "notice-1.json":
        raise NotFound("没有这个模式文件。", "There is no such schema.")
    data = resources.ontology("notice-1.schema.json").read_bytes()
    return Response(data, media_type="application/schema+json")


@router.get("/ontology/{version}", include_in_schema=False)
def ontology_version(request: Request, version: str) -> Response:
    """Return the ontology of one version; there is this one."""
    if f"{VOCABULARY}ontology/{version}" not in {s[2].value for s in vocabulary("ontology")}:
        raise NotFound("没有这个版本的本体。", "There is no such version of the ontology.")
    return _document(request, "ontology", None)


def _document(request: Request, name: str, ending: str | None) -> Response:
    ask = Ask(request)
    root = root_of(request)
    if ending is None:
        offered = ["text/html", *MEDIA.values(), "application/json"]
        chosen = choose(request.headers.get("accept"), offered)
        if chosen is None:
            raise Problem(
                406,
                "not-acceptable",
                "没有 Accept 所要求的格式，可用 .ttl .jsonld .nt .rdf。",
                "There is no such format; there are .ttl .jsonld .nt .rdf.",
            )
    else:
        chosen = MEDIA[ending]
    statements = vocabulary(name)
    headers = {
        "Link": ", ".join(
            [f'<{root}/{name}.{e}>; rel="alternate"; type="{t}"' for e, t in MEDIA.items()]
            + [f'<{VOCABULARY}{name}>; rel="canonical"']
        )
    }
    if chosen == "text/html":
        page = (_rules if name == "shapes" else _page)(ask, name, statements)
        page.headers.update(headers)
        return page
    media_type = "application/ld+json" if chosen == "application/json" else chosen
    data = write(statements, media_type, VOCABULARY)
    said = f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
    return Response(data, media_type=said, headers=headers)


def _terms(name: str, statements: tuple[Statement, ...], lang: str) -> dict[str, dict[str, str]]:
    """Return id, name and text of every term of a vocabulary, by its IRI."""
    root = VOCABULARY + name
    found: dict[str, dict[str, str]] = {}
    for subject, predicate, value in statements:
        if not subject.value.startswith(root) or not isinstance(value, Literal):
            continue
        plain = {"id": subject.value[len(root) :].lstrip("#/"), "name": "", "text": ""}
        entry = found.setdefault(subject.value, plain)
        for key, predicates in (("name", _NAMES), ("text", _TEXTS)):
            if predicate.value in predicates and (value.language == lang or not entry[key]):
                entry[key] = value.value
    return found


def _rules(ask: Ask, name: str, statements: tuple[Statement, ...]) -> Response:
    """Show the rules by what they are about and how grave they are; the other terms stand last."""
    # Here, not above: the rules bring rdflib, which no other page needs.
    from kg.proof import rules as text_rules
    from kg.validate import rules
    from kg.validate.formats.words import severity

    lang = ask.view.lang
    known = rules()
    groups = []
    for about_graph in (False, True):
        for level in ("violation", "warning", "info"):
            members = [r for r in known.values() if r.about_graph == about_graph and r.severity == level]
            whose = ("The graph", "图本身") if about_graph else ("The notice", "通知")
            heading = f"{whose[lang != 'en']}{': ' if lang == 'en' else '：'}{severity(level, lang)}"
            if members:
                groups.append((heading, sorted(members, key=lambda rule: rule.id)))
    for pack, names in _PACKS.items():
        members = [found.rule for found in text_rules().values() if found.pack == pack]
        groups.append((names[lang == "en"], sorted(members, key=lambda rule: (rule.severity, rule.id))))
    terms = _terms(name, statements, lang)
    for entry in terms.values():
        if entry["id"].endswith("-query"):
            its = entry["id"].removesuffix("-query")
            entry["text"] = f"The query of {its}." if lang == "en" else f"规则 {its} 的查询。"
    rest = [entry for iri, entry in sorted(terms.items()) if iri not in known and entry["id"]]
    return _shown(
        ask, name, statements, "rules.html", count=len(known) + len(text_rules()), groups=groups, terms=rest
    )


def _page(ask: Ask, name: str, statements: tuple[Statement, ...]) -> Response:
    root = VOCABULARY + name
    found = _terms(name, statements, ask.view.lang)
    terms = sorted((iri, entry) for iri, entry in found.items() if iri != root)
    return _shown(
        ask,
        name,
        statements,
        "vocabulary.html",
        count=len(terms),
        groups=_groups(dict(terms), statements, ask.view.lang),
    )


def _groups(
    terms: dict[str, dict[str, str]], statements: tuple[Statement, ...], lang: str
) -> list[tuple[str, list[tuple[str, dict[str, str]]]]]:
    """Return the terms of a vocabulary under the scheme that they are in, else under what they are."""
    schemes: dict[str, str] = {}
    types: dict[str, str] = {}
    for subject, predicate, value in statements:
        if predicate.value == _IN_SCHEME and value.value in terms:
            schemes.setdefault(subject.value, value.value)
        elif predicate.value == _TYPE:
            types.setdefault(subject.value, value.value.replace("#", "/").rpartition("/")[2])
    found: dict[str, list[tuple[str, dict[str, str]]]] = {}
    for iri, entry in terms.items():
        heading = terms[schemes[iri]]["name"] if iri in schemes else ""
        heading = heading or _KINDS_OF_TERMS.get(types.get(iri, ""), _OTHERS)[lang == "en"]
        found.setdefault(heading, []).append((iri, entry))
    order = [names[lang == "en"] for names in _KINDS_OF_TERMS.values()]
    return sorted(
        found.items(),
        key=lambda pair: (
            order.index(pair[0]) if pair[0] in order else len(order),
            pair[0] == _OTHERS[lang == "en"],
            -len(pair[1]),
        ),
    )


def _shown(ask: Ask, name: str, statements: tuple[Statement, ...], template: str, **values: Any) -> Response:
    """Fill a template of a vocabulary's page: what all of them need, and what this one needs besides."""
    root = VOCABULARY + name
    return ask.frame.page(
        ask.request,
        template,
        **values,
        title=_TITLES[name][ask.view.lang == "en"],
        iri=root,
        formats={ending: f"{root_of(ask.request)}/{name}.{ending}" for ending in MEDIA},
        jsonld=script([s for s in statements if s[0].value.startswith(root)][:_EMBEDDED], VOCABULARY),
    )


def _route(path: str, name: str, ending: str | None, title: str | None = None) -> None:
    def document(request: Request) -> Response:
        return _document(request, name, ending)

    router.add_api_route(
        path, document, methods=["GET"], summary=title, include_in_schema=title is not None, name=path[1:]
    )


for _name in DOCUMENTS:
    _route(f"/{_name}", _name, None, f"The vocabulary: {_TITLES[_name][1].lower()}")
    for _ending in MEDIA:
        _route(f"/{_name}.{_ending}", _name, _ending)
