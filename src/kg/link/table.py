"""A column of names in somebody's table, linked: CSV or XLSX in, the same with our columns out.

    link_file(Path("budget.csv"), Path("linked.csv"), column="单位", kinds=("unit",))

Every row leaves as it came, to the byte in CSV and cell by cell in XLSX; columns are added at its
end: ``iri label score reason codes candidates``. What is doubtful has candidates and no IRI: a
person chooses. A name is looked up once, however many rows hold it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from kg.errors import InputError, UnsupportedFormat, UsageError
from kg.link.entities import Entities, Kind
from kg.link.linker import HEADER_WITHIN, Linker, Progress, Summary, column_in, headings, no_column
from kg.link.match import Matcher
from kg.whole import beside

_FIELD_LIMIT = 2**31 - 1
_REPORT_EVERY = 200


def link_file(
    source: Path,
    target: Path,
    *,
    column: str,
    kinds: Sequence[Kind] = ("unit",),
    place: str | None = None,
    sheet: str | None = None,
    entities: Entities | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Link one column of a table.

    Args:
        source: A CSV (UTF-8 or GB 18030; comma, semicolon or tab) or XLSX file.
        target: Where the table with our columns goes; not the source.
        column: The heading of the column with the names, or its number from 1.
        kinds: The types that the names are of.
        place: The place that the table is about: its name or code.
        sheet: The sheet of a workbook; the first unless given.
        entities: What names are linked to; the registry unless given.
        progress: Called now and then with how many bytes of how many are done.

    Raises:
        InputError: the file is no such table.
        UsageError: it has no such column or sheet.
    """
    if source.resolve() == target.resolve():
        raise UsageError("输出不能覆盖输入文件。", "The output must not be the input file.")
    linker = Linker(Matcher(entities or Entities.of_registry()), kinds, place)
    with source.open("rb") as file:
        start = file.read(8)
    with beside(target) as part:
        if start.startswith(b"PK\x03\x04"):
            from kg.link.workbook import link_workbook

            link_workbook(source, part, column, sheet, linker, progress)
        elif start.startswith(b"\xd0\xcf\x11\xe0"):
            raise UnsupportedFormat(
                "旧版 .xls 不能读取：请另存为 .xlsx 或 .csv。",
                "The old .xls cannot be read: save it as .xlsx or .csv.",
            )
        else:
            _link_csv(source, part, column, linker, progress)
    return linker.summary


def link_stream(source: Path, output: IO[bytes], **more: Any) -> Summary:
    """Link a table and write it to an open file, standard output for one; see :func:`link_file`."""
    import shutil
    import tempfile

    with tempfile.TemporaryDirectory(prefix="kg-link-") as folder:
        target = Path(folder, source.name)
        summary = link_file(source, target, **more)
        with target.open("rb") as made:
            shutil.copyfileobj(made, output, 2**20)
    return summary


# --- CSV --------------------------------------------------------------------------------------------


class _Lines:
    """The lines of a file, remembering those that the reader took for one record."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        for line in self._file:
            self.taken.append(line)
            yield line

    def record(self) -> tuple[str, str]:
        """Return the text of the record just read and what ended it."""
        text = "".join(self.taken)
        self.taken.clear()
        for end in ("\r\n", "\n", "\r"):
            if text.endswith(end):
                return text[: -len(end)], end
        return text, ""


def _link_csv(source: Path, target: Path, column: str, linker: Linker, progress: Progress | None) -> None:
    encoding = _encoding(source)
    size = source.stat().st_size
    with (
        _any_field_size(),
        source.open("rb") as raw,
        target.open("w", encoding=encoding, errors="surrogateescape", newline="") as out,
    ):
        file = io.TextIOWrapper(raw, encoding=encoding, errors="surrogateescape", newline="")
        delimiter = _delimiter(file)
        file.seek(0)
        lines = _Lines(file)
        rows = csv.reader(lines, delimiter=delimiter)
        at, width = _head(rows, lines, column, delimiter, out)
        for number, row in enumerate(rows):
            text, ended = lines.record()
            if not row:
                out.write(text + ended)
                continue
            cells = linker.cells(row[at] if at < len(row) else "")
            padding = delimiter * (width - len(row))
            out.write(text + padding + delimiter + _joined(cells, delimiter) + ended)
            if len(row) > width:
                _warn(linker, "有的行比标题行长 / some rows are longer than the heading")
            if progress is not None and number % _REPORT_EVERY == 0:
                progress(min(raw.tell(), size), size)
        if progress is not None:
            progress(size, size)


def _head(
    rows: Iterator[list[str]], lines: _Lines, column: str, delimiter: str, out: IO[str]
) -> tuple[int, int]:
    """Copy up to the heading; return the column's index and the table's width."""
    seen: list[tuple[list[str], str, str]] = []
    for row in rows:
        seen.append((row, *lines.record()))
        if (at := column_in(row, column)) is not None:
            break
        if len(seen) >= HEADER_WITHIN:
            break
    if not seen:
        raise InputError("文件是空的。", "The file is empty.")
    if at is None:
        first = seen[0][0]
        if column.isdigit() and 1 <= int(column) <= len(first):
            raise UsageError(
                "用列号时，第一行应是标题行且列数要够。", "With a number, the first row must be the heading."
            )
        raise no_column(column, first)
    for _, text, ended in seen[:-1]:
        out.write(text + ended)
    row, text, ended = seen[-1]
    out.write(text + delimiter + _joined(headings(row), delimiter) + ended)
    return at, len(row)


def _joined(cells: Sequence[str], delimiter: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="").writerow(cells)
    return text.getvalue()


def _delimiter(file: IO[str]) -> str:
    start = file.read(64 * 2**10)
    first = next((line for line in start.splitlines() if line.strip()), "")
    counts = {char: first.count(char) for char in (",", "\t", ";")}
    return max(counts, key=lambda char: counts[char]) if any(counts.values()) else ","


def _encoding(path: Path) -> str:
    """Return the encoding of a text file: UTF-8 unless that cannot be."""
    import codecs

    with path.open("rb") as file:
        start = file.read(4)
        if start.startswith((b"\xff\xfe", b"\xfe\xff")):
            return "utf-16"
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while data := file.read(2**20):
                decoder.decode(data)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "gb18030"
    return "utf-8"


@contextmanager
def _any_field_size() -> Iterator[None]:
    before = csv.field_size_limit(_FIELD_LIMIT)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _warn(linker: Linker, words: str) -> None:
    if words not in linker.summary.warnings:
        linker.summary.warnings.append(words)
