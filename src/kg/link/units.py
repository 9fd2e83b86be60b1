"""Which body a written name may mean, wherever it comes from: a stranger's table tells no place.

A notice's names are resolved in the light of its own place (``kg.resolve``). Here the same
resolver is asked for every place whose bodies are known, and two things are judged besides: which
place the name itself states (浙江省舟山市嵊泗县财政局, 东屿县财政局), and whether it states one at
all (财政局 is somebody's). What the resolver would make anew is nobody's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from kg.link import near
from kg.link.entities import Entities, Entity
from kg.link.matches import Match, best
from kg.link.sounds import initials_of, letters_of, spelt
from kg.model import Place
from kg.names.normal import fold, normal
from kg.registry.places import Places, places, short_name
from kg.registry.units import registry
from kg.resolve import Resolver
from kg.resolve.resolver import word_of

BARE = 85.0  # most that a name without its place can have
_LONGEST_PLACE = 14
_STATED = re.compile(
    r"^([一-龥]{2,9}?(?:自治区|自治州|自治县|省|市|州|县|区|旗|盟|镇|乡|街道))(?=[一-龥]{2})"
)
_BRACKETED = re.compile(r"^(.+?)（([^（）]*)）$")
_LABELLED = re.compile(
    r"^(?:\d{1,3}[.、)）]|[一二三四五六七八九十]{1,3}、|（[0-9一二三四五六七八九十]{1,3}）)?"
    r"(?:(?:牵头|责任|配合|主管|承办|主办|协办|实施|建设|预算|填报|申报)?(?:单位|部门)(?:名称)?[：:])?"
)
_PARTS = re.compile(r"^(.{3,}?)-?(?:本级|机关|本部|汇总)$")
_REMARKS = re.compile(
    r"^(?:本级|机关|本部|汇总|牵头|配合|责任|协办|主办|盖章|公章|代章|印章|印|章|牵头单位|配合单位)*$"
)
_ENCLOSED = re.compile(r"^（([^（）]+)）$")
_LEVEL_WORDS = "省市县区州盟旗"
_NO_LEVEL = ("市场", "县域")  # words that begin like one
_LATER = 9999  # every reform is over: an old name leads to the body of today, in doubt
_SEVERAL = re.compile(r"[、，；;/]|(?<=[局委办会院部])(?:和|与|及)(?=[县市区省])")


class UnitMatcher:
    """Finds bodies among the entities."""

    def __init__(self, entities: Entities) -> None:
        self._entities = entities
        self._tables: Places = places()
        self._resolvers: dict[str, Resolver] = {}
        self._own = {place.iri: place for place in entities.jurisdictions}

    def find(self, name: str, within: Place | None = None) -> list[Match]:
        """Return the bodies that a name may mean, best first; ``within`` is the place it is said of."""
        form = _ENCLOSED.sub(r"\1", _LABELLED.sub("", normal(name), count=1))
        if not form:
            return []
        if form.isascii() or not re.search("[一-龥]", form):
            return best(self._spoken(form, within))
        if _SEVERAL.search(form):
            return []
        found = list(self._readings(form, within))
        if within is not None:
            found = [m for m in found if self._seen_from(m.entity, within, form)]
        return _rivals(best(found))

    # --- readings of a name --------------------------------------------------------------------

    def _readings(self, form: str, within: Place | None) -> Iterator[Match]:
        literal = list(self._literal(form, within))
        yield from literal
        if any(m.score > BARE for m in literal):
            return
        match = _BRACKETED.match(form)
        if match is None:
            yield from self._placed(form, within)
            if part := _PARTS.match(form):
                yield from (m.less(8, "suffix") for m in self._placed(part[1], within))
            return
        outer, inner = match[1], match[2]
        whole = [m for m in self._placed(outer + inner, within) if m.score >= 95]
        if whole:  # 县政府（办公室）: the bracket completes the name
            yield from (m.less(4, "bracket-name") for m in whole)
            return
        if self._foreign(inner):
            return
        if mine := [p for p in self._own.values() if inner in (p.name, short_name(p.name))]:
            yield from (m.less(2, "bracket-name") for m in self._placed(mine[0].name + outer, within))
            return
        for m in self._placed(outer, within):
            yield m.less(1 if _REMARKS.match(inner) else 2, "bracket-name")

    def _literal(self, form: str, within: Place | None) -> Iterator[Match]:
        for entity, reason in self._names.get(form, ()):
            if within is not None and not self._seen_from(entity, within, form):
                continue
            score = {"registered-alias": 98.0, "look-alike": 92.0}.get(reason, 100.0)
            worded = self._tells_place(form, entity, within)
            yield Match(entity, score if worded else min(score, self._bare(entity)), (reason,))

    def _placed(self, form: str, within: Place | None) -> Iterator[Match]:
        """Read a name whose place may be stated, repaired, or missing."""
        form = self._shorter(form)
        own, rest, stated = self._stated(form)
        if stated and own is None:
            # A place that is not ours; its bodies are known where a notice named them.
            yield from self._literal(form, within)
            return
        form = form if own is None else rest
        again = self._unfolded(form) if own is None else None
        if again is not None:
            own, form = again
        place = own or within
        for m in self._of_places(
            form, [place] if place else list(self._own.values()), place is not None, own
        ):
            yield m if again is None else m.less(8, "look-alike")

    def _of_places(
        self, form: str, asked: Sequence[Place], certain: bool, stated: Place | None
    ) -> Iterator[Match]:
        """Return the bodies of places that a form names: resolved, in pieces, or else those near it."""
        found = [m for place in asked for m in self._resolved(form, place, certain_place=certain)]
        found = found or [m for place in asked for m in self._pieced(form, place)]
        if found:
            yield from found
            return
        if stated is None and form[0] in _LEVEL_WORDS and form[:2] not in _NO_LEVEL:
            asked = [p for p in asked if form.startswith(word_of(p) or "国")]
        for place in asked:
            yield from self._near(form, place, certain)

    def _pieced(self, form: str, place: Place) -> Iterator[Match]:
        """Read 嵊泗团县委, 嵊泗县县财政局, 舟山海事局嵊泗海事处: a known name after its place or parent."""
        for prefix in self._prefixes(place)[:2]:
            rest = form.removeprefix(prefix)
            if rest != form and len(rest) > 2:
                for entity, reason in self._names.get(rest, ()):
                    if self._serves(entity, place):
                        yield Match(entity, 94.0, (reason, "place-prefix"))
        for cut in range(3, len(form) - 3):
            for entity, reason in self._names.get(form[cut:], ()):
                parent = self._entities.by_path.get(entity.first("partOf") or "")
                if parent and self._serves(entity, place) and form[:cut] in map(normal, parent.names):
                    yield Match(entity, 94.0, (reason, "place-prefix"))

    def _resolved(self, form: str, place: Place, certain_place: bool) -> Iterator[Match]:
        found = self._resolver(place).unit(form)
        entity = self._entities.by_path.get(found.unit.iri)
        if entity is None or entity.kind != "unit":
            return
        score = float(found.confidence) * 100
        reasons = found.reasons
        if found.resolution == "unresolved":
            # The same body as a notice named: made again from the same words.
            score, reasons = 100.0, ("same-name",)
        if not certain_place and not self._tells_place(form, entity, None):
            score = min(score, self._bare(entity))
            reasons = (*reasons, "suffix-kind") if "place-prefix" not in reasons else reasons
        yield Match(entity, score, tuple(dict.fromkeys(reasons)))

    def _near(self, form: str, place: Place, certain_place: bool) -> Iterator[Match]:
        """Bodies of a place whose names sound the same or differ by a letter: never certain."""
        named = _STATED.match(form)
        if named and named[1][-1] not in "镇乡道" and not form.startswith(tuple(self._prefixes(place))):
            return
        if self._resolver(place).unit(form).resolution not in ("unresolved", "guessed"):
            return  # a kind of department that this place is not known to have: not its neighbour
        stem, names = self._stem(form, place), self._stems.get(place.iri, {})
        if (one := near.completed(stem, names)) is not None:
            yield one
        elif len(stem) >= 3:
            likely = near.alike(stem, names, short_name(place.name))
            # Each rival makes the others less likely, and so does a name that tells no place.
            less = 8 * (len(likely) - 1) + (0 if certain_place or form[:1] == word_of(place) else 5)
            for entity, score, reason in likely if len(likely) <= 2 else ():
                yield Match(entity, score - less, (reason,))

    def _spoken(self, form: str, within: Place | None) -> Iterator[Match]:
        letters = letters_of(form)
        if len(letters) < 3:
            return
        hits = self._sounds.get(letters, {})
        if within is not None:
            hits = {p: v for p, v in hits.items() if self._serves(self._entities.by_path[p], within)}
        for path, full in hits.items():
            score = {"placed": 92.0, "full": BARE - 5}.get(full, 75.0) - 12 * (len(hits) - 1)
            if score >= 50:
                yield Match(self._entities.by_path[path], score, ("pinyin",))

    # --- places ---------------------------------------------------------------------------------

    def _stated(self, form: str) -> tuple[Place | None, str, bool]:
        """Return our place that a name states, the name as that place would say it, whether one is stated."""
        chain: list[Place] = []
        rest = form
        bare = rest.removeprefix("中共").removeprefix("中国共产党")
        party = rest[: len(rest) - len(bare)]
        rest = bare
        while (found := self._leading(rest, chain[-1] if chain else None)) is not None:
            chain.append(found)
            rest = rest[len(found.name) :]
        if not chain:
            match = _STATED.match(rest)
            if match and self._is_other(match[1], rest):
                return None, form, True
            return None, form, False
        last = chain[-1]
        if last.level == "township":
            rest = last.name + rest
            county = self._tables.by_code((last.code or "")[:6])
            if county is None or county.iri not in self._own:
                return None, form, True
            return county, rest, True
        if last.iri not in self._own:
            return None, form, True
        return last, party + last.name + rest, True

    def _shorter(self, form: str) -> str:
        """Return a form without short names of superiors before ours: 浙江嵊泗财政局 → 嵊泗财政局."""
        for pattern in self._superiors:
            match = pattern.match(form)
            if match and match.end():
                return form[match.end() :]
        return form

    @cached_property
    def _superiors(self) -> list[re.Pattern[str]]:
        found = []
        for place in self._own.values():
            above = [p for p in self._tables.chain(place)[1:] if p.level in ("province", "city")]
            if place.level not in ("county", "city") or not above:
                continue
            steps = "".join(
                f"(?:{re.escape(p.name)}|{re.escape(short_name(p.name))})?" for p in reversed(above)
            )
            own = "|".join(re.escape(n) for n in (place.name, short_name(place.name)) if len(n) > 1)
            found.append(re.compile(f"{steps}(?={own})"))
        return found

    def _leading(self, form: str, above: Place | None) -> Place | None:
        """Return the division whose full name begins the form, one of ours before the others."""
        for length in range(min(len(form), _LONGEST_PLACE), 2, -1):
            name = form[:length]
            if name[-1] not in "省市州县区旗盟镇乡道木":
                continue
            if len(form) == length and above is None:
                continue
            found = [p for p in self._tables.find(name, above) if p.name == name and p.code != "100000"]
            if above is None and found and found[0].level == "township":
                # A township is stated by its bare name in its own county's papers only.
                mine = [p for p in found if f"place/{(p.code or '')[:6]}" in self._own]
                return mine[0] if mine else None
            if found:
                return next((p for p in found if p.iri in self._own), found[0])
        return None

    def _is_other(self, name: str, form: str) -> bool:
        """Say whether the first words are the name of a place that is none of ours."""
        if any(form.startswith(prefix) for place in self._own.values() for prefix in self._prefixes(place)):
            return False
        if name[-1] in "镇乡道":
            return False  # a township of ours, or one that the resolver does not know
        if any(fold(form).startswith(fold(place.name)) for place in self._own.values()):
            return False
        return len(name) > 2 or bool(self._tables.find(name))

    def _foreign(self, words: str) -> bool:
        """Say whether bracketed words name a place other than ours."""
        found = self._tables.find(words)
        return bool(found) and not any(p.iri in self._own for p in found)

    def _unfolded(self, form: str) -> tuple[Place, str] | None:
        """Return our place whose misread name begins a form, and the form mended."""
        hits = []
        for place in self._own.values():
            for name in (place.name, short_name(place.name)):
                start = form[: len(name)]
                if len(name) >= 2 and start != name and len(form) > len(name) and fold(start) == fold(name):
                    hits.append((place, name + form[len(name) :]))
                    break
        return hits[0] if len(hits) == 1 else None

    def _tells_place(self, form: str, entity: Entity, within: Place | None) -> bool:
        """Say whether a name tells whose body it is: by the place's name or word, or as the label itself."""
        place = self._entities.place(entity.first("place") or "")
        if within is not None or place is None:
            return True
        if place.level == "country":
            # 气象局 is the country's and every county's
            return any(char in form for char in "国中总") or form not in registry().departments.by_form
        if form in (normal(entity.label), normal(entity.full or "")):
            return True
        county = self._tables.by_code((place.code or "")[:6]) if place.level == "township" else place
        names = [p.name for p in (place, county) if p] + [short_name(p.name) for p in (place, county) if p]
        word = word_of(county)
        return any(fold(name) in fold(form) for name in names) or bool(word and word in form[:-1])

    def _bare(self, entity: Entity) -> float:
        """Return the most that a name without a place can have: the nearest body is meant most often."""
        place = self._entities.place(entity.first("place") or "")
        return BARE - {"country": 5, "province": 2, "city": 1}.get(place.level if place else "", 0)

    def _serves(self, entity: Entity, within: Place) -> bool:
        path: str | None = entity.first("place")
        place = self._entities.place(path) if path else None
        while place is not None:
            if place.iri == within.iri:
                return True
            place = self._entities.place(place.parent) if place.parent else None
        return False

    def _seen_from(self, entity: Entity, within: Place, form: str) -> bool:
        """Say whether a body is one of a place, or of a superior that the name itself tells: 省财政厅."""
        if self._serves(entity, within):
            return True
        place = entity.first("place")
        above = any(place == superior.iri for superior in self._tables.chain(within)[1:])
        return above and self._tells_place(form, entity, None)

    def _prefixes(self, place: Place) -> list[str]:
        return [p for p in (place.name, short_name(place.name), word_of(place)) if p]

    def _stem(self, form: str, place: Place) -> str:
        bare = form.removeprefix("中共")
        for prefix in self._prefixes(place):
            if bare.startswith(prefix) and len(bare) > len(prefix) + 1:
                return bare[len(prefix) :]
        return bare

    # --- tables ---------------------------------------------------------------------------------

    def _resolver(self, place: Place) -> Resolver:
        if place.iri not in self._resolvers:
            self._resolvers[place.iri] = Resolver(place, year=_LATER)
        return self._resolvers[place.iri]

    @cached_property
    def _names(self) -> dict[str, list[tuple[Entity, str]]]:
        table: dict[str, dict[str, tuple[Entity, str]]] = {}
        for entity in self._entities.of_kind("unit"):
            written = [(entity.label, "same-name")]
            written += [(entity.full, "full-name")] if entity.full else []
            written += [(name, "registered-alias") for name in entity.alt]
            written += [(name, "look-alike") for name in entity.hidden]
            for name, reason in written:
                table.setdefault(normal(name), {}).setdefault(entity.path, (entity, reason))
        return {form: list(found.values()) for form, found in table.items()}

    @cached_property
    def _stems(self) -> dict[str, dict[str, Entity]]:
        """The names of each place's bodies without their place."""
        table: dict[str, dict[str, Entity]] = {}
        for entity in self._entities.of_kind("unit"):
            place = self._entities.place(entity.first("place") or "")
            if place is not None and place.level == "township" and place.code:
                place = self._tables.by_code(place.code[:6])
            if place is not None:
                stems = table.setdefault(place.iri, {})
                for name in entity.names:
                    stems.setdefault(self._stem(normal(name), place), entity)
        return table

    @cached_property
    def _sounds(self) -> dict[str, dict[str, str]]:
        """Names as they sound: whole words, words without their place, initials."""
        table: dict[str, dict[str, str]] = {}
        strength = {"placed": 2, "full": 1, "initials": 0}
        for entity in self._entities.of_kind("unit"):
            place = self._entities.place(entity.first("place") or "")
            for name in entity.names:
                form = normal(name)
                forms = [(form, "placed")]
                if place is not None:
                    stem = self._stem(form, place)
                    forms.append((stem, "placed" if stem == form else "full"))
                    forms += [(place.name + stem, "placed"), (short_name(place.name) + stem, "placed")]
                for text, kind in forms:
                    if len(text) < 3:
                        continue
                    for key, sort in ((spelt(text), kind), (initials_of(text), "initials")):
                        known = table.setdefault(key, {})
                        if strength[known.get(entity.path, "initials")] <= strength[sort]:
                            known[entity.path] = sort
        return table


def _rivals(found: list[Match]) -> list[Match]:
    """Two bodies that a name fits alike: certain of neither."""
    if len(found) > 1 and found[0].score - found[1].score < 5 and found[0].score > BARE:
        level = found[0].score
        return [m.capped(BARE - 5) if level - m.score < 5 else m for m in found]
    return found
