"""The catalogue of indicators: printed words → a concept, or the words themselves.

    indicators().find("全市规上工业增加值")                     -> ("规模以上工业增加值", "indicator/…")
    indicators().align("农村危房改造", measure="hu")           -> Alignment(concept, "exact", "grammar", 1)

A concept (a row of ``data/registry/indicators.csv``) is a thing that one may rank over places and
years; other wordings of it are rows of ``data/registry/indicator-names.csv``, each with its reason.
Words that no row knows keep themselves, without quotes at the ends and without spaces, and have
the path that they give.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeVar

from kg import resources
from kg.errors import DataError
from kg.identity import indicator_path
from kg.registry.indicator_forms import (
    Form,
    akin,
    apart,
    classes,
    counts_other,
    differences,
    folded,
    form_of,
    grows,
    parts_from_verbs,
    reaches,
    verb_at_end,
    wider_forms,
)
from kg.registry.measures import measures

Relation = Literal["exact", "close"]
Method = Literal["wording", "grammar", "likeness"]

DIRECTIONS = ("more", "less", "fixed")
AGGREGATIONS = ("flow", "stock", "cumulative", "mean", "rate")
_MOVES = frozenset({"DimensionlessRatio", "percentage-point", "ratio"})  # by these any indicator grows
_OUTPUTS = frozenset({"Count", "Area", "Length", "Volume"})  # of these the verb makes another indicator
_LIKE = 0.8  # from this likeness on two wordings are near each other
_NEAREST = 3
Key = TypeVar("Key", str, Form)


@dataclass(frozen=True, slots=True)
class KnownIndicator:
    """A concept: one row of the catalogue."""

    key: str
    label: str
    label_en: str
    kind: str  # quantity kind, as in measures.yml
    path: str
    direction: str  # which way is better: of DIRECTIONS
    aggregation: str  # how it adds up over a year: of AGGREGATIONS
    group: str | None = None  # counted things of a kind
    broader: str | None = None  # key of the wider concept
    names: tuple[str, ...] = ()  # other printed wordings


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which concept printed words stand for: how near, found how, and how sure (0–1)."""

    concept: KnownIndicator
    relation: Relation
    method: Method
    score: float


