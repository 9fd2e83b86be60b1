"""What pages draw of rows: bars, charts of canned queries, networks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from kg.query import Table
from kg.query.values import number as number_of
from kg.query.values import plain
from kg.store.base import Iri, Literal, Term
from kg.web.frame import View
from kg.web.rows import Row, value

CHARTED = 20  # bars of a chart
_YEAR_OF_NUMBER = re.compile(r"[〔\[（(]((?:19|20)\d\d)[〕\]）)]")


def bars(
    view: View, rows: Iterable[Row], thing: str, names: Sequence[str], label: str | None = None
) -> list[tuple[str, str, list[Any]]]:
    """Return rows for the macro ``bars``: label, address, values."""
    made = []
    for row in rows:
        said = value(row[label or thing + "Label"]) or view.label(row[thing])
        values = [number_of(row[name]) or 0 for name in names]
        made.append((view.named(row[thing], said), view.href(row[thing]), values))
    return made


def chart(view: View, table: Table) -> dict[str, Any] | None:
    """Return what the page's script draws for a canned query, or None where it has no chart."""
    said = table.query.chart
    if not said or said["type"] == "matrix" or not table.rows:
        return None
    rows = [Row(row) for row in table.dicts()]
    if said["type"] == "graph":
        return network(view, rows, said["source"], said["target"], said["values"][0])
    name = said["label"]
    thing = name.removesuffix("Label")
    rows = rows[:CHARTED]
    values = said["values"]
    heads = {c.name: (c.label if view.lang == "en" else c.label_zh) for c in table.columns}

    def linked(row: Row) -> str | None:
        for key in (thing, "target", "item", "project"):
            if isinstance(row[key], Iri):
                return view.href(row[key])
        return None

    return {
        "type": said["type"],
        "stacked": bool(said.get("stacked")),
        "labels": _told_apart(view, rows, [view.named(row[thing], _name(view, row[name])) for row in rows]),
        "hrefs": [linked(row) for row in rows],
        "series": [{"name": heads[key], "values": [_plain(row[key]) for row in rows]} for key in values],
    }


def _told_apart(view: View, rows: Sequence[Row], labels: list[str]) -> list[str]:
    """Return the labels of a chart; before those that several marks bear stands the notice, by its year."""
    times = Counter(labels)
    return [
        f"{_year_or_name(view.label(row['notice']))} {label}"
        if times[label] > 1 and row["notice"] is not None
        else label
        for row, label in zip(rows, labels, strict=True)
    ]


def _year_or_name(notice: str) -> str:
    found = _YEAR_OF_NUMBER.search(notice)
    return found[1] if found else notice


def network(
    view: View, rows: Sequence[Row], source: str, target: str, weight: str, most: int = 150
) -> dict[str, Any]:
    """Return a network of what two columns of labels name."""
    nodes: dict[str, dict[str, Any]] = {}
    links = []
    for row in rows[:most]:
        ends = []
        for label in (source, target):
            thing = row[label.removesuffix("Label")]
            if thing is None:
                break
            key = thing.value
            nodes.setdefault(
                key, {"id": key, "name": view.named(key, _name(view, row[label])), "link": view.href(thing)}
            )
            ends.append(key)
        if len(ends) == 2:
            links.append({"source": ends[0], "target": ends[1], "value": _plain(row[weight])})
    return {"type": "graph", "nodes": list(nodes.values()), "links": links}


def _name(view: View, term: Term | None) -> str:
    if term is None:
        return ""
    return term.value if isinstance(term, Literal) else view.label(term)


def _plain(term: Term | None) -> Any:
    return None if term is None else plain(term)
