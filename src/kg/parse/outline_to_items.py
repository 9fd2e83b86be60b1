"""The outline's tree → sections and items.

    to_items(node, assume=…) -> items, sections

The same style of number is a heading in one notice and a task in the next. What decides is where
the duties stand: a numbered paragraph with units of its own is an item, what holds such
paragraphs is a section, and a chapter without any duty frames the work and assigns none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import reduce

from kg.parse.bodies import names_bodies
from kg.parse.document import TELLS_WHO, Item, Label, Section
from kg.parse.labelled_project import labelled_project
from kg.parse.labels import only_helps
from kg.parse.lines import EMPTY, Line
from kg.parse.outline import Node
from kg.registry.patterns import rule

Group = tuple[list[Line], list[Label]]
_ENDS = ("。", "；", ";")
_LONGEST_HEADING = 40  # characters
_LONGEST_TITLE = 20  # of an item's or a heading's own title
_MEASURES = 5  # the depth from which numbers count measures within an item: （1）
_FRAMING = 24  # characters that tell whether a chapter frames the work


def groups(parts: Iterable[Line | Label]) -> list[Group]:
    """Cut a node's parts into groups: words, then the labels that close them."""
    found: list[Group] = [([], [])]
    for part in parts:
        if isinstance(part, Line):
            if _says_who(found[-1]) and not _begins_with_bracket(found[-1]):
                found.append(([], []))
            found[-1][0].append(part)
        elif part.kind not in ("text", "name"):
            found[-1][1].append(part)
        elif part.content.text:
            found[-1][0].append(part.content)
    return found


def _says_who(group: Group) -> bool:
    return any(label.kind in TELLS_WHO for label in group[1])


def _begins_with_bracket(group: Group) -> bool:
    """Tell whether nothing but brackets stands before the words: 【县住建局】新建公园3座."""
    return not group[0] and all(label.inline for label in group[1])


def _told(node: Node) -> list[Group]:
    """Return the groups of a node's parts that say who."""
    return [group for group in groups(node.parts) if _says_who(group)]


def _body(words: Iterable[Line]) -> Line:
    return reduce(Line.join, words, EMPTY)


def _item(group: Group, number: str | None = None) -> Item:
    return Item(number, _body(group[0]), tuple(group[1]), {})


def _is_sentence(line: Line) -> bool:
    return line.text.endswith(_ENDS)


def _printed(node: Node) -> str | None:
    """Return the number as printed; a bullet is none."""
    return node.number.text if node.number and node.number.style != "bullet" else None


# --- items ----------------------------------------------------------------------------------------


def _lines(found: Sequence[tuple[list[Line], list[Label]]]) -> list[Line]:
    return [line for lines, _ in found for line in lines]


def _items_of(node: Node) -> list[Item]:
    """One item, or several where one paragraph holds several duties."""
    number = _printed(node)
    if node.children:  # the units behind the last of several small points cover all of them
        whole = _body([*(part for part in node.parts if isinstance(part, Line)), *_points(node)])
        return [Item(number, whole, tuple(_all_labels(node)), {})]
    found = groups(node.parts)
    told = [i for i, group in enumerate(found) if _says_who(group)]
    if len(told) > 1:
        return _several(found, number)
    if project := labelled_project(number, node.full, node.first, node.labels()):
        return [project]
    # Words after the units belong to nobody in particular (the caller reports them), but where a title
    # stands before the units: （一）精准扶贫（省扶贫办牵头）。全年减少农村贫困人口105万人。
    titled = bool(told and node.number and _is_bare_title(_body(found[told[0]][0])))
    end = told[0] + 1 if told and not titled else len(found)
    words, after = _lines(found[:end]), tuple(_lines(found[end:]))
    if titled and len(words) > 1 and words[0].text[-1] != "。":
        words[0] = words[0].sew(Line("。", [words[1].at[0] - 1]))
    first = node.first
    title = first if _is_title(node, first) and len(words) > 1 and not _is_sentence(first) else None
    body = _body(words[1:] if title else words)
    labels = tuple(label for group in found for label in group[1])
    return [Item(number, body, labels, {}, title=title, after=after)] if body.text else []


def _is_bare_title(line: Line) -> bool:
    """Tell whether words are a short title, without a figure or a mark."""
    text = line.text.rstrip("。")
    return 0 < len(text) <= _LONGEST_TITLE and not rule("outline.says_more").search(text)


