"""What writes changed, told to whoever follows the store: never less than what did."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.store import following as following_module
from kg.store import writing
from kg.store.base import Store
from kg.store.bridges import Threaded
from kg.store.changes import UNKNOWN, Change, Journal, change_of
from kg.store.following import Following, follow
from kg.store.operations import Delete, Load, Operation, Part, Put, Restore, Update
from kg.store.oxigraph import OxigraphStore

BASE = "https://w3id.org/zeren/"
ROW = ("<http://e/s>", "<http://e/p>", '"x"')
TRIPLE = b"<http://e/s> <http://e/p> <http://e/o> .\n"


def changed(replaced: str = "", extended: str = "") -> Change:
    return Change(frozenset(replaced.split()), frozenset(extended.split()))


def loading(*, forget: str = "") -> Load:
    quads = b"".join(
        b'<http://e/s> <http://e/p> "a <b> ." <http://e/%s> .\n' % graph for graph in (b"own", b"registry")
    )
    return Load(("http://e/own",), {forget: ("http://e/s",)} if forget else {}, quads)


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        pytest.param(loading(), changed("http://e/own", "http://e/registry"), id="load"),
        pytest.param(
            loading(forget="http://e/derived"),
            changed("http://e/own", "http://e/registry http://e/derived"),
            id="load that takes something back",
        ),
        pytest.param(Load(("http://e/gone",), {}, b""), changed("http://e/gone"), id="load of nothing"),
        pytest.param(Put("http://e/g", (Part("text/turtle", TRIPLE),)), changed("http://e/g"), id="put"),
        pytest.param(
            Put("http://e/g", (Part("text/turtle", TRIPLE),), replace=False),
            changed("http://e/g"),
            id="post",
        ),
        pytest.param(Delete("http://e/g"), changed("http://e/g"), id="delete"),
        pytest.param(Delete(None), UNKNOWN, id="the default graph is part of every union"),
        pytest.param(Update("INSERT DATA { <http://e/s> <http://e/p> 1 }"), UNKNOWN, id="raw update"),
        pytest.param(Restore(Path("backup")), UNKNOWN, id="restore"),
    ],
)
def test_what_a_write_says(operation: Operation[object], expected: Change) -> None:
    assert change_of(operation) == expected


def test_changes_add_up() -> None:
    both = changed("http://e/a", "http://e/b") | changed("http://e/b", "http://e/a http://e/c")
    assert both == changed("http://e/a http://e/b", "http://e/c")
    assert (both | UNKNOWN).everything
    assert not Change()


@pytest.fixture(params=["folder", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OxigraphStore]:
    with OxigraphStore(tmp_path / "store" if request.param == "folder" else None, base=BASE) as made:
        yield made


def test_every_kind_of_write_is_noted(store: OxigraphStore) -> None:
    start = store.state
    assert start is not None
    assert store.changes_since(start) == Change()
    store.load({"http://e/n": [ROW]}, merge={"http://e/registry": [ROW]})
    after_load = store.state
    assert store.changes_since(start) == changed("http://e/n", "http://e/registry")
    store.put("http://e/other", [ROW])
    store.delete("http://e/n")
    assert after_load is not None
    assert store.changes_since(after_load) == changed("http://e/n http://e/other")
    store.update("DELETE WHERE { GRAPH <http://e/other> { ?s ?p ?o } }")
    assert store.changes_since(after_load) == changed("http://e/n http://e/other") | UNKNOWN
    assert store.state is not None
    assert store.changes_since(store.state) == Change()


def test_a_write_that_fails_may_be_told_of_but_none_is_missed(store: OxigraphStore) -> None:
    start = store.state
    assert start is not None
    with pytest.raises(UsageError):
        store.put("http://e/g", [("<http://e/s>", "no predicate", '"x"')])
    store.put("http://e/h", [ROW])
    change = store.changes_since(start)
    assert change is not None
    assert "http://e/h" in change.replaced


def test_a_later_process_knows(tmp_path: Path) -> None:
    with OxigraphStore(tmp_path / "store", base=BASE) as store:
        start = store.state
        store.put("http://e/g", [ROW])
    with OxigraphStore(tmp_path / "store", base=BASE, read_only=True) as store:
        assert start is not None
        assert store.changes_since(start) == changed("http://e/g")


def test_restored_is_unknown(tmp_path: Path) -> None:
    with OxigraphStore(tmp_path / "store", base=BASE) as store:
        store.put(f"{BASE}graph/g", [ROW])
        store.backup(tmp_path / "backup")
        state = store.state
        store.restore(tmp_path / "backup")
        assert state is not None
        assert store.changes_since(state) == UNKNOWN


@pytest.mark.parametrize("state", ["other.0", "other.1", ".", "{id}.99"])
def test_states_of_others_are_not_known(tmp_path: Path, state: str) -> None:
    with OxigraphStore(tmp_path / "store", base=BASE) as store:
        store.put("http://e/g", [ROW])
        assert store.state is not None
        known = state.replace("{id}", store.state.partition(".")[0])
        assert store.changes_since(known) is None


class TestJournal:
    def test_a_gap_is_not_known(self, tmp_path: Path) -> None:
        journal = Journal(tmp_path / "changes")
        journal.note(1, changed("http://e/a"))
        journal.note(3, changed("http://e/c"))
        assert journal.since(2, 3) == changed("http://e/c")
        assert journal.since(1, 3) is None
        assert journal.since(3, 4) is None

    @pytest.mark.parametrize("left", [b'{"write": 2, "repl', b"\xff\xfe", b"[]", b'{"write": 2}'])
    def test_half_a_line_hides_nothing(self, tmp_path: Path, left: bytes) -> None:
        """A crash between the note and the count: the number is given again."""
        path = tmp_path / "changes"
        journal = Journal(path)
        journal.note(1, changed("http://e/a"))
        with path.open("ab") as file:
            file.write(left)
        assert journal.since(1, 2) is None
        journal.note(2, changed("http://e/b"))
        assert journal.since(1, 2) == changed("http://e/b")

    def test_a_number_given_twice_tells_of_both(self, tmp_path: Path) -> None:
        journal = Journal(tmp_path / "changes")
        journal.note(1, changed("http://e/a"))
        journal.note(1, changed("http://e/b"))
        assert journal.since(0, 1) == changed("http://e/a http://e/b")

    def test_it_is_bounded(self, tmp_path: Path) -> None:
        for journal in (Journal(tmp_path / "changes", kept=10), Journal(kept=10)):
            for number in range(1, 31):
                journal.note(number, changed(f"http://e/{number}"))
            journal.shorten()
            assert journal.since(0, 30) is None
            assert journal.since(27, 30) == changed("http://e/28 http://e/29 http://e/30")
        assert len((tmp_path / "changes").read_bytes().splitlines()) <= 10


class Remembering:
    """A keeper that notes what it was to read again."""

    name = "remembering"

    def __init__(self, fails: Exception | None = None) -> None:
        self.state: str | None = None
        self.seen: list[Change | None] = []
        self.fails = fails

    def follow(self, store: Store, going_on: Callable[[], bool]) -> None:
        if self.fails is not None:
            raise self.fails
        if store.state == self.state:
            return
        self.seen.append(store.changes_since(self.state) if self.state else None)
        self.state = store.state


def test_keepers_follow_each_write_of_a_service(store: OxigraphStore) -> None:
    broken, keeper = Remembering(OSError("no room")), Remembering()

    async def writes() -> None:
        backend = Threaded(store)
        following = Following(backend, [broken, keeper])
        following.start()
        while keeper.state is None:
            await asyncio.sleep(0)
        for graph in ("http://e/a", "http://e/b"):
            await backend.perform(Put(graph, (Part("application/n-triples", TRIPLE),)))
            while keeper.state != store.state:
                await asyncio.sleep(0)
        await following.stop()

    asyncio.run(asyncio.wait_for(writes(), 60))
    assert keeper.seen == [None, changed("http://e/a"), changed("http://e/b")]


def test_a_write_is_followed_beside_what_is_made_at_rest(
    store: OxigraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is made of the whole of a large store takes many seconds, in which a load may begin."""
    monkeypatch.setattr(following_module, "SETTLED_AFTER_S", 0.0)
    started, go_on = threading.Event(), threading.Event()
    settled: list[str | None] = []

    class Slow(Remembering):
        def settle(self, store: Store, going_on: Callable[[], bool]) -> None:
            settled.append(store.state)
            started.set()
            assert go_on.wait(60)

    keeper = Slow()

    async def writes() -> None:
        backend = Threaded(store)
        following = Following(backend, [keeper])
        following.start()
        assert await asyncio.to_thread(started.wait, 60)
        await backend.perform(Put("http://e/a", (Part("application/n-triples", TRIPLE),)))
        while keeper.state != store.state:
            await asyncio.sleep(0)
        assert len(settled) == 1  # never twice at once
        go_on.set()
        while len(settled) < 2:
            await asyncio.sleep(0)
        await following.stop()

    asyncio.run(asyncio.wait_for(writes(), 60))
    assert settled[-1] == store.state  # of what was written meanwhile it is made again


