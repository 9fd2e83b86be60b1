"""What people judged of names, carried with the copies of a store: files of lines that are only added to.

TARGET/judgements/*.jsonl         in the folder of a backup
TARGET.judgements/*.jsonl         beside an exported file
"""

from __future__ import annotations

from pathlib import Path

from kg.errors import StoreError
from kg.store.folder import write_text


def beside(backup: Path) -> Path:
    """Return where the judgements of a backup are."""
    return backup / "judgements" if backup.is_dir() else backup.with_name(f"{backup.name}.judgements")


def back_up(folder: Path, target: Path) -> None:
    """Put every judgement of a folder beside a backup.

    Raises:
        StoreError: it cannot be written whole.
    """
    _add(folder, beside(target))


def bring_in(source: Path, folder: Path) -> None:
    """Take in the judgements beside a backup; those that stand already keep the last word.

    Raises:
        StoreError: they cannot be read or written.
    """
    _add(beside(source), folder)


def _add(source: Path, target: Path) -> None:
    """Put the lines that a folder's files lack before those that stand in them."""
    try:
        for path in sorted(source.glob("*.jsonl")):
            place = target / path.name
            standing = place.read_text("utf-8").splitlines() if place.exists() else []
            known = set(standing)
            new = [line for line in path.read_text("utf-8").splitlines() if line not in known]
            if new:
                target.mkdir(parents=True, exist_ok=True)
                write_text(place, "".join(f"{line}\n" for line in (*new, *standing)))
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(
            f"判断记录无法从 {source} 写入 {target}：{error}；请检查目录权限和磁盘空间。",
            f"The judgements of {source} cannot be written to {target}: {error}; see to rights and disk.",
        ) from error
