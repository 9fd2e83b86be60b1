"""The second body of a canned query: SQL over the tables, for questions that cross the whole corpus.

    --+ terms: {unit: iri, unitLabel: zh, lead: integer, investment: decimal}
    SELECT u.iri AS unit, … FROM unit_load …

``queries/TOPIC/NAME.sql`` stands beside ``NAME.rq`` and answers the same: the same columns by name,
the same rows in the same order. ``terms`` says what each column's values are in RDF. Parameters are
bound as ``$name``; one that is not given is NULL.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from kg import resources
from kg.errors import DataError
from kg.store.base import LANG_STRING, XSD, XSD_STRING, Iri, Literal, Term
from kg.tables.export import plain

KINDS = ("iri", "zh", "text", "integer", "decimal", "year")
_BOUNDED = re.compile(r"\bLIMIT\s+\d+\s*\Z")
_ORDERED = re.compile(r"^ORDER BY [^\n]*\n\Z", re.MULTILINE)
_PARAMETER = re.compile(r"\$([A-Za-z_]\w*)")


@dataclass(frozen=True, slots=True)
class SqlBody:
    """One ``.sql`` file."""

    text: str
    terms: Mapping[str, str]  # column → kind, in the order of the answer

    @property
    def bounded(self) -> bool:
        """Whether the text itself says how many rows are meant."""
        return _BOUNDED.search(self.text) is not None

    def page(self, limit: int, offset: int) -> str:
        """Return the text for some of the rows, in the order of the whole."""
        return f"{self.text}LIMIT {limit} OFFSET {offset}\n"

    @property
    def counting(self) -> str:
        """Return the text for how many rows the whole has; the engine would sort them first."""
        return f"SELECT count(*) FROM (\n{_ORDERED.sub('', self.text)})\n"


def read_sql(path: Path, projection: Iterable[str], params: Iterable[str]) -> SqlBody:
    """Read and check the SQL beside a query.

    Args:
        path: The file.
        projection: The variables of the SPARQL, in order.
        params: The query's parameters.

    Raises:
        DataError: columns or parameters are not those of the query.
    """
    head: list[str] = []
    body: list[str] = []
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("--+ ") and not body:
            head.append(line[4:])
        else:
            body.append(line)
    try:
        terms = (resources.read_yaml("\n".join(head)) or {})["terms"]
    except (yaml.YAMLError, KeyError, TypeError) as error:
        raise _wrong(path, "开头应当有 --+ terms: {…}", "it should begin with --+ terms: {…}") from error
    if tuple(terms) != tuple(projection):
        raise _wrong(path, "各列与 SPARQL 不同", "its columns are not those of the SPARQL")
    if strange := [kind for kind in terms.values() if kind not in KINDS]:
        raise _wrong(path, f"没有 {strange[0]} 这一类；可用：{'、'.join(KINDS)}", f"no kind {strange[0]}")
    text = "\n".join(body).strip() + "\n"
    if lost := sorted(set(_PARAMETER.findall(text)) ^ set(params)):
        raise _wrong(path, f"参数 {lost[0]} 只在一处", f"parameter {lost[0]} is in one body only")
    return SqlBody(text, terms)


def values_of(values: Mapping[str, Term]) -> dict[str, Any]:
    """Return parameters as SQL takes them."""
    return {name: _value(term) for name, term in values.items()}


def terms_of(body: SqlBody, rows: Iterable[tuple[Any, ...]]) -> Iterable[tuple[Term | None, ...]]:
    """Yield rows as terms."""
    kinds = tuple(body.terms.values())
    for row in rows:
        yield tuple(_term(kind, value) for kind, value in zip(kinds, row, strict=True))


def _value(term: Term) -> Any:
    if isinstance(term, Literal):
        if term.datatype in (XSD + "integer", XSD + "gYear"):
            return int(term.value)
        if term.datatype == XSD + "decimal":
            return Decimal(term.value)
    return term.value


def _term(kind: str, value: Any) -> Term | None:
    if value is None:
        return None
    if kind == "iri":
        return Iri(value)
    if kind == "zh":
        return Literal(value, "zh", LANG_STRING)
    if kind == "text":
        return Literal(value, None, XSD_STRING)
    if kind == "year":
        return Literal(f"{value:04d}", None, XSD + "gYear")
    return Literal(plain(Decimal(value)), None, XSD + kind)


def _wrong(path: Path, zh: str, en: str) -> DataError:
    where = f"{path.parent.name}/{path.name}"
    return DataError(f"查询 {where}：{zh}。", f"Query {where}: {en}.")
