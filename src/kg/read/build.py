"""Puts paragraphs and tables together into ``content`` with the positions of cells and lines.

    builder = Builder()
    builder.paragraph([Run("一、保障公共安全")])
    builder.table([GridCell(0, 0, (Run("序号"),)), …])
    builder.text(source) -> Text

Paragraphs and tables stand apart by an empty line. A table has one line per row and one tab
between columns; a merged cell stands at its first row and column, the places that it covers are
empty. A cell is always on one line: where its author broke it, a blank stands, which parts two
bodies (县住建局 over 县财政局) and means nothing within a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from kg.model import Box, Cell, Finding, Source, Span, Table, Text
from kg.read import limits
from kg.read.characters import sound
from kg.read.markup import find_hidden

_SPACES = re.compile(r"[ \t\r\n\f\v\x1c-\x1f\x85\u00a0\u2028\u2029]+")
# Between such a character and anything else, a line end of the layout means nothing.
WIDE = "\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\u3000-\u303f\U00020000-\U0003ffff“”‘’—…·"
_WIDE = re.compile(f"[{WIDE}]")


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a line; ``box`` is page, x0, y0, x1, y1 where the format has pages."""

    text: str
    box: tuple[int, float, float, float, float] | None = None


@dataclass(slots=True)
class GridCell:
    """A cell before it has a place in the content."""

    row: int
    column: int
    runs: Sequence[Run]
    row_span: int = 1
    column_span: int = 1
    origins: Sequence[Any] = ()  # what prints the words; see Builder.origins

    @property
    def text(self) -> str:
        """The cell's words, on one line."""
        return "".join(run.text for run in cell_runs(self.runs))


def joint(before: str, after: str) -> str:
    """Return what replaces a line end between two pieces of one paragraph.

    >>> joint("县交通运", "输局"), joint("R&D", "investment"), joint("增长", "3%")
    ('', ' ', '')
    """
    if not before or not after or before[-1].isspace() or after[0].isspace():
        return ""
    return "" if _WIDE.match(before[-1]) or _WIDE.match(after[0]) else " "


def cell_runs(runs: Iterable[Run]) -> list[Run]:
    """Return the runs on one line: inner white space squeezed, a blank for each line end."""
    out: list[Run] = []
    last = ""
    for run in runs:
        for number, piece in enumerate(sound(run.text).split("\n")):
            squeezed = _SPACES.sub(" ", piece).strip(" ") if number else _SPACES.sub(" ", piece)
            if not out:
                squeezed = squeezed.lstrip(" ")
            if not squeezed:
                continue
            if number and last and not last.endswith(" "):
                squeezed = " " + squeezed
            out.append(Run(squeezed, run.box))
            last = squeezed
    if out:
        stripped = out[-1].text.rstrip(" ")
        if stripped:
            out[-1] = Run(stripped, out[-1].box)
        else:
            out.pop()
            return cell_runs(out)
    return out


class Builder:
    """Grows the content of one file."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._cells = 0
        self._tables: list[Table] = []
        self._boxes: list[Box] = []
        # What a reader says that it took the words from, in the order of the content.
        self.origins: list[Any] = []

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
        if self._length > limits.MAX_CHARACTERS:
            raise limits.too_large("characters", limits.MAX_CHARACTERS)

    def _run(self, run: Run) -> None:
        start = self._length
        self._write(run.text)
        if run.box and run.text:
            self._boxes.append(Box(Span(start, self._length), *run.box))

    def _apart(self) -> None:
        if self._length:
            self._write("\n\n")

    def paragraph(self, runs: Sequence[Run], origins: Sequence[Any] = ()) -> None:
        """Add a paragraph; an empty one leaves no trace."""
        if not any(run.text.strip() for run in runs):
            return
        self._apart()
        for run in runs:
            self._run(run)
        self.origins += origins

    def lines(self, text: str, origins: Sequence[Any] = ()) -> None:
        """Add a paragraph without positions, its lines stripped and empty ones dropped."""
        kept = [line.strip(" \u00a0\u3000\t") for line in sound(text).split("\n")]
        self.paragraph([Run("\n".join(line for line in kept if line))], origins)

    def table(self, cells: Iterable[GridCell]) -> None:
        """Add a table; rows and columns without any cell are kept as empty fields."""
        placed = {(cell.row, cell.column): cell for cell in cells}
        if not any(cell.text for cell in placed.values()):
            return
        rows = max(cell.row + cell.row_span for cell in placed.values())
        columns = max(cell.column + cell.column_span for cell in placed.values())
        self._cells += rows * columns
        if columns > limits.MAX_COLUMNS:
            raise limits.too_large("columns", limits.MAX_COLUMNS)
        if self._cells > limits.MAX_CELLS:
            raise limits.too_large("cells", limits.MAX_CELLS)
        self._apart()
        start = self._length
        out: list[Cell] = []
        for row in range(rows):
            if row:
                self._write("\n")
            for column in range(columns):
                if column:
                    self._write("\t")
                cell = placed.get((row, column))
                if cell is None:
                    continue
                at = self._length
                for run in cell_runs(cell.runs):
                    self._run(run)
                self.origins += cell.origins
                span = Span(at, self._length) if self._length > at else None
                out.append(Cell(row, column, span, cell.row_span, cell.column_span))
        self._tables.append(Table(Span(start, self._length), tuple(out)))

    def text(self, source: Source, findings: Sequence[Finding] = ()) -> Text:
        """Return what was built."""
        content = sound("".join(self._parts))
        return Text(
            content,
            source,
            tuple(self._tables),
            tuple(self._boxes),
            find_hidden(content),  # pasted into a word processor, tags are as much in the way as in a txt
            tuple(findings),
        )
