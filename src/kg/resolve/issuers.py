"""What the words of an issuer tell of its place.

    read_issuer("浙江省舟山市嵊泗县财政局", tables) -> the county, after its superiors
    read_issuer("市卫健委", tables)                 -> no place, the level 市
    read_issuer("澜屿市人民政府", tables)           -> a name that no table knows
    read_issuer("教育部办公厅", tables)             -> the country

Known names are read first, the longest at each step, each below the one before it. Of a name
that no table knows, the last word of level before 人民政府, 委 or a kind of department ends it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.model import Place
from kg.names.normal import normal
from kg.registry.levels import division_ends
from kg.registry.patterns import load, rule
from kg.registry.places import COUNTRY, Places, level_by_suffix, short_name
from kg.registry.units import registry

_LONGEST = 16  # characters of a division's name


@dataclass(frozen=True, slots=True)
class Reading:
    """What one issuer's words tell: places, an unknown name, or only a level."""

    places: tuple[Place, ...] = ()  # the known bearers of the name
    name: str | None = None  # as printed
    level: str | None = None  # the word that stands for the place where no name does: 县
    above: tuple[Place, ...] = ()  # superiors that are named before it
    stands: bool = True  # whether the known bearers stood on that day


def read_issuer(text: str, tables: Places) -> Reading | None:
    """Return what an issuer's words tell of its place, None where nothing."""
    form = rule("issuers.party_prefix").sub("", rule("issuers.several").split(normal(text), 1)[0])
    form = rule("issuers.area_party").sub(r"\g<place>区", form)
    if before := rule("issuers.before_place").match(form):
        rest = form[before.end() :]
        return read_chain(rest, tables) or _bare(rest) or _country(tables)
    if rule("issuers.centre").match(form):
        return _country(tables)
    if named := read_chain(form, tables):
        return named
    if any(form.startswith(name) for name in _ministries().get(form[:2], ())):
        return _country(tables)
    return _bare(form) or _unknown(form, (), tables)


def read_chain(form: str, tables: Places) -> Reading | None:
    """Return the known place that a text begins with, after its superiors; None where there is none."""
    zone = _zone(form, None, tables)
    _, name, now = _longest(form, (), tables)
    # 滨海新区 is a division before it is anybody's zone; 两江新区 was a zone before it was a division.
    if zone and (not now or len(name) < len(form) - len(zone[1])):
        place, rest = zone
        city = read_chain(rest, tables) if place.level == "city" else None  # 第八师石河子市
        return city or Reading((place,), place.name)
    chain: tuple[Place, ...] = ()
    above: tuple[Place, ...] = ()
    rest, stands = form, True
    while rest and not (chain and rule("issuers.government").match(rest)):
        found, name, now = _longest(rest, chain, tables)
        if not found or (not now and len(chain) == 1 and _zone(rest, chain[0], tables)):
            break
        above, chain, rest, stands = (*above, *chain), found, rest[len(name) :], stands and now
    if not chain:
        return None
    if len(chain) == 1:
        if zone := _zone(rest, chain[0], tables):
            return Reading((zone[0],), zone[0].name, above=(*above, *chain))
        if lower := _unknown(rest, (*above, *chain), tables):
            return lower
    return Reading(chain, chain[0].name, above=above, stands=stands)


def names_in(text: str, tables: Places) -> Iterator[tuple[int, Reading]]:
    """Yield the known places that a text names by their full names, each with where it begins.

    城区 and 老城区, which are words as well as names, are passed over, and so is what begins inside a word.
    """
    start = 0
    word, before = rule("issuers.word"), rule("issuers.before_name")
    while start < len(text) - 1:
        window = text[start : start + _LONGEST]
        if not division_ends().isdisjoint(window[1:]):
            found, name, now = _longest(window, (), tables)
            if found and now and not word.search(name) and before.search(text[max(0, start - 4) : start]):
                reading = read_chain(text[start : start + 3 * _LONGEST], tables)
                assert reading is not None
                yield start, reading
                start += len(name)
                continue
        start += 1


def is_name(name: str) -> bool:
    """Return whether a string may be the name of a place that no table knows."""
    return (
        bool(rule("issuers.name").match(name))
        and not rule("issuers.not_in_names").search(name)
        and name not in load("issuers").words["zone_word"]
    )


def _country(tables: Places) -> Reading:
    country = tables.by_code(COUNTRY)
    assert country is not None
    return Reading((country,), country.name)


