"""The Reconciliation API as OpenRefine uses it, judged by the specification's own schemas."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource
from starlette.testclient import TestClient

from kg import vocab
from tests.conftest import ROOT, suites_path
from tests.link.service import BASE, service

FINANCE = f"{BASE}unit/d8162c5f70"
VARIANTS = list(csv.DictReader((ROOT / "tests/link/variants.csv").read_text("utf-8").splitlines()))


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with service() as client:
        yield client


@cache
def schemas(version: str) -> tuple[Path, Any]:
    folder = suites_path("reconciliation", version, "schemas")
    registry: Any = Registry()
    for path in folder.glob("*.json"):
        # Each is known by its own id and by its name beside the others; swagger's is local too.
        resource = Resource.from_contents(_modern(json.loads(path.read_text("utf-8"))))
        for base in (f"https://reconciliation-api.github.io/specs/{version}/schemas/",
                     "https://reconciliation-api.github.io/specs/draft/schemas/"):  # fmt: skip
            registry = registry.with_resource(base + path.name, resource)
        if path.name == "openapi.json":
            registry = registry.with_resource("http://swagger.io/v2/schema.json", resource)
    return folder, registry


def _modern(schema: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in schema.items() if k != "$schema"} | {
        "$schema": "http://json-schema.org/draft-07/schema#"
    }


def check(value: Any, name: str, version: str = "0.2") -> None:
    folder, registry = schemas(version)
    schema = _modern(json.loads((folder / f"{name}.json").read_text("utf-8")))
    schema["$id"] = f"https://reconciliation-api.github.io/specs/{version}/schemas/{name}.json"
    jsonschema.Draft7Validator(schema, registry=registry).validate(value)


def ask(client: TestClient, queries: dict[str, Any]) -> dict[str, Any]:
    check(queries, "reconciliation-query-batch")
    answer = client.post("/reconcile", data={"queries": json.dumps(queries, ensure_ascii=False)})
    assert answer.status_code == 200, answer.text
    check(answer.json(), "reconciliation-result-batch")
    found: dict[str, Any] = answer.json()
    return found


def test_the_schemas_refuse_what_is_wrong() -> None:
    with pytest.raises(jsonschema.ValidationError):
        check({"name": "x"}, "manifest")
    with pytest.raises(jsonschema.ValidationError):
        check({"q0": {"result": [{"name": "x", "score": 1}]}}, "reconciliation-result-batch")


def test_a_session(client: TestClient) -> None:
    manifest = client.get("/reconcile").json()
    check(manifest, "manifest")
    assert "0.2" in manifest["versions"]
    assert {t["id"] for t in manifest["defaultTypes"]} >= {"Unit", "Leader", "Place", "Indicator", "Task"}
    for each in manifest["defaultTypes"]:
        check(each, "type")

    units = [row for row in VARIANTS if row["type"] == "unit" and row["expected"]][:50]
    found = ask(
        client, {f"q{i}": {"query": r["name"], "type": "Unit", "limit": 3} for i, r in enumerate(units)}
    )
    names = [next(iter(found[f"q{i}"]["result"]), {"name": None})["name"] for i in range(50)]
    assert sum(name == row["expected"] for name, row in zip(names, units, strict=True)) >= 49

    view = manifest["view"]["url"].replace("{{id}}", FINANCE)
    path = view.removeprefix("http://testserver")
    assert client.get(path, headers={"Accept": "text/turtle"}).status_code == 303

    service_of = manifest["suggest"]["entity"]
    where = (service_of["service_url"] + service_of["service_path"]).removeprefix("http://testserver")
    suggested = client.get(where, params={"prefix": "财政"}).json()
    check(suggested, "suggest-entities-response")
    assert FINANCE in [entry["id"] for entry in suggested["result"]]
    flyout = service_of["flyout_service_path"].replace("${id}", FINANCE)
    assert "财政局" in client.get(f"/reconcile{flyout}").json()["html"]

    preview = client.get(
        manifest["preview"]["url"].replace("{{id}}", FINANCE).removeprefix("http://testserver")
    )
    assert "嵊泗县财政局" in preview.text
    assert "frame-ancestors *" in preview.headers["content-security-policy"]

    proposed = client.get("/reconcile/properties", params={"type": "Unit"}).json()
    check(proposed, "data-extension-property-proposal")
    asked = {"ids": [FINANCE], "properties": [{"id": p["id"]} for p in proposed["properties"]]}
    check(asked, "data-extension-query")
    extended = client.post("/reconcile", data={"extend": json.dumps(asked)}).json()
    check(extended, "data-extension-response")
    row = extended["rows"][FINANCE]
    assert row["fullName"] == [{"str": "嵊泗县财政局"}]
    assert row["place"] == [{"id": f"{BASE}place/330922", "name": "嵊泗县"}]
    assert row["placeCode"] == [{"str": "330922"}]
    assert row["leads"][0]["int"] > 1


def test_types_and_properties_are_suggested(client: TestClient) -> None:
    types = client.get("/reconcile/suggest/type", params={"prefix": "un"}).json()
    check(types, "suggest-types-response")
    assert [t["id"] for t in types["result"]] == ["Unit"]
    properties = client.get("/reconcile/suggest/property", params={"prefix": "类"}).json()
    check(properties, "suggest-properties-response")
    assert [p["id"] for p in properties["result"]] == ["kind"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("地区", ["place", "placeCode", "within"]),  # 服务地区, 服务地区代码, 上级地区
        ("code", ["code", "identifier", "placeCode"]),
        ("事项", ["items", "leads"]),
        ("led", ["tasks"]),
    ],
)
def test_properties_are_found_by_words_inside(client: TestClient, typed: str, first: list[str]) -> None:
    found = client.get("/reconcile/suggest/property", params={"prefix": typed}).json()["result"]
    assert sorted(p["id"] for p in found) == first
    codes = client.get("/reconcile/suggest/property", params={"prefix": "code"}).json()["result"]
    assert codes[0]["id"] == "code", "what begins with it comes first"
    types = client.get("/reconcile/suggest/type", params={"prefix": "集合"}).json()["result"]
    assert [t["id"] for t in types] == ["StandingGroup"]


@pytest.mark.parametrize(
    ("typed", "name", "kind"),
    [
        ("xiancaizheng", "县财政局", "Unit"),
        ("xian cai zheng", "县财政局", "Unit"),
        ("XCZ", "县财政局", "Unit"),
        ("caizhengju", "县财政局", "Unit"),
        ("songhui", "宋晖", "Leader"),
        ("gqx", "枸杞乡", "Place"),
        ("gexiangzhen", "各乡镇人民政府", "StandingGroup"),
        ("财政局", "县财政局", "Unit"),
    ],
)
def test_entities_are_suggested_by_sound(client: TestClient, typed: str, name: str, kind: str) -> None:
    asked = {"prefix": typed, "type": kind}
    found = client.get("/reconcile/suggest/entity", params=asked).json()
    check(found, "suggest-entities-response")
    assert name in [entry["name"] for entry in found["result"][:5]]


def test_one_wrong_member_of_a_batch_fails_alone(client: TestClient) -> None:
    queries = {
        "good": {"query": "县财政局", "type": "Unit"},
        "type": {"query": "x", "type": "Nothing"},
        "limit": {"query": "x", "limit": "many"},
        "shape": 1,
        "last": {"query": "宋晖", "type": "Leader"},
    }
    answer = client.post("/reconcile", data={"queries": json.dumps(queries)})
    assert answer.status_code == 200
    check(answer.json(), "reconciliation-result-batch")
    found = answer.json()
    assert list(found) == list(queries)
    assert found["good"]["result"][0]["id"] == FINANCE
    assert found["last"]["result"][0]["name"] == "宋晖"
    for key, said in (("type", "Nothing"), ("limit", "whole number"), ("shape", "JSON object")):
        assert found[key]["result"] == []
        assert said in found[key]["error"]
    assert "error" not in found["good"]
    draft = {"queries": [{"type": "Nothing", "conditions": []},
                         {"conditions": [{"matchType": "id", "propertyValue": FINANCE}]}]}  # fmt: skip
    results = client.post("/reconcile/match", json=draft).json()
    check(results, "reconciliation-result-batch", "1.0-draft")
    assert [len(each["candidates"]) for each in results["results"]] == [0, 1]
    assert "Nothing" in results["results"][0]["error"]


def test_a_preview_takes_a_slash(client: TestClient) -> None:
    plain = client.get("/reconcile/preview", params={"id": FINANCE})
    for path, thing in (("/reconcile/preview/", FINANCE), ("/reconcile/preview", f"{FINANCE}/")):
        answer = client.get(path, params={"id": thing})
        assert answer.status_code == 200
        assert "嵊泗县财政局" in answer.text
    assert "嵊泗县财政局" in plain.text


def test_standing_groups_have_properties(client: TestClient) -> None:
    proposed = client.get("/reconcile/properties", params={"type": "StandingGroup"}).json()["properties"]
    keys = [p["id"] for p in proposed]
    assert keys == ["member", "items", "leads", "notice"]
    asked = {"query": "各乡镇人民政府", "type": "StandingGroup"}
    group = ask(client, {"q": asked})["q"]["result"][0]["id"]
    extend = {"ids": [group, FINANCE], "properties": [{"id": key} for key in keys]}
    answer = client.post("/reconcile", data={"extend": json.dumps(extend)}).json()
    check(answer, "data-extension-response")
    row = answer["rows"][group]
    assert len(row["member"]) == 7
    assert "枸杞乡" in "".join(member["name"] for member in row["member"])
    assert row["items"][0]["int"] == 40
    assert row["notice"][0]["id"] == f"{BASE}notice/330922-2024-59976130"
    assert answer["rows"][FINANCE]["items"][0]["int"] > 5
    assert answer["rows"][FINANCE]["member"] == [{}]


@pytest.mark.parametrize(
    ("query", "expected", "certain"),
    [
        pytest.param({"query": "嵊泗县财政局"}, "县财政局", True, id="full name"),
        pytest.param({"query": "财政局", "type": "Unit"}, "县财政局", False, id="whose, it does not say"),
        pytest.param(
            {"query": "财政局", "type": "Unit", "properties": [{"pid": "place", "v": "嵊泗县"}]},
            "县财政局",
            True,
            id="whose, a property says",
        ),
        pytest.param(
            {"query": "财政局", "properties": [{"pid": "place", "v": {"id": f"{BASE}place/330922"}}]},
            "县财政局",
            True,
            id="by the place's IRI",
        ),
        pytest.param(
            {"query": "县财政局", "type": "Unit", "properties": [{"pid": "kind", "v": "企业"}]},
            "县财政局",
            False,
            id="of another kind",
        ),
        pytest.param({"query": "宋晖", "type": "Leader"}, "宋晖", True, id="leader"),
        pytest.param({"query": "宋晖常务副县长", "type": "Leader"}, "宋晖", True, id="leader with post"),
        pytest.param({"query": "song hui", "type": "Leader"}, "宋晖", False, id="by sound"),
        pytest.param({"query": "枸杞乡", "type": "Place"}, "枸杞乡", True, id="place"),
        pytest.param({"query": "地区生产总值增速", "type": "Indicator"}, "地区生产总值", True, id="more"),
        pytest.param({"query": FINANCE}, "县财政局", True, id="its own identifier"),
        pytest.param({"query": "各乡镇人民政府", "type": "UnitGroup"}, "各乡镇人民政府", True, id="set"),
    ],
)  # fmt: skip
def test_first_candidate(client: TestClient, query: dict[str, Any], expected: str, certain: bool) -> None:
    result = ask(client, {"q": query})["q"]["result"]
    assert (result[0]["name"], result[0]["match"]) == (expected, certain)
    assert 0 <= result[0]["score"] <= 100
    assert result[0]["features"]


@pytest.mark.parametrize(
    "query",
    [
        {"query": "岱山县财政局"},
        {"query": "县财政局", "properties": [{"pid": "place", "v": "岱山县"}]},
        {"query": "宋辉", "type": "Leader"},
        {"query": "县财政局", "type": "Place"},
        {"query": ""},
        {"query": "   "},
        {"query": "县" * 5000},
    ],
)
def test_nothing_is_certain(client: TestClient, query: dict[str, Any]) -> None:
    assert not any(c["match"] for c in ask(client, {"q": query})["q"]["result"])


def test_a_task_by_its_words(client: TestClient) -> None:
    text = "一般公共预算收入增长3%以上"
    result = ask(client, {"q": {"query": text, "type": "Task"}})["q"]["result"]
    assert text in result[0]["name"].replace(" ", "")
    assert result[0]["id"].startswith(f"{BASE}notice/")


def test_properties_alone(client: TestClient) -> None:
    query = {"properties": [{"pid": "code", "v": "330922202"}], "type": "Place"}
    result = ask(client, {"q": query})["q"]["result"]
    assert [c["name"] for c in result] == ["枸杞乡"]


def test_get_jsonp_and_cors(client: TestClient) -> None:
    queries = json.dumps({"q0": {"query": "县财政局"}}, ensure_ascii=False)
    plain = client.get("/reconcile", params={"queries": queries})
    assert plain.headers["access-control-allow-origin"] == "*"
    padded = client.get("/reconcile", params={"queries": queries, "callback": "jQuery_1.done"})
    assert padded.headers["content-type"].startswith("application/javascript")
    found = re.fullmatch(r"/\*\*/jQuery_1\.done\((.*)\);", padded.text, re.DOTALL)
    assert found
    assert json.loads(found[1]) == plain.json()
    assert client.get("/reconcile", params={"callback": "alert(1)//"}).status_code == 400


@pytest.mark.parametrize(
    "data",
    [
        {"queries": "{"},
        {"queries": "[]"},
        {"queries": '{"q": 1}'},
        {"queries": '{"q": {}}'},
        {"queries": '{"q": {"query": "x", "type": "Nothing"}}'},
        {"queries": '{"q": {"query": "x", "limit": "many"}}'},
        {"queries": '{"q": {"query": "x", "properties": [1]}}'},
        {"queries": "[" * 5000},
        {"extend": '{"ids": 1}'},
        {"extend": '{"ids": [], "properties": [{}]}'},
        {},
    ],
)
def test_wrong_requests_are_told(client: TestClient, data: dict[str, str]) -> None:
    answer = client.post("/reconcile", data=data)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"


def test_extend_names_nothing_it_does_not_know(client: TestClient) -> None:
    asked = {"ids": ["nope", 'x> ?p ?o } #"', FINANCE], "properties": [{"id": "kind"}, {"id": "colour"}]}
    answer = client.post("/reconcile", data={"extend": json.dumps(asked)}).json()
    check(answer, "data-extension-response")
    assert answer["rows"]["nope"] == {"kind": [{}], "colour": [{}]}
    assert answer["rows"][FINANCE]["kind"] == [
        {"id": f"{vocab.KGC}government-department", "name": answer["rows"][FINANCE]["kind"][0]["name"]}
    ]
    limited = {
        "ids": [f"{BASE}unit/8379f9262a"],
        "properties": [{"id": "otherName", "settings": {"limit": 1}}],
    }
    row = client.post("/reconcile", data={"extend": json.dumps(limited)}).json()["rows"]
    assert len(row[f"{BASE}unit/8379f9262a"]["otherName"]) == 1


def test_the_draft_by_negotiation(client: TestClient) -> None:
    draft = {"Accept": "application/json;version=1.0-draft"}
    check(client.get("/reconcile", headers=draft).json(), "manifest", "1.0-draft")
    body = {"queries": [
        {"type": "Unit", "limit": 2, "conditions": [
            {"matchType": "name", "propertyValue": "财政局"},
            {"matchType": "property", "propertyId": "place", "propertyValue": "嵊泗县"}]},
        {"conditions": [{"matchType": "id", "propertyValue": FINANCE}]},
    ]}  # fmt: skip
    check(body, "reconciliation-query-batch", "1.0-draft")
    answer = client.post("/reconcile/match", json=body).json()
    check(answer, "reconciliation-result-batch", "1.0-draft")
    assert [r["candidates"][0]["id"] for r in answer["results"]] == [FINANCE, FINANCE]
    assert client.post("/reconcile", json=body).json() == answer
    asked = {"ids": [FINANCE], "properties": [{"id": "fullName"}]}
    extended = client.post("/reconcile/extend", json=asked).json()
    check(extended, "data-extension-response", "1.0-draft")
    suggested = client.get("/reconcile/suggest/entity", params={"prefix": "县"}, headers=draft).json()
    check(suggested, "suggest-entities-response", "1.0-draft")


def test_the_variants_through_the_service(client: TestClient) -> None:
    """What the matcher promises holds over everything that a store holds, task texts and leaders too."""
    rows = [row for row in VARIANTS if row["type"] == "unit"]
    queries = {f"q{i}": {"query": row["name"], "type": "Unit"} for i, row in enumerate(rows)}
    found = ask(client, queries)
    right = answered = ours = 0
    for number, row in enumerate(rows):
        result = found[f"q{number}"]["result"]
        if row["expected"]:
            ours += 1
            answered += bool(result)
            right += bool(result) and result[0]["name"] == row["expected"]
        else:
            assert not any(c["match"] for c in result), row
    assert right / answered >= 0.98
    assert right / ours >= 0.95


def test_reasons_are_codes_that_answer(client: TestClient) -> None:
    names = [
        "县财政局",
        "财政局",
        "嵎泗县财政局",
        "xczj",
        "县文旅局",
        "县财财政局",
        "330922",
        "枸杞",
        "宋晖县长",
    ]
    queries = {f"q{i}": {"query": name} for i, name in enumerate(names)}
    queries["no"] = {"query": "县财政局", "properties": [{"pid": "kind", "v": "企业"}]}  # type: ignore[dict-item]
    found = ask(client, queries)
    reasons = {f["id"] for r in found.values() for c in r["result"] for f in c["features"]}
    assert len(reasons) > 6
    assert reasons <= vocab.CODES["resolution-reason"]
    page = client.get("/code", headers={"Accept": "text/html"}).text
    assert all(f'id="{reason}"' in page for reason in reasons)
