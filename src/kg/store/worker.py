"""One process of the service: a query worker over a read-only copy, or the writer.

    python -m kg.store.worker query|networked|writer FD [MEMORY_MB]

It reads messages (``kg.store.wire``) from a socket and answers each; the other end is
``kg.store.process``. A query worker has its memory limited before it opens anything, and may be
killed at any moment: it owns nothing. It has no network, where the system lets it give that up;
SERVICE goes through the forwarder of the parent, by a worker that is made for that one query.

Large answers go to a file, whose path the header gives, so that a slow reader holds no worker.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kg.store import wire

_STACK = 256 * 2**20  # deep queries run out of it later than of the bounds of the lexer
# What an open store takes of the address space besides what queries may use.
_OPEN_STORE = 128 * 2**20
_PR_SET_PDEATHSIG = 1
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000

Handle = Callable[[wire.Header, bytes], wire.Message]


class QueryWorker:
    """Answers queries over one immutable copy at a time."""

    def __init__(self) -> None:
        self.db: str | None = None
        self.store: Any = None

    def handle(self, header: wire.Header, body: bytes) -> wire.Message:
        """Answer one request."""
        from kg.store.copies import open_engine
        from kg.store.execute import execute

        if header["db"] != self.db:
            self.db = None
            if not Path(header["db"]).is_dir():
                return {"error": "Gone", "zh": "", "en": ""}, b""
            self.store = open_engine(Path(header["db"]), read_only=True)
            self.db = header["db"]
        operation = wire.unpack(header, body)
        if operation is None:  # open
            return wire.told(None)
        return wire.told(execute(self.store, operation, header["spool"]))


class Writer:
    """Owns the engine's folder; every write is one transaction and, before the answer, one copy."""

    def __init__(self) -> None:
        self.store: Any = None
        self._tidying: Tidying | None = None

    def handle(self, header: wire.Header, body: bytes) -> wire.Message:
        """Do one request."""
        from kg.store.evaluation import guard
        from kg.store.execute import execute
        from kg.store.growth import growth

        operation = wire.unpack(header, body)
        if operation is None:
            outcome, grown = getattr(self, header["op"])(header), None
        else:
            after = growth(self.store, operation) if header.get("counted") else None
            outcome = execute(self.store, operation)
            grown = after() if after else None
        if copy := header.get("checkpoint"):
            guard(lambda: self.store.backup(copy))  # by hard links
        told, rest = wire.told(outcome)
        return told | {"grown": grown}, rest

    def open(self, header: wire.Header) -> None:
        """Open the folder."""
        from kg.store.copies import open_engine

        self.store = open_engine(Path(header["db"]))

    def copy(self, header: wire.Header) -> None:
        """Do nothing but what every request may ask for: a new copy."""

    def backup(self, header: wire.Header) -> None:
        """Write a backup."""
        from kg.store.copies import copy_store

        copy_store(self.store, header["base"], header["state"], Path(header["target"]))

    def restore(self, header: wire.Header) -> None:
        """Replace the folder's files by those of a backup."""
        import pyoxigraph as ox

        from kg.store import copies

        if self._tidying is not None:
            self._tidying.join()  # it holds the old files
        db = Path(header["db"])
        fresh = copies.make_ready(Path(header["source"]), db, header["base"])
        self.store = ox.Store()
        copies.swap_in(fresh, db)
        self.store = copies.open_engine(db)

    def tidy(self, header: wire.Header) -> None:
        """Begin to put the files in order."""
        self._tidying = Tidying(self.store, Path(header["db"]))

    def tidied(self, header: wire.Header) -> dict[str, bool]:
        """Say how far that is; a writer that was started since knows of none."""
        return self._tidying.outcome() if self._tidying else {"over": True, "changed": False}


class Tidying(threading.Thread):
    """Merges the engine's files, beside the writes that come meanwhile."""

    def __init__(self, store: Any, db: Path) -> None:
        super().__init__(daemon=True)
        self._store, self._db = store, db
        self._changed = False
        self._failure: Exception | None = None
        self.start()

    def run(self) -> None:
        """Merge, and see whether there was anything to merge."""
        before = set(self._db.glob("*.sst"))
        try:
            self._store.optimize()
        except Exception as error:
            self._failure = error
        self._changed = set(self._db.glob("*.sst")) != before
        self._store = None

    def outcome(self) -> dict[str, bool]:
        """Say whether it is over, and whether the files are others now."""
        if self.is_alive():
            return {"over": False}
        if self._failure is not None:
            raise self._failure
        return {"over": True, "changed": self._changed}


def limit_memory(megabytes: int) -> None:
    """Let this process grow by so much and no more, an open store not counted."""
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - not a file of ours
        pages = int(file.read().split()[0])
    most = pages * resource.getpagesize() + _OPEN_STORE + megabytes * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def isolate(*, networked: bool) -> None:
    """End with the parent, and give the network up."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            del os.environ[name]
    if not networked:
        # Where the system forbids it, the lexer alone keeps queries from fetching.
        libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)


def _receive(sock: socket.socket, count: int) -> bytes | None:
    pieces = bytearray()
    while len(pieces) < count:
        piece = sock.recv(min(count - len(pieces), 2**20))
        if not piece:
            return None
        pieces += piece
    return bytes(pieces)


def serve(sock: socket.socket, handle: Handle) -> None:
    """Answer messages until the other end closes."""
    import json

    from kg.errors import KgError

    while True:
        head = _receive(sock, wire.HEAD.size)
        if head is None:
            return
        header_size, body_size = wire.HEAD.unpack(head)
        header = json.loads(_receive(sock, header_size) or b"{}")
        body = (_receive(sock, body_size) or b"") if body_size else b""
        try:
            reply, content = handle(header, body)
        except KgError as error:
            reply, content = wire.failed(error), b""
        except MemoryError:
            os.abort()  # nothing can be trusted any more; the parent says that memory ran out
        except Exception as error:
            reply, content = {"error": "Fault", "zh": "", "en": f"{type(error).__name__}: {error}"}, b""
        data = json.dumps(reply).encode()
        with contextlib.suppress(BrokenPipeError):
            sock.sendall(wire.HEAD.pack(len(data), len(content)) + data)
            if content:
                sock.sendall(content)


def main() -> None:
    """Serve one socket until it closes."""
    role, descriptor, *memory = sys.argv[1:]
    isolate(networked=role == "networked")
    sock = socket.socket(fileno=int(descriptor))
    worker: QueryWorker | Writer = Writer() if role == "writer" else QueryWorker()
    from kg.store import copies, execute  # noqa: F401 - loaded before the first request comes

    limited = threading.Event()

    def work() -> None:
        limited.wait()
        serve(sock, worker.handle)

    threading.stack_size(_STACK)
    thread = threading.Thread(target=work, daemon=True)
    thread.start()  # its stack is not of what a query may use
    if memory:
        limit_memory(int(memory[0]))
    limited.set()
    thread.join()
    os._exit(0)


if __name__ == "__main__":
    main()
