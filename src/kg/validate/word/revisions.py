"""The certain repairs of a report as tracked changes: what was there is struck out, not gone.

A repair changes as few characters as it can, in the form of those that it replaces. One that cannot
be made in the file (words of an automatic number or a formula, a line end between two cells) is
told in ``Repaired.left``.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count, pairwise
from typing import Any

from lxml import etree

from kg.model import Span
from kg.read.wordml import OURS, W
from kg.validate.repairs import Repair, fix
from kg.validate.report import Report
from kg.validate.word.comments import traced_for
from kg.validate.word.origins import Origins, Point, Range
from kg.validate.word.package import patched, xml
from kg.validate.word.runs import PARAGRAPH, TEXT, is_printed, isolated, put, text

_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_HOLDERS = (W + "ins", W + "moveTo")  # an insertion must not stand within another


@dataclass(frozen=True, slots=True)
class Repaired:
    """A docx with tracked repairs, those that were made, and those that could not be."""

    data: bytes
    made: tuple[Repair, ...]
    left: tuple[Repair, ...]


def repaired(data: bytes, report: Report, *, at: datetime | None = None) -> Repaired:
    """Return the docx with the certain repairs of its report as tracked changes.

    Args:
        data: The docx that the report is about.
        report: What was found in it.
        at: When; now unless given.

    Raises:
        UsageError: The report is about another file.
    """
    traced = traced_for(data, report)
    wanted = fix(report)[1]
    origins = Origins(traced)
    pen = _Pen(traced.parts.values(), at or datetime.now(UTC))
    twins = [twin for root in traced.parts.values() for twin in _twins(root)]
    left = []
    for repair in reversed(wanted):  # from the end, so that the points before stay where they are
        if not _mend(repair, origins, pen):
            left.append(repair)
    if len(left) == len(wanted):
        return Repaired(data, (), tuple(reversed(left)))
    for box, copy in twins:
        copy[:] = [deepcopy(child) for child in box]
    changed = {name: xml(root) for name, root in traced.parts.items() if pen.touched(root)}
    made = tuple(repair for repair in wanted if repair not in left)
    return Repaired(patched(data, changed), made, tuple(reversed(left)))


def _twins(root: Any) -> Iterator[tuple[Any, Any]]:
    """Yield the text boxes of which the file holds a copy for older programs, each with that copy."""
    for choice in root.iter(_COMPATIBLE + "Choice"):
        copy = choice.getparent().find(_COMPATIBLE + "Fallback")
        if copy is None:
            continue
        boxes, copies = (list(one.iter(W + "txbxContent")) for one in (choice, copy))
        if ["".join(box.itertext()) for box in boxes] == ["".join(box.itertext()) for box in copies]:
            yield from zip(boxes, copies, strict=True)


class _Pen:
    """Makes the elements of tracked changes, each with a number of its own."""

    def __init__(self, roots: Any, at: datetime) -> None:
        self._at = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        used = [int(v) for root in roots for one in root.iter() if (v := one.get(W + "id", "")).isdecimal()]
        self._numbers = count(max(used, default=0) + 1)
        self._touched: set[Any] = set()

    def mark(self, name: str) -> Any:
        """Return an empty ``w:ins`` or ``w:del``."""
        attributes = {"id": str(next(self._numbers)), "author": OURS, "date": self._at}
        return etree.Element(W + name, {W + key: value for key, value in attributes.items()})

    def touch(self, element: Any) -> None:
        """Note that the part of an element is changed."""
        self._touched.add(element.getroottree().getroot())

    def touched(self, root: Any) -> bool:
        """Tell whether a part was changed."""
        return root in self._touched


def _mend(repair: Repair, origins: Origins, pen: _Pen) -> bool:
    """Make one repair; return False where it cannot be made."""
    before, after = repair.before, repair.after
    head = _shared(before, after)
    tail = _shared(before[head:][::-1], after[head:][::-1])
    struck = Span(repair.mark.span.start, repair.mark.span.end)
    new = after[head : len(after) - tail]
    if head + tail < len(before):
        found = origins.range(Span(struck.start + head, struck.end - tail))
    else:  # nothing goes, something comes
        around = origins.range(struck if not head else Span(struck.start, struck.start + head))
        point = around.end if head else around.start
        found = Range(point, point)
    pieces = list(origins.pieces(found))
    ends = list(_ends(origins.paragraphs(found)))
    place = origins.atoms[found.end.atom if pieces else found.start.atom]
    if not all(is_printed(atom) for atom, _, _ in pieces) or None in ends or not is_printed(place):
        return False
    if not pieces and not ends and not new:
        return False
    last = place.element.getparent()
    form = deepcopy(last.find(W + "rPr"))
    if new:
        _insert(new, form, origins, found, pen)
    for atom, start, end in reversed(pieces):
        _strike(isolated(atom.element, start, end), pen)
    for paragraph in ends:
        _strike_end(paragraph, pen)
    pen.touch(place.element)
    return True


def _shared(one: str, other: str) -> int:
    """Return how many characters two words begin with alike."""
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _ends(paragraphs: list[Any]) -> Iterator[Any | None]:
    """Yield the paragraphs whose ends a repair takes away; None where something else is between them."""
    for first, second in pairwise(paragraphs):
        while first is not second:
            yield first
            first = first.getnext()
            if first is None or first.tag != PARAGRAPH:
                yield None
                return


def _insert(new: str, form: Any | None, origins: Origins, found: Range, pen: _Pen) -> None:
    run = etree.Element(W + "r")
    if form is not None:
        run.append(form)
    run.append(text(new))
    mark = pen.mark("ins")
    mark.append(run)
    point: Point = found.end
    atom = origins.atoms[point.atom]
    put(atom, point.offset, [mark])
    holder = mark.getparent()
    if holder.tag in _HOLDERS:  # what follows goes into a second one, of the same author
        rest = etree.Element(holder.tag, holder.attrib, nsmap=holder.nsmap)
        rest.extend(list(mark.itersiblings()))
        holder.addnext(mark)
        if len(rest):
            rest.set(W + "id", pen.mark("ins").get(W + "id"))
            mark.addnext(rest)


def _strike(run: Any, pen: _Pen) -> None:
    mark = pen.mark("del")
    run.addprevious(mark)
    mark.append(run)
    for element in run.iter(TEXT):
        element.tag = W + "delText"


def _strike_end(paragraph: Any, pen: _Pen) -> None:
    """Mark the end of a paragraph as deleted: the next one goes on with it."""
    properties = paragraph.find(W + "pPr")
    if properties is None:
        properties = etree.Element(W + "pPr")
        paragraph.insert(0, properties)
    form = properties.find(W + "rPr")
    if form is None:
        form = etree.Element(W + "rPr")
        later = [child for child in properties if child.tag in (W + "sectPr", W + "pPrChange")]
        if later:
            later[0].addprevious(form)
        else:
            properties.append(form)
    form.insert(len(form.findall(W + "ins")), pen.mark("del"))
