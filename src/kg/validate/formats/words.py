"""The few words that the renderers share, in both languages."""

from __future__ import annotations

from kg.model import Reading, Severity
from kg.validate.report import SEVERITIES, Entry, Mark, Report
from kg.validate.whereabouts import Place

SEVERITY = {
    "zh": {"violation": "错误", "warning": "警告", "info": "提示"},
    "en": {"violation": "error", "warning": "warning", "info": "note"},
}
PACKS = {
    "zh": {"content": "内容", "form": "公文格式", "proof": "文字校对"},
    "en": {"content": "contents", "form": "form", "proof": "proof-reading"},
}
# Rules about what was not read, or hardly.
LOOK_FIRST = ("layout-doubtful", "unread-column", "unread-text", "unread-quantity")
_HEADING = 20  # characters of a heading that are shown
_PLACES = 3  # further places of one entry that are named
_PLURAL = {"violation": "errors", "warning": "warnings", "info": "notes"}


def severity(level: Severity, lang: str) -> str:
    """Return the word for a severity."""
    return SEVERITY[lang][level]


def count(number: int, level: Severity, lang: str) -> str:
    """Return ``3 处警告`` or ``3 warnings``."""
    if lang == "zh":
        return f"{number} 处{SEVERITY['zh'][level]}"
    return f"{number} {SEVERITY['en'][level] if number == 1 else _PLURAL[level]}"


def summary(report: Report, lang: str) -> str:
    """Return one sentence that says whether the notice conforms, and what was found."""
    counts = report.counts()
    parts = [count(counts[level], level, lang) for level in SEVERITIES if counts[level]]
    hidden = sum(report.hidden.values())
    if lang == "zh":
        verdict = "符合要求" if report.conforms else "不符合要求"
        found = "，".join(parts) if parts else "没有发现问题"
        return f"{verdict}：{found}" + (f"（另有 {hidden} 处未列出）" if hidden else "") + "。"
    verdict = "Conforms" if report.conforms else "Does not conform"
    found = ", ".join(parts) if parts else "nothing found"
    return f"{verdict}: {found}" + (f" ({hidden} more not shown)" if hidden else "") + "."


def reading(report: Report, lang: str) -> str:
    """Return how far the reading can be relied on, and what to look at first; nothing where none is told."""
    if report.reading is None:
        return ""
    sure, accounted = (f"{share * 100:.{digits}f}" for share, digits in _shares(report.reading))
    names = [rule.name(lang) for rule, _ in report.by_rule() if rule.id in LOOK_FIRST]
    if lang == "en":
        first = f"; look first at: {', '.join(names)}" if names else ""
        return f"Confidence {sure} %, {accounted} % of the text accounted for{first}."
    first = f"；请先核对：{'、'.join(names)}" if names else ""
    return f"把握 {sure}%，{accounted}% 的文字去向已明{first}。"


def _shares(told: Reading) -> tuple[tuple[float, int], tuple[float, int]]:
    return (told.confidence, 0), (told.accounted, 1)


def where(report: Report, entry: Entry, lang: str) -> str:
    """Return how the notice names the item, and where its words stand; nothing where no place is known.

    Such as ``五、3. · 表 2 第 3 行第 4 列（读出的文本 12:3）``.
    """
    mark = entry.mark
    place = report.place(mark) if mark else Place()
    name = entry.label or (_quoted(place.heading, lang) if place.heading else "")
    return " · ".join(part for part in (name, _position(mark, place, lang)) if part)


def _quoted(heading: str, lang: str) -> str:
    shown = heading if len(heading) <= _HEADING else heading[:_HEADING] + "…"
    return f"“{shown}”之下" if lang == "zh" else f"under “{shown}”"


def _position(mark: Mark | None, place: Place, lang: str) -> str:
    if mark is None or not mark.line:
        return ""
    standing = spot(place, lang)
    if not standing:
        return (
            f"第 {mark.line} 行第 {mark.column} 列"
            if lang == "zh"
            else f"line {mark.line}, column {mark.column}"
        )
    at = f"{mark.line}:{mark.column}"
    return f"{standing}（读出的文本 {at}）" if lang == "zh" else f"{standing} (text as read {at})"


def spot(place: Place, lang: str) -> str:
    """Return ``第 3 页``, ``表 2 第 3 行第 4 列``, ``第 5 段``, or nothing."""
    if place.page:
        return f"第 {place.page} 页" if lang == "zh" else f"page {place.page}"
    if place.table:
        zh = f"表 {place.table} 第 {place.row} 行第 {place.column} 列"
        return zh if lang == "zh" else f"table {place.table}, row {place.row}, column {place.column}"
    if place.paragraph:
        return f"第 {place.paragraph} 段" if lang == "zh" else f"paragraph {place.paragraph}"
    return ""


def repair(entry: Entry, lang: str) -> str:
    """Return ``改为“嵊山镇人民政府”``, or nothing without a certain repair."""
    if entry.repair is None:
        return ""
    before = " ".join(entry.marks[0].words.split()) if entry.marks else ""
    if not entry.repair and not before:
        return "接上断开的两行" if lang == "zh" else "join the broken lines"
    if not entry.repair:
        return f"删去“{before}”" if lang == "zh" else f"drop “{before}”"
    return f"“{before}”改为“{entry.repair}”" if lang == "zh" else f"“{before}” → “{entry.repair}”"


def follows(entry: Entry, lang: str) -> str:
    """Return how many entries follow from one; nothing where none does."""
    number = len(entry.consequences)
    if not number:
        return ""
    return f"由此引起的 {number} 处" if lang == "zh" else f"{number} that follow from it"


def others(report: Report, entry: Entry, lang: str) -> str:
    """Return where the further places of an entry are, and their words; nothing where it has one place."""
    if len(entry.marks) < 2:
        return ""
    said = [_other(report, mark, lang) for mark in entry.marks[1 : _PLACES + 1]]
    rest = len(entry.marks) - 1 - len(said)
    if rest:
        said.append(more(rest, lang))
    return ("另见 " + "；".join(said)) if lang == "zh" else ("see also " + "; ".join(said))


def _other(report: Report, mark: Mark, lang: str) -> str:
    shown = " ".join(mark.words.split())
    shown = shown if len(shown) <= _HEADING else shown[:_HEADING] + "…"
    at = _position(mark, report.place(mark), lang)
    if not at:
        return f"“{shown}”"
    return f"{at}“{shown}”" if lang == "zh" else f"{at}, “{shown}”"


def more(number: int, lang: str) -> str:
    """Return the line that a cap leaves behind."""
    return f"还有 {number} 处" if lang == "zh" else f"{number} more"
