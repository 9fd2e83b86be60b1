"""What people judged goes with a backup and comes back with it; what stands keeps the last word."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.settings import DEFAULT_BASE
from kg.store import judged
from kg.store.oxigraph import OxigraphStore


@pytest.mark.parametrize("exported", [False, True])
def test_lines_come_back_once_and_before_those_that_stand(tmp_path: Path, exported: bool) -> None:
    with OxigraphStore(tmp_path / "store", base=DEFAULT_BASE) as store:
        store.put(f"{DEFAULT_BASE}graph/g", [("<http://e/s>", "<http://e/p>", '"x"')])
        store.judgements = tmp_path / "judgements"
        store.judgements.mkdir()
        made = store.judgements / "pages.jsonl"
        made.write_text('{"n": 1}\n{"n": 2}\n', "utf-8")
        target = tmp_path / "all.nq" if exported else tmp_path / "backup"
        if exported:
            with target.open("wb") as file:
                store.dump(file)
            store.back_up_beside(target)
        else:
            store.backup(target)
        made.write_text('{"n": 2}\n{"n": 3}\n', "utf-8")
        for _ in range(2):
            store.restore(target)
            assert made.read_text("utf-8") == '{"n": 1}\n{"n": 2}\n{"n": 3}\n'
        made.unlink()
        store.restore(target)
        assert made.read_text("utf-8") == '{"n": 1}\n{"n": 2}\n'


def test_without_judgements_nothing_is_made(tmp_path: Path) -> None:
    judged.back_up(tmp_path / "none", tmp_path / "backup.nq")
    judged.bring_in(tmp_path / "backup.nq", tmp_path / "none")
    assert not list(tmp_path.iterdir())


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "judgements").mkdir()
    (tmp_path / "judgements/pages.jsonl").write_bytes(b"\xff\xfe")
    with pytest.raises(StoreError, match="judgements"):
        judged.back_up(tmp_path / "judgements", tmp_path / "backup.nq")
