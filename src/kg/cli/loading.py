"""``kg load``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.cli.group import say, told
from kg.cli.options import PATH, judged, opened_store, store_option
from kg.cli.progress import progress
from kg.errors import UsageError


@click.command()
@click.argument("files", nargs=-1, required=True, type=PATH)
@store_option
def load(files: tuple[Path, ...], address: str | None) -> None:
    """转换、校验并载入；每个通知整体替换旧版。Convert, validate and load notices."""
    from kg import pipeline

    paths = pipeline.notices_in(files)
    if not paths:
        raise UsageError(
            "没有找到通知文件（txt、md、html、docx、pdf、ofd）。",
            "No notice (txt, md, html, docx, pdf, ofd) found.",
        )
    said = judged()
    status = 0
    done = 0
    with opened_store(address) as store, progress(len(paths), "载入", "loading") as advance:
        for result in pipeline.load(paths, store, progress=lambda _path: advance(), judged=said):
            if result.error is None:
                done += 1
                say(
                    f"{result.path}：已载入 {result.triples} 条三元组",
                    f"{result.path}: loaded {result.triples} triples",
                )
            else:
                code = told(result.error, result.path)
                status = max(status, 1 if result.report is not None else code)
    say(f"载入 {done} 个，未载入 {len(paths) - done} 个。", f"{done} loaded, {len(paths) - done} refused.")
    sys.exit(status)
