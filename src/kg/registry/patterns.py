"""Patterns as data: ``data/patterns/*.yml`` → compiled regular expressions.

A file holds ``variables`` (name → words or regex) and ``patterns``; each pattern has ``name``,
``regex`` (with ``$variable``), ``why``, ``examples`` and ``not_examples``, which a test runs;
``rule("tables.total")`` is the pattern ``total`` of ``tables.yml``. A file may
use the variables of one other file (``uses: NAME``); what else it holds is its reader's affair (``raw``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kg import resources
from kg.meant import near
from kg.registry.rows import checked, mapping, read_yaml, unknown, wrong
from kg.registry.rule_use import watched

_VARIABLE = re.compile(r"\$([a-z_]+)")
_NEEDED = ("name", "regex", "why", "examples", "not_examples")
# What some files say besides of a pattern.
_KEYS = (*_NEEDED, "kind", "ends", "right", "rank", "relation", "anywhere")
_PARTS = ("variables", "patterns", "uses")


@dataclass(frozen=True, slots=True)
class PatternFile:
    """One file: its compiled patterns by name, its word lists, and the rows as written."""

    name: str
    _compiled: _Compiled
    words: Mapping[str, tuple[str, ...]]
    rows: tuple[Mapping[str, Any], ...]
    variables: Mapping[str, str]
    raw: Mapping[str, Any]

    def __getitem__(self, name: str) -> re.Pattern[str]:
        """Return the compiled pattern ``name``; KeyError where the file has none."""
        return self._compiled[name]

    @property
    def patterns(self) -> Mapping[str, re.Pattern[str]]:
        """Every pattern of the file by its name."""
        return {name: self._compiled[name] for name in self._compiled.regexes}

    def filled(self, regex: str, **more: str) -> str:
        """Return a regex with this file's variables and others put in; KeyError for an unknown one."""
        return _filled(regex, {**self.variables, **more})


def alternation(words: tuple[str, ...] | list[str]) -> str:
    """Return a regex that matches any of the literal words, the longest first."""
    return "(?:" + "|".join(re.escape(w) for w in sorted(set(words), key=lambda w: (-len(w), w))) + ")"


def _filled(regex: str, variables: Mapping[str, str]) -> str:
    """Put the variables in; a ``$`` before anything but a name stays the end of the text."""
    return _VARIABLE.sub(lambda match: variables[match[1]], regex)


@cache
def load(name: str) -> PatternFile:
    """Return ``data/patterns/NAME.yml``, checked.

    Raises:
        DataError: a row lacks a name, a variable is unknown; for a regex that does not compile,
            when it is first asked for: one notice needs half of them.
    """
    path = resources.data("patterns", f"{name}.yml")
    raw = _said(path)
    other = load(raw["uses"]) if raw.get("uses") else None
    words: dict[str, tuple[str, ...]] = dict(other.words) if other else {}
    variables: dict[str, str] = dict(other.variables) if other else {}
    try:
        for key, value in (raw.get("variables") or {}).items():
            if isinstance(value, list):
                words[key] = tuple(str(v) for v in value)
                variables[key] = alternation(words[key])
            else:
                variables[key] = f"(?:{_filled(str(value), variables)})"
    except KeyError as error:
        raise unknown(path, f"variables.{key}", f"${error.args[0]}", variables) from error
    rows = tuple(_row(path, row) for row in raw.get("patterns") or ())
    regexes: dict[str, str] = {}
    for row in rows:
        if row["name"] in regexes:
            raise wrong(path, f"patterns.{row['name']}", "名称重复，请改名", "stands twice; rename one")
        try:
            regexes[row["name"]] = _filled(row["regex"], variables)
        except KeyError as error:
            raise unknown(path, f"patterns.{row['name']}.regex", f"${error.args[0]}", variables) from error
    return PatternFile(
        name,
        _Compiled(name, regexes),
        MappingProxyType(words),
        rows,
        MappingProxyType(variables),
        MappingProxyType(raw),
    )


def _said(path: Path) -> Mapping[str, Any]:
    """Return what a file says; a slip in the name of its own parts is told, other parts are its reader's."""
    raw = mapping(path, "", read_yaml(path))
    for key in raw:
        if key not in _PARTS and near(str(key), _PARTS, cutoff=0.8):
            raise unknown(path, "", str(key), _PARTS)
    return raw


def _row(path: Path, said: Any) -> Mapping[str, Any]:
    """Return a pattern whose keys are known and whose examples are lists."""
    name = said.get("name") if isinstance(said, Mapping) else None
    row = checked(path, f"patterns.{name or said}"[:80], said, _KEYS, _NEEDED)
    for key in ("examples", "not_examples"):
        if not isinstance(row[key], list):
            like = "['…', '…']"
            raise wrong(path, f"patterns.{name}.{key}", f"应当是列表：{like}", f"should be a list: {like}")
    return row


class _Compiled(dict[str, re.Pattern[str]]):
    """The regular expressions of one file, each compiled when it is first asked for."""

    def __init__(self, file: str, regexes: Mapping[str, str]) -> None:
        super().__init__()
        self.file = file
        self.regexes = regexes

    def __missing__(self, name: str) -> re.Pattern[str]:
        try:
            found = watched(f"{self.file}.{name}", re.compile(self.regexes[name]))
        except re.error as error:
            path = resources.data("patterns", f"{self.file}.yml")
            zh, en = f"正则不合法：{error}", f"it is no regular expression: {error}"
            raise wrong(path, f"patterns.{name}.regex", zh, en) from error
        self[name] = found
        return found


@cache
def rule(name: str) -> re.Pattern[str]:
    """Return one compiled pattern, named FILE.PATTERN; KeyError where the file has none of that name."""
    file, _, pattern = name.partition(".")
    return load(file)[pattern]