class Indicators:
    """The catalogue, by every written form.

    Args:
        rows: ``indicators.csv``; ``verbs`` are the classes of verbs (``indicator-forms.yml``) under
            which the thing is this concept, ``-`` for none; empty: that of the label alone.
        names: ``indicator-names.csv``: ``name`` is another wording of ``key``, ``relation`` exact or close.

    Raises:
        DataError: a row contradicts another, or says what no list knows; it names file, key and mend.
    """

    def __init__(self, rows: Sequence[Mapping[str, str]], names: Sequence[Mapping[str, str]] = ()) -> None:
        exact: dict[str, list[str]] = {}
        for row in names:
            if row["relation"] == "exact":
                exact.setdefault(row["key"], []).append(row["name"])
        self.by_key: dict[str, KnownIndicator] = {}
        self._wordings: dict[str, list[KnownIndicator]] = {}
        self._forms: dict[Form, list[KnownIndicator]] = {}
        self._near: dict[Form, list[KnownIndicator]] = {}
        for row in rows:
            known = _known(row, tuple(exact.get(row["key"], ())))
            if known.key in self.by_key:
                raise _wrong("indicators.csv", known.key, "出现两次，请合并", "stands twice; merge the rows")
            self.by_key[known.key] = known
            for wording in (known.label, *known.names):
                self._enter(wording, known, row.get("verbs", "").split())
        for row in names:
            self._enter_name(row)
        for known in self.by_key.values():
            if known.broader and known.broader not in self.by_key:
                raise _wrong(
                    "indicators.csv", known.key, f"没有上位指标 {known.broader}", f"has no {known.broader}"
                )
        self._like = _Likeness(
            {form: found for form, found in self._forms.items() if len(form.thing) >= _NEAREST}
        )

    def _enter(self, wording: str, known: KnownIndicator, verbs: list[str]) -> None:
        form = form_of(wording)
        _add(self._wordings, folded(wording), known)
        if form.verb and wording != known.label:  # 栽植苗木 does not make 苗木 by itself a name
            verbs = [verb for verb in verbs if verb != "-"]
        for verb in verbs or [form.verb or "-"]:
            if verb != "-" and verb not in classes().values():
                raise _wrong(
                    "indicators.csv", known.key, f"没有动词类 {verb}", f"names no class of verbs {verb}"
                )
            _add(self._forms, Form("" if verb == "-" else verb, form.thing), known)
        _add(self._forms, form, known)

    def _enter_name(self, row: Mapping[str, str]) -> None:
        known = self.by_key.get(row["key"])
        if known is None:
            raise _wrong(
                "indicator-names.csv",
                row["name"],
                f"没有指标 {row['key']}",
                f"names no indicator {row['key']}",
            )
        if row["relation"] not in ("exact", "close") or not row["reason"]:
            raise _wrong(
                "indicator-names.csv",
                row["name"],
                "relation 须为 exact 或 close，reason 不能空",
                "needs a relation, exact or close, and a reason",
            )
        if row["relation"] == "close":
            self._near.setdefault(form_of(row["name"]), []).append(known)

    def align(
        self,
        printed: str,
        *,
        measure: str | None = None,
        change: str = "level",
        before: str = "",
        after: str = "",
    ) -> Alignment | None:
        """Return the concept that printed words stand for, None where none is near.

        Args:
            printed: The indicator's words.
            measure: Key of the unit of its value (``measures.yml``); another quantity is never exact.
            change: ``level``, ``increase`` or ``decrease``.
            before: The words before it in its sentence: the verb that is said of it.
            after: The words behind it: 达到 says that it stands at the number.
        """
        form = form_of(printed)
        said = "" if form.verb else verb_at_end(before)  # a verb that is no part of the words
        form = Form(form.verb or said, form.thing)
        stands = form.verb == "stock" or (not form.verb and reaches(after))
        wanted = _Wanted(measure, change, stands)
        if (concept := wanted.one(self._wordings.get(folded(printed), []))) and (
            not said or concept in self._forms.get(form, []) or concept.kind not in _OUTPUTS
        ):
            return Alignment(concept, "exact", "wording", 1.0)
        for one in (Form("stock", form.thing), form) if stands else (form,):
            if concept := wanted.one(self._forms.get(one, [])):
                return Alignment(concept, "exact", "grammar", 1.0)
        return (
            self._akin(form, wanted)
            or self._within(printed, wanted)
            or self._alike(printed, wanted)
            or self._narrower(form, wanted)
        )

    def _within(self, printed: str, wanted: _Wanted) -> Alignment | None:
        """Return the concept that the words name from a verb on, behind a place or a slogan of their own."""
        for part in parts_from_verbs(printed):
            if concept := wanted.one(self._forms.get(form_of(part), [])):
                return Alignment(concept, "close", "grammar", 0.85)
        return None

    def _narrower(self, form: Form, wanted: _Wanted) -> Alignment | None:
        """Return the concept of which the words name a kind: 农村法律明白人 are 法律明白人."""
        for scoped in (False, True):
            for wider in wider_forms(form, scoped):
                concept = wanted.one(self._forms.get(wider, []))
                if concept and not (scoped and concept.kind not in _OUTPUTS):
                    return Alignment(concept, "close", "grammar", 0.8)
        return None

    def _akin(self, form: Form, wanted: _Wanted) -> Alignment | None:
        """Return the concept of this thing that is named as close, or whose verb is akin."""
        bare = Form("", form.thing)
        tables = [[*self._near.get(form, []), *self._near.get(bare, []), *self._forms.get(bare, [])]]
        if form.verb or len(form.thing) >= _NEAREST:  # 项目 alone is no thing that was added
            tables += [self._forms.get(Form(verb, form.thing), []) for verb in akin(form.verb)]
        for found in tables:
            if concept := wanted.one(found):
                return Alignment(concept, "close", "grammar", 0.9)
        return None

    def _alike(self, printed: str, wanted: _Wanted) -> Alignment | None:
        thing = form_of(printed).thing
        for concept, score in self.nearest(printed):
            narrower = form_of(concept.label).thing.endswith(thing)  # 茶叶综合产值 of any 综合产值
            if score >= _LIKE and not narrower and wanted.one([concept]):
                return Alignment(concept, "close", "likeness", score)
        return None

    def nearest(self, printed: str, count: int = _NEAREST) -> list[tuple[KnownIndicator, float]]:
        """Return the concepts whose words are most like these, the likest first, with the likeness."""
        return self._like.nearest(form_of(printed), count)

    def known(self, printed: str) -> KnownIndicator | None:
        """Return the concept that the words mean by themselves, or None."""
        found = self._wordings.get(folded(printed)) or self._forms.get(form_of(printed))
        return found[0] if found and len(found) == 1 else None

    def find(self, printed: str) -> tuple[str, str]:
        """Return label and IRI path of the indicator that ``printed`` names."""
        if known := self.known(printed):
            return known.label, known.path
        return own_words(printed)


