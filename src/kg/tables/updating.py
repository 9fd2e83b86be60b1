"""Tables brought after the writes to their store: the rows of the notices that changed are made anew.

    made = updated(store, folder, held, graphs)     → Manifest, or None: make all of them anew

The files of other notices stay as they are, and the outcome is that of making everything anew, byte
for byte.
"""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterable
from pathlib import Path

from kg.store.base import Bindings, Store
from kg.store.surroundings import lines_of, named, said_of, shared_graphs, tokens
from kg.tables.building import involved
from kg.tables.files import Workshop
from kg.tables.manifest import Manifest
from kg.tables.mapping import mapping
from kg.tables.rows import Gaps, Row, key, notice_rows, registry_rows
from kg.tokens import Triples
from kg.vocab import PREFIXES, kg

MEMORY_MB = 512  # of DuckDB, beside whoever else works in this process
_TYPE, _NOTICE, _IN_NOTICE = f"<{PREFIXES['rdf']}type>", f"<{kg('Notice')}>", f"<{kg('inNotice')}>"


def updated(store: Store, folder: Path, held: Manifest, graphs: Collection[str]) -> Manifest | None:
    """Write files for what some graphs now hold; the manifest of all files is not in force yet.

    Args:
        store: Whose graphs they are.
        folder: Of the tables, which nobody else writes into meanwhile.
        held: The manifest in force.
        graphs: All that changed since its state.

    Returns:
        a manifest of the state that the store was in before anything was read; None where these graphs
        alone do not tell what the tables should hold.

    Raises:
        DataError: a graph does not fit the tables.
    """
    state, tables, gaps = store.state, mapping(), Gaps()
    rows: dict[str, list[Row]] = {table.name: [] for table in tables.of("notice")}
    names: set[str] = set()
    gone = []
    for graph in sorted(graphs):
        lines = lines_of(store, graph)
        notice = _notice_of(graph, store.base)
        if notice is None or not _is_whole(lines, notice):
            return None
        gone.append(key(notice))
        if not lines:
            continue
        known = _known(store, named(lines, store.base))
        names.update(known.iris)
        facts = Triples([*map(tokens, lines), *involved(store, graph)], known.triples)
        for name, found in notice_rows(facts, f"<{notice}>", tables, gaps).items():
            rows[name] += found
    said = _known(store, names).triples
    with tempfile.TemporaryDirectory(dir=folder, prefix="parts-") as parts:
        part = Path(parts)
        with Workshop(folder, memory_mb=MEMORY_MB, threads=1) as shop:
            shop.part(rows, tables.of("notice"), part)
            shop.part(registry_rows(said, tables, gaps), tables.of("registry"), part)
            if shop.is_other(held, part, tables):
                return None
            files, slices = shop.renew(held, part, gone, tables)
    gaps.tell()
    made = Manifest(held.base, held.mapping, state, slices, files)
    # A write meanwhile has its own turn: what is made here names a state that is none any more.
    return made if store.state != state or _notices(store) == made.notices else None


def _notice_of(graph: str, base: str) -> str | None:
    """Return the notice whose graph it is, by its name; None: that of something else."""
    id_ = graph.removeprefix(f"{base}graph/")
    return None if id_ == graph else f"{base}notice/{id_}"


def _is_whole(lines: Iterable[bytes], notice: str) -> bool:
    """Whether a graph holds that very notice with its parts, or nothing of any."""
    wanted, parts = f"<{notice}>", False
    notices = set()
    for line in lines:
        subject, predicate, value = tokens(line)
        if predicate == _TYPE and value == _NOTICE:
            notices.add(subject)
        parts = parts or predicate == _IN_NOTICE
    return notices == {wanted} or not (notices or parts)


class _Known:
    """What the registry says of things, and of what it names in saying so."""

    def __init__(self) -> None:
        self.iris: set[str] = set()
        self.triples = Triples(())


def _known(store: Store, iris: Iterable[str]) -> _Known:
    registry = shared_graphs(store.base)["registry"]
    found, wanted = _Known(), set(iris)
    while wanted:
        found.iris |= wanted
        said = list(said_of(store, registry, sorted(wanted)))
        found.triples.add(said)
        wanted = {value for _, _, value in said if value.startswith(f"<{store.base}")} - found.iris
    return found


def _notices(store: Store) -> int:
    answer = store.query(
        f"SELECT (COUNT(?n) AS ?c) WHERE {{ GRAPH ?g {{ ?n a {_NOTICE} }} }}", default_graph="strict"
    )
    assert isinstance(answer, Bindings)
    found = answer.rows[0][0]
    assert found is not None
    return int(found.value)
