"""How far a reading can be relied on: the F1 of tasks and units that is to be expected.

    features(facts, findings) -> {name: value}
    confidence(features) -> float               0–1

What the judge and the witness saw, the account of the characters, and what nothing took up: labels,
numbers, bodies. Each is a share of what the text itself holds, so that a short notice and a long one,
a list of works and a list of measures without bodies, are measured alike. The trees that weigh it
stand in ``data/reading/confidence.json``; ``python -m tests.training`` grows them anew.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import log
from statistics import median, pstdev

from kg.extract import NoticeFacts
from kg.extract.extract import every_item
from kg.extract.facts import ItemFacts
from kg.model import Finding
from kg.parse.bodies import body, surely_bodies
from kg.registry.patterns import rule
from kg.resolve.trees import load

LONGEST_NAME = 18  # characters; longer mentions are rarely one body
_LONGEST_LIST = 160
_LONGEST_ALONE = 24  # characters of a body that stands alone
_TIMES_LONGER = 4  # than the usual item of its notice: two that ran together, or more
_TIMES_SHORTER = 6
_SHORTEST_LONG = 80  # characters
_USUAL = 0.8  # share of the names of a list that begin with their level
# Findings that say that something was cut; those about what a notice says tell nothing of how it was read.
_CODES = ("stray-mark", "label-without-list", "truncated")
# What the judge sees that tells of the genre, or that is told better by what stands in the text.
_OF_THE_GENRE = ("items", "long")
_FOR_EACH = 5  # a fifth of the words being names, as many bodies are named as there are items
Stretch = tuple[int, int]


def features(facts: NoticeFacts, findings: Sequence[Finding]) -> dict[str, float]:
    """Return what tells whether to rely on a reading; most are shares of the items or of what is printed."""
    items = [item for one in facts.lists for item in every_item(one)]
    document = facts.document
    found = dict(document.witness)
    found |= {
        f"judge {name}": value for name, value in document.features.items() if name not in _OF_THE_GENRE
    }
    if not items:
        return found
    count = len(items)
    codes = Counter(finding.code for finding in findings)
    found.pop("agreement", None)  # F1, where the witness sees a beginning in each sentence of a long item
    return (
        found
        | _of_names(items)
        | _of_lengths(items)
        | _of_print(document.text.content, items)
        | _unread(facts)
        | {f"finding {code}": codes[code] / count for code in _CODES}
    )


def _of_names(items: Sequence[ItemFacts]) -> dict[str, float]:
    mentions = [duty.mention for item in items for duty in item.duties]
    told = sum(bool(item.duties) for item in items) / len(items)
    whole = max(1, len(mentions))
    return {
        "mixed": min(told, 1 - told),
        "strange names": sum(body(mention) is None for mention in mentions) / whole,
        "long names": sum(len(mention) > LONGEST_NAME for mention in mentions) / whole,
    }


def _of_lengths(items: Sequence[ItemFacts]) -> dict[str, float]:
    """Return how far the items differ in length: some that ran together, some cut in pieces."""
    lengths = [len(item.body) for item in items if item.body.text] or [1]
    usual = median(lengths)
    longer = (length > _TIMES_LONGER * usual and length > _SHORTEST_LONG for length in lengths)
    return {
        "much longer": sum(longer) / len(items),
        "much shorter": sum(length * _TIMES_SHORTER < usual for length in lengths) / len(items),
        "spread": pstdev([log(1 + length) for length in lengths]),
        "numbers inside": sum(map(numbers_inside, (item.body.text for item in items))) / len(items),
    }


def _unread(facts: NoticeFacts) -> dict[str, float]:
    """Return the shares of the characters that became nothing, figures that may be no targets aside."""
    content = facts.document.text.content
    sizes: Counter[str] = Counter()
    for part in facts.account.unread:
        sizes[part.reason] += len("".join(content[part.span.start : part.span.end].split()))
    whole = max(1, len("".join(content.split())))
    shares = {f"unread {reason}": sizes[reason] / whole for reason in ("text", "names", "column")}
    return {"accounted": 1 - sum(shares.values()), **shares}


def _of_print(content: str, items: Sequence[ItemFacts]) -> dict[str, float]:
    """Return how many bodies no item took up for each item, and which labels items keep as words."""
    taken = sorted((s.start, s.end) for item in items for duty in item.duties for s in duty.spans)
    words = sorted((item.body.at[0], item.body.at[-1] + 1) for item in items if item.body.text)
    first = words[0][0] if words else 0
    # The words of an item run on where its page breaks a line; elsewhere a line may be a cell.
    within = [
        (item.body.at[start], item.body.at[end - 1] + 1)
        for item in items
        for start, end in named_bodies(item.body.text)
    ]
    inside = sum(not _meets(found, taken) for found in within)
    beside = [found for found in named_bodies(content) if found[0] >= first and not _meets(found, words)]
    outside = sum(not _meets(found, taken) for found in beside)
    labels = [match.span() for match in rule("doubts.label").finditer(content, first)]
    count = len(items)
    # A list of works that names hardly anybody is read well without bodies.
    among = sum(len(m.group()) for item in items for m in rule("doubts.name").finditer(item.body.text))
    share = among / max(1, sum(len(item.body) for item in items))
    told = 1.0 if taken else min(1.0, (inside + outside) / count + _FOR_EACH * share)
    return {
        "bodies among words": share,
        "bodies inside": inside / count,
        "bodies outside": outside / count,
        "labels inside": sum(_meets(found, words) for found in labels) / max(1, len(labels)),
        "without duty": told * sum(not item.duties for item in items) / count,
        **({} if taken else {"judge with bodies": 1 - told, "judge pure": 1.0, "judge levelled": _USUAL}),
    }


def _meets(stretch: Stretch, others: Sequence[Stretch]) -> bool:
    """Tell whether a stretch shares a character with one of others, which are in order."""
    number = bisect_left(others, (stretch[1], 0))
    return number > 0 and others[number - 1][1] > stretch[0]


def named_bodies(text: str) -> Iterator[Stretch]:
    """Yield where words name bodies that are known as a whole as a duty does, not among other words."""
    opens, closes, name = rule("doubts.opens"), rule("doubts.closes"), rule("duties.units_only")
    for match in rule("doubts.run").finditer(text):
        start, end = match.span()
        longest = _LONGEST_LIST if "、" in match.group() else _LONGEST_ALONE
        alone = opens.search(text[max(0, start - 1) : start]) and closes.match(text[end : end + 1])
        if not alone or not 3 <= end - start <= longest or not surely_bodies(match.group()):
            continue
        if any(name.fullmatch(piece) for piece in match.group().split("、")):
            yield start, end


def numbers_inside(text: str) -> int:
    """Count the numbers in the midst of a task's words, where other tasks may begin."""
    return sum(1 for _ in rule("doubts.number_inside").finditer(text))


def labels_inside(text: str) -> int:
    """Count the labels that a task's words hold."""
    return sum(1 for _ in rule("doubts.label").finditer(text))


def lists_inside(text: str) -> int:
    """Count the lists of bodies among the words of a task, which nothing took out of them."""
    runs = (match.group() for match in rule("doubts.run").finditer(text))
    return sum("、" in run and surely_bodies(run) for run in runs)


def confidence(found: Mapping[str, float]) -> float:
    """Return the F1 to be expected of a reading with these features: the sum of the trees' leaves."""
    if found.get("judge nothing"):
        return found.get("agreement", 1.0)  # as sure as the witness that there is nothing
    return min(1.0, max(0.0, load("confidence.json").sum(found)))
