"""What a draft in Word still holds open: revisions that nobody accepted, comments that nobody answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg.model import Finding
from kg.read.wordml import OURS, W
from kg.registry.findings import finding

_CHANGES = ("ins", "del", "moveFrom", "moveTo")


def open_changes(body: Any, comments: Any | None) -> Iterator[Finding]:
    """Yield a finding for the revisions, and one for the comments; those that this program wrote aside.

    Args:
        body: The root of the part with the body.
        comments: That of the comments, where there is one.
    """
    revisions = sum(_others(element) for name in _CHANGES for element in body.iter(W + name))
    if revisions:
        yield finding("open-revisions", count=revisions)
    notes = sum(_others(element) for element in comments.iter(W + "comment")) if comments is not None else 0
    if notes:
        yield finding("open-comments", count=notes)


def _others(element: Any) -> bool:
    return bool(element.get(W + "author") != OURS)
