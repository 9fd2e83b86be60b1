"""From a mention to the body it means, in the light of the notice's own place.

    resolver = Resolver(places().by_code("330922"))
    resolver.unit("县人社保局")      -> Resolution(unit 县人力社保局, "alias", …)
    resolver.group("各乡镇人民政府", notice) -> UnitGroup with the seven townships

A mention is tried from the certain to the doubtful, and the first step that finds exactly one
body ends the search:

    judgement → name or alias in the registry → second name in brackets → kind of department under
    the place that its prefix names → government of a place → branch → look-alike characters →
    abbreviation of one full name → near spelling (guessed) → a new body of this place (unresolved)

What a mention resolves to depends on the place and the mention alone, never on other mentions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from kg.identity import person_path, unit_path
from kg.model import Leader, Place, ResolutionKind, Unit, UnitGroup
from kg.names.abbreviations import closeness, drops_one, likeness, shortens, swaps
from kg.names.normal import fold, normal
from kg.registry.places import Places, invented, level_by_suffix, short_name
from kg.registry.places import places as all_places
from kg.registry.units import DepartmentType, Registry, fill
from kg.registry.units import registry as all_units
from kg.resolve import groups, places
from kg.resolve.judgements import Judgements
from kg.resolve.judgements import judgements as all_judgements

_LEAST_CLOSENESS = 0.75  # of an abbreviation that no list holds
_LEAST_LIKENESS = 0.8  # of a near spelling
_BRACKETED = re.compile(r"^(.{2,}?)（([^（）]{2,})）$")
_GOVERNMENT = re.compile(
    r"^(?P<place>.{1,12}?)(?P<office>人民政府|政府|街道办事处|街道办|街办|办事处|管理委员会|管委会)$"
)
_PLACE_PREFIX = re.compile(r"^([一-龥]{1,8}?(?:自治区|自治州|自治县|省|市|州|县|区|旗|盟))([一-龥].+)$")
_BRANCH = re.compile(
    r"^(?P<parent>[省市].+?(?:局|中心|公司|院|委|厅))(?P<place>[一-龥]{1,6}?)(?P<tail>分局|分中心|分公司|支局|分院|管理处)$"
)
_LONGER_WORDS = {"自治区": "区", "自治州": "州", "自治县": "县", "自治旗": "旗", "地区": "区", "街道": "道"}
_ABOVE = {"县": "市", "区": "市", "旗": "市", "市": "省", "州": "省", "盟": "自治区", "镇": "县", "乡": "县"}


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a mention means, how that was found and how sure it is (1 only where exact)."""

    unit: Unit
    resolution: ResolutionKind
    confidence: Decimal
    reasons: tuple[str, ...]  # local names in kgc:
    also_named: str | None = None  # the second name in brackets


@dataclass(slots=True)
class _Names:
    """The registered names of one place, by full form and by what follows the place's word."""

    units: list[Unit] = field(default_factory=list)
    literal: dict[str, tuple[Unit, str]] = field(default_factory=dict)
    stems: dict[str, tuple[Unit, str]] = field(default_factory=dict)
    typed: dict[str, Unit] = field(default_factory=dict)
    templates: dict[str, DepartmentType] = field(default_factory=dict)


class _Scope:
    """The bodies of one place; a superior's names are read when a mention first asks for them."""

    def __init__(self, place: Place | None, word: str, key: str | None, registry: Registry) -> None:
        self.place = place
        self.word = word  # 县, 市, 省; empty for the country
        self.key = key  # what identity hashes: the division's code or name
        self._registry = registry

    def after(self, form: str) -> str:
        """Return what follows the place's name or word: 嵊泗县财政局, 县财政局 → 财政局."""
        for prefix in (self.place.name if self.place else "", self.word):
            if prefix and form.startswith(prefix) and len(form) > len(prefix):
                return form[len(prefix) :]
        return ""

    @cached_property
    def names(self) -> _Names:
        """The registered names of this place."""
        names, place = _Names(), self.place
        types = self._registry.type_of_form
        for record in self._registry.records(place.code) if place and place.code else ():
            unit = record.unit
            names.units.append(unit)
            written = [(unit.label, "same-name"), (unit.full or unit.label, "full-name")]
            written += [(alt, "registered-alias") for alt in unit.alt]
            written += [(hidden, "look-alike") for hidden in unit.hidden]
            for name, reason in written:
                form = normal(name)
                names.literal.setdefault(form, (unit, reason))
                if rest := self.after(form):
                    names.stems.setdefault(rest, (unit, reason))
                    if type_ := types.get(rest):
                        names.typed.setdefault(type_.short, unit)
        for template, type_ in self._registry.templates if self.word else ():
            filled = fill(template, place, self.word, "")
            names.templates.setdefault(filled, type_)
            if hit := names.literal.get(filled):
                names.typed.setdefault(type_.short, hit[0])
        return names

    @cached_property
    def folded(self) -> dict[str, set[str]]:
        """The names by their look-alike form."""
        table: dict[str, set[str]] = {}
        for form in self.names.literal:
            table.setdefault(fold(form), set()).add(form)
        return table

    @cached_property
    def prefixes(self) -> tuple[str, ...]:
        """What may stand before a body's name and mean this place, the longest first."""
        words = [self.word, *(("我" + self.word, "本" + self.word) if self.word else ())]
        words += [long for long, short in _LONGER_WORDS.items() if short == self.word]
        if self.place:
            words += [self.place.name]
            if (short := short_name(self.place.name)) != self.place.name:
                words.append(short)
        return tuple(sorted((w for w in words if w), key=len, reverse=True))


