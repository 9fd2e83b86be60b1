"""Files that a command writes: all of them whole, or none, and nothing beside them.

    refuse([target, …])              before work begins: what stands there, what cannot be written
    place({target: data, …})         writes each beside its place, then puts all there

A target that turns out not to be writable (read-only, full, gone) ends in a sentence.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from kg.errors import UsageError
from kg.whole import drop, stage


def refuse(targets: Sequence[Path]) -> None:
    """Refuse what stands already, two files in one place, and folders that nothing can be written to.

    Raises:
        UsageError: says which and why.
    """
    for at, target in enumerate(targets):
        try:
            stands = target.exists() or target.is_symlink()
            folder = target.resolve().parent
        except (OSError, ValueError, RuntimeError) as error:
            raise _unwritable(target, error) from error
        if stands:
            raise UsageError(f"{target} 已存在，请换一个文件名。", f"{target} exists; choose another name.")
        if target in targets[:at]:
            raise UsageError(
                f"{target} 要写两份不同的内容，请用两个文件名。",
                f"{target} is to hold two files; use two names.",
            )
        if not folder.is_dir():
            raise _unwritable(target, _error(errno.ENOENT))
        if not os.access(folder, os.W_OK | os.X_OK):
            raise _unwritable(target, _error(errno.EACCES))


def place(files: Mapping[Path, bytes]) -> None:
    """Write files, all of them whole or none at all; what stood there is replaced.

    Raises:
        UsageError: one of them cannot be written; then none is.
    """
    staged: dict[Path, Path] = {}
    placed: list[Path] = []
    target = Path()
    try:
        for target, data in files.items():
            if not _is_written_itself(target):
                staged[target] = stage(target.resolve(), data)
        for target, part in staged.items():
            known = target.exists()
            part.replace(target.resolve())
            if not known:
                placed.append(target)
        for target in files.keys() - staged.keys():
            target.write_bytes(files[target])
    except OSError as error:
        for left in (*staged.values(), *placed):
            drop(left)
        raise _unwritable(target, error) from error


def _is_written_itself(target: Path) -> bool:
    """Tell whether a target is a device or a pipe, or a file in a folder that takes no other."""
    return target.exists() and not (target.is_file() and os.access(target.resolve().parent, os.W_OK))


def _error(number: int) -> OSError:
    return OSError(number, os.strerror(number))


def _unwritable(target: Path, error: Exception) -> UsageError:
    reason = getattr(error, "strerror", None) or type(error).__name__
    return UsageError(
        f"无法写入 {target}：{reason}；请换一个位置或文件名。",
        f"{target} cannot be written: {reason}; choose another place or name.",
    )
