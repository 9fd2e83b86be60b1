"""The language of words to a program: the one that its request states, or both.

Pages follow the address and the cookie alone (``kg.web.frame``), so that one address shows all
readers the same; errors and hints follow ``Accept-Language`` too.
"""

from __future__ import annotations

from fastapi import Request

from kg.web.cookies import LANGUAGE_COOKIE, LANGUAGES
from kg.web.negotiate import parse_languages


def stated(request: Request) -> str | None:
    """Return ``zh`` or ``en`` where the request states one."""
    asked = request.query_params.get("lang") or request.cookies.get(LANGUAGE_COOKIE)
    if asked in LANGUAGES:
        return asked
    for name in parse_languages(request.headers.get("accept-language", "")):
        if (short := name.partition("-")[0]) in LANGUAGES:
            return short
    return None
