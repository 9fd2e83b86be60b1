"""Counts and their figures: of one kind, of one file, of all files, and the table of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

KINDS = (
    "tasks",
    "units",
    "roles",
    "leaders",
    "targets",
    "bounds",
    "projects",
    "posts",
    "deadlines",
    "indicators",
    "baselines",
    "actions",
    "resolution",
    "findings",
    "number",
    "title",
    "issuers",
    "date",
    "year",
    "place",
)


@dataclass
class Score:
    """Counts of one kind: found and right, found and wrong, missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, other: Score) -> None:
        """Add the counts of ``other``."""
        self.right += other.right
        self.wrong += other.wrong
        self.missed += other.missed

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 1 where nothing was found."""
        found = self.right + self.wrong
        return self.right / found if found else 1.0

    @property
    def recall(self) -> float:
        """Share of what gold holds that was found; 1 where gold holds nothing."""
        gold = self.right + self.missed
        return self.right / gold if gold else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / total if total else 1.0

    @property
    def empty(self) -> bool:
        """Neither gold nor conversion holds anything of this kind."""
        return not (self.right or self.wrong or self.missed)


@dataclass
class FileScore:
    """The scores of one file, and every difference in words."""

    name: str
    scores: dict[str, Score] = field(default_factory=lambda: {kind: Score() for kind in KINDS})
    differences: list[str] = field(default_factory=list)

    def count(self, kind: str, gold: list[Any], got: list[Any], where: str) -> None:
        """Count what is in both lists, what gold misses and what it does not hold."""
        rest = list(got)
        tally = self.scores[kind]
        for item in gold:
            if item in rest:
                rest.remove(item)
                tally.right += 1
            else:
                tally.missed += 1
                self.differences.append(f"- {kind} {where}: {item}")
        tally.wrong += len(rest)
        self.differences.extend(f"+ {kind} {where}: {item}" for item in rest)


@dataclass
class Evaluation:
    """All files and their total."""

    files: list[FileScore]

    @property
    def total(self) -> FileScore:
        """The sum of all files' counts."""
        total = FileScore("total")
        for one in self.files:
            for kind in KINDS:
                total.scores[kind].add(one.scores[kind])
        return total

    def as_dict(self) -> dict[str, Any]:
        """Return the table as plain values: per file and kind precision, recall, F1 and counts."""
        return {
            one.name: {
                kind: {
                    "precision": round(score.precision, 4),
                    "recall": round(score.recall, 4),
                    "f1": round(score.f1, 4),
                    "right": score.right,
                    "wrong": score.wrong,
                    "missed": score.missed,
                }
                for kind, score in one.scores.items()
            }
            for one in [*self.files, self.total]
        }


def text_table(evaluation: Evaluation) -> str:
    """Return the table in Markdown: F1 a file, then precision, recall and F1 of the total."""
    head = "| file | " + " | ".join(KINDS) + " |"
    rows = [head, "|---|" + "---:|" * len(KINDS)]
    for one in evaluation.files:
        cells = [_cell(one.scores[kind], "f1") for kind in KINDS]
        rows.append(f"| {one.name} | " + " | ".join(cells) + " |")
    total = evaluation.total
    for word in ("precision", "recall", "f1"):
        cells = [_cell(total.scores[kind], word) for kind in KINDS]
        rows.append(f"| **total {word}** | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def _cell(score: Score, word: str) -> str:
    return "–" if score.empty else f"{getattr(score, word):.3f}"
