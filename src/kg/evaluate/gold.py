"""Gold below a folder: each notice that has some, converted and compared."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import KgError, UsageError
from kg.evaluate.scoring.notice import compare
from kg.evaluate.scoring.scores import Evaluation, FileScore
from kg.evaluate.scoring.words import Json
from kg.model import Notice

_SUFFIXES = (".txt", ".md", ".html", ".htm", ".docx", ".pdf", ".ofd")


@dataclass(frozen=True, slots=True)
class Reading:
    """One notice that has gold, as the converter reads it today.

    ``converted`` is the notice and ``got`` its JSON; where the file is no notice both are None and
    ``error`` says why.
    """

    name: str
    notice: Path
    gold: Json
    got: Json | None
    text: str = ""  # as read, to which the evidence leads
    error: str | None = None
    converted: Notice | None = None

    def score(self) -> FileScore:
        """Return the scores; a file that is rightly no notice has no differences."""
        found = self.got or {"tasks": [], "projects": [], "notice": {}}
        score = compare(self.name, self.gold, found, self.text)
        if self.error and (self.gold["tasks"] or self.gold["projects"]):
            score.differences.insert(0, self.error)
        return score


def find_gold(directory: Path) -> Iterator[tuple[Path, Path]]:
    """Yield (notice, gold) below ``directory``, one pair per format of a notice."""
    for gold in sorted([*directory.rglob("*.gold.json"), *directory.rglob("gold.json")]):
        stem = "notice" if gold.name == "gold.json" else gold.name.removesuffix(".gold.json")
        for suffix in _SUFFIXES:
            notice = gold.with_name(stem + suffix)
            if notice.exists():
                yield notice, gold


def read_gold(directory: Path) -> Iterator[Reading]:
    """Convert every notice below ``directory`` that has gold, one after the other.

    Raises:
        UsageError: there is no gold below the directory.
    """
    pairs = list(find_gold(directory))
    if not pairs:
        raise UsageError(
            f"{directory} 下没有 *.gold.json，请指定存放标注的目录。",
            f"No *.gold.json below {directory}; name the folder that holds gold.",
        )
    formats = Counter(gold for _, gold in pairs)
    for notice, gold in pairs:
        name = notice.parent.name if notice.stem == "notice" else notice.stem
        yield read_one(name + notice.suffix if formats[gold] > 1 else name, notice, gold)


def read_one(name: str, notice: Path, gold: Path) -> Reading:
    """Convert one notice; a file that cannot be read or is no notice is a reading without JSON."""
    from kg.emit import as_json
    from kg.pipeline import convert

    expected = json.loads(gold.read_text("utf-8"))
    try:
        read = convert(notice)
    except KgError as error:
        return Reading(name, notice, expected, None, error=str(error))
    return Reading(name, notice, expected, as_json(read), read.text.content, converted=read)


def evaluate(directory: Path, progress: Callable[[], None] | None = None) -> Evaluation:
    """Convert every notice below ``directory`` that has gold, and compare.

    Args:
        directory: Where the gold is.
        progress: Called after every notice.

    Raises:
        UsageError: there is no gold below the directory.
    """
    files = []
    for reading in read_gold(directory):
        files.append(reading.score())
        if progress:
            progress()
    return Evaluation(files)
