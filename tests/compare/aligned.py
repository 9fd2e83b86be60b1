"""Pairs of notices aligned by hand: ``pairs/first`` and ``pairs/second``, one file each.

    云岚县 2030 2031          county and the two years; after a line ``level``, superior and county
    # a                       the earlier notice: ## is a heading, words｜bodies an item
    # b                       the later one, with what each item goes back to:
    =3                        item 3 again, word for word (its years moved on)
    ~3 words｜bodies          item 3, changed
    + words｜bodies           new
    /3 words｜bodies          one of the parts that item 3 was split into
    (3,4 words｜bodies        items 3 and 4 merged
    # gold                    instead of marks: ~1:1  =3:3  (8,9:7  /2:3,4  +4  -5

Items of the earlier notice that nothing goes back to were dropped. ``first`` was written before the
matcher, ``second`` after it; ``test_pairs.py`` says how the matcher read it first.

Whole notices, a folder each with ``a.txt``, ``b.txt`` and ``gold.txt`` (the marks of ``# gold``): six
invented ones in ``pairs/third``, whose sides are laid out in other ways; real ones lie outside the
repository.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from kg import pipeline
from kg.compare import Comparison, Side, compare
from kg.compare.comparing import items
from kg.compare.reading import of_file
from kg.likeness import Item
from kg.vocab import BASE

FOLDER = Path(__file__).parent / "pairs"
Relation = tuple[str, frozenset[int], frozenset[int]]  # relation, items of a and of b, from 1
_NAMES = {"=": "same", "~": "changed", "/": "split", "(": "merged"}


@dataclass(frozen=True)
class Pair:
    """Two notices as texts, and how their items go together."""

    name: str
    level: bool
    a: str
    b: str
    relations: frozenset[Relation]
    counts: tuple[int, int] | None = None  # of the items as they were written; None: others wrote them

    @property
    def links(self) -> frozenset[tuple[int, int]]:
        """Every item of b with every item of a that it goes back to."""
        return frozenset((i, j) for _, one, other in self.relations for i in one for j in other)


@dataclass
class _Side:
    items: list[tuple[str, str]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def heading(self, line: str) -> None:
        self.lines.append(line)

    def item(self, words: str, bodies: str) -> None:
        self.items.append((words, bodies))
        self.lines.append(f"{len(self.items)}.{words}。\n责任单位：{bodies}")


def pairs(folder: str) -> list[Pair]:
    """Return the pairs of a folder."""
    return [_read(path) for path in sorted((FOLDER / folder).glob("*.txt"))]


def real_pairs(folder: Path) -> list[Pair]:
    """Return the pairs of a folder of real notices."""
    return [_read_real(path.parent) for path in sorted(folder.glob("*/gold.txt"))]


def _read_real(folder: Path) -> Pair:
    found = set[Relation]()
    for line in (folder / "gold.txt").read_text("utf-8").split():
        _gold(line, found)
    a, b = ((folder / name).read_text("utf-8") for name in ("a.txt", "b.txt"))
    pair = Pair(folder.name, True, a, b, frozenset(found))
    gone = {i + 1 for i in range(len(read(pair)[0].entries))} - {i for _, one, _ in found for i in one}
    found |= {("dropped", frozenset({i}), frozenset()) for i in gone}
    return replace(pair, relations=frozenset(found))


@cache
def read(pair: Pair) -> tuple[Side, Side]:
    """Return what the two notices are read as."""
    sides = _side(pair.a), _side(pair.b)
    counts = len(sides[0].entries), len(sides[1].entries)
    assert pair.counts in (None, counts), f"{pair.name} is not read as it was written: {counts}"
    return sides


@cache
def compared(pair: Pair) -> Comparison:
    """Return how they compare."""
    return compare(*read(pair))


def sides(pair: Pair) -> tuple[list[Item], list[Item]]:
    """Return the items of both notices as the matcher gets them."""
    return items(*read(pair))


def _side(text: str) -> Side:
    return of_file(pipeline.convert(text.encode(), name="notice.txt"), BASE)


def _read(path: Path) -> Pair:
    lines = path.read_text("utf-8").splitlines()
    kind = lines.pop(0) if lines[0] in ("level", "项目") else ""
    if kind == "level":
        heads = [line.split() for line in (lines.pop(0), lines.pop(0))]
    else:
        place, *years = lines.pop(0).split()
        heads = [[place, year] for year in years]
    a, b, found = _Side(), _Side(), set[Relation]()
    moved = int(heads[1][1]) - int(heads[0][1])
    parts: dict[int, set[int]] = {}
    part = ""
    for line in lines:
        if line.startswith("# "):
            part = line[2:]
        elif part == "gold":
            _gold(line, found)
        elif line.startswith("## "):
            (a if part == "a" else b).heading(line[3:])
        elif part == "a":
            a.item(*line.split("｜"))
        else:
            _item(line, a, b, moved, found, parts)
    found |= {("split", frozenset({i}), frozenset(into)) for i, into in parts.items()}
    gone = set(range(1, len(a.items) + 1)) - {i for _, one, _ in found for i in one}
    found |= {("dropped", frozenset({i}), frozenset()) for i in gone}
    left = set(range(1, len(b.items) + 1)) - {j for _, _, other in found for j in other}
    assert not left, f"{path.name}: items of b without a relation: {left}"
    counts = len(a.items), len(b.items)
    return Pair(
        path.stem, kind == "level", _text(*heads[0], a), _text(*heads[1], b), frozenset(found), counts
    )


def _gold(line: str, found: set[Relation]) -> None:
    mark, one, other = re.fullmatch(r"([=~/(+-])([\d,]*):?([\d,]*)", line.strip()).groups()  # type: ignore[union-attr]
    first, second = (frozenset(map(int, part.split(","))) if part else frozenset() for part in (one, other))
    if mark == "+":
        found.add(("new", frozenset(), first))
    elif mark != "-":  # what was dropped is what nothing goes back to
        found.add((_NAMES[mark], first, second))


def _item(
    line: str, a: _Side, b: _Side, moved: int, found: set[Relation], parts: dict[int, set[int]]
) -> None:
    mark, of, words = re.fullmatch(r"([=~/(+]?)([\d,]*) ?(.*)", line).groups()  # type: ignore[union-attr]
    sources = [int(number) for number in of.split(",") if number] if mark else []
    if mark == "=" and not words:
        text, bodies = a.items[sources[0] - 1]
        b.item(re.sub(r"20\d\d", lambda m: str(int(m[0]) + moved), text), bodies)
    else:
        text, bodies = (words if mark else line).split("｜")
        b.item(text, bodies)
    number = len(b.items)
    if mark == "+":
        found.add(("new", frozenset(), frozenset({number})))
    elif mark == "/":
        parts.setdefault(sources[0], set()).add(number)
    elif mark:
        found.add((_NAMES[mark], frozenset(sources), frozenset({number})))


def _text(place: str, year: str, side: _Side) -> str:
    office = f"{place}人民政府办公室"
    number = f"{place[0]}政办发〔{year}〕{len(side.items)}号"
    title = f"{year}年重点工作责任分解"
    return (
        f"{office}文件\n{number}\n{office}关于印发{title}的通知\n各有关单位：\n"
        f"现将{title}印发给你们，请认真组织实施。\n{office}\n{year}年2月18日\n{title}\n"
        + "\n".join(side.lines)
        + "\n"
    )
