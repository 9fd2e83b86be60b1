"""A draft of a notice: read in another process, told against what stands, loaded. None is kept.

draft = await apart(request, drafted, data, name, judgements)
prospect(view, draft, store)        what a page says of loading it
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from kg.errors import KgError, NotANotice, Refused
from kg.model import Notice, Project, Task
from kg.store.base import Store
from kg.web.frame import View


@dataclass(frozen=True, slots=True)
class Draft:
    """What a file was read as."""

    notice: Notice
    broken: int  # violations of its graph; such a notice cannot be loaded
    report: str = ""  # as a piece of a page, where one was asked for


def drafted(
    data: bytes,
    name: str,
    judgements: str | None,
    lang: str | None = None,
    packs: tuple[str, ...] = ("content",),
    checks: str | None = None,
) -> Draft | KgError:
    """Read a file as a notice, in the other process; with a report in ``lang`` if one is wanted."""
    from kg import pipeline
    from kg.resolve.judgements import with_folder
    from kg.validate.formats.html import fragment

    try:
        notice = pipeline.convert(data, name=name, judged=with_folder(judgements))
        report = pipeline.validate_notice(notice, packs=packs, checks=checks)
    except KgError as error:
        return error
    violations = report.counts()["violation"] if report.broken else 0
    return Draft(notice, violations, fragment(report, lang, prefix="r") if lang else "")


def load(draft: Draft, data: bytes, store: Store, *, older: bool = False) -> str:
    """Load a draft; return the path of the notice.

    Raises:
        NotANotice: its graph is broken.
        Refused: another notice stands under its IRI, or a newer version of it.
    """
    from kg import pipeline

    if draft.broken:
        raise NotANotice(
            f"有 {draft.broken} 处违规，未载入；请在校验页查看并修改。",
            f"Not loaded for {draft.broken} violations: see them on the page of validation.",
        )
    pipeline.prepare(store)
    pipeline.load_notice(draft.notice, store, source=data, older=older)
    return draft.notice.iri


def prospect(view: View, draft: Draft, data: bytes, store: Store) -> dict[str, Any]:
    """Return what would be loaded, and what becomes of the version that stands."""
    from kg import pipeline

    notice = draft.notice
    items: tuple[Task | Project, ...] = (*notice.tasks, *notice.projects)
    sentence, ready, older, kind = "", not draft.broken, False, ""
    if draft.broken:
        sentence = view.say("load.broken", number=draft.broken)
    else:
        try:
            verdict = pipeline.verdict_of(notice, store)
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
            (view.say("load.units"), len({r.body for item in items for r in item.responsibilities})),
            (view.say("load.targets"), sum(len(item.targets) for item in items)),
        ],
    }


def _replaceable(notice: Notice, store: Store) -> bool:
    """Say whether a refused notice is only older than the one that stands."""
    from kg import pipeline

    try:
        pipeline.verdict_of(notice, store, older=True)
    except Refused:
        return False
    return True
