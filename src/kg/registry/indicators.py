"""Common indicators: printed words → one label and one IRI.

    indicators().find("全市规上工业增加值") -> ("规模以上工业增加值", "indicator/…")

An indicator that the table (``data/registry/indicators.csv``) does not know keeps its own words,
without quotes at the ends and without spaces, and has the path that these words give.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kg import resources
from kg.errors import DataError
from kg.identity import indicator_path

_SPACE = re.compile(r"\s+")
# Words before or after an indicator that say whose or how it is counted, not what it is.
_BEFORE = re.compile(
    r"^(?:全省|全市|全县|全区|全州|全年|本市|本县|我市|我县|我区|实现|确保|力争|完成|预计|当年)+"
)
_AFTER = re.compile(r"(?:增速|增幅|增长率|增长速度|同比|增长|年均增长|年均增速)$")


@dataclass(frozen=True, slots=True)
class KnownIndicator:
    """One row of the table."""

    key: str
    label: str
    label_en: str
    kind: str  # quantity kind, as in measures.yml
    path: str


class Indicators:
    """The table, by every written form."""

    def __init__(self, rows: list[dict[str, str]]) -> None:
        self.by_key: dict[str, KnownIndicator] = {}
        self.forms: dict[str, KnownIndicator] = {}
        for row in rows:
            known = KnownIndicator(
                row["key"], row["label"], row["label_en"], row["kind"], indicator_path(row["label"])
            )
            if known.key in self.by_key:
                raise _wrong(f"{known.key}")
            self.by_key[known.key] = known
            for form in (row["label"], *filter(None, row["aliases"].split("|"))):
                if self.forms.setdefault(_folded(form), known) is not known:
                    raise _wrong(form)

    def known(self, printed: str) -> KnownIndicator | None:
        """Return the row that the words mean, or None."""
        folded = _folded(printed)
        found = self.forms.get(folded)
        if found is None:
            shorter = _BEFORE.sub("", folded)
            found = self.forms.get(shorter) or self.forms.get(_AFTER.sub("", shorter))
        return found

    def find(self, printed: str) -> tuple[str, str]:
        """Return label and IRI path of the indicator that ``printed`` names."""
        if known := self.known(printed):
            return known.label, known.path
        label = _SPACE.sub("", printed).strip("，。、；：,.;:")
        return label, indicator_path(label)


def _folded(text: str) -> str:
    """Return the text without spaces and quotes, with widths and letter case made one."""
    return unicodedata.normalize("NFKC", _SPACE.sub("", text)).upper().translate(_QUOTES)


_QUOTES: Mapping[int, None] = dict.fromkeys(map(ord, "“”\"「」‘’'"))


def _wrong(what: str) -> DataError:
    return DataError(
        f"data/registry/indicators.csv 有误：“{what}”出现两次。",
        f"data/registry/indicators.csv is wrong: {what} stands twice.",
    )


@cache
def indicators() -> Indicators:
    """Return the table, read once."""
    with resources.data("registry", "indicators.csv").open(encoding="utf-8", newline="") as file:
        return Indicators(list(csv.DictReader(file)))
