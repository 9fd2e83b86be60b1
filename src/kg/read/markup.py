"""HTML left in a plain text: which ranges are mark-up, and what they stand for.

``content`` stays as received, so that a position in it is a position in the file; a reader of
lines skips these ranges. Only elements of HTML count: ``<120MW>`` is text.
"""

from __future__ import annotations

import html
import re

from kg.model import Hidden, Span
from kg.read.characters import sound

_BLOCK = (
    "p|div|br|hr|table|tbody|thead|tfoot|tr|caption|ul|ol|li|dl|dt|dd|h[1-6]|section|article|blockquote|center"
    "|pre|form|header|footer|main|nav|aside|body|html|head|title|figure"
)
_INLINE = (
    "a|abbr|b|big|col|colgroup|del|em|font|i|img|input|ins|label|link|map|area|meta|o:p|s|small|span|st1:\\w+"
    "|strike|strong|sub|sup|td|th|tt|u|ucapcontent|ucaptitle|w:\\w+|v:\\w+|iframe|param|object|embed|button"
)
_MARK = re.compile(
    # No repeat runs over a "<", which keeps the search linear; ``_end`` finds where the first two end.
    r"(?P<raw><(?:style|script)\b[^<>]{0,1000}>|<!--)|<!doctype[^<>]{0,1000}>|<\?xml[^<>]{0,1000}>"
    rf"|<(?P<close>\\?/)?(?P<name>{_BLOCK}|{_INLINE})(?P<attributes>(?:\s|\\?/)[^<>]{{0,4000}})?>"
    r"|(?P<entity>&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});)"
    r"|(?P<newline>\n+)",
    re.IGNORECASE | re.DOTALL,
)
_IS_BLOCK = re.compile(_BLOCK, re.IGNORECASE)
_SPAN = re.compile(r"\b(row|col)span\s*=\s*[\\\"']*\s*(\d{1,3})", re.IGNORECASE)


class _Grid:
    """Counts columns, so that a merged cell leaves the fields it covers empty."""

    def __init__(self) -> None:
        self.in_row = self.in_cell = False
        self._row = -1
        self._written = self._next = 0
        self._covered: dict[int, int] = {}  # column → last row that a cell above covers

    def take(self, name: str, attributes: str, *, closing: bool) -> str:
        """Follow a tag; return the tabs that stand before the cell that it opens in a row."""
        if closing:
            self.in_cell = False
            if name in ("table", "tr"):
                self.in_row = False
        elif name == "tr":
            self.start_row()
        elif self.in_row:
            return self.start_cell(attributes)
        return ""

    def start_row(self) -> None:
        self.in_row, self.in_cell = True, False
        self._row += 1
        self._written = self._next = 0

    def start_cell(self, attributes: str) -> str:
        """Return the tabs that stand before this cell."""
        spans = {kind.lower(): int(size) for kind, size in _SPAN.findall(attributes)}
        while self._covered.get(self._next, -1) >= self._row:
            self._next += 1
        tabs = "\t" * (self._next - self._written)
        self._written = self._next
        for _ in range(min(max(spans.get("col", 1), 1), 100)):
            self._covered[self._next] = self._row + max(spans.get("row", 1), 1) - 1
            self._next += 1
        self.in_cell = True
        return tabs


class _Ends:
    """Finds where a script, a style or a comment ends; what is missing once is not looked for again."""

    def __init__(self, content: str) -> None:
        self._content = content
        self._missing: set[str] = set()

    def end(self, opening: str, start: int) -> int | None:
        kind = "-->" if opening == "<!--" else opening[1:7].lower().rstrip("> \t\n")
        if kind in self._missing:
            return None
        pattern = re.escape(kind) if kind == "-->" else rf"<\\?/{kind[:6]}\s*>"
        found = re.compile(pattern, re.IGNORECASE).search(self._content, start)
        if found is None:
            self._missing.add(kind)
            return None
        return found.end()


def find_hidden(content: str) -> tuple[Hidden, ...]:
    """Return the mark-up ranges of a text, in order; none where it holds no element of HTML.

    Inside a table row only the end of the row breaks the line; before a cell stand the tabs
    that part it from the cell before. Line ends between the tags of a row stand for nothing.
    """
    if "<" not in content and "&" not in content:
        return ()
    hidden: list[Hidden] = []
    pending: list[Hidden] = []  # line ends inside a row; they count again where the row never ends
    grid = _Grid()
    ends = _Ends(content)
    at = 0
    while match := _MARK.search(content, at):
        at = match.end()
        if raw := match["raw"]:
            at = ends.end(raw, at) or at
            hidden.append(Hidden(Span(match.start(), at), False))
            continue
        span = Span(*match.span())
        if match["newline"]:
            if grid.in_row:
                pending.append(Hidden(span, False))
            continue
        if entity := match["entity"]:
            character = sound(html.unescape(entity)).replace("\r", "\n")
            if character == "\n":
                hidden.append(Hidden(span, not grid.in_row, " " if grid.in_row else ""))
            elif character != entity:
                hidden.append(Hidden(span, False, character))
            continue
        name = (match["name"] or "").lower()
        stands_for = ""
        breaks = bool(name and _IS_BLOCK.fullmatch(name))
        if name == "table" and not match["close"]:
            grid = _Grid()
        elif name in ("table", "tr", "td", "th"):
            stands_for = grid.take(name, match["attributes"] or "", closing=bool(match["close"]))
        elif grid.in_row:
            breaks = False
        if name in {"tr", "table"}:
            hidden += pending
            pending.clear()
        hidden.append(Hidden(span, breaks, stands_for))
    return tuple(sorted(hidden, key=lambda item: item.span.start))


def visible(content: str, hidden: tuple[Hidden, ...]) -> str:
    """Return the words without the mark-up: what a reader of lines sees."""
    parts: list[str] = []
    at = 0
    for item in hidden:
        parts += content[at : item.span.start], item.stands_for, "\n" if item.breaks_line else ""
        at = item.span.end
    return "".join(parts) + content[at:]
