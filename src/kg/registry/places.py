"""The divisions of the country, from ``data/registry/places``.

    country 100000 → province 330000 → city 330900 → county 330922 → township 330922100

Two sorted tables are kept as one string each and searched where they lie: a lookup reads a few
lines, and no table of forty thousand objects is ever built. The level follows from the code. A
place that the tables do not know gets no code and the level that its suffix tells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path

from kg import resources
from kg.identity import place_path
from kg.model import Place

COUNTRY = "100000"

Level = str

# Longest first: 自治县 before 县, 街道办事处 before 街道.
_ETHNIC = [
    "蒙古族",
    "回族",
    "藏族",
    "维吾尔",
    "苗族",
    "彝族",
    "壮族",
    "布依族",
    "朝鲜族",
    "满族",
    "侗族",
    "瑶族",
    "白族",
    "土家族",
    "哈尼族",
    "哈萨克",
    "傣族",
    "黎族",
    "傈僳族",
    "佤族",
    "畲族",
    "拉祜族",
    "水族",
    "东乡族",
    "纳西族",
    "景颇族",
    "柯尔克孜",
    "土族",
    "达斡尔族",
    "仫佬族",
    "羌族",
    "布朗族",
    "撒拉族",
    "毛南族",
    "仡佬族",
    "锡伯",
    "阿昌族",
    "普米族",
    "塔吉克",
    "怒族",
    "鄂温克族",
    "德昂族",
    "保安族",
    "裕固族",
    "独龙族",
    "鄂伦春",
    "蒙古",
]
_SUFFIXES: tuple[tuple[str, Level], ...] = (
    ("特别行政区", "province"),
    ("自治区", "province"),
    ("自治州", "city"),
    ("自治县", "county"),
    ("自治旗", "county"),
    ("街道办事处", "township"),
    ("民族乡", "township"),
    ("街道", "township"),
    ("苏木", "township"),
    ("地区", "city"),
    ("林区", "county"),
    ("特区", "county"),
    ("开发区", "zone"),
    ("高新区", "zone"),
    ("经开区", "zone"),
    ("保税区", "zone"),
    ("度假区", "zone"),
    ("产业园区", "zone"),
    ("工业园区", "zone"),
    ("园区", "zone"),
    ("新区", "zone"),
    ("省", "province"),
    ("市", "city"),
    ("州", "city"),
    ("盟", "city"),
    ("县", "county"),
    ("区", "county"),
    ("旗", "county"),
    ("镇", "township"),
    ("乡", "township"),
    ("村", "village"),
    ("社区", "village"),
)


def level_by_suffix(name: str) -> Level:
    """Return the level that a name's suffix tells: 碧湖区 → county, 澜屿市 → city."""
    if name.endswith("社区"):
        return "village"
    for suffix, level in _SUFFIXES:
        if name.endswith(suffix) and len(name) > len(suffix):
            return level
    return "unknown"


def level_of_code(code: str) -> Level:
    """Return the level that a division's code tells."""
    if len(code) == 9:
        return "township"
    if code == COUNTRY:
        return "country"
    if code.endswith("0000"):
        return "province"
    return "city" if code.endswith("00") else "county"


@lru_cache(maxsize=4096)
def short_name(name: str) -> str:
    """Return a name without the suffix of its level: 嵊泗县 → 嵊泗, 景宁畲族自治县 → 景宁."""
    for suffix, _ in _SUFFIXES:
        if name.endswith(suffix):
            stem = name[: -len(suffix)]
            if suffix.startswith(("自治", "民族")):
                cut = True
                while cut:
                    cut = False
                    for people in _ETHNIC:
                        if stem.endswith(people) and len(stem) - len(people) >= 2:
                            stem, cut = stem[: -len(people)], True
            # 东区, 城区, 郊区 and the like are nothing without their suffix.
            return stem if len(stem) >= 2 else name
    return name


