"""Every canned query, checked when loaded; parameters checked and bound as terms when run."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from kg import resources
from kg.errors import DataError, NotFound, StoreError, UsageError
from kg.meant import did_you_mean
from kg.query.definition import CannedQuery, Parameter, read_query
from kg.query.given import as_sent
from kg.query.ranked import in_rank
from kg.query.scope import Scope, read_scope
from kg.query.sql import terms_of, values_of
from kg.query.table import Table, make_table
from kg.store.base import XSD, Bindings, Iri, Literal, Store, Term
from kg.tables.figures import Figures

_KGC = "https://w3id.org/zeren/code#"
_IRI = re.compile(r"(?:https?|urn):[^\x00-\x20<>\"{}|\\^`]+")
_PATH = re.compile(r"[a-z]+/[A-Za-z0-9._~/-]+")
_INTEGER = re.compile(r"[+-]?\d{1,18}")
_YEAR = re.compile(r"\d{4}")
LABELLED = ("choices-codes", "choices-notices")
"""Queries that tell what to write for IRIs of codes, themes, measures and notices."""
_MAX_TEXT = 1000
_TOLD = 40  # characters of a wrong value in the sentence about it


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that a parameter may take, from the data."""

    value: str
    label: str
    also: tuple[str, ...] = ()  # other names that find it
    place: str = ""  # of the government, where the query says it
    shared: bool = False  # others bear the label too

    @property
    def shown(self) -> str:
        """Return what tells it apart: the label, with the place where others bear it too."""
        return f"{self.label}（{self.place}）" if self.shared and self.place else self.label


