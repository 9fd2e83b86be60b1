"""What a store held at the end of a day, made of the versions that it kept, for one question.

    with as_of(store, date(2024, 6, 30)) as then:
        then.query("SELECT …")

The notices are those of that day. Of what is known of units, people and places, which has no
versions, the dataset holds what ``data/registry`` tells and what these notices name. Ontology, links
and imported data are as they are today. A day is a day in China.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO

import pyoxigraph as ox

from kg import vocab
from kg.errors import LimitReached, NotFound, UsageError
from kg.store.base import Bindings, Store
from kg.store.oxigraph import OxigraphStore
from kg.store.versions import record
from kg.store.versions.archive import QUADS
from kg.store.versions.record import CHINA, Version
from kg.store.versions.succession import relinked

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_P = vocab.PREFIXES
_IS_VERSION_OF, _INVALIDATED = f"<{_P['dcterms']}isVersionOf>", f"<{_P['prov']}invalidatedAtTime>"


@dataclass(frozen=True, slots=True)
class _Graph:
    """A notice's graph: what stands in it today, and what held at the moment asked for."""

    iri: str
    stands: bool  # today
    held: Version | None  # then; its ``quads`` is None where that is what stands


def day_of(text: str) -> date:
    """Read a day.

    Raises:
        UsageError: it is none.
    """
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise UsageError(
        f"日期“{text[:40]}”不对，请写成 年-月-日，例如 2024-06-30。",
        f"{text[:40]!r} is no date; write it YYYY-MM-DD, such as 2024-06-30.",
    )


def as_of(
    store: Store,
    day: date,
    *,
    known: Collection[str] = (),
    most: int | None = None,
    timeout_s: float | None = None,
) -> OxigraphStore:
    """Return a store in memory that holds what ``store`` held at the end of ``day``; close it afterwards.

    Args:
        store: The store as it is.
        day: A day in China.
        known: IRIs that ``graph/registry`` tells of though no notice names them.
        most: Refuse where the store holds more quads than this; None takes any number.
        timeout_s: Seconds after which a query of the made store is stopped.

    Raises:
        UsageError: no notice had been loaded by then.
        NotFound: a version of that day was not kept.
        LimitReached: the store is too large.
    """
    if most is not None and store.size() > most:
        raise LimitReached(
            f"知识库超过 {most} 条，服务不能回到过去的日期查询；请用命令 kg query --as-of。",
            f"The store holds more than {most} quads, too many for the service to go back in time: use kg "
            "query --as-of.",
        )
    moment = datetime.combine(day + timedelta(days=1), time(), CHINA)
    graphs = _graphs_at(store, moment)
    if graphs and not any(graph.held for graph in graphs):
        _refuse_too_early(store, day)
    then = OxigraphStore(None, base=store.base, timeout_s=timeout_s)
    try:
        _fill(then.engine, store, graphs)
        _forget_later(then.engine, store.base, moment)
        _bring_back(then.engine, store, graphs)
        _keep_named(then.engine, store.base, known)
        relinked(then)
    except BaseException:
        then.close()
        raise
    return then


# --- which versions held ------------------------------------------------------------------------


def _graphs_at(store: Store, moment: datetime) -> list[_Graph]:
    found = []
    standing = {iri for (iri,) in _rows(store, f"GRAPH ?g {{ ?n a <{vocab.kg('Notice')}> }}", "?g")}
    replaced = {
        iri for (iri,) in _rows(store, f"GRAPH <{store.base}graph/meta> {{ ?v {_IS_VERSION_OF} ?g }}", "?g")
    }
    for iri in sorted(standing | replaced):
        versions = record.former(store, iri)
        if iri in standing and (now := record.standing(store, iri)):
            versions = [now, *versions]
        elif iri in standing:  # loaded by other means: nothing is told of it
            versions = [Version(iri, None, None, "", "", "", "", None), *versions]
        held = next((v for v in versions if _held(v, moment)), None)
        found.append(_Graph(iri, iri in standing, held))
    return found


def _held(version: Version, moment: datetime) -> bool:
    begun = version.since is None or version.since < moment
    return begun and (version.until is None or version.until >= moment)


def _refuse_too_early(store: Store, day: date) -> None:
    """Refuse a day before the first load; on a later one every notice may have been withdrawn."""
    answer = _rows(
        store,
        f"GRAPH <{store.base}graph/meta> {{ ?g <{_P['prov']}generatedAtTime> ?time ; "
        f"<{_P['prov']}wasDerivedFrom> ?file }}",
        "?time",
    )
    first = min(datetime.fromisoformat(text) for (text,) in answer).astimezone(CHINA).date()
    if day < first:
        raise UsageError(
            f"第一份通知是 {first} 载入的，{day} 时知识库里还没有通知；请给出 {first} 或以后的日期。",
            f"The first notice was loaded on {first}, the store held none on {day}: give {first} or a later "
            "day.",
        )


