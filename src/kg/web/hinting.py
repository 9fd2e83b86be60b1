"""Hints beside an empty answer: a header for every format, a member of JSON, nothing else.

    KG-Hint: kg:value holds decimals, which 113 is not: write …

What is outside of ASCII is percent-encoded, in UTF-8: ``decodeURIComponent`` and
``urllib.parse.unquote`` read it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote

from kg.query.hints import Hint
from kg.store.operations import Result

HEADER = "KG-Hint"
_JSON = "application/sparql-results+json"
_SMALL = 4096
_PRINTABLE = "".join(map(chr, range(0x20, 0x7F))).replace("%", "")
_VALUE = re.compile(rb'"value":"([^"]*)"|<literal[^>]*>([^<]*)</literal>')
# The engine's writer counts the separators of JSON: none are one row, or no row.
_NOTHING = (b'"bindings":[]', b'"boolean":false', b"<boolean>false</boolean>")


def is_empty(result: Result) -> bool:
    """Say whether an answer holds nothing: no row, no triple, false, or a row of counts that are all 0."""
    if result.rows == 0:
        return True
    if result.rows > 1 or result.path is not None or len(result.body) > _SMALL:
        return False
    if result.media_type in ("text/csv", "text/tab-separated-values"):
        head, _, row = result.body.strip().partition(b"\n")
        values = re.split(rb"[,\t]", row.strip()) if row else [head]
        return all(value in (b"0", b"false") for value in values)
    found = [first or second for first, second in _VALUE.findall(result.body)]
    return set(found) == {b"0"} or any(word in result.body for word in _NOTHING)


def with_hints(result: Result, hints: Sequence[Hint]) -> Result:
    """Return the answer with a member ``hints``, where its format is JSON."""
    if result.media_type != _JSON or result.path is not None:
        return result
    found = json.loads(result.body)
    found["hints"] = [hint._asdict() for hint in hints]
    return replace(result, body=json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode())


def as_header(hints: Sequence[Hint], lang: str | None) -> str:
    """Return the value of the header, in English where the request asks for that."""
    words = "; ".join(hint.en for hint in hints) if lang == "en" else "；".join(hint.zh for hint in hints)
    return quote(words, safe=_PRINTABLE)
