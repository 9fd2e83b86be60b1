"""Words of a notice with its facts marked: ranges that nest or cross become one flat run of HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

# The inner mark's link wins where several stand on the same words.
KINDS = ("target", "place", "leader", "unit", "finding", "hit")


@dataclass(frozen=True, slots=True)
class Mark:
    """One range of a text, half-open, in code points of the whole text."""

    start: int
    end: int
    kind: str
    link: str | None = None
    title: str | None = None


def marked(text: str, offset: int, marks: Iterable[Mark]) -> Markup:
    """Return ``text``, which begins at ``offset`` of the whole, with its marks as HTML."""
    end = offset + len(text)
    near = [mark for mark in marks if mark.start < end and mark.end > offset]
    if not near:
        return Markup(escape(text))
    cuts = sorted({offset, end, *(max(m.start, offset) for m in near), *(min(m.end, end) for m in near)})
    near.sort(key=lambda mark: mark.start)
    out: list[str] = []
    active: list[Mark] = []
    waiting = iter(near)
    ahead = next(waiting, None)
    for left, right in pairwise(cuts):
        active = [mark for mark in active if mark.end > left]
        while ahead is not None and ahead.start <= left:
            active.append(ahead)
            ahead = next(waiting, None)
        words = str(escape(text[left - offset : right - offset]))
        if not words.strip() and any(mark.kind == "finding" for mark in active):
            continue  # a page end inside a sentence: shown joined
        out.append(_wrapped(words, active) if active and words.strip() else words)
    return Markup("".join(out))


def _wrapped(words: str, active: Sequence[Mark]) -> str:
    kinds = " ".join(kind for kind in KINDS if any(mark.kind == kind for mark in active))
    linked = min(
        (m for m in active if m.link), key=lambda m: (m.end - m.start, KINDS.index(m.kind)), default=None
    )
    title = next((mark.title for mark in active if mark.title), None)
    if linked is not None:
        words = f'<a href="{escape(linked.link or "")}">{words}</a>'
    said = f' title="{escape(title)}"' if title else ""
    return f'<mark class="{kinds}"{said}>{words}</mark>'
