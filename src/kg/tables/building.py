"""Tables of a whole store: every notice's graph is fetched once, and its rows are written.

manifest = build(store, folder)          puts new files in force
differences = check(store, folder)       what a rebuild would change
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from kg import resources
from kg.errors import DataError
from kg.store.base import Bindings, Iri
from kg.store.surroundings import lines_of, shared_graphs, tokens
from kg.tables import manifest as manifests
from kg.tables.files import Workshop
from kg.tables.manifest import Manifest
from kg.tables.mapping import mapping
from kg.tables.rows import Gaps, Row, notice_rows, registry_rows
from kg.tokens import Triples
from kg.vocab import kg

if TYPE_CHECKING:
    from kg.settings import Settings
    from kg.store.base import Store

NOTICES_A_PART = 50  # whose rows are held in memory at once
_KG_NOTICE, _IN_NOTICE, _INVOLVED = kg("Notice"), kg("inNotice"), kg("involvedUnit")

Told = Callable[[int, int], None]


def mapping_digest() -> str:
    """Return a digest of ``data/tables``: tables of another mapping are of no use."""
    found = sha256()
    for path in sorted(resources.data("tables").glob("*.yml")):
        found.update(path.name.encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:16]


def folder_of(settings: Settings) -> Path:
    """Return the folder of the tables: what the settings say, else one beside the store."""
    if settings.tables:
        return Path(settings.tables)
    if settings.store.startswith(("http://", "https://")):
        return Path("var", f"tables-{sha256(settings.store.encode()).hexdigest()[:8]}")
    store = Path(settings.store)
    return store.with_name(f"{store.name}-tables")


def current(folder: Path, base: str) -> Manifest | None:
    """Return the manifest in force, if it is of this mapping and base."""
    found = manifests.read(folder)
    if found is None or found.mapping != mapping_digest() or found.base != base:
        return None
    return found


def build(store: Store, folder: Path, *, told: Told | None = None, memory_mb: int = 1024) -> Manifest:
    """Make the tables of a store and put them in force.

    They name the state that the store was in before anything was read: if it is written to
    meanwhile, they are stale at once.

    Args:
        store: Whose notices and registry are told.
        folder: Of the tables.
        told: Called with how many notices are done, and of how many.
        memory_mb: For DuckDB.

    Raises:
        DataError: a graph does not fit the tables.
    """
    with manifests.writing(folder):
        made = _built(store, folder, told, memory_mb)
        _in_force(folder, made)
    return made


def adopt(source: Path, folder: Path, store: Store) -> Manifest | None:
    """Put tables that were made elsewhere of what the store now holds in force, for its state.

    Returns:
        the manifest; None where they are of another mapping or base, and nothing is done.
    """
    given = current(source, store.base)
    if given is None:
        return None
    with manifests.writing(folder):
        for file in given.files:
            target = folder / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            if not target.exists():
                shutil.copy2(source / file.path, target)
        made = replace(given, state=store.state)
        _in_force(folder, made)
    return made


def _in_force(folder: Path, made: Manifest) -> None:
    earlier = manifests.read(folder)
    manifests.write(folder, made)
    # Who reads the former files now may do so until the next rebuild.
    manifests.sweep(folder, [made] if earlier is None else [made, earlier])


def check(store: Store, folder: Path, *, told: Told | None = None) -> list[str]:
    """Return the tables whose rows a rebuild would change; files are compared by their digests."""
    held = current(folder, store.base)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f"{folder.name}-check-") as other:
        made = _built(store, Path(other), told, 1024)
    if held is None:
        return sorted({file.table for file in made.files})
    mine, theirs = ({(f.table, f.slice, f.sha256) for f in one.files} for one in (made, held))
    return sorted({table for table, _, _ in mine ^ theirs})


def _built(store: Store, folder: Path, told: Told | None, memory_mb: int) -> Manifest:
    tables, state, gaps = mapping(), store.state, Gaps()
    notices = _notices(store)
    registry = Triples(map(tokens, lines_of(store, shared_graphs(store.base)["registry"])))
    parts = folder / "parts"
    shutil.rmtree(parts, ignore_errors=True)
    with Workshop(folder, memory_mb=memory_mb) as shop:
        made = [parts / "registry"]
        known = tables.of("notice")
        shop.part({}, known, made[0])
        shop.part(registry_rows(registry, tables, gaps), tables.of("registry"), made[0])
        source = iter(notices)
        done = 0
        while some := list(islice(source, NOTICES_A_PART)):
            rows: dict[str, list[Row]] = {table.name: [] for table in known}
            for graph, notice in some:
                told_here = notice_rows(_facts(store, graph, registry), f"<{notice}>", tables, gaps)
                for name, found in told_here.items():
                    rows[name] += found
                done += 1
                if told:
                    told(done, len(notices))
            target = parts / f"{len(made):05}"
            shop.part(rows, known, target)
            shop.part({}, tables.of("registry"), target)
            made.append(target)
        files, slices = shop.assemble(made, tables)
    shutil.rmtree(parts)
    gaps.tell()
    return Manifest(store.base, mapping_digest(), state, slices, files)


def _notices(store: Store) -> list[tuple[str, str]]:
    """Return each notice's graph and IRI; a store of another kind is refused."""
    asked = f"SELECT ?g ?n WHERE {{ GRAPH ?g {{ ?n a <{_KG_NOTICE}> }} }} ORDER BY ?g ?n"
    rows = [(graph.value, notice.value) for graph, notice in _pairs(store, asked)]
    if len({graph for graph, _ in rows}) < len(rows) or len({notice for _, notice in rows}) < len(rows):
        raise DataError(
            "有的图不是恰好一份通知；表只用于一图一通知的知识库。",
            "Some graph does not hold exactly one notice; tables are for stores with one notice a graph.",
        )
    stray = store.query(
        f"ASK {{ GRAPH ?g {{ ?part <{_IN_NOTICE}> ?n }} "
        f"FILTER NOT EXISTS {{ GRAPH ?g {{ ?n a <{_KG_NOTICE}> }} }} }}"
    )
    if stray is True:
        raise DataError(
            "有的事项不在其通知的图中；表只用于一图一通知的知识库。",
            "Some part stands in a graph without its notice; tables are for stores with one notice a graph.",
        )
    return rows


def _facts(store: Store, graph: str, registry: Triples) -> Triples:
    """Return what a notice's graph says, and which units its items involve."""
    return Triples([*map(tokens, lines_of(store, graph)), *involved(store, graph)], registry)


def involved(store: Store, graph: str) -> Iterator[tuple[str, str, str]]:
    """Yield which units the items of a notice's graph involve, as tokens."""
    asked = (
        f"SELECT ?item ?unit WHERE {{ GRAPH <{graph}> {{ ?item <{_IN_NOTICE}> ?n }} "
        f"GRAPH <{store.base}graph/derived> {{ ?item <{_INVOLVED}> ?unit }} }}"
    )
    for item, unit in _pairs(store, asked):
        yield f"<{item.value}>", f"<{_INVOLVED}>", f"<{unit.value}>"


def _pairs(store: Store, asked: str) -> Iterator[tuple[Iri, Iri]]:
    answer = store.query(asked, default_graph="strict")
    assert isinstance(answer, Bindings)
    for first, second in answer.rows:
        if isinstance(first, Iri) and isinstance(second, Iri):
            yield first, second
