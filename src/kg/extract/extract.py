"""The walk over a document that gathers the facts of each item in its context.

What a heading, an earlier item or the letter states for those below (leaders, units, the rule
that the first leads, the year) is carried here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from kg.extract.account import Account, account
from kg.extract.contents import name_and_content
from kg.extract.deadlines import deadline_of_bracket, deadline_of_label, default_deadline, find_deadline
from kg.extract.duties import (
    UNIT_KINDS,
    covers_all,
    covers_below,
    find_duties,
    mark_that_leads,
    names_assistants,
    said_in,
    states_rule,
)
from kg.extract.facts import ContentFacts, DeadlineFact, ItemFacts, LeaderMention
from kg.extract.indicators import begins_with_verb
from kg.extract.leaders import find_leaders, leaders_of_heading, oversees
from kg.extract.money import all_within_the_year, money_of_item
from kg.extract.references import ReferenceFact, references_of
from kg.extract.targets import Found, find_targets
from kg.extract.years import years_in, years_of
from kg.model import Span
from kg.parse.document import Document, Item, ItemList, Label, Section, Total
from kg.parse.document import every_item as items_of
from kg.parse.grid import column_kind
from kg.parse.lines import Line
from kg.parse.rows import measured
from kg.registry import patterns
from kg.registry.patterns import rule


@dataclass(frozen=True, slots=True)
class SectionFacts:
    """A heading with its leaders, items and deeper headings."""

    heading: Line
    number_text: str | None
    leaders: tuple[LeaderMention, ...]
    items: tuple[ItemFacts, ...]
    sections: tuple[SectionFacts, ...]
    is_category: bool


@dataclass(frozen=True, slots=True)
class ListFacts:
    """One list with its facts."""

    title: Line | None
    kind: str
    items: tuple[ItemFacts, ...]
    sections: tuple[SectionFacts, ...]
    totals: tuple[Total, ...]
    years: tuple[int, ...]
    is_table: bool


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """All facts of a document, list by list."""

    document: Document
    lists: tuple[ListFacts, ...]
    years: tuple[int, ...]
    account: Account
    references: tuple[ReferenceFact, ...] = ()


@dataclass
class _Context:
    """What is stated above an item; ``everywhere`` is one list for the whole list of items."""

    rule: bool
    year: int | None
    leaders: tuple[LeaderMention, ...] = ()
    units: tuple[Label, ...] = ()
    joint: bool = False
    mark: str | None = None  # 逗号前为牵头单位
    everywhere: list[Label] = field(default_factory=list)  # 以下均需…落实，不再列出

    def note(self, item: Item) -> None:
        """Take up what an item states for itself and those below it."""
        for words in (item.body, *(label.content for label in item.labels)):
            self.rule = self.rule or states_rule(words.text)
            self.mark = mark_that_leads(words.text) or self.mark


def extract(document: Document) -> NoticeFacts:
    """Return what the document says, item by item."""
    years = years_of(document)
    everywhere = any(states_rule(line.text) for line in document.header.letter)
    content = document.text.content
    projects = any(_tells_of_projects(items) for items in document.lists)
    lists = tuple(
        _List(items, years, everywhere, content, projects=projects).read() for items in document.lists
    )
    items = [item for facts in lists for item in every_item(facts)]
    references = references_of(document, items)
    return NoticeFacts(document, lists, years, account(document, items), references)


def _tells_of_projects(items: ItemList) -> bool:
    """Tell whether a list is a table of projects, or its title names projects."""
    title = items.title.text if items.title else ""
    return items.kind == "projects" or patterns.load("titles")["project_title"].search(title) is not None


def every_item(facts: ListFacts | SectionFacts) -> Iterator[ItemFacts]:
    """Yield the items of a list or section, those of deeper headings too, in order."""
    yield from facts.items
    for section in facts.sections:
        yield from every_item(section)


class _List:
    """Reads one list; the rule that the first leads begins inside it and ends with it."""

    def __init__(
        self, items: ItemList, years: tuple[int, ...], rule: bool, content: str, *, projects: bool
    ) -> None:
        self._list = items
        self._beside_projects = projects and items.kind != "projects"
        self._content = content
        own = tuple(dict.fromkeys(years_in(items.title.text))) if items.title else ()
        self._years = own or years
        self._assisted = any(
            names_assistants(item.labels) for item, _ in items_of(items.items, items.sections)
        )
        heads = [*items.preface, *([items.title] if items.title else [])]
        self._context = _Context(
            rule=rule or any(states_rule(line.text) for line in heads),
            year=self._years[0] if self._years else None,
            everywhere=[who for line in items.preface if (who := covers_all(line))],
        )
        self._default = default_deadline(content, self._context.year)

    def read(self) -> ListFacts:
        context = self._context
        items = tuple(self._item(item, context) for item in self._list.items)
        sections = tuple(self._section(section, context) for section in self._list.sections)
        return ListFacts(
            self._list.title,
            self._list.kind,
            items,
            sections,
            self._list.totals,
            self._years,
            self._list.is_table,
        )

    def _section(self, section: Section, above: _Context) -> SectionFacts:
        titles = patterns.load("titles")
        leaders = list(leaders_of_heading(section.heading))
        for label in section.labels:
            if label.kind == "leader":
                leaders.extend(_leaders(label))
        covered = [(label, covers_all(label.content)) for label in section.labels]
        every = [who for _, who in covered if who]
        units = tuple(label for label, who in covered if label.kind in UNIT_KINDS and who is None)
        if any(
            states_rule(line)
            for line in (section.heading.text, *(label.content.text for label in section.labels))
        ):
            above.rule = True
        below = replace(
            above,
            leaders=_once(leaders) or above.leaders,
            units=units or above.units,
            everywhere=[*above.everywhere, *every] if every else above.everywhere,
            joint=above.joint or titles["joint"].search(section.heading.text) is not None,
        )
        items = tuple(self._item(item, below) for item in section.items)
        above.rule, above.mark = above.rule or below.rule, below.mark
        deeper = []
        for sub in section.sections:
            below.rule, below.mark = above.rule, above.mark
            deeper.append(self._section(sub, below))
            above.rule, above.mark = above.rule or below.rule, below.mark
        return SectionFacts(
            section.heading, section.number_text, _once(leaders), items, tuple(deeper), section.is_category
        )

    def _item(self, item: Item, context: _Context) -> ItemFacts:
        context.note(item)
        own, below = _own_labels(item)
        own = own or ([] if context.units else said_in(item.body))
        below_it = [who for who in context.everywhere if who.content.at[0] < _begin(item)]
        labels = [*own, *below_it] if own else context.units
        rule = context.rule and not context.joint
        duties = find_duties(
            labels,
            rule=rule,
            mark=context.mark,
            inherited=not own and bool(context.units),
            assisted=self._assisted,
        )
        if below is not None:
            context.everywhere.append(below)
        leaders = [mention for label in item.labels if label.kind == "leader" for mention in _leaders(label)]
        words = item.cells.get("content", item.body) if self._is_project else item.body
        targets, aims, unread = self._targets(item, words, context.year)
        return ItemFacts(
            number_text=item.number_text,
            body=item.body,
            duties=tuple(duties),
            leaders=_once(leaders) or context.leaders,
            targets=tuple(targets),
            aims=tuple(aims),
            deadline=_deadline(item, words, own, context.year) or self._default,
            unread=tuple(unread),
            spans=_spans(item),
            cells=item.cells,
            money=money_of_item(item),
            money_unit=item.money_unit,
            headings=item.money_headings,
            title=item.title,
            continued=item.continued,
            content=_content(item.body) if self._beside_projects else None,
        )

    @property
    def _is_project(self) -> bool:
        return self._list.kind == "projects"

    def _targets(self, item: Item, words: Line, year: int | None) -> Found:
        """Return what a project is to reach this year; of any other item, what its words and its aims say."""
        progress = item.cells.get("progress")
        asked = self._is_project or _aims(item)
        if progress is None or not asked or _reports(item) or all_within_the_year(item):
            return find_targets(words, self._content, year)
        if not self._is_project:
            own = find_targets(words, self._content, year)
            if not own[0] and rule("targets.bare_aim").match(progress.text):
                # 一般公共预算收入 beside 24.6亿元: the words say what the figure counts, a column in what
                said = words.join(progress)
                unit = item.cells.get("measure")
                return find_targets(measured(said, unit) if unit else said, self._content, year)
            found = find_targets(progress, self._content, year)
            return own[0] + found[0], own[1] + found[1], own[2] + found[2]
        found = find_targets(progress, self._content, year)
        if not found[0] and _done_this_year(progress, words):  # 完工投用: what is built says how much
            return find_targets(words, self._content, year)
        return found


def _begin(item: Item) -> int:
    return item.body.at[0] if item.body.text else 0


def _content(body: Line) -> ContentFacts | None:
    """Return what is built, where an item names a project and says so."""
    name, line = name_and_content(body)
    if line is None:
        return None
    targets, aims, _ = find_targets(line)
    return ContentFacts(name, line, tuple(targets), tuple(aims))


def _own_labels(item: Item) -> tuple[list[Label], Label | None]:
    """Return the labels of an item that name bodies, and who answers for all that follows, if stated."""
    below: Label | None = None
    own: list[Label] = []
    for label in item.labels:
        if label.kind not in UNIT_KINDS:
            continue
        rest, who = covers_below(label.content)
        own.append(label if who is None else replace(label, content=rest))
        below = below if who is None else Label("responsible", None, who)
    return own, below


def _deadline(item: Item, words: Line, own: list[Label], year: int | None) -> DeadlineFact | None:
    """Return an item's deadline: its label's, else its bracket's, else that of its words."""
    stated = [label.content for label in item.labels if label.kind == "deadline"]
    found = deadline_of_label(stated[-1], year) if stated else None
    for label in own:
        if found is None and label.inline:
            found = deadline_of_bracket(label.content, year)
    sentences = [label.content for label in own if label.word is None and not label.inline]
    for content in (*sentences, words, *(label.content for label in own)):
        found = found or find_deadline(content, year)
    return found


