"""``/compare``: two notices, or two versions of one, side by side; by ending or Accept as data."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from kg.compare import Comparison, Side, compare
from kg.compare.formats import html, xlsx
from kg.compare.formats import json as as_json
from kg.compare.naming import named
from kg.errors import LimitReached, UsageError
from kg.web.ask import Ask
from kg.web.routes.queries import XLSX
from kg.web.rows import by_label

router = APIRouter(tags=["pages"])
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"description": "The comparison", "content": {"text/html": {}, "application/json": {}, XLSX: {}}},
    400: {"description": "No such notice"},
    404: {"description": "No such version"},
}
_LARGEST = 1_500_000  # pairs of items, from which on a comparison takes more than some ten seconds


@router.get("/compare", summary="Two notices side by side", responses=_ANSWERS)
@router.get("/compare.json", include_in_schema=False)
@router.get("/compare.xlsx", include_in_schema=False)
def page(request: Request, a: str = "", b: str = "", above: str = "") -> Response:
    """Compare ``a``, the earlier notice or the upper, with ``b``; ``above`` is a third column.

    Each is a number, an IRI or a path; ``NUMBER@2`` is the second version of a notice.
    """
    ask = Ask(request)
    ending = request.url.path.rpartition("/compare")[2]
    as_data = ending == ".json" or (not ending and ask.wanted() == "application/json")
    if not (a and b):
        if as_data or ending:
            raise UsageError(
                "请用 a、b 指明要对照的两份通知（文号、IRI 或路径）。",
                "Name the two notices to be compared by a and b: a number, an IRI or a path.",
            )
        return _page(ask, a, b, above, None)
    found, over = _compared(ask, a, b, above)
    if as_data:
        return Response(as_json.render(found, over), media_type="application/json")
    if ending == ".xlsx":
        headers = {"Content-Disposition": 'attachment; filename="compare.xlsx"'}
        return Response(xlsx.render(found, ask.view.lang, over), media_type=XLSX, headers=headers)
    fragment = html.fragment(found, ask.view.lang, over, ask.view.href)
    return _page(ask, a, b, above, fragment, html.title(found, ask.view.lang))


@router.get("/compare.css", summary="The style of comparisons", include_in_schema=False)
def style() -> Response:
    """Return the style sheet that a comparison within a page needs."""
    headers = {"Cache-Control": "public, max-age=3600"}
    return Response(html.style(), media_type="text/css", headers=headers)


def _compared(ask: Ask, a: str, b: str, above: str) -> tuple[Comparison, Comparison | None]:
    one, other = (named(name, ask.store, ask.catalog) for name in (a, b))
    over = named(above, ask.store, ask.catalog) if above else None
    for side in (one, over):
        if side is not None:
            _bounded(side, other)
    found = compare(one, other, versions=one.iri == other.iri)
    return found, compare(over, other) if over else None


def _bounded(one: Side, other: Side) -> None:
    if len(one.entries) * len(other.entries) > _LARGEST:
        raise LimitReached(
            "两份通知的事项太多，网页上不能对照；请用命令 kg compare。",
            "The notices hold too many items to be compared on a page; use the command kg compare.",
        )


def _page(ask: Ask, a: str, b: str, above: str, fragment: Any, title: str | None = None) -> Response:
    view = ask.view
    return ask.frame.page(
        ask.request,
        "compare.html",
        title=title or view.say("compare.title"),
        section="/compare",
        notices=by_label(ask.choices("choices-notices")),
        asked={"a": a, "b": b, "above": above},
        fragment=fragment,
        address=lambda kind: view.url(f"/compare.{kind}", a=a, b=b, above=above),
    )
