"""Quads → store: notices are converted, judged and loaded, one whole graph each.

    prepare(store)                    ontology, registry and links, where they are not there yet
    load(paths, store) -> Loaded, …   each file converted, validated, loaded or refused
    load_notice(notice, store) -> Outcome
    as_of(store, day) -> store        what it held that day

``kg.pipeline`` comes before: from a file to a notice, its quads and its report.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kg import emit as emitting
from kg import resources
from kg.emit.graph import graph_iri, text_iri
from kg.emit.nquads import lines
from kg.emit.terms import Triple
from kg.errors import InputError, KgError, NotANotice, Refused
from kg.model import Notice
from kg.pipeline import convert, notices_in, validate_notice
from kg.resolve.judgements import Judgements
from kg.store.versions import scheme
from kg.version import __version__
from kg.vocab import KGC, PREFIXES, kg

if TYPE_CHECKING:
    from kg.store.base import AnyTerm, Pieces, Store
    from kg.store.oxigraph import OxigraphStore
    from kg.store.versions.change import Change
    from kg.store.versions.succession import Dated
    from kg.store.versions.verdict import Verdict
    from kg.validate import Report

_PROLOGUE = "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}> " for prefix in ("foaf", "kg", "prov"))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a load did: a notice that is new, unchanged, or another version of one that stood."""

    kind: Literal["new", "unchanged", "version"]
    triples: int = 0  # written
    change: Change | None = None  # of a version
    moved_from: tuple[str, ...] = ()  # IRIs under which the same file stood before


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of one file: the notice's IRI, or why it was refused."""

    path: Path
    notice: str | None
    outcome: Outcome | None = None
    error: KgError | None = None
    report: Report | None = None

    @property
    def triples(self) -> int:
        """How many triples were written."""
        return self.outcome.triples if self.outcome else 0


def prepare(store: Store) -> None:
    """Put ontology, registry and links into a store that does not hold this version of them.

    Raises:
        StoreError: its notices bear IRIs as an earlier version of the program made them.
    """
    from kg.emit.ontology import ontology_quads
    from kg.link.linksets import linkset_quads

    base = store.base
    scheme.refuse_former(store)
    ontology, meta = f"{base}graph/ontology", f"{base}graph/meta"
    if store.query(f"ASK {{ GRAPH <{meta}> {{ {' '.join(_held(base))} }} }}") is True:
        return
    store.load(
        {ontology: ontology_quads(base), f"{base}graph/links": linkset_quads(base)},
        merge={
            f"{base}graph/registry": emitting.registry_quads(base),
            f"{base}graph/derived": emitting.derived_registry(base),
            meta: foundation(base),
        },
        forget={meta: [ontology]},
    )


def foundation(base: str) -> list[Triple]:
    """Return what ``graph/meta`` tells of that which every store holds before any notice."""
    return [_held(base), scheme.told(base)]


def _held(base: str) -> Triple:
    """Return what tells which ontology, registry and links a store holds."""
    return f"<{base}graph/ontology>", f"<{kg('sha256')}>", f'"{resources_digest()}"'


def resources_digest() -> str:
    """Return a digest of all that ``prepare`` loads: a store that holds it need not load it again."""
    digest = hashlib.sha256()
    for folder in (resources.ontology(), resources.data("registry"), resources.data("links")):
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
            digest.update(path.read_bytes())
    return digest.hexdigest()


def verdict_of(notice: Notice, store: Store, *, older: bool = False) -> Verdict:
    """Notice → what it is to the store: new, unchanged, or a version with what changed.

    Raises:
        Refused: another notice stands under its IRI, or, but for ``older``, a newer version of it.
    """
    from kg.store.versions.verdict import Incoming, judge

    base, file = store.base, notice.text.source
    own = graph_iri(notice, base)
    written = lines(quad for quad in emitting.quads(notice, base) if quad[3] == f"<{own}>").encode()
    media_type = file.media_type.partition(";")[0].strip()
    incoming = Incoming(own, written, notice.text.content, media_type, file.sha256, file.name, __version__)
    return judge(incoming, store, older=older)


def load_notice(
    notice: Notice,
    store: Store,
    *,
    at: datetime | None = None,
    source: bytes | None = None,
    older: bool = False,
) -> Outcome:
    """Notice → store: its graph replaces the one before, whole or not at all; that is kept.

    Args:
        notice: The notice.
        store: Where it goes.
        at: When; now unless given.
        source: The file that it was read from, to be kept.
        older: Let an older version replace the one that stands.

    Raises:
        Refused: another notice stands under its IRI, or a newer version of it; nothing is changed.
    """
    from kg.store.versions.archive import SOURCE
    from kg.store.versions.record import comparisons_from, groups_of
    from kg.store.versions.succession import succession
    from kg.store.versions.verdict import put_away

    if notice.text.is_recognised:
        raise Refused(
            "这是扫描件的识别稿，未经人工核对，没有载入；请对照原件改正，另存为文本再载入。",
            "This was recognised in a scan and compared by nobody, so it was not loaded; "
            "correct it, save it as text and load that.",
        )
    base = store.base
    own = graph_iri(notice, base)
    verdict = verdict_of(notice, store, older=older)
    if store.versions is not None and source is not None:
        store.versions.keep(source, SOURCE)
    if verdict.identical:
        return Outcome("unchanged")
    at = at or datetime.now(UTC)
    told, revises = put_away(verdict, own, store, at)
    said = emitting.quads(notice, base)
    said += emitting.meta(notice, base, at=at, since=verdict.since, revises=revises, full_text=True)
    said += list(emitting.derived(notice, base, said=said))
    links = succession(_dated(notice, base), store)
    graphs: dict[str, list[Sequence[AnyTerm]]] = {
        f"{base}graph/meta": [*told, scheme.told(base)],
        f"{base}graph/derived": list(links.told),
    }
    for quad in said:
        graphs.setdefault(quad[3][1:-1], []).append(quad)
    forget = {f"{base}graph/derived": list(links.forget)} if links.forget else {}
    if verdict.kind != "new":  # a notice that was not here has left nothing
        left = [base + notice.iri, text_iri(notice, base), *groups_of(store, own)]
        left += comparisons_from(store, base + notice.iri)
        forget[f"{base}graph/derived"] = [*links.forget, *left]
        forget[f"{base}graph/meta"] = list(emitting.meta_subjects(notice, base))
    moved = _take_out_moved(notice, store, at, graphs, forget) if verdict.kind == "new" else {}
    merge: Pieces = {graph: quads for graph, quads in graphs.items() if graph != own}
    count = store.load({own: graphs.get(own, []), **moved}, merge=merge, forget=forget)
    before = tuple(f"{base}notice/{graph.rpartition('/')[2]}" for graph in moved)
    return Outcome(verdict.kind, count, verdict.change, before)


