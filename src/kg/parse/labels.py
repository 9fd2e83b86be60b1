"""Labels and brackets that say who answers for a paragraph.

cut(line) -> [Line | Label, ...]     the paragraph's own words and its labelled parts, in order
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from kg.parse.bodies import begins_with_body, body, mostly_bodies, names_bodies, surely_bodies
from kg.parse.document import Label, LabelKind
from kg.parse.lines import Line
from kg.registry import patterns

_KINDS: tuple[LabelKind, ...] = (
    "upper",
    "name",
    "money",
    "sources",
    "owner",
    "lead",
    "support",
    "responsible",
    "leader",
    "deadline",
    "text",
    "other",
)
_OPEN = "（(［[【〔"
_CLOSE = dict(zip(_OPEN, "）)］]】〕", strict=True))
_UNIT_KINDS = frozenset({"lead", "support", "responsible"})


@cache
def _label() -> re.Pattern[str]:
    """One pattern for every label, its kind as the group's name, then the colon."""
    file = patterns.load("labels")
    kinds = "|".join(f"(?P<{kind}>{file[kind].pattern})" for kind in _KINDS)
    return re.compile(f"(?:{kinds})(?P<colon>\\s?[：:﹕∶]\\s?)?")


@cache
def _duty_end() -> re.Pattern[str]:
    return patterns.load("duties")["duty_group"]


def _bracket_end(text: str, start: int) -> int:
    """Return where the bracket that opens at ``start`` closes (past it), or -1."""
    depth = 0
    for i in range(start, len(text)):
        if text[i] in _OPEN:
            depth += 1
        elif text[i] in _CLOSE.values():
            depth -= 1
            if depth == 0:
                return i + 1
    return -1


def label_at(line: Line, start: int = 0) -> tuple[LabelKind, str, int] | None:
    """Return kind, word and end (past the colon) of a label that begins at ``start``.

    A label counts with its colon, or alone in its line, or before a gap in the text as read
    (punctuation lost).
    """
    match = _label().match(line.text, start)
    if not match or match.lastgroup is None:
        return _told_by_bodies(line, start)
    kind = next(k for k in _KINDS if match[k])
    word = match[kind]
    end = match.end()
    if match["colon"]:
        return kind, word, end
    if end == len(line) or (line.gap(end) and kind in _UNIT_KINDS | {"leader", "deadline"}):
        return kind, word, end
    if line.text[end] == " ":
        return kind, word, end + 1
    if start == 0 and kind in _UNIT_KINDS and begins_with_body(line.text[end:]):
        return kind, word, end
    return None


_ANY_WORD = re.compile(r"(?P<word>[一-龥]{2,8})\s?[：:﹕∶]\s?")


def _told_by_bodies(line: Line, start: int) -> tuple[LabelKind, str, int] | None:
    """A word with a colon that no pattern knows, before nothing but bodies: 承接方：县住建局.

    Members' duties (县财政局：落实资金) name a body before the colon, and sets of bodies are addressed.
    """
    match = _ANY_WORD.match(line.text, start)
    if not match or _known(match["word"]):
        return None
    rest = re.split(r"[。；;]|[，,]?(?=[一-龥]{2,8}[：:])", line.text[match.end() :])[0].strip("）)】] ")
    verb = patterns.load("duties")["clause_verb"].search(rest)
    rest = rest[: verb.start()] if verb and verb.end() == len(rest) else rest
    if not 2 < len(rest) <= _LONGEST_TOLD or not surely_bodies(rest):
        return None
    return "responsible", match["word"], match.end()


def _known(word: str) -> bool:
    """Tell whether a word before a colon is something else: a body, or what a frame or column says."""
    frames, titles, header = patterns.load("frames"), patterns.load("titles"), patterns.load("header")
    return (
        (body(word) is not None and not re.search("(?:单位|部门|处室|科室|股室)$", word))
        or titles["furniture"].match(word) is not None
        or any(frames[name].search(word + "：") for name in ("note", "site", "imprint", "closing", "letter"))
        or any(
            header[name].match(word + "：县政府") for name in ("issuer_label", "source_label", "other_label")
        )
    )


_LONGEST_TOLD = 80  # characters of a list that tells its label


def split_labels(line: Line, *, inline: bool) -> list[Label]:
    """Cut a line that begins with a label at each label in it.

    A later label counts at the start of a clause (after punctuation or a gap) and with a colon,
    or in a line that has lost its punctuation.
    """
    found: list[Label] = []
    first = label_at(line)
    if not first:
        return found
    kind, word, start = first
    position = start
    text = line.text
    for match in _label().finditer(text, start):
        at = match.start()
        if at < position:
            continue
        before = text[at - 1]
        clause = before in "；;，,。.　 、）)" or line.gap(at)
        colon = bool(match["colon"]) or line.gap(match.end()) or text[match.end() : match.end() + 1] == " "
        if not (clause and colon):
            continue
        found.append(Label(kind, word, _content(kind, line.part(start, at)), inline))
        kind = next(k for k in _KINDS if match[k])
        word, start = match[kind], match.end()
        position = start
    found.append(Label(kind, word, _content(kind, line.part(start)), inline))
    return found


