"""Texts whose every line was wrapped at a page's width: their paragraphs put together again.

    unwrapped(lines, content) -> lines     unchanged where the text is not wrapped

Some programs begin a new line at the page's width and at any mark where the printer moved. Which
breaks are which shows in the sums: the pieces of a line that runs on fill the page.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from kg.parse.even_rows import even_rows
from kg.parse.grid import split_headings
from kg.parse.labels import label_at
from kg.parse.lines import Line, RawLine, room
from kg.parse.numbering import number_of
from kg.registry.patterns import rule

_LEAST_LINES = 12
_WIDEST = 100  # columns; paragraphs that were not wrapped run longer
_SLACK = 5  # columns that a line may lack: punctuation does not begin a line
_NARROWEST = 40  # columns of a page; cells are narrower
_RAGGED = 8  # columns between the lines of a page: figures and names are not cut, marks do not begin a line
_LEAST_BROKEN, _LEAST_SHARE = 5, 0.1  # lines that break off, and their share of all lines
_LEAST_BLANK = 0.6  # of the lines: below a blank line, where blank lines part the paragraphs
_LEAST_CELLS, _LEAST_APART = 0.15, 0.8  # of the lines: broken off; of these: a single one below its first
_LEAST_FLUSH = 0.6  # of the lines that break off: as wide as the page
_LEAST_CUT_OFF = 0.5  # of the lines as wide as the page: broken off
_LEAST_CUT = 0.15  # of all lines: in a text left alone hardly any ends with a comma
_MOST_PIECES = 12  # of one line of the page
_INDENT = 4  # columns, of a paragraph's first line
_UNMARKED, _UNINDENTED = 1.5, 4.0  # what a start costs that nothing marks; where the others are indented
_FIRST = ("01", "001")  # what a list begins with that is counted with noughts
_NEVER = 1e9
_SHORTEST_HEAD = 8  # characters of what stands at the head of each page again
_ENDS = "。；;：:！？"
_CLOSED = _ENDS + "）)〕]】］〗"
_INNER = "，、,"
_CLOSING = "，、。；：！？）》”】"
_HANGING = "，、。；"  # marks that begin no paragraph
_LEAST_HANGING = 3  # lines that begin with one tell a page's width
_WIDE_BLANK = 3  # characters
_LEAST_PARTED = 0.3  # of all lines
_BLANKS = " \t\u3000\u00a0"


def unwrapped(lines: list[RawLine], content: str) -> list[RawLine]:
    """Return the lines, wrapped ones joined; what stands around even rows is looked at by itself."""
    found: list[RawLine] = []
    rest = start = 0
    while start < len(lines):
        even = even_rows(lines, start)
        if even:
            found += [*_unwrapped(lines[rest:start], content), *lines[start : even[1]]]
            rest = even[1]
        start = even[1] if even else start + 1
    return [*found, *_unwrapped(lines[rest:], content)]


def _unwrapped(lines: list[RawLine], content: str) -> list[RawLine]:
    if _holds_columns(lines):
        return lines
    if below := _below_blank_lines(lines, content):
        return _joined(lines, below)
    page = _page(lines, content)
    if page is None and not _cut_at_marks(lines):
        return lines
    indents = [_indent(raw, content) for raw in lines]
    pages = {page} if page else _likely_pages(lines)
    return _joined(lines, _paragraphs(lines, indents, pages))


def _joined(lines: list[RawLine], starts: list[bool]) -> list[RawLine]:
    found: list[RawLine] = []
    for raw, begins in zip(lines, starts, strict=True):
        if begins or not found:
            found.append(raw)
        else:
            joined = found[-1].line.sew(raw.line)
            found[-1] = RawLine((joined,), found[-1].at, joined)
    return found


def _below_blank_lines(lines: list[RawLine], content: str) -> list[bool]:
    """Tell of each line whether a paragraph starts there, where blank lines part them all; else nothing."""
    starts = [True, *(_blank_above(content, a, b) for a, b in pairwise(lines))]
    runs_on = {i for i, begins in enumerate(starts) if not begins}
    broken = [i for i in runs_on if not _begins(lines[i].line) and lines[i - 1].line.text[-1] not in _CLOSED]
    # A box of fields, or a letter's head, is a few lines together; cells are broken all over the text.
    apart = sum(i - 1 not in runs_on for i in runs_on)
    few = len(broken) < max(_LEAST_BROKEN, _LEAST_CELLS * len(lines)) or len(runs_on) > len(broken)
    parted = len(lines) >= _LEAST_LINES and sum(starts) > _LEAST_BLANK * len(lines)
    return starts if parted and not few and apart > _LEAST_APART * len(runs_on) else []


def _blank_above(content: str, above: RawLine, below: RawLine) -> bool:
    return content.count("\n", above.line.at[-1], below.line.at[0]) > 1


def _holds_columns(lines: list[RawLine]) -> bool:
    """Tell whether wide blanks or bars part lines into columns: then a line's neighbour is no part of it."""
    bar = rule("tables.bar_between")
    wide = sum(
        any(b - a > _WIDE_BLANK for a, b in pairwise(raw.line.at)) or bar.match(raw.line.text) is not None
        for raw in lines
    )
    return wide > _LEAST_PARTED * len(lines)