def _is_title(node: Node, first: Line) -> bool:
    """Tell whether a short line stands above words under a label of their own (实施内容：…)."""
    told = any(label.kind == "text" and label.content.text for label in node.labels())
    return told and 0 < len(first) <= _LONGEST_HEADING


def _points(node: Node) -> Iterator[Line]:
    """Yield the words of the small points below a node, those that say who without their numbers."""
    for child in node.children:
        if child.labels():
            yield _body([*(part for part in child.parts if isinstance(part, Line)), *_points(child)])
        else:
            yield child.full


def _all_labels(node: Node) -> list[Label]:
    return [*node.labels(), *(label for child in node.children for label in _all_labels(child))]


def _several(found: Sequence[Group], number: str | None) -> list[Item]:
    """Return the items of one paragraph that holds several duties; its leader leads all of them."""
    items: list[Item] = []
    shared = [label for label in found[0][1] if label.kind == "leader"]
    for words, labels in found:
        if _says_who((words, labels)) and words:
            own = [*labels, *([] if any(label.kind == "leader" for label in labels) else shared)]
            items.append(replace(_item((words, own), number), continued=bool(items)))
    return items


def unnumbered(node: Node) -> list[Item]:
    """Return the items of paragraphs that carry units but no number."""
    return [item for group in _told(node) if group[0] for item in _paragraphs(group)]


def _paragraphs(group: Group) -> Iterator[Item]:
    """Yield the items of paragraphs up to one whose end says who: others may say it in their midst."""
    words, labels = group
    within = [line for line in words[:-1] if _is_sentence(line) and _says_within(line)]
    yield from (Item(None, line, (), {}) for line in within)
    yield _item(([line for line in words if line not in within], labels))


def _says_within(line: Line) -> bool:
    """Tell whether a sentence says who in its midst: 由县水利局负责，6月底前完成涉水部分。"""
    return any(names_bodies(match["bodies"]) for match in rule("duties.by_verb").finditer(line.text))


# --- sections -------------------------------------------------------------------------------------


def _headings(parent: Node, holding: list[bool], root: Node) -> list[Section | None]:
    """Return, for each child, the section that it heads without holding any item."""
    titled = _each_titled(parent)
    pairs = list(zip(parent.children, holding, strict=True))
    chapters = {child.number.style for child, holds in pairs if holds and child.number}
    return _alike(
        parent.children,
        [
            None if child.headed_by or holds else _heads(child, root, chapters=chapters, titled=titled)
            for child, holds in pairs
        ],
    )


def _tells_who(children: Sequence[Node], holding: list[bool], headed: list[Section | None]) -> bool:
    """Tell whether one that is no section says itself who answers for it."""
    each = zip(children, holding, headed, strict=True)
    return any(child.has_own_duty() and not holds and heads is None for child, holds, heads in each)


def to_items(parent: Node, *, assume: bool, root: Node | None = None) -> tuple[list[Item], list[Section]]:
    """Return the items and sections directly below ``parent``, in order.

    Args:
        parent: the list's root or a section.
        assume: the list names no unit anywhere, and its title says that its items are tasks.
        root: what holds all of the list, where it is not the parent.
    """
    root = root or parent
    items: list[Item] = []
    sections: list[Section] = []
    holding = [_holds_items(child) for child in parent.children]
    headed = _headings(parent, holding, root)
    told = _tells_who(parent.children, holding, headed)
    for child, holds, heads in zip(parent.children, holding, headed, strict=True):
        if child.headed_by:
            sections.append(_headed(child, child.headed_by))
        elif holds or _is_covering(child):
            sections.append(_section(child, assume=assume or child.covers or not holds, root=root))
        elif heads:
            sections.append(heads)
        elif child.has_duty():
            items.extend(_items_of(child))
        elif rule("titles.non_task").search(child.full.text[:_FRAMING]):
            continue
        elif assume and _heads_points(child):
            sections.append(_section(child, assume=True, root=root))
        elif child.number and (told or (assume and child.depth > 0)):
            items.extend(_items_of(child))
    return items, sections