class Catalog:
    """The canned queries of one folder."""

    def __init__(
        self,
        queries: Mapping[str, CannedQuery],
        topics: Mapping[str, Mapping[str, str]],
        broken: Mapping[str, DataError] | None = None,
        scope: Scope | None = None,
    ) -> None:
        self._queries = dict(queries)
        self.topics = topics
        self.scope = scope or Scope({}, {}, {})
        self.figures: Figures | None = None  # tables that may answer in the store's place
        self._broken = dict(broken or {})
        # What takes its choices from a query that is not there cannot be asked either.
        while lost := [(q, p) for q in self for p in q.params.values() if p.choices and not self._has(p)]:
            for query, param in lost:
                self._queries.pop(query.name, None)
                self._broken[query.name] = DataError(
                    f"查询 {query.name} 的参数 {param.name} 取值于不可用的查询 {param.choices}。",
                    f"Query {query.name}: no query {param.choices} gives the choices of {param.name}.",
                )

    def _has(self, param: Parameter) -> bool:
        return param.choices in self._queries

    @property
    def broken(self) -> Mapping[str, DataError]:
        """What is wrong with each file that cannot be used, by the query's name."""
        return self._broken

    @classmethod
    def load(cls, folder: Path) -> Catalog:
        """Read every ``<topic>/<name>.rq`` below ``folder``; a wrong file is kept apart, see ``broken``."""
        shared = resources.read_yaml(folder / "names.yml")
        scope = read_scope(folder / "scope.yml")
        queries: dict[str, CannedQuery] = {}
        broken: dict[str, DataError] = {}
        for path in sorted(folder.glob("*/*.rq")):
            try:
                query = read_query(path, shared["names"], scope)
                if query.name in queries:
                    raise DataError(
                        f"有两个查询都叫 {query.name}，后一个在 {query.topic}/ 中，请改名。",
                        f"Two queries are called {query.name}; rename the one in {query.topic}/.",
                    )
                if query.topic not in shared["topics"]:
                    raise DataError(
                        f"主题 {query.topic} 没有写进 names.yml。",
                        f"Topic {query.topic} is not in names.yml.",
                    )
            except DataError as error:
                name = path.stem if path.stem not in queries else f"{path.parent.name}/{path.stem}"
                broken[name] = error
                continue
            queries[query.name] = query
        return cls(queries, shared["topics"], broken, scope)

    def __iter__(self) -> Iterator[CannedQuery]:
        return iter(self._queries.values())

    def __len__(self) -> int:
        return len(self._queries)

    def questions(self) -> dict[str, list[CannedQuery]]:
        """Return what a reader may ask, by topic in the order of ``names.yml``."""
        found = {
            topic: [q for q in self if q.topic == topic and q.role == "question"] for topic in self.topics
        }
        return {topic: queries for topic, queries in found.items() if queries}

    def get(self, name: str) -> CannedQuery:
        """Return the query called ``name``."""
        try:
            return self._queries[name]
        except KeyError:
            if name in self._broken:
                raise self._broken[name] from None
            found = did_you_mean(name, self._queries, most=3)
            zh, en = found or ("用 kg queries 查看全部", "see kg queries for all")
            raise NotFound(f"没有名为 {name} 的查询，{zh}。", f"No query is called {name}; {en}.") from None

    def run(self, name: str, params: Mapping[str, str], store: Store) -> Table:
        """Run the query ``name`` with ``params`` as text; empty values count as not given."""
        query = self.get(name)
        values = self.bind(query, params, store)
        return self.answer(query, values, store)

    def answer(
        self, query: CannedQuery, values: Mapping[str, Term], store: Store, *, lagging: bool = False
    ) -> Table:
        """Run ``query`` with parameters that are terms already.

        ``lagging``: tables need not have followed the last writes.
        """
        told = self._from_tables(query, values, store, lagging=lagging)
        if told is not None:
            return told
        text, terms = query.text, values
        if query.scope is not None:
            text, terms = query.scope.narrowed(text, values), query.scope.bound(values)
        text = as_sent(text, query.own_params, values)
        answer = store.query(text, substitutions=terms, default_graph="union")
        if not isinstance(answer, Bindings):
            raise TypeError(f"{query.name} is a SELECT and was not answered by rows")
        return in_rank(make_table(query, answer.variables, answer.rows, values))

    def page(
        self,
        query: CannedQuery,
        values: Mapping[str, Term],
        store: Store,
        limit: int | None,
        offset: int,
        *,
        lagging: bool = False,
    ) -> Table:
        """Run ``query`` for some rows of its answer; tables read no others."""
        part = (limit, offset) if limit is not None else None
        if part is None and offset == 0:
            return self.answer(query, values, store, lagging=lagging)
        told = self._from_tables(query, values, store, part, lagging=lagging)
        return told if told is not None else self.answer(query, values, store).page(limit, offset)

    def _from_tables(
        self,
        query: CannedQuery,
        values: Mapping[str, Term],
        store: Store,
        part: tuple[int, int] | None = None,
        *,
        lagging: bool = False,
    ) -> Table | None:
        """Answer from the tables; None where they do not hold the store's state, or cannot be read."""
        sql, figures = query.sql, self.figures
        manifest = (
            figures.current(store, lagging=lagging) if sql is not None and figures is not None else None
        )
        if sql is None or figures is None or manifest is None:
            return None
        if query.scope is not None:
            sql = replace(sql, text=query.scope.narrowed_sql(sql.text, values))
        given = values_of(values)
        paged = part is not None and not sql.bounded
        try:
            found = figures.ask(manifest, sql.page(*part) if part and paged else sql.text, given).rows
            total = figures.ask(manifest, sql.counting, given).rows[0][0] if paged else len(found)
        except StoreError:
            return None  # files that somebody took away; kg tables rebuild --check tells
        made = make_table(query, tuple(sql.terms), terms_of(sql, found), values)
        made = replace(made, tables=manifest.id, total=total)
        if part is None:
            return made
        return replace(made, offset=part[1]) if paged else made.page(*part)

    def bind(self, query: CannedQuery, params: Mapping[str, str], store: Store) -> dict[str, Term]:
        """Check ``params`` against the query's own and return terms."""
        unknown = [key for key in params if key not in query.params and not key.startswith("_")]
        if unknown:
            known, known_en = "、".join(query.params) or "无", ", ".join(query.params) or "none"
            raise UsageError(
                f"查询 {query.name} 没有参数 {unknown[0]}；可用的参数：{known}。",
                f"Query {query.name} has no parameter {unknown[0]}; it has: {known_en}.",
            )
        values: dict[str, Term] = {}
        for param in query.params.values():
            text = params.get(param.name, "").strip() or param.default
            if text:
                values[param.name] = self.term(param, text, store)
            elif param.required:
                hint = f"，例如 {param.name}={param.example}" if param.example else ""
                hint_en = f", e.g. {param.name}={param.example}" if param.example else ""
                raise UsageError(
                    f"请给出参数 {param.name}（{param.label_zh}）{hint}。",
                    f"Give the parameter {param.name} ({param.label}){hint_en}.",
                )
        return values

    def choices(self, param: Parameter, store: Store) -> list[Choice]:
        """Return what ``param`` may be, from the data; empty when anything of its type may stand."""
        if not param.choices:
            return [Choice(value, value) for value in param.values]
        return choices_of(self.answer(self._queries[param.choices], {}, store))

    def labels(self, store: Store, lang: str = "zh") -> dict[str, str]:
        """Return the labels of codes, themes, measures and notices, by IRI."""
        tables = (self.run(name, {}, store) for name in LABELLED)
        return {iri: label for table in tables for iri, label in labels_of(table, lang).items()}

    def namesakes(self, store: Store) -> dict[str, str]:
        """Return the places of what bears the name of another thing that notices name, by IRI."""
        rows = self.run("namesakes", {}, store).dicts()
        return {row["thing"].value: row["placeLabel"].value for row in rows}

    def term(self, param: Parameter, text: str, store: Store) -> Term:
        """Read one value of ``param`` as its type says."""
        if len(text) > _MAX_TEXT:
            raise _wrong(param, text, "不超过 1000 个字符的值", "a value of at most 1000 characters")
        if param.type.startswith("code:"):
            return self._code(param, text)
        if param.type.startswith("iri:"):
            return self._iri(param, text, store)
        return _literal(param, text)

    def _code(self, param: Parameter, text: str) -> Term:
        name = text.removeprefix(_KGC).removeprefix("kgc:")
        if param.values and name not in param.values:
            options = "、".join(param.values)
            raise _wrong(param, text, f"其中之一：{options}", f"one of {', '.join(param.values)}")
        if not re.fullmatch(r"[A-Za-z0-9-]+", name):
            raise _wrong(param, text, "代码的名称", "the name of a code")
        return Iri(_KGC + name)

    def _iri(self, param: Parameter, text: str, store: Store) -> Term:
        if _IRI.fullmatch(text):
            return Iri(text)
        if _PATH.fullmatch(text):
            return Iri(store.base + text)
        choices = self.choices(param, store)
        exact = (
            [c for c in choices if c.shown == text]
            or [c for c in choices if c.label == text]
            or [c for c in choices if text in c.also]
        )
        if len(exact) == 1:
            return Iri(exact[0].value)
        if exact:
            options = "、".join(c.shown if c.place else c.value for c in exact[:5])
            raise _wrong(
                param,
                text,
                f"其中一个的全名或网址，同名的有 {options}",
                f"one of those that bear it, with its place or by its IRI: {options}",
            )
        names = list(dict.fromkeys(name for c in choices for name in (c.label, *c.also)))
        zh, en = "已有的名称或网址", "a known name or an IRI"
        if meant := did_you_mean(text, names, most=3, cutoff=0.4):
            zh, en = f"{zh}，{meant[0]}", f"{en}; {meant[1]}"
        raise _wrong(param, text, zh, en)


