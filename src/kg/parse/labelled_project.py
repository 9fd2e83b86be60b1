"""A project told in labelled lines (项目名称：… 总投资：… 资金来源：…), or in the clauses behind its name.

    滨江大道拓宽工程。续建，总投资2.3亿元，年内投资0.8亿元，拓宽道路6.4公里，10月1日前通车。业主单位：市城投公司

labelled_project(number, line, words, labels) -> Item | None
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.parse.document import UNIT_KINDS, Item, Label
from kg.parse.grid import MONEY, column_kind
from kg.parse.labels import label_at
from kg.parse.lines import Line
from kg.registry.patterns import rule

_LONGEST_NAME = 40  # characters
_LONGEST_WORD = 10  # of a heading before a colon
_COLUMNS = ("nature", "progress", "category", "benefit")
_KEPT = UNIT_KINDS | {"leader", "deadline", "upper"}


def labelled_project(number: str | None, line: Line, words: Line, labels: Sequence[Label]) -> Item | None:
    """Return the project that the labels tell of, or None where none names one.

    Args:
        number: as printed, if there is one.
        line: the paragraph's first line, which begins with the number.
        words: what stands before the labels.
        labels: the labelled parts in order.
    """
    sums: list[tuple[str, Line]] = []
    cells = _named(words, labels) or _in_clauses(words, labels, sums)
    if not cells:
        return None
    name = cells["name"]
    headings: dict[str, str] = {}
    for label in labels:
        kind = column_kind(label.word or "")
        if kind in _COLUMNS:
            cells.setdefault(kind, _unclosed(label.content))
            headings.setdefault(kind, label.word or "")
        elif label.kind == "text":
            cells.setdefault("content", _unclosed(label.content))
        elif label.kind == "owner" or label.kind in UNIT_KINDS:
            cells.setdefault(label.kind, label.content)
        elif label.kind in ("money", "sources"):
            sums.append((label.word or "", label.content))
    unit = _take_sums(sums, cells, headings)
    if number is not None:
        cells["number"] = line.part(0, len(number))
    kept = tuple(label for label in labels if label.kind in _KEPT)
    return Item(number, name, kept, cells, unit, headings)


def _take_sums(sums: list[tuple[str, Line]], cells: dict[str, Line], headings: dict[str, str]) -> str | None:
    """Add the sums that are told, with the words that name them; return their unit."""
    unit = None
    for said, told in sums:
        for match in rule("outline.money").finditer(told.text):
            word = match["word"] or said
            kind = column_kind(word) or "total"
            # 银行贷款10000万元，企业自筹3500万元: two sources of one kind
            kind += "2" if kind in cells and kind in ("fiscal", "upward", "self") else ""
            if kind.rstrip("2") in MONEY and kind not in cells:
                cells[kind] = told.part(match.start("value"), match.end("value"))
                headings[kind] = word
                unit = unit or match["unit"]
    return unit


def _named(words: Line, labels: Sequence[Label]) -> dict[str, Line]:
    """Return the project's name and what goes with it; nothing where nothing names one.

    A label names it, or the words begin with it: 县第二水厂。建设内容：新建水厂一座。总投资：7600万元。
    """
    named = next((label for label in labels if label.kind == "name" and label.content.text), None)
    if named is not None:
        return _name_and_nature(named.content)
    end = words.text.find("。") + 1
    costs = any(label.kind == "money" for label in labels)
    if not 1 < end <= _LONGEST_NAME or not costs:
        return {}
    if end == len(words) and any(column_kind(label.word or "") == "content" for label in labels):
        return _name_and_nature(words)
    label = label_at(words, end)
    if label is None or column_kind(label[1]) != "content":
        return {}
    return _name_and_nature(words.part(0, end - 1)) | {"content": _unclosed(words.part(label[2]))}


def _unclosed(line: Line) -> Line:
    return line.part(0, len(line.text.rstrip("。；;")))


def _in_clauses(words: Line, labels: Sequence[Label], sums: list[tuple[str, Line]]) -> dict[str, Line]:
    """Return what the clauses behind a project's name say; those of its money go to ``sums``."""
    end = words.text.find("。") + 1
    if not 1 < end <= _LONGEST_NAME or not any(label.kind == "owner" for label in labels):
        return {}
    cells = _name_and_nature(words.part(0, end - 1))
    rest: list[Line] = []
    for match in rule("outline.clause").finditer(words.text, end):
        clause = words.part(*match.span())
        money = rule("outline.money").match(clause.text)
        if money and column_kind(money["word"]) in MONEY:
            sums.append(("", clause))
        elif rule("tables.nature").fullmatch(clause.text):
            cells["nature"] = clause
        elif told := _labelled(clause):
            cells.setdefault(*told)
        else:
            rest.append(clause)
    if len(rest) > 1 or (rest and "content" in cells and "progress" not in cells):
        cells["progress"] = rest.pop()  # what is reached this year stands last
    if rest and "content" not in cells:
        start = words.text.find(rest[0].text, end)
        cells["content"] = words.part(start, words.text.find(rest[-1].text, start) + len(rest[-1]))
    return cells if sums else {}


def _labelled(clause: Line) -> tuple[str, Line] | None:
    """Return what a clause behind a word with a colon says: 年度目标：主体封顶."""
    word, colon, _ = clause.text.replace(":", "：").partition("：")
    kind = column_kind(word) if colon and len(word) <= _LONGEST_WORD else None
    return (kind, clause.part(len(word) + 1)) if kind in (*_COLUMNS, "content") else None


def _name_and_nature(line: Line) -> dict[str, Line]:
    """Part 蓟河大道立交桥（新建）: a bracket behind a name may say that the project is new."""
    text = line.text.rstrip("。；; ")
    at = max(text.rfind("（"), text.rfind("("))
    nature = line.part(at + 1, len(text) - 1)
    if at > 0 and text[-1] in "）)" and rule("tables.nature").fullmatch(nature.text):
        return {"name": line.part(0, at), "nature": nature}
    return {"name": line}
