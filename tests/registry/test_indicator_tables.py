"""The kept index of the catalogue is what its rows make, and counts only while it belongs to them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg import resources
from kg.registry import indicator_tables
from kg.registry.indicator_forms import Form, folded, form_of
from kg.registry.indicator_likeness import Likeness, pairs
from kg.registry.indicator_tables import INDEX, build, exact_names, index, tables, written


def test_the_kept_index_is_made_from_the_rows() -> None:
    kept = resources.data("registry", INDEX).read_text("utf-8")
    assert kept == index(), "python -m kg.emit.indicators"


def test_what_is_kept_says_what_the_rows_say() -> None:
    kept = tables()
    assert all(known in kept.with_form(form_of(known.label)) for known in list(kept.by_key().values())[:200])
    names = exact_names()
    for key in list(names)[:200]:
        for name in names[key]:
            assert kept.by_key()[key] in kept.with_form(form_of(name)) + kept.with_wording(folded(name))


def test_a_short_thing_is_no_name_without_its_verb() -> None:
    row = {"key": "a", "label": "项目建设投资", "label_en": "a", "verbs": "", "kind": "Currency"}
    row |= {"direction": "more", "aggregation": "flow", "group": "", "broader": ""}
    made = build([row], [{"name": "完成投资", "key": "a", "relation": "exact", "reason": "简称"}])
    assert made.with_wording("完成投资")
    assert not made.with_form(form_of("投资"))


@pytest.fixture
def data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A data folder of its own with the catalogue in it."""
    for folder, name in [*indicator_tables.SOURCES, ("registry", INDEX)]:
        (tmp_path / folder).mkdir(exist_ok=True)
        shutil.copy(resources.data(folder, name), tmp_path / folder / name)
    monkeypatch.setattr(resources, "data", lambda *parts: tmp_path.joinpath(*parts))
    return tmp_path


def test_a_row_added_counts_at_once(data: Path) -> None:
    assert not tables().with_form(Form("", "琉璃瓦窑"))
    path = data / "registry" / "indicators.csv"
    path.write_text(
        path.read_text("utf-8")
        + "kilns,琉璃瓦窑,kilns of glazed tiles,,Count,more,stock,,,全县琉璃瓦窑,砖窑\n",
        "utf-8",
    )
    assert [known.key for known in tables().with_form(Form("", "琉璃瓦窑"))] == ["kilns"]


def test_without_the_index_the_rows_are_read(data: Path) -> None:
    (data / "registry" / INDEX).unlink()
    assert tables().with_wording("地区生产总值")


def test_a_form_is_found_by_verb_and_thing() -> None:
    rows = [
        {
            "key": key, "label": label, "label_en": key, "kind": "Count", "direction": "more",
            "aggregation": "flow", "group": "", "broader": "",
        }
        for key, label in (("a", "新建幼儿园"), ("b", "幼儿园"))
    ]  # fmt: skip
    made = build(rows, [{"name": "托儿所", "key": "b", "relation": "close", "reason": "年龄不同"}])
    assert [known.key for known in made.with_form(Form("build", "幼儿园"))] == ["a"]
    assert [known.key for known in made.with_form(Form("", "幼儿园"))] == ["b"]
    assert [known.key for known in made.near_form(Form("", "托儿所"))] == ["b"]
    assert made.with_form(Form("", "小学")) == []


@pytest.mark.parametrize(
    ("thing", "expected"),
    [
        ("社区运动场", [("社区运动场地", 0.889), ("社区运动场地运动场", 0.8)]),
        ("农村社区", []),  # 农村 tells apart
        ("场", []),
    ],
)
def test_the_likest_come_first(thing: str, expected: list[tuple[str, float]]) -> None:
    lines = [
        written(Form(verb, other))
        for verb, other in (
            ("", "社区运动场地运动场"), ("", "社区运动场地"), ("build", "社区运动场"),
            ("", "城镇社区"), ("", "区运"),
        )
    ]  # fmt: skip
    found = [(form.thing, score) for form, score in Likeness(lines).nearest(Form("", thing))]
    assert found == expected


def test_pairs_stand_once() -> None:
    assert pairs("人人人") == {"人人"}
    assert pairs("人") == set()
