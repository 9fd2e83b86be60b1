"""Labels and brackets that say who answers for a paragraph.

cut(line) -> (Line | Label, ...)     the paragraph's own words and its labelled parts, in order
label_at(line, start)                the label that begins at a place
whole_duty(line)                     the labels of a line that says nothing but who
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import cast, get_args

from kg.parse.bodies import begins_with_body, body, mostly_bodies, names_bodies, surely_bodies
from kg.parse.document import TELLS_WHO, UNIT_KINDS, Label, LabelKind, Piece
from kg.parse.duty_clauses import duty_clauses, duty_sentence, only_duty
from kg.parse.lines import Line, once
from kg.registry.patterns import rule

_OPEN = "（(［[【〔〖﹝｛{"
_CLOSE = "）)］]】〕〗﹞｝}"
_MARKS = "。；;，, "
_BETWEEN = "；;，,。.、 　｜|/▷▶►◆◇●○■□▪•·"  # what parts labels that share a line
_LONGEST_WORD = 24  # characters of a label
_LONGEST_TOLD = 80  # characters of a list that tells its label


@cache
def _label() -> re.Pattern[str]:
    """One pattern for every label, its kind as the group's name, then the colon."""
    kinds = "|".join(f"(?P<{kind}>{rule(f'labels.{kind}').pattern})" for kind in get_args(LabelKind))
    return re.compile(f"(?:{kinds})(?P<colon>\\s?[：:﹕∶]\\s?)?")


def _kind(match: re.Match[str]) -> LabelKind:
    return cast(LabelKind, next(kind for kind in get_args(LabelKind) if match[kind]))


def kind_of(word: str) -> LabelKind:
    """Return what a levelled label introduces, its level left out: 市级牵头单位 names who leads."""
    level = rule("labels.level").match(word)
    match = _label().fullmatch(word, level.end() if level else 0)
    return _kind(match) if match else "responsible"


def is_label(word: str) -> bool:
    """Tell whether a word that stands before bodies is one that a pattern knows."""
    return _label().search(word) is not None


def label_at(line: Line, start: int = 0) -> tuple[LabelKind, str, int] | None:
    """Return kind, word and end (past the colon) of a label that begins at ``start``.

    A label counts with its colon, or alone in its line, or before a gap in the text as read
    (punctuation lost).
    """
    match = _label().match(line.text, start)
    if not match:
        return _told_by_bodies(line, start)
    kind, end = _kind(match), match.end()
    bare = end == len(line) or line.gap(end) or line.text[end] == " "
    led = start == 0 and kind in UNIT_KINDS and begins_with_body(line.text[end:])
    if not (match["colon"] or bare or led):
        return None
    return kind, match[kind], end + (line.text[end : end + 1] == " ")


@once
def opens_with_label(line: Line) -> tuple[LabelKind, str, int] | None:
    """Return the label that begins a line, as ``label_at`` does."""
    return label_at(line)


def _told_by_bodies(line: Line, start: int) -> tuple[LabelKind, str, int] | None:
    """A word with a colon that no pattern knows, before nothing but bodies: 承接方：县住建局.

    Members' duties (县财政局：落实资金) name a body before the colon, and sets of bodies are addressed.
    """
    match = rule("labels.any_word").match(line.text, start)
    if not match or _is_known(match["word"]):
        return None
    ahead = line.text[match.end() : match.end() + _LONGEST_TOLD + 2]
    rest = rule("labels.told_end").split(ahead)[0].strip("）)】] ")
    verb = rule("duties.clause_verb").search(rest)
    rest = rest[: verb.start()] if verb and verb.end() == len(rest) else rest
    if not 2 < len(rest) <= _LONGEST_TOLD or not surely_bodies(rest):
        return None
    return "responsible", match["word"], match.end()


