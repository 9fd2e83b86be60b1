"""What a notice says that became nothing, told in words: one finding a part, and one on the whole.

doubtful_layout(confidence, text, items) -> Finding | None
doubtful_parts(items) -> Finding | None
unread_findings(parts, text) -> Finding, ...
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kg.model import Finding, Span, UnreadPart
from kg.parse.bodies import names_bodies
from kg.parse.labels import label_at
from kg.parse.lines import Line
from kg.registry.findings import finding
from kg.resolve.finding_words import quote

# An expected F1 below this is said before everything else: of four sets at their first reading, held out one
# by one, so are 23 of the 24 notices that were read below 0.9, and one in five of the others.
DOUBTFUL = 0.94
_BADLY = 0.8  # an expected F1 below which more is wrong than an item here and there


def doubtful_layout(confidence: float, content: str, items: Sequence[Span]) -> Finding | None:
    """Return what to say of a notice whose expected F1 is low, and nothing where it is not.

    Args:
        confidence: The expected F1.
        content: The text as read.
        items: Where its items stand; all of them are to be looked at.
    """
    start = len(content) - len(content.lstrip())
    if confidence >= DOUBTFUL or start == len(content):
        return None
    end = content.find("\n", start)
    first = Span(start, end if end > 0 else len(content))
    name = "layout-badly-doubtful" if confidence < _BADLY else "layout-doubtful"
    return finding(name, (first, *items), per_cent=round(confidence * 100))


def doubtful_parts(items: Sequence[Span]) -> Finding | None:
    """Return what to say of items that may be read wrongly in a notice that is read well as a whole."""
    if not items:
        return None
    return finding("item-doubtful", tuple(items), count=len(items))


def unread_findings(unread: Iterable[UnreadPart], content: str) -> Iterator[Finding]:
    """Yield a finding for each part that became nothing; the cells of one table's columns are one."""
    tables: dict[tuple[str, str], list[UnreadPart]] = {}
    parts = list(unread)
    for part in parts:
        if part.column:
            tables.setdefault((part.reason, part.column.partition("/")[0]), []).append(part)
    for part in parts:
        cells = tables[part.reason, part.column.partition("/")[0]] if part.column else [part]
        if cells[0] is not part:
            continue
        reason = "text" if _is_frame(part, content) else part.reason
        columns = list(dict.fromkeys(cell.column for cell in cells))
        several = "s" if reason == "column" and len(columns) > 1 else ""
        name = "unread-milestones" if reason == "text" and part.column else f"unread-{reason}{several}"
        said = quote(content, (part.span,))
        yield finding(name, tuple(cell.span for cell in cells), said=said, count=len(columns))


def _is_frame(part: UnreadPart, content: str) -> bool:
    """Tell whether what looks like a list of bodies is addressees or a sentence."""
    if part.reason != "names":
        return False
    said = content[part.span.start : part.span.end].strip()
    if content[part.span.start : part.span.end + 1].rstrip().endswith(("：", ":")):
        return True
    line = Line(said, tuple(range(len(said))))
    found = label_at(line)
    return not names_bodies(said[found[2] :] if found else said)
