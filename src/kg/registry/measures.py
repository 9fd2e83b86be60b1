"""Units of measure and classifiers: written form → exact factor, base unit, QUDT IRI.

    measures().normalize(Decimal("1.5"), "万亩") -> (Decimal("10000000"), "m2")

The rows are data (``data/registry/measures.yml``). Words of scale (万, 亿 …: ``scales.csv``) before a form
are understood here; arithmetic is in fractions and rounded once, at the end, to 15 significant digits
(more are cut by some stores). No currency is converted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml

from kg import resources
from kg.errors import DataError
from kg.registry import rows as tables

CLASSIFIER = "classifier"  # key of the row for classifiers that have none of their own
_FIFTEEN = Context(prec=15)
_QUDT = "http://qudt.org/vocab/unit/"
_ONTOLOGY = "https://w3id.org/zeren/ontology#"
_NEEDED = ("key", "kind", "zh", "en", "forms", "examples", "not_examples")
_KEYS = (*_NEEDED, "not_before", "counts", "word", "qudt", "base", "factor")


@dataclass(frozen=True, slots=True)
class Measure:
    """One unit of measure or classifier.

    ``factor`` times a value is the value in the base unit ``base``; of a scaled form (万亩) the
    factor holds the scale. ``countable``: whole things are counted (个, 人次); ``classifier``: the
    word only counts and says nothing of the thing (个, 台).
    """

    key: str
    kind: str
    qudt: str | None
    factor: Fraction
    base: str
    label_zh: str
    label_en: str
    countable: bool
    classifier: bool

    @property
    def iri(self) -> str:
        """The QUDT IRI where there is one, else ``kg:unit-KEY``."""
        return self.qudt or f"{_ONTOLOGY}unit-{self.key}"

    @property
    def kind_iri(self) -> str:
        """The quantity kind: QUDT's, or ``kg:kind-…`` where QUDT has none."""
        return kind_iri(self.kind)


def kind_iri(kind: str) -> str:
    """Return the IRI of a quantity kind: QUDT's, or ``kg:kind-…`` where QUDT has none."""
    if kind[0].isupper():
        return f"http://qudt.org/vocab/quantitykind/{kind}"
    return f"{_ONTOLOGY}kind-{kind}"


class _Forms(dict[str, Measure]):
    """Written forms; a scaled one (万亩) is one too, whether or not it has been asked for before.

    A character that is no form is read as a classifier of some other kind (``CLASSIFIER``), since any
    may be one; it is no form for that.
    """

    def __init__(self) -> None:
        self._scaled: dict[str, Measure] = {}

    def _known(self, form: str) -> Measure | None:
        if known := self.get(form) or self._scaled.get(form):
            return known
        for scale, times in scales().items():
            if form.startswith(scale) and (plain := self.get(form[len(scale) :])):
                return self._scaled.setdefault(form, replace(plain, factor=plain.factor * times))
        return None

    def __missing__(self, form: str) -> Measure:
        if known := self._known(form):
            return known
        scale = next((scale for scale in scales() if form.startswith(scale)), "")
        if len(form) - len(scale) != 1 or form.isascii():
            raise KeyError(form)
        other = next(measure for measure in self.values() if measure.key == CLASSIFIER)
        return replace(other, factor=other.factor * scales().get(scale, 1))

    def __contains__(self, form: object) -> bool:
        return isinstance(form, str) and self._known(form) is not None


@cache
def scales() -> Mapping[str, int]:
    """Return the words of scale that may stand before a unit, the longest first where one begins another."""
    path, found = resources.data("registry", "scales.csv"), {}
    for row in tables.read_rows(path, ("word", "times", "examples"), ("word", "times")):
        if not row["times"].isdecimal():
            raise tables.wrong(path, f"{row['word']} times", "应当是整数", "should be a whole number")
        found[row["word"]] = int(row["times"])
    return MappingProxyType(found)


