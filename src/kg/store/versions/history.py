"""The history of one notice: every version, the one that stands first, and what each changed."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from kg.errors import NotFound
from kg.store.base import Store
from kg.store.versions import record, saying
from kg.store.versions.archive import QUADS, SOURCE
from kg.store.versions.change import Change, compare
from kg.store.versions.record import Version
from kg.store.versions.saying import Said


@dataclass(frozen=True, slots=True)
class Entry:
    """One version in the history of a notice."""

    number: int  # from 1, the oldest
    version: Version
    change: Change | None  # from the version before; None of the first, or where one is not kept
    kept: bool  # its source file is in the folder of former versions


def history(store: Store, notice: str) -> list[Entry]:
    """Return the versions of a notice, whose IRI is given, the latest first; also of one withdrawn.

    Raises:
        NotFound: the store never held such a notice.
    """
    graph = record.graph_of(notice, store.base)
    standing = record.standing(store, graph)
    versions = [*([standing] if standing else []), *record.former(store, graph)]
    if not versions:
        raise NotFound(
            "知识库中没有这份通知，可用 kg query notices 查看已载入的通知。",
            "The store holds no such notice; kg query notices lists those that it holds.",
        )
    said = [_said(store, graph, version) for version in versions]
    archive = store.versions
    entries = []
    for at, version in enumerate(versions):
        after, before = said[at], said[at + 1] if at + 1 < len(said) else None
        change = compare(before, after) if before is not None and after is not None else None
        kept = archive is not None and archive.has(version.source, SOURCE)
        entries.append(Entry(len(versions) - at, version, change, kept))
    return entries


def quads(store: Store, entry: Entry) -> bytes:
    """Return the N-Quads of one version: of a former one byte for byte as they were kept.

    Raises:
        NotFound: the folder of former versions does not hold them.
    """
    if entry.version.quads is None:
        return record.whole(store, entry.version.iri)
    return _archived(store, entry.version.quads)


def source(store: Store, entry: Entry) -> bytes:
    """Return the file that one version was read from, byte for byte.

    Raises:
        NotFound: the folder of former versions does not hold it.
    """
    if store.versions is None:
        raise _nowhere()
    return store.versions.read(entry.version.source, SOURCE)


def _said(store: Store, graph: str, version: Version) -> Said | None:
    if version.quads is None:
        output = BytesIO()
        store.dump(output, graph=graph)
        return saying.read(output.getvalue(), record.full_text(store, graph), version.media_type)
    try:
        text, own = saying.parts_of(_archived(store, version.quads))
    except NotFound:
        return None
    return saying.read(own, text, version.media_type)


def _archived(store: Store, digest: str) -> bytes:
    if store.versions is None:
        raise _nowhere()
    return store.versions.read(digest, QUADS)


def _nowhere() -> NotFound:
    return NotFound(
        "这个知识库没有存档目录（KG_VERSIONS），旧版内容未保存。",
        "This store has no folder of former versions (KG_VERSIONS): their contents were not kept.",
    )
