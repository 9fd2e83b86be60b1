"""The flow, one short function per arrow. Read this first.

    notice file ─read→ Text ─parse→ Document ─extract→ Facts ─resolve→ Notice ─emit→ quads
                ─validate→ Report ─store→ store ─query→ tables ─web/cli→ people

Every function takes the value of the stage before it, so any of them can be called alone.
Stages that need heavy libraries are imported where they are used: converting a text needs none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache, partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Literal

from kg import emit as emitting
from kg import resources
from kg.emit.graph import graph_iri, text_iri
from kg.emit.nquads import lines
from kg.emit.terms import Quad, Triple
from kg.errors import InputError, KgError, NotANotice, Refused
from kg.extract import NoticeFacts
from kg.extract import extract as extract_facts
from kg.model import Notice, Text
from kg.names.script import is_traditional, simplified
from kg.parse import parse as parse_text
from kg.parse.document import Document
from kg.read import read as read_file
from kg.read.characters import folded
from kg.resolve.judgements import Judgements
from kg.resolve.notice import assemble
from kg.resolve.printed import as_printed
from kg.store.versions import scheme
from kg.version import __version__
from kg.vocab import BASE, KGC, kg

if TYPE_CHECKING:
    from kg.compare import Side
    from kg.store.base import AnyTerm, Pieces, Store
    from kg.store.oxigraph import OxigraphStore
    from kg.store.versions.change import Change
    from kg.store.versions.succession import Dated
    from kg.store.versions.verdict import Verdict
    from kg.validate import Engine, Report

NOTICE_SUFFIXES = (
    *(".txt", ".md", ".html", ".htm", ".docx", ".pdf", ".ofd"),
    *(".doc", ".wps", ".rtf", ".odt"),  # where LibreOffice is installed
)
CONTENT = ("content",)  # the pack by which loading judges
GRAPH_SUFFIXES = (".ttl", ".trig", ".nq", ".nt", ".jsonld")


# --- notice file → Notice -----------------------------------------------------------------------


def read(source: Path | bytes, *, name: str | None = None, media_type: str | None = None) -> Text:
    """File → text: characters, tables and where they stand on the page."""
    return read_file(source, name=name, media_type=media_type)


def parse(text: Text) -> Document:
    """Text → document: frame, lists, sections, items, rows."""
    return parse_text(text)


def extract(document: Document) -> NoticeFacts:
    """Document → facts: who, what, how much, until when."""
    return extract_facts(document)


def resolve(facts: NoticeFacts, judged: Judgements | None = None) -> Notice:
    """Facts → notice: names become bodies, people and places with stable paths."""
    return assemble(facts, judged)


def convert(
    source: Path | bytes,
    *,
    name: str | None = None,
    media_type: str | None = None,
    judged: Judgements | None = None,
) -> Notice:
    """File → notice.

    Args:
        source: A path, or the bytes of a file.
        name: The file's name, where bytes are given.
        media_type: Its type, where it is known.
        judged: What people judged of names; those of this installation unless given.

    Raises:
        NotANotice: the text frames no notice and lists nothing to be done.
        InputError: the file cannot be read.
    """
    text = read(source, name=name, media_type=media_type)
    meant = replace(text, content=folded(text.content))
    if is_traditional(meant.content):
        plain = replace(meant, content=simplified(meant.content))
        notice = as_printed(resolve(extract(parse(plain)), judged), meant)
    else:
        notice = resolve(extract(parse(meant)), judged)
    notice = replace(notice, text=text)  # evidence leads to the characters as received
    if not notice.tasks and not notice.projects and not _is_framed(notice):
        raise NotANotice(
            f"“{text.source.name}”不是责任分解类通知：没有读到任务、项目，也没有文号与标题。请核对文件。",
            f"{text.source.name} is no notice of responsibilities: no task, project, number or title was "
            "found; check the file.",
        )
    return notice


def _is_framed(notice: Notice) -> bool:
    """A letter without its annex is a notice still: by its number, or two of what frames one.

    A title that names its place is two of them.
    """
    signed, sent = bool(notice.issuers or notice.issued), bool(notice.addressees)
    if notice.title is None:
        return notice.document_number is not None or (sent and signed)
    return notice.document_number is not None or sent or signed or notice.jurisdiction is not None


# --- Notice → quads, Report ---------------------------------------------------------------------


def emit(notice: Notice, base: str = BASE) -> list[Quad]:
    """Notice → quads: its own graph, what it adds to the registry, and where it comes from."""
    return [*emitting.quads(notice, base), *emitting.meta(notice, base)]


def validate_notice(
    notice: Notice,
    engine: Engine = "quick",
    *,
    packs: Sequence[str] = CONTENT,
    checks: str | None = None,
) -> Report:
    """Notice → report.

    Args:
        notice: The notice.
        engine: ``judge`` is pySHACL, which says the same and takes five times as long.
        packs: What is looked at: content, as loading does, form and proof (``kg.proof``).
        checks: The folder of rules that are added to those of form and proof (``KG_CHECKS``).
    """
    from kg.validate import Report
    from kg.validate import validate as check
    from kg.validate.whereabouts import Whereabouts

    file, content = notice.text.source.name, notice.text.content
    if "content" in packs:
        report = check(emitting.quads(notice), content=content, name=file, engine=engine)
    else:
        title = notice.title.value if notice.title else None
        report = Report(file, BASE + notice.iri, title, (), text=content)
    report = replace(report, reading=notice.reading, whereabouts=Whereabouts.of(notice))
    if tuple(packs) == CONTENT:
        return report
    from kg.proof import load as load_rules
    from kg.proof import with_packs

    return with_packs(report, notice, packs, load_rules(checks))


def validate(
    source: Path | bytes,
    *,
    name: str | None = None,
    media_type: str | None = None,
    judged: Judgements | None = None,
    engine: Engine = "quick",
    packs: Sequence[str] = CONTENT,
    checks: str | None = None,
) -> Report:
    """File → report; a graph of another producer, which has content alone, is checked as it is.

    Raises:
        InputError: the file cannot be read, or holds no notice.
    """
    ending = (source if isinstance(source, Path) else Path(name or "")).suffix.lower()
    if ending in GRAPH_SUFFIXES:
        from kg.validate.checking import GRAPH_FORMATS, validate_graph, validate_graph_bytes

        if isinstance(source, Path):
            return validate_graph(source)
        return validate_graph_bytes(source, GRAPH_FORMATS[ending], name=name or "")
    notice = convert(source, name=name, media_type=media_type, judged=judged)
    return validate_notice(notice, engine, packs=packs, checks=checks)


def with_others(report: Report, notice: Notice, sides: Iterable[Side], base: str = BASE) -> Report:
    """Report, its notice and others → report with what was dropped or lowered, and leaders who changed."""
    from kg.compare import against, compare
    from kg.compare.reading import of_file
    from kg.validate.report import order

    own = of_file(notice, base)
    found = [entry for side in sides for entry in against.entries(notice, compare(side, own), base)]
    return replace(report, entries=tuple(sorted([*report.entries, *found], key=order)))


def validate_many(
    paths: Sequence[Path],
    progress: Callable[[Path], None] | None = None,
    judged: Judgements | None = None,
    *,
    packs: Sequence[str] = CONTENT,
    checks: str | None = None,
) -> Iterator[tuple[Path, Report | KgError]]:
    """Files → reports; of three or more in as many processes as there are cores."""
    from kg.validate import validate_many as check_many

    one = partial(validate, judged=judged, packs=packs, checks=checks)
    yield from check_many(paths, one, workers=None if len(paths) >= 3 else 1, progress=progress)


# --- quads → store ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a load did: a notice that is new, unchanged, or another version of one that stood."""

    kind: Literal["new", "unchanged", "version"]
    triples: int = 0  # written
    change: Change | None = None  # of a version


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
    digest = resources_digest()
    held = store.query(
        f'ASK {{ GRAPH <{meta}> {{ <{ontology}> <https://w3id.org/zeren/ontology#sha256> "{digest}" }} }}'
    )
    if held is True:
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
    digest = (f"<{base}graph/ontology>", f"<{kg('sha256')}>", f'"{resources_digest()}"')
    return [digest, scheme.told(base)]


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
    merge: Pieces = {graph: quads for graph, quads in graphs.items() if graph != own}
    forget = {f"{base}graph/derived": links.forget} if links.forget else {}
    if verdict.kind != "new":  # a notice that was not here has left nothing
        left = [base + notice.iri, text_iri(notice, base), *groups_of(store, own)]
        left += comparisons_from(store, base + notice.iri)
        forget[f"{base}graph/derived"] = [*links.forget, *left]
        forget[f"{base}graph/meta"] = list(emitting.meta_subjects(notice, base))
    count = store.load({own: graphs.get(own, [])}, merge=merge, forget=forget)
    return Outcome(verdict.kind, count, verdict.change)


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


