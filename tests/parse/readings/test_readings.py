"""What makes a file a reading."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.parse import readings


def test_a_file_without_propose_is_told_and_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "two_columns.py").write_text("def propse(page):\n    yield from ()\n", "utf-8")
    monkeypatch.setattr(readings, "__path__", [*readings.__path__, str(tmp_path)])
    with pytest.raises(ImportError, match=r"two_columns has no propose\(page\)"):
        readings._modules.__wrapped__()


def test_each_of_ours_proposes() -> None:
    assert len(readings._modules()) >= 15
