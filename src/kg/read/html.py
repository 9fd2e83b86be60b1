"""html: the text of a notice out of a page as saved from a government site.

Three steps: the character set (byte order mark, ``meta``, then what the bytes are), the element
that holds the text (known containers, else where the words outside links are dense), and its
paragraphs and tables. What the site calls its parts is data: ``data/patterns/html.yml``. The
title and the particulars (文号, 成文日期) often stand outside the container; they come first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from kg import resources
from kg.errors import DataError, InputError
from kg.model import Source, Text
from kg.read import limits
from kg.read.archive import check_tree
from kg.read.build import Builder, GridCell, Run
from kg.read.characters import sound
from kg.read.plain import damage, decode, normalize_newlines

_META = re.compile(rb"<meta\b[^>]{0,500}?charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_XML = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_WORD = re.compile(r"[a-z]+[0-9]*")
_SPACES = re.compile(r"[ \t\r\n\f\v\u00a0]+")
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SIZE = re.compile(r"\s*(\d{1,6})")
# A start tag, as long as it goes: a quotation mark counts only behind "=". Or where a comment begins.
_TAG = re.compile(r"<!--|<(?P<name>[a-zA-Z][\w:-]*+)(?:[^=>]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+)*+")
_RAW_ENDS: Final = {
    None: re.compile("-->"),
    "script": re.compile("</script", re.IGNORECASE),
    "style": re.compile("</style", re.IGNORECASE),
}
_VALUE = re.compile(r"=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>]++)?+")
_DEEP = re.compile(r"depth", re.IGNORECASE)
_BREAKS: Final = frozenset(
    {
        "p",
        "div",
        "section",
        "article",
        "main",
        "center",
        "blockquote",
        "pre",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
    }
    | {"h1", "h2", "h3", "h4", "h5", "h6", "hr", "address", "figure", "figcaption", "fieldset", "details"}
    | {"summary", "tr", "caption", "table", "tbody", "thead", "tfoot", "body", "html"}
)


@dataclass(frozen=True, slots=True)
class _Rules:
    drop_elements: frozenset[str]
    drop_words: frozenset[str]
    containers: tuple[tuple[str, str], ...]  # (element, id or class; value)
    container_share: float
    density_share: float
    particulars: tuple[re.Pattern[str], ...]
    title_metas: tuple[str, ...]


@cache
def rules() -> _Rules:
    """Return ``data/patterns/html.yml``, checked."""
    import yaml

    path = resources.data("patterns", "html.yml")
    try:
        raw = resources.read_yaml(path)
        return _Rules(
            frozenset(raw["drop_elements"]),
            frozenset(word for row in raw["drop_words"] for word in row["words"]),
            tuple(
                (key, str(row[key]).lower())
                for row in raw["containers"]
                for key in ("element", "id", "class")
                if key in row
            ),
            float(raw["container_share"]),
            float(raw["density_share"]),
            tuple(re.compile(row["pattern"]) for row in raw["particulars"]),
            tuple(name.lower() for name in raw["title_metas"]),
        )
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError, re.error) as error:
        raise DataError(f"{path} 有误：{error}", f"{path} is wrong: {error}") from error


def _tags(text: str) -> Iterator[str]:
    """Yield the start tags of a page; what scripts, styles and comments hold are none."""
    at = 0
    while tag := _TAG.search(text, at):
        at = tag.end()
        name = tag["name"]
        if name:
            yield tag.group()
        if ends := _RAW_ENDS.get(name and name.lower()):
            end = ends.search(text, at)
            if end is None:
                return  # it is all there is
            at = end.start()


def _check_attributes(text: str) -> None:
    """Refuse an element with more attributes than any page has."""
    least = 2 * limits.MAX_ATTRIBUTES  # a shorter tag cannot hold so many
    for tag in _tags(text):
        if len(tag) > least:
            names = _VALUE.sub(" ", tag).replace("/", " ").split()
            if len(names) > limits.MAX_ATTRIBUTES + 1:
                raise limits.too_large("attributes", limits.MAX_ATTRIBUTES)


def _parse(text: str) -> Any:
    from lxml import etree
    from lxml import html as lxml_html

    parser = lxml_html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    # U+0000 cannot be here; other characters that XML forbids would end libxml2's text nodes. A line
    # end that is no white space of HTML stays one: ``Builder`` breaks the line there.
    cleaned = sound(_XML.sub("", text), end="\u2028")
    _check_attributes(cleaned)
    try:
        root = lxml_html.document_fromstring(cleaned.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        if _DEEP.search(str(error)):
            raise limits.too_large("depth", limits.MAX_DEPTH) from error
        raise InputError("网页里没有内容。", "There is nothing in the page.") from error
    for problem in parser.error_log:
        # libxml2 cuts the tree off there and goes on: words would be missing without a sign.
        if "depth" in problem.message.lower():
            raise limits.too_large("depth", limits.MAX_DEPTH)
    check_tree(root)
    return root


def _words_of(element: Any) -> set[str]:
    names = " ".join(str(element.get(key) or "") for key in ("class", "id", "role"))
    return set(_WORD.findall(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", names).lower()))


def _containers(body: Any, found: _Rules) -> dict[Any, int]:
    """Return the known containers in the page with their rank, best 0."""
    ranks = {key: rank for rank, key in reversed(list(enumerate(found.containers)))}
    elements = {value for kind, value in found.containers if kind == "element"}
    out: dict[Any, int] = {}
    for element in body.iter():
        keys = [("element", element.tag)] if element.tag in elements else []
        if "id" in element.attrib:
            keys.append(("id", element.get("id").strip().lower()))
        if "class" in element.attrib:
            keys += [("class", name) for name in element.get("class").lower().split()]
        known = [ranks[key] for key in keys if key in ranks]
        if known:
            out[element] = min(known)
    return out


def _hidden(element: Any) -> bool:
    return "hidden" in element.attrib or bool(_INVISIBLE.search(element.get("style") or ""))


def _lengths(root: Any) -> dict[Any, int]:
    """Return for every element how many characters it holds."""
    lengths: dict[Any, int] = {}
    for element in reversed(list(root.iter())):
        lengths[element] = len(element.text or "") + sum(
            lengths.get(child, 0) + len(child.tail or "") for child in element
        )
    return lengths


def _drop(body: Any, found: _Rules, known: dict[Any, int]) -> None:
    """Take out what is no text: scripts, navigation, sharing, hidden elements."""
    lengths = _lengths(body)
    order = list(body.iter())
    above = {ancestor for element in known for ancestor in element.iterancestors()}
    settled = set(known)  # inside a known container
    gone: set[Any] = set()
    for element in order[1:]:
        parent = element.getparent()
        if parent in gone:
            gone.add(element)
            continue
        if parent in settled:
            settled.add(element)
        inside = element in settled
        small = lengths[element] * 2 < lengths[body]
        if element.tag in found.drop_elements:
            # A page may stand in one form, and a text may have a head and a foot of its own.
            own = inside and element.tag in {"header", "footer", "aside", "nav", "form"}
            drop = element not in above and not own and (small or element.tag != "form")
        else:
            furniture = (
                not inside and element not in above and small and _words_of(element) & found.drop_words
            )
            drop = bool(furniture) or _hidden(element)
        if drop:
            gone.add(element)
    for element in order:
        if element in gone and element.getparent() not in gone:
            # Emptied, not taken out: moving the text behind each of many would be quadratic.
            element.clear(keep_tail=True)
            element.tag = "span"


def _weights(root: Any) -> dict[Any, int]:
    """Return for every element how many characters it holds outside links."""
    weights: dict[Any, int] = {}
    for element in reversed(list(root.iter())):
        own = 0 if element.tag == "a" else len((element.text or "").strip())
        for child in element:
            own += len((child.tail or "").strip())
            if element.tag != "a":
                own += weights.get(child, 0)
        weights[element] = own
    return weights


def _main(body: Any, found: _Rules, known: dict[Any, int]) -> Any:
    """Return the element that holds the text of the notice."""
    weights = _weights(body)
    whole = weights[body] or 1
    inside = [element for element in known if element in weights]  # some were dropped
    for rank in sorted({known[element] for element in inside}):
        best = max((e for e in inside if known[e] == rank), key=lambda e: weights[e])
        if weights[best] >= found.container_share * whole:
            return best
    element = body
    while True:
        heavy = [child for child in element if weights[child] >= found.density_share * whole]
        # A table or paragraph that holds nearly all is part of the text, not its frame.
        if not heavy or heavy[0].tag in {"table", "tbody", "tr", "p", "span", "ul", "ol"}:
            return element
        element = heavy[0]


def _squeezed(element: Any) -> str:
    return _SPACES.sub(" ", "".join(element.itertext())).strip()


def _title(root: Any, text: str, found: _Rules) -> str | None:
    """Return the page's title where the text does not already begin with it."""

    def compact(words: str) -> str:
        return "".join(words.split())

    begin = compact(text[:3000])
    metas = {
        str(e.get("name") or e.get("property") or "").lower(): str(e.get("content") or "").strip()
        for e in root.iter("meta")
    }
    # A site may put its own name into h1; the first of the meta elements is the document's title.
    stated = [metas.get(name, "") for name in found.title_metas]
    candidates = [*stated[:1], *(_squeezed(e) for e in root.iter("h1")), *stated[1:]]
    for candidate in candidates:
        if 6 <= len(candidate) <= 200 and compact(candidate):
            return None if compact(candidate) in begin else candidate
    return None


