"""The catalogue's rows as tables of written forms, worked out once and kept beside them.

    tables() -> Tables                                 what indicators() looks up
    python -m kg.emit.indicators                       after a change of the catalogue or its forms

The form of each of some twenty thousand wordings takes longer to find than a short notice takes to
read. So ``data/registry/indicator-index.tsv`` holds what ``build`` makes of ``indicators.csv``,
``indicator-names.csv`` and ``indicator-forms.yml``; it counts only while it bears their digest, and
whoever changes a row is served from the rows. A test compares it with them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from kg import resources
from kg.errors import DataError
from kg.identity import indicator_path
from kg.meant import one_of
from kg.registry.indicator_forms import Form, apart, classes, folded, form_of
from kg.registry.measures import kinds
from kg.registry.rows import read_rows

_NEEDED = ("key", "label", "label_en", "kind")
# Of each table its columns, and those whose cells must not be empty.
_CELLS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "indicators.csv": (
        (*_NEEDED, "verbs", "direction", "aggregation", "group", "broader", "examples", "not_examples"),
        _NEEDED,
    ),
    "indicator-names.csv": (
        ("name", "key", "relation", "reason"),
        ("name", "key", "relation", "reason"),
    ),
}

DIRECTIONS = ("more", "less", "fixed")
AGGREGATIONS = ("flow", "stock", "cumulative", "mean", "rate")
_COLUMNS = ("key", "label", "label_en", "kind", "direction", "aggregation", "group", "broader")
SOURCES = (
    ("registry", "indicators.csv"),
    ("registry", "indicator-names.csv"),
    ("patterns", "indicator-forms.yml"),
)
INDEX = "indicator-index.tsv"
_HEAD = "# Made by `python -m kg.emit.indicators`; change the tables, not this file. "
_NAMED = 3  # characters of a thing that is called so without its verb
Key = TypeVar("Key", str, Form)


@dataclass(frozen=True, slots=True)
class KnownIndicator:
    """A concept: one row of the catalogue."""

    key: str
    label: str
    label_en: str
    kind: str  # quantity kind, as in measures.yml
    direction: str  # which way is better: of DIRECTIONS
    aggregation: str  # how it adds up over a year: of AGGREGATIONS
    group: str | None = None  # counted things of a kind
    broader: str | None = None  # key of the wider concept

    @property
    def path(self) -> str:
        """The path of its IRI."""
        return indicator_path(self.label)


@dataclass(frozen=True, slots=True)
class Tables:
    """Concepts as lines, and by each written form the numbers of those that have it.

    A form is written ``verb thing``, with a space first where no verb is said; numbers are parted
    by spaces. What is looked up is made into an object, the rest stays a line.
    """

    lines: Sequence[str]
    wordings: Mapping[str, str]
    forms: Mapping[str, str]
    near: Mapping[str, str]
    _made: dict[str, KnownIndicator] = field(default_factory=dict)

    def with_wording(self, words: str) -> list[KnownIndicator]:
        """Return the concepts that have these words (folded) as a wording."""
        return self._concepts(self.wordings.get(words, ""))

    def with_form(self, form: Form) -> list[KnownIndicator]:
        """Return the concepts that have this form."""
        return self._concepts(self.forms.get(written(form), ""))

    def near_form(self, form: Form) -> list[KnownIndicator]:
        """Return the concepts of which a row says that this form is near them."""
        return self._concepts(self.near.get(written(form), ""))

    def by_key(self) -> dict[str, KnownIndicator]:
        """Return every concept by its key, in the order of the rows."""
        return {known.key: known for known in map(self._concept, map(str, range(len(self.lines))))}

    def _concepts(self, numbers: str) -> list[KnownIndicator]:
        return [self._concept(number) for number in numbers.split()]

    def _concept(self, number: str) -> KnownIndicator:
        if (found := self._made.get(number)) is None:
            found = self._made[number] = _concept(self.lines[int(number)].split("\t"))
        return found


def _concept(cells: Sequence[str]) -> KnownIndicator:
    key, label, label_en, kind, direction, aggregation, group, broader = cells
    return KnownIndicator(key, label, label_en, kind, direction, aggregation, group or None, broader or None)


def written(form: Form) -> str:
    """Return a form as the tables write it."""
    return f"{form.verb} {form.thing}"


def tables() -> Tables:
    """Return the tables: as kept where they belong to the rows, else worked out from them."""
    path = resources.data("registry", INDEX)
    text = path.read_text("utf-8") if path.exists() else ""
    head, _, rest = text.partition("\n")
    return _read(rest) if head == _HEAD + _digest() else _built()


def index() -> str:
    """Return the text of ``indicator-index.tsv``."""
    found = _built()
    parts = (found.wordings, found.forms, found.near)
    blocks = ["\n".join(f"{words}\t{numbers}" for words, numbers in part.items()) for part in parts]
    return "\n\n".join((_HEAD + _digest() + "\n" + "\n".join(found.lines), *blocks)) + "\n"


def exact_names(names: Iterable[Mapping[str, str]] | None = None) -> dict[str, list[str]]:
    """Return the printed wordings of each concept that has others than its label, by its key."""
    found: dict[str, list[str]] = {}
    for row in rows("indicator-names.csv") if names is None else names:
        if row["relation"] == "exact":
            found.setdefault(row["key"], []).append(row["name"])
    return found


def _read(text: str) -> Tables:
    concepts, *blocks = text.rstrip("\n").split("\n\n")
    wordings, forms, near = (dict([line.split("\t") for line in block.split("\n")]) for block in blocks)
    return Tables(concepts.split("\n"), wordings, forms, near)


def _built() -> Tables:
    return build(rows("indicators.csv"), rows("indicator-names.csv"))


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of one of the catalogue's tables as written."""
    columns, needed = _CELLS[name]
    return read_rows(resources.data("registry", name), columns, needed)


