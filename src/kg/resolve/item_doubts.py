"""Which items of a notice may be read wrongly, though the whole is read well.

    item_features(facts, sure) -> [(item, {name: value})]
    doubtful_items(facts, sure) -> the spans of the items to look at first

What tells is how an item differs from its neighbours: no body where they have some, words several
times as long, a number out of order, a label or a list of bodies among its words, a beginning inside
a sentence. The trees that weigh it stand in ``data/reading/items.json``; ``python -m tests.training``
grows them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from math import exp, log
from statistics import median

from kg.extract import NoticeFacts
from kg.extract.extract import every_item
from kg.extract.facts import Duty, ItemFacts
from kg.model import Span
from kg.parse.bodies import body
from kg.parse.grid import column_kind
from kg.parse.labels import is_label
from kg.registry.patterns import rule
from kg.resolve.confidence import LONGEST_NAME, labels_inside, lists_inside, numbers_inside
from kg.resolve.trees import load

FILE = "items.json"
# From this probability on an item is pointed at: so is one in twenty of sound notices, held out by sets.
_DOUBTFUL = 0.25
_ENDS = "。；;！!）)"
_BASES = ("label", "verb", "rule", "heading", "none")
Features = dict[str, float]


def item_features(facts: NoticeFacts, sure: float) -> list[tuple[ItemFacts, Features]]:
    """Return of each item, in order, what tells whether it is read well.

    Args:
        facts: The notice's facts.
        sure: The confidence in the whole.
    """
    found = []
    for one in facts.lists:
        items = list(every_item(one))
        shared, usual = _shared(items, sure), _usual(items)
        around: Iterator[ItemFacts | None] = chain([None], items, [None])
        for (before, item), after in zip(pairwise(around), [*items[1:], None], strict=False):
            if item is not None:
                own = {**shared, **_own(item, facts.document.text.content)}
                own |= _beside(item, before, after, shared, usual)
                found.append((item, own))
    return found


def doubtful_items(facts: NoticeFacts, sure: float) -> tuple[Span, ...]:
    """Return where the items stand that are more likely wrong than right, in the order of the text."""
    trees = load(FILE)
    return tuple(
        span
        for item, found in item_features(facts, sure)
        if 1 / (1 + exp(-trees.sum(found))) >= _DOUBTFUL
        for span in item.spans
    )


def _shared(items: Sequence[ItemFacts], sure: float) -> Features:
    """Return what the items of a list have in common; how long they are tells of the genre alone."""
    count = max(1, len(items))
    return {
        "sure": sure,
        "with duties": sum(bool(item.duties) for item in items) / count,
        "with numbers": sum(item.number_text is not None for item in items) / count,
    }


def _usual(items: Sequence[ItemFacts]) -> tuple[float, float]:
    """Return how many duties an item of a list has, and the logarithm of its length: medians."""
    duties = median([len(item.duties) for item in items] or [0])
    return duties, log(1 + median([len(item.body) for item in items] or [0]))


def _own(item: ItemFacts, content: str) -> Features:
    text = item.body.text
    duties = item.duties
    figures = len(rule("doubts.figure").findall(rule("doubts.date").sub("", text)))
    basis = duties[0].basis if duties else None
    before = content[: item.body.at[0]].rstrip(" \t\u3000") if text else ""
    return {
        "duties": len(duties),
        "collectives": sum(duty.collective for duty in duties),
        "strange names": sum(body(duty.mention) is None for duty in duties),
        "long names": sum(len(duty.mention) > LONGEST_NAME for duty in duties),
        "figures without": figures - len(item.targets),
        "unread figures": len(item.unread),
        "numbers inside": numbers_inside(text),
        "labels inside": labels_inside(text),
        "bodies inside": lists_inside(text),
        "whole": float(text.endswith(tuple(_ENDS))),
        "begins a line": float(before == "" or before.endswith("\n")),
        "begins a sentence": float(before.endswith(tuple(_ENDS))),
        "leaders": len(item.leaders),
        "deadline": float(item.deadline is not None),
        "titled": float(item.title is not None),
        "continued": float(item.continued),
        "strange labels": sum(_is_strange(duty) for duty in duties),
        **{f"basis {name}": float(basis == name) for name in _BASES},
    }


def _is_strange(duty: Duty) -> bool:
    """Tell whether bodies stand under a word that is no known label: what they are to do is a guess."""
    word = duty.role_text
    return duty.basis == "label" and word is not None and not is_label(word) and column_kind(word) is None


def _beside(
    item: ItemFacts,
    before: ItemFacts | None,
    after: ItemFacts | None,
    shared: Features,
    usual: tuple[float, float],
) -> Features:
    """Return how an item stands to its neighbours and to the usual one of its list."""
    here, last = _number(item), _number(before) if before else None
    return {
        "longer": log(1 + len(item.body)) - usual[1],
        "more duties": len(item.duties) - usual[0],
        "duties alone": float(bool(item.duties) != (shared["with duties"] > 0.5)),
        "no number": float(item.number_text is None and shared["with numbers"] > 0.5),
        "step": float(here - last) if here is not None and last is not None else 0.0,
        "first": float(before is None),
        "last": float(after is None),
        "same bodies": float(
            before is not None
            and bool(item.duties)
            and [d.mention for d in before.duties] == [d.mention for d in item.duties]
        ),
    }


def _number(item: ItemFacts | None) -> int | None:
    match = rule("doubts.figure").search(item.number_text or "") if item else None
    return int(match.group()) if match and match.group().isdigit() else None
