"""``kg export``, ``kg backup`` and ``kg restore``."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.group import say
from kg.cli.options import OUTPUT, folder_option, following, opened_store, settings, store_option
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.store.base import Store


@click.command()
@store_option
@click.option("--graph", help="只导出此图 / only this graph (IRI)")
@click.option("-o", "--output", type=OUTPUT, help="写入文件 / write to a file")
def export(address: str | None, graph: str | None, output: Path | None) -> None:
    """导出整个存储（N-Quads）。Dump the store as N-Quads, or one graph as N-Triples."""
    with opened_store(address, read_only=True) as store:
        versions = store.versions if graph is None and store.versions else None
        if output is None:
            store.dump(sys.stdout.buffer, graph=graph)
            if versions:
                say(
                    "旧版和原文件没有随之导出：请用 -o 写入文件，它们会放在旁边的目录里。",
                    "Former versions and source files are not in it: with -o they go beside the file.",
                )
            return
        with output.open("wb") as target:
            store.dump(target, graph=graph)
        if graph is None:
            store.back_up_beside(output)


@click.command()
@click.argument("target", type=OUTPUT)
@folder_option
def backup(target: Path, address: str | None) -> None:
    """把存储备份到一个新目录，服务可以照常运行。Back the store up, while it serves."""
    with opened_store(address, read_only=True) as store:
        store.backup(target)
    say(f"已备份到 {target}。", f"Backed up to {target}.")


@click.command()
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@folder_option
def restore(source: Path, address: str | None) -> None:
    """从备份、导出的 N-Quads 或 kg bulk 的结果恢复。Replace everything by a backup, export or bulk run."""
    where = settings(store=address).store
    folder = Path(where)
    made = "://" not in where and not folder.exists()
    try:
        with opened_store(address) as store, following(store) as follow:
            store.restore(source)
            served = store.folder is None
            if not served:
                _adopt(source, store, address)
            follow()
    except KgError:
        if made:  # nothing was restored into it: it would stand in the way of the next try
            shutil.rmtree(folder, ignore_errors=True)
        raise
    if served:
        with opened_store(address, read_only=True) as store:  # opened again: its state is the new one
            _adopt(source, store, address)
    say(f"已从 {source} 恢复。", f"Restored from {source}.")


def _adopt(source: Path, store: Store, address: str | None) -> None:
    """Take over the tables of a bulk run."""
    from kg.tables.building import adopt, folder_of

    if (source / "bulk.json").is_file():
        adopt(source / "tables", folder_of(settings(store=address)), store)
