"""The ledger (台账) of a notice: its items in rows, as an office keeps them, and as an Excel file.

    read_notice(ask, notice)    the items of one notice with leaders, bodies, targets and money
    scoped(…)                   those of a unit, a leader or a chapter
    book(ledger, lang, page)    the workbook

Ask is any way to run a canned query: ``ask("ledger-items", notice=IRI)`` → rows by variable.
"""
