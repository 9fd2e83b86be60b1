"""How well a typed name is one of the names of a thing: same, look-alike, part, short form, pinyin, slip.

In two steps: SQL picks the forms that may fit, ``by_form``, ``by_letters`` and ``by_slip`` score them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.names import closeness, fold, normal, shortens

_AREA = "县市省区州"
_LEVELS = "省市县区州旗镇乡"  # what a place's name ends in and readers leave out
_LONGEST_SLIP = 20
_WILD = str.maketrans({"\\": "\\\\", "%": "\\%", "_": "\\_"})


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a name; a form without its leading 县 is spelt too, but is no form of its own."""

    form: str  # empty: only spelt
    folded: str
    spelt: str
    letters: str
    own: bool  # of the label, not of another name


def forms_of(label: str, also: Iterable[str]) -> list[Form]:
    """Return the forms that a thing is found by."""
    from kg.names.pinyin import initials, pinyin

    forms = list(dict.fromkeys(normal(name) for name in (label, *also) if name))
    made = []
    for at, form in enumerate(forms):
        made.append(Form(form, fold(form), pinyin(form), initials(form), at == 0))
        if _area(form):
            bare = form[1:]
            made.append(Form("", "", pinyin(bare), initials(bare), at == 0))
    return made


def by_name(sql: sqlite3.Connection, query: str) -> Iterator[tuple[int, float]]:
    """Yield the rows of entries that a query names, with a score up to 100."""
    letters = normal(query).lower()
    if letters.isascii() and letters.isalpha():
        found = _of(sql, *_spelt_like(letters))
        scored = ((row, by_letters(letters, names)) for row, names in found)
    else:
        form, folded = normal(query), fold(query)
        found = _of(sql, *_formed_like(form, folded))
        scored = ((row, by_form(form, folded, names)) for row, names in found)
    return (pair for pair in scored if pair[1])


