"""Which notices a question is asked of: ``area``, ``level``, ``year``, declared in ``queries/scope.yml``.

    # scope ?item kg:inNotice      in SPARQL, where the notices of a pattern stand
    -- scope load.notice           in SQL, in a WHERE

Both are comments: a file is a whole query that asks of every notice. What is given is written in their
place, with variables that are bound as every other parameter is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg import resources
from kg.errors import DataError
from kg.store.base import Term

_SPARQL = re.compile(r"^[ \t]*# scope \?(?P<name>\w+)(?P<path> kg:inNotice)?[ \t]*$", re.MULTILINE)
_SQL = re.compile(r"^[ \t]*-- scope (?P<column>[a-z_]+\.[a-z_]+)[ \t]*$", re.MULTILINE)
_MEANT = re.compile(r"^.*(?:#|--)[ \t]*scope\b.*$", re.MULTILINE)
_KEYS = ("zh", "en", "about_zh", "about_en", "type", "choices", "values", "example", "sparql", "sql")


@dataclass(frozen=True, slots=True)
class Scope:
    """The parameters that say which notices are meant."""

    said: Mapping[str, Mapping[str, Any]]  # as a query's own parameters are said, by name
    sparql: Mapping[str, str]
    sql: Mapping[str, str]

    def narrowed(self, text: str, given: Collection[str]) -> str:
        """Return SPARQL with the patterns of what is given at each of its marks."""
        number = 0

        def pattern(mark: re.Match[str]) -> str:
            nonlocal number
            number += 1
            notice = f"?scopeNotice{number}" if mark["path"] else f"?{mark['name']}"
            link = f"  ?{mark['name']} kg:inNotice {notice} .\n" if mark["path"] else ""
            lines = (
                text.replace("?notice", notice).replace("?value", f"?{variable(name)}")
                for name, text in self.sparql.items()
                if name in given
            )
            # A query of its own: among the other patterns an engine may begin with all places of a level.
            inner = "".join(f"    {line}" for line in lines)
            return f"{link}  {{ SELECT {notice} WHERE {{\n{inner}  }} }}\n"

        return _SPARQL.sub(pattern, text) if self.of(given) else text

    def narrowed_sql(self, text: str, given: Collection[str]) -> str:
        """Return SQL with the conditions of what is given at each of its marks."""
        meant = " AND ".join(f"({sql.strip()})" for name, sql in self.sql.items() if name in given)
        where = f"IN (SELECT n.key FROM notices n WHERE {meant})"
        return _SQL.sub(lambda mark: f"AND {mark['column']} {where}", text) if meant else text

    def of(self, given: Collection[str]) -> set[str]:
        """Return which of its parameters are given."""
        return set(given) & set(self.said)

    def bound(self, values: Mapping[str, Term]) -> dict[str, Term]:
        """Return values by the variables that stand in the query."""
        return {variable(name) if name in self.said else name: value for name, value in values.items()}


def variable(name: str) -> str:
    """Return the variable that a parameter of the scope is bound to."""
    return f"scope{name.capitalize()}"


def read_scope(path: Path) -> Scope:
    """Read ``queries/scope.yml``; without one there are no such parameters."""
    said = resources.read_yaml(path) if path.is_file() else {}
    for name, one in said.items():
        if strange := set(one) - set(_KEYS):
            raise DataError(
                f"scope.yml 的 {name} 中不认识的键 {min(strange)}。",
                f"scope.yml: unknown key {min(strange)} in {name}.",
            )
        for key in ("zh", "en", "about_zh", "about_en", "type", "sparql", "sql"):
            if not one.get(key):
                raise DataError(f"scope.yml 的 {name} 缺少 {key}。", f"scope.yml: {name} has no {key}.")
    return Scope(said, *({name: str(one[kind]) for name, one in said.items()} for kind in ("sparql", "sql")))


def is_marked(path: Path, text: str) -> bool:
    """Say whether a query, or the SQL beside it, marks where its notices stand.

    Raises:
        DataError: a mark is not written as marks are.
    """
    marks = _SQL if path.suffix == ".sql" else _SPARQL
    for line in _MEANT.findall(text):
        if not marks.fullmatch(line):
            where = f"{path.parent.name}/{path.name}"
            raise DataError(
                f"查询 {where}：“{line.strip()}”不成标记，写法见 scope.yml。",
                f"Query {where}: “{line.strip()}” is no mark; scope.yml says how they are written.",
            )
    return marks.search(text) is not None
