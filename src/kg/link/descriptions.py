"""The CSVW description of another table, read and looked over before its table is.

    description = read_description(Path("statistics.yml"))
    description.columns, .address, .dataset

CSVW metadata (W3C, `Metadata Vocabulary for Tabular Data`) as JSON, or the same in YAML; the library
``csvw`` reads it. Two things are narrower than there: every row has an ``aboutUrl`` of its own (we
have no blank nodes), and what is relative to the table's address stays below ``data/``.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import yaml

from kg import resources, vocab
from kg.errors import DataError

_INITIAL = {
    "qb": "http://purl.org/linked-data/cube#",
    "schema": "http://schema.org/",
    "dc": "http://purl.org/dc/terms/",
    "csvw": "http://www.w3.org/ns/csvw#",
    "time": "http://www.w3.org/2006/time#",
}  # fmt: skip
PREFIXES: Mapping[str, str] = dict(vocab.PREFIXES) | _INITIAL
_TEXTS = frozenset(
    [
        "url", "name", "titles", "lang", "aboutUrl", "propertyUrl", "valueUrl", "datatype", "base", "format",
        "default", "separator", "null", "primaryKey", "rowTitles", "encoding", "delimiter", "quoteChar",
        "commentPrefix", "@id", "@base",
    ]
)  # fmt: skip
_DIALECT = ("encoding", "delimiter", "quoteChar", "doubleQuote", "header", "skipRows", "lineTerminators")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_VARIABLE = re.compile(r"\{[+#./;?&]?([^{}]*)\}")
_OF_ROWS = frozenset(["_row", "_sourceRow", "_name"])


@dataclass(frozen=True, slots=True)
class Description:
    """What is said of a table."""

    path: Path
    metadata: Mapping[str, Any]
    table: Any  # of csvw
    address: str  # of the table; relative addresses are below it
    dataset: str  # what the rows are parts of: it owns the graph

    @property
    def columns(self) -> list[Any]:
        """The columns, virtual ones too."""
        found: list[Any] = self.table.tableSchema.columns
        return found

    def wrong(self, zh: str, en: str) -> DataError:
        """Return the error of something that the description says."""
        return _wrong(self.path, zh, en)


def read_description(path: Path) -> Description:
    """Return the description of a table.

    Raises:
        DataError: it is no CSVW, or says what cannot be meant.
    """
    metadata = _read(path)
    if "url" not in metadata or "tableSchema" not in metadata:
        raise _wrong(path, "要有 url 与 tableSchema", "it needs url and tableSchema")
    _all_texts(path, metadata, "")
    _dialect(path, metadata.get("dialect"))
    from csvw import Table

    with warnings.catch_warnings():
        warnings.simplefilter("error")  # csvw warns of what it ignores: here that is an error
        try:
            table: Any = Table.from_file(path, data=json.loads(json.dumps(metadata, default=str)))
            columns = list(table.tableSchema.columns)
        except (ValueError, TypeError, KeyError, UserWarning, AttributeError) as error:
            raise _wrong(path, str(error), str(error)) from error
    address = urljoin(vocab.BASE, str(metadata["url"]))
    _columns(path, columns, address)
    return Description(path, metadata, table, address, _dataset(metadata, columns, address))


def _read(path: Path) -> dict[str, Any]:
    try:
        found = resources.read_yaml(path)
    except UnicodeDecodeError as error:
        raise _wrong(path, "不是 UTF-8 文本", "it is no UTF-8 text") from error
    except yaml.YAMLError as error:
        words = " ".join(str(error).split())
        raise _wrong(path, f"不是合法的 YAML 或 JSON：{words}", f"it is no YAML or JSON: {words}") from error
    if not isinstance(found, dict):
        raise _wrong(path, "要有 url 与 tableSchema", "it needs url and tableSchema")
    return found


def _all_texts(path: Path, value: Any, where: str, *, is_text: bool = False) -> None:
    """Find words that YAML takes for something else: no, on, 2024, 2024-01-31.

    Raises:
        DataError: there is one where a text belongs.
    """
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise _taken(path, where, key)
            by_language = is_text and where.endswith("titles")
            _all_texts(path, inner, f"{where}.{key}".lstrip("."), is_text=key in _TEXTS or by_language)
    elif isinstance(value, list):
        for number, inner in enumerate(value, 1):
            _all_texts(path, inner, f"{where}[{number}]", is_text=is_text)
    elif is_text and value is not None and not isinstance(value, str):
        raise _taken(path, where, value)


def _taken(path: Path, where: str, value: Any) -> DataError:
    if isinstance(value, bool):
        words = ("yes", "on", "true") if value else ("no", "off", "false")
        return _wrong(
            path,
            f'{where} 应是文字，YAML 把 {"、".join(words)} 都读成真假值：请加引号，例如 "{words[0]}"',
            f'{where} should be text; YAML reads {", ".join(words)} as true or false: quote it, "{words[0]}"',
        )
    return _wrong(
        path, f'{where} 应是文字：请加引号，写作 "{value}"', f'{where} should be text: quote it, "{value}"'
    )


def _dialect(path: Path, said: Any) -> None:
    """Refuse what would be passed over in silence."""
    if said is None:
        return
    if not isinstance(said, dict):
        raise _wrong(path, "dialect 应是键和值", "dialect should be keys with values")
    for key in said:
        if key not in _DIALECT:
            listed = "、".join(_DIALECT)
            raise _wrong(
                path,
                f"dialect 不支持 {key}，可用 {listed}",
                f"dialect knows no {key}; there are {', '.join(_DIALECT)}",
            )


def _columns(path: Path, columns: list[Any], address: str) -> None:
    """Look over which thing each column tells of."""
    names = {str(column.name or column.header) for column in columns if not column.virtual} | _OF_ROWS
    for column in columns:
        if column.suppressOutput:
            continue
        name, about = str(column.name or column.header), column.inherit("aboutUrl")
        if about is None:
            raise _wrong(
                path,
                f"列 {name} 没有 aboutUrl，不知道它说的是什么：请在 tableSchema 中写 aboutUrl",
                f"the column {name} has no aboutUrl, so nobody knows what it tells of: give tableSchema one",
            )
        for key in ("aboutUrl", "propertyUrl", "valueUrl"):
            template = column.inherit(key)
            for variable in _variables(template.uri) if template is not None else ():
                if variable not in names:
                    listed = "、".join(sorted(names - _OF_ROWS))
                    raise _wrong(
                        path,
                        f"列 {name} 的 {key} 用到 {{{variable}}}，没有这样一列；有：{listed}",
                        f"{key} of the column {name} uses {{{variable}}}, no column; there are {listed}",
                    )
        if not column.virtual and not list(_variables(about.uri)):
            raise _wrong(
                path,
                f"aboutUrl “{about.uri}”里没有 {{列名}}，每一行会是同一个东西：请加上 /{{列名}}",
                f"aboutUrl {about.uri!r} holds no {{column}}: every row would be one thing; add /{{column}}",
            )
        _within(path, about.uri, address)


def _variables(template: str) -> Iterator[str]:
    for found in _VARIABLE.finditer(template):
        for name in found[1].split(","):
            yield name.rstrip("*").partition(":")[0]


def _within(path: Path, template: str, address: str) -> None:
    """Refuse a relative ``aboutUrl`` that would name things where only ours are."""
    fixed = template.partition("{")[0]
    if _is_whole(template):
        return
    found = urljoin(address, fixed) if fixed else urljoin(address, ".")
    if not found.startswith(vocab.BASE):
        return
    rest = found.removeprefix(vocab.BASE)
    first, _, below = rest.partition("/")
    if first not in vocab.INSTANCES or (first == "data" and not below.strip("/")):
        raise _wrong(
            path,
            f"aboutUrl “{template}”是相对地址，会成为 {found}…，那里是本图谱自己的名称：请把 url 写成 "
            f"data/名称.csv、aboutUrl 写成 名称/{{列名}}，或写完整网址",
            f"aboutUrl {template!r} is relative and becomes {found}…, where names of this graph are: "
            "write url: data/NAME.csv and aboutUrl: NAME/{column}, or whole addresses",
        )


def _is_whole(template: str) -> bool:
    """Say whether a template makes an address by itself: with a scheme, a prefix, or a column that is one."""
    return template.startswith("{+") or _SCHEME.match(template) is not None


def _dataset(metadata: Mapping[str, Any], columns: list[Any], address: str) -> str:
    """Return what the rows are parts of: ``@id``, what their addresses begin with, or the table itself."""
    if named := metadata.get("@id"):
        return urljoin(address, str(named))
    about = next((c.inherit("aboutUrl").uri for c in columns if not c.suppressOutput and not c.virtual), "")
    fixed = about.partition("{")[0].rstrip("/#?&=._-")
    prefix, colon, local = fixed.partition(":")
    if colon and prefix in PREFIXES and not local.startswith("//"):
        fixed = PREFIXES[prefix] + local
    return urljoin(address, fixed) if fixed else address.removesuffix(".csv")


def _wrong(path: Path, zh: str, en: str) -> DataError:
    return DataError(
        f"“{path.name}”不是可用的 CSVW 说明：{zh}。", f"{path.name} is no usable CSVW description: {en}."
    )
