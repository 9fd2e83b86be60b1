"""The items of a notice in rows: what is to be done, by whom, under which leader, by when, for how much."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import Any, Protocol

from kg.ledger.figures import promise
from kg.query.values import number
from kg.registry.ranks import rank
from kg.store.base import Term

Rows = Sequence[Mapping[str, Any]]  # terms by variable, without what is unbound


class Asking(Protocol):
    """Runs a canned query."""

    def __call__(self, name: str, /, **values: str | None) -> Rows:
        """Return its rows by variable."""


@dataclass(frozen=True, slots=True)
class Named:
    """A thing and the name that it is shown by."""

    iri: str
    name: str


@dataclass(frozen=True, slots=True)
class Leader(Named):
    """A leader with the post that the item prints."""

    post: str
    rank: int


@dataclass(frozen=True, slots=True)
class Body(Named):
    """A unit or collective with its role: lead, support or responsible."""

    role: str


@dataclass(frozen=True, slots=True)
class Promise(Named):
    """A target: ``name`` is its indicator, the figure follows from the codes and the value as printed."""

    change: str
    bound: str
    value: Decimal
    unit: str

    def figure(self, lang: str) -> str:
        """Write the figure: 增长 ≥ 6 %."""
        return promise(self.change, self.bound, self.value, self.unit, lang)


@dataclass(slots=True)
class Entry:
    """One item; ``code`` is short, unlike every other of its ledger."""

    iri: str
    code: str
    notice: str
    project: bool
    number: str
    chapter: Named
    text: str
    sentence: str
    at: int
    theme: Term | None
    deadline: Term | None
    deadline_text: str
    investment: Decimal | None
    planned: Decimal | None
    leaders: Sequence[Leader] = ()
    bodies: Sequence[Body] = ()
    targets: Sequence[Promise] = ()
    own_role: str = ""  # of the unit whose ledger this is: lead, support, responsible or collective
    own_words: str = ""  # the words by which the notice names it, for a collective

    def named(self, role: str) -> list[Body]:
        """Return the bodies in one role, in printed order."""
        return [body for body in self.bodies if body.role == role]

    @property
    def digest(self) -> str:
        """The first 16 hexadecimal digits of the SHA-256 of what the row says, in Chinese."""
        said = [self.number, self.chapter.name, self.text, self.deadline_text, str(self.investment or "")]
        said += [f"{one.name} {one.figure('zh')}" for one in self.targets]
        said += [f"{body.role} {body.name}" for body in self.bodies]
        said += [leader.name for leader in self.leaders]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice that a ledger rests on."""

    iri: str
    label: str  # number, else title
    title: str
    years: Sequence[str] = ()
    place: str = ""


@dataclass(slots=True)
class Ledger:
    """Items of one or several notices under one title."""

    title: str
    notices: Sequence[Notice]
    entries: list[Entry] = field(default_factory=list)


def text_of(term: Term | None) -> str:
    """Return a term's text, empty where it is unbound."""
    return "" if term is None else term.value


def notice_of(ask: Asking, iri: str) -> Notice | None:
    """Return what a notice is called and which years it is for; None where there is none such."""
    rows = ask("notice", notice=iri)
    if not rows:
        return None
    said = rows[0]
    title = text_of(said.get("title"))
    years = sorted({text_of(row.get("year")) for row in rows} - {""})
    place = text_of(said.get("jurisdictionLabel"))
    unnamed = f"{place}{years[0] + '年' if years else ''}无题通知"
    label = text_of(said.get("documentNumber")) or title or unnamed
    return Notice(iri, label, title or label, years, place)


def read_notice(ask: Asking, iri: str) -> list[Entry]:
    """Return every task and project of a notice, in printed order, each with its own code."""
    bodies = _by_item(ask("ledger-bodies", notice=iri))
    leaders = _by_item(ask("ledger-leaders", notice=iri))
    targets = _by_item(ask("ledger-targets", notice=iri))
    entries = []
    seen: set[str] = set()
    for row in ask("ledger-items", notice=iri):
        key = text_of(row.get("item"))
        if key in seen:  # an item with two deadlines or two labels is one row
            continue
        seen.add(key)
        entry = _entry(row)
        entry.leaders = tuple(_leaders(leaders.get(key, ())))
        entry.bodies = tuple(dict.fromkeys(_body(each) for each in bodies.get(key, ())))
        entry.targets = tuple(dict.fromkeys(_promise(each) for each in targets.get(key, ())))
        entries.append(entry)
    _number(entries)
    return entries


def _entry(row: Mapping[str, Any]) -> Entry:
    part = "section" if row.get("section") is not None else "list"
    number_text = text_of(row.get("number")) or text_of(row.get("numberText"))
    sentence = text_of(row.get("sentence"))
    return Entry(
        iri=text_of(row.get("item")),
        code="",
        notice=text_of(row.get("notice")),
        project=text_of(row.get("kind")) == "project",
        number=number_text,
        chapter=Named(text_of(row.get(part)), text_of(row.get(f"{part}Label"))),
        text=text_of(row.get("text")) or sentence,
        sentence=sentence,
        at=int(text_of(row.get("at")) or 0),
        theme=row.get("theme"),
        deadline=row.get("deadline"),
        deadline_text=text_of(row.get("deadlineText")),
        investment=_amount(row.get("investment")),
        planned=_amount(row.get("planned")),
    )


def _amount(term: Term | None) -> Decimal | None:
    found = number(term) if term is not None else None
    return None if found is None else Decimal(found)


def _leaders(rows: Rows) -> Iterable[Leader]:
    known: dict[str, Leader] = {}
    for row in rows:
        post, iri = text_of(row.get("post")), text_of(row.get("leader"))
        known.setdefault(iri, Leader(iri, text_of(row.get("leaderLabel")), post, rank(post)))
    return known.values()


def _body(row: Mapping[str, Any]) -> Body:
    name = text_of(row.get("bodyLabel")) or text_of(row.get("mention"))
    return Body(text_of(row.get("body")), name, text_of(row.get("role")).rpartition("#")[2])


def _promise(row: Mapping[str, Any]) -> Promise:
    value = _amount(row.get("value"))
    assert value is not None
    return Promise(
        text_of(row.get("target")),
        text_of(row.get("indicatorText")) or text_of(row.get("indicatorLabel")),
        text_of(row.get("change")).rpartition("#")[2],
        text_of(row.get("bound")).rpartition("#")[2],
        value,
        text_of(row.get("unitText")),
    )


def _by_item(rows: Rows) -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        found.setdefault(text_of(row.get("item")), []).append(row)
    return found


def _number(entries: Sequence[Entry]) -> None:
    """Give each entry its code: which chapter of the notice, and its printed number or place in it."""
    given: set[str] = set()
    chapters = list(dict.fromkeys(entry.chapter.iri for entry in entries))
    within = {
        iri: list(own) for iri, own in groupby(sorted(entries, key=_chapter_of), key=lambda e: e.chapter.iri)
    }
    for iri, own in within.items():
        for place, entry in enumerate(own, 1):
            number_said = entry.number if entry.number.isdigit() else str(place)
            code = f"{chapters.index(iri) + 1}-{number_said}"
            copy = 2
            entry.code = code
            while entry.code in given:
                entry.code = f"{code}-{copy}"
                copy += 1
            given.add(entry.code)


def _chapter_of(entry: Entry) -> str:
    return entry.chapter.iri
