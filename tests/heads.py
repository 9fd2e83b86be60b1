"""Measure the heads of documents that stand outside: ``python -m tests.heads FOLDER``.

``FOLDER/gold.tsv`` names a text of the folder in each row, with what a reader says of its head:
``file`` (without ``.txt``), ``number``, ``title``, ``issuer`` (several by 、), ``date``
(YYYY-MM-DD), ``for_year``, ``place``, ``place_code`` and ``notes``; an empty cell says that the text
does not tell. Other right readings stand in the notes, of one field once or several times:
``ALT issuer 甲局 (title), 乙局 (signature); ALT number empty; ALT number 甲〔2024〕5号``. Printed are
every difference and the share of documents whose field is right; a place where gold has none is an
invented one.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.emit import as_json
from kg.errors import NotANotice
from kg.evaluate import FileScore
from kg.evaluate.scoring.header import compare_header
from kg.pipeline import convert

_FIELDS = {  # column → name in the header of gold, kind of score
    "number": ("documentNumber", "number"),
    "title": ("title", "title"),
    "issuer": ("issuers", "issuers"),
    "date": ("issued", "date"),
    "for_year": ("forYear", "year"),
    "place": ("jurisdiction", "place"),
}
_OTHER = re.compile(r"ALT (?P<field>[a-z_]+):? (?P<readings>[^;]+)")
_COMMENT = re.compile(r"\s+\([^)]*\)")  # (试行) that stands close is a title's own
_EMPTY = ("", "empty", "(empty)", "none")
# Gold may write 〔〕 where a text prints others: the shape of brackets makes no other number.
_BRACKETS = str.maketrans("[【(（［﹝", "〔〔〔〔〔〔") | str.maketrans("]】)）］﹞", "〕〕〕〕〕〕")


def header_of(row: dict[str, str]) -> dict[str, Any]:
    """Return a row as the ``header`` of gold (``kg.evaluate.scoring.header``)."""
    header: dict[str, Any] = {name: _value(column, row[column]) for column, (name, _) in _FIELDS.items()}
    others: dict[str, list[Any]] = {}
    for match in _OTHER.finditer(row["notes"]):
        if match["field"] in _FIELDS:
            others.setdefault(_FIELDS[match["field"]][0], []).extend(
                _value(match["field"], reading.strip())
                for reading in re.split(r" or |, ", _COMMENT.sub("", match["readings"]))
            )
    header["alternatives"] = others
    return header


def _value(column: str, text: str) -> Any:
    empty = text in _EMPTY
    if column == "number":
        text = text.translate(_BRACKETS)
    if column == "issuer":
        return [] if empty else text.split("、")
    return None if empty else text


def rows(folder: Path) -> list[dict[str, str]]:
    """Return what gold says, a row a document."""
    with (folder / "gold.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def differences(row: dict[str, str], notice: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each kind of field that a converted notice has otherwise than gold, with the words."""
    for column, (name, kind) in _FIELDS.items():
        score = FileScore(row["file"])
        header = header_of(row)
        if column == "number" and notice.get(name):
            notice = notice | {name: notice[name].translate(_BRACKETS)}
        compare_header(score, {"header": {k: header[k] for k in (name, "alternatives")}}, {"notice": notice})
        if score.differences:
            yield kind, f"{row[column] or None} ≠ {notice.get(name)}"
    code = notice["jurisdictionCode"] or ""
    if row["place_code"] and code != row["place_code"]:
        yield "code", f"{row['place_code']} ≠ {code or None}"
    if not row["place"] and notice["jurisdiction"]:
        yield "invented", notice["jurisdiction"]


def read(file: Path) -> dict[str, Any]:
    """Return the head of a document; of one that is refused as no notice, nothing is read."""
    try:
        notice: dict[str, Any] = as_json(convert(file))["notice"]
    except NotANotice:
        return {"jurisdiction": None, "jurisdictionCode": None}
    return notice


def main(arguments: list[str] | None = None) -> None:
    """Print the differences and the share that is right of each field."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args(arguments).folder
    gold = rows(folder)
    wrong: Counter[str] = Counter()
    for row in gold:
        notice = read(folder / f"{row['file']}.txt")
        for kind, words in differences(row, notice):
            wrong[kind] += 1
            print(f"{row['file']} {kind}: {words}")
    print(f"{len(gold)} documents; invented places: {wrong['invented']}")
    for kind in (*(kind for _, kind in _FIELDS.values()), "code"):
        print(f"{kind:8} {len(gold) - wrong[kind]:4} / {len(gold)}  {1 - wrong[kind] / len(gold):.3f}")


if __name__ == "__main__":
    main()
