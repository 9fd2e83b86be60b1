"""A table whose cells have run together into one line, as some pages publish them.

What parts the cells again is what the columns must hold: row numbers that count up, money whose
sums the total row states, names of bodies and of people. Where more than one reading adds up, or
none does, the table is left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache, partial

from kg.parse.document import Item, ItemList, Label, LabelKind, Section
from kg.parse.grid import column_kind, unit_stated
from kg.parse.lines import Line
from kg.parse.page import Page
from kg.parse.readings.joined_rows import JOINED_BODIES, split_headings
from kg.parse.readings.reading import Reading
from kg.registry import patterns
from kg.registry.measures import measures

_MONEY = ("total", "planned", "fiscal", "upward", "self")
_WHO: tuple[LabelKind, ...] = ("lead", "responsible", "leader")
_MAX_HEADINGS = 14
_STAGE = (
    "加快建设",
    "开工建设",
    "续建",
    "新建",
    "竣工",
    "投产",
    "前期",
    "建成",
    "在建",
    "开工",
    "谋划",
    "储备",
    "完工",
    "扩建",
    "改建",
)


def propose(page: Page) -> Iterator[Reading]:
    """Yield the one table, if there is one that reads without doubt."""
    for i, raw in enumerate(page.lines):
        line = raw.line
        if len(line) < 60 or "序号" not in line.text or len(raw.cells) > 1:
            continue
        found = _read(line)
        if found:
            yield Reading("joined-table", i, i, found)
            return


def _headings(line: Line) -> tuple[list[tuple[str, str]], int] | None:
    """Read 序号项目名称总投资… as headings: the longest known ones first."""
    start = line.text.index("序号")
    text = line.text
    total = re.search(r"合计|总计", text[start:])
    first_row = re.search(r"(?<!\d)1[一-龥]", text[start:])
    limit = start + min(m.start() for m in (total, first_row) if m) if (total or first_row) else -1
    if limit <= start:
        return None
    head = text[start:limit]
    words = split_headings(head)
    return ([(column_kind(w) or "other", w) for w in words], limit) if words else None


@cache
def _names() -> re.Pattern[str]:
    return re.compile(patterns.load("leaders")["name_only"].pattern.strip("^$").replace("(?P<name>", "(?:"))


def _read(line: Line) -> ItemList | None:
    headings = _headings(line)
    if not headings:
        return None
    columns, start = headings
    kinds = [kind for kind, _ in columns]
    money = [kind for kind in kinds if kind in _MONEY]
    whole = line
    groups = list(_GROUP.finditer(line.text, start))
    line = _masked(line, [group.span() for group in groups])
    rows = list(_rows(line, start))
    if not rows or "name" not in kinds or not money:
        return None
    head = rows[0]
    stated = _numbers(head[1], len(money)) if head[0] == 0 else []
    options = [
        _row_options(line, begin, end, columns, len(money)) for number, begin, end in _bounds(rows) if number
    ]
    if not options or not all(options):
        return None
    options = [_plausible(row) or row for row in _most_likely(options)]
    chosen = _adding_up(options, stated) if stated else []
    if not chosen:  # no total, or rows are missing: only what reads one way
        chosen = [row[0] for row in map(_plausible, options) if len(row) == 1]
    if len(chosen) != len(options):
        return None
    unit = unit_stated(line.text[:start])
    items: list[tuple[int, Item]] = []
    for (number, begin, _end), cells in zip([r for r in _bounds(rows) if r[0]], chosen, strict=True):
        labels = tuple(Label(kind, None, cells[kind]) for kind in _WHO if kind in cells)
        items.append((begin, Item(str(number), cells["name"], labels, cells, unit, dict(columns))))
    title = _title(line)
    loose = tuple(item for begin, item in items if not groups or begin < groups[0].start())
    sections = []
    for i, group in enumerate(groups):
        end = groups[i + 1].start() if i + 1 < len(groups) else len(line)
        own = tuple(item for begin, item in items if group.end() <= begin < end)
        heading = whole.part(group.start("name"), group.end("name"))
        sections.append(Section(heading, group["number"], (), own, (), is_category=True))
    return ItemList(title, "projects", loose, tuple(sections), (), (), is_table=True)


_GROUP = re.compile(
    r"(?P<number>[一二三四五六七八九十]{1,2})、(?P<name>[一-龥]{2,16}?)\d{1,3}[项个件]?\s?\d{3,}\s?(?=\d)"
)


def _masked(line: Line, spans: list[tuple[int, int]]) -> Line:
    """Return the line with the headings of groups blanked out; positions stay."""
    chars = list(line.text)
    for start, end in spans:
        chars[start:end] = " " * (end - start)
    return Line("".join(chars), line.at)


def _title(line: Line) -> Line | None:
    text = line.text
    end = min((i for i in (text.find("单位"), text.find("序号")) if i > 0), default=0)
    begin = len(re.match(r"附\s?件\s?\d{0,2}", text).group()) if text.startswith("附") else 0  # type: ignore[union-attr]
    part = line.part(begin, end)
    return part if part.text else None


def _rows(line: Line, start: int) -> Iterator[tuple[int, str, int, int]]:
    """Yield (row number, its text, begin, end); row 0 is the total."""
    text = line.text
    total = re.match(r"(?:合计|总计)", text[start:])
    if total:
        first = re.compile(r"1(?=[一-龥A-Za-z“])").search(text, start + 2)
        if not first:
            return
        yield 0, text[start + 2 : first.start()], start + 2, first.start()
        position = first.start()
    else:
        position = start
    number = 1
    while True:
        here = re.compile(rf"{number}(?=[一-龥A-Za-z“])").match(text, position)
        if not here:
            return
        following = None
        for candidate in re.compile(rf"(?<!\d){number + 1}(?=[一-龥A-Za-z“])").finditer(text, here.end()):
            if not re.match(r"\d+(?:年|月|日|个|号|期|万|亿|条|座|公里)", text[candidate.start() :]):
                following = candidate
                break
        end = following.start() if following else len(text)
        yield number, text[here.end() : end], here.end(), end
        if not following:
            return
        position = following.start()
        number += 1


def _bounds(rows: list[tuple[int, str, int, int]]) -> list[tuple[int, int, int]]:
    return [(number, begin, end) for number, _text, begin, end in rows]


def _numbers(text: str, count: int) -> list[list[int]]:
    """Return every way to cut the digits of a total into ``count`` numbers."""
    digits = re.sub(r"\D", " ", text).split()
    digits = digits[:count] if len(digits) > count else digits
    if len(digits) == count:
        return [[int(d) for d in digits]]
    if len(digits) != 1:
        return []
    return [list(cut) for cut in _cuts(digits[0], count)]


def _cuts(digits: str, count: int) -> Iterator[tuple[int, ...]]:
    if count == 1:
        if digits and (digits == "0" or digits[0] != "0"):
            yield (int(digits),)
        return
    for i in range(1, len(digits)):
        if digits[0] == "0" or digits[i] == "0":
            continue
        for rest in _cuts(digits[i:], count - 1):
            yield (int(digits[:i]), *rest)


def _row_options(
    line: Line, begin: int, end: int, columns: list[tuple[str, str]], moneys: int
) -> list[dict[str, Line]]:
    """Return the readings of one row: name and stage, money, then progress, bodies and names."""
    text = line.text[begin:end]
    run = _money_run(text)
    if not run:
        return []
    kinds = [kind for kind, _ in columns if kind not in ("number",)]
    first_money = next(i for i, kind in enumerate(kinds) if kind in _MONEY)
    before, after = kinds[:first_money], [k for k in kinds[first_money:] if k not in _MONEY]
    cells = _words(line, begin, begin + run.start(), before)
    if cells is None:
        return []
    tails = _tails(line, begin + run.end(), end, tuple(after))
    money_kinds = [kind for kind in kinds if kind in _MONEY]
    cuts = []
    for cut in _cuts(run.group(), moneys):
        at = begin + run.start()
        money = {}
        for kind, value in zip(money_kinds, cut, strict=True):
            money[kind] = line.part(at, at + len(str(value)))
            at += len(str(value))
        cuts.append(money)
    return [cells | tail | money for tail in tails[:_MOST_TAILS] for money in cuts]


_MOST_TAILS = 40
_AMOUNT = re.compile(r"(?<![\d.])\d{3,}(?![\d.])")


def _money_run(text: str) -> re.Match[str] | None:
    """Return the digits of the money: the longest run that no measure follows."""
    unit = re.compile(rf"(?!年底|年内){measures().pattern}")
    runs = [run for run in _AMOUNT.finditer(text) if not unit.match(text, run.end())]
    return max(runs, key=lambda run: len(run.group()), default=None)


def _words(line: Line, begin: int, end: int, kinds: list[str]) -> dict[str, Line] | None:
    """Cut what stands before the money: a word like 新建 parts the name from what is built."""
    if kinds == ["name"]:
        return {"name": line.part(begin, end)}
    if len(kinds) < 2 or kinds[1] not in ("stage", "nature"):
        return None
    if len(kinds) == 2:
        stage = next((s for s in _STAGE if line.text[begin:end].endswith(s)), None)
        at = end - len(stage) if stage else end
    elif kinds[2:] == ["content"]:
        found = [(line.text.find(s, begin + 4, end), s) for s in _STAGE]
        at, stage = min(((at, s) for at, s in found if at > 0 and s in _MOST_USED), default=(0, None))
    else:
        return None
    if stage is None:
        return None
    cells = {"name": line.part(begin, at), kinds[1]: line.part(at, at + len(stage))}
    if len(kinds) == 3:
        cells["content"] = line.part(at + len(stage), end)
    return cells


_MOST_USED = ("新建", "续建", "前期", "竣工", "在建")
_LONGEST_LEADERS = 15


def _tails(line: Line, begin: int, end: int, kinds: tuple[str, ...]) -> list[dict[str, Line]]:
    """Return the ways to cut what follows the money: words, bodies by their endings, names of people."""
    while end > begin and line.text[end - 1].isspace():
        end -= 1
    if not kinds:
        return [{}] if begin == end else []
    kind, rest = kinds[0], kinds[1:]
    found: list[dict[str, Line]] = []
    if kind == "leader":
        stops = range(begin, min(begin + _LONGEST_LEADERS, end) + 1)
        matches = [stop for stop in stops if _leaders().fullmatch(line.text, begin, stop)]
    elif kind in ("owner", "responsible", "lead", "support"):
        if kind in rest:
            return []
        stops = range(begin + 2, end + 1) if rest else range(end, end + 1)
        matches = [stop for stop in stops if JOINED_BODIES.fullmatch(line.text, begin, stop)]
    elif kind in ("progress", "note", "benefit", "deadline") and "leader" in rest:
        matches = [
            stop for stop in range(begin + 2, end - 3) if line.text[stop - 1] not in "、，,和0123456789"
        ]
    else:
        return []
    for stop in matches:
        own = {kind: line.part(begin, stop)} if stop > begin else {}
        found.extend(own | tail for tail in _tails(line, stop, end, rest))
    return found


@cache
def _leaders() -> re.Pattern[str]:
    return re.compile(rf"(?:{_names().pattern}(?:、?{_names().pattern})*)?")


_OF_A_LEVEL = re.compile(r"(?:^|、)(?:[省市县区州旗]|国网|中国)")


def _most_likely(options: list[list[dict[str, Line]]]) -> list[list[dict[str, Line]]]:
    """Keep, row by row, the cut behind the money whose names and bodies fit the other rows best."""
    if all("leader" not in option or "progress" not in option for row in options for option in row):
        return options
    rows: Counter[str] = Counter()
    for row in options:
        rows.update(
            {name for option in row if "leader" in option for name in option["leader"].text.split("、")}
        )
    kept = []
    for row in options:
        best = max(map(partial(_likelihood, rows), row))
        kept.append([option for option in row if _likelihood(rows, option) == best])
    return kept


def _likelihood(rows: Counter[str], option: dict[str, Line]) -> tuple[int, int, int]:
    bodies = [option[kind].text for kind in ("owner", "responsible", "lead", "support") if kind in option]
    levels = sum(len(_OF_A_LEVEL.findall(text)) for text in bodies)
    names = option["leader"].text.split("、") if "leader" in option else []
    return levels, min((min(rows[name], 2) for name in names), default=0), sum(map(len, names))


def _plausible(row: list[dict[str, Line]]) -> list[dict[str, Line]]:
    """Return the readings in which no part of the money exceeds the whole."""
    return [
        option
        for option in row
        if "total" not in option
        or all(int(option[kind].text) <= int(option["total"].text) for kind in _MONEY if kind in option)
    ]


def _adding_up(options: list[list[dict[str, Line]]], stated: list[list[int]]) -> list[dict[str, Line]]:
    """Return the one choice of readings whose sums are a reading of the stated total."""
    kinds = [kind for kind in options[0][0] if kind in _MONEY]
    order = sorted(kinds, key=lambda kind: options[0][0][kind].at[0])
    reached: dict[tuple[int, ...], list[list[int]]] = {(0,) * len(order): [[]]}
    for row in options:
        step: dict[tuple[int, ...], list[list[int]]] = {}
        for sums, ways in reached.items():
            for index, option in enumerate(row):
                key = tuple(s + int(option[kind].text) for s, kind in zip(sums, order, strict=True))
                step.setdefault(key, []).extend([*way, index] for way in ways[:4])
        reached = dict(list(step.items())[:20_000])
    found = [way for total in stated for way in reached.get(tuple(total), [])]
    if len(found) != 1:
        return []
    return [row[index] for row, index in zip(options, found[0], strict=True)]
