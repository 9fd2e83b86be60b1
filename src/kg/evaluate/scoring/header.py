"""What frames a notice: its number, title, issuers, date, year and place, where gold tells of them.

Gold gives ``header`` with any of ``documentNumber``, ``title``, ``issuers`` (a list), ``issued``
(YYYY-MM-DD), ``forYear`` and ``jurisdiction`` (a name): null, or an empty list, is a claim that the
text does not say it. ``alternatives`` holds further right readings by the same names.
"""

from __future__ import annotations

from typing import Any

from kg.evaluate.scoring.scores import FileScore
from kg.evaluate.scoring.words import Json, form

# Name in the JSON of a notice → kind of score.
_FIELDS = {
    "documentNumber": "number",
    "title": "title",
    "issued": "date",
    "forYear": "year",
    "jurisdiction": "place",
}


def compare_header(score: FileScore, gold: Json, got: Json) -> None:
    """Count the fields of the header that gold tells of."""
    header, notice = gold.get("header") or {}, got["notice"]
    either = header.get("alternatives") or {}
    for name, kind in _FIELDS.items():
        if name in header:
            readings = [_word(value) for value in (header[name], *either.get(name, ()))]
            _count(score, kind, readings, _word(notice.get(name)))
    if "issuers" in header:
        found = [form(issuer) for issuer in notice.get("issuers") or ()]
        readings_of = [[form(i) for i in one] for one in (header["issuers"], *either.get("issuers", ()))]
        expected = found if found in readings_of else readings_of[0]
        score.count("issuers", expected, found, "header")


def _word(value: Any) -> str | None:
    return None if value is None else form(str(value))


def _count(score: FileScore, kind: str, readings: list[str | None], found: str | None) -> None:
    if found in readings:
        score.scores[kind].right += found is not None
        return
    score.scores[kind].wrong += found is not None
    score.scores[kind].missed += None not in readings
    score.differences.append(f"! {kind} header: {readings[0]} ≠ {found}")
