"""Names that are nearly one that is known: look-alike characters repaired, near spellings guessed.

Each names exactly one body, or nothing is said; what is guessed is told as a doubt.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from kg.model import NameDoubt, Unit
from kg.names.abbreviations import closeness, drops_one, likeness, one_edit, swaps
from kg.names.normal import fold, normal
from kg.registry.departments import Named
from kg.registry.patterns import load
from kg.resolve.resolution import GUESSED, REPAIRED, Resolution
from kg.resolve.scopes import Scope
from kg.resolve.view import View

_LEAST_CLOSENESS = 0.75  # of an abbreviation of a registered full name
_LEAST_LIKENESS = 0.8  # of a near spelling


def repaired(form: str, view: View) -> Resolution | None:
    """A name that differs from exactly one known name by look-alike characters alone."""
    folded = fold(form)
    for scope in view.scopes:
        literal = scope.names.literal
        hits = {literal[name][0].iri: literal[name][0] for name in scope.folded.get(folded, ())}
        if len(hits) == 1:
            unit = next(iter(hits.values()))
            return Resolution(unit, "repaired", REPAIRED, ("look-alike",), name=view.shown(unit, scope))
        if hits:
            return None
    by_fold = view.registry.departments.by_fold
    for scope in view.scopes:
        for prefix in scope.prefixes:
            start = fold(prefix)
            if folded.startswith(start) and (kind := by_fold.get(folded[len(start) :])):
                unit = scope.names.named.get((kind.name.short, kind.ending)) or department(kind, scope, view)
                return Resolution(unit, "repaired", REPAIRED, ("look-alike",), name=view.shown(unit, scope))
    return None


def department(kind: Named, scope: Scope, view: View) -> Unit:
    """Return the body of a kind of department in a place, made where no row holds it.

    One that a reform has ended since is followed by the registered body that the reform made of it.
    """
    reform = view.registry.departments.reforms.get(kind.name.short)
    after = scope.successor(kind, reform.new) if reform else None
    return view.make(
        scope,
        kind.label(scope.place, scope.word),
        kind.name.kind,
        scope.place,
        full=kind.full(scope.place, scope.word),
        departments=kind.name.types,
        replaced_by=after.iri if after else None,
        reform=reform.source if reform and after else None,
    )


def near(form: str, view: View) -> Resolution | None:
    """An abbreviation or near spelling of exactly one body of the place that the name states."""
    for scope in view.scopes:
        rest = scope.after(form)
        if len(rest) < 3:
            continue
        found = _abbreviation(rest, scope) or _near(rest, scope, view)
        if found is None:
            return None
        target, confidence, reason = found
        unit = target if isinstance(target, Unit) else department(target, scope, view)
        name = view.shown(unit, scope)
        doubt = NameDoubt("doubtful-name", (name,))
        return Resolution(unit, "guessed", confidence, (reason,), name=name, doubt=doubt)
    return None


def _abbreviation(rest: str, scope: Scope) -> tuple[Unit, Decimal, str] | None:
    """An abbreviation that no list holds, of one registered full name."""
    hits: dict[str, Unit] = {}
    slip = False
    for unit in scope.names.units:
        full = scope.after(normal(unit.full or unit.label))
        if full and closeness(rest, full) >= _LEAST_CLOSENESS:
            hits[unit.iri] = unit
            slip = len(rest) >= 4 and drops_one(rest, full)
    if len(hits) != 1:
        return None
    return next(iter(hits.values())), GUESSED, "near-spelling" if slip else "abbreviation"


def _near(rest: str, scope: Scope, view: View) -> tuple[Unit | Named, Decimal, str] | None:
    best: dict[object, tuple[float, Unit | Named]] = {}
    names = list(_names(rest, scope, view))
    for name, owner in names:
        key = owner.iri if isinstance(owner, Unit) else (owner.name.short, owner.ending)
        if len(rest) >= 3 and swaps(rest, name):
            best[key] = (_LEAST_LIKENESS, owner)
        if (
            not name
            or _is_branch(name) != _is_branch(rest)
            or name[-1] != rest[-1]
            or name[0] != rest[0]
            or abs(len(name) - len(rest)) > 1
        ):
            continue
        like = likeness(rest, name)
        if like >= _LEAST_LIKENESS and len(rest) >= 4 and like > best.get(key, (0.0,))[0]:
            best[key] = (like, owner)
    if len(best) != 1:
        return None
    like, target = next(iter(best.values()))
    if isinstance(target, Named) and not any(
        one_edit(rest, name) for name, owner in names if owner is target
    ):
        return None  # of a place that nobody has written down, only a slip is guessed at
    return target, round(Decimal(str(0.75 * like)), 2), "near-spelling"


def _is_branch(name: str) -> bool:
    return name.endswith(load("mentions").words["branch_ends"])


def _names(rest: str, scope: Scope, view: View) -> Iterable[tuple[str, Unit | Named]]:
    """Yield what a place's bodies are called: those registered, else those that every place may have."""
    if scope.names.records:
        for unit in scope.names.units:
            for name in (unit.label, unit.full):
                if name:
                    yield scope.after(normal(name)), unit
        return
    yield from _kinds(rest, scope, view)


def _kinds(rest: str, scope: Scope, view: View) -> Iterator[tuple[str, Named]]:
    for form, kind in view.registry.departments.by_ends.get((rest[0], rest[-1]), ()):
        if len(form) >= 4 and kind.fits(scope.place, scope.word):
            yield form, kind
