"""What goes wrong is said in both languages, to people by a page, and its type has an address."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from fastapi.testclient import TestClient

from kg import errors
from kg.link.describe import MEDIA
from kg.settings import DEFAULT_BASE, Settings
from kg.store.oxigraph import OxigraphStore
from kg.web.app import create_app
from kg.web.problems import NAMED, STATUS, TYPES, kinds
from tests.web.wire import HOST, wired

SOURCE = Path(errors.__file__).parent
HTML = {"Accept": "text/html, */*;q=0.1"}
CHINESE = re.compile(r"[一-鿿]")


def app(**settings: Any) -> Any:
    store = OxigraphStore(None, base=DEFAULT_BASE)
    return create_app(Settings(**({"token": "t"} | settings)), store=store)


@pytest.fixture(scope="module")
def served() -> Iterator[TestClient]:
    with TestClient(app(), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def client(served: TestClient) -> TestClient:
    served.cookies.clear()  # the language of the test before
    return served


def raised() -> list[tuple[str, ast.Call, str]]:
    """Every call in the package that makes an error: where, the call, the class."""
    classes = {name for name, value in vars(errors).items() if isinstance(value, type)} | {"Problem"}
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in classes:
                found.append((f"{path.name}:{node.lineno}", node, node.func.id))  # type: ignore[attr-defined]
    return found


def words(node: ast.expr) -> str | None:
    """The words of a text that stands there, without what is put into it."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value for part in node.values if isinstance(part, ast.Constant))
    if isinstance(node, ast.BinOp):
        sides = [words(node.left), words(node.right)]
        return "".join(side or "" for side in sides)
    return None


def test_every_error_is_told_in_both_languages() -> None:
    checked = 0
    for where, call, name in raised():
        pair = call.args[2:4] if name == "Problem" else call.args[:2]
        texts = [words(arg) for arg in pair]
        if len(texts) < 2 or not all(texts) or not any(re.search(r"\w", text or "") for text in texts):
            continue  # the words come from the caller, which is another place
        checked += 1
        assert CHINESE.search(texts[0] or ""), where
        assert not CHINESE.search(re.sub(r"[“《「][^”》」]*[”》」]", "", texts[1] or "")), where
    assert checked > 100


def test_every_kind_is_described() -> None:
    told = {kind for _, kind in (*STATUS.values(), *NAMED.values())}
    told |= {
        call.args[1].value
        for _, call, name in raised()
        if name == "Problem" and isinstance(call.args[1], ast.Constant)
    }
    assert told - set(kinds()) == set()
    for name, kind in kinds().items():
        for text in (kind.title, kind.means, kind.do):
            assert CHINESE.search(text["zh"]), name
            assert not CHINESE.search(text["en"]), name
            assert text["en"]


def test_a_type_leads_to_what_it_means(client: TestClient) -> None:
    told = client.get("/sparql?query=SELECT").json()
    assert told["title"] == "请求有误 / The request is wrong"
    path = "/problem/" + told["type"].removeprefix(TYPES)
    for lang, text in (("zh", "按提示改正后重新提交"), ("en", "Mend what the sentence names")):
        page = client.get(path, params={"lang": lang}, headers=HTML)
        assert (page.status_code, text in page.text) == (200, True)
    assert client.get("/problem/none").status_code == 404
    assert client.get("/problem.xls").status_code == 404
    assert client.get("/problem", headers={"Accept": "image/png"}).status_code == 406
    assert len(client.get("/problem", headers={"Accept": "application/json"}).json()) == len(kinds())


