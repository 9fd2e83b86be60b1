"""Paths in a graph, walked over triples of N-Quads tokens without an engine.

kg:inNotice/kg:jurisdiction     one step after the other
^kg:responsibility              against the arrow
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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


class Facts:
    """The triples of one graph, found from either end; what it lacks is looked up in ``beneath``."""

    def __init__(self, triples: Iterable[Sequence[str]], beneath: Facts | None = None) -> None:
        self.beneath = beneath
        self._forward: dict[tuple[str, str], list[str]] = {}
        self._backward: dict[tuple[str, str], list[str]] = {}
        forward, backward = self._forward, self._backward
        for s, p, o, *_ in triples:
            forward.setdefault((s, p), []).append(o)
            if o[0] == "<":
                backward.setdefault((o, p), []).append(s)

    def objects(self, subject: str, predicate: str) -> list[str]:
        """Return what the triples say of a subject; its own triples go before those beneath."""
        found = self._forward.get((subject, predicate))
        if found is None:
            return self.beneath.objects(subject, predicate) if self.beneath else []
        return found

    def subjects(self, predicate: str, value: str) -> list[str]:
        """Return who says it, of these triples alone."""
        return self._backward.get((value, predicate), [])

    def walk(self, start: str, path: Path) -> list[str]:
        """Return where a path leads, each end once."""
        here = [start]
        for step in path:
            if len(here) == 1:
                found = self._step(here[0], step)
                here = found if len(found) < 2 else list(dict.fromkeys(found))
            else:
                here = list(dict.fromkeys(end for node in here for end in self._step(node, step)))
        return here

    def _step(self, node: str, step: Step) -> list[str]:
        if step.inverse:
            return self.subjects(step.predicate, node)
        return self.objects(node, step.predicate)
