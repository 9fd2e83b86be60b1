"""The language of a request: of a page, and of words to a program.

of_page(request)   the address's, else the cookie's; else English where the browser names
                   English and no Chinese; else Chinese
stated(request)    the one that the request states, or None: a program then gets both
"""

from __future__ import annotations

from fastapi import Request

from kg.web.cookies import LANGUAGE_COOKIE, LANGUAGES
from kg.web.negotiate import parse_languages


def of_page(request: Request) -> str:
    """Return ``zh`` or ``en`` for a page; a link on each page switches."""
    if chosen := _chosen(request):
        return chosen
    named = known_among(request.headers.get("accept-language", ""))
    return "en" if named == ("en",) else LANGUAGES[0]


def stated(request: Request) -> str | None:
    """Return ``zh`` or ``en`` where the request states one."""
    named = known_among(request.headers.get("accept-language", ""))
    return _chosen(request) or (named[0] if named else None)


def known_among(header: str) -> tuple[str, ...]:
    """Return the languages of an Accept-Language header that are ours, the most welcome first."""
    short = (name.partition("-")[0] for name in parse_languages(header))
    return tuple(dict.fromkeys(name for name in short if name in LANGUAGES))


def _chosen(request: Request) -> str | None:
    asked = request.query_params.get("lang") or request.cookies.get(LANGUAGE_COOKIE)
    return asked if asked in LANGUAGES else None
