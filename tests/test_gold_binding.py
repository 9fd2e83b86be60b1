"""What binds gold sees every change of a reading, says it in words, and lets no score fall unsaid."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from kg.evaluate import KINDS, FileScore, Score
from tests.gold import binding, renew
from tests.gold.differences import differences

BASE = "https://example.org/notice/1"
READ: dict[str, Any] = {
    "notice": {"iri": BASE, "title": "关于印发重点工作的通知"},
    "tasks": [
        {
            "iri": f"{BASE}/1/1",
            "number": "1",
            "text": "新建公园3座。",
            "units": [
                {"text": "县住建局", "role": "lead", "evidence": [{"start": 10, "end": 14}]},
                {"text": "县财政局", "role": "support", "evidence": [{"start": 15, "end": 19}]},
            ],
            "targets": [
                {"indicatorText": "公园", "change": "level", "bound": "ge", "value": 3, "unit": "座"},
            ],
            "evidence": [{"start": 1, "end": 9}],
        }
    ],
    "projects": [],
    "findings": [
        {"severity": "info", "code": "no-units", "message": "无", "evidence": [{"start": 1, "end": 2}]}
    ],
    "reading": {"layout": "lines", "confidence": 0.9, "unread": []},
}


def changed(*path: Any, to: Any) -> dict[str, Any]:
    got = copy.deepcopy(READ)
    holder: Any = got
    for step in path[:-1]:
        holder = holder[step]
    if to is None:
        del holder[path[-1]]
    else:
        holder[path[-1]] = to
    return got


@pytest.mark.parametrize(
    ("got", "words"),
    [
        pytest.param(
            changed("tasks", 0, "targets", 0, "bound", to="eq"),
            ["! task 1 新建公园3座。 target 公园 level ge 3 座 bound: 'ge' → 'eq'"],
            id="a bound",
        ),
        pytest.param(
            changed("tasks", 0, "units", 0, "role", to="responsible"),
            ["! task 1 新建公园3座。 unit 县住建局 lead role: 'lead' → 'responsible'"],
            id="a role",
        ),
        pytest.param(
            changed("tasks", 0, "units", 1, to=None),
            ["- task 1 新建公园3座。 unit 县财政局 support"],
            id="a unit lost",
        ),
        pytest.param(
            changed("tasks", 0, "units", to=READ["tasks"][0]["units"][::-1]),
            ["! task 1 新建公园3座。 units: the order changed"],
            id="an order",
        ),
        pytest.param(changed("tasks", to=[]), ["- task 1 新建公园3座。"], id="a task lost"),
        pytest.param(
            changed("findings", 0, "code", to="number-gap"),
            ["- finding info no-units 无", "+ finding info number-gap 无"],
            id="a finding",
        ),
        pytest.param(
            changed("tasks", 0, "evidence", 0, "end", to=8),
            ["! evidence moved: 1 (task 1 新建公园3座。 evidence)"],
            id="an offset",
        ),
        pytest.param(
            changed("notice", "title", to="通知"),
            ["! notice title: '关于印发重点工作的通知' → '通知'"],
            id="the header",
        ),
        pytest.param(
            changed("reading", "unread", to=[{"start": 3, "end": 5, "reason": "column"}]),
            ["+ reading unread 3 5 column"],
            id="an unread span",
        ),
    ],
)
def test_a_change_is_seen_and_named(got: dict[str, Any], words: list[str]) -> None:
    assert binding.digest(got) != binding.digest(READ)
    assert differences(READ, got) == words


@pytest.mark.parametrize(
    "got",
    [
        pytest.param(changed("findings", 0, "message", to="没有责任单位"), id="wording of a finding"),
        pytest.param(changed("reading", "confidence", to=0.5), id="a learned figure"),
        pytest.param({"sourceSha256": "00", **READ}, id="the hash of the file"),
        pytest.param(dict(reversed(READ.items())), id="the order of keys"),
    ],
)
def test_what_says_nothing_about_the_reading_is_not_bound(got: dict[str, Any]) -> None:
    assert binding.digest(got) == binding.digest(READ)


def test_a_new_number_of_the_notice_moves_no_task() -> None:
    other = json.loads(json.dumps(READ).replace(BASE, "https://example.org/notice/2"))
    assert differences(READ, other) == [f"! notice iri: {BASE!r} → 'https://example.org/notice/2'"]


def test_a_notice_that_is_none() -> None:
    assert differences(READ, None) == ["- is no notice any more"]
    assert differences(None, READ) == ["+ is a notice"]
    assert differences(None, None) == []


def scored(**f1: tuple[int, int]) -> FileScore:
    score = FileScore("a")
    for kind, (right, missed) in f1.items():
        score.scores[kind] = Score(right, 0, missed)
    return score


@pytest.fixture
def least(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> binding.Least:
    monkeypatch.setattr(binding, "LEAST", tmp_path / "least.json")
    return binding.Least(list(KINDS), {"a.txt": {"units": 0.9}})


def test_a_score_may_rise_but_not_fall_unsaid(least: binding.Least) -> None:
    assert renew._bind(least, {"a.txt": scored(units=(19, 2))}, {}) == []
    assert least.notices == {"a.txt": {"units": 0.95}}
    assert renew._bind(least, {"a.txt": scored(units=(9, 2), targets=(1, 1))}, {}) == ["a.txt"]


def test_a_score_that_falls_with_a_reason_keeps_it(least: binding.Least) -> None:
    assert renew._bind(least, {"a.txt": scored(units=(1, 2))}, {"a.txt": "gold corrected"}) == []
    least.save()
    kept = binding.Least.load()
    assert kept == least
    assert kept.lowered == [
        {"notice": "a.txt", "kind": "units", "from": 0.9, "to": 0.5, "reason": "gold corrected"}
    ]
    assert renew._bind(kept, {"a.txt": scored(units=(1, 3))}, {"a.txt": " "}) == ["a.txt"]


def test_new_notices_and_new_kinds_are_bound_as_they_are(least: binding.Least) -> None:
    least.kinds.remove("targets")
    both = {"a.txt": scored(units=(9, 2), targets=(1, 1)), "b.txt": scored(tasks=(1, 1))}
    assert renew._bind(least, both, {}) == []
    assert least.kinds == list(KINDS)
    assert least.notices == {"a.txt": {"units": 0.9, "targets": 0.6666}, "b.txt": {"tasks": 0.6666}}


def test_a_reason_for_a_notice_that_is_not_there(least: binding.Least) -> None:
    with pytest.raises(SystemExit, match=r"c\.txt"):
        renew._bind(least, {"a.txt": scored()}, {"c.txt": "because"})
