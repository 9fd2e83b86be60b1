"""From a mention to the body it means, in the light of the notice's own place.

    resolver = Resolver(places().by_code("330922"))
    resolver.unit("县人社保局")                  -> Resolution(unit 县人力社保局, "alias", …)
    resolver.listed(["市发展改革委", "财政局"])    -> both the city's
    resolver.group("各乡镇人民政府", notice)       -> UnitGroup with the seven townships

A printed name changes only by a row of a registry, by its place's own prefix, or by a repair that
is told. A mention is tried from the certain to the doubtful, and the first step that finds exactly
one body ends the search:

    judgement → name or alias in the registry → second name in brackets → kind of department under
    the place that its prefix names → government of a place → branch → look-alike characters →
    near spelling (guessed) → a new body of this place (unresolved)

A name without a word for its level (财政局) is of the place of the nearest name before it in the
list, else of the notice's own. Nothing else of the list matters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.errors import DataError
from kg.identity import person_path
from kg.model import Judgement, Leader, NameDoubt, Place, Unit, UnitGroup
from kg.names.display import display, without_mark
from kg.names.normal import normal
from kg.registry.departments import Named, is_province, word_of
from kg.registry.patterns import load, rule
from kg.registry.places import COUNTRY, Places, short_name
from kg.registry.places import places as all_places
from kg.registry.units import Registry
from kg.registry.units import registry as all_units
from kg.resolve import groups, places
from kg.resolve.governments import Governments
from kg.resolve.guesses import department, near, repaired
from kg.resolve.judgements import CONFIDENCE, Judgements
from kg.resolve.judgements import judgements as all_judgements
from kg.resolve.resolution import DERIVED, EXACT, GUESSED, LISTED, NEW, Resolution, listed
from kg.resolve.scopes import Scope
from kg.resolve.view import COUNTRY_WORD, View

__all__ = ["Resolution", "Resolver", "word_of"]


class Resolver:
    """Resolves the mentions of one notice.

    Args:
        jurisdiction: The notice's place, None where the text names none.
        registry: What is known of bodies; that of this installation unless given.
        owner: What keeps the bodies of an unnamed place apart from those of every other one: the
            notice's path.
        year: The year that the notice speaks of, where ``issued`` is not known.
        issued: The day of issue (YYYY-MM-DD): a name that a reform had ended by then is doubtful.
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
        issued: str | None = None,
        tables: Places | None = None,
        judged: Judgements | None = None,
    ) -> None:
        self.jurisdiction = jurisdiction
        self.registry = registry or all_units()
        self._kinds = self.registry.departments
        self._judged = judged or all_judgements()
        self._when = issued or (str(year) if year is not None else None)
        self.tables = (tables or all_places()).at(self._when)
        self._view = View(jurisdiction, owner, self.registry, self.tables)
        self._governments = Governments(self._view, self._when)
        self._cache: dict[tuple[str, Scope | None, Scope | None], Resolution] = {}
        self._levels: dict[str, Scope | None] = {}
        self._collective: dict[str, bool] = {}
        self._groups: dict[tuple[str, str], UnitGroup] = {}
        self._finder: places.Finder | None = None

    # --- what callers use ---------------------------------------------------------------------------

    @property
    def key(self) -> str | None:
        """What identity hashes beside a name: the place's code or name, else the notice's path."""
        return self._view.key

    def unit(self, mention: str) -> Resolution:
        """Return the body that one mention means."""
        return self._found(mention, None, None)

    def listed(self, mentions: Sequence[str]) -> list[Resolution]:
        """Return the bodies of one list; a level that is left out is that of the name before."""
        stated = [self._level(mention) for mention in mentions]
        found = []
        for i, mention in enumerate(mentions):
            before = after = None
            if stated[i] is None:
                before = next((scope for scope in reversed(stated[:i]) if scope), None)
                after = next((scope for scope in stated[i + 1 :] if scope), None)
            found.append(self._found(mention, before, after))
        return found

    def known(self, iri: str) -> Unit | None:
        """Return a unit of this IRI path: one that this resolver made, or a registered one."""
        return self._view.made.get(iri) or self.registry.unit(iri)

    def place(self, iri: str) -> Place | None:
        """Return a place of this IRI path: of the tables, or one that a body made here serves."""
        return self._view.served.get(iri) or self.tables.by_path(iri)

    def is_collective(self, mention: str) -> bool:
        """Return whether a mention is a set of bodies, not a body."""
        found = self._collective.get(mention)
        if found is None:
            form = normal(mention)
            found = form not in self._view.own.names.literal and groups.is_collective(form)
            self._collective[mention] = found
        return found

    def group(self, mention: str, notice_path: str) -> UnitGroup:
        """Return the collective as this notice uses it, with its members where they are known."""
        found = self._groups.get((mention, notice_path))
        if found is None:
            members = groups.members(normal(mention), self.jurisdiction, self.tables)
            units = tuple(self.government(place).iri for place in members.places)
            label = display(mention)
            owner = self._view.key if self.jurisdiction else None  # no place, no standing collective
            found = groups.unit_group(label, notice_path, owner, units, members.complete)
            self._groups[mention, notice_path] = found
        return found

    def leader(self, name: str) -> Leader:
        """Return the person of a printed name; padding inside it (王 安) is dropped."""
        joined = "".join(name.split())
        return Leader(person_path(self._view.key, joined), joined)

    def places_in(self, text: str) -> list[tuple[Place, int, int]]:
        """Return the places that a text names, each with its half-open range in it."""
        if self._finder is None:
            self._finder = places.Finder(self.jurisdiction, self.tables)
        return self._finder.find(text)

    def government(self, place: Place) -> Unit:
        """Return the government (or the office) of a place: 菜园镇 → 菜园镇人民政府."""
        return self._governments.of(place)

    # --- the search -----------------------------------------------------------------------------

    def _found(self, mention: str, before: Scope | None, after: Scope | None) -> Resolution:
        key = (mention, before, after)
        if key not in self._cache:
            found = self._resolve(mention, before, after)
            self._cache[key] = found if found.name else replace(found, name=found.unit.label)
        return self._cache[key]

    def _resolve(self, mention: str, before: Scope | None, after: Scope | None) -> Resolution:
        form = normal(without_mark(mention))
        if judged := self._judged.same(self._view.key, form):
            unit = self._judged_unit(judged)
            return Resolution(unit, "alias", CONFIDENCE, ("judgement",), judgement=judged)
        found = self._by_rules(mention, form, before, after)
        if judged := self._judged.different(self._view.key, form, found.unit.iri):
            apart = self._new(mention, form, apart_from=judged.unit)
            found = replace(apart, reasons=("judgement",), judgement=judged)
        if found.resolution == "exact" and form != mention:
            # Widths and spaces are no doubt; the reason is still told.
            found = replace(found, reasons=(*found.reasons, "width"))
        return found

    def _by_rules(self, mention: str, form: str, before: Scope | None, after: Scope | None) -> Resolution:
        """What a mention means by the registry and the rules, judgements aside."""
        found, last = None, form
        for last in dict.fromkeys(self._view.readings(form)):
            found = self._registered(last) or self._bracketed(last) or self._typed(last, before, after)
            if found := found or self._governments.named(last):
                break
        found = found or self._elsewhere(last) or self._central(form) or repaired(form, self._view)
        return found or self._branch(last) or near(form, self._view) or self._new(mention, last)

    def _judged_unit(self, judged: Judgement) -> Unit:
        """Return the unit that a judgement names: a registered one, or that of its label."""
        unit = self.known(judged.unit)
        if unit is None and judged.label:
            unit = self._by_rules(judged.label, normal(judged.label), None, None).unit
        if unit is None or unit.iri != judged.unit:
            raise DataError(
                f"{judged.who}对“{judged.mention}”的判断（{judged.when}）指向不认识的单位 {judged.unit}，"
                "请用 label 写明它的名称。",
                f"The judgement of “{judged.mention}” by {judged.who} ({judged.when}) names an unknown unit, "
                f"{judged.unit}; give its name as label.",
            )
        return unit

    def _registered(self, form: str) -> Resolution | None:
        """A name, alias or known misreading in the registry of the notice's own place."""
        hit = self._view.own.names.literal.get(form)
        return self._listed(*hit, self._view.own) if hit else None

    def _listed(self, unit: Unit, reason: str, scope: Scope) -> Resolution:
        found = replace(listed(unit, reason), name=self._view.shown(unit, scope))
        record = scope.names.ended.get(unit.iri)
        if record is None or record.until is None or not _over(record.until, self._when):
            return found
        successor = self.registry.unit(record.replaced_by) if record.replaced_by else None
        meant = (self._view.shown(successor, scope),) if successor else ()
        return found.doubted(NameDoubt("former-name", meant, source=record.source), "reform")

    def _bracketed(self, form: str) -> Resolution | None:
        """县民政局（退役军人事务局）: one body under two names; 广州市（财政局）: a body of that place."""
        match = rule("mentions.bracketed").match(form)
        if not match:
            return None
        outer, inner = match[1], match[2]
        if (kind := self._kinds.by_form.get(inner)) and kind.name.kind != "government":
            place = rule("mentions.governing").sub("", outer)
            if place and (place in self._view.own.prefixes or self._divisions(place)):
                return self.unit(place + inner)
        whole = outer + inner  # 县政府（办公室）: the bracket completes the name
        if self._registered(whole) or self._kinds.by_form.get(self._view.own.after(whole)):
            return self.unit(whole)
        first = self.unit(outer)
        second = inner.replace("）（", "、")
        if first.resolution in ("guessed", "unresolved"):
            return replace(first, also_named=second)
        confidence = min(first.confidence, LISTED)
        return replace(
            first, resolution="bracket", confidence=confidence, reasons=("bracket-name",), also_named=second
        )

    def _divisions(self, name: str) -> bool:
        return bool(self.tables.named(name))

    def _typed(self, form: str, before: Scope | None, after: Scope | None) -> Resolution | None:
        """A kind of department under the place of its prefix, or bare under that of its neighbour."""
        local = [scope for scope in self._view.scopes if scope.word != COUNTRY_WORD]
        for scope in local:
            if hit := scope.names.literal.get(form):
                return self._listed(*hit, scope)
            if kind := self._kinds.filled(scope.place, scope.word).get(form):
                return self._department(kind, scope, form, ())
        for scope in local:
            for prefix in scope.prefixes_of(form):
                rest = form[len(prefix) :]
                if not rest:
                    continue
                if found := self._under(scope, rest, form, prefix):
                    return found
        for near_by in (before, self._view.own, after, *local[1:]):
            if near_by is None or not near_by.word or near_by.word == COUNTRY_WORD or near_by.key is None:
                continue
            if near_by.place is None and near_by not in (before, after, self._view.own):
                continue  # the superior of a place that nobody knows is not guessed
            if hit := near_by.names.stems.get(form):
                name = self._view.shown(hit[0], near_by)
                return Resolution(hit[0], "alias", DERIVED, ("place-prefix",), name=name)
            kind = self._kinds.by_form.get(form)
            if kind and kind.fits(near_by.place, near_by.word):
                return self._department(kind, near_by, form, ("place-prefix",))
        return None

    def _under(self, scope: Scope, rest: str, form: str, prefix: str) -> Resolution | None:
        """What follows a place's name or word is one of its bodies."""
        whole = (scope.word, scope.place.name if scope.place else scope.word)
        reasons = () if prefix == scope.word else ("place-prefix",)
        if hit := scope.names.stems.get(rest):
            found = self._listed(hit[0], hit[1], scope)
            if found.resolution == "exact" and prefix not in whole:
                found = replace(found, resolution="alias", confidence=LISTED)
            return replace(found, reasons=(*found.reasons, *reasons))
        kind = self._kinds.by_form.get(rest)
        return self._department(kind, scope, form, reasons) if kind else None

    def _department(self, kind: Named, scope: Scope, form: str, reasons: tuple[str, ...]) -> Resolution:
        """The body of a kind of department in one place: registered, former, or as every place has it."""
        view, short = self._view, kind.name.short
        if registered := scope.names.named.get((short, kind.ending)):
            name = view.shown(registered, scope)
            return Resolution(registered, "alias", DERIVED, ("abbreviation", *reasons), name=name)
        reform = self._kinds.reforms.get(short)
        if reform and reform.ended(self._when, scope.word):
            return self._former(kind, scope, reasons)
        if reform is None and (unit := scope.of_kind(kind)):
            name = view.shown(unit, scope)
            return Resolution(
                unit,
                "guessed",
                GUESSED,
                ("abbreviation",),
                name=name,
                doubt=NameDoubt("doubtful-name", (name,)),
            )
        unit = department(kind, scope, view)
        name = view.shown(unit, scope)
        if form in (unit.label, name):
            return Resolution(unit, "exact", EXACT, ("same-name",), name=name)
        return Resolution(unit, "alias", DERIVED, reasons or ("abbreviation",), name=name)

    def _former(self, kind: Named, scope: Scope, reasons: tuple[str, ...]) -> Resolution:
        """A department that a reform had ended: its registered successor, else itself, in doubt."""
        view, reform = self._view, self._kinds.reforms[kind.name.short]
        names = list(self._kinds.successors(kind.name.short, self._when, scope.word))
        if unit := scope.successor(kind, reversed(names)):
            name = view.shown(unit, scope)
            doubt = NameDoubt("former-name", (name,), source=reform.source, sure=reform.everywhere)
            return Resolution(unit, "guessed", GUESSED, ("reform",), name=name, doubt=doubt)
        last = reform
        while (more := self._kinds.reforms.get(last.new[0])) and more.ended(self._when, scope.word):
            last = more
        meant = []
        for short in last.new[:2]:
            known = self._kinds.by_short[short]
            endings = known.province if is_province(scope.word) and known.province else known.endings
            ending = kind.ending if kind.ending in endings else (endings or ("",))[0]
            meant.append(Named(known, ending).label(scope.place, scope.word))
        unit = department(kind, scope, view)
        found = Resolution(unit, "alias", DERIVED, reasons, name=view.shown(unit, scope))
        doubt = NameDoubt("former-name", tuple(meant), source=last.source, sure=reform.everywhere)
        return found.doubted(doubt, "reform")

    def _elsewhere(self, form: str) -> Resolution | None:
        """东屿县财政局: a body of a place that is not above the notice's own."""
        led = self._view.leading(form)
        known = led is not None
        led = led or self._view.unknown_leading(form)
        if led is None:
            return None
        place, rest = led
        scope = self._view.of(place)
        found = None
        if hit := scope.names.literal.get(form):
            found = self._listed(*hit, scope)
        elif rule("mentions.governing").fullmatch(rest):
            return self._governments.found(place, form)
        else:
            found = self._under(scope, rest, form, place.name)
        if found is None and known and self._view.town_like(rest):
            found = self._governments.town_of(place, rest)
        if found is None and place in [scope.place for scope in self._view.scopes]:
            found = repaired(form, self._view)  # 嵊泗县审汁局, of the notice's own place
        if found is None and known and self._view.is_body(rest) and not self._view.names_own(rest):
            label = scope.word + display(rest)
            unit = self._view.make(scope, label, self.registry.kind_of(label), place, full=form)
            found = Resolution(unit, "unresolved", NEW, ("suffix-kind",), name=self._view.shown(unit, scope))
        return self._governments.stranger(found, place, rest) if found else None

    def _central(self, form: str) -> Resolution | None:
        """A body of the country named in a local notice: 海关总署."""
        if form in self._kinds.by_form or not rule("mentions.central").search(form):
            return None  # 人民银行, 能源局 in the notice of some city are that city's
        country = self.tables.by_code(COUNTRY)
        if country is None:
            return None
        scope = self._view.of(country)
        hit = scope.names.literal.get(form)
        return replace(self._listed(*hit, scope), name=hit[0].label) if hit else None

    def _branch(self, form: str) -> Resolution | None:
        """市生态环境局嵊泗分局: part of a body of the city, serving one place of it."""
        match = rule("mentions.branch").match(form)
        if not match or match["place"] in load("mentions").words["no_places"]:
            return None
        parent = self.unit(match["parent"])
        name, own = match["place"], self.jurisdiction
        same = own is not None and name in (own.name, short_name(own.name), self._view.own.word)
        place = own if same else None
        if place is None and own and own.code and (found := self.tables.find(name, own)):
            place = found[0]
        label = match["parent"] + (short_name(own.name) if own and same else name) + match["tail"]
        unit = self._view.make(
            self._view.own,
            label,
            "branch-office",
            place or own,
            part_of=parent.unit.iri,
            departments=parent.unit.departments,
        )
        return Resolution(unit, "unresolved", NEW, ("suffix-kind",))

    def _new(self, mention: str, form: str, apart_from: str | None = None) -> Resolution:
        """A body that nothing known explains: new, of this place, as printed, its kind by its ending.

        ``apart_from`` is the IRI path of a unit that it must not be, though its name is the same.
        """
        view = self._view
        scope, label = view.own, display(mention)
        for candidate in view.scopes:
            prefix = candidate.prefix_of(form)
            if prefix is None or prefix not in (
                candidate.word,
                candidate.place.name if candidate.place else "",
            ):
                continue
            if candidate is view.own or not view.names_own(form[len(prefix) :]):
                scope = candidate
                if label.startswith(prefix):
                    label = candidate.word + label[len(prefix) :]
            break
        doubt = None
        if (
            label == form
            and form in self._kinds.by_form
            and self.jurisdiction is not None
            and scope is view.own
        ):
            doubt = NameDoubt("doubtful-name")  # 自然资源局 in a province's notice: whose?
        kind = self.registry.kind_of(label)
        full = None
        if scope.place and scope.word and label.startswith(scope.word):
            full = scope.place.name + label[len(scope.word) :]
        unit = view.make(scope, label, kind, scope.place, full=full, apart_from=apart_from)
        return Resolution(unit, "unresolved", NEW, ("suffix-kind",), doubt=doubt)

    # --- levels -----------------------------------------------------------------------------------

    def _level(self, mention: str) -> Scope | None:
        if mention not in self._levels:
            self._levels[mention] = self._stated(normal(without_mark(mention)))
        return self._levels[mention]

    def _stated(self, form: str) -> Scope | None:
        """Return the bodies of the place that a name states, by a word or by its own name."""
        view = self._view
        if form in self._kinds.by_form:
            return None
        own = view.own
        if form in own.names.literal or form in self._kinds.filled(own.place, own.word):
            return own
        if rule("mentions.branch").match(form) or view.names_own(form):
            return own
        for reading in view.readings(form):
            for scope in view.scopes:
                if scope.prefix_of(reading):
                    return scope
        led = view.leading(form)
        return view.of(led[0]) if led else None


def _over(until: str, when: str | None) -> bool:
    """Return whether a date (YYYY, YYYY-MM or YYYY-MM-DD) is after a month or a year."""
    return when is not None and (when + "-01" if len(when) == 4 else when)[: len(until)] > until
