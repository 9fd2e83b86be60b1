"""Queries whose answer over many notices is made of their answers over each.

    #+ by_notice: true

Such an answer, the rows of each notice put together, can be kept notice by notice: a load changes the
rows of one notice, and nobody asks for the others again. The order and the limit of the whole are read
from the query itself. What is added up over notices is no such answer: SQL beside the query tells it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_TAIL = re.compile(
    r"\bORDER\s+BY(?P<keys>(?:\s+(?:DESC\s*\(\s*\?\w+\s*\)|ASC\s*\(\s*\?\w+\s*\)|\?\w+))+)"
    r"(?:\s+LIMIT\s+(?P<limit>\d+))?\s*\Z",
    re.IGNORECASE,
)
_KEY = re.compile(r"(?:(DESC|ASC)\s*\(\s*)?\?(\w+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ByNotice:
    """How the whole is made of the parts.

    Attributes:
        order: the variables that the whole is ordered by, each with whether downwards.
        limit: how many rows of the whole are meant; None: all.
        text: the query over one notice, without that limit.
    """

    order: tuple[tuple[str, bool], ...]
    limit: int | None
    text: str


def by_notice(text: str) -> ByNotice | None:
    """Return how a query's answer is made of parts; None where its order is no list of variables."""
    tail = _TAIL.search(text)
    if tail is None:
        return None
    keys = _KEY.findall(tail["keys"])
    order = tuple((name, word.upper() == "DESC") for word, name in keys)
    limit = int(tail["limit"]) if tail["limit"] else None
    return ByNotice(order, limit, text[: tail.start()] + f"ORDER BY {tail['keys'].strip()}\n")
