"""Which of several ways to lay out a notice is the right one: a score of the whole.

    features(document, lines) -> {name: value}      what a person would look at
    score(features) -> float                        by weights that the gold taught

The weights stand in ``data/reading/judge.json``; ``python -m tests.training`` makes them anew.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from math import log1p

from kg import resources
from kg.identity import ordinal
from kg.parse.bodies import names_bodies, pieces
from kg.parse.cell_alignment import fits
from kg.parse.columns import PERIOD
from kg.parse.document import UNIT_KINDS, Document, Item, Label, Section, every_item, every_section
from kg.parse.lines import RawLine
from kg.registry.patterns import rule

_OPENS_INSIDE = "，、。；：）)”》"


def features(document: Document, lines: Sequence[RawLine]) -> dict[str, float]:
    """Return what tells a sound layout from a broken one; shares between 0 and 1 but for ``items``."""
    found = [pair for one in document.lists for pair in every_item(one.items, one.sections)]
    layout = {f"layout {name}": 1.0 for name in document.layout}
    if not found:
        return {"nothing": 1.0, **layout}
    count = len(found)
    units = [_units(item, above) for item, above in found]
    contents = [label.content.text for labels in units for label in labels if label.content.text]
    bodies = [item.body.text for item, _ in found]
    cells = [(kind, cell.text) for item, _ in found for kind, cell in item.cells.items() if cell.text]
    shapes = Counter(tuple(dict.fromkeys(label.kind for label in item.labels)) for item, _ in found)
    numbers = [ordinal(item.number_text) for item, _ in found]
    pairs = [(a, b) for a, b in pairwise(numbers) if a is not None and b is not None]
    return {
        "items": log1p(count),
        "with bodies": sum(map(bool, units)) / count,
        "pure": sum(map(_is_pure, contents)) / max(1, len(contents)),
        "levelled": sum(map(_levelled, contents)) / max(1, len(contents)),
        "numbered": sum(number is not None for number in numbers) / count,
        "repeats": sum(a == b for a, b in pairs) / max(1, len(pairs)),
        "counted": sum(b in (a, a + 1, 1) for a, b in pairs) / max(1, len(pairs)),
        "begins inside": sum(text[:1] in _OPENS_INSIDE for text in bodies) / count,
        "ends open": sum(text[-1:] in "，、（(" for text in bodies) / count,
        "short": sum(len(text) < 5 for text in bodies) / count,
        "long": sum(len(text) > 300 for text in bodies) / count,
        "names bodies only": sum(map(names_bodies, bodies)) / count,
        "bodies behind": sum(map(_ends_with_bodies, bodies)) / count,
        "misfit": sum(fits(kind, text) < 0 for kind, text in cells) / max(1, len(cells)),
        "unknown column": sum(kind.startswith("other") and not kind.endswith(PERIOD) for kind, _ in cells)
        / max(1, len(cells)),
        "alike": shapes.most_common(1)[0][1] / count,
        "claimed": _claimed(document, lines),
        **layout,
    }


def _units(item: Item, above: tuple[Section, ...]) -> list[Label]:
    """Return who answers for an item: by its own labels, or by those of the nearest heading that has some."""
    every = (item.labels, *(section.labels for section in reversed(above)))
    named = ([label for label in labels if label.kind in UNIT_KINDS] for labels in every)
    return next(filter(None, named), [])


def _is_pure(text: str) -> bool:
    """Tell whether a list of bodies holds nothing else, verbs of duty aside."""
    return names_bodies(text) or rule("duties.clause_verb").search(text) is not None


def _levelled(text: str) -> float:
    """Return the share of names in a list that begin as whole names do: with a level, a place or 各."""
    begins = rule("bodies.begins_name")
    found = pieces(text)
    return sum(begins.match(piece) is not None for piece in found) / max(1, len(found))


def _ends_with_bodies(text: str) -> bool:
    """Tell whether the words of an item end with a list of bodies that nothing took out of them."""
    tail = text[max(text.rfind(mark) for mark in "。； ") + 1 :] if text[-1:] not in "。；" else ""
    return "、" in tail and len(tail) < 80 and names_bodies(tail)


def _claimed(document: Document, lines: Sequence[RawLine]) -> float:
    """Return the share of characters below the first item that some item or heading holds."""
    held = 0
    first = None
    for items in document.lists:
        for item, _ in every_item(items.items, items.sections):
            first = item.body.at[0] if first is None and item.body.text else first
            held += len(item.body) + sum(len(label.content) + len(label.word or "") for label in item.labels)
            held += len(item.number_text or "") + len(item.title or "")
        held += sum(len(section.heading) for section in every_section(items.sections)) + len(
            items.title or ""
        )
    whole = sum(len(raw.line) for raw in lines if first is not None and raw.at >= first)
    return min(1.0, held / whole) if whole else 0.0


@cache
def _weights() -> Mapping[str, float]:
    return json.loads(resources.data("reading", "judge.json").read_text("utf-8"))  # type: ignore[no-any-return]


def score(found: Mapping[str, float]) -> float:
    """Return how likely it is that a layout with these features is the better one of two."""
    weights = _weights()
    return sum(weights.get(name, 0.0) * value for name, value in found.items())
