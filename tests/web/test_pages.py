"""The pages over HTTP: statuses, languages, what machines get, links, sub-path, injected markup."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import openpyxl
import pytest
import yaml
from fastapi.testclient import TestClient
from icalendar import Calendar
from jinja2 import Environment, FileSystemLoader, nodes
from lxml import html as lxml_html

from kg import loading, pipeline, resources
from kg.registry.ranks import rank
from kg.settings import DEFAULT_BASE, Settings
from kg.store.oxigraph import OxigraphStore
from kg.web.app import create_app
from kg.web.rows import beside
from tests import loaded

NOTICE = "/notice/330922-2024-59976130"
TASK = f"{NOTICE}/0693b8/2/1"
PROJECT = f"{NOTICE}/721a94/1/1"
PAGES = [
    "/", "/notices", NOTICE, TASK, PROJECT, f"{TASK}/target/1", "/units", "/unit/f87c7551df",
    "/unit/f87c7551df/list", "/my-unit", "/my-unit?q=财政", "/leaders", "/person/d86b288d34", "/targets",
    "/projects", "/places",
    "/place/330922202", "/themes", "/theme/education", "/queries", "/queries/workload",
    "/queries/tasks-of-a-unit", "/queries/tasks-of-a-unit?unit=县发改局", "/sparql", "/search",
    "/search?q=海洋", "/validate", "/compare", "/data", "/catalog",
    "/compare?a=嵊政办发〔2024〕5号&b=嵊政办发〔2025〕6号",
]  # fmt: skip
HTML = {"Accept": "text/html"}
_INLINE = "//script[not(@src) and not(@type='application/ld+json')]"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    app = create_app(Settings(rate_per_minute=1_000_000), store=loaded.two())
    with TestClient(app) as made:
        yield made


@pytest.fixture(autouse=True)
def _no_cookies(client: TestClient) -> None:
    client.cookies.clear()


@pytest.mark.parametrize("path", PAGES)
def test_every_page_in_both_languages(client: TestClient, path: str) -> None:
    for lang, code in (("zh", "zh-CN"), ("en", "en")):
        client.cookies.clear()
        joined = "&" if "?" in path else "?"
        answer = client.get(f"{path}{joined}lang={lang}", headers=HTML)
        assert answer.status_code == 200
        page = lxml_html.fromstring(answer.text)
        assert page.get("lang") == code
        assert page.xpath("count(//h1)") == 1
        assert page.xpath("//title")[0].text
        assert "kg-lang" in answer.headers["set-cookie"]
        assert not page.xpath("//*[@style or @onclick or @onload]")
        assert not page.xpath(_INLINE)
    client.cookies.clear()


@pytest.mark.parametrize(
    ("header", "english"),
    [
        ("", False), ("en", True), ("en-GB, fr;q=0.8", True), ("fr", False), ("*", False), ("en;q=0", False),
        ("zh-CN,zh;q=0.9,en;q=0.8", False), ("en, zh-TW;q=0.1", False), ("EN-us", True), ("en, zh;q=0", True),
    ],
)  # fmt: skip
def test_english_only_for_browsers_that_name_it_and_no_chinese(
    client: TestClient, header: str, english: bool
) -> None:
    headers = {"Accept": "text/html"} | ({"Accept-Language": header} if header else {})
    words = "Workload of units" if english else "单位任务量"
    for _ in range(2):  # from memory too
        answer = client.get("/", headers=headers)
        assert words in answer.text
        assert "Accept-Language" in answer.headers["vary"]
    # Whoever switches keeps what they chose, whatever the browser names.
    for lang, chosen in (("zh", "单位任务量"), ("en", "Workload of units")):
        client.get(f"/?lang={lang}", headers=headers)
        assert chosen in client.get("/", headers=headers).text
    client.cookies.clear()


def test_policy_forbids_inline_scripts(client: TestClient) -> None:
    for path in ("/", "/sparql", "/nonsense"):
        policy = client.get(path, headers=HTML).headers["content-security-policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy


def test_every_link_of_every_page_leads_somewhere(client: TestClient) -> None:
    seen: dict[str, int] = {}
    for path in PAGES:
        page = lxml_html.fromstring(client.get(path, headers=HTML).text)
        for href in page.xpath("//a/@href | //form/@action | //link/@href | //script/@src | //img/@src"):
            target = str(href).split("#")[0]
            if target.startswith("/") and target not in seen:
                shape = re.sub(r"[0-9a-f]{8,}|\d+", "N", unquote(target))
                if seen.get(shape, 0) < 3:
                    seen[shape] = seen.get(shape, 0) + 1
                    answer = client.get(target, headers=HTML)
                    seen[target] = answer.status_code
                    assert answer.status_code == 200, f"{path} → {target}"
            else:
                # Examples of programs name this service in full.
                assert urlsplit(target).netloc in ("", "testserver", "w3id.org"), f"{path} → {target}"
    assert len(seen) > 100


def test_anchors_stand_in_the_notice(client: TestClient) -> None:
    item = lxml_html.fromstring(client.get(TASK, headers=HTML).text)
    notice = lxml_html.fromstring(client.get(NOTICE, headers=HTML).text)
    anchors = {h.split("#")[1] for h in item.xpath("//a/@href") if h.startswith(NOTICE + "#")}
    assert anchors
    assert anchors <= set(notice.xpath("//@id"))
    ids = notice.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_the_notice_holds_its_whole_text_in_order(client: TestClient) -> None:
    page = lxml_html.fromstring(client.get(NOTICE, headers=HTML).text)
    article = page.xpath("//article")[0]
    for tag in article.xpath(".//*[contains(@class, 'meta')]"):
        tag.getparent().remove(tag)
    shown = re.sub(r"\s", "", article.text_content())
    text = re.sub(r"\s", "", loaded.REAL.read_text("utf-8"))
    assert shown == text or len(shown) > 0.98 * len(text)
    assert len(page.xpath("//*[contains(@class, 'entry')]")) == 163
    assert len(page.xpath("//mark[contains(@class, 'unit')]")) > 450
    assert len(page.xpath("//mark[contains(@class, 'target')]")) >= 55


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("leader=https://w3id.org/zeren/person/d86b288d34", 33),
        ("withTarget=true", None),
        ("unit=https://w3id.org/zeren/unit/f87c7551df&role=lead", 17),
        ("role=lead&unit=https://w3id.org/zeren/unit/nobody", 0),
    ],
)
def test_filters_of_the_notice(client: TestClient, query: str, number: int | None) -> None:
    page = lxml_html.fromstring(client.get(f"{NOTICE}?{query}", headers=HTML).text)
    entries = len(page.xpath("//*[contains(concat(' ', @class, ' '), ' entry ')]"))
    if number is None:
        both = [
            lxml_html.fromstring(client.get(f"{NOTICE}?withTarget={said}", headers=HTML).text)
            for said in ("true", "false")
        ]
        assert sum(len(p.xpath("//*[contains(concat(' ', @class, ' '), ' entry ')]")) for p in both) == 163
    else:
        assert entries == number


@pytest.mark.parametrize(
    "path", [p for p in PAGES if "search" not in p and p not in ("/sparql", "/validate", "/data", "/my-unit")]
)
def test_machines_get_data_at_the_same_address(client: TestClient, path: str) -> None:
    answer = client.get(path, headers={"Accept": "application/json"})
    if path in ("/queries/tasks-of-a-unit", "/compare"):  # what they are asked about is not named
        assert answer.status_code == 400
        assert answer.headers["content-type"].startswith("application/problem+json")
        return
    assert answer.headers["content-type"].startswith(("application/json", "application/ld+json"))
    assert json.loads(answer.text)


@pytest.mark.parametrize("ending", ["csv", "tsv", "json", "srj", "xlsx"])
def test_exports_of_a_query(client: TestClient, ending: str) -> None:
    by_ending = client.get(f"/queries/tasks-of-a-unit.{ending}?unit=县发改局")
    by_accept = client.get(
        "/queries/tasks-of-a-unit?unit=县发改局", headers={"Accept": by_ending.headers["content-type"]}
    )
    assert by_ending.status_code == 200
    if ending == "xlsx":
        assert openpyxl.load_workbook(io.BytesIO(by_ending.content)).active.max_row == 61
    else:
        assert by_ending.content == by_accept.content
    if ending == "csv":
        assert by_ending.content.startswith(b"\xef\xbb\xbf")


def test_pages_of_rows_link_to_the_next(client: TestClient) -> None:
    seen: list[Any] = []
    path = "/queries/tasks.json?_limit=100"
    while path:
        answer = client.get(path)
        seen += answer.json()
        link = re.search(r'<([^>]+)>; rel="next"', answer.headers.get("link", ""))
        path = link.group(1) if link else ""
    assert len(seen) == 302
    assert seen == client.get("/queries/tasks.json").json()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nonsense", 404), ("/unit/nobody", 404), (f"{NOTICE}/nothing", 404), ("/notice/none", 404),
        ("/queries/none", 404), ("/theme/none", 404), ("/place/0", 404), ("/indicator/none", 404),
        ("/queries/tasks?_limit=-1", 400), ("/queries/tasks?colour=red", 400), ("/search?q=a&kind=x", 400),
        ("/targets?change=upwards", 400), ("/none.csv", 404),
    ],
)  # fmt: skip
def test_errors_are_designed_pages(client: TestClient, path: str, status: int) -> None:
    answer = client.get(path, headers=HTML)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert "Traceback" not in answer.text
    problem = client.get(path, headers={"Accept": "application/json"})
    assert problem.status_code == status
    assert problem.headers["content-type"].startswith("application/problem+json")


def test_a_stopped_query_is_a_page_with_503(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.errors import LimitReached

    def stopped(*args: object, **kwargs: object) -> None:
        raise LimitReached("查询超过 30 秒，已停止。", "The query was stopped after 30 s.")

    store = client.app.state.backend.store  # type: ignore[attr-defined]
    monkeypatch.setattr(type(store), "query", stopped)
    answer = client.get("/unit/f87c7551df?fresh=1", headers=HTML)
    assert answer.status_code == 503
    assert "查询超过 30 秒" in answer.text
    assert answer.headers["retry-after"]


def test_the_list_of_a_unit_as_workbook_and_calendar(client: TestClient) -> None:
    unit = next(
        row["unit"].value
        for row in loaded.catalog().run("workload", {}, loaded.two()).dicts()
        if row["unitLabel"].value == "县财政局"
    ).removeprefix("https://w3id.org/zeren")
    answer = client.get(f"{unit}/ledger.xlsx")
    assert unquote(answer.headers["content-disposition"]).endswith("县财政局2025年任务台账.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert sheet.max_row > 10
    assert sheet["A5"].hyperlink.target.startswith("http://testserver/notice/")
    calendar = Calendar.from_ical(client.get(f"{unit}/calendar.ics").content)
    (event,) = calendar.walk("VEVENT")
    assert str(event["dtstart"].dt) == "2025-06-30"
    assert str(event["summary"]).startswith("【牵头】")
    assert "政府性债务" in str(event["summary"])
    assert "杨松" in str(event["description"])
    assert str(event["url"]).startswith("http://testserver/notice/")
    (alarm,) = event.walk("VALARM")
    assert str(alarm["trigger"].dt) == "-7 days, 0:00:00"


def test_reminders_where_no_deadline_is_stated(client: TestClient) -> None:
    unit = "/unit/f87c7551df"
    page = client.get(f"{unit}/list?year=2024", headers=HTML).text
    assert "没有写明期限" in page
    assert "calendar.ics?year=2024&amp;remind=quarter" in page
    told = Calendar.from_ical(client.get(f"{unit}/calendar.ics?year=2024&remind=quarter").content)
    days = [str(event["dtstart"].dt) for event in told.walk("VEVENT")]
    assert days == ["2024-03-31", "2024-06-30", "2024-09-30", "2024-12-31"]
    assert client.get(f"{unit}/calendar.ics?remind=never").status_code == 400
    assert client.get(f"{unit}/list?year=lately", headers=HTML).status_code == 400
    empty = client.get(f"{unit}/list?year=1999", headers=HTML)
    assert empty.status_code == 200
    assert "这一年没有通知" in empty.text


def test_my_unit_is_found_remembered_and_forgotten(client: TestClient) -> None:
    page = "/unit/f87c7551df/list"
    found = client.get("/my-unit?q=县发改局", headers=HTML, follow_redirects=False)
    assert (found.status_code, found.headers["location"]) == (303, page)
    assert "kg-unit=f87c7551df" in found.headers["set-cookie"]
    assert client.get("/my-unit", headers=HTML, follow_redirects=False).headers["location"] == page
    assert page in client.get("/", headers=HTML).text
    client.get("/my-unit?forget=true", headers=HTML, follow_redirects=False)
    assert client.get("/my-unit", headers=HTML, follow_redirects=False).status_code == 200
    assert page not in client.get("/", headers=HTML).text
    several = client.get("/my-unit?q=财政", headers=HTML).text
    assert several.count("/my-unit?unit=") > 1
    for wrong in ("/my-unit?unit=nobody", "/my-unit?unit=%2F%2Fevil.test"):
        assert client.get(wrong, headers=HTML, follow_redirects=False).status_code in (400, 404)
    for strange in ("没有这样的单位", "x" * 200, "<script>alert(1)</script>"):
        answer = client.get("/my-unit", params={"q": strange}, headers=HTML)
        assert answer.status_code == 200
        assert "<script>alert(1)" not in answer.text
    client.cookies.set("kg-unit", "<bad>")
    assert client.get("/my-unit", headers=HTML, follow_redirects=False).status_code == 200


EVIL = '"><script>alert(1)</script><img src=x onerror=alert(2) onload="alert(3)'


def test_injected_markup_is_text(tmp_path: Any) -> None:
    store = OxigraphStore(
        tmp_path / "s", base="https://w3id.org/zeren/", default_graph="union", max_rows=None
    )
    loading.prepare(store)
    text = (
        loaded.REAL.read_text("utf-8")
        .replace("县审计局", "县<script>alert(1)</script>局")
        .replace("着力营造大抓招商浓厚氛围", EVIL)
    )
    loading.load_notice(pipeline.convert(text.encode(), name="evil.txt"), store)
    with TestClient(create_app(Settings(rate_per_minute=1_000_000), store=store)) as client:
        units = client.get("/queries/workload.json").json()
        paths = [NOTICE, "/", "/units", "/queries/tasks", f"/search?q={quote(EVIL)}", "/search?q=script"]
        paths += [
            "/" + row["unit"].removeprefix("https://w3id.org/zeren/")
            for row in units
            if "<" in row["unitLabel"]
        ]
        paths += [f"/queries/tasks?word={quote(EVIL)}", f"/targets?indicator={quote(EVIL)}"]
        for path in paths:
            page = lxml_html.fromstring(client.get(path, headers=HTML).text)
            assert not page.xpath(_INLINE), path
            assert not page.xpath("//*[@onerror or @onload]"), path
            assert not page.xpath("//img[@src='x']"), path


def test_under_a_sub_path() -> None:
    app = create_app(Settings(rate_per_minute=1_000_000), store=loaded.real())
    with TestClient(app, root_path="/zeren") as client:
        for path in ("/", NOTICE, TASK, "/units", "/queries/workload", "/sparql", "/search?q=海洋"):
            # A server that is told its root path puts it before what the proxy passes on.
            answer = client.get("/zeren" + path, headers=HTML)
            assert answer.status_code == 200, path
            page = lxml_html.fromstring(answer.text)
            for href in page.xpath("//a/@href | //form/@action | //link/@href | //script/@src | //img/@src"):
                assert href.startswith(("/zeren/", "#", "http")), (path, href)
            if path == "/units":
                assert client.get(page.xpath("//script/@src")[0]).status_code == 200


def test_messages_are_complete() -> None:
    folder = resources.templates().parent / "messages"
    zh, en = (yaml.safe_load((folder / f"{lang}.yml").read_text("utf-8")) for lang in ("zh", "en"))
    assert list(zh) == list(en)
    assert all(zh.values())
    assert all(en.values())
    for key in zh:
        assert set(re.findall(r"{(\w+)}", zh[key])) == set(re.findall(r"{(\w+)}", en[key])), key
    assert not [key for key, text in en.items() if re.search(r"[一-鿿]", text) and key != "lang.other"]


def test_templates_use_only_known_messages() -> None:
    known = yaml.safe_load((resources.templates().parent / "messages" / "zh.yml").read_text("utf-8"))
    environment = Environment(loader=FileSystemLoader(resources.templates()), autoescape=True)
    environment.filters["chart"] = str
    for name in environment.list_templates():
        source = (resources.templates() / name).read_text("utf-8")
        for call in environment.parse(source).find_all(nodes.Call):
            called = getattr(call.node, "name", getattr(call.node, "attr", ""))
            if called in ("_", "say") and call.args and isinstance(call.args[0], nodes.Const):
                assert call.args[0].value in known, f"{name}: {call.args[0].value}"
        words = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "", source, flags=re.DOTALL)
        assert not re.search(r"[一-鿿]", words), f"{name} holds words outside the messages"


def test_a_question_without_rows_says_so(client: TestClient) -> None:
    text = client.get("/queries/targets?leader=杨松&change=decrease", headers=HTML).text
    assert "共 0 行" in text
    assert "去掉：" in text  # each condition leads to the answer without it


def test_a_notice_is_filtered_by_a_name_too(client: TestClient) -> None:
    by_name = client.get(f"{NOTICE}?leader=宋晖", headers=HTML)
    assert by_name.status_code == 200
    assert "共 163 项" in by_name.text
    wrong = client.get(f"{NOTICE}?leader=无此人", headers=HTML)
    assert wrong.status_code == 400
    assert "参数 leader（领导）" in wrong.text


def test_the_interface_is_described_in_chinese_too(client: TestClient) -> None:
    told = yaml.safe_load((resources.templates().parent / "messages" / "interface.yml").read_text("utf-8"))
    said: set[str] = set()
    for methods in client.get("/openapi.json").json()["paths"].values():
        for one in methods.values():
            said |= {one["summary"], *one["tags"]}
    assert said - set(told) == set()


def test_messages_of_findings_follow_the_language(client: TestClient) -> None:
    page = lxml_html.fromstring(client.get("/queries/findings?lang=en", headers=HTML).text)
    cells = page.xpath("//td[@data-label='Message']")
    assert cells
    assert "is printed under different names" in " ".join(cell.text_content() for cell in cells)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_rule_has_its_explanation_on_the_page_of_rules(client: TestClient, lang: str) -> None:
    from kg.proof import rules as text_rules
    from kg.validate import rules
    from kg.validate.formats.words import severity

    page = lxml_html.fromstring(client.get(f"/shapes?lang={lang}", headers=HTML).text)
    for rule in (*rules().values(), *(found.rule for found in text_rules().values())):
        (term,) = page.xpath("//dt[@id=$name]", name=rule.id)
        said = " ".join(term.getnext().text_content().split())
        told = rule.explanation_en if lang == "en" else rule.explanation
        assert " ".join(told.split()) in said, rule.id
    for rule in rules().values():
        (heading,) = page.xpath("//details[.//dt[@id=$name]]/summary", name=rule.id)
        assert severity(rule.severity, lang) in heading.text_content(), rule.id
    assert "{?" not in page.xpath("//main")[0].text_content()


def test_what_is_due_without_a_text_of_its_own_is_told_by_its_sentence() -> None:
    store = OxigraphStore(None, base=DEFAULT_BASE, default_graph="union")
    store.update(
        "PREFIX kg: <https://w3id.org/zeren/ontology#> PREFIX oa: <http://www.w3.org/ns/oa#> "
        "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> INSERT DATA { "
        "GRAPH <https://w3id.org/zeren/graph/x-2998-1> { "
        "<https://w3id.org/zeren/notice/x-2998-1> a kg:Notice . "
        "<https://w3id.org/zeren/notice/x-2998-1/1> a kg:Project ; kg:inNotice "
        "<https://w3id.org/zeren/notice/x-2998-1> ; "
        'kg:deadline "2998-06-30"^^xsd:date ; kg:sentence <https://w3id.org/zeren/text/x-2998-1/at/0-9> . '
        '<https://w3id.org/zeren/text/x-2998-1/at/0-9> oa:start 0 ; oa:exact "六月底前建成东门桥" } }'
    )
    with TestClient(create_app(Settings(), store=store)) as opened:
        answer = opened.get("/", headers=HTML)
    assert answer.status_code == 200
    assert "六月底前建成东门桥" in answer.text


def test_of_many_governments_each_unit_has_its_place_and_leaders_stand_by_rank() -> None:
    with TestClient(create_app(Settings(), store=loaded.several())) as opened:
        told = opened.get("/", headers={"Accept": "application/json"}).json()
        page = opened.get("/", headers=HTML).text
    namesakes = loaded.several().query(
        "SELECT ?label { ?item <https://w3id.org/zeren/ontology#involvedUnit> ?u . "
        "?u <http://www.w3.org/2000/01/rdf-schema#label> ?label } "
        "GROUP BY ?label HAVING (COUNT(DISTINCT ?u) > 1)"
    )
    shared = {label.value for (label,) in namesakes.rows}
    told_of = {row["unitLabel"]: row.get("placeLabel") for row in told["overview-workload"]}
    assert shared & set(told_of)
    for name, place in told_of.items():
        assert f"{beside(name, place) if name in shared else name}<" in page
    posts: dict[str, int] = {}
    for row in told["overview-posts"]:
        posts[row["leader"]] = min(posts.get(row["leader"], 99), rank(row["post"]))
    names = {row["leader"]: row["leaderLabel"] for row in told["overview-leaders"]}
    shown = re.findall(r'href="/person/([^"]+)"', page)
    order = [posts.get(f"{DEFAULT_BASE}person/{key}", 99) for key in dict.fromkeys(shown)]
    assert len(order) == len(names)
    assert order == sorted(order)
