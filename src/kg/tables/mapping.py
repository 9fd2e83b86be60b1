"""The declared tables of ``data/tables``: checked when loaded, errors name file, key and mend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

import yaml

from kg import resources, vocab
from kg.errors import DataError
from kg.meant import did_you_mean, one_of
from kg.tables.paths import Path as GraphPath
from kg.tables.paths import read_path
from kg.vocab import expand

Type = Literal["key", "iri", "text", "integer", "decimal", "date", "year", "boolean", "flag"]
# A decimal has as many places as pyoxigraph's: 20 before the point, 18 behind it.
SQL_TYPES: Mapping[str, str] = {
    "key": "UBIGINT",
    "iri": "VARCHAR",
    "text": "VARCHAR",
    "integer": "BIGINT",
    "decimal": "DECIMAL(38,18)",
    "date": "DATE",
    "year": "SMALLINT",
    "boolean": "BOOLEAN",
    "flag": "BOOLEAN",
}
SCOPE = ("notice", "province", "year")
_KEYS = ("zh", "en", "about_zh", "about_en", "from", "of", "each", "columns", "rollup", "reads")
_COLUMN_KEYS = ("path", "type", "zh", "en", "example", "unit", "table", "lang", "pick", "first")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: where its value stands in the graph, and how it is told to readers."""

    name: str
    type: Type
    zh: str
    en: str
    path: GraphPath = ()
    of_value: bool = False  # the path begins at the row's value, not at its thing
    example: str | None = None
    unit: str | None = None  # of measure
    tables: tuple[str, ...] = ()  # that a key leads to
    language: str | None = None
    least: bool = False  # of several values the least; else several are an error
    first: int | None = None  # so many characters from the front

    @property
    def sql(self) -> str:
        """The type of the column in SQL."""
        return SQL_TYPES[self.type]


@dataclass(frozen=True, slots=True)
class Table:
    """One table: of notices, of the registry, or a roll-up of others."""

    name: str
    zh: str
    en: str
    about_zh: str
    about_en: str
    columns: tuple[Column, ...]  # those of the scope first, where it has them
    source: Literal["notice", "registry", "rollup"]
    classes: tuple[str, ...] = ()  # tokens
    each: tuple[GraphPath, ...] = ()
    rollup: str | None = None  # SQL
    reads: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # of the registry, what it depends on

    @property
    def scoped(self) -> bool:
        """Whether every row belongs to a notice."""
        return self.source != "registry"

    def label(self, lang: str) -> str:
        """Return the name for readers."""
        return self.en if lang == "en" else self.zh


class Tables:
    """All tables, in the order in which they are made: registry, notices, roll-ups."""

    def __init__(self, tables: Sequence[Table], scope: tuple[Column, ...]) -> None:
        order = ("registry", "notice", "rollup")
        self.tables = tuple(sorted(tables, key=lambda table: order.index(table.source)))
        self.scope = scope
        self._by_name = {table.name: table for table in self.tables}

    def __getitem__(self, name: str) -> Table:
        return self._by_name[name]

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def of(self, source: str) -> tuple[Table, ...]:
        """Return the tables of one source."""
        return tuple(table for table in self.tables if table.source == source)


@cache
def mapping() -> Tables:
    """Return the tables of ``data/tables``."""
    return read_mapping(resources.data("tables"))


def read_mapping(folder: Path) -> Tables:
    """Read every table of a folder.

    Raises:
        DataError: a file is not as it must be.
    """
    scope_file = folder / "scope.yml"
    scope = tuple(_columns(scope_file, _said(scope_file, ("columns",)), "notice"))
    if tuple(column.name for column in scope) != SCOPE:
        raise _wrong(scope_file, "columns", f"应当依次是 {'、'.join(SCOPE)}", f"should be {', '.join(SCOPE)}")
    tables = [_table(path, scope) for path in sorted(folder.glob("*.yml")) if path != scope_file]
    known = {table.name: table for table in tables}
    for table in tables:
        for column in table.columns:
            for other in column.tables:
                _lead(folder / f"{table.name}.yml", f"columns.{column.name}.table", other, known)
        _depend(folder / f"{table.name}.yml", table, known)
    return Tables(tables, scope)


def _lead(path: Path, where: str, name: str, known: Mapping[str, Table]) -> None:
    if name not in known or "key" not in {column.name for column in known[name].columns}:
        raise _wrong(path, where, f"没有带 key 列的表 {name}", f"there is no table {name} with a column key")


def _depend(path: Path, table: Table, known: Mapping[str, Table]) -> None:
    for name, columns in table.reads.items():
        there = known.get(name)
        if table.source != "rollup" or there is None or there.source != "registry":
            raise _wrong(
                path,
                "reads",
                "只有汇总表可以写，所指应是名册的表",
                "is for roll-ups, of the registry's tables",
            )
        for column in columns:
            if column not in {one.name for one in there.columns}:
                zh, en = one_of(column, [one.name for one in there.columns])
                raise _wrong(
                    path, f"reads.{name}", f"没有列 {column}，{zh}", f"there is no column {column}; {en}"
                )


