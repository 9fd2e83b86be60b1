"""A notice as a document, and its parts: tasks, projects, targets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter, Request, Response
from markupsafe import Markup
from starlette.responses import RedirectResponse

from kg import vocab
from kg.errors import NotFound
from kg.link.describe import describe
from kg.web.ask import Ask
from kg.web.beside import LOOK_FIRST, reading, references
from kg.web.citing import citation, neighbours
from kg.web.frame import View
from kg.web.judging import offered
from kg.web.linked import data_path
from kg.web.marks import Mark, marked
from kg.web.rows import Row, codes, value
from kg.web.timeline import timeline

router = APIRouter(tags=["pages"])

_FILTERS = ("leader", "unit", "role", "theme", "place", "withTarget")
_SHOWN_FINDINGS = 30
_BLANK = re.compile(r"\n\s*\n+")
_KG = "https://w3id.org/zeren/ontology#"
_REPLACED_BY = vocab.expand("dcterms:isReplacedBy")


@dataclass(slots=True)
class Block:
    """One piece of the document as shown."""

    kind: str  # list section item table text
    html: Any = ""
    anchor: str = ""
    link: str = ""
    number: str = ""
    tags: Sequence[tuple[str, str, str]] = ()
    rows: Sequence[Sequence[Any]] = field(default=())


def anchor(iri: str) -> str:
    """Return the anchor of a part in its notice's page: what follows the notice's id."""
    parts = iri.split("/notice/", 1)[-1].split("/")
    return "-".join(parts[1:]) or "top"


@router.get("/notice/{notice}", summary="A notice as a document")
def notice(request: Request, notice: str) -> Response:
    """Show the notice with its facts marked in the text."""
    ask = Ask(request)
    view = ask.view
    iri = ask.iri(f"notice/{notice}")
    facts = ask.rows("notice", notice=iri)
    if not facts:
        if moved := _moved(ask, iri):
            return moved
        ask.one("notice", notice=iri)
    said = facts[0]
    parts = ask.rows("notice-parts", notice=iri)
    marks = ask.rows("notice-marks", notice=iri)
    findings = ask.rows("findings", notice=iri)
    texts = ask.rows("notice-text", notice=iri)
    asked = {name: request.query_params.get(name, "") for name in _FILTERS}
    matching = None
    if any(asked.values()):
        found = ask.rows("notice-matching", notice=iri, **asked)
        matching = {row["item"].value for row in found}
    title = value(said["documentNumber"]) or value(said["title"]) or view.label(iri)
    document = _Document(
        view, parts, marks, value(texts[0]["fullText"]) if texts else None, findings, matching
    )
    blocks = document.blocks()
    told = document.findings()
    first = [finding for finding in told if finding["code"] in LOOK_FIRST]
    told = [finding for finding in told if finding["code"] not in LOOK_FIRST]
    # what the filters offer: what this notice holds
    return ask.answer(
        "notice.html",
        iri,
        title=title,
        heading=value(said["title"]) or title,
        section="/notices",
        gloss=[view.say("kind.one.notice"), value(said["jurisdictionLabel"]), value(said["year"])],
        facts=list(_facts(view, facts)),
        blocks=blocks,
        toc=document.contents(),
        shown=document.shown,
        total=document.total,
        filtered=matching is not None,
        findings=told[:_SHOWN_FINDINGS],
        more_findings=max(0, len(told) - _SHOWN_FINDINGS),
        reading=reading(ask, iri),
        look_first=first,
        filters=_offered(ask, iri, asked),
        references=references(ask, iri),
        judged=offered(ask, notice=iri),
    )


def _moved(ask: Ask, iri: str) -> Response | None:
    """Lead from a former IRI of a notice to that of today; where several had it, to their list."""
    try:
        said = describe(ask.store, iri, incoming=1).outgoing
    except NotFound:
        return None
    found = [o for p, o in said if p == _REPLACED_BY]
    if not found:
        return None
    if len(found) == 1:
        return RedirectResponse(str(ask.view.href(found[0])), 301)
    return RedirectResponse(data_path(ask.request, iri, ask.base, "html"), 303)


def _facts(view: View, rows: Sequence[Row]) -> Any:
    said = rows[0]
    years = "、".join(sorted({value(row["year"]) for row in rows if row["year"] is not None}))
    for key, text in (
        ("number", value(said["documentNumber"])),
        ("title", value(said["title"])),
        ("issuer", value(said["issuerText"])),
        ("issued", view.date(said["issued"]) if said["issued"] is not None else ""),
        ("year", years),
        ("addressee", value(said["addresseeText"])),
        ("copied", value(said["copiedToText"])),
    ):
        if text:
            yield view.say(f"notice.{key}"), text
    if said["jurisdictionLabel"] is not None:
        link = Markup('<a href="{}">{}</a>').format(
            view.href(said["jurisdiction"]), said["jurisdictionLabel"].value
        )
        yield view.say("notice.jurisdiction"), link
    versions = Markup('<a href="{}">{}</a> · <a href="{}">{}</a>').format(
        view.to(f"{view.path}/history"),
        view.say("history.open"),
        view.to("/compare", b=view.path.removeprefix("/")),
        view.say("compare.open"),
    )
    ledger = Markup('<a href="{}" download>Excel</a>').format(view.url(f"{view.path}/ledger.xlsx"))
    yield view.say("history"), versions
    yield view.say("ledger"), ledger


def _offered(ask: Ask, iri: str, asked: Mapping[str, str]) -> list[dict[str, Any]]:
    view = ask.view
    leaders = {r["leader"].value: value(r["leaderLabel"]) for r in ask.rows("leaders", notice=iri)}
    units = {r["unit"].value: value(r["unitLabel"]) for r in ask.rows("workload", notice=iri)}
    themes = {r["theme"].value: view.label(r["theme"]) for r in ask.rows("targets-by-theme", notice=iri)}
    places = {c.value: c.label for c in ask.choices("choices-places")}
    options: dict[str, tuple[str, list[tuple[str, str]]]] = {
        "leader": (view.say("leader"), list(leaders.items())),
        "unit": (view.say("unit"), list(units.items())),
        "role": (view.say("role"), codes(view, ("lead", "support", "responsible"))),
        "theme": (view.say("theme"), list(themes.items())),
        "place": (view.say("place"), list(places.items())),
        "withTarget": (
            view.say("notice.with_target"),
            [("true", view.say("notice.with")), ("false", view.say("notice.without"))],
        ),
    }
    return [
        {"name": name, "label": label, "choices": choices, "value": asked[name]}
        for name, (label, choices) in options.items()
    ]


class _Document:
    """Cuts the text as read at the notice's own parts and marks the facts in each piece."""

    def __init__(
        self,
        view: View,
        parts: Sequence[Row],
        marks: Sequence[Row],
        text: str | None,
        findings: Sequence[Row],
        matching: set[str] | None,
    ) -> None:
        self.view = view
        self.matching = matching
        self._findings = findings
        self.marks = [
            Mark(
                int(value(m["start"])), int(value(m["end"])), value(m["kind"]), self._link(m), self._title(m)
            )
            for m in marks
        ]
        self.starts: list[tuple[int, int, Row]] = []
        self.rows_of_tables: set[int] = set()
        seen: set[str] = set()
        self.of_item: dict[str, int] = {}
        for part in parts:
            iri = part["item"].value
            if iri in seen:
                continue
            seen.add(iri)
            self.starts.append((int(value(part["start"])), int(value(part["end"])), part))
        for mark in marks:
            if mark["item"] is not None:
                iri = mark["item"].value
                self.of_item[iri] = max(self.of_item.get(iri, 0), int(value(mark["end"])))
        self.text = text
        self.total = sum(value(part["kind"]) in ("task", "project") for _, _, part in self.starts)
        self.shown = 0
        self.sections: dict[str, int] = {}

    def _link(self, mark: Row) -> str | None:
        return None if value(mark["kind"]) == "finding" else self.view.href(mark["thing"])

    def _title(self, mark: Row) -> str | None:
        if value(mark["kind"]) != "finding":
            return None
        name = "messageEn" if self.view.lang == "en" else "message"
        for finding in self._findings:
            if finding["finding"] == mark["thing"]:
                return value(finding[name]) or value(finding["message"])
        return None

    def blocks(self) -> list[Block]:
        """Return the document, the filtered items left out."""
        made: list[Block] = []
        at = 0
        text = self.text
        for index, (start, end, part) in enumerate(self.starts):
            kind = value(part["kind"])
            if text is not None and self.matching is None and start > at:
                loose = text[at:start]
                printed = value(part["numberText"])
                if printed:  # the number stands beside the item
                    loose = re.sub(rf"[（(]?{re.escape(printed)}[)）]?[.．、:：]?\s*$", "", loose)
                made += self._loose(loose, at)
            if kind in ("list", "section"):
                words = text[start:end] if text is not None else value(part["sentence"])
                made.append(Block(kind, marked(words.strip(), start, self.marks), anchor(part["item"].value)))
                at = max(at, end)
                continue
            item = part["item"].value
            following = self.starts[index + 1][0] if index + 1 < len(self.starts) else None
            if text is not None:
                stop = max(end, min(self.of_item.get(item, end), following or self._near(text, end, item)))
                line = text.find("\n", stop)
                stop = line if line >= 0 and (following is None or line <= following) else stop
                words = text[start:stop]
            else:
                stop, words = end, value(part["sentence"])
            at = max(at, stop)
            if self.matching is not None and item not in self.matching:
                continue
            self.shown += 1
            body = words.rstrip()
            made.append(
                Block(
                    "item",
                    _joined(marked(body, start, self.marks)),
                    anchor(item),
                    self.view.href(item),
                    value(part["number"]) or "·",
                    self._tags(part),
                )
            )
        if text is not None and self.matching is None:
            made += self._loose(text[at:], at)
        return made

    def _near(self, text: str, end: int, item: str) -> int:
        """Return where the last item's own lines end: at the first mark past a wide gap."""
        ends = sorted(m.end for m in self.marks if end <= m.start < end + 600)
        return ends[-1] if ends else end

    def _tags(self, part: Row) -> list[tuple[str, str, str]]:
        tags = []
        if part["theme"] is not None:
            tags.append((self.view.label(part["theme"]), self.view.href(part["theme"]), ""))
        if part["deadline"] is not None:
            due = self.view.say("due", date=self.view.date(part["deadline"]))
            tags.append((due, self.view.href(part["item"]), "warning"))
        return tags

    def _loose(self, text: str, offset: int) -> list[Block]:
        """Return what stands between the parts: paragraphs, and lines with tabs as tables."""
        made: list[Block] = []
        rows: list[list[Any]] = []
        at = offset
        for line in text.splitlines(keepends=True):
            words = line.strip("\n\r")
            if "\t" in words:
                cells, place = [], at
                for cell in words.split("\t"):
                    cells.append(marked(cell, place, self.marks))
                    place += len(cell) + 1
                rows.append(cells)
            else:
                if rows and words.strip():
                    made.append(Block("table", rows=rows))
                    rows = []
                if words.strip():
                    made.append(Block("text", marked(words, at, self.marks)))
            at += len(line)
        if rows:
            made.append(Block("table", rows=rows))
        return made

    def contents(self) -> list[dict[str, str]]:
        """Return the table of contents."""
        found = []
        items = [p["item"].value for _, _, p in self.starts if value(p["kind"]) in ("task", "project")]
        for _, _, part in self.starts:
            if value(part["kind"]) in ("list", "section"):
                words = value(part["label"]) or value(part["sentence"])
                iri = part["item"].value
                holds = any(item.startswith(iri + "/") for item in items)
                path = iri.removeprefix(self.view.base + "notice/").partition("/")[2] if holds else ""
                found.append({"anchor": anchor(iri), "text": words.strip(), "number": "", "path": path})
        return found

    def findings(self) -> list[dict[str, Any]]:
        """Return the findings, each with the anchor of the item it stands in."""
        rank = {"violation": 0, "warning": 1, "info": 2}
        made = []
        for finding in sorted(self._findings, key=lambda f: rank.get(self.view.local(f["severity"]), 3)):
            start = int(value(finding["start"]) or -1)
            near = [part for begin, _, part in self.starts if begin <= start]
            made.append(
                {
                    "severity": finding["severity"],
                    "code": self.view.local(finding["code"]) if finding["code"] is not None else "",
                    "said": value(finding["messageEn" if self.view.lang == "en" else "message"])
                    or value(finding["message"]),
                    "anchor": anchor(near[-1]["item"].value) if near and start >= 0 else "",
                }
            )
        return made


