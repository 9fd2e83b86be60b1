"""A slip in a shape is told with its file, the shape and the mend; SHACL itself passes over most of them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg import resources
from kg.errors import DataError
from kg.validate import core
from kg.validate.shapes import read_shapes, shapes_graph

OWN = """
kgs:task-short a sh:PropertyShape ; sh:targetClass kg:Task ; sh:path kg:text ;
    sh:minLength 8 ; sh:severity sh:Info ;
    rdfs:label "内容太短的任务"@zh, "A task of few words"@en ;
    rdfs:comment "改正：补全内容。"@zh, "Fewer than eight characters. Mend: complete it."@en ;
    sh:message "任务的内容太短，请补全。"@zh, "The task has few words; complete it."@en .
"""


def folder(tmp_path: Path, old: str, new: str) -> Path:
    found = tmp_path / "shapes"
    shutil.copytree(resources.ontology("shapes"), found)
    assert old in OWN
    path = found / "task.ttl"
    path.write_text(path.read_text("utf-8") + OWN.replace(old, new, 1), "utf-8")
    return found


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("sh:path kg:text ", "sh:path kg:texts ", "本体中没有 texts，是否指 kg:text"),
        ("sh:targetClass kg:Task ", "sh:targetClass kg:Taks ", "本体中没有 Taks，是否指 kg:Task"),
        ("sh:path kg:text ", "sh:path [ sh:alternativePath ( kg:text kg:titel ) ] ", "本体中没有 titel"),
        ("sh:minLength 8", "sh:in ( kgc:leed )", "本体中没有 leed，是否指 kgc:lead"),
        (
            "sh:severity sh:Info",
            "sh:severity sh:Inf",
            "sh:severity 应为 sh:Violation、sh:Warning、sh:Info 之一",
        ),
        ('"任务的内容太短，请补全。"@zh, ', "", "缺少 sh:message（@zh），请补上"),
        (', "A task of few words"@en', "", "缺少 rdfs:label（@en），请补上"),
    ],
)
def test_a_slip_is_told_with_file_and_shape(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(DataError) as caught:
        read_shapes(folder(tmp_path, old, new))
    assert caught.value.zh.startswith("ontology/shapes/task.ttl kgs:task-short：")
    assert said in caught.value.zh


def test_what_is_no_turtle_is_told_with_its_line_and_not_the_whole_file(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"task.ttl 第 \d+ 行附近不是合法的 Turtle") as caught:
        read_shapes(folder(tmp_path, "kg:text ;", "kg:text"))
    assert len(caught.value.zh) < 400


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("sh:minLength 8", "sh:minLenght 8", "kgs:task-short：没有 sh:minLenght，是否指 sh:minLength"),
        ("sh:minLength 8", 'sh:minLength "八"', "kgs:task-short 的 sh:minLength 不能是“八”"),
        ("sh:minLength 8", 'sh:pattern "("', r"kgs:task-short 的 sh:pattern 不能是“("),
    ],
)
def test_a_constraint_that_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, said: str
) -> None:
    graph = read_shapes(folder(tmp_path, old, new))
    monkeypatch.setattr(core, "shapes_graph", lambda: graph)
    with pytest.raises(DataError) as caught:
        core._shapes.__wrapped__()
    assert said in caught.value.zh


def test_ours_are_sound_and_one_may_be_added(tmp_path: Path) -> None:
    assert len(read_shapes(folder(tmp_path, " ", " "))) > len(shapes_graph())
