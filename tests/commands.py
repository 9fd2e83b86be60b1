"""``kg`` as a process of its own, forked from one that has read what every command reads.

    done = commands.kg("convert", path, lang="en", KG_BASE="https://…")    → subprocess.CompletedProcess

A command that starts from nothing reads program and registers for a second; a hundred tests of what
commands do need that once. What the start itself does is tested on real starts (``test_cli``, documents).
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTICE = ROOT / "tests/gold/shengsi-2024-5/notice.txt"
_LIMIT_S = 120


def kg(
    *args: str | Path, lang: str = "zh", cwd: Path | None = None, **env: str
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, with no setting of the surroundings but those given."""
    line = ["--lang", lang, *map(str, args)]
    clean = {key: value for key, value in os.environ.items() if not key.startswith("KG_")}
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        asked = {"args": line, "env": {**clean, **env}, "cwd": str(cwd or Path.cwd())}
        server = _server()
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write(json.dumps({**asked, "out": str(out), "err": str(err)}) + "\n")
        server.stdin.flush()
        status = int(server.stdout.readline())
        said = [path.read_text("utf-8") for path in (out, err)]
    return subprocess.CompletedProcess(["kg", *line], status, *said)


@cache
def _server() -> subprocess.Popen[str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("KG_")}
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.commands"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env=clean,
    )

    def end() -> None:
        server.communicate()

    atexit.register(end)
    return server


def _serve() -> None:
    """Fork a process for each command; tell how it ended."""
    from kg import pipeline
    from kg.cli import main

    pipeline.validate(NOTICE)
    with os.fdopen(os.dup(1), "w") as answers:
        while line := sys.stdin.readline():
            child = os.fork()
            if child == 0:
                _become(json.loads(line))
                main()
                sys.exit()
            _, status = os.waitpid(child, 0)
            print(os.waitstatus_to_exitcode(status), file=answers, flush=True)


def _become(asked: dict[str, object]) -> None:
    """Take on what a started process is given: arguments, settings, folder, and files to write to."""
    signal.alarm(_LIMIT_S)
    os.environ.clear()
    os.environ.update(asked["env"])  # type: ignore[call-overload]
    os.chdir(str(asked["cwd"]))
    sys.argv = ["kg", *asked["args"]]  # type: ignore[misc]
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(str(asked[name]), os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", 1, encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115


if __name__ == "__main__":
    _serve()
