"""Renew what binds the readings of gold: ``make gold``, or ``python -m tests.gold.renew``.

Shows in words what every notice reads otherwise than at the commit that last wrote the digests,
then writes ``digests.json`` and ``least.json``. Scores that rose are raised; one that fell is
refused, unless ``--lower NOTICE REASON`` says why, and the reason is kept in the file.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any

from kg.evaluate import KINDS, FileScore
from tests.gold import binding
from tests.gold.differences import differences

ROOT = Path(__file__).resolve().parents[2]
_NAMED = 12  # lines of one notice that are shown without --all
# Runs in a tree: reads names of notices, writes their JSON, a line each.
_READ = """
import json, sys
from pathlib import Path
from kg.emit import as_json
from kg.errors import KgError
from kg.pipeline import convert
for name in json.load(sys.stdin):
    try:
        got = as_json(convert(Path("tests/gold") / name))
    except KgError:
        got = None
    print(json.dumps(got))
"""


def main(arguments: list[str] | None = None) -> int:
    """Show, then write; the exit status is 1 where a score fell without a reason."""
    options = _options(arguments)
    found: dict[str, Any] = {}
    scores: dict[str, FileScore] = {}
    for name, reading in binding.readings():
        found[name], scores[name] = reading.got, reading.score()
    digests = {name: binding.digest(got) for name, got in found.items()}
    _show(digests, found, options.all)
    least = binding.Least.load()
    refused = _bind(least, scores, dict(options.lower))
    if refused:
        print(f"\n{len(refused)} read worse than bound (↓); nothing is written. Mend it, or say of each why:")
        print(f"  make gold GOLD=\"--lower {refused[0]} 'REASON'\"")
        return 1
    if options.look:
        return 0
    binding.save_digests(digests)
    least.save()
    print(f"\nWritten: {binding.DIGESTS.relative_to(ROOT)}, {binding.LEAST.relative_to(ROOT)}")
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.gold.renew", description=__doc__)
    parser.add_argument("--look", action="store_true", help="show only, write nothing")
    parser.add_argument("--all", action="store_true", help=f"show all lines, not {_NAMED} a notice")
    parser.add_argument("--lower", nargs=2, metavar=("NOTICE", "REASON"), action="append", default=[])
    return parser.parse_args(arguments)


# --- readings -----------------------------------------------------------------------------------


def _show(digests: dict[str, str | None], found: dict[str, Any], everything: bool) -> None:
    """Print what differs from the committed digests."""
    committed = _git("show", f"HEAD:{binding.DIGESTS.relative_to(ROOT)}")
    before: dict[str, str | None] = json.loads(committed) if committed else {}
    changed = [name for name, value in digests.items() if name in before and before[name] != value]
    for name in sorted(before.keys() - digests):
        print(f"{name}: gone")
    new = sorted(digests.keys() - before)
    if new:
        print(f"new: {len(new)} ({', '.join(new[:3])}{', …' if len(new) > 3 else ''})")
    print(f"{len(digests)} notices, {len(changed)} read otherwise than at the last commit of the digests")
    if not changed:
        return
    former = _former(changed)
    if former is None:
        print("The former readings cannot be made again; these changed:", *changed, sep="\n  ")
        return
    everywhere = _common({name: differences(former[name], found[name]) for name in changed})
    for name, lines in everywhere.items():
        print(f"\n{name}")
        shown = lines if everything else lines[:_NAMED]
        print(*(f"  {line}" for line in shown), sep="\n")
        if len(lines) > len(shown):
            print(f"  … {len(lines) - len(shown)} more (--all)")
        if name in former and binding.digest(former[name]) != before[name]:
            print("  (the former code reads it otherwise than its digest says)")


def _common(lines: dict[str, list[str]]) -> dict[str, list[str]]:
    """Put what is the same in every changed notice, such as a new key, under one heading."""
    if len(lines) < 3:
        return lines
    shared = set.intersection(*(set(one) for one in lines.values()))
    kept = {name: [line for line in one if line not in shared] for name, one in lines.items()}
    first = next(iter(lines.values()))
    rest = {name: one for name, one in kept.items() if one}
    if not shared:
        return rest
    return {f"in each of the {len(lines)}": [line for line in first if line in shared], **rest}


def _former(names: list[str]) -> dict[str, Any] | None:
    """Read the notices by the code of the commit that last wrote the digests."""
    commit = _git("log", "-1", "--format=%H", "--", str(binding.DIGESTS.relative_to(ROOT)))
    if not commit:
        return None
    tree = subprocess.run(
        ["git", "archive", commit.strip(), "src", "data", "ontology", "queries", "tests/gold"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=BytesIO(tree)) as archive:
            archive.extractall(folder, filter="data")
        return readings_of(Path(folder), names)


def readings_of(root: Path, names: list[str]) -> dict[str, Any] | None:
    """Read notices one after the other in a process of its own, by the code of a tree."""
    done = subprocess.run(
        [sys.executable, "-c", _READ],
        cwd=root,
        input=json.dumps(names),
        env={**os.environ, "PYTHONPATH": str(root / "src"), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        print(done.stderr.strip().splitlines()[-1], file=sys.stderr)
        return None
    return {name: json.loads(line) for name, line in zip(names, done.stdout.splitlines(), strict=True)}


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout if done.returncode == 0 else ""


# --- least scores -------------------------------------------------------------------------------


def _bind(least: binding.Least, scores: dict[str, FileScore], reasons: dict[str, str]) -> list[str]:
    """Bring the least scores to those found, and return the notices that may not fall."""
    unknown = sorted(reasons.keys() - scores)
    if unknown:
        raise SystemExit(f"no such notice in tests/gold: {', '.join(unknown)}")
    refused = []
    for name, score in scores.items():
        for kind, (bound, f1) in least.falls(name, score).items():
            print(f"↓ {name} {kind}: {bound} → {f1}")
            if not reasons.get(name, "").strip():
                refused.append(name)
            else:
                least.lowered.append(
                    {"notice": name, "kind": kind, "from": bound, "to": f1, "reason": reasons[name].strip()}
                )
        for kind in set(least.kinds) & set(KINDS) if name in least.notices else ():
            bound, f1 = least.notices[name].get(kind, 1.0), binding.rounded(score.scores[kind].f1)
            if f1 > bound:
                print(f"↑ {name} {kind}: {bound} → {f1}")
    least.kinds = list(KINDS)
    least.notices = {name: binding.below_one(score) for name, score in scores.items()}
    return list(dict.fromkeys(refused))


if __name__ == "__main__":
    raise SystemExit(main())
