"""What binds the readings of gold: a digest of each notice's JSON, and the least F1 of each.

``digests.json`` holds the SHA-256 of the JSON of every notice, evidence offsets included. Left
out is what says nothing about the reading: the wording of findings (their code, place and repair
stay in), the learned figures of ``reading`` (its layout and its unread spans stay in), the concepts
of targets (their printed words stay in) and the hash of the file. ``least.json`` holds the F1 of
every notice and kind that is below 1, and the reason of each that was ever lowered.
``python -m tests.gold.renew`` writes both.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.evaluate import KINDS, FileScore, Reading, read_gold

GOLD = Path(__file__).parent
DIGESTS = GOLD / "digests.json"
LEAST = GOLD / "least.json"
RENEW = "make gold"

# (holder, keys): what is left out of the digest wherever the holder stands.
_LEFT_OUT = {
    "": ("sourceSha256",),
    "findings": ("message", "messageEn"),
    "reading": ("confidence", "accounted", "frame"),
}
# What the catalogue of indicators says of a target; it has tests of its own and grows by the row.
_CATALOGUE = ("indicator", "indicatorIri", "alignment", "aggregation")
_LEARNED = frozenset({"layout-doubtful", "item-doubtful"})  # findings that each training moves


def bound(got: dict[str, Any]) -> dict[str, Any]:
    """Return the part of a notice's JSON that its digest binds."""
    kept = {key: value for key, value in got.items() if key not in _LEFT_OUT[""]}
    for holder in ("findings", "reading"):
        if holder not in kept:
            continue
        given = kept[holder]
        kept[holder] = (
            [_without(one, _LEFT_OUT[holder]) for one in given]
            if isinstance(given, list)
            else _without(given, _LEFT_OUT[holder])
        )
    for items in ("tasks", "projects"):
        kept[items] = [_unaligned(item) for item in kept[items]]
    kept["findings"] = [one for one in kept["findings"] if one["code"] not in _LEARNED]
    return kept


def _unaligned(item: dict[str, Any]) -> dict[str, Any]:
    """Return a task or project without the concepts of its targets; their printed words stay in."""
    targets = [_without(target, _CATALOGUE) for target in item["targets"]]
    return {**item, "targets": targets}


def _without(given: dict[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: value for key, value in given.items() if key not in keys}


def digest(got: dict[str, Any] | None) -> str | None:
    """Return the SHA-256 of the JSON as bound, None for a file that is no notice."""
    if got is None:
        return None
    text = json.dumps(bound(got), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def readings() -> Iterator[tuple[str, Reading]]:
    """Convert all gold; each notice is named by its path below this folder."""
    for reading in read_gold(GOLD):
        yield reading.notice.relative_to(GOLD).as_posix(), reading


def rounded(f1: float) -> float:
    """Cut an F1 to four digits, never up."""
    return math.floor(f1 * 10_000 + 1e-6) / 10_000


def below_one(score: FileScore) -> dict[str, float]:
    """Return the kinds of one notice whose F1 is below 1."""
    return {kind: rounded(score.scores[kind].f1) for kind in KINDS if rounded(score.scores[kind].f1) < 1}


@dataclass
class Least:
    """The file ``least.json``: a kind that a notice does not name must be 1."""

    kinds: list[str]
    notices: dict[str, dict[str, float]]
    lowered: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def load(cls) -> Least:
        """Read the file; before it was first written nothing is bound."""
        if not LEAST.exists():
            return cls([], {})
        return cls(**json.loads(LEAST.read_text("utf-8")))

    def save(self) -> None:
        """Write the file, a line a notice."""
        rows = ",\n".join(f"  {_line(name)}: {_line(self.notices[name])}" for name in sorted(self.notices))
        reasons = ",\n".join(f"  {_line(one)}" for one in self.lowered)
        LEAST.write_text(
            f'{{\n "kinds": {_line(self.kinds)},\n "notices": {{\n{rows}\n }},\n'
            f' "lowered": [{chr(10) + reasons + chr(10) + " " if reasons else ""}]\n}}\n',
            "utf-8",
        )

    def falls(self, name: str, score: FileScore) -> dict[str, tuple[float, float]]:
        """Return the kinds of a known notice that are read worse than bound: least and found."""
        if name not in self.notices:
            return {}
        found = {kind: (self.notices[name].get(kind, 1.0), rounded(score.scores[kind].f1)) for kind in KINDS}
        return {kind: (least, f1) for kind, (least, f1) in found.items() if kind in self.kinds and f1 < least}


def load_digests() -> dict[str, str | None]:
    """Read ``digests.json``; empty before it was first written."""
    loaded: dict[str, str | None] = json.loads(DIGESTS.read_text("utf-8")) if DIGESTS.exists() else {}
    return loaded


def save_digests(digests: dict[str, str | None]) -> None:
    """Write ``digests.json``, a line a notice."""
    rows = ",\n".join(f" {_line(name)}: {_line(digests[name])}" for name in sorted(digests))
    DIGESTS.write_text(f"{{\n{rows}\n}}\n", "utf-8")


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
