"""Which media type to answer in: RFC 9110 content negotiation with q-values."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import isfinite

from starlette.requests import Request


@lru_cache(maxsize=1024)
def parse_accept(header: str) -> tuple[tuple[str, float, int], ...]:
    """Return the ranges of an Accept header as (range, q, specificity).

    >>> parse_accept("text/*;q=0.5, text/csv")
    (('text/*', 0.5, 1), ('text/csv', 1.0, 2))
    """
    ranges = []
    for item in header.split(","):
        name, *parameters = (part.strip() for part in item.split(";"))
        if "/" not in name:
            continue
        name = name.lower()
        specificity = 0 if name == "*/*" else 1 if name.endswith("/*") else 2
        ranges.append((name, _quality(parameters), specificity))
    return tuple(ranges)


def quality(header: str | None, media_type: str) -> float:
    """Return how welcome a media type is: 0 is not at all.

    >>> quality("text/*;q=0.5, text/csv;q=0", "text/csv")
    0.0
    """
    if header is None or not header.strip():
        return 1.0
    best, found = -1, 0.0
    for name, value, specificity in parse_accept(header):
        matches = (
            name == media_type or specificity == 0 or (specificity == 1 and media_type.startswith(name[:-1]))
        )
        if matches and specificity > best:
            best, found = specificity, value
    return found


def choose(header: str | None, offered: Sequence[str]) -> str | None:
    """Return the most welcome of what is offered, the first of equals; None where none is.

    >>> choose("text/html, application/json;q=0.9, */*;q=0.1", ["text/csv", "application/json"])
    'application/json'
    """
    best: str | None = None
    top = 0.0
    for media_type in offered:
        value = quality(header, media_type)
        if value > top:
            best, top = media_type, value
    return best


def wants_html(request: Request) -> bool:
    """Say whether the client would rather read a page than data."""
    header = request.headers.get("accept")
    if not header or "text/html" not in header:
        return False
    return choose(header, ["application/json", "text/html"]) == "text/html" or header.startswith("text/html")


@lru_cache(maxsize=256)
def parse_languages(header: str) -> tuple[str, ...]:
    """Return the languages of an Accept-Language header, the most welcome first.

    >>> parse_languages("fr;q=0.2, zh-CN, en;q=0.5, de;q=0")
    ('zh-cn', 'en', 'fr')
    """
    found = []
    for item in header.lower().split(","):
        name, *parameters = (part.strip() for part in item.split(";"))
        if name and (quality := _quality(parameters)) > 0:
            found.append((name, quality))
    return tuple(name for name, _ in sorted(found, key=lambda each: -each[1]))


def gzip_accepted(header: str | None) -> bool:
    """Say whether an Accept-Encoding header would rather have gzip than nothing done.

    >>> [gzip_accepted(h) for h in ("gzip, br", "gzip;q=0, *", "x-gzip", "*", "gzip;q=0.5, identity", None)]
    [True, False, True, True, False, False]
    """
    if not header:
        return False
    told: dict[str, float] = {}
    for item in header.split(","):
        name, *parameters = (part.strip() for part in item.lower().split(";"))
        name, quality = ("gzip" if name == "x-gzip" else name), _quality(parameters)
        told[name] = min(told.get(name, quality), quality)  # said twice: the stricter holds
    packed = told.get("gzip", told.get("*", 0.0))
    plain = told.get("identity", 0.0)
    return packed > 0 and packed >= plain


def _quality(parameters: Sequence[str]) -> float:
    """Return the ``q`` among parameters: 1 where there is none, 0 where it is no number."""
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "q":
            try:
                found = float(value)
            except ValueError:
                return 0.0
            return min(max(found, 0.0), 1.0) if isfinite(found) else 0.0
    return 1.0
