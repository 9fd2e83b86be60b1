"""A draft of a notice: read in another process, told against what stands, loaded. None is kept.

light = light_of(settings, against="嵊政办发〔2023〕4号", in_store=(store, catalog))
draft = await apart(request, drafted, data, name, light)
prospect(view, draft, store)        what a page says of loading it
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from kg.compare import Side
from kg.compare.naming import named
from kg.errors import KgError, NotANotice, Refused, UsageError
from kg.model import Notice
from kg.pipeline import CONTENT
from kg.query import Catalog
from kg.settings import Settings
from kg.store.base import Store
from kg.validate.report import Report
from kg.vocab import BASE
from kg.web.frame import View
from kg.web.judging import folder_of

InStore = tuple[Store, Catalog]


@dataclass(frozen=True, slots=True)
class Light:
    """In what light a draft is seen; plain values, which another process takes."""

    judgements: str | None  # folder of what people judged of names
    checks: str | None = None  # folder of rules that are added
    packs: tuple[str, ...] = CONTENT
    others: tuple[Side, ...] = ()  # notices that it is told against
    base: str = BASE  # of their IRIs


def light_of(
    settings: Settings,
    *,
    packs: tuple[str, ...] = CONTENT,
    against: str = "",
    in_store: InStore | None = None,
) -> Light:
    """Return the light of a service; ``against`` is what a person calls a notice of its store, or nothing.

    Raises:
        UsageError: the store holds no such notice.
    """
    others: tuple[Side, ...] = ()
    if against.strip() and in_store is not None:
        others = (named(against.strip(), *in_store),)
    return Light(folder_of(settings), settings.checks, packs, others, settings.base)


def seen(data: bytes, name: str, light: Light) -> tuple[Notice | None, Report]:
    """Read and validate a file, in the other process; a graph has no notice beside its report."""
    from kg import pipeline
    from kg.resolve.judgements import with_folder

    if name.lower().endswith(pipeline.GRAPH_SUFFIXES):
        return None, pipeline.validate(data, name=name)
    notice = pipeline.convert(data, name=name, judged=with_folder(light.judgements))
    report = pipeline.validate_notice(notice, packs=light.packs, checks=light.checks)
    if light.others:
        report = pipeline.with_others(report, notice, light.others, light.base)
    return notice, report


@dataclass(frozen=True, slots=True)
class Draft:
    """What a file was read as."""

    notice: Notice
    broken: int  # violations of its graph; such a notice cannot be loaded
    report: str = ""  # as a piece of a page, where one was asked for


def drafted(data: bytes, name: str, light: Light, lang: str | None = None) -> Draft | KgError:
    """Read a file as a notice, in the other process; with a report in ``lang`` if one is wanted."""
    from kg.validate.formats.html import fragment

    try:
        notice, report = seen(data, name, light)
    except KgError as error:
        return error
    if notice is None:
        return UsageError(
            "这是图，不是通知文件；请用 kg 命令或 /graphs 载入。",
            "This is a graph, no file of a notice: load it by the command kg or /graphs.",
        )
    violations = report.counts()["violation"] if report.broken else 0
    return Draft(notice, violations, fragment(report, lang, prefix="r") if lang else "")


def load(draft: Draft, data: bytes, store: Store, *, older: bool = False) -> str:
    """Load a draft; return the path of the notice.

    Raises:
        NotANotice: its graph is broken.
        Refused: another notice stands under its IRI, or a newer version of it.
    """
    from kg import loading

    if draft.broken:
        raise NotANotice(
            f"有 {draft.broken} 处违规，未载入；请在校验页查看并修改。",
            f"Not loaded for {draft.broken} violations: see them on the page of validation.",
        )
    loading.prepare(store)
    loading.load_notice(draft.notice, store, source=data, older=older)
    return draft.notice.iri


def prospect(view: View, draft: Draft, data: bytes, store: Store) -> dict[str, Any]:
    """Return what would be loaded, and what becomes of the version that stands."""
    from kg import loading

    notice = draft.notice
    sentence, ready, older, kind = "", not draft.broken, False, ""
    if draft.broken:
        sentence = view.say("load.broken", number=draft.broken)
    else:
        try:
            verdict = loading.verdict_of(notice, store)
            kind = verdict.kind
            change = verdict.change.text(view.lang) if verdict.change else ""
            sentence = view.say(f"load.{kind}", change=change)
        except Refused as error:
            sentence, ready = error.text(view.lang), False
            older = _replaceable(notice, store)
    return {
        "sentence": sentence,
        "ready": ready,
        "older": older,
        "seen": hashlib.sha256(data).hexdigest(),
        "standing": view.url(f"/{notice.iri}") if kind in ("unchanged", "version") or older else "",
        "facts": [
            (view.say("notice.title"), notice.title.value if notice.title else "—"),
            (view.say("notice.number"), notice.document_number.value if notice.document_number else "—"),
            (view.say("load.tasks"), len(notice.tasks)),
            (view.say("load.projects"), len(notice.projects)),
            (view.say("load.units"), len({r.body for item in notice.items for r in item.responsibilities})),
            (view.say("load.targets"), sum(len(item.targets) for item in notice.items)),
        ],
    }


def _replaceable(notice: Notice, store: Store) -> bool:
    """Say whether a refused notice is only older than the one that stands."""
    from kg import loading

    try:
        loading.verdict_of(notice, store, older=True)
    except Refused:
        return False
    return True
