"""The JSON of a notice keeps to the contract: keys, words, numbers, evidence."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import jsonschema
import pytest

from kg import resources
from kg.emit import as_json
from kg.emit.notice_json import SCHEMA, _number
from kg.vocab import CODES
from tests.emit.notices import CONTENT, NOTICE, TASK, empty

SCHEMA_FILE: dict[str, Any] = json.loads(resources.ontology("notice-1.schema.json").read_text("utf-8"))


def valid(document: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator(SCHEMA_FILE).validate(json.loads(json.dumps(document)))


def test_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA_FILE)
    assert SCHEMA_FILE["$id"] == SCHEMA


def test_documents_fit_the_schema() -> None:
    valid(as_json(NOTICE))
    valid(as_json(empty()))


def test_schema_refuses_what_is_wrong() -> None:
    document = as_json(NOTICE)
    document["tasks"][0]["units"][0]["role"] = "leader"
    with pytest.raises(jsonschema.ValidationError):
        valid(document)


@pytest.mark.parametrize(
    ("definition", "key", "scheme"),
    [
        ("unit", "role", "role"),
        ("unit", "roleBasis", "role-basis"),
        ("unit", "resolution", "resolution"),
        ("target", "change", "change"),
        ("target", "bound", "bound"),
        ("target", "strength", "strength"),
        ("leader", "role", "leader-role"),
    ],
)
def test_words_are_the_codes(definition: str, key: str, scheme: str) -> None:
    assert set(SCHEMA_FILE["$defs"][definition]["properties"][key]["enum"]) == CODES[scheme]


def test_task() -> None:
    (task,) = as_json(NOTICE)["tasks"]
    assert task["iri"] == f"https://w3id.org/zeren/{TASK}"
    assert (task["list"], task["section"], task["number"]) == ("重点工作", "一、王安市长牵头", "1.")
    assert task["sections"] == ["一、王安市长牵头"]
    assert [(u["text"], u["role"], u["collective"]) for u in task["units"]] == [
        ("市农业农村局", "lead", False),
        ("各乡镇人民政府", "support", True),
        ("市农林局", "responsible", False),
    ]
    assert [u["confidence"] for u in task["units"]] == [1, 1, 0.6]
    first, criterion, part = task["targets"]
    assert (first["value"], first["unit"], first["eachMeeting"]) == (75, "%", 1)
    assert (criterion["criterion"], criterion["value"], criterion["unit"]) == (True, 50, "万元")
    assert (criterion["normalizedValue"], criterion["normalizedUnit"]) == (500000, "yuan")
    assert (part["value"], part["ofWhich"], part["strength"]) == (20.5, 0, "aspired")
    assert task["deadline"]["date"] == "2024-06-30"
    where = task["deadline"]["evidence"][0]
    assert CONTENT[where["start"] : where["end"]] == "6月底前"


def test_project_money_is_as_printed() -> None:
    (project,) = as_json(NOTICE)["projects"]
    assert project["investment"] == {
        "total": 300,
        "fiscal": 200,
        "upward": 100,
        "planned": None,
        "unit": "万元",
        "factor": 10000,
        "sources": [
            {"name": "财政资金", "value": 150.5, "source": "fiscal"},
            {"name": "向上争取", "value": 100, "source": "upward"},
            {"name": "镇级财政", "value": 49.5, "source": "fiscal"},
        ],
    }
    assert project["proposedBy"] == ["部门推荐", "专家推荐"]
    assert project["stage"] is None


def test_notice_and_leaders() -> None:
    document = as_json(NOTICE)
    parts = ["schema", "notice", "leaders", "tasks", "projects", "statedTotals", "findings", "reading"]
    assert list(document) == parts
    assert document["notice"]["issuer"] == "云岚市人民政府"
    assert document["notice"]["forYear"] == 2024
    assert document["leaders"] == [
        {"iri": "https://w3id.org/zeren/person/p1", "name": "王安", "post": "市长"}
    ]
    assert [t.get("amount", t.get("count")) for t in document["statedTotals"]] == [300, 1]
    assert as_json(empty())["notice"]["issuer"] is None


@pytest.mark.parametrize(
    ("value", "printed"), [("1.50", "1.5"), ("8.00", "8"), ("1E+3", "1000"), ("0.1", "0.1")]
)
def test_numbers_are_json_numbers(value: str, printed: str) -> None:
    assert json.dumps(_number(Decimal(value))) == printed
