"""The catalogue of indicators: printed words → a concept, or the words themselves.

    indicators().find("全市规上工业增加值")                     -> ("规模以上工业增加值", "indicator/…")
    indicators().align("农村危房改造", measure="hu")           -> Alignment(concept, "exact", "grammar", 1)

A concept (a row of ``data/registry/indicators.csv``) is a thing that one may rank over places and
years; other wordings of it are rows of ``data/registry/indicator-names.csv``, each with its reason.
Words that no row knows keep themselves, without quotes at the ends and without spaces, and have
the path that they give.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Literal

from kg.identity import indicator_path
from kg.registry.indicator_forms import (
    Form,
    adds,
    akin,
    counts_no,
    counts_other,
    counts_standing,
    folded,
    for_each,
    form_of,
    grows,
    has_verb,
    is_slogan,
    names_another,
    narrows,
    other_family,
    other_places,
    parts_from_verbs,
    per_so_many,
    qualified_otherwise,
    reaches,
    speaks_of_doing,
    summed,
    verb_at_end,
    wider_forms,
    with_verb,
)
from kg.registry.indicator_likeness import Likeness
from kg.registry.indicator_tables import KnownIndicator, Tables, tables
from kg.registry.measures import measures

Relation = Literal["exact", "close"]
Method = Literal["wording", "grammar", "likeness"]

_MOVES = frozenset({"DimensionlessRatio", "percentage-point", "ratio"})  # by these any indicator grows
_OUTPUTS = frozenset({"Count", "Area", "Length", "Volume"})  # of these the verb makes another indicator
_SCOPED = _OUTPUTS | {"DimensionlessRatio"}  # of these a scope makes a kind: 城区供水普及率
_LIKE = 0.8  # from this likeness on two wordings are near each other
_LESS_LIKE = 0.7  # from this one on where they begin and end alike
_LONG = 4  # characters of a thing that is called nothing else; one less where a verb is said of it
_LONG_AROUND = 6  # characters around a word inside
_KIND_OF = 0.8  # score of a kind of a known thing
_DIFFERING = 0.9  # score of a known thing of which something else is said
_NEAREST = 3


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which concept printed words stand for: how near, found how, and how sure (0–1)."""

    concept: KnownIndicator
    relation: Relation
    method: Method
    score: float


