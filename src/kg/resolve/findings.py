"""What was not understood, was repaired or is doubtful: output, not silence.

Each finding quotes the words, says where they stand and, where a repair is certain, gives it. What
is found while a notice is put together is noted here; what its text tells stands in files of its own
(``annex_``, ``layout_``, ``numbering_``, ``figure_`` and ``name_findings``, ``unread``).
"""

from __future__ import annotations

from kg import model
from kg.extract import ItemFacts, NoticeFacts
from kg.model import Finding, Span
from kg.parse.lines import Line
from kg.registry.findings import finding, phrase
from kg.resolve.annex_findings import annex_findings
from kg.resolve.figure_findings import figure_findings
from kg.resolve.finding_words import quote, words
from kg.resolve.jurisdiction import Doubt
from kg.resolve.layout_findings import layout_findings
from kg.resolve.merging import folded
from kg.resolve.name_findings import name_findings
from kg.resolve.numbering_findings import numbering_findings
from kg.resolve.quantity_findings import quantity_findings
from kg.resolve.repeat_findings import repeat_findings
from kg.resolve.unread import unread_findings


class Findings:
    """Gathers the findings of one notice."""

    def __init__(self, facts: NoticeFacts, jurisdiction: model.Place | None) -> None:
        self._facts = facts
        self._content = facts.document.text.content
        self._jurisdiction = jurisdiction
        self._found: list[Finding] = []

    # --- called while assembling ----------------------------------------------------------------

    def doubtful_jurisdiction(self, doubt: Doubt, spans: tuple[Span, ...]) -> None:
        """The notice's place is ambiguous, inferred or of another time; or no table knows it."""
        self._found.append(doubt.finding(spans))

    def unmatched_row(self, row: ItemFacts) -> None:
        """A row of the annex has no item in the list."""
        spans = row.body.spans()
        self._found.append(finding("unmatched-row", spans, said=quote(self._content, spans)))

    def unmatched_group(self, label: Line) -> None:
        """A subtotal of the annex is of a category that the list does not have."""
        said = quote(self._content, label.spans())
        if words()["sums_up"].match(said):
            return
        self._found.append(finding("unmatched-category", label.spans(), said=said))

    def compare_row(self, item: ItemFacts, name: Line, content: Line, row: ItemFacts) -> None:
        """The list item and its row must say the same."""
        for what, listed in (("name", name), ("content", content)):
            cell = row.cells.get(what)
            if cell is None or folded(listed.text) == folded(cell.text):
                continue
            spans = (*listed.spans(), *cell.spans())
            said, other = quote(self._content, listed.spans()), quote(self._content, cell.spans())
            number = str(item.number_text)
            self._found.append(
                finding("row-differs", spans, number=number, what=phrase(what), said=said, other=other)
            )

    # --- called at the end ----------------------------------------------------------------------

    def of(self, notice: model.Notice) -> tuple[Finding, ...]:
        """Return all findings, in the order of the text."""
        found = [
            *self._found,
            *self._facts.document.text.findings,
            *unread_findings(self._facts.account.unread, self._content),
            *annex_findings(self._facts, notice),
            *layout_findings(self._facts),
            *numbering_findings(self._facts),
            *figure_findings(self._facts),
            *quantity_findings(self._facts),
            *repeat_findings(self._facts),
            *name_findings(notice, self._jurisdiction),
        ]
        if notice.jurisdiction is None:
            found.append(finding("no-jurisdiction"))
        ordered = sorted(
            dict.fromkeys(found),
            key=lambda f: (f.evidence[0].start if f.evidence else -1, f.code, f.message),
        )
        return tuple(ordered)
