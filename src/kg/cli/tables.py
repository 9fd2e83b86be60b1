"""``kg tables``: flat tables beside the graph."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.group import language, say
from kg.cli.options import OUTPUT, by_ending, opened_store, settings, store_option
from kg.cli.progress import share
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.tables.manifest import Manifest


@click.group()
def tables() -> None:
    """图谱旁的表：Parquet、CSV、Excel。Flat tables beside the graph: Parquet, CSV, Excel."""


@tables.command("list")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@store_option
def list_(form: str, address: str | None) -> None:
    """列出各表。List the tables, with their rows and sizes."""
    from kg.tables.mapping import mapping

    _, made = _current(address)
    rows = [
        {
            "name": table.name,
            "label": table.label(language()),
            "rows": made.rows(table.name),
            "bytes": sum(file.size for file in made.of(table.name)),
            "files": len(made.of(table.name)),
        }
        for table in mapping().tables
    ]
    if form == "json":
        click.echo(json.dumps({"id": made.id, "notices": made.notices, "tables": rows}, ensure_ascii=False))
        return
    for row in rows:
        click.echo(f"{row['rows']:>10}  {row['name']:<18}{row['label']}")


@tables.command()
@click.argument("name")
@click.option(
    "--format", "form", type=click.Choice(["csv", "xlsx", "parquet"]), default="csv", show_default=True
)
@click.option("--area", help="地区的网址，含下级 / IRI of a place, with its subordinates")
@click.option("--level", help="层级，如 county / level, such as county")
@click.option("--year", type=click.IntRange(1949, 9999), help="年度 / year")
@click.option("-o", "--output", type=OUTPUT, help="写入文件，parquet 写入目录 / file, or folder for parquet")
@store_option
def export(
    name: str,
    form: str,
    area: str | None,
    level: str | None,
    year: int | None,
    output: Path | None,
    address: str | None,
) -> None:
    """导出一张表。Write one table, whole or within a scope."""
    from kg.answering import catalog
    from kg.tables.export import table_of, workbook, write_csv
    from kg.tables.reader import Reader
    from kg.tables.selecting import Scope
    from kg.vocab import KGC

    form = by_ending(form, output)
    table = table_of(name)
    folder, made = _current(address)
    scope = Scope(area, KGC + level if level else None, year)
    if form == "parquet":
        if output is None or scope != Scope():
            raise UsageError(
                "parquet 请用 -o 指定目录，不能限定范围。", "For parquet give a folder by -o, and no scope."
            )
        output.mkdir(parents=True, exist_ok=True)
        for file in made.of(name):
            shutil.copy(folder / file.path, output)
        return
    if form == "xlsx" and output is None:
        raise UsageError("xlsx 请用 -o 指定文件。", "For xlsx give a file by -o.")
    with Reader(folder) as reader:
        if form == "xlsx":
            assert output is not None
            with opened_store(address, read_only=True) as store:
                labels = catalog().labels(store, language())
            output.write_bytes(workbook(table, reader, made, scope, language(), labels))
        elif output is None:
            write_csv(table, reader, made, scope, sys.stdout.buffer)
        else:
            with output.open("wb") as target:
                write_csv(table, reader, made, scope, target)


@tables.command()
@click.option("--check", "only_check", is_flag=True, help="只比对，不改写 / compare only, write nothing")
@store_option
def rebuild(only_check: bool, address: str | None) -> None:
    """由图谱重新生成全部表。Make all tables anew from the store; with --check compare only."""
    from kg.tables.building import build, check

    folder = _folder(address)
    with opened_store(address, read_only=True) as store, share("生成表", "making tables") as told:
        if only_check:
            wrong = check(store, folder, told=told)
            if wrong:
                names = ", ".join(wrong)
                say(
                    f"与图谱不一致：{names}；请运行 kg tables rebuild。",
                    f"Not as the graph: {names}; rebuild.",
                )
                sys.exit(1)
            say("各表与图谱一致。", "All tables are as the graph.")
            return
        made = build(store, folder, told=told)
    rows = sum(file.rows for file in made.files)
    say(
        f"{made.notices} 份通知，{rows} 行，写入 {folder}。",
        f"{made.notices} notices, {rows} rows, in {folder}.",
    )


def _folder(address: str | None) -> Path:
    from kg.tables.building import folder_of

    return folder_of(settings(store=address))


def _current(address: str | None) -> tuple[Path, Manifest]:
    from kg.tables.building import current

    said = settings(store=address)
    folder = _folder(address)
    made = current(folder, said.base)
    if made is None:
        raise UsageError(
            "还没有表，或不是这一版本的表；请运行 kg tables rebuild。",
            "There are no tables yet, or they are of another version; run kg tables rebuild.",
        )
    return folder, made
