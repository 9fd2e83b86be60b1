"""Chapters whose headings are bodies, the tasks of each below it.

    一、县住建局（2项）        【县住建局】        县住建局承担的工作        ■ 县住建局（分管领导：王安）
    1.新建公园3座。           1.新建公园3座。      新建公园3座；            - 新建公园3座。

All headings of a list are dressed alike and have tasks below them. Where bodies stand behind their tasks,
a list begins with a task and ends with a body: that is another layout.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import pairwise

from kg.parse.bodies import names_bodies
from kg.parse.document import Item, ItemList, Label, LabelKind, Section
from kg.parse.grid import is_number
from kg.parse.labels import cut, only_helps
from kg.parse.lines import EMPTY, Line, RawLine
from kg.parse.list_bounds import is_list_title
from kg.parse.numbering import Number, number_of, rank
from kg.parse.page import Page
from kg.parse.readings.reading import Reading
from kg.registry.patterns import rule

_LONGEST_NAMES = 40  # characters of the bodies that one heading names
_MOST_TRIED = 4  # headings from which chapters may begin, in lines that nothing parts
_NOWHERE = -1
_ITEMS = 3  # the depth from which numbers count items: 1.
_ENDS = "。；;"
_OPEN, _CLOSE = "【〖〔[［（(", "】〗〕]］）)"
_BREAKS = ("annex", "date", "cn_date", "document_number", "furniture", "attachment")
_CLOSES = ("closing", "note", "site", "imprint")


@dataclass(frozen=True, slots=True)
class _Head:
    """A heading: how it is dressed, its number, who answers for what stands below it."""

    dress: str
    number: Number | None
    line: Line
    who: Label
    leaders: tuple[Label, ...] = ()

    @property
    def counts_items(self) -> bool:
        """Whether its number is one of items."""
        return self.number is not None and rank(self.number.style) >= _ITEMS

    @property
    def is_marked(self) -> bool:
        """Whether it is dressed, and not by a word that says what the bodies do."""
        return bool(self.dress) and self.who.word is None


def propose(page: Page) -> Iterator[Reading]:
    """Yield the lists whose chapters are bodies."""
    begun = _NOWHERE
    tried = 0
    for i, raw in enumerate(page.lines):
        if _breaks(raw):
            tried = 0
        elif i > begun and tried < _MOST_TRIED and (head := _head(raw, within=_first_below(page.lines, i))):
            tried += 1
            if found := _read(page.lines, i, head):
                yield found
                begun, tried = found.last, 0


def _head(raw: RawLine, *, within: bool = False) -> _Head | None:
    """Return a line as a heading, or None where it says more than who answers for what stands below.

    ``within`` chapters, or above the first item, a line that says who leads and who helps heads one, too;
    elsewhere it is of the item above.
    """
    if not _may_head(raw):
        return None
    number = number_of(raw.line)
    words = raw.line.part(number.end) if number else raw.line
    dress = (number.text if number.style == "bullet" else number.style) if number else ""
    first, *labels = cut(words.part(0, len(words.text.rstrip("：: ")))) or (EMPTY,)
    if isinstance(first, Label):
        if first.word is None and words.text[0] not in _OPEN:
            leads = rule("unit-lists.leads").search(first.content.text)
            return _Head(dress, number, raw.line, replace(first, inline=True)) if within and leads else None
        dress += words.text[0] if first.word is None else f"{first.word}："
        first = first.content if first.kind == "responsible" else EMPTY
    leaders = tuple(one for one in labels if isinstance(one, Label) and one.kind == "leader")
    if len(leaders) < len(labels):
        return None
    name, verb, worn = _bare(first)
    dress += worn
    if not _names_who(name) or (not dress and _is_addressed(name, raw.line)):
        return None
    return _Head(dress, number, raw.line, Label(_kind(verb), verb, name, True), leaders)


def _bare(words: Line) -> tuple[Line, str | None, str]:
    """Return the bodies of a heading without its count, what they do, and the words that say it."""
    name = words.part(0, len(rule("tables.group_count").sub("", words.text)))
    match = rule("outline.covering").fullmatch(name.text)
    if match is None:
        return name, None, ""
    return name.part(*match.span("who")), match["verb"], match.group()[match.end("who") :]


def _first_below(lines: Sequence[RawLine], i: int) -> bool:
    """Tell whether the line below counts the first item."""
    number = number_of(lines[i + 1].line) if i + 1 < len(lines) else None
    return number is not None and number.value == 1


def _may_head(raw: RawLine) -> bool:
    """Tell whether a line stands alone and whole; a bracket may close on another: 【县住建局牵头，县财政局"""
    opened, closed = (sum(raw.line.text.count(mark) for mark in marks) for marks in (_OPEN, _CLOSE))
    return len(raw.cells) == 1 and opened == closed and not _is_frame(raw)


def _kind(verb: str | None) -> LabelKind:
    return "lead" if verb and rule("unit-lists.leads").search(verb) else "responsible"


def _names_who(name: Line) -> bool:
    known = names_bodies(name.text) and not rule("tables.no_name").search(name.text)
    return known and len(name) <= _LONGEST_NAMES


def _is_addressed(name: Line, line: Line) -> bool:
    """Tell whether a line holds those that a letter addresses."""
    return rule("duties.collective").search(name.text) is not None and line.text[-1] in "：:"


def _dressed(raw: RawLine, dress: str) -> _Head | None:
    """Return a line in the brackets that dress the headings above it, though nothing knows whom it names."""
    name = raw.line.part(1, -1)
    if not dress or dress not in _OPEN or raw.line.text[0] != dress or len(name) > _LONGEST_NAMES:
        return None
    closed = raw.line.text[-1] == _CLOSE[_OPEN.index(dress)] and not {*name.text} & {*_ENDS, *_CLOSE}
    return _Head(dress, None, raw.line, Label("responsible", None, name, True)) if closed else None


def _is_frame(raw: RawLine) -> bool:
    return any(rule(f"titles.{name}").search(raw.line.text) for name in _BREAKS)


def _breaks(raw: RawLine) -> bool:
    """Tell whether a line belongs to no chapter: to a table, the frame, or the title of another list."""
    other = is_number(raw.line.text) or (is_list_title(raw.line) and not _head(raw))
    return len(raw.cells) > 1 or other or _is_frame(raw)


def _read(lines: Sequence[RawLine], first: int, head: _Head) -> Reading | None:
    """Return the chapters that begin at a heading."""
    style = _style(lines[first + 1]) if first + 1 < len(lines) else None
    heads = [(first, head)]
    stop = first + 1
    for i in range(first + 1, len(lines)):
        other = _head(lines[i], within=True) or _dressed(lines[i], head.dress)
        if other and other.dress == head.dress and i > heads[-1][0] + 1 and not _closes(lines, i):
            heads.append((i, other))
        elif other or _breaks(lines[i]) or _is_chapter(lines[i].line, head, style):
            break
        stop = i + 1
    if any(rule("titles.headings_lead").search(raw.line.text) for raw in lines[:first]):
        heads = [(i, replace(one, who=replace(one.who, kind="lead"))) for i, one in heads]
    last = heads[-1][0] + 1
    stop = next((i for i in range(last + 1, stop) if _is_end(lines[i].line, style)), stop)
    sections = [
        _section(one, lines[a + 1 : b], style) for (a, one), (b, _) in pairwise([*heads, (stop, head)])
    ]
    if not _is_sound(lines, heads, sections, style):
        return None
    items = ItemList(None, "tasks", (), tuple(sections), ())
    return Reading("body-chapters", first, stop - 1, items)


def _style(raw: RawLine) -> str | None:
    number = number_of(raw.line)
    return number.style if number else None


def _closes(lines: Sequence[RawLine], i: int) -> bool:
    """Tell whether a body signs the notice: nothing stands below it but the frame."""
    return i + 1 == len(lines) or _breaks(lines[i + 1])


def _is_chapter(line: Line, head: _Head, style: str | None) -> bool:
    """Tell whether a line heads what is no task of a body: 三、保障措施."""
    number = number_of(line)
    above = head.number.style if head.number else style
    return bool(number and number.style != style and above and rank(number.style) <= rank(above))


def _is_end(line: Line, style: str | None) -> bool:
    """Tell whether a line below the last body's tasks is none of them."""
    closes = any(rule(f"frames.{name}").search(line.text) for name in _CLOSES)
    bare = line.text[-1] not in _ENDS + "）)" or (style is not None and line.text[0] not in "（(【")
    return number_of(line) is None and (closes or bare)


