"""What the interface offers, as a page without another host's scripts; the data is OpenAPI."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from kg.web.ask import Ask

router = APIRouter(tags=["operation"])


@router.get("/docs", summary="The interface, for people", include_in_schema=False)
def docs(request: Request) -> Response:
    """List every address with its methods, parameters and answers."""
    ask = Ask(request)
    told: dict[str, Any] = request.app.openapi()
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, methods in told["paths"].items():
        for method, said in methods.items():
            group = (said.get("tags") or ["other"])[0]
            groups.setdefault(group, []).append(
                {
                    "path": path,
                    "method": method.upper(),
                    "summary": said.get("summary", ""),
                    "about": said.get("description", ""),
                    "parameters": said.get("parameters", []),
                    "answers": said.get("responses", {}),
                }
            )
    return ask.frame.page(
        request, "docs.html", title=ask.view.say("foot.api"), groups=groups, version=told["info"]["version"]
    )