_EXACT, _LISTED, _DERIVED = Decimal(1), Decimal("0.98"), Decimal("0.95")
_REPAIRED, _SHORTENED, _NEW = Decimal("0.9"), Decimal("0.9"), Decimal("0.5")


class Resolver:
    """Resolves the mentions of one notice.

    Args:
        jurisdiction: The notice's place, None where the text names none.
        registry: What is known of bodies; that of this installation unless given.
        owner: What keeps the bodies of an unnamed place apart from those of every other one: the
            notice's path.
        year: The year that the notice speaks of: a name that a reform had ended by then is doubtful.
        tables: The tables of divisions.
        judged: Recorded human judgements.
    """

    def __init__(
        self,
        jurisdiction: Place | None,
        registry: Registry | None = None,
        *,
        owner: str | None = None,
        year: int | None = None,
        tables: Places | None = None,
        judged: Judgements | None = None,
    ) -> None:
        self.jurisdiction = jurisdiction
        self.registry = registry or all_units()
        self.tables = tables or all_places()
        self._judged = judged or all_judgements()
        self._key = (jurisdiction.code or jurisdiction.name) if jurisdiction else owner
        self._year = year
        self._scopes: dict[str, _Scope] = {}
        self._made: dict[str, Unit] = {}
        self._served: dict[str, Place] = {}
        self._cache: dict[str, Resolution] = {}
        self._collective: dict[str, bool] = {}
        self._groups: dict[tuple[str, str], UnitGroup] = {}
        self._chain = self.tables.chain(jurisdiction)
        self._own = self._scope_of(jurisdiction, word_of(jurisdiction), self._key)
        self._words = self._superiors()
        self._finder: places.Finder | None = None

    # --- what callers use ---------------------------------------------------------------------------

    def unit(self, mention: str) -> Resolution:
        """Return the body that one mention means."""
        found = self._cache.get(mention)
        if found is None:
            found = self._cache[mention] = self._resolve(mention)
        return found

    def known(self, iri: str) -> Unit | None:
        """Return a unit of this IRI path: one that this resolver made, or a registered one."""
        return self._made.get(iri) or self.registry.unit(iri)

    def place(self, iri: str) -> Place | None:
        """Return a place of this IRI path: of the tables, or one that a body made here serves."""
        return self._served.get(iri) or self.tables.by_path(iri)

    def is_collective(self, mention: str) -> bool:
        """Return whether a mention is a set of bodies, not a body."""
        found = self._collective.get(mention)
        if found is None:
            form = normal(mention)
            found = form not in self._own.names.literal and groups.is_collective(form)
            self._collective[mention] = found
        return found

    def group(self, mention: str, notice_path: str) -> UnitGroup:
        """Return the collective as this notice uses it, with its members where they are known."""
        found = self._groups.get((mention, notice_path))
        if found is None:
            label = normal(mention)
            places = groups.members(label, self.jurisdiction, self.tables)
            members = tuple(self.government(place).iri for place in places.places)
            found = groups.unit_group(label, notice_path, self._key, members, places.complete)
            self._groups[mention, notice_path] = found
        return found

    def leader(self, name: str) -> Leader:
        """Return the person of a printed name; padding inside it (王 安) is dropped."""
        joined = "".join(name.split())
        return Leader(person_path(self._key, joined), joined)

    def places_in(self, text: str) -> list[tuple[Place, int, int]]:
        """Return the places that a text names, each with its half-open range in it."""
        if self._finder is None:
            self._finder = places.Finder(self.jurisdiction, self.tables)
        return self._finder.find(text)

    def government(self, place: Place) -> Unit:
        """Return the government (or the office) of a place: 菜园镇 → 菜园镇人民政府."""
        name = place.name
        if name.endswith("街道办事处"):
            label = name
        elif name.endswith("街道"):
            label = name + "办事处"
        elif place.level == "zone":
            label = name if name.endswith(("管委会", "管理委员会")) else name + "管委会"
        else:
            label = name + "人民政府"
        if place.level in ("province", "city", "county") and place.code:
            scope = self._scope_of(place, word_of(place), place.code)
            if registered := scope.names.literal.get(label):
                return registered[0]
        # A township's body is keyed by its county, so that it keeps its key when the township's code changes.
        keeper = self._keeper(place)
        if registered := keeper.names.literal.get(label):
            return registered[0]
        kind = {"township": "township-government", "zone": "zone-administration"}.get(
            place.level, "government"
        )
        return self._make(keeper.key, label, kind, place)

    # --- the search -----------------------------------------------------------------------------

    def _resolve(self, mention: str) -> Resolution:
        form = normal(mention)
        if judged := self._judged.same(self._key, form):
            unit = self.known(judged.unit)
            if unit:
                return Resolution(unit, "alias", judged.confidence, ("judgement",))
        found = self._registered(form) or self._bracketed(form) or self._typed(form)
        found = found or self._government(form) or self._central(form) or self._repaired(form)
        found = found or self._branch(form) or self._shortened(form) or self._near(form)
        if found and self._judged.different(self._key, form, found.unit.iri):
            found = None
        found = found or self._new(form)
        if found.resolution == "exact" and form != mention:
            # Widths and spaces are no doubt; the reason is still told.
            found = replace(found, reasons=(*found.reasons, "width"))
        return found

    def _registered(self, form: str) -> Resolution | None:
        """A name, alias or known misreading in the registry of the notice's own place."""
        hit = self._own.names.literal.get(form)
        return _listed(*hit) if hit else None

    def _bracketed(self, form: str) -> Resolution | None:
        """县民政局（退役军人事务局）: one body under two names."""
        match = _BRACKETED.match(form)
        if not match:
            return None
        first = self.unit(match[1])
        if first.resolution in ("guessed", "unresolved"):
            return replace(first, also_named=match[2])
        confidence = min(first.confidence, _LISTED)
        return Resolution(first.unit, "bracket", confidence, ("bracket-name",), match[2])

    def _typed(self, form: str) -> Resolution | None:
        """A kind of department under the place of its prefix, or bare under the notice's own."""
        if self._own.word:
            if hit := self._own.names.stems.get(form):
                return Resolution(hit[0], "alias", _DERIVED, ("place-prefix",))
            if (type_ := self.registry.type_of_form.get(form)) and self._key:
                return self._department(type_, self._own, form, ("place-prefix",))
        for scope in self._candidate_scopes(form):
            if hit := scope.names.literal.get(form):
                return _listed(*hit)
            if type_ := scope.names.templates.get(form):
                return self._department(type_, scope, form, ())
            for prefix in scope.prefixes:
                rest = form[len(prefix) :]
                if not rest or not form.startswith(prefix):
                    continue
                reasons = () if prefix == scope.word else ("place-prefix",)
                if hit := scope.names.stems.get(rest):
                    sure = hit[1] in ("same-name", "full-name") and prefix in (
                        scope.word,
                        getattr(scope.place, "name", ""),
                    )
                    kind: ResolutionKind = "exact" if sure else "alias"
                    return Resolution(hit[0], kind, _EXACT if sure else _LISTED, (hit[1], *reasons))
                if type_ := self.registry.type_of_form.get(rest):
                    return self._department(type_, scope, form, reasons)
        return self._elsewhere(form)

    def _elsewhere(self, form: str) -> Resolution | None:
        """东屿县财政局 in a city's notice: a department of a place that is not above the notice's own."""
        match = _PLACE_PREFIX.match(form)
        if match and len(match[1]) > 2 and (type_ := self.registry.type_of_form.get(match[2])):
            place = self._place(match[1])
            if match[2] in ("人民政府", "政府"):
                return self._government(form)
            scope = self._scope_of(place, word_of(place), place.code or place.name)
            label = place.name + type_.label(place, "")
            if registered := scope.names.typed.get(type_.short):
                return Resolution(registered, "alias", _DERIVED, ("place-prefix",))
            kind: ResolutionKind = "exact" if form == label else "alias"
            unit = self._make(scope.key, label, type_.kind, place)
            return Resolution(unit, kind, _EXACT if kind == "exact" else _DERIVED, ("place-prefix",))
        return None

    def _department(
        self, type_: DepartmentType, scope: _Scope, form: str, reasons: tuple[str, ...]
    ) -> Resolution:
        if registered := scope.names.typed.get(type_.short):
            return Resolution(registered, "alias", _DERIVED, ("abbreviation", *reasons))
        if (doubtful := self._instead(type_, scope)) and form:
            return doubtful
        label = type_.label(scope.place, scope.word)
        unit = self._make(scope.key, label, type_.kind, scope.place)
        if form == label:
            return Resolution(unit, "exact", _EXACT, ("same-name",))
        return Resolution(unit, "alias", _DERIVED, reasons or ("abbreviation",))

    def _instead(self, type_: DepartmentType, scope: _Scope) -> Resolution | None:
        """The registered body that a kind of department the place does not list probably means.

        县农业局 in 2024 is the 县农业农村局 that the reform made of it, 县文旅局 the 县文广旅体局.
        """
        ended = self._year is not None and type_.until is not None and self._year > int(type_.until[:4])
        if ended:
            for successor in self.registry.successors(type_):
                if unit := scope.names.typed.get(successor):
                    return Resolution(unit, "guessed", Decimal("0.7"), ("reform",))
        if type_.until is None:
            stem = type_.label(scope.place, scope.word)[len(scope.word) :]
            wider = [u for u in scope.names.units if shortens(stem, scope.after(normal(u.full or "")))]
            if len(wider) == 1:
                return Resolution(wider[0], "guessed", Decimal("0.7"), ("abbreviation",))
        return None

    def _government(self, form: str) -> Resolution | None:
        """The government of a named place: 嵊山镇人民政府, 望川市政府, 湖东街道办; or the place alone."""
        match = _GOVERNMENT.match(form)
        name, office = (match["place"], match["office"]) if match else (form, "")
        if office.startswith("街道") or office == "街办":
            name += "街道"
        if office in ("管委会", "管理委员会"):
            return None
        level = level_by_suffix(name)
        if level not in ("province", "city", "county", "township") or name.endswith(("社区", "小区", "园区")):
            return None
        if (
            self.jurisdiction
            and name.startswith(self.jurisdiction.name)
            and len(name) > len(self.jurisdiction.name) + 1
        ):
            name = name[len(self.jurisdiction.name) :]
        if not office and (level != "township" and not self.tables.find(name)):
            return None
        place = self._place(name)
        unit = self.government(place)
        if form == unit.label:
            return Resolution(unit, "exact", _EXACT, ("same-name",))
        if form == unit.full:
            return Resolution(unit, "exact", _EXACT, ("full-name",))
        repaired = place.name != name and not name.startswith(short_name(place.name))
        if repaired:
            return Resolution(unit, "repaired", _REPAIRED, ("look-alike",))
        return Resolution(unit, "alias", _DERIVED, ("suffix",))

    def _central(self, form: str) -> Resolution | None:
        """A body of the country named in a local notice: 海关总署."""
        if self.jurisdiction is None and form in self.registry.type_of_form:
            return None  # 人民银行 in the notice of some city is that city's
        scope = self._scope_of(self.tables.by_code("100000"), "", "100000")
        hit = scope.names.literal.get(form)
        return _listed(*hit) if hit else None

    def _repaired(self, form: str) -> Resolution | None:
        """A name that differs from exactly one known name by look-alike characters alone."""
        folded = fold(form)
        hits = {self._own.names.literal[name][0].iri for name in self._own.folded.get(folded, ())}
        if len(hits) == 1:
            unit = next(u for u in self._own.names.units if u.iri in hits)
            return Resolution(unit, "repaired", _REPAIRED, ("look-alike",))
        if hits:
            return None
        for scope in (self._own, *self._words.values()):
            for prefix in scope.prefixes:
                start = fold(prefix)
                if folded.startswith(start) and (type_ := self._folded_types.get(folded[len(start) :])):
                    found = self._department(type_, scope, "", ("look-alike",))
                    return Resolution(found.unit, "repaired", _REPAIRED, ("look-alike",))
        return None

    def _branch(self, form: str) -> Resolution | None:
        """市生态环境局嵊泗分局: part of a body of the city, serving one place of it."""
        match = _BRANCH.match(form)
        if not match or match["place"] in ("第一", "第二", "直属"):
            return None
        parent = self.unit(match["parent"])
        name = match["place"]
        own = self.jurisdiction
        same = own is not None and name in (own.name, short_name(own.name), self._own.word)
        place = own if same else None
        if place is None and own and own.code and (found := self.tables.find(name, own)):
            place = found[0]
        scope = self._own
        label = match["parent"] + (short_name(own.name) if own and same else name) + match["tail"]
        unit = self._make(scope.key, label, "branch-office", place or own, part_of=parent.unit.iri)
        return Resolution(unit, "unresolved", _NEW, ("suffix-kind",))

    def _shortened(self, form: str) -> Resolution | None:
        """An abbreviation that no list holds, of exactly one full name of this place."""
        for scope, rest in self._own_rest(form):
            hits: dict[str, tuple[Unit | DepartmentType, float]] = {}
            for unit in scope.names.units:
                full = scope.after(normal(unit.full or unit.label))
                if full and (close := closeness(rest, full)) >= _LEAST_CLOSENESS:
                    hits[unit.iri] = (unit, close)
            if not scope.names.units:
                for full, type_ in self.registry.forms_by_ends.get((rest[0], rest[-1]), ()):
                    if full.startswith(type_.full) and (close := closeness(rest, full)) >= _LEAST_CLOSENESS:
                        hits[type_.short] = (type_, close)
            if len(hits) == 1:
                found, close = next(iter(hits.values()))
                unit = found if isinstance(found, Unit) else self._department(found, scope, "", ()).unit
                full = scope.after(normal(unit.full or unit.label))
                if len(rest) >= 4 and drops_one(rest, full):
                    return Resolution(unit, "guessed", Decimal("0.7"), ("near-spelling",))
                return Resolution(unit, "alias", _SHORTENED, ("abbreviation",))
        return None

    def _near(self, form: str) -> Resolution | None:
        """A near spelling of exactly one body of this place: linked, and its doubt stated."""
        for scope, rest in self._own_rest(form):
            names: list[tuple[str, Unit | DepartmentType]] = []
            for unit in scope.names.units:
                names += [(scope.after(normal(n)), unit) for n in (unit.label, unit.full) if n]
            if not scope.names.units:
                alike = self.registry.forms_by_ends.get((rest[0], rest[-1]), ())
                names += [(form, type_) for form, type_ in alike if len(form) >= 4]
            best: dict[str, tuple[float, Unit | DepartmentType]] = {}
            for name, owner in names:
                if len(rest) >= 3 and swaps(rest, name):
                    best[owner.iri if isinstance(owner, Unit) else owner.short] = (_LEAST_LIKENESS, owner)
                if not name or name[-1] != rest[-1] or name[0] != rest[0] or abs(len(name) - len(rest)) > 1:
                    continue
                like = likeness(rest, name)
                key = owner.iri if isinstance(owner, Unit) else owner.short
                if like >= _LEAST_LIKENESS and len(rest) >= 4 and like > best.get(key, (0.0,))[0]:
                    best[key] = (like, owner)
            if len(best) == 1:
                like, target = next(iter(best.values()))
                unit = target if isinstance(target, Unit) else self._department(target, scope, "", ()).unit
                confidence = round(Decimal(str(0.75 * like)), 2)
                return Resolution(unit, "guessed", confidence, ("near-spelling",))
        return None

    def _new(self, form: str) -> Resolution:
        """A body that nothing known explains: new, of this place, its kind by its ending."""
        scope, label = self._own, form
        for candidate in (self._own, *self._words.values()):
            prefix = next(
                (p for p in candidate.prefixes if form.startswith(p) and len(form) > len(p) + 1), None
            )
            if prefix == candidate.word or (candidate.place and prefix == candidate.place.name):
                scope, label = candidate, candidate.word + form[len(prefix or "") :]
                break
        kind = self.registry.kind_of(label)
        return Resolution(
            self._make(scope.key, label, kind, scope.place), "unresolved", _NEW, ("suffix-kind",)
        )

    # --- scopes -----------------------------------------------------------------------------------

    def _superiors(self) -> dict[str, _Scope]:
        """Return the scopes of the superior places by the word that means them: 市, 省, 国家."""
        found: dict[str, _Scope] = {}
        if self.jurisdiction is None:
            words = ("自治区", "省", "市", "州", "盟", "县", "区", "旗", "镇", "乡")
            return {word: self._scope_of(None, word, f"{self._key or 'x'}/{word}") for word in words}
        for place in self._chain[1:]:
            word = "国家" if place.code == "100000" else word_of(place)
            if word and word != self._own.word and word not in found:
                found[word] = self._scope_of(place, word, place.code)
        word = _ABOVE.get(self._own.word, "")
        while not found.keys() & {"国家"} and word and self._key:
            # The superiors of an unknown place are unknown, and still not the place itself.
            found.setdefault(word, self._scope_of(None, word, f"{self._key}/{word}"))
            word = _ABOVE.get(word, "")
        return found

    def _candidate_scopes(self, form: str) -> list[_Scope]:
        first = [s for s in (self._own, *self._words.values()) if form.startswith(s.prefixes)]
        return [*first, self._own] if self._own not in first else first

    def _scope_of(self, place: Place | None, word: str, key: str | None) -> _Scope:
        name = key or "?"
        if name in self._scopes:
            return self._scopes[name]
        scope = self._scopes[name] = _Scope(place, word, key, self.registry)
        return scope

    def _own_rest(self, form: str) -> list[tuple[_Scope, str]]:
        """Return the scopes that the prefix names, with what follows it."""
        found = []
        for scope in (self._own, *self._words.values()):
            rest = scope.after(form)
            if len(rest) >= 3:
                found.append((scope, rest))
        return found[:1]

    @property
    def _folded_types(self) -> dict[str, DepartmentType]:
        table: dict[str, DepartmentType] | None = self.registry.__dict__.get("_folded_types")
        if table is None:
            table = {fold(form): type_ for form, type_ in self.registry.type_of_form.items()}
            self.registry.__dict__["_folded_types"] = table
        return table

    def _place(self, name: str) -> Place:
        """Return the place of a name seen from here: below, beside or above, else one of no code."""
        own = self.jurisdiction
        for area in [own, *self._chain[1:-1]] if own and own.code else []:
            found = [p for p in self.tables.find(name, area) if p.name == name]
            if len(found) == 1:
                return found[0]
        if own and own.code and own.level == "county":
            alike = [t for t in self.tables.townships(own.code) if fold(t.name) == fold(name)]
            if len(alike) == 1:
                return alike[0]
        if level_by_suffix(name) in ("province", "city", "county"):
            found = [p for p in self.tables.find(name) if p.name == name]
            if len(found) == 1:
                return found[0]
        return invented(name, own)

    def _keeper(self, place: Place) -> _Scope:
        """Return the scope whose key a place's own body gets."""
        if place.level == "township" and place.code:
            county = self.tables.by_code(place.code[:6])
            return self._scope_of(county, word_of(county), place.code[:6])
        if place.code or place.level in ("province", "city", "county"):
            return self._scope_of(place, word_of(place), place.code or place.name)
        return self._own

    def _make(
        self, key: str | None, label: str, kind: str, place: Place | None, part_of: str | None = None
    ) -> Unit:
        iri = unit_path(key, label)
        if place is not None:
            self._served[place.iri] = place
        if iri not in self._made:
            if part_of is None and kind == "branch-office" and (match := _BRANCH.match(label)):
                part_of = self.unit(match["parent"]).unit.iri
            known = self.registry.unit(iri) if key and key.isdigit() else None
            self._made[iri] = known or Unit(
                iri, label, None, kind, place.iri if place else None, part_of=part_of, confirmed=False
            )
        return self._made[iri]


def word_of(place: Place | None) -> str:
    """Return the word that stands for a place in its own notices: 嵊泗县 → 县, the country has none."""
    if place is None or place.level == "country":
        return ""
    for long in _LONGER_WORDS:
        if place.name.endswith(long):
            return {"自治州": "州", "自治县": "县", "自治旗": "旗", "自治区": "自治区"}.get(long, long)
    return place.name[-1]


def _listed(unit: Unit, reason: str) -> Resolution:
    if reason in ("same-name", "full-name"):
        return Resolution(unit, "exact", _EXACT, (reason,))
    if reason == "look-alike":
        return Resolution(unit, "repaired", _LISTED, (reason,))
    return Resolution(unit, "alias", _LISTED, (reason,))
