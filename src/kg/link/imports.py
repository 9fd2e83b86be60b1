"""Another table as RDF beside the notices, by a CSVW description: no mapping language of our own.

    quads, summary = import_table(Path("statistics.csv"), Path("statistics.yml"), base)
    load_import(…, store)      imports(store)      remove_import("data-statistics", store)

The table, CSV or XLSX, is read and checked by the library ``csvw`` and turned into triples by the
rules of `csv2rdf` in minimal mode. Addresses below ``https://w3id.org/zeren/`` follow the base of the
store. The rows of one dataset stand in one graph, whatever file they came in: loading them again
replaces them. Names become our IRIs beforehand: ``kg link`` writes the column that ``valueUrl`` names.
"""

from __future__ import annotations

import csv
import hashlib
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from kg import resources, vocab
from kg.emit.terms import Quad, iri, string, term, typed
from kg.errors import InputError, NotFound
from kg.identity import digest
from kg.link.descriptions import PREFIXES, Description, read_description
from kg.link.known import refuse_unknown
from kg.link.sheets import rows_of
from kg.store.base import Bindings, Literal, Store, escape, is_iri

MAX_ROWS = 1_000_000
_NATIVE = {"number": "double", "any": "anyAtomicType", "binary": "base64Binary", "datetime": "dateTime"}
_MEDIA = "https://www.iana.org/assignments/media-types/"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a table."""

    graph: str
    rows: int
    triples: int
    replaced: int = 0  # triples that the graph held before


@dataclass(frozen=True, slots=True)
class Held:
    """One import that a store holds."""

    name: str  # of its graph, below graph/
    graph: str
    title: str
    file: str
    at: str  # when it was loaded, as xsd:dateTime; empty where that is not known
    triples: int


def import_table(
    source: Path,
    mapping: Path,
    base: str = vocab.BASE,
    *,
    sheet: str | None = None,
    check: bool = True,
    at: datetime | None = None,
) -> tuple[list[Quad], Imported]:
    """Turn a table into quads of a graph of its own, and judge them by the shapes for imports.

    Args:
        source: The CSV or XLSX file.
        mapping: Its CSVW description.
        base: The base of instance IRIs of the store.
        sheet: The sheet of a workbook; the first unless given.
        check: Judge the triples by ``data/imports/*.shapes.ttl``.
        at: When it is loaded; not told unless given, so that the same table gives the same quads.

    Raises:
        DataError: the description is no CSVW, or says what is not supported.
        InputError: the table is not as described, or its triples break a shape.
    """
    description = read_description(mapping)
    graph = graph_of(description.dataset, base)
    triples: dict[tuple[str, str, str], None] = {}
    rows = 0
    for rows, row in enumerate(_rows(source, description, base, sheet), 1):
        triples.update(dict.fromkeys(row))
        if rows > MAX_ROWS:
            raise InputError(f"表格超过 {MAX_ROWS} 行。", f"The table has more than {MAX_ROWS} rows.")
    if check:
        _judge(triples)
    quads = [(*triple, iri(graph)) for triple in triples]
    return [*quads, *_origin(source, description, graph, base, at)], Imported(graph, rows, len(triples))


def load_import(
    source: Path, mapping: Path, store: Store, *, sheet: str | None = None, check: bool = True
) -> Imported:
    """Import a table into a store: its dataset's graph is replaced, whole or not at all."""
    quads, done = import_table(source, mapping, store.base, sheet=sheet, check=check, at=datetime.now(UTC))
    if check:
        refuse_unknown(quads, store)
    replaced, sources = _count(store, done.graph), _sources(store, done.graph)
    meta = f"{store.base}graph/meta"
    store.load(
        {done.graph: [quad for quad in quads if quad[3] == iri(done.graph)]},
        merge={meta: [quad for quad in quads if quad[3] == iri(meta)]},
        forget={meta: [done.graph, *sources]},
    )
    return Imported(done.graph, done.rows, done.triples, replaced)


# --- what a store holds -----------------------------------------------------------------------------


def imports(store: Store) -> list[Held]:
    """Return the imports of a store, by name."""
    answer = store.query(
        f"SELECT ?g ?title ?file ?at WHERE {{ GRAPH <{store.base}graph/meta> {{ "
        "?g a prov:Entity ; prov:wasDerivedFrom ?source . ?source rdfs:label ?file . "
        "OPTIONAL { ?g dcterms:title ?title } OPTIONAL { ?g prov:generatedAtTime ?at } } "
        f'FILTER(STRSTARTS(STR(?g), "{_start(store.base)}")) }} ORDER BY ?g ?title',
        default_graph="union",
    )
    assert isinstance(answer, Bindings)
    found: dict[str, Held] = {}
    for row in answer.dicts():
        graph, title = row["g"].value, row.get("title")
        words = title.value if title else ""
        known = found.get(graph)
        if known is None or (isinstance(title, Literal) and title.language == "zh"):
            at = row["at"].value if "at" in row else ""
            name = graph.removeprefix(f"{store.base}graph/")
            found[graph] = Held(name, graph, words, row["file"].value, at, _count(store, graph))
    return list(found.values())


def remove_import(name: str, store: Store) -> Held:
    """Remove an import by its name, with or without ``data-``, or by its graph's IRI.

    Raises:
        NotFound: there is none of that name.
    """
    held = imports(store)
    short = name.removeprefix(f"{store.base}graph/").removeprefix("data-")
    found = next((each for each in held if each.name.removeprefix("data-") == short), None)
    if found is None:
        zh = f"有：{'、'.join(each.name for each in held)}" if held else "还没有导入过表格"
        en = f"there are {', '.join(each.name for each in held)}" if held else "nothing has been imported"
        raise NotFound(f"没有名为 {name} 的导入，{zh}。", f"There is no import called {name}; {en}.")
    sources = _sources(store, found.graph)
    store.load({found.graph: []}, forget={f"{store.base}graph/meta": [found.graph, *sources]})
    store.delete(found.graph)
    return found


def graph_of(dataset: str, base: str = vocab.BASE) -> str:
    """Return the graph of a dataset: ``graph/data-statistics`` for …/data/statistics, else with a digest."""
    name = dataset.rstrip("/#").replace("#", "/").rpartition("/")[2]
    plain = name.isascii() and name.replace("-", "").isalnum()
    if not (plain and dataset.rstrip("/#") == f"{vocab.BASE}data/{name}"):
        name = f"{name}-{digest(dataset)[:6]}" if plain else digest(dataset)
    return f"{_start(base)}{name}"


def _start(base: str) -> str:
    return f"{base}graph/data-"


def _sources(store: Store, graph: str) -> list[str]:
    """Return the files that a graph alone was made of."""
    answer = store.query(
        f"SELECT ?file WHERE {{ GRAPH <{store.base}graph/meta> {{ <{graph}> prov:wasDerivedFrom ?file . "
        f"FILTER NOT EXISTS {{ ?other prov:wasDerivedFrom ?file . FILTER(?other != <{graph}>) }} }} }}"
    )
    assert isinstance(answer, Bindings)
    return [row["file"].value for row in answer.dicts()]


def _count(store: Store, graph: str) -> int:
    answer = store.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
    assert isinstance(answer, Bindings)
    return int(next(answer.dicts())["n"].value)


# --- rows to triples --------------------------------------------------------------------------------


def _rows(
    source: Path, description: Description, base: str, sheet: str | None
) -> Iterator[list[tuple[str, str, str]]]:
    table = description.table
    made = [_Column(column, description.address, base) for column in description.columns]
    rows = _described(source, description, sheet)
    table.dialect = None  # the copy is plain CSV
    with tempfile.NamedTemporaryFile("w", suffix=".csv", encoding="utf-8", newline="") as copy:
        csv.writer(copy).writerows(rows)
        copy.flush()
        try:
            for _, line, row in table.iterdicts(with_metadata=True, fname=copy.name):
                yield [triple for column in made for triple in column.triples(row, line)]
        except (ValueError, KeyError, TypeError) as error:
            words = str(error).replace(copy.name, source.name)
            raise InputError(
                f"“{source.name}”与说明不符：{words}。", f"{source.name} is not as described: {words}."
            ) from error


def _described(source: Path, description: Description, sheet: str | None) -> list[list[str]]:
    """Return the rows of the table under the names that the description gives its columns.

    Raises:
        InputError: a column of the one is not in the other; it would be a figure that is missing.
    """
    from csvw.dsv_dialects import Dialect

    dialect = description.table.dialect or Dialect()
    said = description.metadata.get("dialect") or {}
    read = rows_of(
        source,
        delimiter=dialect.delimiter,
        quote=dialect.quoteChar or '"',
        encoding=said.get("encoding"),
        sheet=sheet,
    )
    rows = list(read)[dialect.skipRows :]
    columns = [column for column in description.columns if not column.virtual]
    if not rows:
        raise InputError(f"“{source.name}”是空的。", f"{source.name} is empty.")
    if not dialect.header:
        rows.insert(0, [str(column.header) for column in columns])
    names = _named(source, rows[0], columns)
    width = len(names)
    for number, row in enumerate(rows[1:], 2):
        if len(row) > width:
            raise InputError(
                f"“{source.name}”第 {number} 行有 {len(row)} 格，表头只有 {width} 格。",
                f"Row {number} of {source.name} has {len(row)} cells, its heading {width}.",
            )
    return [names, *([*row, *[""] * (width - len(row))] for row in rows[1:] if any(row))]


def _named(source: Path, headings: list[str], columns: list[Any]) -> list[str]:
    """Return the names that a description gives to the columns under these headings."""
    found = [next((c for c in columns if c.has_title(heading.strip())), None) for heading in headings]
    names = [str(column.header) for column in found if column is not None]
    unknown = [h.strip() or "（空）" for h, column in zip(headings, found, strict=True) if column is None]
    missing = [_title(c) for c in columns if str(c.header) not in names]
    twice = [_title(c) for c in columns if names.count(str(c.header)) > 1]
    if missing or unknown or twice:
        raise _unlike(source, missing, unknown, twice)
    return names


def _title(column: Any) -> str:
    return str((column.titles.getfirst() if column.titles else None) or column.name)


def _unlike(source: Path, missing: Sequence[str], unknown: Sequence[str], twice: Sequence[str]) -> InputError:
    def said(names: Sequence[str]) -> tuple[str, str]:
        return "、".join(f"“{name}”" for name in names[:8]), ", ".join(repr(name) for name in names[:8])

    zh, en = [], []
    if missing:
        zh.append(f"说明中的列{said(missing)[0]}在表里没有")
        en.append(f"the table lacks {said(missing)[1]} of the description")
    if unknown:
        zh.append(f"表里的列{said(unknown)[0]}在说明里没有（不需要的列写 suppressOutput: true）")
        en.append(
            f"the description lacks {said(unknown)[1]} of the table (suppressOutput: true leaves one out)"
        )
    if twice:
        zh.append(f"表里的列{said(twice)[0]}出现两次")
        en.append(f"the table has {said(twice)[1]} twice")
    return InputError(
        f"“{source.name}”的表头与说明不符：{'；'.join(zh)}。",
        f"The heading of {source.name} is not as described: {'; '.join(en)}.",
    )


class _Column:
    """What one column of the description says of each row."""

    def __init__(self, column: Any, address: str, base: str) -> None:
        self.name = str(column.name or column.header)
        self.virtual = bool(column.virtual)
        self.silent = bool(column.suppressOutput)
        self._about = column.inherit("aboutUrl")
        self._property = column.inherit("propertyUrl")
        self._value = column.inherit("valueUrl")
        self._datatype = column.inherit("datatype")
        lang = column.inherit("lang")
        self._lang = None if lang in (None, "und") else str(lang)
        self._address, self._base = address, base

    def triples(self, row: Mapping[str, Any], line: int) -> Iterator[tuple[str, str, str]]:
        """Yield what one row says in this column."""
        if self.silent:
            return
        values = row.get(self.name)
        if not self.virtual and (values is None or _text(values) == ""):
            return
        texts = {
            key: _text(value) for key, value in row.items() if isinstance(key, str) and value is not None
        }
        subject = self._expanded(self._about, texts, line)
        named = self._property is not None
        predicate = self._expanded(self._property, texts, line) if named else f"{self._address}#{self.name}"
        if self._value is not None:
            yield iri(subject), iri(predicate), iri(self._expanded(self._value, texts, line))
            return
        for value in values if isinstance(values, list) else [values]:
            if value is not None:
                yield iri(subject), iri(predicate), self._literal(value)

    def _expanded(self, template: Any, texts: Mapping[str, str], line: int) -> str:
        said = template.expand(_row=str(line), _sourceRow=str(line), _name=self.name, **texts)
        prefix, colon, local = said.partition(":")
        if colon and prefix in PREFIXES and not local.startswith("//"):
            said = PREFIXES[prefix] + local
        found = _rebased(urljoin(self._address, said), self._base)
        if not is_iri(found):
            raise ValueError(f"line {line}: {found!r} is no IRI")
        return found

    def _literal(self, value: Any) -> str:
        name = str(getattr(self._datatype, "base", None) or "string")
        text = _text(value)
        if name == "string":
            return f'"{escape(text)}"@{self._lang}' if self._lang else string(text)
        return typed(text, _NATIVE.get(name, name))


def _text(value: Any) -> str:
    """Return a value in the form that XML Schema writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, list):
        return ",".join(_text(each) for each in value)
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    if hasattr(value, "unsplit"):  # an address
        return str(value.unsplit())
    return str(getattr(value, "value", value))


def _rebased(address: str, base: str) -> str:
    """Return an IRI of an instance below the store's base."""
    if base == vocab.BASE or not address.startswith(vocab.BASE):
        return address
    rest = address.removeprefix(vocab.BASE)
    return base + rest if rest.partition("/")[0] in vocab.INSTANCES else address


def _origin(
    source: Path, description: Description, graph: str, base: str, at: datetime | None
) -> Iterator[Quad]:
    """Yield where the graph comes from, for ``graph/meta``."""
    g = iri(f"{base}graph/meta")
    data = source.read_bytes()
    sum_ = hashlib.sha256(data).hexdigest()
    file = iri(f"{base}file/{sum_[:16]}")
    yield iri(graph), term("rdf:type"), term("prov:Entity"), g
    yield iri(graph), term("prov:wasDerivedFrom"), file, g
    if at is not None:
        stamp = typed(at.isoformat(timespec="seconds"), "dateTime")
        yield iri(graph), term("prov:generatedAtTime"), stamp, g
    for key in ("dc:title", "dc:description", "dc:license", "dc:publisher", "dc:source"):
        for value in _common(description.metadata.get(key)):
            yield iri(graph), iri(PREFIXES["dcterms"] + key[3:]), value, g
    yield file, term("rdf:type"), term("kg:SourceFile"), g
    yield file, term("rdfs:label"), string(source.name), g
    yield file, term("kg:sha256"), string(sum_), g
    yield file, term("dcat:byteSize"), typed(str(len(data)), "nonNegativeInteger"), g
    media_type = _XLSX if data.startswith(b"PK\x03\x04") else "text/csv"
    yield file, term("dcat:mediaType"), iri(_MEDIA + media_type), g


def _common(value: Any) -> Iterator[str]:
    """Yield a common property's values: texts by language, or an address."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict) and "@id" in each and is_iri(str(each["@id"])):
            yield iri(str(each["@id"]))
        elif isinstance(each, dict) and "@value" in each:
            text = escape(str(each["@value"]))
            yield f'"{text}"@{each["@language"]}' if "@language" in each else f'"{text}"'
        elif isinstance(each, str):
            yield string(each)


def _judge(triples: Mapping[tuple[str, str, str], None]) -> None:
    """Judge the triples by the shapes for imports.

    Raises:
        InputError: they break one.
    """
    import rdflib
    from rdflib.namespace import SH

    from kg.validate.engine import DataGraph, harvest, judge

    shapes = rdflib.Graph()
    for path in sorted(resources.data("imports").glob("*.shapes.ttl")):
        shapes.parse(path)
    data = DataGraph()
    data.parse(data="".join(f"{s} {p} {o} .\n" for s, p, o in triples), format="nt")
    conforms, report = judge(data, harvest(shapes))
    if conforms:
        return
    messages = sorted({str(m) for m in report.objects(None, SH.resultMessage)})
    places = sorted({str(f) for f in report.objects(None, SH.focusNode)})
    shown = "；".join(messages[:3]) + f"（{places[0]}）"
    raise InputError(f"导入的数据不合规则：{shown}。", f"The imported data break a rule: {shown}.")