def _section(head: _Head, lines: Sequence[RawLine], style: str | None) -> Section:
    """Return a chapter with its items; what has another number goes on with the item above it."""
    held: list[list[Line]] = []
    numbers: list[str | None] = []
    for raw in lines:
        number = number_of(raw.line)
        if (number.style if number else None) == style or not held:
            numbers.append(number.text if number and number.style != "bullet" else None)
            held.append([raw.line.part(number.end) if number else raw.line])
        else:
            held[-1].append(raw.line)
    items = tuple(_item(number, words, head.who) for number, words in zip(numbers, held, strict=True))
    number_text = head.number.text if head.number and head.number.style != "bullet" else None
    return Section(head.line, number_text, head.leaders, items, ())


def _item(number: str | None, lines: Sequence[Line], who: Label) -> Item:
    pieces = [piece for line in lines for piece in cut(line)]
    labels = [piece for piece in pieces if isinstance(piece, Label) and piece.kind != "text"]
    words = [piece.content if isinstance(piece, Label) else piece for piece in pieces if piece not in labels]
    own = any(label.kind in (who.kind, "lead") and not only_helps(label) for label in labels)
    return Item(number, reduce(Line.join, words, EMPTY), tuple(labels if own else [who, *labels]), {})


def _mostly_end(items: Sequence[Item]) -> bool:
    return 2 * sum(item.body.text[-1] in _ENDS for item in items) > len(items)


