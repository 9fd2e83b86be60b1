"""A second reader, which knows no layout: it says where tasks begin, and how far it agrees.

    testimony(document, lines) -> {name: value}      how far the two readers' beginnings of tasks agree

A linear chain over pieces of lines (``data/reading/witness.crfsuite``), taught by the gold and by
damaged notices. It is the worse reader and never reads; where it disagrees, confidence falls.
``python -m tests.training`` makes the model anew.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from threading import Lock
from typing import Any

import pycrfsuite

from kg import resources
from kg.parse.bodies import names_bodies
from kg.parse.document import Document, every_item
from kg.parse.grid import column_kind
from kg.parse.labels import opens_with_label
from kg.parse.lines import Line, RawLine
from kg.parse.numbering import number_of
from kg.registry.patterns import rule

BEGINS, BODIES, OTHER = "task", "bodies", "other"
_LONG = 60  # characters; longer lines are cut at the ends of sentences
_MOST = 20_000  # pieces that are looked at


@dataclass(frozen=True, slots=True)
class Piece:
    """A cell, a short line, or a sentence of a long one; ``first`` where it opens its line."""

    line: Line
    first: bool
    cells: int  # of its line
    cell: int


def pieces(lines: Sequence[RawLine]) -> list[Piece]:
    """Cut the lines into pieces, in order."""
    found: list[Piece] = []
    for raw in lines:
        for i, cell in enumerate(raw.cells):
            if not cell.text:
                continue
            bounds = (
                [0, *(m.start() for m in rule("page.sentence_end").finditer(cell.text)), len(cell)]
                if len(cell) > _LONG
                else [0, len(cell)]
            )
            for start, end in pairwise(bounds):
                part = cell.part(start, end)
                if part.text:
                    found.append(Piece(part, start == 0, len(raw.cells), i))
        if len(found) > _MOST:
            break
    return found


def features(found: Sequence[Piece]) -> list[dict[str, float]]:
    """Return what tells a piece's part in a notice: its own marks and those of its neighbours."""
    own = [_marks(piece) for piece in found]
    rows: list[dict[str, float]] = []
    for i, marks in enumerate(own):
        row = dict.fromkeys(marks, 1.0)
        for step in (-2, -1, 1, 2):
            if 0 <= i + step < len(own):
                row.update(dict.fromkeys((f"{step}:{mark}" for mark in own[i + step]), 1.0))
        row["bias"] = 1.0
        rows.append(row)
    return rows


def _marks(piece: Piece) -> list[str]:
    line, text = piece.line, piece.line.text
    number = number_of(line)
    label = opens_with_label(line)
    words = text[number.end :] if number else text
    marks = [
        f"length {min(6, len(text).bit_length())}",
        f"ends {_class(text[-1])}",
        f"opens {_class(text[0])}",
    ]
    if piece.first:
        marks.append("first")
    if piece.cells > 1:
        marks.append(f"cell {min(piece.cell, 5)} of {min(piece.cells, 6)}")
    if number:
        marks.append(f"number {number.style}")
    if label:
        marks.append(f"label {label[0]}")
    if text.isdigit():
        marks.append("digits")
    elif rule("tables.figure").search(words):
        marks.append("figure")
    if len(text) > 2 and names_bodies(text.strip("（）()。；")):
        marks.append("bodies")
    elif len(text) <= 14 and (kind := column_kind(text)):
        marks.append(f"column {kind}")
    if rule("targets.verb").match(words):
        marks.append("verb")
    if rule("duties.clause_verb").search(text):
        marks.append("duty")
    if rule("titles.furniture").search(text):
        marks.append("furniture")
    return marks


def _class(char: str) -> str:
    """Return what kind of character this is: marks are themselves."""
    if char.isdigit():
        return "0"
    return "字" if "一" <= char <= "龥" else char


def testimony(document: Document, lines: Sequence[RawLine]) -> dict[str, float]:
    """Return how far the witness sees tasks begin where the document has them.

    Returns:
        ``agreement``, the F1 of the beginnings, 1 where neither sees any; ``seen``, the share of the items
        whose beginning it sees, too; and, for each item, the further beginnings that it sees ``before``
        the first, ``outside`` all of them, and at the head of a line ``inside`` one. How many sentences of
        an item look like beginnings tells of its genre alone.
    """
    found = pieces(lines)
    seen = [piece for piece, label in zip(found, _labels(found), strict=True) if label == BEGINS]
    items = (item for one in document.lists for item, _ in every_item(one.items, one.sections))
    held = [(item.body.at[0], item.body.at[-1]) for item in items if item.body.text]
    if not held:
        return {"agreement": float(not seen)}
    begun = {piece.line.at[0]: piece for piece in seen}
    met = _met([at for at, _ in held], seen)
    rest = [begun[at] for at in begun.keys() - met]
    count = len(held)
    return {
        "agreement": 2 * len(met) / (count + len(begun)),
        "seen": len(met) / count,
        **{name: where / count for name, where in _where(rest, sorted(held)).items()},
    }


def _met(held: Sequence[int], seen: Sequence[Piece]) -> set[int]:
    """Return where the pieces begin that hold the beginning of an item."""
    starts = sorted((piece.line.at[0], piece.line.at[-1]) for piece in seen)
    met = set()
    for at in held:
        number = bisect_right(starts, (at, sys.maxsize)) - 1
        if number >= 0 and starts[number][1] >= at:
            met.add(starts[number][0])
    return met


def _where(rest: Sequence[Piece], held: Sequence[tuple[int, int]]) -> dict[str, int]:
    """Count the beginnings before all items, outside each, and at the head of a line inside one."""
    found = {"before": 0, "outside": 0, "inside": 0}
    for piece in rest:
        at = piece.line.at[0]
        number = bisect_right(held, (at, sys.maxsize)) - 1
        if number < 0:
            found["before"] += 1
        elif held[number][1] < at:
            found["outside"] += 1
        elif piece.first:
            found["inside"] += 1
    return found


_lock = Lock()  # a tagger holds the sequence that it is asked about


@cache
def _tagger() -> Any:
    tagger = pycrfsuite.Tagger()
    tagger.open(str(resources.data("reading", "witness.crfsuite")))
    return tagger


def _labels(found: Sequence[Piece]) -> list[str]:
    if not found:
        return []
    with _lock:
        return list(_tagger().tag(features(found)))
