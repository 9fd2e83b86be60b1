"""Numbered lines → a tree of paragraphs with the labels in them; ``outline_to_items`` reads it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import takewhile

from kg.model import Span
from kg.parse.bodies import body, is_whole, names_bodies, surely_bodies
from kg.parse.document import Label, LabelKind
from kg.parse.labels import cut, whole_duty
from kg.parse.lines import Line
from kg.parse.numbering import Number, bare_number, number_above, number_of, rank
from kg.registry import patterns

_PLAIN = 2.5  # the depth of a heading without a number: below （一）, above 1.
UNIT_KINDS = frozenset({"lead", "support", "responsible"})
_TERMINAL = "。；;！!？?：:）)]】”》…"
_NEXT_COVER = re.compile(r"[，,；;。](?=(?:以上|上述)?第\d)")
_RANGE = re.compile(r"(\d+)(?:\s?项?(?:[至到\-—–~～]|——)\s?第?(\d+))?")


@dataclass
class Node:
    """A numbered paragraph with what follows it, before it is judged."""

    number: Number | None
    full: Line  # the first line with its number
    parts: list[Line | Label] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    depth: float = -1
    head: int = 0  # how many of the parts stand in the first paragraph
    headed_by: Label | None = None  # （一）省监察厅牵头的工作: who answers for all below
    covers: bool = False  # a sentence says that the units answer for all that stands below

    @property
    def is_plain(self) -> bool:
        """A heading without a number."""
        return self.number is None and self.depth == _PLAIN

    def labels(self) -> list[Label]:
        """Return the labels among the parts."""
        return [part for part in self.parts if isinstance(part, Label)]

    def has_own_duty(self) -> bool:
        """Tell whether units are named here."""
        return any(label.kind in UNIT_KINDS for label in self.labels())

    def has_duty(self) -> bool:
        """Tell whether units are named here or below."""
        return (
            self.headed_by is not None
            or self.has_own_duty()
            or any(child.has_duty() for child in self.children)
        )


class Builder:
    """Takes the lines of one list in order and grows the tree."""

    def __init__(self, content: str) -> None:
        self.root = Node(None, Line("", ()))
        self.joined: list[Span] = []
        self._content = content
        self._stack: list[Node] = [self.root]
        self._bullets: dict[str, int] = {}
        self._last_item = 0

    @property
    def empty(self) -> bool:
        """Nothing numbered and no duty yet."""
        return not self.root.children and not self.root.has_own_duty()

    def add(self, line: Line, following: Line | None) -> None:
        """Take the next line; ``following`` is the one after it."""
        number = number_of(line) or number_above(line, self._content)
        number = number or bare_number(line, self._expected("num"), self._expected("cn"))
        if number is None and self._ended():
            # Items may be counted through the whole list, whatever chapter they stand in.
            number = bare_number(line, self._last_item + 1, None)
        if number:
            self._open(number, line)
        elif (name := _body_alone(line)) and following is not None and number_of(following):
            self._plain_heading(line)
            self._stack[-1].headed_by = Label("responsible", None, name, True)
        elif self._is_heading(line, following) or (
            following is not None and number_of(following) and heads_leaders_work(line)
        ):
            self._plain_heading(line)
        else:
            self._attach(line)

    def _expected(self, style: str) -> int | None:
        for node in reversed(self._stack):
            if node.number and node.number.style == style and node.number.value is not None:
                return node.number.value + 1
        return 1 if len(self._stack) == 1 or (style == "num" and len(self._stack) == 2) else None

    def _ended(self) -> bool:
        """Tell whether the paragraph above is a heading, or closed by its units."""
        top = self._stack[-1]
        last = top.parts[-1] if top.parts else None
        if isinstance(last, Label):
            return self._complete(last)
        return top.number is not None and top.depth <= 2 and len(top.parts) == 1

    def _open(self, number: Number, line: Line) -> None:
        depth = float(rank(number.style))
        if number.style == "num" and number.value is not None:
            self._last_item = number.value
        if number.style == "bullet":
            # The mark that came first holds those that came after it.
            depth = 3 + self._bullets.setdefault(number.text, len(self._bullets)) / 10
        if number.style == "dotted":
            depth += number.text.count(".") / 10 + number.text.count("．") / 10
        while len(self._stack) > 1 and self._stack[-1].depth >= depth:
            self._stack.pop()
        node = Node(number, line, depth=depth)
        self._stack[-1].children.append(node)
        self._stack.append(node)
        words = line.part(number.end)
        node.headed_by = _covering_heading(words) if number.style in ("cn", "cn-paren", "part") else None
        if words.text:
            node.parts.extend([words] if node.headed_by else cut(words))
            node.head = len(node.parts)

    def _plain_heading(self, line: Line) -> None:
        while len(self._stack) > 1 and self._stack[-1].depth >= _PLAIN:
            self._stack.pop()
        node = Node(None, line, depth=_PLAIN, head=1)
        node.parts.append(line)
        self._stack[-1].children.append(node)
        self._stack.append(node)

    def _is_heading(self, line: Line, following: Line | None) -> bool:
        """A short line of its own between a finished item and a numbered one: 保障公共安全."""
        top = self._stack[-1]
        if not top.parts or following is None or len(line) > 24 or line.text[-1] in "。；;：:，,、！":
            return False
        last = top.parts[-1]
        finished = (isinstance(last, Label) and self._complete(last)) or (
            isinstance(last, Line) and last.text[-1] in "。；;" and top.number is not None
        )
        # 教育 between the labels of one item and the sentence of the next, where none is numbered.
        between = (
            isinstance(last, Label)
            and last.kind not in ("text", "name")
            and len(line) <= 10
            and re.search(r"[^一-龥 ]", line.text) is None
            and len(following) > 14
            and following.text[-1] in "。；"
            and not holds_label(following)
        )
        if not finished or not (number_of(following) or between):
            return False
        return not surely_bodies(line.text) and not holds_label(line)

    def _complete(self, label: Label) -> bool:
        if label.kind not in UNIT_KINDS or not label.content.text:
            return bool(label.content.text)
        last = re.split(r"[、，,；;]", label.content.text)[-1]
        end = label.content.at[-1] + 1
        after = self._content[end : end + 1]
        if after and after in "。；;":
            return True
        if patterns.load("duties")["clause_verb"].search(last):
            return not (after and after in "、，,")  # 市财政局牵头落实
        return is_whole(last) and not (after and after in "、，,")

    def _cover(self, line: Line) -> bool:
        """Take a sentence that says who answers for several items, before or below it."""
        clauses = []
        start = 0
        for stop in [*(m.end() for m in _NEXT_COVER.finditer(line.text)), len(line)]:
            clauses.append(line.part(start, stop))
            start = stop
        duties = patterns.load("duties")
        found = []
        for clause in clauses:
            above = duties["covers_above"].match(clause.text)
            match = above or duties["covers_part"].match(clause.text)
            labels = whole_duty(clause.part(match.end())) if match else []
            if not match or not labels:
                return False
            found.append((above, labels))
        for above, labels in found:
            for node in self._covered(above):
                if above is None or not node.has_duty():
                    node.parts.extend(labels)
        return True

    def _covered(self, above: re.Match[str] | None) -> list[Node]:
        """Return the nodes that a covering sentence speaks of; without ``above`` it is the chapter."""
        top = self._stack[-1]
        parent = self._stack[-2] if len(self._stack) > 1 else top
        if above is None:
            node = top if top.depth <= 2 and len(top.parts) == 1 else parent
            node.covers = True
            return [node]
        if above["numbers"]:
            numbers = {
                number
                for first, last in _RANGE.findall(above["numbers"])
                for number in range(int(first), int(last or first) + 1)
            }
            return [node for node in parent.children if node.number and node.number.value in numbers]
        open_ones = list(takewhile(lambda node: not node.has_duty(), reversed(parent.children)))
        return open_ones or [top]

    def _attach(self, line: Line) -> None:
        if self._cover(line):
            return
        top = self._stack[-1]
        last = top.parts[-1] if top.parts else None
        pieces = cut(line)
        first = pieces[0] if pieces else None
        if isinstance(last, Label) and isinstance(first, Line) and not last.inline:
            continued = self._continue_label(top, last, first)
            if continued:
                top.parts.extend(pieces[1:])
                return
        is_heading = (top.is_plain or (top.number is not None and top.depth <= 2)) and len(top.parts) == 1
        if (
            isinstance(last, Line)
            and isinstance(first, Line)
            and last.text[-1] not in _TERMINAL
            and not (is_heading and len(last) <= 30)
        ):
            if len(last) >= 16:
                self.joined.append(
                    Span(last.at[-1] + 1, first.at[0]) if first.at[0] > last.at[-1] + 1 else last.span()
                )
            rejoined = cut(last.join(line))
            top.parts[-1:] = rejoined
            return
        top.parts.extend(pieces)

    def _continue_label(self, node: Node, label: Label, line: Line) -> bool:
        content = label.content
        if not content.text:
            if label.kind in UNIT_KINDS and len(line) > 40 and not surely_bodies(line.text.split("、")[0]):
                return False  # the heading of a column, its table lost
            node.parts[-1] = replace(label, content=line)
            return True
        if label.kind not in UNIT_KINDS | {"leader"}:
            return False
        end = content.at[-1] + 1
        separated = self._content[end : end + 1] in ("、", "，", ",")
        if separated or line.text[0] in "、，,":
            own = line.part(1) if line.text[0] in "、，," else line
            mark = Line("、", [end if separated else line.at[0]])
            node.parts[-1] = replace(label, content=content.join(mark).join(own))
            return True
        if label.kind in UNIT_KINDS and not self._complete(label) and len(line) < 200:
            self.joined.append(Span(end, line.at[0]) if line.at[0] > end else line.span())
            node.parts[-1] = replace(label, content=content.join(line.part(0, len(line))))
            return True
        if label.kind in UNIT_KINDS and surely_bodies(line.text):
            node.parts[-1] = replace(label, content=content.listed(line))
            return True
        return False


def holds_label(line: Line) -> bool:
    """Tell whether a line says who, by a label or in a bracket."""
    return any(isinstance(piece, Label) for piece in cut(line))


def _body_alone(line: Line) -> Line | None:
    """Return the body that stands alone in its line with a colon: 县发改局："""
    name = line.part(0, len(line.text.rstrip("：: ")))
    return name if len(name) < len(line) and len(name) <= 20 and body(name.text) == "body" else None


def heads_leaders_work(line: Line) -> bool:
    """Tell whether a line says whose work stands below: 〔姓名〕副县长牵头重点工作."""
    match = patterns.load("leaders")["heading"].fullmatch(line.text) if len(line) <= 40 else None
    return match is not None and _PERSON.search(match["who"]) is not None and not names_bodies(match["who"])


_COVERING = re.compile(
    r"(?P<who>[一-龥、，,（）()]{3,60}?)(?P<verb>总?牵头|主办|负责)(?:的|抓|落实|推进)?(?:重点|主要)?(?:工作|任务|事项)"
    r"(?:任务)?\s?(?:[（(][^（）()]{1,14}[)）])?[：:]?"
)

_PERSON = re.compile(r"领导|(?:长|常委|主任|书记|主席|专员|同志)(?:$|[、，,])")


def _covering_heading(words: Line) -> Label | None:
    """Return who a heading names for all that stands below it, bodies only: leaders are read later."""
    match = _COVERING.fullmatch(words.text)
    if not match or not names_bodies(match["who"]) or _PERSON.search(match["who"]):
        return None
    kind: LabelKind = "responsible" if match["verb"] == "负责" else "lead"
    return Label(kind, match["verb"], words.part(match.start("who"), match.end("who")), True)
