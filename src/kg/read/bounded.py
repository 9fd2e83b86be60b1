"""Runs a stranger's program in a session of its own, under limits, and ends all that it started.

    run(command, folder, seconds, memory) -> 0, 1: it failed, TIMED_OUT: it took too long

The caller's stdin stays open while whoever asked lives: when it closes, the session is ended too.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from kg.read import limits

TIMED_OUT = 3


def run(command: Sequence[str], folder: Path, seconds: int, memory: int) -> int:
    """Run a command in a folder, which is its home; return how it ended."""
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(folder), "TMPDIR": str(folder)}
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=environment | {"LC_ALL": "C.UTF-8", "OMP_THREAD_LIMIT": "1"},
            start_new_session=True,
            preexec_fn=_bounded(seconds, memory),
        )
    except OSError:
        return 1
    threading.Thread(target=_end_with_caller, args=(process.pid,), daemon=True).start()
    try:
        return 1 if process.wait(seconds) else 0
    except subprocess.TimeoutExpired:
        return TIMED_OUT
    finally:
        _end(process.pid)
        process.wait()


def _bounded(seconds: int, memory: int) -> Callable[[], None]:
    """Return what sets how much a program and all that it starts may take; several threads take more CPU."""

    def limit() -> None:
        for kind, most in (
            (resource.RLIMIT_AS, memory),
            (resource.RLIMIT_FSIZE, limits.MAX_UNPACKED),
            (resource.RLIMIT_CPU, 2 * seconds),
            (resource.RLIMIT_CORE, 0),
        ):
            resource.setrlimit(kind, (most, most))

    return limit


def _end_with_caller(pid: int) -> None:
    """Wait until stdin closes, and end the session then."""
    while os.read(sys.stdin.fileno(), 1):  # not by a lock that the interpreter wants at its end
        pass
    _end(pid)


def _end(session: int) -> None:
    try:
        os.killpg(session, signal.SIGKILL)
    except ProcessLookupError:
        return  # all of it has ended
