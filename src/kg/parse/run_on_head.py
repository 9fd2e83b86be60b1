"""A head whose parts a page runs together in one line, with the letter behind them or without.

    head_ends(line, goes_on) -> where its parts end; none where the line is no such head

    青禾县人民政府办公室关于印发方案的通知 (青政办发〔2024〕6号) 各乡镇人民政府： 现将方案…
    青政办发〔2024〕6号 青禾县人民政府办公室 关于印发方案的通知 各乡镇人民政府： …

Number, issuer, title and addressees follow each other in any order; two of them make a head, and
what follows them is the letter. Where the head goes on from the line above, or nothing stands above,
the addressees alone do. A title with its number in brackets alone is a title (``own_title``).
"""

from __future__ import annotations

from kg.parse.frame import is_issuer
from kg.parse.lines import Line, narrow
from kg.registry.patterns import rule

_MOST_PARTS = 6
_LONGEST_ISSUERS = 100  # that stand before the act
_LONGEST_TITLE = 150
_LONGEST_NUMBER = 60
_LETTER = 12  # characters behind the parts, below which nothing runs on
_BETWEEN = " |｜（）()"


def head_ends(line: Line, *, goes_on: bool) -> list[int]:
    """Return where the parts of the head end that the line begins with."""
    if {"|", "｜"} & set(line.text.strip(_BETWEEN)):
        return []  # a row of a table
    ends: list[int] = []
    kinds: set[str] = set()
    at = 0
    while len(ends) < _MOST_PARTS:
        at = _past(line.text, at)
        found = _part(line, at, kinds)
        if found is None:
            break
        kind, at = found
        kinds.add(kind)
        ends.append(_closed(line.text, at))
        if kind == "addressees":
            break
    if not ends or (kinds == {"addressees"} and not goes_on):
        return []
    letter = len(line) - ends[-1] >= _LETTER
    if kinds == {"addressees"}:
        return ends if letter else []
    if len(kinds) < 2 or not kinds & {"title", "number"}:
        return []
    return ends if letter or not kinds <= {"title", "number"} else []


def opens_head(line: Line) -> bool:
    """Tell whether the next line may go on with the head: this one is its title or number."""
    text = line.text.rstrip(_BETWEEN)
    number = rule("titles.document_number").search(narrow(text))
    return bool(rule("titles.title_end").search(text)) or bool(number and number.end() == len(text))


def _past(text: str, at: int) -> int:
    while at < len(text) and text[at] in _BETWEEN:
        at += 1
    return at


def _closed(text: str, at: int) -> int:
    """Return where a part ends with the bracket that closes behind it."""
    return at + 1 if text[at : at + 1] in ("）", ")") and at else at


def _part(line: Line, at: int, kinds: set[str]) -> tuple[str, int] | None:
    """Return the part that begins at a character: its kind and where it ends."""
    if "number" not in kinds and (end := _number(line, at)):
        return "number", end
    if "title" not in kinds:
        if end := _title(line, at):
            return "title", end
        stop = _gap(line, at)
        if is_issuer(line.text[at:stop]) and stop < len(line):
            return "issuer", stop
    addressed = rule("page.addressed").match(line.text, at)
    if addressed and rule("header.addressed_end").search(addressed.group()):
        return "addressees", addressed.end()
    return None


def _gap(line: Line, at: int) -> int:
    """Return where the next blank stands, be it dropped or not."""
    for i in range(at + 1, len(line)):
        if line.text[i] in _BETWEEN or line.gap(i):
            return i
    return len(line)


def _number(line: Line, at: int) -> int | None:
    match = rule("titles.document_number").match(narrow(line.text[at : at + _LONGEST_NUMBER]))
    if not match or any(line.gap(i) for i in range(at + 1, at + match.end("body"))):
        return None
    return None if rule("header.cites").search(match["body"]) else at + match.end()


def _title(line: Line, at: int) -> int | None:
    """Return where a title ends that names its act: at a gap, or where the number or 各 follows."""
    text = line.text
    act = rule("header.act").search(text, at, at + _LONGEST_ISSUERS)
    if not act:
        return _plain_title(line, at)
    if not _may_issue(text[at : act.start()]):
        return None
    for end in range(act.end() + 4, min(len(text), at + _LONGEST_TITLE) + 1):
        if text[end - 1] in "。；：:":
            return None
        ahead = text[end : end + 1]
        stands = not ahead or ahead in _BETWEEN or line.gap(end) or ahead == "各" or _number(line, end)
        if stands and ahead not in ("的", "》") and rule("titles.title_end").search(text[at:end]):
            return end
    return None


def _plain_title(line: Line, at: int) -> int | None:
    """Return where the title of a plan ends that is set before those to whom it goes: …实施意见 各乡镇："""
    stop = _gap(line, at)
    addressed = rule("page.addressed").match(line.text, stop)
    if not addressed or not rule("header.addressed_end").search(addressed.group()):
        return None
    return stop if rule("header.plain_title").fullmatch(line.text[at:stop]) else None


def _may_issue(words: str) -> bool:
    return not rule("header.no_issuer").search(words) and not any(char.isdigit() for char in words)
