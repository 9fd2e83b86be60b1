"""The outline's tree → sections and items.

    to_items(node, assume=…) -> items, sections

The same style of number is a heading in one notice and a task in the next. What decides is where
the duties stand: a numbered paragraph with units of its own is an item, what holds such
paragraphs is a section, and a chapter without any duty frames the work and assigns none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.parse.bodies import names_bodies
from kg.parse.document import Item, Label, Section
from kg.parse.grid import column_kind
from kg.parse.lines import Line
from kg.parse.outline import UNIT_KINDS, Node
from kg.registry import patterns


def groups(parts: Iterable[Line | Label]) -> list[tuple[list[Line], list[Label]]]:
    """Cut a node's parts into groups: words, then the labels that close them."""
    found: list[tuple[list[Line], list[Label]]] = []
    for part in parts:
        if isinstance(part, Label):
            if part.kind in ("text", "name"):
                if not found:
                    found.append(([], []))
                if part.content.text:
                    found[-1][0].append(part.content)
            else:
                if not found:
                    found.append(([], []))
                found[-1][1].append(part)
        elif not found or any(label.kind in UNIT_KINDS for label in found[-1][1]):
            found.append(([part], []))
        else:
            found[-1][0].append(part)
    return found


def _body(words: list[Line]) -> Line:
    whole = Line("", ())
    for line in words:
        whole = whole.join(line)
    return whole


def _all_words(node: Node) -> list[Line]:
    words = [p for p in node.parts if isinstance(p, Line)]
    words += [p.content for p in node.parts if isinstance(p, Label) and p.kind == "text" and p.content.text]
    for child in node.children:
        words.append(child.full if not child.labels() else _body(_all_words(child)))
        if not child.labels():
            words.extend(part for part in child.parts[1:] if isinstance(part, Line))
            for grandchild in child.children:
                words.extend(_all_words(grandchild))
    return words


def _all_labels(node: Node) -> list[Label]:
    return [*node.labels(), *(label for child in node.children for label in _all_labels(child))]


def _title(node: Node, words: list[Line]) -> tuple[Line | None, list[Line]]:
    """A short title whose words follow under a label of their own (实施内容：…)."""
    first = node.parts[0] if node.parts else None
    texts = [
        part for part in node.parts if isinstance(part, Label) and part.kind == "text" and part.content.text
    ]
    if not isinstance(first, Line) or not texts or len(words) < 2 or words[0] is not first:
        return None, words
    short = len(first) <= 36 and first.text[-1] not in "。；;，,"
    return (first, words[1:]) if short else (None, words)


_MONEY = re.compile(
    r"(?P<word>[一-龥0-9]*?)[：:为]?\s?(?P<value>\d[\d ,]*(?:\.\d+)?)\s?(?P<unit>亿元|万元|元)"
)


_AMOUNTS = frozenset({"total", "planned", "fiscal", "upward", "self", "fiscal2", "upward2", "self2"})


def _project(number: str | None, node: Node) -> Item | None:
    """A project told in labelled lines: 项目名称：… 总投资：… 资金来源：…"""
    labels = node.labels()
    named = next((label for label in labels if label.kind == "name" and label.content.text), None)
    if named is None:
        return None
    cells: dict[str, Line] = {"name": named.content}
    headings: dict[str, str] = {}
    unit = None
    for label in labels:
        kind = column_kind(label.word or "")
        if kind in ("nature", "progress", "category", "benefit") and label.content.text:
            cells.setdefault(kind, label.content)
            headings.setdefault(kind, label.word or "")
        elif label.kind == "text" and label.content.text:
            cells.setdefault("content", label.content)
        elif label.kind == "owner":
            cells["owner"] = label.content
        elif label.kind in ("money", "sources"):
            for match in _MONEY.finditer(label.content.text):
                word = match["word"] or label.word or ""
                kind = column_kind(word) or ("total" if label.kind == "money" else None)
                if kind in ("fiscal", "upward", "self") and kind in cells:
                    kind += "2"  # 银行贷款10000万元，企业自筹3500万元: two sources of one kind
                if kind in _AMOUNTS and kind not in cells:
                    cells[kind] = label.content.part(match.start("value"), match.end("value"))
                    headings[kind] = word
                    unit = unit or match["unit"]
    kept = tuple(label for label in labels if label.kind in UNIT_KINDS | {"leader", "deadline", "upper"})
    if number is not None:
        cells["number"] = node.full.part(0, len(number))
    return Item(number, named.content, kept, cells, unit, headings)


