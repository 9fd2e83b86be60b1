"""Another table as RDF beside the notices, by a CSVW description: no mapping language of our own.

    quads, summary = import_table(Path("statistics.csv"), Path("statistics.yml"), base)

The description is CSVW metadata (W3C, `Metadata Vocabulary for Tabular Data`), as JSON or the same
in YAML; the table is read and checked by the library ``csvw`` and turned into triples by the rules
of `csv2rdf` in minimal mode. Two things are narrower than there: every row has an ``aboutUrl`` (we
have no blank nodes), and addresses below ``https://w3id.org/zeren/`` follow the base of the store.
Names become our IRIs beforehand: ``kg link`` writes the column that ``valueUrl`` refers to.
"""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import yaml

from kg import resources, vocab
from kg.emit.terms import Quad, iri, string, term, typed
from kg.errors import DataError, InputError
from kg.identity import digest
from kg.store.base import Store, escape, is_iri

MAX_ROWS = 1_000_000
_INITIAL = {
    "qb": "http://purl.org/linked-data/cube#",
    "schema": "http://schema.org/",
    "dc": "http://purl.org/dc/terms/",
    "csvw": "http://www.w3.org/ns/csvw#",
    "time": "http://www.w3.org/2006/time#",
}  # fmt: skip
_PREFIXES: Mapping[str, str] = dict(vocab.PREFIXES) | _INITIAL
_NATIVE = {"number": "double", "any": "anyAtomicType", "binary": "base64Binary", "datetime": "dateTime"}


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a table."""

    graph: str
    rows: int
    triples: int


def read_mapping(path: Path) -> dict[str, Any]:
    """Return the CSVW description of a table, JSON or YAML.

    Raises:
        DataError: it is none.
    """
    try:
        found = yaml.safe_load(path.read_text("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise _bad_mapping(path, "YAML / JSON") from error
    if not isinstance(found, dict) or "tableSchema" not in found or "url" not in found:
        raise _bad_mapping(path, "url, tableSchema")
    return found


def import_table(
    source: Path, mapping: Path, base: str = vocab.BASE, *, check: bool = True
) -> tuple[list[Quad], Imported]:
    """Turn a table into quads of a graph of its own, and judge them by the shapes for imports.

    Args:
        source: The CSV file.
        mapping: Its CSVW description.
        base: The base of instance IRIs of the store.
        check: Judge the triples by ``data/imports/*.shapes.ttl``.

    Raises:
        DataError: the description is no CSVW, or uses what is not supported.
        InputError: the table is not as described, or its triples break a shape.
    """
    metadata = read_mapping(mapping)
    address = urljoin(vocab.BASE, str(metadata["url"]))
    graph = _rebased(f"{vocab.BASE}graph/{_stem(address)}", base)
    triples: dict[tuple[str, str, str], None] = {}
    rows = 0
    for rows, row in enumerate(_rows(source, mapping, metadata, address, base), 1):
        triples.update(dict.fromkeys(row))
        if rows > MAX_ROWS:
            raise InputError(f"表格超过 {MAX_ROWS} 行。", f"The table has more than {MAX_ROWS} rows.")
    if check:
        _judge(triples)
    quads = [(*triple, iri(graph)) for triple in triples]
    return [*quads, *_origin(source, metadata, graph, base)], Imported(graph, rows, len(triples))


def load_import(source: Path, mapping: Path, store: Store, *, check: bool = True) -> Imported:
    """Import a table into a store: its graph is replaced, whole or not at all."""
    quads, done = import_table(source, mapping, store.base, check=check)
    meta = f"{store.base}graph/meta"
    store.load(
        {done.graph: [quad for quad in quads if quad[3] == iri(done.graph)]},
        merge={meta: [quad for quad in quads if quad[3] == iri(meta)]},
        forget={meta: [done.graph]},
    )
    return done


def _rows(
    source: Path, mapping: Path, metadata: Mapping[str, Any], address: str, base: str
) -> Iterator[list[tuple[str, str, str]]]:
    from csvw import Table

    with warnings.catch_warnings():
        warnings.simplefilter("error")  # csvw warns of what it ignores: here that is an error
        try:
            table: Any = Table.from_file(mapping, data=_plain(metadata))
            columns = table.tableSchema.columns
        except (ValueError, TypeError, KeyError, UserWarning, AttributeError) as error:
            raise _bad_mapping(mapping, str(error)) from error
    made = [_Column(column, address, base, mapping) for column in columns]
    try:
        for _, line, row in table.iterdicts(with_metadata=True, fname=str(source)):
            yield [triple for column in made for triple in column.triples(row, line)]
    except (ValueError, KeyError, TypeError, UnicodeDecodeError) as error:
        raise InputError(
            f"“{source.name}”与说明不符：{error}。", f"{source.name} is not as described: {error}."
        ) from error


def _plain(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Return the description without values that YAML, not JSON, has."""
    import json

    found: dict[str, Any] = json.loads(json.dumps(metadata, default=str))
    return found


class _Column:
    """What one column of the description says of each row."""

    def __init__(self, column: Any, address: str, base: str, mapping: Path) -> None:
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
        if self._about is None and not self.silent:
            raise _bad_mapping(mapping, f"{self.name}: aboutUrl")

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
        if colon and prefix in _PREFIXES and not local.startswith("//"):
            said = _PREFIXES[prefix] + local
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


def _stem(address: str) -> str:
    """Return the name of an import's graph: data-statistics of …/data/statistics.csv."""
    name = address.rstrip("/").rpartition("/")[2].removesuffix(".csv")
    return f"data-{name}" if name.isascii() and name.replace("-", "").isalnum() else f"data-{digest(address)}"


def _origin(source: Path, metadata: Mapping[str, Any], graph: str, base: str) -> Iterator[Quad]:
    """Yield where the graph comes from, for ``graph/meta``."""
    g = iri(f"{base}graph/meta")
    data = source.read_bytes()
    sum_ = hashlib.sha256(data).hexdigest()
    file = iri(f"{base}file/{sum_[:16]}")
    yield iri(graph), term("rdf:type"), term("prov:Entity"), g
    yield iri(graph), term("prov:wasDerivedFrom"), file, g
    for key in ("dc:title", "dc:description", "dc:license", "dc:publisher", "dc:source"):
        for value in _common(metadata.get(key)):
            yield iri(graph), iri(_PREFIXES["dcterms"] + key[3:]), value, g
    yield file, term("rdf:type"), term("kg:SourceFile"), g
    yield file, term("rdfs:label"), string(source.name), g
    yield file, term("kg:sha256"), string(sum_), g
    yield file, term("dcat:byteSize"), typed(str(len(data)), "nonNegativeInteger"), g
    yield file, term("dcat:mediaType"), iri("https://www.iana.org/assignments/media-types/text/csv"), g


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


def _bad_mapping(path: Path, what: str) -> DataError:
    return DataError(
        f"“{path.name}”不是可用的 CSVW 说明：{what}。", f"{path.name} is no usable CSVW description: {what}."
    )