def test_what_is_made_at_rest_waits_for_what_it_is_made_of(
    store: OxigraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following_module, "SETTLED_AFTER_S", 0.0)
    go_on, settled, keeper = threading.Event(), threading.Event(), Remembering()

    class Held(Remembering):
        def follow(self, store: Store, going_on: Callable[[], bool]) -> None:
            assert go_on.wait(60)

    async def writes() -> None:
        backend = Threaded(store)
        needed = Following(backend, [Held()])
        keeper.settle = lambda store, going_on: settled.set()  # type: ignore[attr-defined]
        following = Following(backend, [keeper], after=[needed])
        needed.start()
        following.start()
        while keeper.state is None:
            await asyncio.sleep(0)
        await asyncio.sleep(0.5)
        assert not settled.is_set()
        go_on.set()
        assert await asyncio.to_thread(settled.wait, 60)
        await following.stop()
        await needed.stop()

    asyncio.run(asyncio.wait_for(writes(), 60))


def test_of_a_large_store_what_can_wait_is_made_before_somebody_asks(store: OxigraphStore) -> None:
    following = Following(Threaded(store), [], at_once=True)
    assert following._rest_s() == 0
    following._note()
    assert following._rest_s() == following_module.SETTLED_AFTER_S


def test_a_load_that_pauses_goes_on(store: OxigraphStore) -> None:
    following = Following(Threaded(store), [])
    following._note()
    assert following._rest_s() == following_module.SETTLED_AFTER_S
    for _ in range(2):
        following._note()
    assert following._rest_s() == following_module.LOADED_AFTER_S > following_module.SETTLED_AFTER_S


