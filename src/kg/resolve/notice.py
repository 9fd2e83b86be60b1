"""Facts → Notice: every mention resolved, every part given its stable path.

assemble(facts) -> Notice
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Literal

from kg import identity, model
from kg.extract import ItemFacts, ListFacts, NoticeFacts, SectionFacts
from kg.extract.actions import actions
from kg.extract.extract import every_item
from kg.extract.money import SUMMED, money_of
from kg.extract.themes import theme_of
from kg.extract.years import for_years
from kg.model import Fact, Span
from kg.parse.dates import iso_date
from kg.parse.lines import Line, narrow
from kg.registry.patterns import load, rule
from kg.resolve.cells import (
    as_deadline,
    as_fact,
    as_number,
    cut_bodies,
    document_number,
    yuan_factor,
)
from kg.resolve.commitments import Parts
from kg.resolve.confidence import confidence, features
from kg.resolve.entities import Entities
from kg.resolve.findings import Findings
from kg.resolve.item_doubts import doubtful_items
from kg.resolve.judgements import Judgements
from kg.resolve.jurisdiction import Head, jurisdiction_of
from kg.resolve.merging import Merged, folded, merge
from kg.resolve.projects import Standing, project
from kg.resolve.references import resolved
from kg.resolve.resolver import Resolver
from kg.resolve.unread import doubtful_layout, doubtful_parts


def assemble(facts: NoticeFacts, judged: Judgements | None = None) -> model.Notice:
    """Return the notice that the facts make up, in the light of what people judged of names."""
    return _Assembler(facts, judged).notice()


class _Paths:
    """Hands out paths below the notice; a repeated one gets -2, -3."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def take(self, path: str) -> str:
        count = self._seen[path] = self._seen.get(path, 0) + 1
        return path if count == 1 else f"{path}-{count}"


