"""A comparison as rows to be shown: the texts with their changed words marked, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from kg.compare.comparing import RELATIONS, Comparison, FieldChange, Match, Relation
from kg.compare.targets import TargetPair
from kg.compare.values import Entry, Target
from kg.compare.wording import Kind, Marked, marked

_LISTS = frozenset({"units", "leaders"})  # fields that list names


@dataclass(frozen=True, slots=True)
class Cell:
    """One item of a side, its words in parts: what is the same, gone or new."""

    entry: Entry
    parts: Marked


@dataclass(frozen=True, slots=True)
class Row:
    """Items that go together."""

    relation: Relation
    score: float
    a: tuple[Cell, ...]
    b: tuple[Cell, ...]
    changes: tuple[FieldChange, ...]  # but the words, which are marked
    above: tuple[Entry, ...]  # what the level above says of it


@dataclass(frozen=True, slots=True)
class TargetRow:
    """Targets of one thing."""

    pair: TargetPair
    above: Target | None


def told(change: FieldChange, say: Mapping[str, str]) -> tuple[str, str]:
    """Return the name of a field and how it differs: of lists of names, who went and who came."""
    name = say[f"field.{change.field}"]
    if change.field not in _LISTS:
        return name, f"{change.a or say['none']} → {change.b or say['none']}"
    before, after = ((said or "").split("、") if said else [] for said in (change.a, change.b))
    went = [f"－{one}" for one in before if one not in after]
    came = [f"＋{one}" for one in after if one not in before]
    return name, " ".join(went + came)


def rows(comparison: Comparison, kind: str, above: Comparison | None = None) -> list[Row]:
    """Return the rows of tasks, or of projects: what differs first, each in the order of the text."""
    chosen = comparison.tasks if kind == "task" else comparison.projects
    over = _over(above)
    made = [_row(match, over) for match in chosen]
    return sorted(made, key=lambda row: RELATIONS.index(row.relation))


def target_rows(comparison: Comparison, above: Comparison | None = None) -> list[TargetRow]:
    """Return the targets of both sides, those that differ first."""
    over = {pair.b.iri: pair.a for pair in above.targets if pair.a and pair.b} if above else {}
    made = [TargetRow(pair, over.get(pair.b.iri) if pair.b else None) for pair in comparison.targets]
    return sorted(made, key=lambda row: _rank(row.pair))


def _rank(pair: TargetPair) -> int:
    if pair.difference is None:
        return 1
    return 2 if pair.difference == 0 else 0


def _over(above: Comparison | None) -> dict[str, tuple[Entry, ...]]:
    """Return what the level above says, by the items below."""
    if above is None:
        return {}
    return {entry.iri: match.a for match in above.matches if match.a for entry in match.b}


def _row(match: Match, over: dict[str, tuple[Entry, ...]]) -> Row:
    one, other = _cells(match)
    found = {entry.iri: entry for below in match.b for entry in over.get(below.iri, ())}
    changes = tuple(change for change in match.changes if change.field != "text")
    return Row(match.relation, match.score, one, other, changes, tuple(found.values()))


def _cells(match: Match) -> tuple[tuple[Cell, ...], tuple[Cell, ...]]:
    """Return both sides; of split and merged items every part is marked against the whole."""
    if not match.a or not match.b:
        return tuple(map(_whole, match.a)), tuple(map(_whole, match.b))
    if len(match.a) == len(match.b) == 1:
        parts = marked(match.a[0].words, match.b[0].words)
        return (Cell(match.a[0], _without(parts, "new")),), (Cell(match.b[0], _without(parts, "gone")),)
    before, after = (" ".join(entry.words for entry in side) for side in (match.a, match.b))
    return (
        tuple(Cell(entry, _without(marked(entry.words, after), "new")) for entry in match.a),
        tuple(Cell(entry, _without(marked(before, entry.words), "gone")) for entry in match.b),
    )


def _whole(entry: Entry) -> Cell:
    return Cell(entry, ((entry.words, "same"),))


def _without(parts: Marked, left_out: Kind) -> Marked:
    """Leave the parts of one kind out, and join the neighbours that are of one kind then."""
    kept = groupby((part for part in parts if part[1] != left_out), key=lambda part: part[1])
    return tuple(("".join(text for text, _ in found), kind) for kind, found in kept)
