"""Whose notice it is: the place that its head names, as it stood on the notice's day.

    jurisdiction_of(head) -> Jurisdiction(place, doubt)

An issuer that names its place says it: in the title, above it, or in the signature. Where several
places bear the name, the superiors that are named, the document's number and the addressees tell
them apart. Where only a level is said (县人民政府办公室), the title, the number and the addressees
are weighed. Words inside 《》 and of a document that is passed on are no evidence, nor is any
sentence of the text; a place that no table knows is taken from an issuer or a title alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from kg import resources
from kg.model import Finding, Place, Span
from kg.names.normal import normal
from kg.registry import patterns
from kg.registry.departments import word_of
from kg.registry.findings import Phrase, Word, finding, phrase
from kg.registry.patterns import rule
from kg.registry.places import Places, invented, level_by_suffix
from kg.registry.places import places as all_places
from kg.resolve.issuers import Reading, is_name, names_in, read_chain, read_issuer

_TITLE_NAMES, _TITLE_QUOTES, _NUMBER, _CHILDREN, _LEVEL = 6, 2, 4, 3, 2  # weights of the signs
_ANNEX_NAMES = 4
_ENOUGH, _SURE = 4, 6
_SHOWN = 6  # bearers of one name that are told


@dataclass(frozen=True, slots=True)
class Head:
    """What of a notice may name its place."""

    issuers: tuple[str, ...] = ()
    others: tuple[
        str, ...
    ] = ()  # who signs, and who a page says it is of: heard where no issuer names a place
    sites: tuple[str, ...] = ()  # whose site the page is of: heard where an issuer names a level only
    title: str | None = None
    number: str | None = None
    addressees: str | None = None
    titles: tuple[str, ...] = ()  # of lists and annexes
    annexes: tuple[str, ...] = ()  # what the letter says is annexed
    day: str | None = None  # of issue: a day, month or year
    content: str = ""  # the text: only ever used to tell bearers of one name apart


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a jurisdiction is doubtful."""

    kind: Literal["unknown", "several", "weak", "number", "time"]
    words: Mapping[str, Word]

    def finding(self, spans: tuple[Span, ...]) -> Finding:
        """Return the sentence that says what to do, at the words that name the place."""
        return finding(f"doubtful-jurisdiction-{self.kind}", spans, self.words)


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """The place of a notice, if any, and what is doubtful about it."""

    place: Place | None = None
    doubt: Doubt | None = None


def jurisdiction_of(head: Head, tables: Places | None = None) -> Jurisdiction:
    """Return the place of a notice as it stood on its day.

    Args:
        head: What of the notice may name its place.
        tables: The tables of divisions; those of this installation unless given.
    """
    return _Weighing(head, (tables or all_places()).at(head.day)).result()


