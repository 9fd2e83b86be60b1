"""Who printed a document and when: 嵊泗县人民政府办公室 2024年2月18日印发, on its last page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kg.parse.lines import EMPTY, Line, RawLine
from kg.registry.patterns import rule


def imprint_in(lines: Sequence[RawLine]) -> Line | None:
    """Return the first imprint of some lines: in one of them, or the office in one above the day."""
    for above, raw in pairwise((RawLine((), 0, EMPTY), *lines)):
        if rule("titles.printed_by").search(raw.line.text):
            office = rule("titles.issuer").fullmatch(above.line.text)
            return above.line.join(raw.line) if office else raw.line
    return None
