"""How far a reading can be relied on: the F1 of tasks and units that is to be expected.

    features(facts, notice) -> {name: value}
    confidence(features) -> float               0–1

What the judge and the witness saw, the account of the characters, and what the findings say of
names and numbers. The trees that weigh it stand in ``data/reading/confidence.json``;
``python -m tests.training`` grows them anew.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from kg.extract import NoticeFacts
from kg.extract.extract import every_item
from kg.model import Finding, Notice, Project, Task
from kg.parse.bodies import body, surely_bodies
from kg.resolve.trees import load

LONGEST_NAME = 18  # characters; longer mentions are rarely one body
# Findings that damage brings; those about what a notice says, not how it was read, tell nothing: a
# clerk's slip in the numbering is one of the notice.
_CODES = (
    *("unknown-unit", "doubtful-name", "look-alike"),
    *("stray-mark", "label-without-list", "truncated", "page-break", "name-variant", "missing-annex"),
    *("unread-deadline", "number-without-unit"),
)
# A number in the midst of a task's words, where another task may begin: …。2.新建
NUMBER_INSIDE = re.compile(
    r"[。；;）)]\s?(?:\d{1,2}[.．、](?!\d)|[（(][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}、)"
)
LABEL_INSIDE = re.compile(r"[一-龥]{2,4}(?:单位|部门|领导|时限)[：:]")
_RUN = re.compile(r"[^，,。；;：:（）()\s]+")


def features(facts: NoticeFacts, notice: Notice, findings: Sequence[Finding]) -> dict[str, float]:
    """Return what tells whether to rely on a reading; most are shares of the items or names.

    How long a notice is and how its letter is worded tell of its genre and not of its reading: what
    was learned from them did not hold for real documents, so they are left out.
    """
    items = [item for one in facts.lists for item in every_item(one)]
    document, account = facts.document, facts.account
    duties = [duty for item in items for duty in item.duties]
    count, mentions = max(1, len(items)), max(1, len(duties))
    words = [item.body.text for item in items]
    reasons = Counter(part.reason for part in account.unread)
    codes = Counter(finding.code for finding in findings)
    commitments: tuple[Task | Project, ...] = (*notice.tasks, *notice.projects)
    resolutions = Counter(named.resolution for one in commitments for named in one.responsibilities)
    return {
        "agreement": document.agreement,
        "accounted": account.accounted,
        "without duty": sum(not item.duties for item in items) / count,
        "duties an item": len(duties) / count,
        "most duties": max((len(item.duties) for item in items), default=0) / mentions * count,
        "strange names": sum(body(duty.mention) is None for duty in duties) / mentions,
        "long names": sum(len(duty.mention) > LONGEST_NAME for duty in duties) / mentions,
        "unresolved": resolutions["unresolved"] / mentions,
        "guessed": (resolutions["guessed"] + resolutions["repaired"]) / mentions,
        "numbers inside": sum(len(NUMBER_INSIDE.findall(text)) for text in words) / count,
        "labels inside": sum(len(LABEL_INSIDE.findall(text)) for text in words) / count,
        "bodies inside": sum(map(lists_inside, words)) / count,
        **{f"unread {reason}": reasons[reason] / count for reason in ("text", "names", "quantity", "column")},
        **{f"finding {code}": codes[code] / count for code in _CODES},
        **{f"judge {name}": value for name, value in document.features.items() if name != "items"},
    }


def lists_inside(text: str) -> int:
    """Count the lists of bodies among the words of a task, which nothing took out of them."""
    return sum("、" in run and surely_bodies(run) for run in _RUN.findall(text))


def confidence(found: Mapping[str, float]) -> float:
    """Return the F1 to be expected of a reading with these features: the sum of the trees' leaves."""
    if found.get("judge nothing"):
        return found["agreement"]  # as sure as the witness that there is nothing
    return min(1.0, max(0.0, load("confidence.json").sum(found)))
