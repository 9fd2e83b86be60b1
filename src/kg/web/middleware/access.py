"""The access log: one line of JSON for each request that was not answered from memory."""

from __future__ import annotations

import json
import logging
import time

from starlette.types import Scope

from kg.controls import one_line
from kg.web.middleware.mark import Mark

log = logging.getLogger("kg.access")
LOGGED_TEXT = 200


def note(scope: Scope, mark: Mark, seconds: float) -> None:
    """Write the line of a request."""
    if mark.known or not log.isEnabledFor(logging.INFO):
        return
    line = {
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "id": mark.id,
        "client": mark.client,
        "method": mark.method,
        "path": scope["path"][:LOGGED_TEXT],
        "status": mark.status or mark.LEFT,
        "ms": round(seconds * 1000, 2),
        "bytes": mark.sent,
    }
    if mark.note:
        line["note"] = mark.note[:LOGGED_TEXT]
    log.info(one_line(json.dumps(line, ensure_ascii=False)))
