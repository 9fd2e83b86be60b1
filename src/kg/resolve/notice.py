"""Facts → Notice: every mention resolved, every part given its stable path.

assemble(facts) -> Notice
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from kg import identity, model
from kg.extract import ItemFacts, ListFacts, NoticeFacts, SectionFacts
from kg.extract.duties import full_mention
from kg.extract.facts import AimFact, DeadlineFact, Duty, LeaderMention, MoneyFact, TargetFact
from kg.extract.money import MONEY, money_of
from kg.extract.targets import find_targets
from kg.extract.themes import theme_of
from kg.extract.unit_lists import cut_list
from kg.model import Fact, Span
from kg.parse.grid import group_name
from kg.parse.lines import Line, narrow
from kg.registry.measures import measures
from kg.resolve import findings as found_in
from kg.resolve.alignment import aligned
from kg.resolve.confidence import confidence, features
from kg.resolve.findings import Findings
from kg.resolve.judgements import Judgements
from kg.resolve.jurisdiction import Head, jurisdiction_of
from kg.resolve.merging import Merged, folded, merge, name_and_content
from kg.resolve.posts import Posts
from kg.resolve.references import resolved
from kg.resolve.resolver import Resolution, Resolver
from kg.resolve.unread import doubtful_layout

_FACTOR = {"元": 1, "千元": 1000, "万元": 10_000, "百万元": 10**6, "千万元": 10**7, "亿元": 10**8}
_SOURCES = {kind + again: kind for again in ("", "2") for kind in ("fiscal", "upward", "self")}


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
        self._issued = found_in.iso_date(header.issued)
        self._year = facts.years[0] if facts.years else None
        found = jurisdiction_of(self._head(self._day()))
        self._jurisdiction = place = found.place
        number = _number(header.number)
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
        self._units: dict[str, model.Unit] = {}
        self._groups: dict[str, model.UnitGroup] = {}
        self._leaders: dict[str, model.Leader] = {}
        self._posts = Posts(self._resolver)
        self._held: dict[str, model.Post] = {}
        self._places: dict[str, model.Place] = {}
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
            addressees=header.addressees.text if header.addressees else None,
            titles=tuple(title.text for title in titles if title),
            day=day,
            content=self._document.text.content,
        )

    def _former(self) -> str | None:
        """Return the path of this notice from when former divisions and issuers counted for nothing."""
        place, number = self._jurisdiction, self._header.number
        if place and place.code and not place.until:
            return None
        former = identity.former_notice_path(self._number_year(), _number(number))
        return former if former != self._iri else None

    def _day(self) -> str | None:
        """Return the day, or else the year, on which the notice's divisions are those meant."""
        year = self._number_year()
        if self._issued and (year is None or abs(int(self._issued[:4]) - year) <= 1):
            return self._issued
        return str(year) if year else None

    def _number_year(self) -> int | None:
        for line in (self._header.number, self._header.issued):
            match = re.search(r"(?:19|20)\d\d", narrow(line.text)) if line else None
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
        issuers = tuple(self._addressee(line) for line in header.issuers)
        if self._jurisdiction:
            self._place(self._jurisdiction)
        title = header.title or next((facts.title for facts in self._facts.lists if facts.title), None)
        notice = model.Notice(
            iri=self._iri,
            kind=_kind(title),
            document_number=_fact(header.number),
            title=_fact(title),
            issuers=issuers,
            issued=Fact(self._issued, header.issued.spans()) if self._issued and header.issued else None,
            for_years=self._facts.years,
            jurisdiction=self._jurisdiction.iri if self._jurisdiction else None,
            addressees=tuple(self._addressee(line) for line in _bodies(header.addressees)),
            copied_to=tuple(self._addressee(line) for line in _bodies(header.copied_to)),
            lists=tuple(self._lists),
            sections=tuple(self._sections),
            tasks=tuple(self._tasks),
            projects=tuple(self._projects),
            stated_totals=tuple(self._totals),
            findings=(),
            text=self._document.text,
            units=self._units,
            groups=self._groups,
            leaders=self._leaders,
            places=self._places,
            posts=self._held,
            former=self._former(),
            references=resolved(self._facts.references, self._jurisdiction, number=_number(header.number)),
        )
        return self._judged(replace(notice, findings=self._findings.of(notice, self._resolver)))

    def _judged(self, notice: model.Notice) -> model.Notice:
        """Return the notice with how far it can be relied on; a doubtful one says so first."""
        account = self._facts.account
        sure = confidence(features(self._facts, notice, notice.findings))
        doubt = doubtful_layout(sure, notice.text.content)
        return replace(
            notice,
            findings=(doubt, *notice.findings) if doubt else notice.findings,
            reading=model.Reading(
                self._document.layout, sure, account.accounted, account.frame, account.unread
            ),
        )

    def _addressee(self, line: Line) -> model.Addressee:
        text = line.text
        if self._resolver.is_collective(text):
            return model.Addressee(text, self._group(text), line.spans())
        return model.Addressee(text, self._unit(self._resolver.unit(text).unit), line.spans())

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
        leaderships = self._leaderships(section.leaders, iri)
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
        name = folded(re.sub(r"^[（(]?[一二三四五六七八九十]{1,3}[)）]?[、.．]?", "", section.heading.text))
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
                self._projects.append(self._project(item, row, iri, list_iri, section_iri, number, section))

    def _stated(self, facts: ListFacts, owner: str, own: str) -> None:
        """Keep what the table itself sums up: money by column, and counts."""
        for total in facts.totals:
            part = owner
            if total.group is not None:
                known = self._categories.get((owner, folded(total.group)))
                if known is None and any(listed == owner for listed, _ in self._categories):
                    self._findings.unmatched_group(total.label)
                    continue
                part = known or owner
            label = re.sub(r"\s", "", total.label.text)
            label = total.group or label
            factor = _factor(total.money_unit)
            for kind in MONEY:
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
                cell = next((c for c in total.cells.values() if re.search(r"个|项|件", c.text)), total.label)
                self._totals.append(
                    model.StatedTotal(iri, part, kind, label, None, total.count, None, cell.spans())
                )

    # --- tasks and projects ---------------------------------------------------------------------

    def _task(
        self, item: ItemFacts, iri: str, list_iri: str, section_iri: str | None, number: int | None
    ) -> model.Task:
        responsibilities = self._responsibilities(item.duties, iri)
        return model.Task(
            iri=iri,
            list_iri=list_iri,
            section_iri=section_iri,
            number=number,
            number_text=item.number_text,
            text=item.body.text,
            leaderships=self._leaderships(item.leaders, iri),
            responsibilities=responsibilities,
            targets=self._targets(item.targets, iri),
            aims=self._aims(item.aims, iri),
            deadline=_deadline(item.deadline),
            theme=theme_of(item.body.text, [r.name for r in responsibilities]),
            places=self._places_of(item.body),
            evidence=item.spans,
            title=item.title.text if item.title is not None else None,
        )

    def _project(
        self,
        item: ItemFacts,
        row: ItemFacts | None,
        iri: str,
        list_iri: str,
        section_iri: str | None,
        number: int | None,
        section: SectionFacts | None,
    ) -> model.Project:
        table = row or item
        cells = table.cells
        is_row = bool(item.cells)
        listed_name, listed_content = (item.body, None) if is_row else name_and_content(item.body)
        name = cells.get("name", listed_name) if is_row or row is None else listed_name
        content = cells.get("content") or listed_content
        targets, aims, _unread = find_targets(listed_content) if listed_content else ([], [], [])
        targets = _joined(targets, list(table.targets)) if row is not None or is_row else targets
        if not listed_content and not is_row:
            targets, aims = list(item.targets), list(item.aims)
        duties = item.duties or table.duties
        if row is not None and listed_content is not None:
            self._findings.compare_row(item, listed_name, listed_content, row)
        responsibilities = self._responsibilities(duties, iri)
        money = table.money
        factor = _factor(table.money_unit)
        category = section.heading if section else cells.get("category")
        owner = _written(cells.get("owner"))
        department = _written(cells.get("responsible") or cells.get("lead")) if is_row else None
        evidence = (*item.spans, *(row.spans if row is not None else ()))
        whole = content or item.body
        return model.Project(
            iri=iri,
            list_iri=list_iri,
            section_iri=section_iri,
            number=number,
            number_text=item.number_text,
            name=name.text.strip("：:。"),
            text=None if is_row else item.body.text,
            category=Fact(group_name(category.text), category.spans()) if category is not None else None,
            construction_type=_fact(cells.get("nature")),
            total=_amount(money.get("total")),
            planned=_amount(money.get("planned")),
            funding=tuple(
                model.Funding(
                    f"{iri}/funding/{kind}",
                    source,
                    table.headings.get(kind) or kind,
                    model.Amount(money[kind].value, money[kind].spans),
                )
                for kind, source in _SOURCES.items()
                if kind in money
            ),
            money_unit=table.money_unit,
            money_factor=factor,
            content=_fact(content),
            progress_goal=_fact(cells.get("progress")),
            benefit=_fact(cells.get("benefit")),
            proposed_by=tuple(Fact(line.text, line.spans()) for line in _cut(cells.get("proposed"))),
            owner=_fact(owner),
            owner_units=self._named(owner),
            department=_fact(department),
            department_units=self._named(department),
            stage=_fact(cells.get("stage")),
            leaderships=self._leaderships(item.leaders or table.leaders, iri),
            responsibilities=responsibilities,
            targets=self._targets(targets, iri),
            aims=self._aims(aims, iri),
            deadline=_deadline(item.deadline or table.deadline),
            theme=theme_of(f"{name.text}。{whole.text}", [r.name for r in responsibilities]),
            places=self._places_of(item.body, content if row is not None else None),
            evidence=tuple(dict.fromkeys(evidence)),
            name_evidence=(
                *listed_name.spans(),
                *(cells["name"].spans() if row is not None and "name" in cells else ()),
            ),
        )

    # --- parts of a commitment ------------------------------------------------------------------

    def _responsibilities(self, duties: Iterable[Duty], owner: str) -> tuple[model.Responsibility, ...]:
        out = []
        duties = list(duties)
        resolved = self._resolved(duties)
        for position, duty in enumerate(duties, 1):
            iri = f"{owner}/unit/{position}"
            if duty.collective:
                body = self._group(duty.mention)
                out.append(
                    model.Responsibility(
                        iri,
                        duty.mention,
                        body,
                        self._groups[body].label,
                        duty.role,
                        duty.role_text,
                        duty.basis,
                        position,
                        True,
                        "exact",
                        Decimal(1),
                        ("collective-word",),
                        None,
                        duty.spans,
                    )
                )
                continue
            resolution = resolved[position - 1]
            assert resolution is not None
            unit = resolution.unit
            self._unit(unit)
            reasons = resolution.reasons
            if duty.shares_suffix_of is not None:
                reasons = (*reasons, "shared-suffix")
            out.append(
                model.Responsibility(
                    iri,
                    duty.mention,
                    unit.iri,
                    resolution.name,
                    duty.role,
                    duty.role_text,
                    duty.basis,
                    position,
                    False,
                    resolution.resolution,
                    resolution.confidence,
                    reasons,
                    resolution.also_named,
                    duty.spans,
                    resolution.doubt,
                    resolution.judgement,
                )
            )
        return tuple(out)

    def _named(self, cell: Line | None) -> tuple[model.NamedBody, ...]:
        """Return the bodies that a cell names."""
        mentions = [part.text for part in cut_list(cell)] if cell is not None else []
        bodies = [text for text in mentions if not self._resolver.is_collective(text)]
        resolved = dict(zip(bodies, self._resolver.listed(bodies), strict=True))
        found = []
        for text in dict.fromkeys(mentions):
            if (known := resolved.get(text)) is not None:
                iri, name, kind = self._unit(known.unit), known.name, known.resolution
                found.append(model.NamedBody(text, iri, name, False, kind, known.confidence))
            else:
                iri = self._group(text)
                found.append(model.NamedBody(text, iri, self._groups[iri].label, True, "exact", Decimal(1)))
        return tuple(found)

    def _resolved(self, duties: list[Duty]) -> list[Resolution | None]:
        """Resolve the bodies of one item, each list (what one label holds) by itself."""
        out: list[Resolution | None] = [None] * len(duties)
        lists: dict[str | None, list[int]] = {}
        for i, duty in enumerate(duties):
            if not duty.collective:
                # What verbs say (A牵头，B配合) stands in one list; each label has its own.
                label = duty.role_text if duty.basis != "verb" else None
                lists.setdefault(label, []).append(i)
        for at in lists.values():
            found = self._resolver.listed([full_mention(duties[i]) for i in at])
            for i, resolution in zip(at, found, strict=True):
                out[i] = resolution
        return out

    def _leaderships(self, leaders: Iterable[LeaderMention], owner: str) -> tuple[model.Leadership, ...]:
        out = []
        for position, mention in enumerate(leaders, 1):
            leader = self._resolver.leader(mention.name)
            self._leaders.setdefault(leader.iri, leader)
            posts = self._posts.held(mention.post)
            for post in posts:
                self._held.setdefault(post.iri, post)
                if post.body and (unit := self._resolver.known(post.body)):
                    self._unit(unit)
            out.append(
                model.Leadership(
                    f"{owner}/leader/{position}",
                    leader.iri,
                    leader.name,
                    mention.post,
                    "oversee" if mention.oversees else "lead",
                    position,
                    mention.spans,
                    tuple(post.iri for post in posts),
                )
            )
        return tuple(out)

    def _targets(self, targets: Iterable[TargetFact], owner: str) -> tuple[model.Target, ...]:
        units = measures()
        out = []
        for position, fact in enumerate(targets, 1):
            value, key = units.normalize(fact.value, fact.unit)
            indicator, alignment = aligned(fact.indicator, fact.text, key, fact.change)
            out.append(
                model.Target(
                    iri=f"{owner}/target/{position}",
                    indicator=indicator,
                    indicator_text=fact.indicator,
                    change=fact.change,
                    bound=fact.bound,
                    value=fact.value,
                    unit=fact.unit,
                    normalized_value=value,
                    normalized_unit=key,
                    strength=fact.strength,
                    text=fact.text,
                    evidence=fact.spans,
                    criterion=fact.criterion,
                    of_which=fact.of_which,
                    each_meeting=fact.each_meeting,
                    base=fact.base,
                    period=str(self._year) if self._year else None,
                    alignment=alignment,
                )
            )
        return tuple(out)

    def _aims(self, aims: Iterable[AimFact], owner: str) -> tuple[model.Aim, ...]:
        return tuple(
            model.Aim(f"{owner}/aim/{i}", aim.indicator, aim.text, aim.spans) for i, aim in enumerate(aims, 1)
        )

    def _places_of(self, *lines: Line | None) -> tuple[model.PlaceMention, ...]:
        found: dict[str, model.PlaceMention] = {}
        for line in lines:
            if line is None:
                continue
            for place, start, end in self._resolver.places_in(line.text):
                if self._jurisdiction and place.iri == self._jurisdiction.iri:
                    continue
                self._place(place)
                span = line.span(start, end)
                known = found.get(place.iri)
                if known is None:
                    found[place.iri] = model.PlaceMention(
                        place.iri, place.name, line.text[start:end], (span,)
                    )
                else:
                    found[place.iri] = replace(known, evidence=(*known.evidence, span))
        return tuple(found.values())

    # --- entities -------------------------------------------------------------------------------

    def _unit(self, unit: model.Unit) -> str:
        if unit.iri not in self._units:
            self._units[unit.iri] = unit
            for path in (unit.part_of, unit.replaced_by):
                if path and (other := self._resolver.known(path)):
                    self._unit(other)
            if unit.jurisdiction:
                self._place_of(unit.jurisdiction)
        return unit.iri

    def _group(self, mention: str) -> str:
        group = self._resolver.group(mention, self._iri)
        if group.iri not in self._groups:
            self._groups[group.iri] = group
            for member in group.members:
                if unit := self._resolver.known(member):
                    self._unit(unit)
        return group.iri

    def _place(self, place: model.Place) -> None:
        if place.iri not in self._places:
            self._places[place.iri] = place
            # Of a former division, what it became is told too.
            for path in (place.parent, *place.successors):
                if path:
                    self._place_of(path)

    def _place_of(self, iri: str) -> None:
        if iri in self._places:
            return
        place = self._resolver.place(iri)
        if place is None and self._jurisdiction and self._jurisdiction.iri == iri:
            place = self._jurisdiction
        if place is not None:
            self._place(place)