def _joined(html: Markup) -> Markup:
    """Return the text of an item with single line breaks: blank lines come from page breaks."""
    return Markup(_BLANK.sub("\n", str(html)))


@router.get("/notice/{notice}/{rest:path}", summary="A part of a notice")
def part(request: Request, notice: str, rest: str) -> Response:
    """Show a task, a project or a target; any other part stands in the notice itself."""
    ask = Ask(request)
    iri = ask.iri(f"notice/{notice}/{rest}")
    kinds = {row["kind"].value.removeprefix(_KG) for row in ask.rows("thing", item=iri)}
    if kinds & {"Task", "Project"}:
        return _item(ask, iri)
    if kinds & {"Target", "Criterion"}:
        return _target(ask, iri)
    if not kinds:
        raise NotFound(
            "这份通知里没有这个部分，可能已被更新。",
            "The notice holds no such part: it may have been replaced.",
        )
    if ask.wanted() != "text/html":
        return ask.answer("item.html", iri)
    if kinds & {"Comparison", "Correspondence"}:  # notice/B/compared/A and below it
        earlier = rest.split("/")[1]
        return RedirectResponse(ask.view.url("/compare", a=f"notice/{earlier}", b=f"notice/{notice}"), 303)
    where = ask.view.url(f"/notice/{notice}")
    return RedirectResponse(f"{where}#{anchor(iri)}", 303)


