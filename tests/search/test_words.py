"""Where jieba keeps what it made of its dictionary: with the user alone."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

CUT = "from kg.search.words import words; print(words('县财政局牵头')[0])"


def cut(cache: Path, temp: Path) -> str:
    env = {**os.environ, "XDG_CACHE_HOME": str(cache), "TMPDIR": str(temp)}
    return subprocess.run(
        [sys.executable, "-c", CUT], capture_output=True, text=True, check=True, env=env, timeout=120
    ).stdout.strip()


@pytest.fixture
def temp(tmp_path: Path) -> Path:
    made = tmp_path / "tmp"
    made.mkdir()
    return made


def test_the_cache_is_the_users_own(tmp_path: Path, temp: Path) -> None:
    cache = tmp_path / "cache"
    first = cut(cache, temp)
    assert [p.name for p in (cache / "zeren").iterdir()] == ["jieba.cache"]
    assert stat.S_IMODE((cache / "zeren").stat().st_mode) == 0o700
    assert list(temp.iterdir()) == []
    # What others put into the common folder is not read.
    (temp / "jieba.cache").write_bytes(b"planted")
    assert cut(cache, temp) == first


@pytest.mark.parametrize("how", ["writable by all", "a file", "a link"])
def test_without_a_folder_of_its_own_nothing_is_kept(tmp_path: Path, temp: Path, how: str) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    folder = cache / "zeren"
    if how == "a file":
        folder.write_text("")
    elif how == "a link":
        other = Path(tempfile.mkdtemp(dir=tmp_path))
        folder.symlink_to(other)
    else:
        folder.mkdir()
        folder.chmod(0o777)
    assert cut(cache, temp)
    assert list(temp.iterdir()) == []
    assert not any(cache.rglob("*.cache"))
