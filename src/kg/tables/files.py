"""Rows → Parquet: parts as they come, and the files of a corpus made of them.

    with Workshop(folder) as shop:
        shop.part(rows, tables, folder / "parts/0001")       one file a table, as rows come
        files, slices = shop.assemble([folder / "parts/0001", …], tables)
        files, slices = shop.renew(held, folder / "parts/new", gone, tables)

The files of a corpus are cut along province and year; what is small goes together, so that no
question opens thousands of files. The same rows give the same cuts and the same bytes, whether they
come at once or notice by notice: a notice that comes or goes has the files of its cut made anew.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kg.errors import DataError
from kg.tables import engine
from kg.tables.manifest import File, Manifest, Part, Slice, digest
from kg.tables.mapping import Column, Table, Tables
from kg.tables.rows import Row

ALONE = 64  # notices, up to which a corpus is not cut at all
YEAR_ALONE = 16  # notices of a province, from which on a year has files of its own
_MAX_ROW_BYTES = 64 << 20
_PARQUET = "(FORMAT parquet, COMPRESSION zstd)"


class Workshop:
    """Writes Parquet below one folder; parts may stand in ``reads``."""

    def __init__(
        self, folder: Path, *, memory_mb: int = 1024, threads: int = 2, reads: Sequence[Path] = ()
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._spill = tempfile.TemporaryDirectory(dir=folder, prefix="spill-")
        spill = Path(self._spill.name)
        self._scratch = spill
        self._engine = engine.connect([folder, *reads], memory_mb=memory_mb, threads=threads, spill=spill)

    def __enter__(self) -> Workshop:
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.close()
        self._spill.cleanup()

    def part(self, rows: Mapping[str, Iterable[Row]], tables: Iterable[Table], target: Path) -> None:
        """Write one file a table into ``target``."""
        target.mkdir(parents=True, exist_ok=True)
        lines = self._scratch / "rows.jsonl"
        for table in tables:
            names = [column.name for column in table.columns]
            with lines.open("w", encoding="utf-8") as file:
                for row in rows.get(table.name, ()):
                    json.dump(dict(zip(names, row, strict=True)), file, ensure_ascii=False)
                    file.write("\n")
            self._copy(f"SELECT * FROM {_json(lines, table.columns)}", target / f"{table.name}.parquet")
        lines.unlink(missing_ok=True)

    def assemble(
        self,
        parts: Sequence[Path],
        tables: Tables,
        *,
        without: Mapping[Path, Sequence[int]] | None = None,
    ) -> tuple[tuple[File, ...], tuple[Slice, ...]]:
        """Make the files of a corpus from parts.

        Args:
            parts: Folders that ``part`` wrote.
            tables: The mapping.
            without: Of a part, the keys of the notices to leave out.

        Raises:
            DataError: two IRIs have one key.
        """
        left_out = without or {}
        self._view_sources(parts, tables, left_out)
        files = [self._registry(table) for table in tables.of("registry")]
        slices = self._slices()
        for part in slices:
            files += self._slice(part, tables)
        return tuple(files), slices

    def renew(
        self, held: Manifest, part: Path, gone: Collection[int], tables: Tables
    ) -> tuple[tuple[File, ...], tuple[Slice, ...]]:
        """Make the files of a corpus from those that stand and one part more.

        Args:
            held: What stands below the folder.
            part: A folder that ``part`` wrote: notices, and what the registry says of what they name.
            gone: The keys of the notices whose rows go, those that come anew among them.
            tables: The mapping.

        Raises:
            DataError: two IRIs have one key.
        """
        self._run("CREATE OR REPLACE TEMP TABLE gone (notice UBIGINT)")
        for key in gone:
            self._engine.execute("INSERT INTO gone VALUES (?)", (key,))
        self._view_held(tables["notices"], held.of("notices"), part)
        slices, changed = self._slices(), self._changed(held, part)
        kept = {one for one in held.slices if not changed & set(one.parts)} & set(slices)
        anew = {place for one in slices if one not in kept for place in one.parts}
        opened = {one.name for one in held.slices if anew & set(one.parts)}
        for table in tables.of("notice"):
            self._view_held(table, [file for file in held.of(table.name) if file.slice in opened], part)
        files = []
        for table in tables.of("registry"):
            self._view_registry(table, held.of(table.name), part)
            files.append(self._registry(table))
        for one in slices:
            if one in kept:
                files += [file for file in held.files if file.slice == one.name]
            else:
                files += self._slice(one, tables)
        return tuple(files), slices

    def is_other(self, held: Manifest, part: Path, tables: Tables) -> bool:
        """Whether a part tells something of the registry otherwise, on which rows of other notices depend.

        Roll-ups say in ``reads`` what of the registry they are made of.
        """
        read = {
            (name, column)
            for table in tables.of("rollup")
            for name in table.reads
            for column in table.reads[name]
        }
        for name, column in sorted(read):
            files = engine.paths([self.folder / file.path for file in held.of(name)])
            new = engine.paths([part / f"{name}.parquet"])
            one = engine.name(column)
            (other,) = self._one(
                f"SELECT count(*) FROM read_parquet({new}) new JOIN read_parquet({files}) held USING (key) "
                f"WHERE held.{one} IS DISTINCT FROM new.{one}"
            )
            if other:
                return True
        return False

    # --- steps ---------------------------------------------------------------------------------

    def _view_held(self, table: Table, held: Iterable[File], part: Path) -> None:
        """Name the rows of ``held`` that stay, and those of a part, ``all_TABLE``."""
        columns, new = _names(table.columns), engine.paths([part / f"{table.name}.parquet"])
        text = f"SELECT {columns} FROM read_parquet({new})"
        if files := [self.folder / file.path for file in held]:
            text += (
                f" UNION ALL SELECT {columns} FROM read_parquet({engine.paths(files)}) "
                "WHERE notice NOT IN (FROM gone)"
            )
        self._run(f"CREATE OR REPLACE TEMP VIEW all_{table.name} AS {text}")

    def _view_registry(self, table: Table, held: Iterable[File], part: Path) -> None:
        """Name the rows of a part, and those of ``held`` that it does not tell anew, ``all_TABLE``."""
        columns = _names(table.columns)
        new = f"read_parquet({engine.paths([part / f'{table.name}.parquet'])})"
        files = engine.paths([self.folder / file.path for file in held])
        self._run(
            f"CREATE OR REPLACE TEMP VIEW all_{table.name} AS SELECT {columns} FROM {new} UNION ALL "
            f"SELECT {columns} FROM read_parquet({files}) WHERE key NOT IN (SELECT key FROM {new})"
        )

    def _changed(self, held: Manifest, part: Path) -> set[Part]:
        """Return the provinces and years that lose or gain a notice."""
        new = engine.paths([part / "notices.parquet"])
        text = f"SELECT province, year FROM read_parquet({new})"
        if files := [self.folder / file.path for file in held.of("notices")]:
            text += (
                f" UNION SELECT province, year FROM read_parquet({engine.paths(files)}) "
                "WHERE notice IN (FROM gone)"
            )
        return set(self._all(text))

    def _view_sources(
        self, parts: Sequence[Path], tables: Tables, without: Mapping[Path, Sequence[int]]
    ) -> None:
        """Name all rows of a table ``all_TABLE``."""
        dropped = [(str(part), key) for part, keys in without.items() for key in keys]
        self._run("CREATE OR REPLACE TEMP TABLE dropped (part VARCHAR, notice UBIGINT)")
        for one in dropped:
            self._engine.execute("INSERT INTO dropped VALUES (?, ?)", one)
        for table in (*tables.of("registry"), *tables.of("notice")):
            files = [part / f"{table.name}.parquet" for part in parts]
            source = f"read_parquet({engine.paths(files)}, filename = true)"
            columns = _names(table.columns)
            where = ""
            if table.scoped and dropped:
                where = (
                    " WHERE NOT EXISTS (FROM dropped d WHERE d.notice = rows.notice "
                    f"AND rows.filename = d.part || {engine.literal(f'/{table.name}.parquet')})"
                )
            self._run(
                f"CREATE OR REPLACE TEMP VIEW all_{table.name} AS "
                f"SELECT {columns} FROM {source} AS rows{where}"
            )

    def _registry(self, table: Table) -> File:
        columns = _names(table.columns)
        (rows, keys) = self._one(
            f"SELECT count(*), count(DISTINCT key) FROM (SELECT DISTINCT key, iri FROM all_{table.name})"
        )
        if rows != keys:
            raise DataError(
                f"表 {table.name} 中有两个网址的键相同；请报告这一情况。",
                f"Two IRIs of table {table.name} have one key; please report this.",
            )
        # Notices may say more or less of one thing that the registry does not hold: one row stands.
        made = self._file(
            table,
            None,
            f"SELECT DISTINCT ON (key) {columns} FROM all_{table.name} ORDER BY key, {columns}",
            "key",
        )
        self._run(
            f"CREATE OR REPLACE TEMP TABLE {table.name} AS SELECT * FROM "
            f"read_parquet({engine.paths([self.folder / made.path])})"
        )
        return made

    def _slices(self) -> tuple[Slice, ...]:
        """Return how the notices are cut, by how many there are of each province and year alone."""
        counted: list[tuple[str | None, int | None, int]] = self._all(
            "SELECT province, year, count(*) FROM all_notices GROUP BY ALL "
            "ORDER BY province NULLS FIRST, year NULLS FIRST"
        )
        together = sum(count for *_, count in counted) <= ALONE
        found: dict[str, list[tuple[Part, int]]] = {}
        for province, year, count in counted:
            name = "all" if together else province or "xx"
            if not together and count >= YEAR_ALONE:
                name += f"-{year or 'xxxx'}"
            found.setdefault(name, []).append(((province, year), count))
        return tuple(
            Slice(name, tuple(part for part, _ in parts), sum(count for _, count in parts))
            for name, parts in found.items()
        )

    def _slice(self, part: Slice, tables: Tables) -> Iterator[File]:
        within = " OR ".join(
            f"(province IS NOT DISTINCT FROM {_sql(province)} AND year IS NOT DISTINCT FROM {_sql(year)})"
            for province, year in part.parts
        )
        for table in tables.of("notice"):
            columns = _names(table.columns)
            text = f"SELECT {columns} FROM all_{table.name} WHERE {within}"
            made = self._file(table, part.name, text, f"province, year, {columns}")
            self._run(
                f"CREATE OR REPLACE TEMP VIEW {table.name} AS SELECT * FROM "
                f"read_parquet({engine.paths([self.folder / made.path])})"
            )
            yield made
        for table in tables.of("rollup"):
            columns = _typed(table.columns)
            ordered = _names(table.columns)
            text = f"SELECT {columns} FROM ({table.rollup})"
            yield self._file(table, part.name, text, f"province, year, {ordered}")

    # --- small steps ---------------------------------------------------------------------------

    def _file(self, table: Table, part: str | None, text: str, order: str) -> File:
        # What the engine knows of the values beforehand changes the bytes: of rows in a table it knows them.
        self._run(f"CREATE OR REPLACE TEMP TABLE made AS {text}")
        folder = self.folder / table.name
        folder.mkdir(exist_ok=True)
        new = folder / "rows.parquet.new"
        self._copy(f"SELECT * FROM made ORDER BY {order}", new)
        found = digest(new)
        path = folder / f"{part or 'all'}.{found[:12]}.parquet"
        size = new.stat().st_size
        new.replace(path)
        (rows,) = self._one("SELECT count(*) FROM made")
        return File(table.name, str(path.relative_to(self.folder)), rows, size, found, part)

    def _copy(self, text: str, target: Path) -> None:
        self._run(f"COPY ({text}) TO {engine.literal(str(target))} {_PARQUET}")

    def _run(self, text: str) -> None:
        self._engine.execute(text)

    def _one(self, text: str) -> tuple[Any, ...]:
        found = self._engine.execute(text).fetchone()
        assert found is not None
        return found

    def _all(self, text: str) -> list[tuple[Any, ...]]:
        return self._engine.execute(text).fetchall()


def _json(path: Path, columns: Iterable[Column]) -> str:
    types = ", ".join(f"{engine.name(column.name)}: {engine.literal(column.sql)}" for column in columns)
    source = engine.literal(str(path))
    return (
        f"read_json({source}, format = 'newline_delimited', columns = {{{types}}}, "
        f"maximum_object_size = {_MAX_ROW_BYTES})"
    )


def _names(columns: Iterable[Column]) -> str:
    return ", ".join(engine.name(column.name) for column in columns)


def _typed(columns: Iterable[Column]) -> str:
    return ", ".join(
        f"CAST({engine.name(column.name)} AS {column.sql}) AS {engine.name(column.name)}"
        for column in columns
    )


def _sql(value: str | int | None) -> str:
    if value is None:
        return "NULL"
    return str(value) if isinstance(value, int) else engine.literal(value)
