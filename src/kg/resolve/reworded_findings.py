"""Tasks of a list that are one work in other words: another order, a near-synonym, a clause turned round.

reworded_findings(facts) -> Finding, ...

健全养老服务体系，建成服务中心4个 is 建设4个服务中心，完善养老服务体系. Words that are put for each other are
rows of ``data/validation/synonyms.yml``; things that make two tasks two, however alike their sentences,
are ``keeps_apart`` of ``data/patterns/findings.yml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import yaml

from kg import resources
from kg.extract import ItemFacts, ListFacts, NoticeFacts
from kg.extract.extract import every_item
from kg.likeness.grams import alike, grams
from kg.model import Finding, Span
from kg.parse.lines import Line, raw_lines
from kg.parse.numbering import number_of
from kg.registry.findings import finding
from kg.resolve.finding_words import words
from kg.resolve.merging import folded

_SHORTEST = 5  # characters that are left of a task's words to be compared
_LONGER = 10  # where there is no amount that both have
_MOST = 200  # tasks of a list that are compared with each other
_ALIKE = 0.6  # share of the characters of the shorter of two tasks that the other has too
_VERY_ALIKE = 0.8  # where one small round number is all that they share, or no amount
_SAME_PAIRS = 0.62  # cosine of the pairs of characters, where no amount is shared
_PUT_ELSE = 1  # characters that the shorter of two tasks has for itself, where no amount is shared
_QUOTED = 24


def reworded_findings(facts: ListFacts) -> Iterator[Finding]:
    """Yield each pair of tasks that have nearly the same words, and the same amounts if any."""
    items = [item for item in every_item(facts) if not item.continued][:_MOST]
    said = [_Said.of(item) for item in items]
    for (i, one), (j, two) in combinations(enumerate(said), 2):
        score = one.likeness(two)
        first, second = _words_of(items[i]), _words_of(items[j])
        if score is None or _bare(first) == _bare(second):  # of which the latter is told already
            continue
        places = (*_places(items[j]), *_places(items[i]))
        told = {"said": _quoted(second), "earlier": _quoted(first)}
        if one.amounts and two.amounts:
            yield finding("task-reworded", places, told)
        else:
            yield finding("task-like", places, {**told, "score": f"{score:.2f}"})


def reworded_lines(facts: NoticeFacts) -> Iterator[Finding]:
    """Yield each pair of numbered paragraphs, no items by themselves, that have nearly the same words."""
    begun = {item.body.at[0] for one in facts.lists for item in every_item(one) if item.body.text}
    lines = [
        raw.line
        for raw in raw_lines(facts.document.text)
        if len(raw.cells) == 1 and _is_paragraph(raw.line) and begun.isdisjoint(raw.line.at)
    ][:_MOST]
    said = [(line, _Said.of_text(_bare_words(line))) for line in lines]
    for (one, first), (two, second) in combinations(said, 2):
        score = second.likeness(first)
        if score is None:
            continue
        told = {"said": _quoted(two), "earlier": _quoted(one), "score": f"{score:.2f}"}
        yield finding("task-like", (*two.spans()[:1], *one.spans()[:1]), told)


def _is_paragraph(line: Line) -> bool:
    numbered = number_of(line) is not None or words()["worded_step"].match(line.text) is not None
    return numbered and line.text[-1] in "。；" and len(line) > _LONGER


def _bare_words(line: Line) -> str:
    return words()["worded_step"].sub("", words()["numbered_line"].sub("", line.text))


@dataclass(frozen=True, slots=True)
class _Said:
    """What a task says: its amounts, its characters, their pairs, and the words that keep two tasks apart."""

    amounts: frozenset[str]
    characters: frozenset[str]
    apart: frozenset[str]
    left: str

    @classmethod
    def of(cls, item: ItemFacts) -> _Said:
        name = item.cells.get("name")
        return cls.of_text((name.text if name else "") + item.body.text + _content(item))

    @classmethod
    def of_text(cls, said: str) -> _Said:
        """Return what words say."""
        text = same_words(folded(said))
        amounts = {f"{m['number']}{_counted(m['form'])}" for m in words()["task_amount"].finditer(text)}
        left = words()["leaves_open"].sub("", words()["task_amount"].sub("", text))
        return cls(
            frozenset(amounts),
            frozenset(re.sub(r"[^一-龥]", "", left)),
            frozenset(match.group() for match in words()["keeps_apart"].finditer(text)),
            left,
        )

    def likeness(self, other: _Said) -> float | None:
        """Return how alike two tasks are, 0–1; None where they are two."""
        if self.apart - other.apart and other.apart - self.apart:
            return None  # 甲镇 and 乙镇, 一期 and 二期, 供水 and 污水
        shared = self.amounts & other.amounts
        if len(shared) < min(len(self.amounts), len(other.amounts)):
            return None
        fewer, more = sorted((len(self.characters), len(other.characters)))
        same = len(self.characters & other.characters)
        if shared:
            least = _ALIKE if len(shared) > 1 or _is_telling(next(iter(shared))) else _VERY_ALIKE
            return same / fewer if fewer >= _SHORTEST and same >= least * fewer else None
        if fewer < _LONGER or same < max(_VERY_ALIKE * fewer, _ALIKE * more) or fewer - same > _PUT_ELSE:
            return None  # 防范房地产风险 and 防范金融风险 differ by what each has for itself
        score = alike(grams(self.left), grams(other.left))
        return score if score >= _SAME_PAIRS else None


def _counted(form: str) -> str:
    """Return one measure word for those that are put for each other: 4个, 4所 and 4处 may be one."""
    return next((kinds[0] for kinds in words().words["measures_alike"] if form in kinds), form)


@cache
def _synonyms() -> tuple[tuple[re.Pattern[str], str], ...]:
    raw = yaml.safe_load(resources.data("validation", "synonyms.yml").read_text("utf-8"))
    return tuple((re.compile(row["words"]), row["as"]) for row in raw["rows"])


def same_words(text: str) -> str:
    """Return a text with one word for all those that are put for each other."""
    for pattern, word in _synonyms():
        text = pattern.sub(word, text)
    return text


def _bare(line: Line) -> str:
    return words()["leaves_open"].sub("", folded(line.text))


def _is_telling(amount: str) -> bool:
    """Tell whether two tasks hardly have an amount by chance: 180户, 1.25万亩."""
    digits = re.sub(r"[^\d]", "", amount).strip("0")
    return len(digits) > 1


def _content(item: ItemFacts) -> str:
    cells = (item.cells.get(kind) for kind in ("content", "progress"))
    return "".join(cell.text for cell in cells if cell is not None and cell.text not in item.body.text)


def _places(item: ItemFacts) -> Iterator[Span]:
    """Yield where a task's name stands, and what is to be built or reached."""
    for line in (_words_of(item), item.cells.get("content"), item.cells.get("progress")):
        if line is not None:
            yield from line.spans()[:1]


def _words_of(item: ItemFacts) -> Line:
    return item.cells.get("name") or item.body


def _quoted(line: Line) -> str:
    said = "".join(line.text.split())
    return said if len(said) <= _QUOTED else said[: _QUOTED - 1] + "…"
