"""What governments promise of one indicator from year to year, as a chart of lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kg.query.values import plain
from kg.web.rows import Row, value

_LINES = 6  # places with the most years; more cannot be told apart


def timeline(rows: Sequence[Row], like: Row, unit: str = "") -> dict[str, Any] | None:
    """Return the chart of the rows that can be compared with a target; None where all are of one year.

    Args:
        rows: ``indicator-years`` of its indicator.
        like: the target; rates are not compared with amounts, nor one measure with another.
        unit: the name of its measure, for the axis.
    """
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        if row["change"] == like["change"] and row["measure"] == like["measure"]:
            term = row["normalizedValue"]
            assert term is not None
            found.setdefault(value(row["placeLabel"]), {}).setdefault(value(row["year"]), plain(term))
    years = sorted({year for told in found.values() for year in told})
    if len(years) < 2:
        return None
    lines = sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))[:_LINES]
    return {
        "type": "line",
        "unit": unit,
        "labels": years,
        "hrefs": [None] * len(years),
        "series": [{"name": place, "values": [told.get(year) for year in years]} for place, told in lines],
    }
