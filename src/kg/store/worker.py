"""One process of the service: a query worker over a read-only copy, or the writer.

    python -m kg.store.worker query|writer FD

It reads requests from a socket and answers each; the other end is ``kg.store.pool``. A query
worker lives under an address-space limit and may be killed at any moment: it owns nothing. It
has no network, where the system lets it give that up; SERVICE goes through the forwarder of
the parent, by a worker that is made for that one query.

A message is two lengths, a JSON header and a body. Large answers go to a file, whose path the
header gives, so that a slow reader holds no worker.
"""

from __future__ import annotations

import contextlib
import ctypes
import io
import json
import os
import resource
import signal
import socket
import struct
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

HEAD = struct.Struct(">II")
INLINE_BYTES = 4 * 2**20
_STACK = 256 * 2**20  # deep queries run out of it later than of the bounds of the lexer
_PR_SET_PDEATHSIG = 1
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000


class Spool:
    """A file that is memory until it is large."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.file: Any = io.BytesIO()
        self.path: str | None = None
        self._size = 0

    def write(self, data: bytes) -> int:
        """Append, moving to disk past ``INLINE_BYTES``."""
        self._size += len(data)
        if self.path is None and self._size > INLINE_BYTES:
            handle, self.path = tempfile.mkstemp(dir=self.folder, prefix="answer-")
            disk = os.fdopen(handle, "w+b")
            disk.write(self.file.getbuffer())
            self.file = disk
        return int(self.file.write(data))

    def read(self) -> bytes:
        """Read from where the position is."""
        return bytes(self.file.read())

    def seek(self, position: int) -> int:
        """Move."""
        return int(self.file.seek(position))

    def truncate(self) -> int:
        """Cut at the position."""
        self._size = self.file.tell()
        return int(self.file.truncate())

    def flush(self) -> None:
        """Write through."""
        self.file.flush()

    def finish(self) -> tuple[str | None, bytes]:
        """Return the path of the file, or the bytes."""
        if self.path is None:
            return None, bytes(self.file.getvalue())
        self.file.close()
        return self.path, b""

    def drop(self) -> None:
        """Remove the file."""
        if self.path is not None:
            with contextlib.suppress(OSError):
                self.file.close()
            Path(self.path).unlink(missing_ok=True)


class QueryWorker:
    """Answers queries over one immutable copy at a time."""

    def __init__(self) -> None:
        self.db: str | None = None
        self.store: Any = None

    def handle(self, header: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        """Answer one request."""
        from kg.store import engine
        from kg.store.oxigraph import open_engine

        if header["db"] != self.db:
            self.db = None
            if not Path(header["db"]).is_dir():
                return {"error": "Gone", "zh": "", "en": ""}, b""
            self.store = open_engine(Path(header["db"]), read_only=True)
            self.db = header["db"]
            if header.get("memory_mb"):
                limit_memory(header["memory_mb"])
        operation = header["op"]
        if operation == "open":
            return {"ok": True}, b""
        if operation == "size":
            return {"ok": True, "size": len(self.store)}, b""
        if operation == "graphs":
            names = sorted(g.value for g in self.store.named_graphs())
            return {"ok": True}, json.dumps(names).encode()
        if operation == "check":
            engine.check_syntax(body.decode(), header["form"], header["base_iri"])
            return {"ok": True}, b""
        spool = Spool(header["spool"])
        try:
            reply: dict[str, Any]
            if operation == "render":
                done = engine.render(
                    self.store,
                    engine.question_of(header["question"], body.decode()),
                    engine.Wanted(**header["wanted"]),
                    spool,
                    max_rows=header["max_rows"],
                    max_bytes=header["max_bytes"],
                    cut=header["cut"],
                )
                reply = {"ok": True, "media": done.media_type, "rows": done.rows, "cut": done.cut}
            else:
                found = engine.write_graph(self.store, header["graph"], header["media"], spool)
                reply = {"ok": True, "media": header["media"], "found": found}
            path, inline = spool.finish()
        except BaseException:
            spool.drop()
            raise
        return reply | ({"path": path} if path else {}), inline


class Writer:
    """Owns the engine's folder; every write is one transaction and, before the answer, one copy."""

    def __init__(self) -> None:
        self.store: Any = None
        self._tidying: Tidying | None = None

    def handle(self, header: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        """Do one request."""
        import pyoxigraph as ox

        from kg.store import engine, oxigraph

        operation = header["op"]
        reply: dict[str, Any] = {"ok": True}
        if operation == "open":
            self.store = oxigraph.open_engine(Path(header["db"]))
        elif operation == "update":
            engine.update(self.store, body.decode(), header.get("base_iri"))
        elif operation == "load":
            quads = engine.parse_quads(body, "application/n-quads", rename=False)
            known = [g for g in header["replace"] if self.store.contains_named_graph(engine.named_node(g))]
            engine.transaction(self.store, drop=known, forget=header["forget"] if known else {}, add=quads)
            reply["count"] = len(quads)
        elif operation == "put":
            reply["created"] = engine.write_parts(
                self.store,
                header["graph"],
                [(media, body[start:end]) for media, start, end in header["parts"]],
                replace=header["replace"],
                base_iri=header["base_iri"],
            )
        elif operation == "delete":
            reply["found"] = engine.remove_graph(self.store, header["graph"])
        elif operation == "backup":
            target = Path(header["target"])
            oxigraph.copy_store(self.store, header["base"], header["state"], target)
        elif operation == "tidy":
            self._tidying = Tidying(self.store, Path(header["db"]))
        elif operation == "tidied":
            # A writer that was started since knows of none.
            reply |= self._tidying.outcome() if self._tidying else {"over": True, "changed": False}
        elif operation == "restore":
            if self._tidying is not None:
                self._tidying.join()  # it holds the old files
            fresh = oxigraph.make_ready(Path(header["source"]), Path(header["db"]), header["base"])
            self.store = ox.Store()
            oxigraph.swap_in(fresh, Path(header["db"]))
            self.store = oxigraph.open_engine(Path(header["db"]))
        if header.get("checkpoint"):
            engine.checkpoint(self.store, header["checkpoint"])
        return reply, b""


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
    """Let this process grow by so much and no more."""
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - not a file of ours
        pages = int(file.read().split()[0])
    now = pages * resource.getpagesize()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (now + megabytes * 2**20, hard))


