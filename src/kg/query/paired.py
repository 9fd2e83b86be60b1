"""Parameters that rows may fulfil by several values, such as the units of a target's task.

    FILTER(COALESCE(isBlank(?unit), true) || EXISTS { ?item kg:involvedUnit ?unit })

No column shows them. The test's own pattern, asked for ``?item`` and ``?unit``, tells the values of each
row by its ``?item``: what is kept beside the store counts and narrows by these. Asked with the whole
query around it, it takes a thousand times as long.
"""

from __future__ import annotations

import re

from kg.query.definition import CannedQuery

_VARIABLE = re.compile(r"\?(\w+)")


def key_of(query: CannedQuery) -> str | None:
    """Return the column that tells rows apart, the last key of the order; None where none is shown."""
    if query.by_notice is None or query.by_notice.order[-1][0] not in query.columns:
        return None
    return query.by_notice.order[-1][0]


def paired(query: CannedQuery) -> tuple[str, ...]:
    """Return the parameters of a query by notice that are tested in this way."""
    if key_of(query) is None:
        return ()
    return tuple(name for name in query.own_params if name not in query.columns and link_of(query, name))


def link_of(query: CannedQuery, name: str) -> str | None:
    """Return the column by which the pattern that tests a parameter speaks of a row; None without one."""
    found = _test(name).search(query.text)
    links = {one for one in _VARIABLE.findall(found["pattern"]) if one in query.columns} if found else set()
    return links.pop() if len(links) == 1 else None


def pairing(query: CannedQuery, name: str) -> str:
    """Return the query for what the pattern joins: the column of ``link_of``, and the parameter."""
    found = _test(name).search(query.text)
    assert found is not None
    prologue = query.text[: query.text.index("SELECT")]
    return f"{prologue}SELECT DISTINCT ?{link_of(query, name)} ?{name} WHERE {found['pattern']}"


def _test(name: str) -> re.Pattern[str]:
    guard = rf"COALESCE\(isBlank\(\?{name}\), true\)"
    return re.compile(rf"FILTER\({guard} \|\| EXISTS (?P<pattern>\{{[^{{}}]*\?{name}\b[^{{}}]*\}})\)")
