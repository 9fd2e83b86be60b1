"""From results to entries with words, lines and columns. Terms are N-Quads tokens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property

from kg.model import Severity, Span
from kg.tokens import Triples, language, words
from kg.validate.catalogue import KGC, Wording, judges_of, plain, rule_of_finding, wordings
from kg.validate.report import Entry, Lines, Mark, Rule, merged, order
from kg.validate.results import Result

KG = "https://w3id.org/zeren/ontology#"
OA = "http://www.w3.org/ns/oa#"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"

_EVIDENCE = f"<{KG}evidence>"
_FIELD_EVIDENCE = f"<{KG}fieldEvidence>"
_FIELD = f"<{KG}field>"
_START, _END, _EXACT = f"<{OA}start>", f"<{OA}end>", f"<{OA}exact>"
_NUMBER_TEXT, _IN_SECTION, _IN_LIST = f"<{KG}numberText>", f"<{KG}inSection>", f"<{KG}inList>"
_FINDING = f"<{KG}Finding>"
_TITLE = "<http://purl.org/dc/terms/title>"
_LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
# Who speaks of a thing that has no place of its own, nearest first.
_SPEAKERS = tuple(
    f"<{KG}{name}>"
    for name in (
        *("responsibility", "leadership", "target", "criterion", "aim", "funding", "statedTotal"),
        *("fieldEvidence", "placeMention", "evidence", "body", "leader", "indicator", "inSection", "inList"),
    )
)
_TO_ITEM = tuple(
    f"<{KG}{name}>"
    for name in (
        *("responsibility", "leadership", "target", "criterion", "aim", "funding"),
        *("fieldEvidence", "placeMention"),
    )
)


class Places:
    """Finds where in the text the things of one graph are."""

    def __init__(self, data: Triples, lines: Lines | None) -> None:
        self.data = data
        self.lines = lines

    def marks(self, node: str, fields: Iterable[str] = (), words: str | None = None) -> tuple[Mark, ...]:
        """Return the places of a thing, narrowed to ``words`` where one of them holds these.

        Args:
            node: The thing.
            fields: IRIs of the properties whose own places are wanted, if they are known.
            words: What the message speaks of.
        """
        passages: list[str] = []
        for field in fields:
            for detail in self.data.objects(node, _FIELD_EVIDENCE):
                if f"<{field}>" in self.data.objects(detail, _FIELD):
                    passages += self.data.objects(detail, _EVIDENCE)
        marks: list[Mark] = []
        for some in (passages, self._passages(node)):
            places = {mark for passage in some if (mark := self._mark(passage))}
            here = sorted(places, key=lambda mark: mark.span)
            if words and (narrowed := [narrow for mark in here if (narrow := self._narrow(mark, words))]):
                return tuple(narrowed)
            marks = marks or here
        return tuple(marks)

    def _passages(self, node: str, depth: int = 0) -> list[str]:
        if self.data.objects(node, _START):
            return [node]
        found = list(self.data.objects(node, _EVIDENCE))
        if found or depth == 2 or node[0] != "<":
            return found
        for predicate in _SPEAKERS:
            for speaker in self.data.subjects(predicate, node):
                found += self._passages(speaker, depth + 1)
            if found:
                break
        return found

    def _mark(self, passage: str) -> Mark | None:
        values = [self.data.value(passage, term) for term in (_START, _END)]
        try:
            span = Span(*(int(words(value or "")) for value in values))
        except ValueError:  # a broken passage has no place; its own rule says so
            return None
        if self.lines:
            exact = self._exact(passage)
            if span.end > len(self.lines.content) and exact:  # its rule says so; mark what was meant
                span = Span(span.start, span.start + len(exact))
            return self.lines.mark(span)
        return Mark(span, self._exact(passage), 0, 0, 0, 0)

    def _exact(self, passage: str) -> str:
        found = self.data.value(passage, _EXACT)
        return "" if found is None else words(found)

    def _narrow(self, mark: Mark, words: str) -> Mark | None:
        offset = mark.words.find(words)
        if not self.lines or offset < 0 or not words:
            return mark if mark.words == words else None
        start = mark.span.start + offset
        return self.lines.mark(Span(start, start + len(words)))

    def before(self, mark: Mark, words: str) -> Mark | None:
        """Return where words stand last before a place."""
        if self.lines is None or not words:
            return None
        start = self.lines.content.rfind(words, 0, mark.span.start)
        return self.lines.mark(Span(start, start + len(words))) if start >= 0 else None

    def sentence(self, marks: tuple[Mark, ...]) -> str | None:
        """Return the words of the notice around the first place."""
        if not marks:
            return None
        if self.lines:
            return self.lines.sentence(marks[0].span)
        return " ".join(marks[0].words.split()) or None

    def label(self, node: str) -> str | None:
        """Return how the notice names the item of a thing: 五、3."""
        item = node
        for _ in range(2):
            if self.data.objects(item, _NUMBER_TEXT):
                break
            item = next((s for p in _TO_ITEM for s in self.data.subjects(p, item)), item)
        number = self.data.value(item, _NUMBER_TEXT)
        if number is None:
            return None
        section = self.data.value(item, _IN_SECTION)
        above = self.data.value(section, _NUMBER_TEXT) if section is not None else None
        if not above:
            return words(number)
        return words(above).rstrip("、.．") + "、" + words(number)

    def item_of(self, node: str, mark: Mark | None) -> str | None:
        """Return the item or heading that a thing, or else a place, belongs to."""
        item = node
        for _ in range(3):
            if self.data.objects(item, _IN_LIST):
                return item
            item = next((s for p in _TO_ITEM for s in self.data.subjects(p, item)), item)
        held = (
            part
            for start, end, part in self._parts
            if mark and start < mark.span.end and mark.span.start < end
        )
        return next(held, None)

    def label_at(self, mark: Mark) -> str | None:
        """Return how the notice names the item whose words hold a place."""
        for start, end, node in self._items:
            if start <= mark.span.start and mark.span.end <= end:
                return self.label(node)
        return None

    @cached_property
    def _items(self) -> list[tuple[int, int, str]]:
        return self._standing("Task", "Project")

    @cached_property
    def _parts(self) -> list[tuple[int, int, str]]:
        return [*self._items, *self._standing("Section")]

    def _standing(self, *kinds: str) -> list[tuple[int, int, str]]:
        found = []
        for kind in kinds:
            for node in self.data.subjects(TYPE, f"<{KG}{kind}>"):
                for passage in self.data.objects(node, _EVIDENCE):
                    if mark := self._mark(passage):
                        found.append((mark.span.start, mark.span.end, node))
        return sorted(found, key=lambda item: item[:2])


def judged(results: Iterable[Result], places: Places) -> list[Entry]:
    """Return the entries of an engine's results, each thing once a rule."""
    entries: dict[tuple[str, str, str | None], Entry] = {}
    catalogue = wordings()
    for result in results:
        wording = catalogue.get(result.shape)
        if wording is None:
            raise LookupError(f"a shape without explanation: {result.shape}")
        entry = _entry(result, wording, places)
        entries.setdefault((entry.rule.id, entry.focus, entry.path), entry)
    return list(entries.values())


