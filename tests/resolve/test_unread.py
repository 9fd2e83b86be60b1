"""How what became nothing is told."""

import pytest

from kg.model import Span, UnreadPart
from kg.resolve.unread import DOUBTFUL, doubtful_layout, unread_findings


@pytest.mark.parametrize(
    ("reason", "text", "code", "severity"),
    [
        ("text", "3个", "unread-text", "info"),
        ("names", "县财政局、县民政局", "unread-text", "info"),
        ("names", "3个", "unread-text", "info"),  # taken for names, and none of them is a body
        ("leader", "某某", "unread-text", "info"),
        ("column", "3个", "unread-column", "warning"),
        ("column", "产业振兴", "unread-column", "warning"),
        ("column", "一、教育提质行动", "unread-column", "warning"),
        ("quantity", "3个", "unread-quantity", "info"),
    ],
)
def test_reasons(reason: str, text: str, code: str, severity: str) -> None:
    span = Span(0, len(text))
    (found,) = unread_findings([UnreadPart(span, reason)], text)  # type: ignore[arg-type]
    assert (found.code, found.severity, found.evidence) == (code, severity, (span,))
    assert f"“{text}”" in found.message
    assert f"“{text}”" in found.message_en


@pytest.mark.parametrize(
    ("words", "quoted"),
    [("县财 \n 政局", "县财政局"), ("字" * 24, "字" * 24), ("字" * 25, "字" * 23 + "…")],
)
def test_words_are_quoted_without_gaps_and_not_at_length(words: str, quoted: str) -> None:
    (found,) = unread_findings([UnreadPart(Span(0, len(words)), "text")], words)
    assert f"“{quoted}”" in found.message


def test_a_doubtful_reading_is_told_at_the_first_line() -> None:
    found = doubtful_layout(0.5, "\n  通知\n正文", [Span(6, 8)])
    assert found is not None
    assert (found.code, found.evidence[0]) == ("layout-doubtful", Span(3, 5))
    assert "50%" in found.message
    assert doubtful_layout(DOUBTFUL, "通知", []) is None
    assert doubtful_layout(DOUBTFUL - 0.01, "通知", []) is not None
    assert doubtful_layout(0.1, " \n", []) is None
