"""28,000 notices as rows: the tables of a corpus told again of other counties, and every question of them.

    python -m tests.bench rows                                           made of 100 texts
    python -m tests.bench.bench_rows --tables FOLDER [--notices 28000]   of tables that stand

Of ten copies each has other notices, of one year after the other, and the same bodies, leaders and places;
the next ten are of other counties: keys and IRIs are others, provinces are dealt round. Asked, by a reader
of 1 GB and two threads: any figure below 1 s, one of a single notice below 50 ms. Words of evidence are left
out: no figure reads them.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from kg import resources  # noqa: E402
from kg.bulk.local import cores  # noqa: E402
from kg.query import Catalog  # noqa: E402
from kg.tables import engine  # noqa: E402
from kg.tables import manifest as manifests  # noqa: E402
from kg.tables.manifest import File, Manifest  # noqa: E402
from kg.tables.mapping import Column, Table, mapping  # noqa: E402
from kg.tables.reader import Reader  # noqa: E402
from tests.bench.bench_corpus import bulk, texts  # noqa: E402

LEFT_OUT = ("evidence", "responsibilities")
SHARED = ("indicators",)  # the same for every county
TIMES, TEXTS = 5, 100
_PROVINCES = 31
_YEARS = 10  # of each county


def told_again(table: Table, copy: int) -> str:
    """Return the columns of one copy of a table."""
    return ", ".join(
        f"{_column(table, column, copy)} AS {engine.name(column.name)}" for column in table.columns
    )


def _column(table: Table, column: Column, copy: int) -> str:
    own, led = engine.name(column.name), set(column.tables) or {table.name}
    county, year = divmod(copy, _YEARS)
    other = county if any(mapping()[name].source == "registry" for name in led) else copy
    if led & set(SHARED):
        return own
    if column.type == "key" and other:
        return f"CASE WHEN {own} IS NULL THEN NULL ELSE hash({own}, {other}) END"
    if column.name == "iri" and other:
        return f"{own} || '-{other}'"
    if column.name == "year":
        return f"CAST({own} + {year} AS SMALLINT)"
    if column.name == "province" and county:
        own = f"coalesce(try_cast({own} AS INTEGER), 0)"
        return f"lpad((({own} + {county}) % {_PROVINCES} + 11)::VARCHAR, 2, '0')"
    return own


def make(source: Path, out: Path, notices: int) -> Manifest:
    """Write the rows of so many notices, a file a table and copy."""
    held = manifests.read(source)
    assert held is not None
    copies = -(-notices // held.notices)
    database = engine.connect([source, out], memory_mb=2048, threads=2, spill=out)
    files: list[File] = []
    for table in mapping().tables:
        if table.name in LEFT_OUT:
            continue
        from_ = engine.paths([source / file.path for file in held.of(table.name)])
        (out / table.name).mkdir(parents=True, exist_ok=True)
        for copy in range(0, 1 if table.name in SHARED else copies, 1 if table.scoped else _YEARS):
            path = out / table.name / f"{copy:02}.parquet"
            order = "province, year, notice" if table.scoped else "key"
            database.execute(
                f"COPY (SELECT {told_again(table, copy)} FROM read_parquet({from_}) ORDER BY {order}) "
                f"TO {engine.literal(str(path))} (FORMAT parquet, COMPRESSION zstd)"
            )
            found = database.execute(f"SELECT count(*) FROM read_parquet({engine.paths([path])})").fetchone()
            assert found is not None
            size = path.stat().st_size
            files.append(File(table.name, str(path.relative_to(out)), found[0], size, "", str(copy)))
    database.close()
    return Manifest(held.base, held.mapping, None, (), tuple(files))


def asked(out: Path, manifest: Manifest) -> dict[str, dict[str, float]]:
    """Return milliseconds at the median: of each figure, and of it for one notice where it takes one."""
    found: dict[str, dict[str, float]] = {}
    with Reader(out, memory_mb=1024, threads=2, timeout_s=120) as reader:
        middle = manifest.rows("notices") // 2
        notice = reader.ask(manifest, f"SELECT iri FROM notices ORDER BY iri LIMIT 1 OFFSET {middle}").rows[
            0
        ][0]
        for query in Catalog.load(resources.queries()):
            if query.sql is None:
                continue
            values = {name: param.default for name, param in query.params.items() if param.default}
            text = query.sql.text if query.sql.bounded else query.sql.page(100, 0)
            found[query.name] = {"first page, ms": _ms(reader, manifest, text, values)}
            if not query.sql.bounded:
                found[query.name]["rows"] = reader.ask(manifest, query.sql.counting, values).rows[0][0]
                found[query.name]["counting them, ms"] = _ms(reader, manifest, query.sql.counting, values)
            if "notice" in query.params:
                found[query.name]["one notice, ms"] = _ms(reader, manifest, text, values | {"notice": notice})
    return found


def _ms(reader: Reader, manifest: Manifest, text: str, values: dict[str, str]) -> float:
    times = []
    for _ in range(TIMES):
        began = time.perf_counter()
        reader.ask(manifest, text, values)
        times.append(time.perf_counter() - began)
    return round(statistics.median(times) * 1000, 1)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--tables", type=Path)
    parser.add_argument("--notices", type=int, default=28_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kg-bench-") as passing:
        out, source = Path(passing, "rows"), options.tables
        if source is None:
            texts(Path(passing, "src"), TEXTS)
            bulk(Path(passing, "src"), Path(passing, "out"), cores())
            source = Path(passing, "out/tables")
        out.mkdir()
        began = time.perf_counter()
        manifest = make(source, out, options.notices)
        told = {
            "made in s": round(time.perf_counter() - began),
            "notices": manifest.rows("notices"),
            "rows": sum(file.rows for file in manifest.files),
            "MB": round(sum(file.size for file in manifest.files) / 1e6),
            "questions": asked(out, manifest),
        }
    print(json.dumps(told, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