def _content(kind: LabelKind, line: Line) -> Line:
    """Return what a label introduces; words keep their full stop, for others may follow them."""
    if kind == "text":
        return line
    end = line.text.find("。") if kind in _UNIT_KINDS else -1
    if 0 < end < len(line) - 1 and names_bodies(line.text[:end]) and _TOLD_OF_OTHERS.search(line.text, end):
        line = line.part(0, end)  # what stands behind the list is told of nobody here
    return _trim(line)


_TOLD_OF_OTHERS = re.compile(r"。.*(?:各|有关|相关|乡镇|街道|单位|部门)")


def _trim(line: Line) -> Line:
    start, end = 0, len(line)
    while end > start and line.text[end - 1] in "；;，,。.、 ":
        end -= 1
    while start < end and line.text[start] in "；;，,、 ：:":
        start += 1
    return line.part(start, end)


_ETC = re.compile(r"[，,、]?(?:下同)?$|等(?:有关|相关)?(?:部门|单位)?$")
_STOPS = re.compile(r"[（(［\[【〔。；;！!]")


def cut(line: Line) -> list[Line | Label]:
    """Cut a paragraph into its own words and the parts that say who, until when."""
    text = line.text
    if label_at(line):
        return list(split_labels(line, inline=False))
    if text.find("】") > 0 and (bracketed := _bracketed_labels(line)):
        return bracketed
    pieces: list[Line | Label] = []
    start = i = 0
    for at in _places_to_look(line):
        if at < i:
            continue
        char = text[at]
        if char in _OPEN:
            end = _bracket_end(text, at)
            # A bracket that never closes: at the end of a paragraph it is lost punctuation.
            inner = line.part(at + 1, end - 1 if end >= 0 else len(text))
            i = end if end >= 0 else len(text)
            alone = (at > 0 and text[at - 1] in "。；;！!") or i >= len(text) or text[i] in "。；;"
            labels = _bracket_labels(inner, alone=alone)
            if not labels:
                continue
            own = line.part(start, at)
            if own.text:
                pieces.append(own)
            pieces.extend(labels)
            while i < len(text) and text[i] in "。；;，, ":
                i += 1
            start = i
            continue
        at = at + 1 if char in "。；;！!" else at
        while at < len(text) and text[at] == " ":
            at += 1
        found = label_at(line, at) if at < len(text) else None
        if found and found[0] != "text" and re.search(r"[：:﹕∶]\s?$", text[at : found[2]]):
            own = line.part(start, at)
            if own.text:
                pieces.append(own)
            pieces.extend(split_labels(line.part(at), inline=True))
            return pieces
    rest = line.part(start)
    if not pieces and _only_duty(_trim(rest).text):
        return [Label("responsible", None, _trim(rest), False)]  # 市财政局牵头落实 in a line of its own
    if rest.text:
        prose = _duty_sentence(rest) if "由" in rest.text or "牵头" in rest.text else []
        pieces.extend(prose or [rest])
    return pieces


_IN_BRACKETS = re.compile(r"[【\[](?P<word>[一-龥]{2,10})[】\]]\s?[：:]?\s?")


def _bracketed_labels(line: Line) -> list[Line | Label]:
    """Cut …。【责任部门】区数据局【完成时间】12月底: a label may stand in brackets of its own."""
    found = [(match, kind) for match in _IN_BRACKETS.finditer(line.text) if (kind := _kind_of(match["word"]))]
    if not any(kind in _UNIT_KINDS for _, kind in found):
        return []
    own = line.part(0, found[0][0].start())
    pieces: list[Line | Label] = [own] if own.text else []
    for i, (match, kind) in enumerate(found):
        end = found[i + 1][0].start() if i + 1 < len(found) else len(line)
        pieces.append(Label(kind, match["word"], _content(kind, line.part(match.end(), end))))
    return pieces


def _kind_of(word: str) -> LabelKind | None:
    """Return what a word by itself would label, or None."""
    match = _label().fullmatch(word)
    return next((kind for kind in _KINDS if match[kind]), None) if match else None


def _places_to_look(line: Line) -> Iterable[int]:
    """Return where a bracket opens, a sentence ends, or something was dropped."""
    stops = [match.start() for match in _STOPS.finditer(line.text)]
    if isinstance(line.at, range):
        return stops
    gaps = [i for i in range(1, len(line)) if line.at[i] != line.at[i - 1] + 1]
    return sorted({*stops, *gaps})


