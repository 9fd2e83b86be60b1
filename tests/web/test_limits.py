"""One client's many requests wait for each other, and nobody else does."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest

from kg.settings import DEFAULT_BASE, Settings
from kg.store.oxigraph import OxigraphStore
from kg.web.app import create_app
from kg.web.middleware.identity import client_of
from kg.web.problems import Problem
from kg.web.turns import Places, Turns
from kg.web.workshop import Workshop
from tests.web.running import fetch, service

pytestmark = pytest.mark.alone


def done(work: list[tuple[str, int]], turns: Turns) -> tuple[list[str], int]:
    """Have clients ask in this order, for so many steps each; return the turns and the most at once."""
    order: list[str] = []
    working, most = 0, 0

    async def one(client: str, steps: int) -> None:
        nonlocal working, most
        async with turns.turn(client):
            order.append(client)
            working += 1
            most = max(most, working)
            for _ in range(steps):
                await asyncio.sleep(0)
            working -= 1

    async def everybody() -> None:
        async with asyncio.TaskGroup() as group:
            for client, steps in work:
                group.create_task(one(client, steps))

    asyncio.run(everybody())
    return order, most


def test_turns_go_round() -> None:
    assert done([("a", 5)] * 4 + [("b", 5)] * 2 + [("c", 5)], Turns(1, 1)) == (list("aabcaba"), 1)


def test_no_client_has_all_turns() -> None:
    order, most = done([("a", 50)] * 6 + [("b", 1)], Turns(2, 1))
    assert (order[:2], most) == (["a", "b"], 2)


def test_whoever_leaves_or_waits_too_long_gives_the_turn_on() -> None:
    async def story() -> list[str]:
        turns, seen = Turns(1, 1), []

        async def wait(name: str, wait_s: float | None = None) -> None:
            try:
                async with turns.turn(name, wait_s):
                    seen.append(name)
            except Problem as error:
                seen.append(f"{name} {error.kind}")

        async with turns.turn("first"):
            leaving = asyncio.create_task(wait("leaving"))
            await asyncio.sleep(0)
            await wait("hasty", 0.01)
            staying = asyncio.create_task(wait("staying"))
            await asyncio.sleep(0)
            leaving.cancel()
        # It leaves at the very moment at which its turn has come.
        granted = asyncio.create_task(wait("granted"))
        await staying
        async with turns.turn("x"):
            late = asyncio.create_task(wait("late"))
            await asyncio.sleep(0)
        late.cancel()
        await asyncio.gather(leaving, granted, late, return_exceptions=True)
        await wait("last")
        return seen

    assert asyncio.run(story()) == ["hasty busy", "staying", "granted", "last"]


def test_places_are_bounded() -> None:
    async def story() -> list[str]:
        places, seen = Places(2, 3), []
        async with contextlib.AsyncExitStack() as held:
            for client in ("a", "a", "a", "b", "c"):
                try:
                    await held.enter_async_context(places.taken(client))
                    seen.append(client)
                except Problem as error:
                    seen.append(f"{client} {error.status}")
        async with places.taken("c"):
            return seen

    assert asyncio.run(story()) == ["a", "a", "a 429", "b", "c 503"]


def test_a_process_is_ready_for_whoever_comes_next() -> None:
    """Two at once, one for a client: beside the one at work another is warmed, and no third begun."""

    async def story() -> list[str]:
        seen: list[str] = []
        processes, idle = 0, 0
        gate = asyncio.Event()

        async def run(work: Callable[[], str]) -> str:
            nonlocal processes, idle
            if idle:
                idle -= 1
                seen.append(f"{work()} in a warm process")
            else:
                processes += 1
                seen.append(f"{work()} in process {processes}")
                await asyncio.sleep(0.01)
            if work() == "long":
                await gate.wait()
            idle += 1
            return work()

        def warm_up() -> str:
            return "warm-up"

        shop = Workshop(2, 1, Places(8, 8), warm_up, run)  # type: ignore[arg-type]
        many = [asyncio.create_task(shop.do("a", 5, lambda: "long")) for _ in range(3)]
        await asyncio.sleep(0)
        assert await shop.do("b", 5, lambda: "short") == "short"
        gate.set()
        await asyncio.gather(*many)
        return seen

    assert asyncio.run(story()) == [
        "long in process 1",
        "warm-up in process 2",
        "short in a warm process",
        "long in a warm process",
        "long in a warm process",
    ]


@pytest.mark.parametrize(
    ("one", "another", "same"),
    [
        ("2001:db8::1", "2001:db8::ffff:2", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("::ffff:192.0.2.7", "192.0.2.7", True),
        ("192.0.2.7", "192.0.2.8", False),
        ("fe80::1%eth0", "fe80::2", True),
        ("testclient", "local", False),
    ],
)
def test_one_line_is_one_client(one: str, another: str, same: bool) -> None:
    assert (client_of(one) == client_of(another)) is same


@contextlib.asynccontextmanager
async def asking(**settings: object) -> AsyncIterator[httpx.AsyncClient]:
    with OxigraphStore(None, base=DEFAULT_BASE) as store:
        unit = f"{DEFAULT_BASE}unit/u"
        store.put(
            f"{DEFAULT_BASE}graph/registry", [(f"<{unit}{i}>", "<http://e/p>", '"v"') for i in range(500)]
        )
        app = create_app(Settings(**settings), store=store)  # type: ignore[arg-type]
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://data.example") as client:
            yield client


def test_link_traversal_is_never_too_much() -> None:
    """500 descriptions at once, under the limits as they are set by default."""

    async def traverse() -> set[int]:
        async with asking() as client:
            paths = [f"/resource/unit/u{i}.nt" for i in range(500)]
            answers = await asyncio.gather(*(client.get(path, timeout=60) for path in paths))
            return {answer.status_code for answer in answers}

    assert asyncio.run(traverse()) == {200}


def test_links_have_their_own_bound() -> None:
    async def traverse() -> tuple[int, int]:
        async with asking(rate_per_minute=2) as client:
            linked = [(await client.get(f"/resource/unit/u{i}.nt")).status_code for i in range(10)]
            others = [(await client.get(f"/health?{i}")).status_code for i in range(10)]
            return linked.count(429), others.count(429)

    assert asyncio.run(traverse()) == (2, 9)


ITEM = "新建学校2所，完成投资3亿元，增长5%以上。责任单位：县教育局、县财政局\n"
HEADING = "2024年工作责任分解\n一、重点工作\n"


def test_uploads_of_one_client_wait_for_each_other(tmp_path: Path) -> None:
    long = (HEADING + "".join(f"{n}.{ITEM}" for n in range(1, 20_000))).encode()
    short = f"{HEADING}1.{ITEM}".encode()

    def head(client: str, length: int) -> str:
        lines = (
            "POST /convert HTTP/1.1",
            "Host: x",
            "Content-Type: text/plain",
            f"X-Forwarded-For: {client}",
        )
        return "\r\n".join((*lines, f"Content-Length: {length}", "", ""))

    with service(tmp_path / "store") as server, contextlib.ExitStack() as held:

        def send(client: str) -> int:
            headers = {"Content-Type": "text/plain", "X-Forwarded-For": client}
            return fetch("POST", f"{server.url}/convert", short, headers)[0]

        def begin(client: str) -> socket.socket:
            peer = held.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            peer.sendall(head(client, len(long)).encode() + long)
            peer.settimeout(0.2)
            return peer

        def answered(peer: socket.socket) -> bool:
            with contextlib.suppress(TimeoutError):
                return bool(peer.recv(1))
            return False

        many = [begin("192.0.2.1") for _ in range(6)]
        assert send("192.0.2.2") == 200
        assert not any(map(answered, many))
        many += [begin("192.0.2.1") for _ in range(2)]
        assert not answered(many[-1])
        assert send("192.0.2.1") == 429  # eight are under way
        assert send("192.0.2.2") == 200
