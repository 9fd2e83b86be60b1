"""What the page of one item or target says for those who cite it, and what stands before and after it.

citation(ask, notice, sentence, where, iri)   the words, who said so where and when, the address
neighbours(ask, notice, "Task", iri)          → the one before and the one after, None at the ends
"""

from __future__ import annotations

from dataclasses import dataclass

from kg import vocab
from kg.web.ask import Ask
from kg.web.rows import value

_LONGEST = 400  # characters of the quoted sentence


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The page of a part of the same notice, and its words."""

    href: str
    label: str


def citation(ask: Ask, notice: str, sentence: str, where: str, iri: str) -> str:
    """Return a citation as offices write it: words, title (number, date), chapter and item, address."""
    said = ask.one("notice", notice=notice)
    quoted = "".join(sentence.split()).rstrip("。；")
    quoted = quoted if len(quoted) <= _LONGEST else quoted[: _LONGEST - 1] + "…"
    date = value(said["issued"])
    told = [part for part in (value(said["documentNumber"]), ask.view.date(date) if date else "") if part]
    title = value(said["title"]) or ask.view.label(notice)
    source = f"《{title}》" + (f"（{'，'.join(told)}）" if told else "")
    return f"“{quoted}”，{source}{'，' + where if where else ''}。{iri}"


def neighbours(ask: Ask, notice: str, kind: str, iri: str) -> tuple[Neighbour | None, Neighbour | None]:
    """Return what stands before and after a part among those of its kind, in the order of the text."""
    rows = ask.rows("item-order", notice=notice, kind=vocab.kg(kind))
    parts = {row["part"].value: value(row["heading"]) for row in rows}
    order = list(parts)
    at = order.index(iri) if iri in parts else -1
    found: list[Neighbour | None] = []
    for other in (at - 1, at + 1):
        inside = at >= 0 and 0 <= other < len(order)
        found.append(Neighbour(ask.view.href(order[other]), parts[order[other]]) if inside else None)
    return found[0], found[1]