def _particulars(root: Any, found: _Rules) -> list[str]:
    """Return 文号 and the like as "label：value" lines, in the order of the page."""
    lines: list[str] = []
    lengths = _lengths(root)

    def wanted(label: str) -> bool:
        label = label.strip(" \u00a0\u3000【】[]：:")
        return any(pattern.match(label) for pattern in found.particulars)

    for element in root.iter("td", "th", "dt", "li", "p", "span", "b", "strong", "label", "div", "em", "i"):
        if len(element) > 4 or lengths.get(element, 0) > 500:
            continue
        text = _squeezed(element)
        if not 2 <= len(text) <= 120:
            continue
        label, colon, value = re.sub(r"[:：]", "：", text, count=1).partition("：")
        if not wanted(label):
            continue
        if not value.strip():
            following = element.getnext()
            value = _squeezed(following) if following is not None else (element.tail or "")
            value = value if following is not None or colon else ""
        line = f"{label.strip(' 【】[]')}：{_SPACES.sub(' ', value).strip()}"
        if value.strip() and len(line) <= 120 and line not in lines:
            lines.append(line)
    return lines


def _size(element: Any, name: str, most: int) -> int:
    match = _SIZE.match(element.get(name) or "")
    return min(int(match[1]), most) if match else 1


class _Writer:
    """Writes the paragraphs and tables of an element."""

    def __init__(self) -> None:
        self.builder = Builder()
        self._line: list[str] = []

    def flush(self) -> None:
        """End the paragraph."""
        text = "".join(self._line)
        self._line.clear()
        self.builder.lines(text)

    def _text(self, text: str | None, kept: bool) -> None:
        if text:
            self._line.append(normalize_newlines(text) if kept else _SPACES.sub(" ", text))

    def walk(self, element: Any, kept: bool = False) -> None:
        """Add one element's content; ``kept``: white space counts, as in ``pre``."""
        kept = kept or element.tag == "pre"
        self._text(element.text, kept)
        for child in element:
            name = child.tag if isinstance(child.tag, str) else ""
            if name == "br":
                self._line.append("\n")
            elif name == "table":
                self.flush()
                self.table(child)
            elif name in _BREAKS or name in {"td", "th"}:
                self.flush()
                self.walk(child, kept)
                self.flush()
            elif name and name != "rt":
                self.walk(child, kept)
            self._text(child.tail, kept)

    def table(self, element: Any) -> None:
        """Add a table of data as such; one that only lays the page out as paragraphs."""
        rows = [row for row in element.iter("tr") if _owner(row, "table") is element]
        cells = [[c for c in row.iter("td", "th") if _owner(c, "tr") is row] for row in rows]
        if sum(len(row) for row in cells) > limits.MAX_CELLS:
            raise limits.too_large("cells", limits.MAX_CELLS)
        filled = [[c for c in row if _squeezed(c)] for row in cells]
        inner = sum(len(_squeezed(t)) for t in element.iter("table") if t is not element)
        if max((len(row) for row in filled), default=0) < 2 or inner * 2 > len(_squeezed(element)):
            self.walk(element)
            self.flush()
            return
        for caption in element.iterchildren("caption"):
            self.walk(caption)
            self.flush()
        self.builder.table(grid(cells))


