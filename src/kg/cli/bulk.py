"""``kg bulk``."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from kg.cli.group import language, say
from kg.cli.options import settings
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.bulk.engine import Engine
    from kg.bulk.plan import Chunk


@click.command()
@click.argument("source")
@click.argument("out")
@click.option(
    "--engine",
    "name",
    type=click.Choice(["local", "spark"]),
    default="local",
    show_default=True,
    help="本机的进程，或 Spark（本机，或 MASTER 所指的集群）/ processes of this machine, or Spark",
)
@click.option("--workers", type=click.IntRange(min=1), help="进程数，默认为核数 / processes; one a core")
@click.option("--resume", is_flag=True, help="继续没有完成的运行 / go on with a run that was not finished")
@click.option(
    "--at",
    type=click.DateTime(["%Y-%m-%dT%H:%M:%S"]),
    help="写明的转换时间（UTC），默认为现在 / time to state",
)
def bulk(source: str, out: str, name: str, workers: int | None, resume: bool, at: datetime | None) -> None:
    """成批转换、校验，写出 N-Quads、表与清单。Convert thousands of files to N-Quads and tables."""
    from kg.bulk.engine import opened

    when = (at or datetime.now(UTC)).replace(tzinfo=UTC, microsecond=0)
    with opened(name, source, out, workers) as engine:
        found = engine.chunks()
        if not found:
            raise UsageError(
                "没有找到通知文件（txt、md、html、docx、pdf、ofd）。",
                "No notice (txt, md, html, docx, pdf, ofd) found.",
            )
        if (made := engine.manifest()) is not None:
            _same(made, found, out)
        else:
            made = _done(engine, found, out, when, resume=resume)
    sys.exit(1 if made["counts"]["refused"] else 0)


def _done(engine: Engine, found: list[Chunk], out: str, when: datetime, *, resume: bool) -> dict[str, Any]:
    """Do a run to its end, and say what came of it."""
    run = engine.begin(settings().base, when, resume=resume)
    begun = time.monotonic()
    with _shown(sum(len(chunk.files) for chunk in found)) as told:
        standing = engine.standing(found)
        todo = [chunk for chunk in found if chunk.name not in standing]
        told(sum(len(chunk.files) for chunk in found if chunk.name in standing), 0)
        for good, bad in engine.do(run, todo):
            told(good + bad, bad)
    counts = engine.finish(run, found)
    spent = time.monotonic() - begun
    rate = sum(len(chunk.files) for chunk in todo) / max(spent, 0.001)
    manifest = f"{out.rstrip('/')}/bulk.json"
    say(
        f"{counts['notices']} 份通知，{counts['quads']} 条四元组；"
        f"未转换 {counts['refused']} 个（见 {manifest}）；用时 {spent:.0f} 秒，每秒 {rate:.2f} 份。",
        f"{counts['notices']} notices, {counts['quads']} quads; {counts['refused']} files gave none (see "
        f"{manifest}); {spent:.0f} s, {rate:.2f} files a second.",
    )
    return {"counts": counts}


def _same(made: dict[str, Any], found: list[Chunk], out: str) -> None:
    """Say that a finished run of the same files is whole; another one is not overwritten."""
    before = {(line["source"], line["sha256"]) for line in (*made["notices"], *made["refused"])}
    if before != {pair for chunk in found for pair in chunk.files}:
        raise UsageError(
            f"{out} 中是另一批文件的结果，请换一个目录。",
            f"{out} holds what other files gave; choose another folder.",
        )
    say(f"{out} 已是这些文件的完整结果。", f"{out} is whole already, of these very files.")


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
