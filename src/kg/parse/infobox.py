"""The box of labelled fields that a page sets above a notice: number, title, issuer, date.

    read_box(lines) -> Box

A field's value ends where the next label begins, at a bar or at the end of its line: 索引号：…
发文机关：县政府办公室 成文日期：2023-02-14. Where a table was saved as text, values stand below
their labels: one a line, or a row of values below a row of labels. Labels are rows of
``data/patterns/header.yml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kg.parse.lines import Line, RawLine, narrow
from kg.registry import patterns
from kg.registry.patterns import rule

BOX_LINES = 16  # the box of a page stands in the first lines
_KINDS = ("number", "title", "issuer", "source", "issued", "other")
_BEGINS = "：:|】] \t"  # what may stand before a label
# The form of a value, as patterns of ``data/patterns/titles.yml``.
_FORMS = {"number": ("document_number",), "title": ("title_end",), "issued": ("date", "cn_date", "iso_date")}
_FILL = "：:|】] "  # what stands between a label and its value


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
    labels = [leading(raw.line) for raw in lines]
    for i, (raw, found) in enumerate(zip(lines, labels, strict=True)):
        if not found:
            continue
        box.lines.add(i)
        below = i + 1 if i + 1 < len(lines) and not labels[i + 1] else None
        values = [_value(raw.line, begin, end) for _, begin, end in _stretches(raw.line, found)]
        if below is not None and not any(value.text for value in values):
            if len(found) == 1 and _stands_below(found[0][0], i, lines, labels):
                values = [lines[below].line]
                box.lines.add(below)
            elif len(found) > 1 and len(row := _parts(lines[below])) == len(found):
                values = row
                box.lines.add(below)
        for (kind, _, _), value in zip(found, values, strict=True):
            box.fields[kind].append(value)
    return box


Label = tuple[str, int, int]  # kind, where it begins, where its value does


def leading(line: Line) -> list[Label]:
    """Return the labels of a line that begins with one."""
    found = labels_in(line)
    if not found:
        return []
    before = line.text[: found[0][1]]
    return [] if rule("header.moment").sub("", before).strip(">#| ") else found


def _stretches(line: Line, found: list[Label]) -> list[Label]:
    """Return the kind of each label with the bounds of what follows it."""
    ends = [begin for _, begin, _ in found[1:]] + [len(line)]
    return [(kind, begin, end) for (kind, _, begin), end in zip(found, ends, strict=True)]


def _stands_below(kind: str, at: int, lines: list[RawLine], labels: list[list[Label]]) -> bool:
    """Tell whether the value of the lone label in line ``at`` is the line below it.

    In such a box a label follows each value; the last value shows by the boxes above it and by its form.
    """
    follows = at + 2 < len(lines) and bool(labels[at + 2])
    run = at >= 2 and bool(labels[at - 2]) and not labels[at - 1]
    value = lines[at + 1].line
    if kind == "other":
        return follows and not patterns.load("header")["act"].search(value.text)
    titles, forms = patterns.load("titles"), _FORMS.get(kind)
    return (follows or run) and (
        forms is None or any(titles[form].search(narrow(value.text)) for form in forms)
    )


def _parts(raw: RawLine) -> list[Line]:
    """Return the cells of a row, or what gaps part where it has none."""
    if len(raw.cells) > 1:
        return list(raw.cells)
    line, found, start = raw.line, [], 0
    for i in range(1, len(line)):
        if line.text[i] == " " or line.gap(i):
            found.append(line.part(start, i))
            start = i
    found.append(line.part(start))
    return [part for part in found if part.text]


def labels_in(line: Line) -> list[Label]:
    """Return the labels of a line: kind, where it begins and where its value does."""
    rules = patterns.load("header")
    found: list[Label] = []
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
    return line.text[end - 1] in _FILL or end == len(line) or line.gap(end)


def _value(line: Line, start: int, end: int) -> Line:
    bar = line.text.find("|", start, end)
    part = line.part(start, end if bar < 0 else bar)
    while part.text and part.text[0] in _FILL:
        part = part.part(1)
    return part
