"""The service beside ``oxigraph serve``, on the same data, in one run.

    .venv/bin/python -m tests.bench.bench_service [NOTICES [ROUNDS [SECONDS]]]

Uncached: one connection, each query made different by a comment, medians of ROUNDS. Repeated: the
same request on 8 connections for SECONDS, requests per second. Prints a Markdown table, and at the
end the figures that the project holds itself to.
"""

from __future__ import annotations

import selectors
import socket
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from tests.bench.analyst import QUERIES
from tests.bench.corpus import parts
from tests.conftest import program
from tests.web.running import fetch, oxigraph, service

CONNECTIONS = 8


class Connection:
    """One kept-alive connection; as little work for each request as there can be."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.path = parts.path
        self.host = parts.netloc
        self.socket = socket.create_connection((parts.hostname or "", parts.port or 80))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""

    def request(self, text: str, accept: str) -> bytes:
        """Return the bytes of a request."""
        body = text.encode()
        return (
            f"POST {self.path} HTTP/1.1\r\nHost: {self.host}\r\nAccept: {accept}\r\n"
            f"Content-Type: application/sparql-query\r\nContent-Length: {len(body)}\r\n\r\n"
        ).encode() + body

    def receive(self) -> bytes:
        """Read one answer; return its first line."""
        while b"\r\n\r\n" not in self.buffer:
            self.buffer += self._some()
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        lowered = head.lower()
        if b"content-length:" in lowered:
            length = int(lowered.split(b"content-length:")[1].split(b"\r\n")[0])
            pieces, have = [self.buffer], len(self.buffer)
            while have < length:
                piece = self._some()
                pieces.append(piece)
                have += len(piece)
            self.buffer = b"".join(pieces)[length:]
        elif b"chunked" in lowered:
            while not self._chunk():
                pass
        return head.split(b"\r\n")[0]

    def _chunk(self) -> bool:
        while b"\r\n" not in self.buffer:
            self.buffer += self._some()
        size, self.buffer = self.buffer.split(b"\r\n", 1)
        length = int(size.split(b";")[0], 16)
        while len(self.buffer) < length + 2:
            self.buffer += self._some()
        self.buffer = self.buffer[length + 2 :]
        return length == 0

    def _some(self) -> bytes:
        piece = self.socket.recv(1 << 18)
        if not piece:
            raise ConnectionError("closed")
        return piece


def accepted(text: str) -> str:
    """Return the format to ask for."""
    return "text/turtle" if "CONSTRUCT" in text else "application/sparql-results+json"


def uncached(urls: dict[str, str], rounds: int) -> dict[str, dict[str, float]]:
    """Return the medians in milliseconds; the servers take turns."""
    found: dict[str, dict[str, float]] = {}
    connections = {name: Connection(url) for name, url in urls.items()}
    for title, text in QUERIES.items():
        spent: dict[str, list[float]] = {name: [] for name in urls}
        for number in range(rounds + 2):
            for name, connection in connections.items():
                data = connection.request(f"{text} # {number} {time.monotonic_ns()}", accepted(text))
                began = time.perf_counter()
                connection.socket.sendall(data)
                status = connection.receive()
                if number >= 2:
                    spent[name].append((time.perf_counter() - began) * 1000)
                if b" 200" not in status:
                    raise RuntimeError(f"{name}: {title}: {status!r}")
            if sum(map(sum, spent.values())) > 20_000 and number > 4:
                break
        found[title] = {name: median(values) for name, values in spent.items()}
    return found


def repeated(url: str, text: str, seconds: float) -> float:
    """Return requests per second of one request over several connections."""
    connections = [Connection(url) for _ in range(CONNECTIONS)]
    data = connections[0].request(text, accepted(text))
    connections[0].socket.sendall(data)
    connections[0].receive()  # once before the clock runs: repeated is what is measured
    picker = selectors.DefaultSelector()
    for connection in connections:
        picker.register(connection.socket, selectors.EVENT_READ, connection)
        connection.socket.sendall(data)
    done = 0
    began = time.perf_counter()
    while (now := time.perf_counter()) - began < seconds or done < CONNECTIONS:
        for key, _ in picker.select(timeout=1):
            connection = key.data
            if b" 200" not in connection.receive():
                raise RuntimeError(f"not answered: {text}")
            done += 1
            connection.socket.sendall(data)
    for connection in connections:
        connection.socket.close()
    return done / (now - began)


def main() -> None:
    """Measure and print."""
    notices = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 15
    seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 2.0
    loads = ["".join(lines).encode() for lines in parts(notices)]
    data = b"".join(loads)
    print(f"{notices} notices, {len(data.splitlines()):,} quads\n")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder / "ours", loads)
        with (
            service(folder / "ours", rate_per_minute="10000000", log_level="warning") as ours,
            oxigraph(
                program("oxigraph"), "--location", str(folder / "theirs"), "--union-default-graph"
            ) as theirs,
        ):
            status, _, _ = fetch("POST", theirs.graphs, data, {"Content-Type": "application/n-quads"}, 600)
            if status >= 300:
                raise RuntimeError(f"oxigraph serve did not load: {status}")
            urls = {"ours": ours.query, "theirs": theirs.query}
            medians = uncached(urls, rounds)
            rates = {
                title: {name: repeated(url, text, seconds) for name, url in urls.items()}
                for title, text in QUERIES.items()
            }
    report(medians, rates)


def prepare(folder: Path, loads: list[bytes]) -> None:
    """Fill a store folder as ``kg load`` does: one transaction for each notice."""
    from kg.settings import DEFAULT_BASE
    from kg.store.operations import Load
    from kg.store.oxigraph import OxigraphStore

    with OxigraphStore(folder, base=DEFAULT_BASE) as store:
        for data in loads:
            store.perform(Load((), {}, data))


def report(medians: dict[str, dict[str, float]], rates: dict[str, dict[str, float]]) -> None:
    """Print the table and what it comes to."""
    print("| query | ours, ms | oxigraph serve, ms | ratio | ours, repeated/s | oxigraph serve/s | ratio |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    for title, row in medians.items():
        rate = rates[title]
        print(
            f"| {title} | {row['ours']:.2f} | {row['theirs']:.2f} | {row['ours'] / row['theirs']:.2f} "
            f"| {rate['ours']:,.0f} | {rate['theirs']:,.0f} | {rate['ours'] / rate['theirs']:.1f} |"
        )
    ours, theirs = (sum(row[name] for row in medians.values()) for name in ("ours", "theirs"))
    print(f"| **sum** | {ours:.1f} | {theirs:.1f} | {ours / theirs:.2f} | | | |\n")
    slow = [t for t, row in medians.items() if row["ours"] > 1.4 * row["theirs"] + 1.5]
    few = [t for t, rate in rates.items() if rate["ours"] < 1.3 * rate["theirs"]]
    print(f"sum of medians {ours / theirs:.2f} times (at most 1.4)")
    print(f"slower by more than 1.4 times and 1.5 ms: {', '.join(slow) or 'none'}")
    print(f"repeated, less than 1.3 times as many: {', '.join(few) or 'none'}")


if __name__ == "__main__":
    main()
