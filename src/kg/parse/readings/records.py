"""A form for each task: headings with their cells, the same headings again for the next.

    任务内容⇥新建公园3座⏎牵头单位⇥县住建局⏎完成时限⇥10月底前
    序号：1|工作要点：新建学校1所|主责科室：基建科
    第一件⏎承办单位　县教育局⏎实事内容　新建学校1所

A line may hold one heading or several, parted by tabs, bars, colons or blanks. A number may stand above
each form, with a title or alone; a heading of forms above several.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field

from kg.parse.grid import (
    BODIES,
    MONEY,
    blank_parted,
    column_kind,
    first_heading,
    heads_alone,
    heads_rows,
    is_number,
)
from kg.parse.labels import label_at
from kg.parse.lines import EMPTY, Line, RawLine, bar_cells
from kg.parse.numbering import number_of
from kg.parse.page import Page
from kg.parse.readings.reading import Cells, Reading, grid_of, table
from kg.registry.patterns import load, rule

_LEAST_RECORDS = 2
_LONGEST_HEAD = 12  # characters
_LONGEST_TITLE = 40
_WORDS = {"body", "name", "content"}
_SITE = ("furniture", "footer")
_OPENS = "|｜；;。，, "  # a heading within a line stands behind one of these or a gap

Pair = tuple[Line, Line]


@dataclass
class _Form:
    """The headings and cells of one task, with what stands above them."""

    number: Line = EMPTY
    title: Line = EMPTY
    above: list[Line] = field(default_factory=list)  # headings of several forms
    pairs: list[Pair] = field(default_factory=list)
    in_colons: bool = False  # a colon parts its first heading from the cell

    @property
    def heads(self) -> set[str]:
        return {head.text for head, _ in self.pairs}


def propose(page: Page) -> Iterator[Reading]:
    """Yield the stretches of headings with their cells."""
    told = [_pairs(page.lines, i) for i in range(len(page.lines))]
    heads = Counter(head.text for pairs, _ in told for head, _ in pairs)
    again = {head for head, count in heads.items() if count >= _LEAST_RECORDS}
    known = [(_known(pairs, again), size) for pairs, size in told]
    i = 0
    while i < len(page.lines):
        forms, stop, looked = _forms(page.lines, i, known, again)
        if found := _read(page.lines, i, stop, forms):
            yield found
        i = max(stop if forms else looked, i + 1)


def _known(pairs: list[Pair], again: Container[str]) -> list[Pair]:
    """Return the pairs of a line whose headings are known or come again; cells that are headings are none."""
    known = all(head.text in again or column_kind(head.text) for head, _ in pairs)
    heads = all(heads_alone(cell) for _, cell in pairs)
    return pairs if known and not heads else []


def _heads_below(line: Line) -> bool:
    """Tell whether a line is a heading and nothing else: its cell stands below it."""
    bare = _bare(line)
    alone = len(bare) <= _LONGEST_HEAD and len(blank_parted(bare)) == 1
    label = label_at(bare) if alone else None
    told = label is not None and label[2] == len(bare)
    return alone and (told or heads_alone(bare)) and not _number_alone(bare).text


def _pairs(lines: Sequence[RawLine], i: int) -> tuple[list[Pair], int]:
    """Return the headings of a line, each with its cell, and how many lines they take."""
    raw = lines[i]
    if any(rule(f"titles.{name}").search(raw.line.text) for name in _SITE):
        return [], 1
    if len(raw.cells) > 1:
        told = [pair for cell in raw.cells for pair in _behind_heads(cell)]
        even = len(raw.cells) % 2 == 0
        return told or (list(zip(raw.cells[::2], raw.cells[1::2], strict=True)) if even else []), 1
    line = raw.line.part(_number_ahead(raw.line)[1])
    if found := _behind_heads(line):
        return found, 1
    cells = [cell for cell in bar_cells(line) or [line] if cell.text]
    if _heads_below(line):
        below = lines[i + 1].line if i + 1 < len(lines) else EMPTY
        empty = not below.text or _heads_below(below) or bool(_number_ahead(below)[0].text)
        return [(_bare(line), EMPTY if empty else below)], 1 if empty else 2
    parted = [blank_parted(cell)[0] for cell in cells]
    return [
        (head, cell.part(len(head)))
        for head, cell in zip(parted, cells, strict=True)
        if len(head) < len(cell) and len(head) <= _LONGEST_HEAD
    ], 1


def _number_ahead(line: Line) -> tuple[Line, int]:
    """Return the number before the words of a line, a bullet being none, and where these begin."""
    number = number_of(line)
    if number is not None:
        return (EMPTY if number.style == "bullet" else line.part(0, len(number.text))), number.end
    above = rule("numbering.above").match(line.text)
    return (line.part(*above.span("number")), above.end()) if above else (EMPTY, 0)


def _behind_heads(line: Line) -> list[Pair]:
    """Return the headings of a line that begins with one, each with what follows its colon or brackets."""
    found = [_head_before(line, *colon.span()) for colon in rule("labels.colon").finditer(line.text)]
    if not rule("labels.colon").search(line.text, 0, _LONGEST_HEAD + 1):
        marked = rule("labels.in_brackets").finditer(line.text)
        found = [(m.start(), *m.span("word"), m.end()) for m in marked if column_kind(m["word"])]
    heads = [head for head in found if head]
    if not heads or heads[0][0] > 0:
        return []
    ends = [*(head[0] for head in heads[1:]), len(line)]
    return [
        (line.part(start, end), _bare(line.part(begin, stop)))
        for (_, start, end, begin), stop in zip(heads, ends, strict=True)
    ]


def _head_before(line: Line, end: int, begin: int) -> tuple[int, int, int, int] | None:
    """Return where a heading before a colon begins and ends, and where its cell does; None where none is."""
    start = end
    while end - start <= _LONGEST_HEAD and start > 0 and line.text[start - 1] not in _OPENS:
        if start < end and line.gap(start):
            break
        start -= 1
    head = line.text[start:end]
    opens = start == 0 or line.text[start - 1] in "|｜" or column_kind(head)
    return (start, start, end, begin) if 0 < len(head) <= _LONGEST_HEAD and opens else None


def _bare(cell: Line) -> Line:
    return cell.part(0, len(cell.text.rstrip("|｜；;，,：: ")))


def _forms(
    lines: Sequence[RawLine], start: int, told: Sequence[tuple[list[Pair], int]], again: Container[str]
) -> tuple[list[_Form], int, int]:
    """Return the forms from a line on, the line behind the last, and the one that is none of theirs."""
    forms: list[_Form] = []
    coming = _Form()
    i = stop = start
    while i < len(lines):
        line = lines[i].line
        pairs, size = told[i]
        if pairs:
            if not forms and any(head.text not in again for head, _ in pairs):
                break  # what begins a form comes again
            coming = _taken(forms, coming, line, pairs)
            i = stop = i + size
            continue
        if len(lines[i].cells) > 1 or coming.number.text:
            break
        goes_on = bool(forms) and i == stop and _goes_on(forms[-1].pairs[-1][1], lines, told, i)
        if goes_on:
            head, cell = forms[-1].pairs[-1]
            forms[-1].pairs[-1] = head, cell.sew(line)
            stop = i + 1
        elif not _stands_above(coming, line):
            break
        i += 1
    return forms, stop, i


def _taken(forms: list[_Form], coming: _Form, line: Line, pairs: list[Pair]) -> _Form:
    """Add the pairs of a line to the last form, or to a new one; return what stands above the next."""
    number = _number_ahead(line)[0]
    if number.text and forms and not forms[-1].pairs[-1][1].text:  # 序号 above 1 实事内容
        forms[-1].pairs[-1] = forms[-1].pairs[-1][0], number
    elif number.text:
        coming.number = number
    for head, cell in pairs:
        if not forms or coming.number.text or coming.above or head.text in forms[-1].heads:
            coming.in_colons = bool(_behind_heads(line))
            forms.append(coming)
            coming = _Form()
        forms[-1].pairs.append((head, cell))
    return coming


def _stands_above(coming: _Form, line: Line) -> bool:
    """Tell whether a line is the number of the form below it, its title, or a heading of several."""
    if (number := _number_alone(line)).text:
        coming.number = number
    elif heads_rows(line) or (
        number_of(line) is not None and len(line) <= _LONGEST_TITLE and line.text[-1] not in "。；;：:"
    ):
        coming.above.append(line)
    else:
        return False
    return True


def _number_alone(line: Line) -> Line:
    """Return the number that is all a line holds: 第一件, 1., 【事项二】; else nothing."""
    number = number_of(line)
    if number is not None and number.end == len(line):
        return line.part(0, len(number.text))
    named = (rule(f"numbering.{name}").fullmatch(line.text) for name in ("named", "coded"))
    return line if is_number(line.text) or any(named) else EMPTY


def _goes_on(cell: Line, lines: Sequence[RawLine], told: Sequence[tuple[list[Pair], int]], i: int) -> bool:
    """Tell whether a line goes on with the cell above: the form does below it, or the next one begins."""
    if number_of(lines[i].line) or _number_alone(lines[i].line).text or i + 1 == len(lines):
        return False
    begins = cell.text[-1:] not in ("", *"。；") and _number_alone(lines[i + 1].line).text
    return bool(told[i + 1][0] or begins)


def _read(lines: Sequence[RawLine], first: int, stop: int, forms: list[_Form]) -> Reading | None:
    titled = all(form.above for form in forms)
    if not _tell_who_does_what(forms) or (titled and forms[0].in_colons):
        return None  # labelled paragraphs below headings are no forms
    for form in forms if titled else ():
        form.number, form.title = _titled(form)
        form.above.pop()
    headings = [head for form in forms for head, _ in form.pairs]
    return table("records", grid_of(lines, first, stop - 1, _rows(forms, headings)), headings=headings)


def _rows(forms: list[_Form], headings: list[Line]) -> list[Cells]:
    """Return the headings and the cells of the forms as rows, with the headings that stand above them."""
    heads = {head.text: head for head in reversed(headings)}
    order = list(dict.fromkeys(head.text for head in headings))
    ahead = {"number": first_heading(), "title": load("tables").words["title_heading"][0]}
    for of in [*ahead]:
        if not any(getattr(form, of).text for form in forms):
            del ahead[of]
    place = headings[0].at[0]
    printed = [Line(word, [place] * len(word)) for word in ahead.values()]
    rows: list[Cells] = [[*printed, *(heads[head] for head in order)]]
    for form in forms:
        rows += [[line] for line in form.above]
        cells = {head.text: cell for head, cell in form.pairs}
        rows.append([*(getattr(form, of) for of in ahead), *(cells.get(head, EMPTY) for head in order)])
    return rows


def _tell_who_does_what(forms: list[_Form]) -> bool:
    """Tell whether each form holds words and some name bodies; projects stand in chapters beside tasks."""
    kinds = [{column_kind(head) or "" for head in form.heads} for form in forms]
    seen = set().union(*kinds)
    words = all(_WORDS & kind for kind in kinds)
    costs = "name" in seen and bool(seen & {*MONEY})
    return len(forms) >= _LEAST_RECORDS and words and bool({*BODIES} & seen) and not costs


def _titled(form: _Form) -> tuple[Line, Line]:
    """Return the number of a form and its title, which stand above it."""
    line = form.above[-1]
    number = number_of(line)
    if number is None:
        return form.number, line
    return line.part(0, len(number.text)), line.part(number.end)
