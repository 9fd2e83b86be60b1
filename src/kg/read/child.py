"""Asks a process of our own about a stranger's file: bytes in, an answer out, within a time.

    status, answer = ask("kg.read.office_process", [kind], data, seconds=60)

The process gets how many bytes come and how many seconds it has as its last arguments; its stdin stays
open while we live, so that it ends what it started when we are ended (``kg.read.bounded``).
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import kg
from kg.errors import LimitReached
from kg.read import limits

_PASSED_ON = ("PATH", "LANG", "LC_ALL", "TMPDIR")
_GRACE_S = 10.0  # beyond its own limit, for the process to tell and to clean up


def ask(module: str, arguments: Sequence[str], data: bytes, *, seconds: int, of: str) -> tuple[int, bytes]:
    """Return how a module's process ended, and what it wrote.

    Args:
        module: The module that is run.
        arguments: Its arguments, before the two that each has.
        data: What it reads.
        seconds: How long the work may take.
        of: What it runs, for the sentence where it cannot be started.

    Raises:
        LimitReached: there is no room for another process.
    """
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    environment["PYTHONPATH"] = str(Path(kg.__file__).resolve().parent.parent)
    command = [sys.executable, "-P", "-W", "ignore", "-m", module, *arguments, str(len(data)), str(seconds)]
    made = b""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
    except OSError as error:
        raise LimitReached(
            f"无法启动 {of}，请稍后再试。", f"{of} cannot be started; try again later."
        ) from error
    # It ends by its own limit; the timer is for one that does not.
    timer = threading.Timer(seconds + _GRACE_S, process.terminate)
    timer.start()
    with process, suppress(BrokenPipeError):
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(data)
            process.stdin.flush()  # and left open: when it closes, what was started is ended
            made = process.stdout.read(limits.MAX_BYTES + 1)
        finally:
            timer.cancel()
    return process.returncode, made
