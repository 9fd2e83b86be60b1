"""What an executor of Spark does with a chunk, in plain Python; and how a missing Spark is told."""

from __future__ import annotations

import hashlib
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import pytest
from click.testing import CliRunner

from kg.bulk import chunks as work_of
from kg.bulk import parts, plan
from kg.bulk import spark as engine
from kg.cli import cli
from kg.errors import UsageError
from kg.read.limits import MAX_BYTES
from kg.settings import DEFAULT_BASE
from tests.bulk import dying
from tests.bulk.test_bulk import SMALL

AT = datetime(2026, 1, 1, tzinfo=UTC)


def begun() -> plan.Run:
    return plan.described("hdfs://office/notices", DEFAULT_BASE, AT)


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_a_chunk_from_bytes_is_the_chunk_from_files(tmp_path: Path) -> None:
    source, here, there = tmp_path / "src", tmp_path / "here", tmp_path / "there"
    sent = [("2024/" + path.name, path.read_bytes()) for path in SMALL[:2]]
    for name, data in sent:
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes(data)
    (chunk,) = plan.cut((PurePosixPath(name), digest(data)) for name, data in sent)
    work_of.do(begun(), source, here, chunk)
    heard: list[tuple[int, int]] = []
    made = parts.converted(
        0, [(0, file) for file in sent], begun(), [chunk], lambda good, bad: heard.append((good, bad))
    )
    for name, data in made:
        assert name == chunk.name
        parts.unpack(data, there)
    files = {path.relative_to(here): path.read_bytes() for path in here.rglob("*") if path.is_file()}
    assert files == {p.relative_to(there): p.read_bytes() for p in there.rglob("*") if p.is_file()}
    assert PurePosixPath(f"{chunk.name}.json") in {PurePosixPath(path) for path in files}
    assert heard == [(2, 0)]


def test_what_was_not_sent_is_too_large_or_dies_is_listed(tmp_path: Path) -> None:
    good = SMALL[0].read_bytes()
    names = ("dies.txt", "good.txt", "gone.txt", "huge.txt")
    (chunk,) = plan.cut((PurePosixPath(name), "") for name in names)
    sent: list[tuple[int, parts.Sent]] = [
        (0, ("dies.txt", good)),
        (0, ("good.txt", good)),
        (0, ("huge.txt", MAX_BYTES + 1)),
    ]
    ((_, data),) = parts.converted(0, sent, begun(), [chunk], lambda good, bad: None, dying.read)
    parts.unpack(data, tmp_path)
    told = {line["source"]: line.get("refused", {}).get("en") for line in work_of.told(tmp_path, chunk)}
    assert told.keys() == set(names)
    assert told["good.txt"] is None
    assert "process ended" in told["dies.txt"]
    assert "No such file" in told["gone.txt"]
    assert "64 MB" in told["huge.txt"]


def test_another_version_on_a_worker_is_told() -> None:
    (chunk,) = plan.cut([(PurePosixPath("a.txt"), "")])
    other = replace(begun(), version="0.0.0")
    with pytest.raises(UsageError, match="install the same"):
        list(parts.converted(0, [], other, [chunk], lambda good, bad: None))


def test_the_reason_of_a_failure_is_its_last_error() -> None:
    said = (
        "An error occurred while calling o55.parquet.\n: org.apache.spark.SparkException: Job aborted\n"
        'Traceback (most recent call last):\n  File "x.py", line 1\nkg.errors.UsageError: install the same\n'
        "\tat org.apache.spark.api.python.BasePythonRunner\n"
    )
    assert engine.reason(said) == "UsageError: install the same"
    java = "An error occurred\n: java.lang.IllegalStateException: Stopped.\n\tat x.y(Z.java:1)\n"
    assert engine.reason(java) == "IllegalStateException: Stopped."
    assert engine.reason("Answer from Java side is empty\nmore") == "Answer from Java side is empty"


def test_addresses_are_no_patterns() -> None:
    assert engine.pattern("file:/a[1]/{b}*") == r"file:/a\[1\]/\{b\}\*"


def test_without_the_extra_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pyspark", "pyspark.errors", "pyspark.sql"):
        monkeypatch.setitem(sys.modules, name, None)
    done = CliRunner().invoke(cli, ["bulk", str(tmp_path), str(tmp_path / "out"), "--engine", "spark"])
    assert done.exit_code == 2
    assert done.output.count("\n") == 1
    assert "zeren-kg[spark]" in done.output


@pytest.mark.parametrize(
    ("home", "path"), [(None, "/nowhere"), ("/nowhere", "/usr/bin")], ids=["no java on the path", "JAVA_HOME"]
)
def test_without_java_one_sentence(home: str | None, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    if home:
        monkeypatch.setenv("JAVA_HOME", home)
    monkeypatch.setenv("PATH", path)
    with pytest.raises(UsageError, match="Java 17"):
        engine.need_java()


def test_a_cluster_knows_its_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MASTER", "spark://127.0.0.1:7077")
    with pytest.raises(UsageError, match="--workers"):
        engine.master(2)
    assert engine.master(None) is None
    monkeypatch.delenv("MASTER")
    assert engine.master(3) == "local[3,4]"
