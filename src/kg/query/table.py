"""The answer of a canned query: columns, rows of terms, and every format it is given out in."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from kg.query.definition import CannedQuery, Column
from kg.query.values import defused, number, plain, srj
from kg.query.workbook import workbook
from kg.store.base import Iri, Literal, Term

if TYPE_CHECKING:
    from rich.table import Table as RichTable

# What is read in the words of another column, where that stands beside it.
_WORDS = {"item": "text", "task": "text", "target": "indicatorLabel", "sentence": "text"}
# What queries put between the names of a list, and what is shown there: Virtuoso writes “?” for a
# separator outside ASCII.
_SEPARATOR, _SHOWN_SEPARATOR = " | ", "、"


Row = tuple[Term | None, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one canned query; parameters are not columns."""

    query: CannedQuery
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: int  # rows before paging
    offset: int = 0
    values: Mapping[str, Term] | None = None  # what the parameters were bound to
    tables: str | None = None  # id of the tables that answered; None: the graph did

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' variables."""
        return tuple(column.name for column in self.columns)

    def page(self, limit: int | None, offset: int = 0) -> Table:
        """Return the rows from ``offset`` on, at most ``limit``."""
        end = None if limit is None else offset + limit
        return replace(self, rows=self.rows[offset:end], offset=offset)

    def dicts(self) -> list[dict[str, Term]]:
        """Return a mapping per row, without what is unbound."""
        names = self.names
        return [
            {name: cell for name, cell in zip(names, row, strict=True) if cell is not None}
            for row in self.rows
        ]

    def records(self) -> list[dict[str, Any]]:
        """Return flat records: numbers as numbers, what is unbound as None."""
        names = self.names
        return [
            {name: None if cell is None else plain(cell) for name, cell in zip(names, row, strict=True)}
            for row in self.rows
        ]

    def json(self) -> str:
        """Return an array of flat records."""
        return json.dumps(self.records(), ensure_ascii=False)

    def srj(self) -> str:
        """Return SPARQL 1.1 Query Results JSON."""
        names = self.names
        bindings = [
            {name: srj(cell) for name, cell in zip(names, row, strict=True) if cell is not None}
            for row in self.rows
        ]
        return json.dumps({"head": {"vars": names}, "results": {"bindings": bindings}}, ensure_ascii=False)

    def csv(self) -> str:
        """Return CSV (RFC 4180), headed by the variables, formulas defused."""
        return self._separated(",", "\r\n")

    def tsv(self) -> str:
        """Return tab-separated plain values, for a spreadsheet; formulas defused."""
        return self._separated("\t", "\n")

    def _separated(self, delimiter: str, end: str) -> str:
        out = io.StringIO()
        writer = csv.writer(out, delimiter=delimiter, lineterminator=end)
        writer.writerow(self.names)
        writer.writerows([_separated_cell(cell) for cell in row] for row in self.rows)
        return out.getvalue()

    def xlsx(
        self,
        lang: str = "zh",
        labels: Mapping[str, str] | None = None,
        page: Callable[[str], str] | None = None,
    ) -> bytes:
        """Return a workbook with headings in ``lang``.

        ``labels`` names the IRIs of codes, ``page`` gives the address that shows a thing.
        """
        title = self.query.title if lang == "en" else self.query.title_zh
        return workbook(title, self.columns, self.rows, lang, labels or {}, page)

    def rich(self, lang: str = "zh", labels: Mapping[str, str] | None = None) -> RichTable:
        """Return a table for the terminal; ``labels`` names the IRIs that have no label beside them."""
        from rich.table import Table as RichTable
        from rich.text import Text

        labels = labels or {}
        shown = self.read(lang)
        title = self.query.title if lang == "en" else self.query.title_zh
        table = RichTable(title=Text(title), title_justify="left")
        for index in shown:
            column = self.columns[index]
            right = column.format in ("number", "money")
            table.add_column(
                Text(self.heading(index, lang)),
                justify="right" if right else "left",
                overflow="fold",
            )
        for row in self.rows:
            table.add_row(*(Text(_shown_cell(row[index], labels)) for index in shown))
        return table

    def shown(self) -> list[int]:
        """Return the indexes of the columns that people see: a label stands for its IRI."""
        names = set(self.names)
        return [
            index
            for index, column in enumerate(self.columns)
            if column.format != "hidden" and column.name + "Label" not in names
        ]

    def read(self, lang: str = "zh") -> list[int]:
        """Return the indexes of the columns in which people read: words stand for their item.

        The notice comes last, and words that are written in English too are shown in ``lang``.
        """
        names = self.names
        kept = [index for index in self.shown() if _WORDS.get(names[index], "-") not in names]
        if lang == "en":
            kept = [names.index(names[i] + "En") if names[i] + "En" in names else i for i in kept]
        return sorted(kept, key=lambda index: names[index] == "notice")

    def heading(self, index: int, lang: str = "zh") -> str:
        """Return the heading of a column in ``lang``."""
        column = self.columns[index]
        base = column.name.removesuffix("En")
        if base != column.name and base in self.names:
            column = self.columns[self.names.index(base)]
        return column.label if lang == "en" else column.label_zh


def _separated_cell(cell: Term | None) -> str:
    if cell is None:
        return ""
    return cell.value if number(cell) is not None else defused(cell.value)


def _shown_cell(cell: Term | None, labels: Mapping[str, str]) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Iri):
        return labels.get(cell.value, cell.value)
    return "".join(c if c.isprintable() else " " for c in cell.value)


def _listed(cell: Term | None) -> Term | None:
    if isinstance(cell, Literal):
        return Literal(cell.value.replace(_SEPARATOR, _SHOWN_SEPARATOR), cell.language, cell.datatype)
    return cell


def make_table(
    query: CannedQuery, names: Sequence[str], rows: Iterable[Row], values: Mapping[str, Term]
) -> Table:
    """Make a table of what a store answered, without the parameters' own columns."""
    keep = [index for index, name in enumerate(names) if name in query.columns]
    columns = tuple(query.columns[names[index]] for index in keep)
    kept = tuple(rows)
    if len(keep) != len(names):
        kept = tuple(tuple(row[index] for index in keep) for row in kept)
    if any(column.format == "list" for column in columns):
        kept = tuple(
            tuple(
                _listed(cell) if column.format == "list" else cell
                for column, cell in zip(columns, row, strict=True)
            )
            for row in kept
        )
    return Table(query, columns, kept, total=len(kept), values=values)
