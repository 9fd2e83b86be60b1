"""``kg import``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.group import language, say
from kg.cli.options import FILE, opened_store, store_option
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.link.imports import Held


@click.command("import")
@click.argument("file", type=FILE, required=False)
@click.option("--map", "mapping", type=FILE, help="CSVW 说明（JSON 或 YAML）/ CSVW description")
@click.option("--sheet", help="工作表 / sheet of a workbook")
@click.option("--list", "listing", is_flag=True, help="列出导入过的表格 / list what was imported")
@click.option("--remove", metavar="NAME", help="删除一个导入的表格 / remove an imported table")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@store_option
def import_(
    file: Path | None,
    mapping: Path | None,
    sheet: str | None,
    listing: bool,
    remove: str | None,
    form: str,
    address: str | None,
) -> None:
    """按 CSVW 说明导入另一份开放表格。Import another open table (CSV, XLSX) by its CSVW description."""
    if sum((file is not None, listing, remove is not None)) != 1 or (file is None) != (mapping is None):
        raise UsageError(
            "请给出表格和 --map 说明，或 --list，或 --remove 名称（三者之一）。",
            "Give a table with its --map, or --list, or --remove NAME: one of them.",
        )
    from kg.link.imports import imports, load_import, remove_import

    if file is not None and mapping is not None:
        with opened_store(address) as store:
            done = load_import(file, mapping, store, sheet=sheet)
        before = (
            (f"，替换了原有的 {done.replaced} 条", f", in place of {done.replaced}")
            if done.replaced
            else ("", "")
        )
        say(
            f"{done.graph}：{done.rows} 行，{done.triples} 条三元组{before[0]}。",
            f"{done.graph}: {done.rows} rows, {done.triples} triples{before[1]}.",
        )
    elif remove is not None:
        with opened_store(address) as store:
            gone = remove_import(remove, store)
        say(
            f"已删除 {gone.name}（{gone.triples} 条三元组）。",
            f"Removed {gone.name} ({gone.triples} triples).",
        )
    else:
        with opened_store(address, read_only=True) as store:
            _list(imports(store), form)


def _list(held: list[Held], form: str) -> None:
    if form == "json":
        rows = [{"name": h.name, "graph": h.graph, "title": h.title, "file": h.file, "at": h.at,
                 "triples": h.triples} for h in held]  # fmt: skip
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    if not held:
        say("还没有导入过表格。", "Nothing has been imported.")
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    heads = ("Name", "Title", "File", "Loaded", "Triples") if language() == "en" else (
        "名称", "标题", "文件", "载入时间", "三元组")  # fmt: skip
    table = Table(*heads)
    for h in held:
        table.add_row(*map(Text, (h.name, h.title, h.file, h.at, str(h.triples))))
    Console().print(table)
