"""Whether items are numbered in sequence: repeated numbers, gaps, a new beginning.

numbering_findings(facts) -> Finding, ...
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg import identity
from kg.extract import ListFacts, NoticeFacts, SectionFacts
from kg.model import Finding
from kg.parse.lines import Line
from kg.resolve.finding_words import quote

Numbered = tuple[str, Line]  # a number as printed, and the line that it stands before


def numbering_findings(facts: NoticeFacts) -> Iterator[Finding]:
    """Yield what is odd about the numbers of each list; each way of numbering runs by itself."""
    content = facts.document.text.content
    for one in facts.lists:
        ends: dict[str, int] = {}
        for run in _runs(one):
            by_style: dict[str, list[Numbered]] = {}
            for text, line in run:
                by_style.setdefault(_style(text), []).append((text, line))
            for style, numbers in by_style.items():
                yield from _sequence(numbers, ends.get(style), content)
                last = [value for text, _ in numbers if (value := _ordinal(text)) is not None]
                if last:
                    ends[style] = last[-1]


def _sequence(numbers: list[Numbered], before: int | None, content: str) -> Iterator[Finding]:
    """Check one run of siblings; a run may restart at 1 or go on from the run before."""
    previous: int | None = None
    for text, line in numbers:
        value = _ordinal(text)
        if value is None:
            continue
        if previous is None:
            if value != 1 and value == before:
                yield _repeated(text, line, content)
            elif value != 1 and before is not None and value != before + 1:
                yield _gap(before, value, line, content)
        elif value == previous:
            yield _repeated(text, line, content)
        elif value == 1:
            yield Finding(
                "warning",
                "number-restarts",
                f"序号从{previous}重新回到1：“{quote(content, line.spans())}”，请核对。",
                f"The numbering restarts at 1 after {previous}; check it.",
                line.spans(),
            )
        elif value != previous + 1:
            yield _gap(previous, value, line, content)
        previous = value


def _repeated(text: str, line: Line, content: str) -> Finding:
    return Finding(
        "warning",
        "number-repeated",
        f"序号{text}重复：“{quote(content, line.spans())}”，请改为连续编号。",
        f"The number {text} repeats; number the items in sequence.",
        line.spans(),
    )


def _gap(previous: int, value: int, line: Line, content: str) -> Finding:
    return Finding(
        "warning",
        "number-gap",
        f"序号从{previous}跳到{value}：“{quote(content, line.spans())}”，请核对是否缺项或编错。",
        f"The numbering jumps from {previous} to {value}; check for a missing item.",
        line.spans(),
    )


def _ordinal(text: str) -> int | None:
    """Return the number that counts: of 1-2 and 4.1 the last."""
    digits = re.findall(r"\d+", text)
    return int(digits[-1]) if digits else identity.ordinal(text)


def _style(text: str) -> str:
    """Return how a number is written, so that （三） is compared with （二） and never with 2."""
    # Of 1-2 and 4.1 the numbers before the last belong to the way of writing.
    plain = re.sub(r"[①-⑳]", "①", re.sub(r"\d+(?=\D*$)", "1", text))
    return re.sub(r"[一二三四五六七八九十百]+", "一", plain).rstrip("*＊、.．")


def _runs(facts: ListFacts | SectionFacts) -> Iterator[list[Numbered]]:
    """Yield the numbers of each run of siblings in printed order, headings among them."""
    own = [(item.number_text, item.body) for item in facts.items if item.number_text and not item.continued]
    own += [(section.number_text, section.heading) for section in facts.sections if section.number_text]
    yield sorted((pair for pair in own if pair[1].text), key=lambda pair: pair[1].at[0])
    for section in facts.sections:
        yield from _runs(section)