def _isolate(networked: bool) -> None:
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


def _loop(
    sock: socket.socket, handle: Callable[[dict[str, Any], bytes], tuple[dict[str, Any], bytes]]
) -> None:
    from kg.errors import KgError

    while True:
        head = _receive(sock, HEAD.size)
        if head is None:
            return
        header_size, body_size = HEAD.unpack(head)
        header = json.loads(_receive(sock, header_size) or b"{}")
        body = (_receive(sock, body_size) or b"") if body_size else b""
        try:
            reply, content = handle(header, body)
        except KgError as error:
            reply, content = {"error": type(error).__name__, "zh": error.zh, "en": error.en}, b""
        except MemoryError:
            os.abort()  # nothing can be trusted any more; the parent says that memory ran out
        except Exception as error:
            reply, content = {"error": "Fault", "zh": "", "en": f"{type(error).__name__}: {error}"}, b""
        data = json.dumps(reply).encode()
        sock.sendall(HEAD.pack(len(data), len(content)) + data)
        if content:
            sock.sendall(content)


def main() -> None:
    """Serve one socket until it closes."""
    role, descriptor = sys.argv[1], int(sys.argv[2])
    _isolate(networked=role == "networked")
    sock = socket.socket(fileno=descriptor)
    worker: QueryWorker | Writer = Writer() if role == "writer" else QueryWorker()
    from kg.store import engine, oxigraph  # noqa: F401 - loaded before the first request comes

    threading.stack_size(_STACK)
    thread = threading.Thread(target=_loop, args=(sock, worker.handle), daemon=True)
    thread.start()
    thread.join()
    os._exit(0)


if __name__ == "__main__":
    main()