def _aims(item: Item) -> bool:
    """Tell whether the column of progress says what is aimed at: 年度目标, or figures that nothing names."""
    heading = item.money_headings.get("progress", "")
    told = bool(heading) and column_kind(heading) is None
    return told or patterns.load("targets")["aimed"].search(heading) is not None


def _reports(item: Item) -> bool:
    """Tell whether the column of progress says what was reached: 进展情况."""
    heading = item.money_headings.get("progress", "")
    return patterns.load("targets")["reported"].search(heading) is not None


def _done_this_year(progress: Line, content: Line) -> bool:
    """Tell whether this year completes what is to be built."""
    done = patterns.load("targets")["completed"].search(progress.text)
    return done is not None and begins_with_verb(content.text)


def _leaders(label: Label) -> list[LeaderMention]:
    found = leaders_of_heading(label.content) if label.word is None else []
    found = found or find_leaders(label.content)
    return [replace(mention, oversees=True) for mention in found] if oversees(label.word) else found


def _once(leaders: Iterable[LeaderMention]) -> tuple[LeaderMention, ...]:
    """A leader whom heading and bracket both name counts once."""
    by_name: dict[str, LeaderMention] = {}
    for mention in leaders:
        known = by_name.get(mention.name)
        if known is None or (known.post is None and mention.post is not None):
            by_name[mention.name] = mention
    return tuple(by_name.values())


def _spans(item: Item) -> tuple[Span, ...]:
    """Where the item stands: its words, then the labels that name who."""
    spans = list(item.body.spans())
    for label in item.labels:
        if label.kind in UNIT_KINDS and label.content.text:
            spans.extend(label.content.spans())
    return tuple(dict.fromkeys(spans))
