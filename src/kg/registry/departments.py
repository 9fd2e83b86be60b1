"""The kinds of department that every place may have, what they are called, and their reforms.

    department-types.csv   finance, health …: the concepts of ``kg:departmentType``
    department-names.csv   发改局 is 发展和改革局 and never 发改委: one row a name, with its endings
    reforms.csv            what a kind of department became, by when, in every place

    registry().departments.by_form["人社局"]         -> Named(人社, 局)
    registry().departments.types_of("教育和体育局")   -> ("education", "sport")

A name stands for another one by a row alone. Its ending is part of it: 委 is 委员会 and 办 is 办公室,
and 委, 局, 厅, 办 and 中心 are different bodies.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from kg.model import Place
from kg.names.normal import fold, normal
from kg.registry import patterns
from kg.registry.levels import words_of
from kg.registry.patterns import rule
from kg.registry.place_names import short_name, suffix_of, written_names
from kg.registry.rows import read_rows, unknown

_NAME_COLUMNS = (
    "types", "short", "full", "others", "endings", "province", "kind", "examples", "notes",
)  # fmt: skip
_TYPE_NEEDED = ("key", "label_zh", "label_en")
_REFORM_COLUMNS = ("old", "new", "scope", "province", "below", "source", "notes")

_PLACES = 64  # places whose forms are kept


@dataclass(frozen=True, slots=True)
class DepartmentType:
    """What a department is for: a concept of ``kg:departmentType``."""

    key: str
    label_zh: str
    label_en: str


@dataclass(frozen=True, slots=True)
class DepartmentName:
    """One name of a department, with every way to write it: a row of ``department-names.csv``.

    A form without a placeholder follows a word for its place (县, 嵊泗县) or stands bare;
    ``{l}`` is the level's word (县), ``{p}`` the place's name (嵊泗县), ``{s}`` its short name (嵊泗).
    Without endings the name is whole.
    """

    types: tuple[str, ...]
    short: str
    full: str
    others: tuple[str, ...]
    endings: tuple[str, ...]  # in cities and counties
    province: tuple[str, ...]  # in provinces
    kind: str
    examples: tuple[str, ...]
    notes: str

    @property
    def forms(self) -> Iterator[tuple[str, Named]]:
        """Yield every form, templates too, with the name that it is."""
        for ending in dict.fromkeys((*self.endings, *self.province)) or {"": None}:
            named = Named(self, ending)
            written = dict.fromkeys((ending, _long(ending)))
            for core in dict.fromkeys((self.short, self.full, *self.others)):
                for end in written:
                    yield core + end, named


@dataclass(frozen=True, slots=True)
class Named:
    """A name of a department with one of its endings: what tells two bodies of a place apart."""

    name: DepartmentName
    ending: str

    def label(self, place: Place | None, word: str) -> str:
        """Return the canonical short name in a place whose level is called ``word``: 县人社局."""
        return fill(self.name.short + self.ending, place, word, prefix=word)

    def full(self, place: Place | None, word: str) -> str | None:
        """Return the full name, None where the place is not known: 嵊泗县人力资源和社会保障局."""
        if place is None:
            return None
        return fill(self.name.full + _long(self.ending), place, word, prefix=place.name)

    def fits(self, place: Place | None, word: str) -> bool:
        """Return whether a place of this level may have a body of this ending: 财政局, no province has."""
        if not self.ending:
            return True
        province = is_province(word) and (place is None or place.level == "province")
        return self.ending in (self.name.province if province else self.name.endings)


@dataclass(frozen=True, slots=True)
class Reform:
    """What became of a department in every place, or in most.

    ``province`` and ``below`` are the months (YYYY-MM) by whose end provinces, and cities and
    counties, had done so.
    """

    old: str
    new: tuple[str, ...]  # short names; the first is the usual one
    everywhere: bool
    province: str
    below: str
    source: str
    notes: str

    def ended(self, when: str | None, word: str) -> bool:
        """Return whether the reform was over at a date (YYYY, YYYY-MM or YYYY-MM-DD)."""
        by = self.province if is_province(word) else self.below
        return when is not None and (when + "-01" if len(when) == 4 else when)[:7] > by


class Departments:
    """The tables of departments in ``data/registry``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._filled: dict[tuple[str, str], dict[str, Named]] = {}

    @cached_property
    def types(self) -> dict[str, DepartmentType]:
        """The types by key, in the order of the file."""
        rows = read_rows(self._folder / "department-types.csv", (*_TYPE_NEEDED, "notes"), _TYPE_NEEDED)
        return {row["key"]: DepartmentType(row["key"], row["label_zh"], row["label_en"]) for row in rows}

    @cached_property
    def names(self) -> tuple[DepartmentName, ...]:
        """The names, in the order of the file."""
        path = self._folder / "department-names.csv"
        rows = read_rows(path, _NAME_COLUMNS, ("types", "short", "kind"))
        return tuple(_name(path, row, self.types) for row in rows)

    @cached_property
    def by_short(self) -> dict[str, DepartmentName]:
        """The names by their short one."""
        return {name.short: name for name in self.names}

    @cached_property
    def by_form(self) -> dict[str, Named]:
        """Every form without a placeholder."""
        return {form: named for name in self.names for form, named in name.forms if "{" not in form}

    @cached_property
    def by_fold(self) -> dict[str, Named]:
        """The forms of :attr:`by_form` by their look-alike form."""
        return {fold(form): named for form, named in self.by_form.items()}

    @cached_property
    def by_ends(self) -> dict[tuple[str, str], list[tuple[str, Named]]]:
        """The forms of :attr:`by_form` by their first and last characters."""
        table: dict[tuple[str, str], list[tuple[str, Named]]] = {}
        for form, named in self.by_form.items():
            table.setdefault((form[0], form[-1]), []).append((form, named))
        return table

    @cached_property
    def templates(self) -> tuple[tuple[str, Named], ...]:
        """The forms with placeholders."""
        return tuple((form, named) for name in self.names for form, named in name.forms if "{" in form)

    @cached_property
    def reforms(self) -> dict[str, Reform]:
        """The reforms by the short name of what they ended."""
        table: dict[str, Reform] = {}
        for row in read_rows(self._folder / "reforms.csv", _REFORM_COLUMNS, ("old", "scope")):
            new = _split(row["new"])
            if strangers := sorted({row["old"], *new} - self.by_short.keys()):
                raise unknown(self._folder / "reforms.csv", row["old"], strangers[0], self.by_short)
            table[row["old"]] = Reform(
                row["old"],
                new,
                row["scope"] == "all",
                row["province"],
                row["below"],
                row["source"],
                row["notes"],
            )
        return table

    def successors(self, short: str, when: str | None, word: str) -> Iterator[str]:
        """Yield what reforms made of a department up to a date, the latest last: 卫计, then 卫健."""
        seen = {short}
        reform = self.reforms.get(short)
        while reform and reform.ended(when, word):
            yield from (new for new in reform.new if new not in seen)
            seen.update(reform.new)
            reform = self.reforms.get(reform.new[0])

    def types_of(self, name: str, place: Place | None, word: str) -> tuple[str, ...]:
        """Return the types of a body of a place by one of its names; none where it tells none."""
        form = normal(name).split("（", 1)[0]
        if named := self.filled(place, word).get(form):
            return named.name.types
        prefixes = [place.name, short_name(place.name)] if place else []
        for prefix in (*prefixes, word, *patterns.load("departments").words["central"]):
            if prefix and form.startswith(prefix) and (types := self._types_of_stem(form[len(prefix) :])):
                return types
        return self._types_of_stem(form)

    def _types_of_stem(self, stem: str) -> tuple[str, ...]:
        if named := self.by_form.get(stem):
            return named.name.types
        core = rule("departments.ending").sub("", stem)
        return self._types_of_core.get(core, ()) if core != stem else ()

    def filled(self, place: Place | None, word: str) -> dict[str, Named]:
        """Return the forms with placeholders as this place writes them: 文山壮族苗族自治州 is 文山州, too."""
        key = (place.iri if place else "", word)
        if key not in self._filled:
            while len(self._filled) >= _PLACES:
                self._filled.pop(next(iter(self._filled)))
            table: dict[str, Named] = {}
            plain = place is None or normal(place.name) == place.name
            names = written_names(place.name) if place else (word,)
            for template, named in self.templates if word else ():
                for written in dict.fromkeys(template.replace("{p}", name) for name in names):
                    form = fill(written, place, word, "")
                    table.setdefault(form if plain else normal(form), named)
            self._filled[key] = table
        return self._filled[key]

    @cached_property
    def _types_of_core(self) -> dict[str, tuple[str, ...]]:
        table: dict[str, tuple[str, ...]] = {}
        for name in self.names:
            for core in (name.short, name.full, *name.others) if name.endings or name.province else ():
                table.setdefault(core, name.types)
        return table


