"""Flat tables beside the graph, by the mapping declared in ``data/tables``.

    mapping   the declared tables: a column is a path in the graph
    rows      the rows of one notice, or of the registry, from its quads
    files     rows → Parquet, partitioned by province and year, and the roll-ups
    manifest  which files hold which rows, of which state of the store
    reader    questions in SQL, answered by DuckDB in a process of its own
    building  tables of a store

Figures that cross the whole corpus take seconds in any RDF store and milliseconds here. Tables
repeat the graph and never say more: what they do not hold of its newest state is not asked of them.
"""
