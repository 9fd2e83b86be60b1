"""Where the lists of a notice begin, what titles them, and what closes the page below them."""

from __future__ import annotations

from collections.abc import Container, Sequence

from kg.parse.document import Label
from kg.parse.grid import is_page_mark
from kg.parse.labels import cut, label_at
from kg.parse.lines import Line, RawLine
from kg.parse.numbering import number_above, number_of
from kg.parse.outline import UNIT_KINDS, heads_leaders_work
from kg.registry import patterns


def is_page_number(raw: RawLine) -> bool:
    """— 3 — or 第3页 in a line of its own; a bare 3 may number a row."""
    text = raw.line.text
    return len(raw.cells) == 1 and is_page_mark(text) and not text.isdigit()


def is_list_title(line: Line) -> bool:
    """Tell whether a line names a year's work, tasks or projects, and no more."""
    titles = patterns.load("titles")
    return (
        titles["list_title"].search(line.text) is not None
        and "关于" not in line.text
        and not titles["furniture"].search(line.text)
        and not titles["annex"].match(line.text)
        and number_of(line) is None
        and not heads_leaders_work(line)
    )


def footer(lines: Sequence[RawLine], start: int) -> set[int]:
    """Return the lines that close a saved page: from the last up, while each belongs to the site."""
    titles = patterns.load("titles")
    found: set[int] = set()
    for i in range(len(lines) - 1, start, -1):
        text = lines[i].line.text
        if not (titles["footer"].search(text) or titles["furniture"].search(text)):
            break
        found.add(i)
    return found if any(titles["footer"].search(lines[i].line.text) for i in found) else set()


def first_list(lines: Sequence[RawLine], tables: Container[int], content: str) -> int:
    """Return the index of the first line that belongs to a list; ``tables`` are first lines of tables."""
    titles = patterns.load("titles")
    title = structure = duty = len(lines)
    for i, raw in enumerate(lines):
        line = raw.line
        if i in tables:
            structure, duty = min(structure, i), min(duty, i)
        elif len(raw.cells) == 1:
            if title == len(lines) and is_list_title(line):
                title = i
            numbered = number_of(line) or number_above(line, content) or heads_leaders_work(line)
            if structure == len(lines) and numbered and not titles["attachment"].search(line.text):
                structure = i
            if any(isinstance(p, Label) and p.kind in UNIT_KINDS for p in cut(line)):
                duty = min(duty, i)
                structure = min(structure, i)
        if duty < len(lines):
            break
    if title <= duty:
        # A title of two lines begins one line earlier.
        return title if title < len(lines) else structure
    if 0 < structure < len(lines) and label_at(lines[structure].line):
        above = lines[structure - 1].line.text
        # The sentence that the first label answers for, where nothing is numbered.
        return structure - (above[-1] in "。；" and len(above) > 10)
    return structure
