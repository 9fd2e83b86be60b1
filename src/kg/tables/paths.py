"""Paths in a graph, walked over triples of N-Quads tokens without an engine.

kg:inNotice/kg:jurisdiction     one step after the other
^kg:responsibility              against the arrow
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.tokens import Triples
from kg.vocab import expand


@dataclass(frozen=True, slots=True)
class Step:
    """One step: a property, as its token, along or against the arrow."""

    predicate: str
    inverse: bool


Path = tuple[Step, ...]


def read_path(text: str) -> Path:
    """Read a path of prefixed names; KeyError for a name that does not exist."""
    steps = []
    for part in text.split("/"):
        inverse = part.startswith("^")
        steps.append(Step(f"<{expand(part.removeprefix('^'))}>", inverse))
    return tuple(steps)


def walk(facts: Triples, start: str, path: Path) -> list[str]:
    """Return where a path leads, each end once."""
    here = [start]
    for step in path:
        if len(here) == 1:
            found = _step(facts, here[0], step)
            here = found if len(found) < 2 else list(dict.fromkeys(found))
        else:
            here = list(dict.fromkeys(end for node in here for end in _step(facts, node, step)))
    return here


def _step(facts: Triples, node: str, step: Step) -> list[str]:
    if step.inverse:
        return facts.subjects(step.predicate, node)
    return facts.objects(node, step.predicate)
