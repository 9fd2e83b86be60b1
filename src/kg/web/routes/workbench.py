"""What stands beside the SPARQL editor: the terms to ask with, and results as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request, Response

from kg import vocab
from kg.errors import StoreError, UsageError
from kg.kept.keeper import Kept
from kg.query.definition import Column
from kg.query.workbook import workbook
from kg.store.base import Bindings, Iri, Literal, Term
from kg.store.results import read_json_results
from kg.web.ask import Ask
from kg.web.attached import attached
from kg.web.lagging import lagging
from kg.web.routes.queries import XLSX
from kg.web.rows import value

router = APIRouter(tags=["pages"])
_MOST_CELLS = 500_000
_WRONG = UsageError(
    "应当是 SPARQL 查询结果的 JSON（application/sparql-results+json）。",
    "It should be the JSON of SPARQL query results (application/sparql-results+json).",
)


@router.get("/sparql/schema", include_in_schema=False)
def schema(request: Request) -> Response:
    """Return the classes and properties with labels, counts and examples, as a piece of a page."""
    lagging(request, piece=True)
    ask = Ask(request)
    kept: Kept | None = request.app.state.kept
    counted = None
    if kept is not None:
        before = kept.counted_before(ask.store)
        request.scope["kg"].chance = before is not None
        counted = before or kept.figures(ask.store)
    numbers = {**counted.classes, **counted.properties} if counted is not None else {}
    english = ask.view.lang == "en"
    terms: list[dict[str, Any]] = [
        {
            "kind": value(row["kind"]),
            "term": _shortened(row["term"].value),
            "label": value(row["labelEn" if english else "label"]),
            "number": numbers.get(row["term"].value),
            "example": value(row["example"]),
        }
        for row in ask.rows("ontology-panel")
    ]
    terms.sort(key=lambda term: (term["kind"], -(term["number"] or 0), term["term"]))
    return ask.frame.page(request, "schema.html", terms=terms)


@router.post("/sparql/results.xlsx", summary="Results of a query as a workbook")
async def as_workbook(request: Request) -> Response:
    """Turn the JSON of query results into a workbook; nothing is asked of the store."""
    found = _results(await request.body())
    names, rows = found.variables, found.rows
    lang = Ask(request).view.lang
    columns = [Column(name, name, name, _format(rows, at)) for at, name in enumerate(names)]
    data = workbook("SPARQL", columns, rows, lang, _own_names(rows))
    return attached(data, XLSX, "results.xlsx")


def _results(body: bytes) -> Bindings:
    """Return the variables and rows of results.

    Raises:
        UsageError: it is something else, or too large for a sheet.
    """
    try:
        found = read_json_results(body)
    except (StoreError, AttributeError, RecursionError):
        raise _WRONG from None
    if isinstance(found, bool) or not found.variables:
        raise _WRONG
    if len(found.variables) * len(found.rows) > _MOST_CELLS:
        raise UsageError(
            f"结果超过 {_MOST_CELLS} 格，请下载 CSV。",
            f"The results have more than {_MOST_CELLS} cells; take the CSV.",
        )
    # Whoever sends them may put anything where SPARQL has words.
    terms = [term for row in found.rows for term in row if term is not None]
    told = [*found.variables, *(term.value for term in terms)]
    told += [term.datatype for term in terms if isinstance(term, Literal)]
    if not all(isinstance(words, str) for words in told):
        raise _WRONG
    return found


def _format(rows: Sequence[tuple[Term | None, ...]], at: int) -> str:
    lengths = [len(row[at].value) for row in rows[:200] if row[at] is not None]  # type: ignore[union-attr]
    return "sentence" if lengths and max(lengths) > 40 else "text"


def _own_names(rows: Sequence[tuple[Term | None, ...]]) -> dict[str, str]:
    """Return for each IRI what stands for it in a cell: its short form, or itself."""
    return {term.value: _shortened(term.value) for row in rows for term in row if isinstance(term, Iri)}


def _shortened(iri: str) -> str:
    """Return an IRI with its prefix, where one is known and the rest is one name."""
    for prefix, start in vocab.PREFIXES.items():
        rest = iri.removeprefix(start)
        if rest != iri and rest and not set("/#?") & set(rest):
            return f"{prefix}:{rest}"
    return iri
