"""The result of one validation: entries that say what is wrong, where, and how to mend it.

A ``Report`` is plain data without RDF: every renderer reads the same one, and it travels between
processes. Lines and columns count from 1, in code points of the text as read.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.errors import UsageError
from kg.model import Reading, Severity, Span
from kg.validate.whereabouts import Place, Whereabouts

SEVERITIES: tuple[Severity, ...] = ("violation", "warning", "info")  # worst first


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of ``ontology/shapes/``, with what its explanation page says."""

    iri: str
    id: str  # local name: numbering-gap
    severity: Severity
    about_graph: bool  # about the graph itself, not about the words of the notice
    title: str
    title_en: str
    explanation: str
    explanation_en: str
    pack: str = "content"  # of which it is: content, form, proof

    def name(self, lang: str) -> str:
        """Return the title in ``lang``."""
        return self.title_en if lang == "en" else self.title


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the text: its range, its words, and where a reader finds it."""

    span: Span
    words: str
    line: int
    column: int
    end_line: int
    end_column: int  # just after the last character


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing found. ``marks`` holds the places in the text, the primary one first."""

    rule: Rule
    severity: Severity
    message: str
    message_en: str
    focus: str  # IRI of the thing that is wrong
    value: str | None = None  # the offending value, where it is not the thing itself
    path: str | None = None  # IRI of the property
    component: str | None = None  # IRI of the SHACL constraint component
    label: str | None = None  # how the notice names the thing: 五、3.
    sentence: str | None = None  # the words of the notice, shortened around the mark
    marks: tuple[Mark, ...] = ()
    repair: str | None = None  # certain replacement of the first mark's words
    related: tuple[str, ...] = ()  # IRIs of other things the message speaks of
    consequences: tuple[Entry, ...] = ()  # what follows from this one, in reading order
    values: Mapping[str, str] = field(default_factory=dict, compare=False)  # that the message names

    def text(self, lang: str) -> str:
        """Return the message in ``lang``."""
        return self.message_en if lang == "en" else self.message

    @property
    def mark(self) -> Mark | None:
        """The primary place, if the thing has one in the text."""
        return self.marks[0] if self.marks else None


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in one notice. ``hidden`` counts, by rule, what a cap or filter left out."""

    name: str  # of the file
    notice: str | None  # IRI
    title: str | None
    entries: tuple[Entry, ...]
    text: str | None = None  # the notice as read; None for graphs of other producers
    hidden: Mapping[str, int] = field(default_factory=dict)
    rules_applied: int = 0
    reading: Reading | None = None  # how the notice was read; None for graphs of other producers
    whereabouts: Whereabouts | None = None  # of the file; None for graphs of other producers

    def place(self, mark: Mark) -> Place:
        """Return where a reader finds a mark in the file as it lies open."""
        return self.whereabouts.place(mark.span.start) if self.whereabouts else Place()

    @property
    def conforms(self) -> bool:
        """Whether nothing is wrong: warnings and infos are for a person to judge."""
        return not self.fails("violation")

    @property
    def broken(self) -> bool:
        """Whether the graph itself is at fault, so that it must not be loaded.

        A notice whose words are at fault (a wrong total, an item without units) is what was issued,
        and a question for its readers.
        """
        return any(entry.severity == "violation" and entry.rule.about_graph for entry in self.everything())

    def everything(self) -> Iterator[Entry]:
        """Yield all that was found: each cause, and behind it what follows from it."""
        for entry in self.entries:
            yield entry
            yield from entry.consequences

    def fails(self, level: Severity, packs: Sequence[str] | None = None) -> bool:
        """Whether anything at ``level`` or worse was found, in all packs or in some."""
        worst = SEVERITIES[: SEVERITIES.index(level) + 1]
        return any(
            entry.severity in worst and (packs is None or entry.rule.pack in packs) for entry in self.entries
        )

    def counts(self) -> dict[Severity, int]:
        """Return how many entries of each severity there are, worst first."""
        found = dict.fromkeys(SEVERITIES, 0)
        for entry in self.entries:
            found[entry.severity] += 1
        return found

    def by_rule(self) -> list[tuple[Rule, list[Entry]]]:
        """Return the entries grouped by rule, the worst first, then in reading order."""
        groups: dict[tuple[str, str], list[Entry]] = {}
        for entry in self.entries:
            groups.setdefault((entry.rule.id, entry.severity), []).append(entry)
        ordered = sorted(
            groups.values(), key=lambda group: (SEVERITIES.index(group[0].severity), order(group[0]))
        )
        return [(group[0].rule, group) for group in ordered]

    def select(
        self,
        *,
        severity: Severity = "info",
        rules: Sequence[str] = (),
        without: Sequence[str] = (),
        cap: int | None = None,
    ) -> Report:
        """Return the report with only some entries.

        Args:
            severity: The least severity to keep.
            rules: Ids or IRIs of the rules to keep; all, if empty.
            without: Ids or IRIs of the rules to leave out.
            cap: Entries to keep of each rule; ``hidden`` says how many more there are.

        What follows from an entry that is left out stands for itself.

        Raises:
            UsageError: ``cap`` is below 1.
        """
        if cap is not None and cap < 1:
            raise UsageError("每条规则至少显示 1 处。", "Show at least 1 entry of each rule.")
        worst = SEVERITIES[: SEVERITIES.index(severity) + 1]
        kept: list[Entry] = []
        seen: dict[str, int] = {}
        hidden = dict(self.hidden)
        wanted = [*self.entries]
        while wanted:
            entry = wanted.pop(0)
            if entry.severity not in worst or not _named(entry, rules, without):
                wanted[:0] = entry.consequences
                continue
            left = tuple(one for one in entry.consequences if _named(one, (), without))
            entry = replace(entry, consequences=left)
            seen[entry.rule.id] = seen.get(entry.rule.id, 0) + 1
            if cap is not None and seen[entry.rule.id] > cap:
                hidden[entry.rule.id] = hidden.get(entry.rule.id, 0) + 1
            else:
                kept.append(entry)
        return replace(self, entries=tuple(kept), hidden=hidden)


def _named(entry: Entry, rules: Sequence[str], without: Sequence[str]) -> bool:
    names = {entry.rule.id, entry.rule.iri}
    return not (rules and not names & set(rules)) and not names & set(without)


def order(entry: Entry) -> tuple[int, int, str, str]:
    """Sort key of entries: by the place in the text, then by rule and thing."""
    mark = entry.mark
    start = mark.span.start if mark else 1 << 60
    return (start, mark.span.end if mark else 0, entry.rule.id, entry.focus)


class Lines:
    """Turns positions of one text into marks; knows where each line begins."""

    def __init__(self, content: str) -> None:
        self.content = content
        self._starts = [0]
        position = content.find("\n")
        while position >= 0:
            self._starts.append(position + 1)
            position = content.find("\n", position + 1)

    def at(self, position: int) -> tuple[int, int]:
        """Return line and column of a position, from 1."""
        line = bisect_right(self._starts, position)
        return line, position - self._starts[line - 1] + 1

    def mark(self, span: Span) -> Mark:
        """Return the mark of a range; a range beyond the text is cut at its end."""
        size = len(self.content)
        start, end = min(span.start, size), min(span.end, size)
        line, column = self.at(start)
        end_line, end_column = self.at(end)
        return Mark(span, self.content[start:end], line, column, end_line, end_column)

    def sentence(self, span: Span, reach: int = 60) -> str:
        """Return the line of the range's beginning, shortened to ``reach`` characters around it."""
        line = self.at(min(span.start, len(self.content)))[0]
        begin = self._starts[line - 1]
        stop = self._starts[line] - 1 if line < len(self._starts) else len(self.content)
        left = max(begin, span.start - reach)
        right = min(stop, max(span.end, span.start) + reach)
        words = " ".join(self.content[left:right].split())
        return ("…" if left > begin else "") + words + ("…" if right < stop else "")


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the ranges without repeats, in the given order."""
    return tuple(dict.fromkeys(spans))
