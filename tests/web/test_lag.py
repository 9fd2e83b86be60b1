"""While notices are loaded one after the other: pages of a moment ago, and nothing else."""

from __future__ import annotations

import asyncio
import threading
import time
from types import SimpleNamespace
from typing import Any, cast

import pytest
from fastapi import Request
from fastapi.testclient import TestClient

from kg import loading, pipeline
from kg.kept import keeper as keepers
from kg.query.definition import CannedQuery
from kg.settings import DEFAULT_BASE, Settings
from kg.store import following
from kg.store.operations import Update
from kg.store.oxigraph import OxigraphStore
from kg.web.ahead import OfState
from kg.web.app import create_app
from kg.web.lagging import lagging
from kg.web.middleware import lag as lags
from kg.web.middleware.lag import WRITES, Lag
from kg.web.middleware.mark import Mark, Reuse
from kg.web.middleware.memory import Answers, Memory
from tests import loaded
from tests.conftest import ROOT

HTML = {"Accept": "text/html"}
OWN = ROOT / "tests/gold/own"
ONE_MORE = "INSERT DATA {{ GRAPH <http://x/g> {{ <http://x/s> <http://x/p> {number} }} }}"


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lags, "PATIENCE_S", 0.0)


def moved(times: int, behind: bool) -> Lag:
    lag = Lag()
    lag.begin("s.0", lambda: behind)
    for number in range(times):
        lag.moved(f"s.{number + 1}")
    return lag


def test_a_page_may_lag_only_while_one_write_follows_the_other() -> None:
    assert asyncio.run(moved(WRITES - 1, behind=True).age("s.0")) is None
    assert asyncio.run(moved(WRITES, behind=False).age("s.0")) is None
    assert asyncio.run(moved(WRITES, behind=True).age("unknown")) is None
    age = asyncio.run(moved(WRITES, behind=True).age("s.0"))
    assert age is not None
    assert age >= 0


def test_no_page_is_older_than_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    lag = moved(WRITES, behind=True)
    monkeypatch.setattr(lags, "OLDEST_S", 0.0)
    assert asyncio.run(lag.age("s.0")) is None


def test_readers_have_the_page_of_before_and_programs_the_present() -> None:
    store = OxigraphStore(None, base=DEFAULT_BASE, default_graph="union")
    app = create_app(Settings(), store=store)
    count = {"query": "SELECT (COUNT(*) AS ?n) WHERE { GRAPH <http://x/g> { ?s ?p ?o } }"}
    with TestClient(app) as client:
        before = client.get("/notices", headers=HTML)
        assert "age" not in before.headers
        client.get("/notices", headers={"Accept": "application/json"})
        for number in range(WRITES):
            client.portal.call(app.state.backend.perform, Update(ONE_MORE.format(number=number)))  # type: ignore[union-attr]
        app.state.lag.begin(app.state.backend.state, lambda: True)
        page = client.get("/notices", headers=HTML)
        assert page.headers["etag"] == before.headers["etag"]
        assert int(page.headers["age"]) >= 1
        assert "age" not in client.get("/notices", headers={"Accept": "application/json"}).headers
        told = client.get("/sparql", params=count).json()["results"]["bindings"][0]["n"]["value"]
        assert told == str(WRITES)
        app.state.lag.begin(app.state.backend.state, lambda: False)
        page = client.get("/notices", headers=HTML)
        assert page.headers["etag"] != before.headers["etag"]
        assert "age" not in page.headers


