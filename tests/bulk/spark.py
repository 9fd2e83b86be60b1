"""``kg bulk --engine spark`` beside ``local``: ``make spark``, or ``python -m tests.bulk.spark [PART …]``.

    same      200 generated notices and 5 % broken files: both engines give the same files
    killed    the whole run killed with -9, twice; it goes on, and gives the same files
    cluster   a master and two workers on loopback, of which an executor is killed with -9
    full      the disk of the output fills up (a small tmpfs, which needs root), for both engines

Needs the extra ``spark`` and Java 17, so pytest does not collect it. Prints what it did, line by line.
"""

from __future__ import annotations

import argparse
import gzip
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from kg.bulk import plan
from tests.bench.county import corpus
from tests.bulk.broken import BROKEN
from tests.web.running import free_port

ROOT = Path(__file__).resolve().parents[2]
AT = "2026-01-01T00:00:00"
FILES_A_CHUNK = 4
COMMAND = (
    "from kg.bulk import plan; plan.FILES_A_CHUNK = {}; "
    "import sys; sys.argv[0] = 'kg'; from kg.cli import main; main()"
)
NOTICES, FEW = 200, 40
FULL_MB, ROOM_MB = 1, 200
BEGUN = time.monotonic()


def told(text: str) -> None:
    print(f"{time.monotonic() - BEGUN:6.0f} s  {text}", flush=True)


def source(folder: Path, notices: int) -> Path:
    """Write so many generated notices, and broken files of every kind to 5 % of them."""
    folder.mkdir()
    for made in corpus(notices):
        (folder / made.name).write_text(made.text, "utf-8")
    bad = list(BROKEN.items())
    for number in range(notices // 20):
        name, data = bad[number % len(bad)]
        (folder / f"{number:02}-{name}").write_bytes(data())
    return folder


def kg(
    src: Path, out: Path, name: str, *, resume: bool = False, each: int = FILES_A_CHUNK, **env: str
) -> subprocess.Popen[str]:
    command = [
        sys.executable,
        "-c",
        COMMAND.format(each),
        "bulk",
        str(src),
        str(out),
        "--engine",
        name,
        "--at",
        AT,
    ]
    command += ["--lang", "en"] + (["--resume"] if resume else [])
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **env},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def ended(process: subprocess.Popen[str], status: int) -> None:
    _, said = process.communicate()
    lines = [line for line in said.splitlines() if line.strip()]
    told(f"exit {process.returncode}: {lines[-1] if lines else ''}")
    if process.returncode != status:
        raise SystemExit("\n".join(lines[-30:]))


def until(so: Callable[[], bool], process: subprocess.Popen[Any]) -> None:
    while not so():
        if process.poll() is not None:
            raise SystemExit(f"ended with {process.returncode}: {process.communicate()[1]}")
        time.sleep(0.2)


def parts(out: Path) -> int:
    """Return how many chunks stand, by either engine."""
    return len([*out.glob("work/chunks/part-*.parquet"), *out.glob("work/[0-9]*.json")])


def files(out: Path) -> dict[str, bytes]:
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()}


def lines(out: Path) -> list[bytes]:
    return sorted(line for path in out.rglob("*.nq.gz") for line in gzip.open(path).read().splitlines())


def rows(out: Path) -> dict[str, list[str]]:
    """Return the rows of every table, in order, each as text."""
    names: dict[str, list[str]] = {}
    for path in (out / "tables").rglob("*.parquet"):
        table = path.relative_to(out / "tables").as_posix()
        found = duckdb.sql(f"SELECT * FROM read_parquet('{path}', hive_partitioning = false)").fetchall()
        names[table] = sorted(map(str, found))
    return names


def alike(a: Path, b: Path) -> None:
    one, other = files(a), files(b)
    if one != other:
        names = sorted(name for name in {*one, *other} if one.get(name) != other.get(name))
        raise SystemExit(f"different: {names}")
    said, table = lines(a), rows(a)
    if said != lines(b) or table != rows(b):
        raise SystemExit("the same bytes, and other rows")
    told(
        f"alike: {len(one)} files, byte for byte; {len(said)} quads sorted, "
        f"{sum(map(len, table.values()))} rows of tables"
    )