class Indicators:
    """The catalogue, by every written form."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    @cached_property
    def by_key(self) -> dict[str, KnownIndicator]:
        """Every concept by its key."""
        return self._tables.by_key()

    @cached_property
    def _like(self) -> Likeness:
        return Likeness(self._tables.forms)

    def align(
        self,
        printed: str,
        *,
        measure: str | None = None,
        change: str = "level",
        before: str = "",
        after: str = "",
        said: str = "",
    ) -> Alignment | None:
        """Return the concept that printed words stand for, None where none is near.

        Args:
            printed: The indicator's words.
            measure: Key of the unit of its value (``measures.yml``); another quantity is never exact.
            change: ``level``, ``increase`` or ``decrease``.
            before: The words before it in its sentence: the verb that is said of it.
            after: The words behind it: 达到 says that it stands at the number.
            said: Class of the verb where another target says it: 新增学校5所、停车场3处.
        """
        per = per_so_many(after)  # 托位数达到每千人4.6个
        whole = self.align(per + printed, measure=measure, change=change) if per else None
        if whole and whole.relation == "exact":
            return whole
        form = form_of(printed)
        said = "" if form.verb else (verb_at_end(before) or said)  # a verb that is no part of the words
        form = Form(form.verb or said, form.thing)
        if before == after and adds(form.verb) and reaches(after):  # 新增…，总数达到60家
            form = Form("stock", form.thing)
        stands = form.verb == "stock" or (not form.verb and reaches(after))
        wanted = _Wanted(measure, change, stands, adds(form.verb))
        if found := self._same((folded(printed), with_verb(before, printed)), form, wanted, said):
            near = per or _only_near(found, form, wanted, printed, before + printed + after)
            return replace(found, relation="close", score=_DIFFERING) if near else found
        behind = self._behind_slogan(printed, measure, change, after)
        return behind or self._near(printed, form, wanted)

    def _near(self, printed: str, form: Form, wanted: _Wanted) -> Alignment | None:
        """Return the concept that the words are near, by what tells least apart first."""
        return (
            self._akin(form, wanted)
            or self._within(printed, wanted)
            or self._alike(printed, wanted, _LIKE)
            or self._narrower(form, wanted)
            or self._alike(printed, wanted, _LESS_LIKE)
        )

    def _same(self, called: tuple[str, str], form: Form, wanted: _Wanted, said: str) -> Alignment | None:
        """Return the concept that is called so, or has this form, unless a row says that it is only near.

        Args:
            called: The words, and the words with the verb before them.
            form: Their form, with the verb that is said of them.
            wanted: What the concept has to be.
            said: The class of a verb that is no part of the words.
        """
        of = self._tables
        for words in called:
            if (concept := wanted.one(of.with_wording(words))) and (
                not said or concept in of.with_form(form) or concept.kind not in _OUTPUTS
            ):
                return Alignment(concept, "exact", "wording", 1.0)
        for one in (Form("stock", form.thing), form) if wanted.stands else (form,):
            if (concept := wanted.one(of.with_form(one))) and (
                concept not in of.near_form(one) or form_of(concept.label) == one
            ):
                return Alignment(concept, "exact", "grammar", 1.0)
        other = self._like.reordered(form)
        if other and (concept := wanted.one(of.with_form(other))) and concept not in of.near_form(form):
            return Alignment(concept, "exact", "grammar", 0.95)
        return None

    def _behind_slogan(self, printed: str, measure: str | None, change: str, after: str) -> Alignment | None:
        """Return what the words behind a slogan stand for exactly: 大抓招商引资|引进亿元以上项目."""
        for words in parts_from_verbs(printed):
            if is_slogan(folded(printed).removesuffix(words)):
                found = self.align(words, measure=measure, change=change, after=after)
                if found and found.relation == "exact":
                    return replace(found, method="grammar")
        return None

    def _within(self, printed: str, wanted: _Wanted) -> Alignment | None:
        """Return the concept that the words name from a verb on, behind a place, slogan or second verb."""
        form = form_of(printed)
        second = form_of(form.thing)  # 新增工业用地供应: two verbs are said of it
        inner = [second] if form.verb and second.verb else []
        for one in (*inner, *map(form_of, parts_from_verbs(printed))):
            if concept := wanted.one(self._tables.with_form(one)):
                return Alignment(concept, "close", "grammar", 0.85)
        return None

    def _narrower(self, form: Form, wanted: _Wanted) -> Alignment | None:
        """Return the concept of which the words name a kind: 农村法律明白人 are 法律明白人."""
        wider = [
            (found, word)
            for shorter, word in wider_forms(form)
            if (found := self._called(shorter, wanted, form.thing.endswith(shorter.thing)))
        ]
        for scoped in (False, True):
            for concept, word in wider:
                if (
                    narrows(word, scoped)
                    and not (scoped and concept.kind not in _SCOPED)
                    and not other_places(form_of(concept.label).thing, form.thing)
                ):
                    return Alignment(concept, "close", "grammar", _KIND_OF)
        return None

    def _called(self, form: Form, wanted: _Wanted, at_end: bool) -> KnownIndicator | None:
        """Return the concept of a wider form, else of an akin verb.

        Under a short thing only one that is called so: 就诊率 may be said of 县域就诊率, yet 县外就诊率 is
        no kind of it; nor is 港口集装箱吞吐量 one of 港口货物吞吐量, of which 港口吞吐量 is said.
        """
        if len(form.thing) < ((_LONG - 1 if form.verb else _LONG) if at_end else _LONG_AROUND):
            found = self._tables.with_form(form)
            return wanted.one([one for one in found if form_of(one.label).thing == form.thing])
        for verb in (form.verb, *akin(form.verb)):
            if (found := self._tables.with_form(Form(verb, form.thing))) and (concept := wanted.one(found)):
                return concept
        return None

    def _akin(self, form: Form, wanted: _Wanted) -> Alignment | None:
        """Return the concept of this thing that is named as close, or whose verb is akin."""
        bare, of = Form("", form.thing), self._tables
        near = [[*of.near_form(form), *of.near_form(bare), *of.with_form(bare)]]
        if form.verb or len(form.thing) >= _NEAREST:  # 项目 alone is no thing that was added
            near += [of.with_form(Form(verb, form.thing)) for verb in akin(form.verb)]
        for found in near:
            if concept := wanted.one(found):
                return Alignment(concept, "close", "grammar", 0.9)
        return None

    def _alike(self, printed: str, wanted: _Wanted, least: float) -> Alignment | None:
        """Return the likest concept; one that is less like has to begin and end as the words do."""
        thing = form_of(printed).thing
        for concept, score in self.nearest(printed):
            other = form_of(concept.label).thing
            framed = least >= _LIKE or (other[:2] == thing[:2] and other[-2:] == thing[-2:])
            # 茶叶综合产值 is narrower than any 综合产值
            if score >= least and framed and not other.endswith(thing) and wanted.one([concept]):
                return Alignment(concept, "close", "likeness", score)
        return None

    def nearest(self, printed: str, count: int = _NEAREST) -> list[tuple[KnownIndicator, float]]:
        """Return the concepts whose words are most like these, the likest first, with the likeness."""
        ranked: dict[str, tuple[KnownIndicator, float]] = {}
        for form, score in self._like.nearest(form_of(printed)):
            if len(ranked) >= count and score < min(least for _, least in ranked.values()):
                break
            for concept in self._tables.with_form(form):
                ranked.setdefault(concept.key, (concept, score))
        return sorted(ranked.values(), key=lambda pair: (-pair[1], pair[0].key))[:count]

    def known(self, printed: str) -> KnownIndicator | None:
        """Return the concept that the words mean by themselves, or None."""
        found = self._tables.with_wording(folded(printed)) or self._tables.with_form(form_of(printed))
        return found[0] if found and len(found) == 1 else None

    def find(self, printed: str) -> tuple[str, str]:
        """Return label and IRI path of the indicator that ``printed`` names."""
        if known := self.known(printed):
            return known.label, known.path
        return own_words(printed)


def _only_near(found: Alignment, form: Form, wanted: _Wanted, printed: str, text: str) -> bool:
    """Return whether the words say what their concept does not, so that they are only near it."""
    concept = found.concept
    return (
        (found.method == "grammar" and names_another(printed))
        or _done_otherwise(concept, form, printed)
        or qualified_otherwise(printed, concept.label)
        or _differs(concept, form, wanted, text)
    )


def _differs(concept: KnownIndicator, form: Form, wanted: _Wanted, text: str) -> bool:
    """Return whether the words say of a concept's thing what the concept does not.

    Its stock where the concept is a flow, its growth where that is a stock, a sum over the years, or a
    figure for each of several.
    """
    own = form_of(concept.label)
    grown = grows(form.verb) and not grows(own.verb)
    if grown and concept.aggregation == "stock" and concept.kind == "Count":
        return True
    if concept.aggregation not in ("flow", "stock"):
        return False
    unit = wanted.measure
    standing = wanted.stands and unit is not None and counts_standing(concept.label, unit)
    if concept.aggregation == "flow" and (standing or (summed(text) and not summed(concept.label))):
        return True
    return for_each(text) and not ("每" in concept.label or "均" in concept.label)


def _done_otherwise(concept: KnownIndicator, form: Form, printed: str) -> bool:
    """Return whether something else is done to a concept's thing than what the concept says.

    Another kind of work; what may have been added without being built; what is only started, where the
    name says nothing of that; a thing by itself, which may be its stock.
    """
    own = form_of(concept.label)
    if not form.verb:
        return grows(own.verb) and own.thing == form.thing and not speaks_of_doing(printed)
    if has_verb(printed, own.verb):
        return False
    return (
        other_family(own.verb, form.verb)
        or (form.verb, own.verb) == ("add", "build")
        or (form.verb, own.verb) == ("start", "")
    )


def _other_things(concept: KnownIndicator, unit: str) -> bool:
    """Return whether a unit counts what the concept is not of: 户 for persons, 学时 for trainings."""
    return counts_other(concept.group, unit) or (concept.kind == "Count" and counts_no(concept.label, unit))


def own_words(printed: str) -> tuple[str, str]:
    """Return label and IRI path of an indicator that the catalogue does not know."""
    label = "".join(printed.split()).strip("，。、；：,.;:")
    return label, indicator_path(label)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a concept must be for a value: of its quantity, a stock where it stands, none where it grows."""

    measure: str | None
    change: str
    stands: bool
    added: bool

    def one(self, found: Sequence[KnownIndicator]) -> KnownIndicator | None:
        """Return the one concept of those found that fits."""
        if self.stands:
            found = [one for one in found if one.aggregation != "flow" or not grows(form_of(one.label).verb)]
        if self.added:
            found = [one for one in found if one.aggregation != "stock" or adds(form_of(one.label).verb)]
        if self.measure is not None:
            kind = measures().by_key[self.measure].kind
            moves = self.change != "level" and kind in _MOVES
            same = [one for one in found if one.kind == kind and not _other_things(one, self.measure)]
            found = same or (found if moves else [])
            if moves and len({form_of(one.label) for one in found}) == 1:
                return found[0]  # one indicator in several units grows by the same per cent
        unique = dict.fromkeys(found)
        return next(iter(unique)) if len(unique) == 1 else None


@cache
def indicators() -> Indicators:
    """Return the catalogue, read once."""
    return Indicators(tables())