# --- small conversions --------------------------------------------------------------------------


def _number(line: Line | None) -> str | None:
    """Return a document's number as identity takes it: without spaces, digits narrow."""
    return re.sub(r"\s", "", narrow(line.text)) if line else None


def _fact(line: Line | None) -> Fact | None:
    return Fact(line.text, line.spans()) if line is not None and line.text else None


def _written(line: Line | None) -> Line | None:
    """Return a cell, unless it holds only the mark of an empty one."""
    return None if line is None or not line.text.strip(found_in.NO_VALUE) else line


def _amount(fact: MoneyFact | None) -> model.Amount | None:
    return model.Amount(fact.value, fact.spans) if fact else None


def _deadline(fact: DeadlineFact | None) -> model.Deadline | None:
    return model.Deadline(fact.date, fact.text, fact.spans) if fact else None


def _factor(unit: str | None) -> Decimal | None:
    return Decimal(_FACTOR[unit]) if unit in _FACTOR else None


def _kind(title: Line | None) -> str:
    text = title.text if title else ""
    if "政府工作报告" in text:
        return "work-report-division"
    if re.search(r"民生实事|民生实项目|为民办实事|惠民实事", text):
        return "livelihood-projects"
    if re.search(r"重点(?:建设)?项目|重大项目", text):
        return "key-projects"
    if re.search(r"意见|措施|办法", text):
        return "policy-division"
    return "responsibility-notice"


