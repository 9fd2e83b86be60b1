"""A comparison for a terminal: one sentence, then what differs."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from rich.markup import escape
from rich.table import Column, Table
from rich.text import Text

from kg.compare.comparing import Comparison
from kg.compare.formats.rows import Cell, Row, rows, target_rows, told
from kg.compare.formats.words import WORDS, heading, summary
from kg.compare.parties import Share
from kg.compare.targets import as_printed
from kg.compare.values import Target

_STYLE = {"same": "", "gone": "strike red", "new": "bold green"}


def render(
    comparison: Comparison, lang: str, printed: Callable[[object], str], above: Comparison | None = None
) -> str:
    """Return the text; ``printed`` makes text of what rich prints."""
    say = WORDS[lang]
    parts = [f"A  {heading(comparison.a)}\nB  {heading(comparison.b)}\n{summary(comparison, lang)}\n"]
    for kind in ("task", "project"):
        shown = [row for row in rows(comparison, kind, above) if row.relation != "same" or row.changes]
        if shown:
            table = _table(say[f"{kind}s"], (say["relation"], "A", "B", say["changes"]), above, say)
            for row in shown:
                table.add_row(*_cells(row, lang, above is not None))
            parts.append(printed(table))
    targets = [row for row in target_rows(comparison, above) if row.pair.difference != 0]
    if targets:
        table = _table(say["targets"], (say["indicator"], "A", "B", say["difference"]), above, say)
        for found in targets:
            pair = found.pair
            cells = [Text(pair.indicator), _target(pair.a), _target(pair.b)]
            cells.append(Text(as_printed(pair).in_words(say["points"])))
            table.add_row(*cells, *([_target(found.above)] if above else []))
        parts.append(printed(table))
    for key, shares in (("units", comparison.units), ("leaders", comparison.leaders)):
        parts.append(_moved(say[key], shares, lang))
    return "\n".join(part for part in parts if part)


def _table(title: str, heads: Iterable[str], above: Comparison | None, say: object) -> Table:
    heads = [*heads, *([heading(above.a)] if above else [])]
    columns = [Column(escape(head), overflow="fold") for head in heads]
    return Table(*columns, title=title, title_justify="left", show_lines=True)


def _cells(row: Row, lang: str, with_above: bool) -> list[Text]:
    say = WORDS[lang]
    notes = "\n".join("{}：{}".format(*told(one, say)) for one in row.changes)
    cells = [Text(say[row.relation]), _side(row.a), _side(row.b), Text(notes)]
    return cells + ([Text("\n".join(entry.words for entry in row.above))] if with_above else [])


def _side(cells: Iterable[Cell]) -> Text:
    text = Text()
    for cell in cells:
        if text:
            text.append("\n")
        if cell.entry.number:
            text.append(f"{cell.entry.number} ", "dim")
        for part, kind in cell.parts:
            text.append(part, _STYLE[kind])
    return text


def _target(target: Target | None) -> Text:
    return Text(target.text if target else "")


def _moved(name: str, shares: Iterable[Share], lang: str) -> str:
    """Say who came and who went."""
    say = WORDS[lang]
    comma, colon = ("、", "：") if lang == "zh" else (", ", ": ")
    came = comma.join(f"{share.name}（{share.b}）" for share in shares if not share.a)
    went = comma.join(f"{share.name}（{share.a}）" for share in shares if not share.b)
    lines = [f"{name}{colon}{say[key]} {found}" for key, found in (("came", came), ("went", went)) if found]
    return "\n".join(lines) + "\n" if lines else ""
