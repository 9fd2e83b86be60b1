"""Wrong words as data: a pair that is wrong in every context, but where its characters meet by chance.

    for slip in wrong_words(sheet, words): ...

预防犯罪 holds 防犯 across a border of words: ``not_before`` and ``not_after`` of a row name such neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.proof.sheet import Sheet
from kg.proof.slips import Slip

_NEAR = 8  # characters that ``not_before`` sees
_FAR = 60  # and ``not_after``


@dataclass(frozen=True, slots=True)
class WrongWord:
    """A wrong form with the right one, and the neighbours beside which it is no slip."""

    wrong: str
    right: str
    not_before: re.Pattern[str] | None
    not_after: re.Pattern[str] | None
    not_examples: tuple[str, ...]

    @classmethod
    def of_row(cls, row: Mapping[str, str]) -> WrongWord:
        """Make one of a row of the CSV.

        Raises:
            ValueError: the row is not whole.
        """
        wrong, right = row["wrong"].strip(), row["right"].strip()
        if not wrong or not right or wrong == right or wrong in right:
            raise ValueError(f"{wrong} → {right}")
        before, after = row.get("not_before") or "", row.get("not_after") or ""
        return cls(
            wrong,
            right,
            re.compile(f"(?:{before})$") if before else None,
            re.compile(after) if after else None,
            tuple(filter(None, (row.get("not_examples") or "").split("|"))),
        )


def wrong_words(sheet: Sheet, words: tuple[WrongWord, ...]) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and right form of each wrong word in ``sheet.whole``; of two that meet, the first."""
    text = sheet.whole.text
    found: list[tuple[int, int, str]] = []
    for word in words:
        start = text.find(word.wrong)
        while start >= 0:
            end = start + len(word.wrong)
            if not _by_chance(word, text, start, end):
                found.append((start, end, word.right))
            start = text.find(word.wrong, end)
    free = 0
    for start, end, right in sorted(found, key=lambda one: (one[0], -one[1])):
        if start >= free:
            yield start, end, right
            free = end


def _by_chance(word: WrongWord, text: str, start: int, end: int) -> bool:
    if word.not_before and word.not_before.search(text[max(0, start - _NEAR) : start]):
        return True
    return word.not_after is not None and word.not_after.match(text[end : end + _FAR]) is not None


def slip_of(sheet: Sheet, start: int, end: int, repair: str | None, **values: str) -> Slip:
    """Return the slip of some words of ``sheet.whole``."""
    return Slip(sheet.whole.span(start, end), repair, values=values)