def _rows(store: Store, pattern: str, names: str) -> Iterator[tuple[str, ...]]:
    answer = store.query(f"SELECT DISTINCT {names} WHERE {{ {pattern} }}")
    assert isinstance(answer, Bindings)
    for row in answer.rows:
        yield tuple(term.value for term in row if term is not None)


# --- making the dataset -------------------------------------------------------------------------


def _fill(engine: ox.Store, store: Store, graphs: list[_Graph]) -> None:
    """Copy every graph, but what belongs to notices that did not stand as they do."""
    left_out = {graph.iri for graph in graphs if graph.held is None or graph.held.quads is not None}
    gone = set(_subjects(store, graphs))
    for name in store.graphs():
        if name in left_out:
            continue
        output = BytesIO()
        store.dump(output, graph=name)
        lines = output.getvalue()
        if name in (f"{store.base}graph/derived", f"{store.base}graph/meta"):
            kept = (line for line in lines.splitlines(keepends=True) if _owner(line, store.base) not in gone)
            lines = b"".join(kept)
        engine.bulk_load(lines, ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(name))


def _subjects(store: Store, graphs: list[_Graph]) -> Iterator[str]:
    """Yield the paths of what other graphs tell of notices that did not stand as they do."""
    base = store.base
    for graph in graphs:
        if graph.held is not None and graph.held.quads is None:
            continue
        key = graph.iri.removeprefix(f"{base}graph/")
        yield from (f"{kind}/{key}" for kind in ("notice", "text", "graph"))
        for (iri,) in _rows(store, f"GRAPH <{graph.iri}> {{ ?s a <{vocab.kg('UnitGroup')}> }}", "?s"):
            yield iri.removeprefix(base)


def _owner(line: bytes, base: str) -> str:
    """Return the first two steps of the path of a line's subject: notice/ID of all parts of a notice."""
    subject = line[1 : line.find(b">")].decode("utf-8", "replace")
    return "/".join(subject.removeprefix(base).split("/", 2)[:2])


def _forget_later(engine: ox.Store, base: str, moment: datetime) -> None:
    """Take out the versions that were replaced later, and comparisons: nothing tells when they were made."""
    meta = f"{base}graph/meta"
    stamp = f'"{moment.isoformat()}"^^<{_P["xsd"]}dateTime>'
    engine.update(
        f"DELETE {{ GRAPH <{meta}> {{ ?v ?p ?o }} }} WHERE {{ GRAPH <{meta}> {{ "
        f"?v {_IS_VERSION_OF} ?g ; {_INVALIDATED} ?time ; ?p ?o FILTER(?time >= {stamp}) }} }}"
    )
    kinds = f"<{vocab.kg('Comparison')}>, <{vocab.kg('Correspondence')}>"
    engine.update(
        f"DELETE {{ GRAPH ?g {{ ?c ?p ?o }} }} WHERE {{ GRAPH ?g {{ ?c a ?kind ; ?p ?o "
        f"FILTER(?kind IN ({kinds})) }} }}"
    )


def _bring_back(engine: ox.Store, store: Store, graphs: list[_Graph]) -> None:
    """Put the former versions that held into their graphs."""
    for graph in graphs:
        if graph.held is None or graph.held.quads is None:
            continue
        if store.versions is None or not store.versions.has(graph.held.quads, QUADS):
            raise NotFound(
                f"{graph.iri} 当日的版本没有存档（KG_VERSIONS），无法回到这一天查询。",
                f"The version of {graph.iri} of that day was not kept (KG_VERSIONS).",
            )
        engine.bulk_load(store.versions.read(graph.held.quads, QUADS), ox.RdfFormat.N_QUADS)


def _keep_named(engine: ox.Store, base: str, known: Collection[str]) -> None:
    """Leave in ``graph/registry`` what is known anyway, or a notice of the day names."""
    registry = ox.NamedNode(f"{base}graph/registry")
    derived = ox.NamedNode(f"{base}graph/derived")
    about: dict[str, list[ox.Quad]] = {}
    for quad in engine.quads_for_pattern(None, None, None, registry):
        about.setdefault(_name(quad.subject), []).append(quad)
    unsure = about.keys() - set(known)
    shared = {f"{base}graph/{name}" for name in ("registry", "derived", "links", "ontology", "meta")}
    todo = [
        _name(quad.object)
        for quad in engine
        if _name(quad.graph_name) not in shared and _name(quad.object) in unsure
    ]
    named: set[str] = set()
    while todo:
        one = todo.pop()
        if one not in named:
            named.add(one)
            todo += [_name(quad.object) for quad in about.get(one, ()) if _name(quad.object) in unsure]
    for subject in unsure - named:
        if subject.removesuffix("/reform") in named:
            continue
        for quad in about[subject]:
            engine.remove(quad)
        for quad in list(engine.quads_for_pattern(ox.NamedNode(subject), None, None, derived)):
            engine.remove(quad)


def _name(term: object) -> str:
    return str(getattr(term, "value", term))
