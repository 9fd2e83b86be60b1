"""Automatic numbers of a WordprocessingML package: ``numbering.xml``, and its counters on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from kg.read.numbering import printed
from kg.read.wordml import W, flag, value, whole


@dataclass(slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    pattern: str = ""
    restart: int | None = None  # level whose step restarts this one; None: any higher one
    legal: bool = False
    suffix: str = "tab"


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level] = field(default_factory=dict)
    key: str = ""  # lists over one abstract definition count on together


class Numbers:
    """``numbering.xml``, and the counters as the document is walked."""

    def __init__(self, root: Any | None) -> None:
        self._lists: dict[str, _List] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()
        self._overrides: dict[tuple[str, int], int] = {}
        self.by_style: dict[str, tuple[str, int]] = {}
        if root is None:
            return
        abstract: dict[str, dict[int, _Level]] = {}
        links: dict[str, str] = {}
        style_links: dict[str, str] = {}
        styles: dict[str, dict[str, int]] = {}
        for element in root.iterfind(W + "abstractNum"):
            key = element.get(W + "abstractNumId", "")
            abstract[key] = {}
            styles[key] = {}
            if link := value(element, "numStyleLink"):
                links[key] = link
            if link := value(element, "styleLink"):
                style_links[link] = key
            for level in element.iterfind(W + "lvl"):
                index = whole(level.get(W + "ilvl"))
                abstract[key][index] = self._level(level)
                if style := value(level, "pStyle"):
                    styles[key][style] = index
        for element in root.iterfind(W + "num"):
            number_id = element.get(W + "numId", "")
            key = value(element, "abstractNumId") or ""
            key = style_links.get(links.get(key, ""), key)
            levels = dict(abstract.get(key, {}))
            for override in element.iterfind(W + "lvlOverride"):
                index = whole(override.get(W + "ilvl"))
                own = override.find(W + "lvl")
                if own is not None:
                    levels[index] = self._level(own)
                start = value(override, "startOverride")
                if start is not None:
                    self._overrides[number_id, index] = whole(start, 1)
            self._lists[number_id] = _List(levels, key)
            for style, index in styles.get(key, {}).items():
                self.by_style.setdefault(style, (number_id, index))

    @staticmethod
    def _level(element: Any) -> _Level:
        form = value(element, "numFmt")
        if form is None:  # newer formats stand in mc:AlternateContent, with a plain one to fall back to
            found = next(element.iter(W + "numFmt"), None)
            form = found.get(W + "val") if found is not None else "decimal"
        restart = value(element, "lvlRestart")
        return _Level(
            whole(value(element, "start"), 0),
            form or "decimal",
            (value(element, "lvlText") or "")[:80],
            None if restart is None else whole(restart),
            bool(flag(element, "isLgl")),
            value(element, "suff") or "tab",
        )

    def next(self, number_id: str, index: int) -> str:
        """Step the counter of one list level and return the printed number with its suffix."""
        numbered = self._lists.get(number_id)
        if numbered is None or index not in numbered.levels:
            return ""
        counters = self._counters.setdefault(numbered.key, {})
        level = numbered.levels[index]
        override = self._overrides.get((number_id, index))
        if override is not None and (number_id, index) not in self._started:
            counters[index] = override
        elif index in counters:
            counters[index] += 1
        else:
            counters[index] = level.start
        self._started.add((number_id, index))
        for deeper in [i for i in counters if i > index]:
            after = numbered.levels.get(deeper, _Level()).restart
            if after is None or (after > 0 and index < after):
                del counters[deeper]
        if level.form == "bullet":
            # Bullets of symbol fonts are private characters that mean nothing as text.
            return "".join(c for c in level.pattern if not "\ue000" <= c <= "\uf8ff")
        out = level.pattern
        for other in range(9):
            mark = f"%{other + 1}"
            if mark in out:
                shown = numbered.levels.get(other, _Level())
                count = counters.get(other, shown.start)
                form = "decimal" if level.legal and other < index else shown.form
                out = out.replace(mark, printed(count, form))
        return out + (" " if level.suffix != "nothing" and out[-1:].isalnum() and out[-1:].isascii() else "")