def _is_known(word: str) -> bool:
    """Tell whether a word before a colon is something else: a body, or what a frame or column says."""
    framed = ("frames.note", "frames.site", "frames.imprint", "frames.closing", "frames.letter")
    boxed = ("header.issuer_label", "header.source_label", "header.other_label")
    return (
        (body(word) is not None and not rule("labels.ends_as_label").search(word))
        or rule("titles.furniture").match(word) is not None
        or any(rule(name).search(word + "：") for name in framed)
        or any(rule(name).match(word + "：县政府") for name in boxed)
    )


def split_labels(line: Line, *, inline: bool) -> list[Label]:
    """Cut a line that begins with a label at each label in it.

    A later label counts at the start of a clause (after punctuation or a gap) and with a colon,
    or in a line that has lost its punctuation.
    """
    first = label_at(line)
    return _split(first[0], first[1], line, first[2], inline=inline) if first else []


def split_further(label: Label) -> list[Label]:
    """Cut what a label introduces where other labels stand in it: 县财政局完成时限：10月底."""
    return _split(label.kind, label.word, label.content, 0, inline=label.inline)


def _split(kind: LabelKind, word: str | None, line: Line, start: int, *, inline: bool) -> list[Label]:
    found: list[Label] = []
    text = line.text
    ways = [*_known_within(line, start), *_told_within(line, start)]
    for at, end, other, its_word, colon in sorted(ways, key=lambda way: way[0]):
        if at < start:
            continue  # within the label before
        clause = text[at - 1] in _BETWEEN + "）)" or line.gap(at)
        glued = colon and _is_whole(kind, text[start:at])
        if glued or (clause and (colon or line.gap(end) or text[end : end + 1] == " ")):
            found.append(_labelled(kind, word, line.part(start, at), inline=inline))
            kind, word, start = other, its_word, end
    found.append(_labelled(kind, word, line.part(start), inline=inline))
    return found


_Within = tuple[int, int, LabelKind, str, bool]  # start, end, kind, word, and whether a colon stands there


def _known_within(line: Line, start: int) -> Iterable[_Within]:
    for match in _label().finditer(line.text, start):
        kind = _kind(match)
        yield *match.span(), kind, match[kind], bool(match["colon"])


def _told_within(line: Line, start: int) -> Iterable[_Within]:
    """Yield the labels that no pattern knows, behind a mark and before bodies: ；助阵单位：县财政局."""
    for match in rule("labels.any_word").finditer(line.text, start):
        at = match.start()
        marked = at > start and line.text[at - 1] in _BETWEEN + "）)" and not is_label(match["word"])
        if marked and (told := _told_by_bodies(line, at)):
            yield at, told[2], told[0], told[1], True


def _is_whole(kind: LabelKind, told: str) -> bool:
    """Tell whether what a label introduces is whole where the next one follows without a mark."""
    if kind == "leader":
        return any(rule(f"leaders.{name}").search(told) for name in ("name_only", "name_post", "post_name"))
    return rule("tables.time").search(told) is not None if kind == "deadline" else names_bodies(told)


def _labelled(kind: LabelKind, word: str | None, line: Line, *, inline: bool) -> Label:
    """Return a label with what it introduces: 责任人：企业办、财政所 names no person."""
    content = _content("responsible" if kind == "leader" else kind, line)
    named = content.text.partition("。")[0] if kind == "leader" else ""
    if names_bodies(named) and rule("leaders.words_of_bodies").search(named):
        kind = kind if rule("leaders.has_post").search(named) else "responsible"
    return Label(kind, word, _content(kind, line), inline)


def _content(kind: LabelKind, line: Line) -> Line:
    """Return what a label introduces; words keep their full stop, for others may follow them."""
    if kind == "text":
        return line
    end = line.text.find("。") if kind in UNIT_KINDS else -1
    told = rule("labels.told_of_others").search(line.text, end) if 0 < end < len(line) - 1 else None
    if told and names_bodies(line.text[:end]) and not rule("duties.covers_below").search(line.text, end):
        line = line.part(0, end)  # what stands behind the list is told of nobody here
    return _trim(line)


