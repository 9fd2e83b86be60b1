"""The folder of an embedded store: who owns it, of which version and base it is.

FOLDER/store.json        format, engine, base; checked before anything opens
FOLDER/state             the number of the last write that was begun
FOLDER/changes           what the last writes changed (kg.store.changes)
FOLDER/lock              held shared by readers, exclusively by the writer or the service
FOLDER/service.json      where the service that owns the folder answers
FOLDER/db/               the engine's files
FOLDER/checkpoints/N/    what the service's query workers read; made anew at each start
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
import uuid
from pathlib import Path
from typing import Any

from kg import whole
from kg.errors import StoreError
from kg.store.changes import UNKNOWN, Change, Journal

FORMAT = 1
ENGINE = "oxigraph-0.5"  # whose file format db/ is in; 0.5.x read each other's files


class Folder:
    """One open store folder; the lock is held until ``close``."""

    def __init__(self, path: Path, base: str, *, shared: bool = False, wait_s: float = 0.0) -> None:
        self.path = path
        self.shared = shared
        self._lock: int | None = None
        if shared and not (path / "store.json").exists():
            raise StoreError(
                f"{path} 处没有知识库，还没有载入任何通知：请先运行 kg load 或 kg serve。",
                f"There is no store at {path}, nothing is loaded yet: run kg load or kg serve first.",
            )
        try:
            path.mkdir(parents=True, exist_ok=True)
            self._lock = os.open(path / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise StoreError(
                f"知识库目录 {path} 无法打开：{error.strerror}。",
                f"The store folder {path} cannot be opened: {error.strerror}.",
            ) from error
        try:
            self._acquire(wait_s)
            self.base = self._check(base)
            self._journal = Journal(path / "changes")
            if not shared:
                self._journal.shorten()
        except BaseException:
            self.close()
            raise

    @property
    def db(self) -> Path:
        """The engine's folder."""
        return self.path / "db"

    @property
    def checkpoints(self) -> Path:
        """The folder of read-only copies."""
        return self.path / "checkpoints"

    def _acquire(self, wait_s: float) -> None:
        assert self._lock is not None
        kind = fcntl.LOCK_SH if self.shared else fcntl.LOCK_EX
        deadline = time.monotonic() + wait_s
        while True:
            try:
                fcntl.flock(self._lock, kind | fcntl.LOCK_NB)
                return
            except OSError:
                if time.monotonic() >= deadline:
                    raise StoreError(
                        f"知识库 {self.path} 正被另一个进程使用，请等它结束，或经由正在运行的服务操作。",
                        f"The store {self.path} is in use by another process; "
                        "wait for it to end, or go through the running service.",
                    ) from None
                time.sleep(0.05)

    def _check(self, base: str) -> str:
        about = self.path / "store.json"
        if not about.exists():
            if self.db.exists():
                raise StoreError(
                    f"{self.path} 不是本软件的知识库（缺少 store.json），请换一个目录。",
                    f"{self.path} is not a store of this program (no store.json); choose another folder.",
                )
            self.id = uuid.uuid4().hex[:8]
            write_json(about, {"format": FORMAT, "engine": ENGINE, "base": base, "id": self.id})
            return base
        known = read_json(about)
        if known.get("format") != FORMAT or known.get("engine") != ENGINE:
            raise StoreError(
                f"知识库 {self.path} 的版本是 {known.get('format')}（{known.get('engine')}），本程序只认 "
                f"{FORMAT}（{ENGINE}）：请用原版本 kg export -o 全部.nq 导出，再用本版本 "
                "kg restore 全部.nq --store 新目录。",
                f"The store {self.path} is of version {known.get('format')} ({known.get('engine')}), this "
                f"program reads {FORMAT} ({ENGINE}): with its own version, kg export -o all.nq; then with "
                "this one, kg restore all.nq --store NEW.",
            )
        if known.get("base") != base:
            raise StoreError(
                f"知识库 {self.path} 的 IRI 基址是 {known.get('base')}，不是 {base}："
                "请设 KG_BASE，或换目录。",
                f"The store {self.path} has the base {known.get('base')}, not {base}: "
                "set KG_BASE, or choose another folder.",
            )
        self.id = str(known.get("id", "0"))
        return base

    def state(self) -> int:
        """Return the number of the last write that was begun."""
        try:
            return int((self.path / "state").read_text())
        except (OSError, ValueError):
            return 0

    def next_state(self, change: Change = UNKNOWN) -> int:
        """Count and note one write, on disk before the write itself: a number never means two contents."""
        number = self.state() + 1
        try:
            self._journal.note(number, change)
        except OSError as error:
            raise StoreError(
                f"无法写入 {self.path}：{error.strerror}。",
                f"{self.path} cannot be written: {error.strerror}.",
            ) from error
        write_text(self.path / "state", str(number))
        return number

    def changes_since(self, state: str) -> Change | None:
        """Return what was changed since a state of this folder, by its name; None where nobody knows."""
        own, _, number = state.partition(".")
        return self._journal.since(int(number), self.state()) if own == self.id else None

    def named(self, number: int) -> str:
        """Return the name of a state: two stores never share one."""
        return f"{self.id}.{number}"

    def clear_checkpoints(self) -> None:
        """Remove what an earlier service left."""
        shutil.rmtree(self.checkpoints, ignore_errors=True)

    def announce(self, url: str) -> None:
        """Say where the service that owns the folder answers."""
        write_json(self.path / "service.json", {"url": url, "pid": os.getpid()})

    def close(self) -> None:
        """Release the folder."""
        if self._lock is not None:
            if not self.shared:
                (self.path / "service.json").unlink(missing_ok=True)
            os.close(self._lock)
            self._lock = None


def service_address(path: Path) -> str | None:
    """Return the address of the service that owns the folder, if one does."""
    about = path / "service.json"
    if not about.exists() or not (path / "lock").exists():
        return None
    lock = os.open(path / "lock", os.O_RDWR | os.O_CLOEXEC)
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        url = read_json(about).get("url")
        return str(url) if url else None
    finally:
        os.close(lock)
    return None  # the file outlived its service


def read_json(path: Path) -> dict[str, Any]:
    """Return the object in a JSON file; empty where the file is not one."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_json(path: Path, value: dict[str, Any]) -> None:
    """Replace a JSON file at once."""
    write_text(path, json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def write_text(path: Path, text: str) -> None:
    """Replace a small file at once."""
    try:
        whole.write(path, text)
    except OSError as error:
        raise StoreError(
            f"无法写入 {path}：{error.strerror}。", f"{path} cannot be written: {error.strerror}."
        ) from error
