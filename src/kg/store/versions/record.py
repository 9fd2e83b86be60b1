"""The versions of notices as ``graph/meta`` tells them, and what it is told when one is replaced.

    <graph/ID>              what stands: since when, from which file, which version it revises
    <version/ID/KEY>        one that stood: since when, until when, from which file; the SHA-256 of
                            its N-Quads, by which ``archive`` keeps them

Of the graph itself ``kg.emit.meta`` tells the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from kg import vocab
from kg.store.base import Bindings, Iri, Literal, Store, Triple, is_iri, n3

_P = vocab.PREFIXES
_PROV, _DCT = _P["prov"], _P["dcterms"]
_PREFIXES = "".join(
    f"PREFIX {name}: <{_P[name]}>\n" for name in ("kg", "prov", "dcterms", "foaf", "rdfs", "dcat", "dqv")
)
CHINA = timezone(timedelta(hours=8))  # a day of a notice is a day there, wherever the machine stands
_KEY = 16  # hex digits of the SHA-256 in the IRI of a version


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a notice; ``until`` is None of the one that stands."""

    iri: str  # of the version, or of the graph that stands
    since: datetime | None
    until: datetime | None
    file: str  # name of the source file
    source: str  # SHA-256 of its bytes
    media_type: str
    converter: str
    quads: str | None  # SHA-256 of the N-Quads; None of the one that stands


def graph_of(notice: str, base: str) -> str:
    """Return the graph of a notice, whose IRI or path is given."""
    return f"{base}graph/{notice.removeprefix(base).removeprefix('notice/')}"


def standing(store: Store, graph: str) -> Version | None:
    """Return the version that stands in a graph; None where nothing is told of it."""
    rows = _rows(
        store,
        "SELECT ?since ?file ?sha ?type ?converter WHERE { GRAPH ?meta {\n"
        "  ?graph prov:wasDerivedFrom ?source .\n"
        "  ?source rdfs:label ?file ; kg:sha256 ?sha ; dcat:mediaType ?type .\n"
        "  OPTIONAL { ?graph prov:generatedAtTime ?since }\n"
        "  OPTIONAL { ?graph prov:wasGeneratedBy/prov:wasAssociatedWith/kg:converterVersion ?converter }\n"
        "} } ORDER BY ?since ?file LIMIT 1",
        graph,
    )
    for row in rows:
        return Version(
            graph, _time(row.get("since")), None, row["file"], row["sha"], _media(row["type"]),
            row.get("converter", ""), None,
        )  # fmt: skip
    return None


def former(store: Store, graph: str) -> list[Version]:
    """Return the versions that stood in a graph before, the latest first."""
    rows = _rows(
        store,
        "SELECT ?version ?since ?until ?file ?sha ?type ?converter ?quads WHERE { GRAPH ?meta {\n"
        "  ?version dcterms:isVersionOf ?graph ; prov:invalidatedAtTime ?until ; kg:sha256 ?quads ;\n"
        "    prov:wasDerivedFrom ?source .\n"
        "  ?source rdfs:label ?file ; kg:sha256 ?sha ; dcat:mediaType ?type .\n"
        "  OPTIONAL { ?version prov:generatedAtTime ?since }\n"
        "  OPTIONAL { ?version kg:converterVersion ?converter }\n"
        "} } ORDER BY DESC(?until) ?version",
        graph,
    )
    found = {
        row["version"]: Version(
            row["version"], _time(row.get("since")), _time(row["until"]), row["file"], row["sha"],
            _media(row["type"]), row.get("converter", ""), row["quads"],
        )
        for row in rows
    }  # fmt: skip
    return list(found.values())


def full_text(store: Store, graph: str) -> str:
    """Return the text as read of the notice that stands in a graph; empty where it is not told."""
    text = f"{store.base}text/{graph.rpartition('/')[2]}"
    rows = _rows(store, "SELECT ?text WHERE { GRAPH ?meta { ?graph kg:fullText ?text } }", text)
    return next((row["text"] for row in rows), "")


