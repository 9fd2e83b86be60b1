"""``kg bulk``: same files, same bytes; stopped and resumed; bad files listed, the others read."""

from __future__ import annotations

import errno
import gzip
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kg import pipeline
from kg.bulk import chunks as work_of
from kg.bulk import local, plan
from kg.bulk.finishing import finish
from kg.bulk.one import one
from kg.bulk.room import DiskFull
from kg.cli import cli
from kg.errors import InputError, LimitReached, UsageError
from kg.settings import DEFAULT_BASE
from tests.bulk import dying
from tests.bulk.broken import BROKEN
from tests.conftest import ROOT

AT = datetime(2026, 1, 1, tzinfo=UTC)
SMALL = sorted(path for path in (ROOT / "tests/gold/own").glob("*.txt") if path.stat().st_size < 6000)[:5]


def source(folder: Path, files: list[Path] = SMALL) -> Path:
    folder.mkdir()
    for path in files:
        shutil.copy(path, folder)
    return folder


def run(src: Path, out: Path, *, workers: int = 1, read=None) -> dict[str, Any]:  # type: ignore[no-untyped-def]
    """Do a run in this process and its children; return its manifest."""
    begun = plan.begin(src, out, DEFAULT_BASE, AT, resume=False)
    found = list(plan.chunks(src))
    some = {} if read is None else {"read": read}
    for _ in local.do_all(begun, src, out / "work", found, workers, **some):
        pass
    finish(begun, out, found)
    made: dict[str, Any] = json.loads((out / "bulk.json").read_text("utf-8"))
    return made


