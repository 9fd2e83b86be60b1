"""``kg import``."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.group import say
from kg.cli.options import FILE, opened_store, store_option


@click.command("import")
@click.argument("file", type=FILE)
@click.option(
    "--map", "mapping", required=True, type=FILE, help="CSVW 说明（JSON 或 YAML）/ CSVW description"
)
@store_option
def import_(file: Path, mapping: Path, address: str | None) -> None:
    """按 CSVW 说明导入另一份开放表格。Import another open table by its CSVW description."""
    from kg.link.imports import load_import

    with opened_store(address) as store:
        done = load_import(file, mapping, store)
    say(
        f"{done.graph}：{done.rows} 行，{done.triples} 条三元组。",
        f"{done.graph}: {done.rows} rows, {done.triples} triples.",
    )
