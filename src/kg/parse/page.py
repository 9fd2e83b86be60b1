"""The lines of one notice, as the readings are given them."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import Text
from kg.parse.lines import RawLine


@dataclass(frozen=True, slots=True)
class Page:
    """A text with its lines, wrapped ones joined."""

    text: Text
    lines: list[RawLine]

    @property
    def has_bars(self) -> bool:
        """Tell whether any character could part cells as a bar."""
        return "|" in self.text.content or "｜" in self.text.content
