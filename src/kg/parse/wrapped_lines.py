"""Texts whose every line was wrapped at a fixed width: their paragraphs put together again.

unwrapped(lines) -> lines     unchanged where the text is not wrapped
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kg.parse.grid import is_page_mark
from kg.parse.labels import label_at
from kg.parse.lines import Line, RawLine
from kg.parse.numbering import number_of
from kg.registry import patterns

# What Unicode calls wide or full-width, in the blocks that Chinese texts use.
_WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]"
)
# Wide in Chinese print only.
_WIDE_IN_PRINT = re.compile("[‘’“”—…·①-⑳×÷±℃]")
_MARK = re.compile(
    "[!-#%-*,-/:;?@\\[-\\]_{}\u00b7\u2010-\u2027\u3001-\u3003\u3008-\u3011\u3014-\u301f\uff01-\uff0f\uff1a-\uff20]"
)
_LEAST_LINES = 12
_WIDEST = 100  # columns; paragraphs that were not wrapped run longer
_SLACK = 5  # columns that a line may lack: punctuation does not begin a line
_LEAST_FULL = 0.3  # of all lines
_LEAST_FLUSH = 0.25  # of all lines, where none is indented
_BLANKS = " \t\u3000\u00a0"
_LEAST_CUT = 0.15  # of all lines: in a text left alone hardly any ends with a comma
_MOST_PIECES = 12  # of one line of the page
_INDENT = 4  # columns, of a paragraph's first line
_NEVER = 1e9
# A number or label without its words goes with those below it.
_UNFINISHED = re.compile(
    r"^[（(]?[\d一二三四五六七八九十]{1,3}[)）.．、]{1,2}$|(?:(?:责任|牵头|配合|主办|协办|负责|参与|承办)(?:单位|部门|领导)|时限)[：:]$"
)
# A bracket that closes behind who answers mostly closes the paragraph.
_SAID_WHO = re.compile(r"(?:负责|落实|列出|配合|参与|下同|[局委办厅部府会心位门前])[）)〕\]】]$")
_INNER = "，、,"
_CLOSING = "，、。；：！？）》”】"


def width(text: str) -> int:
    """Return how many columns a text takes; a Chinese character takes two."""
    return len(text) + len(_WIDE.findall(text))


def _room(text: str) -> int:
    """Return how many columns a text takes in print, where quotes and dashes are wide, too."""
    return width(text) + len(_WIDE_IN_PRINT.findall(text))


def unwrapped(lines: list[RawLine], content: str) -> list[RawLine]:
    """Return the lines, wrapped ones joined."""
    if _cut_at_marks(lines) or _fills_pages(lines, content):
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


def _fills_pages(lines: list[RawLine], content: str) -> bool:
    """Tell whether the lines are a page's, all flush left: then no indent shows where paragraphs begin."""
    if len(lines) < _LEAST_LINES or any(len(raw.line) > _WIDEST or len(raw.cells) > 1 for raw in lines):
        return False
    if any(raw.at > 0 and content[raw.at - 1] in _BLANKS for raw in lines):
        return False
    widths = sorted(width(raw.line.text) for raw in lines)
    page = widths[int(len(widths) * 0.95)]
    if not 40 <= page <= _WIDEST or widths[-1] > page + _SLACK:
        return False
    full = [raw for raw in lines if width(raw.line.text) >= page - _SLACK]
    cut = [raw for raw in full if raw.line.text[-1] not in "。；;：:！？"]
    return len(full) >= _LEAST_FLUSH * len(lines) and len(cut) >= 0.5 * len(full)


def _put_together(lines: list[RawLine]) -> list[RawLine]:
    """Join what makes up a paragraph: pieces of a page's line, and the page's lines it runs over.

    Such programs begin a new line at the page's width and at any mark where the printer moved.
    Which breaks are which shows in the sums: the pieces of a line that runs on fill the page.
    """
    kept = [raw for raw in lines if not is_page_mark(raw.line.text) or raw.line.text.isdigit()]
    found: list[RawLine] = []
    for raw, starts in zip(kept, _paragraphs(kept), strict=True):
        if starts:
            found.append(raw)
        else:
            joined = found[-1].line.sew(raw.line)
            found[-1] = RawLine((joined,), found[-1].at, joined)
    return found


