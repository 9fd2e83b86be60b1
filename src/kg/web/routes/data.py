"""The page of data: what can be had, how to cite it, and how to take it into other programs."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from kg.query.values import number
from kg.version import __version__
from kg.web.ask import Ask
from kg.web.routes.catalog import public_root

router = APIRouter(tags=["pages"])


@router.get("/data", summary="What data can be had, and how to cite it")
def data(request: Request) -> Response:
    """Show what can be had in half a screen, with examples for other programs."""
    ask = Ask(request)
    view = ask.view
    measured = {view.local(row["metric"]): row for row in ask.rows("overview-reading")}
    sure = measured.get("confidenceMetric")
    return ask.frame.page(
        request,
        "data.html",
        title=view.say("data.title"),
        section="/data",
        site=public_root(request),
        version=__version__,
        notices=number(sure["notices"]) if sure is not None and sure["notices"] is not None else 0,
        mean=_percent(sure["mean"]) if sure is not None else "",
        least=_percent(sure["least"]) if sure is not None else "",
    )


def _percent(term: object) -> str:
    found = number(term)  # type: ignore[arg-type]
    return "" if found is None else f"{found * 100:.0f} %"
