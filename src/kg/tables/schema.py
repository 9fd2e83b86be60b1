"""What a table's CSV holds, as CSV on the Web: columns, units, foreign keys."""

from __future__ import annotations

from typing import Any

from kg.tables.mapping import Table, mapping
from kg.tables.selecting import Shown, selection

_DATATYPES = {
    "key": "anyURI",
    "iri": "anyURI",
    "text": "string",
    "integer": "integer",
    "decimal": "decimal",
    "date": "date",
    "year": "gYear",
    "boolean": "boolean",
    "flag": "boolean",
}


def csvw(table: Table) -> dict[str, Any]:
    """Return the CSVW metadata of ``NAME.csv`` (https://www.w3.org/TR/tabular-metadata/)."""
    _, shown = selection(table, mapping())
    schema: dict[str, Any] = {"columns": [_column(one) for one in shown]}
    if "iri" in {one.name for one in shown}:
        schema["primaryKey"] = "iri"
    led = [one for one in shown if one.column.type == "key" and not one.label and len(one.column.tables) == 1]
    if led:
        schema["foreignKeys"] = [
            {
                "columnReference": one.name,
                "reference": {"resource": f"{one.column.tables[0]}.csv", "columnReference": "iri"},
            }
            for one in led
        ]
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "url": f"{table.name}.csv",
        "dcterms:title": [{"@value": table.zh, "@language": "zh"}, {"@value": table.en, "@language": "en"}],
        "dcterms:description": [
            {"@value": table.about_zh, "@language": "zh"},
            {"@value": table.about_en, "@language": "en"},
        ],
        "dialect": {"encoding": "utf-8", "header": True},
        "tableSchema": schema,
    }


def _column(shown: Shown) -> dict[str, Any]:
    column = shown.column
    made: dict[str, Any] = {
        "name": shown.name,
        "titles": [shown.name],
        "dcterms:description": [
            {"@value": column.zh, "@language": "zh"},
            {"@value": column.en, "@language": "en"},
        ],
        "datatype": "string" if shown.label else _DATATYPES[column.type],
    }
    if column.unit and not shown.label:
        made["schema:unitText"] = column.unit
    return made
