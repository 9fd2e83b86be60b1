"""What the words of an issuer tell of its place.

    read_issuer("浙江省舟山市嵊泗县财政局", tables) -> the county, after its superiors
    read_issuer("市卫健委", tables)                 -> no place, the level 市
    read_issuer("澜屿市人民政府", tables)           -> a name that no table knows
    read_issuer("教育部办公厅", tables)             -> the country

Known names are read first, the longest at each step, each below the one before it. Of a name
that no table knows, the last word of level before 人民政府, 委 or a kind of department ends it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.model import Place
from kg.names.normal import normal
from kg.registry.places import COUNTRY, Places, level_by_suffix, short_name
from kg.registry.units import registry

_LEVEL = "特别行政区|自治区|自治州|自治县|自治旗|地区|街道|省|市|州|盟|县|区|旗|镇|乡"
_ZONE_WORD = (
    "新区|开发区|高新区|经开区|园区|保税区|综保区|度假区|示范区|合作区|实验区|管理区|集聚区|名胜区|景区"
    "|新片区|新城|生态城|港务区|生态区"
)
_CORPS = "兵团(?:第?[一二三四五六七八九十]{1,3}师)?|第?农?[一二三四五六七八九十]{1,3}师"
_LONGEST = 16  # characters of a division's name
_LAST = "省市区县州盟旗"

_PARTY_PREFIX = re.compile(r"^(?:中共|中国共产党)(?!中央)")
# Offices of the centre, and whole organisations, that stand before the name of a place.
_BEFORE_PLACE = re.compile(
    r"^(?:政协(?!.*政协)|国家税务总局|国家统计局|国家金融监督管理总局|中国银行保险监督管理委员会|中国银保监会|中国银监会"
    r"|中国人民银行|国家外汇管理局|中国邮政集团(?:有限)?公司|国网|国家电网|中国人民政治协商会议"
    r"|中国共产主义青年团|共青团)"
)
_CENTRE = re.compile(
    r"^(?:中共中央|中央(?=办公厅|军委|纪委|网信|政法|组织部|宣传部|编办|文明)|中华人民共和国|国务院"
    r"|全国(?=人大|政协|人民代表|总工会|妇联)|最高人民"
    r"|国家[一-龥]{2,14}(?:委|委员会|局|署|总局|中心|院|办公室|部)(?:办公厅|办公室)?(?:等|$))"
)
_GOVERNMENT = re.compile(
    r"人民政府|政府|人民代表大会|人大|政协|管理委员会|管委会|行政公署|行署|街道办|办事处|党工委|工委"
)
_PARTY = re.compile(
    rf"^(?P<place>.+?(?:{_LEVEL}|开发区|园区))(?:党委|委)"
    r"(?:员会|办公室|办公厅|办|[一-龥]{1,12}(?:部|委|会|办公室|领导小组|指挥部))?$"
)
_ORGAN = re.compile(
    r"(?:局|厅|委|委员会|办|办公室|办公厅|中心|院|署|处|所|队|指挥部|领导小组|专班|集团|公司|联合会|协会"
    r"|学会|总工会|馆|校|学校|大学|医院|分行|支行|银行|督查室)(?:（[一-龥、]{1,24}）)?$"
)
_BARE = re.compile(
    r"^(?:我|本)?(?P<level>自治区|自治州|自治县|自治旗|地区|省|市|州|盟|县|区|旗|镇|乡|街道)(?=[一-龥])"
)
_OWN_OFFICE = re.compile(rf"(?:{_GOVERNMENT.pattern}|委|府办|党委|党政办|督查室)")
# 市场监管局 and 市政园林局 begin with no word of level.
_NO_LEVEL = re.compile(
    r"^(?:市场|市政|市容|市郊|区域|区块|区划|县域|县级|省级|市级|区级|州级|乡村|乡镇|镇村)"
)
_NAME = re.compile(rf"^[一-龥]{{2,12}}(?:{_LEVEL}|{_ZONE_WORD})$")
_NOT_IN_NAMES = re.compile(
    r"贯彻|落实|深入|已经|同意|研究|报送|印发|转发|批转|关于|根据|通过|按照|为了|有关|相关|政府|人民|单位|部门|科室"
    r"|[省市县区州旗]委|下达|交办|承担|分解|开展|做好|[上下]半年|年度|去年|今年|建成|迁建|新建|扩建|改建|成立|实施|完成"
    r"|安排|坚持|推进|加快|确保|新增|提升|牵头|配合|责任|抄送|分管|主管|主办|协办|领导|[省市县区州旗镇乡]长"
    r"|的|..和..|^[各全我本该由为]|^(?:省|市|县|区|州|旗|盟|自治)|[省市县区州](?:级|直|属)"
    r"|(?:[城市郊片小校厂库辖灌]区|地区|乡镇|城市)$"
)
_WORD = re.compile(r"[老新]?[城郊矿]区|.{2}")  # names that are words, too
_NAMELESS = re.compile(_ZONE_WORD)
# What may stand before a name in a title; within other words a name is none: 新增城区, 老城区.
_BEFORE_NAME = re.compile(
    r"(?:^|[^一-龥]|印发|下发|公布|发布|下达|分解|落实|交办|明确|调整|做好|开展|推进|加快|支持|促进|年|年度|[在对于和与及])$"
)
# Superiors printed before a name that no table knows.
_ABOVE_UNKNOWN = (
    re.compile(r"^[一-龥]{2,10}?(?:省|自治区)(?=[一-龥]{3,})"),
    re.compile(r"^[一-龥]{2,10}?(?:市|自治州|地区|盟|州)(?=[一-龥]{2,}(?:县|区|市|旗|镇|乡|街道)$)"),
    re.compile(r"^[一-龥]{2,10}?(?:县|区|旗|市)(?=[一-龥]{2,}(?:镇|乡|街道)$)"),
)


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
    form = _PARTY_PREFIX.sub("", re.split("[、，；：]", normal(text), maxsplit=1)[0])
    if before := _BEFORE_PLACE.match(form):
        rest = form[before.end() :]
        return read_chain(rest, tables) or _bare(rest) or _country(tables)
    if _CENTRE.match(form):
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
    while rest and not (chain and _GOVERNMENT.match(rest)):
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
    while start < len(text) - 1:
        window = text[start : start + _LONGEST]
        if any(char in _LAST for char in window[1:]):
            found, name, now = _longest(window, (), tables)
            if (
                found
                and now
                and not _WORD.fullmatch(name)
                and _BEFORE_NAME.search(text[max(0, start - 4) : start])
            ):
                reading = read_chain(text[start : start + 3 * _LONGEST], tables)
                assert reading is not None
                yield start, reading
                start += len(name)
                continue
        start += 1


def is_name(name: str) -> bool:
    """Return whether a string may be the name of a place that no table knows."""
    return bool(_NAME.match(name)) and not _NOT_IN_NAMES.search(name) and not _NAMELESS.fullmatch(name)


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
    match = re.match(rf"(?:[一-龥（）]{{0,20}}?(?:{_ZONE_WORD})|[一-龥]{{0,8}}?(?:{_CORPS}))", form)
    if not match or (zone := tables.zone(match.group(), within)) is None:
        return None
    return zone, form[match.end() :]


def _bare(form: str) -> Reading | None:
    """Return the level that an issuer begins with in place of a name: 县人民政府 → 县."""
    match = _BARE.match(form)
    if not match or form in registry().departments.by_form:
        return None
    rest = form[match.end() :]
    if _OWN_OFFICE.match(rest) or rest in registry().departments.by_form:
        return Reading(level=match["level"])
    if match["level"] in ("镇", "乡", "街道") or _NO_LEVEL.match(form) or not _ORGAN.search(rest):
        return None
    return Reading(level=match["level"]) if len(rest) > 2 else None


def _unknown(form: str, within: tuple[Place, ...], tables: Places) -> Reading | None:
    """Return the name of a place that no table knows; nothing where the words are no issuer's."""
    if within and form in registry().departments.by_form:
        return None
    for match in reversed(list(_GOVERNMENT.finditer(form))):
        if found := _named(form[: match.start()], within, tables):
            return found
    if (party := _PARTY.match(form)) and (found := _named(party["place"], within, tables)):
        return found
    if not _ORGAN.search(form):
        return None
    ends = [m.end() for m in re.finditer(f"{_ZONE_WORD}|{_LEVEL}", form)]
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
    for pattern in _ABOVE_UNKNOWN:
        name = pattern.sub("", name)
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