def make(code: str | None, name: str, level: Level | None = None, parent: str | None = None) -> Place:
    """Return a ``Place`` with its path and level."""
    return Place(
        iri=place_path(code, name),
        name=name,
        code=code,
        level=level or (level_of_code(code) if code else level_by_suffix(name)),  # type: ignore[arg-type]
        parent=parent,
    )


def invented(name: str, parent: Place | None = None) -> Place:
    """Return a place that the tables do not know: no code, the level by its suffix."""
    return make(None, name, parent=parent.iri if parent else None)


class Places:
    """Lookups in the tables of divisions.

    >>> [p.name for p in places().find("嵊泗")], len(places().townships("330922"))
    (['嵊泗县'], 7)
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._divisions = "\n" + (folder / "divisions.tsv").read_text(encoding="utf-8")
        self._parents: dict[str, str | None] = {}
        self._townships_table: bytes | None = None
        self._short: dict[str, list[str]] | None = None
        self._codes: dict[str, Place | None] = {}

    @property
    def _townships(self) -> bytes:
        """The township table, read when first needed; bytes are searched faster than decoded."""
        if self._townships_table is None:
            self._townships_table = b"\n" + (self._folder / "townships.tsv").read_bytes()
        return self._townships_table

    def by_code(self, code: str) -> Place | None:
        """Return the place of a code of 6 or 9 digits."""
        if code not in self._codes:
            name = self._name(code)
            self._codes[code] = None if name is None else self._place(code, name)
        return self._codes[code]

    def parent(self, place: Place) -> Place | None:
        """Return the place one level up; of an unknown place nothing is known."""
        code = self._parent_code(place.code) if place.code else None
        return self.by_code(code) if code else None

    def chain(self, place: Place | None) -> list[Place]:
        """Return the place, its superiors and the country, from below."""
        found: list[Place] = []
        while place is not None:
            found.append(place)
            place = self.parent(place)
        return found

    def children(self, code: str, level: Level | None = None) -> list[Place]:
        """Return the divisions directly below ``code``, or all below it of one level."""
        if level == "township" or (level is None and level_of_code(code) == "county"):
            return self.townships(code)
        found = [p for p in self._below(code) if (p.level == level if level else self._is_child(p, code))]
        if not found and level is None and level_of_code(code) == "city":
            return self.townships(code)  # 东莞, 中山 and 儋州 have no counties
        return found

    def townships(self, code: str) -> list[Place]:
        """Return every township below a county, city or province, in the order of their codes."""
        first, end = self._rows_of(self._prefix(code))
        if first < 0:
            return []
        lines = self._townships[first + 1 : end].decode().split("\n")
        return [self._place(*line.split("\t")) for line in lines]

    def find(self, name: str, within: Place | str | None = None) -> list[Place]:
        """Return the places of a name, with or without its suffix, highest level first.

        ``within`` keeps those below one place and admits townships without their suffix
        (菜园 in 嵊泗县); without it townships are found by their full names only.
        """
        code = within.code if isinstance(within, Place) else within
        start = self._prefix(code) if code else ""
        found: dict[str, Place] = {}
        for found_code in self._in_divisions(name):
            if found_code.startswith(start) and (place := self.by_code(found_code)):
                found[found_code] = place
        level = level_by_suffix(name)
        if level in ("township", "zone") or (start and level == "unknown" and len(name) >= 2):
            for town in self._in_townships(name, start):
                found[str(town.code)] = town
        # A full name beats a short one: 海南省 is not 海南藏族自治州.
        return sorted(found.values(), key=lambda p: (p.name != name, len(p.code or ""), p.code or ""))

    def place(self, name: str, within: Place | None = None) -> Place:
        """Return the one place of a name, or an invented one where none or several bear it."""
        found = self.find(name, within)
        exact = [p for p in found if p.name == name] or found
        return exact[0] if len(exact) == 1 else invented(name, within)

    def short_names(self, code: str) -> list[str]:
        """Return the short names of a division: its stem, and its abbreviations (浙)."""
        place = self.by_code(code)
        if place is None:
            return []
        listed = [n for n, codes in self._abbreviations().items() if code in codes]
        stem = short_name(place.name)
        return [stem, *(n for n in listed if n != stem)]

    def divisions(self) -> Iterator[Place]:
        """Yield country, provinces, cities and counties in the order of their codes."""
        for line in self._divisions.split("\n"):
            if line:
                yield self._place(*line.split("\t"))

    def _name(self, code: str) -> str | None:
        if len(code) == 9:
            table = self._townships
            at = table.find(f"\n{code}\t".encode())
            return None if at < 0 else table[at + 11 : table.find(b"\n", at + 1)].decode()
        at = self._divisions.find(f"\n{code}\t")
        return None if at < 0 else self._divisions[at + 8 : self._divisions.find("\n", at + 1)]

    def _place(self, code: str, name: str) -> Place:
        parent = self._parent_code(code)
        return make(code, name, parent=place_path(parent, "") if parent else None)

    def _parent_code(self, code: str) -> str | None:
        """Return the code one level up that exists: 东城区 lies directly in 北京市."""
        if code in self._parents:
            return self._parents[code]
        found = self._parents[code] = self._look_above(code)
        return found

    def _look_above(self, code: str) -> str | None:
        if code == COUNTRY:
            return None
        steps: Iterable[str] = (code[:6], code[:4] + "00", code[:2] + "0000", COUNTRY)
        for step in steps:
            if step != code and f"\n{step}\t" in self._divisions:
                return step
        return COUNTRY

    @staticmethod
    def _prefix(code: str) -> str:
        """Return the digits that all codes below ``code`` begin with."""
        if code == COUNTRY:
            return ""
        level = level_of_code(code)
        return code[: {"province": 2, "city": 4, "county": 6, "township": 9}[level]]

    def _below(self, code: str) -> list[Place]:
        start = self._prefix(code)
        table = self._divisions
        first, last = table.find("\n" + start), table.rfind("\n" + start)
        if first < 0:
            return []
        lines = table[first + 1 : table.find("\n", last + 1)].split("\n")
        return [p for line in lines if line and (p := self._place(*line.split("\t"))).code != code]

    def _is_child(self, place: Place, code: str) -> bool:
        return place.parent == place_path(code, "")

    def _in_divisions(self, name: str) -> list[str]:
        """Return the codes of divisions whose full or short name is ``name``."""
        codes: list[str] = list(self._abbreviations().get(name, ()))
        at = self._divisions.find("\t" + name)
        while at >= 0:
            end = self._divisions.find("\n", at)
            full = self._divisions[at + 1 : end]
            if full == name or (len(name) >= 2 and short_name(full) == name):
                codes.append(self._divisions[at - 6 : at])
            at = self._divisions.find("\t" + name, at + 1)
        return codes

    def _in_townships(self, name: str, start: str) -> list[Place]:
        """Return the townships of a full or short name whose codes begin with ``start``."""
        table, key = self._townships, f"\t{name}".encode()
        first, last = self._rows_of(start)
        found: list[Place] = []
        at = table.find(key, first, last + 1) if first >= 0 else -1
        while at >= 0:
            full = table[at + 1 : table.find(b"\n", at)].decode()
            if full == name or (start and short_name(full) == name):
                found.append(self._place(table[at - 9 : at].decode(), full))
            at = table.find(key, at + 1, last + 1)
        return found

    def _rows_of(self, start: str) -> tuple[int, int]:
        """Return where the townships whose codes begin with ``start`` begin and end in the table."""
        table, key = self._townships, b"\n" + start.encode()
        if not start:
            return 0, len(table) - 1
        first = table.find(key)
        return (first, table.find(b"\n", table.rfind(key) + 1)) if first >= 0 else (-1, -1)

    def _abbreviations(self) -> dict[str, list[str]]:
        if self._short is None:
            self._short = {}
            for line in (self._folder / "short-names.tsv").read_text(encoding="utf-8").splitlines():
                code, name = line.split("\t")
                self._short.setdefault(name, []).append(code)
        return self._short


@cache
def places() -> Places:
    """Return the tables of this installation."""
    return Places(resources.data("registry", "places"))
