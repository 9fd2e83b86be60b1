"""The policy theme of a task, by the words it uses and the bodies that answer for it.

    theme_of("新增城镇就业1000人以上", ["县人力社保局"]) -> "employment-social-security"

Words and weights are data (``data/patterns/themes.yml``); one compiled alternation finds them all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from kg import resources
from kg.registry.rows import mapping


class Themes:
    """The words of every theme, ready to score."""

    def __init__(self, least: int, rows: list[dict[str, object]]) -> None:
        self.keys = tuple(str(row["key"]) for row in rows)
        self._least = least
        weights: dict[str, list[tuple[str, int]]] = {}
        units: dict[str, str] = {}
        for row in rows:
            key = str(row["key"])
            words = mapping(resources.data("patterns", "themes.yml"), f"themes.{key}.words", row["words"])
            for weight, group in words.items():
                for word in str(group).split():
                    weights.setdefault(word, []).append((key, int(weight)))
            for word in str(row.get("units", "")).split():
                units[word] = key
        self._weights = weights
        self._units = units
        self._pattern = _alternation(weights)
        self._unit_pattern = _alternation(units)

    def of(self, text: str, units: Sequence[str] = ()) -> str | None:
        """Return the key of the theme of ``text``, whose responsible bodies are ``units``."""
        scores: dict[str, int] = {}
        # A dict keeps the order of appearance: on a tie the theme whose word stands first wins.
        for word in dict.fromkeys(self._pattern.findall(text)):
            for key, weight in self._weights[word]:
                scores[key] = scores.get(key, 0) + weight
        for position, unit in enumerate(units[:3]):
            if found := self._unit_pattern.search(unit):
                key = self._units[found.group()]
                scores[key] = scores.get(key, 0) + (2 if position == 0 else 1)
        if not scores:
            return None
        best = max(scores, key=scores.__getitem__)
        return best if scores[best] >= self._least else None


def _alternation(words: dict[str, list[tuple[str, int]]] | dict[str, str]) -> re.Pattern[str]:
    """Return a pattern of the words, the longest first, grouped by first character for speed."""
    groups: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        groups.setdefault(word[0], []).append(re.escape(word[1:]))
    branches = "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in groups.items())
    # The look-ahead lets the engine skip every character that begins no word.
    return re.compile(f"(?=[{re.escape(''.join(groups))}])(?:{branches})")


@cache
def themes() -> Themes:
    """Return the themes, read once."""
    raw = resources.read_yaml(resources.data("patterns", "themes.yml"))
    return Themes(int(raw["least"]), raw["themes"])


def theme_of(text: str, units: Sequence[str] = ()) -> str | None:
    """Return the theme's local name below ``https://w3id.org/zeren/theme/``, or None."""
    return themes().of(text, units)