def _cut_at_marks(lines: list[RawLine]) -> bool:
    """Tell whether lines break behind commas, as some programs write the text of a page."""
    ends = sum(raw.line.text[-1] in _INNER for raw in lines)
    return len(lines) >= _LEAST_LINES and ends > _LEAST_CUT * len(lines)


def _page(lines: list[RawLine], content: str) -> int | None:
    """Return how many columns wide a page is whose edge breaks lines off, or None where none does.

    How many the others are is no matter: a page may hold one paragraph beside many short lines.
    """
    widths = [_indent(raw, content) + room(raw.line.text) for raw in lines]
    begins = [_begins(raw.line) for raw in lines[1:]]
    broken = [
        width
        for raw, width, begun in zip(lines, widths, begins, strict=False)
        if width >= _NARROWEST and not begun and len(raw.cells) == 1 and raw.line.text[-1] not in _CLOSED
    ]
    hanging = [
        width for width, below in zip(widths, lines[1:], strict=False) if below.line.text[0] in _HANGING
    ]
    if len(hanging) >= _LEAST_HANGING and _NARROWEST <= max(hanging) <= min(hanging) + _RAGGED:
        return max(hanging)
    if len(broken) < max(_LEAST_BROKEN, _LEAST_SHARE * len(lines)):
        return None
    page = sorted(broken)[int(len(broken) * 0.9)]
    flush = sum(abs(width - page) <= _RAGGED for width in broken)
    as_wide = sum(abs(width - page) <= _RAGGED for width in widths)
    sure = page <= _WIDEST and flush >= max(_LEAST_FLUSH * len(broken), _LEAST_CUT_OFF * as_wide)
    return page if sure else None


def _likely_pages(lines: list[RawLine]) -> set[int]:
    """Return how wide the page may be where most lines are in pieces."""
    widths = sorted(room(raw.line.text) for raw in lines)
    common = widths[int(len(widths) * 0.97)]
    return {common, widths[-1] if common + _SLACK < widths[-1] <= _WIDEST else common}


def _indent(raw: RawLine, content: str) -> int:
    """Return how many columns stand blank before a line."""
    first = raw.line.at[0]
    blanks = content[content.rfind("\n", 0, first) + 1 : first]
    return room(blanks) if not blanks.strip(_BLANKS) else 0


def _paragraphs(lines: list[RawLine], indents: list[int], pages: set[int]) -> list[bool]:
    """Tell of each line whether a paragraph starts there: the cheapest way to fill the page's lines."""
    texts = [raw.line.text for raw in lines]
    begins = _beginnings(lines)
    marked = [indent > 0 for indent, begun in zip(indents, begins, strict=True) if begun]
    indented = 2 * sum(marked) > len(marked) and not all(indents)
    if indented:
        begins = [begun or indent > 0 for begun, indent in zip(begins, indents, strict=True)]
    widths = [indent + room(text) for indent, text in zip(indents, texts, strict=True)]
    unmarked, spared = (_UNINDENTED, 0) if indented else (_UNMARKED, _INDENT)
    ways = (_filled(texts, widths, begins, page, unmarked, spared) for page in sorted(pages))
    return min(ways, key=lambda found: found[0])[1]


def _filled(
    texts: list[str], widths: list[int], begins: list[bool], page: int, unmarked: float, spared: int
) -> tuple[float, list[bool]]:
    """Return what the cheapest way costs on a page of that width, and which lines start paragraphs.

    Args:
        texts: the lines.
        widths: how many columns each takes, its indent with it.
        begins: whether a number, a label or an indent marks a line as a beginning.
        page: how many columns wide the page is.
        unmarked: what it costs to start a paragraph that nothing marks.
        spared: columns of an indent that the text may have lost.
    """
    opened = _depths(texts, begins)
    # By the end of a page's line: cost, where that line starts, whether a paragraph starts with it.
    ending: list[tuple[float, int, bool]] = []
    running: list[tuple[float, int, bool]] = []
    for i, text in enumerate(texts):
        best = best_running = (_NEVER, i, True)
        taken = 0
        within = 0.0
        for first in range(i, max(-1, i - _MOST_PIECES), -1):
            taken += widths[first]
            if first < i:
                if taken > page + _SLACK:
                    break
                within += _inside(texts[first], texts[first + 1], begins[first + 1])
            ways = [((ending[first - 1][0] if first else 0.0) + (0.0 if begins[first] else unmarked), True)]
            if first:
                ways.append((running[first - 1][0] + _going_on(texts[first - 1], begins[first]), False))
            for before, starts in ways:
                left = page - taken
                left = max(0, left - spared) if starts and left > 0 else left
                cost = before + within + (-left * 0.5 if left < -1 else 0.0)
                best = min(best, (cost, first, starts), key=lambda way: way[0])
                # A comma runs on however much room is left; print may have moved its marks together.
                most = 5.0 if text[-1] in _INNER else _NEVER
                spare = _SLACK if text[-1] in _CLOSED else _RAGGED
                lacking = min(most, abs(left) * 0.1 + max(0, left - spare) * 1.5)
                best_running = min(best_running, (cost + lacking, first, starts), key=lambda way: way[0])
        following = i + 1 == len(texts) or begins[i + 1]
        ending.append((best[0] + _ended(text, best[2], opened[i], following), *best[1:]))
        running.append(best_running)
    starts_at = [False] * len(texts)
    i, ends = len(texts) - 1, True
    while i >= 0:
        _, first, ends_above = (ending if ends else running)[i]
        starts_at[first] = ends_above
        i, ends = first - 1, ends_above
    return ending[-1][0], starts_at


