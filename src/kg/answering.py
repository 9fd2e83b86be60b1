"""Queries for the command line: canned or free, answered as text in the form asked for."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from kg import resources
from kg.errors import UsageError
from kg.query import Catalog
from kg.store.base import Bindings, Graph, Iri
from kg.vocab import PREFIXES

if TYPE_CHECKING:
    from kg.query.hints import Hint
    from kg.query.table import Table
    from kg.store.base import Answer, Store

_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_ROW_FORMS = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "json": "application/sparql-results+json",
    "srj": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
}


@cache
def catalog() -> Catalog:
    """Return the canned queries of this installation."""
    return Catalog.load(resources.queries())


def run_canned(
    store: Store, name: str, params: Mapping[str, str], form: str, lang: str, limit: int | None
) -> str:
    """Run a canned query and return its table as text."""
    found = catalog()
    table = found.run(name, params, store)
    if limit:
        table = table.page(limit)
    if form == "table":
        return printed(table.rich(lang, _labels(found, table, store, lang)))
    return _written(table, form)


def nothing_loaded(store: Store) -> tuple[Hint, ...]:
    """Return a hint where the store holds no notice, or only such as an earlier version named otherwise."""
    from kg.query.hints import Hint
    from kg.store.versions import scheme

    if store.query("ASK { ?notice a kg:Notice }", default_graph="union") is not False:
        if scheme.is_former(store):
            zh = "知识库由较早的版本建立，标识已变，请把文件重新载入一个新的知识库"
            en = "an earlier version made this store and IRIs have changed; load the files into a new one"
            return (Hint(zh, en),)
        return ()
    return (Hint("知识库里还没有通知，请先运行 kg load", "the store holds no notice yet; run kg load"),)


def why_nothing(answer: Answer, text: str, store: Store) -> tuple[Hint, ...]:
    """Return why a query may have found nothing; empty where it found something, or nothing is known."""
    from kg.query.hints import hints

    return (nothing_loaded(store) or hints(text)) if _is_empty(answer) else ()


def _is_empty(answer: Answer) -> bool:
    if isinstance(answer, Bindings):
        cells = [cell for row in answer.rows for cell in row]
        return not answer.rows or (len(answer.rows) == 1 and all(c is None or c.value == "0" for c in cells))
    return not answer.triples if isinstance(answer, Graph) else not answer


def written(answer: Answer, form: str, limit: int | None) -> str:
    """Return an answer to SPARQL as text; ``json`` is the standard's own JSON."""
    from kg.store.rows import render_boolean, render_rows

    if isinstance(answer, bool):
        return render_boolean(answer, _ROW_FORMS.get(form, "text/plain")).decode()
    if isinstance(answer, Graph):
        return _graph(answer, form)
    assert isinstance(answer, Bindings)
    if limit is not None:
        answer = Bindings(answer.variables, answer.rows[:limit])
    if form in _ROW_FORMS:
        return render_rows(answer, _ROW_FORMS[form]).decode()
    if form != "table":
        raise _no_such(form, "table、csv、tsv、json、srj、xml")
    from rich.table import Table as RichTable
    from rich.text import Text

    table = RichTable(*answer.variables, show_lines=False)
    for row in answer.rows:
        table.add_row(*(Text("" if term is None else term.value) for term in row))
    return printed(table)


def _graph(answer: Graph, form: str) -> str:
    import pyoxigraph as ox

    lines = "".join(" ".join(term.n3 for term in triple) + " .\n" for triple in answer.triples)
    if form == "ntriples":
        return lines
    if form not in ("turtle", "table"):
        raise _no_such(form, "turtle、ntriples")
    parsed = [quad.triple for quad in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES)]
    out = ox.serialize(parsed, format=ox.RdfFormat.TURTLE, prefixes=dict(PREFIXES))
    assert out is not None
    return out.decode()


def _no_such(form: str, known: str) -> UsageError:
    return UsageError(
        f"这种结果不能写成 {form}，请用 {known}。", f"This answer cannot be written as {form}; use {known}."
    )


def _labels(found: Catalog, table: Table, store: Store, lang: str) -> dict[str, str]:
    """Return what to write for each IRI: its label, else its path below the base, good as a parameter."""
    labels = found.labels(store, lang)
    for row in table.rows:
        for cell in row:
            if isinstance(cell, Iri) and cell.value.startswith(store.base):
                labels.setdefault(cell.value, cell.value.removeprefix(store.base))
            elif isinstance(cell, Iri) and cell.value.startswith(_MEDIA_TYPES):
                labels[cell.value] = cell.value.removeprefix(_MEDIA_TYPES)
    return labels


def _written(table: Table, form: str) -> str:
    """Return the table of a canned query; ``json`` is an array of flat records."""
    if form not in ("csv", "tsv", "json", "srj"):
        raise _no_such(form, "table、csv、tsv、json、srj")
    written: str = getattr(table, form)()
    return written


def printed(table: object) -> str:
    """Return a table of ``rich`` as text, as wide as the terminal."""
    from rich.console import Console

    out = io.StringIO()
    Console(file=out, width=_width()).print(table)
    return out.getvalue()


def _width() -> int:
    import shutil

    return max(80, shutil.get_terminal_size((140, 40)).columns)


def list_queries(form: str, lang: str) -> str:
    """Return the canned queries by topic, with their parameters."""
    found = catalog()
    if form == "json":
        rows = [
            {
                "name": q.name,
                "topic": q.topic,
                "title": q.title_zh,
                "title_en": q.title,
                "params": list(q.params),
            }
            for q in found
        ]
        return json.dumps(rows, ensure_ascii=False, indent=1)
    lines = []
    for topic, queries in found.questions().items():
        lines.append(
            found.topics[topic]["en" if lang == "en" else "zh"]
            if isinstance(found.topics[topic], Mapping)
            else topic
        )
        for q in queries:
            params = " ".join(f"-p {p.name}=…" for p in q.own_params.values())
            params += " …" if q.scope is not None else ""
            lines.append(f"  {q.name:<28} {q.title if lang == 'en' else q.title_zh}  {params}".rstrip())
    narrowed = "…：可再用 area、level、year 限定通知的范围"
    lines.append("…: area, level and year say which notices are meant" if lang == "en" else narrowed)
    return "\n".join(lines)