def test_what_is_kept_is_told_while_it_is_a_little_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no page of the last minute is known, none is made of the whole store while a load goes on."""
    monkeypatch.setattr(lags, "OLDEST_S", 0.0)
    store = loaded.prepared()
    app = create_app(Settings(), store=store)

    def load(text: bytes) -> None:
        loading.load_notice(pipeline.convert(text, name="notice.txt"), store, at=loaded.LOADED)

    with TestClient(app) as client:
        load(loaded.REAL.read_bytes())
        for name in loaded.OTHERS[:-1]:
            load((OWN / name).read_bytes())
        kept = app.state.kept
        kept.follow(store, lambda: True)
        before = client.get("/units", headers=HTML).text.partition("<tbody>")[2]
        monkeypatch.setattr(kept, "follow", lambda *given: None)  # it falls behind now
        load((OWN / loaded.OTHERS[-1]).read_bytes())
        kept._note(store)
        for number in range(WRITES):
            app.state.lag.moved(f"s.{number}")
        app.state.lag.begin(store.state, lambda: True, lambda: time.monotonic() - 7)
        assert kept.page("workload", store, lagging=True) is not None
        page = client.get("/units", headers=HTML)
        assert page.text.partition("<tbody>")[2] == before
        assert int(page.headers["age"]) >= 6
        assert client.get("/search?q=县发改局", headers=HTML).status_code == 200
        rows = client.get("/units", headers={"Accept": "application/json"})  # of now
        assert "age" not in rows.headers
        assert "古渡镇" in {row["jurisdictionLabel"] for row in client.get("/notices.json").json()}
    store.close()


def test_after_one_write_no_page_of_a_large_store_waits_for_the_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A load begins with one write: pages known, pages not known and what is made of the whole are told."""
    monkeypatch.setattr(keepers, "_LARGE", 0)
    monkeypatch.setattr(following, "SETTLED_AFTER_S", 600.0)
    store = loaded.prepared()
    app = create_app(Settings(), store=store)
    with TestClient(app) as client:
        for name in loaded.OTHERS[:-1]:
            notice = pipeline.convert((OWN / name).read_bytes(), name="notice.txt")
            loading.load_notice(notice, store, at=loaded.LOADED)
        kept, catalog = app.state.kept, app.state.catalog
        kept.follow(store, lambda: True)
        app.state.lag.begin(store.state, lambda: False, large=kept.is_large)
        known = client.get("/leaders", headers=HTML)
        for name in ("namesakes", "counted", "beside", "reconciler", "described"):
            getattr(app.state, name).renew(app.state.backend)

        answered = catalog.answer

        def answer(query: CannedQuery, *given: Any, **how: Any) -> Any:
            if query.by_notice is not None or query.name == "namesakes":
                raise AssertionError(f"{query.name} was asked of the whole store while somebody waited")
            return answered(query, *given, **how)

        monkeypatch.setattr(kept, "follow", lambda *given: None)  # it does not follow any more
        last = pipeline.convert((OWN / loaded.OTHERS[-1]).read_bytes(), name="notice.txt")
        loading.load_notice(last, store, at=loaded.LOADED)
        kept._note(store)
        app.state.lag.moved(store.state)
        app.state.lag.begin(store.state, lambda: True, lambda: time.monotonic() - 7, kept.is_large)
        monkeypatch.setattr(catalog, "answer", answer)
        monkeypatch.setattr(keepers, "_PATIENCE_S", 600.0)  # whoever waits for what is kept, waits for good
        assert client.get("/leaders", headers=HTML).headers["etag"] == known.headers["etag"]
        for path in ("/", "/units", "/notices?_sort=-issued", "/search?q=财政局", "/targets"):
            page = client.get(path, headers=HTML)
            assert page.status_code == 200
            assert int(page.headers["age"]) >= 6, path
        monkeypatch.setattr(kept, "figures", None)  # the whole is counted by nobody
        for path in ("/.well-known/void", "/reconcile", "/sparql/schema", "/search/suggest?q=财政"):
            assert client.get(path).status_code == 200
    store.close()


def request_of(lag: Lag, accept: str = "text/html") -> Request:
    headers = [(b"accept", accept.encode())]
    app = SimpleNamespace(state=SimpleNamespace(lag=lag))
    return Request({"type": "http", "headers": headers, "app": app, "kg": Mark("1", "GET", "c", "s.0")})