def _take_out_moved(
    notice: Notice,
    store: Store,
    at: datetime,
    graphs: dict[str, list[Sequence[AnyTerm]]],
    forget: dict[str, list[str]],
) -> dict[str, list[Sequence[AnyTerm]]]:
    """Take out what stands of the same file under another IRI, which leads to this one from now on.

    Returns:
        the graphs that are empty then; what else is told and goes is added to ``graphs`` and ``forget``.
    """
    from kg.store.versions.withdrawal import names_before, taken_out

    base, own = store.base, graph_iri(notice, store.base)
    meta, derived = f"{base}graph/meta", f"{base}graph/derived"
    emptied: dict[str, list[Sequence[AnyTerm]]] = {}
    for name in names_before(notice.text.source.sha256, store, own):
        gone = taken_out(name, store, at)
        emptied[gone.graph] = []
        graphs[meta] += gone.meta
        graphs[derived] += gone.derived
        if name != f"{base}{notice.former}":  # of which the notice's own graph says so
            graphs[meta].append(
                (f"<{name}>", f"<{PREFIXES['dcterms']}isReplacedBy>", f"<{base}{notice.iri}>")
            )
        forget.setdefault(derived, []).extend(gone.forget_derived)
        forget.setdefault(meta, []).extend(gone.forget_meta)
    return emptied


def _dated(notice: Notice, base: str) -> Dated:
    """Return what tells which series of notices this one is of."""
    from kg.store.versions.succession import Dated

    return Dated(
        base + notice.iri,
        f"{KGC}{notice.kind}",
        notice.title.value if notice.title else "",
        frozenset(base + issuer.body for issuer in notice.issuers if issuer.body),
        frozenset(notice.for_years),
    )


def as_of(
    store: Store, day: date, *, most: int | None = None, timeout_s: float | None = None
) -> OxigraphStore:
    """Store and day → a store in memory that holds what it held then; see ``kg.store.versions.as_of``."""
    from kg.store.versions import as_of as past

    known = {s[1:-1] for s, *_ in emitting.registry_quads(store.base)}
    return past.as_of(store, day, known=known, most=most, timeout_s=timeout_s)


def load(
    paths: Sequence[Path],
    store: Store,
    *,
    progress: Callable[[Path], None] | None = None,
    judged: Judgements | None = None,
    older: bool = False,
) -> Iterator[Loaded]:
    """Files → store: convert, validate, load, one notice after the other.

    ``older`` lets an older version of a notice replace the one that stands.

    Yields:
        for each file what became of it; a notice whose graph is broken is refused, and a store that
        nothing is loaded into stays as it is. Faults of the notice itself (a wrong total, an item
        without units) are findings, and part of what it says.
    """
    ready = cache(partial(prepare, store))  # once, and not for files of which none can be loaded
    for path in paths:
        yield _load_one(path, store, ready, judged, older=older)
        if progress:
            progress(path)


def _load_one(
    path: Path, store: Store, ready: Callable[[], None], judged: Judgements | None, *, older: bool
) -> Loaded:
    try:
        notice = convert(path, judged=judged)
        source = path.read_bytes()
    except InputError as error:
        return Loaded(path, None, error=error)
    report = validate_notice(notice)
    if report.broken:
        count = sum(entry.severity == "violation" for entry in report.entries)
        return Loaded(
            path,
            None,
            error=NotANotice(
                f"“{path.name}”有 {count} 处违规，未载入；请运行 kg validate 查看并修改。",
                f"{path.name} has {count} violations and was not loaded; run kg validate to see them.",
            ),
            report=report,
        )
    # A file that was written while it was read is not what was converted.
    kept = source if hashlib.sha256(source).hexdigest() == notice.text.source.sha256 else None
    ready()
    try:
        outcome = load_notice(notice, store, source=kept, older=older)
    except Refused as error:
        return Loaded(path, None, error=error, report=report)
    return Loaded(path, store.base + notice.iri, outcome, report=report)


def load_sample(store: Store, judged: Judgements | None = None) -> None:
    """Load ``data/notices`` where the store lacks a notice or holds it from other bytes."""
    prepare(store)
    meta = f"{store.base}graph/meta"
    for path in notices_in([resources.data("notices")]):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        held = store.query(
            _PROLOGUE + f'ASK {{ GRAPH <{meta}> {{ ?file kg:sha256 "{digest}" . '
            f"?graph prov:wasDerivedFrom ?file ; foaf:primaryTopic ?notice ; "
            f"prov:wasGeneratedBy/prov:wasAssociatedWith <{store.base}software/{__version__}> }} }}"
        )
        if held is not True:
            result = _load_one(path, store, lambda: None, judged, older=False)
            if result.error:
                raise result.error
