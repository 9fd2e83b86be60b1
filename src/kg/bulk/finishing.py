"""The work → what a reader takes away.

OUT/bulk.json                                the manifest: every file with what became of it
OUT/quads/shared.nq.gz                       ontology, registry and links
OUT/quads/province=33/year=2024.nq.gz        the notices of a province and year
OUT/tables/                                  as ``kg tables`` makes them
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from kg.bulk import chunks as work_of
from kg.bulk.one import shared
from kg.bulk.plan import Chunk, Run, write_json
from kg.tables import manifest as manifests
from kg.tables.building import mapping_digest
from kg.tables.files import Workshop
from kg.tables.manifest import Manifest
from kg.tables.mapping import mapping
from kg.tables.rows import Gaps, key, registry_rows
from kg.tokens import Triples

MANIFEST = "bulk.json"
SCHEMA = "https://w3id.org/zeren/schema/bulk-1.json"


def finish(run: Run, out: Path, done: Iterable[Chunk]) -> dict[str, Any]:
    """Make the output of chunks that all stand, put the manifest in force, and return its counts."""
    work = out / "work"
    chunks = list(done)
    kept, refused, repeated = _sorted_out(work, chunks)
    for name in ("quads", "tables"):  # what a run that was killed here left
        shutil.rmtree(out / name, ignore_errors=True)
    quads = [_shared(run, out), *_quads(work, out, kept)]
    tables = _tables(run, work, out, chunks, repeated)
    counts = {
        "notices": len(kept),
        "refused": len(refused),
        "quads": sum(file["quads"] for file in quads),
        "tasks": sum(line["tasks"] for _, line in kept),
        "projects": sum(line["projects"] for _, line in kept),
        "targets": sum(line["targets"] for _, line in kept),
        "findings": dict(sorted(sum((Counter(line["findings"]) for _, line in kept), Counter()).items())),
        "entries": dict(sum((Counter(line["entries"]) for _, line in kept), Counter())),
    }
    said = {
        "schema": SCHEMA,
        "run": {name: value for name, value in asdict(run).items() if name != "source"},
        "counts": counts,
        "quads": quads,
        "tables": tables,
        "notices": [{name: value for name, value in line.items() if name != "at"} for _, line in kept],
        "refused": refused,
    }
    write_json(out / MANIFEST, said)
    shutil.rmtree(work)
    return counts


Kept = tuple[Chunk, dict[str, Any]]


def _sorted_out(
    work: Path, chunks: Iterable[Chunk]
) -> tuple[list[Kept], list[dict[str, Any]], dict[str, list[str]]]:
    """Return the notices, what was refused, and by chunk the notices that an earlier file gave already."""
    kept: list[Kept] = []
    refused: list[dict[str, Any]] = []
    first: dict[str, str] = {}
    repeated: dict[str, list[str]] = {}
    for chunk in chunks:
        for line in work_of.told(work, chunk):
            if "refused" in line:
                refused.append(line)
            elif (notice := line["notice"]) in first:
                repeated.setdefault(chunk.name, []).append(notice)
                refused.append(work_of.same(line, notice, first[notice]))
            else:
                first[notice] = line["source"]
                kept.append((chunk, line))
    return kept, refused, repeated


# --- N-Quads -------------------------------------------------------------------------------------


def _shared(run: Run, out: Path) -> dict[str, Any]:
    text = shared(run.base)
    path = out / "quads" / "shared.nq.gz"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode(), 6, mtime=0))
    return _file(out, path, notices=0, quads=text.count("\n"))


def _quads(work: Path, out: Path, kept: Iterable[Kept]) -> Iterator[dict[str, Any]]:
    """Write one file a province and year: the members of its notices, by their IRIs."""
    by_part: dict[tuple[str, str], list[Kept]] = {}
    for chunk, line in kept:
        part = (line["province"] or "none", str(line["year"] or "none"))
        by_part.setdefault(part, []).append((chunk, line))
    for (province, year), lines in sorted(by_part.items()):
        path = out / "quads" / f"province={province}" / f"year={year}.nq.gz"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as target:
            for chunk, line in sorted(lines, key=lambda pair: pair[1]["notice"]):
                _copy(work / chunk.name / "quads.nq.gz", line["at"], target)
        yield _file(out, path, notices=len(lines), quads=sum(line["quads"] for _, line in lines))


def _copy(source: Path, at: list[int], target: BinaryIO) -> None:
    with source.open("rb") as file:
        file.seek(at[0])
        target.write(file.read(at[1] - at[0]))


def _file(out: Path, path: Path, *, notices: int, quads: int) -> dict[str, Any]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "path": path.relative_to(out).as_posix(),
        "notices": notices,
        "quads": quads,
        "bytes": path.stat().st_size,
        "sha256": digest,
    }


# --- tables --------------------------------------------------------------------------------------


def _tables(
    run: Run, work: Path, out: Path, chunks: Iterable[Chunk], repeated: dict[str, list[str]]
) -> dict[str, Any]:
    folder = out / "tables"
    known = mapping()
    parts = [work / chunk.name / "rows" for chunk in chunks]
    # Of a notice that files of two chunks gave, the later one's rows go.
    without = {work / name / "rows": [key(notice) for notice in some] for name, some in repeated.items()}
    with Workshop(folder, reads=[work]) as shop:
        base = folder / "parts"
        gaps = Gaps()
        shop.part(registry_rows(_registry(run.base), known, gaps), known.of("registry"), base)
        assert not gaps.count, gaps.found  # it is this program's own
        shop.part({}, known.of("notice"), base)
        files, slices = shop.assemble([base, *parts], known, without=without)
    shutil.rmtree(base)
    made = Manifest(run.base, mapping_digest(), None, slices, files)
    manifests.write(folder, made)
    return {"id": made.id, "rows": {table.name: made.rows(table.name) for table in known.tables}}


def _registry(base: str) -> Triples:
    from kg.emit.registry import registry_quads

    return Triples(registry_quads(base))


def read_manifest(out: Path) -> dict[str, Any] | None:
    """Return the manifest of a finished run; None where there is none."""
    path = out / MANIFEST
    if not path.is_file():
        return None
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found
