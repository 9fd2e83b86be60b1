"""Numbered lines → a tree of paragraphs with the labels in them; ``outline_to_items`` reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, takewhile

from kg.model import Span
from kg.parse.bodies import is_whole, names_bodies, parts_name, surely_bodies
from kg.parse.document import TELLS_WHO, UNIT_KINDS, Label, LabelKind
from kg.parse.duty_clauses import covering
from kg.parse.labels import behind_colon, cut, said_first, says_who, split_further, whole_duty
from kg.parse.lines import EMPTY, Line
from kg.parse.numbering import Number, bare_number, number_above, number_of, rank
from kg.registry.patterns import rule

_PLAIN = 2.5  # the depth of a heading without a number: below （一）, above 1.
_TOPIC_MARKS = {*"【〖[［〔《〇○◇□"}
_COLONS = "：:"
_TERMINAL = "。；;！!？?：:）)]】”》…"
_SENTENCE_ENDS = ("。", "；", ";")
_LONGEST_HEADING = 30  # characters behind a bullet
_LONGEST_BODY = 20  # characters of a body that heads items
_SHORTEST_SENTENCE = 9  # characters of what stands below a heading without a number
_DRESS = "【】〖〗[]［］〔〕《》：: "
_LONGEST_LEADER = 40  # of a line that says whose work stands below
_LONGEST_PARAGRAPH = 1200  # characters that are joined line by line; what is longer was not wrapped


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

    @property
    def first(self) -> Line:
        """The words that it begins with; nothing where it begins with a label."""
        return self.parts[0] if self.parts and isinstance(self.parts[0], Line) else EMPTY

    def labels(self) -> list[Label]:
        """Return the labels among the parts."""
        return [part for part in self.parts if isinstance(part, Label)]

    def has_own_duty(self) -> bool:
        """Tell whether units are named here, or a project that may have none."""
        return any(label.kind in TELLS_WHO or label.kind == "name" for label in self.labels())

    def has_duty(self) -> bool:
        """Tell whether units are named here or below."""
        return (
            self.headed_by is not None
            or self.has_own_duty()
            or any(child.has_duty() for child in self.children)
        )

    def says_duty(self) -> bool:
        """Tell whether most of the points below say in their sentences who does them: 由县住建局牵头，…."""
        points = [node for node in self.below() if node.number and not node.children]
        said = sum(any(map(_is_said, rule("duties.by_verb").finditer(node.full.text))) for node in points)
        return 2 * said > len(points)

    def below(self) -> Iterator[Node]:
        """Yield every node below, in the order of the text."""
        for child in self.children:
            yield child
            yield from child.below()


def _is_said(match: re.Match[str]) -> bool:
    return names_bodies(match["bodies"])


class Builder:
    """Takes the lines of one list in order and grows the tree."""

    def __init__(self, content: str) -> None:
        self.root = Node(None, EMPTY)
        self.joined: list[Span] = []
        self.covers: list[Line] = []  # sentences that say who has a part in all below them
        self._content = content
        self._stack: list[Node] = [self.root]
        self._bullets: dict[str, int] = {}
        self._last_item = 0

    @property
    def empty(self) -> bool:
        """Nothing numbered and no duty yet."""
        return not self.root.children and not self.root.has_own_duty()

    @property
    def ends_item(self) -> bool:
        """The last line closed a numbered paragraph: a sentence that ends, or who answers for it."""
        top = self._stack[-1]
        last = top.parts[-1] if top.parts else None
        ended = self._complete(last) if isinstance(last, Label) else last is not None and _is_closed(last)
        return top.number is not None and top.depth > 1 and ended

    def add(self, line: Line, following: Line | None) -> None:
        """Take the next line; ``following`` is the one after it."""
        number = number_of(line) or number_above(line, self._content)
        number = number or bare_number(line, self._expected("num"), self._expected("cn"))
        if number is None and self._ended():
            # Items may be counted through the whole list, whatever chapter they stand in.
            number = bare_number(line, self._last_item + 1, None)
        if number and number.style == "bullet" and _heads(line, following):
            self._plain_heading(line.part(number.end))
        elif number:
            self._open(number, line)
        elif self._is_heading(line, following) or (
            following is not None and number_of(following) and heads_leaders_work(line)
        ):
            self._plain_heading(line)
        else:
            self._attach(line)

    def grown(self) -> Node:
        """Return the tree; where headings without numbers part the items, one above the first is one, too."""
        root = self.root
        if not any(child.is_plain for child in root.children):
            return root
        above = next(i for i, child in enumerate(root.children) if child.is_plain)
        head = root.parts[-1] if root.parts and above else None
        if isinstance(head, Line) and is_marked_topic(head):
            root.children[:above] = [Node(None, head, [root.parts.pop()], root.children[:above], _PLAIN, 1)]
            return root
        for i, (line, below) in enumerate(pairwise(root.parts)):
            if isinstance(line, Label) or isinstance(below, Label):
                break
            if _is_topic(line, below):
                root.children.insert(0, Node(None, line, root.parts[i:], depth=_PLAIN, head=1))
                del root.parts[i:]
                break
        return root

    def _expected(self, style: str) -> int | None:
        for node in reversed(self._stack):
            if node.number and node.number.style in (style, "coded") and node.number.value is not None:
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
        if number.style in ("num", "coded") and number.value is not None:
            self._last_item = number.value
        if number.style == "bullet":
            # The mark that came first holds those that came after it.
            depth = 3 + self._bullets.setdefault(number.text, len(self._bullets)) / 10
        if number.style == "dotted":
            depth += number.text.count(".") / 10 + number.text.count("．") / 10
        while len(self._stack) > 1 and (self._stack[-1].depth >= depth or _beside(self._stack[-1], number)):
            self._stack.pop()
        node = Node(number, line, depth=depth)
        self._stack[-1].children.append(node)
        self._stack.append(node)
        words = line.part(number.end)
        node.headed_by = _covering_heading(words) if number.style in ("cn", "cn-paren", "part") else None
        if words.text:
            node.parts.extend((words,) if node.headed_by else said_first(words) or cut(words))
            node.head = len(node.parts)

    def _plain_heading(self, line: Line) -> None:
        while len(self._stack) > 1 and self._stack[-1].depth >= _PLAIN:
            self._stack.pop()
        node = Node(None, line, depth=_PLAIN, head=1)
        node.parts.append(line)
        self._stack[-1].children.append(node)
        self._stack.append(node)

    def _is_heading(self, line: Line, following: Line | None) -> bool:
        """A short line of its own between a finished item and the next one: 保障公共安全."""
        top = self._stack[-1]
        if not top.parts or following is None or len(line) > 24 or line.text[-1] in "。；;，,、！":
            return False
        if surely_bodies(line.text) or says_who(line) or rule("bodies.goes_on").match(line.text):
            return False
        last = top.parts[-1]
        if isinstance(last, Line):
            ends = last.text.endswith(_SENTENCE_ENDS) and line.text[-1] not in "：:"
            return ends and number_of(following) is not None
        # 教育 between the labels of one item and the sentence of the next, where none is numbered.
        between = last.kind not in ("text", "name") and _is_topic(line, following)
        counts = number_of(following) is not None and line.text[-1] not in "：:"
        return self._complete(last) and (counts or between)

    def _complete(self, label: Label) -> bool:
        """Tell whether the list that a label introduces ends with a whole name or verb."""
        if label.kind not in UNIT_KINDS or not label.content.text:
            return bool(label.content.text)
        last = rule("outline.parts").split(label.content.text)[-1]
        end = label.content.at[-1] + 1
        ends = is_whole(last) or rule("duties.clause_verb").search(last)  # 市财政局牵头落实
        return bool(ends) and self._content[end : end + 1] not in {*"、，,"}

    def _cover(self, line: Line) -> bool:
        """Take a sentence that says who answers for several items, before or below it."""
        if covering(line.text):
            for node in self._covered(None):
                if node is self.root:
                    self.covers.append(line)
                else:
                    node.parts.append(Label("responsible", None, line))
            return True
        line = line.part(0, len(line.text.rstrip("。）) ")))
        cuts = [0, *(m.end() for m in rule("outline.next_cover").finditer(line.text)), len(line)]
        found = []
        for clause in map(line.part, cuts, cuts[1:]):
            above = rule("duties.covers_above").match(clause.text)
            match = above or rule("duties.covers_part").match(clause.text)
            labels = whole_duty(clause.part(match.end())) if match else []
            if not labels:
                return False
            found.append((above["numbers"] or "" if above else None, labels))
        for numbers, labels in found:
            for node in self._covered(numbers):
                if numbers is None or not node.has_duty():
                    node.parts.extend(labels)
        return True

    def _covered(self, numbers: str | None) -> list[Node]:
        """Return the nodes that a covering sentence speaks of: the chapter, those named, or the open ones."""
        top = self._stack[-1]
        parent = self._stack[-2] if len(self._stack) > 1 else top
        if numbers is None:
            node = top if top.depth <= 2 and len(top.parts) == 1 else parent
            node.covers = True
            return [node]
        if numbers:
            ranges = [(int(a), int(b or a)) for a, b in rule("outline.range").findall(numbers)]
            counted = [(node, node.number.value or 0) for node in parent.children if node.number]
            return [node for node, value in counted if any(a <= value <= b for a, b in ranges)]
        return list(takewhile(lambda node: not node.has_duty(), reversed(parent.children))) or [top]

    def _attach(self, line: Line) -> None:
        if self._cover(line):
            return
        top = self._stack[-1]
        last = top.parts[-1] if top.parts else None
        pieces = cut(line)
        first = pieces[0] if pieces else None
        if isinstance(last, Label) and isinstance(first, Line) and self._is_open(last):
            longer = self._continued(last, first)
            if longer:
                top.parts[-1:] = [*split_further(longer), *pieces[1:]]
                return
        if isinstance(last, Line) and (told := _told_below(last, line)):
            top.parts[-1:] = told
        elif (
            not isinstance(last, Line)
            or not isinstance(first, Line)
            or last.text[-1] in _TERMINAL
            or len(last) > _LONGEST_PARAGRAPH
            or self._heads(top, last, line)
        ):
            top.parts.extend(pieces)
        else:
            if len(last) >= 16:
                self._note_join(last, first.at[0])
            top.parts[-1:] = cut(last.join(line))

    def _heads(self, top: Node, last: Line, line: Line) -> bool:
        """Tell whether the words above a line are a heading, which it does not go on with."""
        if top is self.root and _is_topic(last, line):
            return True
        numbered = top.number is not None and (top.depth <= 2 or _is_marked_title(top))
        return len(top.parts) == 1 and (top.is_plain or numbered) and len(last) <= _LONGEST_HEADING

    def _note_join(self, above: Line, begin: int) -> None:
        end = above.at[-1] + 1
        self.joined.append(Span(end, begin) if begin > end else above.span())

    def _is_open(self, label: Label) -> bool:
        """Tell whether what a label introduces may go on below: it fills its line, or ends it."""
        return not label.inline or not label.content.text or self._ends_line(label.content.at[-1] + 1)

    def _ends_line(self, end: int) -> bool:
        return rule("outline.ends_line").match(self._content, end) is not None

    def _continued(self, label: Label, line: Line) -> Label | None:
        """Return a label whose list goes on in the next line, or None where it does not."""
        content = label.content
        if not content.text:
            return replace(label, content=line)
        if label.kind not in UNIT_KINDS | {"leader"}:
            return None
        if self._content[content.at[-1] + 1 : content.at[-1] + 2] in {*"、，,"}:
            return replace(label, content=content.listed(line))
        if not self._ends_line(content.at[-1] + 1):
            return None  # a stop closes it
        parted = parts_name(content.text, line.text) and surely_bodies(content.text + line.text)
        if label.kind in UNIT_KINDS and (parted or not self._complete(label)):
            self._note_join(content, line.at[0])
            return replace(label, content=content.join(line))
        if label.kind in UNIT_KINDS and surely_bodies(line.text):
            return replace(label, content=content.listed(line))
        return None


def _beside(node: Node, number: Number) -> bool:
    """Tell whether a legal number is of another branch than a node's: 2.3.1 stands below no 2.2."""
    dotted = node.number is not None and node.number.style == number.style == "dotted"
    return dotted and not number.text.startswith(node.number.text) if node.number else False