def has_notice_name(path: PurePath) -> bool:
    """Whether a file in a folder is taken for a notice."""
    return path.suffix.lower() in NOTICE_SUFFIXES and not path.stem.lower().startswith("readme")


def notices_in(paths: Iterable[Path]) -> list[Path]:
    """Return the files of notices that the paths name; a folder is searched."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found.extend(p for p in sorted(path.rglob("*")) if has_notice_name(p) and p.is_file())
        else:
            found.append(path)
    return found


def load_sample(store: Store, judged: Judgements | None = None) -> None:
    """Load ``data/notices`` where the store lacks a notice or holds it from other bytes."""
    prepare(store)
    meta = f"{store.base}graph/meta"
    for path in notices_in([resources.data("notices")]):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        held = store.query(
            f'ASK {{ GRAPH <{meta}> {{ ?file <https://w3id.org/zeren/ontology#sha256> "{digest}" . '
            f"?graph <http://www.w3.org/ns/prov#wasDerivedFrom> ?file ; "
            f"<http://xmlns.com/foaf/0.1/primaryTopic> ?notice ; "
            f"<http://www.w3.org/ns/prov#wasGeneratedBy>/<http://www.w3.org/ns/prov#wasAssociatedWith> "
            f"<{store.base}software/{__version__}> }} }}"
        )
        if held is not True:
            result = _load_one(path, store, lambda: None, judged, older=False)
            if result.error:
                raise result.error
