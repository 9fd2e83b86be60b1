"""Leaders: names with posts in headings, label lines and cells.

find_leaders(line)         of a label or cell: 副市长王安、李明
leaders_of_heading(line)   of a chapter: 一、杨松县长牵头重点工作
"""

from __future__ import annotations

import re

from kg.extract.facts import LeaderMention
from kg.parse.lines import Line
from kg.parse.numbering import number_of
from kg.registry import patterns

# 和 may be part of a name: 张和平副县长, 阮清和副区长.
_SEPARATORS = re.compile(
    r"[、，,；;/／\s]|(?<=[一-龥]{2})[和与](?=[一-龥]{2})(?!同志|(?:常务)?副?(?:[省市县区州镇乡]长|主席|专员|主任)(?:$|[、，,；;（(牵负领主分]))"
)
_OVERSEE = re.compile(r"分管|联系|协管|督办")


def leaders_of_heading(line: Line) -> list[LeaderMention]:
    """Return the leaders whom a heading names, or nothing."""
    line = _without_asides(line)
    number = number_of(line)
    words = line.part(number.end) if number else line
    file = patterns.load("leaders")
    if not _has_post(words.text):
        bracket = file["bracket"].search(words.text)
        if not bracket:
            return []
    bracket = file["bracket"].search(words.text)
    if bracket:
        group = next(name for name in ("who", "who_post", "who_named") if bracket[name])
        return find_leaders(words.part(bracket.start(group), bracket.end(group)), strict=group == "who_named")
    match = file["heading"].search(words.text)
    if match and match.start() == 0:
        return find_leaders(words.part(match.start("who"), match.end("who")), strict=True)
    # 县长 杨松 alone, or 杨松县长 alone.
    found = find_leaders(words, strict=True)
    covered = sum(len(m.name) + len(m.post or "") for m in found)
    return found if found and covered >= len(words) - 4 else []


def _without_asides(line: Line) -> Line:
    """Drop what brackets say of a post or a person: 副县长（挂职）."""
    for match in reversed(list(_ASIDE.finditer(line.text))):
        line = line.part(0, match.start()).join(line.part(match.end()))
    return line


_ASIDE = re.compile(r"[（(](?:挂职|兼|兼任|代|代理|主持工作|正[县处厅科]级|[^（）()]{1,4}级|女|党外)[）)]")


def _has_post(text: str) -> bool:
    return re.search(r"长|常委|主任|书记|主席|专员|领导|同志|调研员|巡视员", text) is not None


def find_leaders(line: Line, *, strict: bool = False) -> list[LeaderMention]:
    """Return the leaders that ``line`` lists.

    Args:
        line: the words of a label, cell or heading.
        strict: names without a post do not count.
    """
    return [mention for mention in _mentions(line, strict) if mention.name not in _NO_NAMES]


_NO_NAMES = frozenset({"常务", "常委", "位副"})  # they begin like a name: 常务副市长, 各位副县长


def _mentions(line: Line, strict: bool) -> list[LeaderMention]:
    file = patterns.load("leaders")
    line = _without_asides(line)
    found: list[LeaderMention] = []
    post: tuple[str, int] | None = None
    for start, end in _chunks(line):
        text = line.text[start:end]
        bare = text
        if file["nobody"].match(bare):
            continue
        for name in ("post_name", "name_post", "org_post_name", "any_name_post"):
            match = file[name].fullmatch(bare) if not _POST_ONLY.fullmatch(bare) else None
            if match:
                printed = match["post"]
                if post and name not in _NAME_FIRST:
                    printed = f"{post[0]}、{printed}"
                begin = post[1] if post and name not in _NAME_FIRST else start
                found.append(LeaderMention(match["name"], printed, line.ranges(begin, end)))
                post = None
                break
        else:
            only = file["name_only"].fullmatch(bare) or file["long_name"].fullmatch(bare)
            if _POST_ONLY.fullmatch(bare):
                if found and not post and found[-1].post and line.text[start - 1 : start] in "、，,":
                    last = found[-1]
                    if _post_belongs(line, end):
                        post = (bare, start)
                    else:
                        found[-1] = LeaderMention(
                            last.name, f"{last.post}、{bare}", (*last.spans, *line.ranges(start, end))
                        )
                else:
                    post = (bare, start)
            elif only and not (strict and post is None):
                printed_post = post[0] if post else None
                begin = post[1] if post else start
                found.append(LeaderMention(only["name"], printed_post, line.ranges(begin, end)))
                post = None
            elif not strict or _has_post(bare):
                found.extend(_inside(line, start, end, strict))
                post = None
    return found


_NAME_FIRST = ("name_post", "any_name_post")
_POST_ONLY = re.compile(
    r"由?(?:市|县|区|省|州|工)?(?:委)?(?:党组|党工委|党委)?(?:常务)?副?(?:省长|市长|县长|区长|州长|镇长|乡长|主席|专员|主任|书记|秘书长|部长|常委|局长)|(?:市|县|区|省|州)委(?:常委|副书记|书记)|(?:市|县|区|省)?政府党组(?:成员|副书记|书记)|管委会(?:常务)?副?主任"
)


def _post_belongs(line: Line, end: int) -> bool:
    """A post behind a separator belongs to the name that follows it, if one does."""
    following = line.text[end : end + 4].lstrip("、，, ")
    return patterns.load("leaders")["name_only"].match(following[:2]) is not None and bool(following)


def _chunks(line: Line) -> list[tuple[int, int]]:
    """Cut at separators; 王　安 is one name, and a gap may part two names."""
    chunks: list[tuple[int, int]] = []
    start = 0
    for match in _SEPARATORS.finditer(line.text):
        if match.start() > start:
            chunks.append((start, match.start()))
        start = match.end()
    if start < len(line):
        chunks.append((start, len(line)))
    return chunks


def _inside(line: Line, start: int, end: int, strict: bool) -> list[LeaderMention]:
    """Read names that are glued to each other or to other words."""
    file = patterns.load("leaders")
    text = line.text[start:end]
    posts = list(file["name_post"].finditer(text)) or list(file["post_name"].finditer(text))
    if posts:
        return [
            LeaderMention(m["name"], m["post"], line.ranges(start + m.start(), start + m.end()))
            for m in posts
        ]
    if strict or not 4 <= len(text) <= 16 or re.search(r"[局委办厅府部司]", text):
        return []
    found = _glued_names(line, start, end)
    return [LeaderMention(line.text[a:b], None, line.ranges(a, b)) for a, b in found]


def _glued_names(line: Line, start: int, end: int) -> list[tuple[int, int]]:
    """Cut 王知白郭书远 into names: by gaps in the text as read first, else the fewest names."""
    name_only = patterns.load("leaders")["name_only"]

    def ways(at: int) -> list[list[tuple[int, int]]]:
        if at == end:
            return [[]]
        found = []
        for size in (3, 2, 4):
            if at + size <= end and name_only.fullmatch(line.text[at : at + size]):
                found.extend([[(at, at + size), *rest] for rest in ways(at + size)])
        return found

    options = ways(start)
    if not options:
        return []
    gaps = {i for i in range(start + 1, end) if line.gap(i)}
    options.sort(key=lambda o: (-sum(a in gaps for a, _ in o), len(o), -min(b - a for a, b in o)))
    return options[0]


def oversees(word: str | None) -> bool:
    """Tell whether a label names who oversees the field (分管领导), not who leads the task."""
    return bool(word and _OVERSEE.search(word))