def _heads(line: Line, following: Line | None) -> bool:
    """Tell whether the words behind a bullet head what is numbered 1. below them: ■重点工作."""
    number = number_of(following) if following is not None else None
    alone = len(line) <= _LONGEST_HEADING and line.text[-1] not in _SENTENCE_ENDS and not says_who(line)
    return alone and number is not None and number.style in ("num", "dotted", "cn-paren", "named", "coded")


def is_marked_topic(line: Line) -> bool:
    """Tell whether a few words in brackets or behind a mark may head items: 【上学】, 〇产业攻坚."""
    return line.text[:1] in _TOPIC_MARKS and rule("outline.topic").fullmatch(line.text) is not None


def _is_topic(line: Line, following: Line) -> bool:
    """Tell whether a few words stand above a sentence, and are no name of bodies."""
    topic = rule("outline.topic").fullmatch(line.text) and not names_bodies(line.text.strip(_DRESS))
    return bool(topic) and len(following) >= _SHORTEST_SENTENCE and following.text.endswith(_SENTENCE_ENDS)


def _told_below(words: Line, line: Line) -> Sequence[Line | Label]:
    """Return the pieces of words behind whose colon, in their line or the next, stands who does them."""
    ending = words.text[-_LONGEST_LEADER:]
    if not {*ending} & {*_COLONS} or ending[-1] in "。；;":
        return ()
    pieces = behind_colon(words.join(line))
    own = pieces[0] if pieces else words
    return pieces if isinstance(own, Line) and len(own) < len(words) else ()


