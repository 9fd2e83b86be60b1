"""Forms: how the interface describes them, and the fields of a short one, read no further than it can be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

from fastapi import Request

from kg.errors import UsageError
from kg.web.problems import Problem

MAX_BODY_BYTES = 16 * 2**10
FILE = {"type": "string", "format": "binary"}
TEXT = {"type": "string"}


def form_body(
    fields: Mapping[str, Mapping[str, Any]], *, required: Sequence[str] = (), **others: Any
) -> dict[str, Any]:
    """Return what the interface's description says of a form.

    Args:
        fields: The schema of each field, by name; with a file among them the form has several parts.
        required: The fields that must be filled in.
        others: What may be sent instead, a schema by media type with _ for /.
    """
    kind = "multipart/form-data" if "file" in fields else "application/x-www-form-urlencoded"
    schema = {"type": "object", "properties": fields} | ({"required": list(required)} if required else {})
    content = {kind: schema} | {name.replace("_", "/"): other for name, other in others.items()}
    body = {"required": True, "content": {name: {"schema": one} for name, one in content.items()}}
    return {"requestBody": body}


async def fields_of(request: Request) -> dict[str, str]:
    """Return the fields of a form that is not a file.

    Raises:
        Problem: 413, it is too long.
        UsageError: it is no form.
    """
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MAX_BODY_BYTES:
            raise Problem(413, "too-large", "表单过长。", "The form is too long.")
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=10))
    except ValueError as error:
        raise UsageError("表单有误，请重新填写。", "The form is broken; fill it in again.") from error


def local(path: str) -> str:
    """Return a path of this service to go to; the first page instead of anything else."""
    plain = path.isascii() and path.isprintable() and "\\" not in path
    ours = path.startswith("/") and not path.startswith(("//", "/sign-"))
    return path if plain and ours else "/"
