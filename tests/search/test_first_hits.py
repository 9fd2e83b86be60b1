"""Searches with the first hit that a reader expects, written from the notices without a look at the index."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from kg.settings import Settings
from kg.store.oxigraph import OxigraphStore
from kg.web.app import create_app
from tests import loaded

SEARCHES = list(csv.DictReader((Path(__file__).parent / "first-hits.csv").read_text("utf-8").splitlines()))


def fits(hit: dict[str, Any], row: dict[str, str]) -> bool:
    """Say whether a hit is the one that a row expects."""
    told = (hit["label"] + hit["also"] + hit["iri"]).replace(" ", "")
    placed = not row["place"] or row["place"].removesuffix("县").removesuffix("市") in hit["where"]
    return bool(hit["kind"] == row["kind"] and row["first"] in told and placed)


def rank(client: TestClient, row: dict[str, str]) -> int | None:
    """Return at which place the expected hit stands, from 1."""
    found = client.get("/search", params={"q": row["search"]}, headers={"Accept": "application/json"}).json()
    return next((place for place, hit in enumerate(found["hits"], 1) if fits(hit, row)), None)


def ranks(store: OxigraphStore, name: str) -> dict[str, int | None]:
    """Search in a store; return the place of each expected hit by the words searched for."""
    app = create_app(Settings(rate_per_minute=1_000_000), store=store)
    with TestClient(app) as client:
        app.state.kept.follow(store, lambda: True)
        return {row["search"]: rank(client, row) for row in SEARCHES if row["store"] == name}


def test_mean_reciprocal_rank() -> None:
    found = ranks(loaded.real(), "one") | ranks(loaded.several(), "several")
    assert len(found) == len(SEARCHES) == 80
    low = {search: place for search, place in found.items() if place != 1}
    assert sum(1 / place for place in found.values() if place) / len(found) >= 0.95, low
