"""What the checks say of sound documents: ``python -m tests.alarms PATH… [--sample N --seed S]``.

Reads every notice below the paths (or N of them, drawn from a seed), runs all packs over each and lists
its violations and warnings: document, severity, rule, the words marked, the line they stand in. What a
sheet of an earlier list calls right or wrong is counted: ``--judged SHEET``, the same columns of an
earlier run with ``right``, ``wrong`` or ``?`` written before each row; what it does not hold is listed.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg import pipeline
from kg.errors import KgError
from kg.proof import ALL
from kg.validate.report import Entry, Report

ALARMING = ("violation", "warning")


@dataclass(frozen=True)
class Alarm:
    """One entry on a document that is held to be sound."""

    document: str
    severity: str
    rule: str
    words: str
    line: str
    message: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes it the same alarm in another run."""
        return (self.document, self.rule, self.words)


def main(arguments: list[str] | None = None) -> None:
    """List the alarms of a pool, or count those that a sheet judges."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--sample", type=int, help="documents to draw; all, unless given")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--judged", type=Path, help="a sheet with right, wrong or ? in its first column")
    given = parser.parse_args(arguments)
    documents = sorted({*pipeline.notices_in(given.paths)})
    if given.sample is not None and given.sample < len(documents):
        documents = sorted(random.Random(given.seed).sample(documents, given.sample))
    alarms = [alarm for path in documents for alarm in alarms_of(path)]
    judged = _judgements(given.judged) if given.judged else {}
    sheet = csv.writer(sys.stdout, delimiter="\t", lineterminator="\n")
    for alarm in alarms:
        if alarm.key not in judged:
            one = (alarm.document, alarm.severity, alarm.rule, alarm.words, alarm.line, alarm.message)
            sheet.writerow(("", *one))
    for line in counted(alarms, judged, len(documents)):
        print(line, file=sys.stderr)


def alarms_of(path: Path) -> list[Alarm]:
    """Return the violations and warnings of one document; of one that cannot be read, none."""
    report = report_of(path)
    entries = [] if report is None else report.entries
    return [_alarm(path, one) for one in entries if one.severity in ALARMING]


def report_of(path: Path) -> Report | None:
    """Return what all packs say of a document; none where it holds no notice, which is told."""
    try:
        return pipeline.validate_notice(pipeline.convert(path), engine="quick", packs=ALL)
    except KgError as error:
        print(f"{path}: {error}", file=sys.stderr)
        return None


def marked(entry: Entry) -> str:
    """Return the first words that an entry marks, in one line of at most 80 characters."""
    return " ".join(entry.marks[0].words.split())[:80] if entry.marks else ""


def _alarm(path: Path, entry: Entry) -> Alarm:
    name = f"{path.parent.name}/{path.name}"
    return Alarm(name, entry.severity, entry.rule.id, marked(entry), entry.sentence or "", entry.message)


def _judgements(sheet: Path) -> dict[tuple[str, str, str], str]:
    with sheet.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t"))
    return {(row[1], row[3], row[4]): row[0] for row in rows if row and row[0]}


def counted(
    alarms: Iterable[Alarm], judged: dict[tuple[str, str, str], str], documents: int
) -> Iterator[str]:
    """Yield lines: of each severity and of each rule how many are right, wrong and not judged."""
    found: dict[tuple[str, str], Counter[str]] = {}
    for alarm in alarms:
        verdict = judged.get(alarm.key, "unjudged")
        for name in (alarm.severity, f"  {alarm.severity} {alarm.rule}"):
            found.setdefault((alarm.severity, name), Counter())[verdict] += 1
    yield f"{documents} documents"
    for (_, name), verdicts in sorted(found.items()):
        right, wrong = verdicts["right"], verdicts["wrong"]
        share = f"{right / (right + wrong):.3f} right" if right + wrong else "-"
        rest = f"{verdicts['?'] + verdicts['unjudged']} open"
        yield f"{name}: {right} right, {wrong} wrong ({wrong / documents:.3f} a document), {rest}, {share}"


if __name__ == "__main__":
    main()
