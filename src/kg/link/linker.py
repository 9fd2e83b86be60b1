"""Names looked up for the rows of a table, and what is written beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from kg.errors import UsageError
from kg.link.entities import Kind
from kg.link.linksets import codes_of
from kg.link.match import MAX_NAME, Condition, Matcher

COLUMNS = ("iri", "label", "score", "reason", "codes", "candidates")
"""What is added; a name that the table has already gets ``_kg`` after it."""
HEADER_WITHIN = 20
_FORMULA = ("=", "+", "-", "@")

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Summary:
    """What became of a table."""

    rows: int = 0
    certain: int = 0
    doubtful: int = 0
    unknown: int = 0
    distinct: int = 0
    warnings: list[str] = field(default_factory=list)


class Linker:
    """Looks names up, each once."""

    def __init__(self, matcher: Matcher, kinds: Sequence[Kind] = ("unit",), place: str | None = None) -> None:
        self._matcher = matcher
        self._kinds = tuple(kinds)
        self._conditions = (Condition("place", (place,)),) if place else ()
        if place and matcher.place_of(place) is None:
            raise UsageError(
                f"没有地区“{place}”：请用区划代码或名称。",
                f"There is no place {place!r}: give its code or name.",
            )
        self._known: dict[str, tuple[str, tuple[str, ...]]] = {}
        self.summary = Summary()

    def cells(self, name: str) -> tuple[str, ...]:
        """Return what is added to a row with this name."""
        status, cells = self._cells(name)
        self.summary.rows += 1
        setattr(self.summary, status, getattr(self.summary, status) + 1)
        return cells

    def _cells(self, name: str) -> tuple[str, tuple[str, ...]]:
        if len(name) > MAX_NAME * 4:
            return "unknown", _none("too-long")
        found = self._known.get(name)
        if found is None:
            found = self._known[name] = self._look_up(name)
            self.summary.distinct = len(self._known)
        return found

    def _look_up(self, name: str) -> tuple[str, tuple[str, ...]]:
        text = name.strip()
        if not text:
            return "unknown", _none("empty")
        if text.startswith(_FORMULA):
            return "unknown", _none("formula")
        found = self._matcher.find(text, self._kinds, self._conditions, 3)
        if not found:
            return "unknown", _none("none")
        base = self._matcher.entities.base
        first = found[0]
        shown = " | ".join(f"{_safe(m.entity.label[:80])} <{base}{m.entity.path}>" for m in found)
        if not first.certain:
            reason = "doubtful: " + "+".join(first.reasons)
            return "doubtful", ("", "", _number(first.score), reason, "", shown)
        codes = codes_of(self._matcher.entities, first.entity)
        reason = "+".join(first.reasons)
        others = " | ".join(shown.split(" | ")[1:])
        iri = base + first.entity.path
        return "certain", (iri, _safe(first.entity.label[:200]), _number(first.score), reason, codes, others)


def column_in(row: Sequence[str], column: str) -> int | None:
    """Return the index of a heading, or of a number from 1."""
    names = [cell.strip().lstrip("\ufeff").strip('" ') for cell in row]
    if column.strip() in names:
        return names.index(column.strip())
    folded = [name.casefold() for name in names]
    if column.strip().casefold() in folded:
        return folded.index(column.strip().casefold())
    if column.isdigit() and 1 <= int(column) <= len(row):
        return int(column) - 1
    return None


def headings(row: Sequence[str]) -> tuple[str, ...]:
    """Return the headings of our columns beside those of a table."""
    taken = {cell.strip().casefold() for cell in row}
    return tuple(name if name not in taken else f"{name}_kg" for name in COLUMNS)


def no_column(column: str, first: Sequence[str]) -> UsageError:
    """Return the error of a table without the column."""
    shown = "、".join(cell.strip()[:20] for cell in first[:12])
    return UsageError(
        f"表中没有“{column}”列；第一行是：{shown}。",
        f"There is no column {column!r}; the first row is: {shown}.",
    )


def _none(reason: str) -> tuple[str, ...]:
    return ("", "", "", reason, "", "")


def _number(score: float) -> str:
    return f"{score:g}"


def _safe(text: str) -> str:
    """Return words that no spreadsheet takes for a formula."""
    return "'" + text if text.startswith(_FORMULA) else text
