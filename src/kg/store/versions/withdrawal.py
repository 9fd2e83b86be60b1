"""A notice is taken out of the store; its last version is kept as every former one is.

    withdraw(notice, store)               whole or not at all
    taken_out(notice, store, at)          what a load does that takes it out
    names_before(source, store, graph)    notices of the same file under other IRIs than it has now

A better reading may tell whose a notice is, and so give it another IRI: what stood under the one
before goes with the load, and the old IRI leads to the new one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from kg import vocab
from kg.errors import NotFound
from kg.store.base import Bindings, Iri, Pieces, Store, Triple
from kg.store.versions import record
from kg.store.versions.succession import succession
from kg.store.versions.verdict import Verdict, put_away

_SAME_FILE = (
    "PREFIX foaf: <{foaf}> PREFIX prov: <{prov}>\n"
    'SELECT DISTINCT ?notice WHERE {{ GRAPH <{meta}> {{ ?file <{sha}> "{source}" . '
    "?graph prov:wasDerivedFrom ?file ; foaf:primaryTopic ?notice }} FILTER(?graph != <{graph}>) }} "
    "ORDER BY ?notice"
)


@dataclass(frozen=True, slots=True)
class Removal:
    """What a load does that takes a notice out, beside what else it does."""

    graph: str
    meta: list[Triple]
    derived: list[Triple]
    forget_derived: list[str]
    forget_meta: list[str]


def withdraw(notice: str, store: Store, *, at: datetime | None = None) -> None:
    """Take a notice out, whole or not at all: its graph, and what others tell of it.

    What the registry knows of the bodies that it named stays, and so does its history.

    Args:
        notice: IRI of the notice.
        store: What holds it.
        at: When; now unless given.

    Raises:
        NotFound: the store holds no such notice.
    """
    base = store.base
    gone = taken_out(notice, store, at or datetime.now(UTC))
    merge: Pieces = {f"{base}graph/meta": gone.meta, f"{base}graph/derived": gone.derived}
    forget = {f"{base}graph/derived": gone.forget_derived, f"{base}graph/meta": gone.forget_meta}
    store.load({gone.graph: []}, merge=merge, forget=forget)


def taken_out(notice: str, store: Store, at: datetime) -> Removal:
    """Return what takes a notice out.

    Raises:
        NotFound: the store holds no such notice.
    """
    base = store.base
    graph = record.graph_of(notice, base)
    standing = record.standing(store, graph)
    if standing is None:
        raise NotFound(
            "知识库中没有这份通知，可能已经撤回。",
            "The store holds no such notice: it may be withdrawn already.",
        )
    verdict = Verdict("version", standing, tuple(record.former(store, graph)))
    told, _ = put_away(verdict, graph, store, at)
    links = succession(None, store, gone=notice)
    text = f"{base}text/{graph.rpartition('/')[2]}"
    left = [
        *links.forget,
        notice,
        text,
        *record.groups_of(store, graph),
        *record.comparisons_from(store, notice),
    ]
    return Removal(graph, told, list(links.told), left, [graph, text])


def names_before(source: str, store: Store, graph: str) -> list[str]:
    """Return the IRIs under which the store holds the file of this SHA-256, but that of ``graph``."""
    prefixes = {name: vocab.PREFIXES[name] for name in ("foaf", "prov")}
    meta = f"{store.base}graph/meta"
    asked = _SAME_FILE.format(**prefixes, meta=meta, sha=vocab.kg("sha256"), source=source, graph=graph)
    answer = store.query(asked)
    assert isinstance(answer, Bindings)
    return [row[0].value for row in answer.rows if isinstance(row[0], Iri)]
