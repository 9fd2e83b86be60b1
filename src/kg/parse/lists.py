"""The lines below the frame → lists: each title, annex or table closes the one before.

ListReader(…).run(start) -> [ItemList, ...]
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.model import Span
from kg.parse.document import Claim, Item, ItemList, Section
from kg.parse.grid import is_page_mark, unit_stated
from kg.parse.lines import EMPTY, Line, RawLine
from kg.parse.list_bounds import is_list_title
from kg.parse.numbering import number_of
from kg.parse.outline import Builder
from kg.parse.outline_to_items import framing, name_bodies, to_items, unnumbered
from kg.parse.readings import Reading
from kg.parse.table_items import joined
from kg.registry import patterns


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
        self._preface: list[Line] = []
        self._builder = Builder(content)
        self._has_table = False

    def run(self, start: int) -> list[ItemList]:
        """Return the lists that begin at the line ``start`` or below it."""
        titles = patterns.load("titles")
        i = start
        while i < len(self._lines):
            if i in self._readings:
                self._table(self._readings[i])
                i = self._readings[i].last + 1
                continue
            raw = self._lines[i]
            line = raw.line
            rule = None if i in self._used else self._frames(line)
            if i in self._used or rule:
                if rule:
                    self.claims.append(Claim("frame", rule, line))
                i += 1
                continue
            annex = titles["annex"].match(line.text)
            if annex:
                self._close()
                title = line.part(annex.start("title")) if annex["title"] else EMPTY
                self._annex = title if title.text and is_list_title(title) else self._annex
                last = self._last_announced(i)
                self.claims += [Claim("heading", "annex", raw.line) for raw in self._lines[i : last + 1]]
                i = last
            elif titles["attachment"].search(line.text):
                self.claims.append(Claim("frame", "attached-file", line))
            elif self._starts_list(line, i):
                half = self._first_half(i)
                self._new_title(half.join(line) if half is not None else line)
            elif self._unit_line(line):
                self.claims.append(Claim("heading", "money-unit", line))
            else:
                self._builder.add(line, self._next(i))
            i += 1
        self._close()
        return self._lists

    def _frames(self, line: Line) -> str | None:
        """Return the rule that knows a line as no part of any list."""
        if patterns.load("titles")["furniture"].search(line.text):
            return "page-furniture"
        if is_page_mark(line.text) and not line.text.isdigit():
            return "page-number"
        return "money-unit" if unit_stated(line.text) == line.text else None

    def _last_announced(self, i: int) -> int:
        """附件：1.… with 2.…, 3.… in the lines below announces annexes, these lines are no items."""
        if not re.search(r"[：:]\s?1[.、．]", self._lines[i].line.text):
            return i
        number = 2
        while (following := self._next(i)) is not None:
            if len(following) > 60 or not re.match(rf"{number}[.、．].*[^。；;]$", following.text):
                break
            i, number = i + 1, number + 1
        return i

    def _unit_line(self, line: Line) -> bool:
        return unit_stated(line.text) is not None and len(line) < 14

    def _next(self, i: int) -> Line | None:
        return self._lines[i + 1].line if i + 1 < len(self._lines) else None

    def _starts_list(self, line: Line, i: int) -> bool:
        if not is_list_title(line):
            return False
        # Inside a paragraph that a page end cut, such words are no title.
        node = self._builder.root
        while node.children:
            node = node.children[-1]
        last = node.parts[-1] if node.parts else None
        if isinstance(last, Line) and last.text[-1] not in "。；;！：:" and node.number and node.depth > 2:
            return False
        following = self._next(i)
        return following is not None

    def _new_title(self, line: Line) -> None:
        if self._title is not None and self._title.text == line.text:
            return  # a page prints its title twice
        fresh = self._builder.empty and not self._builder.root.parts and not self._has_table
        if fresh and self._title is not None:
            self._title = self._title.join(line)
            return
        self._close()
        self._title = line

    def _first_half(self, i: int) -> Line | None:
        """青原自治州2024年 above 优化营商环境工作计划: a title of two lines."""
        above = self._lines[i - 1].line if i > 0 and i - 1 not in self._used else None
        if above is None or len(above) > 40:
            return None
        if len(above) <= 24 and re.search(r"(?:年|年度)$", above.text):
            return above
        joined = above.join(self._lines[i].line).text.replace(" ", "")
        return above if len(above) > 1 and joined in self._announced else None

    def _close(self) -> None:
        """Turn what was gathered into a list, if it holds any item."""
        builder = self._builder
        root = builder.root
        self.joined.extend(builder.joined)
        title = self._title or self._annex
        titles = patterns.load("titles")
        if root.children or root.has_own_duty():
            assume = not root.has_duty() and title is not None and not titles["non_task"].search(title.text)
            name_bodies(root)
            items, sections = to_items(root, assume=assume)
            self.claims += [Claim("frame", "non-task", line) for line in framing(root)]
            loose = unnumbered(root)
            if items or loose or any(_holds(section) for section in sections):
                preface = [part for part in root.parts if isinstance(part, Line)]
                every = [*items, *_below(tuple(sections))]
                projects = bool(every) and sum("name" in item.cells for item in every) * 2 > len(every)
                self._lists.append(
                    ItemList(
                        title,
                        "projects" if projects else "tasks",
                        tuple(loose + items),
                        tuple(sections),
                        tuple(preface),
                    )
                )
                self._annex = None
        self._title = None
        self._has_table = False
        self._builder = Builder(self._content)

    def _table(self, reading: Reading) -> None:
        heading = self._section_heading()
        chapter = None if heading else self._last_heading()
        heading = heading or chapter
        if not self._builder.empty and (heading is None or self._builder.root.has_duty()):
            title, annex = self._title, self._annex
            self._close()
            self._title, self._annex = (None, annex) if self._lists else (title, annex)
        title = self._title or self._annex
        # 责任单位中排在首位的为牵头单位 may stand between the title and the table.
        preface = tuple(part for part in self._builder.root.parts if isinstance(part, Line))
        previous = self._lists[-1] if self._lists else None
        same = previous is not None and previous.is_table and title is None and heading is None
        made = replace(reading.items, title=reading.items.title or title, preface=preface)
        if heading is not None:
            number = number_of(heading)
            made = replace(
                made,
                items=(),
                sections=(Section(heading, number.text if number else None, (), made.items, made.sections),),
            )
            one = chapter is not None and self._title is None  # a further chapter of the list above
            if (
                previous is not None
                and (previous.is_table or (one and previous.kind == made.kind))
                and self._title in (None, previous.title)
            ):
                self._lists[-1] = replace(
                    previous, sections=previous.sections + made.sections, totals=previous.totals + made.totals
                )
                self._builder = Builder(self._content)
                return
        if same and previous is not None and previous.kind == made.kind:
            self._lists[-1] = joined(previous, made)
        else:
            self._lists.append(made)
        self._builder = Builder(self._content)
        self._has_table = True

    def _last_heading(self) -> Line | None:
        """Take the heading directly above a table off a tree that holds other chapters."""
        children = self._builder.root.children
        last = children[-1] if len(children) > 1 else None
        if last is None or last.children or last.has_duty() or len(last.parts) != 1 or len(last.full) > 40:
            return None
        if last.number is None or last.full.text[-1] in "。；;：:" or last.depth != children[0].depth:
            return None
        return children.pop().full

    def _section_heading(self) -> Line | None:
        """A heading directly above a table (一、…): the tree holds it alone."""
        root = self._builder.root
        if len(root.children) == 1 and not root.children[0].children and not root.has_duty():
            return root.children[0].full
        return None


def _below(sections: tuple[Section, ...]) -> list[Item]:
    return [item for section in sections for item in (*section.items, *_below(section.sections))]


def _holds(section: Section) -> bool:
    return bool(section.items) or any(_holds(deeper) for deeper in section.sections)
