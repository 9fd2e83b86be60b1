"""The walk over a document that gathers the facts of each item in its context.

What a heading, an earlier item or the letter states for those below (leaders, units, the rule
that the first leads, the year) is carried here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from kg.extract.account import Account, account
from kg.extract.amounts import number
from kg.extract.deadlines import deadline_of_bracket, deadline_of_label, find_deadline
from kg.extract.duties import UNIT_KINDS, covers_below, find_duties, mark_that_leads, states_rule
from kg.extract.facts import ItemFacts, LeaderMention, MoneyFact
from kg.extract.indicators import begins_with_verb
from kg.extract.leaders import find_leaders, leaders_of_heading, oversees
from kg.extract.targets import find_targets
from kg.model import Span
from kg.parse.document import Document, Item, ItemList, Label, Section, Total
from kg.parse.lines import Line
from kg.registry import patterns

MONEY = ("total", "planned", "fiscal", "upward", "self", "fiscal2", "upward2", "self2")


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


@dataclass
class _Context:
    rule: bool
    year: int | None
    leaders: tuple[LeaderMention, ...] = ()
    units: tuple[Label, ...] = ()
    joint: bool = False
    mark: str | None = None  # 逗号前为牵头单位
    everywhere: list[Label] = field(default_factory=list)  # 以下均需…落实，不再列出


def extract(document: Document) -> NoticeFacts:
    """Return what the document says, item by item."""
    years = _years(document)
    everywhere = any(states_rule(line.text) for line in document.header.letter)
    content = document.text.content
    lists = tuple(_List(items, years, everywhere, content).read() for items in document.lists)
    items = [item for facts in lists for item in every_item(facts)]
    return NoticeFacts(document, lists, years, account(document, items))


def every_item(facts: ListFacts | SectionFacts) -> Iterator[ItemFacts]:
    """Yield the items of a list or section, those of deeper headings too, in order."""
    yield from facts.items
    for section in facts.sections:
        yield from every_item(section)


def _years(document: Document) -> tuple[int, ...]:
    """The years that the titles name; else the year of issue."""
    found: list[int] = []
    titles = [items.title for items in document.lists if items.title]
    if document.header.title:
        titles.append(document.header.title)
    for title in titles:
        found.extend(_years_of(title.text))
    if not found:
        for line in (document.header.number, document.header.issued):
            year = patterns.load("amounts")["issued_year"].search(line.text) if line else None
            if year:
                found.append(int(year.group()))
                break
    return tuple(dict.fromkeys(found))


def _years_of(title: str) -> Iterator[int]:
    """Yield the years that a title names: 2018—2020年."""
    for match in patterns.load("amounts")["years"].finditer(title):
        yield from (int(year) for year in (match["first"], match["last"]) if year)


class _List:
    """Reads one list; the rule that the first leads begins inside it and ends with it."""

    def __init__(self, items: ItemList, years: tuple[int, ...], rule: bool, content: str) -> None:
        self._list = items
        self._content = content
        own = tuple(dict.fromkeys(_years_of(items.title.text))) if items.title else ()
        self._years = own or years
        heads = [*items.preface, *([items.title] if items.title else [])]
        self._context = _Context(
            rule=rule or any(states_rule(line.text) for line in heads),
            year=self._years[0] if self._years else None,
        )

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
        units = tuple(label for label in section.labels if label.kind in UNIT_KINDS)
        if any(
            states_rule(line)
            for line in (section.heading.text, *(label.content.text for label in section.labels))
        ):
            above.rule = True
        below = replace(
            above,
            leaders=_once(leaders) or above.leaders,
            units=units or above.units,
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
        stated = states_rule(item.body.text) or any(states_rule(label.content.text) for label in item.labels)
        if stated:
            context.rule = True
        for words in (item.body, *(label.content for label in item.labels)):
            context.mark = mark_that_leads(words.text) or context.mark
        own = [label for label in item.labels if label.kind in UNIT_KINDS]
        below: Label | None = None
        for i, label in enumerate(own):
            rest, who = covers_below(label.content)
            if who is not None:
                own[i] = replace(label, content=rest)
                below = Label("responsible", None, who)
        labels: Iterable[Label] = [*own, *context.everywhere] if own else context.units
        duties = find_duties(
            labels, rule=context.rule and not context.joint, mark=context.mark, inherited=not own
        )
        leaders: list[LeaderMention] = []
        for label in item.labels:
            if label.kind == "leader":
                leaders.extend(_leaders(label))
        is_project = self._list.kind == "projects"
        words = item.cells.get("content", item.body) if is_project else item.body
        aimed = item.cells.get("progress") if is_project else None
        if (
            aimed is not None
            and "情况" not in item.money_headings.get("progress", "")
            and not _within_the_year(item)
        ):
            # What is to be reached this year, not what is built in all.
            targets, aims, unread = find_targets(aimed, self._content, context.year)
            if not targets and _done_this_year(aimed, words):  # 完工投用: what is built says how much
                targets, aims, unread = find_targets(words, self._content, context.year)
        else:
            targets, aims, unread = find_targets(words, self._content, context.year)
        deadline = None
        for label in item.labels:
            if label.kind == "deadline":
                deadline = deadline_of_label(label.content, context.year)
        for label in own:
            if deadline is None and label.inline:
                deadline = deadline_of_bracket(label.content, context.year)
        for content in (words, *(label.content for label in own)):
            deadline = deadline or find_deadline(content, context.year)
        if below is not None:
            context.everywhere.append(below)
        return ItemFacts(
            number_text=item.number_text,
            body=item.body,
            duties=tuple(duties),
            leaders=_once(leaders) or context.leaders,
            targets=tuple(targets),
            aims=tuple(aims),
            deadline=deadline,
            unread=tuple(unread),
            spans=_spans(item),
            cells=item.cells,
            money=_money(item),
            money_unit=item.money_unit,
            headings=item.money_headings,
            title=item.title,
            continued=item.continued,
        )


def _within_the_year(item: Item) -> bool:
    """Tell whether a project's whole investment is planned for the year."""
    money = _money(item)
    return "total" in money and "planned" in money and money["total"].value == money["planned"].value


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


def _money(item: Item) -> dict[str, MoneyFact]:
    return {kind: fact for kind in MONEY if kind in item.cells and (fact := money_of(item.cells[kind]))}


def money_of(cell: Line) -> MoneyFact | None:
    """Return the amount that a cell of money holds, or None where it holds none."""
    match = patterns.load("amounts")["money_cell"].match(cell.text)
    if not match:
        return None
    sign = -1 if match["minus"] else 1
    return MoneyFact(sign * number(match["value"].replace("，", ",")), cell.spans())
