"""Measure searches by the hits that a reader expects: ``python -m tests.searches LIST.tsv FILE|FOLDER…``.

``LIST.tsv`` has a search in each row: ``search``, ``kind`` and ``first`` of the hit that should come
first, ``place`` of its government (or empty) and ``why``. Several right kinds or words stand with
``|`` between them; ``first`` is looked for in a hit's label, its other names or text and its address,
blanks left out. The notices (of a folder its ``.txt``, ``.md`` and ``.html``) are converted and loaded
into a fresh store, and a service on it is asked. Printed are the searches whose hit is not the first,
with the place of it and what stands first, and the mean reciprocal rank; ``--loaded NAME`` asks one
of the stores of ``tests.loaded`` instead.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from kg import loading, pipeline
from kg.errors import NotANotice
from kg.settings import Settings
from kg.store.oxigraph import OxigraphStore
from kg.web.app import create_app
from tests import loaded

_ENDINGS = (".txt", ".md", ".html")
Row = Mapping[str, str]


def rows(file: Path) -> list[dict[str, str]]:
    """Return the searches of a list, by tabs or by commas."""
    with file.open(encoding="utf-8", newline="") as lines:
        if file.suffix == ".csv":
            return list(csv.DictReader(lines))
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def fits(hit: Mapping[str, Any], row: Row) -> bool:
    """Say whether a hit is the one that a row expects."""
    told = (hit["label"] + hit["also"] + hit["iri"]).replace(" ", "")
    placed = not row["place"] or row["place"].removesuffix("县").removesuffix("市") in hit["where"]
    named = any(word.replace(" ", "") in told for word in row["first"].split("|"))
    return named and placed and hit["kind"] in row["kind"].split("|")


def asked(client: TestClient, search: str) -> list[dict[str, Any]]:
    """Return the hits of a search."""
    answer = client.get("/search", params={"q": search}, headers={"Accept": "application/json"})
    hits: list[dict[str, Any]] = answer.json()["hits"]
    return hits


def rank(hits: Iterable[Mapping[str, Any]], row: Row) -> int | None:
    """Return the place of the expected hit, from 1."""
    return next((place for place, hit in enumerate(hits, 1) if fits(hit, row)), None)


def mean(ranks: Iterable[int | None]) -> float:
    """Return the mean reciprocal rank."""
    every = list(ranks)
    return sum(1 / place for place in every if place) / len(every) if every else 0.0


def ranks(store: OxigraphStore, searches: Iterable[Row]) -> dict[str, int | None]:
    """Search in a store; return the place of each expected hit by the words searched for."""
    app = create_app(Settings(rate_per_minute=1_000_000), store=store)
    with TestClient(app) as client:
        app.state.kept.follow(store, lambda: True)
        return {row["search"]: rank(asked(client, row["search"]), row) for row in searches}


def store_of(paths: Iterable[Path]) -> OxigraphStore:
    """Return a store with the notices of files and folders; what is no notice is named and left out."""
    store = loaded.prepared()
    files = [
        file
        for path in paths
        for file in (sorted(path.iterdir()) if path.is_dir() else [path])
        if file.suffix in _ENDINGS
    ]
    for file in files:
        try:
            loading.load_notice(pipeline.convert(file), store, at=loaded.LOADED)
        except NotANotice as refused:
            print(f"left out {file.name}: {refused}")
    return store


def main(arguments: list[str] | None = None) -> None:
    """Print the searches that do not find their hit first, and the mean reciprocal rank."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("list", type=Path)
    parser.add_argument("notices", type=Path, nargs="*")
    parser.add_argument("--loaded", choices=("real", "several", "fifteen", "two"))
    given = parser.parse_args(arguments)
    if bool(given.notices) == bool(given.loaded):
        parser.error("name the notices, or a store with --loaded")
    store = getattr(loaded, given.loaded)() if given.loaded else store_of(given.notices)
    app = create_app(Settings(rate_per_minute=1_000_000), store=store)
    found: list[int | None] = []
    slowest = 0.0
    with TestClient(app) as client:
        app.state.kept.follow(store, lambda: True)
        for row in rows(given.list):
            start = time.process_time()
            hits = asked(client, row["search"])
            slowest = max(slowest, time.process_time() - start)
            place = rank(hits, row)
            found.append(place)
            if place != 1:
                first = f"{hits[0]['kind']} {hits[0]['label'][:24]} {hits[0]['where']}" if hits else "nothing"
                expected = f"{row['kind']} {row['first']} {row['place']}".strip()
                print(f"{place or '–':>3}  {row['search']} → {expected}; first: {first}")
    print(f"{len(found)} searches, mean reciprocal rank {mean(found):.3f}, slowest {slowest:.3f} s of CPU")


if __name__ == "__main__":
    main()