def _is_closed(line: Line) -> bool:
    return line.text.endswith(_SENTENCE_ENDS)


def _is_marked_title(node: Node) -> bool:
    """Tell whether short words without a figure or a mark stand behind a bullet: ◆ 产业攻坚."""
    bullet = node.number is not None and node.number.style == "bullet"
    words = node.parts[0] if node.parts else EMPTY
    title = isinstance(words, Line) and len(words) <= _LONGEST_BODY
    return bullet and title and not rule("outline.says_more").search(node.full.text)


def heads_leaders_work(line: Line) -> bool:
    """Tell whether a line says whose work stands below: 王安副县长牵头重点工作, or 副县长王安同志 alone."""
    if len(line) > _LONGEST_LEADER:
        return False
    match = rule("leaders.heading").fullmatch(line.text)
    if match is not None and rule("outline.person").search(match["who"]):
        return True
    return any(
        rule(f"leaders.{name}").fullmatch(line.text.rstrip("：:")) for name in ("name_post", "post_name")
    )


def _covering_heading(words: Line) -> Label | None:
    """Return who a heading names for all that stands below it, bodies only: leaders are read later."""
    whole = rule("outline.covering").fullmatch(words.text)
    match = whole or rule("outline.covering_bracket").fullmatch(words.text)
    if not match or not names_bodies(match["who"]) or rule("outline.person").search(match["who"]):
        return None
    kind: LabelKind = "lead" if rule("unit-lists.leads").search(match["verb"]) else "responsible"
    return Label(kind, match["verb"], words.part(match.start("who"), match.end("who")), True)
