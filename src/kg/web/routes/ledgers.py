"""Ledgers as Excel files: of a notice or one of its chapters, a unit, a leader."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Query, Request, Response

from kg.ledger.book import book
from kg.ledger.entries import Ledger
from kg.ledger.scopes import of_leader, of_notice, of_unit
from kg.web.ask import Ask
from kg.web.attached import attached
from kg.web.params import YEAR, year_of
from kg.web.routes.queries import XLSX
from kg.web.scoping import within

router = APIRouter(tags=["pages"])
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"description": "The workbook", "content": {XLSX: {}}},
    400: {"description": "A year that is none"},
    404: {"description": "No such thing"},
}


@router.get("/notice/{notice}/ledger.xlsx", summary="The ledger of a notice", responses=_ANSWERS)
def ledger_of_notice(
    request: Request, notice: str, chapter: str = Query("", description="path of a chapter below the notice")
) -> Response:
    """Give out every task and project of a notice, or of one chapter, as a ledger."""
    ask = Ask(request)
    iri = ask.iri(f"notice/{notice}")
    return _file(ask, of_notice(ask.rows, iri, f"{iri}/{chapter}" if chapter else None))


@router.get("/unit/{key}/ledger.xlsx", summary="The ledger of a unit", responses=_ANSWERS)
def ledger_of_unit(request: Request, key: str, year: str = YEAR) -> Response:
    """Give out what a unit answers for in a year."""
    ask = Ask(request)
    within(ask, but=("year",))
    return _file(ask, of_unit(ask.rows, ask.iri(f"unit/{key}"), year_of(year))[0])


@router.get("/person/{key}/ledger.xlsx", summary="The ledger of a leader", responses=_ANSWERS)
def ledger_of_leader(request: Request, key: str, year: str = YEAR) -> Response:
    """Give out what a leader answers for in a year."""
    ask = Ask(request)
    within(ask, but=("year",))
    return _file(ask, of_leader(ask.rows, ask.iri(f"person/{key}"), year_of(year)))


def _file(ask: Ask, ledger: Ledger) -> Response:
    view = ask.view
    name = f"{ledger.title}{'' if view.lang == 'zh' else ' '}{view.say('ledger')}.xlsx"
    return attached(book(ledger, view.lang, view.address), XLSX, name)