def _printed(node: Node) -> str | None:
    """Return the number as printed; a bullet is none."""
    return node.number.text if node.number and node.number.style != "bullet" else None


def _items_of(node: Node) -> list[Item]:
    """One item, or several where one paragraph holds several duties."""
    number = _printed(node)
    if node.children:
        return [Item(number, _body(_all_words(node)), tuple(_all_labels(node)), {})]
    found = groups(node.parts)
    with_duty = [g for g in found if any(label.kind in UNIT_KINDS for label in g[1])]
    if len(with_duty) <= 1:
        words = [line for g in found for line in g[0]]
        after: tuple[Line, ...] = ()
        if with_duty and found[-1] is not with_duty[0]:
            # Words after the units belong to nobody in particular; the caller reports them.
            at = found.index(with_duty[0])
            words = [line for g in found[: at + 1] for line in g[0]]
            after = tuple(line for g in found[at + 1 :] for line in g[0])
        all_labels = tuple(label for g in found for label in g[1])
        if project := _project(number, node):
            return [project]
        title, words = _title(node, words)
        body = _body(words)
        return [Item(number, body, all_labels, {}, title=title, after=after)] if body.text else []
    items: list[Item] = []
    shared = tuple(label for label in found[0][1] if label.kind in ("leader", "deadline"))
    for words, labels in with_duty:
        body = _body(words)
        if body.text:
            own = tuple(labels)
            if not any(label.kind == "leader" for label in own):
                own += tuple(label for label in shared if label.kind == "leader" and label not in own)
            items.append(Item(number, body, own, {}, continued=bool(items)))
        elif items:
            items[-1] = replace(items[-1], labels=items[-1].labels + tuple(labels))
    return items


def _each_titled(parent: Node) -> bool:
    """Tell whether each numbered title has one paragraph below it that says who: they are the items."""
    held = [child for child in parent.children if child.has_duty()]
    return len(held) > 2 and all(
        not child.children
        and child.number is not None
        and child.headed_by is None
        and sum(any(label.kind in UNIT_KINDS for label in group[1]) for group in groups(child.parts)) == 1
        for child in held
    )


def _covers(node: Node) -> bool:
    """The units after the last of several small points cover all of them."""
    if len(node.children) < 2 or node.children[0].depth < 5:
        return False
    with_duty = [child for child in node.children if child.has_duty()]
    return len(with_duty) == 1 and with_duty[0] is node.children[-1] and not node.has_own_duty()


def heading_of(node: Node) -> Line:
    """Return a section's heading as printed: its first line, or that line's first sentence."""
    line = node.full
    if any(label.kind == "leader" for label in node.labels()):
        return line
    first = node.parts[0] if node.parts else None
    if isinstance(first, Line) and node.number and node.labels() and node.labels()[0].inline:
        end = line.text.find(first.text)
        if end >= 0:
            line = line.part(0, end + len(first))
    if len(line) > 44 and (at := line.text.find("。")) > 0:
        line = line.part(0, at + 1)
    return line


