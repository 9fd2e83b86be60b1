"""Files that a browser keeps under a name instead of showing them."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from fastapi import Response


def attached(data: bytes, media_type: str, name: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return a file to be kept under a name."""
    kept = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
    return Response(data, media_type=media_type, headers={**(headers or {}), **kept})