class _Weighing:
    def __init__(self, head: Head, tables: Places) -> None:
        self._head = head
        self._tables = tables
        title = normal(_unquoted(head.title or ""))
        before, *about = rule("jurisdiction.about").split(title, 1)
        self._object = about[0] if about else before
        first = read_issuer(before, tables) if about and before else None
        readings = [first, *(read_issuer(issuer, tables) for issuer in head.issuers)]
        self._readings = [reading for reading in readings if reading]
        self._levels = [r.level for r in self._readings if r.level]
        others = (*head.others, *(head.sites if self._levels else ()))
        self._others = [reading for other in others if (reading := read_issuer(other, tables))]
        self._number = normal(head.number or "")
        self._sent_to = normal(head.addressees or "")

    def result(self) -> Jurisdiction:
        named = next((r for r in self._readings if r.places), None)
        unknown = next((r for r in self._readings if r.name and not r.places), None)
        if named is not None and (
            unknown is None or self._readings.index(named) < self._readings.index(unknown)
        ):
            return self._known(named)
        if unknown is not None:
            return self._unknown(unknown)
        found = self._weighed()
        return found if found.place else self._of_another()

    def _of_another(self) -> Jurisdiction:
        """Return the place of who signs, or of who a page says it is of, if the level is theirs."""
        for reading in self._others:
            if reading.places and all(_fits(level, reading.places[0]) for level in self._levels):
                return self._known(reading)
            if reading.name and not reading.places and self._name_agrees(reading.name):
                return self._unknown(reading)
        return Jurisdiction()

    # --- where an issuer names the place --------------------------------------------------------

    def _known(self, reading: Reading) -> Jurisdiction:
        if len(reading.places) > 1:
            place, weak = self._told_apart(reading.places)
            if place is None:
                return Jurisdiction(invented(reading.places[0].name), _several(reading.places, self._tables))
            return Jurisdiction(
                place, _weak(place, "by-superior-town-or-code") if weak else self._disagreeing(place)
            )
        place = reading.places[0]
        if not reading.stands and self._head.day and _years_off(place, self._head.day) > 1:
            return Jurisdiction(place, _out_of_time(place, self._head.day))
        return Jurisdiction(place, self._disagreeing(place))

    def _unknown(self, reading: Reading) -> Jurisdiction:
        assert reading.name
        parent = reading.above[-1] if reading.above else None
        if level_by_suffix(reading.name) == "township":
            towns = tuple(p for p in self._tables.find(reading.name) if p.name == reading.name)
            if towns:
                place, weak = self._told_apart(towns)
                if place is not None:
                    return Jurisdiction(place, _weak(place, "by-superior-or-number") if weak else None)
                return Jurisdiction(invented(reading.name, parent), _several(towns, self._tables))
        lost = None if parent else self._first_lost(reading.name)
        return lost or Jurisdiction(invented(reading.name, parent), _not_known(reading.name))

    def _first_lost(self, name: str) -> Jurisdiction | None:
        """The one division that the text names and that such a name is without its first character."""
        if len(name) < 3:
            return None
        full = set(re.findall(f".{re.escape(name)}", self._head.content))
        places = [place for found in sorted(full) for place in self._tables.named(found)]
        return Jurisdiction(places[0], _weak(places[0], "by-full-name")) if len(places) == 1 else None

    def _disagreeing(self, place: Place) -> Doubt | None:
        """Doubt a place where the number's word is another place's, and no superior's."""
        codes = {code for code, sure in self._number_words() if sure}
        word = self._number[:1]
        if not codes or word in place.name or codes & {p.code for p in self._tables.chain(place)}:
            return None
        return _number(place, self._number)

    def _said(self, bearers: tuple[Place, ...]) -> set[str]:
        """Return the IRIs of the places that the head names, the bearers only where a title does."""
        said = {p.iri for r in self._readings for p in (*r.above, *r.places)} - {p.iri for p in bearers}
        for text in (self._object, self._sent_to, *map(normal, self._head.titles)):
            said |= {p.iri for _, r in names_in(text, self._tables) for p in (*r.above, *r.places)}
        return said

    def _told_apart(self, bearers: tuple[Place, ...]) -> tuple[Place | None, bool]:
        """Return the one bearer of a name that the head speaks for, and whether by weak signs only."""
        lines = {p: {a.iri: a for a in self._tables.chain(p)[1:-1]} for p in bearers}
        said = self._said(bearers)
        codes = {code for code, _ in self._number_words(office=False)}
        children = {p: self._children_in(p, self._sent_to) for p in bearers}
        beginning = normal(self._head.content[:1500])
        credit = {m["code"] for m in rule("jurisdiction.credit_code").finditer(self._head.content[:1500])}
        signs = (
            {p for p in bearers if said & lines[p].keys()},
            {p for p in bearers if codes & ({p.code} | {a.code for a in lines[p].values()})},
            {p for p in bearers if children[p]},
            {p for p in bearers if p.code in credit},
        )
        left = set(bearers)
        for sign in signs:
            if sign & left:
                left &= sign
            if len(left) == 1 and sign:
                return left.pop(), False
        weak = (
            {p for p in left if any(a.name in beginning for a in lines[p].values())},
            {p for p in left if self._children_in(p, self._head.content)},
        )
        for sign in weak:
            if len(sign & left) == 1:
                return (sign & left).pop(), True
        return None, True

    def _children_in(self, place: Place, text: str) -> int:
        if not text or not place.code:
            return 0
        return sum(child.name in text for child in self._tables.children(place.code))

    # --- where only a level is said -------------------------------------------------------------

    def _weighed(self) -> Jurisdiction:
        scores = self._named_in_titles()
        for place in self._quoted():
            scores[place] = scores.get(place, 0) + _TITLE_QUOTES
        words = [(p, sure) for code, sure in self._number_words() if (p := self._tables.by_code(code))]
        words = [(p, sure) for p, sure in words if self._levels_agree(p)]
        if len(words) == 1 and (words[0][1] or (self._level_told() and self._nobody_else(words[0][0]))):
            scores[words[0][0]] = scores.get(words[0][0], 0) + _NUMBER
        for place in self._of_zones([place for place, _ in words]):
            scores[place] = scores.get(place, 0) + _CHILDREN + _NUMBER * (len(words) > 1)
        for place in self._parents_of_addressees():
            scores[place] = scores.get(place, 0) + _CHILDREN
        fitting = {p: s + _LEVEL * bool(self._levels) for p, s in scores.items() if self._levels_agree(p)}
        if fitting:
            best = max(fitting.values())
            first = [p for p, score in fitting.items() if score == best]
            if best >= _ENOUGH and len(first) == 1:
                return Jurisdiction(
                    first[0], None if best >= _SURE else _weak(first[0], "by-number-or-addressees")
                )
        return self._invented()

    def _named_in_titles(self) -> dict[Place, int]:
        """Return the first place that each title names, with its weight; what follows is what it is about."""
        scores: dict[Place, int] = {}
        for texts, weight in (
            ((self._object,), _TITLE_NAMES),
            (self._head.titles, _TITLE_NAMES),
            (self._head.annexes, _ANNEX_NAMES),
        ):
            place = next(iter(self._in_titles(texts)), None)
            # A district's letter may hand on a list of its city.
            of_city = weight <= _ANNEX_NAMES and self._addressed()[0] == "townships"
            if place is not None and not (of_city and place.level == "city"):
                scores[place] = max(scores.get(place, 0), weight)
        return scores

    def _invented(self) -> Jurisdiction:
        """Return the place of a title that no table knows."""
        for text in (self._object, *map(_unquoted, map(normal, self._head.titles))):
            if (name := _invented_in(text)) and self._name_agrees(name):
                return self._first_lost(name) or Jurisdiction(invented(name), _not_known(name))
        return Jurisdiction()

    def _in_titles(self, texts: Iterable[str]) -> Iterator[Place]:
        for text in texts:
            clean = rule("jurisdiction.passed_on").sub("", normal(_unquoted(text)))
            for _, reading in names_in(clean, self._tables):
                if len(reading.places) == 1 and self._levels_agree(reading.places[0]):
                    yield reading.places[0]

    def _quoted(self) -> Iterator[Place]:
        """Yield the place that the quoted title of what is issued begins with: 印发《嵊泗县2024年…》."""
        for match in rule("jurisdiction.own_title").finditer(self._head.title or ""):
            reading = read_chain(normal(match["own"]), self._tables)
            if reading and len(reading.places) == 1:
                yield reading.places[0]

    def _parents_of_addressees(self) -> Iterator[Place]:
        """Yield the place whose counties are addressed by name."""
        named = [r.places[0] for _, r in names_in(self._sent_to, self._tables) if len(r.places) == 1]
        parents = {p.parent for p in named}
        if len(named) > 1 and len(parents) == 1 and (parent := self._tables.by_path(str(parents.pop()))):
            yield parent

    def _of_zones(self, places: Iterable[Place]) -> Iterator[Place]:
        """Yield those of some places of which a body is addressed by name: 常州经开区管委会."""
        readings = (read_issuer(part, self._tables) for part in self._sent_to.split("，"))
        named = {
            p.iri for r in readings if r for one in (*r.places, *r.above) for p in self._tables.chain(one)
        }
        yield from (place for place in places if place.iri in named)

    def _level_told(self) -> bool:
        """Tell whether the level of the notice is known: by its issuer, or as it writes to the cities."""
        return bool(self._levels) or self._addressed()[0] == "cities"

    def _number_words(self, *, office: bool = True) -> list[tuple[str, bool]]:
        """Return the codes of the places whose word the number begins with, and whether it is theirs alone.

        ``office`` demands that the word of an office follows it: 穗府办, not 穗云府办.
        """
        return _words_of(self._number, office=office)

    def _nobody_else(self, place: Place) -> bool:
        """Return whether no other place of the level begins with the number's word: 温州市, 温岭市."""
        word = self._number[:1]
        if word not in place.name:
            return True
        level = self._levels[0] if self._levels else place.name[-1]
        return not any(
            p.name.startswith(word) and p.name.endswith(level) and p.code != place.code
            for p in self._tables.divisions()
        )

    def _levels_agree(self, place: Place) -> bool:
        if self._levels:
            return all(_fits(level, place) for level in self._levels)
        _, ends = self._addressed()
        return not ends or place.name[-1] in ends

    def _name_agrees(self, name: str) -> bool:
        return all(name.endswith(level) for level in self._levels)

    def _addressed(self) -> tuple[str, str]:
        """Return whom it is sent to, by the rule that says so, and what names of its level end with."""
        file = patterns.load("addressees")
        rows = (row for row in file.rows if file[row["name"]].search(self._sent_to))
        return next(((row["name"], row["ends"]) for row in rows), ("", ""))


