"""How the indicators of one set of gold are aligned without what only that set attests.

    python -m tests.gold.held_out [SET…]      a line a set: mentions, exact, exact or close

The catalogue was widened with gold at hand, so its figures on gold flatter it. Here each set is read
with a catalogue from which are taken: every wording that no other set prints, and every concept all
of whose printed wordings are of that set alone. What is left is near to what a new set would meet.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from kg.errors import KgError
from kg.model import Target
from kg.names.script import simplified
from kg.pipeline import convert
from kg.registry.indicator_forms import folded
from kg.registry.indicator_tables import build, exact_names, rows
from kg.registry.indicators import Indicators
from kg.resolve.alignment import around
from tests.gold.binding import GOLD

Sets = Mapping[str, Sequence[Target]]


def main(names: Sequence[str]) -> None:
    """Print a line a set, and one for all."""
    sets = {name: list(targets) for name, targets in _by_set().items()}
    all_: Counter[str] = Counter()
    for name in names or sorted(sets):
        found = Counter(aligned(sets[name], without(name, sets)))
        all_ += found
        print(_line(name, found))
    print(_line("all", all_))


def aligned(targets: Sequence[Target], catalogue: Indicators) -> Iterator[str]:
    """Yield how each target is aligned: exact, close or none."""
    for target in targets:
        before, after = around(target.indicator_text, target.text)
        found = catalogue.align(
            target.indicator_text,
            measure=target.normalized_unit,
            change=target.change,
            before=before,
            after=after,
        )
        yield found.relation if found else "none"


def without(name: str, sets: Sets) -> Indicators:
    """Return the catalogue without what only one set attests."""
    printed: dict[str, set[str]] = defaultdict(set)
    for other, targets in sets.items():
        for target in targets:
            printed[folded(target.indicator_text)].add(other)
    concepts, wordings = rows("indicators.csv"), rows("indicator-names.csv")
    others = exact_names(wordings)
    gone = set()
    for row in concepts:
        by = [printed[folded(word)] for word in (row["label"], *others.get(row["key"], ()))]
        if any(by) and all(who == {name} for who in by if who):
            gone.add(row["key"])
    kept = [
        {**row, "broader": "" if row["broader"] in gone else row["broader"]}
        for row in concepts
        if row["key"] not in gone
    ]
    said = [row for row in wordings if row["key"] not in gone and printed.get(folded(row["name"])) != {name}]
    return Indicators(build(kept, said))


def _by_set() -> dict[str, list[Target]]:
    sets: dict[str, list[Target]] = defaultdict(list)
    for gold in sorted(GOLD.rglob("*.gold.json")):
        for path in gold.parent.glob(gold.name.removesuffix(".gold.json") + ".*"):
            if path.suffix in (".txt", ".md", ".html"):
                sets[path.relative_to(GOLD).parts[0]] += _targets(path)
    return sets


def _targets(path: Path) -> list[Target]:
    try:
        notice = convert(path)
    except KgError:
        return []
    every = (target for item in notice.items for target in item.targets)
    return [  # a traditional notice is read in simplified characters
        replace(one, indicator_text=simplified(one.indicator_text), text=simplified(one.text))
        for one in every
    ]


def _line(name: str, found: Counter[str]) -> str:
    whole = max(found.total(), 1)
    exact, near = found["exact"] / whole, (found["exact"] + found["close"]) / whole
    return f"{name:18} {found.total():6} exact {exact:.3f} exact or close {near:.3f}"


if __name__ == "__main__":
    main(sys.argv[1:])