def _paragraphs(lines: list[RawLine]) -> list[bool]:
    """Tell of each line whether a paragraph starts there: the cheapest way to fill the page's lines."""
    widths = sorted(_room(raw.line.text) for raw in lines)
    # Where most lines are in pieces, few show how wide the page is.
    common = widths[int(len(widths) * 0.97)]
    pages = {common, widths[-1] if common + _SLACK < widths[-1] <= _WIDEST else common}
    return min((_filled(lines, page) for page in sorted(pages)), key=lambda found: found[0])[1]


def _filled(lines: list[RawLine], page: int) -> tuple[float, list[bool]]:
    """Return what the cheapest way costs on a page of that width, and which lines start paragraphs."""
    texts = [raw.line.text for raw in lines]
    widths = [_room(text) for text in texts]
    begins = _beginnings(lines)
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
            fresh = (ending[first - 1][0] if first else 0.0) + (0.0 if begins[first] else 1.5)
            for before, starts in (
                (fresh, True),
                (running[first - 1][0] + _going_on(texts[first - 1], begins[first]), False)
                if first
                else (_NEVER, False),
            ):
                room = page - taken - (_INDENT if starts else 0)
                cost = before + within + (-room * 0.5 if room < -1 else 0.0)
                if cost < best[0]:
                    best = (cost, first, starts)
                # A comma runs on however much room is left; print may have moved its marks together.
                most = 5.0 if text[-1] in _INNER else _NEVER
                lacking = min(most, abs(room) * 0.1 + max(0, room - _SLACK) * 1.5)
                if cost + lacking < best_running[0]:
                    best_running = (cost + lacking, first, starts)
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
    if _SAID_WHO.search(text):
        return 1.5
    return 0.2 if _is_mark(text[-1]) or _is_mark(following[0]) else 6.0


def _is_mark(char: str) -> bool:
    return _MARK.match(char) is not None


def _beginnings(lines: list[RawLine]) -> list[bool]:
    """Tell of each line whether it begins something; lines of the frame stand alone."""
    found = [_begins(raw.line) for raw in lines]
    for i, raw in enumerate(lines):
        if _is_frame(raw.line.text):
            found[i : i + 2] = [True] * len(found[i : i + 2])
            # Who signs stands above the date.
            if i and width(lines[i - 1].line.text) < 60 and not _is_mark(lines[i - 1].line.text[-1]):
                found[i - 1] = found[i - 1] or (i > 1 and lines[i - 2].line.text[-1] in "。！")
        elif re.search(r"日[)）]$", raw.line.text) and len(raw.line) < 60:
            found[i + 1 : i + 2] = [True] * len(found[i + 1 : i + 2])  # 关于…的通知（2024年3月8日）
    return found


def _is_frame(text: str) -> bool:
    titles = patterns.load("titles")
    return len(text) < 32 and any(
        (match := titles[name].match(text)) is not None and (name == "furniture" or match.end() == len(text))
        for name in ("date", "cn_date", "document_number", "furniture")
    )


def _going_on(text: str, begins: bool) -> float:
    """Return what it costs to run on into the next line of the page."""
    if begins:
        return 8.0 if text[-1] in "。；;：:！？）)〕]】" else 1.0
    return 1.5 if _SAID_WHO.search(text) else 0.0


def _ended(text: str, alone: bool, opened: int, following: bool) -> float:
    """Return what it costs to end a paragraph here.

    Args:
        text: the last piece.
        alone: the paragraph is of one line, as headings are.
        opened: how many brackets are open.
        following: something begins below.
    """
    if _UNFINISHED.search(text):
        return 10.0
    cost = 0.0 if following else 0.5
    if text[-1] in _INNER:
        cost += 8.0 if not following else 4.0
    elif text[-1] not in "。；;：:！？）)〕]】” ":
        cost += 0.5 if alone else 3.0
    return cost + (4.0 if opened > 0 else 0.0)


def _depths(texts: list[str], begins: list[bool]) -> list[int]:
    """Return how many brackets are open at the end of each line; one never closed is forgotten."""
    found: list[int] = []
    depth = since = 0
    for text, begun in zip(texts, begins, strict=True):
        since = since + 1 if depth else 0
        if since > _MOST_PIECES or (begun and since > 0 and found and text[0] not in "（("):
            depth = 0
        depth = max(0, depth + _open(text))
        found.append(depth)
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
    return sum(map(text.count, "（(〔[【")) - sum(map(text.count, "）)〕]】"))


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
