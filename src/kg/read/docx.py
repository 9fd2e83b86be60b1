"""docx: paragraphs, real tables and automatic numbers of a WordprocessingML package.

The text is the one that a reader of the final document sees: insertions are accepted, deletions
and hidden text are gone, fields show their last result. Text boxes follow the paragraph that
anchors them. Running headers and footers are left out, as in a pdf; the header of the first page
alone may be the letterhead and comes first. A table of a single column is a frame around paragraphs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg.errors import InputError
from kg.model import Finding, Source, Text
from kg.read import limits
from kg.read.archive import Archive, local
from kg.read.build import Builder, GridCell, Run
from kg.read.docx_numbers import Numbers
from kg.read.docx_open import open_changes
from kg.read.refusals import broken
from kg.read.wordml import W, flag, value, whole

_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DROPPED = frozenset({
    "del", "moveFrom", "instrText", "delText", "delInstrText", "rPr", "pPr", "sdtPr", "sdtEndPr", "Fallback",
    "footnoteReference", "endnoteReference", "annotationRef", "commentReference", "rt", "tblPr", "tblGrid",
    "trPr", "tcPr", "sectPr", "fldData", "ffData", "proofErr", "bookmarkStart", "bookmarkEnd",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Atom:
    """Characters that one element of a part prints.

    ``element`` is a ``w:t``, ``w:br``, ``w:sym`` …, or the paragraph itself for what its automatic
    number prints. Atoms in a row are the text as read: but for white space, which is squeezed and
    put in, their characters are its characters, one for one.
    """

    element: Any
    text: str
    paragraph: Any


@dataclass(frozen=True, slots=True)
class Traced:
    """A docx as read, and the elements that its characters come from."""

    text: Text
    atoms: tuple[Atom, ...]
    parts: Mapping[str, Any]  # name of a part in lower case → the root that was walked
    main: str  # name of the part that holds the body


class _Styles:
    """``styles.xml``: which styles hide their text or number their paragraphs."""

    def __init__(self, root: Any | None) -> None:
        self._styles: dict[str, Any] = {}
        self.default: str | None = None
        for style in root.iterfind(W + "style") if root is not None else ():
            key = style.get(W + "styleId", "")
            self._styles[key] = style
            if style.get(W + "type") == "paragraph" and style.get(W + "default") in {"1", "true"}:
                self.default = key

    def chain(self, key: str | None) -> Iterator[tuple[str, Any]]:
        """Yield the style and those it is based on."""
        seen: set[str] = set()
        while key and key in self._styles and key not in seen:
            seen.add(key)
            yield key, self._styles[key]
            key = value(self._styles[key], "basedOn")

    def hides(self, key: str | None) -> bool:
        """Return whether text of this style is hidden."""
        for _, style in self.chain(key):
            hidden = flag(style.find(W + "rPr"), "vanish")
            if hidden is not None:
                return hidden
        return False


class _Walker:
    """Walks the body once, in reading order."""

    def __init__(self, styles: _Styles, numbers: Numbers) -> None:
        self.builder = Builder()
        self._styles = styles
        self._numbers = numbers
        self._carried: list[Atom] = []  # of a paragraph whose end mark is deleted: it runs into the next

    def _number(self, properties: Any | None) -> str:
        style = value(properties, "pStyle") or self._styles.default
        number_id = index = None
        numbering = properties.find(W + "numPr") if properties is not None else None
        if numbering is not None:
            number_id, index = value(numbering, "numId"), value(numbering, "ilvl")
        if number_id is None:
            for key, element in self._styles.chain(style):
                own = element.find(f"{W}pPr/{W}numPr")
                if own is not None:
                    number_id = value(own, "numId")
                    if index is None:
                        linked = self._numbers.by_style.get(key)
                        index = value(own, "ilvl") or (str(linked[1]) if linked else None)
                    break
        if number_id is None or number_id == "0":
            return ""
        return self._numbers.next(number_id, whole(index))

    def _words(self, element: Any, hidden: bool, boxes: list[Any]) -> Iterator[tuple[Any, str]]:
        """Yield the elements of a paragraph with what each prints; text boxes are set aside."""
        for child in element:
            name = local(child)
            if name == "txbxContent":
                boxes.append(child)
            elif name in _DROPPED:
                continue
            elif name == "r":
                properties = child.find(W + "rPr")
                own = flag(properties, "vanish")
                if own is None:
                    style = value(properties, "rStyle")
                    own = self._styles.hides(style) if style else hidden
                yield from self._words(child, own, boxes)
            elif hidden and name in {"t", "tab", "br", "cr", "sym", "noBreakHyphen"}:
                continue
            elif name == "t":
                yield child, child.text or ""
            elif name in {"tab", "ptab"}:
                yield child, "\t"
            elif name == "br":
                yield child, "" if child.get(W + "type") in {"page", "column"} else "\n"
            elif name == "cr":
                yield child, "\n"
            elif name == "noBreakHyphen":
                yield child, "-"
            elif name == "sym":
                code = int(child.get(W + "char") or "0", 16) if _is_hex(child.get(W + "char")) else 0
                yield child, chr(code) if 0x20 <= code < 0xD800 else ""
            else:
                yield from self._words(child, hidden, boxes)

    def _paragraph(self, paragraph: Any) -> tuple[str, list[Atom], list[Any]]:
        """Return the text with its number, what prints it, and the text boxes anchored in it."""
        properties = paragraph.find(W + "pPr")
        boxes: list[Any] = []
        style = value(properties, "pStyle") or self._styles.default
        words = self._words(paragraph, self._styles.hides(style), boxes)
        atoms = self._carried + [Atom(element, text, paragraph) for element, text in words if text]
        mark = properties.find(W + "rPr") if properties is not None else None
        if mark is not None and mark.find(W + "del") is not None:
            self._carried = atoms
            return "", [], boxes
        self._carried = []
        text = "".join(atom.text for atom in atoms)
        if text.strip() or boxes:
            number = self._number(properties)
            stripped = text.strip(" \t\u3000\u00a0\n")
            if not stripped[:1].isascii() or not stripped[:1].isalnum():
                number = number.rstrip(" ")
            text = number + stripped
            if number:
                atoms.insert(0, Atom(paragraph, number, paragraph))
        return text, atoms, boxes

    def blocks(self, parent: Any) -> None:
        """Add what stands in a body, a cell of a frame or a text box."""
        for child in parent:
            name = local(child)
            if name == "p":
                text, atoms, boxes = self._paragraph(child)
                if "\t" in text:
                    self.builder.paragraph([Run(text)], atoms)
                else:
                    self.builder.lines(text, atoms)
                for box in boxes:
                    self.blocks(box)
            elif name == "tbl":
                self._table(child)
            elif name not in _DROPPED:
                self.blocks(child)

    def _flat(self, parent: Any) -> tuple[str, list[Atom]]:
        """Return everything in a cell, a line per paragraph; a table inside is flattened."""
        lines: list[str] = []
        found: list[Atom] = []
        for child in parent:
            name = local(child)
            if name == "p":
                text, atoms, boxes = self._paragraph(child)
                lines.append(text)
                found += atoms
                flat = [self._flat(box) for box in boxes]
            elif name not in _DROPPED:
                flat = [self._flat(child)]
            else:
                continue
            for text, atoms in flat:
                lines.append(text)
                found += atoms
        return "\n".join(line for line in lines if line.strip()), found

    def _rows(self, parent: Any) -> Iterator[Any]:
        for child in parent:
            name = local(child)
            if name == "tr":
                properties = child.find(W + "trPr")
                gone = properties is not None and (
                    properties.find(W + "del") is not None or flag(properties, "hidden")
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
                properties = child.find(W + "tcPr")
                if properties is None or properties.find(W + "cellDel") is None:
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
            before = value(element.find(W + "trPr"), "gridBefore")
            column = min(whole(before), limits.MAX_COLUMNS)
            here: dict[int, GridCell] = {}
            for cell in cells:
                properties = cell.find(W + "tcPr")
                width = max(whole(value(properties, "gridSpan"), 1), 1)
                if column + width > limits.MAX_COLUMNS:
                    raise limits.too_large("columns", limits.MAX_COLUMNS)
                merged, goes_on = _merge(properties)
                flat = value(properties, "hMerge")
                origin = above.get(column) if goes_on else None
                left = grid[-1] if grid and grid[-1].row == number else None
                text, atoms = self._flat(cell)
                if origin is not None and origin.column_span == width:
                    origin.row_span = number - origin.row + 1
                    here[column] = origin  # words in a covered cell are never shown
                elif flat == "continue" and left is not None and left.column + left.column_span == column:
                    left.column_span += width
                else:
                    placed = GridCell(number, column, (Run(text),), 1, width, atoms)
                    grid.append(placed)
                    if merged:
                        here[column] = placed
                column += width
            above = here
        self.builder.table(grid)


def _merge(properties: Any) -> tuple[bool, bool]:
    """Return whether a cell is part of a vertical merge, and whether it goes on with the cell above."""
    if properties is None:
        return False, False
    tracked = properties.find(W + "cellMerge")
    if tracked is not None:  # the last state of the merge is the one shown
        return True, tracked.get(W + "vMerge") == "cont"
    merge = properties.find(W + "vMerge")
    return merge is not None, merge is not None and merge.get(W + "val", "continue") == "continue"


def _is_hex(text: str | None) -> bool:
    return bool(text) and len(text or "") <= 6 and all(c in "0123456789abcdefABCDEF" for c in text or "")


def related_of(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
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
    return trace(data, source).text


def trace(data: bytes, source: Source) -> Traced:
    """Read a docx, and tell which element printed each of its characters."""
    archive = Archive(data, "docx")
    main = next(
        (t for kind, t in related_of(archive, "").values() if kind == "officeDocument"), "word/document.xml"
    )
    if main not in archive:
        raise broken("docx")
    related = related_of(archive, main)

    def part(kind: str) -> Any | None:
        target = next((target for name, target in related.values() if name == kind), None)
        return archive.xml(target) if target and target in archive else None

    root = archive.xml(main)
    if root.tag.startswith("{" + _STRICT):
        raise InputError(
            "这是“严格 Open XML”格式的 docx；请另存为普通的 Word 文档（docx）再试。",
            "This docx is in the Strict Open XML form; save it as an ordinary Word document (docx).",
        )
    body = root.find(W + "body")
    if body is None:
        raise broken("docx")
    walker = _Walker(_Styles(part("styles")), Numbers(part("numbering")))
    parts = {main.lower(): root}
    for section in list(body.iter(W + "sectPr"))[:1]:
        if flag(section, "titlePg"):
            for reference in section.iterfind(W + "headerReference"):
                target = related.get(reference.get(_R_ID, ""), ("", ""))[1]
                if reference.get(W + "type") == "first" and target in archive:
                    parts[target.lower()] = archive.xml(target)
                    walker.blocks(parts[target.lower()])
    walker.blocks(body)
    findings: list[Finding] = list(open_changes(root, part("comments")))
    text = walker.builder.text(source, findings)
    return Traced(text, tuple(walker.builder.origins), parts, main)
