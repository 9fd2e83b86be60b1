"""Measure what is told of what is read wrongly: ``python -m tests.silence DIR… [--damaged N]``.

Reads every notice with gold below the folders, and N of the damages of ``tests.training.damage`` done
to sound gold notices (drawn from a seed), and prints of the pool: how many are read below F1 0.9
(mean of tasks and units), how many of the wrong facts are told, how often ``layout-doubtful`` is said
of the bad ones and of the others, and how far the confidence is from the truth.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from pathlib import Path

from kg.emit import as_json
from kg.errors import KgError
from kg.evaluate import compare, find_gold
from kg.pipeline import convert
from tests.silence.told import Wrong, shares, wrongs
from tests.training.corpus import GOLD, cases
from tests.training.judge import f1

_BAD = 0.9


def main(arguments: list[str] | None = None) -> None:
    """Print the measures of a pool."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--damaged", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--list", action="store_true", help="every wrong fact that nothing tells")
    given = parser.parse_args(arguments)
    rows: list[tuple[float, float, bool]] = []
    found: list[Wrong] = []
    for name, text, gold in [*_sound(given.folders), *_damaged(given.damaged, given.seed)]:
        try:
            notice = convert(text.encode(), name="notice.txt") if isinstance(text, str) else convert(text)
        except KgError:
            found += wrongs(gold, None, "")
            continue
        got = as_json(notice)
        content = notice.text.content
        here = wrongs(gold, got, content)
        found += here
        doubtful = any(one["code"] == "layout-doubtful" for one in got["findings"])
        rows.append((f1(compare(name, gold, got, content).scores), got["reading"]["confidence"], doubtful))
        if given.list:
            for one in here:
                if not one.told:
                    print(f"{name}: {one.sign} {one.kind} {one.words[:40]}")
    _report(rows, found)


def _sound(folders: list[Path]) -> Iterator[tuple[str, Path | str, dict[str, object]]]:
    for folder in folders:
        for notice, gold in find_gold(folder):
            yield notice.name, notice, json.loads(gold.read_text("utf-8"))


def _damaged(count: int, seed: int) -> Iterator[tuple[str, Path | str, dict[str, object]]]:
    if not count:
        return
    pool = list(cases((GOLD,), sound=False))
    for case in random.Random(seed).sample(pool, count):
        yield case.name, case.text.content, case.gold


def _report(rows: list[tuple[float, float, bool]], found: list[Wrong]) -> None:
    bad = [row for row in rows if row[0] < _BAD]
    rest = [row for row in rows if row[0] >= _BAD]
    truths = sorted(true for true, _, _ in rows)
    constant = truths[len(truths) // 2]
    print(f"{len(rows)} notices, {len(bad)} below {_BAD}")
    for kind, (told, whole) in shares(found).items():
        print(f"  told of {kind}: {told} of {whole}" + (f" ({told / whole:.2f})" if whole else ""))
    for name, some in (("bad", bad), ("other", rest)):
        if some:
            print(f"  layout-doubtful on {name}: {sum(d for _, _, d in some) / len(some):.2f}")
            print(f"  |confidence - F1| on {name}: {sum(abs(c - t) for t, c, _ in some) / len(some):.3f}")
    print(f"  |confidence - F1|: {sum(abs(c - t) for t, c, _ in rows) / len(rows):.3f}")
    print(f"  of the best constant: {sum(abs(constant - t) for t in truths) / len(truths):.3f}")


if __name__ == "__main__":
    main()
