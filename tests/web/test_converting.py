"""A file in, its graph or its report out: over HTTP, and on the page of officials."""

from __future__ import annotations

import io
import json
import re
import socket
import time
import uuid
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from playwright.sync_api import Browser, expect

from kg import pipeline, resources
from tests import loaded
from tests.web.pages import Watched, serving
from tests.web.running import Server, fetch, service

pytestmark = pytest.mark.alone

NOTICE = next(p for p in pipeline.notices_in([resources.data("notices")]))
PLANTED = "一、张三县长牵头\n1.新建养老院若干。责任单位：县民政局\n3.新建学校2所。责任单位：县教育局\n"


def form(data: bytes, name: str) -> tuple[bytes, dict[str, str]]:
    """Return the body and the type of an upload."""
    mark = uuid.uuid4().hex
    head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = head.encode() + data + f"\r\n--{mark}--\r\n".encode()
    return body, {"Content-Type": f"multipart/form-data; boundary={mark}"}


def send(url: str, data: bytes, name: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    body, types = form(data, name)
    return fetch("POST", url, body, types | headers)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving(loaded.two()) as base:
        yield base


def test_convert_says_what_the_command_says(address: str) -> None:
    from kg import emit

    status, headers, body = send(f"{address}/convert", NOTICE.read_bytes(), NOTICE.name)
    assert (status, headers["content-type"]) == (200, "application/json")
    assert json.loads(body) == emit.as_json(pipeline.convert(NOTICE))


@pytest.mark.parametrize("media_type", ["text/turtle", "application/ld+json", "application/trig"])
def test_convert_negotiates(address: str, media_type: str) -> None:
    status, headers, body = send(f"{address}/convert", NOTICE.read_bytes(), NOTICE.name, Accept=media_type)
    assert status == 200
    assert headers["content-type"].startswith(media_type)
    read = ox.parse(body, format=ox.RdfFormat.from_media_type(media_type))
    assert sum(1 for _ in read) > 1000


def test_text_may_be_pasted(address: str) -> None:
    text = NOTICE.read_text("utf-8").encode()
    plain = {"Content-Type": "text/plain; charset=utf-8"}
    status, _, body = fetch("POST", f"{address}/validate", text, plain)
    assert status == 200
    assert json.loads(body)["conforms"] is True


@pytest.mark.parametrize(
    ("form", "begins"),
    [("json", "{"), ("html", "<!doctype html>"), ("text", "text.txt"), ("sarif", "{"), ("junit", "<?xml")],
)
def test_validate_in_every_form(address: str, form: str, begins: str) -> None:
    plain = {"Content-Type": "text/plain"}
    status, _, body = fetch("POST", f"{address}/validate?format={form}", PLANTED.encode(), plain)
    assert status == 200
    text = body.decode()
    assert text.lower().startswith(begins)
    assert "number-gap" in text or "第 2 项" in text


def test_a_graph_is_validated_too(address: str) -> None:
    _, _, graph = send(f"{address}/convert", NOTICE.read_bytes(), NOTICE.name, Accept="text/turtle")
    status, _, body = send(f"{address}/validate", graph, "notice.ttl")
    assert status == 200
    assert json.loads(body)["counts"]["violation"] == 0


@pytest.mark.parametrize(
    ("data", "name", "status", "kind"),
    [
        (b"\x00\x01\x02\xff" * 50, "a.bin", 415, "unsupported-format"),
        ("天气晴朗。".encode(), "a.txt", 422, "not-a-notice"),
        (b"%PDF-1.7\nbroken", "a.pdf", 422, "unreadable"),
        (b"PK\x03\x04broken", "a.docx", 422, "unreadable"),
        (b"", "a.txt", 422, "unreadable"),
        (b"@prefix : <", "a.ttl", 422, "unreadable"),
    ],
)
def test_bad_files_are_told_in_one_sentence(
    address: str, data: bytes, name: str, status: int, kind: str
) -> None:
    found, headers, body = send(f"{address}/validate", data, name)
    problem = json.loads(body)
    assert (found, problem["type"].rpartition("/")[2]) == (status, kind), problem
    assert headers["content-type"] == "application/problem+json"
    assert problem["detail_zh"]
    assert problem["detail_en"]
    assert "Traceback" not in body.decode()


def test_a_name_is_only_a_name(address: str) -> None:
    status, _, body = send(f"{address}/validate?format=html", PLANTED.encode(), "../<script>alert(1).txt")
    assert status == 200
    assert b"<script>alert" not in body
    assert b".." not in body[:2000].partition(b"<title>")[2].partition(b"</title>")[0]


def test_unknown_format(address: str) -> None:
    status, _, body = send(f"{address}/convert?format=xls", NOTICE.read_bytes(), NOTICE.name)
    assert status == 400
    assert "turtle" in json.loads(body)["detail"]
    assert send(f"{address}/convert", b"x", "x", Accept="image/png")[0] == 406


# --- limits, on a service in a process of its own ------------------------------------------------


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with service(tmp_path_factory.mktemp("converting") / "store", rate_per_minute="1000000") as running:
        yield running


def processes(pid: int) -> dict[int, int]:
    """Return a process and all below it, with the memory of each in KB."""
    found: dict[int, int] = {}
    children: dict[int, list[int]] = {}
    sizes: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                status = (entry / "status").read_text()
            except OSError:
                continue
            parent = re.search(r"^PPid:\s+(\d+)", status, re.M)
            size = re.search(r"^VmRSS:\s+(\d+)", status, re.M)
            if parent and size:
                children.setdefault(int(parent[1]), []).append(int(entry.name))
                sizes[int(entry.name)] = int(size[1])
    waiting = [pid]
    while waiting:
        one = waiting.pop()
        found[one] = sizes.get(one, 0)
        waiting.extend(children.get(one, []))
    return found


def resident_mb(pid: int) -> float:
    return sum(processes(pid).values()) / 1024


def bomb() -> bytes:
    """A docx of 200 KB that would unfold to 200 MB."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w>" + "责" * 70_000_000)
    return made.getvalue()


def test_an_upload_that_is_too_large(server: Server) -> None:
    status, _, body = send(f"{server.url}/validate", b"x" * 50 * 2**20, "large.txt")
    assert status == 413
    assert json.loads(body)["type"].endswith("too-large")


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="memory is read from /proc")
def test_a_bomb_is_refused_and_memory_comes_back(server: Server) -> None:
    assert send(f"{server.url}/validate", NOTICE.read_bytes(), NOTICE.name)[0] == 200
    before = resident_mb(server.process.pid)
    data = bomb()
    for _ in range(3):
        status, _, body = send(f"{server.url}/validate", data, "bomb.docx")
        assert status in (413, 422), body
    time.sleep(0.5)
    assert resident_mb(server.process.pid) < before + 150
    assert send(f"{server.url}/validate", NOTICE.read_bytes(), NOTICE.name)[0] == 200


@pytest.fixture(scope="module")
def long() -> bytes:
    """A text that takes longer to convert than anybody waits."""
    item = "新建学校2所，完成投资3亿元，增长5%以上。责任单位：县教育局、县财政局\n"
    items = (f"{number}.{item}" for number in range(1, 20_000))
    return ("2024年工作责任分解\n一、重点工作\n" + "".join(items)).encode()


def test_a_conversion_stops_at_the_deadline(tmp_path: Path, long: bytes) -> None:
    with service(tmp_path / "store", query_timeout_s="2") as running:
        start = time.monotonic()
        status, _, body = send(f"{running.url}/validate", long, "long.txt")
        assert time.monotonic() - start < 20
        assert status == 503, body
        assert json.loads(body)["type"].endswith("limit-reached")
        assert fetch("GET", running.url + "/health/ready")[0] == 200


def test_a_conversion_ends_when_the_client_leaves(server: Server, long: bytes) -> None:
    before = set(processes(server.process.pid))
    lines = ("POST /convert HTTP/1.1", "Host: x", "Content-Type: text/plain", f"Content-Length: {len(long)}")
    head = "\r\n".join(lines) + "\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port)) as peer:
        peer.sendall(head.encode() + long)
        peer.settimeout(3)
        with pytest.raises(TimeoutError):
            peer.recv(1)  # still at work
    working = set(processes(server.process.pid)) | before
    deadline = time.monotonic() + 10
    while working <= set(processes(server.process.pid)):
        assert time.monotonic() < deadline, "the work goes on"
        time.sleep(0.1)
    assert send(f"{server.url}/validate", NOTICE.read_bytes(), NOTICE.name)[0] == 200


# --- the page ------------------------------------------------------------------------------------


@pytest.mark.parametrize("javascript", [True, False])
def test_an_official_validates_a_draft(
    browser: Browser, address: str, javascript: bool, tmp_path: Path
) -> None:
    """Choose a file, read the report; with the script and without."""
    draft = tmp_path / "草稿.txt"
    draft.write_text(PLANTED, "utf-8")
    context = browser.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=javascript)
    watched = Watched(context.new_page(), address)
    assert watched.open("/validate") == 200
    watched.page.set_input_files("#file", draft)
    watched.page.click("form.card button.main")
    report = watched.page.locator("#report")
    expect(report.locator(".vr-verdict")).to_be_visible(timeout=20_000)
    expect(report).to_contain_text("之前没有第 2 项")
    assert report.locator(".vr-findings").count() == 1
    assert watched.errors == []
    assert watched.foreign == []
    if javascript:
        expect(watched.page.locator("#working")).to_be_hidden()
        assert watched.faults() == []
    context.close()


def test_the_page_tells_what_is_wrong_with_a_file(browser: Browser, address: str, tmp_path: Path) -> None:
    wrong = tmp_path / "a.txt"
    wrong.write_text("天气晴朗。", "utf-8")
    context = browser.new_context()
    watched = Watched(context.new_page(), address)
    watched.open("/validate")
    watched.page.set_input_files("#file", wrong)
    watched.page.click("form.card button.main")
    expect(watched.page.locator("#report .error-page")).to_contain_text("不是责任分解类通知", timeout=20_000)
    assert [e for e in watched.errors if "422" not in e] == []
    context.close()