def _in_a_letter(items: Sequence[Item]) -> bool:
    return any(rule("frames.letter").search(item.body.text) for item in items)


def _has_words(section: Section) -> bool:
    return bool(section.items) and all(item.body.text for item in section.items)


def _answered_by_others(items: Sequence[Item], heads: Sequence[tuple[int, _Head]]) -> int:
    """Return how many items none of the headings answers for."""
    named = {id(head.who) for _, head in heads}
    return sum(not any(id(label) in named for label in item.labels) for item in items)


def _is_sound(
    lines: Sequence[RawLine],
    heads: Sequence[tuple[int, _Head]],
    sections: Sequence[Section],
    style: str | None,
) -> bool:
    """Tell whether these are chapters: several, each with tasks, few of which name others who answer."""
    items = [item for section in sections for item in section.items]
    if len(sections) < 2 or not all(map(_has_words, sections)) or (style is None and _in_a_letter(items)):
        return False
    others = _answered_by_others(items, heads)
    several = len(items) > len(sections)
    at, first = heads[0]
    follows = _follows_items(lines[:at], style) and (style is not None or not several)
    if not several and style is None and first.counts_items:
        return False  # 1.1【县住建局】 above words: an item
    if "：" in first.dress:  # a label mostly names who answers for what stands above it
        return several and style is not None and not follows and not others
    if follows or 3 * others > len(items):
        return False
    return style is not None or first.is_marked or _mostly_end(items)


def _follows_items(above: Sequence[RawLine], style: str | None) -> bool:
    """Tell whether an item stands above: then bodies stand behind their tasks."""
    for raw in reversed(above):
        number = number_of(raw.line)
        if _breaks(raw):
            return False
        if style is None:
            return raw.line.text[-1] in _ENDS
        if number:
            return rank(number.style) >= rank(style)
    return False
