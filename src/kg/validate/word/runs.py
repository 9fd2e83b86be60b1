"""Cuts the runs of a paragraph, so that something can stand between two of their characters."""

from __future__ import annotations

from copy import deepcopy
from typing import Any, Literal

from lxml import etree

from kg.read.docx import Atom
from kg.read.wordml import W

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_SIMPLE = W + "fldSimple"
RUN, TEXT, PARAGRAPH = W + "r", W + "t", W + "p"


def text(words: str, tag: str = TEXT) -> Any:
    """Return a ``w:t`` that keeps its spaces."""
    element = etree.Element(tag)
    element.text = words
    element.set(_SPACE, "preserve")
    return element


def is_printed(atom: Atom) -> bool:
    """Tell whether a run of the paragraph itself holds the characters, so that it can be cut."""
    run = atom.element.getparent()
    if run is None or run.tag != RUN:
        return False  # an automatic number, a formula
    return not any(one.tag == RUN for one in _up(run))  # not within the base of phonetic signs


Edge = Literal["start", "end"]


def put(atom: Atom, offset: int, nodes: list[Any], *, around_field: Edge | None = None) -> None:
    """Put nodes before the character ``offset`` of an atom, after what comes before it.

    Args:
        atom: What prints the character.
        offset: The character's number; its length for what comes after the last.
        nodes: The elements to put there.
        around_field: Put them outside a field whose result starts, or ends, there: what stands within
            a result is lost when the field is renewed.
    """
    if atom.element is atom.paragraph:  # an automatic number: the paragraph's own ends
        if offset:
            atom.paragraph.extend(nodes)
        else:
            _at_start(atom.paragraph, nodes)
        return
    if not is_printed(atom):
        whole = _outermost(atom)
        _insert((whole, None) if offset else (None, whole), nodes)
        return
    left, right = cut(atom.element, offset)
    if around_field == "start" and right is not None and (begin := _field_before(right)) is not None:
        left, right = None, begin
    elif around_field == "end" and left is not None and (end := _field_after(left)) is not None:
        left, right = end, None
    _insert((left, right), nodes)


def cut(element: Any, offset: int) -> tuple[Any | None, Any | None]:
    """Return the runs to the left and right of a character; one of them is None at a run's end."""
    run = element.getparent()
    content = [child for child in run if child.tag != W + "rPr"]
    at = content.index(element)
    words = element.text or "" if element.tag == TEXT else None
    if words is not None and 0 < offset < len(words):
        element.text = words[:offset]
        element.set(_SPACE, "preserve")
        return run, _tail(run, [text(words[offset:]), *content[at + 1 :]])
    if offset <= 0:
        return (run, _tail(run, content[at:])) if at else (None, run)
    rest = content[at + 1 :]
    return run, _tail(run, rest) if rest else None


def isolated(element: Any, start: int, end: int) -> Any:
    """Return a run that holds some characters of an element, and nothing else."""
    cut(element, end)
    return cut(element, start)[1]


def _tail(run: Any, content: list[Any]) -> Any:
    """Move content into a run of its own, of the same form, behind the run."""
    tail = etree.Element(RUN, run.attrib, nsmap=run.nsmap)
    properties = run.find(W + "rPr")
    if properties is not None:
        tail.append(deepcopy(properties))
    tail.extend(content)
    run.addnext(tail)
    return tail


def _field_before(run: Any) -> Any | None:
    """Return what begins the field whose result starts with a run."""
    if run.getparent().tag == _SIMPLE:
        return run.getparent() if run.getprevious() is None else None
    before = list(run.itersiblings(RUN, preceding=True))
    if not before or _field_mark(before[0]) != "separate":
        return None
    depth = 0
    for one in before:
        depth += {"end": 1, "begin": -1}.get(_field_mark(one), 0)
        if depth < 0:
            return one
    return None


def _field_after(run: Any) -> Any | None:
    """Return what ends the field whose result ends with a run."""
    if run.getparent().tag == _SIMPLE:
        return run.getparent() if run.getnext() is None else None
    after = next(run.itersiblings(RUN), None)
    return after if after is not None and _field_mark(after) == "end" else None


def _field_mark(run: Any) -> str:
    mark = run.find(W + "fldChar")
    return "" if mark is None else mark.get(W + "fldCharType", "")


def _insert(sides: tuple[Any | None, Any | None], nodes: list[Any]) -> None:
    left, right = sides
    for node in reversed(nodes) if left is not None else nodes:
        if left is not None:
            left.addnext(node)
        elif right is not None:
            right.addprevious(node)


def _at_start(paragraph: Any, nodes: list[Any]) -> None:
    properties = paragraph.find(W + "pPr")
    at = 0 if properties is None else paragraph.index(properties) + 1
    for number, node in enumerate(nodes):
        paragraph.insert(at + number, node)


def _up(element: Any) -> list[Any]:
    """Return what holds an element, as far as its paragraph."""
    found = []
    for above in element.iterancestors():
        if above.tag == PARAGRAPH:
            break
        found.append(above)
    return found


def _outermost(atom: Atom) -> Any:
    """Return what of the paragraph holds an element: a run where there is one, else a formula."""
    above = [atom.element, *_up(atom.element)]
    runs = [one for one in above if one.tag == RUN]
    return runs[-1] if runs else above[-1]
