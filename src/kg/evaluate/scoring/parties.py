"""Who is named: bodies with their roles and canonical names, leaders with their posts.

Gold gives ``leaderTitle`` (or ``leaderTitles``): the post as printed, of every leader of the item or
a list with one for each (None: none is printed). For a whole notice ``canonical``: string → name, or
→ ``{"name", "certain": false}`` where the name as printed is right too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.evaluate.scoring.scores import FileScore
from kg.evaluate.scoring.words import Json, flat, form, squeezed, unit_key, where

ROLES = ("lead", "support", "responsible")


def compare_units(score: FileScore, gold: Json | None, got: Json | None) -> None:
    """Count the bodies of one item by their printed strings, and by string and role."""
    place = where(gold, got)
    said = gold or {}
    bodies = [(unit_key(text), role) for role in ROLES for text in said.get(role) or []]
    collectives = [unit_key(text) for text in said.get("collectives") or []]
    units = got["units"] if got else []
    found = [(unit_key(u["text"]), u["role"], u["collective"]) for u in units]
    optional = {unit_key(text) for text in flat(said.get("collectiveAlternatives"))}
    printed = [text for text, _ in bodies] + collectives
    found = [one for one in found if one[0] not in optional or one[0] in printed]
    read = [text for text, _, _ in found]
    collectives = [text for text in collectives if text not in optional or text in read]
    score.count("units", [text for text, _ in bodies] + collectives, read, place)
    roles = _one_by_one(found, {text for text, _ in bodies}, collectives)
    score.count("roles", _with_right_roles(bodies, roles, said), roles, place)


def _one_by_one(
    found: list[tuple[str, str, bool]], named: set[str], collectives: list[str]
) -> list[tuple[str, str]]:
    """Return what is read with its role, but for groups that gold does not name as a body."""
    return [
        (text, role) for text, role, is_set in found if text in named or not (is_set or text in collectives)
    ]


def _with_right_roles(
    bodies: list[tuple[str, str]], read: list[tuple[str, str]], gold: Json
) -> list[tuple[str, str]]:
    """Return the bodies of gold, each with the role that was read where gold says it is right too."""
    either = gold.get("roleAlternatives") or {}
    allowed = {(unit_key(name), role) for name, roles in either.items() for role in flat(roles)}
    right = {text: (text, role) for text, role in reversed(read) if (text, role) in allowed}
    return [right.get(body[0], body) for body in bodies]


def compare_leaders(score: FileScore, gold: Json | None, got: Json | None) -> None:
    """Count the names of the leaders of one item."""
    found = [leader["name"] for leader in (got["leaders"] if got else [])]
    score.count("leaders", [squeezed(name) for name in _leaders(gold)], found, where(gold, got))


def compare_posts(score: FileScore, gold: Json | None, got: Json | None) -> None:
    """Count the posts of the leaders of one item, where gold tells of posts."""
    if gold is None or not gold.keys() & {"leaderTitle", "leaderTitles"}:
        return
    names = _leaders(gold)
    given = gold.get("leaderTitles") or gold.get("leaderTitle")
    posts = given if isinstance(given, list) else [given] * len(names)
    expected = [f"{squeezed(name)} {form(post)}" for name, post in zip(names, posts, strict=True) if post]
    found = [f"{one['name']} {form(one['post'])}" for one in (got["leaders"] if got else []) if one["post"]]
    score.count("posts", expected, found, where(gold, got))


def compare_names(score: FileScore, gold: Json, got: Json) -> None:
    """Count the canonical names of the printed strings that gold names, each string once."""
    canonical = {unit_key(text): name for text, name in (gold.get("canonical") or {}).items()}
    named = {
        text for item in _items(gold) for role in (*ROLES, "collectives") for text in item.get(role) or ()
    }
    found: dict[str, str] = {}
    for item in _items(got):
        for unit in item["units"]:
            found.setdefault(unit_key(unit["text"]), unit["name"])
    for text in sorted({unit_key(text) for text in named} & canonical.keys()):
        given = canonical[text]
        sure = not isinstance(given, Mapping) or given.get("certain", True)
        name = given["name"] if isinstance(given, Mapping) else given
        right = {name} if sure else {name, text}
        tally = score.scores["resolution"]
        if found.get(text) in right:
            tally.right += 1
        else:
            tally.wrong += text in found
            tally.missed += 1
            score.differences.append(f"! resolution {text}: {name} ≠ {found.get(text)}")


def _items(notice: Json) -> Iterable[Json]:
    return (*notice["tasks"], *notice.get("projects", ()))


def _leaders(gold: Json | None) -> list[str]:
    given = gold.get("leader") or [] if gold else []
    return [given] if isinstance(given, str) else list(given)
