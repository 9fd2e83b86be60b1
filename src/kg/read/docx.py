"""docx: paragraphs, real tables and automatic numbers of a WordprocessingML package.

The text is the one that a reader of the final document sees: insertions are accepted, deletions
and hidden text are gone, fields show their last result. Text boxes follow the paragraph that
anchors them. Running headers and footers are left out, as in a pdf; the header of the first page
alone may be the letterhead and comes first. A table of a single column is a frame around paragraphs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kg.errors import InputError
from kg.model import Source, Text
from kg.read import limits
from kg.read.archive import Archive, broken, local
from kg.read.build import Builder, GridCell, Run
from kg.read.numbering import printed

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DROPPED = frozenset({
    "del", "moveFrom", "instrText", "delText", "delInstrText", "rPr", "pPr", "sdtPr", "sdtEndPr", "Fallback",
    "footnoteReference", "endnoteReference", "annotationRef", "commentReference", "rt", "tblPr", "tblGrid",
    "trPr", "tcPr", "sectPr", "fldData", "ffData", "proofErr", "bookmarkStart", "bookmarkEnd",
})  # fmt: skip


def _flag(properties: Any, name: str) -> bool | None:
    """Return whether an on/off property is set; None where it is not mentioned."""
    element = properties.find(_W + name) if properties is not None else None
    if element is None:
        return None
    return element.get(_W + "val", "1") not in {"0", "false", "off"}


def _value(parent: Any, *path: str) -> str | None:
    for name in path:
        parent = parent.find(_W + name) if parent is not None else None
    return parent.get(_W + "val") if parent is not None else None


def _whole(text: str | None, default: int = 0) -> int:
    try:
        return int(text or default)
    except ValueError:
        return default


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


class _Numbers:
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
        for element in root.iterfind(_W + "abstractNum"):
            key = element.get(_W + "abstractNumId", "")
            abstract[key] = {}
            styles[key] = {}
            if link := _value(element, "numStyleLink"):
                links[key] = link
            if link := _value(element, "styleLink"):
                style_links[link] = key
            for level in element.iterfind(_W + "lvl"):
                index = _whole(level.get(_W + "ilvl"))
                abstract[key][index] = self._level(level)
                if style := _value(level, "pStyle"):
                    styles[key][style] = index
        for element in root.iterfind(_W + "num"):
            number_id = element.get(_W + "numId", "")
            key = _value(element, "abstractNumId") or ""
            key = style_links.get(links.get(key, ""), key)
            levels = dict(abstract.get(key, {}))
            for override in element.iterfind(_W + "lvlOverride"):
                index = _whole(override.get(_W + "ilvl"))
                own = override.find(_W + "lvl")
                if own is not None:
                    levels[index] = self._level(own)
                start = _value(override, "startOverride")
                if start is not None:
                    self._overrides[number_id, index] = _whole(start, 1)
            self._lists[number_id] = _List(levels, key)
            for style, index in styles.get(key, {}).items():
                self.by_style.setdefault(style, (number_id, index))

    @staticmethod
    def _level(element: Any) -> _Level:
        form = _value(element, "numFmt")
        if form is None:  # newer formats stand in mc:AlternateContent, with a plain one to fall back to
            found = next(element.iter(_W + "numFmt"), None)
            form = found.get(_W + "val") if found is not None else "decimal"
        restart = _value(element, "lvlRestart")
        return _Level(
            _whole(_value(element, "start"), 0),
            form or "decimal",
            (_value(element, "lvlText") or "")[:80],
            None if restart is None else _whole(restart),
            bool(_flag(element, "isLgl")),
            _value(element, "suff") or "tab",
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


class _Styles:
    """``styles.xml``: which styles hide their text or number their paragraphs."""

    def __init__(self, root: Any | None) -> None:
        self._styles: dict[str, Any] = {}
        self.default: str | None = None
        for style in root.iterfind(_W + "style") if root is not None else ():
            key = style.get(_W + "styleId", "")
            self._styles[key] = style
            if style.get(_W + "type") == "paragraph" and style.get(_W + "default") in {"1", "true"}:
                self.default = key

    def chain(self, key: str | None) -> Iterator[tuple[str, Any]]:
        """Yield the style and those it is based on."""
        seen: set[str] = set()
        while key and key in self._styles and key not in seen:
            seen.add(key)
            yield key, self._styles[key]
            key = _value(self._styles[key], "basedOn")

    def hides(self, key: str | None) -> bool:
        """Return whether text of this style is hidden."""
        for _, style in self.chain(key):
            hidden = _flag(style.find(_W + "rPr"), "vanish")
            if hidden is not None:
                return hidden
        return False


class _Walker:
    """Walks the body once, in reading order."""

    def __init__(self, styles: _Styles, numbers: _Numbers) -> None:
        self.builder = Builder()
        self._styles = styles
        self._numbers = numbers
        self._carried = ""  # of a paragraph whose end mark is deleted: it runs into the next

    def _number(self, properties: Any | None) -> str:
        style = _value(properties, "pStyle") or self._styles.default
        number_id = index = None
        numbering = properties.find(_W + "numPr") if properties is not None else None
        if numbering is not None:
            number_id, index = _value(numbering, "numId"), _value(numbering, "ilvl")
        if number_id is None:
            for key, element in self._styles.chain(style):
                own = element.find(f"{_W}pPr/{_W}numPr")
                if own is not None:
                    number_id = _value(own, "numId")
                    if index is None:
                        linked = self._numbers.by_style.get(key)
                        index = _value(own, "ilvl") or (str(linked[1]) if linked else None)
                    break
        if number_id is None or number_id == "0":
            return ""
        return self._numbers.next(number_id, _whole(index))

    def _words(self, element: Any, hidden: bool, boxes: list[Any]) -> Iterator[str]:
        """Yield the pieces of a paragraph; text boxes are set aside."""
        for child in element:
            name = local(child)
            if name == "txbxContent":
                boxes.append(child)
            elif name in _DROPPED:
                continue
            elif name == "r":
                properties = child.find(_W + "rPr")
                own = _flag(properties, "vanish")
                if own is None:
                    style = _value(properties, "rStyle")
                    own = self._styles.hides(style) if style else hidden
                yield from self._words(child, own, boxes)
            elif hidden and name in {"t", "tab", "br", "cr", "sym", "noBreakHyphen"}:
                continue
            elif name == "t":
                yield child.text or ""
            elif name in {"tab", "ptab"}:
                yield "\t"
            elif name == "br":
                yield "" if child.get(_W + "type") in {"page", "column"} else "\n"
            elif name == "cr":
                yield "\n"
            elif name == "noBreakHyphen":
                yield "-"
            elif name == "sym":
                code = int(child.get(_W + "char") or "0", 16) if _is_hex(child.get(_W + "char")) else 0
                yield chr(code) if 0x20 <= code < 0xD800 else ""
            else:
                yield from self._words(child, hidden, boxes)

    def _paragraph(self, paragraph: Any) -> tuple[str, list[Any]]:
        """Return the text with its number, and the text boxes anchored in it."""
        properties = paragraph.find(_W + "pPr")
        boxes: list[Any] = []
        style = _value(properties, "pStyle") or self._styles.default
        text = "".join(self._words(paragraph, self._styles.hides(style), boxes))
        mark = properties.find(_W + "rPr") if properties is not None else None
        if mark is not None and mark.find(_W + "del") is not None:
            self._carried += text
            return "", boxes
        text, self._carried = self._carried + text, ""
        if text.strip() or boxes:
            number = self._number(properties)
            stripped = text.strip(" \t\u3000\u00a0\n")
            if not stripped[:1].isascii() or not stripped[:1].isalnum():
                number = number.rstrip(" ")
            text = number + stripped
        return text, boxes

    def blocks(self, parent: Any) -> None:
        """Add what stands in a body, a cell of a frame or a text box."""
        for child in parent:
            name = local(child)
            if name == "p":
                text, boxes = self._paragraph(child)
                self.builder.lines(text) if "\t" not in text else self.builder.paragraph([Run(text)])
                for box in boxes:
                    self.blocks(box)
            elif name == "tbl":
                self._table(child)
            elif name not in _DROPPED:
                self.blocks(child)

    def _flat(self, parent: Any) -> str:
        """Return everything in a cell, a line per paragraph; a table inside is flattened."""
        lines: list[str] = []
        for child in parent:
            name = local(child)
            if name == "p":
                text, boxes = self._paragraph(child)
                lines.append(text)
                lines += [self._flat(box) for box in boxes]
            elif name not in _DROPPED:
                lines.append(self._flat(child))
        return "\n".join(line for line in lines if line.strip())

    def _rows(self, parent: Any) -> Iterator[Any]:
        for child in parent:
            name = local(child)
            if name == "tr":
                properties = child.find(_W + "trPr")
                gone = properties is not None and (
                    properties.find(_W + "del") is not None or _flag(properties, "hidden")
                )
                if not gone:
                    yield child
            elif name not in _DROPPED and name != "tbl":
                yield from self._rows(child)

    def _cells(self, parent: Any) -> Iterator[Any]:
        """Yield the cells of a row; those to the right of a deleted one move up to its place."""
        for child in parent:
            name = local(child)
            if name == "tc":
                properties = child.find(_W + "tcPr")
                if properties is None or properties.find(_W + "cellDel") is None:
                    yield child
            elif name not in _DROPPED:
                yield from self._cells(child)

    def _table(self, table: Any) -> None:
        found = [(row, cells) for row in self._rows(table) if (cells := list(self._cells(row)))]
        rows = [cells for _, cells in found]
        if all(len(row) <= 1 for row in rows):
            for row in rows:
                for cell in row:
                    self.blocks(cell)
            return
        grid: list[GridCell] = []
        above: dict[int, GridCell] = {}  # column → cell that a vertical merge goes on with
        for number, (element, cells) in enumerate(found):
            before = _value(element.find(_W + "trPr"), "gridBefore")
            column = min(_whole(before), limits.MAX_COLUMNS)
            here: dict[int, GridCell] = {}
            for cell in cells:
                properties = cell.find(_W + "tcPr")
                width = max(_whole(_value(properties, "gridSpan"), 1), 1)
                if column + width > limits.MAX_COLUMNS:
                    raise limits.too_large("表格列数", "the number of columns is", limits.MAX_COLUMNS)
                merge = properties.find(_W + "vMerge") if properties is not None else None
                goes_on = merge is not None and merge.get(_W + "val", "continue") == "continue"
                tracked = properties.find(_W + "cellMerge") if properties is not None else None
                if tracked is not None:  # the last state of the merge is the one shown
                    merge, goes_on = tracked, tracked.get(_W + "vMerge") == "cont"
                flat = _value(properties, "hMerge")
                origin = above.get(column) if goes_on else None
                left = grid[-1] if grid and grid[-1].row == number else None
                text = self._flat(cell)
                if origin is not None and origin.column_span == width:
                    origin.row_span = number - origin.row + 1
                    if text:  # words in a covered cell are never shown
                        text = ""
                    here[column] = origin
                elif flat == "continue" and left is not None and left.column + left.column_span == column:
                    left.column_span += width
                else:
                    placed = GridCell(number, column, (Run(text),), 1, width)
                    grid.append(placed)
                    if merge is not None:
                        here[column] = placed
                column += width
            above = here
        self.builder.table(grid)


def _is_hex(text: str | None) -> bool:
    return bool(text) and len(text or "") <= 6 and all(c in "0123456789abcdefABCDEF" for c in text or "")


def _related(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """Return the relationships of a part: id → (last word of the type, target)."""
    folder, _, name = part.rpartition("/")
    path = f"{folder}/_rels/{name}.rels".lstrip("/")
    if path not in archive:
        return {}
    out = {}
    for relation in archive.xml(path):
        target = str(relation.get("Target") or "")
        if relation.get("TargetMode") == "External":
            continue
        target = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}".lstrip("/")
        out[str(relation.get("Id"))] = (str(relation.get("Type") or "").rpartition("/")[2], target)
    return out


def read(data: bytes, source: Source) -> Text:
    """Read a docx."""
    archive = Archive(data, "docx")
    main = next(
        (t for kind, t in _related(archive, "").values() if kind == "officeDocument"), "word/document.xml"
    )
    if main not in archive:
        raise broken("docx")
    related = _related(archive, main)

    def part(kind: str) -> Any | None:
        target = next((target for name, target in related.values() if name == kind), None)
        return archive.xml(target) if target and target in archive else None

    root = archive.xml(main)
    if root.tag.startswith("{" + _STRICT):
        raise InputError(
            "这是“严格 Open XML”格式的 docx；请另存为普通的 Word 文档（docx）再试。",
            "This docx is in the Strict Open XML form; save it as an ordinary Word document (docx).",
        )
    body = root.find(_W + "body")
    if body is None:
        raise broken("docx")
    walker = _Walker(_Styles(part("styles")), _Numbers(part("numbering")))
    for section in list(body.iter(_W + "sectPr"))[:1]:
        if _flag(section, "titlePg"):
            for reference in section.iterfind(_W + "headerReference"):
                target = related.get(reference.get(_R_ID, ""), ("", ""))[1]
                if reference.get(_W + "type") == "first" and target in archive:
                    walker.blocks(archive.xml(target))
    walker.blocks(body)
    return walker.builder.text(source)
