"""Tables of the stores of ``tests.loaded``, made once for a test session."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from kg.store.oxigraph import OxigraphStore
from kg.tables.building import build
from kg.tables.manifest import Manifest
from kg.tables.reader import Reader
from tests import loaded


def of(store: OxigraphStore) -> tuple[Path, Manifest]:
    """Return new tables of a store."""
    folder = Path(tempfile.mkdtemp(prefix="kg-test-tables-"))
    return folder, build(store, folder)


@cache
def two() -> tuple[Path, Manifest]:
    """Return the tables of the store with two notices."""
    return of(loaded.two())


@cache
def reader() -> Reader:
    """Return a reader of them."""
    return Reader(two()[0])
