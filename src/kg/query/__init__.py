"""Canned queries: ``queries/<topic>/<name>.rq`` → checked, bound, run, and a table in any format.

    Catalog.load(folder)                     every file read and checked; a wrong one is refused
    catalog.run("workload", {}, store)       → Table
    table.csv(), .tsv(), .json(), .srj(), .xlsx(lang), .rich(lang)

A query is SPARQL under ``#+`` front matter (YAML); its parameters are bound as terms.
"""

from kg.query.catalog import Catalog, Choice
from kg.query.definition import CannedQuery, Column, Parameter
from kg.query.table import Table

__all__ = ["CannedQuery", "Catalog", "Choice", "Column", "Parameter", "Table"]
