"""Words that leave their thing to the indicator before them: 粮食播种面积40万亩，总产20万吨.

    whole("总产", "粮食播种面积")           -> Whole("粮食产量", False)
    whole("10亿元以上", "亿元以上项目")      -> Whole("10亿元以上项目", True)

The rows are ``elided`` in ``data/patterns/indicator-forms.yml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kg.registry import patterns
from kg.registry.indicator_forms import folded, form_of


@dataclass(frozen=True, slots=True)
class Whole:
    """The words with their thing; ``shares`` whether the verb of the one before is said of them too."""

    words: str
    shares: bool


def whole(printed: str, former: str) -> Whole | None:
    """Return the words with the thing of the indicator before them, None where they have their own."""
    words = folded(printed)
    for regex, after, template, shares in _rows():
        if regex.fullmatch(words):
            for said in (folded(former), form_of(former).thing):
                if match := after.fullmatch(said):
                    return Whole(match.expand(template.replace(r"\g<words>", words)), shares)
    return None


@cache
def _rows() -> tuple[tuple[re.Pattern[str], re.Pattern[str], str, bool], ...]:
    rows = patterns.load("indicator-forms").raw["elided"]
    return tuple(
        (re.compile(row["regex"]), re.compile(row["after"]), row["whole"], bool(row.get("shares")))
        for row in rows
    )