def word_of(place: Place | None) -> str:
    """Return the word that stands for a place in its own notices: 嵊泗县 → 县, the country has none."""
    if place is None or place.level == "country":
        return ""
    found = suffix_of(place.name)
    return found.word if found else place.name[-1]


def is_province(word: str) -> bool:
    """Return whether a word of level is that of a province: its departments are 厅."""
    return word in words_of("province")


@cache
def _long_endings() -> dict[str, str]:
    """The endings that are written in two ways, short → long."""
    return {row["short"]: row["long"] for row in patterns.load("departments").raw["written"]}


def _long(ending: str) -> str:
    return _long_endings().get(ending, ending)


def fill(form: str, place: Place | None, word: str, prefix: str) -> str:
    """Return a form with its placeholders filled, or after ``prefix`` where it has none."""
    if "{" not in form:
        return prefix + form
    name = place.name if place else word
    return form.replace("{l}", word).replace("{p}", name).replace("{s}", short_name(name) if place else word)


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


def _name(path: Path, row: dict[str, str], types: dict[str, DepartmentType]) -> DepartmentName:
    if strangers := sorted(set(_split(row["types"])) - types.keys()):
        raise unknown(path, f"{row['short']} types", strangers[0], types)
    return DepartmentName(
        types=_split(row["types"]),
        short=row["short"],
        full=row["full"],
        others=_split(row["others"]),
        endings=_split(row["endings"]),
        province=_split(row["province"]),
        kind=row["kind"],
        examples=_split(row["examples"]),
        notes=row["notes"],
    )
