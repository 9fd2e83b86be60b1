"""What IRIs of ours name, by the first segment of their path below the base."""

from __future__ import annotations

from kg.link.describe import DOCUMENTS as _VOCABULARIES

VOCABULARIES = _VOCABULARIES
"""Documents of the vocabulary, with their terms."""
PAGES = ("unit", "person", "place", "theme", "group", "indicator", "notice")
"""Things that have a page of their own."""
DOCUMENTS = ("notice", "graph", "text", "file")
"""Documents, which answer for themselves."""
ELSEWHERE = (
    "graph",
    "text",
    "file",
    "software",
    "concept",
    "post",
    "link",
    "data",
    "version",
    "judgement",
    "document",
)
"""What answers at its own path by its description, for it has no page."""
DEREFERENCED = frozenset((*PAGES, *DOCUMENTS, *ELSEWHERE, *VOCABULARIES, "resource", "problem"))
"""First segments of all addresses at which IRIs of ours answer."""