def test_a_write_between_two_questions_of_a_page_leaves_none_to_the_whole_store() -> None:
    behind = [False]
    lag = moved(WRITES, behind=True)
    lag.begin("s.9", lambda: behind[0], lambda: time.monotonic() - 3)
    page, program = request_of(lag), request_of(lag, "application/json")
    assert not lagging(page)  # the first question was answered in the present
    behind[0] = True
    assert lagging(page)
    assert not lagging(program)
    behind[0] = False
    assert lagging(page)  # and the page says so, whatever is followed meanwhile


def test_who_is_signed_in_waits_for_what_was_written() -> None:
    lag = moved(1, behind=True)
    lag.begin("s.1", lambda: True, lambda: time.monotonic() - 3, lambda: True)
    assert 2.9 < (lag.waited() or 0) < 4
    assert lag.waited(for_own=True) is None
    assert asyncio.run(lag.age("s.0")) is not None
    lag.begin("s.1", lambda: True, lambda: time.monotonic() - 3, lambda: False)
    assert lag.waited() is None
    assert asyncio.run(lag.age("s.0")) is None


def test_a_reader_waits_for_the_last_write_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the last write is no longer of this moment, what follows has more to do: nobody waits for it."""
    monkeypatch.setattr(lags, "PATIENCE_S", 60.0)
    slept: list[float] = []
    lag = moved(WRITES, behind=True)

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        lag._writes.extend(at - 61 for at in list(lag._writes)[-1:])

    monkeypatch.setattr(lags.time, "sleep", sleep)
    assert lag._is_soon()
    lag.waited()
    assert len(slept) == 1


def test_in_the_midst_of_a_load_a_known_page_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lag = moved(WRITES, behind=False)
    assert asyncio.run(lag.age("s.0")) is None  # a small one shows what has been followed
    lag.begin("s.9", lambda: False, large=lambda: True)
    assert asyncio.run(lag.age("s.0")) is not None
    monkeypatch.setattr(lags, "PAUSE_S", 0.0)  # the load is over
    assert asyncio.run(lag.age("s.0")) is None


@pytest.mark.parametrize("large", [True, False])
def test_a_page_of_a_large_store_is_made_for_one_reader_at_a_time(large: bool) -> None:
    lag = moved(1, behind=False)
    lag.begin("s.1", lambda: False, large=lambda: large)
    made: list[str] = []

    async def run() -> list[str]:
        go_on = asyncio.Event()

        async def app(scope: Any, receive: Any, send: Any) -> None:
            made.append(scope["kg"].state)
            scope["kg"].reuse = Reuse.LAG
            if scope["kg"].state == "s.1":
                await go_on.wait()
            headers = [(b"content-type", b"text/html")]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": scope["kg"].state.encode()})

        memory = Memory(app, Answers(), lag)

        async def read(state: str) -> str:
            said: list[Any] = []

            async def send(message: Any) -> None:
                said.append(message)

            scope = {"type": "http", "method": "GET", "scheme": "http", "path": "/", "raw_path": b"/"}
            scope |= {"query_string": b"", "headers": [], "kg": Mark("1", "GET", "c", state)}
            await memory(scope, cast("Any", None), send)
            return str(said[-1]["body"].decode())

        first = await read("s.0")
        slow = asyncio.ensure_future(read("s.1"))
        while len(made) < 2:
            await asyncio.sleep(0)
        beside = asyncio.ensure_future(read("s.1"))
        for _ in range(20):
            await asyncio.sleep(0)
        assert beside.done() == large
        go_on.set()
        return [first, await slow, await beside, await read("s.1")]

    assert asyncio.run(run()) == ["s.0", "s.1", "s.0" if large else "s.1", "s.1"]
    assert len(made) == (2 if large else 3)


def test_of_a_large_store_nothing_is_made_of_the_whole_until_writes_rest() -> None:
    lag = moved(1, behind=False)
    lag.begin("s.1", lambda: False, large=lambda: True)
    kept: OfState[Any] = OfState(lambda store: store)
    assert kept.of(asked("s.0", lag)[0]) == "s.0"
    later, mark = asked("s.1", lag)
    assert kept.of(later) == "s.0"  # however quickly it was made before
    assert mark.chance
    kept.renew(later.app.state.backend)
    assert kept.of(later) == "s.1"


def test_readers_of_a_large_store_wait_longer_for_what_is_kept() -> None:
    store = loaded.prepared()
    app = create_app(Settings(), store=store)
    with TestClient(app):
        kept = app.state.kept
        kept.follow(store, lambda: True)
        few = kept._patience_s()
        with kept._file.writing() as sql:
            sql.executemany(
                "INSERT INTO graph (iri, stale) VALUES (?, 0)", [(f"http://x/{n}",) for n in range(1000)]
            )
        assert few < 6 < 20 < kept._patience_s() <= 25  # what the whole of it would take to answer
    store.close()


def test_pages_of_a_load_say_their_age() -> None:
    lag = moved(WRITES, behind=True)
    lag.begin("s.9", lambda: True, lambda: time.monotonic() - 7)
    assert 6.9 <= (lag.waited() or 0) < 8
    assert 6.9 <= (asyncio.run(lag.age(lag.behind_state())) or 0) < 8
    lag.begin("s.9", lambda: True, lambda: time.monotonic() - lags.LONGEST_S - 1)
    assert lag.waited() is None
    assert moved(WRITES - 1, behind=True).waited() is None
    assert moved(WRITES, behind=False).waited() is None


def asked(state: str, lag: Lag) -> tuple[Request, Any]:
    mark = SimpleNamespace(chance=False)
    told = SimpleNamespace(backend=SimpleNamespace(state=state, store=state), lag=lag)
    return cast("Request", SimpleNamespace(app=SimpleNamespace(state=told), scope={"kg": mark})), mark


@pytest.mark.parametrize(("quick_s", "second"), [(1000.0, "s.1"), (-1.0, "s.0")])
def test_what_takes_long_to_make_need_not_be_of_the_last_write(
    monkeypatch: pytest.MonkeyPatch, quick_s: float, second: str
) -> None:
    monkeypatch.setattr(lags, "QUICK_S", quick_s)
    kept: OfState[Any] = OfState(lambda store: store)
    lag = moved(1, behind=True)
    first, _ = asked("s.0", lag)
    assert kept.of(first) == "s.0"
    later, mark = asked("s.1", lag)
    assert kept.of(later) == second
    assert mark.chance == (second == "s.0")
    kept.renew(later.app.state.backend)
    again, mark = asked("s.1", lag)
    assert kept.of(again) == "s.1"
    assert not mark.chance


def test_once_writes_rest_it_is_of_the_last_write(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lags, "QUICK_S", -1.0)
    monkeypatch.setattr(lags, "OLDEST_S", 0.0)
    kept: OfState[Any] = OfState(lambda store: store)
    lag = moved(1, behind=True)
    assert kept.of(asked("s.0", lag)[0]) == "s.0"
    assert kept.of(asked("s.1", lag)[0]) == "s.1"


def test_nobody_waits_for_who_makes_it_where_something_is_known() -> None:
    started, go_on = threading.Event(), threading.Event()

    def make(store: Any) -> Any:
        if store == "s.1":
            started.set()
            assert go_on.wait(30)
        return store

    kept: OfState[Any] = OfState(make)
    lag = moved(0, behind=True)
    kept.of(asked("s.0", lag)[0])
    later, mark = asked("s.1", lag)
    making = threading.Thread(target=kept.renew, args=(later.app.state.backend,))
    making.start()
    assert started.wait(30)
    assert kept.of(later) == "s.0"
    assert mark.chance
    go_on.set()
    making.join()
    assert kept.of(later) == "s.1"


def test_meanwhile_is_told_what_was_counted_before() -> None:
    kept: OfState[Any] = OfState(
        lambda store: pytest.fail("it was counted while somebody waited"), meanwhile=lambda store: "before"
    )
    request, mark = asked("s.0", moved(0, behind=True))
    assert kept.of(request) == "before"
    assert mark.chance
