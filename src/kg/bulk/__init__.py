"""A corpus at once: thousands of files → N-Quads, tables and a manifest.

    one        one file → its quads, rows and summary, or why not
    chunks     some files → a folder of the work, whole or not at all
    plan       which files, in which chunks; what stands already
    warm       what processes are forked from has read
    engine     what a command asks of either engine
    local      the chunks in as many processes as there are cores
    spark      the chunks on Spark, from and to any path that it knows (hadoop); a task does one (parts)
    room       a full disk, which is no file's fault
    finishing  the work → OUT/quads, OUT/tables, OUT/bulk.json

One file never stops the others: what is not read is listed with its reason. A run that was stopped
goes on where it was; the same files give the same bytes.
"""
