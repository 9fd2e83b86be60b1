"""A side of a comparison: from a notice in a store, from a version of one, from a converted file.

All three are graphs that hold the same statements, so that one reading serves: a file's and a former
version's are put into a store in memory first. What the registry says of bodies, people and
indicators is asked of ``names``, the store itself where a graph does not bring it along.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Literal

from kg import vocab
from kg.compare.values import MONEY, WORDS, Body, Entry, Leader, Side, Target
from kg.emit import quads as quads_of
from kg.emit.graph import graph_iri
from kg.emit.nquads import lines
from kg.errors import NotFound
from kg.model import Notice
from kg.registry.measures import measures
from kg.store.base import Bindings, Iri, Store, n3
from kg.store.operations import Load
from kg.store.versions import history

_PREFIXES = "".join(f"PREFIX {name}: <{vocab.PREFIXES[name]}>\n" for name in ("kg", "oa", "rdfs", "dcterms"))
_HEAD = """SELECT ?notice ?number ?title ?year ?place WHERE { GRAPH ?graph {
  ?notice a kg:Notice .
  OPTIONAL { ?notice kg:documentNumber ?number } OPTIONAL { ?notice dcterms:title ?title }
  OPTIONAL { ?notice kg:forYear ?year } OPTIONAL { ?notice kg:jurisdiction ?place }
} } ORDER BY ?year"""
_ITEMS = """SELECT ?item ?kind ?number ?section ?title ?text ?deadline ?deadlineText WHERE { GRAPH ?graph {
  VALUES ?kind { kg:Task kg:Project }
  ?item a ?kind ; kg:sentence/oa:start ?start .
  OPTIONAL { ?item kg:numberText ?number } OPTIONAL { ?item kg:inSection/rdfs:label ?section }
  OPTIONAL { ?item rdfs:label ?title } OPTIONAL { ?item kg:text ?text }
  OPTIONAL { ?item kg:deadline ?deadline } OPTIONAL { ?item kg:deadlineText ?deadlineText }
} } ORDER BY ?start ?item"""
_BODIES = """SELECT ?item ?body ?role ?mention ?group WHERE { GRAPH ?graph {
  ?item kg:responsibility ?r . ?r kg:body ?body ; kg:role ?role ; kg:position ?position ; kg:mention ?mention
  OPTIONAL { ?body a ?group . FILTER(?group = kg:UnitGroup) }
} } ORDER BY ?item ?position ?r"""
_LEADERS = """SELECT ?item ?leader ?post WHERE { GRAPH ?graph {
  ?item kg:ledBy ?leader ; kg:leadership ?l . ?l kg:leader ?leader ; kg:position ?position .
  OPTIONAL { ?l kg:post ?post }
} } ORDER BY ?item ?position ?l"""
_TARGETS = """SELECT * WHERE { GRAPH ?graph {
  VALUES ?said { kg:target kg:criterion }
  ?item ?said ?target .
  ?target kg:indicator ?indicator ; kg:indicatorText ?indicatorText ; kg:change ?change ; kg:bound ?bound ;
    kg:value ?value ; kg:unitText ?unit ; kg:normalizedValue ?normalized ;
    kg:normalizedUnit ?normalizedUnit ; kg:strength ?strength ; kg:text ?text ; kg:evidence/oa:start ?start
  OPTIONAL { ?target kg:alignment/kg:alignedTo ?concept }
} } ORDER BY ?item ?start ?target"""
_FIELDS = """SELECT ?item ?field ?value WHERE {{ GRAPH ?graph {{
  VALUES ?field {{ {} }} ?item ?field ?value
}} }}""".format(" ".join(f"kg:{name}" for name in (*WORDS, *MONEY)))
_NAMES = """SELECT ?thing ?label ?type WHERE { VALUES ?thing { %s } ?thing rdfs:label ?label .
  OPTIONAL { ?thing kg:departmentType ?type } FILTER(LANG(?label) != "en") }"""

_Row = dict[str, str]


def of_notice(store: Store, notice: str) -> Side:
    """Read a notice that stands in a store.

    Raises:
        NotFound: the store holds no such notice.
    """
    path = notice.removeprefix(f"{store.base}notice/")
    return _read(store, f"{store.base}graph/{path}", store)


def of_version(store: Store, notice: str, number: int) -> Side:
    """Read one version of a notice; ``number`` is that of ``kg history``, from 1.

    Raises:
        NotFound: there is no such version, or it was not kept.
    """
    entries = {entry.number: entry for entry in history.history(store, notice)}
    entry = entries.get(number)
    if entry is None:
        raise NotFound(
            f"这份通知没有第 {number} 版，只有 1 至 {len(entries)} 版；可用 kg history 查看。",
            f"The notice has no version {number}: there are 1 to {len(entries)}; kg history lists them.",
        )
    graph = f"{store.base}graph/{notice.removeprefix(f'{store.base}notice/')}"
    held = _held(store.base, graph, history.quads(store, entry))
    return _read(held, graph, store, version=number)


def of_file(notice: Notice, base: str) -> Side:
    """Read a notice that was converted and is in no store."""
    graph = graph_iri(notice, base)
    held = _held(base, graph, lines(quads_of(notice, base)).encode())
    return _read(held, graph, held)


def _held(base: str, graph: str, quads: bytes) -> Store:
    from kg.store.oxigraph import OxigraphStore

    store = OxigraphStore(None, base=base)
    store.perform(Load((graph,), {}, quads))
    return store


def _read(store: Store, graph: str, names: Store, version: int | None = None) -> Side:
    def rows(text: str) -> list[_Row]:
        return list(_rows(store, text, graph))

    heads = rows(_HEAD)
    if not heads:
        raise NotFound(
            "知识库中没有这份通知，可用 kg query notices 查看已载入的通知。",
            "The store holds no such notice; kg query notices lists those that it holds.",
        )
    items, bodies, leaders, targets = rows(_ITEMS), rows(_BODIES), rows(_LEADERS), rows(_TARGETS)
    naming = ((bodies, "body"), (leaders, "leader"), (targets, "indicator"), (targets, "concept"))
    named = {row[key] for found, key in naming for row in found if key in row}
    known = _Names((store, names), {*named, *(row["place"] for row in heads if "place" in row)})
    fields: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows(_FIELDS):
        fields[row["item"]][_local(row["field"])] = row["value"]
    of_item = tuple(_by_item(found) for found in (bodies, leaders, targets))
    entries = {}
    for row in items:
        ours, led, aimed = (made.get(row["item"], []) for made in of_item)
        entries[row["item"]] = _entry(row, ours, led, aimed, fields.get(row["item"], {}), known)
    head = heads[0]
    place = head.get("place")
    return Side(
        head["notice"],
        head.get("number"),
        head.get("title"),
        tuple(sorted({int(row["year"]) for row in heads if "year" in row})),
        place,
        known.label(place) if place else None,
        tuple(entries.values()),
        version,
    )


def _entry(
    row: _Row,
    bodies: list[_Row],
    leaders: list[_Row],
    targets: list[_Row],
    fields: dict[str, str],
    known: _Names,
) -> Entry:
    kind: Literal["task", "project"] = "project" if row["kind"].endswith("Project") else "task"
    return Entry(
        row["item"],
        kind,
        row.get("number"),
        row.get("section", ""),
        row.get("title", ""),
        row.get("text", ""),
        tuple(
            Body(
                one["body"], known.label(one["body"], one["mention"]), _local(one["role"]),
                known.types(one["body"]),
                "group" in one,
            )
            for one in bodies
        ),
        tuple({one["leader"]: Leader(one["leader"], known.label(one["leader"]), one.get("post"))
               for one in leaders}.values()),
        tuple({one["target"]: _target(one, known) for one in targets}.values()),
        row.get("deadline"),
        row.get("deadlineText"),
        {name: fields[name] for name in WORDS if name in fields},
        {name: Decimal(fields[name]) for name in MONEY if name in fields},
    )  # fmt: skip


def _target(row: _Row, known: _Names) -> Target:
    return Target(
        row["target"],
        known.label(row["indicator"], row["indicatorText"]),
        row["indicator"],
        _local(row["change"]),
        _local(row["bound"]),
        Decimal(row["value"]),
        row["unit"],
        Decimal(row["normalized"]),
        _measure(row["normalizedUnit"]),
        _local(row["strength"]),
        row["said"].endswith("criterion"),
        row["text"],
        row.get("concept"),
        known.label(row["concept"]) if "concept" in row else None,
    )


def _measure(iri: str) -> str:
    """Return the key of a measure by its IRI."""
    return next((key for key, measure in measures().by_key.items() if measure.iri == iri), _local(iri))


class _Names:
    """What things are called, and what bodies are for."""

    def __init__(self, stores: Iterable[Store], things: set[str]) -> None:
        self._labels: dict[str, str] = {}
        self._types: dict[str, set[str]] = defaultdict(set)
        values = " ".join(n3(Iri(thing)) for thing in sorted(things))
        for store in dict.fromkeys(stores):
            for row in _rows(store, _NAMES % values) if things else ():
                self._labels.setdefault(row["thing"], row["label"])
                if "type" in row:
                    self._types[row["thing"]].add(row["type"])

    def label(self, iri: str, printed: str = "") -> str:
        """Return what a thing is called, or what was printed."""
        return self._labels.get(iri) or printed or iri.rpartition("/")[2]

    def types(self, iri: str) -> frozenset[str]:
        """Return what a body is for."""
        return frozenset(self._types.get(iri, ()))


def _by_item(rows: Iterable[_Row]) -> dict[str, list[_Row]]:
    found: dict[str, list[_Row]] = {}
    for row in rows:
        found.setdefault(row["item"], []).append(row)
    return found


def _rows(store: Store, text: str, graph: str | None = None) -> Iterator[_Row]:
    values = {"graph": Iri(graph)} if graph else None
    answer = store.query(_PREFIXES + text, substitutions=values, default_graph="union")
    assert isinstance(answer, Bindings)
    for row in answer.dicts():
        yield {name: term.value for name, term in row.items()}


def _local(iri: str) -> str:
    return iri.replace("#", "/").rpartition("/")[2]
