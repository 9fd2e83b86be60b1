"""What was not understood, was repaired or is doubtful: output, not silence.

Each finding quotes the words, says where they stand and, where a repair is certain, gives it. What
is found while a notice is put together is noted here; what its text tells stands in files of its own
(``annex_``, ``layout_``, ``numbering_``, ``figure_`` and ``name_findings``, ``unread``).
"""

from __future__ import annotations

from kg import model
from kg.extract import ItemFacts, NoticeFacts
from kg.model import Finding, Severity, Span
from kg.parse.lines import Line
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
        # What a number or an addressee tells is mostly right.
        severity: Severity = "info" if doubt.kind in ("unknown", "weak") else "warning"
        self._found.append(Finding(severity, "doubtful-jurisdiction", doubt.zh, doubt.en, spans))

    def unmatched_row(self, row: ItemFacts) -> None:
        """A row of the annex has no item in the list."""
        said = quote(self._content, row.body.spans())
        self._unmatched(
            f"附表的一行在清单中没有对应条目：“{said}”，请核对名称。",
            f"A row of the annex has no item in the list: “{said}”; check its name.",
            row.body,
        )

    def unmatched_group(self, label: Line) -> None:
        """A subtotal of the annex is of a category that the list does not have."""
        said = quote(self._content, label.spans())
        if words()["sums_up"].match(said):
            return
        self._unmatched(
            f"附表的类别“{said}”在清单中没有对应的标题，请核对清单和附表。",
            f"The category “{said}” of the annex has no heading in the list.",
            label,
        )

    def _unmatched(self, zh: str, en: str, line: Line) -> None:
        self._found.append(Finding("warning", "unmatched-row", zh, en, line.spans()))

    def compare_row(self, item: ItemFacts, name: Line, content: Line, row: ItemFacts) -> None:
        """The list item and its row must say the same."""
        pairs = [
            ("名称", "name", name, row.cells.get("name")),
            ("建设内容", "content", content, row.cells.get("content")),
        ]
        for zh, en, listed, cell in pairs:
            if cell is None or folded(listed.text) == folded(cell.text):
                continue
            spans = (*listed.spans(), *cell.spans())
            said, other = quote(self._content, listed.spans()), quote(self._content, cell.spans())
            self._found.append(
                Finding(
                    "warning",
                    "row-differs",
                    f"第{item.number_text}项的{zh}在清单与附表中不一致：“{said}”与“{other}”，请统一。",
                    f"Item {item.number_text}: {en} differs between list and annex; make them the same.",
                    spans,
                )
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
            found.append(_NOWHERE)
        ordered = sorted(
            dict.fromkeys(found),
            key=lambda f: (f.evidence[0].start if f.evidence else -1, f.code, f.message),
        )
        return tuple(ordered)


_NOWHERE = Finding(
    "info",
    "no-jurisdiction",
    "未能确定本通知的辖区，同名单位无法与其他地方的区分认定。",
    "The jurisdiction is not named; the bodies are kept apart from those of every place.",
    (),
)
