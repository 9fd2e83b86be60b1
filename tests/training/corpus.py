"""Notices with gold to learn from: sound ones, and each of them damaged in several ways."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.evaluate import find_gold
from kg.model import Text
from kg.read import read
from tests.layouts import LAYOUTS, contents
from tests.training.damage import DAMAGES, TABLE_DAMAGES, damaged

GOLD = Path(__file__).resolve().parent.parent / "gold"


@dataclass(frozen=True)
class Case:
    """A text with its gold; ``group`` is the set it comes from, ``damage`` what was done to it."""

    name: str
    group: str
    damage: str | None
    text: Text
    gold: dict[str, Any]


def cases(folders: Sequence[Path] = (GOLD,), *, seeds: int = 1, sound: bool = True) -> Iterator[Case]:
    """Yield the gold notices below the folders, then each plain text among them damaged.

    Args:
        folders: where gold lies.
        seeds: how many times each kind of damage is done.
        sound: whether the undamaged ones are among them.
    """
    for folder in folders:
        for notice, gold in find_gold(folder):
            facts = json.loads(gold.read_text("utf-8"))
            group = notice.parent.name
            if sound:
                yield Case(notice.name, group, None, read(notice), facts)
            if notice.suffix not in (".txt", ".md"):
                continue
            try:
                text = notice.read_text("utf-8")
            except UnicodeDecodeError:
                continue  # kept in GB18030
            yield from _damaged(notice.stem, group, text, facts, DAMAGES, seeds)


def tables(*, seeds: int = 1) -> Iterator[Case]:
    """Yield the tasks of plain gold notices as tables, damaged: pages break tables before all else."""
    for name, tasks in contents():
        _, text, facts = LAYOUTS["tabs"](tasks)
        yield from _damaged(f"{name}-table", name, text, facts, TABLE_DAMAGES, seeds)


def _damaged(
    name: str, group: str, text: str, facts: dict[str, Any], kinds: Iterable[str], seeds: int
) -> Iterator[Case]:
    for kind in kinds:
        for seed in range(seeds):
            worse = damaged(text, kind, seed)
            if worse != text:
                one = f"{name}.{kind}.{seed}.txt"
                yield Case(one, group, kind, read(worse.encode(), name=one), facts)
