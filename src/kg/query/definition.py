"""One canned query as its file states it: front matter checked against the SPARQL below it.

    #+ title: Tasks of a unit
    #+ title_zh: 某单位的任务
    #+ answers: Which tasks …?
    #+ answers_zh: …
    #+ params:
    #+   unit: {type: "iri:Unit", choices: units, required: true, example: 县发改局}
    #+ chart: {type: bar, label: unitLabel, values: [lead, support]}
    SELECT …

A file is the whole of a query. Labels of columns and parameters that many queries share stand in
``queries/names.yml``; a file may say its own under ``columns:`` and in a parameter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from kg import resources, vocab
from kg.errors import DataError
from kg.meant import did_you_mean, one_of
from kg.query import structure
from kg.query.by_notice import ByNotice, by_notice
from kg.query.scope import Scope, is_marked
from kg.query.sql import SqlBody, read_sql

TYPES = ("xsd:string", "xsd:integer", "xsd:decimal", "xsd:gYear", "xsd:date", "xsd:boolean")
CHARTS = ("bar", "line", "pie", "graph", "matrix")
FORMATS = ("text", "number", "money", "date", "sentence", "flag", "hidden", "list")
ROLES = ("question", "page", "choices")
RESERVED = ("lang", "format", "output", "as_of")  # of every address of a query
# Of other vocabularies, or of several classes: what parameters may be beside the classes of the ontology.
_OTHERS = ("Class", "Concept", "DepartmentType", "Measure", "Post", "Theme", "Thing")
_SEE_ONTOLOGY = ("词汇见 ontology/kg.ttl", "see ontology/kg.ttl")
_WRITE_TYPE = (
    "应为 xsd:…、iri:类 或 code:代码表，写在 type: 之后",
    "write type: xsd:…, iri:CLASS or code:SCHEME",
)
_KINDS = (
    *TYPES,
    *(f"iri:{name}" for name in sorted(vocab.CLASSES | frozenset(_OTHERS))),
    *(f"code:{scheme}" for scheme in vocab.CODES),
)
_CODES = frozenset[str]().union(*vocab.CODES.values())
_KEYS = (
    "title", "title_zh", "answers", "answers_zh", "params", "columns", "chart", "role", "by_notice", "ranked",
)  # fmt: skip
_PARAM_KEYS = (
    "type", "choices", "values", "required", "default", "example", "label", "label_zh", "column",
)  # fmt: skip
_COLUMN_KEYS = ("label", "label_zh", "format")
_CHART_KEYS = ("type", "label", "values", "source", "target", "stacked", "cell", "symmetric")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: ``type`` is ``xsd:…``, ``iri:CLASS`` or ``code:SCHEME``."""

    name: str
    type: str
    label: str
    label_zh: str
    choices: str | None = None  # a canned query with the columns value and label
    values: tuple[str, ...] = ()  # fixed codes
    required: bool = False
    default: str | None = None
    example: str | None = None
    column: bool = False  # shown in the answer too
    of_scope: bool = False  # says which notices are meant; declared in scope.yml, for every query


@dataclass(frozen=True, slots=True)
class Column:
    """How a column is headed and shown; ``format`` is as in ``names.yml``."""

    name: str
    label: str
    label_zh: str
    format: str = "text"


@dataclass(frozen=True, slots=True)
class CannedQuery:
    """One file of ``queries/``."""

    name: str
    topic: str
    title: str
    title_zh: str
    answers: str
    answers_zh: str
    text: str  # the SPARQL alone
    params: Mapping[str, Parameter] = field(default_factory=dict)
    columns: Mapping[str, Column] = field(default_factory=dict)
    chart: Mapping[str, Any] | None = None
    role: str = "question"  # or "page": pages need it, a reader does not; or "choices"
    by_notice: ByNotice | None = None
    ranked: str | None = None  # the column of posts whose rank orders rows that are equal in the first key
    sql: SqlBody | None = None  # the same question to the tables
    scope: Scope | None = None  # where the query marks its notices: what narrows them

    @property
    def own_params(self) -> Mapping[str, Parameter]:
        """The parameters that the query itself declares."""
        return {name: param for name, param in self.params.items() if not param.of_scope}


def _known(path: Path, where: str, said: Any, keys: Sequence[str]) -> Mapping[str, Any]:
    """Return a mapping of the front matter whose keys are all known; ``where`` is its own key."""
    if said is None:
        return {}
    if not isinstance(said, Mapping):
        raise _wrong(path, f"{where} 应当是键和值", f"{where} should be keys with values")
    for key in said:
        if key not in keys:
            zh, en = one_of(str(key), keys)
            raise _wrong(path, f"{where} 中不认识的键 {key}，{zh}", f"unknown key {key} in {where}; {en}")
    return said


def _one_of(path: Path, where: str, value: Any, known: Sequence[str]) -> None:
    if value not in known:
        raise _wrong(
            path,
            f"{where} 的值 {value} 不对，可用：{'、'.join(known)}",
            f"{where}: {value} is none of {', '.join(known)}",
        )


