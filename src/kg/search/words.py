"""Chinese text cut into words: jieba with the names of the registry as its dictionary.

jieba lives here and nowhere else in ``search``: its log is silenced and its dictionary is a
tokenizer of its own, so that raised names never change how others cut.
"""

from __future__ import annotations

import logging
import os
import re
import stat
import tempfile
from collections.abc import Iterable
from contextlib import nullcontext
from functools import cache
from pathlib import Path
from typing import Any

from kg.names import normal

_WORD = re.compile(r"[0-9a-z]+|[一-鿿㐀-䶿]+")


@cache
def _tokenizer() -> Any:
    import jieba

    library: Any = jieba
    library.setLogLevel(logging.WARNING)
    made = library.Tokenizer()
    own = _own_folder()
    # What it loads must be what it wrote: in a folder that all may write to, others could put it there.
    with tempfile.TemporaryDirectory(prefix="zeren-") if own is None else nullcontext(own) as folder:
        made.tmp_dir = str(folder)
        made.initialize()
    return made


def _own_folder() -> Path | None:
    """Return the user's cache folder for this program; None where nothing private can be kept."""
    try:
        root = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        folder = root / "zeren"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        about = folder.lstat()
    except (OSError, RuntimeError):
        return None
    private = stat.S_ISDIR(about.st_mode) and about.st_uid == os.getuid() and not about.st_mode & 0o022
    return folder if private and os.access(folder, os.W_OK) else None


def learn(names: Iterable[str]) -> None:
    """Add names to the dictionary, so that they stay whole beside their parts."""
    tokenizer = _tokenizer()
    for name in names:
        if 2 <= len(name) <= 20 and not tokenizer.FREQ.get(name):
            tokenizer.add_word(name, freq=3)


def words(text: str) -> list[str]:
    """Return the words of a text for the index: long words, their parts, and single characters."""
    found: list[str] = []
    for run in _WORD.findall(normal(text).lower()):
        if run.isascii():
            found.append(run)
            continue
        found += _tokenizer().cut_for_search(run)
        found += run  # single characters: a word cut otherwise is found by them, at lower rank
    return found


def runs(text: str) -> list[str]:
    """Return the runs of letters and figures and those of characters that a text has."""
    return _WORD.findall(normal(text).lower())


def parts_of(word: str) -> list[str]:
    """Return the words that a longer one is made of, itself where of none: 河道清淤 → 河道, 清淤."""
    inside = [part for part in _tokenizer().cut_for_search(word) if 1 < len(part) < len(word)]
    covered = {char for part in inside for char in part}
    return inside if covered == set(word) else [word]


def query_words(text: str) -> list[list[str]]:
    """Return for each word that the reader typed the words of the index that it means."""
    typed = []
    for part in text.split():
        cut: list[str] = []
        for run in _WORD.findall(normal(part).lower()):
            cut += [run] if run.isascii() else _tokenizer().cut(run)
        if cut:
            typed.append(cut)
    return typed
