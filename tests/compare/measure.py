"""F1 of matches and of relations over aligned pairs.

python -m tests.compare.measure [-v] [first second | FOLDER OF REAL PAIRS …]
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from tests.compare.aligned import Pair, Relation, compared, pairs, real_pairs


def relations(pair: Pair) -> frozenset[Relation]:
    """Return how the items were found to go together, by their positions from 1."""
    found = compared(pair)
    one = {entry.iri: n for n, entry in enumerate(found.a.entries, 1)}
    other = {entry.iri: n for n, entry in enumerate(found.b.entries, 1)}
    return frozenset(
        (match.relation, frozenset(one[e.iri] for e in match.a), frozenset(other[e.iri] for e in match.b))
        for match in found.matches
    )


def links(found: Iterable[Relation]) -> set[tuple[int, int]]:
    """Return every two items that a relation joins."""
    return {(i, j) for _, one, other in found for i in one for j in other}


def f1(aligned: Iterable[Pair]) -> tuple[float, float]:
    """Return the F1 of matches and of relations, over all items of all pairs."""
    counts: Counter[str] = Counter()
    for pair in aligned:
        found = relations(pair)
        for name, mine, theirs in (
            ("matches", links(found), set(pair.links)),
            ("relations", set(found), set(pair.relations)),
        ):
            counts[f"{name} both"] += len(mine & theirs)  # type: ignore[operator]
            counts[f"{name} all"] += len(mine) + len(theirs)
    return tuple(2 * counts[f"{name} both"] / counts[f"{name} all"] for name in ("matches", "relations"))  # type: ignore[return-value]


def main(folders: list[str], verbose: bool) -> None:
    for folder in folders:
        aligned = pairs(folder) if folder in ("first", "second") else real_pairs(Path(folder))
        matched, related = f1(aligned)
        print(f"{folder}: {len(aligned)} pairs, matches {matched:.3f}, relations {related:.3f}")
        for pair in aligned if verbose else ():
            for mark, some in (
                ("-", pair.relations - relations(pair)),
                ("+", relations(pair) - pair.relations),
            ):
                for relation, one, other in sorted(some, key=lambda r: (sorted(r[1]), sorted(r[2]))):
                    print(pair.name, mark, relation, sorted(one), sorted(other))


if __name__ == "__main__":
    chosen = [name for name in sys.argv[1:] if not name.startswith("-")]
    main(chosen or ["first", "second"], "-v" in sys.argv)