def to_items(parent: Node, *, assume: bool, root: Node | None = None) -> tuple[list[Item], list[Section]]:
    """Return the items and sections directly below ``parent``, in order.

    Args:
        parent: the list's root or a section.
        assume: the list names no unit anywhere, and its title says that its items are tasks.
        root: what holds all of the list, where it is not the parent.
    """
    titles = patterns.load("titles")
    root = root or parent
    items: list[Item] = []
    sections: list[Section] = []
    titled = _each_titled(parent)
    # Those that hold items of their own, though the last of their small points may speak for all.
    holding = [any(below.has_duty() for below in c.children) and not _covers(c) for c in parent.children]
    chapters = {
        c.number.style for c, holds in zip(parent.children, holding, strict=True) if holds and c.number
    }
    siblings_with_duty = any(_is_item(child) and child.has_own_duty() for child in parent.children)
    for child, holds in zip(parent.children, holding, strict=True):
        non_task = titles["non_task"].search(child.full.text[:24]) is not None
        if child.headed_by:
            sections.append(_covered(child))
        elif holds:
            own = None if child.covers else _own_item(child)
            if own:
                items.append(own)
            section = _section(child, assume=assume or child.covers, root=root)
            sections.append(replace(section, labels=()) if own else section)
        elif _is_covering(child):
            sections.append(_section(child, assume=True, root=root))
        elif heads := _heads(child, root, chapters=chapters, titled=titled):
            sections.append(heads)
        elif child.has_duty():
            items.extend(_items_of(child))
        elif (
            assume
            and child.children
            and not non_task
            and (child.children[0].depth < 5 or _heads_points(child))
        ):
            sections.append(_section(child, assume=True, root=root))
        elif child.number and not non_task and ((assume and child.depth >= 1) or siblings_with_duty):
            items.extend(_items_of(child))
    return items, sections


def name_bodies(node: Node) -> None:
    """县财政局：落实资金…: where each of several paragraphs begins with a body, that answers for it."""
    for child in node.children:
        name_bodies(child)
    led = [_led(child) for child in node.children]
    if len(led) < 3 or not all(led):
        return
    for child, parted in zip(node.children, led, strict=True):
        if parted:
            body, words = parted
            child.parts[:1] = [words, Label("responsible", None, body)]


def _led(node: Node) -> tuple[Line, Line] | None:
    """Part 县财政局：落实资金… into the body and the words."""
    first = node.parts[0] if node.parts else None
    if not isinstance(first, Line) or node.number is None or node.has_duty():
        return None
    match = re.match(r"([^，。；：:“]{3,40})[：:](?=[^\s])", first.text)
    if not match or not names_bodies(match[1]):
        return None
    return first.part(0, match.end(1)), first.part(match.end())


def _covered(node: Node) -> Section:
    """A chapter whose heading says who: numbered items or paragraphs, each with its own helpers."""
    assert node.headed_by
    items, sections = to_items(Node(None, node.full, children=node.children), assume=True)
    if not items:
        for words, labels in groups(node.parts[1:]):
            body = _body(words)
            if body.text:
                items.append(Item(None, body, tuple(labels), {}))
    return Section(
        heading=node.full,
        number_text=_printed(node),
        labels=(),
        items=tuple(_with(item, node.headed_by) for item in items),
        sections=tuple(_all_with(section, node.headed_by) for section in sections),
    )


def _with(item: Item, label: Label) -> Item:
    """Return the item with who its chapter names, unless it names its own of the kind."""
    if any(own.kind in (label.kind, "lead") for own in item.labels):
        return item
    return replace(item, labels=(label, *item.labels))


def _all_with(section: Section, label: Label) -> Section:
    return replace(
        section,
        items=tuple(_with(item, label) for item in section.items),
        sections=tuple(_all_with(deeper, label) for deeper in section.sections),
    )


def _own_item(node: Node) -> Item | None:
    """A paragraph that says what and who, with measures below it that each say who: both are items."""
    first = node.parts[0] if node.parts else None
    told = isinstance(first, Line) and len(first) > 30 and first.text[-1] in "。；;"
    if not told or not node.has_own_duty() or not all(child.has_own_duty() for child in node.children):
        return None
    assert isinstance(first, Line)
    labels = tuple(label for label in node.labels() if label.kind in UNIT_KINDS | {"leader", "deadline"})
    return Item(_printed(node), first, labels, {})