def own_words(printed: str) -> tuple[str, str]:
    """Return label and IRI path of an indicator that the catalogue does not know."""
    label = "".join(printed.split()).strip("，。、；：,.;:")
    return label, indicator_path(label)


class _Likeness:
    """Likeness of wordings by their pairs of characters (Dice's coefficient)."""

    def __init__(self, forms: Mapping[Form, list[KnownIndicator]]) -> None:
        self._forms = list(forms.items())
        self._pairs: dict[str, list[int]] = {}
        for i, (form, _) in enumerate(self._forms):
            for pair in set(_pairs(form.thing)):
                self._pairs.setdefault(pair, []).append(i)

    def nearest(self, form: Form, count: int) -> list[tuple[KnownIndicator, float]]:
        own = set(_pairs(form.thing))
        shared = Counter(i for pair in own for i in self._pairs.get(pair, ()))
        ranked: dict[str, tuple[KnownIndicator, float]] = {}
        for i, common in shared.items():
            other, concepts = self._forms[i]
            if form.verb != other.verb or differences(form.thing) != differences(other.thing):
                continue
            score = round(2 * common / (len(own) + len(set(_pairs(other.thing)))), 3)
            for concept in concepts:
                if score > ranked.get(concept.key, (concept, 0.0))[1]:
                    ranked[concept.key] = (concept, score)
        return sorted(ranked.values(), key=lambda pair: (-pair[1], pair[0].key))[:count]


def _pairs(text: str) -> Iterator[str]:
    yield from (text[i : i + 2] for i in range(len(text) - 1))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a concept must be for a value: of its quantity; no growth where a stock reaches a number."""

    measure: str | None
    change: str
    stands: bool

    def one(self, found: Sequence[KnownIndicator]) -> KnownIndicator | None:
        """Return the one concept of those found that fits."""
        if self.stands:
            found = [one for one in found if one.aggregation != "flow" or not grows(form_of(one.label).verb)]
        if self.measure is not None:
            kind = measures().by_key[self.measure].kind
            moves = self.change != "level" and kind in _MOVES
            same = [one for one in found if one.kind == kind and not counts_other(one.group, self.measure)]
            found = same or (found if moves else [])
            if moves and len({form_of(one.label) for one in found}) == 1:
                return found[0]  # one indicator in several units grows by the same per cent
        unique = dict.fromkeys(found)
        return next(iter(unique)) if len(unique) == 1 else None


def _add(table: dict[Key, list[KnownIndicator]], key: Key, known: KnownIndicator) -> None:
    """Enter a concept; two of one quantity under one form would be one indicator."""
    found = table.setdefault(key, [])
    if known in found:
        return
    for other in found:
        if other.kind == known.kind and not apart(other.group, known.group):
            words = key.thing if isinstance(key, Form) else key
            raise _wrong(
                "indicators.csv",
                known.key,
                f"与 {other.key} 同为“{words}”，请合并或写明动词",
                f"has the words of {other.key} ({words}); merge them or name the verbs",
            )
    found.append(known)


def _known(row: Mapping[str, str], names: tuple[str, ...]) -> KnownIndicator:
    for column, allowed in (("direction", DIRECTIONS), ("aggregation", AGGREGATIONS)):
        if row[column] not in allowed:
            raise _wrong(
                "indicators.csv",
                row["key"],
                f"{column} 须为 {'、'.join(allowed)} 之一",
                f"needs a {column} among {', '.join(allowed)}",
            )
    return KnownIndicator(
        row["key"],
        row["label"],
        row["label_en"],
        row["kind"],
        indicator_path(row["label"]),
        row["direction"],
        row["aggregation"],
        row["group"] or None,
        row["broader"] or None,
        names,
    )


def _wrong(file: str, key: str, zh: str, en: str) -> DataError:
    return DataError(
        f"data/registry/{file} 中的“{key}”{zh}。",
        f"In data/registry/{file}, {key} {en}.",
    )


def _rows(name: str) -> list[dict[str, str]]:
    with resources.data("registry", name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def indicators() -> Indicators:
    """Return the catalogue, read once."""
    return Indicators(_rows("indicators.csv"), _rows("indicator-names.csv"))
