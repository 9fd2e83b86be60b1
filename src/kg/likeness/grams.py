"""Texts as weighted pairs of characters: how alike two are, and how much of one stands in the other.

    one = grams("新建农村公路45公里")         {"农村": 2.7, "村公": 5.1, …}, numbers left out
    alike(one, other)                       0–1, the cosine
    covered(one, other)                     0–1, the share of one's weight that the other has too

A pair of characters weighs the more the fewer tasks hold it (inverse document frequency). The
frequencies are those of the tasks of the gold notices, in ``data/likeness/frequencies.tsv``:
two lists of a dozen tasks are too few to tell 建设 from 海水淡化.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from math import log, sqrt

from kg import resources
from kg.errors import DataError

PATH = ("likeness", "frequencies.tsv")
Grams = Mapping[str, float]
# A number; not that of a name, which stands behind a letter: S316省道, X205.
_NUMBER = re.compile(r"(?<![a-z0-9])[0-9]+(?:[.,][0-9]+)*")
_NO_WORD = re.compile(r"[^\w]+")
_NONE = "0"  # stands where a number stood


def words(text: str) -> str:
    """Return a text in one form of width and case, without blanks and marks, every number as 0.

    >>> words("新建 农村公路 45.5公里，危桥６座。")
    '新建农村公路0公里危桥0座'
    """
    form = unicodedata.normalize("NFKC", text).lower()
    return _NO_WORD.sub("", _NUMBER.sub(_NONE, form))


def counts(text: str) -> Counter[str]:
    """Return the pairs of characters of a text; of a number and a word none is made.

    >>> sorted(counts("农村公路5公里"))
    ['公路', '公里', '农村', '村公']
    """
    form = words(text)
    found = Counter(form[at : at + 2] for at in range(len(form) - 1))
    return Counter({gram: n for gram, n in found.items() if _NONE not in gram})


def grams(text: str) -> Grams:
    """Return the pairs of characters of a text with their weights."""
    known, most = _weights()
    return {gram: known.get(gram, most) * (1 + log(n)) for gram, n in counts(text).items()}


def joined(parts: Iterable[Grams]) -> Grams:
    """Return the pairs of characters that any of several texts has."""
    found: dict[str, float] = {}
    for part in parts:
        for gram, weight in part.items():
            found[gram] = max(weight, found.get(gram, 0.0))
    return found


def without(one: Grams, other: Grams) -> Grams:
    """Return the pairs of characters of one that the other does not have."""
    return {gram: weight for gram, weight in one.items() if gram not in other}


def alike(one: Grams, other: Grams) -> float:
    """Return the cosine of two texts, 0 where one has no words."""
    if len(one) > len(other):
        one, other = other, one
    dot = sum(weight * other[gram] for gram, weight in one.items() if gram in other)
    return dot / (_length(one) * _length(other)) if dot else 0.0


def covered(one: Grams, other: Grams) -> float:
    """Return the share of one's weight that stands in the other, 0 where it has no words."""
    whole = sum(one.values())
    return sum(weight for gram, weight in one.items() if gram in other) / whole if whole else 0.0


def _length(one: Grams) -> float:
    return sqrt(sum(weight * weight for weight in one.values()))


@cache
def _weights() -> tuple[Mapping[str, float], float]:
    """Return the weight of each known pair of characters, and of one that the table does not hold."""
    path = resources.data(*PATH)
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    try:
        rows = [(gram, int(count)) for gram, count in (line.split("\t") for line in lines)]
    except ValueError as error:
        raise DataError(
            f"{path} 有误：{error}。请重新安装本软件包。", f"{path} is wrong: {error}; install it again."
        ) from error
    tasks = dict(rows).pop("", 0)
    weights = {gram: log((tasks + 1) / (count + 1)) + 0.1 for gram, count in rows if gram}
    return weights, log((tasks + 1) / 2) + 0.1