def _wrong(path: Path, zh: str, en: str) -> DataError:
    where = f"{path.parent.name}/{path.name}"
    return DataError(f"查询 {where}：{zh}", f"Query {where}: {en}")


def split(text: str) -> tuple[str, str]:
    """Split a file into its front matter (YAML) and its SPARQL."""
    head: list[str] = []
    body: list[str] = []
    for line in text.splitlines():
        if line.startswith("#+") and not body:
            head.append(line[3:] if line.startswith("#+ ") else line[2:])
        else:
            body.append(line)
    return "\n".join(head), "\n".join(body).strip() + "\n"


def read_query(path: Path, names: Mapping[str, Mapping[str, Any]], scope: Scope | None = None) -> CannedQuery:
    """Read and check one ``.rq`` file.

    Args:
        path: The file.
        names: The shared labels, by variable.
        scope: What narrows the notices of queries that mark them.
    """
    meta, text = _read_file(path)
    shape = _shape(path, text)
    params = {
        str(name): _parameter(path, str(name), said, names.get(name, {}), shape)
        for name, said in _mapping(path, "params", meta.get("params")).items()
    }
    columns = _columns(path, meta, names, shape, params)
    chart = _chart(path, meta["chart"], columns) if meta.get("chart") else None
    beside = path.with_suffix(".sql")
    sql = read_sql(beside, shape.projection, params) if beside.is_file() else None
    narrows = scope if scope is not None and is_marked(path, text) else None
    if sql is not None and is_marked(beside, sql.text) != (narrows is not None):
        raise _wrong(beside, "scope 标记只在一处", "scope is marked in one body only")
    if narrows is not None:
        params |= _scope_params(path, narrows, params)
    return CannedQuery(
        name=path.stem,
        topic=path.parent.name,
        title=meta["title"],
        title_zh=meta["title_zh"],
        answers=meta["answers"],
        answers_zh=meta["answers_zh"],
        text=text,
        params=params,
        columns=columns,
        chart=chart,
        role=meta.get("role", "question"),
        by_notice=_by_notice(path, meta.get("by_notice"), text),
        ranked=_ranked(path, meta.get("ranked"), columns, text),
        sql=sql,
        scope=narrows,
    )


def _read_file(path: Path) -> tuple[Mapping[str, Any], str]:
    """Return the front matter of a file, its keys known and the necessary ones there, and its SPARQL."""
    try:
        head, text = split(path.read_text("utf-8-sig"))
        said = resources.read_yaml(head)
    except UnicodeDecodeError as error:
        raise _wrong(path, "不是 UTF-8 文本", "it is no UTF-8 text") from error
    except yaml.YAMLError as error:
        raise _wrong(path, f"头部不是合法的 YAML：{error}", f"front matter is no YAML: {error}") from error
    meta = _known(path, "头部（front matter）", said, _KEYS)
    _one_of(path, "role", meta.get("role", "question"), ROLES)
    for key in ("title", "title_zh", "answers", "answers_zh"):
        if not meta.get(key):
            raise _wrong(path, f"缺少 {key}，请加一行 #+ {key}: …", f"{key} is missing; add #+ {key}: …")
    return meta, text


def _shape(path: Path, text: str) -> structure.Structure:
    """Return the structure of a query that names its columns and their order."""
    shape = structure.read(text)
    if not shape.forms or shape.forms[0] != "SELECT" or not shape.projection:
        raise _wrong(path, "必须是列出变量的 SELECT 查询", "must be a SELECT that names its variables")
    if not shape.ordered:
        raise _wrong(path, "最外层缺少 ORDER BY", "the outer query has no ORDER BY")
    for name in shape.names:
        _term(path, name)
    return shape


def _term(path: Path, name: str) -> None:
    """Check a prefixed name of ours: one that the ontology has not would find nothing, in silence."""
    prefix, _, local = name.partition(":")
    known = {"kg": vocab.TERMS, "kgc": _CODES}.get(prefix)
    if known is None or not local or local in known or local in vocab.CODES:
        return
    if local.startswith(("unit-", "matches")):
        return
    zh, en = did_you_mean(local, known, start=f"{prefix}:") or _SEE_ONTOLOGY
    raise _wrong(path, f"词表中没有 {name}，{zh}", f"the vocabulary has no {name}, {en}")


def _columns(
    path: Path,
    meta: Mapping[str, Any],
    names: Mapping[str, Mapping[str, Any]],
    shape: structure.Structure,
    params: Mapping[str, Parameter],
) -> dict[str, Column]:
    """Return what is shown of the projection: all but parameters that are not shown."""
    own = _mapping(path, "columns", meta.get("columns"))
    columns = {
        name: _column(path, name, own.get(name), names)
        for name in shape.projection
        if name not in params or params[name].column
    }
    if stray := [str(name) for name in own if name not in columns]:
        raise _wrong(path, f"没有这些列：{'、'.join(stray)}", f"no such columns: {', '.join(stray)}")
    return columns