def _owner(element: Any, name: str) -> Any:
    return next(element.iterancestors(name), None)


def _cell_text(cell: Any) -> str:
    """Return a cell's words, a line per block; ``Builder`` puts them on one line."""
    parts: list[str] = []

    def walk(element: Any) -> None:
        if element.text:
            parts.append(_SPACES.sub(" ", element.text))
        for child in element:
            breaks = child.tag in _BREAKS or child.tag in {"br", "td", "th"}
            if breaks:
                parts.append("\n")
            if isinstance(child.tag, str) and child.tag not in {"br", "rt"}:
                walk(child)
                if breaks:
                    parts.append("\n")
            if child.tail:
                parts.append(_SPACES.sub(" ", child.tail))

    walk(cell)
    return "\n".join(line for line in "".join(parts).split("\n") if line.strip())


def grid(rows: list[list[Any]]) -> Iterator[GridCell]:
    """Place cells by the table model of HTML: a cell takes the first free column of its row."""
    covered: dict[int, int] = {}  # column → first row that is free again
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while covered.get(column, 0) > number:
                column += 1
            width = max(_size(cell, "colspan", 1000), 1)
            # rowspan="0" reaches to the end; more rows than there are do not count.
            height = _size(cell, "rowspan", 65534)
            height = min(height or len(rows), len(rows) - number)
            if column + width > limits.MAX_COLUMNS:
                raise limits.too_large("columns", limits.MAX_COLUMNS)
            for covered_column in range(column, column + width):
                covered[covered_column] = max(covered.get(covered_column, 0), number + height)
            yield GridCell(number, column, (Run(_cell_text(cell)),), height, width)
            column += width


def read(data: bytes, source: Source) -> Text:
    """Read a page."""
    declared = _META.search(data[:8192])
    text, encoding, damaged = decode(data, declared[1].decode("ascii") if declared else None)
    root = _parse(text)
    found = rules()
    body = next(root.iter("body"), root)
    known = _containers(body, found)
    _drop(body, found, known)
    main = _main(body, found, known)
    writer = _Writer()
    main_text = _squeezed(main)
    title = _title(root, main_text, found)
    inside_main = set(main.iter())
    if main is not body:
        compact = "".join(main_text.split())
        for line in _particulars(root, found):
            if "".join(line.partition("：")[2].split()) not in compact[:2000] or "索" in line[:1]:
                writer.builder.lines(line)
    if title and not any(h1 in inside_main for h1 in root.iter("h1")):
        writer.builder.lines(title)
    writer.walk(main)
    writer.flush()
    described = Source(source.name, source.media_type, source.sha256, source.length, encoding)
    result = writer.builder.text(described)
    return replace(result, findings=tuple(damage(result.content, damaged)))
