"""Notices in time: what stands, what stood before it, and what a store held on a day.

    archive.py       a folder beside the store: files as received and former versions, by SHA-256
    saying.py        what one version says, without blanks and places in the text
    change.py        two versions side by side: what is new, gone, reworded
    record.py        the versions of a notice as ``graph/meta`` tells them
    succession.py    which notice follows which: last year's of the same series
    verdict.py       an incoming notice: new, unchanged, a version, or refused
    withdrawal.py    a notice is taken out, and kept as a former version
    as_of.py         what the store held at the end of a day
    scheme.py        how IRIs are made; a store made before they changed is told apart
    history.py       every version of a notice, and what each changed

A *version* is another set of facts or words. Another format of the same text, or a new conversion
by a newer program, is none. Former versions stand in no graph of the store and count in no figure.
"""