@pytest.mark.parametrize("ending", MEDIA)
@pytest.mark.parametrize("path", ["/problem", "/problem/busy"])
def test_kinds_are_concepts(client: TestClient, path: str, ending: str) -> None:
    answer = client.get(f"{path}.{ending}")
    assert client.get(path, headers={"Accept": MEDIA[ending]}).content == answer.content
    form = ox.RdfFormat.from_media_type(MEDIA[ending])
    quads = [q for q in ox.parse(answer.content, format=form) if isinstance(q, ox.Quad)]
    named = {q.subject.value for q in quads if isinstance(q.subject, ox.NamedNode)}
    assert {f"{TYPES}busy", TYPES.rstrip("/")} <= named


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/nothing", 404, "没有这个页面"),
        ("/unit/none", 404, "没有这个页面"),
        ("/sparql?query=SELECT", 400, "请求有误"),
    ],
)
def test_people_get_a_page(client: TestClient, path: str, status: int, says: str) -> None:
    answer = client.get(path, headers=HTML)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert says in answer.text
    assert answer.headers["x-request-id"] in answer.text
    assert 'href="/problem/' in answer.text


def test_what_the_layers_refuse_is_a_page_too() -> None:
    with wired(app(rate_per_minute=2)) as wire:
        page = ["Accept: text/html"]
        for line, lines, status, says in (
            ("GET /", [], 400, "Host"),
            ("GET /", [HOST, HOST], 400, "Host"),
            ("POST /validate", [HOST, "Content-Encoding: gzip"], 415, "请求内容请不要压缩"),
            ("OPTIONS /nothing", [HOST], 404, "没有这个页面"),
            ("GET /health?1", [HOST], 200, "ok"),
            ("GET /health?2", [HOST], 429, "请求过多"),
        ):
            reply = wire.send(line, [*page, *lines])
            assert reply.status == status, line
            assert says in reply.body.decode()
            if status >= 400:
                assert reply.header("content-type").startswith("text/html")
                assert reply.header("cache-control") == "no-store"
                assert "default-src 'none'" in reply.header("content-security-policy")
        assert int(wire.send("GET /health?3", [HOST]).header("retry-after")) > 0


def test_what_is_no_request_is_told_in_both_languages() -> None:
    with wired(app()) as wire:
        for raw, status in ((b"NONSENSE\r\n\r\n", 400), (b"GET /" + b"a" * 70_000, 414)):
            told = json.loads(wire.raw(raw).body)
            assert told["status"] == status
            assert CHINESE.search(told["detail_zh"])
            assert not CHINESE.search(told["detail_en"])


@pytest.mark.parametrize(
    ("path", "zh", "en"),
    [
        ("/reconcile/suggest/entity?cursor=x", "参数 cursor 应为整数。", "The parameter cursor should be"),
        ("/reconcile/suggest/entity?cursor=" + "9" * 5000, "参数 cursor 数字太大。", "cursor is too large"),
    ],
)
def test_parameters_that_the_framework_refuses(client: TestClient, path: str, zh: str, en: str) -> None:
    told = client.get(path).json()
    assert told["detail_zh"] == zh
    assert en in told["detail_en"]


def test_a_body_that_the_framework_refuses(client: TestClient) -> None:
    token = {"Authorization": "Bearer t"}
    for body in ("", "{", "[]", "{}"):
        told = client.post("/admin/backup", content=body, headers=token).json()
        assert told["status"] == 400, body
        assert CHINESE.search(told["detail_zh"])
        assert not CHINESE.search(told["detail_en"])


def test_a_fault_has_a_page_and_a_page_that_fails_has_a_problem(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> None:
        raise RuntimeError("secret words")

    state = client.app.state  # type: ignore[attr-defined]
    frame = state.frame
    monkeypatch.setattr(state.backend.store, "perform", broken)
    answer = client.get("/sparql", headers={"Accept": "text/turtle"})
    assert answer.json()["type"].endswith("/fault")
    assert answer.headers["x-request-id"] in answer.json()["instance"]
    answer = client.get("/sparql?query=ASK {}", headers=HTML)
    assert (answer.status_code, "服务出错了" in answer.text, "secret" in answer.text) == (500, True, False)
    assert answer.headers["x-request-id"] in answer.text
    monkeypatch.setattr(frame, "page", lambda *_, **__: 1 / 0)
    answer = client.get("/nothing", headers=HTML)
    assert (answer.status_code, answer.json()["type"]) == (404, TYPES + "not-found")
