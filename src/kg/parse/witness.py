"""A second reader, which knows no layout: it says where tasks begin, and how far it agrees.

    agreement(document, lines) -> float      F1 of the two readers' beginnings of tasks, 0–1

A linear chain over pieces of lines (``data/reading/witness.crfsuite``), taught by the gold and by
damaged notices. It is the worse reader and never reads; where it disagrees, confidence falls.
``python -m tests.training`` makes the model anew.
"""

from __future__ import annotations

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


def agreement(document: Document, lines: Sequence[RawLine]) -> float:
    """Return how far the witness sees tasks begin where the document has them: F1, 1 where both see none."""
    found = pieces(lines)
    seen = {
        piece.line.at[0]: piece for piece, label in zip(found, _labels(found), strict=True) if label == BEGINS
    }
    items = (item for one in document.lists for item, _ in every_item(one.items, one.sections))
    held = [item.body.at[0] for item in items if item.body.text]
    if not held and not seen:
        return 1.0
    positions = sorted(seen)
    ends = {at: piece.line.at[-1] for at, piece in seen.items()}
    agreed: set[int] = set()
    hits = 0
    for at in held:
        near = [start for start in positions if start <= at <= ends[start]]
        if near and near[-1] not in agreed:
            agreed.add(near[-1])
            hits += 1
    return 2 * hits / (len(held) + len(positions))


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