def _is_covering(node: Node) -> bool:
    """A chapter whose heading names the units of all its items."""
    texts = [part for part in node.parts if isinstance(part, Line)]
    if node.covers and node.children:
        return True
    if not node.children or not node.has_own_duty():
        return False
    # What the chapter is about may follow in a paragraph of its own.
    heading = [part for part in node.parts[: node.head] if isinstance(part, Line)]
    named = any(isinstance(part, Label) and part.kind in UNIT_KINDS for part in node.parts[: node.head])
    alone = len(texts) == 1 or (named and len(heading) == 1)
    if alone and node.depth <= 1 and len(texts[0]) <= 40 and texts[0].text[-1] not in "。；;":
        return True
    return len(texts) == 1 and _title_above_points(node, texts[0])


def _title_above_points(node: Node, title: Line) -> bool:
    """（一）市场准入。（市市场监管局牵头） above 1.…。2.…。: a title, its units, and sentences below."""
    return (
        len(node.children) > (0 if len(title) <= 8 else 1)
        and len(title) <= 20
        and not re.search("[，；：]", title.text)
        and all(
            child.number is not None and child.depth < 5 and not child.children for child in node.children
        )
        and all(child.full.text[-1] in "。；;" for child in node.children[:-1])
    )


def _heads_points(node: Node) -> bool:
    """Tell whether a short title stands above points that are sentences, each of them a task: 1.畜牧水产."""
    first = node.parts[0] if node.parts else None
    return (
        isinstance(first, Line)
        and len(node.parts) == 1
        and len(first) <= 16
        and re.search(r"[\d。，；]", first.text) is None
        and all(child.full.text[-1] in "。；;" or child.children for child in node.children)
    )


def _is_one_item(node: Node) -> bool:
    """Tell whether a paragraph is an item whatever its first words are.

    改善环境。…（县环保局负责） begins with a title and says who once; 经济增长7%（…负责）；… says at
    once what is done.
    """
    first = node.parts[0] if node.parts else None
    if node.children or not isinstance(first, Line):
        return False
    titled = 0 < first.text.find("。") <= 16 < len(first)
    duties = sum(isinstance(part, Label) and part.kind in UNIT_KINDS for part in node.parts)
    return duties == 1 if titled else duties > 0


def _item_styles(node: Node) -> Iterator[str]:
    """Yield the styles of number that some paragraph has which is an item."""
    for child in node.children:
        if child.number and _is_one_item(child):
            yield child.number.style
        yield from _item_styles(child)


def _run_in(node: Node, root: Node) -> Section | None:
    """A heading whose paragraphs each name their units: its items have no number of their own.

    Where paragraphs with numbers like its own are items that begin with a title, such a title is
    no heading.
    """
    if node.children or (node.number is None and not node.is_plain) or node.depth > 3:
        return None
    found = groups(node.parts)
    with_duty = [g for g in found if any(label.kind in UNIT_KINDS for label in g[1])]
    first = found[0][0][0] if found and found[0][0] else None
    if first is None:
        return None
    at = first.text.find("。")
    head = node.parts[: node.head]
    named = any(isinstance(part, Label) and part.kind in UNIT_KINDS for part in head)
    whole = sum(isinstance(part, Line) for part in head) == 1 and not named and len(found[0][0]) > 1
    alone = (
        whole
        and len(first) <= 40
        and (first.text[-1] not in "。；;" or (len(first) <= 20 and len(with_duty) > 1))
        and (node.depth <= 2 or node.is_plain or len(with_duty) > 1)
    )
    one_paragraph = sum(isinstance(part, Label) for part in node.parts[: node.head]) > 1
    if alone and with_duty and found[0] is with_duty[0]:
        heading, rest = node.full, found[0][0][1:]
    elif (
        one_paragraph
        and node.depth <= 2
        and node.number is not None
        and len(with_duty) > 1
        and 0 < at <= 16
        and at + 1 < len(first)
        and node.number.style not in _item_styles(root)
    ):
        heading = node.full.part(0, node.full.text.find(first.text) + at + 1)
        rest = [first.part(at + 1), *found[0][0][1:]]
    else:
        return None
    if len(with_duty) < 2 and not _paragraphs(rest):
        return None
    items = []
    bodies = [rest if words is found[0][0] else words for words, _ in with_duty]
    for words, (_, labels) in zip(_without_lead_in(bodies), with_duty, strict=True):
        body = _body(words)
        if body.text:
            items.append(_spoken(Item(None, body, tuple(labels), {})))
    leaders = tuple(label for label in node.labels() if label.kind == "leader")
    return Section(heading, _printed(node), leaders if not items else (), tuple(items), ())