def _trim(line: Line) -> Line:
    bare = line.text.rstrip(_BETWEEN)
    return line.part(len(bare) - len(bare.lstrip("；;，,、 ：:")), len(bare))


@once
def cut(line: Line) -> tuple[Piece, ...]:
    """Cut a paragraph into its own words and the parts that say who, until when."""
    if opens_with_label(line):
        return tuple(split_labels(line, inline=False))
    if rule("labels.in_brackets").search(line.text) and (bracketed := _bracketed_labels(line)):
        return tuple(bracketed)
    return tuple(_cut_in_prose(line))


def _cut_in_prose(line: Line) -> list[Piece]:
    """Cut a paragraph at the brackets and labels behind its sentences."""
    text = line.text
    pieces: list[Piece] = []
    start = i = 0
    for at in _places_to_look(line):
        if at < i:
            continue
        if text[at] in _OPEN:
            end = _bracket_end(text, at)
            # A bracket that never closes: at the end of a paragraph it is lost punctuation.
            i = end if end >= 0 else len(text)
            inner = line.part(at + 1, end - 1 if end >= 0 else len(text))
            alone = text[at - 1] in "。；;！!" if at else _may_say_who_first(text)
            alone = alone or text[i : i + 1] in "。；;"
            marks = rule("duties.marked_lead").match(text, at)  # 县财政局（牵头）
            if labels := [] if marks else _bracket_labels(inner, alone=alone):
                pieces += [*_words(line.part(start, at)), *labels]
                start = i = len(text) - len(text[i:].lstrip(_MARKS))
            continue
        if found := _label_behind(line, at):
            end, label = found
            return [*pieces, *_words(line.part(start, end)), *split_labels(line.part(label), inline=True)]
    rest = line.part(start)
    if not pieces and only_duty(_trim(rest).text):
        return [Label("responsible", None, _trim(rest), False)]  # 市财政局牵头落实 in a line of its own
    return pieces + (
        _behind_dash(rest) or behind_colon(rest) or duty_sentence(rest) or duty_clauses(rest) or _words(rest)
    )


def _label_behind(line: Line, at: int) -> tuple[int, int] | None:
    """Return where the words before a label end and it begins, where a stop or a dash stands before it."""
    text = line.text
    dash = rule("labels.dash_ahead").match(text, at)
    end = at if dash else at + (text[at] in "。；;！!")
    label = dash.end() if dash else end
    label += text[label : label + 1] == " "
    found = label_at(line, label) if label < len(text) else None
    told = found and found[0] != "text" and text[label : found[2]].rstrip()[-1] in "：:﹕∶"
    return (end, label) if told else None


def _may_say_who_first(text: str) -> bool:
    """Tell whether a bracket may say who before the words: 【县住建局】新建公园3座."""
    opens = text[0] not in "（(" or rule("labels.led").search(text) is not None
    return opens and not rule("frames.site").search(text)


def _behind_dash(line: Line) -> list[Piece]:
    """Cut off who does it behind a dash: 压减一般性支出15%——县财政局, ——县财政局牵头，6月底前完成."""
    match = rule("labels.behind_dash").fullmatch(line.text) if rule("labels.dash").search(line.text) else None
    if match is None:
        return []
    who = line.part(match.start("who"), match.start("who") + len(match["who"].rstrip(_MARKS)))
    told = (
        [Label("responsible", None, who, True)]
        if names_bodies(rule("duties.marked_lead").sub("", who.text))
        else []
    )
    told = told or _bracket_labels(who, alone=True)
    return [line.part(0, match.end("words")), *told] if told else []


def behind_colon(line: Line) -> list[Piece]:
    """Cut off the bodies behind a colon: 新建水厂1座：县水利局牵头，县住建局配合."""
    match = rule("labels.behind_colon").fullmatch(line.text) if {*line.text} & {"：", ":"} else None
    if match is None:
        return []
    who = line.part(match.start("who"), match.start("who") + len(match["who"].rstrip(_MARKS)))
    known = names_bodies if rule("labels.duty_word").search(who.text) else surely_bodies
    told = known(who.text)
    return [line.part(0, match.end("words")), Label("responsible", None, who, True)] if told else []


