"""``kg link`` and ``kg linkset``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from kg.cli.group import say
from kg.cli.options import FILE, opened_store
from kg.cli.progress import share


@click.command()
@click.argument("file", type=FILE)
@click.option("--column", required=True, help="列名或从 1 起的列号 / heading or number of the column")
@click.option(
    "--type",
    "kinds",
    multiple=True,
    type=click.Choice(["unit", "place", "leader", "indicator", "task", "group"]),
    help="对象类型，可多次，默认 unit / type of the names, may be repeated",
)
@click.option("--place", help="表格所属地区：名称或代码 / the place that the table is about: name or code")
@click.option("--sheet", help="工作表 / sheet of a workbook")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="默认写到标准输出 / else standard output",
)
@click.option(
    "--store", "address", help="存储目录或 SPARQL 地址；不给则只用机构名录 / else the registry alone"
)
def link(
    file: Path,
    column: str,
    kinds: tuple[str, ...],
    place: str | None,
    sheet: str | None,
    output: Path | None,
    address: str | None,
) -> None:
    """把表格的一列名称对齐到本图谱的 IRI。Match a column of a CSV or XLSX to our IRIs."""
    from kg.link.entities import Entities
    from kg.link.table import link_file, link_stream

    wanted = kinds or ("unit",)
    entities = None
    if address or {"leader", "task", "group"} & set(wanted):
        with opened_store(address, read_only=True) as store:
            entities = Entities.of_store(store)
            if "task" in wanted:
                entities.tasks  # noqa: B018  read while the store is open
    with share("对齐", "linking") as progress:
        given: dict[str, Any] = {
            "column": column, "kinds": wanted, "place": place, "sheet": sheet,
            "entities": entities, "progress": progress,
        }  # fmt: skip
        done = link_file(file, output, **given) if output else link_stream(file, sys.stdout.buffer, **given)
    say(
        f"{file.name}：{done.rows} 行，确定 {done.certain}，存疑 {done.doubtful}，未找到 {done.unknown}。",
        f"{file.name}: {done.rows} rows: "
        f"{done.certain} certain, {done.doubtful} doubtful, {done.unknown} unknown.",
    )


@click.command()
@click.argument("file", type=FILE)
@click.option("--column", required=True, help="名称所在列 / column of the names")
@click.option("--id", "identifier", required=True, help="对方标识所在列 / column of their identifiers")
@click.option(
    "--prefix", required=True, metavar="NAME=IRI", help="标识的前缀 / what the identifiers begin with"
)
@click.option(
    "--type",
    "kind",
    type=click.Choice(["unit", "place", "indicator"]),
    default="place",
    show_default=True,
    help="对象类型 / type of the names",
)
@click.option("--place", help="表格所属地区：名称或代码 / the place that the table is about: name or code")
@click.option("--title", help="链接集的标题 / title of the linkset")
@click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="x.sssom.tsv"
)
def linkset(
    file: Path,
    column: str,
    identifier: str,
    prefix: str,
    kind: Any,
    place: str | None,
    title: str | None,
    output: Path,
) -> None:
    """把自己的代码表或查询结果写成 SSSOM 链接集。Turn a code list or query result into an SSSOM linkset."""
    from datetime import date

    from kg.link.own_linkset import write_linkset

    name, _, start = prefix.partition("=")
    done = write_linkset(
        file, output, column=column, identifier=identifier, prefix=(name, start), kinds=(kind,),
        place=place, title=title, day=date.today(),
    )  # fmt: skip
    say(
        f"{output.name}：确定 {done.certain}，写入；存疑 {done.doubtful}、未找到 {done.unknown}，不写。",
        f"{output.name}: {done.certain} certain, written; "
        f"{done.doubtful} doubtful and {done.unknown} unknown, left out.",
    )
