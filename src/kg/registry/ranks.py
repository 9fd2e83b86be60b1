"""The rank of a post among a government's leaders, as offices list them (``data/patterns/ranks.yml``)."""

from __future__ import annotations

from functools import lru_cache

from kg.registry.patterns import load


@lru_cache(4096)
def rank(printed: str) -> int:
    """Return the rank of a post as printed, 0 the highest; what no pattern knows is the last."""
    posts, ranks = load("posts"), load("ranks")
    titles = [posts["acting"].sub("", title) for title in posts["several"].split("".join(printed.split()))]
    order = [row["name"] for row in ranks.rows]
    found = (at for at, name in enumerate(order) for title in titles if ranks[name].search(title))
    return min(found, default=len(order))