def _heads(node: Node, root: Node, *, chapters: set[str], titled: bool) -> Section | None:
    """A node without numbered ones below it that is a heading all the same."""
    if node.number and node.number.style in chapters and (section := _headed_paragraphs(node)):
        return section
    return None if titled else _run_in(node, root)


def _headed_paragraphs(node: Node) -> Section | None:
    """1.主要目标指标。 above paragraphs with units, beside 2.重点工作举措。 that holds numbered ones."""
    first = node.parts[0] if node.parts else None
    if node.children or node.head != 1 or not isinstance(first, Line) or len(first) > 20 or node.depth > 3:
        return None
    found = [(words, labels) for words, labels in groups(node.parts[1:]) if words and labels]
    if not found or not all(any(label.kind in UNIT_KINDS for label in labels) for _, labels in found):
        return None
    items = tuple(Item(None, _body(words), tuple(labels), {}) for words, labels in found)
    return Section(node.full, _printed(node), (), items, ())


_TITLE_SENTENCE = re.compile(r"[^。，,；;：:\d]{2,15}。(?=.)")


def _without_lead_in(bodies: list[list[Line]]) -> list[list[Line]]:
    """Drop what a chapter says before its items, where every item begins with a title of its own."""
    titled = [next((i for i, line in enumerate(b) if _TITLE_SENTENCE.match(line.text)), None) for b in bodies]
    if len(bodies) < 2 or None in titled or not any(titled) or all(titled):
        return bodies
    return [body[at:] for body, at in zip(bodies, titled, strict=True)]


def _paragraphs(words: list[Line]) -> bool:
    return len(words) == 1


_FIRSTLY = re.compile(r"(?P<n>[一二三四五六七八九十]{1,3}是)(?=[一-龥“])")


def _spoken(item: Item) -> Item:
    """一是…（责任单位：…）二是…: the word that counts is the number."""
    match = _FIRSTLY.match(item.body.text) if item.number_text is None or item.continued else None
    if not match:
        return item
    return replace(item, number_text=match["n"], body=item.body.part(match.end()))


def _is_item(node: Node) -> bool:
    return not node.children or not any(child.has_duty() for child in node.children) or _covers(node)


def _section(node: Node, *, assume: bool, root: Node) -> Section:
    own, deeper = to_items(node, assume=assume, root=root)
    found = groups(node.parts)
    extra: list[Item] = []
    labels = tuple(node.labels())
    if found and len(found[0][0]) > 1 and found[0][1]:
        # Paragraphs below the heading with units of their own, before the numbered ones.
        extra = [
            Item(None, _body(words[1:] if i == 0 else words), tuple(ls), {})
            for i, (words, ls) in enumerate(found)
            if ls
        ]
        labels = ()
    return Section(
        heading=heading_of(node),
        number_text=_printed(node),
        labels=labels,
        items=tuple(extra + own),
        sections=tuple(deeper),
    )


def unnumbered(node: Node) -> list[Item]:
    """Return the items of paragraphs that carry units but no number."""
    return [
        Item(None, _body(words), tuple(labels), {})
        for words, labels in groups(node.parts)
        if words and any(label.kind in UNIT_KINDS for label in labels)
    ]


def framing(node: Node) -> Iterator[Line]:
    """Yield the lines of the chapters that frame the work and assign none: 指导思想, 组织领导."""
    non_task = patterns.load("titles")["non_task"]
    for child in node.children:
        if not child.has_duty() and non_task.search(child.full.text[:24]):
            yield from _every_line(child)
        else:
            yield from framing(child)


def _every_line(node: Node) -> Iterator[Line]:
    yield node.full
    for part in node.parts:
        yield part.content if isinstance(part, Label) else part
    for child in node.children:
        yield from _every_line(child)
