"""What every part of a notice says of itself: its kind, its notice, its words, its passages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg import identity, vocab
from kg.emit.terms import TYPE, Term, Triple, integer, string, term, zh
from kg.model import Fact, Notice, Project, Section, Span, Task

K: dict[str, Term] = {name: f"<{vocab.KG}{name}>" for name in vocab.TERMS}
_SOURCE = term("dcterms:source")
_START, _END, _EXACT = term("oa:start"), term("oa:end"), term("oa:exact")


class Parts:
    """Collects the triples of one notice's own graph (``own``)."""

    def __init__(self, notice: Notice, base: str) -> None:
        self.notice = notice
        self.base = base
        self.id = notice.iri.removeprefix("notice/")
        self.me = f"<{base}{notice.iri}>"
        self.text = f"<{base}text/{self.id}>"
        self.own: list[Triple] = []
        self.passages: dict[Span, Term] = {}
        self.leaderships: set[str] = set()
        self.memberships: set[Term] = set()

    def iri(self, path: str) -> Term:
        """Return the IRI of a path below the base."""
        return f"<{self.base}{path}>"

    def part(self, path: str, kind: str, evidence: Iterable[Span]) -> Term:
        """Say what every part of a notice says of itself."""
        s = f"<{self.base}{path}>"
        self.own.append((s, TYPE, K[kind]))
        self.own.append((s, K["inNotice"], self.me))
        self.evidence(s, evidence)
        return s

    def evidence(self, s: Term, spans: Iterable[Span]) -> None:
        """Give the passages that say what ``s`` is."""
        for span in spans:
            self.own.append((s, K["evidence"], self.passages.get(span) or self.passage(span)))

    def passage(self, span: Span) -> Term:
        """State a passage: where it stands, and its words as received."""
        s = f"<{self.base}text/{self.id}/at/{span.start}-{span.end}>"
        self.passages[span] = s
        self.own += (
            (s, TYPE, K["Passage"]),
            (s, _START, integer(span.start)),
            (s, _END, integer(span.end)),
            (s, _EXACT, string(self.notice.text.content[span.start : span.end])),
            (s, _SOURCE, self.text),
        )
        return s

    def say(self, s: Term, name: str, text: str | None) -> None:
        """State a Chinese text, unless there is none."""
        if text:
            self.own.append((s, K[name], zh(text)))

    def field(self, s: Term, path: str, name: str, evidence: Sequence[Span]) -> None:
        """Give the evidence of one property of ``s``."""
        if not evidence:
            return
        prop = term(name)
        node = self.part(f"{path}/field/{name.partition(':')[2]}", "FieldEvidence", evidence)
        self.own += ((s, K["fieldEvidence"], node), (node, K["field"], prop))

    def fact(self, s: Term, path: str, name: str, fact: Fact | None) -> None:
        """State a Chinese text and its evidence."""
        if fact is not None:
            self.say(s, name, fact.value)
            self.field(s, path, f"kg:{name}", fact.evidence)

    def concept(self, s: Term, name: str, scheme: str, facts: Sequence[Fact], path: str) -> None:
        """State codes for printed words; a word that no scheme holds becomes a concept of the registry."""
        spans: list[Span] = []
        for fact in facts:
            self.own.append((s, K[name], concept_iri(scheme, fact.value, self.base)))
            spans += fact.evidence
        self.field(s, path, f"kg:{name}", spans)

    def placed(self, s: Term, part: Section | Task | Project) -> None:
        """Say in which list, and under which number."""
        self.own.append((s, K["inList"], self.iri(part.list_iri)))
        if part.number is not None:
            self.own.append((s, K["number"], integer(part.number)))
        self.say(s, "numberText", part.number_text)


def concept_path(scheme: str, printed: str) -> str:
    """Return the path of a concept made from a printed word that no code scheme holds."""
    return f"concept/{identity.digest(scheme, printed)}"


def concept_iri(scheme: str, printed: str, base: str) -> Term:
    """Return the code of a printed word, or the concept that the registry makes of it."""
    code = vocab.PRINTED[scheme].get(printed)
    return f"<{vocab.KGC}{code}>" if code else f"<{base}{concept_path(scheme, printed)}>"
