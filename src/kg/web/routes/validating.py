"""The page to validate a notice on; the answer itself comes from ``POST /validate``."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from kg.web.ask import Ask

router = APIRouter(tags=["pages"])


@router.get("/validate", summary="Validate a notice: the page")
def page(request: Request) -> Response:
    """Show the form."""
    ask = Ask(request)
    return ask.frame.page(request, "validate.html", title=ask.view.say("validate.title"), section="/validate")
