"""Lists of bodies: marks between their names, names run together, blanks and homophones within them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from kg.model import Span
from kg.proof.sheet import Listed, Sheet
from kg.proof.slips import Slip
from kg.registry.patterns import rule
from kg.registry.units import registry

_LEVELS = "省市县区州旗镇乡"
_PARTING = frozenset("，,；;")
_DEPARTMENTS = "局委办厅室联"
_HABIT = 3  # lists with 、 to one with ， that show which of them is the slip
_COLUMNS = 3  # pairs that touch in a text without being columns
_LONGEST = 16  # characters of a name whose sound is looked up
_SHORTEST = 3  # characters of a known name: shorter ones sound like too much
_PREFIX = 5  # characters of the place or level before it


def commas(sheet: Sheet) -> Iterator[Slip]:
    """Find the one ， or ； of a list between two departments of one level, with 、 elsewhere."""
    if rule("titles.mark_leads").search(sheet.whole.text):
        return  # the notice says what its commas mean
    habit = _parts_by_stops(sheet)
    for listed in sheet.lists:
        between = [(one, other, _between(sheet, one, other)) for one, other in pairwise(listed)]
        parted = [row for row in between if row[2] in _PARTING]
        if len(parted) != 1 or not (habit or any(mark == "、" for *_, mark in between)):
            continue  # several commas part groups
        one, other, mark = parted[0]
        if _alike(one, other):
            at = sheet.content.index(mark, one.span.end, other.span.start)
            yield Slip(Span(at, at + 1), "、", values={"before": one.name, "after": other.name})


def _parts_by_stops(sheet: Sheet) -> bool:
    """Tell whether the lists of a text use 、 throughout, but for a mark or two."""
    pairs = [pair for listed in sheet.lists for pair in pairwise(listed)]
    marks = [_between(sheet, *pair) for pair in pairs]
    stops, parted = marks.count("、"), sum(mark in _PARTING for mark in marks)
    if parted == 1 and stops and any(one.role != other.role for one, other in pairs):
        return True  # 县财政局牵头，县住建局、县民政局配合: commas part roles
    return stops >= _HABIT and parted <= stops // _HABIT


def _between(sheet: Sheet, one: Listed, other: Listed) -> str:
    return sheet.content[one.span.end : min(other.span.start, one.span.end + 8)].strip()


def _alike(one: Listed, other: Listed) -> bool:
    """Tell whether two bodies are departments of one level with one role: ， parts kinds."""
    if one.role != other.role or not (_is_body(one) and _is_body(other)):
        return False
    levels = one.name[0] == other.name[0] and one.name[0] in _LEVELS
    return levels and one.name[-1] in _DEPARTMENTS and other.name[-1] in _DEPARTMENTS


def run_together(sheet: Sheet) -> Iterator[Slip]:
    """Find two bodies with nothing between their names, but in cells and columns, where lines part them."""
    found = list(_touching(sheet))
    if len(found) <= _COLUMNS:  # more of them are two columns that ran into each other
        yield from found


def _touching(sheet: Sheet) -> Iterator[Slip]:
    for listed in sheet.lists:
        for one, other in pairwise(listed):
            touching = one.span.end == other.span.start and _is_body(one) and _is_body(other)
            if (
                touching
                and not _in_table(sheet, one.span)
                and not (one.name.endswith("委") and other.name.endswith("政府"))
            ):
                # 市委市政府 is one phrase.
                yield Slip(Span(one.span.start, other.span.end), f"{one.name}、{other.name}")


def _in_table(sheet: Sheet, span: Span) -> bool:
    return any(table.start <= span.start < table.end for table in sheet.tables)


def _is_body(one: Listed) -> bool:
    return one.known and not one.collective


def spaces(sheet: Sheet) -> Iterator[Slip]:
    """Find blanks within the name of a body."""
    for listed in sheet.lists:
        for one in listed:
            printed = sheet.content[one.span.start : one.span.end]
            if one.known and rule("proof.spaced_name").search(printed):
                yield Slip(one.span, "".join(printed.split()))


def homophones(sheet: Sheet) -> Iterator[Slip]:
    """Find a name that nobody knows and that sounds like one that is known: 县税务居."""
    for listed in sheet.lists:
        for one in listed:
            if one.known or one.collective or sheet.traditional or not _is_department(one.name):
                continue
            if meant := _sounding(one.name):
                yield Slip(
                    one.span,
                    meant if sheet.content[one.span.start : one.span.end] == one.name else None,
                    values={"meant": meant},
                )


def _is_department(name: str) -> bool:
    """Tell whether a name may be a department's, its last character mistaken: companies have any name."""
    return _SHORTEST <= len(name) <= _LONGEST and not name.endswith(("公司", "集团"))


def _sounding(name: str) -> str | None:
    """Return the known name that a name sounds like, with its place or level; None where none does."""
    for start in range(min(len(name) - _SHORTEST, _PREFIX) + 1):
        stem = name[start:]
        if stem in registry().departments.by_form:
            return None
        near = [form for form in _by_length().get(len(stem), ()) if _is_near(form, stem)]
        if not near:
            continue
        from kg.names.pinyin import syllables  # heavy, and few names come as near as this

        meant = [form for form in near if syllables(form) == syllables(stem)]
        if len(meant) == 1:
            return name[:start] + meant[0]
    return None


def _is_near(form: str, stem: str) -> bool:
    differing = sum(a != b for a, b in zip(form, stem, strict=True))
    return differing == 1


@cache
def _by_length() -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = {}
    for form in registry().departments.by_form:
        found.setdefault(len(form), []).append(form)
    return {length: tuple(forms) for length, forms in found.items()}
