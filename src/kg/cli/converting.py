"""``kg convert``."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from kg.cli.group import say, told
from kg.cli.options import PATH, by_ending, judged, settings
from kg.cli.progress import progress
from kg.errors import KgError, UsageError


@click.command()
@click.argument("files", nargs=-1, required=True, type=PATH)
@click.option(
    "--format",
    "form",
    type=click.Choice(["turtle", "trig", "nquads", "jsonld", "json"]),
    default="turtle",
    show_default=True,
    help="输出格式 / output format",
)
@click.option(
    "-o",
    "--output",
    help="输出文件，或以 / 结尾的目录 / file, or folder ending in /",
)
def convert(files: tuple[Path, ...], form: str, output: str | None) -> None:
    """把通知转换为 RDF 或 JSON。Convert notices to RDF or JSON."""
    from kg import pipeline

    paths = pipeline.notices_in(files)
    # A path of pathlib forgets the slash at its end.
    folder = Path(output) if output and (output.endswith("/") or Path(output).is_dir()) else None
    form = by_ending(form, None if folder else output)
    if form == "turtle" and len(paths) > 1 and folder is None:
        raise UsageError(
            "turtle 一次只写一个通知；多个文件请用 -o 目录/，或用 trig、nquads、json。",
            "turtle holds one notice; for several files use -o DIR/, or trig, nquads or json.",
        )
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    said = judged()
    status = 0
    parts: list[str] = []
    read: list[tuple[Any, Path | None]] = []
    with progress(len(paths), "转换", "converting") as advance:
        for path in paths:
            try:
                notice = pipeline.convert(path, judged=said)
            except KgError as error:
                status = max(status, told(error, path if len(paths) > 1 else None))
                continue
            text = _converted(notice, form, many=len(paths) > 1 and folder is None)
            if folder is not None:
                stem = path.stem if path.stem != "notice" else path.parent.name
                (folder / f"{stem}.{_ENDING[form]}").write_text(text, "utf-8")
            else:
                parts.append(text)
            read.append((notice.reading, path if len(paths) > 1 else None))
            advance()
    if output is None:
        click.echo("".join(parts), nl=False)
    elif parts:
        Path(output).write_text("".join(parts), "utf-8")
    for reading, named in sorted(read, key=lambda one: one[0].confidence):
        _tell(reading, named)
    sys.exit(status)


_ENDING = {"turtle": "ttl", "trig": "trig", "nquads": "nq", "jsonld": "jsonld", "json": "json"}


def _tell(reading: Any, path: Path | None) -> None:
    """Say how far a conversion can be relied on: a doubtful one first of all, the others in short."""
    sure, parts = round(reading.confidence * 100), len(reading.unread)
    accounted = int(reading.accounted * 1000) / 10
    doubt = ("没有把握读对，请对照原文核对：", "this may have been misread, compare it with the text: ")
    zh, en = doubt if sure < 90 else ("", "")
    name = f"{path}: " if path else ""
    say(
        f"{name}{zh}把握 {sure}%，去向已明的文字 {accounted:g}%，未读 {parts} 处。",
        f"{name}{en}confidence {sure} %, {accounted:g} % of the text accounted for, {parts} parts unread.",
    )


def _converted(notice: Any, form: str, *, many: bool) -> str:
    from kg import emit, pipeline

    base = _base()
    if form == "json":
        import json

        made = emit.as_json(notice, base)
        return json.dumps(made, ensure_ascii=False, indent=None if many else 1) + "\n"
    return emit.serialize(pipeline.emit(notice, base), form, base)  # type: ignore[arg-type]


def _base() -> str:
    """Return KG_BASE without the settings' machinery, which a conversion does not need."""
    base = os.environ.get("KG_BASE")
    return settings().base if base else "https://w3id.org/zeren/"