def _cut(line: Line | None) -> list[Line]:
    """Cut a cell that lists several: 乡镇政府推荐、县人大代表推荐."""
    if line is None:
        return []
    parts = []
    start = 0
    for match in [*re.finditer(r"[、，,；;/ ]", line.text), None]:
        end = match.start() if match else len(line)
        part = line.part(start, end)
        if part.text:
            parts.append(part)
        start = match.end() if match else end
    return parts


def _bodies(line: Line | None) -> list[Line]:
    """Cut the addressees or the copy list into its bodies; 省、市属在嵊单位 stays whole."""
    if line is None:
        return []
    parts: list[Line] = []
    for part in cut_list(line):
        if len(part) == 1 and parts:  # 各委、办、厅、局 is one collective
            start, end = line.at.index(parts[-1].at[0]), line.at.index(part.at[-1]) + 1
            parts[-1] = line.part(start, end)
        else:
            parts.append(part)
    return parts


def _joined(listed: list[TargetFact], rows: list[TargetFact]) -> list[TargetFact]:
    """Join the targets of the list item and of its row: the same one has two passages."""
    if not listed:
        return rows
    out = list(listed)
    rest = list(rows)
    for i, fact in enumerate(out):
        twin = next(
            (
                r
                for r in rest
                if (r.value, r.unit, folded(r.indicator)) == (fact.value, fact.unit, folded(fact.indicator))
            ),
            None,
        )
        if twin is not None:
            rest.remove(twin)
            out[i] = replace(fact, spans=(*fact.spans, *twin.spans))
    return out + [replace(r, of_which=None, each_meeting=None) for r in rest]


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