def _inside(text: str, following: str, begins: bool) -> float:
    """Return what a break within a page's line costs: it stands beside a mark."""
    if begins:
        return 8.0
    if text[-1] in _INNER or following[0] in _CLOSING:
        return 0.0
    if text[-1] in "：:":
        return 2.0  # addressees
    if rule("page.said_who").search(text):
        return 1.5
    return 0.2 if rule("page.mark").match(text[-1]) or rule("page.mark").match(following[0]) else 6.0


def _beginnings(lines: list[RawLine]) -> list[bool]:
    """Tell of each line whether it begins something; the frame, and what comes again, stands alone."""
    counted = _counted(lines)
    unmarked = (text for raw in lines if not {*(text := raw.line.text)} & {*_CLOSED, *_INNER})
    again = Counter(text for text in unmarked if len(text) >= _SHORTEST_HEAD)
    found = [i in counted or _begins(raw.line) for i, raw in enumerate(lines)]
    for i, raw in enumerate(lines):
        above = lines[i - 1].line.text if i > 1 else ""
        framed = rule("page.frame").fullmatch(raw.line.text) or rule("titles.furniture").match(raw.line.text)
        if framed or again[raw.line.text] > 1:
            found[i : i + 2] = [True] * len(found[i : i + 2])
            # Who signs stands above the date, below the end of a sentence.
            if above and room(above) < 60 and lines[i - 2].line.text[-1] in "。！":
                found[i - 1] = True
        elif rule("page.dated").search(raw.line.text):
            found[i + 1 : i + 2] = [True] * len(found[i + 1 : i + 2])
    return found


def _counted(lines: list[RawLine]) -> set[int]:
    """Return the lines that count up below headings of columns that have run together: rows of a table."""
    found: set[int] = set()
    headed = False
    for i, raw in enumerate(lines):
        headed = headed or ("号" in raw.line.text[:3] and bool(split_headings(raw.line)))
        headed = headed or raw.line.text.startswith(_FIRST)
        match = rule("tables.line_number").match(raw.line.text) if headed else None
        if match and int(match["number"]) == len(found) + 1:
            found.add(i)
    return found


def _begins(line: Line) -> bool:
    """Tell whether a line begins something of its own."""
    number = number_of(line)
    return (
        (number is not None and number.value != 0)
        or label_at(line) is not None
        or rule("titles.annex").match(line.text) is not None
        or rule("tables.behind").match(line.text) is not None
    )


def _going_on(text: str, begins: bool) -> float:
    """Return what it costs to run on into the next line of the page."""
    if begins:
        return 8.0 if text[-1] in _CLOSED else 1.0
    return 1.5 if rule("page.said_who").search(text) else 0.0


def _ended(text: str, alone: bool, opened: int, following: bool) -> float:
    """Return what it costs to end a paragraph here.

    Args:
        text: the last piece.
        alone: the paragraph is of one line, as headings are.
        opened: how many brackets are open.
        following: something begins below.
    """
    if rule("page.unfinished").search(text):
        return 10.0
    cost = 0.0 if following else 0.5
    if text[-1] in _INNER:
        cost += 4.0 if following else 8.0
    elif text[-1] not in _CLOSED + "” ":
        cost += 0.5 if alone else 3.0
    return cost + (4.0 if opened > 0 else 0.0)


def _depths(texts: list[str], begins: list[bool]) -> list[int]:
    """Return how many brackets are open at the end of each line; one never closed is forgotten."""
    found: list[int] = []
    depth = since = 0
    for text, begun in zip(texts, begins, strict=True):
        since = since + 1 if depth else 0
        if since > _MOST_PIECES or (begun and since > 0 and text[0] not in "（("):
            depth = 0
        depth = max(0, depth + sum(map(text.count, "（(〔[【［〖")) - sum(map(text.count, "）)〕]】］〗")))
        found.append(depth)
    return found
