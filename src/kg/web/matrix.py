"""Two kinds of things against each other as a table of counts, where a network would be a tangle.

    crosses_leaders(query)       whether leaders stand at one of its sides
    matrix(view, table, ranks)   → rows, columns and cells of a query whose chart is a matrix, None for others

Each cell leads to the items that it counts, by the query that the chart names. The heaviest rows and
columns are shown, leaders among them in the order of their posts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.query.definition import CannedQuery
from kg.query.table import Table
from kg.query.values import number
from kg.store.base import Literal, Term
from kg.web.frame import View

LEADER = "leaderLabel"
MOST_ROWS = 40
MOST_COLUMNS = 20


@dataclass(frozen=True, slots=True)
class Side:
    """One row or column: what it stands for, and its sum over all cells."""

    iri: str
    label: str
    href: str
    total: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """The heaviest rows and columns; ``left`` says how many of both are not shown."""

    rows: Sequence[Side]
    columns: Sequence[Side]
    cells: Mapping[tuple[str, str], tuple[int, str]]  # the count, and where it leads
    most: int
    left: tuple[int, int]

    def shade(self, value: int) -> int:
        """Return how dark a cell is, from 1 to 5."""
        return 1 + min(4, 5 * value // (self.most + 1))


def crosses_leaders(query: CannedQuery) -> bool:
    """Tell whether a query's chart is a matrix with leaders at one of its sides."""
    said = query.chart
    return said is not None and said["type"] == "matrix" and LEADER in (said["source"], said["target"])


def matrix(view: View, table: Table, ranks: Mapping[str, int]) -> Matrix | None:
    """Return the matrix of a query's answer; rows that several notices have are added up.

    Args:
        view: who looks.
        table: the answer.
        ranks: of each leader's post, 0 the highest, by the leader's IRI.
    """
    said = table.query.chart
    if not said or said["type"] != "matrix" or not table.rows:
        return None
    ends = (said["source"], said["target"])
    counts: Counter[tuple[str, str]] = Counter()
    labels: dict[str, str] = {}
    for row in table.dicts():
        pair = tuple(_end(view, row, name, labels) for name in ends)
        counts[pair[0], pair[1]] += int(number(row[said["values"][0]]) or 0)
    if said.get("symmetric"):
        counts += Counter({(b, a): n for (a, b), n in counts.items()})
    totals = (Counter[str](), Counter[str]())
    for (one, other), times in counts.items():
        totals[0][one] += times
        totals[1][other] += times
    rows = _sides(view, totals[0], labels, MOST_ROWS, ranks if ends[0] == LEADER else {})
    columns = _sides(view, totals[1], labels, MOST_COLUMNS, ranks if ends[1] == LEADER else {})
    names = [name.removesuffix("Label") for name in ends]
    cells = {
        (row.iri, column.iri): (
            counts[row.iri, column.iri],
            view.to(f"/queries/{said['cell']}", **{names[0]: row.iri, names[1]: column.iri}),
        )
        for row in rows
        for column in columns
        if counts[row.iri, column.iri]
    }
    most = max((times for times, _ in cells.values()), default=1)
    return Matrix(rows, columns, cells, most, (len(totals[0]) - len(rows), len(totals[1]) - len(columns)))


def _end(view: View, row: Mapping[str, Term], name: str, labels: dict[str, str]) -> str:
    """Return the thing at one end of a row, and note its label."""
    iri = row[name.removesuffix("Label")].value
    term = row[name]
    labels.setdefault(iri, view.named(iri, term.value) if isinstance(term, Literal) else view.label(term))
    return iri


def _sides(
    view: View, totals: Counter[str], labels: Mapping[str, str], most: int, ranks: Mapping[str, int]
) -> list[Side]:
    heaviest = sorted(totals.items(), key=lambda pair: (-pair[1], labels[pair[0]], pair[0]))[:most]
    last = max(ranks.values(), default=0)
    heaviest.sort(key=lambda pair: ranks.get(pair[0], last))
    return [Side(iri, labels[iri], view.href(iri), total) for iri, total in heaviest]
