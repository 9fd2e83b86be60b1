"""A person's word on a printed name, checked before it is kept.

    judge(said, known) -> Judgement

A word that contradicts what was judged before, or that would have no effect, is refused: what is
recorded can always be read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.errors import Contradiction, DataError, UsageError
from kg.identity import place_key
from kg.model import Judgement, Place, Unit
from kg.names.normal import normal
from kg.registry.places import places
from kg.resolve.judgements import Judgements, judgement
from kg.resolve.resolver import Resolver


def division_of(place: Place | None, notice: str) -> str:
    """Return what a judgement's ``division`` says for a place, or for a notice (IRI path) of none."""
    return place_key(place.iri, place.code, place.name) if place else notice


@dataclass(frozen=True, slots=True)
class Mention:
    """A name as a notice prints it, and the body that it was taken for."""

    text: str
    unit: str  # IRI path
    notice: str  # IRI path of a notice that prints it
    place: Place | None  # the notice's
    day: str | None  # of issue

    @property
    def division(self) -> str:
        """What keeps the names of this place apart from those of others."""
        return division_of(self.place, self.notice)

    def resolver(self, judged: Judgements) -> Resolver:
        """Return what resolves names in this place."""
        return Resolver(self.place, owner=self.notice, issued=self.day, judged=judged)


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says: that the mention is, or is not, a body."""

    mention: Mention
    word: str  # same, different, unsure
    unit: str  # IRI path
    labels: tuple[str, ...]  # names of the unit, that which finds it is recorded
    who: str
    when: str
    why: str


def judge(said: Said, known: Judgements) -> Judgement:
    """Return the judgement to be recorded.

    Raises:
        Contradiction: it contradicts another, or changes nothing.
    """
    before = known.last(said.mention.division, normal(said.mention.text), said.unit)
    if before and {before.judgement, said.word} == {"same", "different"}:
        raise _contradicts(said, before)
    if before and before.judgement == said.word:
        raise Contradiction(
            f"{before.who}（{before.when[:10]}）已作过同样的判断，不必再记。",
            f"{before.who} has judged the same on {before.when[:10]}; nothing is recorded.",
        )
    if said.word == "unsure":
        return _made(said, "")
    for label in (*said.labels, ""):
        made = _made(said, label)
        try:
            found = said.mention.resolver(Judgements([*known, made])).unit(said.mention.text).unit
        except DataError as error:
            if "label" not in error.zh:  # another unit was judged to be this mention
                raise Contradiction(error.zh, error.en) from None
            continue
        if (found.iri == said.unit) == (said.word == "same"):
            return made
    name = said.labels[0] if said.labels else said.unit
    raise Contradiction(
        f"按这个判断仍读不到所指的单位（{name}），未记录；请改用其他判断。",
        "The unit that is meant cannot be found by this judgement, which is not recorded; judge otherwise.",
    )


def place_of(text: str) -> Place:
    """Return the one place that a code or name means: 330921, 岱山县, 浙江省岱山县.

    Raises:
        UsageError: there is none, or several.
    """
    text = text.strip()
    tables = places()
    found = tables.by_code(text) if text.isascii() and text.isdigit() else None
    if found is not None:
        return found
    bearers = list(_bearers(text))
    if len(bearers) == 1:
        return bearers[0]
    if not bearers:
        raise UsageError(
            f"区划表中没有“{text[:40]}”，请写全称（如 岱山县）或六位代码。",
            f"No table of divisions knows “{text[:40]}”: write its full name or its code of six digits.",
        )
    options = "、".join(f"{place.code} {_full(place)}" for place in bearers[:6])
    raise UsageError(
        f"名为“{text[:40]}”的有 {len(bearers)} 处（{options}），请写代码。",
        f"{len(bearers)} places are called “{text[:40]}” ({options}): write the code.",
    )


def _bearers(text: str) -> Iterator[Place]:
    tables = places()
    for place in tables.divisions():
        if place.name == text or (text.endswith(place.name) and _full(place).endswith(text)):
            yield place


def _full(place: Place) -> str:
    return "".join(reversed([above.name for above in places().chain(place)[:-1]]))


def body_there(mention: str, place: Place) -> Unit:
    """Return the body that a name would mean in another place: 县财政局, 岱山县."""
    return Resolver(place).unit(mention).unit


def _made(said: Said, label: str) -> Judgement:
    return judgement(
        division=said.mention.division,
        mention=said.mention.text,
        unit=said.unit,
        judgement=said.word,
        who=said.who,
        when=said.when,
        evidence=said.why,
        label=label,
    )


def _contradicts(said: Said, before: Judgement) -> Contradiction:
    zh = {"same": "是", "different": "不是"}
    en = {"same": "is", "different": "is not"}
    name = said.labels[0] if said.labels else said.unit
    return Contradiction(
        f"与已有判断矛盾，未记录：{before.who}（{before.when[:10]}）判“{before.mention}”{zh[before.judgement]}"
        f"“{name}”；要改判，请先撤回那一条。",
        f"This contradicts a judgement and is not recorded: {before.who} judged on {before.when[:10]} that "
        f"“{before.mention}” {en[before.judgement]} {name}; take that back first.",
    )
