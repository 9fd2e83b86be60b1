"""Who is named: bodies with their roles, and leaders."""

from __future__ import annotations

from kg.evaluate.scores import FileScore
from kg.evaluate.words import Json, flat, squeezed, unit_key, where

ROLES = ("lead", "support", "responsible")


def compare_units(score: FileScore, gold: Json | None, got: Json | None) -> None:
    """Count the bodies of one item by their printed strings, and by string and role."""
    place = where(gold, got)
    bodies = [(unit_key(text), role) for role in ROLES for text in (gold.get(role) or [] if gold else [])]
    collectives = [unit_key(text) for text in (gold.get("collectives") or [] if gold else [])]
    found = [(unit_key(u["text"]), u["role"], u["collective"]) for u in (got["units"] if got else [])]
    optional = {unit_key(text) for text in flat(gold.get("collectiveAlternatives") if gold else None)}
    printed = [text for text, _ in bodies] + collectives
    found = [f for f in found if f[0] not in optional or f[0] in printed]
    collectives = [text for text in collectives if text not in optional or text in [f[0] for f in found]]
    score.count("units", [b for b, _ in bodies] + collectives, [f for f, _, _ in found], place)
    named = {b for b, _ in bodies}
    roles = [
        (text, role) for text, role, is_set in found if text in named or not (is_set or text in collectives)
    ]
    either = gold.get("roleAlternatives") if gold else None
    if either:
        allowed = {
            (unit_key(k), v) for k, vs in either.items() for v in (vs if isinstance(vs, list) else [vs])
        }
        bodies = [next((r for r in roles if r[0] == b[0] and r in allowed), b) for b in bodies]
    score.count("roles", bodies, roles, place)


def compare_leaders(score: FileScore, gold: Json | None, got: Json | None) -> None:
    """Count the names of the leaders of one item."""
    expected = gold.get("leader") or [] if gold else []
    expected = [expected] if isinstance(expected, str) else expected
    found = [leader["name"] for leader in (got["leaders"] if got else [])]
    score.count("leaders", [squeezed(n) for n in expected], found, where(gold, got))
