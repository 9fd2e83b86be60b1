"""What an import speaks of has to be known: a figure of a place or indicator that nobody has is lost.

    refuse_unknown(quads, store)

Divisions are those of ``data/registry/places``, indicators those of the catalogue and of the notices
that the store holds, projects those of its notices.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.emit.terms import Quad
from kg.errors import InputError
from kg.registry.indicators import indicators
from kg.registry.places import places
from kg.store.base import Bindings, Store

_KINDS = ("place", "indicator", "notice")
_SHOWN = 5
_ASKED_AT_ONCE = 500


def refuse_unknown(quads: Iterable[Quad], store: Store) -> None:
    """Refuse quads that lead to places, indicators or projects which neither registry nor store has.

    Raises:
        InputError: some do; the first of them are named.
    """
    named: dict[str, None] = {}
    for _, predicate, value, graph in quads:
        path = value[1:-1].removeprefix(store.base)
        ours = value.startswith(f"<{store.base}") and path.partition("/")[0] in _KINDS
        if ours and "/graph/data-" in graph and not predicate.endswith("ns#type>"):
            named[path] = None
    tables = places()
    catalogue = {known.path for known in indicators().by_key.values()}
    open_ = [path for path in named if path not in catalogue and not tables.by_path(path)]
    held = set(_held(open_, store))
    if unknown := [path for path in open_ if path not in held]:
        shown, more = unknown[:_SHOWN], len(unknown) - _SHOWN
        zh, en = (f" 等 {len(unknown)} 个", f" and {more} more") if more > 0 else ("", "")
        raise InputError(
            f"表中有不认识的区划、指标或项目：{'、'.join(shown)}{zh}；请核对代码，指标先用 kg link 对齐。",
            f"The table names divisions, indicators or projects that are not known: {', '.join(shown)}{en}; "
            "check the codes, and find indicators by kg link first.",
        )


def _held(paths: list[str], store: Store) -> Iterator[str]:
    """Yield those of some paths that the store says something of."""
    for start in range(0, len(paths), _ASKED_AT_ONCE):
        values = " ".join(f"<{store.base}{path}>" for path in paths[start : start + _ASKED_AT_ONCE])
        text = f"SELECT DISTINCT ?thing WHERE {{ VALUES ?thing {{ {values} }} ?thing a ?class }}"
        answer = store.query(text, default_graph="union")
        assert isinstance(answer, Bindings)
        yield from (row["thing"].value.removeprefix(store.base) for row in answer.dicts())