def test_one_that_fails_does_not_stop_the_others(caplog: pytest.LogCaptureFixture) -> None:
    store, keeper = OxigraphStore(None, base=BASE), Remembering()
    follow(store, [Remembering(UsageError("坏了。", "broken.")), Remembering(KeyError("x")), keeper])
    assert keeper.state == store.state
    assert [record.levelname for record in caplog.records] == ["ERROR", "ERROR"]


def test_a_new_store_is_filled_without_an_update(monkeypatch: pytest.MonkeyPatch) -> None:
    """An update that removes nothing takes twice as long as adding."""
    store = OxigraphStore(None, base=BASE)
    updates: list[list[str]] = []
    change = writing._change
    monkeypatch.setattr(writing, "_change", lambda *args: (updates.append(args[1]), change(*args)))
    store.perform(loading(forget="http://e/derived"))
    assert (updates, store.graphs()) == ([], ["http://e/own", "http://e/registry"])
    store.put("http://e/derived", [ROW])
    updates.clear()
    store.perform(loading(forget="http://e/derived"))
    assert len(updates) == 1
    assert store.query("ASK { GRAPH <http://e/derived> { ?s ?p ?o } }") is False
    with pytest.raises(UsageError):
        store.perform(Load(("http://e/none",), {"http://e/absent": ("no iri",)}, b""))