def _words(line: Line) -> list[Piece]:
    return [line] if line.text else []


def says_who(line: Line) -> bool:
    """Tell whether a line says who, by a label or in a bracket."""
    return any(isinstance(piece, Label) for piece in cut(line))


def _bracket_end(text: str, start: int) -> int:
    """Return where the bracket that opens at ``start`` closes (past it), or -1."""
    depth = 0
    for match in rule("labels.brackets").finditer(text, start):
        depth += 1 if match.group() in _OPEN else -1
        if depth == 0:
            return match.end()
    return -1


def _bracketed_labels(line: Line) -> list[Piece]:
    """Cut …。【责任部门】区数据局【完成时间】12月底: a label may stand in brackets of its own."""
    matches = rule("labels.in_brackets").finditer(line.text)
    found = [(match, kind) for match in matches if (kind := _bracketed_kind(line.text, match))]
    first = found and found[0][0].start() == 0 and found[0][1] == "deadline"  # in a line of its own
    if not first and not any(kind in TELLS_WHO for _, kind in found):
        return []
    bounds = [*(match.start() for match, _ in found), len(line)]
    labels = [
        Label(kind, match["word"], _content(kind, line.part(match.end(), end)), bounds[0] == 0)
        for (match, kind), end in zip(found, bounds[1:], strict=True)
    ]
    return [*_words(line.part(0, bounds[0])), *labels]


def _bracketed_kind(text: str, match: re.Match[str]) -> LabelKind | None:
    """Return what a word in brackets introduces; a strange one is told by the bodies behind it."""
    if known := _label().fullmatch(match["word"] + "："):  # the bracket is its colon
        return _kind(known)
    ahead = text[match.end() : match.end() + _LONGEST_TOLD]
    rest = rule("labels.brackets").split(rule("labels.told_end").split(ahead)[0])[0].strip()
    told = len(rest) > 2 and not _is_known(match["word"]) and surely_bodies(rest)
    return "responsible" if told else None


def _places_to_look(line: Line) -> Iterable[int]:
    """Return where a bracket opens, a sentence ends, or something was dropped before a word with a colon."""
    stops = [match.start() for match in rule("labels.stops").finditer(line.text)]
    if isinstance(line.at, range):
        return stops
    words = (
        range(max(1, m.start() - _LONGEST_WORD), m.start()) for m in rule("labels.colon").finditer(line.text)
    )
    gaps = (i for word in words for i in word if line.at[i] != line.at[i - 1] + 1)
    return sorted({*stops, *gaps})


def _bracket_labels(inner: Line, *, alone: bool) -> list[Label]:
    """Return the labels of a bracket, or nothing where it says no duty.

    Args:
        inner: the words between the brackets.
        alone: the bracket stands at the end of a sentence; in the middle of one it explains.
    """
    if found := label_at(inner):
        labels = split_labels(inner, inline=True) if found[0] != "text" else []
        return labels if any(label.content.text for label in labels) else []
    if len(parts := _parted(inner, rule("labels.bar"))) > 1:
        return _parts_labels(parts)
    # （登记处负责，完成时限：年底前）: a label behind the words that say who.
    for match in _label().finditer(inner.text, 1):
        if match["colon"] and inner.text[match.start() - 1] in "，,；;。":
            before = _bracket_labels(_trim(inner.part(0, match.start())), alone=alone)
            return before + split_labels(inner.part(match.start()), inline=True) if before else []
    if _leads(inner.text):
        return [Label("leader", None, inner, True)]
    head = inner.text.partition("，")[0]
    if alone and head != inner.text and _leads(head):
        # （蒋维舟同志负责，市发改委牵头）: the leader, then the bodies
        rest = _bracket_labels(inner.part(len(head) + 1), alone=alone)
        who = rule("labels.does").sub("", head)
        return [Label("leader", None, inner.part(0, len(who)), True), *rest] if rest else []
    return [Label("responsible", None, inner, True)] if alone and _says_who_does(inner) else []


