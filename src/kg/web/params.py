"""What an address asks of a page: its year, its rows, the parameters of its query."""

from __future__ import annotations

import re
from collections.abc import Mapping

from fastapi import Query, Request

from kg.query.definition import RESERVED
from kg.web.problems import Problem

PAGE_ROWS = 100
SHOWN_ROWS = 15  # of a list on a page, which on a narrow screen is read row below row
_MAX_LIMIT = 10_000


def paging(request: Request, rows: int = PAGE_ROWS) -> tuple[int, int]:
    """Return the limit and offset that the address asks for."""
    return whole(request, "_limit", rows, 1, _MAX_LIMIT), whole(request, "_offset", 0, 0, 10**9)


YEAR = Query("", description="year of the notices; the newest where none is named")


def year_of(text: str) -> str | None:
    """Return the year that an address names; None where it names none.

    Raises:
        Problem: 400, it is no year.
    """
    if not text:
        return None
    if not re.fullmatch(r"[12][0-9]{3}", text):
        raise Problem(
            400, "bad-request", "year 应当是四位数的年度。", "year should be a year of four digits."
        )
    return text


def whole(request: Request, name: str, default: int, least: int, most: int) -> int:
    """Return a whole number of the address.

    Raises:
        Problem: 400, it is none.
    """
    text = request.query_params.get(name, "")
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise Problem(
            400,
            "bad-request",
            f"{name} 应当是 {least} 到 {most} 的整数。",
            f"{name} should be a whole number from {least} to {most}.",
        )
    return int(text)


def params_of(request: Request) -> Mapping[str, str]:
    """Return the parameters of a canned query in the address, without what pages reserve."""
    return {k: v for k, v in request.query_params.items() if k not in RESERVED and not k.startswith("_")}