class Measures:
    """The table of measures.

    ``forms``    written form → Measure; ``forms["万亩"]`` works too, its factor includes the scale
    ``pattern``  regular expression (source text, no groups) of every form with an optional scale,
                 longest first
    ``by_key``   key → Measure
    """

    def __init__(self, rows: list[dict[str, str]]) -> None:
        self.by_key: dict[str, Measure] = {}
        self.forms: dict[str, Measure] = _Forms()
        alternatives: list[tuple[str, str]] = []
        for row in rows:
            measure = _measure(row)
            if measure.key in self.by_key:
                raise _wrong(measure.key, "出现两次，请合并或改名", "stands twice; rename one")
            self.by_key[measure.key] = measure
            no = "|".join(re.escape(word) for word in row.get("not_before", "").split())
            for form in row["forms"].split():
                if self.forms.get(form) is not None:
                    other = self.forms[form].key
                    raise _wrong(
                        f"{measure.key}.forms",
                        f"{form} 已属于 {other}，请删去一处",
                        f"{form} is {other} already",
                    )
                self.forms[form] = measure
                ends = ([no] if no else []) + (
                    ["[A-Za-z0-9]"] if form[-1].isascii() and form[-1].isalnum() else []
                )
                alternatives.append((form, re.escape(form) + (f"(?!{'|'.join(ends)})" if ends else "")))
        for measure in self.by_key.values():
            if measure.base not in self.by_key:
                raise tables.unknown(_path(), f"{measure.key}.base", measure.base, self.by_key)
        alternatives.sort(key=lambda pair: -len(pair[0]))
        # 百分点 must not be read as 百 + 分: forms that begin like a scale come first.
        first = "|".join(p for form, p in alternatives if form[0] in scales() and len(form) > 1)
        self.pattern = f"(?:{first}|(?:{'|'.join(scales())})?(?:{'|'.join(p for _, p in alternatives)}))"

    def normalize(self, value: Decimal, form: str) -> tuple[Decimal, str]:
        """Return ``value`` in the base unit of ``form`` and that unit's key; KeyError if unknown."""
        measure = self.forms[form]
        exact = Fraction(value) * measure.factor
        if exact.denominator == 1 and abs(exact.numerator) < 10**15:
            return Decimal(exact.numerator), measure.base
        quotient = _FIFTEEN.divide(Decimal(exact.numerator), Decimal(exact.denominator))
        return plain(quotient), measure.base


def plain(number: Decimal) -> Decimal:
    """Return the same number without exponent and without zeros at the end: 1.50 → 1.5, 1E+3 → 1000."""
    digits = f"{number:f}"
    return Decimal(digits.rstrip("0").rstrip(".") if "." in digits else digits)


def _measure(row: dict[str, str]) -> Measure:
    name = str(row.get("key") or row) if isinstance(row, dict) else str(row)
    tables.checked(_path(), name[:80], row, _KEYS, _NEEDED)
    if odd := next((key for key, value in row.items() if not isinstance(value, str)), None):
        zh, en = "应当是文字，写法之间用空格、例子之间用“；”", "should be text: forms parted by spaces"
        raise _wrong(f"{name}.{odd}", zh, en)
    qudt = row.get("qudt")
    counts = row.get("counts") == "true"
    return Measure(
        key=row["key"],
        kind=row["kind"],
        qudt=_QUDT + qudt if qudt else None,
        factor=_factor(name, row.get("factor", "1")),
        base=row.get("base", row["key"]),
        label_zh=row["zh"],
        label_en=row["en"],
        countable=counts,
        classifier=counts and row.get("word") == "true",
    )


def _factor(name: str, written: str) -> Fraction:
    try:
        return Fraction(written)
    except (ValueError, ZeroDivisionError) as error:
        zh, en = "应当是整数或分数，如 1000、1/1000", "should be a whole number or a fraction: 1000, 1/1000"
        raise _wrong(f"{name}.factor", zh, en) from error


def _path() -> Path:
    return resources.data("registry", "measures.yml")


def _wrong(where: str, zh: str, en: str) -> DataError:
    return tables.wrong(_path(), where, zh, en)


@cache
def measures() -> Measures:
    """Return the table, read once."""
    # The base loader leaves every scalar a string and is the quickest.
    try:
        rows = yaml.load(_path().read_bytes(), Loader=yaml.CBaseLoader)
    except yaml.YAMLError as error:
        said = " ".join(str(error).split())[:300]
        raise _wrong("", f"不是合法的 YAML：{said}", f"it is no YAML: {said}") from error
    made = Measures(rows)
    known = _kinds(made)
    for measure in made.by_key.values():
        if measure.kind not in known:
            raise tables.unknown(_path(), f"{measure.key}.kind", measure.kind, known)
    return made


@cache
def kinds() -> tuple[str, ...]:
    """Return the keys of the kinds of quantity: those of QUDT that a measure is of, and our own."""
    return tuple(sorted(_kinds(measures())))


def _kinds(made: Measures) -> frozenset[str]:
    of_qudt = {measure.kind for measure in made.by_key.values() if measure.kind[0].isupper()}
    return frozenset({row["key"] for row in quantity_kinds()} | of_qudt)


def quantity_kinds() -> list[dict[str, str]]:
    """Return the kinds of quantity that QUDT has not: rows of ``quantity-kinds.csv``."""
    columns = ("key", "label_zh", "label_en")
    return tables.read_rows(resources.data("registry", "quantity-kinds.csv"), columns, columns)