def _entry(result: Result, wording: Wording, places: Places) -> Entry:
    focus, value, path = result.focus, result.value, result.path
    if wording.per_notice and value is not None:
        focus, value = value, None
    if result.values is not None:
        message, message_en, values = wording.filled(result.values)
    else:
        message, message_en, values = wording.fill(result.messages)
    fields = wording.shown_at or ((path,) if path is not None else ())
    # An alternative path is a blank node: its own property is the one that holds the value.
    if not fields and value is not None and value[0] == '"':
        fields = tuple(words(p) for p in places.data.predicates(focus, value))
    marks = places.marks(focus, fields, values.get("words"))
    if wording.disagrees and marks and (earlier := places.before(marks[0], values.get("other", ""))):
        marks = (*marks, earlier)
    return Entry(
        rule=wording.rule,
        severity=wording.rule.severity,
        message=message,
        message_en=message_en,
        focus=words(focus),
        value=None if value is None or value == focus else words(value),
        path=path,
        component=result.component,
        label=places.label(focus),
        sentence=places.sentence(marks),
        marks=marks,
        values={name: plain(value) for name, value in values.items()},
    )


def found(places: Places) -> Iterator[tuple[str, Entry]]:
    """Yield the findings of the conversion as entries, each with its code."""
    data = places.data
    for node in sorted(data.subjects(TYPE, _FINDING)):
        code = _words(data, node, "findingCode").removeprefix(KGC)
        level = _words(data, node, "severity").removeprefix(KGC)
        messages = {language(text): words(text) for text in data.objects(node, f"<{KG}message>")}
        message = messages.get("zh") or next(iter(messages.values()), "")
        about = data.value(node, f"<{KG}about>")
        repair = data.value(node, f"<{KG}repair>")
        rule = rule_of_finding(code)
        marks = places.marks(node)
        if wordings()[rule.iri].disagrees:  # at its second place, as the judge shows it
            marks = (*marks[-1:], *marks[:-1])
        if not marks and about is not None:
            marks = places.marks(about)
        label = places.label(about) if about is not None else None
        if label is None and marks:
            label = places.label_at(marks[0])
        yield (
            code,
            Entry(
                rule=rule,
                severity=_severity(level, rule),
                message=message,
                message_en=messages.get("en", message),
                focus=words(about if about is not None else node),
                label=label,
                sentence=places.sentence(marks),
                marks=marks,
                repair=None if repair is None else words(repair),
            ),
        )


