"""The token, typed once, becomes a session; pages take writes from it, protocols never."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import Request
from fastapi.testclient import TestClient
from playwright.sync_api import expect
from pydantic import SecretStr

from kg.settings import DEFAULT_BASE, Settings
from kg.store.oxigraph import OxigraphStore
from kg.web.app import create_app
from kg.web.deps import SignedIn
from kg.web.sessions import ATTEMPTS, ATTEMPTS_S, LIFETIME_S, Attempts, Person, Sessions
from tests.web.pages import Watched, chromium, serving
from tests.web.wire import wired

HERE = "http://data.example"
PAGE = {"Accept": "text/html"}
OURS = {"Origin": HERE, **PAGE}


def made(**settings: Any) -> Any:
    """A service with one page on which something is written."""
    store = OxigraphStore(None, base=DEFAULT_BASE)
    store.put("http://e/g", [(f"<http://e/s{i}>", "<http://e/p>", '"v"') for i in range(200)])
    app = create_app(Settings(**({"token": "t"} | settings)), store=store)  # type: ignore[arg-type]

    @app.get("/desk")
    @app.post("/desk")
    async def desk(request: Request, person: SignedIn) -> dict[str, str]:
        return {"person": person.name, "cookies": str(request.cookies), "headers": str(request.headers)}

    return app


@pytest.fixture
def client() -> Iterator[TestClient]:
    with TestClient(made(), base_url=HERE, follow_redirects=False) as client:
        yield client


def sign_in(client: TestClient, token: str = "t", **more: str) -> Any:
    fields = {"token": token} | {k: v for k, v in more.items() if k in ("name", "next")}
    return client.post("/sign-in", data=fields, headers=OURS)


def test_the_token_once_then_a_session(client: TestClient) -> None:
    assert client.post("/desk", headers=OURS).status_code == 401
    answer = sign_in(client, name=" 张三 \n（县府办）", next="/validate?x=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/validate?x=1")
    cookie = answer.headers["set-cookie"]
    assert re.fullmatch(
        rf"kg-session=[\w-]{{43}}; HttpOnly; Max-Age={LIFETIME_S}; Path=/; SameSite=strict", cookie
    ), cookie
    assert LIFETIME_S == 8 * 3600
    told = client.post("/desk", headers=OURS).json()
    assert told["person"] == "张三 （县府办）"
    assert "kg-session" not in told["cookies"] + told["headers"]  # no route sees the key
    assert client.get("/desk").status_code == 200
    out = client.post("/sign-out", headers=OURS)
    assert (out.status_code, "Max-Age=0" in out.headers["set-cookie"]) == (303, True)
    assert client.post("/desk", headers=OURS).status_code == 401


def test_a_session_ended_is_ended_for_everybody(client: TestClient) -> None:
    key = sign_in(client).cookies["kg-session"]
    client.post("/sign-out", headers=OURS)
    client.cookies.set("kg-session", key)
    assert client.get("/desk").status_code == 401


def test_signing_in_again_is_a_new_session(client: TestClient) -> None:
    first = sign_in(client).cookies["kg-session"]
    assert sign_in(client).cookies["kg-session"] != first
    client.cookies.clear()
    client.cookies.set("kg-session", first)
    assert client.get("/desk").status_code == 401


def test_secure_behind_https() -> None:
    with wired(made()) as wire:
        lines = ["Host: data.example", "X-Forwarded-Proto: https", "Origin: https://data.example",
                 "Content-Type: application/x-www-form-urlencoded"]  # fmt: skip
        reply = wire.send("POST /sign-in", lines, b"token=t")
        assert (reply.status, "; Secure" in reply.header("set-cookie")) == (303, True)
        # The origin has to be that of the page, the scheme too.
        lines[2] = "Origin: http://data.example"
        assert wire.send("POST /sign-in", lines, b"token=t").status == 403


def test_below_a_path() -> None:
    with TestClient(
        made(root_path="/zeren"), base_url=HERE, root_path="/zeren", follow_redirects=False
    ) as client:
        answer = client.post("/zeren/sign-in", data={"token": "t", "next": "/units"}, headers=OURS)
        assert answer.headers["location"] == "/zeren/units"
        assert "Path=/zeren;" in answer.headers["set-cookie"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": HERE}, 200),
        ({"Origin": "HTTP://DATA.example"}, 200),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "http://data.example.evil.example"}, 403),
        ({"Origin": "http://data.example:8080"}, 403),
        ({"Origin": "https://data.example"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
    ],
)
def test_a_write_has_to_come_from_a_page_of_ours(
    client: TestClient, headers: dict[str, str], status: int
) -> None:
    sign_in(client)
    assert client.post("/desk", headers=headers).status_code == status
    assert client.post("/sign-out", headers=headers).status_code == (303 if status == 200 else 403)


@pytest.mark.parametrize(
    ("headers", "status"),
    [({}, 303), ({"Origin": "http://evil.example"}, 403), ({"Sec-Fetch-Site": "cross-site"}, 403)],
)
def test_another_site_signs_nobody_in(client: TestClient, headers: dict[str, str], status: int) -> None:
    assert client.post("/sign-in", data={"token": "t"}, headers=headers).status_code == status


@pytest.mark.parametrize(
    ("next", "goes"),
    [
        ("/units?year=2024", "/units?year=2024"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\r\nSet-Cookie: x=y", "/"),
        ("/sign-out", "/"),
        ("", "/"),
    ],
)
def test_it_leads_to_pages_of_ours_only(client: TestClient, next: str, goes: str) -> None:
    assert sign_in(client, next=next).headers["location"] == goes


def test_a_wrong_token_says_what_to_do_and_attempts_are_bounded(client: TestClient) -> None:
    for left in range(ATTEMPTS - 1, -1, -1):
        answer = sign_in(client, "T")
        assert answer.status_code == 401
        assert "set-cookie" not in answer.headers
        assert "KG_TOKEN" in answer.text
        assert f"还可试 {left} 次" in answer.text
        assert 'type="password"' in answer.text  # and the form is there again
        assert ">T<" not in answer.text
    answer = sign_in(client)
    assert answer.status_code == 429  # the right one does not help now
    assert int(answer.headers["retry-after"]) > 0
    assert "分钟后再试" in answer.text


def test_a_program_gets_a_problem(client: TestClient) -> None:
    answer = client.post("/sign-in", data={"token": "x"}, headers={"Origin": HERE})
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"].endswith("/wrong-token")
    assert answer.json()["detail_en"]
    assert client.post("/sign-in", content=b"\xff=%ff", headers=OURS).status_code == 400
    assert client.post("/sign-in", content=b"x" * 20_000, headers=OURS).status_code == 413


def test_attempts_are_forgotten_in_time() -> None:
    now = 0.0
    attempts = Attempts(lambda: now)
    for now in (0.0, 1.0, 2.0, 3.0, 4.0):  # noqa: B007 (read by the clock)
        attempts.check("a")
        attempts.was_wrong("a")
    with pytest.raises(Exception, match="15 min"):
        attempts.check("a")
    attempts.check("b")
    now = ATTEMPTS_S + 0.5
    attempts.check("a")
    attempts.was_wrong("a")
    with pytest.raises(Exception, match="1 min"):
        attempts.check("a")
    attempts.was_right("a")
    attempts.check("a")


def test_sessions_end_and_are_bounded() -> None:
    now = 0.0
    sessions = Sessions(limit=3, clock=lambda: now)
    keys = [sessions.begin(Person(str(i))) for i in range(4)]
    assert [sessions.person(key) for key in keys] == [None, Person("1"), Person("2"), Person("3")]
    assert len(set(keys)) == 4
    now = LIFETIME_S - 1.0
    assert sessions.person(keys[3]) == Person("3")
    now = LIFETIME_S + 0.0
    assert sessions.person(keys[3]) is None
    assert sessions.person("") is None
    assert all(key.encode() not in repr(vars(sessions)).encode() for key in keys)


def test_nothing_from_memory_inside_a_session(client: TestClient) -> None:
    public = [client.get("/ontology", headers=PAGE) for _ in range(2)]
    assert public[0].headers["x-request-id"] == public[1].headers["x-request-id"]
    key = sign_in(client, name="李四").cookies["kg-session"]
    mine = [client.get("/ontology", headers=PAGE) for _ in range(2)]
    assert len({answer.headers["x-request-id"] for answer in (*public, *mine)}) == 3
    assert all(answer.headers["cache-control"] == "no-store" for answer in mine)
    assert all("etag" not in answer.headers for answer in mine)
    assert "退出" in mine[0].text
    rows = [client.get("/sparql?query=SELECT * { ?s ?p ?o }") for _ in range(2)]
    assert rows[0].headers["x-request-id"] != rows[1].headers["x-request-id"]
    # What they saw is nobody else's, and an old cookie is no session.
    client.cookies.clear()
    assert client.get("/ontology", headers=PAGE).headers["x-request-id"] == public[0].headers["x-request-id"]
    client.cookies.set("kg-session", key[:-1])
    assert client.get("/ontology", headers=PAGE).headers["x-request-id"] == public[0].headers["x-request-id"]
    assert "退出" not in client.get("/ontology", headers=PAGE).text


@pytest.mark.parametrize(
    ("method", "path", "kind", "body"),
    [
        ("POST", "/sparql", "application/sparql-update", "CLEAR ALL"),
        ("POST", "/sparql", "application/x-www-form-urlencoded", "update=CLEAR+ALL"),
        ("PUT", "/graphs?graph=http://e/g", "text/turtle", ""),
        ("POST", "/graphs", "text/turtle", ""),
        ("DELETE", "/graphs?graph=http://e/g", "text/turtle", ""),
        ("POST", "/admin/load", "text/plain", '{"replace":[],"forget":{}}'),
        ("POST", "/admin/backup", "application/json", '{"target":"/tmp/x"}'),
    ],
)
def test_protocols_take_the_token_with_each_write(
    client: TestClient, method: str, path: str, kind: str, body: str
) -> None:
    sign_in(client)
    answer = client.request(method, path, content=body, headers={"Content-Type": kind, **OURS})
    assert answer.status_code == 401


def test_a_service_without_a_token_has_nothing_to_sign_in_for() -> None:
    with TestClient(made(token=None), base_url=HERE) as client:
        answer = client.get("/sign-in", headers=PAGE)
        assert answer.status_code == 403
        assert "KG_TOKEN" in answer.text
        assert client.post("/sign-in", data={"token": ""}, headers=OURS).status_code == 403
        assert client.post("/desk", headers=OURS).status_code == 403
        assert "/sign-in" not in client.get("/ontology", headers=PAGE).text


def test_who_is_not_signed_in_is_led_there(client: TestClient) -> None:
    answer = client.get("/desk?year=2024", headers=PAGE)
    assert answer.status_code == 401
    assert 'href="/sign-in?next=%2Fdesk%3Fyear%3D2024"' in answer.text
    form = client.get("/sign-in?next=%2Fdesk%3Fyear%3D2024", headers=PAGE)
    assert 'name="next" value="/desk?year=2024"' in form.text
    assert form.headers["cache-control"] == "no-store"
    told = json.loads(client.get("/desk").content)
    assert told["type"].endswith("/not-signed-in")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_person_signs_in_and_out(width: int) -> None:
    """In a browser, which tells of its origin what the page's policy lets it."""
    store = OxigraphStore(None, base=DEFAULT_BASE)
    with serving(store, token=SecretStr("t")) as base, chromium() as browser:
        watched = Watched(browser.new_page(viewport={"width": width, "height": 800}), base)
        page = watched.page
        assert watched.open("/sign-in?next=/validate") == 200
        for token, wrong in (("x", 1), ("t", 0)):
            page.fill("#token", token)
            page.fill("#name", "县府办 张三")
            page.keyboard.press("Enter")
            page.wait_for_url("**/validate" if not wrong else "**/sign-in")
            expect(page.locator(".notice-box.bad")).to_have_count(wrong)
            assert (watched.faults(), watched.too_wide()) == ([], 0)
        assert page.evaluate("document.cookie") == ""  # no script sees the session
        page.click(".site-tools form button")
        page.wait_for_url(f"{base}/")
        expect(page.locator(".site-tools form")).to_have_count(0)
        assert watched.foreign == []
        assert [e for e in watched.errors if "401" not in e] == []
