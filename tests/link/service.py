"""The real notice in a store of memory, and the service over it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from starlette.testclient import TestClient

from kg import emit, pipeline
from kg.link.describe import terms
from kg.link.linksets import linkset_quads
from kg.settings import Settings
from kg.store.base import Blank
from kg.store.oxigraph import OxigraphStore
from kg.web.app import create_app
from tests.conftest import ROOT

NOTICE = ROOT / "tests" / "gold" / "shengsi-2024-5" / "notice.txt"
BASE = "https://w3id.org/zeren/"
ID = "330922-2024-59976130"


@cache
def sample_store(path: Path = NOTICE) -> OxigraphStore:
    """Return a store that holds the notice, the registry, the ontology and the linksets."""
    store = OxigraphStore(None, base=BASE)
    notice = pipeline.convert(path)
    at = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    quads = [*emit.quads(notice, BASE), *emit.registry_quads(BASE), *emit.derived(notice, BASE)]
    quads += emit.meta(notice, BASE, at=at, full_text=True)
    pieces: dict[str, set[tuple[str, ...]]] = {}
    for s, p, o, g in quads:
        pieces.setdefault(g[1:-1], set()).add((s, p, o))
    store.load({}, merge=pieces)
    ontology = [t for t in terms() if not any(isinstance(term, Blank) for term in t)]
    store.put(f"{BASE}graph/ontology", ontology)
    store.put(f"{BASE}graph/links", linkset_quads(BASE))
    return store


def sample_triples() -> bytes:
    """Return the sample as N-Triples, without the ontology, which a running service has of its own."""
    ontology = f"<{BASE}graph/ontology>"
    kept = (quad for quad in sample_store().engine if str(quad.graph_name) != ontology)
    return b"".join(f"{quad.triple} .\n".encode() for quad in kept)


@contextmanager
def service(**settings: object) -> Iterator[TestClient]:
    """Return a client of the service over the sample."""
    made = Settings(**settings) if not os.environ.get("KG_STORE") else Settings(store="", **settings)  # type: ignore[arg-type]
    with TestClient(create_app(made, store=sample_store()), follow_redirects=False) as client:
        yield client
