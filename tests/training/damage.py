"""Sound notices damaged as pages, programs and careless hands damage them, from a seed.

damaged(text, kind, seed) -> str        unchanged where the kind has nothing to damage
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from kg.parse.bodies import names_bodies
from kg.parse.grid import column_kind

# Words that no pattern knows as headings or labels.
STRANGE = {
    "number": ("次序", "排序", "No", "行号"),
    "body": ("做什么", "干什么", "要办的事", "怎么干"),
    "content": ("做什么", "要办的事"),
    "name": ("事情", "叫什么"),
    "lead": ("谁来牵总", "领头的"),
    "support": ("谁来帮忙", "搭手的"),
    "responsible": ("谁来做", "交给谁", "谁负主责"),
    "leader": ("谁来抓", "谁来管"),
    "deadline": ("什么时候", "何时交账"),
}
STRANGE_LABELS = ("交办给", "谁来做", "落到谁家", "派给", "对接方")
_LABEL = re.compile(r"(?:牵头|责任|配合|承办|主办|协办|落实|负责)(?:单位|部门)(?=[：:])")
_CELL_MARK = "\t"


def damaged(text: str, kind: str, seed: int) -> str:
    """Return the text with one kind of damage (``DAMAGES``)."""
    return DAMAGES[kind](text, random.Random(f"{kind}-{seed}"))


def _headings(lines: list[str]) -> list[int]:
    """Return the lines that hold headings of columns: several in a line, or one a line in a row."""
    found = []
    for i, line in enumerate(lines):
        cells = [cell.strip() for cell in re.split(r"[\t|]", line) if cell.strip()]
        if len(cells) > 2 and sum(column_kind(cell) is not None for cell in cells) * 3 >= 2 * len(cells):
            found.append(i)
    run: list[int] = []
    for i, line in enumerate([*lines, ""]):
        if line.strip() and len(line.strip()) <= 14 and column_kind(line.strip()):
            run.append(i)
        else:
            if len(run) > 2:
                found.extend(run)
            run = []
    return sorted(set(found))


def _rename_headings(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    for i in _headings(lines):
        pieces = re.split(r"([\t|])", lines[i])
        for j, piece in enumerate(pieces):
            kind = column_kind(piece.strip())
            if kind in STRANGE and chance.random() < 0.7:
                pieces[j] = piece.replace(piece.strip(), chance.choice(STRANGE[kind]))
        lines[i] = "".join(pieces)
    return "\n".join(lines)


def _drop_headings(text: str, _: random.Random) -> str:
    lines = text.split("\n")
    gone = set(_headings(lines))
    return "\n".join(line for i, line in enumerate(lines) if i not in gone)


def _cells(mark: str) -> Callable[[str, random.Random], str]:
    def join(text: str, _: random.Random) -> str:
        lines = text.split("\n")
        return "\n".join(re.sub(r"\t+", mark, line) if "\t" in line else line for line in lines)

    return join


def _wrap_cells(text: str, chance: random.Random) -> str:
    """One cell a line, and each line broken at a narrow width."""
    width = chance.choice((7, 9, 12))
    found = []
    flat = False
    for line in text.split("\n"):
        if "\t" in line:
            flat = True
            for cell in line.split("\t"):
                found += [cell[i : i + width] for i in range(0, len(cell), width)] or []
        else:
            found.append(line)
    return "\n".join(found) if flat else text


def _break_cells(text: str, chance: random.Random) -> str:
    """Tabs stay between the cells, and each cell's lines are broken at its column's width."""
    width = chance.choice((5, 8, 11))
    found = []
    for line in text.split("\n"):
        cells = line.split("\t")
        broken = ["\n".join(cell[i : i + width] for i in range(0, len(cell), width)) for cell in cells]
        found.append("\t".join(broken) if len(cells) > 2 else line)
    return "\n".join(found)


def _flow_rows(text: str, chance: random.Random) -> str:
    """Rows of tabs flow on like prose, wrapped at a page's width."""
    width = chance.choice((26, 31, 37))
    found: list[str] = []
    flow = ""
    for line in [*text.split("\n"), ""]:
        if line.count("\t") > 1:
            flow += ("" if not flow else " ") + line.strip().replace("\t", " ")
            continue
        found += [flow[i : i + width] for i in range(0, len(flow), width)]
        flow = ""
        found.append(line)
    return "\n".join(found[:-1])


def _lose_lines(text: str, chance: random.Random) -> str:
    return "\n".join(line for line in text.split("\n") if chance.random() > 0.06)


def _lose_marks(text: str, chance: random.Random) -> str:
    return "".join(c for c in text if c not in "、：。；（）()" or chance.random() > 0.1)


def _lose_breaks(text: str, _: random.Random) -> str:
    head, _, rest = text.partition("\n")
    return head + "\n" + rest.replace("\n", "")


def _rename_labels(text: str, chance: random.Random) -> str:
    words: dict[str, str] = {}
    return _LABEL.sub(lambda m: words.setdefault(m.group(), chance.choice(STRANGE_LABELS)), text)


def _lose_numbers(text: str, _: random.Random) -> str:
    return re.sub(r"(?m)^\s*\d{1,3}[.．、\t]?", "", text)


def _wrap_lines(text: str, chance: random.Random) -> str:
    """Break every line at a page's width."""
    width = chance.choice((24, 31, 38))
    return "\n".join(
        line[i : i + width] for line in text.split("\n") for i in range(0, max(1, len(line)), width)
    )


def _glue_bodies(text: str, _: random.Random) -> str:
    """A line of bodies below its task loses the line's end."""
    return re.sub(r"\n(?=([^\n]{3,60})(?:\n|$))", lambda m: "" if names_bodies(m[1]) else "\n", text)


DAMAGES: dict[str, Callable[[str, random.Random], str]] = {
    "headings renamed": _rename_headings,
    "headings lost": _drop_headings,
    "cells glued": _cells(""),
    "cells parted by blanks": _cells(" "),
    "a cell a line": _cells("\n"),
    "cells wrapped": _wrap_cells,
    "cells broken": _break_cells,
    "rows flowing": _flow_rows,
    "lines lost": _lose_lines,
    "marks lost": _lose_marks,
    "line breaks lost": _lose_breaks,
    "labels renamed": _rename_labels,
    "numbers lost": _lose_numbers,
    "lines wrapped": _wrap_lines,
    "bodies glued": _glue_bodies,
}

# What breaks the cells of a table apart, or joins them.
TABLE_DAMAGES = (
    *("headings renamed", "headings lost", "cells glued", "cells parted by blanks", "a cell a line"),
    *("cells wrapped", "cells broken", "rows flowing", "numbers lost"),
)
