"""The flow, one short function per arrow. Read this first.

    notice file ─read→ Text ─parse→ Document ─extract→ Facts ─resolve→ Notice ─emit→ quads
                ─validate→ Report ─store→ store ─query→ tables ─web/cli→ people

Every function takes the value of the stage before it, so any of them can be called alone.
"""

from __future__ import annotations

from pathlib import Path

from kg.errors import NotANotice
from kg.extract import NoticeFacts
from kg.extract import extract as extract_facts
from kg.model import Notice, Text
from kg.parse import parse as parse_text
from kg.parse.document import Document
from kg.read import read as read_file
from kg.resolve.notice import assemble


def read(source: Path | bytes, *, name: str | None = None, media_type: str | None = None) -> Text:
    """File → text: characters, tables and where they stand on the page."""
    return read_file(source, name=name, media_type=media_type)


def parse(text: Text) -> Document:
    """Text → document: frame, lists, sections, items, rows."""
    return parse_text(text)


def extract(document: Document) -> NoticeFacts:
    """Document → facts: who, what, how much, until when."""
    return extract_facts(document)


def resolve(facts: NoticeFacts) -> Notice:
    """Facts → notice: names become bodies, people and places with stable paths."""
    return assemble(facts)


def convert(source: Path | bytes, *, name: str | None = None, media_type: str | None = None) -> Notice:
    """File → notice.

    Raises:
        NotANotice: the text frames no notice and lists nothing to be done.
        InputError: the file cannot be read.
    """
    text = read(source, name=name, media_type=media_type)
    notice = resolve(extract(parse(text)))
    if not notice.tasks and not notice.projects and not _is_framed(notice):
        raise NotANotice(
            f"“{text.source.name}”不是责任分解类通知：没有读到任务、项目，也没有文号与标题。请核对文件。",
            f"{text.source.name} is no notice of responsibilities: no task, project, number or title was found; "
            "check the file.",
        )
    return notice


def _is_framed(notice: Notice) -> bool:
    """A letter without its annex is a notice still: it has a number, or a title with addressees."""
    return notice.document_number is not None or (
        notice.title is not None and bool(notice.addressees or notice.issuers)
    )
