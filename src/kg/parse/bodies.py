"""The one recogniser of bodies: whether words are the name of a body, a list of them, or part of one.

    body(piece) -> "body" | "set" | "place" | None      one name
    names_bodies(text) -> bool                          a list of nothing but names
    begins_with_body(text), mostly_bodies(text), is_whole(text), parts_name(left, right)

A name is known by its ending (``data/patterns/bodies.yml``), or as a whole (``units_only`` and
``collective`` of ``data/patterns/duties.yml``). Nothing here asks where the words stand.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from kg.registry.levels import level_words
from kg.registry.patterns import rule
from kg.registry.units import registry

BodyKind = Literal["body", "set", "place"]
_LONGEST = 26  # characters of one name
_LONGEST_LIST = 160
MARKS_OF_LEADERS = "★☆▲△●*＊"  # before the body that leads


@lru_cache(maxsize=8192)
def body(piece: str) -> BodyKind | None:
    """Return what one name names: a body, a set of bodies, a place that may stand for one, or nothing."""
    if not 0 < len(piece) <= _LONGEST or rule("bodies.counted").search(piece):
        return None
    if rule("duties.collective").search(piece):
        return "set"
    if rule("duties.units_only").fullmatch(piece) or rule("bodies.ends_as_body").search(piece):
        return "body"
    return "place" if rule("bodies.place").search(piece) else None


def pieces(text: str) -> list[str]:
    """Cut a list at its marks and blanks outside brackets, the verbs of roles left out."""
    role = rule("bodies.role_behind")
    found = [piece.lstrip(MARKS_OF_LEADERS) for piece in rule("bodies.separator").split(text.rstrip("。"))]
    bare = (rule("bodies.by").sub("", role.sub("", piece)) for piece in found)
    return [piece for piece in bare if piece]


@lru_cache(maxsize=8192)
def names_bodies(text: str) -> bool:
    """Tell whether words hold nothing but names of bodies, one at least that is no bare place."""
    if not text or len(text) > _LONGEST_LIST or text.endswith("；"):
        return False
    if text.endswith("。") and "、" not in text:
        # A sentence may end like a name; only a short one with its level before it is one.
        known = rule("duties.units_only")
        if not (len(text) <= 20 and text[0] in level_words() and known.fullmatch(text[:-1])):
            return False
    kinds = [body(piece) for piece in pieces(text)]
    return None not in kinds and ("body" in kinds or "set" in kinds)


def surely_bodies(text: str) -> bool:
    """Tell whether every name of a list is known as a whole, not by its ending alone."""
    if text.endswith("。") and "、" not in text:
        return False
    found = [piece for piece in rule("labels.last_name").split(text.rstrip("。")) if piece]
    return bool(found) and all(len(piece) <= 24 and _known(piece) for piece in found)


def begins_with_body(text: str) -> bool:
    """Tell whether words begin with a name that is known as a whole."""
    return len(text) <= _LONGEST_LIST and _known(rule("labels.last_name").split(text)[0])


def _known(piece: str) -> bool:
    return "——" not in piece and bool(
        rule("duties.units_only").fullmatch(piece) or rule("duties.collective").search(piece)
    )


def mostly_bodies(text: str) -> bool:
    """Tell whether a list names bodies, though some of them end like none: 上海海关、上港集团、东航物流."""
    known = rule("duties.units_only")
    found = [piece for piece in rule("outline.parts").split(text) if piece]
    if len(found) < 3 or any(not rule("bodies.plain").fullmatch(piece) for piece in found):
        return False
    return 3 * sum(bool(known.fullmatch(piece)) for piece in found) >= 2 * len(found)


def is_whole(mention: str) -> bool:
    """Tell whether the last name of a list ends as names of bodies do."""
    return rule("bodies.whole_name").search(mention) is not None


def parts_name(left: str, right: str) -> bool:
    """Tell whether a cell's or line's end parts one name: 市政府办 above 公室, but not above 县财政局."""
    if rule("bodies.goes_on").match(right):
        return True
    if rule("bodies.opens_set").search(left):
        return True
    if rule("bodies.begins_name").match(right):
        return False
    return rule("bodies.half_name").search(left) is not None or _one_department(left, right)


def _one_department(left: str, right: str) -> bool:
    """Tell whether two pieces are one department's name, of which neither is: 人力资源社 and 会保障局."""
    known = registry().departments.by_form
    end = rule("bodies.separator").split(right.strip())[0]
    longest = min(len(left), _LONGEST)
    return end not in known and any(left[-size:] + end in known for size in range(1, longest + 1))
