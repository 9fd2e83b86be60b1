"""``kg indicators``."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.group import say, told
from kg.cli.options import PATH
from kg.cli.progress import progress
from kg.errors import KgError
from kg.model import Notice


@click.command()
@click.argument("files", nargs=-1, required=True, type=PATH)
def indicators(files: tuple[Path, ...]) -> None:
    """列出指标与目录的对应（CSV）。List how the indicators of notices stand to the catalogue (CSV)."""
    from kg import pipeline
    from kg.evaluate.alignment import aligned

    paths = pipeline.notices_in(files)
    notices: list[Notice] = []
    status = 0
    with progress(len(paths), "对应", "aligning") as advance:
        for path in paths:
            try:
                notices.append(pipeline.convert(path))
            except KgError as error:
                status = max(status, told(error, path if len(paths) > 1 else None))
            advance()
    found = aligned(notices)
    click.echo(found.as_csv(), nl=False)
    exact, near = found.share("exact"), found.share("exact", "close")
    count = sum(row.mentions for row in found.rows)
    say(
        f"{count} 处指标：相同 {exact:.1%}，相同或相近 {near:.1%}。",
        f"{count} indicators: {exact:.1%} exact, {near:.1%} exact or close.",
    )
    if status:
        raise SystemExit(status)
