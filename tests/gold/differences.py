"""Two readings of one notice, and in words what differs between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Json = Mapping[str, Any]

# What makes two elements of a list the same one; a list that is not named here is compared whole.
_SAME = {
    "tasks": ("iri",),
    "projects": ("iri",),
    "units": ("text",),
    "leaders": ("name",),
    "targets": ("value", "unit"),
    "aims": ("text",),
    "places": ("text",),
    "statedTotals": ("of", "label"),
    "findings": ("code", "evidence"),
    "unread": ("start", "end"),
    "sources": ("name",),
}
_SHOWN = {
    "tasks": ("number", "text"),
    "projects": ("number", "name"),
    "units": ("text", "role"),
    "leaders": ("name", "post"),
    "targets": ("indicatorText", "change", "bound", "value", "unit"),
    "findings": ("severity", "code", "message"),
    "unread": ("start", "end", "reason"),
}
_SPANS = ("evidence", "start", "end")
_WIDTH = 40


def differences(before: Json | None, after: Json | None) -> list[str]:
    """Return what differs, a line each; moved evidence is counted, not listed."""
    if before is None or after is None:
        return [] if before is after else ["+ is a notice" if before is None else "- is no notice any more"]
    moved: list[str] = []
    lines = list(_of_objects(_relative(before), _relative(after), "", moved))
    if moved:
        lines.append(f"! evidence moved: {len(moved)} ({moved[0]}{', …' if len(moved) > 1 else ''})")
    return lines


def _relative(got: Json) -> Any:
    """Name the parts of a notice by their path below it: a new number of the notice moves nothing."""
    iri = got["notice"]["iri"] + "/"

    def cut(value: Any) -> Any:
        if isinstance(value, str):
            return value.removeprefix(iri)
        if isinstance(value, Mapping):
            return {key: cut(one) for key, one in value.items()}
        return [cut(one) for one in value] if isinstance(value, list) else value

    return cut(got)


def _of_objects(before: Json, after: Json, where: str, moved: list[str]) -> Iterator[str]:
    for key in sorted({*before, *after}):
        old, new = before.get(key), after.get(key)
        if old == new and (key in before) == (key in after):
            continue
        here = f"{where} {key}".strip()
        if key not in before or key not in after:
            yield f"{'+' if key in after else '-'} key {here}"
        elif key in _SPANS:
            moved.append(here)
        elif key in _SAME and isinstance(old, list) and isinstance(new, list):
            yield from _of_lists(key, old, new, where, moved)
        elif isinstance(old, Mapping) and isinstance(new, Mapping):
            yield from _of_objects(old, new, here, moved)
        else:
            yield f"! {here}: {_short(old)} → {_short(new)}"


def _of_lists(
    key: str, before: Sequence[Json], after: Sequence[Json], where: str, moved: list[str]
) -> Iterator[str]:
    free = list(after)
    lost = []
    for old in before:
        same = next((new for new in free if _identity(key, new) == _identity(key, old)), None)
        if same is None:
            lost.append(old)
            continue
        free.remove(same)
        yield from _of_objects(old, same, f"{where} {_name(key, old)}".strip(), moved)
    yield from (f"- {where} {_name(key, one)}".replace("  ", " ") for one in lost)
    yield from (f"+ {where} {_name(key, one)}".replace("  ", " ") for one in free)
    kept = [_identity(key, one) for one in before if one not in lost]
    if kept != [_identity(key, one) for one in after if one not in free]:
        yield f"! {where} {key}: the order changed".replace("  ", " ")


def _identity(key: str, one: Json) -> tuple[Any, ...]:
    return tuple(one.get(part) for part in _SAME[key])


def _name(key: str, one: Json) -> str:
    shown = " ".join(str(one[part]) for part in _SHOWN.get(key, _SAME[key]) if one.get(part) is not None)
    return f"{key.removesuffix('s')} {_short(shown, quoted=False)}"


def _short(value: Any, quoted: bool = True) -> str:
    text = repr(value) if quoted else value
    return text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…"