def _scope_params(path: Path, scope: Scope, own: Mapping[str, Parameter]) -> dict[str, Parameter]:
    if twice := [name for name in scope.said if name in own]:
        raise _wrong(
            path, f"参数 {twice[0]} 由 scope.yml 声明", f"parameter {twice[0]} is declared in scope.yml"
        )
    return {
        name: Parameter(
            name=name,
            type=said["type"],
            label=said["en"],
            label_zh=said["zh"],
            choices=said.get("choices"),
            values=tuple(said.get("values", ())),
            example=said.get("example"),
            of_scope=True,
        )
        for name, said in scope.said.items()
    }


def _mapping(path: Path, where: str, said: Any) -> Mapping[str, Any]:
    if said is not None and not isinstance(said, Mapping):
        raise _wrong(path, f"{where} 应当是键和值", f"{where} should be keys with values")
    return said or {}


def _chart(path: Path, said: Any, columns: Mapping[str, Column]) -> Mapping[str, Any]:
    chart = _known(path, "chart", said, _CHART_KEYS)
    _one_of(path, "chart.type", chart.get("type"), CHARTS)
    drawn = [chart.get("label"), chart.get("source"), chart.get("target"), *chart.get("values", [])]
    if lost := [name for name in drawn if name and name not in columns]:
        raise _wrong(
            path, f"图表用到没有的列：{'、'.join(lost)}", f"the chart draws no columns: {', '.join(lost)}"
        )
    return chart


def _ranked(path: Path, said: Any, columns: Mapping[str, Column], text: str) -> str | None:
    if said is None:
        return None
    order = by_notice(text)
    if said not in columns or order is None or order.order[0][0] not in columns or order.limit is not None:
        raise _wrong(
            path,
            "ranked 应当是职务所在的列，且 ORDER BY 只列变量、以某一列开头，后面没有 LIMIT",
            "ranked should be the column of posts, ORDER BY variables only, a column first, without LIMIT",
        )
    return str(said)


def _by_notice(path: Path, said: Any, text: str) -> ByNotice | None:
    if said is None:
        return None
    if said is not True:
        raise _wrong(path, "by_notice 只能是 true", "by_notice can be true alone")
    made = by_notice(text)
    if made is None:
        raise _wrong(
            path,
            "by_notice 的查询应以 ORDER BY 加变量结尾，其后只可有 LIMIT",
            "with by_notice it should end with ORDER BY and variables, and then at most LIMIT",
        )
    return made


def _parameter(
    path: Path, name: str, own: Any, shared: Mapping[str, Any], shape: structure.Structure
) -> Parameter:
    said = _known(path, f"params.{name}", own, _PARAM_KEYS)
    if name.startswith("_") or name in RESERVED:
        reserved = "、".join(RESERVED)
        raise _wrong(
            path,
            f"参数名 {name} 已有它用：不能以下划线开头，也不能是 {reserved}",
            f"parameter {name}: names with _ and {', '.join(RESERVED)} are reserved",
        )
    if name not in shape.projection:
        raise _wrong(
            path,
            f"参数 ?{name} 不在最外层 SELECT 中，绑定会失败；请把 ?{name} 写进最外层的 SELECT",
            f"parameter ?{name} is not in the outer SELECT, so it cannot be bound; add it there",
        )
    if name in shape.traps:
        trap = shape.traps[name]
        raise _wrong(
            path,
            f"参数 ?{name} 用在 {trap} 中，绑定的值会被悄悄忽略",
            f"parameter ?{name} is used in {trap}, where its value would be ignored in silence",
        )
    kind = said.get("type", shared.get("type", ""))
    if kind not in _KINDS:
        zh, en = did_you_mean(str(kind), _KINDS) or _WRITE_TYPE
        raise _wrong(path, f"参数 {name} 的类型 {kind!r} 不对，{zh}", f"{name}: no type {kind!r}, {en}")
    label, label_zh = said.get("label", shared.get("en")), said.get("label_zh", shared.get("zh"))
    if not label or not label_zh:
        raise _wrong(
            path,
            f"参数 {name} 没有名称，请写 label 与 label_zh",
            f"parameter {name} has no label; give it label and label_zh",
        )
    default, example = said.get("default"), said.get("example", shared.get("example"))
    return Parameter(
        name=name,
        type=kind,
        label=label,
        label_zh=label_zh,
        choices=said.get("choices", shared.get("choices")),
        values=tuple(said.get("values", shared.get("values", ()))),
        required=bool(said.get("required", False)),
        default=None if default is None else str(default),
        example=None if example is None else str(example),
        column=bool(said.get("column", shared.get("column", False))),
    )


def _column(path: Path, name: str, own: Any, names: Mapping[str, Mapping[str, Any]]) -> Column:
    said = _known(path, f"columns.{name}", own, _COLUMN_KEYS)
    shared = names.get(name) or names.get(name.removesuffix("Label")) or {}
    label, label_zh = said.get("label", shared.get("en")), said.get("label_zh", shared.get("zh"))
    if not label or not label_zh:
        raise _wrong(path, f"列 {name} 没有名称（names.yml）", f"column {name} has no label (names.yml)")
    form = said.get("format", shared.get("format", "text"))
    _one_of(path, f"columns.{name}.format", form, FORMATS)
    return Column(name, label, label_zh, form)