def _parts_labels(parts: list[Line]) -> list[Label]:
    """Return the labels of a bracket in which a bar parts who from until when: 【艺术处主办｜11月底】."""
    labels = [label for part in parts for label in _bracket_labels(part, alone=True) or _until_when(part)]
    return labels if any(label.kind in TELLS_WHO for label in labels) else []


def _says_who_does(inner: Line) -> bool:
    """Tell whether a bracket without a label holds a duty's words, or nothing but bodies."""
    said = inner.text
    for name in ("duties.covers_below", "titles.first_leads", "titles.mark_leads", "duties.marked_lead"):
        said = rule(name).sub("", said)
    said = said.rstrip("。；;，,、 ")
    if rule("duties.duty_group").search(said):
        return True
    bare = rule("labels.etc").sub("", said)
    known = rule("duties.units_only").fullmatch(bare) or mostly_bodies(bare) or surely_bodies(bare)
    return len(inner) > 2 and bool(known)


def _parted(line: Line, mark: re.Pattern[str]) -> list[Line]:
    """Return the pieces between marks."""
    bounds = [0, *(place for match in mark.finditer(line.text) for place in match.span()), len(line)]
    return [line.part(a, b) for a, b in zip(bounds[::2], bounds[1::2], strict=True)]


def only_helps(label: Label) -> bool:
    """Tell whether a bracket names but who helps: （县财政局配合）."""
    text = label.content.text
    helps = [match.end() for match in rule("unit-lists.helps").finditer(text)]
    return bool(helps) and helps[-1] == len(text) and not rule("unit-lists.leads").search(text)


def _until_when(line: Line) -> list[Label]:
    return [Label("deadline", None, line, True)] if rule("deadlines.piece").match(line.text) else []


def _leads(text: str) -> bool:
    """Tell whether a bracket names a leader with a post: （县委常委、常务副县长冯延巳负责）."""
    text = rule("labels.aside").sub("", text)
    bare = rule("labels.does").sub("", text)
    if bare == text or not rule("labels.ends_as_post").search(bare):
        return False
    last = rule("labels.last_name").split(bare)[-1]
    if last.endswith("同志") and rule("leaders.name_only").fullmatch(last):
        return True
    return any(
        rule(f"leaders.{name}").fullmatch(last) for name in ("post_name", "name_post", "org_post_name")
    )


def whole_duty(line: Line) -> list[Label]:
    """Return the labels of a line that says nothing but who: a duty sentence, or labelled units."""
    if opens_with_label(line):
        return [label for label in split_labels(line, inline=False) if label.content.text]
    text = line.text.rstrip("。；;，,）) ")
    if rule("duties.duty_sentence").fullmatch(text) or (text and only_duty(text)):
        return [Label("responsible", None, line.part(0, len(text)), True)]
    return []


def said_first(line: Line) -> list[Piece]:
    """Cut off who does what follows: 由县住建局牵头，县财政局配合，新建公园3座; or return nothing."""
    match = rule("duties.by_verb").match(line.text)
    if match is None or not names_bodies(match["bodies"]):
        return []
    behind = line.text[match.end() :]
    words = line.part(match.end() + len(behind) - len(behind.lstrip(_MARKS)))
    if not words.text or behind[0] not in _MARKS or opens_with_label(words):
        return []
    return [Label("responsible", None, line.part(0, match.end()), True), *cut(words)]


__all__ = [
    "Piece",
    "behind_colon",
    "cut",
    "label_at",
    "only_helps",
    "opens_with_label",
    "said_first",
    "says_who",
    "split_labels",
    "whole_duty",
]
