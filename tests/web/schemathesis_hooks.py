"""What schemathesis has to know: SPARQL is sent as it is."""

from __future__ import annotations

from typing import Any

import schemathesis


@schemathesis.serializer("application/sparql-query", "application/sparql-update")
def as_text(_: Any, value: Any) -> bytes:
    """Send the words."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")
