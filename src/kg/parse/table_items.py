"""A table's rows → the items of a list, below the groups that head them, and its totals.

table_list(columns, rows, title) -> ItemList
joined(first, second) -> ItemList        two halves of a table that a page end parted
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from kg.parse.cell_alignment import BODIES
from kg.parse.columns import Columns
from kg.parse.document import Item, ItemList, Label, LabelKind, Section, Total
from kg.parse.labels import cut
from kg.parse.lines import EMPTY, Line
from kg.parse.numbering import number_of
from kg.parse.rows import Row, bare_figure, without_persons

MONEY = ("total", "fiscal", "upward", "self", "planned")
_COLUMN_LABELS: Mapping[str, LabelKind] = {
    "lead": "lead",
    "support": "support",
    "responsible": "responsible",
    "leader": "leader",
    "deadline": "deadline",
    "upper": "upper",
}


def table_list(columns: Columns, rows: Iterable[Row], title: Line | None) -> ItemList:
    """Return the list that the rows of one table make up."""
    reader = _TableReader(columns)
    for row in rows:
        reader.take(row)
    return reader.list(title)


def joined(first: ItemList, second: ItemList) -> ItemList:
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
        self._by_category = False  # the groups stand in a column

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
            self._of_category(row)
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

    def _of_category(self, row: Row) -> None:
        """The cell of a group's name, merged over the rows of a table of tasks, is their heading."""
        cell = row.cells.get("category")
        if cell is None or self._columns.is_projects or (self._heading and self._heading.text == cell.text):
            return
        if self._heading is not None and self._current is not None and not self._by_category:
            return  # a row of its own heads the rows; the column says something else
        self._flush()
        self._heading, self._number, self._current = cell, None, []
        self._by_category = True

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