def _digest() -> str:
    return hashlib.sha256(b"\0".join(resources.data(*path).read_bytes() for path in SOURCES)).hexdigest()


# --- from the rows ------------------------------------------------------------------------------


def build(concepts: Sequence[Mapping[str, str]], names: Sequence[Mapping[str, str]] = ()) -> Tables:
    """Work the tables out.

    Args:
        concepts: ``indicators.csv``; ``verbs`` are the classes of verbs (``indicator-forms.yml``) under
            which the thing is this concept, ``-`` for none; empty: that of the label alone.
        names: ``indicator-names.csv``: ``name`` is another wording of ``key``, ``relation`` exact or close.

    Raises:
        DataError: a row contradicts another, or says what no list knows; it names file, key and mend.
    """
    made = _Builder()
    exact = exact_names(names)
    for row in concepts:
        made.enter(row, exact.get(row["key"], ()))
    for row in names:
        made.enter_name(row)
    return made.tables()


class _Builder:
    """The tables while rows are entered, with the checks that rows must stand."""

    def __init__(self) -> None:
        self._by_key: dict[str, KnownIndicator] = {}
        self._wordings: dict[str, list[KnownIndicator]] = {}
        self._forms: dict[Form, list[KnownIndicator]] = {}
        self._near: dict[Form, list[KnownIndicator]] = {}

    def enter(self, row: Mapping[str, str], names: Iterable[str]) -> None:
        """Enter a concept under its label and its other wordings."""
        known = _known(row)
        if known.key in self._by_key:
            raise _wrong("indicators.csv", known.key, "出现两次，请合并", "stands twice; merge the rows")
        self._by_key[known.key] = known
        for wording in (known.label, *names):
            self._enter_wording(wording, known, row.get("verbs", "").split())

    def _enter_wording(self, wording: str, known: KnownIndicator, verbs: list[str]) -> None:
        form = form_of(wording)
        _add(self._wordings, folded(wording), known)
        short = not form.verb and len(form.thing) < _NAMED
        if short and wording != known.label and form.thing != folded(wording):
            return  # 完成投资 does not make 投资 a name
        if form.verb and wording != known.label:  # 栽植苗木 does not make 苗木 by itself a name
            verbs = [verb for verb in verbs if verb != "-"]
        for verb in verbs or [form.verb or "-"]:
            if verb != "-" and verb not in classes().values():
                raise _wrong(
                    "indicators.csv", known.key, f"没有动词类 {verb}", f"names no class of verbs {verb}"
                )
            _add(self._forms, Form("" if verb == "-" else verb, form.thing), known)
        _add(self._forms, form, known)

    def enter_name(self, row: Mapping[str, str]) -> None:
        """Check a row of names, and enter it where it is near its concept only."""
        known = self._by_key.get(row["key"])
        if known is None:
            raise _wrong(
                "indicator-names.csv",
                row["name"],
                f"没有指标 {row['key']}",
                f"names no indicator {row['key']}",
            )
        if row["relation"] not in ("exact", "close") or not row["reason"]:
            raise _wrong(
                "indicator-names.csv",
                row["name"],
                "relation 须为 exact 或 close，reason 不能空",
                "needs a relation, exact or close, and a reason",
            )
        if row["relation"] == "close":
            found = self._near.setdefault(form_of(row["name"]), [])
            found += [] if known in found else [known]

    def tables(self) -> Tables:
        """Return what was entered."""
        for known in self._by_key.values():
            if known.broader and known.broader not in self._by_key:
                raise _wrong(
                    "indicators.csv", known.key, f"没有上位指标 {known.broader}", f"has no {known.broader}"
                )
        number = {key: str(i) for i, key in enumerate(self._by_key)}

        def numbers(found: Iterable[KnownIndicator]) -> str:
            return " ".join(number[known.key] for known in found)

        return Tables(
            ["\t".join(getattr(known, name) or "" for name in _COLUMNS) for known in self._by_key.values()],
            {words: numbers(found) for words, found in self._wordings.items()},
            {written(form): numbers(found) for form, found in self._forms.items()},
            {written(form): numbers(found) for form, found in self._near.items()},
        )


def _add(table: dict[Key, list[KnownIndicator]], key: Key, known: KnownIndicator) -> None:
    """Enter a concept; two of one quantity under one form would be one indicator."""
    found = table.setdefault(key, [])
    if known in found:
        return
    for other in found:
        if other.kind == known.kind and not apart(other.group, known.group):
            words = key.thing if isinstance(key, Form) else key
            raise _wrong(
                "indicators.csv",
                known.key,
                f"与 {other.key} 同为“{words}”，请合并或写明动词",
                f"has the words of {other.key} ({words}); merge them or name the verbs",
            )
    found.append(known)


def _known(row: Mapping[str, str]) -> KnownIndicator:
    columns = {"kind": kinds(), "direction": DIRECTIONS, "aggregation": AGGREGATIONS}
    for column, allowed in columns.items():
        if row[column] not in allowed:
            zh, en = one_of(row[column], allowed)
            raise _wrong(
                "indicators.csv",
                row["key"],
                f"的 {column} 不能是“{row[column]}”，{zh}",
                f"cannot have {row[column] or 'no'} {column}; {en}",
            )
    return _concept([row[name] for name in _COLUMNS])


def _wrong(file: str, key: str, zh: str, en: str) -> DataError:
    return DataError(
        f"data/registry/{file} 中的“{key}”{zh}。",
        f"In data/registry/{file}, {key} {en}.",
    )
