"""A table's rows → the items of a list, below the groups that head them, and its totals.

table_list(columns, rows, title) -> ItemList
joined(first, second) -> ItemList        two halves of a table that a page end parted
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from itertools import pairwise

from kg.parse.columns import Columns
from kg.parse.document import Item, ItemList, Label, LabelKind, Section, Total
from kg.parse.grid import BODIES, MONEY, labels_leader
from kg.parse.labels import cut
from kg.parse.lines import EMPTY, Line
from kg.parse.numbering import number_of
from kg.parse.rows import Row, led_bodies, measured, without_persons
from kg.registry.patterns import rule

_LABELS: tuple[LabelKind, ...] = ("lead", "support", "responsible", "leader", "deadline", "upper")
_PRINTED = (*MONEY, "responsible", "lead", "progress")  # columns whose headings are kept with an item


def table_list(columns: Columns, rows: Iterable[Row], title: Line | None) -> ItemList:
    """Return the list that the rows of one table make up."""
    reader = _TableReader(columns)
    for row in rows:
        reader.take(row)
    return reader.list(title)


def joined(first: ItemList, second: ItemList) -> ItemList:
    """Join the two halves of a table that a page end parted: a group goes on with its rows."""
    sections, items = list(first.sections), first.items
    if sections:
        sections[-1] = replace(sections[-1], items=sections[-1].items + second.items)
    else:
        items += second.items
    totals = first.totals + second.totals
    return replace(first, items=items, sections=(*sections, *second.sections), totals=totals)


def _own_numbers(items: Sequence[Item]) -> tuple[Item, ...]:
    """Rows that share a merged number and count themselves in their words: 1.… 2.… are their numbers."""
    found = list(items)
    i = 0
    while i < len(found):
        j = i + 1
        while j < len(found) and found[j].number_text == found[i].number_text and found[j].continued:
            j += 1
        numbers = [number for item in found[i:j] if (number := number_of(item.body))]
        values = [number.value or 0 for number in numbers]
        if len(numbers) == j - i > 1 and all(b == a + 1 for a, b in pairwise(values)):
            for k, number in enumerate(numbers, i):
                words = found[k].body.part(number.end)
                found[k] = replace(found[k], number_text=number.text, body=words, continued=False)
        i = j
    return tuple(found)


def _body(cells: Mapping[str, Line], told: Line | None) -> Line:
    """Return the words of a row; ``told`` are those of a column beside its name."""
    body = cells.get("body") or told or cells.get("name") or cells["content"]
    return body.join(told) if "body" in cells and told is not None else body


def _with_measure(body: Line, cells: Mapping[str, Line]) -> Line:
    return measured(body, cells["measure"]) if "measure" in cells else body


class _TableReader:
    """Rows → items below their groups, and totals."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._items: list[Item] = []  # of no group
        self._sections: list[Section] = []
        self._leader: Label | None = None
        self._totals: list[Total] = []
        self._stated = False  # the group's own row states its sums
        self._by_category = True  # the groups stand in a column

    def take(self, row: Row) -> None:
        if row.kind == "total":
            self._total(row, self._summed(row.label))
        elif row.kind == "leader":
            labels = [piece for piece in cut(row.label) if isinstance(piece, Label)]
            labelled = labels_leader(row.label) and len(labels) == 1
            self._leader = labels[0] if labelled else Label("leader", None, row.label)
        elif row.kind == "group":
            self._group(row)
        elif row.kind == "more":
            self._more(row)
        else:
            self._of_category(row.cells.get("category"))
            self._last().append(self._item(row))

    def _last(self) -> list[Item]:
        return self._sections[-1].items if self._sections else self._items  # type: ignore[return-value]

    def _total(self, row: Row, group: str | None) -> None:
        self._totals.append(Total(row.label, group, row.cells, row.count, self._columns.unit))

    def _summed(self, label: Line) -> str | None:
        """Return the group that a total is of; 合计 is the table's where other groups state no sum."""
        # Of groups whose own rows state their sums, or whose sum stands already, another is the table's.
        if self._stated or not self._sections:
            return None
        summed = {total.group for total in self._totals}
        *others, last = (section.heading.text for section in self._sections)
        if last in summed:
            return None
        is_subtotal = rule("tables.subtotal").search(label.text) is not None
        return last if is_subtotal or all(heading in summed for heading in others) else None

    def _open(self, heading: Line, number: str | None) -> None:
        self._sections.append(Section(heading, number, (), [], (), is_category=True))  # type: ignore[arg-type]

    def _group(self, row: Row) -> None:
        label = row.label
        number = number_of(label)
        self._stated = any(kind in row.cells for kind in MONEY)
        end = len(rule("tables.group_count").sub("", label.text))
        heading = label.part(number.end if number and self._stated else 0, end)
        printed = row.cells.get("number")
        own = printed.text if printed is not None and printed.text != label.text else None
        self._open(heading, number.text if number else own)
        self._by_category = False
        if row.count is not None or self._stated:
            self._total(row, heading.text)

    def _of_category(self, cell: Line | None) -> None:
        """The cell of a group's name, merged over the rows of a table of tasks, is their heading."""
        # Where a row of its own heads the rows, the column says something else.
        if cell is None or self._columns.is_projects or not self._by_category:
            return
        if not self._sections or self._sections[-1].heading.text != cell.text:
            number = number_of(cell)
            self._open(cell, number.text if number else None)

    def _more(self, row: Row) -> None:
        """Take a row that continues the cells of the one above."""
        items = self._last()
        if items:
            last = items[-1]
            cells = dict(last.cells)
            labels = last.labels
            for kind, cell in row.cells.items():
                cells[kind] = cells[kind].sew(cell) if kind in cells else cell
                labels = tuple(
                    replace(label, content=label.content.sew(cell)) if label.kind == kind else label
                    for label in labels
                )
            told = [row.cells[kind] for kind in ("body", "name", "content") if kind in row.cells]
            body = last.body.sew(told[0]) if told and not self._columns.is_projects else last.body
            items[-1] = replace(last, body=body, cells=cells, labels=labels)

    def _labels_of(self, cells: Mapping[str, Line]) -> Iterator[Label]:
        for kind in dict.fromkeys((*self._columns.kinds, *_LABELS)):
            if kind in _LABELS and kind in cells:
                yield from self._labels(kind, cells[kind])
        if "leader" not in cells and self._leader is not None:
            yield self._leader

    def _item(self, row: Row) -> Item:
        cells = row.cells
        projects = self._columns.is_projects
        # 项目名称 beside 主要内容, and no money: a task with a title.
        told = None if projects else cells.get("content")
        pieces = (_body(cells, None),) if projects else cut(_with_measure(_body(cells, told), cells))
        words = reduce(Line.join, (piece for piece in pieces if isinstance(piece, Line)), EMPTY)
        labels = [piece for piece in pieces if isinstance(piece, Label)]
        labels += self._labels_of(cells)
        number = cells["number"].text if "number" in cells else None
        found = number_of(words) if number is None else None
        if found is not None and found.style in ("num", "cn-paren", "num-paren", "circled"):
            number, words = found.text, words.part(found.end)
            cells = {**cells, "name": words} if projects and "body" not in cells else cells
        titled = ("body" in cells or told is not None) and not projects
        title = cells.get("name") or cells.get("topic") if titled else None
        if number is None and title is not None and (counts := number_of(title)):
            number, title = counts.text, title.part(counts.end)
        return Item(
            number,
            words,
            tuple(labels),
            cells,
            self._columns.unit,
            {kind: self._columns.headings.get(kind, "") for kind in _PRINTED},
            title=title,
            continued=row.part > 0,
        )

    def _labels(self, kind: LabelKind, cell: Line) -> list[Label]:
        """Return what a cell of a column says: labels of its own, or what the column's heading names."""
        inner = [piece for piece in cut(cell) if isinstance(piece, Label)]
        if inner and all(label.word for label in inner):
            return inner
        heading = self._columns.headings.get(kind)
        if kind in (*BODIES, "leader") and (parts := led_bodies(cell)):
            who = kind if kind in BODIES else "responsible"
            return [Label("leader", None, parts[0]), Label(who, heading, parts[1])]
        heads = heading and kind in BODIES and rule("tables.heads_of_bodies").search(heading)
        return [Label(kind, heading, without_persons(cell) if heads else cell)]

    def list(self, title: Line | None) -> ItemList:
        """Return what was read as one list."""
        return ItemList(
            title,
            "projects" if self._columns.is_projects else "tasks",
            _own_numbers(self._items),
            tuple(replace(section, items=_own_numbers(section.items)) for section in self._sections),
            (),
            tuple(self._totals),
            is_table=True,
        )


__all__ = ["joined", "table_list"]