class _Assembler:
    def __init__(self, facts: NoticeFacts, judged: Judgements | None) -> None:
        self._facts = facts
        self._document = facts.document
        header = self._document.header
        self._header = header
        content = self._document.text.content
        issuer = header.issuers[0].text if header.issuers else None
        title = header.title.text if header.title else None
        self._issued = iso_date(header.issued)
        self._year = facts.years[0] if facts.years else None
        found = jurisdiction_of(self._head(self._day()))
        self._jurisdiction = place = found.place
        number = document_number(header.number)
        self._iri = identity.notice_path(
            place.code if place else None, self._number_year(), number, issuer, title, self._issued, content
        )
        if place and found.doubt and found.doubt.kind == "several":
            place = replace(place, iri=identity.untold_place_path(self._iri, place.name))
            self._jurisdiction = place
        self._resolver = Resolver(place, owner=self._iri, year=self._year, issued=self._issued, judged=judged)
        self._paths = _Paths()
        self._findings = Findings(facts, place)
        if found.doubt:
            lines = (*header.issuers, header.title, header.number)
            spans = next((line.spans() for line in lines if line), ())
            self._findings.doubtful_jurisdiction(found.doubt, spans)
        self._entities = Entities(self._resolver, self._iri, place)
        self._parts = Parts(self._resolver, self._entities, jurisdiction=place, year=self._year)
        self._lists: list[model.CommitmentList] = []
        self._sections: list[model.Section] = []
        self._tasks: list[model.Task] = []
        self._projects: list[model.Project] = []
        self._totals: list[model.StatedTotal] = []
        self._categories: dict[tuple[str, str], str] = {}

    def _head(self, day: str | None) -> Head:
        """Return what may name the notice's place."""
        header = self._header
        titles = (facts.title for facts in self._facts.lists)
        return Head(
            issuers=tuple(line.text for line in header.issuers),
            title=header.title.text if header.title else None,
            number=header.number.text if header.number else None,
            others=tuple(line.text for line in header.others),
            sites=tuple(line.text for line in header.sites),
            addressees=header.addressees.text if header.addressees else None,
            titles=tuple(title.text for title in titles if title),
            annexes=tuple(m["title"] for m in rule("header.annexed").finditer(self._document.text.content)),
            day=day,
            content=self._document.text.content,
        )

    def _former(self) -> str | None:
        """Return the path of this notice from when former divisions and issuers counted for nothing."""
        place, number = self._jurisdiction, self._header.number
        if place and place.code and not place.until:
            return None
        former = identity.former_notice_path(self._number_year(), document_number(number))
        return former if former != self._iri else None

    def _day(self) -> str | None:
        """Return the day, or else the year, on which the notice's divisions are those meant."""
        year = self._number_year()
        if self._issued and (year is None or abs(int(self._issued[:4]) - year) <= 1):
            return self._issued
        return str(year) if year else None

    def _number_year(self) -> int | None:
        for line in (self._header.number, self._header.issued):
            match = rule("amounts.issued_year").search(narrow(line.text)) if line else None
            if match:
                return int(match.group())
        return self._year

    # --- the whole ------------------------------------------------------------------------------

    def notice(self) -> model.Notice:
        merged, used = merge(self._facts.lists)
        for i, facts in enumerate(self._facts.lists):
            if i not in used:
                self._list(i, facts, merged.get(i))
        for i in sorted(used):
            self._annex(i, next(m for m in merged.values() if m.table is self._facts.lists[i]))
        header = self._header
        issuers = tuple(self._entities.addressee(line.text, line.spans()) for line in header.issuers)
        if self._jurisdiction:
            self._entities.place(self._jurisdiction)
        title = header.title or next((facts.title for facts in self._facts.lists if facts.title), None)
        notice = model.Notice(
            iri=self._iri,
            kind=_kind(title),
            document_number=as_number(header.number),
            title=as_fact(title),
            issuers=issuers,
            issued=Fact(self._issued, header.issued.spans()) if self._issued and header.issued else None,
            for_years=for_years(self._document, self._facts.years),
            jurisdiction=self._jurisdiction.iri if self._jurisdiction else None,
            addressees=tuple(self._sent_to(header.addressees)),
            copied_to=tuple(self._sent_to(header.copied_to)),
            lists=tuple(self._lists),
            sections=tuple(self._sections),
            tasks=tuple(self._tasks),
            projects=tuple(self._projects),
            stated_totals=tuple(self._totals),
            findings=(),
            text=self._document.text,
            units=self._entities.units,
            groups=self._entities.groups,
            leaders=self._entities.leaders,
            places=self._entities.places,
            posts=self._entities.posts,
            former=self._former(),
            references=resolved(
                self._facts.references, self._jurisdiction, number=document_number(header.number)
            ),
            signed=tuple(Fact(line.text, line.spans()) for line in header.signers),
            imprint=as_fact(header.imprint),
        )
        return self._judged(replace(notice, findings=self._findings.of(notice)))

    def _sent_to(self, line: Line | None) -> Iterator[model.Addressee]:
        for body in cut_bodies(line):
            yield self._entities.addressee(body.text, body.spans())

    def _judged(self, notice: model.Notice) -> model.Notice:
        """Return the notice with how far it can be relied on; a doubtful one says so first."""
        account = self._facts.account
        sure = confidence(features(self._facts, notice.findings))
        items = [span for one in self._facts.lists for item in every_item(one) for span in item.spans]
        doubt = doubtful_layout(sure, notice.text.content, items) or doubtful_parts(
            doubtful_items(self._facts, sure)
        )
        return replace(
            notice,
            findings=(doubt, *notice.findings) if doubt else notice.findings,
            reading=model.Reading(
                self._document.layout, sure, account.accounted, account.frame, account.unread
            ),
        )

    # --- lists and sections ---------------------------------------------------------------------

    def _list(self, index: int, facts: ListFacts, merged: Merged | None) -> None:
        title = facts.title
        key = identity.digest(title.text, length=6) if title else "0"
        iri = self._paths.take(f"{self._iri}/{key}")
        evidence = title.spans() if title else _first_spans(facts)
        kind: Literal["tasks", "projects"] = "projects" if merged else "tasks"
        self._lists.append(
            model.CommitmentList(iri, title.text if title else None, kind, len(self._lists) + 1, evidence)
        )
        self._items(facts.items, iri, None, "-", merged, None)
        for section in facts.sections:
            self._section(section, iri, None, (), merged)
        self._stated(facts, iri, iri)

    def _annex(self, index: int, merged: Merged) -> None:
        """The table of a list that was read already: its totals stand on that list."""
        table = merged.table
        assert table is not None
        title = table.title
        key = identity.digest(title.text, length=6) if title else f"table-{index}"
        iri = self._paths.take(f"{self._iri}/{key}")
        self._lists.append(
            model.CommitmentList(
                iri,
                title.text if title else None,
                "projects",
                len(self._lists) + 1,
                title.spans() if title else _first_spans(table),
            )
        )
        owner = (
            next((p.list_iri for p in self._projects if p.list_iri), iri)
            if not merged.items.title
            else self._list_of(merged.items)
        )
        self._stated(table, owner, iri)
        paired = {id(row) for row in merged.rows.values()}
        for section in _walk(table.sections):
            for item in section.items:
                if id(item) not in paired:
                    self._findings.unmatched_row(item)
        for item in table.items:
            if id(item) not in paired:
                self._findings.unmatched_row(item)

    def _list_of(self, facts: ListFacts) -> str:
        title = facts.title.text if facts.title else None
        return next(listed.iri for listed in self._lists if listed.title == title)

    def _section(
        self,
        section: SectionFacts,
        list_iri: str,
        parent: str | None,
        above: tuple[str, ...],
        merged: Merged | None,
    ) -> None:
        number = identity.ordinal(section.number_text)
        step = str(number) if number is not None else identity.digest(section.heading.text, length=4)
        path = (*above, step)
        iri = self._paths.take(f"{list_iri}/{'.'.join(path)}")
        leaderships = self._parts.leaderships(section.leaders, iri)
        self._sections.append(
            model.Section(
                iri,
                list_iri,
                parent,
                number,
                section.number_text,
                section.heading.text,
                leaderships,
                section.heading.spans(),
            )
        )
        name = folded(rule("numbering.of_a_heading").sub("", section.heading.text))
        self._categories[list_iri, name] = iri
        self._items(section.items, list_iri, iri, ".".join(path), merged, section)
        for deeper in section.sections:
            self._section(deeper, list_iri, iri, path, merged)

    def _items(
        self,
        items: Iterable[ItemFacts],
        list_iri: str,
        section_iri: str | None,
        path: str,
        merged: Merged | None,
        section: SectionFacts | None,
    ) -> None:
        for item in items:
            number = identity.ordinal(item.number_text)
            step = str(number) if number is not None else identity.digest(item.body.text, length=6)
            iri = self._paths.take(f"{list_iri}/{path}/{step}")
            if merged is None:
                self._tasks.append(self._task(item, iri, list_iri, section_iri, number))
            else:
                row = merged.rows.get(id(item))
                at = Standing(iri, list_iri, section_iri, number, section.heading if section else None)
                self._projects.append(project(item, row, at, self._parts, self._findings))

    def _stated(self, facts: ListFacts, owner: str, own: str) -> None:
        """Keep what the table itself sums up: money by column, and counts."""
        for total in facts.totals:
            part = owner
            if total.group is not None:
                known = self._categories.get((owner, folded(total.group)))
                if known is None and any(listed == owner for listed, _ in self._categories):
                    if own != owner:  # only an annex can differ from its list
                        self._findings.unmatched_group(total.label)
                    continue
                part = known or owner
            label = total.group or "".join(total.label.text.split())
            factor = yuan_factor(total.money_unit)
            for kind in SUMMED:
                cell = total.cells.get(kind)
                money = money_of(cell) if cell is not None else None
                if money:
                    iri = self._paths.take(f"{part}/total/{kind}")
                    self._totals.append(
                        model.StatedTotal(iri, part, kind, label, money.value, None, factor, money.spans)
                    )
            if total.count is not None:
                iri = self._paths.take(f"{part}/total/count")
                kind = "projects" if facts.kind == "projects" else "tasks"
                cell = next(
                    (c for c in total.cells.values() if rule("tables.counts").search(c.text)), total.label
                )
                self._totals.append(
                    model.StatedTotal(iri, part, kind, label, None, total.count, None, cell.spans())
                )

    # --- tasks and projects ---------------------------------------------------------------------

    def _task(
        self, item: ItemFacts, iri: str, list_iri: str, section_iri: str | None, number: int | None
    ) -> model.Task:
        responsibilities = self._parts.responsibilities(item.duties, iri)
        return model.Task(
            iri=iri,
            list_iri=list_iri,
            section_iri=section_iri,
            number=number,
            number_text=item.number_text,
            text=item.body.text,
            leaderships=self._parts.leaderships(item.leaders, iri),
            responsibilities=responsibilities,
            targets=self._parts.targets(item.targets, iri),
            aims=self._parts.aims(item.aims, iri),
            deadline=as_deadline(item.deadline),
            theme=theme_of(item.body.text, [r.name for r in responsibilities]),
            places=self._parts.places(item.body),
            evidence=item.spans,
            title=item.title.text if item.title is not None else None,
            actions=actions(item.body.text),
        )


def _kind(title: Line | None) -> str:
    kinds = load("notice-kinds").patterns.items()
    found = (name for name, pattern in kinds if title is not None and pattern.search(title.text))
    return next(found, "responsibility-notice")


def _first_spans(facts: ListFacts) -> tuple[Span, ...]:
    for item in facts.items:
        return item.body.spans()
    for section in facts.sections:
        return section.heading.spans()
    return ()


def _walk(sections: Iterable[SectionFacts]) -> Iterable[SectionFacts]:
    for section in sections:
        yield section
        yield from _walk(section.sections)