def groups_of(store: Store, graph: str) -> list[str]:
    """Return the collectives of the notice that stands in a graph: their IRIs are not below its own."""
    answer = store.query(
        f"SELECT DISTINCT ?s WHERE {{ GRAPH <{graph}> {{ ?s a <{vocab.kg('UnitGroup')}> }} }}"
    )
    assert isinstance(answer, Bindings)
    return [row[0].value for row in answer.rows if isinstance(row[0], Iri)]


def comparisons_from(store: Store, notice: str) -> list[str]:
    """Return the comparisons that start from a notice: they stand below the notices that they lead to."""
    answer = store.query(f"SELECT DISTINCT ?s WHERE {{ ?s <{vocab.kg('comparedFrom')}> <{notice}> }}")
    assert isinstance(answer, Bindings)
    return [row[0].value for row in answer.rows if isinstance(row[0], Iri)]


def whole(store: Store, graph: str) -> bytes:
    """Return all that the load of the standing version brought, but the registry, as sorted N-Quads."""
    base = store.base
    derived, meta = f"{base}graph/derived", f"{base}graph/meta"
    text = f"{base}text/{graph.rpartition('/')[2]}"
    asked = {
        graph: f"GRAPH <{graph}> {{ ?s ?p ?o }}",
        derived: f"{{ SELECT DISTINCT ?s WHERE {{ GRAPH <{graph}> {{ ?s a ?kind }} }} }} "
        f"GRAPH <{derived}> {{ ?s ?p ?o }}",
        meta: f"{{ VALUES ?s {{ <{graph}> <{graph}/conversion> <{text}> }} GRAPH <{meta}> {{ ?s ?p ?o }} }} "
        f"UNION {{ GRAPH <{meta}> {{ ?s dqv:computedOn <{graph}> ; ?p ?o }} }}",
    }
    lines = set()
    for name, pattern in asked.items():
        answer = store.query(f"{_PREFIXES}SELECT ?s ?p ?o WHERE {{ {pattern} }}")
        assert isinstance(answer, Bindings)
        for row in answer.rows:
            lines.add(" ".join(n3(term) for term in row if term is not None) + f" <{name}> .\n")
    return "".join(sorted(lines)).encode()


def replaced(
    version: Version, quads: str, at: datetime, base: str, earlier: Version | None
) -> Iterator[Triple]:
    """Yield what ``graph/meta`` is told of the version that stood until ``at``.

    Args:
        version: What stood; its IRI is that of the graph.
        quads: The SHA-256 of its N-Quads.
        at: When it was replaced.
        base: Base of instance IRIs.
        earlier: What it replaced itself.
    """
    me = f"<{version_iri(version.iri, quads, base)}>"
    yield me, f"<{_P['rdf']}type>", f"<{_PROV}Entity>"
    yield me, f"<{_DCT}isVersionOf>", f"<{version.iri}>"
    yield me, f"<{_PROV}wasDerivedFrom>", f"<{base}file/{version.source[:16]}>"
    yield me, f"<{vocab.kg('sha256')}>", Literal(quads)
    if version.since is not None:
        yield me, f"<{_PROV}generatedAtTime>", stamp(version.since)
    yield me, f"<{_PROV}invalidatedAtTime>", stamp(at)
    if version.converter:
        yield me, f"<{vocab.kg('converterVersion')}>", Literal(version.converter)
    if earlier is not None:
        yield me, f"<{_PROV}wasRevisionOf>", f"<{earlier.iri}>"


def version_iri(graph: str, quads: str, base: str) -> str:
    """Return the IRI of a former version by its graph and the SHA-256 of its N-Quads."""
    return f"{base}version/{graph.removeprefix(f'{base}graph/')}/{quads[:_KEY]}"


def stamp(at: datetime) -> Literal:
    """Return a time as a literal."""
    return Literal(at.isoformat(), None, _P["xsd"] + "dateTime")


def _rows(store: Store, text: str, graph: str) -> Iterator[dict[str, str]]:
    if not is_iri(graph):
        return
    text = text.replace("?graph", f"<{graph}>").replace("?meta", f"<{store.base}graph/meta>")
    answer = store.query(_PREFIXES + text)
    assert isinstance(answer, Bindings)
    for row in answer.dicts():
        yield {name: term.value for name, term in row.items()}


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _media(iri: str) -> str:
    return iri.partition("/media-types/")[2]
