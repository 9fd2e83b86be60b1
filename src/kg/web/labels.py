"""What pages write for IRIs of codes, themes, measures and notices, in either language.

    labels = Labels()
    labels.of(app.state, "zh")      → label by IRI, of the store's present state

Codes are thousands and stand in the ontology's graph: they are read again only after a write that may
have changed it. Notices come from what is kept beside the store, where it is of this state.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

from kg.query.catalog import LABELLED, labels_of
from kg.query.table import Table, make_table
from kg.store.base import Store
from kg.store.surroundings import shared_graphs
from kg.web.cookies import LANGUAGES
from kg.web.deps import catalog_of

_CODES, _NOTICES = LABELLED
_ByLanguage = dict[str, dict[str, str]]


class Labels:
    """The labels of one application's store, read once for each state of it."""

    def __init__(self) -> None:
        self._reading = threading.Lock()
        self._codes: tuple[str, _ByLanguage] | None = None  # the state that they are known to be of
        self._whole: tuple[str, _ByLanguage] | None = None

    def of(self, state: Any, lang: str, *, lagging: bool = False) -> Mapping[str, str]:
        """Return the labels in one language; ``state`` is that of the application.

        ``lagging``: those of an earlier state are good, where they are known.
        """
        known = self._whole if lagging else None
        return (self.read(state) if known is None else known[1])[lang]

    def read(self, state: Any) -> _ByLanguage:
        """Return the labels by language."""
        known, now = self._whole, state.backend.state
        if known is not None and known[0] == now:
            return known[1]
        with self._reading:
            known = self._whole
            if known is None or known[0] != now:
                codes = self._read_codes(state)
                notices = _by_language(_notices(state))
                known = now, {one: codes[one] | notices[one] for one in LANGUAGES}
                self._whole = known if now is not None else None
            return known[1]

    def _read_codes(self, state: Any) -> _ByLanguage:
        store: Store = state.backend.store
        now = store.state
        if self._codes is None or now is None or not _same_ontology(store, self._codes[0]):
            self._codes = now or "", _by_language(catalog_of(state).run(_CODES, {}, store))
        else:
            self._codes = now, self._codes[1]
        return self._codes[1]


def _same_ontology(store: Store, since: str) -> bool:
    """Whether no write since a state can have changed the ontology's graph."""
    change = store.changes_since(since)
    if change is None or change.everything:
        return False
    return shared_graphs(store.base)["ontology"] not in change.replaced | change.extended


def _notices(state: Any) -> Table:
    store: Store = state.backend.store
    query = catalog_of(state).get(_NOTICES)
    kept = state.kept.page(_NOTICES, store) if state.kept is not None else None
    if kept is None:
        return catalog_of(state).answer(query, {}, store)
    return make_table(query, list(query.columns), kept[0].rows, {})


def _by_language(table: Table) -> _ByLanguage:
    return {lang: labels_of(table, lang) for lang in LANGUAGES}
