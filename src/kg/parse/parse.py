"""Text → Document: frame, lists, sections, items and table rows.

parse(text) -> Document
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from kg.model import Finding, Text
from kg.parse.cell_alignment import BODIES
from kg.parse.document import Document, Item, ItemList, Label, LabelKind, Section, Total
from kg.parse.grid import Grid, is_page_mark, unit_stated
from kg.parse.header import split_frame
from kg.parse.labels import cut, label_at
from kg.parse.lines import EMPTY, Line, RawLine, raw_lines
from kg.parse.lost_line_breaks import broken_up
from kg.parse.numbering import number_above, number_of
from kg.parse.outline import UNIT_KINDS, Builder
from kg.parse.outline_to_items import judge, name_bodies, unnumbered
from kg.parse.readings.joined_cells import glued_table
from kg.parse.rows import Columns, Row, bare_figure, read_columns, read_rows, without_persons
from kg.parse.run_on_items import one_by_one, with_their_words
from kg.parse.tables import find_tables
from kg.parse.wrapped_lines import unwrapped
from kg.registry import patterns

MONEY = ("total", "fiscal", "upward", "self", "planned")
_COLUMN_LABELS: Mapping[str, LabelKind] = {
    "lead": "lead",
    "support": "support",
    "responsible": "responsible",
    "leader": "leader",
    "deadline": "deadline",
    "upper": "upper",
}


def parse(text: Text) -> Document:
    """Lay out one notice.

    Returns:
        the document; a text without any list has no ``lists``, which is no error here.
    """
    printed = [raw for raw in broken_up(raw_lines(text), text.content) if not _is_page_number(raw)]
    lines = with_their_words(one_by_one(unwrapped(printed, text.content)))
    glued = glued_table(lines)
    grids = {grid.first: grid for grid in find_tables(text, lines)} if not glued else {}
    start = _first_list(lines, grids, text.content) if not glued else glued.line
    header, used = split_frame(lines, start)
    used |= _footer(lines, start)
    announced = "".join(line.text for line in (header.title or EMPTY, *header.letter)).replace(" ", "")
    maker = _Lists(text.content, lines, grids, used, announced)
    lists = [glued.items] if glued else maker.run(start)
    return Document(text, header, tuple(lists), tuple(maker.findings), tuple(maker.joined))


def _is_page_number(raw: RawLine) -> bool:
    """— 3 — or 第3页 in a line of its own; a bare 3 may number a row."""
    text = raw.line.text
    return len(raw.cells) == 1 and is_page_mark(text) and not text.isdigit()


def _is_list_title(line: Line) -> bool:
    titles = patterns.load("titles")
    return (
        titles["list_title"].search(line.text) is not None
        and "关于" not in line.text
        and not titles["furniture"].search(line.text)
        and not titles["annex"].match(line.text)
        and number_of(line) is None
    )


def _footer(lines: list[RawLine], start: int) -> set[int]:
    """Return the lines that close a saved page: from the last up, while each belongs to the site."""
    titles = patterns.load("titles")
    found: set[int] = set()
    for i in range(len(lines) - 1, start, -1):
        text = lines[i].line.text
        if not (titles["footer"].search(text) or titles["furniture"].search(text)):
            break
        found.add(i)
    return found if any(titles["footer"].search(lines[i].line.text) for i in found) else set()


def _first_list(lines: list[RawLine], grids: Mapping[int, Grid], content: str) -> int:
    """Return the index of the first line that belongs to a list."""
    titles = patterns.load("titles")
    title = structure = duty = len(lines)
    for i, raw in enumerate(lines):
        line = raw.line
        if i in grids and read_columns(grids[i])[1]:
            structure, duty = min(structure, i), min(duty, i)
        elif len(raw.cells) == 1:
            if title == len(lines) and _is_list_title(line):
                title = i
            numbered = number_of(line) or number_above(line, content)
            if structure == len(lines) and numbered and not titles["attachment"].search(line.text):
                structure = i
            if any(isinstance(p, Label) and p.kind in UNIT_KINDS for p in cut(line)):
                duty = min(duty, i)
                structure = min(structure, i)
        if duty < len(lines):
            break
    if title <= duty:
        # A title of two lines begins one line earlier.
        return title if title < len(lines) else structure
    if 0 < structure < len(lines) and label_at(lines[structure].line):
        above = lines[structure - 1].line.text
        # The sentence that the first label answers for, where nothing is numbered.
        return structure - (above[-1] in "。；" and len(above) > 10)
    return structure


class _Lists:
    """Walks the lines once and closes a list at each title, annex or table."""

    def __init__(
        self,
        content: str,
        lines: list[RawLine],
        grids: Mapping[int, Grid],
        used: set[int],
        announced: str,
    ) -> None:
        self.findings: list[Finding] = []
        self.joined = []  # type: ignore[var-annotated]
        self._content = content
        self._lines = lines
        self._grids = grids
        self._used = used
        self._announced = announced  # the words of the letter above the lists, which name them
        self._lists: list[ItemList] = []
        self._title: Line | None = None
        self._annex: Line | None = None
        self._preface: list[Line] = []
        self._builder = Builder(content)
        self._has_table = False

    def run(self, start: int) -> list[ItemList]:
        titles = patterns.load("titles")
        i = start
        while i < len(self._lines):
            if i in self._grids:
                grid = self._grids[i]
                self._table(grid)
                i = grid.last + 1
                continue
            raw = self._lines[i]
            line = raw.line
            if (
                i in self._used
                or titles["furniture"].search(line.text)
                or (is_page_mark(line.text) and not line.text.isdigit())
                or unit_stated(line.text) == line.text
            ):
                i += 1
                continue
            annex = titles["annex"].match(line.text)
            if annex:
                self._close()
                title = line.part(annex.start("title")) if annex["title"] else EMPTY
                self._annex = title if title.text and _is_list_title(title) else self._annex
                i = self._last_announced(i)
            elif titles["attachment"].search(line.text):
                pass
            elif self._starts_list(line, i):
                half = self._first_half(i)
                self._new_title(half.join(line) if half is not None else line)
            elif not self._unit_line(line):
                self._builder.add(line, self._next(i))
            i += 1
        self._close()
        return self._lists

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
        if not _is_list_title(line):
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
            items, sections = judge(root, assume=assume)
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

    def _table(self, grid: Grid) -> None:
        columns, skip = read_columns(grid)
        if not skip:
            return
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
        table = _TableReader(columns)
        for row in read_rows(grid, columns, skip):
            table.take(row)
        made = replace(table.list(title), preface=preface)
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
            self._lists[-1] = _merged(previous, made)
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


def _merged(first: ItemList, second: ItemList) -> ItemList:
    """Join the two halves of a table that a page end parted."""
    sections = list(first.sections)
    rest = list(second.sections)
    if sections and second.items and not first.items:
        last = sections[-1]
        sections[-1] = replace(last, items=last.items + second.items)
        return replace(first, sections=tuple(sections + rest), totals=first.totals + second.totals)
    return replace(
        first,
        items=first.items + second.items,
        sections=tuple(sections + rest),
        totals=first.totals + second.totals,
    )


def _own_numbers(items: Sequence[Item]) -> tuple[Item, ...]:
    """Rows that share a merged number and count themselves in their words: 1.… 2.… are their numbers."""
    found = list(items)
    i = 0
    while i < len(found):
        j = i + 1
        while j < len(found) and found[j].number_text == found[i].number_text and found[j].continued:
            j += 1
        numbers = [number_of(item.body) for item in found[i:j]]
        if j - i > 1 and all(a and b and b.value == (a.value or 0) + 1 for a, b in pairwise(numbers)):
            for k, number in enumerate(numbers, i):
                assert number
                words = found[k].body.part(number.end)
                found[k] = replace(found[k], number_text=number.text, body=words, continued=False)
        i = j
    return tuple(found)


_COUNTED = re.compile(r"[（(]?\s?[0-9一二三四五六七八九十]{1,4}\s?(?:项|个|件|类)\s?[)）]?$")


class _TableReader:
    """Rows → items below their groups, and totals."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._items: list[Item] = []
        self._sections: list[Section] = []
        self._current: list[Item] | None = None
        self._leader: Label | None = None
        self._totals: list[Total] = []
        self._heading: Line | None = None
        self._number: str | None = None
        self._stated = False  # the group's own row states its sums

    def take(self, row: Row) -> None:
        if row.kind == "total":
            # 合计 below groups whose own rows state their sums is the whole table's.
            of_group = self._heading is not None and not (self._stated and row.label.text[:1] in "合总")
            self._totals.append(
                Total(
                    row.label,
                    self._heading.text if of_group and self._heading else None,
                    row.cells,
                    row.count,
                    self._columns.unit,
                )
            )
        elif row.kind == "leader":
            self._leader = Label("leader", None, row.label)
        elif row.kind == "group":
            self._group(row)
        elif row.kind == "more":
            self._more(row)
        else:
            self._add(self._item(row))

    def _add(self, item: Item) -> None:
        (self._items if self._current is None else self._current).append(item)

    def _group(self, row: Row) -> None:
        self._flush()
        label = row.label
        number = number_of(label)
        name = _COUNTED.sub("", label.text)
        money = any(kind in row.cells for kind in MONEY)
        self._heading = label.part(number.end if number and money else 0, len(name))
        printed = row.cells.get("number")
        self._number = printed.text if printed is not None and printed.text != label.text else None
        if number is not None and money:
            self._number = number.text
        self._current = []
        self._stated = any(kind in row.cells for kind in MONEY)
        if row.count is not None or self._stated:
            self._totals.append(Total(label, self._heading.text, row.cells, row.count, self._columns.unit))

    def _flush(self) -> None:
        if self._current is not None and self._heading is not None:
            number = self._number
            if number is None:
                found = number_of(self._heading)
                number = found.text if found else None
            self._sections.append(
                Section(self._heading, number, (), tuple(self._current), (), is_category=True)
            )
        self._current = None

    def _more(self, row: Row) -> None:
        items = self._items if self._current is None else self._current
        if not items:
            return
        last = items[-1]
        cells = dict(last.cells)
        labels = list(last.labels)
        for kind, cell in row.cells.items():
            cells[kind] = cells[kind].join(cell) if kind in cells else cell
            if kind in _COLUMN_LABELS:
                for i, label in enumerate(labels):
                    if label.kind == _COLUMN_LABELS[kind]:
                        labels[i] = replace(label, content=label.content.join(cell))
        items[-1] = replace(last, cells=cells, labels=tuple(labels))

    def _item(self, row: Row) -> Item:
        cells = row.cells
        number = cells.get("number")
        # 项目名称 beside 主要内容, and no money: a task with a title.
        told = None if self._columns.is_projects else cells.get("content")
        words = cells.get("body") or told or cells.get("name") or cells.get("content") or row.label
        body = words
        extra = cells.get("content") if "body" in cells and not self._columns.is_projects else None
        if extra is not None and extra is not words:
            body = words.join(extra)
        if "measure" in cells and (figure := bare_figure(body)) and figure[0].text[-1] not in "）)":
            # 指标 | 单位 | 目标值: the unit stands where a heading would state it.
            name, value = figure
            at = cells["measure"].at
            unit = Line("（", at[:1]).join(cells["measure"]).join(Line("）", at[-1:]))
            body = name.join(unit).join(value)
        labels: list[Label] = []
        pieces = cut(body) if not self._columns.is_projects else [body]
        own = [piece for piece in pieces if isinstance(piece, Line)]
        labels.extend(piece for piece in pieces if isinstance(piece, Label))
        joined = EMPTY
        for piece in own:
            joined = joined.join(piece)
        for kind in dict.fromkeys((*self._columns.kinds, *_COLUMN_LABELS)):
            cell = cells.get(kind)
            label_kind = _COLUMN_LABELS.get(kind)
            if cell is None or label_kind is None:
                continue
            inner = [p for p in cut(cell) if isinstance(p, Label)]
            if inner and all(p.word for p in inner):
                labels.extend(inner)
            else:
                heading = self._columns.headings.get(kind)
                if heading and kind in BODIES and re.search(r"(?:负责|责任)人$", heading):
                    cell = without_persons(cell)
                labels.append(Label(label_kind, heading, cell))
        if "leader" not in cells and self._leader is not None:
            labels.append(self._leader)
        found = number_of(joined) if number is None else None
        text = joined
        number_text = number.text if number is not None else None
        if found is not None and found.style in ("num", "cn-paren", "num-paren"):
            number_text, text = found.text, joined.part(found.end)
        titled = ("body" in cells or told is not None) and not self._columns.is_projects
        title = cells.get("name") or cells.get("topic") if titled else None
        return Item(
            number_text,
            text,
            tuple(labels),
            cells,
            self._columns.unit,
            {
                kind: self._columns.headings.get(kind, "")
                for kind in (*MONEY, "responsible", "lead", "progress")
            },
            title=title,
            continued=row.part > 0,
        )

    def list(self, title: Line | None) -> ItemList:
        """Return what was read as one list."""
        self._flush()
        kind = "projects" if self._columns.is_projects else "tasks"
        return ItemList(
            title,
            kind,  # type: ignore[arg-type]
            _own_numbers(self._items),
            tuple(replace(section, items=_own_numbers(section.items)) for section in self._sections),
            (),
            tuple(self._totals),
            is_table=True,
        )