def _alike(children: Sequence[Node], headed: list[Section | None]) -> list[Section | None]:
    """Let a title over one paragraph be a heading where the like of it head several: （三）改厕。"""
    styles = {
        child.number.style
        for child, heads in zip(children, headed, strict=True)
        if heads and child.number and heads.heading is child.full
    }
    return [
        heads or (_headed_paragraphs(child) if child.number and child.number.style in styles else None)
        for child, heads in zip(children, headed, strict=True)
    ]


def _holds_items(node: Node) -> bool:
    """Tell whether a node holds items of its own; the last of its small points may speak for all."""
    told = [child for child in node.children if child.has_duty()]
    covered = len(node.children) > 1 and node.children[0].depth >= _MEASURES and told == node.children[-1:]
    return bool(told) and not (covered and not node.has_own_duty())


def _each_titled(parent: Node) -> bool:
    """Tell whether each numbered title has one paragraph below it that says who: they are the items."""
    held = [child for child in parent.children if child.has_duty()]
    return len(held) > 2 and all(
        child.number is not None and child.depth > 1 and not child.children and len(_told(child)) == 1
        for child in held
    )


def _heading(node: Node) -> Line:
    """Return a section's heading as printed: its first line, or what stands before the units in it."""
    labels = node.labels()
    if labels and labels[0].inline and not any(label.kind == "leader" for label in labels):
        end = node.full.text.find(node.first.text)
        return node.full.part(0, end + len(node.first)) if end >= 0 else node.full
    return node.full


def _section(node: Node, *, assume: bool, root: Node) -> Section:
    items, sections = to_items(node, assume=assume, root=root)
    return Section(_heading(node), _printed(node), tuple(node.labels()), tuple(items), tuple(sections))


def _headed(node: Node, who: Label) -> Section:
    """A chapter whose heading says who: numbered items, each with its own helpers."""
    items, sections = to_items(Node(None, node.full, children=node.children), assume=True)
    return _with(Section(node.full, _printed(node), (), tuple(items), tuple(sections)), who)


def _with(section: Section, who: Label) -> Section:
    """Return the section, its items with who its chapter names unless they name their own of the kind."""
    return replace(
        section,
        items=tuple(
            item
            if any(label.kind in (who.kind, "lead") and not only_helps(label) for label in item.labels)
            else replace(item, labels=(who, *item.labels))
            for item in section.items
        ),
        sections=tuple(_with(deeper, who) for deeper in section.sections),
    )


def _is_covering(node: Node) -> bool:
    """A chapter whose heading names the units of all its items."""
    if not node.children or not (node.covers or node.has_own_duty()):
        return node.covers and bool(node.children)
    texts = [part for part in node.parts if isinstance(part, Line)]
    if node.covers or len(texts) != 1:
        return node.covers
    title = texts[0]
    chapter = node.depth <= 1 and len(title) <= _LONGEST_HEADING and not _is_sentence(title)
    return chapter or _title_above_points(node, title)


def _title_above_points(node: Node, title: Line) -> bool:
    """（一）市场准入。（市市场监管局牵头） above 1.…。2.…。: a title, its units, and sentences below."""
    return (
        len(node.children) > (0 if len(title) <= 8 else 1)
        and _is_bare_title(title)
        and all(child.number and child.depth < _MEASURES and not child.children for child in node.children)
        and all(_is_sentence(child.full) for child in node.children[:-1])
    )


def _heads_points(node: Node) -> bool:
    """Tell whether a node heads numbered items, or as a short title points that are sentences: 1.畜牧水产."""
    if not node.children or node.children[0].depth < _MEASURES:
        return bool(node.children)
    titled = len(node.parts) == 1 and _is_bare_title(node.first)
    return titled and all(_is_sentence(child.full) or child.children for child in node.children)


def _heads(node: Node, root: Node, *, chapters: set[str], titled: bool) -> Section | None:
    """A node without numbered ones below it that is a heading all the same."""
    if node.children or node.depth > 3 or not (node.number or node.is_plain):
        return None
    if node.number and node.number.style in chapters and (section := _headed_paragraphs(node)):
        return section
    return None if titled else _run_in(node, root)


def _headed_paragraphs(node: Node) -> Section | None:
    """1.主要目标指标。 above paragraphs with units, beside 2.重点工作举措。 that holds numbered ones."""
    if node.head != 1 or not 0 < len(node.first) <= _LONGEST_TITLE:
        return None
    found = [(words, labels) for words, labels in groups(node.parts[1:]) if words and labels]
    if not found or not all(map(_says_who, found)):
        return None
    return Section(node.full, _printed(node), (), tuple(map(_item, found)), ())


