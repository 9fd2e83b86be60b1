"""Parameters that rows may fulfil by several values, such as the units of a target's task.

    FILTER(COALESCE(isBlank(?unit), true) || EXISTS { ?item kg:involvedUnit ?unit })

No column shows them. Asked with the test's pattern in its place, the query tells each row's values:
what is kept beside the store counts and narrows by these.
"""

from __future__ import annotations

import re

from kg.query.definition import CannedQuery
from kg.query.given import as_sent


def key_of(query: CannedQuery) -> str | None:
    """Return the column that tells rows apart, the last key of the order; None where none is shown."""
    if query.by_notice is None or query.by_notice.order[-1][0] not in query.columns:
        return None
    return query.by_notice.order[-1][0]


def paired(query: CannedQuery) -> tuple[str, ...]:
    """Return the parameters of a query by notice that are tested in this way."""
    if key_of(query) is None:
        return ()
    names = (name for name in query.own_params if name not in query.columns)
    return tuple(name for name in names if _test(name).search(query.text))


def pairing(query: CannedQuery, name: str) -> str:
    """Return the query that has the values of a parameter in its rows, in the parameter's own variable."""
    assert query.by_notice is not None
    text = _test(name).sub(lambda test: test["pattern"], query.by_notice.text)
    return as_sent(text, query.own_params, {name})


def _test(name: str) -> re.Pattern[str]:
    guard = rf"COALESCE\(isBlank\(\?{name}\), true\)"
    return re.compile(rf"FILTER\({guard} \|\| EXISTS (?P<pattern>\{{[^{{}}]*\?{name}\b[^{{}}]*\}})\)")
