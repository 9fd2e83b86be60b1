"""What a reading proposes for a page, in plain words that a test can state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import ModuleType

from kg.parse.document import Item, Section
from kg.parse.parse import page_of
from kg.read import read

WHO = ("lead", "support", "responsible", "leader", "deadline", "upper")


@dataclass(frozen=True)
class Table:
    """One proposal: its name, the lines it claims (as text), what it holds, its totals."""

    name: str
    lines: tuple[str, ...]
    rows: tuple[str, ...]
    totals: tuple[str, ...] = ()


def tables(module: ModuleType, page: str, suffix: str = ".txt") -> list[Table]:
    """Return what the reading sees in a page.

    A row is "number|words|kind=cell|…", the kinds in their printed order; a group "# heading".
    """
    laid = page_of(read(page.encode(), name=f"page{suffix}"))
    return [
        Table(
            reading.name,
            (laid.lines[reading.first].line.text, laid.lines[reading.last].line.text),
            tuple(_rows(reading.items.items, reading.items.sections)),
            tuple(
                "|".join(
                    [total.label.text, *(f"{k}={v.text}" for k, v in total.cells.items() if k in _MONEY)]
                )
                for total in reading.items.totals
            ),
        )
        for reading in module.propose(laid)
    ]


_MONEY = ("total", "planned", "fiscal", "upward", "self")


def _rows(items: Iterable[Item], sections: Iterable[Section]) -> Iterator[str]:
    for item in items:
        yield _row(item)
    for section in sections:
        yield f"# {section.heading.text}"
        yield from _rows(section.items, section.sections)


def _row(item: Item) -> str:
    labels = [f"{label.kind}={label.content.text}" for label in item.labels if label.kind in WHO]
    money = [f"{kind}={item.cells[kind].text}" for kind in _MONEY if kind in item.cells]
    title = [f"title={item.title.text}"] if item.title else []
    return "|".join([item.number_text or "", item.body.text, *title, *labels, *money])


def rows(module: ModuleType, page: str, suffix: str = ".txt") -> list[str]:
    """Return the rows of all that the reading sees."""
    return [row for table in tables(module, page, suffix) for row in table.rows]