# --- words -----------------------------------------------------------------------------------------


def _unquoted(text: str) -> str:
    return rule("jurisdiction.quoted").sub("《》", text)


def _fits(level: str, place: Place) -> bool:
    """Return whether the word of level that a notice uses of itself may mean a place."""
    return level == word_of(place) or (len(level) > 1 and place.name.endswith(level))


def _invented_in(text: str) -> str | None:
    """Return the name of an unknown place that a title begins with, or that stands before its year."""
    own = rule("jurisdiction.annex").sub("", rule("jurisdiction.passed_on").sub("", text))
    for match in rule("jurisdiction.beginning").finditer(own):
        name = match["name"]
        if is_name(name):
            return name
    return None


def _years_off(place: Place, day: str) -> int:
    year = int(day[:4])
    if place.until and int(place.until[:4]) < year:
        return year - int(place.until[:4])
    return int(place.since[:4]) - year if place.since and int(place.since[:4]) > year else 0


def only_user(number: str) -> str | None:
    """Return the code of the one place whose numbers begin with this number's word: 国办发 → 100000."""
    found = _words_of(normal(number))
    return found[0][0] if len(found) == 1 and found[0][1] else None


def _words_of(number: str, *, office: bool = True) -> list[tuple[str, bool]]:
    for length in (3, 2, 1):
        found = _document_words().get(number[:length])
        if found and (not office or rule("jurisdiction.number_office").match(number[length:])):
            return found
    return []


