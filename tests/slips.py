"""How many slips of drafts are found at their words: ``python -m tests.slips FOLDER [--list]``.

The folder holds drafts and ``slips.tsv``: file, kind, the words of the slip as they stand in the draft,
what is wrong, whether its author is sure. A slip is found where an entry of a rule that fits its kind
(``slips.yml``) lies over its words; what only doubts the reading finds nothing. Of the drafts that no
row names, which are sound, and beside the words of the slips, every violation and warning is counted.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from kg import pipeline
from kg.validate.report import Entry, Report
from tests.alarms import ALARMING, marked, report_of

GROUPS: Mapping[str, Mapping[str, list[str]]] = yaml.safe_load(
    Path(__file__).with_suffix(".yml").read_text("utf-8")
)
_KINDS = {kind: rules for kinds in GROUPS.values() for kind, rules in kinds.items()}


@dataclass(frozen=True)
class Planted:
    """One slip as its author states it."""

    file: str
    kind: str
    words: str
    what: str

    def spans(self, content: str) -> Iterator[tuple[int, int]]:
        """Yield where its words stand, white space apart; ``|`` parts two places of one slip."""
        kept = [at for at, one in enumerate(content) if not one.isspace()]
        plain = "".join(content[at] for at in kept)
        for sought in ("".join(words.split()) for words in self.words.split("|")):
            at = plain.find(sought)
            while sought and at >= 0:
                yield kept[at], kept[at + len(sought) - 1] + 1
                at = plain.find(sought, at + 1)


def main(arguments: list[str] | None = None) -> None:
    """Print, by kind, how many slips are found, and what is said beside them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--list", action="store_true", help="each slip, and each entry beside the slips")
    given = parser.parse_args(arguments)
    with (given.folder / "slips.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    if unknown := sorted({row["kind"] for row in rows} - set(_KINDS)):
        raise SystemExit(f"kinds without rules in slips.yml: {', '.join(unknown)}")
    slips = [Planted(row["file"], row["kind"], row["words"], row["what"]) for row in rows]
    found: dict[str, Counter[bool]] = defaultdict(Counter)
    beside: Counter[str] = Counter()
    documents: Counter[str] = Counter()
    for path in pipeline.notices_in([given.folder]):
        if (report := report_of(path)) is None:
            continue
        own = [slip for slip in slips if slip.file == path.name]
        place = "with slips" if own else "sound"
        documents[place] += 1
        for slip in own:
            hits, others = _hits(report, slip)
            found[slip.kind][bool(hits)] += 1
            if given.list:
                sign = "+" if hits else "-"
                told = " ".join(f"{one.severity}:{one.rule.id}" for one in hits) or " ".join(
                    f"({one.severity}:{one.rule.id})" for one in others
                )
                print(f"{sign} {path.name} {slip.kind} [{slip.words}] {slip.what} => {told}")
        for entry in _beside(report, own):
            beside[f"{place}: {entry.severity}"] += 1
            if given.list:
                print(f"! {path.name} {entry.severity}:{entry.rule.id} [{marked(entry)}] {entry.message}")
    for line in _counted(found, beside, documents):
        print(line)


def _hits(report: Report, slip: Planted) -> tuple[list[Entry], list[Entry]]:
    """Return the entries over a slip's words: those of a rule that fits, and the others."""
    places = list(slip.spans(report.text or ""))
    over = [entry for entry in report.everything() if _meets(entry, places)]
    fitting = set(_KINDS.get(slip.kind, ()))
    return (
        [entry for entry in over if entry.rule.id in fitting],
        [entry for entry in over if entry.rule.id not in fitting],
    )


def _meets(entry: Entry, places: Sequence[tuple[int, int]]) -> bool:
    return any(
        mark.span.start < end and start < mark.span.end for mark in entry.marks for start, end in places
    )


def _beside(report: Report, slips: Sequence[Planted]) -> Iterator[Entry]:
    """Yield what alarms and lies over no slip's words."""
    places = [place for slip in slips for place in slip.spans(report.text or "")]
    for entry in report.entries:
        if entry.severity in ALARMING and not _meets(entry, places):
            yield entry


def _counted(
    found: Mapping[str, Counter[bool]], beside: Counter[str], documents: Counter[str]
) -> Iterator[str]:
    """Yield lines: by kind and group the slips found, by severity what is said beside them."""
    for group, kinds in GROUPS.items():
        for kind in kinds:
            yield f"  {kind}: {found[kind][True]} of {found[kind].total()}"
        whole = sum((found[kind] for kind in kinds), Counter[bool]())
        yield f"{group}: {whole[True]} of {whole.total()}"
    all_of = sum((counts for counts in found.values()), Counter[bool]())
    yield f"all: {all_of[True]} of {all_of.total()}"
    for place, number in sorted(documents.items()):
        for severity in ALARMING:
            yield f"{number} {place}: {beside[f'{place}: {severity}']} {severity} beside the slips"


if __name__ == "__main__":
    main()
