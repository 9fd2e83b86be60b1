"""Where the lists of a notice begin, what titles them, and what closes the page below them."""

from __future__ import annotations

from collections.abc import Container, Sequence
from itertools import pairwise

from kg.parse.compiled import titled
from kg.parse.document import TELLS_WHO, Label
from kg.parse.grid import is_page_mark
from kg.parse.infobox import BOX_LINES, leading
from kg.parse.labels import cut, opens_with_label
from kg.parse.lines import Line, RawLine, once
from kg.parse.numbering import number_above, number_of
from kg.parse.outline import heads_leaders_work, is_marked_topic
from kg.registry.patterns import rule

_TITLE_LINE = 50  # characters of a line in which a title is set
_HEAD_LINES = 80  # of a page, in which a letter may begin below menus
_TITLE_LINES = 6  # above the addressees, in which their letter's title ends


def page_numbers(lines: Sequence[RawLine]) -> set[int]:
    """Return the lines that count pages; a bare 3 may number a row, but not within a list of names."""
    found = {i for i, raw in enumerate(lines) if _is_page_number(raw)}
    for i, (above, raw) in enumerate(pairwise(lines), start=1):
        if above.line.text[-1] == "、" and is_page_mark(raw.line.text) and len(raw.cells) == 1:
            found.add(i)
    return found


def _is_page_number(raw: RawLine) -> bool:
    """Tell whether — 3 —, 第3页 or 续表 stands in a line of its own or behind what runs above the page."""
    text = raw.line.text
    marks = any(rule(f"page.{name}").match(text) for name in ("running", "table_goes_on"))
    return len(raw.cells) == 1 and (marks or (is_page_mark(text) and not text.isdigit()))


@once
def is_list_title(line: Line) -> bool:
    """Tell whether a line names a year's work, tasks or projects, and no more."""
    return (
        rule("titles.list_title").search(line.text) is not None
        and not rule("titles.names_act").search(line.text)
        and not rule("titles.annex").match(line.text)
        and number_of(line) is None
        and not heads_leaders_work(line)
    )


def footer(lines: Sequence[RawLine], start: int) -> set[int]:
    """Return the lines that close a saved page: from the last up, while each belongs to the site."""
    found: set[int] = set()
    closes = False
    for i in range(len(lines) - 1, start, -1):
        text = lines[i].line.text
        ends = rule("titles.footer").search(text) is not None
        if not ends and not rule("titles.furniture").search(text):
            break
        closes = closes or ends
        found.add(i)
    return found if closes else set()


def _ends_title(lines: Sequence[RawLine], at: int) -> bool:
    """Tell whether a line ends a title that names its act: 关于在新城开展⏎2024年重点工作的实施方案."""
    above = lines[at - 1].line.text if at else ""
    act = rule("header.act").search(above)
    return (
        act is not None
        and len(above) <= _TITLE_LINE
        and above[-1] not in "。；：:，,！"
        and not rule("header.no_issuer").search(above[: act.start()])
        and not rule("titles.title_end").search(above)
        and not rule("header.issues").search(above)
    )


def _in_box(lines: Sequence[RawLine], at: int) -> bool:
    """Tell whether a label stands in the box above a notice: 责任部门： between 发布机构： and 生成日期：."""
    around = (range(max(0, at - 2), at), range(at + 1, min(len(lines), at + 3)))
    return at < BOX_LINES and all(any(leading(lines[i].line) for i in side) for side in around)


def _says_who(line: Line) -> bool:
    return any(isinstance(part, Label) and part.kind in TELLS_WHO for part in cut(line))


def _begins_item(lines: Sequence[RawLine], at: int, content: str) -> bool:
    line = lines[at].line
    if _signs(lines, at):
        return False
    numbered = number_of(line) or number_above(line, content) or heads_leaders_work(line)
    return bool(numbered) and not rule("titles.attachment").search(line.text)


def cut_in_quotes(above: Line, below: Line) -> bool:
    """Tell whether print broke a title within the marks of a name: …《关于加强⏎街道工作的意见》的方案."""
    opened = above.text.rfind("《") > above.text.rfind("》")
    closed = below.text.find("》")
    closes = closed >= 0 and not 0 <= below.text.find("《") < closed
    return opened and closes and "。" not in above.text + below.text and len(above) <= _TITLE_LINE


def is_addressed(line: Line) -> bool:
    """Tell whether a line names those to whom a letter goes: 各乡镇人民政府：."""
    return (
        rule("titles.addressees").search(line.text) is not None
        and rule("header.addressed").search(line.text) is not None
        and not rule("titles.furniture").search(line.text)
        and not number_of(line)
    )


def _addressees(lines: Sequence[RawLine], tables: Container[int]) -> int:
    """Return the line below its title to which a letter is addressed; what stands above it is no list.

    Menus are numbered, and a page may be headed by the name of what the letter issues. 0 where there is none.
    """
    for i, raw in enumerate(lines[:_HEAD_LINES]):
        if i in tables or _says_who(raw.line):
            return 0
        above = [one.line for one in lines[max(0, i - _TITLE_LINES) : i]]
        if is_addressed(raw.line) and any(rule("header.act").search(line.text) for line in above):
            return i if any(rule("titles.title_end").search(line.text) for line in above) else 0
    return 0


def _signs(lines: Sequence[RawLine], at: int) -> bool:
    """Tell whether a leader's name stands above the day: 市长 王安 signs an order, and heads no work."""
    below = lines[at + 1].line.text if at + 1 < len(lines) else ""
    return rule("page.frame").fullmatch(below) is not None and not number_of(lines[at].line)


def first_list(lines: Sequence[RawLine], tables: Container[int], content: str) -> int:
    """Return the index of the first line that belongs to a list; ``tables`` are first lines of tables."""
    structure = len(lines)
    for i in range(_addressees(lines, tables), len(lines)):
        raw, line = lines[i], lines[i].line
        if i == 0 and (rule("titles.numbered_title").match(line.text) or titled(line)):
            continue
        told = i in tables
        if i < BOX_LINES and not told and rule("header.way").search(line.text) and not number_of(line):
            structure = len(lines)  # what is numbered above the way to the page belongs to its site
            continue
        if not told and len(raw.cells) == 1:
            if is_list_title(line) and not _ends_title(lines, i):
                return i
            told = _says_who(line) and not _in_box(lines, i)
            if _begins_item(lines, i, content):
                structure = min(structure, i)
        if told:
            structure = min(structure, i)
            break
    if 0 < structure < len(lines) and opens_with_label(lines[structure].line):
        # The sentence that the first label answers for, where nothing is numbered.
        above = lines[structure - 1].line.text
        return structure - (above[-1] in "。；" and len(above) > 10)
    return structure - _is_headed(lines, structure)


def _is_headed(lines: Sequence[RawLine], start: int) -> bool:
    """Tell whether a heading in marks (【上学】) stands above the first item: another is dressed alike."""
    if not 0 < start < len(lines) or not is_marked_topic(lines[start - 1].line):
        return False
    mark = lines[start - 1].line.text[0]
    return any(raw.line.text[0] == mark and is_marked_topic(raw.line) for raw in lines[start + 1 :])
