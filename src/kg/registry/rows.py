"""Rows of the tables in ``data/``, checked as they are read.

    read_rows(path, ("word", "times", "examples"))  of a CSV: dictionaries by the column's name
    checked(path, "key m2", said, KEYS, NEEDED)      of YAML: the same entry, its keys known

Whoever adds a row by hand errs in a heading, a comma too few, a key or a value; the error names the file, the
line or entry, the key and the mend.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from kg import resources
from kg.errors import DataError
from kg.meant import one_of


def wrong(path: Path, where: str, zh: str, en: str, line: int = 0) -> DataError:
    """Return the error of a place in a file of data: its line or its entry, and the key."""
    _, data, below = path.as_posix().rpartition("/data/")
    shown = f"data/{below}" if data else below
    place = " ".join(filter(None, (shown, f"第 {line} 行" if line else "", where)))
    place_en = " ".join(filter(None, (shown, f"line {line}" if line else "", where)))
    return DataError(f"{place}：{zh}。", f"{place_en}: {en}.")


def unknown(path: Path, where: str, name: str, known: Iterable[str], line: int = 0) -> DataError:
    """Return the error of a name that is not among those that may stand there."""
    zh, en = one_of(name, sorted(known))
    return wrong(path, where, f"没有“{name}”，{zh}", f"there is no {name}; {en}", line)


def read_rows(
    path: Path, columns: Sequence[str], needed: Sequence[str] = (), also: Sequence[str] = ()
) -> list[dict[str, str]]:
    """Read a CSV with a line of headings.

    Args:
        path: The file, UTF-8, with a mark of its order or without.
        columns: Every heading that it has, in whatever order.
        needed: Those whose cells must not be empty.
        also: Headings that it may have besides.

    Raises:
        DataError: a heading is missing or unknown, a row has more or fewer cells, a needed one is empty.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        try:
            head = next(reader, [])
            _headings(path, head, columns, also)
            return [_row(path, reader.line_num, head, cells, needed) for cells in reader if cells]
        except UnicodeDecodeError as error:
            raise wrong(path, "", "请另存为 UTF-8", "save it as UTF-8") from error


def _headings(path: Path, head: Sequence[str], columns: Sequence[str], also: Sequence[str]) -> None:
    if stray := [name for name in head if name not in (*columns, *also)]:
        raise unknown(path, "", stray[0], (*columns, *also), 1)
    if lost := ", ".join(name for name in columns if name not in head):
        raise wrong(path, "", f"缺少列 {lost}", f"columns are missing: {lost}", 1)


def _row(
    path: Path, line: int, head: Sequence[str], cells: Sequence[str], needed: Sequence[str]
) -> dict[str, str]:
    if len(cells) != len(head):
        zh = f"有 {len(cells)} 格，表头有 {len(head)} 列；空的格也要有逗号，格内有逗号时加引号"
        en = f"{len(cells)} cells for {len(head)} columns; empty cells have commas, cells with one quotes"
        raise wrong(path, "", zh, en, line)
    row = dict(zip(head, cells, strict=True))
    if empty := next((name for name in needed if not row[name]), None):
        raise wrong(path, empty, "不能为空", "must not be empty", line)
    return row


def read_yaml(path: Path) -> Any:
    """Return what a YAML file says.

    Raises:
        DataError: it is no YAML.
    """
    try:
        return resources.read_yaml(path)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        why = " ".join(str(error).split())[:300]
        raise wrong(path, "", f"不是合法的 YAML：{why}", f"it is no YAML: {why}") from error


def read_pairs(path: Path) -> list[tuple[str, str]]:
    """Return the characters of a file's first line, each with that below it.

    Raises:
        DataError: the lines differ in length.
    """
    above, below, *_ = path.read_text("utf-8").split("\n")
    if len(above) != len(below):
        raise wrong(path, "", "两行字数应当相同", "the two lines should be of one length")
    return list(zip(above, below, strict=True))


def mapping(path: Path, where: str, said: Any) -> Mapping[str, Any]:
    """Return what stands there as keys with values.

    Raises:
        DataError: it is something else.
    """
    if not isinstance(said, Mapping):
        raise wrong(path, where, "应当是键和值", "should be keys with values")
    return said


def checked(
    path: Path, where: str, said: Any, keys: Collection[str], needed: Sequence[str] = ()
) -> Mapping[str, Any]:
    """Return an entry of a YAML file whose keys are all known and the needed ones there.

    Raises:
        DataError: they are not, or it is no mapping.
    """
    for key in mapping(path, where, said):
        if key not in keys:
            raise unknown(path, where, str(key), keys)
    if lost := [key for key in needed if said.get(key) in (None, "")]:
        raise wrong(path, where, f"缺少 {'、'.join(lost)}，请补上", f"give it {', '.join(lost)}")
    return mapping(path, where, said)