def _item(ask: Ask, iri: str) -> Response:
    view = ask.view
    rows = ask.rows("item", item=iri)
    if not rows:
        ask.one("item", item=iri)
    item = rows[0]
    found = ask.rows("item-marks", item=iri)
    marks = [
        Mark(
            int(value(m["start"])),
            int(value(m["end"])),
            value(m["kind"]),
            None if value(m["kind"]) == "finding" else view.href(m["thing"]),
            value(m["thingLabel"]) if value(m["kind"]) == "finding" else None,
        )
        for m in found
    ]
    passages = {value(row["start"]): row for row in rows}
    number = value(item["number"])
    if value(item["kind"]) == "project":
        heading = value(item["label"])
    else:
        text = value(item["text"]) or value(item["sentence"])
        heading = f"{number + '. ' if number else ''}{text if len(text) <= 60 else text[:59] + '…'}"
    project = ask.rows("item-project", item=iri)
    section = item["section"]
    notice = item["notice"].value
    where = " ".join(
        part for part in (value(item["sectionLabel"]), f"第{number}项" if number else "") if part
    )
    return ask.answer(
        "item.html",
        iri,
        title=heading,
        heading=heading,
        section="/notices",
        item=item,
        anchor=anchor(iri),
        section_anchor=anchor(section.value) if section is not None else "top",
        passages=[
            marked(value(row["sentence"]), int(value(row["start"])), marks) for row in passages.values()
        ],
        units=ask.rows("units-of-an-item", item=iri),
        targets=ask.rows("item-targets", item=iri),
        leaders=ask.rows("item-leaders", item=iri),
        places=ask.rows("item-places", item=iri),
        project=project[0] if project else None,
        citation=citation(ask, notice, value(item["sentence"]), where, iri),
        around=neighbours(ask, notice, value(item["kind"]).capitalize(), iri),
    )


def _target(ask: Ask, iri: str) -> Response:
    target = ask.one("target", target=iri)
    start, end = int(value(target["start"])), int(value(target["end"]))
    offset = int(value(target["itemStart"]))
    sentence = value(target["itemSentence"])
    if not offset <= start < offset + len(sentence):
        offset, sentence = start, value(target["sentence"])
    name = value(target["indicatorLabel"]) or value(target["indicatorText"])
    notice = target["notice"].value
    return ask.answer(
        "target.html",
        iri,
        title=name,
        name=name,
        section="/targets",
        target=target,
        passage=marked(sentence, offset, [Mark(start, end, "target")]),
        units=ask.rows("units-of-an-item", item=target["item"].value),
        others=ask.table("same-indicator", indicator=target["indicator"].value),
        citation=citation(ask, notice, sentence, "", iri),
        around=neighbours(ask, notice, "Target", iri),
        years=timeline(
            ask.rows("indicator-years", indicator=target["indicator"].value),
            target,
            ask.view.label(target["measure"]) if target["measure"] is not None else "",
        ),
    )
