"""Texts whose every line was wrapped at a fixed width: their paragraphs put together again.

unwrapped(lines) -> lines     unchanged where the text is not wrapped
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kg.parse.labels import label_at
from kg.parse.lines import Line, RawLine
from kg.parse.numbering import number_of
from kg.parse.tables import is_page_mark
from kg.registry import patterns

# What Unicode calls wide or full-width, in the blocks that Chinese texts use.
_WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]"
)
_LEAST_LINES = 12
_WIDEST = 100  # columns; paragraphs that were not wrapped run longer
_SLACK = 5  # columns that a line may lack: punctuation does not begin a line
_LEAST_FULL = 0.3  # of all lines
_LEAST_CUT = 0.15  # of all lines: in a text left alone hardly any ends with a comma
_INNER = "，、,"
_CLOSING = "，、。；：！？）》”】"


def width(text: str) -> int:
    """Return how many columns a text takes; a Chinese character takes two."""
    return len(text) + len(_WIDE.findall(text))


def unwrapped(lines: list[RawLine], content: str) -> list[RawLine]:
    """Return the lines, wrapped ones joined."""
    if _cut_at_marks(lines):
        return _put_together(lines)
    full = _fullness(lines, content)
    if full is None:
        return _closed(lines)
    found: list[RawLine] = []
    run_on = False
    for raw in lines:
        line = raw.line
        if run_on and len(raw.cells) == 1:
            if is_page_mark(line.text):
                continue
            if not _begins(line):
                last = found[-1]
                joined = last.line.join(line)
                found[-1] = RawLine((joined,), last.at, joined)
                run_on = full(raw)
                continue
        found.append(raw)
        run_on = len(raw.cells) == 1 and full(raw) and not is_page_mark(line.text)
    return found


def _cut_at_marks(lines: list[RawLine]) -> bool:
    """Tell whether lines break behind commas, as some programs write the text of a page."""
    ends = sum(raw.line.text[-1] in _INNER for raw in lines)
    return len(lines) >= _LEAST_LINES and ends > _LEAST_CUT * len(lines)


def _put_together(lines: list[RawLine]) -> list[RawLine]:
    """Join lines cut behind a mark, and those that end where the page's line was full."""
    widths = sorted(width(raw.line.text) for raw in lines)
    widest = widths[int(len(widths) * 0.97)]
    found: list[RawLine] = []
    filled = 0  # columns taken of the page's line
    runs_on = False
    for raw in lines:
        text = raw.line.text
        if is_page_mark(text) and not text.isdigit():
            continue
        begins = _begins(raw.line) and not (runs_on and text[0].isdigit())
        if (found and text[0] in _CLOSING) or (runs_on and not begins):
            last = found[-1]
            joined = last.line.join(raw.line)
            found[-1] = RawLine((joined,), last.at, joined)
        else:
            found.append(raw)
            filled = 0
        taken = width(text)
        filled = taken if filled + taken > widest + _SLACK else filled + taken
        runs_on = (
            text[-1] in _INNER
            or _open(found[-1].line.text) > 0
            or (filled >= widest - _SLACK and text[-1] not in "。；;：:！？")
        )
    return found


def _closed(lines: list[RawLine]) -> list[RawLine]:
    """Join a line whose bracket the next line closes: (县人民政府副县长⏎周密负责)."""
    found: list[RawLine] = []
    for raw in lines:
        if found and len(raw.cells) == 1 and len(found[-1].cells) == 1 and _open(found[-1].line.text) > 0:
            text = raw.line.text
            if -_open(text) == _open(found[-1].line.text) and not _begins(raw.line) and len(text) < 60:
                joined = found[-1].line.join(raw.line)
                found[-1] = RawLine((joined,), found[-1].at, joined)
                continue
        found.append(raw)
    return found


def _open(text: str) -> int:
    """Return how many brackets a line opens and does not close; negative where it closes more."""
    return text.count("（") + text.count("(") - text.count("）") - text.count(")")


def _fullness(lines: list[RawLine], content: str) -> Callable[[RawLine], bool] | None:
    """Return what tells a full line, or None where the text is not wrapped."""
    if len(lines) < _LEAST_LINES or any(len(raw.cells) > 1 for raw in lines[:_LEAST_LINES]):
        return None
    sample = lines[:400]
    widths = sorted(_width(raw, content) for raw in sample)
    widest = widths[int(len(widths) * 0.95)]
    if not 40 <= widest <= _WIDEST or widths[-1] > widest + _SLACK:
        return None
    # Some programs wrap after a number of characters, whatever room these take.
    most = sorted(len(_printed(raw, content)) for raw in sample)[int(len(sample) * 0.95)]

    def is_full(raw: RawLine) -> bool:
        return _width(raw, content) >= widest - _SLACK or len(_printed(raw, content)) >= most - 1

    full = [raw for raw in sample if is_full(raw)]
    cut = [raw for raw in full if raw.line.text[-1] not in "。；;：:！？"]
    if len(full) < _LEAST_FULL * len(sample) or len(cut) < 0.5 * len(full):
        return None
    return is_full


def _printed(raw: RawLine, content: str) -> str:
    """Return the line as it stands, indent included."""
    start = content.rfind("\n", 0, raw.at) + 1
    end = content.find("\n", raw.at)
    return content[start : end if end >= 0 else len(content)].rstrip()


def _width(raw: RawLine, content: str) -> int:
    """Return the width of the line as it stands, in columns."""
    return width(_printed(raw, content))


def _begins(line: Line) -> bool:
    """Tell whether a line begins something of its own."""
    titles = patterns.load("titles")
    number = number_of(line)
    return (
        (number is not None and number.value != 0)
        or label_at(line) is not None
        or titles["annex"].match(line.text) is not None
        or (titles["date"].match(line.text) is not None and len(line) < 14)
    )