@cache
def _document_words() -> dict[str, list[tuple[str, bool]]]:
    """The words that numbers of documents begin with: place's code, and whether nobody else uses it."""
    table: dict[str, list[tuple[str, bool]]] = {}
    path = resources.data("registry", "places", "document-codes.tsv")
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        word, code, alone = line.split("\t")
        table.setdefault(word, []).append((code, alone == "y"))
    return table


# --- doubts ----------------------------------------------------------------------------------------


def _not_known(name: str) -> Doubt:
    return Doubt("unknown", {"place": name})


def _several(bearers: tuple[Place, ...], tables: Places) -> Doubt:
    full = ["".join(reversed([a.name for a in tables.chain(p)[:-1]])) for p in bearers[:_SHOWN]]
    more = phrase("and-more") if len(bearers) > len(full) else Phrase("", "")
    where = Phrase("、".join(full) + more.zh, "、".join(full) + more.en)
    return Doubt("several", {"place": bearers[0].name, "count": len(bearers), "where": where})


def _weak(place: Place, by: str) -> Doubt:
    return Doubt("weak", {"place": place.name, "code": str(place.code), "by": phrase(by)})


def _number(place: Place, number: str) -> Doubt:
    return Doubt("number", {"place": place.name, "number": number})


def _out_of_time(place: Place, day: str) -> Doubt:
    span = f"{place.since or ''}—{place.until or ''}"
    return Doubt("time", {"place": place.name, "code": str(place.code), "span": span, "day": day})


__all__ = ["Doubt", "Head", "Jurisdiction", "jurisdiction_of", "only_user"]