def _words(data: Triples, node: str, name: str) -> str:
    found = data.value(node, f"<{KG}{name}>")
    return "" if found is None else words(found)


def _severity(level: str, rule: Rule) -> Severity:
    for known in ("violation", "warning", "info"):
        if level == known:
            return known
    return rule.severity


def together(judged_entries: list[Entry], findings: Iterable[tuple[str, Entry]]) -> tuple[Entry, ...]:
    """Return all entries in reading order; what both the judge and the conversion saw, once.

    A place of a finding is covered by a judged entry if a rule that judges its code spoke of words
    that overlap; the entry then takes over the finding's repair and its closer place. What is left
    of the finding is an entry of its own.
    """
    entries = list(judged_entries)
    for code, finding in findings:
        rules = judges_of(code)
        same = [i for i, entry in enumerate(entries) if entry.rule.id in rules]
        left = list(finding.marks)
        for i in same:
            entry = entries[i]
            met = tuple(mark for mark in finding.marks if any(_overlap(mark, other) for other in entry.marks))
            left = [mark for mark in left if mark not in met]
            if met and finding.repair is not None:
                marks = met if met[0].words == finding.marks[0].words else entry.marks
                repair = finding.repair if marks is met else None
                entries[i] = replace(entry, repair=repair, marks=merged_marks(marks, entry.marks))
            elif met and wordings()[entry.rule.iri].disagrees:
                entries[i] = replace(entry, marks=merged_marks(entry.marks, finding.marks))
            # Of a finding that names several forms, the judge may have spoken of one.
        covered = {mark.words for mark in finding.marks if mark not in left}
        if covered:
            left = [mark for mark in left if mark.words in covered]
        # What has no place is the notice's, and was said of it.
        if left or (not finding.marks and not same):
            entries.append(replace(finding, marks=tuple(left)))
    return tuple(sorted(_once(entries), key=order))


def _overlap(mark: Mark, other: Mark) -> bool:
    return mark.span.start < other.span.end and other.span.start < mark.span.end


def _once(entries: Iterable[Entry]) -> list[Entry]:
    kept: dict[tuple[str, str, str, tuple[Span, ...]], Entry] = {}
    for entry in entries:
        spans = tuple(mark.span for mark in entry.marks)
        kept.setdefault((entry.rule.id, entry.focus, entry.message, spans), entry)
    return list(kept.values())


def merged_marks(first: tuple[Mark, ...], then: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """Return the marks without repeats, ``first`` first."""
    known = {mark.span: mark for mark in (*reversed(then), *reversed(first))}
    return tuple(known[span] for span in merged(mark.span for mark in (*first, *then)))


def title_of(data: Triples, notice: str) -> str | None:
    """Return the title of a notice, if it has one."""
    value = data.value(notice, _TITLE) or data.value(notice, _LABEL)
    return None if value is None else words(value)
