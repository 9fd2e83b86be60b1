"""The lines below the frame → lists: each title, annex or table closes the one before.

ListReader(…).run(start) -> [ItemList, ...]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from kg.model import Span
from kg.parse.bodies_ahead import name_bodies
from kg.parse.document import TELLS_WHO, Claim, Item, ItemList, Label, Section, every_item
from kg.parse.grid import unit_stated
from kg.parse.labels import opens_with_label, says_who
from kg.parse.lines import Line, RawLine
from kg.parse.list_bounds import cut_in_quotes, is_list_title
from kg.parse.numbering import Number, number_of
from kg.parse.outline import Builder, Node
from kg.parse.outline_to_items import framing, to_items, unnumbered
from kg.parse.readings import Reading
from kg.parse.table_items import joined
from kg.registry.patterns import rule

_LONGEST_HEADING = 40  # characters of a heading above a table, and of the first line of a title
_LONGEST_UNIT_LINE = 14
_FURTHER = 24  # lines below the last item among which no other may stand


class ListReader:
    """Walks the lines once and closes a list at each title, annex or table."""

    def __init__(
        self,
        content: str,
        lines: Sequence[RawLine],
        readings: Mapping[int, Reading],
        used: set[int],
        announced: str,
    ) -> None:
        self.joined: list[Span] = []
        self.claims: list[Claim] = []
        self._content = content
        self._lines = lines
        self._readings = readings
        self._used = used
        self._announced = announced  # the words of the letter above the lists, which name them
        self._lists: list[ItemList] = []
        self._title: Line | None = None
        self._annex: Line | None = None
        self._builder = Builder(content)
        self._has_table = False
        self._notes: list[Line] = []  # what they state holds for the whole list

    def run(self, start: int) -> list[ItemList]:
        """Return the lists that begin at the line ``start`` or below it."""
        i = start
        while i < len(self._lines):
            if i in self._readings:
                self._table(self._readings[i])
                i = self._readings[i].last
            elif i not in self._used:
                i = self._line(i)
            i += 1
        self._close()
        return self._lists

    def _line(self, i: int) -> int:
        """Take one line, and return the index of the last line that belongs to it."""
        line = self._lines[i].line
        following = self._lines[i + 1].line if i + 1 < len(self._lines) else None
        if rule("titles.furniture").search(line.text):
            self.claims.append(Claim("frame", "page-furniture", line))
        elif annex := rule("titles.annex").match(line.text):
            self._close()
            title = line.part(annex.start("title")) if annex["title"] else line
            self._annex = title if is_list_title(title) else self._annex
            last = self._last_announced(i)
            self.claims += [Claim("heading", "annex", raw.line) for raw in self._lines[i : last + 1]]
            return last
        elif number_of(line) is None and rule("deadlines.default").search(line.text):
            self.claims.append(Claim("frame", "default-deadline", line))
        elif rule("frames.note").match(line.text) and (
            not says_who(line) or rule("tables.mark_means").search(line.text)
        ):
            self.claims.append(Claim("frame", "note", line))
            self._notes.append(line)
        elif rule("titles.attachment").search(line.text):
            self.claims.append(Claim("frame", "attached-file", line))
        elif is_list_title(line) and following is not None:
            half = self._first_half(i)
            self._new_title(half.join(line) if half is not None else line)
        elif unit_stated(line.text) is not None and len(line) < _LONGEST_UNIT_LINE:
            self.claims.append(Claim("heading", "money-unit", line))
        elif self._builder.ends_item and self._asks_everybody(i):
            self.claims.append(Claim("frame", "closing", line))
        else:
            self._builder.add(line, following)
        return i

    def _asks_everybody(self, i: int) -> bool:
        """Tell whether a paragraph behind the last item is none of its words: 各责任单位要抓好落实。"""
        line = self._lines[i].line
        asks = any(rule(f"frames.{name}").search(line.text) for name in ("asks", "closing"))
        if not asks or line.text[-1] != "。" or number_of(line) is not None or says_who(line):
            return False
        below = range(i + 1, min(len(self._lines), i + 1 + _FURTHER))
        return not any(j in self._readings or _goes_on(self._lines[j].line) for j in below)

    def _last_announced(self, i: int) -> int:
        """附件：1.… with 2.…, 3.… in the lines below announces annexes, these lines are no items."""
        if rule("outline.announces").search(self._lines[i].line.text):
            while i + 1 < len(self._lines) and rule("outline.announced").match(self._lines[i + 1].line.text):
                i += 1
        return i

    def _new_title(self, line: Line) -> None:
        fresh = self._builder.empty and not self._builder.root.parts and not self._has_table
        if self._title is not None and self._title.text == line.text:
            return  # a page prints its title twice
        if fresh and self._title is not None:
            self._title = self._title.join(line)
            return
        self._close()
        self._title = line

    def _first_half(self, i: int) -> Line | None:
        """青原自治州2024年 above 优化营商环境工作计划: a title of two lines, which the letter names.

        One that is cut within 《》 goes with its other half in any case.
        """
        above = self._lines[i - 1].line if i > 0 and i - 1 not in self._used else None
        if above is None or len(above) > _LONGEST_HEADING:
            return None
        line = self._lines[i].line
        named = above.join(line).text.replace(" ", "") in self._announced
        return above if named or cut_in_quotes(above, line) else None

    def _close(self, *, above_table: bool = False) -> None:
        """Turn what was gathered into a list, if it holds any item; of a table's chapters none is a task."""
        root = self._builder.grown()
        self.joined.extend(self._builder.joined)
        title = self._title or self._annex
        if root.children or root.has_own_duty():
            told = title is not None and not above_table and not rule("titles.non_task").search(title.text)
            told = told or root.says_duty()
            name_bodies(root)
            items, sections = to_items(root, assume=told and not root.has_duty())
            self.claims += [Claim("frame", "non-task", line) for line in framing(root)]
            items = unnumbered(root) + items
            whole = ItemList(title, "tasks", tuple(items), tuple(sections), self._preface())
            if found := _by_kind(replace(whole, preface=(*whole.preface, *_led_in(root, whole)))):
                self._lists += found
                self._annex = None
        self._title = None
        self._has_table = False
        self._builder = Builder(self._content)

    def _preface(self) -> tuple[Line, ...]:
        """Return the paragraphs before the first item, and notes: 责任单位中排在首位的为牵头单位."""
        notes, self._notes = self._notes, []
        lines = (part for part in self._builder.root.parts if isinstance(part, Line))
        return (*lines, *self._builder.covers, *notes)

    def _table(self, reading: Reading) -> None:
        """Take a table; a heading directly above it heads its rows."""
        heading = self._heading_above()
        if not self._builder.empty and (heading is None or self._builder.root.has_duty()):
            title, annex = self._title, self._annex
            self._close(above_table=True)
            self._title, self._annex = (None, annex) if self._lists else (title, annex)
        self.claims += [Claim("frame", "non-task", line) for line in framing(self._builder.root)]
        title = reading.items.title or self._title or self._annex
        made = replace(reading.items, title=title, preface=self._preface())
        if heading is not None:
            number = number_of(heading)
            beside = made.sections if _is_beside(number, made.sections) else ()
            below = made.sections if not beside else ()
            head = Section(heading, number.text if number else None, (), made.items, below)
            made = replace(made, items=(), sections=(head, *beside))
        previous = self._lists[-1] if self._lists else None
        if previous is not None and self._goes_on(previous, made, heading is not None):
            self._lists[-1] = joined(previous, made)
        else:
            self._lists.append(made)
        self._builder = Builder(self._content)
        self._has_table = True

    def _goes_on(self, previous: ItemList, made: ItemList, is_headed: bool) -> bool:
        """Tell whether a table is a further chapter of the list above, or the half that a page end parted."""
        if previous.kind != made.kind or self._title not in (None, previous.title):
            return False
        if is_headed:
            return previous.is_table or self._title is None
        return previous.is_table and made.title is None

    def _heading_above(self) -> Line | None:
        """Return the heading directly above a table: alone in the tree, or taken off other chapters."""
        children = self._builder.root.children
        last = children[-1] if children else None
        while last is not None and last.children and _is_bare(last.children[-1]):
            if last.children[-1].children:
                children, last = last.children, last.children[-1]
            else:
                return last.children.pop().full
        if last is None or last.children or last.number is None or len(last.full) > _LONGEST_HEADING:
            return None
        if len(children) == 1:
            return None if last.has_duty() else last.full
        return children.pop().full if _is_bare(last) and last.depth == children[0].depth else None


