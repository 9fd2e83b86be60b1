"""The engine's files: opened, copied to a backup, and replaced by one or by exported N-Quads."""

from __future__ import annotations

import gzip
import json
import shutil
import time
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import KgError, StoreError
from kg.store.folder import ENGINE, FORMAT, read_json, write_json
from kg.store.writing import bulk_load
from kg.whole import beside


def open_engine(db: Path, *, read_only: bool = False, wait_s: float = 5.0) -> ox.Store:
    """Open the engine's folder; a writer that was killed just now may hold it for a moment."""
    deadline = time.monotonic() + wait_s
    while True:
        try:
            return ox.Store.read_only(str(db)) if read_only else ox.Store(str(db))
        except OSError as error:
            if "lock" in str(error).lower() and time.monotonic() < deadline:
                time.sleep(0.05)
                continue
            raise StoreError(
                f"知识库文件 {db} 无法打开：{error}。", f"The store's files {db} cannot be opened: {error}."
            ) from error


def copy_store(store: ox.Store, base: str, state: int, target: Path) -> None:
    """Write a backup: the engine's own copy and what it is a copy of."""
    if target.exists():
        raise StoreError(
            f"备份目标 {target} 已存在，请换一个名字。", f"{target} exists already; choose another name."
        )
    try:
        with beside(target) as part:
            part.mkdir(parents=True)
            store.backup(str(part / "db"))
            about = {"format": FORMAT, "engine": ENGINE, "base": base, "state": state, "quads": len(store)}
            write_json(part / "backup.json", about)
    except OSError as error:
        raise StoreError(f"备份失败：{error}。", f"The backup failed: {error}.") from error


def make_ready(source: Path, db: Path, base: str) -> Path:
    """Make the files that are to replace ``db``, beside it: of a backup, or of N-Quads.

    Raises:
        StoreError: the source is not whole, or of another base; nothing is changed.
    """
    fresh = db.with_name("db.new")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        if (source / "bulk.json").is_file():
            _read_in(sorted((source / "quads").rglob("*.nq.gz")), fresh, base)
        elif source.is_dir():
            _check_backup(source, base)
            shutil.copytree(source / "db", fresh)
        else:
            _read_in([source], fresh, base)
    except (OSError, EOFError, zlib.error) as error:
        shutil.rmtree(fresh, ignore_errors=True)
        raise StoreError(f"恢复失败：{error}。", f"The restore failed: {error}.") from error
    except KgError:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    return fresh


def swap_in(fresh: Path, db: Path) -> None:
    """Put new files, of which nothing is open, where the engine's are; the old ones go last."""
    old = db.with_name("db.old")
    shutil.rmtree(old, ignore_errors=True)
    try:
        if db.exists():
            db.rename(old)
        fresh.rename(db)
    except OSError as error:
        if old.exists() and not db.exists():
            old.rename(db)
        raise StoreError(f"恢复失败：{error}。", f"The restore failed: {error}.") from error
    shutil.rmtree(old, ignore_errors=True)


def _check_backup(source: Path, base: str) -> None:
    """Refuse what is no whole backup of a store of this base and version."""
    about = read_json(source / "backup.json")
    if about.get("format") != FORMAT or about.get("engine") != ENGINE or not (source / "db").is_dir():
        raise StoreError(
            f"{source} 不是本版本的完整备份。", f"{source} is not a whole backup of this version."
        )
    if about.get("base") != base:
        raise StoreError(
            f"备份的 IRI 基址是 {about.get('base')}，不是 {base}：请设 KG_BASE={about.get('base')} 再恢复；"
            "要换基址，请把原文件重新载入新的知识库（kg history 通知 --save 可取出原文件）。",
            f"The backup has the base {about.get('base')}, not {base}: set KG_BASE={about.get('base')} and "
            "restore again; for another base load the files anew into a new store (kg history NOTICE --save "
            "gives them).",
        )
    store = open_engine(source / "db", read_only=True)
    if len(store) != about.get("quads"):
        raise StoreError(
            f"备份 {source} 不完整：应有 {json.dumps(about.get('quads'))} 条四元组。",
            f"The backup {source} is not whole: it should hold {json.dumps(about.get('quads'))} quads.",
        )


def _read_in(sources: Sequence[Path], fresh: Path, base: str) -> None:
    """Make files of what ``kg export`` or ``kg bulk`` wrote, plain or gzip."""
    file: Any
    store = ox.Store(str(fresh))
    for source in sources:
        with gzip.open(source) if source.name.endswith(".gz") else source.open("rb") as file:
            bulk_load(store, file)
    if not any(graph.value.startswith(f"{base}graph/") for graph in store.named_graphs()):
        named = sources[0] if sources else fresh
        raise StoreError(
            f"{named} 中没有 IRI 基址 {base} 下的图：请把 KG_BASE 设为导出它的知识库的基址。",
            f"{named} holds no graph under the base {base}: set KG_BASE to that of the store it is of.",
        )