def choices_of(table: Table) -> list[Choice]:
    """Return what the rows of a query with role ``choices`` offer: a value once, with all its names."""
    found: dict[str, Choice] = {}
    for row in table.dicts():
        value, label = row["value"].value, row["label"].value if "label" in row else row["value"].value
        also: tuple[str, ...] = (row["also"].value,) if "also" in row else ()
        place = row["place"].value if "place" in row else ""
        if value in found:
            also += (label,) if label != found[value].label else ()
            found[value] = replace(found[value], also=found[value].also + also)
        else:
            found[value] = Choice(value, label, also, place)
    borne = Counter(choice.label for choice in found.values())
    return [replace(choice, shared=borne[choice.label] > 1) for choice in found.values()]


def labels_of(table: Table, lang: str) -> dict[str, str]:
    """Return the labels that the rows of one of ``LABELLED`` tell, by IRI."""
    name = "labelEn" if lang == "en" else "label"
    return {
        row["value"].value: (row.get(name) or row.get("label") or row["value"]).value for row in table.dicts()
    }


def _wrong(param: Parameter, text: str, zh: str, en: str) -> UsageError:
    text = text if len(text) <= _TOLD else text[: _TOLD - 1] + "…"
    return UsageError(
        f"参数 {param.name}（{param.label_zh}）的值“{text}”不对，应当是{zh}。",
        f"Parameter {param.name} ({param.label}): “{text}” is wrong; it should be {en}.",
    )


def _literal(param: Parameter, text: str) -> Term:
    kind = param.type.removeprefix("xsd:")
    datatype = XSD + kind
    if kind == "string":
        return Literal(text, None, datatype)
    if kind == "integer" and _INTEGER.fullmatch(text):
        return Literal(str(int(text)), None, datatype)
    if kind == "gYear" and _YEAR.fullmatch(text):
        return Literal(text, None, datatype)
    if kind == "boolean" and text in ("true", "false", "1", "0"):
        return Literal("true" if text in ("true", "1") else "false", None, datatype)
    if kind == "decimal":
        try:
            number = Decimal(text.replace(",", ""))
        except InvalidOperation:
            number = Decimal("NaN")
        if number.is_finite() and len(number.as_tuple().digits) <= 15 and -9 <= number.adjusted() <= 15:
            return Literal(f"{number:f}", None, datatype)
    if kind == "date":
        try:
            return Literal(date.fromisoformat(text).isoformat(), None, datatype)
        except ValueError:
            pass
    wanted = {
        "integer": ("整数", "a whole number"),
        "decimal": ("不超过 15 位的数", "a number of at most 15 digits"),
        "gYear": ("四位数的年份", "a year of four digits"),
        "date": ("形如 2024-12-31 的日期", "a date such as 2024-12-31"),
        "boolean": ("true 或 false", "true or false"),
    }[kind]
    raise _wrong(param, text, *wanted)
