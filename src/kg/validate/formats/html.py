"""A page for people: the notice's text with marks, the findings beside it; no script.

    render(reports, lang)      a standalone page with its own style
    fragment(report, lang)     the same without the frame, for ``/validate``
    STYLE                      the style sheet both need, for the page that shows a fragment

Marks and findings are joined by links both ways, so that a keyboard walks from one to the other.
Below 900 pixels the findings stand above the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import pairwise
from pathlib import Path

from kg.validate.formats import words
from kg.validate.report import SEVERITIES, Entry, Mark, Report

WHOLE = 200_000  # characters of text shown in full; of a longer one, the lines around findings
_AROUND = 3
_BOTH = 2  # places of a disagreement, which are both marked; of more only the first is
_TAG = {"zh": "zh-CN", "en": "en"}
_WORDS = {
    "zh": {
        "title": "校验报告",
        "findings": "发现的问题",
        "text": "通知原文",
        "why": "说明与改法",
        "to_text": "看原文",
        "none": "没有发现问题。",
        "left": "此处省略 {} 行",
        "no_text": "图文件没有原文可以标出。",
        "repair": "改法",
        "show": "只看",
    },
    "en": {
        "title": "Validation report",
        "findings": "Findings",
        "text": "Text of the notice",
        "why": "Explanation and how to mend",
        "to_text": "show in the text",
        "none": "Nothing was found.",
        "left": "{} lines left out here",
        "no_text": "A graph file has no text to mark.",
        "repair": "Repair",
        "show": "Show",
    },
}


@cache
def style() -> str:
    """Return the style sheet of fragments; all its classes begin with ``vr-``."""
    return Path(__file__).with_name("report.css").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class _Spot:
    """One marked place of an entry; the first bears its number."""

    mark: Mark
    entry: Entry
    first: bool


def render(reports: Sequence[Report], lang: str) -> str:
    """Return a standalone page."""
    say = _WORDS[lang]
    title = " · ".join([say["title"], *(report.name for report in reports[:1] if report.name)])
    body = "\n".join(
        fragment(report, lang, prefix=f"r{number}-" if len(reports) > 1 else "")
        for number, report in enumerate(reports, 1)
    )
    return (
        f'<!doctype html>\n<html lang="{_TAG[lang]}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style()}</style>\n</head>\n"
        f'<body class="vr-page">\n<main>\n<h1>{escape(say["title"])}</h1>\n{body}</main>\n</body>\n</html>\n'
    )


def fragment(report: Report, lang: str = "zh", *, prefix: str = "") -> str:
    """Return the report as a ``section``, to be put into a page that has ``style()``.

    Args:
        report: What to show.
        lang: ``zh`` or ``en``.
        prefix: Put before every id, so that several fragments fit into one page.
    """
    say = _WORDS[lang]
    # Numbers follow the list, so that a reader of either column meets them in a known order.
    numbers: dict[int, int] = {}
    for _, entries in report.by_rule():
        for entry in entries:
            numbers[id(entry)] = len(numbers) + 1
    verdict = "ok" if report.conforms else "bad"
    head = (
        f'<h2 class="vr-name">{escape(report.title or report.name)}</h2>'
        if report.title or report.name
        else ""
    )
    return (
        f'<section class="vr" lang="{_TAG[lang]}">\n{head}\n'
        f'<p class="vr-verdict vr-{verdict}" role="status">{escape(words.summary(report, lang))}</p>\n'
        f"{_reading(report, lang)}"
        '<div class="vr-columns">\n'
        f'<div class="vr-findings" role="region" aria-label="{say["findings"]}" tabindex="0">\n'
        f"<h3>{say['findings']}</h3>\n{_filter(report, lang)}"
        f"{_findings(report, lang, numbers, prefix)}</div>\n"
        f'<div class="vr-text" role="region" aria-label="{say["text"]}" tabindex="0" lang="zh-CN">\n'
        f'<h3 lang="{_TAG[lang]}">{say["text"]}</h3>\n'
        f"{_text(report, lang, numbers, prefix)}</div>\n</div>\n</section>\n"
    )


def _reading(report: Report, lang: str) -> str:
    told = words.reading(report, lang)
    return f'<p class="vr-reading">{escape(told)}</p>\n' if told else ""


def _filter(report: Report, lang: str) -> str:
    """Return boxes that show and hide severities and packs: the style sheet does it, without a script."""
    counts = report.counts()
    boxes: list[tuple[str, str]] = [
        (level, words.count(counts[level], level, lang)) for level in SEVERITIES if counts[level]
    ]
    packs = dict.fromkeys(rule.pack for rule, _ in report.by_rule())
    if len(packs) > 1:
        boxes += [(f"pack-{pack}", words.PACKS[lang].get(pack, pack)) for pack in packs]
    if len(boxes) < 2:
        return ""
    shown = "".join(
        f'<label><input type="checkbox" class="vr-show-{key}" checked> {escape(label)}</label>\n'
        for key, label in boxes
    )
    return f'<fieldset class="vr-filter"><legend>{_WORDS[lang]["show"]}</legend>\n{shown}</fieldset>\n'


def _findings(report: Report, lang: str, numbers: dict[int, int], prefix: str) -> str:
    say = _WORDS[lang]
    if not report.entries:
        return f"<p>{say['none']}</p>\n"
    parts = []
    for rule, entries in report.by_rule():
        level = entries[0].severity
        comment = rule.explanation_en if lang == "en" else rule.explanation
        parts.append(
            f'<section class="vr-rule vr-{level} vr-pack-{escape(rule.pack)}">\n<h4><span class="vr-level">'
            f"{words.severity(level, lang)}</span> {escape(rule.name(lang))}</h4>\n"
            f"<details><summary>{say['why']}</summary><p>{escape(comment)}</p></details>\n<ol>\n"
        )
        for entry in entries:
            parts.append(_finding(report, entry, lang, numbers[id(entry)], prefix))
        parts.append("</ol>\n")
        if hidden := report.hidden.get(rule.id):
            parts.append(f'<p class="vr-more">{words.more(hidden, lang)}</p>\n')
        parts.append("</section>\n")
    return "".join(parts)


def _finding(report: Report, entry: Entry, lang: str, number: int, prefix: str) -> str:
    say = _WORDS[lang]
    where = words.where(report, entry, lang)
    shown = entry.mark is not None and entry.mark.line > 0
    if shown:
        where = escape(where or say["to_text"])
        where = f'<a href="#{prefix}m{number}" aria-label="{number}: {where}">{where}</a>'
    else:
        where = escape(where)
    quote = f'<blockquote lang="zh-CN">{escape(entry.sentence)}</blockquote>' if entry.sentence else ""
    mended = words.repair(entry, lang)
    repair = f'<p class="vr-repair">{say["repair"]}: {escape(mended)}</p>' if mended else ""
    others = words.others(report, entry, lang)
    also = f'<p class="vr-where">{escape(others)}</p>' if others else ""
    follows = "".join(f"<li>{escape(one.text(lang))}</li>" for one in entry.consequences)
    if follows:
        follows = f"<details><summary>{words.follows(entry, lang)}</summary><ul>{follows}</ul></details>"
    return (
        f'<li id="{prefix}f{number}" value="{number}" tabindex="-1"><p>{escape(entry.text(lang))}</p>'
        f'<p class="vr-where">{where}</p>{quote}{also}{repair}{follows}</li>\n'
    )


def _text(report: Report, lang: str, numbers: dict[int, int], prefix: str) -> str:
    if report.text is None:
        return f"<p>{_WORDS[lang]['no_text']}</p>\n"
    marked = sorted(
        (
            _Spot(mark, entry, place == 0)
            for entry in report.entries
            for place, mark in enumerate(entry.marks if len(entry.marks) == _BOTH else entry.marks[:1])
            if mark.line > 0
        ),
        key=lambda spot: (spot.mark.span, numbers[id(spot.entry)]),
    )
    lines = report.text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    shown = _shown(lines, marked, len(report.text) > WHOLE)
    rows: list[str] = []
    previous = 0
    queue = list(marked)
    begun: list[_Spot] = []
    for number in shown:
        if number > previous + 1 and any(lines[previous : number - 1]):
            rows.append(f'<p class="vr-left">{_WORDS[lang]["left"].format(number - previous - 1)}</p>\n')
        previous = number
        begin, end = starts[number - 1], starts[number] - 1
        while queue and queue[0].mark.span.start <= end:
            begun.append(queue.pop(0))
        here = [spot for spot in begun if spot.mark.span.end > begin]
        if not lines[number - 1].strip() and not here:
            continue
        row = _line(lines[number - 1], begin, here, numbers, prefix, lang)
        rows.append(
            f'<p class="vr-line"><span class="vr-number" aria-hidden="true">{number}</span>{row}</p>\n'
        )
    if previous < len(lines) and any(lines[previous:]):
        rows.append(f'<p class="vr-left">{_WORDS[lang]["left"].format(len(lines) - previous)}</p>\n')
    return "".join(rows)


def _shown(lines: Sequence[str], marked: Sequence[_Spot], cut: bool) -> Iterator[int]:
    if not cut:
        yield from range(1, len(lines) + 1)
        return
    near = {
        line for spot in marked for line in range(spot.mark.line - _AROUND, spot.mark.end_line + _AROUND + 1)
    }
    yield from sorted(line for line in near if 1 <= line <= len(lines))


def _line(
    line: str, begin: int, spots: Sequence[_Spot], numbers: dict[int, int], prefix: str, lang: str
) -> str:
    """Return one line with its marks: cut wherever one begins or ends."""
    end = begin + len(line)
    cuts = {begin, end}
    for spot in spots:
        cuts |= {min(max(place, begin), end) for place in (spot.mark.span.start, spot.mark.span.end)}
    points = sorted(cuts)
    parts: list[str] = []
    # The number of an entry stands once, after the last character of its first line.
    waiting = [spot for spot in spots if spot.first and spot.mark.span.start >= begin]
    for left, right in pairwise(points):
        covering = [spot for spot in spots if spot.mark.span.start < right and spot.mark.span.end > left]
        words_here = escape(line[left - begin : right - begin])
        if covering:
            worst = min((spot.entry.severity for spot in covering), key=SEVERITIES.index)
            words_here = f'<mark class="vr-{worst}">{words_here}</mark>'
        parts.append(words_here)
        done = [
            spot for spot in waiting if spot.mark.span.start < right and min(spot.mark.span.end, end) == right
        ]
        parts += [_reference(spot.entry, numbers, prefix, lang) for spot in done]
        waiting = [spot for spot in waiting if spot not in done]
    parts += [_reference(spot.entry, numbers, prefix, lang) for spot in waiting]
    return "".join(parts)


def _reference(entry: Entry, numbers: dict[int, int], prefix: str, lang: str) -> str:
    number = numbers[id(entry)]
    label = f"{words.severity(entry.severity, lang)} {number}: {entry.text(lang)}"
    return (
        f'<a class="vr-ref vr-{entry.severity} vr-pack-{escape(entry.rule.pack)}" '
        f'id="{prefix}m{number}" href="#{prefix}f{number}" aria-label="{escape(label)}">{number}</a>'
    )
