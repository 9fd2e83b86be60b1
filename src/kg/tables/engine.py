"""DuckDB as this project uses it: no extensions, no network, limits of memory and threads.

The only module that imports DuckDB, and only when it is asked: systems without a wheel have none.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import UsageError

if TYPE_CHECKING:
    import duckdb


def available() -> bool:
    """Whether DuckDB is installed."""
    from importlib.util import find_spec

    return find_spec("duckdb") is not None


def connect(
    folders: Iterable[Path], *, memory_mb: int, threads: int, spill: Path | None = None
) -> duckdb.DuckDBPyConnection:
    """Return a connection in memory that reads and writes below ``folders`` alone.

    Args:
        folders: Where files may be.
        memory_mb: Memory of one question; more spills, or is an error where nothing may spill.
        threads: Of one question.
        spill: A folder for what does not fit.

    Raises:
        UsageError: DuckDB is not installed.
    """
    if not available():
        raise UsageError(
            "生成与读取表需要 DuckDB：请运行 pip install 'zeren-kg[tables]'。",
            "Tables need DuckDB; run pip install 'zeren-kg[tables]'.",
        )
    import duckdb

    made = duckdb.connect(
        ":memory:",
        config={
            "memory_limit": f"{memory_mb}MB",
            "threads": threads,
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "temp_directory": "" if spill is None else str(spill),
            "preserve_insertion_order": "false",
        },
    )
    allowed = ", ".join(literal(f"{folder.resolve()}/") for folder in folders)
    made.execute(f"SET allowed_directories = [{allowed}]")
    made.execute("SET enable_external_access = false")
    made.execute("SET lock_configuration = true")
    return made


def literal(text: str) -> str:
    """Return a text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def name(text: str) -> str:
    """Return a name of a column or table as SQL writes it."""
    return '"' + text.replace('"', '""') + '"'


def paths(files: Iterable[Path]) -> str:
    """Return a list of files as SQL writes it."""
    return "[" + ", ".join(literal(str(file)) for file in files) + "]"
