"""Numbers of things against what stands beside them: 5个乡镇 behind four names, 四项措施 with three 一是."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg import identity, resources
from kg.proof.sheet import Sheet
from kg.proof.slips import Slip
from kg.registry.patterns import rule

_FEWEST = 2  # names that make a list
_AMISS = 2  # by how many a number is mistaken, and no other is meant
_REACH = 120  # characters before a number in which the names stand
_ENDING = 2  # characters that the names of a kind share with it: 东山公园 and 公园
_NEAR = 5  # a clerk miscounts one in so many
_BEGINS = 3  # numbered lines within which the list that is announced begins
_AHEAD = 1500  # characters behind an announced number in which its steps stand


def named_counts(sheet: Sheet) -> Iterator[Slip]:
    """Find a number of things that is not that of the names beside it."""
    yield from _each(sheet)
    yield from _named(sheet)
    yield from _grand(sheet)
    yield from _ahead(sheet)


def steps(sheet: Sheet) -> Iterator[Slip]:
    """Find 三项措施 of which four follow: 一是, 二是, 三是, 四是."""
    for match in rule("figures.announced_steps").finditer(sheet.whole.text):
        found, last = _steps(match["steps"])
        is_cut = found < _stated(match) and len(match["steps"]) >= _AHEAD
        if found >= _FEWEST and found != _stated(match) and not is_cut:
            start = match.start("steps")
            yield _slip(sheet, match, (start, start + last), found)
    yield from _announced(sheet)


def _announced(sheet: Sheet) -> Iterator[Slip]:
    """以下七项任务。 and six numbered lines below it; of numbers that begin anew nobody can tell which."""
    raw = sheet.parts["raw"][0]
    for match in rule("figures.announced_list").finditer(raw.text):
        mark = "mark" if match["mark"] else "mark2"
        stated = _count(match["number"] or match["number2"]) or 0
        runs = _numbered(match["steps"])
        if inline := _inline(match["steps"]):
            runs["word"] = [inline]
        counts = {sum(run) for run in runs.values()} | {n for run in runs.values() for n in run}
        near = [
            run[0]
            for run in runs.values()
            if len(run) == 1 and 0 < abs(run[0] - stated) <= max(1, stated // _NEAR)
        ]
        if stated > _FEWEST and near and stated not in counts and max(near) >= _FEWEST:
            place = raw.span(match.start("steps"), match.start("steps") + 1)
            yield Slip(raw.span(*match.span(mark)), None, (place,), {"found": str(max(near))})


def _inline(said: str) -> int:
    """Return how many steps 一是, 二是 stand within the paragraphs up to the next chapter."""
    chapter = rule("figures.heads_next").search(said)
    found, last = 0, 0
    for match in rule("figures.step").finditer(said[: chapter.start()] if chapter else said):
        number = _value(match) if match["word"] else 0
        if number == 1 or (number and number == last + 1):
            found, last = found + 1, number
    return found


def _numbered(said: str) -> dict[str, list[int]]:
    """Return, for each way of numbering that begins at once, how far its lines count, and count again."""
    runs: dict[str, list[int]] = {}
    for place, match in enumerate(rule("figures.list_line").finditer(said)):
        kind = str(match.lastgroup)
        number = _count(match[kind]) or 0
        if number == 1 and (kind in runs or place < _BEGINS):
            runs.setdefault(kind, []).append(1)
        elif kind in runs and number == runs[kind][-1] + 1:
            runs[kind][-1] = number
    return runs


def _steps(said: str) -> tuple[int, int]:
    """Return how many steps follow one another, and where the number of the last ends."""
    found, last, kind = 0, 0, None
    for match in rule("figures.step").finditer(said):
        kind = kind or match.lastgroup
        if match.lastgroup != kind:
            continue
        number = _value(match)
        if number == 1 and found:
            break
        if number == found + 1:
            found, last = number, match.end()
    return found, last


def _value(match: re.Match[str]) -> int:
    if match["circle"]:
        return ord(match["circle"]) - ord("①") + 1
    return _count(match["word"] or match["bracket"]) or 0


def _grand(sheet: Sheet) -> Iterator[Slip]:
    """实施强基、兴业、育才五大工程: the names say nothing of their kind, but nothing parts them from it."""
    for match in rule("figures.grand").finditer(sheet.whole.text):
        names = _names(match["names"])
        stated = _stated(match)
        if stated < _FEWEST or len(names) < _FEWEST or rule("figures.names_no_works").search(match["names"]):
            continue
        if len(names) > stated or (len(names) < stated and not match["also"]):
            yield _slip(sheet, match, match.span("names"), len(names))


def _each(sheet: Sheet) -> Iterator[Slip]:
    for match in rule("figures.each_of").finditer(sheet.whole.text):
        names = _names(match["names"])
        stated, each = _count(match["number"]), _count(match["each"])
        if len(names) < _FEWEST or rule("figures.some_of").search(match["names"]) or not (stated and each):
            continue
        if stated != each * len(names):
            yield _slip(sheet, match, match.span("names"), each * len(names))


def _named(sheet: Sheet) -> Iterator[Slip]:
    text = sheet.whole.text
    for match in rule("figures.named_before").finditer(text):
        before = max(0, match.start() - _REACH)
        said = rule("figures.names_so_far").search(text[before : match.start()])
        if (
            said
            and (found := _of_kind(said.group(), match))
            and not (match["also"] and found <= _stated(match))
        ):
            yield _slip(sheet, match, (before + said.start(), match.start()), found)
    for match in rule("figures.named_behind").finditer(text):
        if not rule("figures.some_of").search(match["names"]) and (found := _of_kind(match["names"], match)):
            yield _slip(sheet, match, match.span("names"), found)


def _ahead(sheet: Sheet) -> Iterator[Slip]:
    """改造青石桥、柳湾桥等危桥1座: what is counted stands behind the names, and the number behind it."""
    for match in rule("figures.named_ahead").finditer(sheet.whole.text):
        *firsts, last = match["names"].split("、")
        name, also, kind = last.partition("等")
        cuts = [len(name)] if also else range(2, len(last) - 1)
        kinds = [(row, last[:at]) for at in cuts for row in _rows() if row.kinds.fullmatch(kind or last[at:])]
        if not kinds or any(rule("figures.name_of_work").search(one) for one in firsts):
            continue
        names = [*firsts[1:], kinds[0][1]]  # before the first name stands a verb
        alike = all(kinds[0][0].ends.search(one) for one in names) or len({*map(len, names)}) == 1
        off = len(firsts) + 1 - _stated(match)
        if alike and (0 < off <= _AMISS or (-_AMISS <= off < 0 and not also and len(names) >= _FEWEST)):
            yield _slip(sheet, match, match.span("names"), len(firsts) + 1)


def _of_kind(said: str, match: re.Match[str]) -> int:
    """Return how many names of the counted kind there are, where that is another number than the stated."""
    names = _names(said)
    if len(names) < _FEWEST or _stated(match) in (0, len(names)):
        return 0
    kind = match["kind"]
    before = match.groupdict().get("kind_before") or ""
    rows = [row for row in _rows() if (row.kinds.fullmatch(kind) if kind else row.ends_with(before))]
    if any(all(row.ends.search(name) for name in names) for row in rows):
        return len(names)
    ending = (kind or before)[-_ENDING:]
    is_own = len(ending) == _ENDING and all(name.endswith(ending) and name != ending for name in names)
    return len(names) if is_own else 0


def _stated(match: re.Match[str]) -> int:
    return _count(match["number"]) or 0


def _slip(sheet: Sheet, match: re.Match[str], names: tuple[int, int], found: int) -> Slip:
    return Slip(
        sheet.whole.span(*match.span("mark")), None, (sheet.whole.span(*names),), {"found": str(found)}
    )


def _names(said: str) -> list[str]:
    return [name for name in rule("figures.name_mark").split(said) if name]


def _count(said: str) -> int | None:
    return 2 if said == "两" else identity.ordinal(said)


@dataclass(frozen=True, slots=True)
class _Counted:
    kinds: re.Pattern[str]
    ends: re.Pattern[str]

    def ends_with(self, said: str) -> bool:
        """Tell whether some words end with the kind: 改造老旧小区."""
        return any(self.kinds.fullmatch(said, start) for start in range(len(said)))


@cache
def _rows() -> tuple[_Counted, ...]:
    raw = resources.read_yaml(resources.data("validation", "counted.yml"))
    return tuple(_Counted(re.compile(row["kinds"]), re.compile(f"(?:{row['ends']})$")) for row in raw["rows"])
