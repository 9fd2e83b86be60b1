"""Rows of leaders in the order of their posts, which no store knows (``kg.registry.ranks``).

    #+ ranked: post
    … ORDER BY ?notice DESC(?tasks) ?leaderLabel

Rows that are equal in the first key of ``ORDER BY`` stand by rank, the head first, and only then by the
other keys.
"""

from __future__ import annotations

from dataclasses import replace

from kg.query.by_notice import by_notice
from kg.query.table import Table
from kg.registry.ranks import rank
from kg.store.base import Term


def rank_of(post: Term | None) -> int:
    """Return the rank of a post in a row; who has none stands last."""
    return rank("" if post is None else post.value)


def in_rank(table: Table) -> Table:
    """Return the table by rank where its query says ``ranked``; its rows have the order of the query."""
    query = table.query
    if query.ranked is None:
        return table
    order = by_notice(query.text)
    assert order is not None
    first, post = table.names.index(order.order[0][0]), table.names.index(query.ranked)
    places = {term: place for place, term in enumerate(dict.fromkeys(row[first] for row in table.rows))}
    rows = sorted(table.rows, key=lambda row: (places[row[first]], rank_of(row[post])))
    return replace(table, rows=tuple(rows))
