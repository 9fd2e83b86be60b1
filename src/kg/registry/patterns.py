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
from types import MappingProxyType
from typing import Any

from kg import resources
from kg.errors import DataError
from kg.registry.rule_use import watched

_VARIABLE = re.compile(r"\$([a-z_]+)")


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
    raw = resources.read_yaml(resources.data("patterns", f"{name}.yml"))
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
        rows = tuple(raw.get("patterns") or ())
        regexes = {row["name"]: _filled(row["regex"], variables) for row in rows}
    except (KeyError, ValueError) as error:
        raise _wrong(name, error) from error
    return PatternFile(
        name,
        _Compiled(name, regexes),
        MappingProxyType(words),
        rows,
        MappingProxyType(variables),
        MappingProxyType(raw),
    )


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
            raise _wrong(self.file, error) from error
        self[name] = found
        return found


def _wrong(name: str, error: Exception) -> DataError:
    return DataError(
        f"data/patterns/{name}.yml 有误：{error}。",
        f"data/patterns/{name}.yml is wrong: {error}.",
    )


@cache
def rule(name: str) -> re.Pattern[str]:
    """Return one compiled pattern, named FILE.PATTERN; KeyError where the file has none of that name."""
    file, _, pattern = name.partition(".")
    return load(file)[pattern]
