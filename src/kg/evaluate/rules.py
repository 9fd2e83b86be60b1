"""Rules of ``data/patterns``: how many notices use each, and what the scores lose without it.

    rules_in_use(directory)              the notices in which each rule holds
    leave_each_out(directory, rules)     what then changes, rule by rule

Both convert in processes of their own, where rules are watched (:mod:`kg.registry.rule_use`). A
notice in which a rule never held reads the same without it, so only the others are read again; a
rule that went into a larger regex cannot tell where it holds, and is tried on all of them.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg import resources
from kg.errors import UsageError
from kg.evaluate.gold import Reading, find_gold, read_one
from kg.evaluate.scoring.scores import KINDS, FileScore, Score
from kg.registry import rule_use

# What holds regexes made of rules is made again when one of them is left out; tables are kept.
_MADE_OF_RULES = ("kg.read", "kg.parse", "kg.extract", "kg.resolve", "kg.names")

Progress = Callable[[], None]


@dataclass
class RuleUsed:
    """One rule: in which notices it holds, and what changes without it.

    ``composed``: the rule went into a larger regex, where it holds is not known. ``changed`` and
    ``errors`` are None where it was not left out: the notices that then read otherwise, and by how
    much what is wrong or missed grows, kind by kind.
    """

    name: str
    notices: list[str] = field(default_factory=list)
    composed: bool = False
    changed: list[str] | None = None
    errors: dict[str, int] | None = None

    @property
    def needed(self) -> bool | None:
        """Whether a notice is read worse without it; None where it was not left out."""
        return None if self.errors is None else any(growth > 0 for growth in self.errors.values())


def all_rules() -> list[str]:
    """Return the names of the rules of ``data/patterns``: FILE.RULE."""
    names = []
    for path in sorted(resources.data("patterns").glob("*.yml")):
        raw = resources.read_yaml(path)
        for rows in (raw.get("patterns"), raw.get("rules")):
            names += [f"{path.stem}.{row['name']}" for row in rows or ()]
    return names


def rules_in_use(
    directory: Path, processes: int | None = None, progress: Progress | None = None
) -> list[RuleUsed]:
    """Return every rule with the notices below ``directory`` in which it holds.

    Raises:
        UsageError: there is no gold below the directory.
    """
    pairs = _pairs(directory)
    found = {name: RuleUsed(name) for name in all_rules()}
    with _pool(processes) as pool:
        for (notice, _), (held, composed) in zip(pairs, pool.map(_held, pairs, chunksize=4), strict=True):
            for name in held & found.keys():
                found[name].notices.append(notice)
            for name in composed & found.keys():
                found[name].composed = True
            if progress:
                progress()
    return list(found.values())


def leave_each_out(
    directory: Path,
    rules: Iterable[RuleUsed],
    processes: int | None = None,
    progress: Progress | None = None,
) -> None:
    """Leave each of the rules out in turn, and note in it what then changes."""
    pairs = dict(_pairs(directory))
    tried = list(rules)
    jobs = [
        (rule.name, [(n, pairs[n]) for n in (pairs if rule.composed else rule.notices)]) for rule in tried
    ]
    with _pool(processes) as pool:
        for rule, (changed, errors) in zip(tried, pool.map(_without, jobs), strict=True):
            rule.changed, rule.errors = changed, errors
            if progress:
                progress()


def _pairs(directory: Path) -> list[tuple[str, Path]]:
    """Return each notice below ``directory`` that has gold, with its gold."""
    pairs = [(str(notice), gold) for notice, gold in find_gold(directory)]
    if not pairs:
        raise UsageError(
            f"{directory} 下没有 *.gold.json，请指定存放标注的目录。",
            f"No *.gold.json below {directory}; name the folder that holds gold.",
        )
    return pairs


# --- in the processes that watch ----------------------------------------------------------------

_before: dict[str, tuple[str, FileScore]] = {}


def _pool(processes: int | None) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        processes or os.cpu_count(), multiprocessing.get_context("spawn"), initializer=rule_use.watch
    )


def _held(pair: tuple[str, Path]) -> tuple[set[str], set[str]]:
    use = rule_use.watch()
    use.held.clear()
    _forget()  # what is kept of an earlier notice would hide a rule from this one
    _read(*pair)
    return set(use.held), set(use.composed)


def _without(job: tuple[str, Sequence[tuple[str, Path]]]) -> tuple[list[str], dict[str, int]]:
    name, pairs = job
    for notice, gold in pairs:
        if notice not in _before:
            _before[notice] = _read(notice, gold)
    use = rule_use.watch()
    use.without = name
    _forget()
    try:
        after = {notice: _read(notice, gold) for notice, gold in pairs}
    finally:
        use.without = None
        _forget()
    changed = [notice for notice, (text, _) in after.items() if text != _before[notice][0]]
    growth = {
        kind: sum(_errors(after[n][1].scores[kind]) - _errors(_before[n][1].scores[kind]) for n in changed)
        for kind in KINDS
    }
    return changed, {kind: number for kind, number in growth.items() if number}


def _read(notice: str, gold: Path) -> tuple[str, FileScore]:
    """Return the JSON as text and the scores; reading that fails altogether reads nothing."""
    try:
        reading = read_one(notice, Path(notice), gold)
    except Exception as error:  # a rule that code cannot do without: whatever then happens
        text = f"{type(error).__name__}: {error}"
        reading = Reading(notice, Path(notice), json.loads(gold.read_text("utf-8")), None, error=text)
        return text, reading.score()
    return json.dumps(reading.got, ensure_ascii=False, sort_keys=True), reading.score()


def _errors(score: Score) -> int:
    return score.wrong + score.missed


def _forget() -> None:
    """Drop what the reading code has kept: it may have been made with the rule, or without."""
    for name, module in list(sys.modules.items()):
        if name.startswith(_MADE_OF_RULES):
            for value in list(vars(module).values()):
                if callable(clear := getattr(value, "cache_clear", None)):
                    clear()


# --- as text ------------------------------------------------------------------------------------


def rules_table(rules: Sequence[RuleUsed]) -> str:
    """Return the rules as a table in Markdown, those that nothing uses or needs named below it."""
    tried = any(rule.errors is not None for rule in rules)
    head = ["rule", "notices", *(["changed", "errors without it"] if tried else [])]
    rows = [f"| {' | '.join(head)} |", "|---|---:|" + ("---:|---|" if tried else "")]
    for rule in rules:
        cells = [rule.name, "in another" if rule.composed else str(len(rule.notices))]
        if tried:
            cells += ["" if rule.changed is None else str(len(rule.changed)), _growth(rule.errors)]
        rows.append(f"| {' | '.join(cells)} |")
    idle = [rule.name for rule in rules if not rule.notices and not rule.composed]
    spare = [rule.name for rule in rules if rule.needed is False]
    rows += _listed(f"{len(rules)} 条规则中从未用到的", f"never used, of {len(rules)} rules", idle)
    if tried:
        rows += _listed("去掉后标注读得不差的", "without which nothing is read worse", spare)
    return "\n".join(rows)


def _listed(zh: str, en: str, names: list[str]) -> list[str]:
    return ["", f"{zh} / {en}: {len(names)}", *(f"- {name}" for name in names)]


def _growth(errors: Mapping[str, int] | None) -> str:
    return ", ".join(f"{kind} {number:+d}" for kind, number in (errors or {}).items())


def as_dict(rules: Sequence[RuleUsed]) -> dict[str, Any]:
    """Return the rules as plain values, by name."""
    return {
        rule.name: {
            "notices": len(rule.notices),
            "composed": rule.composed,
            **({} if rule.changed is None else {"changed": len(rule.changed), "errors": rule.errors}),
        }
        for rule in rules
    }
