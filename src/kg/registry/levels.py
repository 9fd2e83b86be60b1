"""The words by which a government says its level: 市财政局, 县里, 国家 (``data/registry/level-words.csv``).

level_words()["盟"]   -> the level city, below a 自治区
words_of("county")    -> ("县", "区", "旗")
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from kg import resources
from kg.registry.place_names import Level
from kg.registry.rows import read_rows, unknown

LEVELS: tuple[Level, ...] = ("country", "province", "city", "county", "township")  # from above to below


@dataclass(frozen=True, slots=True)
class LevelWord:
    """A word of level; ``above`` is that of the superior of a place that no table knows."""

    word: str
    level: Level
    above: str
    examples: tuple[str, ...]

    @property
    def rank(self) -> int:
        """How far below the country the level stands."""
        return LEVELS.index(self.level)


@cache
def level_words() -> Mapping[str, LevelWord]:
    """Return the words of level, from above to below."""
    path = resources.data("registry", "level-words.csv")
    said = read_rows(path, ("word", "level", "above", "examples"), ("word", "level", "examples"))
    for row in said:
        if row["level"] not in LEVELS:
            raise unknown(path, f"{row['word']} level", row["level"], LEVELS)
    rows = [
        LevelWord(row["word"], row["level"], row["above"], tuple(row["examples"].split("|")))  # type: ignore[arg-type]
        for row in said
    ]
    return MappingProxyType({row.word: row for row in rows})


@cache
def words_of(*levels: Level) -> tuple[str, ...]:
    """Return the words of some levels."""
    return tuple(word for word, row in level_words().items() if row.level in levels)


@cache
def division_ends() -> frozenset[str]:
    """Return the characters that the full names of provinces, cities and counties end with."""
    return frozenset(word[-1] for word in words_of("province", "city", "county"))