def _table(path: Path, scope: tuple[Column, ...]) -> Table:
    said = _said(path, _KEYS)
    for key in ("zh", "en", "about_zh", "about_en", "columns"):
        if not said.get(key):
            raise _wrong(path, key, "不能为空", "must not be empty")
    source = "rollup" if "rollup" in said else said.get("from")
    if source not in ("notice", "registry", "rollup"):
        raise _wrong(path, "from", "应当是 notice 或 registry", "should be notice or registry")
    columns = tuple(_columns(path, said, source))
    return Table(
        name=path.stem,
        zh=said["zh"],
        en=said["en"],
        about_zh=said["about_zh"],
        about_en=said["about_en"],
        columns=(scope if source != "registry" else ()) + columns,
        source=cast(Literal["notice", "registry", "rollup"], source),
        classes=tuple(_token(path, "of", name) for name in said.get("of", [])),
        each=tuple(_path(path, "each", text) for text in said.get("each", [])),
        rollup=said.get("rollup"),
        reads={name: tuple(columns) for name, columns in said.get("reads", {}).items()},
    )


def _columns(path: Path, said: Mapping[str, Any], source: str) -> list[Column]:
    declared = said["columns"]
    if not isinstance(declared, Mapping):
        raise _wrong(path, "columns", "应当是列名和列", "should be names with columns")
    return [_column(path, name, own, source) for name, own in declared.items()]


def _column(path: Path, name: str, own: Any, source: str) -> Column:
    where = f"columns.{name}"
    said = _known(path, where, own, _COLUMN_KEYS)
    kind = said.get("type")
    if kind not in SQL_TYPES:
        raise _wrong(path, f"{where}.type", f"可用：{'、'.join(SQL_TYPES)}", f"one of {', '.join(SQL_TYPES)}")
    if not said.get("zh") or not said.get("en"):
        raise _wrong(path, where, "请写上 zh 与 en", "give it zh and en")
    text = str(said.get("path", ""))
    if (source == "rollup") == bool(text):
        raise _wrong(
            path,
            f"{where}.path",
            "汇总表的列没有路径，其他表的列都有",
            "columns have a path, except in roll-ups",
        )
    begin, _, rest = text.partition("/")
    if begin not in ("self", "value"):
        begin, rest = "self", text
    if said.get("pick", "least") != "least":
        raise _wrong(path, f"{where}.pick", "只有 least", "there is only least")
    led = said.get("table", ())
    example = said.get("example")
    return Column(
        name=name,
        type=cast(Type, kind),
        zh=said["zh"],
        en=said["en"],
        path=_path(path, f"{where}.path", rest) if rest else (),
        of_value=begin == "value",
        example=None if example is None else str(example),
        unit=said.get("unit"),
        tables=(led,) if isinstance(led, str) else tuple(led),
        language=said.get("lang"),
        # Several notices may tell of one thing: what they say differently is no fault of the graph.
        least="pick" in said or source == "registry",
        first=said.get("first"),
    )


def _said(path: Path, keys: Sequence[str]) -> Mapping[str, Any]:
    try:
        said = resources.read_yaml(path)
    except (OSError, yaml.YAMLError) as error:
        where = " ".join(str(error).split())[:200]
        raise _wrong(path, "", f"无法读取：{where}", f"it cannot be read: {where}") from error
    return _known(path, "", said, keys)


def _known(path: Path, where: str, said: Any, keys: Sequence[str]) -> Mapping[str, Any]:
    if not isinstance(said, Mapping):
        raise _wrong(path, where, "应当是键和值", "should be keys with values")
    for key in said:
        if key not in keys:
            zh, en = one_of(str(key), keys)
            place = f"{where}.{key}".removeprefix(".")
            raise _wrong(path, place, f"不认识的键，{zh}", f"unknown key; {en}")
    return said


def _path(path: Path, where: str, text: str) -> GraphPath:
    try:
        found = read_path(text)
    except KeyError as error:
        name = str(error.args[0])
        zh, en = did_you_mean(name, vocab.TERMS) or ("见 ontology/kg.ttl", "see ontology/kg.ttl")
        raise _wrong(path, where, f"本体中没有 {name}，{zh}", f"the ontology has no {name}, {en}") from None
    for step in found:
        if unread := _unread(step.predicate):
            raise _wrong(
                path,
                where,
                f"{unread} 只在 graph/derived 中，表只读通知自己的图和名册，此列会一直空着；请改用其中的属性",
                f"{unread} stands in graph/derived alone; tables read a notice's own graph and the registry, "
                "so the column would stay empty: take a property of these",
            )
    return found


def _unread(predicate: str) -> str | None:
    """Return the name of a property that no graph says which tables are made of, else None."""
    local = predicate[1:-1].removeprefix(vocab.KG)
    return f"kg:{local}" if local in vocab.DERIVED and local != "involvedUnit" else None


def _token(path: Path, where: str, name: str) -> str:
    try:
        return f"<{expand(name)}>"
    except KeyError as error:
        raise _wrong(path, where, f"本体中没有 {error}", f"the ontology has no {error}") from None


def _wrong(path: Path, where: str, zh: str, en: str) -> DataError:
    at = f" {where}" if where else ""
    return DataError(f"表 {path.name}{at}：{zh}。", f"Table {path.name}{at}: {en}.")