def by_slip(sql: sqlite3.Connection, query: str) -> Iterator[tuple[int, float]]:
    """Yield the rows of entries with a name that differs from the query in one character."""
    form = normal(query)
    if not 3 <= len(form) <= _LONGEST_SLIP or form.isascii():
        return
    # One character is wrong, so one half of the name is right.
    halves = [part.translate(_WILD) for part in (form[: len(form) // 2], form[len(form) // 2 :])]
    test = "length(form) BETWEEN ? AND ? AND (form LIKE ? ESCAPE '\\' OR form LIKE ? ESCAPE '\\')"
    values: list[str | int] = [len(form) - 1, len(form) + 2, f"%{halves[0]}%", f"%{halves[1]}%"]
    for row, names in _of(sql, test, values):
        near = [name for name in names if name.form and _slipped(form, name.form)]
        if near:
            yield row, 65.0 if any(name.own for name in near) else 64.0


def _slipped(form: str, name: str) -> bool:
    return _one_off(form, name) or (_area(name) and _one_off(form, name[1:]))


def _one_off(one: str, other: str) -> bool:
    """Say whether two names differ in one character: another, or one too many on either side."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    same = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    at = min(len(one), len(other)) if same is None else same
    longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
    if longer[at : at + 1].isdigit():  # another year or number is another thing
        return False
    return longer[at + 1 :] == shorter[at + (len(one) == len(other)) :]


def _of(sql: sqlite3.Connection, test: str, values: Sequence[str | int]) -> Iterator[tuple[int, list[Form]]]:
    """Yield all forms of the entries that have one which passes a test, the label's first."""
    rows: dict[int, list[Form]] = {}
    for row, own, form, folded, spelt, letters in sql.execute(
        f"SELECT entry, own, form, folded, spelt, letters FROM name WHERE entry IN "
        f"(SELECT entry FROM name WHERE {test}) ORDER BY rowid",
        values,
    ):
        rows.setdefault(row, []).append(Form(form, folded, spelt, letters, bool(own)))
    yield from rows.items()


def _formed_like(form: str, folded: str) -> tuple[str, list[str]]:
    """Return the test of forms that may be meant: all that ``by_form`` gives a score, and some more."""
    if len(form) < 2:
        return "form = ? OR folded = ? OR substr(form, 2) = ?", [form, folded, form]
    # What keeps the order of the characters holds them in one piece as well, and short forms do.
    inside = "%" + "%".join(char.translate(_WILD) for char in form) + "%"
    return "folded LIKE ? ESCAPE '\\' OR form LIKE ? ESCAPE '\\'", [f"%{folded.translate(_WILD)}%", inside]


def _spelt_like(letters: str) -> tuple[str, list[str]]:
    """Return the test of spellings: all that ``by_letters`` gives a score, and some more."""
    if len(letters) < 2:
        return "spelt = ? OR letters = ?", [letters, letters]
    spelt = f"%{letters}%" if len(letters) >= 4 else f"{letters}%"
    skipping = "%".join(letters) if len(letters) >= 3 else letters
    return "spelt LIKE ? OR letters LIKE ? OR letters LIKE ?", [spelt, f"{letters}%", skipping]


def _area(form: str) -> bool:
    return form[:1] in _AREA and len(form) > 2


def by_form(form: str, folded: str, known: Sequence[Form]) -> float:
    """Return how well a typed name fits the forms of one thing, up to 100."""
    names = [name for name in known if name.form]
    if same := _same(form, folded, names):
        return same
    if len(form) < 2:
        return 0.0
    if any(name.form[-1] in _LEVELS and name.form[:-1] == form for name in names):
        return 91.0
    if tail := max((_covers(form, name.form) for name in names), default=0.0):
        return 62 + 20 * tail
    if short := max((_shortening(form, name.form) for name in names), default=0.0):
        return 50 + 25 * short
    return 58.0 if len(form) >= 3 and any(folded in name.folded for name in names) else 0.0


def _same(form: str, folded: str, names: Sequence[Form]) -> float:
    """Return how well a typed name is a whole one: as written, by look-alikes, without its area."""
    if written := [name for name in names if name.form == form]:
        return 100.0 if any(name.own for name in written) else 97.0
    if alike := [name for name in names if name.folded == folded]:
        return 95.5 if any(name.own for name in alike) else 95.0
    return 92.0 if any(_area(name.form) and name.form[1:] == form for name in names) else 0.0


def _shortening(form: str, name: str) -> float:
    """Return how well ``form`` abbreviates ``name`` or what follows the name of its area."""
    if len(form) < 3 or form[-1] != name[-1]:
        return 0.0
    starts = [at for at, char in enumerate(name[:6]) if char == form[0]]
    return max(
        (closeness(form, name[at:]) * (1 if at <= 3 else 0.7) for at in starts if shortens(form, name[at:])),
        default=0.0,
    )


def _covers(form: str, name: str) -> float:
    """Return the share of ``name`` that ``form`` is, a beginning or an end more than a middle."""
    if form not in name:
        return 0.0
    share = len(form) / len(name)
    return share if name.startswith(form) or name.endswith(form) else share * 0.8


def by_letters(letters: str, names: Sequence[Form]) -> float:
    """Return how well pinyin or initials fit the forms of one thing, up to 94."""
    if whole := _whole_letters(letters, names):
        return whole
    every = [name for known in names for name in (known.letters, known.spelt)]
    if len(letters) >= 2 and any(name.startswith(letters) for name in every):
        return 70.0
    if len(letters) >= 4 and any(letters in name.spelt for name in names):
        return 60.0
    if len(letters) >= 3 and any(_skips(letters, name.letters) for name in names):
        return 50.0
    return 0.0


def _whole_letters(letters: str, names: Sequence[Form]) -> float:
    """Return how well letters spell a whole name: in full, a place without its level, by initials."""
    for own, score in ((True, 94.0), (False, 90.0)):
        if any(letters == name.spelt and name.own == own for name in names):
            return score
    if any(name.spelt.startswith(letters) and _without_level(name.form) == letters for name in names):
        return 91.0
    for own, score in ((True, 93.0), (False, 89.0)):
        if any(letters == name.letters and name.own == own for name in names):
            return score
    return 0.0


def _without_level(form: str) -> str:
    """Return the pinyin of a place's name without its last character: gudu of 古渡镇; empty of others."""
    from kg.names.pinyin import pinyin

    return pinyin(form[:-1]) if len(form) > 2 and form[-1] in _LEVELS else ""


def _skips(letters: str, name: str) -> bool:
    """Say whether initials leave some of a name's out, first and last kept: wjj of wsjkj."""
    if letters[0] != name[:1] or letters[-1] != name[-1:]:
        return False
    rest = iter(name)
    return all(letter in rest for letter in letters)
