"""The lines of one notice, as the readings are given them."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import Text
from kg.parse.lines import Line, RawLine


@dataclass(frozen=True, slots=True)
class Page:
    """A text with its lines, wrapped ones joined."""

    text: Text
    lines: list[RawLine]
    numbers: tuple[Line, ...] = ()  # the lines that number pages, no longer among the lines

    @property
    def has_bars(self) -> bool:
        """Tell whether any character could part cells as a bar."""
        return "|" in self.text.content or "｜" in self.text.content