def _is_bare(node: Node) -> bool:
    """Tell whether a node is a heading: a number and words, and nobody named."""
    bare = node.number is not None and len(node.parts) == 1 and not node.has_duty()
    return bare and len(node.full) <= _LONGEST_HEADING and node.full.text[-1] not in "。；;：:"


def _is_beside(number: Number | None, sections: Sequence[Section]) -> bool:
    """Tell whether groups of a table's rows count on from the heading above it: （二） below （一）."""
    first = number_of(sections[0].heading) if sections else None
    return number is not None and first is not None and first.style == number.style and first.value != 1


def _goes_on(line: Line) -> bool:
    """Tell whether a line below shows that the items of the list go on."""
    label = opens_with_label(line)
    told = label is not None and label[0] in TELLS_WHO | {"deadline"}
    return number_of(line) is not None or told or is_list_title(line)


def _led_in(root: Node, whole: ItemList) -> Iterator[Line]:
    """Yield the lines of the chapters above that of the first item: what is the matter, by which rules."""
    bodies = [item.body for item, _ in every_item(whole.items, whole.sections) if item.body.text]
    first = min((body.at[0] for body in bodies), default=0)
    for child, following in pairwise(root.children):
        if following.full.at[0] > first:
            return
        if child.number and child.number.style != "bullet":
            yield from _words(child)


def _words(node: Node) -> Iterator[Line]:
    for part in node.parts:
        yield part.content if isinstance(part, Label) else part
    for child in node.children:
        yield from _words(child)


def _by_kind(whole: ItemList) -> list[ItemList]:
    """Part a list that holds tasks in some chapters and projects in others; an empty one is none."""
    found: list[ItemList] = []
    if whole.items:
        found.append(replace(whole, kind=_kind(whole.items), sections=()))
    for section in whole.sections:
        held = [item for item, _ in every_item((), (section,))]
        if not held:
            continue
        kind = _kind(held)
        if found and found[-1].kind == kind:
            found[-1] = replace(found[-1], sections=(*found[-1].sections, section))
        else:
            preface = () if found else whole.preface
            found.append(replace(whole, kind=kind, items=(), sections=(section,), preface=preface))
    return found


def _kind(items: Sequence[Item]) -> Literal["tasks", "projects"]:
    """Tell whether most items are projects, which have a name of their own."""
    return "projects" if 2 * sum("name" in item.cells for item in items) > len(items) else "tasks"
