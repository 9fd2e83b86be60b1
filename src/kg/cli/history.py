"""``kg history``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.group import language, say
from kg.cli.options import OUTPUT, opened_store, store_option

if TYPE_CHECKING:
    from kg.store.base import Store
    from kg.store.versions.history import Entry


@click.command()
@click.argument("notice")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option("--save", type=OUTPUT, help="把各版原文件和 N-Quads 存入目录 / save every version to a folder")
@store_option
def history(notice: str, form: str, save: Path | None, address: str | None) -> None:
    """一份通知的各个版本及其变动。The versions of a notice (its number or IRI), and what each changed."""
    from kg.answering import catalog
    from kg.store.versions.history import history as versions_of

    found = catalog()
    with opened_store(address, read_only=True) as store:
        term = found.term(found.get("versions-of-a-notice").params["notice"], notice, store)
        entries = versions_of(store, term.value)
        if save is not None:
            _save(store, entries, save)
    lang = language()
    click.echo(_json(entries) if form == "json" else _table(entries, lang))


def _json(entries: list[Entry]) -> str:
    return json.dumps([_told(entry) for entry in entries], ensure_ascii=False, indent=1)


def _told(entry: Entry) -> dict[str, Any]:
    version, change = entry.version, entry.change
    return {
        "number": entry.number,
        "since": version.since.isoformat() if version.since else None,
        "until": version.until.isoformat() if version.until else None,
        "file": version.file,
        "mediaType": version.media_type,
        "sourceSha256": version.source,
        "quadsSha256": version.quads,
        "converter": version.converter,
        "kept": entry.kept,
        "change": None
        if change is None
        else {
            "added": change.added,
            "dropped": change.dropped,
            "changed": change.reworded,
            "units": change.duties,
            "targets": change.targets,
        },
    }


def _table(entries: list[Entry], lang: str) -> str:
    from rich.table import Table
    from rich.text import Text

    from kg.answering import printed

    heads = {
        "zh": ("版本", "载入", "替换", "文件", "SHA-256", "与前一版相比"),
        "en": ("Version", "Loaded", "Replaced", "File", "SHA-256", "Against the one before"),
    }[lang]
    table = Table(*heads, show_lines=False)
    for entry in entries:
        version = entry.version
        table.add_row(
            str(entry.number),
            *(
                "" if time is None else f"{time.astimezone():%Y-%m-%d %H:%M}"
                for time in (version.since, version.until)
            ),
            Text(version.file),
            version.source[:16]
            if entry.kept
            else f"{version.source[:16]}（未存）"
            if lang == "zh"
            else f"{version.source[:16]} (not kept)",
            entry.change.text(lang) if entry.change else "",
        )
    return printed(table)


def _save(store: Store, entries: list[Entry], folder: Path) -> None:
    """Write every version's file and N-Quads, byte for byte."""
    from kg.errors import NotFound
    from kg.store.versions.history import quads, source

    folder.mkdir(parents=True, exist_ok=True)
    for entry in entries:
        (folder / f"{entry.number}.nq").write_bytes(quads(store, entry))
        try:
            data = source(store, entry)
        except NotFound as error:
            say(f"第 {entry.number} 版：{error.zh}", f"Version {entry.number}: {error.en}")
            continue
        (folder / f"{entry.number}-{Path(entry.version.file).name}").write_bytes(data)
    say(f"已存入 {folder}。", f"Saved to {folder}.")
