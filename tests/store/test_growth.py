"""What writes change of the size of a store, known without counting it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg.settings import Settings
from kg.store.execute import execute
from kg.store.growth import growth
from kg.store.isolated import Isolated
from kg.store.operations import Delete, Load, Operation, Part, Put, Size, Update

A, B, SHARED = "http://x/graph/a", "http://x/graph/b", "http://x/graph/shared"


def quads(graph: str, *things: str) -> bytes:
    return b"".join(
        f'<http://x/{thing}> <http://x/p> "{word}" <{graph}> .\n'.encode()
        for thing in things
        for word in "xy"
    )


WRITES: list[Operation[Any]] = [
    Load((A,), {}, quads(A, "a", "a/1", "a/2") + quads(SHARED, "a", "u")),
    Load((A,), {}, quads(A, "a", "a/1") + quads(SHARED, "u", "v") * 2),
    Load((B,), {SHARED: ("http://x/a",)}, quads(B, "b") + quads(SHARED, "a", "w")),
    Load((B,), {SHARED: ("http://x/a", "http://x/u")}, quads(SHARED, "a/1")),
    Load((A,), {A: ("http://x/a",)}, quads(A, "a")),
    Put(A, (Part("application/n-triples", b"<http://x/s> <http://x/p> _:b .\n"),)),
    Put(A, (Part("text/turtle", b"<http://x/s> <http://x/p> 1, 2 .\n"),), replace=False),
    Delete(A),
    Delete("http://x/graph/none"),
    Load((), {SHARED: ("http://x/a",)}, b""),
]


def test_what_is_known_beforehand_is_what_is_counted_afterwards() -> None:
    store = ox.Store()
    for write in WRITES:
        before, after = len(store), growth(store, write)
        assert after is not None
        execute(store, write)
        assert after() == len(store) - before
    assert growth(store, Update("INSERT DATA { <http://x/s> <http://x/p> 1 }")) is None
    assert growth(store, Delete(None)) is None


def test_the_service_counts_once_and_after_writes_that_nobody_can_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run() -> tuple[list[int], list[int], int]:
        backend = Isolated(Settings(store=str(tmp_path / "store"), token="t"))
        await backend.start()
        counted = 0
        plain = backend.pool.ask

        async def watched(operation: Operation[Any], **options: Any) -> Any:
            nonlocal counted
            counted += isinstance(operation, Size)
            return await plain(operation, **options)

        monkeypatch.setattr(backend.pool, "ask", watched)
        told, true = [await backend.perform(Size())], [0]
        for write in (*WRITES, Update("INSERT DATA { <http://x/s> <http://x/p> 1 }"), WRITES[0]):
            await backend.perform(write)
            told.append(await backend.perform(Size()))
            true.append(await plain(Size(), client="", timeout_s=60))
        await backend.stop()
        return told, true, counted

    told, true, counted = asyncio.run(run())
    assert told == true
    assert counted == 2