@contextmanager
def loopback(folder: Path) -> Iterator[dict[str, str]]:
    """Start a master and two workers; give the environment in which they are the cluster."""
    import pyspark

    (folder / "conf").mkdir(parents=True)
    (folder / "conf/spark-defaults.conf").write_text(
        "spark.executor.memory 600m\nspark.driver.host 127.0.0.1\nspark.driver.bindAddress 127.0.0.1\n"
        "spark.ui.enabled false\n"
    )
    port = free_port()
    env = {
        "SPARK_CONF_DIR": str(folder / "conf"),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "MASTER": f"spark://127.0.0.1:{port}",
    }
    program = str(Path(pyspark.__file__).parent / "bin/spark-class")
    deploy = "org.apache.spark.deploy"
    master = [f"{deploy}.master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0"]
    worker = [f"{deploy}.worker.Worker", "--host", "127.0.0.1", "--webui-port", "0"]
    worker += ["--cores", "1", "--memory", "600m"]
    commands = [master, *([*worker, "--work-dir", str(folder / f"worker{n}"), env["MASTER"]] for n in (1, 2))]
    running = []
    try:
        for number, command in enumerate(commands):
            with (folder / f"{number}.log").open("w") as log:
                running.append(
                    subprocess.Popen([program, *command], env={**os.environ, **env}, stdout=log, stderr=log)
                )
            if number == 0:
                until(lambda: "New state: ALIVE" in (folder / "0.log").read_text("utf-8"), running[0])
        registered = re.compile(r"Registering worker (\S+)")  # a worker that asks again is told again
        until(lambda: len(set(registered.findall((folder / "0.log").read_text("utf-8")))) == 2, running[0])
        told(f"master and two workers at {env['MASTER']}")
        yield env
    finally:
        for process in reversed(running):
            process.terminate()
            process.wait(60)


def executors(folder: Path) -> list[int]:
    """Return the processes of executors whose work is below a folder."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                said = (entry / "cmdline").read_bytes()
                if b"CoarseGrainedExecutorBackend" in said and str(folder) in str((entry / "cwd").readlink()):
                    found.append(int(entry.name))
            except OSError:
                continue
    return found


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={FULL_MB}m", "tmpfs", str(folder)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


# --- what is shown --------------------------------------------------------------------------------------


def same(folder: Path) -> None:
    src = source(folder / "src", NOTICES)
    for name in ("local", "spark"):
        ended(kg(src, folder / name, name, each=plan.FILES_A_CHUNK), 1)
    alike(folder / "local", folder / "spark")
    ended(kg(src, folder / "spark", "spark", each=plan.FILES_A_CHUNK), 1)
    alike(folder / "local", folder / "spark")


def few(folder: Path) -> tuple[Path, Path]:
    """Return a source and what ``local`` makes of it."""
    src, out = folder / "few", folder / "few-local"
    if not src.exists():
        source(src, FEW)
        ended(kg(src, out, "local"), 1)
    return src, out


def killed(folder: Path) -> None:
    src, good = few(folder)
    out = folder / "killed"
    for more in (2, 3):
        process = kg(src, out, "spark", resume=out.exists())
        stood = parts(out)
        until(lambda: parts(out) >= stood + more, process)  # noqa: B023
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        told(f"killed with {parts(out)} chunks of {-(-(FEW + FEW // 20) // FILES_A_CHUNK)} done")
    ended(kg(src, out, "spark", resume=True), 1)
    alike(good, out)


def cluster(folder: Path) -> None:
    src, good = few(folder)
    out = folder / "cluster"
    with loopback(folder / "nodes") as env:
        process = kg(src, out, "spark", **env)
        until(lambda: parts(out) >= 3, process)
        before = executors(folder / "nodes")
        os.kill(before[0], signal.SIGKILL)
        told(f"killed executor {before[0]} of {before} with {parts(out)} chunks done")
        ended(process, 1)
    alike(good, out)


def full(folder: Path) -> None:
    src, good = few(folder)
    for name in ("local", "spark"):
        disk = folder / f"disk-{name}"
        with small_disk(disk):
            ended(kg(src, disk / "out", name), 3)
            free = shutil.disk_usage(disk).free
            told(f"{name}: {parts(disk / 'out')} chunks stand, {free} bytes free of {FULL_MB} MB")
            subprocess.run(["mount", "-o", f"remount,size={ROOM_MB}m", str(disk)], check=True)
            ended(kg(src, disk / "out", name, resume=True), 1)
            alike(good, disk / "out")


PARTS = {"same": same, "killed": killed, "cluster": cluster, "full": full}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("part", nargs="*", choices=[[], *PARTS])
    with tempfile.TemporaryDirectory(prefix="kg-spark-") as name:
        for part in parser.parse_args().part or PARTS:
            told(f"== {part}")
            PARTS[part](Path(name))
    told("nothing lost, nothing doubled")


if __name__ == "__main__":
    main()
