"""Numbers of things against the names that stand beside them: 5个乡镇 behind four, 3所 for 各1所 in four."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import yaml

from kg import identity, resources
from kg.proof.sheet import Sheet
from kg.proof.slips import Slip
from kg.registry.patterns import rule

_FEWEST = 2  # names that make a list
_REACH = 120  # characters before a number in which the names stand


def named_counts(sheet: Sheet) -> Iterator[Slip]:
    """Find a number of things that is not that of the names beside it."""
    yield from _each(sheet)
    yield from _named(sheet)


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


def _of_kind(said: str, match: re.Match[str]) -> int:
    """Return how many names of the counted kind there are, where that is another number than the stated."""
    row = next((row for row in _rows() if row.kinds.fullmatch(match["kind"])), None)
    names = _names(said)
    if row is None or len(names) < _FEWEST or not all(row.ends.search(name) for name in names):
        return 0
    return len(names) if _stated(match) not in (0, len(names)) else 0


def _stated(match: re.Match[str]) -> int:
    return _count(match["number"]) or 0


def _slip(sheet: Sheet, match: re.Match[str], names: tuple[int, int], found: int) -> Slip:
    return Slip(
        sheet.whole.span(*match.span("mark")), None, (sheet.whole.span(*names),), {"found": str(found)}
    )


def _names(said: str) -> list[str]:
    return [name for name in rule("figures.name_mark").split(said) if name]


def _count(said: str) -> int | None:
    return int(said) if said.isdigit() else 2 if said == "两" else identity.ordinal(said)


@dataclass(frozen=True, slots=True)
class _Counted:
    kinds: re.Pattern[str]
    ends: re.Pattern[str]


@cache
def _rows() -> tuple[_Counted, ...]:
    raw = yaml.safe_load(resources.data("validation", "counted.yml").read_text("utf-8"))
    return tuple(_Counted(re.compile(row["kinds"]), re.compile(f"(?:{row['ends']})$")) for row in raw["rows"])