def _bracket_labels(inner: Line, *, alone: bool) -> list[Label]:
    """Return the labels of a bracket, or nothing where it says no duty.

    Args:
        inner: the words between the brackets.
        alone: the bracket stands at the end of a sentence; in the middle of one it explains.
    """
    if not inner.text:
        return []
    found = label_at(inner)
    if found:
        if found[0] == "text":
            return []
        labels = split_labels(inner, inline=True)
        return labels if any(label.content.text for label in labels) else []
    # （登记处负责，完成时限：年底前）: a label behind the words that say who.
    later = _later_label(inner) if "：" in inner.text or ":" in inner.text else None
    if later is not None:
        before = _bracket_labels(_trim(inner.part(0, later)), alone=alone)
        return before + split_labels(inner.part(later), inline=True) if before else []
    file = patterns.load("duties")
    said = inner.text
    if "不再" in said:
        said = file["covers_below"].sub("", said)
    if "牵头" in said:
        titles = patterns.load("titles")
        said = titles["first_leads"].sub("", said)
        said = titles["mark_leads"].sub("", said)
    if _leads(inner.text):
        return [Label("leader", None, inner, True)]
    comma = inner.text.find("，")
    if comma > 0 and alone and _leads(inner.text[:comma]):
        # （蒋维舟同志负责，市发改委牵头）: the leader, then the bodies
        rest = _bracket_labels(inner.part(comma + 1), alone=alone)
        who = _DOES.sub("", inner.text[:comma])
        return [Label("leader", None, inner.part(0, len(who)), True), *rest] if rest else []
    if alone and _duty_end().search(said.rstrip("。；;，,、 ")):
        return [Label("responsible", None, inner, True)]
    bare = _ETC.sub("", said.rstrip("。；;，,、 "))
    if alone and len(inner) > 2 and file["units_only"].fullmatch(bare):
        return [Label("responsible", None, inner, True)]
    return [Label("responsible", None, inner, True)] if alone and mostly_bodies(bare) else []


def _later_label(inner: Line) -> int | None:
    """Return where a label with its colon begins a clause, not the first."""
    for match in _label().finditer(inner.text, 1):
        if match["colon"] and inner.text[match.start() - 1] in "，,；;。":
            return match.start()
    return None


_DOES = re.compile(r"(?:负责|牵头|主抓|领衔|分管|包联|包保|主持)(?:工作)?$")


def _leads(text: str) -> bool:
    """Tell whether a bracket names a leader with a post: （县委常委、常务副县长冯延巳负责）."""
    leaders = patterns.load("leaders")
    text = re.sub(r"[（(][^（）()]{1,6}[）)]", "", text)  # 挂职
    bare = _DOES.sub("", text)
    if bare == text or not re.search(r"长|主任|书记|主席|常委|专员|同志$", bare):
        return False
    last = re.split(r"[、，,；; ]", bare)[-1]
    if last.endswith("同志") and leaders["name_only"].fullmatch(last):
        return True
    return any(leaders[name].fullmatch(last) for name in ("post_name", "name_post", "org_post_name"))


def _only_duty(text: str) -> bool:
    """Tell whether a line says nothing but who does it: 省教育厅、省商务厅按职责分工负责."""
    file = patterns.load("duties")
    if not re.search(r"负责|牵头|落实", text) or text[-1] in "：:" or re.search("[。！]", text):
        return False
    if "牵头" in text and file["duty_sentence"].fullmatch(text):
        return True
    verb = file["clause_verb"].search(text)
    bodies = re.sub(r"等(?:部门|单位|有关部门|相关部门)?$", "", text[: verb.start()]) if verb else ""
    return bool(verb and verb.end() == len(text) and bodies and names_bodies(bodies))


def whole_duty(line: Line) -> list[Label]:
    """Return the labels of a line that says nothing but who: a duty sentence, or labelled units."""
    if label_at(line):
        return [label for label in split_labels(line, inline=False) if label.content.text]
    text = line.text.rstrip("。；;，,）) ")
    if patterns.load("duties")["duty_sentence"].fullmatch(text) or (text and _only_duty(text)):
        return [Label("responsible", None, line.part(0, len(text)), True)]
    return []


def _duty_sentence(line: Line) -> list[Line | Label]:
    """Cut off a last sentence that only says who: 由县财政局牵头，县税务局配合。"""
    text = line.text.rstrip("。；; ")
    sentence = patterns.load("duties")["duty_sentence"]
    at = max(text.rfind(mark) for mark in "。；;！")
    if at < 0 or not sentence.fullmatch(text, at + 1):
        at = max(text.rfind("，由"), text.rfind(",由"))
        if at < 0 or not sentence.fullmatch(text, at + 1):
            return []
    own = line.part(0, at + 1)
    return [own, Label("responsible", None, line.part(at + 1, len(text)), True)]
