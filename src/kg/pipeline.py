"""The flow, one short function per arrow. Read this first.

    notice file ─read→ Text ─parse→ Document ─extract→ Facts ─resolve→ Notice ─emit→ quads
                ─validate→ Report ─store→ store ─query→ tables ─web/cli→ people

From a file to quads and report; ``kg.loading`` goes on, from a notice to the store.

Every function takes the value of the stage before it, so any of them can be called alone.
Stages that need heavy libraries are imported where they are used: converting a text needs none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from kg import emit as emitting
from kg.emit.terms import Quad
from kg.errors import KgError, NotANotice
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
from kg.vocab import BASE

if TYPE_CHECKING:
    from kg.compare import Side
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


# --- which files are notices ----------------------------------------------------------------------


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
