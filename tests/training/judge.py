"""The judge's weights: of two ways to lay out a notice, the one that gives more of its gold is better."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from kg.emit import as_json
from kg.evaluate import Score, compare
from kg.extract import extract
from kg.parse.document import Document
from kg.parse.parse import drafts, page_of
from kg.resolve.notice import assemble
from tests.training.corpus import Case
from tests.training.maxent import weights
from tests.training.shared import over

PATH = "reading", "judge.json"
_APART = 0.004  # in F1; drafts that differ by less are equally good
_RIDGE = 0.5
_SOUND = 10


def quality(document: Document, case: Case) -> float:
    """Return the mean F1 of tasks and units that a layout leads to."""
    return f1(compare(case.name, case.gold, as_json(assemble(extract(document)))).scores)


def f1(scores: Mapping[str, Score]) -> float:
    """Return the mean F1 of tasks and units, of those that there are."""
    kinds = [scores[kind] for kind in ("tasks", "units") if not scores[kind].empty]
    return sum(score.f1 for score in kinds) / len(kinds) if kinds else 1.0


Ways = list[tuple[dict[str, float], float]]  # of one notice: features and quality of each layout


def judged(found: Iterable[Case]) -> Iterator[Ways]:
    """Yield for each notice that can be laid out in several ways their features and qualities.

    A sound notice counts as much as ``_SOUND`` damaged ones: most notices are sound.
    """
    every = list(found)
    for case, ways in zip(every, over(_ways, every), strict=True):
        if len(ways) > 1:
            yield from [ways] * (_SOUND if case.damage is None else 1)


def _ways(case: Case) -> Ways:
    ways = list(drafts(page_of(case.text)))
    return [(dict(way.features), quality(way, case)) for way in ways] if len(ways) > 1 else []


def learn(ways: Iterable[Ways]) -> dict[str, float]:
    """Return the weights under which the better of two layouts scores more."""
    examples = []
    for notice in ways:
        for mine, good in notice:
            for other, bad in notice:
                if good > bad + _APART:
                    names = {*mine, *other}
                    apart = {name: mine.get(name, 0.0) - other.get(name, 0.0) for name in sorted(names)}
                    examples.append((apart, "better"))
                    examples.append(({name: -value for name, value in apart.items()}, "worse"))
    found = weights(examples, ridge=_RIDGE)
    names = sorted({name for name, _ in found})
    return {
        name: round(found.get((name, "better"), 0.0) - found.get((name, "worse"), 0.0), 3) for name in names
    }


def learned(found: Iterable[Case]) -> bytes:
    """Return the file of weights that the cases teach."""
    return (json.dumps(learn(judged(found)), indent=1, ensure_ascii=False) + "\n").encode()
