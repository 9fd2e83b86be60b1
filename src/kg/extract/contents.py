"""A project told in one sentence: its name, and what is built.

name_and_content(line) -> (name, content or None)      某工程：建设内容为…
"""

from __future__ import annotations

from kg.parse.lines import Line
from kg.registry import patterns

_SHORTEST, _LONGEST = 2, 60  # characters of a name before 建设内容为


def states_content(text: str) -> bool:
    """Tell whether words say what is built: ：建设内容为."""
    return patterns.load("contents")["content"].search(text) is not None


def name_and_content(body: Line) -> tuple[Line, Line | None]:
    """Cut 某工程：建设内容为… into its name and its content."""
    words = patterns.load("contents")
    match = words["content"].search(body.text)
    if match and _SHORTEST <= match.start() <= _LONGEST:
        content = body.part(match.end())
        return body.part(0, match.start()), content if content.text else None
    match = words["name"].match(body.text)
    if match:
        content = body.part(match.end() + 1)
        return body.part(0, match.end()), content if content.text else None
    return body, None
