"""The box of labelled fields that a page sets above a notice: number, title, issuer, date.

    read_box(lines) -> Box

A field's value ends where the next label begins, at a bar or at the end of its line: 索引号：…
发文机关：县政府办公室 成文日期：2023-02-14. Labels are rows of ``data/patterns/header.yml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kg.parse.lines import Line, RawLine
from kg.registry import patterns

_KINDS = ("number", "title", "issuer", "source", "issued", "other")
_BEGINS = "：:|】] \t"  # what may stand before a label


@dataclass
class Box:
    """The fields of a kind in the order of the text, and the lines that hold nothing else."""

    fields: dict[str, list[Line]] = field(default_factory=lambda: {kind: [] for kind in _KINDS})
    lines: set[int] = field(default_factory=set)

    def first(self, kind: str) -> Line | None:
        """Return the first value of a kind that is not empty."""
        return next((line for line in self.fields[kind] if line.text), None)


def read_box(lines: list[RawLine]) -> Box:
    """Return the labelled fields of the lines that begin with a label."""
    box = Box()
    for i, raw in enumerate(lines):
        found = labels_in(raw.line)
        if not found or raw.line.text[: found[0][1]].strip(">#|"):
            continue
        box.lines.add(i)
        for (kind, _, begin), following in zip(found, [*found[1:], None], strict=True):
            end = following[1] if following else len(raw.line)
            box.fields[kind].append(_value(raw.line, begin, end))
    return box


def labels_in(line: Line) -> list[tuple[str, int, int]]:
    """Return the labels of a line: kind, where it begins and where its value does."""
    rules = patterns.load("header")
    found: list[tuple[str, int, int]] = []
    position = 0
    while position < len(line):
        best = None
        if position == 0 or line.text[position - 1] in _BEGINS or line.gap(position):
            for kind in _KINDS:
                match = rules[f"{kind}_label"].match(line.text, position)
                if match and _is_label(line, match) and (best is None or match.end() > best[2]):
                    best = (kind, position, match.end())
        if best:
            found.append(best)
            position = best[2]
        else:
            position += 1
    return found


def _is_label(line: Line, match: re.Match[str]) -> bool:
    """Return whether a label ends here: at a mark, a gap, or the end of its line."""
    end = match.end()
    return line.text[end - 1] in "：:|】] " or end == len(line) or line.gap(end)


def _value(line: Line, start: int, end: int) -> Line:
    bar = line.text.find("|", start, end)
    part = line.part(start, end if bar < 0 else bar)
    while part.text and part.text[0] in "：:|】] ":
        part = part.part(1)
    return part
