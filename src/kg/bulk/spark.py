"""The chunks of a run on Spark: on this machine, or on the cluster that ``MASTER`` names.

OUT/work/run.json                as ``local`` writes it
OUT/work/chunks/part-….parquet   one chunk each: its name, and its folder packed; there whole or not at all

Spark reads the files and hands each chunk to a task; what a task made stands as soon as it ends. At the
end the driver makes of the chunks what ``local`` makes of its work, on its own disk, and puts it into OUT.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import datetime
from functools import partial
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from kg import pipeline
from kg.bulk import finishing, local, parts, plan
from kg.bulk.hadoop import Place
from kg.bulk.plan import Chunk, Run
from kg.bulk.room import unless_full
from kg.errors import LimitReached, UsageError
from kg.read.limits import MAX_BYTES

if TYPE_CHECKING:
    from pyspark import RDD
    from pyspark.sql import DataFrame, SparkSession

SCHEMA = "chunk string, data binary"
TRIES = 4  # of a task: what a cluster does, and Spark on one machine only when told
RUN, CHUNKS = "work/run.json", "work/chunks"
_ALONE = {  # on this machine: nobody else is to reach it
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.log.level": "OFF",  # what went wrong is said in one sentence
}


@contextmanager
def spark(source: str, out: str, workers: int | None) -> Iterator[Spark]:
    """Give the engine, over a session of Spark that ends with it.

    Raises:
        UsageError: PySpark or Java is missing, or a cluster is told how many workers it has.
        LimitReached: Spark gave up.
    """
    _need_pyspark()
    need_java()
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    session = None
    try:
        with unless_full():
            session = _session(master(workers))
            yield Spark(session, source, out)
    except (Py4JError, PySparkException) as error:
        what = reason(str(error))
        raise LimitReached(
            f"Spark 停下（{what}）；已完成的部分保留，解决后加 --resume 继续。",
            f"Spark stopped ({what}); what is done stays: mend it and go on with --resume.",
        ) from error
    finally:
        if session is not None:
            with suppress(Exception):  # it may have gone already
                session.stop()


def _session(alone: str | None) -> SparkSession:
    from pyspark.errors import PySparkRuntimeError
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("kg bulk").config("spark.ui.showConsoleProgress", "false")
    if alone is not None:
        os.environ["SPARK_LOCAL_IP"] = _ALONE["spark.driver.host"]
        builder = builder.master(alone).config(map=_ALONE)
    try:
        return builder.getOrCreate()
    except PySparkRuntimeError as error:  # Java ended at once: it is too old
        raise _no_java() from error


def _need_pyspark() -> None:
    try:
        import pyspark.sql  # noqa: F401
    except ImportError:
        raise UsageError(
            "--engine spark 需要 PySpark：请运行 pip install 'zeren-kg[spark]'。",
            "--engine spark needs PySpark; run pip install 'zeren-kg[spark]'.",
        ) from None


def need_java() -> None:
    """Make sure that there is a Java; whether it is a new one Spark tells.

    Raises:
        UsageError: there is none.
    """
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java", path=f"{home}/bin" if home else None) is None:
        raise _no_java()


def _no_java() -> UsageError:
    return UsageError(
        "Spark 需要 Java 17 或更高版本：请安装（如 openjdk-17-jre-headless），或设置 JAVA_HOME。",
        "Spark needs Java 17 or later; install it (openjdk-17-jre-headless), or set JAVA_HOME.",
    )


def master(workers: int | None) -> str | None:
    """Return this machine as Spark writes it; None where ``MASTER`` names a cluster.

    Raises:
        UsageError: a cluster is told how many workers it has.
    """
    if "MASTER" not in os.environ:
        return f"local[{workers or local.cores()},{TRIES}]"
    if workers:
        raise UsageError(
            "集群有多少进程由它的设置决定（MASTER 已设），请去掉 --workers。",
            "A cluster's own settings say how many work (MASTER is set); leave out --workers.",
        )
    return None


def reason(text: str) -> str:
    """Return what a failure of Spark comes down to: the last error of Python in it, else its first line."""
    found = re.findall(
        r"^\s*(?:Caused by)?:? ?(?:[\w.]+\.)?(\w+(?:Error|Exception|Full)\b: .+)$", text, re.MULTILINE
    )
    return (found[-1] if found else text.strip().partition("\n")[0])[:200]


class Spark:
    """The engine of many machines."""

    def __init__(self, session: SparkSession, source: str, out: str) -> None:
        self._session = session
        self._source, self._out = Place(session, source), Place(session, out)
        self._root = ""
        self._unread: dict[str, bytes | int] = {}  # files that Spark passes over

    def chunks(self) -> list[Chunk]:
        """Return the files of the source, in order."""
        if not self._source.exists():
            raise plan.not_there(self._source.address())
        self._root = self._source.root()
        lengths = {
            address.removeprefix(self._root): length
            for address, length in self._source.files()
            if address == self._source.address() or pipeline.has_notice_name(PurePosixPath(address))
        }
        read = self._content().map(_digest).collect() if lengths else []
        digests = {address.removeprefix(self._root): digest for address, digest in read}
        for path in lengths.keys() - digests.keys():
            digests[path] = self._passed_over(path, lengths[path])
        return list(plan.cut(sorted((PurePosixPath(path), digests[path]) for path in lengths)))

    def manifest(self) -> dict[str, Any] | None:
        """Return the manifest of a finished run, without whose work it is whole."""
        if not self._out.exists(finishing.MANIFEST):
            return None
        self._out.delete("work")
        made: dict[str, Any] = json.loads(self._out.read(finishing.MANIFEST))
        return made

    def begin(self, base: str, at: datetime, *, resume: bool) -> Run:
        """Return the run to do: a new one, or the one that stands unfinished."""
        made = plan.described(self._source.address(), base, at)
        if self._out.exists(RUN):
            return plan.resumed(made, self._out.read(RUN).decode(), self._out.address(), resume=resume)
        if not self._out.is_empty():
            raise plan.not_empty(self._out.address())
        self._out.write(RUN, json.dumps(asdict(made)).encode())
        return made

    def standing(self, found: Sequence[Chunk]) -> set[str]:
        """Return the names of the chunks that are done."""
        if not self._out.exists(CHUNKS):
            return set()
        return {row.chunk for row in self._done().select("chunk").collect()}

    def do(self, run: Run, todo: Sequence[Chunk]) -> Iterator[tuple[int, int]]:
        """Do chunks; yield how many files more gave a notice, and how many did not."""
        if not todo:
            return
        counts = [self._session.sparkContext.accumulator(0) for _ in range(2)]

        def told(good: int, bad: int) -> None:
            counts[0].add(good)
            counts[1].add(bad)

        seen = [0, 0]
        with ThreadPoolExecutor(1) as thread:
            job = thread.submit(self._write, run, todo, told)
            while wait([job], timeout=1).not_done:
                now = [count.value for count in counts]
                yield now[0] - seen[0], now[1] - seen[1]
                seen = now
            job.result()

    def finish(self, run: Run, found: Sequence[Chunk]) -> dict[str, Any]:
        """Make the output of chunks that all stand; return its counts."""
        wanted = {chunk.name for chunk in found}
        with TemporaryDirectory(prefix="kg-bulk-") as name:
            made = Path(name)
            for row in self._done().toLocalIterator(prefetchPartitions=True):
                if row.chunk in wanted:
                    parts.unpack(row.data, made / "work")
            counts = finishing.finish(run, made, found)
            self._out.bring(made, "quads")
            self._out.bring(made, "tables")
            self._out.write(finishing.MANIFEST, (made / finishing.MANIFEST).read_bytes())
        self._out.delete("work")
        return counts

    # --- what Spark reads and writes ----------------------------------------------------------------

    def _content(self) -> RDD[Any]:
        """Return (address, bytes) of every file that Spark reads; it passes over names like _x and .x."""
        reader = self._session.read.format("binaryFile").options(
            recursiveFileLookup=True, ignoreMissingFiles=True, ignoreCorruptFiles=True
        )
        if self._root != self._source.address() + "/":  # a single file may have any name
            return _small(reader.load(pattern(self._source.address())))
        endings = (ending.removeprefix(".") for ending in pipeline.NOTICE_SUFFIXES)
        either = ",".join("".join(f"[{c}{c.upper()}]" for c in ending) for ending in endings)
        return _small(reader.load(pattern(self._source.address()), pathGlobFilter=f"*.{{{either}}}"))

    def _passed_over(self, path: str, length: int) -> str:
        """Read a file that Spark passes over; return its SHA-256, nothing where it is not read."""
        from py4j.protocol import Py4JError

        if length > MAX_BYTES:
            self._unread[path] = length
            return ""
        try:
            data = self._source.read(path if self._root == self._source.address() + "/" else "")
        except Py4JError:
            return ""
        self._unread[path] = data
        return hashlib.sha256(data).hexdigest()

    def _write(self, run: Run, todo: Sequence[Chunk], told: parts.Told) -> None:
        numbers = {path: number for number, chunk in enumerate(todo) for path, _ in chunk.files}
        others = [(numbers[path], (path, data)) for path, data in self._unread.items() if path in numbers]
        files = self._content().flatMap(partial(_numbered, self._root, numbers))
        made = (
            files.union(self._session.sparkContext.parallelize(others, 1))
            .partitionBy(len(todo), int)
            .mapPartitionsWithIndex(partial(parts.converted, run=run, chunks=todo, told=told))
        )
        frame = self._session.createDataFrame(made, SCHEMA, verifySchema=False)
        # Version 2: what a task made stands when the task ends, not when all have.
        writer = frame.write.mode("append").option("mapreduce.fileoutputcommitter.algorithm.version", "2")
        writer.option("compression", "none").parquet(self._out.address(CHUNKS))

    def _done(self) -> DataFrame:
        return self._session.read.schema(SCHEMA).parquet(pattern(self._out.address(CHUNKS)))


def pattern(address: str) -> str:
    """Return an address as Spark's readers take it, which read some characters as wildcards."""
    return re.sub(r"([\[\]{}*?\\])", r"\\\1", address)


def _small(frame: DataFrame) -> RDD[Any]:
    return frame.where(f"length <= {MAX_BYTES}").select("path", "content").rdd.map(tuple)


def _digest(file: tuple[str, bytes]) -> tuple[str, str]:
    return file[0], hashlib.sha256(file[1]).hexdigest()


def _numbered(
    root: str, numbers: Mapping[str, int], file: tuple[str, bytes]
) -> Iterable[tuple[int, parts.Sent]]:
    """Yield a file behind the number of its chunk, if that is to be done."""
    path = file[0].removeprefix(root)
    if path in numbers:
        yield numbers[path], (path, bytes(file[1]))
