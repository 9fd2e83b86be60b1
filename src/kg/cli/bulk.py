"""``kg bulk``."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.group import language, say
from kg.cli.options import OUTPUT, PATH, settings
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.bulk.plan import Chunk


@click.command()
@click.argument("source", type=PATH)
@click.argument("out", type=OUTPUT)
@click.option("--engine", type=click.Choice(["local"]), default="local", show_default=True)
@click.option("--workers", type=click.IntRange(min=1), help="进程数，默认为核数 / processes; one a core")
@click.option("--resume", is_flag=True, help="继续没有完成的运行 / go on with a run that was not finished")
@click.option(
    "--at",
    type=click.DateTime(["%Y-%m-%dT%H:%M:%S"]),
    help="写明的转换时间（UTC），默认为现在 / time to state",
)
def bulk(
    source: Path, out: Path, engine: str, workers: int | None, resume: bool, at: datetime | None
) -> None:
    """成批转换、校验，写出 N-Quads、表与清单。Convert thousands of files to N-Quads and tables."""
    from kg.bulk import chunks as work_of
    from kg.bulk import local, plan
    from kg.bulk.finishing import finish, read_manifest

    found = list(plan.chunks(source))
    files = sum(len(chunk.files) for chunk in found)
    if not files:
        raise UsageError(
            "没有找到通知文件（txt、md、html、docx、pdf、ofd）。",
            "No notice (txt, md, html, docx, pdf, ofd) found.",
        )
    if (made := read_manifest(out)) is not None:
        _same(made, found, out)
        return
    when = (at or datetime.now(UTC)).replace(tzinfo=UTC, microsecond=0)
    run = plan.begin(source, out, settings().base, when, resume=resume)
    work = out / "work"
    begun = time.monotonic()
    with _shown(files) as told:
        todo = []
        for chunk in found:
            if work_of.is_done(work, chunk):
                told(len(chunk.files), 0)
            else:
                todo.append(chunk)
        for _, good, bad in local.do_all(run, source, work, todo, workers or local.cores()):
            told(good + bad, bad)
    counts = finish(run, out, found)
    spent = time.monotonic() - begun
    rate = sum(len(chunk.files) for chunk in todo) / max(spent, 0.001)
    say(
        f"{counts['notices']} 份通知，{counts['quads']} 条四元组；"
        f"未转换 {counts['refused']} 个（见 {out / 'bulk.json'}）；"
        f"用时 {spent:.0f} 秒，每秒 {rate:.2f} 份。",
        f"{counts['notices']} notices, {counts['quads']} quads; {counts['refused']} files gave none (see "
        f"{out / 'bulk.json'}); {spent:.0f} s, {rate:.2f} files a second.",
    )
    sys.exit(1 if counts["refused"] else 0)


def _same(made: dict[str, Any], found: list[Chunk], out: Path) -> None:
    """Say that a finished run of the same files is whole; another one is not overwritten."""
    before = {(line["source"], line["sha256"]) for line in (*made["notices"], *made["refused"])}
    if before != {pair for chunk in found for pair in chunk.files}:
        raise UsageError(
            f"{out} 中是另一批文件的结果，请换一个目录。",
            f"{out} holds what other files gave; choose another folder.",
        )
    say(f"{out} 已是这些文件的完整结果。", f"{out} is whole already, of these very files.")
    sys.exit(1 if made["refused"] else 0)


@contextmanager
def _shown(total: int) -> Iterator[Callable[[int, int], None]]:
    """Show how far the work is, its rate and the time left, on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda done, refused: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    each, without = ("/s", "refused") if language() == "en" else ("份/秒", "未转换")
    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]:.2f} " + each),
        TimeRemainingColumn(),
        TextColumn(without + " {task.fields[refused]}"),
    )
    begun = time.monotonic()
    done = refused = 0
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total, rate=0.0, refused=0)

        def told(some: int, bad: int) -> None:
            nonlocal done, refused
            done, refused = done + some, refused + bad
            bar.update(task, completed=done, refused=refused, rate=done / (time.monotonic() - begun))

        yield told