def _run_in(node: Node, root: Node) -> Section | None:
    """A heading whose paragraphs each name their units: its items have no number of their own."""
    told = _told(node)
    words = groups(node.parts)[0][0]
    first = words[0] if words else EMPTY
    if not told or not first.text:
        return None
    if told[0][0] == words and _stands_alone(node, first, words, len(told)):
        heading, rest = node.full if _printed(node) or node.is_plain else first, words[1:]
    elif (title := _run_in_title(node, root, first)) and len(told) > 1:
        heading = node.full.part(0, node.full.text.find(first.text) + title)
        rest = [first.part(title), *words[1:]]
    else:
        return None
    if len(told) < 2 and len(rest) != 1:
        return None
    bodies = _without_lead_in([rest if own == words else own for own, _ in told])
    items = [_spoken(_item((own, labels))) for own, (_, labels) in zip(bodies, told, strict=True)]
    return Section(heading, _printed(node), (), tuple(item for item in items if item.body.text), ())


def _stands_alone(node: Node, first: Line, words: list[Line], told: int) -> bool:
    """Tell whether the first words are a heading in a paragraph of its own."""
    head = node.parts[: node.head]
    named = any(isinstance(part, Label) and part.kind in TELLS_WHO for part in head)
    whole = sum(isinstance(part, Line) for part in head) == 1 and not named and len(words) > 1
    ends = not _is_sentence(first) or (len(first) <= _LONGEST_TITLE and told > 1)
    return (
        whole and len(first) <= _LONGEST_HEADING and ends and (node.depth <= 2 or node.is_plain or told > 1)
    )


def _run_in_title(node: Node, root: Node, first: Line) -> int:
    """Return where the title ends that begins a paragraph of several duties, or 0 where none does.

    Where paragraphs with numbers like its own are items that begin with a title, such a title is no heading.
    """
    several = sum(isinstance(part, Label) for part in node.parts[: node.head]) > 1
    at = first.text.find("。") + 1
    if not several or node.depth > 2 or node.number is None or not 1 < at <= 17 or at == len(first):
        return 0
    return at if node.number.style not in set(_item_styles(root)) else 0


def _item_styles(node: Node) -> Iterator[str]:
    """Yield the styles of number that some paragraph has which is an item."""
    for child in node.children:
        if child.number and _is_one_item(child):
            yield child.number.style
        yield from _item_styles(child)


def _is_one_item(node: Node) -> bool:
    """Tell whether a paragraph is an item whatever its first words are.

    改善环境。…（县环保局负责） begins with a title and says who once; 经济增长7%（…负责）；… says at
    once what is done.
    """
    first = node.first
    if node.children or not first.text:
        return False
    duties = sum(label.kind in TELLS_WHO for label in node.labels())
    return duties == 1 if 0 < first.text.find("。") <= 16 < len(first) else duties > 0


def _without_lead_in(bodies: list[list[Line]]) -> list[list[Line]]:
    """Drop what a chapter says before its items, where every item begins with a title of its own."""
    title = rule("outline.title_sentence")
    starts = [next((i for i, line in enumerate(body) if title.match(line.text)), -1) for body in bodies]
    if len(bodies) < 2 or min(starts) < 0:
        return bodies
    return [body[at:] for body, at in zip(bodies, starts, strict=True)]


def _spoken(item: Item) -> Item:
    """一是…（责任单位：…）二是…: the word that counts is the number."""
    match = rule("outline.firstly").match(item.body.text)
    return replace(item, number_text=match["n"], body=item.body.part(match.end())) if match else item


# --- what is no work ----------------------------------------------------------------------------


def framing(node: Node) -> Iterator[Line]:
    """Yield the lines of the chapters that frame the work and assign none: 指导思想, 组织领导."""
    for child in node.children:
        if not child.has_duty() and rule("titles.non_task").search(child.full.text[:_FRAMING]):
            yield from _every_line(child)
        else:
            yield from framing(child)


def _every_line(node: Node) -> Iterator[Line]:
    yield node.full
    for part in node.parts:
        yield part.content if isinstance(part, Label) else part
    for child in node.children:
        yield from _every_line(child)
