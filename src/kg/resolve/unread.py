"""What a notice says that became nothing, told in words: one finding a part, and one on the whole.

doubtful_layout(confidence, text, items) -> Finding | None
doubtful_parts(items) -> Finding | None
unread_findings(parts, text) -> Finding, ...
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from kg.model import Finding, Severity, Span, UnreadPart, UnreadReason
from kg.parse.bodies import names_bodies
from kg.parse.labels import label_at
from kg.parse.lines import Line

# An expected F1 below this is said before everything else: held out by sets, so are 78 of 100 notices that
# are read below 0.9, and one in five of the others.
DOUBTFUL = 0.94
_BADLY = 0.8  # an expected F1 below which more is wrong than an item here and there
_LONGEST_QUOTE = 24
_WORDS: dict[UnreadReason, tuple[Severity, str, str, str]] = {
    "text": (
        "info",
        "unread-text",
        "“{}”没有读作任务、标题或格式文字，请核对是否漏读。",
        "“{}” was read neither as a task nor as a heading or a frame; check whether something is missed.",
    ),
    "names": (
        "info",
        "unread-text",
        "“{}”像是单位名单，没有归入任何任务，请核对。",
        "“{}” looks like a list of bodies and belongs to no task; check it.",
    ),
    "leader": (
        "info",
        "unread-text",
        "“{}”像是牵头领导，没有归入任何部分，请核对。",
        "“{}” looks like a leader in charge and belongs to no part; check it.",
    ),
    "column": (
        "warning",
        "unread-column",
        "“{}”所在的列不知道是什么内容，没有读入；请改用通用的列名。",
        "The column of “{}” is not known and was not read; give it a usual heading.",
    ),
    "quantity": (
        "info",
        "unread-quantity",
        "“{}”未读作目标，也未判为其他，请核对。",
        "“{}” became no target and was not judged to be something else.",
    ),
}


def doubtful_layout(confidence: float, content: str, items: Sequence[Span]) -> Finding | None:
    """Return what to say of a notice whose expected F1 is low, and nothing where it is not.

    Args:
        confidence: The expected F1.
        content: The text as read.
        items: Where its items stand; all of them are to be looked at.
    """
    first = re.search(r"\S[^\n]*", content)
    if confidence >= DOUBTFUL or first is None:
        return None
    per_cent = round(confidence * 100)
    return Finding(
        "warning" if confidence < _BADLY else "info",
        "layout-doubtful",
        f"这份文件的版式没有把握读对（把握约 {per_cent}%），任务、单位可能有遗漏或错位，请对照原文核对。",
        f"The layout may have been misread (confidence {per_cent} %): tasks and bodies may be missing or "
        "misplaced; compare them with the text.",
        (Span(*first.span()), *items),
    )


def doubtful_parts(items: Sequence[Span]) -> Finding | None:
    """Return what to say of items that may be read wrongly in a notice that is read well as a whole."""
    if not items:
        return None
    return Finding(
        "info",
        "item-doubtful",
        f"有 {len(items)} 处可能没有读全或读错（任务、单位或数字），请先对照原文核对这几处。",
        f"{len(items)} places may be misread (tasks, bodies or figures): compare these with the text first.",
        tuple(items),
    )


def unread_findings(unread: Iterable[UnreadPart], content: str) -> Iterator[Finding]:
    """Yield a finding for each part that became nothing."""
    for part in unread:
        severity, code, zh, en = _WORDS[part.reason]
        words = re.sub(r"\s+", "", content[part.span.start : part.span.end])
        if _is_frame(part, content):
            severity, code, zh, en = _WORDS["text"]
        quote = words if len(words) <= _LONGEST_QUOTE else words[: _LONGEST_QUOTE - 1] + "…"
        yield Finding(severity, code, zh.format(quote), en.format(quote), (part.span,))


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
