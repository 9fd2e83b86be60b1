"""The judgements that people make on pages: what may be judged there, and where it is kept.

A judgement concerns one printed name in one place, and holds from the next reading of a notice on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from fastapi import Request

from kg.errors import UsageError
from kg.model import Judgement, Place
from kg.query import Parameter
from kg.registry.places import stored
from kg.resolve import judgements
from kg.resolve.judgements import Judgements
from kg.resolve.judging import Mention, Said, body_there, judge, place_of
from kg.settings import Settings
from kg.store import judgements_of
from kg.store.base import Iri
from kg.store.versions.record import CHINA
from kg.web.ask import Ask
from kg.web.rows import Row, value
from kg.web.sessions import Person

WAYS = ("same", "different", "one", "other")
MAX_REASON = 500
_MOST = 400  # names that a form offers, the doubtful first
_DOUBT = {"unresolved": 0, "guessed": 1, "repaired": 2, "bracket": 3, "alias": 4}


def folder_of(settings: Settings) -> str | None:
    """Return the folder of judgements, where one was made already."""
    folder = judgements_of(settings)
    return str(folder) if folder.is_dir() else None


def known(request: Request) -> Judgements:
    """Return all judgements that conversions of this service heed."""
    return judgements.with_folder(folder_of(request.app.state.settings))


@dataclass(frozen=True, slots=True)
class Choice:
    """A printed name that a form offers."""

    value: str
    text: str


def offered(ask: Ask, **about: str) -> list[Choice]:
    """Return the names that may be judged on the page of a unit, place or notice, the doubtful first.

    Nobody who is not signed in is offered any.
    """
    if ask.view.person is None:
        return []
    rows: dict[tuple[str, str, str], Row] = {}
    for row in ask.rows("judged-names", **about):
        key = (value(row["mention"]), row["unit"].value, value(row["areaIri"]))
        rows.setdefault(key, row)
    doubt = ask.view.local
    first = sorted(rows.values(), key=lambda row: _DOUBT.get(doubt(row["resolution"]), 9))
    return [
        Choice(
            _named(row, ask.base),
            ask.view.say(
                "judge.name",
                mention=value(row["mention"]),
                unit=value(row["fullName"]) or value(row["unitLabel"]),
                resolution=ask.view.label(row["resolution"]),
                area=value(row["area"]) or "—",
            ),
        )
        for row in first[:_MOST]
    ]


def _named(row: Row, base: str) -> str:
    notice, unit = (row[name].value.removeprefix(base) for name in ("notice", "unit"))
    return f"{notice}|{unit}|{value(row['mention'])}"


def record(ask: Ask, person: Person, fields: dict[str, str]) -> Judgement:
    """Check what a person says on a page, and keep it.

    Raises:
        UsageError: the form is not filled in.
        Contradiction: it contradicts another judgement, or would change nothing.
    """
    who = _who(person)
    way, why = fields.get("way", ""), " ".join(fields.get("why", "").split())
    if way not in WAYS or not 2 <= len(why) <= MAX_REASON:
        raise UsageError(
            f"请选择一种判断，并写明理由（2—{MAX_REASON} 字）。",
            f"Choose a judgement and give the reason (2 to {MAX_REASON} characters).",
        )
    mention, names = _mention(ask, fields.get("name", ""))
    word, unit, labels = _meant(ask, mention, names, way, fields.get("target", "").strip())
    now = datetime.now(CHINA).isoformat(timespec="seconds")
    made = judge(Said(mention, word, unit, labels, who, now, why), known(ask.request))
    judgements.append(judgements_of(ask.request.app.state.settings), made)
    return made


def take_back(ask: Ask, person: Person, iri: str) -> Judgement:
    """Say of a judgement that it is not sure, which lets another one be made.

    Raises:
        UsageError: there is none of this name, or it is taken back already.
    """
    who = _who(person)
    said = next((one for one in known(ask.request) if one.iri == iri), None)
    if said is None or said.judgement == "unsure":
        raise UsageError(
            "没有这条判断，或已经撤回；请刷新页面查看。",
            "There is no such judgement, or it was taken back: load the page again.",
        )
    made = judgements.judgement(
        division=said.division,
        mention=said.mention,
        unit=said.unit,
        judgement="unsure",
        who=who,
        when=datetime.now(CHINA).isoformat(timespec="seconds"),
        evidence=f"撤回 {said.who} {said.when[:10]} 的判断",
        label=said.label,
    )
    judgements.append(judgements_of(ask.request.app.state.settings), made)
    return made


def _who(person: Person) -> str:
    if person.name:
        return person.name
    raise UsageError(
        "判断要记下是谁作的：请退出后重新登录，并写上姓名或岗位。",
        "A judgement records who made it: sign out, and sign in again under your name or post.",
    )


def _mention(ask: Ask, name: str) -> tuple[Mention, tuple[str, ...]]:
    """Return the name that a form means as the store holds it, and what its body is called."""
    notice, _, rest = name.partition("|")
    unit, _, text = rest.partition("|")
    if notice and unit and text:
        for row in ask.rows("judged-names", notice=ask.base + notice, unit=ask.base + unit):
            if value(row["mention"]) == text:
                place, day = area_of(row, ask.base), value(row["issued"]) or None
                return Mention(text, unit, notice, place, day), tuple(_labels(row))
    raise UsageError(
        "请选择一个名称；通知若刚更新过，请刷新页面。",
        "Choose a name; where the notice was loaded anew, load the page again.",
    )


def area_of(row: Row, base: str) -> Place | None:
    """Return the place of a row's notice: as it stood on the day of issue, where the row tells that."""
    if not (path := value(row["areaIri"]).removeprefix(base)):
        return None
    code, day = value(row["areaCode"]) or None, value(row.get("issued")) or None
    parent = value(row["areaWithin"]).removeprefix(base) or None
    return stored(path, value(row["area"]), code, parent, day)


def _labels(row: Row) -> Iterator[str]:
    for name in ("fullName", "unitLabel"):
        if label := value(row[name]):
            yield label


def _meant(
    ask: Ask, mention: Mention, names: tuple[str, ...], way: str, target: str
) -> tuple[str, str, tuple[str, ...]]:
    """Return the judgement's word, the path of the unit that it is about, and what that is called."""
    if way in ("same", "different"):
        return way, mention.unit, names
    if not target:
        raise UsageError(
            "请写明是哪个单位（名称或网址），或哪个地区（全称或代码）。",
            "Write which unit (name or IRI), or which place (full name or code).",
        )
    if way == "other":
        unit = body_there(mention.text, place_of(target))
        return "same", unit.iri, tuple(filter(None, (unit.full, unit.label)))
    asked = Parameter("target", "iri:Unit", "Unit", "单位", choices="choices-units")
    term = ask.catalog.term(asked, target, ask.store)
    assert isinstance(term, Iri)
    said = ask.one("unit", unit=term.value)
    labels = (value(said["fullName"]), value(said["unitLabel"]))
    return "same", term.value.removeprefix(ask.base), tuple(filter(None, labels))
