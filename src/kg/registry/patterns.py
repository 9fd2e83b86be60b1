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

import yaml

from kg import resources
from kg.errors import DataError
from kg.registry.rule_use import watched

_VARIABLE = re.compile(r"\$([a-z_]+)")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class PatternFile:
    """One file: its compiled patterns by name, its word lists, and the rows as written."""

    name: str
    patterns: Mapping[str, re.Pattern[str]]
    words: Mapping[str, tuple[str, ...]]
    rows: tuple[Mapping[str, Any], ...]
    variables: Mapping[str, str]
    raw: Mapping[str, Any]

    def __getitem__(self, name: str) -> re.Pattern[str]:
        """Return the compiled pattern ``name``."""
        return self.patterns[name]

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
        DataError: a row lacks a name, a regex does not compile, a variable is unknown.
    """
    raw = yaml.load(resources.data("patterns", f"{name}.yml").read_text("utf-8"), Loader=_Loader)
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
        patterns = {
            row["name"]: watched(f"{name}.{row['name']}", re.compile(_filled(row["regex"], variables)))
            for row in rows
        }
    except (KeyError, ValueError, re.error) as error:
        raise DataError(
            f"data/patterns/{name}.yml 有误：{error}。",
            f"data/patterns/{name}.yml is wrong: {error}.",
        ) from error
    return PatternFile(
        name,
        MappingProxyType(patterns),
        MappingProxyType(words),
        rows,
        MappingProxyType(variables),
        MappingProxyType(raw),
    )


@cache
def rule(name: str) -> re.Pattern[str]:
    """Return one compiled pattern, named FILE.PATTERN; KeyError where the file has none of that name."""
    file, _, pattern = name.partition(".")
    return load(file)[pattern]