def files(out: Path) -> dict[str, bytes]:
    return {str(p.relative_to(out)): p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A source and what a run of one process made of it."""
    folder = tmp_path_factory.mktemp("bulk")
    src = source(folder / "src")
    run(src, folder / "out")
    return src, folder / "out"


def test_every_file_is_in_the_manifest_and_the_quads_are_as_it_says(plain: tuple[Path, Path]) -> None:
    _, out = plain
    made = json.loads((out / "bulk.json").read_text("utf-8"))
    assert [line["source"] for line in made["notices"]] == [path.name for path in SMALL]
    assert made["refused"] == []
    assert not (out / "work").exists()
    for file in made["quads"]:
        lines = gzip.decompress((out / file["path"]).read_bytes()).decode().split("\n")
        assert len(lines) - 1 == file["quads"]
        assert plan.sha256(out / file["path"]) == file["sha256"]
    assert (
        sum(line["quads"] for line in made["notices"]) + made["quads"][0]["quads"] == made["counts"]["quads"]
    )
    assert made["counts"]["tasks"] == made["tables"]["rows"]["tasks"] > 0
    assert str(out.parent) not in (out / "bulk.json").read_text("utf-8")


def test_processes_and_chunks_do_not_change_a_byte(
    plain: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan, "FILES_A_CHUNK", 2)
    run(plain[0], tmp_path / "out", workers=2)
    assert files(tmp_path / "out") == files(plain[1])


def test_a_store_restored_from_a_run_has_current_tables(plain: tuple[Path, Path], tmp_path: Path) -> None:
    store = str(tmp_path / "store")
    for args in (["restore", str(plain[1])], ["tables", "rebuild", "--check"]):
        done = CliRunner().invoke(cli, [*args, "--store", store])
        assert done.exit_code == 0, done.output


def test_a_finished_run_is_not_done_again(plain: tuple[Path, Path], tmp_path: Path) -> None:
    before = files(plain[1])
    done = CliRunner().invoke(cli, ["bulk", str(plain[0]), str(plain[1])])
    assert done.exit_code == 0, done.output
    assert files(plain[1]) == before
    other = source(tmp_path / "src", SMALL[:1])
    assert CliRunner().invoke(cli, ["bulk", str(other), str(plain[1])]).exit_code == 2
    assert files(plain[1]) == before


def test_a_killed_run_resumes_and_gives_the_same_bytes(plain: tuple[Path, Path], tmp_path: Path) -> None:
    src, out = plain[0], tmp_path / "out"
    script = (
        "import sys; from kg.bulk import plan; plan.FILES_A_CHUNK = 1; from kg.cli import main; "
        "sys.argv[0] = 'kg'; main()"
    )
    command = [sys.executable, "-c", script, "bulk", str(src), str(out), "--workers", "1"]
    command += ["--at", AT.strftime("%Y-%m-%dT%H:%M:%S")]
    process = subprocess.Popen(command, start_new_session=True)
    try:
        while process.poll() is None and not list(out.glob("work/0*.json")):
            time.sleep(0.02)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    stands = {path.name: path.stat().st_mtime_ns for path in out.glob("work/0*.json")}
    assert 1 <= len(stands) < len(SMALL)
    assert subprocess.run(command, capture_output=True, check=False).returncode == 2
    with pytest.raises(UsageError):  # other conditions than those it was begun with
        plan.begin(src, out, "https://example.org/", AT, resume=True)
    subprocess.run([*command, "--resume"], check=True)
    assert files(out) == files(plain[1])


def test_bad_files_are_listed_with_their_reasons_and_the_others_read(tmp_path: Path) -> None:
    src = source(tmp_path / "src", SMALL[:2])
    shutil.copy(SMALL[0], src / "zz-the-same.txt")
    for name, made_of in BROKEN.items():
        (src / name).write_bytes(made_of())
    made = run(src, tmp_path / "out", workers=2)
    assert [line["source"] for line in made["notices"]] == [path.name for path in SMALL[:2]]
    refused = {line["source"]: line["refused"] for line in made["refused"]}
    assert set(refused) == {*BROKEN, "zz-the-same.txt"}
    assert refused["zz-the-same.txt"]["en"] == f"The same notice as {SMALL[0].name}."
    for reason in refused.values():
        assert reason["zh"] != reason["en"]
        assert "please report" not in reason["en"]
    assert made["tables"]["rows"]["notices"] == 2


def test_the_same_notice_in_two_chunks_counts_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "FILES_A_CHUNK", 1)
    once = run(source(tmp_path / "one", SMALL[:1]), tmp_path / "out1")
    src = source(tmp_path / "two", SMALL[:1])
    shutil.copy(SMALL[0], src / "zz.txt")
    twice = run(src, tmp_path / "out2")
    assert twice["tables"]["rows"] == once["tables"]["rows"]
    assert twice["quads"] == once["quads"]
    assert [line["source"] for line in twice["refused"]] == ["zz.txt"]


def test_a_file_that_ends_its_process_is_listed_and_stops_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan, "FILES_A_CHUNK", 2)
    src = source(tmp_path / "src", SMALL[:3])
    shutil.copy(SMALL[4], src / "a-dies.txt")
    shutil.copy(SMALL[4], src / "z-dies.txt")
    made = run(src, tmp_path / "out", workers=2, read=dying.read)
    assert [line["source"] for line in made["notices"]] == [path.name for path in SMALL[:3]]
    assert [line["source"] for line in made["refused"]] == ["a-dies.txt", "z-dies.txt"]
    assert all("process ended" in line["refused"]["en"] for line in made["refused"])


def test_a_process_ends_with_the_one_that_began_it(tmp_path: Path) -> None:
    """Else it would write into the work of the run that goes on with the killed one."""
    src = source(tmp_path / "src", SMALL[:1])
    script = (
        "import sys; from pathlib import Path; from datetime import datetime, UTC; "
        "from kg.bulk import local, plan; from tests.bulk import dying; "
        "src, out = map(Path, sys.argv[1:]); found = list(plan.chunks(src)); "
        "run = plan.begin(src, out, 'https://example.org/', datetime.now(UTC), resume=False); "
        "list(local.do_all(run, src, out / 'work', found, 1, dying.stay))"
    )
    process = subprocess.Popen([sys.executable, "-c", script, str(src), str(tmp_path / "out")], cwd=ROOT)
    said = (src / SMALL[0].name).with_suffix(".pid")
    try:
        until(lambda: said.is_file() and said.read_text("utf-8") != "")
    finally:
        process.kill()
        process.wait()
    child = Path("/proc", said.read_text("utf-8"))
    until(lambda: not child.exists() or "(zombie)" in (child / "status").read_text("utf-8"))


def until(so: Callable[[], bool]) -> None:
    for _ in range(6000):
        if so():
            return
        time.sleep(0.05)
    raise AssertionError("waited for five minutes")


def test_a_file_that_cannot_be_read_is_listed(tmp_path: Path) -> None:
    src = source(tmp_path / "src", SMALL[:1])
    (src / "a.txt").symlink_to("/proc/self/mem")  # a file to look at; reading it fails, whoever reads
    made = run(src, tmp_path / "out")
    assert [line["source"] for line in made["notices"]] == [SMALL[0].name]
    assert [(line["source"], line["sha256"]) for line in made["refused"]] == [("a.txt", "")]


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(OSError(errno.ENOSPC, "no room"), id="as a number"),
        pytest.param(RuntimeError("IO Error: No space left on device"), id="in words"),
    ],
)
def test_a_full_disk_is_no_fault_of_a_file(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_path: Path) -> None:
        try:
            raise error
        except Exception as cause:
            raise InputError("读不了", "cannot be read") from cause

    monkeypatch.setattr(pipeline, "convert", full)
    with pytest.raises(DiskFull):
        work_of._limited(one, SMALL[0], DEFAULT_BASE, AT)


def test_what_a_run_killed_at_its_end_left_is_made_anew(plain: tuple[Path, Path], tmp_path: Path) -> None:
    src, out = plain[0], tmp_path / "out"
    begun = plan.begin(src, out, DEFAULT_BASE, AT, resume=False)
    found = list(plan.chunks(src))
    for _ in local.do_all(begun, src, out / "work", found, 1):
        pass
    for left in ("quads/province=99/year=1999.nq.gz", "tables/spill-x/rows.jsonl"):
        (out / left).parent.mkdir(parents=True)
        (out / left).write_bytes(b"half")
    finish(begun, out, found)
    assert files(out) == files(plain[1])


def test_a_path_of_another_file_system_needs_spark(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["bulk", "hdfs://office/notices", str(tmp_path / "out"), "--lang", "en"])
    assert done.exit_code == 2
    assert "--engine spark" in done.output


def test_what_takes_too_long_is_stopped() -> None:
    def endless() -> None:
        with work_of._within(1):
            while True:
                try:
                    sum(range(1000))
                except Exception:  # a reader that catches everything does not catch this
                    continue

    with pytest.raises(LimitReached):
        endless()


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda folder: folder / "nothing", id="no such source"),
        pytest.param(lambda folder: folder, id="no notice in it"),
    ],
)
def test_a_source_without_notices_is_told(tmp_path: Path, make) -> None:  # type: ignore[no-untyped-def]
    done = CliRunner().invoke(cli, ["bulk", str(make(tmp_path)), str(tmp_path / "out")])
    assert done.exit_code == 2
    assert not (tmp_path / "out").exists()