@cache
def _ministries() -> dict[str, list[str]]:
    """The central bodies that the registry knows, by their first two characters."""
    table: dict[str, list[str]] = {}
    for record in registry().records(COUNTRY):
        for name in (record.unit.label, record.unit.full or "", *record.unit.alt):
            if len(name) > 2:
                table.setdefault(name[:2], []).append(name)
    return table


def _longest(rest: str, within: tuple[Place, ...], tables: Places) -> tuple[tuple[Place, ...], str, bool]:
    """Return the bearers of the longest name that a text begins with, the name, and whether they stand."""
    ends = range(min(len(rest), _LONGEST), 1, -1)
    for end in ends:
        if found := _below(tables.named(rest[:end]), within, tables):
            return found, rest[:end], True
    for end in ends:
        name = rest[:end]
        if short_name(name) != name and (found := _below(tables.nearest(name), within, tables)):
            return found, name, False
    if len(within) == 1 and within[0].code and within[0].level in ("city", "county", "zone"):
        for end in range(min(len(rest), 10), 1, -1):
            if level_by_suffix(rest[:end]) == "township":
                towns = [t for t in tables.find(rest[:end], within[0]) if t.name == rest[:end]]
                if len(towns) == 1:
                    return (towns[0],), rest[:end], True
    return (), "", True


def _below(found: list[Place], within: tuple[Place, ...], tables: Places) -> tuple[Place, ...]:
    """Return the places that lie in one of ``within``; of two of one name in one another, the upper."""
    paths = {p.iri for p in within}
    kept = [p for p in found if not paths or paths & {a.iri for a in tables.chain(p)[1:]}]
    return tuple(p for p in kept if p.parent not in {other.iri for other in kept})


def _zone(form: str, within: Place | None, tables: Places) -> tuple[Place, str] | None:
    """Return the zone or division of the 兵团 that a text begins with, and what follows it."""
    match = rule("issuers.zone_ahead").match(form)
    if not match or (zone := tables.zone(match.group(), within)) is None:
        return None
    return zone, form[match.end() :]


def _bare(form: str) -> Reading | None:
    """Return the level that an issuer begins with in place of a name: 县人民政府 → 县."""
    match = rule("issuers.bare").match(form)
    if not match or form in registry().departments.by_form:
        return None
    rest = form[match.end() :]
    if rule("issuers.own_office").match(rest) or rest in registry().departments.by_form:
        return Reading(level=match["level"])
    if (
        rule("issuers.of_a_town").match(form)
        or rule("issuers.no_level").match(form)
        or not rule("issuers.organ").search(rest)
    ):
        return None
    return Reading(level=match["level"]) if len(rest) > 2 else None


def _unknown(form: str, within: tuple[Place, ...], tables: Places) -> Reading | None:
    """Return the name of a place that no table knows; nothing where the words are no issuer's."""
    if within and form in registry().departments.by_form:
        return None
    for match in reversed(list(rule("issuers.government").finditer(form))):
        if found := _named(form[: match.start()], within, tables):
            return found
    if (party := rule("issuers.party").match(form)) and (found := _named(party["place"], within, tables)):
        return found
    if not rule("issuers.organ").search(form):
        return None
    ends = [m.end() for m in rule("issuers.name_end").finditer(form)]
    # The first word of level ends it, unless another follows at once: 云州市教育局.
    for end in ends:
        # What follows a known place is its department, unless a known kind of department follows.
        if form[end:] not in registry().departments.by_form and (within or end + 1 in ends):
            continue
        if len(form) - end > 1 and (found := _named(form[:end], within, tables)):
            return found
    return None


def _named(printed: str, within: tuple[Place, ...], tables: Places) -> Reading | None:
    name = printed
    for above in ("above_province", "above_city", "above_county"):
        name = rule(f"issuers.{above}").sub("", name)
    # What names its superior again is another issuer's: 扬州市委扬州市人民政府.
    if not is_name(name) or any(place.name in name for place in within):
        return None
    if not within and level_by_suffix(name) == "zone":
        # 台州开发区 lies in 台州市, whoever numbers it.
        for end in (4, 3, 2):
            cities = [p for p in tables.find(name[:end]) if p.level == "city"]
            if len(cities) == 1:
                within = (cities[0],)
                break
    return Reading(name=name, above=within)
