"""A notice is taken out of the store; its last version is kept as every former one is."""

from __future__ import annotations

from datetime import UTC, datetime

from kg.errors import NotFound
from kg.store.base import Pieces, Store
from kg.store.versions import record
from kg.store.versions.succession import succession
from kg.store.versions.verdict import Verdict, put_away


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
    graph = record.graph_of(notice, base)
    standing = record.standing(store, graph)
    if standing is None:
        raise NotFound(
            "知识库中没有这份通知，可能已经撤回。",
            "The store holds no such notice: it may be withdrawn already.",
        )
    verdict = Verdict("version", standing, tuple(record.former(store, graph)))
    told, _ = put_away(verdict, graph, store, at or datetime.now(UTC))
    links = succession(None, store, gone=notice)
    text = f"{base}text/{graph.rpartition('/')[2]}"
    derived, meta = f"{base}graph/derived", f"{base}graph/meta"
    merge: Pieces = {meta: told, derived: links.told}
    forget = {
        derived: [
            *links.forget,
            notice,
            text,
            *record.groups_of(store, graph),
            *record.comparisons_from(store, notice),
        ],
        meta: [graph, text],
    }
    store.load({graph: []}, merge=merge, forget=forget)
