"""``POST /validate/…``: the draft itself with its report written into it, or the report to print.

Nothing is kept between a report and what is made of it: the page sends the chosen file again.
"""

from __future__ import annotations

from typing import Any, Literal

from fastapi import APIRouter, Request, Response

from kg import resources
from kg.errors import KgError
from kg.proof import ALL
from kg.read.formats import MEDIA_TYPES
from kg.web.attached import attached
from kg.web.conversions import apart, received
from kg.web.drafts import Light, seen
from kg.web.fields import FILE, TEXT, form_body
from kg.web.languages import of_page
from kg.web.routes.converting import light_for

router = APIRouter(tags=["convert and validate"])

What = Literal["comments", "repaired", "report"]
_STEMS = {
    "comments": {"zh": "批注", "en": "comments"},
    "repaired": {"zh": "改后", "en": "repaired"},
    "report": {"zh": "校验报告", "en": "report"},
}
_TYPES = {
    ".docx": MEDIA_TYPES["docx"],
    ".txt": "text/plain; charset=utf-8",
    ".html": "text/html; charset=utf-8",
}
_BODY = form_body({"file": FILE, "text": TEXT, "against": TEXT})
_MADE: dict[int | str, dict[str, Any]] = {
    200: {"description": "The file", "content": {kind.partition(";")[0]: {} for kind in _TYPES.values()}},
    400: {"description": "Comments are asked for of a file that is no docx"},
}


@router.get("/validate/sample.docx", summary="A draft with mistakes, to try the validation on")
def sample() -> Response:
    """Return an invented draft in which clerks' mistakes were planted."""
    data = resources.data("samples", "draft.docx").read_bytes()
    return attached(data, MEDIA_TYPES["docx"], "示例草稿.docx")


@router.post(
    "/validate/{what}",
    summary="The draft with comments or repairs, or the report as a file",
    response_class=Response,
    responses=_MADE,
    openapi_extra=_BODY,
)
async def write_back(request: Request, what: What) -> Response:
    """Return the draft or its report as a file.

    ``comments``: a docx with the entries as comments; ``repaired``: certain repairs made, tracked in
    a docx; ``report``: a page of its own, to print.
    """
    lang = of_page(request)
    async with received(request) as sent:
        light = await light_for(request, sent, ALL)
        data, ending = await apart(request, _made, sent.data, sent.name, what, lang, light)
    stem = sent.name.rpartition(".")[0] or sent.name
    name = f"{stem}-{_STEMS[what][lang]}{ending}"
    return attached(data, _TYPES[ending], name, {"Cache-Control": "no-store"})


def _made(data: bytes, name: str, what: What, lang: str, light: Light) -> tuple[bytes, str] | KgError:
    """Validate and write, in the other process; return the bytes and the ending of their name."""
    from kg.validate import render
    from kg.validate.written import commented_file, repaired_file

    try:
        _, report = seen(data, name, light)
        if what == "comments":
            return commented_file(data, name, report, lang), ".docx"
        if what == "repaired":
            written = repaired_file(data, name, report)
            return written.data, written.endings[0]
        return render(report, "html", lang).encode(), ".html"
    except KgError as error:
        return error
