"""Whose bodies a notice tasks where its labels name several levels: those of its own, not those above.

    with_levels(document) -> Document
    above_another(headings) -> whether each heading names a level above that of another

In （省财政厅负责）（市里分工：市财政局承担） a city repeats who leads in its province. The level of the
notice is that of its issuer or title; where neither tells, the lowest level that labels name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.parse.bodies import pieces
from kg.parse.document import TELLS_WHO, Document, Header, Item, ItemList, Label, Section
from kg.parse.labels import kind_of
from kg.registry.levels import level_words
from kg.registry.patterns import rule


def with_levels(document: Document) -> Document:
    """Return the document, the labels of its items and headings told apart by level."""
    own = _level_of(document.header)
    return replace(document, lists=tuple(_list(items, own) for items in document.lists))


def above_another(headings: Sequence[str]) -> list[bool]:
    """Tell of each heading whether it names a level above one that another names."""
    ranks = [_rank(heading) for heading in headings]
    lowest = max((rank for rank in ranks if rank is not None), default=None)
    return [rank is not None and lowest is not None and rank < lowest for rank in ranks]


def _level_of(header: Header) -> int | None:
    """Return the level of the government that speaks, by the last level in its name."""
    for line in (*header.issuers, *([header.title] if header.title else [])):
        named = [match["level"] for match in rule("labels.speaks").finditer(line.text)]
        if named:
            return level_words()[named[-1]].rank
    return None


def _rank(word: str | None) -> int | None:
    match = rule("labels.level").match(word or "")
    return level_words()[match["level"]].rank if match else None


def _list(items: ItemList, own: int | None) -> ItemList:
    return replace(
        items,
        items=tuple(_item(item, own) for item in items.items),
        sections=tuple(_section(section, own) for section in items.sections),
    )


def _section(section: Section, own: int | None) -> Section:
    return replace(
        section,
        labels=_told_apart(section.labels, own),
        items=tuple(_item(item, own) for item in section.items),
        sections=tuple(_section(deeper, own) for deeper in section.sections),
    )


def _item(item: Item, own: int | None) -> Item:
    labels = _told_apart(item.labels, own)
    return item if labels is item.labels else replace(item, labels=labels)


def _told_apart(labels: tuple[Label, ...], own: int | None) -> tuple[Label, ...]:
    """Return labels of one place, those of governments above made ``upper`` and those of its own not."""
    tell = [label for label in labels if label.kind in TELLS_WHO]
    ranks = [_rank(label.word) for label in tell]
    named = [rank for rank in ranks if rank is not None]
    if not named:
        return labels
    plain = any(label.word and rank is None for label, rank in zip(tell, ranks, strict=True))
    lowest = max(named) + plain  # 省牵头单位 beside 牵头单位: a label without a level is of the notice's own
    level = lowest if own is None else own
    return tuple(_told(label, level) if label.kind in TELLS_WHO else label for label in labels)


def _told(label: Label, own: int) -> Label:
    rank = _rank(label.word)
    if rank is None and not label.word:
        ranks = [_rank(piece) for piece in pieces(label.content.text)]
        above = bool(ranks) and all(found is not None and found < own for found in ranks)
        return replace(label, kind="upper") if above else label
    if rank is not None and rank < own:
        return replace(label, kind="upper")
    return replace(label, kind=kind_of(label.word or "")) if label.kind == "upper" else label
